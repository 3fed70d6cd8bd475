"""Refusals met by hand, of meetings and of a matter on its way; the others in refusal_cases_later.py."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing
from consult_desk.base.clock import BEIJING
from consult_desk.sample.guide import Guide, Votes
from tests.journeys.by_hand import number_in
from tests.journeys.hamlet import gathered
from tests.journeys.refusal_cases_later import LATER
from tests.journeys.refusal_cases_rare import RARE
from tests.journeys.refusal_hands import Case, Met, moment
from tests.ui.fixtures import type_text, words

# Codes that lead somewhere and yet cannot be met in the window, and what keeps a person from it.
PREVENTED: dict[str, str] = {
    "not_closed": "“确认会议记录” is grey until the meeting is closed, and says so",
    "unfinished": "“宣布散会” and “作废这次会议” are grey while a vote waits for its result, and say so",
    "decided": "“作废这次会议” is not offered any more once something was decided, or grey",
    "concluded": "the console takes the form of the count away as soon as the result is announced",
    "not_due": "only people of the due list can be checked in; of others the field says that they are observers",
    "has_left": "who left is not offered for check-in again, only “回到会场…”",
    "no_signer": "a role without a certificate has no button to sign, but one that leads to the certificates",
    "no_resolution": "a notice that is before its turn is refused for its step first",
    "research": "every profile that asks for it has the step of the Party organisation before, which cannot be left out",
    "edited_file": "the form of saving offers a name that is free; a name typed over an edited file: tests/ui/test_templates.py",
    "locked": "the form of signing asks for the passphrase while the key is locked; tests/ui/test_signing.py",
    "first_version": "a correction notice is offered for a paper that corrects another only",
    "never_hung": "a correction notice is offered from the issue page only, which says why beside the grey button",
    "nothing_supervised": "said beside the paper on the matter's page; the button to enter an opinion stands on the same page",
    "empty_year": "said beside the register on the page of the ledger; the buttons to enter stand on the same page",
    "unknown_authorization": "an authorisation is chosen by its own row, there is no number to type",
    "seat_person_unknown": "said in the row it belongs to, on the very page of the import it leads to",
}


def checked_in(met: Met) -> None:
    """Everybody due signs in at the console."""
    part = met.console("checkin")
    met.hands.touch(part.field)
    for seat in met.hands.window.pages["console"].picture.seats:  # type: ignore[attr-defined]
        if seat.state == "":
            type_text(part.field, seat.name)
            QTest.keyClick(part.field, Qt.Key.Key_Return)
            met.hands.wait()


def counted(met: Met, yes: int) -> None:
    """Enter a show of hands at the console."""
    part = met.console("vote")
    for pile, number in (("yes", yes), ("no", 0), ("abstain", 0)):
        number_in(met.hands, part.count.fields[pile], number)
    met.hands.press(part.save)


def a_first_meeting(met: Met, _none: None) -> None:
    """From a matter that waits for its meeting to minutes with a signed page, one reason after another."""
    hands = met.hands
    met.matter()
    met.follow("no_meeting")
    form = hands.form()
    moment(hands, form.editors["starts_at"], f"{hands.clock.day:%Y-%m-%d}")
    hands.fill(form, place="村委会会议室", chair="周明德", recorder="单守田")
    hands.submit()
    met.matter()
    met.gone("no_meeting")
    met.follow("meeting_planned")
    met.page("meeting", meeting_id=1, tab="papers")
    hands.click("出具")
    met.follow("no_notice")
    hands.submit()
    met.page("meeting", meeting_id=1, tab="papers")
    met.gone("no_notice")
    met.matter()
    met.gone("meeting_planned")
    met.follow("meeting_noticed")
    hands.window.pages["meeting"].show_tab("minutes")  # type: ignore[attr-defined]
    hands.wait()
    met.follow("not_open")
    hands.submit()
    met.page("meeting", meeting_id=1, tab="minutes")
    met.gone("not_open")
    met.matter()
    met.gone("meeting_noticed")
    met.follow("meeting_open")
    assert hands.window.trail[-1][0] == "console"
    met.console("vote")
    met.follow("quorum")
    checked_in(met)
    met.console("vote")
    met.gone("quorum")
    met.console("result")
    met.follow("no_vote")
    counted(met, 3)
    met.console("result")
    met.gone("no_vote")
    greyed(met, "宣布散会", "还没有宣布结果")
    greyed(met, "作废这次会议", "已经表决")
    greyed(met, "确认会议记录", "还没有散会")
    met.matter("能办的事")
    met.follow("being_voted")
    hands.press(met.console("result").announce)
    hands.submit()
    met.matter("能办的事")
    met.gone("being_voted")
    hands.press(met.console("result").close_meeting)
    hands.submit()
    met.matter()
    met.gone("meeting_open")
    met.deed("unsupervised", finding="现场列席，程序合规")
    met.matter()
    met.gone("unsupervised")
    met.page("issue", kind="signature_page", subject_id=1)
    met.follow("not_confirmed")
    assert hands.window.pages["meeting"].where == {"meeting_id": 1}
    met.page("desk")
    met.follow("no_minutes")
    hands.deed("确认会议记录")
    met.page("issue", kind="signature_page", subject_id=1)
    met.gone("not_confirmed")
    met.page("desk")
    met.gone("no_minutes")
    met.follow("unsigned_minutes")
    met.choose_files()
    hands.fill(hands.form(), kind="签字页")
    hands.submit()
    met.page("desk")
    met.gone("unsigned_minutes")


def greyed(met: Met, button: str, why: str) -> None:
    """A button of the first meeting that cannot be pressed, and says why."""
    found = met.hands.button(button, met.page("meeting", meeting_id=1, tab="minutes"))
    assert not found.isEnabled() and why in found.accessibleDescription() and why in found.toolTip()


def nothing_to_go_back_to(met: Met, _none: None) -> None:
    met.matter("能办的事")
    met.deed("first_step", reason="提议人不想办了")
    met.matter("能办的事")
    met.gone("first_step")
    assert "已经撤回" in words(met.hands.place())


def planned(guide: Guide) -> int:
    return guide.call("party_committee", [Hearing(1, "propose")], guide.clock.day)


def on_an_agenda(met: Met, _meeting: int) -> None:
    met.matter("能办的事")
    met.deed("already_planned", reason="书记出差，改日再开")
    met.matter("能办的事")
    met.gone("already_planned")


def lost(guide: Guide) -> None:
    meeting, item = gathered(guide, 1)
    guide.vote(item, Votes(2, 13))
    guide.desk.do(act.meetings.close_meeting, meeting)


def voted_down(met: Met, _none: None) -> None:
    met.matter()
    met.deed("rejected", reason="方案已按意见修改，再议一次")
    met.matter()
    met.gone("rejected")


def meeting_of(guide: Guide) -> int:
    return gathered(guide, 1)[0]


def not_authorised(met: Met, meeting: int) -> None:
    met.console("vote", meeting)
    day = met.hands.clock.day
    met.deed(
        "authorization", scope="困难补助", categories="补", given_on=day - timedelta(days=60), until=day + timedelta(days=300),
        source="村民会议2026年第1次会议",
    )  # fmt: skip
    met.console("vote")
    met.gone("authorization")


def at(guide: Guide, hour: int, minute: int = 0) -> datetime:
    day = guide.clock.day
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BEIJING)


def left_before(guide: Guide) -> int:
    """Voted at ten; afterwards somebody is found to have left at ten to ten."""
    meeting, item = gathered(guide, 1)
    guide.clock.go(guide.clock.day, 12)
    guide.desk.do(act.votes.record_vote, item, method="show_of_hands", yes=15, taken_at=at(guide, 10))
    guide.desk.do(act.attendance.record_departure, meeting, person_id=6, left_at=at(guide, 9, 50))
    return meeting


def counted_wrong(met: Met, meeting: int) -> None:
    met.console("result", meeting)
    met.follow("attendance_changed")
    part: Any = met.hands.window.pages["console"].part  # type: ignore[attr-defined]
    met.hands.press(part.correct)
    number_in(met.hands, part.count.fields["yes"], 14)
    met.hands.write(part.correction, "六号代表表决前离会")
    met.hands.press(part.save)
    met.console("result")
    met.gone("attendance_changed")


def voted(guide: Guide) -> int:
    meeting, item = gathered(guide, 1)
    guide.clock.go(guide.clock.day, 12)
    guide.desk.do(act.votes.record_vote, item, method="show_of_hands", yes=15, taken_at=at(guide, 10))
    guide.desk.do(act.attendance.record_departure, meeting, person_id=6, left_at=at(guide, 9, 50))
    return meeting


def sign_in_that_counted(met: Met, meeting: int) -> None:
    """One who voted cannot be signed out as if he never came, he left; one who left before the vote only watches."""
    hands = met.hands
    console = met.page("console", meeting_id=meeting)
    seats = {s.person: s.name for s in console.picture.seats}
    hands.open_row(met.console("checkin").table, seats[7])
    met.refused("撤销签到…", reason="点错了，他没有来")
    met.deed("absent_voter")
    part = met.console("checkin")
    assert next(s.state for s in console.picture.seats if s.person == 7) == "left"
    met.gone("absent_voter")
    hands.open_row(part.table, seats[6])
    met.refused("回到会场…", reason="他又回来了，坐在后排")
    met.deed("voted_without", name=seats[6], role="村民代表")
    met.page("console", meeting_id=meeting)
    assert (seats[6], "村民代表") in console.picture.observers
    met.gone("voted_without")


def noticed_late(guide: Guide) -> int:
    plan = {"body": "villager_assembly", "title": "村民会议", "convener": "村民委员会", "chair": "周明德", "recorder": "单守田"}
    places = [act.meetings.Place("文化广场", guide.clock.moment + timedelta(days=9))]
    meeting: int = guide.desk.do(act.meetings.plan_meeting, places=places, items=[Hearing(1, "resolve")], **plan).result
    return meeting


def too_few_days(met: Met, meeting: int) -> None:
    """The notice is refused; its button takes the meeting back, and the matter may be called for another day."""
    met.page("meeting", meeting_id=meeting)
    met.refused("登记发出会议通知")
    met.deed("notice", reason="通知的天数不够，改期")
    met.matter()
    met.gone("notice")
    assert met.codes() == ["no_meeting"]


CASES: tuple[Case, ...] = (
    Case("a first meeting", (
        "no_meeting", "meeting_planned", "no_notice", "meeting_noticed", "not_open", "meeting_open", "quorum", "no_vote",
        "being_voted", "unsupervised", "not_confirmed", "no_minutes", "unsigned_minutes",
    ), a_first_meeting, stage="first", profile="tpl-4yi2gongkai1jiandu"),
    Case("nothing to go back to", ("first_step",), nothing_to_go_back_to, stage="first", keyboard=True),
    Case("on an agenda already", ("already_planned",), on_an_agenda, planned, stage="first"),
    Case("voted down", ("rejected",), voted_down, lost, stage="resolve", keyboard=True),
    Case("not authorised", ("authorization",), not_authorised, meeting_of, stage="resolve", category="allowance"),
    Case("counted wrong", ("attendance_changed",), counted_wrong, left_before, stage="resolve"),
    Case("a sign-in that counted", ("absent_voter", "voted_without"), sign_in_that_counted, voted, stage="resolve"),
    Case("too few days", ("notice",), too_few_days, noticed_late, stage="resolve", profile="cn-village-assembly"),
    *LATER, *RARE,
)  # fmt: skip
