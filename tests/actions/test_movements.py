"""Against the stream: sent back, withdrawn, rejected, voted again, suspended, resumed; and the text at each hand-over."""

from datetime import timedelta
from typing import Any

import pytest

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing
from consult_desk.sample.guide import Guide, Votes
from tests.journeys.hamlet import START, TEXT, advance, gathered, matter, reach, refused, told


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"category": "party", "origin": "dream", "proposer": "nobody"}, {"category", "origin", "proposer"}),
        ({"budget": -1}, {"budget"}),
        ({"budget": 100, "fund_source": " "}, {"fund_source"}),
        ({"profile": "atlantis"}, {"unknown_profile"}),
        ({"opened_on": START + timedelta(days=1)}, {"future_date"}),
        ({"opened_on": START.replace(year=1949)}, {"odd_date"}),
    ],
)
def test_matters_that_are_refused(guide: Guide, given: dict[str, Any], codes: set[str]) -> None:
    """Every fault at once, none of them written."""
    whole = {"title": "疏浚", "category": "other", "origin": "cadre", "text": TEXT, **given}
    refused(guide, lambda: guide.desk.do(act.matters.open_matter, **whole), *codes)


def test_the_text_is_frozen_at_each_hand_over(guide: Guide) -> None:
    """Every step freezes the text; a change between them is kept with its reason and the lines that changed."""
    found = matter(guide)
    advance(guide, found)
    revise = act.matters.revise_text
    new = TEXT.replace("三万元", "两万八千元")
    refused(guide, lambda: guide.desk.do(revise, found, text=TEXT, reason="没有改任何字"), "unchanged")
    refused(guide, lambda: guide.desk.do(revise, found, text=new, reason="改"), "reason")
    refused(guide, lambda: guide.desk.do(revise, found, text=new, reason="按意见压减", revised_on=START), "order")
    assert guide.desk.do(revise, found, text=new, reason="两委意见：压减预算").result == 3
    reach(guide, found, "disclose_resolution")
    texts = guide.matter(found).texts
    assert [t.number for t in texts] == [1, 2, 3, 4, 5, 6]
    assert texts[2].diff.count("\n-") == 1 and "+二、投资不超过两万八千元" in texts[2].diff and texts[2].reason.endswith("压减预算")
    assert [t.diff for t in texts[3:]] == ["", "", ""] and {t.text for t in texts[2:]} == {new}
    refused(guide, lambda: guide.desk.do(revise, found, text=TEXT, reason="还是改回来吧"), "resolved")


def test_sent_back_with_a_reason(guide: Guide) -> None:
    """Back along the steps taken only; what was undone must be done again, and dates go on from there."""
    found = matter(guide)
    back = act.matters.send_back
    refused(guide, lambda: guide.desk.do(back, found, to_step="propose", reason="再研究一下"), "first_step")
    reach(guide, found, "deliberate")
    ahead = {"to_step": "resolve", "reason": "预算不清楚"}
    assert "村党组织提议" in refused(guide, lambda: guide.desk.do(back, found, **ahead), "not_taken")[0].fix
    given = {"to_step": "propose", "reason": "预算不清楚"}
    refused(guide, lambda: guide.desk.do(back, found, on=START, **given), "order")
    meeting = guide.call("party_member_meeting", [Hearing(found, "deliberate")], guide.clock.day)
    refused(guide, lambda: guide.desk.do(back, found, **given), "already_planned")
    refused(guide, lambda: guide.desk.do(act.matters.withdraw_matter, found, reason="不再办理了"), "already_planned")
    guide.desk.do(act.meetings.void_meeting, meeting, reason="事项要退回")
    guide.clock.go(guide.clock.day + timedelta(days=5))
    guide.desk.do(back, found, **given)
    view = guide.matter(found)
    assert view.step == "propose" and [s.state for s in view.steps[:2]] == ["current", "ahead"]
    assert view.history == (f"{guide.clock.day} 退回：预算不清楚",)
    before = guide.call("party_committee", [Hearing(found, "propose")], guide.clock.day - timedelta(days=1))
    guide.clock.go(guide.clock.day + timedelta(days=1))
    guide.gather(before)
    words = refused(guide, lambda: guide.record(guide.meeting(before).items[0].item, Votes(3)), "order")[0].words
    assert "退回是" in words
    guide.desk.do(act.meetings.void_meeting, before, reason="日期写错了")
    reach(guide, found, "disclose_resolution")


def test_withdrawn(guide: Guide) -> None:
    """Over until proposed anew: every verb says so; after the resolution there is no withdrawing."""
    found = matter(guide)
    advance(guide, found)
    guide.desk.do(act.matters.withdraw_matter, found, reason="上级已有安排")
    view = guide.matter(found)
    assert view.state_title == "已撤回" and view.waiting[0].code == "withdrawn"
    refused(guide, lambda: guide.call("two_committees", [Hearing(found, "consult")], guide.clock.day), "withdrawn")
    refused(guide, lambda: guide.desk.do(act.matters.send_back, found, to_step="propose", reason="还想再议"), "withdrawn")
    refused(guide, lambda: guide.desk.do(act.matters.revise_text, found, text="新", reason="还想再议"), "withdrawn")
    objection = {"name": "易兴旺", "channel": "口头", "content": "为什么撤回"}
    refused(guide, lambda: guide.desk.do(act.disclosures.record_objection, found, **objection), "withdrawn")
    other = matter(guide)
    reach(guide, other, "disclose_resolution")
    refused(guide, lambda: guide.desk.do(act.matters.withdraw_matter, other, reason="不想办了"), "resolved")


def test_rejected_by_the_vote_and_voted_again(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "resolve")
    meeting, item = gathered(guide, found)
    refused(guide, lambda: guide.desk.do(act.matters.request_revote, found, reason="再表决一次"), "no_revote")
    assert not guide.vote(item, Votes(7, 8)).passed
    guide.close(meeting)
    view = guide.matter(found)
    assert (view.state, view.steps[3].state, view.waiting[0].code) == ("rejected", "not_passed", "rejected")
    assert "未通过" in view.history[0] and "同意 7 人" in view.history[0]
    refused(guide, lambda: guide.call("rep_meeting", [Hearing(found, "resolve")], guide.clock.day), "rejected")
    guide.desk.do(act.matters.revise_text, found, text=TEXT + "\n三、分两年实施。", reason="按会上意见修改")
    guide.desk.do(act.matters.request_revote, found, reason="修改后重新表决")
    assert guide.matter(found).step == "resolve"
    reach(guide, found, "")
    assert guide.matter(found).state == "done"


def upheld(guide: Guide, effect: str, **more: Any) -> tuple[int, int]:
    """A matter whose posting drew an objection that was upheld."""
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    guide.issue("resolution", found, sign=False)
    posting, _until = guide.post(found, "disclose_resolution", guide.clock.day)
    guide.desk.do(
        act.execution.start_execution, found, executor="村民委员会", parts=[act.execution.Part("疏浚", 100)]
    )
    objection = guide.desk.do(
        act.disclosures.record_objection, found, name="易兴旺", channel="书面", content="渠线改了没有告诉我们"
    ).result
    guide.clock.go(guide.clock.day + timedelta(days=2))
    guide.desk.do(
        act.disclosures.reply_objection, objection, finding="upheld", reply="渠线确有改动", handler="单守田", effect=effect,
        **more,
    )
    return found, posting


def test_an_objection_upheld_suspends(guide: Guide) -> None:
    """Work and matter stand still until resumed with a reason; then the posting goes on."""
    found, posting = upheld(guide, "suspend")
    view = guide.matter(found)
    assert view.state == "suspended" and view.objections[0].finding == "成立" and "暂停" in view.history[0]
    for verb, given in (
        (act.execution.complete_milestone, {"number": 1}),
        (act.execution.finish_execution, {}),
    ):
        refused(guide, lambda verb=verb, given=given: guide.desk.do(verb, found, **given), "suspended")
    refused(guide, lambda: guide.issue("resolution", found, sign=False), "suspended")
    accept = {"by": ["查正清"], "finding": "合格"}
    codes = ("suspended", "not_finished")
    refused(guide, lambda: guide.desk.do(act.execution.accept_work, found, **accept), *codes)
    refused(guide, lambda: guide.desk.do(act.matters.resume_matter, found, reason="好了"), "reason")
    guide.desk.do(act.matters.resume_matter, found, reason="渠线已经改回")
    refused(guide, lambda: guide.desk.do(act.matters.resume_matter, found, reason="渠线已经改回"), "not_suspended")
    guide.take_down(posting, guide.matter(found).postings[0].until_on)
    guide.desk.do(act.execution.complete_milestone, found, 1)
    assert guide.matter(found).step == "disclose_result" and guide.matter(found).progress == 100


def test_a_suspended_resolution_may_be_voted_again(guide: Guide) -> None:
    found, _posting = upheld(guide, "suspend")
    guide.desk.do(act.matters.request_revote, found, reason="渠线改动须重新表决")
    view = guide.matter(found)
    assert (view.state, view.step) == ("open", "resolve")
    advance(guide, found)
    assert guide.matter(found).steps[3].state == "done"


def test_an_objection_upheld_sends_the_matter_back(guide: Guide) -> None:
    """The notice comes down, the work stops; the new resolution needs a new notice, new work, a new acceptance."""
    found, posting = upheld(guide, "send_back", to_step="consult")
    view = guide.matter(found)
    assert (view.state, view.step) == ("open", "consult")
    assert view.postings[0].state == "提前撤下" and view.objections[0].reply == "渠线确有改动"
    refused(guide, lambda: guide.desk.do(act.disclosures.take_down, posting), "not_hanging")
    refused(guide, lambda: guide.desk.do(act.execution.complete_milestone, found, 1), "suspended")
    reach(guide, found, "disclose_resolution")
    post = {"step": "disclose_resolution", "places": ["村务公开栏"]}
    old = refused(guide, lambda: guide.desk.do(act.disclosures.post_notice, found, **post), "no_paper")
    assert old[0].leads_to == "issue_paper"
    guide.desk.do(
        act.papers.issue_paper, "resolution", found, posted_from=guide.clock.day, correction="重新议决后另行公告"
    )
    hung, until = guide.post(found, "disclose_resolution", guide.clock.day)
    guide.take_down(hung, until)
    day = guide.clock.day + timedelta(days=1)
    assert told(guide.matter(found).waiting, "no_execution").leads_to == "start_execution"
    guide.execute(found, day, day + timedelta(days=4), day + timedelta(days=5), 2_900_000)
    assert guide.matter(found).progress == 100
    guide.issue("result", found, sign=False)
    hung, until = guide.post(found, "disclose_result", guide.clock.day)
    guide.take_down(hung, until)
    assert guide.matter(found).state == "done"


def test_the_wrong_way_to_answer_an_objection(guide: Guide) -> None:
    found = matter(guide)
    record, reply = act.disclosures.record_objection, act.disclosures.reply_objection
    words = {"name": "易兴旺", "channel": "口头", "content": "不同意这样改"}
    refused(guide, lambda: guide.desk.do(record, found, received_on=START - timedelta(days=1), **words), "order")
    guide.clock.go(START + timedelta(days=2))
    objection = guide.desk.do(record, found, **words).result
    say = {"reply": "已说明", "handler": "单守田"}

    def answer(**given: Any) -> None:
        guide.desk.do(reply, objection, **{**say, **given})

    refused(guide, lambda: guide.desk.do(reply, 99, finding="rejected", **say), "unknown_objection")
    refused(guide, lambda: answer(finding="perhaps"), "finding")
    refused(guide, lambda: answer(finding="rejected", effect="suspend"), "finding")
    refused(guide, lambda: answer(finding="rejected", replied_on=START), "order")
    refused(guide, lambda: answer(finding="upheld", effect="send_back", to_step="propose"), "first_step")
    answer(finding="rejected")
    refused(guide, lambda: answer(finding="rejected"), "unknown_objection")


def test_joint_proposers_attachments_and_supervision(guide: Guide) -> None:
    found = matter(guide)
    attach, supervise = act.matters.attach_file, act.matters.record_supervision
    refused(guide, lambda: guide.desk.do(act.matters.join_proposal, found, person_ids=[26]), "minor")
    refused(guide, lambda: guide.desk.do(act.matters.join_proposal, found, person_ids=[99]), "unknown_person")
    refused(guide, lambda: guide.desk.do(attach, found, title="图", file_name="a.png", data=b""), "file_size")
    digest = guide.desk.do(attach, found, title="现场照片", file_name="C:\\照片\\a.png", data=b"picture").result
    assert [(f.title, f.file_name, f.size) for f in guide.matter(found).sheet.attachments] == [("现场照片", "a.png", 7)]
    assert guide.desk.ask(lambda look: look.file(digest)) == b"picture"
    seen = {"persons": "洪石头", "finding": "程序合规"}
    refused(guide, lambda: guide.desk.do(supervise, found, step="consult", **seen), "not_this_step")
    refused(guide, lambda: guide.desk.do(supervise, found, step="dance", **seen), "unknown_step")
    early = {"on": START - timedelta(days=1), **seen}
    refused(guide, lambda: guide.desk.do(supervise, found, step="propose", **early), "order")
    guide.desk.do(supervise, found, step="propose", **seen)
    assert guide.matter(found).steps[0].supervision == "洪石头（2026-03-02）：程序合规"
