"""The ledger: matters found, sorted and paged in SQL, one row each with its six dated columns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import defer

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import money
from consult_desk.desk import Look
from consult_desk.flow.step import thawed
from consult_desk.model import (
    AgendaItem,
    JointProposer,
    Matter,
    Meeting,
    Objection,
    Person,
    Posting,
    StepRecord,
    Supervision,
)
from consult_desk.rules.profile import RuleProfile
from consult_desk.views.vocabulary import CATEGORIES, COLUMNS, PROPOSER_TITLES, STATES

AT_ONCE = 500  # ids in one question, well below what any database takes


@dataclass(frozen=True)
class Cell:
    """One dated column: the day the step was taken (None: not yet), passed or not, 补录, and the supervision mark."""

    on: date | None
    outcome: str
    late: bool
    supervised: bool


@dataclass(frozen=True)
class LedgerRow:
    """One matter in the ledger; cells follow COLUMNS, a step its profile does not have is None."""

    matter: int
    label: str
    title: str
    state: str
    state_title: str
    step: str
    step_title: str
    cells: tuple[Cell | None, ...]
    proposer: str
    category: str
    budget: str
    executor: str
    opened_on: date
    deadline: date | None


@dataclass(frozen=True)
class LedgerView:
    """A page of the ledger; total: how many match in all, going: how many of these are under way."""

    rows: tuple[LedgerRow, ...]
    total: int
    going: int


def ledger(
    look: Look, year: int | None = None, state: str = "", search: str = "", category: str = "", step: str = "",
    needs_me: bool = False, order: str = "number", descending: bool = True, limit: int | None = None, start: int = 0,
) -> LedgerView:
    """台账：一行一件事项，六列日期，每列下有监督标记。

    year: 0 or None for all. search: in number, title and proposers. needs_me: only what waits for the secretary,
    not for a day to come. order: number, a step of COLUMNS, step, proposer, category, budget, executor, opened or
    deadline; what has no value comes last. limit and start cut one page out (None: everything).
    """
    wanted = filters(look.today, year, state, search, category, step, needs_me)
    counted = look.session.execute(
        select(func.count(), func.sum(case((Matter.state == "open", 1), else_=0))).select_from(Matter).where(*wanted)
    ).one()
    query = _ordered(select(Matter.id).where(*wanted), order, descending).offset(start)
    ids = look.session.scalars(query if limit is None else query.limit(limit)).all()
    return LedgerView(tuple(_rows(look, ids)), counted[0], counted[1] or 0)


@dataclass(frozen=True)
class LedgerChoices:
    """What the ledger can be filtered by: years, newest first; steps at which matters stand, and categories, as (key, title)."""

    years: tuple[int, ...]
    steps: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]


def ledger_choices(look: Look) -> LedgerChoices:
    """台账可以按哪些年份、步骤、类别筛选。"""
    years = look.session.scalars(select(Matter.year).distinct().order_by(Matter.year.desc())).all()
    kinds = set(look.session.scalars(select(Matter.category).distinct()))
    return LedgerChoices(
        tuple(years), steps_in_use(look), tuple((key, title) for key, title in CATEGORIES.items() if key in kinds)
    )


def filters(
    today: date, year: int | None, state: str, search: str, category: str, step: str, needs_me: bool
) -> list[ColumnElement[bool]]:
    """The conditions of what a person chose to see."""
    return [
        *([Matter.year == year] if year else ()), *([Matter.state == state] if state else ()),
        *([Matter.category == category] if category else ()), *([Matter.step == step] if step else ()),
        *([_found(search)] if search.strip() else ()), *([needing(today)] if needs_me else ()),
    ]  # fmt: skip


def label_of() -> ColumnElement[str]:
    """The number as printed, 2026-003, in SQL."""
    number = cast(Matter.number, String)
    padded = case((Matter.number < 10, "00" + number), (Matter.number < 100, "0" + number), else_=number)
    return cast(Matter.year, String) + "-" + padded


def _found(search: str) -> ColumnElement[bool]:
    words = search.strip()
    bodies = [key for key, title in PROPOSER_TITLES.items() if words in title]
    signed = (
        select(JointProposer.matter_id)
        .join(JointProposer.person)
        .where(Person.name.contains(words, autoescape=True) | (Person.initials == words.lower()))
    )
    return or_(
        Matter.title.contains(words, autoescape=True), label_of().contains(words, autoescape=True),
        Matter.proposer.in_(bodies), Matter.id.in_(signed),
    )  # fmt: skip


def needing(today: date) -> ColumnElement[bool]:
    """Matters in which something can be done today: under way or suspended, and not merely waiting for a day.

    A matter waits for a day while its notice hangs unexpired, or while its meeting is called for a later day. An
    objection without a reply always needs somebody.
    """
    hanging = select(Posting.matter_id).where(
        Posting.step == Matter.step, Posting.round == Matter.round, Posting.state == "hanging", Posting.until_on > today
    )
    called = (
        select(AgendaItem.matter_id)
        .join(AgendaItem.meeting)
        .where(AgendaItem.outcome == "", Meeting.state == "noticed", Meeting.event_on > today)
    )
    asked = select(Objection.matter_id).where(Objection.finding == "")
    still = and_(
        Matter.state == "open",
        ~hanging.where(Posting.matter_id == Matter.id).correlate(Matter).exists(),
        Matter.id.not_in(called),
    )
    return or_(still, Matter.state == "suspended", and_(Matter.state == "open", Matter.id.in_(asked)))


def _ordered(query: Select[Any], order: str, descending: bool) -> Select[Any]:
    taken = (
        select(func.max(StepRecord.event_on))
        .where(StepRecord.matter_id == Matter.id, StepRecord.step == order, ~StepRecord.void)
        .correlate(Matter)
        .scalar_subquery()
    )
    at = case({key: number for number, key in enumerate(COLUMNS)}, value=Matter.step, else_=None)
    columns: dict[str, Any] = {
        "number": Matter.year, "step": at, "proposer": Matter.proposer, "category": Matter.category,
        "budget": Matter.budget, "executor": func.nullif(Matter.executor, ""), "opened": Matter.event_on,
        "deadline": Matter.deadline, **dict.fromkeys(COLUMNS, taken),
    }  # fmt: skip
    if order not in columns:
        known = "、".join(columns)
        raise Refused(Obstacle(f"台账不能按“{order}”排序", f"可选：{known}", code="unknown_order"))
    by = columns[order]
    newest = (Matter.year.desc(), Matter.number.desc())
    if order == "number":
        return query.order_by(*(newest if descending else (Matter.year, Matter.number)))
    return query.order_by((by.desc() if descending else by.asc()).nulls_last(), *newest)


def steps_in_use(look: Look) -> tuple[tuple[str, str], ...]:
    """Steps at which matters stand, in the order of the procedure, with the title in the newest of their rules."""
    pairs = look.session.execute(
        select(Matter.step, func.max(Matter.id)).where(Matter.state != "done", Matter.step != "").group_by(Matter.step)
    ).all()
    found = {key: profiles_of(look, [newest])[newest].step(key).title for key, newest in pairs}
    rank = {key: number for number, key in enumerate(COLUMNS)}
    return tuple(sorted(found.items(), key=lambda pair: (rank.get(pair[0], len(rank)), pair[1])))


def profiles_of(look: Look, matter_ids: Sequence[int]) -> Mapping[int, RuleProfile]:
    """The rules pinned to each of these matters; each text is read once, however many matters share it."""
    pinned: dict[int, str] = {}
    for some in _pieces(matter_ids):
        pairs = look.session.execute(select(Matter.id, Matter.profile_fingerprint).where(Matter.id.in_(some)))
        pinned |= {matter_id: fingerprint for matter_id, fingerprint in pairs}
    examples = {fingerprint: matter_id for matter_id, fingerprint in pinned.items()}
    texts = {
        fingerprint: look.session.scalar(select(Matter.profile_text).where(Matter.id == matter_id)) or ""
        for fingerprint, matter_id in examples.items()
    }
    return {matter_id: thawed(texts[fingerprint]) for matter_id, fingerprint in pinned.items()}


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _rows(look: Look, ids: Sequence[int]) -> Iterator[LedgerRow]:
    found: dict[int, Matter] = {}
    records: dict[int, dict[str, tuple[date | None, str, bool]]] = defaultdict(dict)
    seen: set[tuple[int, str]] = set()
    for some in _pieces(ids):
        matters = select(Matter).where(Matter.id.in_(some)).options(defer(Matter.text), defer(Matter.background))
        found |= {m.id: m for m in look.session.scalars(matters)}
        taken = select(
            StepRecord.matter_id, StepRecord.step, StepRecord.event_on, StepRecord.outcome, StepRecord.entered_on
        ).where(StepRecord.matter_id.in_(some), ~StepRecord.void)
        for matter_id, step, on, outcome, entered_on in look.session.execute(taken.order_by(StepRecord.id)):
            records[matter_id][step] = (on, outcome, entered_on > on)
        marks = select(Supervision.matter_id, Supervision.step).where(Supervision.matter_id.in_(some))
        seen.update((matter_id, step) for matter_id, step in look.session.execute(marks))
    profiles = profiles_of(look, ids)
    for matter in (found[one] for one in ids):
        steps, mine = {s.key: s.title for s in profiles[matter.id].steps}, records[matter.id]
        cells: list[Cell | None] = []
        for key in COLUMNS:
            day, outcome, late = mine.get(key, (None, "", False))
            cells.append(Cell(day, outcome, late, (matter.id, key) in seen) if key in steps else None)
        yield LedgerRow(
            matter.id, matter.label, matter.title, matter.state, STATES[matter.state], matter.step,
            steps.get(matter.step, ""), tuple(cells), PROPOSER_TITLES[matter.proposer], CATEGORIES[matter.category],
            "" if matter.budget is None else money(matter.budget), matter.executor, matter.event_on, matter.deadline,
        )
