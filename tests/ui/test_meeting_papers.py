"""The papers of a meeting in the window: each offered when its time has come, issued by one click, said what it is for."""

from datetime import timedelta

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing
from consult_desk.desk import Desk
from consult_desk.sample.guide import Guide
from tests.ui.fixtures import QUIET, settle, words
from tests.ui.meeting_village import Opened, meeting_village_made, meeting_window_opened  # noqa: F401
from tests.ui.test_meetings import meeting, press
from ui.pages.meeting import MeetingPage

pytestmark = QUIET


def offered(page: MeetingPage) -> set[str]:
    """Which papers a button issues now."""
    names = {b.accessibleName() for b in page.findChildren(QPushButton) if b.isVisibleTo(page)}
    return {name.removeprefix("出具") for name in names if name.startswith("出具")}


def issue(opened: Opened, qtbot: QtBot, page: MeetingPage, title: str) -> None:
    """Press the button of a paper."""
    press(qtbot, opened, next(b for b in page.findChildren(QPushButton) if b.accessibleName() == f"出具{title}"))


def held(opened: Opened) -> int:
    """Another desk holds a meeting of the two committees to its end."""
    guide = Guide(Desk(opened.window.home, now=opened.clock, who="单守田"), opened.clock)  # type: ignore[arg-type]
    day = guide.clock.day
    waiting = opened.village.waiting
    guide.hold("party_committee", "propose", [waiting], day + timedelta(days=1), None, notice_on=day)
    found = guide.call("two_committees", [Hearing(waiting, "consult")], guide.clock.day + timedelta(days=1))
    guide.gather(found)
    item = guide.meeting(found).items[0].item
    guide.desk.do(act.votes.record_vote, item, method="show_of_hands", yes=5)
    guide.desk.do(act.votes.conclude_item, item)
    guide.close(found)
    guide.desk.close()
    return found


def test_before_the_meeting_notices_for_each_person_and_blank_tallies(meeting_window: Opened, qtbot: QtBot) -> None:
    number = meeting_window.village.announced
    page = meeting(meeting_window, qtbot, number, "papers")
    assert {"会议通知", "会议通知（送达每人）", "签到册", "计票单"} <= offered(page)
    assert not {"商议记录", "审议记录", "会议纪要"} & offered(page)
    said = words(page)
    assert "每人一张，带回执" in said and "三组水渠疏浚（1 件）" in said
    for title in ("会议通知（送达每人）", "计票单"):
        issue(meeting_window, qtbot, page, title)
        assert meeting_window.window.trail[-1][0] == "paper"
        page = meeting(meeting_window, qtbot, number, "papers")
    assert page.shown is not None and {p.kind for p in page.shown.papers} == {"personal_notice", "tally_sheet"}


def test_after_the_meeting_its_records_and_summary(meeting_window: Opened, qtbot: QtBot) -> None:
    number = held(meeting_window)
    page = meeting(meeting_window, qtbot, number, "papers")
    settle(qtbot, meeting_window.window)
    assert {"商议记录", "计票单", "会议纪要"} <= offered(page)
    assert not {"审议记录", "会议通知（送达每人）"} & offered(page)
    for title in ("商议记录", "会议纪要", "计票单"):
        issue(meeting_window, qtbot, page, title)
        assert meeting_window.window.trail[-1][0] == "paper", title
        page = meeting(meeting_window, qtbot, number, "papers")


def test_a_summary_too_early_says_what_is_missing(meeting_window: Opened, qtbot: QtBot) -> None:
    page = meeting(meeting_window, qtbot, meeting_window.village.closed, "papers")
    issue(meeting_window, qtbot, page, "会议纪要")
    assert "纪要要照确认过的记录写" in words(page)
    assert "商议记录" not in offered(page), "the committee of the party consults on nothing"
