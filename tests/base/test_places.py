"""Resources are found in a checkout and in a wheel or frozen app, and missed in plain words."""

import sys
from pathlib import Path

import pytest

from consult_desk.base import places
from consult_desk.base.errors import Trouble


def test_the_checkout_has_its_resources_beside_the_package() -> None:
    assert places.resource("profiles").is_dir()
    assert places.resource().name == "resources"


def test_an_installed_package_looks_inside_itself_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "consult_desk"
    (package / "resources").mkdir(parents=True)
    (package / "resources" / "a.txt").write_text("ours")
    (tmp_path / "site-packages" / "resources").mkdir()
    (tmp_path / "site-packages" / "resources" / "a.txt").write_text("somebody else's")
    monkeypatch.setattr(places, "_PACKAGE", package)
    assert places.resource("a.txt").read_text() == "ours"


def test_a_missing_resource_says_the_program_is_incomplete() -> None:
    with pytest.raises(Trouble, match=r"找不到“fonts/无此字体\.ttf”"):
        places.resource("fonts", "无此字体.ttf")


def test_the_default_home_follows_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert places.default_home() == tmp_path / "consult-desk"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/home/village")
    assert places.default_home() == Path("/home/village/.local/share/consult-desk")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert places.default_home() == Path("/home/village/AppData/Local/consult-desk")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert places.default_home() == tmp_path / "consult-desk"
