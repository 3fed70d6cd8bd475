"""What belongs to a matter besides its steps, as figures and names: people, work, supervision, and what forms begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from consult_desk.desk import Look
from consult_desk.flow import engine
from consult_desk.flow.due import BODY_TITLES, seats_on
from consult_desk.flow.step import Situation
from consult_desk.model import (
    Acceptance,
    AgendaItem,
    Attachment,
    Group,
    Household,
    JointProposer,
    Meeting,
    Membership,
    Milestone,
    Paper,
    Person,
    Recusal,
    Review,
    SealUse,
    Supervision,
    Village,
)
from consult_desk.views.imprints import matter_row
from consult_desk.views.vocabulary import CATEGORIES

Named = tuple[tuple[str, str], ...]  # key and title
# What is read here and nowhere else of a matter's page.
BELONGING = (
    JointProposer, Recusal, AgendaItem, Meeting, Membership, Person, Household, Group, Village, Milestone, Acceptance, SealUse,
    Attachment, Review,
)  # fmt: skip
OFFICE = ("villagers_committee", "residents_committee", "collective_board")


@dataclass(frozen=True)
class PartRow:
    """One part of the work; weight in per cent."""

    number: int
    title: str
    weight: int
    planned_on: date | None
    done_on: date | None
    late: bool


@dataclass(frozen=True)
class AcceptanceRow:
    """One acceptance, passed or not."""

    on: date
    by: str
    finding: str
    passed: bool
    late: bool


@dataclass(frozen=True)
class WorkView:
    """The carrying out: money in fen, progress in per cent. state: running, suspended, finished."""

    executor: str
    contractor: str
    state: str
    started_on: date
    parts: tuple[PartRow, ...]
    progress: int
    finished_on: date | None
    actual: int | None
    outstanding: str
    acceptances: tuple[AcceptanceRow, ...]


@dataclass(frozen=True)
class SealRow:
    """One use of the seal."""

    on: date
    document: str
    copies: int
    approver: str
    keeper: str
    late: bool


@dataclass(frozen=True)
class OpinionRow:
    """What supervisors or reviewers wrote of one step; agreed: None for supervision."""

    step: str
    step_title: str
    on: date
    by: str
    words: str
    note: str
    agreed: bool | None
    late: bool


@dataclass(frozen=True)
class FileRow:
    """An attachment; size in bytes."""

    title: str
    file_name: str
    size: int
    on: date


@dataclass(frozen=True)
class MatterSheet:
    """Figures, names and lists of one matter; budget in fen.

    taken: steps gone through; seen: steps of which supervision may be entered; unseen: those still without it.
    joiners: signers of the joint proposal. recused: name, meeting, reason. supervisors, officers, reps: who sits there
    today. meeting: the meeting not yet over that is to hear the matter.
    """

    matter: int
    label: str
    title: str
    category_title: str
    background: str
    text: str
    budget: int | None
    fund_source: str
    conflicts: str
    executor: str
    deadline: date | None
    opened_on: date
    group: str
    step: str
    step_title: str
    meeting: int | None
    taken: Named
    seen: Named
    unseen: tuple[str, ...]
    reviewing: Named
    joiners: tuple[tuple[int, str], ...]
    recused: tuple[tuple[str, str, str], ...]
    supervisors: tuple[str, ...]
    officers: tuple[tuple[str, str], ...]
    reps: tuple[str, ...]
    village: str
    township: str
    papers: tuple[str, ...]
    work: WorkView | None
    seals: tuple[SealRow, ...]
    supervisions: tuple[OpinionRow, ...]
    reviews: tuple[OpinionRow, ...]
    attachments: tuple[FileRow, ...]


def matter_sheet(look: Look, matter_id: int) -> MatterSheet:
    """事项的各项内容：金额、人员、实施、用印、监督和附件；登记表单从这里取现成的内容。"""
    matter, session = matter_row(look, matter_id), look.session
    situation = Situation(session, matter, look.today, look.calendar)
    planned = engine.planned_item(session, matter)
    titles = {s.key: s.title for s in situation.profile.steps}
    taken = tuple((s.key, s.title) for s in situation.line if situation.record(s.key) is not None)
    here = () if not matter.step or matter.step in dict(taken) else ((matter.step, titles[matter.step]),)
    kinds = {s.key: s.kind for s in situation.profile.steps}
    beside: Named = (("township_review", "乡镇意见"),) if "resolve" in dict(taken) and "township_review" not in titles else ()
    reviewing = tuple((k, t) for k, t in here if kinds[k] == "review")
    joiners = session.execute(
        select(Person.id, Person.name).join(JointProposer, JointProposer.person_id == Person.id)
        .where(JointProposer.matter_id == matter.id).order_by(JointProposer.id)
    )  # fmt: skip
    recused = session.execute(
        select(Person.name, Meeting.title, Recusal.reason).select_from(Recusal).join(Recusal.person)
        .join(AgendaItem, AgendaItem.id == Recusal.item_id).join(AgendaItem.meeting)
        .where(AgendaItem.matter_id == matter.id).order_by(Recusal.id)
    )  # fmt: skip
    papers = session.scalars(
        select(Paper.title).where(Paper.subject == "matter", Paper.subject_id == matter.id).order_by(Paper.id.desc())
    )
    seals = session.scalars(select(SealUse).where(SealUse.matter_id == matter.id).order_by(SealUse.id))
    seen = session.scalars(select(Supervision).where(Supervision.matter_id == matter.id).order_by(Supervision.id))
    reviews = session.scalars(select(Review).where(Review.matter_id == matter.id).order_by(Review.id))
    files = session.scalars(select(Attachment).where(Attachment.matter_id == matter.id).order_by(Attachment.id))
    return MatterSheet(
        matter=matter.id, label=matter.label, title=matter.title, category_title=CATEGORIES[matter.category],
        background=matter.background, text=matter.text, budget=matter.budget, fund_source=matter.fund_source,
        conflicts=matter.conflicts, executor=matter.executor, deadline=matter.deadline, opened_on=matter.event_on,
        group=matter.group.name if matter.group else "", step=matter.step, step_title=titles.get(matter.step, ""),
        meeting=None if planned is None else planned.meeting_id, taken=taken, seen=(*taken, *here),
        unseen=tuple(k for k, _t in (*taken, *here) if not situation.overseen(k)),
        reviewing=reviewing or beside,
        joiners=tuple((i, n) for i, n in joiners), recused=tuple((n, m, r) for n, m, r in recused),
        supervisors=_names(look, ("supervision_committee",)),
        officers=tuple((s.person.name, f"{BODY_TITLES[s.body]}{s.post}") for s in seats_on(session, OFFICE, look.today)),
        reps=_names(look, ("villager_reps", "resident_reps")),
        village=look.village.name, township=look.village.township, papers=tuple(dict.fromkeys(papers)),
        work=_work(look, situation),
        seals=tuple(SealRow(s.event_on, s.document, s.copies, s.approver, s.keeper, s.late) for s in seals),
        supervisions=tuple(
            OpinionRow(s.step, titles.get(s.step, s.step), s.event_on, s.persons, s.finding, s.note, None, s.late) for s in seen
        ),
        reviews=tuple(
            OpinionRow(
                r.step, titles.get(r.step, "乡镇意见"), r.event_on, r.by, r.opinion, r.document, r.agreed, r.late
            )
            for r in reviews
        ),
        attachments=tuple(FileRow(a.title, a.file_name, a.size, a.event_on) for a in files),
    )  # fmt: skip


def _names(look: Look, bodies: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.person.name for s in seats_on(look.session, bodies, look.today)))


def _work(look: Look, situation: Situation) -> WorkView | None:
    row, session = situation.execution, look.session
    if row is None:
        return None
    parts = session.scalars(select(Milestone).where(Milestone.execution_id == row.id).order_by(Milestone.number)).all()
    accepted = session.scalars(select(Acceptance).where(Acceptance.execution_id == row.id).order_by(Acceptance.id))
    return WorkView(
        row.executor, row.contractor, row.state, row.event_on,
        tuple(
            PartRow(
                p.number, p.title, p.weight, p.planned_on, p.done_on,
                p.done_on is not None and p.done_entered_on is not None and p.done_entered_on > p.done_on,
            )
            for p in parts
        ),
        sum(p.weight for p in parts if p.done_on is not None), row.finished_on, row.actual, row.outstanding,
        tuple(AcceptanceRow(a.event_on, a.by, a.finding, a.passed, a.late) for a in accepted),
    )  # fmt: skip
