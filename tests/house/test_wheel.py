"""The wheel carries everything the program needs away from a checkout."""

import os
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, named


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built as the release builds it, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    result = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    (built,) = folder.glob("consult_desk-*.whl")
    return built


def test_it_holds_both_packages_and_every_resource(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {named(path) for path in files("consult_desk", "ui", suffixes=(".py", ".mako"))}
    wanted |= {f"consult_desk/{named(path)}" for path in files("resources")}
    assert len(wanted) > 50
    assert not wanted - held
    assert not [name for name in held if name.startswith(("tests/", "docs/", "packaging/", "resources/"))]


def test_it_names_its_command_its_licence_and_its_dependencies(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (folder,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = message_from_bytes(archive.read(f"{folder}/METADATA"))
        points = ConfigParser()
        points.read_string(archive.read(f"{folder}/entry_points.txt").decode())
        licence = archive.read(f"{folder}/licenses/LICENSE").decode()
    assert points["console_scripts"]["consult-desk"] == "consult_desk.cli:main"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert "Apache License" in licence and "Version 2.0" in licence
    assert any(line.startswith("pyhanko") for line in metadata.get_all("Requires-Dist", []))


def test_the_resources_are_found_where_the_wheel_puts_them(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    script = (
        "from consult_desk.base.places import resource; print(resource('profiles', 'cn-village-reps', 'profile.toml'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    assert Path(result.stdout.strip()).is_relative_to(tmp_path / "consult_desk" / "resources")
