"""A village whose meetings stand at every stage: planned, announced, under way, closed, each at a known number."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing
from consult_desk.sample.guide import Clock, Votes
from tests.journeys import hamlet
from tests.ui.fixtures import clocked_window, settle
from ui.window import Window


@dataclass(frozen=True)
class Village:
    """The folder, the day it is, and the numbers of its meetings and matters."""

    home: Path
    day: date
    announced: int
    closed: int
    waiting: int
    assembly: int


@pytest.fixture(scope="session", name="meeting_village")
def meeting_village_made(tmp_path_factory: pytest.TempPathFactory) -> Village:
    """Made once; copy it before changing it."""
    folder = tmp_path_factory.mktemp("meetings")
    hamlet.build(folder / "hamlet")
    guide = hamlet.opened(folder / "hamlet", folder / "home")
    first = hamlet.matter(guide)
    assembly = hamlet.matter(guide, "cn-village-assembly")
    hamlet.reach(guide, first, "resolve")
    hamlet.reach(guide, assembly, "resolve")
    waiting = hamlet.matter(guide)
    day = guide.clock.day
    announced = guide.call("rep_meeting", [Hearing(first, "resolve")], day + timedelta(days=5), notice_on=day)
    guide.clock.go(day)
    other = hamlet.matter(guide)
    closed = guide.call("party_committee", [Hearing(other, "propose")], day + timedelta(days=1), notice_on=day)
    guide.gather(closed)
    item = guide.meeting(closed).items[0].item
    guide.desk.do(act.attendance.record_speech, item, speaker="查正清", words="先看资金来源，再定工期。")
    guide.vote(item, Votes(3))
    guide.desk.do(act.meetings.close_meeting, closed)
    found = Village(folder / "home", guide.clock.day, announced, closed, waiting, assembly)
    guide.desk.close()
    return found


@dataclass(frozen=True)
class Opened:
    """A window on a copy of the village, and the clock it goes by."""

    window: Window
    clock: Clock
    village: Village

    def on(self, day: date, hour: int = 9) -> None:
        """Be there on another day."""
        self.clock.go(day, hour)


@pytest.fixture(name="meeting_window")
def meeting_window_opened(
    qtbot: QtBot, qapp: QApplication, meeting_village: Village, tmp_path: Path
) -> Iterator[Opened]:
    """A window of one's own."""
    home = Path(shutil.copytree(meeting_village.home, tmp_path / "home"))
    clock = Clock(meeting_village.day)
    with clocked_window(qtbot, qapp, home, clock) as window:
        yield Opened(window, clock, meeting_village)
        settle(qtbot, window)
