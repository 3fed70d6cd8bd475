"""The papers of meetings come from the record alone: whole matters through the desk, papers before their time refused."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

import pytest

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing, Place
from consult_desk.documents import readback
from consult_desk.sample.guide import Guide, Votes
from consult_desk.views.decision_facts import resolution_document_facts, summary_minutes_facts
from consult_desk.views.issuing import issuing_page
from consult_desk.views.meeting_facts import attendance_sheet_facts
from consult_desk.views.meeting_paper_facts import (
    consultation_record_facts,
    deliberation_record_facts,
    personal_notice_facts,
    tally_sheet_facts,
)
from consult_desk.views.papers import paper_page
from tests.journeys.hamlet import NAMES, TEXT, gathered, matter, reach, refused
from tests.journeys.test_sittings import assembly

CHANGED = f"{TEXT}\n三、渠边加护栏。"


def text_of(guide: Guide, kind: str, subject: int) -> str:
    """What an issued paper says, white space aside."""
    paper = guide.issue(kind, subject, sign=False)
    view = guide.desk.ask(paper_page, paper)
    assert view.form == "pdf"
    return readback.squeezed(readback.read_text(view.data).split("\f")[0])


def hold(guide: Guide, found: int, *, close: bool = True) -> int:
    """The meeting of a matter's step, with everything a record can hold: changes, speeches, guests, recusals, leave."""
    meeting, item = gathered(guide, found, absent=1)
    guide.desk.do(act.attendance.add_observer, meeting, name="王建设", role="柳河镇党委委员")
    guide.desk.do(act.attendance.add_observer, meeting, name="查正清", role="监督委员会委员")
    guide.desk.do(act.attendance.record_speech, item, speaker="任立春", words="渠边没有护栏，小孩容易掉下去。")
    guide.desk.do(act.attendance.record_speech, item, speaker="周明德", words="加上护栏，钱从预备费里出。")
    guide.desk.do(act.matters.revise_text, found, text=CHANGED, reason="按任立春的意见加护栏")
    present = guide.meeting(meeting).present
    guide.vote(item, Votes(present - 1, 0, 1))
    if close:
        guide.close(meeting)
    return meeting


def test_the_record_of_a_consultation_says_what_was_put_forward_said_changed_and_sent_on(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "consult")
    meeting = hold(guide, found, close=False)
    refused(guide, lambda: guide.issue("consultation_record", meeting, sign=False), "not_closed")
    guide.close(meeting)
    facts = guide.desk.ask(consultation_record_facts, meeting)
    (item,) = facts.items
    assert (item.plan, item.revised) == (tuple(TEXT.split("\n")), tuple(CHANGED.split("\n")))
    assert item.amendments and item.amendments[0].endswith("：按任立春的意见加护栏") and "提议" in item.plan_words
    assert (item.yes, item.no, item.abstain, item.result) == (3, 0, 1, "通过")
    assert [speaker for speaker, _words in item.speeches] == ["任立春", "周明德"]
    assert facts.township == ("王建设（柳河镇党委委员）",) and facts.observers == ("查正清（监督委员会委员）",)
    assert len(facts.leave) == 1 and facts.leave[0][1] == "外出务工" and (facts.due, item.present) == (5, 4)
    assert item.sent_to == "党员大会审议" and item.sent_on == guide.clock.day and item.origin == "党员群众建议"
    said = text_of(guide, "consultation_record", meeting)
    for words in ("石桥村“两委”商议记录", "三组水渠疏浚", "小孩容易掉下去", "三、渠边加护栏。", "同意3票反对0票弃权1票", "王建设"):
        assert words in said
    refused(guide, lambda: guide.issue("deliberation_record", meeting, sign=False), "no_such_item")


def test_the_record_of_party_members_counts_members_voters_and_probationers(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "deliberate")
    meeting = hold(guide, found)
    facts = guide.desk.ask(deliberation_record_facts, meeting)
    assert (facts.members, facts.voters, facts.due) == (8, 7, 7)
    assert facts.excluded == ((NAMES[13], "预备党员没有表决权"),)
    assert facts.items[0].sent_to == "村民代表会议决议" and facts.items[0].plan_words.startswith("第3稿")
    said = text_of(guide, "deliberation_record", meeting)
    assert "党员总数8人有表决权7人未计入应到1人" in said and "审议记录" in said


def test_a_matter_that_was_refused_is_recorded_too_and_sent_nowhere(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "deliberate")
    meeting, item = gathered(guide, found)
    guide.vote(item, Votes(1, 6))
    guide.close(meeting)
    (item_facts,) = guide.desk.ask(deliberation_record_facts, meeting).items
    assert (item_facts.result, item_facts.sent_to, item_facts.sent_on) == ("没有通过", "", None)
    assert item_facts.plan == tuple(TEXT.split("\n")) and item_facts.revised == () and item_facts.amendments == ()
    assert guide.desk.ask(summary_minutes_facts, meeting).items[0].decision == "没有通过这一事项"


def test_two_matters_of_one_meeting_have_a_record_each(guide: Guide) -> None:
    one, two = matter(guide), matter(guide)
    for found in (one, two):
        reach(guide, found, "consult")
    on = guide.clock.day + timedelta(days=1)
    meeting = guide.hold("two_committees", "consult", [one, two], on, None, speeches=[("曾小满", "同意。")])
    assert [item.matter_number for item in guide.desk.ask(consultation_record_facts, meeting).items] == ["2026-001", "2026-002"]
    assert text_of(guide, "consultation_record", meeting).count("商议记录") == 2


def test_a_proposal_heard_together_with_the_consultation_keeps_its_first_text(guide: Guide) -> None:
    found = matter(guide, "tpl-4plus2")
    meeting, item = gathered(guide, found, merged=True)
    guide.vote(item, Votes(guide.meeting(meeting).present))
    guide.close(meeting)
    (heard,) = guide.desk.ask(consultation_record_facts, meeting).items
    assert heard.plan == tuple(TEXT.split("\n")) and heard.revised == () and heard.amendments == ()
    assert "同意" in text_of(guide, "consultation_record", meeting)


def test_everybody_who_is_due_gets_a_notice(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "resolve")
    hearing = [Hearing(found, "resolve")]
    plan = act.meetings.plan_meeting
    when = guide.clock.moment + timedelta(days=3)
    meeting = guide.desk.do(
        plan, body="rep_meeting", title="村民代表会议", places=[Place("村文化礼堂", when)], items=hearing,
        convener="村民委员会", chair="周明德", recorder="单守田",
    ).result
    refused(guide, lambda: guide.issue("personal_notice", meeting, sign=False), "no_notice")
    guide.desk.do(act.meetings.issue_notice, meeting)
    guide.desk.do(act.meetings.record_delivery, meeting, person_ids=[6, 7], method="当面送达")
    facts = guide.desk.ask(personal_notice_facts, meeting)
    assert len(facts.people) == guide.meeting(meeting).due == 15
    told = {person.name: person.delivered for person in facts.people}
    assert told[NAMES[5]].startswith("当面送达，2026年") and told[NAMES[8]] == ""
    said = text_of(guide, "personal_notice", meeting)
    assert said.count("回执") == 15 and all(f"{person.name}已收到" in said for person in facts.people)


def test_a_tally_is_blank_before_the_vote_and_filled_by_the_votes_after(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "resolve")
    meeting, item = gathered(guide, found, absent=2)
    (blank,) = guide.desk.ask(tally_sheet_facts, meeting).items
    assert blank.counts[0].yes is None and blank.share == "" and blank.voters == 15 and blank.total is None
    said = text_of(guide, "tally_sheet", meeting)
    assert "发出票收回票有效票无效票" in said and "监票人签名" in said
    guide.vote(item, Votes(11, 1, 1, secret=True))
    guide.close(meeting)
    (filled,) = guide.desk.ask(tally_sheet_facts, meeting).items
    (count,) = filled.counts
    assert (count.issued, count.returned, count.valid, count.invalid) == (13, 13, 13, 0)
    assert (count.yes, count.no, count.abstain, count.attendees) == (11, 1, 1, 13)
    assert filled.share == f"同意11票，占到会有表决权的13人的{float(100 * Fraction(11, 13)):.2f}%"
    assert dict(filled.tellers) == {"监票人": "查正清", "计票人": "曾小满", "唱票人": "赵玉梅"} and filled.result == "通过"
    guide.desk.do(act.papers.issue_paper, "tally_sheet", meeting, correction="表决以后照登记填好")


def test_the_sum_of_a_tally_is_the_sum_of_its_sittings(guide: Guide) -> None:
    meeting, item, (first, second), on = assembly(guide)
    come, vote = act.attendance.check_in, act.votes.record_vote
    guide.desk.do(come, meeting, person_ids=list(range(1, 9)), sitting_id=first)
    guide.desk.do(vote, item, method="show_of_hands", yes=7, no=1, sitting_id=first)
    (half,) = guide.desk.ask(tally_sheet_facts, meeting).items
    assert [count.yes for count in half.counts] == [7, None] and half.total is None
    guide.clock.go(on + timedelta(days=2), 20)
    guide.desk.do(come, meeting, person_ids=[20, 21, 22, 23, 24, 25], sitting_id=second)
    guide.desk.do(vote, item, method="show_of_hands", yes=5, abstain=1, sitting_id=second)
    guide.desk.do(act.votes.conclude_item, item)
    guide.close(meeting)
    (tally,) = guide.desk.ask(tally_sheet_facts, meeting).items
    assert tally.total is not None and (tally.total.yes, tally.total.no, tally.total.abstain) == (12, 1, 1)
    assert tally.total.attendees == sum(count.attendees or 0 for count in tally.counts) == 14
    assert tally.total.issued is None and "各场合计" in text_of(guide, "tally_sheet", meeting)
    paper = guide.desk.ask(resolution_document_facts, 1)
    assert (paper.body, paper.yes, paper.needs_authorization, paper.women) == ("村民会议", 12, False, "")
    assert paper.due == 25 and "十八周岁以上村民" in paper.counted


def test_a_summary_follows_the_confirmed_minutes(guide: Guide) -> None:
    found = matter(guide, executor="村民委员会")
    reach(guide, found, "resolve")
    meeting, item = gathered(guide, found, absent=1)
    guide.vote(item, Votes(14))
    refused(guide, lambda: guide.issue("summary_minutes", meeting, sign=False), "not_closed")
    guide.desk.do(act.meetings.close_meeting, meeting)
    refused(guide, lambda: guide.issue("summary_minutes", meeting, sign=False), "not_confirmed")
    guide.desk.do(act.votes.confirm_minutes, meeting, confirmed_by="周明德、单守田")
    facts = guide.desk.ask(summary_minutes_facts, meeting)
    assert facts.mark == "石桥村村民代表会议纪要" and len(facts.present) == 14 and len(facts.leave) == 1
    (agreed,) = facts.items
    assert agreed.votes == "同意14票，反对0票，弃权0票" and agreed.executor == "村民委员会" and agreed.deadline == ""
    said = text_of(guide, "summary_minutes", meeting)
    assert said.startswith("石桥村村民代表会议纪要") and "外出务工" not in said and "完成期限：＿＿＿＿" in said


def test_a_resolution_says_who_decided_by_what_right_and_with_which_votes(guide: Guide) -> None:
    found = matter(guide)
    refused(guide, lambda: guide.issue("resolution_document", found, sign=False), "no_resolution")
    reach(guide, found, "disclose_resolution")
    facts = guide.desk.ask(resolution_document_facts, found)
    assert facts.body == "村民代表会议" and "村民代表会议组成人员" in facts.counted and "村民会议已授权" in facts.authorization
    assert (facts.due, facts.present, facts.yes) == (15, 15, 15) and facts.women == "代表中的妇女应到5人，实到5人"
    assert facts.text == tuple(TEXT.split("\n")) and facts.budget == "30,000.00元" and facts.executor == ""
    said = text_of(guide, "resolution_document", found)
    assert "关于三组水渠疏浚的决议书" in said and "生效日期年月日" in said and said.count("（盖章处）") == 2
    newer = guide.desk.do(act.papers.issue_paper, "resolution_document", found, correction="写上执行单位").result
    assert guide.desk.ask(paper_page, newer).version == 2


@pytest.mark.parametrize("kind", ["personal_notice", "tally_sheet", "consultation_record", "summary_minutes"])
def test_a_meeting_that_was_called_off_has_no_papers(guide: Guide, kind: str) -> None:
    found = matter(guide)
    reach(guide, found, "consult")
    on = guide.clock.day + timedelta(days=2)
    meeting = guide.call("two_committees", [Hearing(found, "consult")], on, notice_on=guide.clock.day)
    guide.desk.do(act.meetings.void_meeting, meeting, reason="书记外出开会，另行通知")
    refused(guide, lambda: guide.issue(kind, meeting, sign=False), "meeting_state")


def kinds(guide: Guide, meeting: int) -> Sequence[str]:
    """The papers that may be issued of a meeting now."""
    return [one.kind for one in guide.desk.ask(issuing_page, meeting_id=meeting) if not one.obstacles]


def test_each_paper_is_offered_when_its_time_has_come(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "consult")
    meeting, item = gathered(guide, found)
    assert {"meeting_notice", "personal_notice", "attendance_sheet", "ballot", "tally_sheet"} == set(kinds(guide, meeting))
    guide.vote(item, Votes(guide.meeting(meeting).present))
    guide.desk.do(act.meetings.close_meeting, meeting)
    assert {"attendance_sheet", "consultation_record", "tally_sheet"} == set(kinds(guide, meeting))
    guide.desk.do(act.votes.confirm_minutes, meeting, confirmed_by="周明德、单守田")
    assert {"minutes", "minutes_pdf", "summary_minutes", "signature_page", "consultation_record"} <= set(kinds(guide, meeting))


def test_who_signs_for_another_stands_beside_his_name(guide: Guide) -> None:
    found = matter(guide, "cn-collective-assembly", category="land_compensation")
    reach(guide, found, "resolve")
    on = guide.clock.day + timedelta(days=10)
    meeting = guide.call("collective_assembly", [Hearing(found, "resolve")], on, notice_on=guide.clock.day)
    guide.desk.do(act.meetings.open_meeting, meeting)
    guide.desk.do(act.attendance.check_in, meeting, person_ids=list(range(1, 14)))
    guide.desk.do(act.attendance.record_proxy, meeting, giver_id=14, holder_id=13, document="委托书第1号")
    facts = guide.desk.ask(attendance_sheet_facts, meeting)
    assert {line.name: line.proxy for line in facts.lines if line.proxy} == {NAMES[13]: NAMES[12]}
    assert "代理人签名按手印" in text_of(guide, "attendance_sheet", meeting)
