"""One meeting in several sittings, and people who come, go, stand aside or send somebody: who counts, and when."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing, Place
from consult_desk.base.clock import BEIJING
from consult_desk.sample.guide import Guide, Votes
from consult_desk.views.meeting_facts import attendance_sheet_facts, minutes_facts
from tests.journeys.hamlet import NAMES, gathered, matter, reach, refused


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day in the hamlet."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BEIJING)


def assembly(guide: Guide, apart: int = 2) -> tuple[int, int, list[int], date]:
    """An assembly in two sittings `apart` days apart, opened on the first day: meeting, item, sittings, day."""
    found = matter(guide, "cn-village-assembly")
    reach(guide, found, "resolve")
    on = guide.clock.day + timedelta(days=10)
    meeting = guide.desk.do(
        act.meetings.plan_meeting, body="villager_assembly", title="村民会议", items=[Hearing(found, "resolve")],
        places=[Place("二组晒场", moment(on + timedelta(days=apart), 19)), Place("一组祠堂", moment(on, 9))],
        convener="村民委员会", chair="周明德", recorder="单守田",
    ).result
    guide.desk.do(act.meetings.issue_notice, meeting)
    guide.clock.go(on, 10)
    guide.desk.do(act.meetings.open_meeting, meeting)
    view = guide.meeting(meeting)
    assert [s[1] for s in view.sittings] == ["一组祠堂", "二组晒场"] and view.on == on
    return meeting, view.items[0].item, [s[0] for s in view.sittings], on


def test_two_sittings_make_one_count(guide: Guide) -> None:
    """Eight and six of 25 are each too few; together they are the majority, voted on two days, counted once."""
    meeting, item, (first, second), on = assembly(guide)
    come, vote = act.attendance.check_in, act.votes.record_vote
    assert guide.desk.do(come, meeting, person_ids=list(range(1, 9)), sitting_id=first).result["adults_18"] == 8
    refused(guide, lambda: guide.desk.do(come, meeting, person_ids=[20], sitting_id=second), "too_early")
    refused(guide, lambda: guide.desk.do(vote, item, method="show_of_hands", yes=1, sitting_id=second), "too_early")
    refused(guide, lambda: guide.desk.do(vote, item, method="show_of_hands", yes=9, sitting_id=first), "impossible_count")
    guide.desk.do(vote, item, method="show_of_hands", yes=7, no=1, sitting_id=first)
    refused(guide, lambda: guide.desk.do(act.votes.conclude_item, item), "too_early")
    guide.clock.go(on + timedelta(days=2), 20)
    refused(guide, lambda: guide.desk.do(act.votes.conclude_item, item), "quorum")
    refused(guide, lambda: guide.desk.do(come, meeting, person_ids=[8, 20], sitting_id=second), "counted_twice")
    refused(guide, lambda: guide.desk.do(come, meeting, person_ids=[20], sitting_id=99), "unknown_sitting")
    guide.desk.do(come, meeting, person_ids=[20, 21, 22, 23, 24, 25], sitting_id=second)
    refused(guide, lambda: guide.desk.do(vote, item, method="show_of_hands", yes=1, sitting_id=99), "unknown_sitting")
    refused(guide, lambda: guide.desk.do(act.votes.conclude_item, item), "quorum")
    guide.desk.do(vote, item, method="show_of_hands", yes=5, abstain=1, sitting_id=second)
    outcome = guide.desk.do(act.votes.conclude_item, item).result
    assert outcome.passed and "到会 14 人" in outcome.words and "同意 12 人" in outcome.words
    guide.close(meeting)
    assert guide.matter(1).steps[3].on == on + timedelta(days=2)
    minutes = guide.desk.ask(minutes_facts, meeting)
    assert (minutes.due, minutes.present, len(minutes.sittings)) == (25, 14, 2)
    assert dict(minutes.items[0].counts)["同意"] == 12
    assert len(set(minutes.present_names)) == 14


def test_a_vote_without_enough_people_may_be_given_up(guide: Guide) -> None:
    """A valid vote must be announced; one that can never be valid may end with the meeting void."""
    meeting, item, (first, _second), on = assembly(guide, apart=1)
    guide.desk.do(act.attendance.check_in, meeting, person_ids=[1, 2], sitting_id=first)
    guide.desk.do(act.votes.record_vote, item, method="show_of_hands", yes=2, sitting_id=first)
    guide.clock.go(on + timedelta(days=1), 20)
    refused(guide, lambda: guide.desk.do(act.votes.conclude_item, item), "quorum")
    refused(guide, lambda: guide.desk.do(act.meetings.close_meeting, meeting), "unfinished")
    guide.desk.do(act.meetings.void_meeting, meeting, reason="两场到会都不足")
    assert guide.meeting(meeting).state == "void"


def test_a_lost_vote_cannot_be_made_undone(guide: Guide) -> None:
    """Nine against in a quorate meeting: it may neither be void nor closed before the result is announced."""
    found = matter(guide)
    reach(guide, found, "resolve")
    meeting, item = gathered(guide, found)
    guide.record(item, Votes(6, 9))
    refused(guide, lambda: guide.desk.do(act.meetings.void_meeting, meeting, reason="结果不理想"), "unfinished")
    refused(guide, lambda: guide.desk.do(act.meetings.close_meeting, meeting), "unfinished")
    new = {"text": "改过的方案", "reason": "按会上意见修改"}
    refused(guide, lambda: guide.desk.do(act.matters.revise_text, found, **new), "being_voted")
    assert not guide.desk.do(act.votes.conclude_item, item).result.passed
    refused(guide, lambda: guide.desk.do(act.meetings.void_meeting, meeting, reason="结果不理想"), "decided")
    refused(guide, lambda: guide.desk.do(act.votes.conclude_item, item), "concluded")
    refused(guide, lambda: guide.record(item, Votes(15)), "concluded")


def test_leaving_and_arriving_change_the_count_at_the_vote(guide: Guide) -> None:
    """Those who left before the vote do not count, those who came after it do not either."""
    found = matter(guide)
    reach(guide, found, "resolve")
    meeting, item = gathered(guide, found, absent=4)
    day = guide.clock.day
    guide.clock.go(day, 12)
    leave, come = act.attendance.record_departure, act.attendance.check_in
    refused(guide, lambda: guide.desk.do(leave, meeting, person_id=24, left_at=moment(day, 9, 30)), "not_present")
    refused(guide, lambda: guide.desk.do(leave, meeting, person_id=1, left_at=moment(day, 13)), "future_date")
    assert guide.desk.do(leave, meeting, person_id=1, left_at=moment(day, 9, 30)).result["rep_meeting_members"] == 10
    refused(guide, lambda: guide.desk.do(come, meeting, person_ids=[1]), "has_left")
    refused(guide, lambda: guide.record(item, Votes(10)), "taken_at")

    def vote(at: datetime, **counts: Any) -> Any:
        return guide.desk.do(act.votes.record_vote, item, method="show_of_hands", taken_at=at, **counts)

    refused(guide, lambda: vote(moment(day, 13), yes=10), "future_date")
    refused(guide, lambda: vote(moment(day, 10), yes=11), "impossible_count")
    guide.desk.do(come, meeting, person_ids=[17], arrived_at=moment(day, 9, 10))
    refused(guide, lambda: guide.desk.do(leave, meeting, person_id=17, left_at=moment(day, 9, 5)), "order")
    vote(moment(day, 10), yes=9, no=2)
    refused(guide, lambda: guide.desk.do(come, meeting, person_ids=[16]), "arrived_at")
    guide.desk.do(come, meeting, person_ids=[16], arrived_at=moment(day, 10, 20))
    guide.desk.do(leave, meeting, person_id=4, left_at=moment(day, 10, 30))
    guide.desk.do(leave, meeting, person_id=5, left_at=moment(day, 9, 50))
    changed = refused(guide, lambda: guide.desk.do(act.votes.conclude_item, item), "attendance_changed")
    assert "重新登记" in changed[0].fix
    refused(guide, lambda: vote(moment(day, 10), yes=9, no=1), "reason")
    vote(moment(day, 10), yes=9, no=1, correction="五号委员表决前已离会")
    outcome = guide.desk.do(act.votes.conclude_item, item).result
    assert outcome.passed and "到会 10 人" in outcome.words
    gone = refused(guide, lambda: guide.desk.do(leave, meeting, person_id=6, left_at=moment(day, 9, 40)), "concluded")
    assert "已经宣布" in gone[0].words
    late = {"person_ids": [15], "arrived_at": moment(day, 9, 40)}
    refused(guide, lambda: guide.desk.do(come, meeting, **late), "concluded")


def test_an_item_later_in_the_agenda_counts_its_own_moment(guide: Guide) -> None:
    """Three matters in one meeting; two people leave between the votes and the third vote lacks its quorum."""
    matters = [matter(guide) for _ in range(3)]
    for found in matters:
        reach(guide, found, "resolve")
    on = guide.clock.day
    meeting = guide.call("rep_meeting", [Hearing(m, "resolve") for m in matters], on)
    guide.gather(meeting, absent=4)
    guide.clock.go(on, 12)
    items = [i.item for i in guide.meeting(meeting).items]
    vote = act.votes.record_vote
    guide.desk.do(vote, items[0], method="show_of_hands", yes=11, taken_at=moment(on, 9, 30))
    guide.desk.do(act.attendance.record_departure, meeting, person_id=1, left_at=moment(on, 9, 40))
    guide.desk.do(vote, items[1], method="show_of_hands", yes=10, taken_at=moment(on, 9, 50))
    guide.desk.do(act.attendance.record_departure, meeting, person_id=4, left_at=moment(on, 9, 55))
    short = refused(
        guide, lambda: guide.desk.do(vote, items[2], method="show_of_hands", yes=9, taken_at=moment(on, 10)), "quorum"
    )
    assert "实到 9 人" in short[0].words
    words = [guide.desk.do(act.votes.conclude_item, i).result.words for i in items[:2]]
    assert "到会 11 人" in words[0] and "到会 10 人" in words[1]
    guide.desk.do(act.meetings.close_meeting, meeting)
    assert [guide.matter(m).step for m in matters] == ["disclose_resolution", "disclose_resolution", "resolve"]
    assert guide.desk.ask(minutes_facts, meeting).items[2].decision.endswith("本次会议没有表决。")


def test_standing_aside(guide: Guide) -> None:
    """Whoever stands aside does not vote on that item, but he came: the majority is of all who came."""
    found = matter(guide)
    reach(guide, found, "resolve")
    meeting, item = gathered(guide, found, absent=5)
    aside = act.attendance.recuse
    refused(guide, lambda: guide.desk.do(aside, item, person_id=24, reason="承包人的弟弟"), "not_due")
    for person in (6, 7):
        guide.desk.do(aside, item, person_id=person, reason="承包人的近亲属")
    refused(guide, lambda: guide.desk.do(aside, item, person_id=6, reason="承包人的近亲属"), "known_recusal")
    refused(guide, lambda: guide.record(item, Votes(9)), "impossible_count")
    roll = {"method": "roll_call", "choices": {6: "yes"}}
    refused(guide, lambda: guide.desk.do(act.votes.record_vote, item, **roll), "absent_voter")
    guide.record(item, Votes(5, 3))
    refused(guide, lambda: guide.desk.do(aside, item, person_id=8, reason="承包人的近亲属"), "voted")
    outcome = guide.desk.do(act.votes.conclude_item, item).result
    assert not outcome.passed and "到会 10 人" in outcome.words
    assert guide.meeting(meeting).items[0].recused == (NAMES[5], NAMES[6])
    assert len(guide.desk.ask(minutes_facts, meeting).items[0].recused) == 2


def test_proxies_only_in_the_collective_and_in_one_household(guide: Guide) -> None:
    """同一户 may be represented in writing; a giver who comes himself counts once, and villages know no proxy."""
    send = act.attendance.record_proxy
    village = matter(guide)
    reach(guide, village, "resolve")
    meeting, _item = gathered(guide, village)
    paper = {"giver_id": 6, "holder_id": 4, "document": "委托书一号"}
    refused(guide, lambda: guide.desk.do(send, meeting, **paper), "proxy")
    refused(guide, lambda: guide.desk.do(act.attendance.check_in, meeting, person_ids=[6], remote=True), "remote")
    guide.desk.do(act.meetings.void_meeting, meeting, reason="改日再开会")

    found = matter(guide, "cn-collective-assembly", category="land_compensation")
    reach(guide, found, "resolve")
    on = guide.clock.day + timedelta(days=10)
    meeting = guide.call("collective_assembly", [Hearing(found, "resolve")], on, notice_on=guide.clock.day)
    due = guide.desk.do(act.meetings.open_meeting, meeting).result
    assert due["collective_members_all"] == 24
    come = act.attendance.check_in
    guide.desk.do(come, meeting, person_ids=list(range(1, 14)))
    guide.desk.do(come, meeting, person_ids=[16], remote=True)
    paper = {"giver_id": 14, "holder_id": 13, "document": "委托书一号"}
    assert refused(guide, lambda: guide.desk.do(send, meeting, giver_id=14, holder_id=12, document="委托书"),
                   "other_household")[0].reference == "农村集体经济组织法第二十七条"
    refused(guide, lambda: guide.desk.do(send, meeting, giver_id=14, holder_id=14, document="委托书"), "other_household")
    refused(guide, lambda: guide.desk.do(send, meeting, giver_id=12, holder_id=11, document="委托书"), "giver_present")
    refused(guide, lambda: guide.desk.do(send, meeting, giver_id=26, holder_id=1, document="委托书"), "not_due")
    guide.desk.do(send, meeting, **paper)
    refused(guide, lambda: guide.desk.do(send, meeting, **paper), "known_proxy")
    item = guide.meeting(meeting).items[0].item
    refused(guide, lambda: guide.record(item, Votes(15)), "quorum")
    guide.desk.do(send, meeting, giver_id=15, holder_id=13, document="委托书二号")
    assert guide.meeting(meeting).present == 16
    guide.desk.do(come, meeting, person_ids=[15])
    assert guide.meeting(meeting).present == 16
    outcome = guide.vote(item, Votes(15, 1))
    assert not outcome.passed and "应到 24 人，需 16 人" in outcome.words
    more = {"giver_id": 17, "holder_id": 16, "document": "委托书三号"}
    refused(guide, lambda: guide.desk.do(send, meeting, **more), "concluded")
    assert len(guide.desk.ask(minutes_facts, meeting).proxies) == 2


def test_two_thirds_of_all_members_not_of_those_present(guide: Guide) -> None:
    """24 members: 16 in favour of 24 decide, whoever is present."""
    found = matter(guide, "cn-collective-assembly")
    reach(guide, found, "resolve")
    _meeting, item = gathered(guide, found, absent=8)
    assert guide.vote(item, Votes(16)).passed


@pytest.mark.parametrize(
    "category", ["charter", "membership", "land_plan", "land_contract", "land_compensation", "merger"]
)
def test_what_member_representatives_may_not_decide(guide: Guide, category: str) -> None:
    """成员代表大会: five items stay with the assembly of all members (第二十八条), and the page says so beforehand."""
    found = matter(guide, "cn-collective-reps", category=category)
    reach(guide, found, "resolve")
    body = [Hearing(found, "resolve")]
    barred = refused(guide, lambda: guide.call("collective_rep_assembly", body, guide.clock.day), "excluded_matter")
    assert "第二十八条" in barred[0].reference and "成员代表大会" in barred[0].words
    move = next(m for m in guide.matter(found).moves if m.action == "plan_meeting")
    assert move.obstacles == barred


def test_attendance_sheets(guide: Guide) -> None:
    """The sheet lists who is due, before and after the list is frozen, with leave and those left out."""
    found = matter(guide)
    reach(guide, found, "deliberate")
    on = guide.clock.day + timedelta(days=1)
    meeting = guide.call("party_member_meeting", [Hearing(found, "deliberate")], on, notice_on=guide.clock.day)
    before = guide.desk.ask(attendance_sheet_facts, meeting)
    assert before.due == 7 and before.excluded == ((NAMES[13], "预备党员没有表决权"),) and not before.imprint.late
    guide.gather(meeting, absent=1)
    after = guide.desk.ask(attendance_sheet_facts, meeting)
    assert [line.remark for line in after.lines] == [""] * 6 + ["请假"]
    assert (after.due, after.excluded) == (before.due, before.excluded)
