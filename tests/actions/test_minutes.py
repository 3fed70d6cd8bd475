"""Before and after a meeting: who is left out, what the minutes say in whose words, ballots, signed paper that came back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing, Place
from consult_desk.actions.minutes import Scan
from consult_desk.base.clock import BEIJING
from consult_desk.sample.guide import Guide, Votes
from consult_desk.views.meeting_board import meeting_board
from consult_desk.views.meeting_facts import attendance_sheet_facts, minutes_facts
from consult_desk.views.minutes import minutes_page
from consult_desk.views.paper_facts import facts_of
from consult_desk.views.planning import planning_page
from consult_desk.views.scans import meeting_file
from tests.journeys.hamlet import START, gathered, matter, reach, refused


def party_meeting(guide: Guide) -> int:
    found = matter(guide)
    reach(guide, found, "deliberate")
    on = guide.clock.day + timedelta(days=2)
    meeting = guide.call("party_member_meeting", [Hearing(found, "deliberate")], on, notice_on=guide.clock.day)
    guide.clock.go(on - timedelta(days=1))
    return meeting


def test_people_are_left_out_beforehand_with_a_reason(guide: Guide) -> None:
    """The list on the page, on the sheet and the frozen one all leave out the same people."""
    meeting = party_meeting(guide)
    leave, back = act.meetings.exclude_person, act.meetings.readmit_person
    assert (guide.meeting(meeting).due, guide.meeting(meeting).due_by["party_voters_due"]) == (7, 7)
    assert guide.desk.do(leave, meeting, person_ids=[11, 12], reason="长期外出，无法联系").result == 2
    view = guide.meeting(meeting)
    assert view.due == 5 and {s.name for s in view.seats if s.state == "excluded"} == {"柳大成", "葛志强", "召有田"}
    sheet = guide.desk.ask(attendance_sheet_facts, meeting)
    assert sheet.due == 5 and ("柳大成", "长期外出，无法联系") in sheet.excluded
    assert guide.desk.do(back, meeting, person_ids=[12]).result == 1
    refused(guide, lambda: guide.desk.do(leave, meeting, person_ids=[24], reason="外出"), "exclusion_unknown")
    guide.clock.go(guide.clock.day + timedelta(days=1))
    assert guide.desk.do(act.meetings.open_meeting, meeting).result["party_voters_due"] == 6
    refused(guide, lambda: guide.desk.do(leave, meeting, person_ids=[13], reason="外出"), "meeting_state")


def test_nobody_is_left_out_of_a_fixed_body(guide: Guide) -> None:
    found = matter(guide)
    meeting = guide.call("party_committee", [Hearing(found, "propose")], START + timedelta(days=1))
    given = {"person_ids": [2], "reason": "外出务工"}
    why = refused(guide, lambda: guide.desk.do(act.meetings.exclude_person, meeting, **given), "no_exclusion")
    move = guide.meeting(meeting).move("exclude_person")
    assert move.obstacles == why and not move.allowed


def closed(guide: Guide) -> int:
    meeting, item = gathered(guide, matter(guide))
    guide.desk.do(act.attendance.record_speech, item, speaker="查正清", words="先看资金来源。")
    guide.vote(item, Votes(3))
    guide.desk.do(act.meetings.close_meeting, meeting)
    return meeting


def test_the_recorder_words_what_is_free_and_nothing_else(guide: Guide) -> None:
    meeting = closed(guide)
    edit = act.minutes.edit_minutes
    page = guide.desk.ask(minutes_page, meeting)
    free = {s.part: s for s in page.sections if s.part}
    assert list(free) == ["opening", "discussion.1", "closing", "remarks"]
    assert free["discussion.1"].words == "查正清：先看资金来源。"
    assert any("同意 3，反对 0" in s.words for s in page.sections if not s.part)
    for part in ("counts", "discussion.2", "pass_words"):
        refused(guide, lambda part=part: guide.desk.do(edit, meeting, words={part: "同意 300 票"}), "fixed_part")
    words = {"discussion.1": "查正清建议先看资金来源。\n大家同意。", "remarks": "会后封票。"}
    assert guide.desk.do(edit, meeting, words=words).result == 2
    assert guide.desk.do(edit, meeting, words=words).result == 0
    facts = guide.desk.ask(minutes_facts, meeting)
    assert facts.items[0].discussion == words["discussion.1"] and facts.items[0].speeches == ()
    assert facts.remarks == "会后封票。" and ("同意", 3) in facts.items[0].counts
    guide.desk.do(edit, meeting, words={"discussion.1": ""})
    assert guide.desk.ask(minutes_facts, meeting).items[0].speeches == (("查正清", "先看资金来源。"),)


def test_what_is_worded_after_the_confirmation_waits_for_another(guide: Guide) -> None:
    meeting = closed(guide)
    edit, confirm = act.minutes.edit_minutes, act.votes.confirm_minutes
    refused(guide, lambda: facts_of_minutes(guide, meeting), "not_confirmed")
    guide.desk.do(confirm, meeting, confirmed_by="周明德、单守田")
    assert not guide.desk.ask(minutes_page, meeting).stale and not guide.meeting(meeting).minutes_stale
    guide.clock.go(guide.clock.day, 11)
    guide.desk.do(edit, meeting, words={"closing": "主持人宣布散会，全体鼓掌。"})
    assert guide.desk.ask(minutes_page, meeting).stale and guide.meeting(meeting).minutes_stale
    assert facts_of_minutes(guide, meeting).closing == "会议议程进行完毕，主持人宣布散会。"
    refused(guide, lambda: guide.desk.do(confirm, meeting, confirmed_by="周明德"), "reason")
    assert guide.desk.do(confirm, meeting, confirmed_by="周明德、单守田", reason="补写散会情况").result == 2
    assert facts_of_minutes(guide, meeting).closing == "主持人宣布散会，全体鼓掌。"
    page = guide.desk.ask(facts_of, "signature_page", meeting)
    assert page.minutes_number == 2 and page.signers[:2] == (("主持人", "周明德"), ("记录人", "单守田"))


def facts_of_minutes(guide: Guide, meeting: int) -> Any:
    return guide.desk.ask(facts_of, "minutes", meeting)


def test_minutes_of_a_meeting_not_held_are_not_worded(guide: Guide) -> None:
    found = matter(guide)
    meeting = guide.call("party_committee", [Hearing(found, "propose")], START + timedelta(days=1))
    refused(guide, lambda: guide.desk.do(act.minutes.edit_minutes, meeting, words={"closing": "散会。"}), "not_open")
    assert guide.desk.ask(minutes_page, meeting).sections == ()
    scan = [Scan("a.png", b"x")]
    refused(guide, lambda: attach(guide, meeting, scan), "not_open")


def attach(guide: Guide, meeting: int, data: list[Scan], kind: str = "signature_page") -> int:
    count: int = guide.desk.do(act.minutes.attach_scan, meeting, kind=kind, title="签字页", data=data).result
    return count


def test_signed_paper_comes_back_and_is_kept_by_its_content(guide: Guide) -> None:
    meeting = closed(guide)
    assert attach(guide, meeting, [Scan("C:\\扫描\\第1页.png", b"one"), Scan("第2页.png", b"two")]) == 2
    files = guide.meeting(meeting).files
    assert [(f.title, f.file_name) for f in files] == [("签字页 第1页", "第1页.png"), ("签字页 第2页", "第2页.png")]
    assert guide.desk.ask(meeting_file, files[1].file) == ("第2页.png", b"two")
    again = refused(guide, lambda: attach(guide, meeting, [Scan("x.png", b"one")]), "known_file")
    assert "签字页 第1页" in again[0].words
    refused(guide, lambda: attach(guide, meeting, [Scan("x.png", b"")]), "file_size")
    refused(guide, lambda: attach(guide, meeting, []), "no_file")
    refused(guide, lambda: attach(guide, meeting, [Scan("x.png", b"z")], "photo"), "scan_kind")
    refused(guide, lambda: guide.desk.ask(meeting_file, 99), "unknown_file")


def test_ballots_are_as_many_as_voters_and_carry_no_names(guide: Guide) -> None:
    meeting, item = gathered(guide, matter(guide))
    paper = guide.desk.do(act.papers.issue_ballots, meeting, spare=2).result
    assert [p.kind for p in guide.meeting(meeting).papers] == ["ballot"] and paper
    facts = guide.desk.ask(facts_of, "ballot", meeting)
    assert [i.copies for i in facts.items] == [3] and not facts.items[0].numbered
    assert "周明德" not in str(facts) and facts.items[0].text[0].startswith("一、疏浚")
    refused(guide, lambda: guide.desk.do(act.papers.issue_ballots, meeting), "reason")
    refused(guide, lambda: guide.desk.do(act.papers.issue_ballots, meeting, spare=-1), "spare")
    guide.desk.do(act.papers.issue_ballots, meeting, numbered=True, correction="改为记名表决")
    guide.vote(item, Votes(3))
    guide.desk.do(act.meetings.close_meeting, meeting)
    late = {"correction": "再印几张备用"}
    refused(guide, lambda: guide.desk.do(act.papers.issue_ballots, meeting, **late), "meeting_state")


def test_every_sitting_has_its_sheet_and_every_name_its_code(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "resolve")
    on = guide.clock.day + timedelta(days=5)
    places = ("村文化礼堂", "二组小学")
    meeting = guide.call("rep_meeting", [Hearing(found, "resolve")], on, notice_on=guide.clock.day, places=places)
    sheet = guide.desk.ask(attendance_sheet_facts, meeting)
    assert [place for place, _moment in sheet.sittings] == list(places) and len(sheet.lines) == 15
    assert sheet.lines[0].code == f"CD-P1-M{meeting}"


def test_what_may_be_heard_is_what_planning_lets_through(guide: Guide) -> None:
    first, second = matter(guide), matter(guide)
    reach(guide, first, "deliberate")
    view = guide.desk.ask(planning_page)
    assert view.body == "party_committee" and {b.body: b.waiting for b in view.bodies}["party_member_meeting"] == 1
    may = {row.matter: row.obstacles for row in view.rows}
    assert may[second] == () and [o.code for o in may[first]] == ["not_this_step"]
    assert view.rows[0].matter == second and view.rows[1].reference.endswith("第十二条")
    given: dict[str, Any] = {
        "body": "party_committee", "title": "支委会", "convener": "村党支部", "chair": "周明德", "recorder": "单守田",
        "places": [Place("会议室", datetime(2026, 3, 20, 9, tzinfo=BEIJING))],
    }  # fmt: skip
    why = refused(
        guide, lambda: guide.desk.do(act.meetings.plan_meeting, items=[Hearing(first, "propose")], **given), "not_this_step"
    )
    assert why == may[first]
    guide.desk.do(act.meetings.plan_meeting, items=[Hearing(second, "propose")], **given)
    after = guide.desk.ask(planning_page, matter_id=first)
    assert after.body == "party_member_meeting" and [r.matter for r in after.rows if not r.obstacles] == [first]
    codes = {r.matter: [o.code for o in r.obstacles] for r in guide.desk.ask(planning_page, "party_committee").rows}
    assert codes[second] == ["already_planned"]


def test_planning_says_the_earliest_day_with_its_arithmetic(guide: Guide) -> None:
    """村民会议: ten days' notice, so from 2 March the 12th is the first lawful day."""
    found = matter(guide, "cn-village-assembly")
    reach(guide, found, "resolve")
    view = guide.desk.ask(planning_page, matter_id=found)
    row = view.rows[0]
    assert view.body == "villager_assembly" and view.earliest == guide.clock.day + timedelta(days=10)
    assert "应当提前 10 天" in row.notice and "第二十五条" in row.notice_reference
    assert dict(view.demands)["villagers"].startswith("村民")


@pytest.mark.parametrize(
    ("day", "kind", "until"),
    [(date(2026, 3, 31), "due", date(2026, 3, 31)), (date(2026, 4, 1), "due", date(2026, 6, 30))],
)
def test_the_meeting_of_each_quarter_is_asked_for_until_it_is_held(
    guide: Guide, day: date, kind: str, until: date
) -> None:
    guide.clock.go(day)
    rows = {row.body: row for row in guide.desk.ask(meeting_board).regular}
    quarter, year = rows["rep_meeting"], rows["villager_assembly"]
    assert (quarter.state, quarter.until, quarter.days_left) == (kind, until, (until - day).days)
    assert quarter.reference == "村民委员会组织法（2025修正）第三十条" and year.until == date(2026, 12, 31)


def test_a_held_meeting_answers_for_its_quarter(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "resolve")
    on = guide.clock.day + timedelta(days=5)
    meeting = guide.call("rep_meeting", [Hearing(found, "resolve")], on, notice_on=guide.clock.day)

    def quarter() -> tuple[str, int]:
        row = next(r for r in guide.desk.ask(meeting_board).regular if r.body == "rep_meeting")
        return row.state, row.meeting

    assert quarter() == ("planned", meeting)
    guide.gather(meeting)
    assert quarter() == ("held", meeting)
    board = guide.desk.ask(meeting_board)
    assert board.rows[0].meeting == meeting and board.rows[0].days == (on,) and board.rows[0].clock == "09:00"
    guide.desk.do(act.meetings.void_meeting, meeting, reason="人数不足改期")
    assert quarter() == ("due", 0)


def test_the_yearly_assembly_was_not_asked_for_before_the_law_of_2026(guide: Guide) -> None:
    guide.clock.go(date(2025, 12, 30))
    rows = guide.desk.ask(meeting_board).regular
    assert [(r.body, r.reference) for r in rows] == [("rep_meeting", "村民委员会组织法（2018修正）第二十六条")]
