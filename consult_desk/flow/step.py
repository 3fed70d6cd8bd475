"""What a step is asked: the situation of a matter, the obstacles in its way, the moves that are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.model import (
    Acceptance,
    Execution,
    Matter,
    Movement,
    Objection,
    Paper,
    Posting,
    StepRecord,
    Supervision,
)
from consult_desk.rules.days import Calendar, judge_date_order
from consult_desk.rules.profile import RuleProfile, StepRule


@dataclass(frozen=True)
class Move:
    """Something that may be done to a matter now, or the reasons why not. action: name of the action."""

    action: str
    title: str
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def allowed(self) -> bool:
        """True when nothing stands in the way."""
        return not self.obstacles


@dataclass
class Situation:
    """A matter as it stands, with the rules pinned to it."""

    session: Session
    matter: Matter
    today: date
    calendar: Calendar

    @cached_property
    def profile(self) -> RuleProfile:
        """The profile pinned when the matter was opened, whatever the program ships today."""
        return thawed(self.matter.profile_text)

    @property
    def rule(self) -> StepRule | None:
        """The rule of the step the matter stands at; None when it is over."""
        return self.profile.step(self.matter.step) if self.matter.step else None

    @cached_property
    def line(self) -> tuple[StepRule, ...]:
        """The steps in order, without those that run beside the others."""
        return tuple(s for s in self.profile.steps if not s.parallel)

    def after(self, key: str) -> str:
        """Key of the step after `key`, "" after the last."""
        keys = [s.key for s in self.line]
        return keys[keys.index(key) + 1] if key in keys and keys.index(key) + 1 < len(keys) else ""

    def before(self, key: str) -> tuple[str, ...]:
        """Keys of the steps before `key`."""
        keys = [s.key for s in self.line]
        return tuple(keys[: keys.index(key)]) if key in keys else ()

    @cached_property
    def records(self) -> Sequence[StepRecord]:
        """Steps taken and still valid, oldest first."""
        query = select(StepRecord).where(StepRecord.matter_id == self.matter.id, ~StepRecord.void)
        return self.session.scalars(query.order_by(StepRecord.id)).all()

    def record(self, key: str) -> StepRecord | None:
        """The valid record of one step."""
        return next((r for r in reversed(self.records) if r.step == key and r.outcome != "not_passed"), None)

    @property
    def last_event(self) -> StepRecord | None:
        """The latest valid step."""
        passed = [r for r in self.records if r.outcome != "not_passed"]
        return passed[-1] if passed else None

    def postings(self, step: str) -> Sequence[Posting]:
        """Postings of a step in this round, oldest first."""
        query = select(Posting).where(
            Posting.matter_id == self.matter.id, Posting.step == step, Posting.round == self.matter.round
        )
        return self.session.scalars(query.order_by(Posting.id)).all()

    @property
    def turned(self) -> Movement | None:
        """The newest movement that took the matter back along its steps; what lies before it is of an old round."""
        query = select(Movement).where(Movement.matter_id == self.matter.id, Movement.to_step != "")
        return self.session.scalar(query.order_by(Movement.id.desc()).limit(1))

    def of_this_round(self, entered_at: datetime) -> bool:
        """Whether something entered then belongs to the present round."""
        turned = self.turned
        return turned is None or entered_at >= turned.entered_at

    def paper(self, kind: str) -> Paper | None:
        """The newest paper of a kind issued for this matter in this round: a new decision needs a new notice."""
        query = select(Paper).where(Paper.kind == kind, Paper.subject == "matter", Paper.subject_id == self.matter.id)
        found = self.session.scalar(query.order_by(Paper.number.desc()).limit(1))
        return found if found is not None and self.of_this_round(found.entered_at) else None

    @property
    def open_objections(self) -> Sequence[Objection]:
        """Objections not answered yet."""
        query = select(Objection).where(Objection.matter_id == self.matter.id, Objection.finding == "")
        return self.session.scalars(query).all()

    @property
    def execution(self) -> Execution | None:
        """The execution, once begun."""
        return self.session.scalar(select(Execution).where(Execution.matter_id == self.matter.id))

    @property
    def acceptance(self) -> Acceptance | None:
        """The acceptance that passed, if any."""
        execution = self.execution
        if execution is None:
            return None
        query = select(Acceptance).where(Acceptance.execution_id == execution.id, Acceptance.passed)
        found = self.session.scalar(query.order_by(Acceptance.id.desc()).limit(1))
        return found if found is not None and self.of_this_round(found.entered_at) else None

    @property
    def events(self) -> dict[str, date]:
        """The days of what happened in this round, by the names that the date orders of the rules use."""
        found: dict[str, date] = {}
        for record in self.records:
            rule = self.profile.step(record.step)
            found[f"{record.step}.end" if rule.kind == "posting" else record.step] = record.event_on
        for step in self.line:
            hung = self.postings(step.key) if step.kind == "posting" else ()
            if hung:
                found[f"{step.key}.start"] = hung[-1].event_on
        execution, acceptance = self.execution, self.acceptance
        if execution is not None and execution.state != "suspended":
            found["award"] = found["contract"] = execution.event_on
        if acceptance is not None:
            found["acceptance"] = acceptance.event_on
        return found

    @property
    def supervised(self) -> bool:
        """Whether the profile has the supervision committee look at every step (一监督)."""
        return any(s.parallel for s in self.profile.steps)

    def overseen(self, step_key: str) -> bool:
        """Whether the supervision committee made an entry for that step in this round."""
        query = select(Supervision).where(Supervision.matter_id == self.matter.id, Supervision.step == step_key)
        turned = self.turned
        again = turned is not None and step_key not in self.before(turned.to_step)
        return any(not again or self.of_this_round(entry.entered_at) for entry in self.session.scalars(query))

    def unsupervised(self) -> tuple[StepRecord, ...]:
        """Steps taken without an entry of the supervision committee, where the profile asks for one (一监督)."""
        return tuple(r for r in self.records if not self.overseen(r.step)) if self.supervised else ()


EVENT_TITLES = {
    "propose": "提议", "consult": "商议", "deliberate": "审议", "resolve": "决议", "township_review": "乡镇批复",
    "disclose_resolution.start": "决议公示开始", "disclose_resolution.end": "决议公示结束", "award": "确定施工方",
    "contract": "签订合同", "acceptance": "验收", "disclose_result.start": "结果公示开始",
}
_THAWED: dict[str, RuleProfile] = {}


def thawed(text: str) -> RuleProfile:
    """The profile of a pinned text; kept, for a ledger of 300 matters pins the same few texts."""
    if text not in _THAWED:
        _THAWED[text] = RuleProfile.thaw(text)
    return _THAWED[text]


def standing(situation: Situation) -> tuple[Obstacle, ...]:
    """Why a matter cannot move at all: over, withdrawn, rejected or suspended."""
    state = situation.matter.state
    if state == "done":
        return (Obstacle("这件事项已经办结", "办结的事项不能再改；有错请出更正公告", code="done"),)
    if state == "withdrawn":
        return (Obstacle("这件事项已经撤回", "需要再议时请重新提出", code="withdrawn"),)
    if state == "rejected":
        return (Obstacle("这件事项表决没有通过", "可以说明理由后重新表决，或退回前面的步骤修改", "", "request_revote", "rejected"),)
    if state == "suspended":
        return (Obstacle("这件事项因异议成立已暂停", "处理完异议后请恢复", "", "resume_matter", "suspended"),)
    return ()


TURNS = {"sent_back": "退回", "revote": "重新表决", "rejected": "没有通过"}


def order(situation: Situation, day: date) -> tuple[Obstacle, ...]:
    """The step's day may not lie before the step it follows (date order 提议→商议→审议→决议)."""
    last, turned, matter = situation.last_event, situation.turned, situation.matter
    floor, title = (matter.event_on, "提出事项") if last is None else (last.event_on, last.title)
    if turned is not None and turned.event_on > floor:
        floor, title = turned.event_on, TURNS[turned.kind]
    if day >= floor:
        return ()
    return (
        Obstacle(
            f"日期前后颠倒：{title}是 {floor:%Y-%m-%d}，这一步却在 {day:%Y-%m-%d}",
            "后一步不能早于前一步，请核对会议日期",
            code="order",
        ),
    )


def date_order(situation: Situation, event: str, day: date) -> tuple[Obstacle, ...]:
    """Whether an event on that day keeps the orders that the profile asks for between steps, award and acceptance."""
    rules = situation.profile.date_order_on(day)
    known = {name: on for name, on in situation.events.items() if name != event}
    reference = situation.profile.option_reference_on("date_order", day)
    mine = tuple(r for r in rules if event in (r.earlier, r.later))
    wrong = [
        Obstacle(
            f"{EVENT_TITLES.get(r.later, r.later)}（{after:%Y-%m-%d}）应当在"
            f"{EVENT_TITLES.get(r.earlier, r.earlier)}（{before:%Y-%m-%d}）{'之后，不能同一天' if r.strict else '当天或者之后'}",
            "请核对日期",
            reference,
            code="date_order",
        )
        for r in mine
        if (before := {**known, event: day}.get(r.earlier)) is not None
        and (after := {**known, event: day}.get(r.later)) is not None
        and not judge_date_order((r,), {r.earlier: before, r.later: after}).met
    ]
    return tuple(wrong)


def supervision(situation: Situation) -> tuple[Obstacle, ...]:
    """Where the profile has a parallel supervision step, every step taken needs its entry before the next."""
    return tuple(
        Obstacle(
            f"“{record.title}”还没有村务监督委员会的监督记录",
            "请先登记监督人员、日期和意见",
            _supervising(situation, record.event_on),
            "record_supervision",
            "unsupervised",
        )
        for record in situation.unsupervised()
    )


def _supervising(situation: Situation, day: date) -> str:
    step = next(s for s in situation.profile.steps if s.parallel)
    return next((ref for name in step.rules if (ref := step.reference_on(name, day))), situation.profile.source)


def require(obstacles: Sequence[Obstacle]) -> None:
    """Raise Refused with all obstacles, if there are any."""
    if obstacles:
        raise Refused(*obstacles)
