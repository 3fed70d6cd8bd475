"""What a step is asked: the situation of a matter, the obstacles in its way, the moves that are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.model import (
    Acceptance,
    Execution,
    Matter,
    Objection,
    Paper,
    Posting,
    StepRecord,
    Supervision,
)
from consult_desk.rules.days import Calendar
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

    def paper(self, kind: str) -> Paper | None:
        """The newest paper of a kind issued for this matter."""
        query = select(Paper).where(Paper.kind == kind, Paper.subject == "matter", Paper.subject_id == self.matter.id)
        return self.session.scalar(query.order_by(Paper.number.desc()).limit(1))

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
        return self.session.scalar(query.order_by(Acceptance.id.desc()).limit(1))

    def unsupervised(self) -> tuple[StepRecord, ...]:
        """Steps taken without an entry of the supervision committee, where the profile asks for one (一监督)."""
        if not any(s.parallel for s in self.profile.steps):
            return ()
        query = select(Supervision.step).where(Supervision.matter_id == self.matter.id)
        seen = set(self.session.scalars(query))
        return tuple(r for r in self.records if r.step not in seen)


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


def order(situation: Situation, day: date) -> tuple[Obstacle, ...]:
    """The step's day may not lie before the step it follows (date order 提议→商议→审议→决议)."""
    last = situation.last_event
    if last is not None and day < last.event_on:
        return (
            Obstacle(
                f"日期前后颠倒：{last.title}是 {last.event_on:%Y-%m-%d}，这一步却在 {day:%Y-%m-%d}",
                "后一步不能早于前一步，请核对会议日期",
                code="order",
            ),
        )
    return ()


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
