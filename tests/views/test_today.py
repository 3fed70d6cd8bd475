"""The desk: every kind of duty appears when it is due, says where it is done, and goes when it is done."""

from datetime import date, timedelta
from typing import Any

from consult_desk import actions as act
from consult_desk.actions.execution import Part
from consult_desk.actions.meetings import Hearing
from consult_desk.sample.guide import Guide
from consult_desk.views.duties import Duty
from consult_desk.views.today import TodayView, today
from consult_desk.views.year import year_picture
from tests.journeys.hamlet import COMMITTEE, START, matter, reach


def seen(guide: Guide) -> TodayView:
    return guide.desk.ask(today)


def codes(duties: tuple[Duty, ...]) -> set[str]:
    return {one.obstacle.code for one in duties}


def of(duties: tuple[Duty, ...], code: str) -> Duty:
    found = [one for one in duties if one.obstacle.code == code]
    assert len(found) == 1, [(one.obstacle.code, one.about) for one in duties]
    return found[0]


def counters(guide: Guide) -> dict[str, int]:
    return dict(seen(guide).counters)


def test_an_empty_desk_still_knows_what_the_law_asks_for_this_year(guide: Guide) -> None:
    view = seen(guide)
    assert (view.now, view.missing, view.urgent) == ((), (), 0)
    assert view.today == START and view.workday
    quarter, year = view.ahead
    assert (quarter.on, quarter.days) == (date(2026, 3, 31), 29)
    assert "第三十条" in quarter.obstacle.reference and "第二十五条" in year.obstacle.reference
    assert (quarter.obstacle.leads_to, quarter.where["body"]) == ("plan_meeting", "rep_meeting")
    assert (year.page, year.where["body"], year.on) == ("planning", "villager_assembly", date(2026, 12, 31))


def test_what_a_matter_misses_today_leads_to_its_form(guide: Guide) -> None:
    found = matter(guide)
    view = seen(guide)
    assert [(d.obstacle.code, d.where["matter_id"]) for d in view.now] == [("no_meeting", found)]
    assert view.now[0].obstacle.leads_to == "plan_meeting" and view.now[0].about == "2026-001 三组水渠疏浚"
    meeting = guide.hold("party_committee", "propose", [found], START + timedelta(days=1), None, notice_on=START)
    assert codes(seen(guide).now) == {"no_meeting"}
    scan = of(seen(guide).missing, "unsigned_minutes")
    assert scan.where == {"meeting_id": meeting, "kind": "signature_page"} and scan.obstacle.leads_to == "attach_scan"
    page = [act.minutes.Scan("签字页.png", b"scan")]
    guide.desk.do(act.minutes.attach_scan, meeting, kind="signature_page", title="签字页", data=page)
    assert "unsigned_minutes" not in codes(seen(guide).missing)


def test_a_step_not_supervised_names_that_step(guide: Guide) -> None:
    found = matter(guide, profile="tpl-4yi2gongkai1jiandu")
    on = START + timedelta(days=1)
    meeting = guide.call("party_committee", [Hearing(found, "propose")], on, notice_on=START)
    guide.gather(meeting)
    guide.vote(guide.meeting(meeting).items[0].item, _all(guide, meeting))
    guide.close(meeting)
    duty = of(seen(guide).now, "unsupervised")
    assert duty.where == {"matter_id": found, "step": "propose"}
    # The meeting itself may not be called before that; it is no duty of today.
    assert codes(seen(guide).now) == {"unsupervised"}


def _all(guide: Guide, meeting: int) -> Any:
    from consult_desk.sample.guide import Votes

    return Votes(guide.meeting(meeting).present)


def test_a_planned_meeting_says_the_last_day_to_announce_it(guide: Guide) -> None:
    found = matter(guide, profile="cq")
    reach(guide, found, "resolve")
    day = guide.clock.day
    on = day + timedelta(days=14)
    rule = next(s for s in guide.desk.profiles["cq"].steps if s.key == "resolve").notice_on(on)
    assert rule is not None and rule.days == 3
    moment = guide.clock.moment.replace(year=on.year, month=on.month, day=on.day)
    meeting = guide.desk.do(
        act.meetings.plan_meeting, body="rep_meeting", title="三月代表会", places=[act.meetings.Place("礼堂", moment)],
        items=[Hearing(found, "resolve")], convener="村民委员会", chair="周明德", recorder="单守田",
    ).result  # fmt: skip
    duty = of(seen(guide).ahead, "meeting_planned")
    assert (duty.on, duty.where) == (on - timedelta(days=rule.days), {"meeting_id": meeting})
    assert duty.obstacle.leads_to == "issue_notice" and duty.obstacle.reference == rule.reference
    guide.clock.go(on - timedelta(days=rule.days - 1))
    late = of(seen(guide).ahead, "meeting_planned")
    assert late.days == -1 and "改期" in late.obstacle.fix and late.on == date.fromordinal(on.toordinal() - 3)
    guide.clock.go(day)
    guide.desk.do(act.meetings.issue_notice, meeting)
    coming = of(seen(guide).ahead, "meeting_noticed")
    assert (coming.on, coming.obstacle.leads_to, coming.page) == (on, "", "meeting")
    guide.clock.go(on)
    assert of(seen(guide).now, "meeting_noticed").obstacle.leads_to == "open_meeting"
    guide.desk.do(act.meetings.open_meeting, meeting)
    assert of(seen(guide).now, "meeting_open").obstacle.leads_to == "close_meeting"
    guide.desk.do(act.meetings.close_meeting, meeting)
    assert of(seen(guide).missing, "no_minutes").obstacle.leads_to == "confirm_minutes"


def test_a_notice_is_issued_posted_signed_photographed_and_taken_down(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    issue = of(seen(guide).now, "no_paper")
    assert issue.where == {"matter_id": found, "kind": "resolution", "subject_id": found}
    paper = guide.issue("resolution", found, sign=False)
    view = seen(guide)
    assert of(view.now, "not_posted").where == {"matter_id": found, "step": "disclose_resolution"}
    assert of(view.missing, "unsigned").where["paper_id"] == paper
    seal = {"document": "决议公告", "copies": 2, "approver": "周明德", "keeper": "单守田"}
    guide.desk.do(act.execution.log_seal_use, found, **seal)
    assert "unsigned" not in codes(seen(guide).missing)
    posting, until = guide.post(found, "disclose_resolution", guide.clock.day)
    view = seen(guide)
    assert "no_meeting" not in codes(view.now) and not [d for d in view.now if d.kind == "matter"]
    hangs = of(view.ahead, "publicity")
    assert (hangs.on, hangs.page, hangs.where["posting_id"]) == (until, "disclosures", posting)
    assert of(view.missing, "no_photo").where == {"posting_id": posting, "kind": "near"}
    photo = [act.disclosures.Photo("a.jpg", b"\xff\xd8\xff")]
    guide.desk.do(act.disclosures.add_evidence, posting, kind="far", data=photo, taken_by="单守田")
    assert "no_photo" not in codes(seen(guide).missing)
    assert counters(guide)["hanging"] == 1
    guide.clock.go(until)
    down = of(seen(guide).now, "not_removed")
    assert (down.obstacle.leads_to, down.where["posting_id"]) == ("take_down", posting)
    guide.take_down(posting, until)
    assert of(seen(guide).missing, "no_photo").where["kind"] == "removal"
    assert counters(guide)["hanging"] == 0


def test_an_objection_has_its_day_and_stands_once(guide: Guide) -> None:
    found = matter(guide, profile="cq")
    reach(guide, found, "disclose_resolution")
    # 重庆办法第三十条: the decision hangs within ten days.
    assert of(seen(guide).now, "no_paper").days == 10
    guide.issue("resolution", found, sign=False)
    posting, until = guide.post(found, "disclose_resolution", guide.clock.day)
    objection = guide.desk.do(
        act.disclosures.record_objection, found, name="易兴旺", channel="书面", content="单价偏高"
    ).result
    duty = of(seen(guide).ahead, "open_objection")
    assert duty.where == {"objection_id": objection} and duty.obstacle.leads_to == "reply_objection" and duty.days == 3
    assert counters(guide)["objections"] == 1
    guide.take_down(posting, until)
    view = seen(guide)
    assert codes(view.ahead) >= {"open_objection"} and "open_objection" not in codes(view.now)
    guide.desk.do(act.disclosures.reply_objection, objection, finding="rejected", reply="比选过", handler="单守田")
    assert "open_objection" not in codes(seen(guide).ahead)


def test_work_has_its_parts_for_deadlines(guide: Guide) -> None:
    found = matter(guide, deadline=START + timedelta(days=80))
    reach(guide, found, "disclose_result")
    assert "no_execution" in codes(seen(guide).now)
    day = guide.clock.day
    parts = [Part("清淤", 60, day + timedelta(days=10)), Part("护坡", 40, day + timedelta(days=200))]
    guide.desk.do(act.execution.start_execution, found, executor="村民委员会", parts=parts)
    view = seen(guide)
    part = of(view.ahead, "milestone")
    assert (part.where["number"], part.days, part.obstacle.leads_to) == (1, 10, "complete_milestone")
    assert not [d for d in view.now if d.kind == "matter"], "work that goes on is no duty of today"
    guide.clock.go(START + timedelta(days=81))
    assert of(seen(guide).ahead, "deadline").days == -1
    for number in (1, 2):
        guide.desk.do(act.execution.complete_milestone, found, number)
    assert of(seen(guide).now, "not_finished").obstacle.leads_to == "finish_execution"
    guide.desk.do(act.execution.finish_execution, found, actual=1)
    assert codes(seen(guide).now) == {"no_acceptance"} and "deadline" not in codes(seen(guide).ahead)


def test_terms_and_authorizations_end(guide: Guide) -> None:
    guide.clock.go(date(2027, 5, 1))
    term = [d for d in seen(guide).ahead if d.obstacle.code == "term"]
    assert [(d.on, d.obstacle.leads_to) for d in term] == [(date(2027, 6, 1), "record_authorization")]
    guide.clock.go(date(2029, 12, 1))
    ending = {d.where.get("body"): d for d in seen(guide).ahead if d.obstacle.leads_to == "seat_person"}
    assert ending["villagers_committee"].on == date(2029, 12, 31)
    assert "3 人" in ending["villagers_committee"].obstacle.words
    for person in COMMITTEE:
        guide.desk.do(
            act.people.seat_person, person, body="villagers_committee", post="委员", since=date(2030, 1, 1),
            until=date(2034, 12, 31),
        )
    ending = {d.where.get("body"): d for d in seen(guide).ahead if d.obstacle.leads_to == "seat_person"}
    assert "villagers_committee" not in ending and "villager_reps" in ending
    guide.clock.go(date(2030, 2, 1))
    gone = {d.where.get("body"): d for d in seen(guide).ahead if d.obstacle.leads_to == "seat_person"}
    assert gone["villager_reps"].days == -32 and "没有人在任" in gone["villager_reps"].obstacle.words


def test_finished_matters_are_not_on_the_desk(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "")
    view = seen(guide)
    assert not view.now and counters(guide)["matters"] == 0
    assert not [d for d in view.ahead if d.where.get("matter_id") == found]


def test_more_matters_than_can_be_shown_are_counted(guide: Guide) -> None:
    for _ in range(32):
        matter(guide)
    view = seen(guide)
    assert len([d for d in view.now if d.kind == "matter"]) == 20 and view.matters_left == 12
    assert counters(guide)["matters"] == 32


def test_the_year_counts_steps_attendance_and_days(guide: Guide) -> None:
    empty = guide.desk.ask(year_picture)
    assert (empty.year, empty.total, empty.rates, empty.days) == (2026, 0, (), ())
    first, second = matter(guide), matter(guide)
    reach(guide, first, "")
    guide.clock.go(START + timedelta(days=400))
    assert guide.desk.ask(year_picture).total == 0 and guide.desk.ask(year_picture).years == (2027, 2026)
    view = guide.desk.ask(year_picture, year=2026)
    assert view.total == 2
    assert {one.key: one.matters for one in view.steps if one.matters} == {"propose": 1, "done": 1}
    reps = next(rate for rate in view.rates if rate.body == "rep_meeting")
    assert (reps.meetings, reps.percent) == (1, 100)
    steps = {one.key: one for one in view.days}
    assert steps["propose"].matters == 1 and steps["propose"].middle >= 1
    assert steps["disclose_resolution"].least >= 7
    assert second not in (first,)
