"""Execution: begin the work in weighted parts, finish it, accept it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from consult_desk.actions.passage import situation_of
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import clean_line
from consult_desk.desk import Tx
from consult_desk.flow.step import require
from consult_desk.flow.steps import execution as rules
from consult_desk.model import Acceptance, Execution, Milestone, SealUse
from consult_desk.views.imprints import matter_row


@dataclass(frozen=True)
class Part:
    """One part of the work: title, weight in per cent, planned day."""

    title: str
    weight: int
    planned_on: date | None = None


def start_execution(
    tx: Tx, matter_id: int, executor: str, parts: list[Part], started_on: date | None = None, contractor: str = ""
) -> int:
    """开始实施：实施主体、承包方、开工日期、分几部分（权重合计 100）。

    After a new resolution on a matter sent back, the work begins anew with new parts; the old ones stay in the journal.
    """
    matter = matter_row(tx, matter_id)
    stamp = tx.stamp(started_on)
    situation = situation_of(tx, matter)
    require(rules.starting(situation, stamp["event_on"]))
    total = sum(p.weight for p in parts)
    if not parts or total != 100 or any(p.weight <= 0 for p in parts):
        raise Refused(Obstacle(f"各部分的权重合计应为 100，现在是 {total}", "请调整每一部分的权重", code="weights"))
    row = situation.execution
    if row is None:
        row = Execution(matter_id=matter.id, actual=None, finished_on=None, **stamp)
        tx.session.add(row)
    else:
        for old in tx.session.scalars(select(Milestone).where(Milestone.execution_id == row.id)):
            tx.session.delete(old)
        row.event_on, row.entered_at, row.entered_on = stamp["event_on"], tx.now, tx.today
        row.state, row.actual, row.finished_on, row.outstanding = "running", None, None, ""
    row.executor, row.contractor = clean_line(executor, "实施主体"), contractor.strip()
    tx.session.flush()
    for number, part in enumerate(parts, 1):
        tx.session.add(
            Milestone(
                execution_id=row.id, number=number, title=clean_line(part.title, "部分名称"), weight=part.weight,
                planned_on=part.planned_on, done_on=None, done_entered_on=None,
            )
        )
    return row.id


def _running(tx: Tx, matter_id: int) -> Execution:
    row = tx.session.scalar(select(Execution).where(Execution.matter_id == matter_id))
    if row is None:
        raise Refused(Obstacle("还没有登记开始实施", "请先登记实施主体和开工日期", "", "start_execution", "no_execution"))
    if row.state == "suspended":
        raise Refused(Obstacle("实施因异议暂停", "请先处理异议并恢复", "", "resume_matter", "suspended"))
    if situation_of(tx, matter_row(tx, matter_id)).acceptance is not None:
        raise Refused(Obstacle("这件事项已经验收通过，不能再改进度", "请出具实施结果公告", code="already_accepted"))
    return row


def complete_milestone(tx: Tx, matter_id: int, number: int, done_on: date | None = None) -> int:
    """登记完成一部分。Returns the progress in per cent."""
    row = _running(tx, matter_id)
    parts = tx.session.scalars(select(Milestone).where(Milestone.execution_id == row.id)).all()
    part = next((p for p in parts if p.number == number), None)
    if part is None:
        raise Refused(Obstacle(f"没有第 {number} 部分", "请核对实施计划", code="unknown_part"))
    if part.done_on is not None:
        raise Refused(Obstacle(f"第 {number} 部分已经登记完成", "不用重复登记", code="already_done"))
    day = tx.stamp(done_on)["event_on"]
    if day < row.event_on:
        raise Refused(Obstacle("完成日期早于开工日期", "请核对日期", code="order"))
    part.done_on, part.done_entered_on = day, tx.today
    return sum(p.weight for p in parts if p.done_on is not None)


def finish_execution(
    tx: Tx, matter_id: int, finished_on: date | None = None, actual: int | None = None, outstanding: str = ""
) -> None:
    """登记完工：日期、实际支出（分）、遗留问题。Raises Refused while a part is open and nothing is said of it."""
    row = _running(tx, matter_id)
    day = tx.stamp(finished_on)["event_on"]
    parts = tx.session.scalars(select(Milestone).where(Milestone.execution_id == row.id)).all()
    still = [p.title for p in parts if p.done_on is None]
    if still and not outstanding.strip():
        raise Refused(
            Obstacle(
                f"还有没完成的部分：{'、'.join(still)}", "请登记完成，或在遗留问题里说明", "", "complete_milestone", "open_parts"
            )
        )
    if day < max([row.event_on, *(p.done_on for p in parts if p.done_on is not None)]):
        raise Refused(Obstacle("完工日期早于开工或某一部分的完成日期", "请核对日期", code="order"))
    if actual is not None and actual < 0:
        raise Refused(Obstacle("实际支出不能是负数", "请核对金额", code="budget"))
    row.finished_on, row.actual, row.outstanding, row.state = day, actual, outstanding.strip(), "finished"


def accept_work(
    tx: Tx, matter_id: int, by: list[str], finding: str, passed: bool = True, accepted_on: date | None = None
) -> int:
    """验收：日期、人员、结论、是否通过。"""
    matter = matter_row(tx, matter_id)
    stamp = tx.stamp(accepted_on)
    situation = situation_of(tx, matter)
    require(rules.accepting(situation, stamp["event_on"]))
    execution = situation.execution
    if execution is None or not by:
        raise Refused(Obstacle("没有写验收人员", "请填写参加验收的人", code="no_acceptor"))
    row = Acceptance(
        execution_id=execution.id, by="、".join(clean_line(b, "验收人") for b in by),
        finding=clean_line(finding, "验收结论", max_chars=500), passed=passed, **stamp,
    )
    tx.session.add(row)
    tx.session.flush()
    return row.id


def log_seal_use(
    tx: Tx, matter_id: int, document: str, copies: int, approver: str, keeper: str, on: date | None = None
) -> int:
    """登记用印：哪份文件、几份、批准人、保管人。Raises Refused when the approver keeps the seal himself."""
    matter = matter_row(tx, matter_id)
    if copies < 1:
        raise Refused(Obstacle("用印份数至少是 1", "请核对份数", code="copies"))
    if approver.strip() == keeper.strip():
        raise Refused(Obstacle("批准用印的人不能同时保管印章", "请由另一人保管", code="keeper"))
    row = SealUse(
        matter_id=matter.id, document=clean_line(document, "文件"), copies=copies,
        approver=clean_line(approver, "批准人"), keeper=clean_line(keeper, "保管人"), **tx.stamp(on),
    )
    tx.session.add(row)
    tx.session.flush()
    return row.id
