"""What the page offers is what the action does: every button that is grey refuses with its own reasons."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from consult_desk import actions as act
from consult_desk.actions.execution import Part
from consult_desk.actions.meetings import Hearing, Place
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.sample.guide import Clock, Guide, Votes
from consult_desk.views.journal import journal_state
from consult_desk.views.papers import paper_page
from tests.journeys.hamlet import TEXT, advance, gathered, matter, rule


class Undone(Exception):
    """Thrown after an action succeeded, so that trying it leaves no trace."""


def attempt(guide: Guide, work: Callable[..., object], *args: object, **given: object) -> tuple[Obstacle, ...]:
    """Try an action for real and undo it; answers why it was refused, () when it worked."""

    def inside(tx: act.matters.Tx) -> None:
        work(tx, *args, **given)
        tx.session.flush()
        raise Undone

    before = guide.desk.ask(journal_state).entries
    try:
        guide.desk.do(inside)
    except Undone:
        found: tuple[Obstacle, ...] = ()
    except Refused as refusal:
        found = refusal.obstacles
    assert guide.desk.ask(journal_state).entries == before
    return found


def tried(guide: Guide, found: int, name: str) -> tuple[Obstacle, ...]:
    """Try a move of a matter as a person would who clicks it now."""
    view = guide.matter(found)
    day = guide.clock.day
    match name:
        case "plan_meeting":
            step = rule(guide, found)
            return attempt(
                guide, act.meetings.plan_meeting, body=step.body, title=step.title,
                places=[Place("会议室", Clock(day).moment)], items=[Hearing(found, step.key)], convener="村党支部",
                chair="周明德", recorder="单守田",
            )
        case "record_review":
            return attempt(guide, act.matters.record_review, found, step=view.step, by="小组", opinion="同意")
        case "issue_paper":
            kind = {"disclose_resolution": "resolution", "disclose_result": "result"}[view.step]
            again = any(p.kind == kind for p in view.papers)
            reason = "更正公告内容" if again else ""
            return attempt(guide, act.papers.issue_paper, kind, found, posted_from=day, correction=reason)
        case "post_notice":
            kind = {"disclose_resolution": "resolution", "disclose_result": "result"}.get(view.step, "")
            papers = [p.paper for p in view.papers if p.kind == kind and not p.superseded]
            printed = guide.desk.ask(paper_page, papers[0]).facts["posted_from"] if papers else day.isoformat()
            on = date.fromisoformat(str(printed))
            return attempt(guide, act.disclosures.post_notice, found, step=view.step, places=["公开栏"], posted_on=on)
        case "take_down":
            return attempt(guide, act.disclosures.take_down, view.postings[-1].posting)
        case "revise_text":
            return attempt(guide, act.matters.revise_text, found, text=TEXT + "\n三、补充。", reason="补充一条内容")
        case "send_back":
            done = [s.key for s in view.steps if s.state == "done"]
            return attempt(guide, act.matters.send_back, found, to_step=done[0] if done else "propose", reason="再研究研究")
        case "withdraw_matter":
            return attempt(guide, act.matters.withdraw_matter, found, reason="情况有变化")
        case "request_revote":
            return attempt(guide, act.matters.request_revote, found, reason="说明后再表决")
        case "resume_matter":
            return attempt(guide, act.matters.resume_matter, found, reason="问题已经解决")
        case "start_execution":
            return attempt(
                guide, act.execution.start_execution, found, executor="村委会", parts=[Part("疏浚", 100)]
            )
        case "accept_work":
            return attempt(guide, act.execution.accept_work, found, by=["查正清"], finding="合格")
    raise AssertionError(f"no such move: {name}")


def check(guide: Guide, found: int) -> set[str]:
    """Every move of the matter, shown and enforced alike; answers the names of the allowed ones."""
    allowed = set()
    for move in guide.matter(found).moves:
        met = tried(guide, found, move.action)
        shown, enforced = {o.code for o in move.obstacles}, {o.code for o in met}
        assert shown == enforced, (move.action, move.obstacles, met)
        assert all(o.words and o.code for o in move.obstacles)
        if move.allowed:
            allowed.add(move.action)
    return allowed


def stages(guide: Guide, found: int) -> Iterator[str]:
    """A journey stopped between any two actions of it."""
    desk = guide.desk
    while (view := guide.matter(found)).step:
        yield f"before {view.step}"
        step = rule(guide, found)
        if step.kind == "deliberation":
            meeting, item = gathered(guide, found)
            yield f"{view.step} open"
            guide.record(item, Votes(guide.meeting(meeting).present))
            yield f"{view.step} voted"
            desk.do(act.votes.conclude_item, item)
            guide.close(meeting)
            yield f"{view.step} unsupervised"
            guide.supervise(found, step.key)
        elif step.kind == "posting":
            if step.key == "disclose_result":
                desk.do(act.execution.start_execution, found, executor="村委会", parts=[Part("疏浚", 100)])
                yield "working"
                desk.do(act.execution.finish_execution, found, outstanding="无")
                yield "finished"
                desk.do(act.execution.accept_work, found, by=["查正清"], finding="合格")
                yield "accepted"
            guide.clock.go(guide.clock.day + timedelta(days=1))
            if step.key != "disclose_procedure":
                guide.issue("resolution" if step.key == "disclose_resolution" else "result", found, sign=False)
                yield f"{step.key} issued"
            posting, until = guide.post(found, step.key, guide.clock.day)
            yield f"{step.key} hanging"
            guide.clock.go(until, 18)
            yield f"{step.key} due"
            desk.do(act.disclosures.take_down, posting)
            yield f"{step.key} down"
            if guide.matter(found).state != "done" or step.key not in {s.key for s in guide.matter(found).steps[-1:]}:
                guide.supervise(found, step.key)
            guide.clock.go(guide.clock.day + timedelta(days=1))
        else:
            advance(guide, found)
    yield "done"


@pytest.mark.parametrize("profile", ["tpl-4yi2gongkai1jiandu"])
def test_every_move_of_a_journey(guide: Guide, profile: str) -> None:
    """At each stage, what is shown as possible works and what is shown as impossible is refused for the same reasons."""
    found = matter(guide, profile)
    seen: set[str] = set()
    for _stage in stages(guide, found):
        seen |= check(guide, found)
    assert guide.matter(found).state == "done" and check(guide, found) == set()
    assert {"plan_meeting", "issue_paper", "post_notice", "take_down", "start_execution", "accept_work"} <= seen


def test_the_moves_of_matters_that_stand_still(guide: Guide) -> None:
    """Rejected, suspended and withdrawn: what is offered then is what works then."""
    lost = matter(guide)
    meeting, item = gathered(guide, lost)
    guide.vote(item, Votes(1, 2))
    guide.close(meeting)
    assert check(guide, lost) == {"request_revote", "withdraw_matter", "revise_text"}
    guide.desk.do(act.matters.withdraw_matter, lost, reason="不再办理了")
    assert check(guide, lost) == set()
    halted = matter(guide)
    for _ in range(4):
        advance(guide, halted)
    objection = guide.desk.do(
        act.disclosures.record_objection, halted, name="易兴旺", channel="口头", content="渠线不对"
    ).result
    reply = {"finding": "upheld", "effect": "suspend", "reply": "属实", "handler": "单守田"}
    guide.desk.do(act.disclosures.reply_objection, objection, **reply)
    assert check(guide, halted) == {"resume_matter", "request_revote", "send_back"}


def test_supervision_is_asked_for_under_every_step(guide: Guide) -> None:
    """一监督: no next step without its entry, and the last step is not done before the committee saw it."""
    found = matter(guide, "tpl-4yi2gongkai1jiandu")
    meeting, item = gathered(guide, found)
    guide.vote(item, Votes(3))
    guide.close(meeting)
    blocked = tried(guide, found, "plan_meeting")
    assert [o.code for o in blocked] == ["unsupervised"] and "村党组织提议" in blocked[0].words
    assert "第三十七条" in blocked[0].reference and blocked[0].leads_to == "record_supervision"
    guide.supervise(found, "propose")
    while guide.matter(found).step != "disclose_result":
        advance(guide, found)
    day = guide.clock.day + timedelta(days=1)
    guide.execute(found, day, day, day, 1)
    guide.issue("result", found, sign=False)
    posting, until = guide.post(found, "disclose_result", guide.clock.day)
    guide.take_down(posting, until)
    assert {o.code for o in guide.matter(found).waiting} == {"unsupervised"}
    guide.supervise(found, "disclose_result")
    assert guide.matter(found).state == "done"


def test_a_second_round_is_supervised_again(guide: Guide) -> None:
    """An entry of the first round does not answer for the second."""
    found = matter(guide, "tpl-4yi2gongkai1jiandu")
    for _ in range(2):
        advance(guide, found)
    guide.clock.go(guide.clock.day + timedelta(days=1))
    guide.desk.do(act.matters.send_back, found, to_step="consult", reason="方案要重新商议")
    guide.clock.go(guide.clock.day + timedelta(days=1))
    meeting, item = gathered(guide, found)
    guide.vote(item, Votes(5))
    guide.close(meeting)
    assert [o.code for o in tried(guide, found, "plan_meeting")] == ["unsupervised"]


def test_a_step_of_opinions(guide: Guide) -> None:
    """An opinion is refused before its turn and before the matter; one that disagrees holds the step, with what to do."""
    found = matter(guide, "tpl-5yi5gongkai")
    assert [o.code for o in guide.matter(found).waiting] == ["no_review"]
    give = act.matters.record_review
    opinion = {"by": "易兴旺", "opinion": "先修路"}
    early = attempt(guide, give, found, step="suggest", on=guide.clock.day - timedelta(days=1), **opinion)
    assert [o.code for o in early] == ["order"]
    guide.desk.do(give, found, step="suggest", agreed=False, **opinion)
    assert [o.code for o in guide.matter(found).waiting] == ["not_agreed"]
    guide.desk.do(give, found, step="suggest", **opinion)
    assert guide.matter(found).step == "propose"
    assert [o.code for o in attempt(guide, give, found, step="suggest", **opinion)] == ["not_this_step"]
