"""What every test stands on: a screen that needs no display, and no byte code left in the tree."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

import ui  # noqa: F401 -- before the first call into Qt, whoever makes it

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# On CI the same examples every time; here new ones, so that somebody sees what they find.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Papers are compared with tests/golden by their looks; after a wanted change, draw the pictures anew and look."""
    parser.addoption("--rewrite-golden", action="store_true", help="draw the pictures in tests/golden anew")


@pytest.fixture(scope="session", autouse=True)
def nobody_s_computer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The window remembers which village was open last; tests must not make it forget the person's own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("data"))
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
            patch.setenv(name, folder)
        yield


@pytest.fixture(scope="session")
def practice_village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the practice village on 2026-03-02, rosters imported, no matter yet; copy it, never change it."""
    from consult_desk.sample.guide import Clock
    from consult_desk.sample.village import prepare_village

    home = tmp_path_factory.mktemp("practice") / "home"
    prepare_village(home, Clock(date(2026, 3, 2))).desk.close()
    return home
