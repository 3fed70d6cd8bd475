"""Posting: a notice hangs for the days the law asks for, objections are answered, then the step is done."""

from datetime import date

from sqlalchemy import select

from consult_desk.base.errors import Obstacle
from consult_desk.flow.step import Situation, date_order, order, standing, supervision
from consult_desk.model import Posting, Review
from consult_desk.rules.days import judge_earliest_posting, judge_posted_in_time, judge_posting
from consult_desk.rules.verdict import Verdict

PAPER_OF = {"disclose_resolution": "resolution", "disclose_result": "result"}


def issuing(situation: Situation, kind: str) -> tuple[Obstacle, ...]:
    """Why the notice of a posting step may not be issued now; a finished matter may still have its notice corrected."""
    found = [o for o in standing(situation) if o.code != "done"]
    step_key = next((k for k, v in PAPER_OF.items() if v == kind), "")
    if not found and step_key and situation.matter.step != step_key and situation.record(step_key) is None:
        now = situation.profile.step(situation.matter.step).title if situation.matter.step else "已经结束"
        wanted = {"resolution": "决议公告", "result": "实施结果公告"}[kind]
        found.append(
            Obstacle(f"事项现在走到“{now}”，还不能出{wanted}", "请先完成前面的步骤", code="not_this_step")
        )
    if not found:
        found.extend(supervision(situation))
    if not found and kind == "result":
        found.extend(accepted(situation))
    if not found and kind == "resolution":
        found.extend(approved(situation))
    return tuple(found)


def approved(situation: Situation) -> tuple[Obstacle, ...]:
    """Where the resolution needs the township (批准、审核), its answer comes before the posting."""
    resolved = situation.record("resolve")
    if resolved is None or not situation.profile.has("resolve"):
        return ()
    step = situation.profile.step("resolve")
    role = step.township_on(resolved.event_on)
    query = select(Review).where(Review.matter_id == situation.matter.id, Review.step == "township_review", Review.agreed)
    answers = [r for r in situation.session.scalars(query) if r.entered_at >= resolved.entered_at]
    if role in ("", "备案") or answers:
        return ()
    return (
        Obstacle(
            f"这类决议要报乡镇{role}，还没有登记乡镇的意见",
            "请报乡镇，收到批复后登记日期和文号",
            step.reference_on("township", resolved.event_on),
            "record_review",
            "township",
        ),
    )


def accepted(situation: Situation) -> tuple[Obstacle, ...]:
    """The result may be disclosed once the work is finished and accepted."""
    if situation.execution is None or situation.execution.state == "suspended":
        return (Obstacle("决议还没有开始实施，或者实施暂停着", "请登记实施主体和开工日期", "", "start_execution", "no_execution"),)
    if situation.acceptance is None:
        return (Obstacle("实施还没有验收通过", "请先验收，登记验收日期、人员和结论", "", "accept_work", "no_acceptance"),)
    return ()


def putting_up(situation: Situation, step_key: str, posted_on: date) -> tuple[Obstacle, ...]:
    """Why a notice may not be put up for that step on that day."""
    found = list(standing(situation))
    if found:
        return tuple(found)
    if situation.matter.step != step_key:
        now = situation.profile.step(situation.matter.step).title if situation.matter.step else "已经结束"
        found.append(Obstacle(f"事项现在走到“{now}”，还不能张贴", "请先完成前面的步骤", code="not_this_step"))
        return tuple(found)
    found.extend(order(situation, posted_on) or date_order(situation, f"{step_key}.start", posted_on))
    found.extend(supervision(situation))
    kind = PAPER_OF.get(step_key)
    paper, postings = None if kind is None else situation.paper(kind), situation.postings(step_key)
    if kind is not None and paper is None:
        found.append(Obstacle("要张贴的公告还没有出具", "请先出具并签名公告", "", "issue_paper", "no_paper"))
    elif paper is not None and paper.posted_from != posted_on:
        printed = f"{paper.posted_from:%Y-%m-%d}" if paper.posted_from else "（未印）"
        words = f"公告上印的张贴日期是 {printed}，登记的却是 {posted_on:%Y-%m-%d}"
        fix = "纸上和登记要一致：请改登记日期，或者出一份新公告"
        found.append(Obstacle(words, fix, "", "issue_paper", "printed_date"))
    if postings and postings[-1].state == "served" and (paper is None or postings[-1].paper_id == paper.id):
        found.append(Obstacle("这一步的公告已经张贴期满", "不用再贴，请办理其余事项", code="served"))
    if any(p.state == "hanging" for p in postings):
        found.append(Obstacle("这一步的公告正在张贴中", "期满后登记撤下日期即可", code="already_hanging"))
    if step_key == "disclose_result":
        found.extend(accepted(situation))
        acceptance, step = situation.acceptance, situation.profile.step(step_key)
        if acceptance is not None and step.earliest_posting_on(posted_on):
            verdict = judge_earliest_posting(step, posted_on, acceptance.event_on, posted_on)
            if not verdict.met:
                found.append(Obstacle(verdict.words, "请核对张贴日期", verdict.reference, code="before_acceptance"))
        elif acceptance is not None and posted_on < acceptance.event_on:
            words = f"验收是 {acceptance.event_on:%Y-%m-%d}，结果公告不能早于验收张贴"
            found.append(Obstacle(words, "请核对张贴日期", code="before_acceptance"))
    return tuple(found)


def printed_day(situation: Situation, step_key: str, today: date) -> date:
    """The day the step's notice says it hangs from, when that day has come; otherwise today."""
    paper = situation.paper(PAPER_OF.get(step_key, ""))
    return today if paper is None or paper.posted_from is None else min(paper.posted_from, today)


def lateness(situation: Situation, posting: Posting) -> str:
    """A sentence when a resolution was posted later than the rules ask; it is shown, for it cannot be undone."""
    resolved = situation.record("resolve")
    if resolved is None or posting.step != "disclose_resolution":
        return ""
    step = situation.profile.step(posting.step)
    verdict = judge_posted_in_time(step, posting.event_on, resolved.event_on, posting.event_on)
    return "" if verdict.met else verdict.words


def judge(situation: Situation, posting: Posting, today: date) -> Verdict:
    """Whether a posting hung long enough, with the arithmetic."""
    step = situation.profile.step(posting.step)
    return judge_posting(
        step,
        posting.event_on,
        posting.event_on,
        posting.removed_on,
        today,
        situation.calendar,
        counting=situation.profile.counting_on(posting.event_on),
    )


def waiting(situation: Situation, step_key: str, today: date) -> tuple[Obstacle, ...]:
    """What the posting step still misses before it is done."""
    postings = situation.postings(step_key)
    title = situation.profile.step(step_key).title
    if not postings:
        if step_key == "disclose_result" and accepted(situation):
            return accepted(situation)
        kind = PAPER_OF.get(step_key)
        if kind is not None and situation.paper(kind) is None:
            return (Obstacle(f"“{title}”的公告还没有出具", "请出具公告", "", "issue_paper", "no_paper"),)
        return (Obstacle(f"“{title}”的公告还没有张贴", "请张贴后登记地点和日期", "", "post_notice", "not_posted"),)
    last = postings[-1]
    found: list[Obstacle] = []
    if last.state == "cut_short":
        found.append(
            Obstacle(
                f"上一次张贴提前撤下（{last.removed_reason}），不满公布期限", "请重新张贴满期限", "", "post_notice", "cut_short"
            )
        )
    else:
        verdict = judge(situation, last, today)
        if not verdict.met:
            leads = "take_down" if last.removed_on is None else "post_notice"
            found.append(Obstacle(verdict.words, "请等期满", verdict.reference, leads, "publicity"))
        elif last.state == "hanging":
            found.append(
                Obstacle("公布期已满，还没有登记撤下日期", "请撤下公告、拍照并登记日期", "", "take_down", "not_removed")
            )
    kind = PAPER_OF.get(step_key)
    newest = None if kind is None else situation.paper(kind)
    if newest is not None and last.paper_id != newest.id:
        words = f"公告已出第{newest.number}版更正，张贴的还是旧的"
        leads = "take_down" if last.state == "hanging" else "post_notice"
        found.append(Obstacle(words, "请登记撤下旧公告，张贴更正后的公告", "", leads, "paper_superseded"))
    found.extend(_objections(situation, step_key, today))
    if situation.supervised and not situation.after(step_key) and not situation.overseen(step_key):
        words = f"“{title}”还没有村务监督委员会的监督记录"
        found.append(Obstacle(words, "请登记监督人员、日期和意见", "", "record_supervision", "unsupervised"))
    return tuple(found)


def _objections(situation: Situation, step_key: str, today: date) -> list[Obstacle]:
    found = []
    for objection in situation.open_objections:
        words = f"{objection.event_on:%Y-%m-%d}收到的异议还没有答复"
        if objection.due_on is not None:
            words += f"，应当在 {objection.due_on:%Y-%m-%d} 以前答复"
            words += f"，已经晚了 {(today - objection.due_on).days} 天" if today > objection.due_on else ""
        reference = situation.profile.step(step_key).reference_on("objection", objection.event_on)
        found.append(Obstacle(words, "请调查并答复，登记结论", reference, "reply_objection", "open_objection"))
    return found
