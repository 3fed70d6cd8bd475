"""One matter as it is shown: its steps and obstacles, and everything that belongs to it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from consult_desk.base.errors import Obstacle
from consult_desk.base.text import money
from consult_desk.desk import Look
from consult_desk.flow import engine
from consult_desk.flow.step import Move as Move
from consult_desk.flow.step import Situation
from consult_desk.model import (
    Evidence,
    Milestone,
    Movement,
    Objection,
    Paper,
    PaperFile,
    Posting,
    PostingPlace,
    Review,
    Supervision,
)
from consult_desk.views.imprints import matter_row
from consult_desk.views.matter_sheet import MatterSheet, matter_sheet
from consult_desk.views.vocabulary import ORIGIN_TITLES, PROPOSER_TITLES, STATES


@dataclass(frozen=True)
class StepView:
    """One step of a matter. state: done, not_passed, current or ahead; words and reference as judged."""

    key: str
    title: str
    body: str
    kind: str
    state: str
    on: date | None
    late: bool
    words: str
    reference: str
    supervision: str


@dataclass(frozen=True)
class TextView:
    """A frozen text with its difference to the one before."""

    number: int
    on: date
    reason: str
    text: str
    diff: str


@dataclass(frozen=True)
class PaperRow:
    """An issued paper: signatures made, newest file, superseded or not."""

    paper: int
    kind: str
    title: str
    number: str
    version: int
    form: str
    issued_on: date
    signed_by: tuple[str, ...]
    sha256: str
    superseded: bool


@dataclass(frozen=True)
class PostingRow:
    """A posting with its places and days."""

    posting: int
    step: str
    places: tuple[str, ...]
    posted_on: date
    until_on: date
    removed_on: date | None
    state: str
    days_left: int
    late: bool
    hanging: bool
    evidence: int


@dataclass(frozen=True)
class ObjectionRow:
    """An objection and what became of it."""

    objection: int
    on: date
    name: str
    content: str
    due_on: date | None
    finding: str
    reply: str
    late: bool


@dataclass(frozen=True)
class MatterView:
    """One matter whole: what it is, where it stands, what is missing and why, and everything that happened."""

    matter: int
    label: str
    title: str
    state: str
    state_title: str
    step: str
    origin: str
    proposer: str
    category: str
    background: str
    text: str
    budget: str
    fund_source: str
    executor: str
    profile: str
    profile_fingerprint: str
    steps: tuple[StepView, ...]
    waiting: tuple[Obstacle, ...]
    moves: tuple[Move, ...]
    warnings: tuple[str, ...]
    texts: tuple[TextView, ...]
    papers: tuple[PaperRow, ...]
    postings: tuple[PostingRow, ...]
    objections: tuple[ObjectionRow, ...]
    progress: int | None
    sheet: MatterSheet
    history: tuple[str, ...]


def paper_rows(look: Look, subject: str, subject_id: int) -> tuple[PaperRow, ...]:
    """Papers issued for a matter or a meeting, newest first."""
    papers = look.session.scalars(
        select(Paper).where(Paper.subject == subject, Paper.subject_id == subject_id).order_by(Paper.id.desc())
    ).all()
    superseded = {p.supersedes_id for p in papers}
    rows = []
    for paper in papers:
        files = look.session.scalars(
            select(PaperFile).where(PaperFile.paper_id == paper.id).order_by(PaperFile.stage)
        ).all()
        signers = tuple(f.signer for f in files if f.role)
        rows.append(
            PaperRow(
                paper.id, paper.kind, paper.title, paper.document_number, paper.number, paper.form, paper.event_on,
                signers, files[-1].sha256, paper.id in superseded,
            )
        )
    return tuple(rows)


def _steps(look: Look, situation: Situation) -> tuple[StepView, ...]:
    query = select(Supervision).where(Supervision.matter_id == situation.matter.id).order_by(Supervision.id)
    seen = {
        s.step: f"{s.persons}（{s.event_on:%Y-%m-%d}{'，补录' if s.late else ''}）：{s.finding}"
        for s in look.session.scalars(query)
    }
    found = []
    for rule in situation.line:
        record = next((r for r in reversed(situation.records) if r.step == rule.key), None)
        if record is not None:
            state = "done" if record.outcome == "passed" else "not_passed"
        else:
            state = "current" if situation.matter.step == rule.key else "ahead"
        found.append(
            StepView(
                rule.key, rule.title, rule.body_title, rule.kind, state, record.event_on if record else None,
                record.late if record else False, record.words if record else "", record.reference if record else "",
                seen.get(rule.key, ""),
            )
        )
    return tuple(found)


def _warnings(situation: Situation) -> tuple[str, ...]:
    matter, found = situation.matter, []
    limit = situation.profile.process_max_days_on(situation.today)
    records = [r for r in situation.records if r.outcome == "passed"]
    if limit and records:
        end = situation.record("resolve")
        days = ((end.event_on if end else situation.today) - records[0].event_on).days
        if days > limit:
            found.append(f"议事已用 {days} 天，一般应控制在 {limit} 天以内（{situation.profile.title}）")
    if matter.late:
        found.append("这件事项是补录的")
    query = select(Objection).where(Objection.matter_id == matter.id, Objection.due_on.is_not(None))
    for objection in situation.session.scalars(query):
        done = objection.replied_on or situation.today
        if objection.due_on is not None and done > objection.due_on:
            days = (done - objection.due_on).days
            found.append(f"{objection.event_on:%Y-%m-%d} 收到的异议答复晚了 {days} 天（期限 {objection.due_on:%Y-%m-%d}）")
    return tuple(found)


def matter_page(look: Look, matter_id: int) -> MatterView:
    """事项页：走到哪一步、还缺什么、为什么、依据，以及全部经过。"""
    matter = matter_row(look, matter_id)
    situation = Situation(look.session, matter, look.today, look.calendar)
    session, mine = look.session, matter.id
    movements = session.scalars(select(Movement).where(Movement.matter_id == mine).order_by(Movement.id)).all()
    reviews = session.scalars(select(Review).where(Review.matter_id == mine).order_by(Review.id)).all()
    kinds = {
        "sent_back": "退回", "withdrawn": "撤回", "rejected": "未通过", "revote": "重新表决", "suspended": "暂停",
        "resumed": "恢复", "amended": "更正",
    }
    history = [f"{m.event_on:%Y-%m-%d} {kinds[m.kind]}：{m.reason}{'（补录）' if m.late else ''}" for m in movements]
    history += [f"{r.event_on:%Y-%m-%d} {r.by}：{r.opinion}{'（补录）' if r.late else ''}" for r in reviews]
    execution = situation.execution
    progress = None
    if execution is not None:
        parts = session.scalars(select(Milestone).where(Milestone.execution_id == execution.id)).all()
        progress = sum(p.weight for p in parts if p.done_on is not None)
    objections = session.scalars(select(Objection).where(Objection.matter_id == mine).order_by(Objection.id)).all()
    findings = {"": "待答复", "upheld": "成立", "rejected": "不成立"}
    return MatterView(
        matter=mine,
        label=matter.label,
        title=matter.title,
        state=matter.state,
        state_title=STATES[matter.state],
        step=matter.step,
        origin=ORIGIN_TITLES[matter.origin],
        proposer=PROPOSER_TITLES[matter.proposer],
        category=matter.category,
        background=matter.background,
        text=matter.text,
        budget="" if matter.budget is None else money(matter.budget),
        fund_source=matter.fund_source,
        executor=matter.executor,
        profile=situation.profile.title,
        profile_fingerprint=matter.profile_fingerprint,
        steps=_steps(look, situation),
        waiting=engine.waiting(situation),
        moves=engine.moves(situation),
        warnings=_warnings(situation),
        texts=tuple(
            TextView(v.number, v.event_on, v.reason, v.text, v.diff) for v in engine.versions(session, matter)
        ),
        papers=paper_rows(look, "matter", mine),
        postings=_postings(look, mine),
        objections=tuple(
            ObjectionRow(o.id, o.event_on, o.name, o.content, o.due_on, findings[o.finding], o.reply, o.late)
            for o in objections
        ),
        progress=progress,
        sheet=matter_sheet(look, mine),
        history=tuple(history),
    )


def _postings(look: Look, matter_id: int) -> tuple[PostingRow, ...]:
    rows = look.session.scalars(select(Posting).where(Posting.matter_id == matter_id).order_by(Posting.id)).all()
    places: dict[int, list[str]] = defaultdict(list)
    query = select(PostingPlace.posting_id, PostingPlace.place).where(
        PostingPlace.posting_id.in_([r.id for r in rows])
    )
    for posting_id, place in look.session.execute(query):
        places[posting_id].append(place)
    counted = select(Evidence.posting_id, func.count()).where(Evidence.posting_id.in_([r.id for r in rows]))
    photos = {posting_id: n for posting_id, n in look.session.execute(counted.group_by(Evidence.posting_id))}
    states = {"hanging": "张贴中", "served": "期满", "cut_short": "提前撤下"}
    return tuple(
        PostingRow(
            r.id, r.step, tuple(places[r.id]), r.event_on, r.until_on, r.removed_on, states[r.state],
            max(0, (r.until_on - look.today).days) if r.state == "hanging" else 0, r.late, r.state == "hanging",
            photos.get(r.id, 0),
        )
        for r in rows
    )
