"""The window paints first and imports later: what is heavy is not loaded to open it."""

import os
import subprocess
import sys

import pytest

from tests.house.tree import ROOT

HEAVY = ("pyhanko", "reportlab", "docx", "openpyxl", "xlsxwriter", "alembic", "pypinyin", "python_calamine",
         "pikepdf", "sqlalchemy", "cryptography")  # fmt: skip


def loaded_by(entry: str) -> set[str]:
    """Top-level modules that are loaded once `entry` has been imported in a fresh Python."""
    script = f"import sys, {entry}; print('\\n'.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, f"`import {entry}` failed:\n{result.stderr}"
    return set(result.stdout.split())


@pytest.mark.parametrize("entry", ["ui.app", "consult_desk.cli"])
def test_opening_loads_nothing_heavy(entry: str) -> None:
    loaded = loaded_by(entry)
    assert entry.split(".")[0] in loaded
    heavy = sorted(loaded.intersection(HEAVY))
    assert not heavy, f"import these inside the functions that need them: {heavy}"
