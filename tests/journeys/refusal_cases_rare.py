"""Refusals met by hand that come seldom: demanded meetings, merged votes, own rules, bodies that nobody sits in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtTest import QTest

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing
from consult_desk.sample.guide import Clock, Guide, Votes
from tests.actions.test_rules import make
from tests.interchange.books import SEATS, book
from tests.journeys.hamlet import gathered, matter
from tests.journeys.refusal_hands import Case, Met, moment
from tests.ui.fixtures import words
from ui.pages.roster_import import RosterImportPage


def demanded(met: Met, _none: None) -> None:
    """Too few demand the meeting, then it is set too late: both are mended in the form that says so."""
    hands, today = met.hands, met.hands.clock.day
    page: Any = met.page("planning", body="rep_meeting", matter_id=1)
    hands.fill(page.form, place="文化礼堂", chair="周明德", recorder="单守田")
    hands.fill(page.form, demanded_by="村民代表", demanders=2, demanded_on=today)
    day = today + timedelta(days=6)
    moment(hands, page.form.editors["starts_at"], f"{day:%Y-%m-%d}")
    hands.press(page.submit)
    met.on_the_spot("convening")
    met.on_the_spot("convened_late")
    hands.fill(page.form, demanders=3)
    day = today + timedelta(days=5)
    moment(hands, page.form.editors["starts_at"], f"{day:%Y-%m-%d}")
    hands.press(page.submit)
    assert hands.window.trail[-1][0] == "meeting"
    met.gone("convening", "convened_late")


def merged(guide: Guide) -> int:
    meeting, item = gathered(guide, matter(guide, "tpl-4plus2"), merged=True)
    guide.record(item, Votes(3, 2))
    return meeting


def nobody_knows_who_agreed(met: Met, meeting: int) -> None:
    """A merged vote by hands leaves the branch committee's own majority open; by roll call it does not."""
    met.console("result", meeting)
    met.follow("merged_votes")
    part: Any = met.hands.window.pages["console"].part  # type: ignore[attr-defined]
    met.hands.press(part.correct)
    met.hands.press(next(b for b in part.methods.buttons() if "记名" in b.text() and "无" not in b.text()))
    met.hands.touch(part.roll.table)
    QTest.keyClicks(part.roll.table, "11122")
    met.hands.write(part.correction, "改为记名表决分清意见")
    met.hands.press(part.save)
    met.console("result")
    met.gone("merged_votes")


def own_rules(guide: Guide) -> str:
    key = make(guide)
    guide.desk.do(act.rules.adopt_profile, key)
    return key


def rules_in_use(met: Met, key: str) -> None:
    met.page("rule_profile", profile=key)
    met.refused("停用这个方案", reason="镇里有了新规定")
    met.deed("in_use", profile="四议两公开（国家基线·村民代表会议）")
    met.page("rule_profile", profile=key)
    met.hands.deed("停用这个方案", reason="镇里有了新规定")
    met.gone("in_use")


def spoilt_rules(guide: Guide) -> None:
    path = guide.desk.home / "profiles" / own_rules(guide) / "profile.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("days = 20", "days = 9"), encoding="utf-8")


def rules_that_do_not_load(met: Met, _none: None) -> None:
    met.page("matter_new")
    met.deed("faulty_profile", profile="四议两公开（国家基线·村民代表会议）")
    page: Any = met.page("matter_new")
    met.gone("faulty_profile")
    assert page.form is not None


def after_the_terms(guide: Guide) -> int:
    guide.clock.go(date(2030, 3, 1))
    places = [act.meetings.Place("村委会", Clock(date(2030, 3, 1)).moment)]
    meeting: int = guide.desk.do(
        act.meetings.plan_meeting, body="party_committee", title="支委会", items=[Hearing(matter(guide), "propose")],
        places=places, convener="村党支部", chair="周明德", recorder="单守田",
    ).result  # fmt: skip
    return meeting


def nobody_sits(met: Met, meeting: int) -> None:
    met.page("meeting", meeting_id=meeting)
    met.follow("nobody_due")
    path = met.folder / "任职名册.xlsx"
    held = (("周明德", "书记"), ("单守田", "委员"))
    rows = [[name, "", "001", "党支部委员会", post, "2030-01-01", "2034-12-31", ""] for name, post in held]
    path.write_bytes(book(rows, SEATS))
    page: Any = met.hands.window.pages["roster_import"]
    RosterImportPage.ask_file = staticmethod(lambda *_a: (str(path), ""))  # type: ignore[method-assign]
    met.hands.press(page.choose)
    met.hands.qtbot.waitUntil(lambda: page.preview is not None, timeout=10_000)
    met.hands.press(page.write)
    page = met.page("meeting", meeting_id=meeting)
    page.show_tab("seats")
    met.hands.wait()
    met.gone("nobody_due")
    assert "应到 2 人" in words(met.hands.place())


def too_few_reps(guide: Guide) -> int:
    return gathered(guide, 1)[0]


def too_few_representatives(met: Met, meeting: int) -> None:
    """The due list is fixed once the meeting is opened: who is elected afterwards counts at the next one."""
    day = met.hands.clock.day
    met.console("vote", meeting)
    met.deed("composition", person_id="佘铁柱", body="村民代表", post="代表", since=day, until=day + timedelta(days=900))
    met.page("meeting", meeting_id=meeting)
    met.hands.deed("作废这次会议", reason="代表人数不够，补选后再开")
    met.matter()
    met.gone("composition")
    assert met.codes() == ["no_meeting"]


RARE: tuple[Case, ...] = (
    Case("demanded", ("convening", "convened_late"), demanded, stage="resolve", profile="bj"),
    Case("nobody knows who agreed", ("merged_votes",), nobody_knows_who_agreed, merged),
    Case("rules in use", ("in_use",), rules_in_use, own_rules),
    Case("rules that do not load", ("faulty_profile",), rules_that_do_not_load, spoilt_rules),
    Case("nobody sits there", ("nobody_due",), nobody_sits, after_the_terms),
    Case("too few representatives", ("composition",), too_few_representatives, too_few_reps, stage="resolve", profile="sh"),
)  # fmt: skip
