"""The same matter, one thing short: it stops at its step, in words a layman understands, and nothing is written."""

from datetime import date, timedelta
from pathlib import Path

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing
from consult_desk.sample.guide import Clock, Guide, Votes
from tests.journeys import hamlet
from tests.journeys.hamlet import START, advance, gathered, matter, reach, refused, told


def test_one_representative_fewer(guide: Guide) -> None:
    """15 members, two thirds are 10: nine are refused with the arithmetic and article 30, ten decide."""
    found = matter(guide)
    reach(guide, found, "resolve")
    meeting, item = gathered(guide, found, absent=6)
    short = told(refused(guide, lambda: guide.record(item, Votes(9)), "quorum"), "quorum")
    assert "应到 15 人，需 10 人" in short.words and "实到 9 人，还差 1 人" in short.words
    assert "第三十条" in short.reference and short.fix and short.leads_to == "check_in"
    shown = guide.meeting(meeting).items[0]
    assert shown.obstacles == (short,) and not shown.quorum_met and "还差 1 人" in shown.quorum_words
    refused(guide, lambda: guide.desk.do(act.votes.conclude_item, item), "quorum")
    guide.desk.do(act.meetings.void_meeting, meeting, reason="到会不足，改期再开")
    _meeting, item = gathered(guide, found, absent=5)
    assert guide.vote(item, Votes(6, 4)).passed


def test_half_of_those_present_is_not_a_majority(guide: Guide) -> None:
    """Five of ten fail (过半数 is more than half); the matter is rejected by the vote, with the arithmetic."""
    found = matter(guide)
    reach(guide, found, "resolve")
    _meeting, item = gathered(guide, found, absent=5)
    outcome = guide.vote(item, Votes(5, 5))
    assert not outcome.passed and "到会 10 人" in outcome.words
    assert guide.matter(found).state == "rejected"


def test_a_notice_one_day_late(guide: Guide) -> None:
    """The assembly wants ten days, the day of the notice not counted; in 2026 only a special reason shortens them."""
    found = matter(guide, "cn-village-assembly")
    reach(guide, found, "resolve")
    day = guide.clock.day + timedelta(days=9)
    plan = {
        "body": "villager_assembly", "title": "村民会议", "items": [Hearing(found, "resolve")], "convener": "村民委员会",
        "chair": "周明德", "recorder": "单守田",
    }
    places = [act.meetings.Place("文化广场", Clock(day).moment)]
    meeting = guide.desk.do(act.meetings.plan_meeting, places=places, **plan).result
    assert guide.meeting(meeting).earliest == day + timedelta(days=1)
    late = told(refused(guide, lambda: guide.desk.do(act.meetings.issue_notice, meeting), "notice"), "notice")
    assert "提前 9 天" in late.words and "应当提前 10 天" in late.words and "第二十五条" in late.reference
    words = guide.desk.do(act.meetings.issue_notice, meeting, special_reason="汛期将至，渠道必须立即疏通").result
    assert "因特殊情况临时通知：汛期将至" in words
    guide.clock.go(day)
    guide.gather(meeting)
    assert guide.vote(guide.meeting(meeting).items[0].item, Votes(24)).passed


def test_before_2026_no_reason_shortens_the_notice(template: Path, tmp_path: Path) -> None:
    guide = hamlet.opened(template, tmp_path / "home", date(2025, 10, 9))
    found = matter(guide, "cn-village-assembly")
    reach(guide, found, "resolve")
    places = [act.meetings.Place("文化广场", Clock(guide.clock.day + timedelta(days=9)).moment)]
    meeting = guide.desk.do(
        act.meetings.plan_meeting, body="villager_assembly", title="村民会议", places=places,
        items=[Hearing(found, "resolve")], convener="村民委员会", chair="周明德", recorder="单守田",
    ).result
    notice = {"special_reason": "汛期将至，渠道必须立即疏通"}
    late = refused(guide, lambda: guide.desk.do(act.meetings.issue_notice, meeting, **notice), "notice")
    assert "第二十一条" in late[0].reference
    guide.desk.close()


def test_fourteen_days_on_the_wall(guide: Guide) -> None:
    """Fifteen days, the first not counted (民法典 201): day 14 is refused, day 15 passes."""
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    guide.issue("resolution", found, sign=False)
    posting, until = guide.post(found, "disclose_resolution", guide.clock.day)
    first = guide.clock.day
    guide.clock.go(first + timedelta(days=14))
    early = refused(guide, lambda: guide.desk.do(act.disclosures.take_down, posting), "publicity")[0]
    assert "应当公开 15 天" in early.words and "还差" in early.words and "第三十五条" in early.reference
    assert "民法典" in early.reference and until >= first + timedelta(days=15)
    blocked = refused(guide, lambda: guide.call("rep_meeting", [Hearing(found, "resolve")], guide.clock.day), "not_this_step")
    assert "决议公开" in blocked[0].words
    guide.take_down(posting, until)
    assert guide.matter(found).step == "disclose_result"


def test_a_last_day_on_a_holiday_runs_on(guide: Guide) -> None:
    """Fifteen days from 2026-04-18 end on Sunday 05-03, in the May holiday: the notice hangs to the next working day."""
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    guide.clock.go(date(2026, 4, 18))
    guide.issue("resolution", found, sign=False)
    posting, until = guide.post(found, "disclose_resolution", guide.clock.day)
    assert until == date(2026, 5, 6)
    guide.clock.go(date(2026, 5, 5))
    words = refused(guide, lambda: guide.desk.do(act.disclosures.take_down, posting), "publicity")[0].words
    assert "顺延到下一个工作日" in words


def test_a_notice_torn_down_must_hang_again(guide: Guide) -> None:
    """Taken down early with a reason: the days do not count, a new notice with new dates hangs its full term."""
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    guide.issue("resolution", found, sign=False)
    posting, _until = guide.post(found, "disclose_resolution", guide.clock.day)
    guide.clock.go(guide.clock.day + timedelta(days=3))
    refused(guide, lambda: guide.desk.do(act.disclosures.take_down, posting, early_reason="掉"), "reason")
    guide.desk.do(act.disclosures.take_down, posting, early_reason="被大风刮落")
    view = guide.matter(found)
    assert view.step == "disclose_resolution" and {o.code for o in view.waiting} == {"cut_short"}
    post = {"step": "disclose_resolution", "places": ["村务公开栏"]}
    refused(guide, lambda: guide.desk.do(act.disclosures.post_notice, found, **post), "printed_date")
    refused(guide, lambda: guide.desk.do(act.disclosures.take_down, posting), "not_hanging")
    guide.desk.do(
        act.papers.issue_paper, "resolution", found, posted_from=guide.clock.day, correction="原公告被风刮落重新张贴"
    )
    again, until = guide.post(found, "disclose_resolution", guide.clock.day)
    guide.take_down(again, until)
    assert guide.matter(found).step == "disclose_result"


def test_no_authorisation_no_decision(guide: Guide) -> None:
    """A category the assembly never gave away stops at the vote, with article 28 and what to do."""
    found = matter(guide, category="allowance")
    reach(guide, found, "resolve")
    _meeting, item = gathered(guide, found)
    none = refused(guide, lambda: guide.record(item, Votes(15)), "authorization")[0]
    assert "没有村民会议对这类事项的授权" in none.words and "第二十八条" in none.reference
    assert none.leads_to == "record_authorization" and "村民会议" in none.fix


def test_an_authorisation_that_has_lapsed(template: Path, tmp_path: Path) -> None:
    """Given until 2027-06-01: the last day still counts, the day after does not, and the sentence names the term."""
    guide = hamlet.opened(template, tmp_path / "home", date(2027, 5, 20))
    found = matter(guide)
    reach(guide, found, "resolve")
    guide.clock.go(date(2027, 6, 1))
    _meeting, item = gathered(guide, found)
    assert guide.clock.day == date(2027, 6, 2)
    lapsed = refused(guide, lambda: guide.record(item, Votes(15)), "authorization")[0]
    assert "2025-06-02 至 2027-06-01" in lapsed.words and "2027-06-02" in lapsed.words
    guide.desk.close()


def test_steps_in_their_order(guide: Guide) -> None:
    """No step is skipped: later bodies, notices, work and papers all wait for the step at hand."""
    found = matter(guide)
    day = guide.clock.day
    skip = refused(guide, lambda: guide.call("rep_meeting", [Hearing(found, "resolve")], day), "not_this_step")
    assert "村党组织提议" in skip[0].words
    refused(guide, lambda: guide.issue("resolution", found, sign=False), "not_this_step")
    post = {"step": "disclose_resolution", "places": ["村务公开栏"]}
    refused(guide, lambda: guide.desk.do(act.disclosures.post_notice, found, **post), "not_this_step")
    work = {"executor": "村委会", "parts": [act.execution.Part("疏浚", 100)]}
    refused(guide, lambda: guide.desk.do(act.execution.start_execution, found, **work), "no_resolution")
    refused(guide, lambda: guide.desk.do(act.execution.accept_work, found, by=["查正清"], finding="合格"), "no_execution")
    refused(guide, lambda: guide.call("two_committees", [Hearing(found, "propose")], day), "wrong_body")
    refused(guide, lambda: guide.call("two_committees", [Hearing(found, "disclose_result")], day), "not_deliberation")
    review = {"step": "township_review", "by": "柳河镇", "opinion": "同意"}
    refused(guide, lambda: guide.desk.do(act.matters.record_review, found, **review), "no_resolution")


def test_a_meeting_before_the_step_it_follows(guide: Guide) -> None:
    """Dates out of order are refused at the vote, naming both; so is a meeting before the matter was proposed."""
    found = matter(guide)
    early = START - timedelta(days=1)
    meeting = guide.call("party_committee", [Hearing(found, "propose")], early)
    guide.clock.go(START)
    guide.gather(meeting)
    before = refused(guide, lambda: guide.record(guide.meeting(meeting).items[0].item, Votes(3)), "order")[0]
    assert "提出事项是 2026-03-02，这一步却在 2026-03-01" in before.words
    guide.desk.do(act.meetings.void_meeting, meeting, reason="日期登记错了")
    advance(guide, found)
    meeting = guide.call("two_committees", [Hearing(found, "consult")], START)
    guide.clock.go(START + timedelta(days=3))
    guide.gather(meeting)
    assert "村党组织提议是 2026-03-03" in refused(
        guide, lambda: guide.record(guide.meeting(meeting).items[0].item, Votes(5)), "order"
    )[0].words
