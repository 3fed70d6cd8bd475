"""The console's picture: each base with what it lacks, sittings as one, numbers judged as typed, nothing secret on the wall."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest

from consult_desk import actions as act
from consult_desk.base.text import pinyin
from consult_desk.sample.guide import Guide, Votes
from consult_desk.views.console import ConsoleView, check_counts, console
from consult_desk.views.projection import projection
from tests.journeys.hamlet import NAMES, gathered, matter, reach
from tests.journeys.test_sittings import assembly


def seen(guide: Guide, meeting: int, item: int | None = None) -> ConsoleView:
    return guide.desk.ask(console, meeting, item)


def resolution(guide: Guide, absent: int = 0) -> tuple[int, int]:
    """A resolution before the representatives."""
    found = matter(guide)
    reach(guide, found, "resolve")
    return gathered(guide, found, absent=absent)


def test_the_meter_shows_each_base_and_when_it_was_reached(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "resolve")
    from consult_desk.actions.meetings import Hearing

    meeting = guide.call("rep_meeting", [Hearing(found, "resolve")], guide.clock.day)
    before = seen(guide, meeting)
    assert before.seats == () and before.state == "noticed" and before.item is not None
    guide.desk.do(act.meetings.open_meeting, meeting)
    begin = guide.clock.moment
    for minute, person in enumerate((1, *range(4, 18))):
        guide.clock.moment = begin + timedelta(minutes=minute)
        guide.desk.do(act.attendance.check_in, meeting, person_ids=[person])
        view = seen(guide, meeting)
        assert view.item is not None
        base = view.item.meter.bases[0]
        assert (base.title, base.due, base.needed, base.unit) == ("村民代表会议组成人员", 15, 10, "人")
        assert base.present == minute + 1 and base.missing == max(0, 9 - minute) == view.item.meter.missing
        assert base.met == (minute >= 9)
    assert view.item is not None
    assert base.reached_at == begin + timedelta(minutes=9) == view.item.meter.reached_at
    assert "三分之二" in base.share and "第三十条" in base.reference
    assert ("妇女村民代表", 5, 5) in view.item.meter.others


def test_either_of_two_bases_and_two_sittings_make_one_count(guide: Guide) -> None:
    meeting, _item, (first, second), on = assembly(guide)
    guide.desk.do(act.attendance.check_in, meeting, person_ids=list(range(1, 9)), sitting_id=first)
    view = seen(guide, meeting)
    assert view.item is not None and view.item.meter.any and not view.item.meter.met
    assert [(b.title, b.due, b.present, b.missing) for b in view.item.meter.bases] == [
        ("十八周岁以上村民", 25, 8, 5), ("本村的户", 8, 3, 3),
    ]  # fmt: skip
    assert view.item.meter.missing == 3 and [h.live for h in view.halls] == [True, False]
    assert [h.begun for h in view.halls] == [True, False]
    guide.clock.go(on + timedelta(days=2), 20)
    guide.desk.do(act.attendance.check_in, meeting, person_ids=[20, 21, 22, 23, 24, 25], sitting_id=second)
    view = seen(guide, meeting)
    assert view.item is not None and view.item.meter.met
    assert view.item.meter.bases[0].present == 14 and view.item.meter.reached_at == guide.clock.moment
    assert {s.person: s.sitting for s in view.seats}[20] == second


def test_seats_say_how_each_stands(guide: Guide) -> None:
    meeting, item = resolution(guide, absent=3)
    guide.clock.moment += timedelta(minutes=20)
    guide.desk.do(act.attendance.record_departure, meeting, person_id=6, left_at=guide.clock.moment)
    guide.desk.do(act.attendance.record_leave, meeting, person_ids=[17], reason="没来", absent=True)
    guide.desk.do(act.attendance.recuse, item, person_id=7, reason="承包人的近亲属")
    guide.desk.do(act.attendance.add_observer, meeting, name="尚国安", role="驻村干部")
    guide.desk.do(act.attendance.record_speech, item, speaker=NAMES[4], words="渠道淤了三年。")
    view = seen(guide, meeting)
    states = {s.person: s.state for s in view.seats}
    assert (states[1], states[6], states[15], states[17]) == ("present", "left", "leave", "absent")
    assert [s.number for s in view.seats] == list(range(1, 16)) and view.seats[0].initials == pinyin(NAMES[0])[1]
    assert {s.group for s in view.seats} == {"一组", "二组"}
    assert view.observers == (("尚国安", "驻村干部"),) and view.item is not None
    assert view.item.recused == ((7, NAMES[6], "承包人的近亲属"),) and view.item.speeches == ((1, NAMES[4], "渠道淤了三年。"),)
    assert view.halls[0].needs_moment and not view.may_proxy and not view.may_remote
    assert set(view.item.ballots[0].entitled) == {1, 4, 5, *range(8, 15)}


def test_the_agenda_goes_on_to_the_next_item_and_says_why_not(guide: Guide) -> None:
    meeting, item = resolution(guide, absent=6)
    view = seen(guide, meeting)
    assert view.item is not None and {o.code for o in view.item.gates} == {"quorum"}
    assert {o.leads_to for o in view.item.waiting} == {"check_in"}
    guide.desk.do(act.attendance.check_in, meeting, person_ids=[12, 13])
    assert {o.code for o in seen(guide, meeting).item.waiting} == {"no_vote"}  # type: ignore[union-attr]
    guide.record(item, Votes(9, 1, 1))
    view = seen(guide, meeting)
    assert view.item is not None and view.item.waiting == () and view.items[0].state == "voted"
    assert {o.code for o in view.closing} == {"unfinished"} and view.item.ruled == ()
    count = view.item.ballots[0].count
    assert count is not None and (count.yes, count.no, count.abstain, count.attendees) == (9, 1, 1, 11)
    guide.desk.do(act.votes.conclude_item, item)
    view = seen(guide, meeting)
    assert view.items[0].state == "passed" and view.item is not None and view.closing == ()
    assert next((kind, met) for kind, met, *_rest in view.item.ruled) == ("quorum", True)
    assert "同意 9 人" in next(words for kind, _met, words, _ref in view.item.ruled if kind == "pass")


SECRETS = ("00008650123", "住院", "承包人", "查正清", "曾小满")


def test_the_projection_holds_nothing_secret(guide: Guide) -> None:
    """Neither names, reasons, obstacles, nor any count of a ballot whose result is not announced."""
    meeting, item = resolution(guide, absent=3)
    guide.desk.do(act.attendance.record_leave, meeting, person_ids=[17], reason="住院")
    guide.desk.do(act.attendance.recuse, item, person_id=7, reason="承包人的近亲属")
    guide.desk.do(act.attendance.record_speech, item, speaker="查正清", words="反对这样做。")
    before = guide.desk.ask(projection, meeting)
    assert (before.village, before.title, before.number, before.items) == ("石桥村", "三组水渠疏浚", 1, 1)
    assert before.meter is not None and before.meter.bases[0].present == 12
    guide.record(item, Votes(7, 3, 1, secret=True))
    after = guide.desk.ask(projection, meeting)
    assert after == before, "a ballot that is counted but not announced shows nothing"
    assert (after.result, after.counts, after.words, after.method) == ("", (), "", "")
    guide.desk.do(act.votes.conclude_item, item)
    shown = guide.desk.ask(projection, meeting)
    assert shown.result == "passed" and shown.counts == (("同意", 7), ("反对", 3), ("弃权", 1))
    assert "同意 7 人" in shown.words and "第三十条" in shown.reference and shown.method == "无记名投票"
    said = leaves(asdict(shown))
    assert not [word for word in said for secret in (*SECRETS, *NAMES) if secret in word]
    allowed = {
        "village", "meeting", "body_title", "on", "number", "items", "title", "step", "meter", "result", "method",
        "counts", "words", "reference",
    }  # fmt: skip
    assert set(asdict(shown)) == allowed, "whoever adds a field to the wall thinks of the room first"


def leaves(value: Any) -> list[str]:
    """Every text inside."""
    if isinstance(value, dict):
        return [word for inner in value.values() for word in leaves(inner)]
    if isinstance(value, list | tuple):
        return [word for inner in value for word in leaves(inner)]
    return [str(value)]


BALLOTS = {"issued": 12, "returned": 12, "valid": 11, "invalid": 1}


@pytest.mark.parametrize(
    ("typed", "wrong", "missing"),
    [
        ({}, "", "请填写发出票数"),
        ({"issued": 13}, "发出 13 张票，比实到 12 人多 1 张", ""),
        ({"issued": 12, "returned": 13}, "收回 13 张票，比发出的 12 张多 1 张", ""),
        ({"returned": 12, "valid": 13}, "13", ""),
        ({**BALLOTS, "valid": 12}, "有效 12 + 无效 1 = 13 张，和收回的 12 张对不上", ""),
        ({**BALLOTS, "yes": 12}, "和有效票 11 张对不上", ""),
        ({**BALLOTS, "yes": 7, "no": 3}, "", "还有 1 张没有唱"),
        ({"yes": 7, "no": 3}, "", "请填写有效票数"),
        ({"issued": 12, "returned": 11, "valid": 10, "invalid": 1, "yes": 9, "no": 1, "abstain": 0}, "", ""),
        ({"yes": -1}, "不能是负数", ""),
    ],
)
def test_ballots_are_judged_while_they_are_typed(typed: dict[str, int], wrong: str, missing: str) -> None:
    found = check_counts("secret_ballot", 12, typed)
    assert any(wrong in words for words in found.wrong) if wrong else not found.wrong, found
    assert any(missing in words for words in found.missing) if missing else True, found
    assert found.good == (not wrong and not missing)


def test_hands_are_judged_while_they_are_counted() -> None:
    assert check_counts("show_of_hands", 12, {}).missing == ("请填写同意、反对、弃权的人数",)
    assert check_counts("show_of_hands", 12, {"yes": 10}).good
    assert "比实到 12 人多 1" in check_counts("show_of_hands", 12, {"yes": 10, "no": 3}).wrong[0]


def test_a_sitting_entered_later_is_not_live(guide: Guide) -> None:
    meeting, _item = resolution(guide)
    guide.clock.go(guide.clock.day + timedelta(days=3))
    view = seen(guide, meeting)
    assert not view.halls[0].live and view.halls[0].begun and view.on < date(2027, 1, 1)
