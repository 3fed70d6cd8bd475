"""The import contracts hold, and each of them breaks when someone breaks it."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT

LINT = Path(sys.executable).with_name("lint-imports")


def lint(tree: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run import-linter over a tree as `make test` does; `contract` picks one by its id."""
    command = [str(LINT), "--no-cache"]
    if contract:
        command += ["--contract", contract]
    environment = {**os.environ, "PYTHONPATH": str(tree), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of both packages and their contracts, to be spoilt."""
    tree = tmp_path_factory.mktemp("tree")
    for package in ("consult_desk", "ui"):
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def test_the_tree_keeps_every_contract() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


PLANTED = {
    "base imports a floor above": ("floors", {"consult_desk/base/planted.py": "import consult_desk.rules"}),
    "a cellar imports its neighbour": ("floors", {"consult_desk/rules/planted.py": "import consult_desk.documents"}),
    "a view imports an action": ("floors", {"consult_desk/views/planted.py": "import consult_desk.actions"}),
    "a step imports the door": ("floors", {"consult_desk/flow/planted.py": "import consult_desk.desk"}),
    "an action imports the command line": ("floors", {"consult_desk/actions/planted.py": "import consult_desk.cli"}),
    "a room on no floor": ("floors", {"consult_desk/attic.py": ""}),
    "a view draws with Qt": ("no-qt", {"consult_desk/views/planted.py": "from PySide6 import QtCore"}),
    "an action opens a page": ("no-qt", {"consult_desk/actions/planted.py": "import ui.planted", "ui/planted.py": ""}),
    "the rules ask the database": ("pure-cellars", {"consult_desk/rules/planted.py": "import sqlalchemy"}),
    "the rosters write a table": ("pure-cellars", {"consult_desk/interchange/planted.py": "import sqlite3"}),
    "a paper asks the database": (
        "pure-cellars",
        {"consult_desk/documents/planted.py": "from sqlalchemy.orm import Session"},
    ),
    "a page speaks SQL": ("pages", {"ui/planted.py": "from sqlalchemy import select"}),
    "a page touches a table": ("pages", {"ui/planted.py": "import consult_desk.model"}),
    "a page draws a paper": ("pages", {"ui/planted.py": "import consult_desk.documents"}),
    "a page judges": ("pages", {"ui/planted.py": "from consult_desk import rules"}),
    "two views import each other": (
        "no-circles",
        {
            "consult_desk/views/planted_one.py": "import consult_desk.views.planted_two",
            "consult_desk/views/planted_two.py": "import consult_desk.views.planted_one",
        },
    ),
    "two pages import each other": (
        "no-circles",
        {"ui/planted_one.py": "import ui.planted_two", "ui/planted_two.py": "import ui.planted_one"},
    ),
}


@pytest.mark.parametrize("contract,violation", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_violation_breaks_its_contract(copy: Path, contract: str, violation: dict[str, str]) -> None:
    for name, text in violation.items():
        (copy / name).write_text(text + "\n", encoding="utf-8")
    try:
        result = lint(copy, contract)
    finally:
        for name in violation:
            (copy / name).unlink()
    assert result.returncode == 1, result.stdout + result.stderr
    assert "1 broken" in result.stdout, result.stdout
    assert any(Path(name).stem in result.stdout for name in violation), result.stdout


def test_every_contract_has_a_planted_violation() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]}
    assert contracts == {contract for contract, _ in PLANTED.values()}
