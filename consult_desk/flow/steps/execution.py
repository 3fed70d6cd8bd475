"""Execution: the resolution is carried out and accepted between its two disclosures."""

from datetime import date

from consult_desk.base.errors import Obstacle
from consult_desk.flow.step import Situation, date_order, standing


def starting(situation: Situation, started_on: date) -> tuple[Obstacle, ...]:
    """Why the work may not begin: it needs a resolution that hangs, and no day before it."""
    found = list(standing(situation))
    if found:
        return tuple(found)
    resolved = situation.record("resolve")
    postings = situation.postings("disclose_resolution")
    if resolved is None:
        found.append(Obstacle("还没有形成决议，不能开始实施", "请先完成前面的步骤", code="no_resolution"))
    elif not postings:
        found.append(Obstacle("决议还没有公开，不能开始实施", "请先张贴决议公告", "", "post_notice", "not_posted"))
    elif started_on < postings[0].event_on:
        found.append(
            Obstacle(
                f"开工日期 {started_on:%Y-%m-%d} 早于决议公告张贴日期 {postings[0].event_on:%Y-%m-%d}",
                "先公开、后实施，请核对日期",
                code="order",
            )
        )
    elif _after_posting(situation) and (situation.record("disclose_resolution") is None):
        found.append(
            Obstacle("决议公告还没有张贴期满", "期满并登记撤下后才能签合同、开工", "", "take_down", "publicity")
        )
    found.extend(date_order(situation, "award", started_on) or date_order(situation, "contract", started_on))
    execution = situation.execution
    if execution is not None and (execution.state != "suspended" or situation.matter.state == "suspended"):
        found.append(Obstacle("这件事项已经登记开始实施", "请登记进度", code="already_started"))
    return tuple(found)


def _after_posting(situation: Situation) -> bool:
    """The profile orders the award of work after the end of the resolution's posting."""
    return any(
        o.earlier.startswith("disclose_resolution") and o.later in ("award", "contract", "execution")
        for o in situation.profile.date_order_on(situation.today)
    )


def accepting(situation: Situation, accepted_on: date) -> tuple[Obstacle, ...]:
    """Why the work may not be accepted on that day."""
    found = list(standing(situation))
    execution = situation.execution
    if execution is None:
        return (*found, Obstacle("还没有登记开始实施", "请先登记实施情况", "", "start_execution", "no_execution"))
    if execution.state == "suspended":
        found.append(Obstacle("实施因异议暂停，不能验收", "请先处理异议并恢复", "", "resume_matter", "suspended"))
    if situation.acceptance is not None:
        found.append(Obstacle("这件事项已经验收通过", "请出具实施结果公告", "", "issue_paper", "already_accepted"))
    found.extend(date_order(situation, "acceptance", accepted_on))
    if execution.finished_on is None:
        found.append(Obstacle("还没有登记完工", "请登记完工日期和实际支出", "", "finish_execution", "not_finished"))
    elif accepted_on < execution.finished_on:
        found.append(
            Obstacle(
                f"验收日期 {accepted_on:%Y-%m-%d} 早于完工日期 {execution.finished_on:%Y-%m-%d}",
                "请核对日期",
                code="order",
            )
        )
    return tuple(found)
