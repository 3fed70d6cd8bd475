"""What setting up says on a machine that lacks something and where the person may not install it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT

BOOTSTRAP = ROOT / "packaging" / "bootstrap.sh"
NEEDED = ("bash", "cat", "cut", "dirname", "env", "grep", "sha256sum", "sed", "rm", "ldconfig", "python3")


@pytest.fixture
def poor_machine(tmp_path: Path) -> Path:
    """A folder of programs as an ordinary user finds them on a bare machine: no qpdf, no pdfsig, not root."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in NEEDED:
        found = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin") or shutil.which(name)
        if found:
            (programs / name).symlink_to(found)
    (programs / "id").write_text("#!/bin/sh\necho 1000\n")
    (programs / "id").chmod(0o755)
    return programs


def run(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(path) if path else "/usr/bin:/bin", "LANG": "C.UTF-8"}
    return subprocess.run(
        ["/bin/bash", str(BOOTSTRAP), *arguments], env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("mode", ["run", "dev"])
def test_missing_programs_are_named_in_one_sentence_of_each_language(poor_machine: Path, mode: str) -> None:
    result = run(mode, path=poor_machine)
    assert result.returncode == 3, result.stdout + result.stderr
    english, chinese = result.stderr.strip().splitlines()
    for sentence in (english, chinese):
        assert "apt-get install" in sentence
        assert "poppler-utils" in sentence and "qpdf" in sentence
    assert chinese.startswith("缺少下列系统组件")


def test_wrong_usage_is_said_and_changes_nothing() -> None:
    result = run("fast")
    assert result.returncode == 2
    assert result.stderr.strip() == "usage: packaging/bootstrap.sh run|dev"
    assert result.stdout == ""


@pytest.mark.parametrize("script", sorted((ROOT / "packaging").glob("*.sh")), ids=lambda path: path.name)
def test_scripts_are_sound_bash_and_may_be_run(script: Path) -> None:
    result = subprocess.run(["/bin/bash", "-n", str(script)], capture_output=True, text=True, timeout=30)
    assert result.returncode == 0, result.stderr
    assert script.stat().st_mode & 0o111, f"chmod +x {script.name}"
