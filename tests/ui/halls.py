"""Meetings that wait to be opened, for the tests of the console."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing, Place
from consult_desk.base.clock import BEIJING
from consult_desk.desk import Desk
from consult_desk.sample.guide import Clock, Guide
from consult_desk.sample.village import LIGHTS, open_ditch, open_matter, resolve
from consult_desk.views.console import ConsoleView
from tests.journeys.hands import Hands
from ui.pages.console import ConsolePage
from ui.pages.console_part import Part
from ui.window import Window

T = TypeVar("T", bound=Part)

HELD = date(2026, 3, 20)


def representatives(practice: Path, home: Path) -> int:
    """The practice village with a meeting of its 45 representatives on 2026-03-20 about two matters, not opened yet."""
    shutil.copytree(practice, home)
    clock = Clock(date(2026, 3, 2))
    guide = Guide(Desk(home, now=clock, who="单守田"), clock)
    matters = [
        open_ditch(guide), open_matter(guide, "文化广场路灯更换", "public_welfare", "cadre", LIGHTS, 9_200_000)
    ]  # fmt: skip
    resolve(guide, matters, [date(2026, 3, 3), date(2026, 3, 5), date(2026, 3, 9)])
    meeting = guide.call("rep_meeting", [Hearing(m, "resolve") for m in matters], HELD, notice_on=date(2026, 3, 11))
    guide.desk.close()
    return meeting


def two_sittings(guide: Guide) -> tuple[int, date]:
    """An assembly of the hamlet in two sittings on two days, opened on the first; the desk is closed."""
    from tests.journeys.hamlet import matter, reach

    found = matter(guide, "cn-village-assembly")
    reach(guide, found, "resolve")
    on = guide.clock.day + timedelta(days=10)
    morning = datetime(on.year, on.month, on.day, 9, tzinfo=BEIJING)
    meeting = guide.desk.do(
        act.meetings.plan_meeting, body="villager_assembly", title="村民会议", items=[Hearing(found, "resolve")],
        places=[Place("一组祠堂", morning), Place("二组晒场", morning + timedelta(days=1))], convener="村民委员会",
        chair="周明德", recorder="单守田",
    ).result  # fmt: skip
    guide.desk.do(act.meetings.issue_notice, meeting)
    guide.clock.go(on, 10)
    guide.desk.do(act.meetings.open_meeting, meeting)
    return meeting, on


def resolution(guide: Guide, absent: int = 0) -> tuple[int, int]:
    """A resolution of the hamlet's representatives, opened; absent: how many stay away."""
    from tests.journeys.hamlet import gathered, matter, reach

    found = matter(guide)
    reach(guide, found, "resolve")
    return gathered(guide, found, absent=absent)


def console(window: Window, hands: Hands, meeting: int) -> ConsolePage:
    """The console on that meeting."""
    window.activateWindow()
    window.open_page("console", meeting_id=meeting)
    hands.wait()
    page = window.pages["console"]
    assert isinstance(page, ConsolePage)
    return page


def key(hands: Hands, press: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the keyboard is; no window manager of this screen gives it back when a form closes."""
    if QApplication.activeWindow() is None:
        hands.window.activateWindow()
        hands.wait()
    QTest.keyClick(QApplication.focusWidget() or hands.window, press, modifier)
    hands.wait()


def typed(hands: Hands, text: str, *, enter: bool = True) -> None:
    """Type ASCII wherever the keyboard is."""
    QTest.keyClicks(here(), text)
    if enter:
        key(hands, Qt.Key.Key_Return)




def here() -> QWidget:
    """Where the keyboard is."""
    found = QApplication.focusWidget()
    assert found is not None, "the keyboard is nowhere"
    return found


def seen(page: ConsolePage) -> ConsoleView:
    """What the console shows."""
    assert page.picture is not None
    return page.picture


def part(page: ConsolePage, kind: type[T]) -> T:
    """One part of the console."""
    return next(found for found in page.parts.values() if isinstance(found, kind))
