"""What only some places and procedures ask for: each enforced where it holds, and only there."""

from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing, Place
from consult_desk.sample.guide import Clock, Guide, Votes
from consult_desk.views.meeting_facts import minutes_facts
from consult_desk.views.people import authorizations
from tests.journeys import hamlet
from tests.journeys.hamlet import FOUNDED, REPS, START, WOMEN, advance, gathered, matter, reach, refused, told


def plan(guide: Guide, found: int, on: date, **more: object) -> int:
    """Call the body of the matter's step for a day."""
    step = hamlet.rule(guide, found)
    meeting: int = guide.desk.do(
        act.meetings.plan_meeting, body=step.body, title=step.title, places=[Place("文化礼堂", Clock(on).moment)],
        items=[Hearing(found, step.key)], convener="村民委员会", chair="周明德", recorder="单守田", **more,
    ).result
    return meeting


def test_shandong(guide: Guide) -> None:
    """Five days in writing and posted; two thirds of the women; an authorisation posted and filed, void without."""
    found = matter(guide, "sd")
    reach(guide, found, "resolve")
    on = guide.clock.day + timedelta(days=5)
    meeting = plan(guide, found, on)
    for how, words in (({"written": False}, "书面通知本人"), ({"posted": False}, "张榜公布")):
        lack = refused(guide, lambda how=how: guide.desk.do(act.meetings.issue_notice, meeting, **how), "notice")[0]
        assert words in lack.words and "第二十四条" in lack.reference
    guide.clock.go(guide.clock.day + timedelta(days=1))
    refused(guide, lambda: guide.desk.do(act.meetings.issue_notice, meeting), "notice")
    guide.desk.do(act.meetings.issue_notice, meeting, given_on=on - timedelta(days=5))
    guide.desk.do(act.meetings.record_delivery, meeting, person_ids=[6, 7], method="送达本人", receipt="签收")
    guide.clock.go(on)
    guide.desk.do(act.meetings.open_meeting, meeting)
    women = sorted(set(WOMEN))
    coming = [1, 4, 5, *sorted(set(REPS) - set(WOMEN)), *women[:3]]
    guide.desk.do(act.attendance.check_in, meeting, person_ids=coming)
    item = guide.meeting(meeting).items[0].item
    stopped = refused(guide, lambda: guide.record(item, Votes(13)), "quorum", "authorization")
    assert "妇女村民代表" in told(stopped, "quorum").words and "还差 1" in told(stopped, "quorum").words
    void = told(stopped, "authorization")
    assert "公布和报乡镇备案" in void.words and "无效" in void.words and "山东" in void.reference
    grant = guide.desk.ask(authorizations)[0]
    publish = act.people.publish_authorization
    day = on - timedelta(days=1)
    refused(guide, lambda: guide.desk.do(publish, grant.authorization, posted_on=FOUNDED - timedelta(days=1)), "order")
    guide.desk.do(publish, grant.authorization, posted_on=day, filed_on=day)
    refused(guide, lambda: guide.desk.do(publish, grant.authorization, posted_on=day), "already_done")
    refused(guide, lambda: guide.desk.do(publish, 99, posted_on=day), "unknown_authorization")
    refused(guide, lambda: guide.record(item, Votes(13)), "quorum")
    guide.desk.do(act.attendance.check_in, meeting, person_ids=[women[3]])
    assert guide.vote(item, Votes(14)).passed


def test_shandong_counts_publication_of_the_meetings_day(guide: Guide) -> None:
    """An authorisation posted and filed only after the meeting does not heal a decision."""
    found = matter(guide, "sd")
    reach(guide, found, "resolve")
    _meeting, item = gathered(guide, found)
    grant = guide.desk.ask(authorizations)[0].authorization
    guide.clock.go(guide.clock.day + timedelta(days=2))
    today = guide.clock.day
    guide.desk.do(act.people.publish_authorization, grant, posted_on=today - timedelta(days=3), filed_on=today)
    words = refused(guide, lambda: guide.record(item, Votes(15)), "authorization")[0].words
    assert "还没有报乡镇备案" in words and "公布" not in words.split("还没有")[1].split("，")[0]


def test_zhejiang_wants_three_days_and_answers_in_fifteen(guide: Guide) -> None:
    found = matter(guide, "zj")
    reach(guide, found, "resolve")
    meeting = plan(guide, found, guide.clock.day + timedelta(days=2))
    short = refused(guide, lambda: guide.desk.do(act.meetings.issue_notice, meeting), "notice")[0]
    assert "应当提前 3 天" in short.words and "浙江" in short.reference
    guide.desk.do(act.meetings.void_meeting, meeting, reason="通知来不及，改期")
    reach(guide, found, "disclose_resolution")
    guide.desk.do(act.disclosures.record_objection, found, name="易兴旺", channel="口头", content="请公开单价")
    assert guide.matter(found).objections[0].due_on == guide.clock.day + timedelta(days=15)


def test_shanghai_wants_thirty_five_representatives(practice_village: Path, tmp_path: Path, guide: Guide) -> None:
    """Twelve are refused with both figures; the practice village has enough of them and goes on to vote."""
    found = matter(guide, "sh")
    reach(guide, found, "resolve")
    _meeting, item = gathered(guide, found)
    few = refused(guide, lambda: guide.record(item, Votes(15)), "composition")[0]
    assert "至少 35 人，现有 12 人，还差 23 人" in few.words and "上海" in few.reference
    large = hamlet.opened(practice_village, tmp_path / "large")
    found = matter(large, "sh")
    reach(large, found, "disclose_resolution")
    assert large.matter(found).steps[3].state == "done"
    large.desk.close()


def test_henan_names_who_may_propose(guide: Guide) -> None:
    """Joint proposals need a tenth of the villagers or a fifth of the representatives; a body needs no signatures."""
    found = matter(guide, "ha", proposer="villagers")
    day = guide.clock.day
    move = next(m for m in guide.matter(found).moves if m.action == "plan_meeting")
    few = refused(guide, lambda: plan(guide, found, day), "proposers")
    assert move.obstacles == few and "村民" in few[0].words and "第五十四条" in few[0].reference
    assert guide.desk.do(act.matters.join_proposal, found, person_ids=[18, 19]).result == 2
    refused(guide, lambda: plan(guide, found, day), "proposers")
    assert guide.desk.do(act.matters.join_proposal, found, person_ids=[18, 20]).result == 3
    advance(guide, found)
    by_reps = matter(guide, "ha", proposer="reps")
    guide.desk.do(act.matters.join_proposal, by_reps, person_ids=[6, 7])
    refused(guide, lambda: plan(guide, by_reps, guide.clock.day), "proposers")
    guide.desk.do(act.matters.join_proposal, by_reps, person_ids=[8])
    advance(guide, by_reps)
    for proposer in ("residents_committee", "superior", "collective"):
        other = matter(guide, "ha", proposer=proposer)
        move = next(m for m in guide.matter(other).moves if m.action == "plan_meeting")
        assert move.allowed == (proposer != "residents_committee")


def test_beijing_convenes_within_five_days(guide: Guide) -> None:
    """A fifth of the representatives demand it; the sixth day is refused while the fifth can still be met."""
    found = matter(guide, "bj")
    reach(guide, found, "resolve")
    day = guide.clock.day
    demand = {"demanded_by": "villagers_reps", "demanders": 3, "demanded_on": day}
    late = refused(guide, lambda: plan(guide, found, day + timedelta(days=6), **demand), "convened_late")[0]
    assert "5 天内" in late.words and "北京" in late.reference
    few = {**demand, "demanders": 2}
    assert "需 3 人" in refused(guide, lambda: plan(guide, found, day + timedelta(days=4), **few), "convening")[0].words
    refused(guide, lambda: plan(guide, found, day, demanded_on=day + timedelta(days=1)), "order")
    meeting = plan(guide, found, day + timedelta(days=5), **demand)
    guide.desk.do(act.meetings.issue_notice, meeting)
    guide.clock.go(day + timedelta(days=5))
    guide.gather(meeting)
    assert guide.vote(guide.meeting(meeting).items[0].item, Votes(15)).passed


def test_beijing_holds_a_meeting_that_is_overdue(guide: Guide) -> None:
    """The committee's delay costs the villagers no meeting: it is held, and the verdict says how late it was."""
    found = matter(guide, "bj")
    reach(guide, found, "resolve")
    day = guide.clock.day
    guide.clock.go(day + timedelta(days=7))
    demand = {"demanded_by": "villagers_reps", "demanders": 3, "demanded_on": day}
    meeting = plan(guide, found, day + timedelta(days=10), **demand)
    guide.desk.do(act.meetings.issue_notice, meeting)
    guide.clock.go(day + timedelta(days=10))
    guide.gather(meeting)
    outcome = guide.vote(guide.meeting(meeting).items[0].item, Votes(15))
    assert outcome.passed and "北京" in outcome.reference


def own_profile(home: Path, key: str, extends: str, body: str) -> None:
    """A village's own overlay beside its data."""
    folder = home / "profiles" / key
    folder.mkdir(parents=True)
    head = f'key = "{key}"\nsource_id = "{key}"\ntitle = "本村办法"\nregion = "重庆"\nscope = "village"\nkind = "overlay"\n'
    tail = f'extends = "{extends}"\nconfidence = "high"\nsource = "重庆市实施办法（2013）"\n'
    (folder / "profile.toml").write_text(head + tail + body)


CHONGQING = """
[options.exclude_unreachable]
title = "不计入应到的村民"
[[options.exclude_unreachable.value]]
since = 2013-09-25
is = true
reference = "重庆市实施办法（2013）第七条"
checked = 2026-11-22
"""


def test_only_chongqing_leaves_villagers_out(template: Path, tmp_path: Path) -> None:
    """Away and unreachable: left out with a reason under Chongqing's rule, printed in the minutes, refused elsewhere."""
    copytree(template, tmp_path / "own")
    own_profile(tmp_path / "own", "cq-assembly", "cn-village-assembly", CHONGQING)
    guide = hamlet.Guide(hamlet.Desk(tmp_path / "own", now=(clock := Clock(START))), clock)
    away = {23: "外出务工失去联系", 24: "在外住院不能回村"}
    meetings = {}
    for profile in ("cn-village-assembly", "cq-assembly"):
        found = matter(guide, profile)
        reach(guide, found, "resolve")
        on = guide.clock.day + timedelta(days=10)
        meetings[profile] = plan(guide, found, on)
        guide.desk.do(act.meetings.issue_notice, meetings[profile])
        guide.clock.go(on)
    elsewhere, here = meetings.values()
    open_it = act.meetings.open_meeting
    refused(guide, lambda: guide.desk.do(open_it, elsewhere, exclusions=away), "no_exclusion")
    refused(guide, lambda: guide.desk.do(open_it, here, exclusions={23: " "}), "exclusion_reason")
    refused(guide, lambda: guide.desk.do(open_it, here, exclusions={26: "外出不在本村"}), "exclusion_unknown")
    assert guide.desk.do(open_it, here, exclusions=away).result["adults_18"] == 23
    refused(guide, lambda: guide.desk.do(act.attendance.check_in, here, person_ids=[23]), "excluded_person")
    guide.desk.do(act.attendance.check_in, here, person_ids=list(range(1, 14)))
    item = guide.meeting(here).items[0]
    assert item.quorum_met and guide.vote(item.item, Votes(7, 6)).passed
    assert guide.desk.ask(minutes_facts, here).excluded == tuple((hamlet.NAMES[n - 1], why) for n, why in away.items())
    guide.desk.close()


def test_a_representatives_meeting_leaves_nobody_out(guide: Guide) -> None:
    found = matter(guide, "cq")
    reach(guide, found, "resolve")
    meeting = plan(guide, found, guide.clock.day + timedelta(days=3))
    guide.desk.do(act.meetings.issue_notice, meeting)
    guide.clock.go(guide.clock.day + timedelta(days=3))
    leave_out = {"exclusions": {6: "外出务工失去联系"}}
    refused(guide, lambda: guide.desk.do(act.meetings.open_meeting, meeting, **leave_out), "no_exclusion")


def test_chongqing_posts_within_ten_days_and_answers_in_three(guide: Guide) -> None:
    found = matter(guide, "cq")
    reach(guide, found, "disclose_resolution")
    guide.clock.go(guide.clock.day + timedelta(days=11))
    guide.issue("resolution", found, sign=False)
    hung = guide.desk.do(
        act.disclosures.post_notice, found, step="disclose_resolution", places=["村务公开栏"]
    ).result
    assert "晚了 1 天" in hung.words
    objection = guide.desk.do(
        act.disclosures.record_objection, found, name="易兴旺", channel="书面", content="请公开单价"
    ).result
    guide.clock.go(guide.clock.day + timedelta(days=5))
    open_one = told(guide.matter(found).waiting, "open_objection")
    assert "晚了 2 天" in open_one.words and "重庆" in open_one.reference
    reply = {"finding": "rejected", "reply": "单价已在附件公布", "handler": "单守田"}
    guide.desk.do(act.disclosures.reply_objection, objection, **reply)
    assert any("答复晚了 2 天" in w for w in guide.matter(found).warnings)


@pytest.mark.parametrize("profile", ["cn-village-reps", "tpl-4plus2"])
def test_merging_proposal_and_conference(guide: Guide, profile: str) -> None:
    """Only where the profile allows it, and only while one person heads both committees on the meeting's day."""
    found = matter(guide, profile)
    day = guide.clock.day
    both = [Hearing(found, "consult", merged=True)]
    if profile == "cn-village-reps":
        assert "分两次会议" in refused(guide, lambda: guide.call("two_committees", both, day), "merge")[0].fix
        return
    meeting, item = gathered(guide, found, merged=True)
    facts = guide.desk.ask(minutes_facts, meeting)
    assert facts.items[0].step.endswith("（提议与商议合并召开）")
    # Five voters, three of them the branch committee: 3 for and 2 against leave open how the committee stood.
    guide.record(item, Votes(3, 2))
    open_question = refused(guide, lambda: guide.desk.do(act.votes.conclude_item, item), "merged_votes")[0]
    assert "记名表决" in open_question.fix
    roll = {1: "yes", 2: "no", 3: "no", 4: "yes", 5: "yes"}
    guide.desk.do(
        act.votes.record_vote, item, method="roll_call", choices=roll, correction="改为记名表决，分清党组织委员的意见"
    )
    outcome = guide.desk.do(act.votes.conclude_item, item).result
    assert not outcome.passed and "同意 1 人" in outcome.words
    guide.close(meeting)
    guide.desk.do(act.matters.request_revote, found, reason="说明后重新表决")
    meeting, item = gathered(guide, found, merged=True)
    assert guide.vote(item, Votes(5)).passed
    view = guide.matter(found)
    assert view.step == "deliberate" and [s.state for s in view.steps[:2]] == ["done", "done"]
    guide.close(meeting)
    papers = guide.desk.ask(minutes_facts, meeting).items[0]
    assert "应到 3 人" in papers.quorum_words and "应到 5 人" in papers.quorum_words


def test_two_heads_may_not_merge(guide: Guide) -> None:
    """The chairmanship passes to another: from that day the two meetings are two again."""
    seats = guide.desk.ask(hamlet_seats)
    for body in ("villagers_committee", "residents_committee"):
        guide.desk.do(act.people.end_seat, seats[(1, body)], until=START - timedelta(days=1))
    found = matter(guide, "tpl-4plus2")
    both = [Hearing(found, "consult", merged=True)]
    refused(guide, lambda: guide.call("two_committees", both, guide.clock.day), "merge")


def hamlet_seats(look: hamlet.Any) -> dict[tuple[int, str], int]:
    """Membership ids by person and body."""
    from consult_desk.model import Membership

    return {(m.person_id, m.body): m.id for m in look.session.query(Membership)}


def test_a_process_that_takes_too_long_warns(guide: Guide) -> None:
    """The 4+2 template wants twenty days: over them the page says so, and nothing is stopped."""
    found = matter(guide, "tpl-4plus2")
    advance(guide, found)
    guide.clock.go(guide.clock.day + timedelta(days=20))
    assert guide.matter(found).warnings == ()
    guide.clock.go(guide.clock.day + timedelta(days=1))
    assert "议事已用 21 天，一般应控制在 20 天以内" in guide.matter(found).warnings[0]
    reach(guide, found, "disclose_resolution")
