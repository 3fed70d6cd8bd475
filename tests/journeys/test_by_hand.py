"""First start → roster → matter → four meetings → posting with an objection → execution → result: by mouse, by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consult_desk.sample.guide import Clock
from tests.journeys import by_hand
from tests.journeys.hands import Hands
from tests.ui.fixtures import QUIET, settle
from ui import look
from ui.app import dress
from ui.bridge import Bridge
from ui.welcome import Welcome
from ui.window import Window
from ui.words import set_language

pytestmark = QUIET


@pytest.fixture(params=["mouse", "keyboard"])
def hands(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hands]:
    """A window that has never been opened, on 2026-03-02."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    clock = Clock(by_hand.START)
    window = Window(Bridge(now=clock), dress(qapp, tmp_path / "nothing"))
    window.resize(1366, 768)
    window.show()
    window.begin(tmp_path / "nothing")
    settle(qtbot, window, lambda: hasattr(window, "stack") and isinstance(window.stack.currentWidget(), Welcome))
    yield Hands(window, qtbot, clock, keyboard=request.param == "keyboard")
    window.close()
    shiboken6.delete(window)
    set_language("zh")
    look.put_on(qapp, look.Theme())


def test_a_whole_matter(hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people, seats = by_hand.roster_files(tmp_path)
    by_hand.found(hands, people, monkeypatch)
    by_hand.seat(hands, seats, monkeypatch)
    by_hand.propose(hands)
    by_hand.deliberate(hands)
    by_hand.finish(hands)
