"""Meetings that cannot be called, noticed, opened or filled as asked, each refused for its own reason."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing, Place
from consult_desk.base.clock import BEIJING
from consult_desk.sample.guide import Clock, Guide, Votes
from consult_desk.views.meetings import meetings
from tests.journeys.hamlet import START, gathered, matter, reach, refused


def plan(guide: Guide, items: list[Hearing], on: date = START, **more: Any) -> int:
    """Call the branch committee."""
    given: dict[str, Any] = {
        "body": "party_committee", "title": "支委会", "places": [Place("会议室", Clock(on).moment)], "convener": "村党支部",
        "chair": "周明德", "recorder": "单守田",
    }
    meeting: int = guide.desk.do(act.meetings.plan_meeting, items=items, **{**given, **more}).result
    return meeting


def test_calls_that_are_refused(guide: Guide) -> None:
    found = matter(guide)
    item = Hearing(found, "propose")
    naive = [Place("会议室", datetime(2026, 3, 2, 9))]  # noqa: DTZ001 - what is refused here
    refused(guide, lambda: plan(guide, []), "empty_meeting")
    refused(guide, lambda: plan(guide, [item], places=[]), "empty_meeting")
    refused(guide, lambda: plan(guide, [item], places=naive), "naive_time")
    refused(guide, lambda: plan(guide, [item, item]), "twice")
    refused(guide, lambda: plan(guide, [Hearing(99, "propose")]), "unknown_matter")
    refused(guide, lambda: plan(guide, [Hearing(found, "advise")]), "unknown_step")
    plan(guide, [item])
    again = refused(guide, lambda: plan(guide, [item]), "already_planned")
    move = next(m for m in guide.matter(found).moves if m.action == "plan_meeting")
    assert move.obstacles == again


def test_group_meetings_hear_one_group(guide: Guide) -> None:
    """Two thirds of the group; a matter without a group, or of another group, is refused."""
    refused(guide, lambda: matter(guide, "cn-village-group", group="九组"), "unknown_group")
    nowhere, first, second = (matter(guide, "cn-village-group", group=g) for g in ("", "一组", "二组"))
    body = {"body": "group_meeting"}
    refused(guide, lambda: plan(guide, [Hearing(nowhere, "resolve")], **body), "no_group")
    refused(guide, lambda: plan(guide, [Hearing(first, "resolve"), Hearing(second, "resolve")], **body), "two_groups")
    meeting = plan(guide, [Hearing(second, "resolve")], **body)
    assert guide.meeting(meeting).due == 12
    assert guide.desk.do(act.meetings.open_meeting, meeting).result == {"group_adults_18": 12, "group_households": 4}
    guide.desk.do(act.attendance.check_in, meeting, person_ids=[13, 14, 16])
    item = guide.meeting(meeting).items[0].item
    words = refused(guide, lambda: guide.record(item, Votes(3)), "quorum")[0].words
    assert "本组的户" in words and "本组十八周岁以上村民" in words
    guide.desk.do(act.attendance.check_in, meeting, person_ids=[19])
    assert guide.vote(item, Votes(3, 1)).passed


def test_notices(guide: Guide) -> None:
    found = matter(guide)
    meeting = plan(guide, [Hearing(found, "propose")], START + timedelta(days=2))
    notice, deliver = act.meetings.issue_notice, act.meetings.record_delivery
    refused(guide, lambda: guide.desk.do(notice, meeting, given_on=START + timedelta(days=1)), "future_date")
    refused(guide, lambda: guide.desk.do(notice, 99), "unknown_meeting")
    refused(guide, lambda: guide.issue("meeting_notice", meeting, sign=False), "no_notice")
    assert guide.desk.do(notice, meeting).result == ""
    assert guide.desk.do(deliver, meeting, person_ids=[1, 2, 1], method="电话").result == 2
    assert guide.desk.do(deliver, meeting, person_ids=[2, 3], method="书面", receipt="签收").result == 1
    refused(guide, lambda: guide.desk.do(deliver, meeting, person_ids=[24], method="电话"), "not_due")
    view = guide.meeting(meeting)
    assert view.delivered == 3 and [d[0] for d in view.deliveries] == [1, 2, 3] and view.state_title == "已通知"
    refused(guide, lambda: guide.desk.do(act.meetings.open_meeting, meeting), "too_early")
    guide.clock.go(START + timedelta(days=3))
    refused(guide, lambda: guide.desk.do(notice, meeting), "order")
    guide.gather(meeting)
    refused(guide, lambda: guide.desk.do(notice, meeting), "meeting_state")
    refused(guide, lambda: guide.desk.do(act.meetings.open_meeting, meeting), "meeting_state")
    guide.issue("meeting_notice", meeting, sign=False)


def test_attendance_that_is_refused(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "resolve")
    come, away = act.attendance.check_in, act.attendance.record_leave
    meeting = guide.call("rep_meeting", [Hearing(found, "resolve")], guide.clock.day)
    refused(guide, lambda: guide.desk.do(come, meeting, person_ids=[1]), "not_open")
    guide.desk.do(act.meetings.open_meeting, meeting)
    refused(guide, lambda: guide.desk.do(come, meeting, person_ids=[24]), "not_due")
    refused(guide, lambda: guide.desk.do(come, meeting, person_ids=[99]), "unknown_person")
    refused(guide, lambda: guide.desk.do(away, meeting, person_ids=[24], reason="外出"), "not_due")
    guide.desk.do(come, meeting, person_ids=[1, 4, 5, *range(6, 15), 6])
    guide.desk.do(away, meeting, person_ids=[15], reason="住院")
    guide.desk.do(away, meeting, person_ids=[16], reason="", absent=True)
    guide.desk.do(away, meeting, person_ids=[14], reason="临时有事")
    item = guide.meeting(meeting).items[0].item
    guide.record(item, Votes(11))
    gone = {"person_ids": [6], "reason": "外出"}
    assert "已经参加了表决" in refused(guide, lambda: guide.desk.do(away, meeting, **gone), "absent_voter")[0].words
    guide.desk.do(act.attendance.add_observer, meeting, name="尚国安", role="乡镇驻村干部")
    view = guide.meeting(meeting)
    states = {s.person: (s.state, s.reason) for s in view.seats}
    assert states[15] == ("leave", "住院") and states[16] == ("absent", "") and states[17] == ("", "")
    assert view.observers == ("尚国安（乡镇驻村干部）",) and (view.due, view.present) == (15, 11)
    guide.desk.do(act.votes.conclude_item, item)
    guide.close(meeting)
    late = {"name": "尚国安", "role": "驻村干部"}
    refused(guide, lambda: guide.desk.do(act.attendance.add_observer, meeting, **late), "meeting_state")


def test_a_body_without_members(guide: Guide) -> None:
    """Nobody holds a seat on the day: the sentence says so and where to register them."""
    guide.clock.go(date(2030, 3, 1))
    found = matter(guide)
    meeting = plan(guide, [Hearing(found, "propose")], date(2030, 3, 1))
    empty = refused(guide, lambda: guide.desk.do(act.meetings.open_meeting, meeting), "nobody_due")
    assert "2030-03-01" in empty[0].words and empty[0].leads_to == "import_roster"


def test_a_void_meeting_frees_the_matter(guide: Guide) -> None:
    found = matter(guide)
    meeting, item = gathered(guide, found)
    refused(guide, lambda: guide.desk.do(act.meetings.void_meeting, meeting, reason="不"), "reason")
    guide.desk.do(act.meetings.void_meeting, meeting, reason="人数不足改期")
    assert "会议已作废" in refused(guide, lambda: guide.record(item, Votes(3)), "not_open")[0].words
    refused(guide, lambda: guide.desk.do(act.meetings.void_meeting, meeting, reason="再作废一次"), "decided")
    reach(guide, found, "consult")
    listed = guide.desk.ask(meetings)
    assert [m.state for m in listed] == ["已结束", "已作废"] and guide.desk.ask(meetings, year=2025) == ()


@pytest.mark.parametrize("zone", [BEIJING])
def test_the_page_of_a_planned_meeting_shows_who_is_due(guide: Guide, zone: Any) -> None:
    found = matter(guide)
    reach(guide, found, "deliberate")
    on = guide.clock.day + timedelta(days=2)
    meeting = plan(guide, [Hearing(found, "deliberate")], on, body="party_member_meeting")
    view = guide.meeting(meeting)
    assert (view.due, view.present, len(view.seats)) == (7, 0, 8) and view.sittings[0][2].tzinfo == zone
    assert {s.reason for s in view.seats} == {"", "预备党员没有表决权"}
