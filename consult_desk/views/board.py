"""The board: matters under way in columns by the step they stand at, each with what it still misses."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select

from consult_desk.base.errors import Obstacle
from consult_desk.desk import Look
from consult_desk.flow import engine
from consult_desk.flow.step import Situation
from consult_desk.model import (
    Acceptance,
    Execution,
    Matter,
    Milestone,
)
from consult_desk.views.ledger import filters, steps_in_use
from consult_desk.views.vocabulary import COLUMN_TITLES, COLUMNS, PROPOSER_TITLES

WORK = "execution"  # between the two disclosures: not a step of its own, but a column of its own
CARDS = 12  # in one column; who has more looks at the ledger


@dataclass(frozen=True)
class Card:
    """One matter on the board; waiting: what its step misses, [] when everything is there.

    meeting_on: day of the meeting that will hear it. hangs: days its notice has hung and must hang. progress: of
    the work, in per cent.
    """

    matter: int
    label: str
    title: str
    state: str
    proposer: str
    opened_on: date
    waiting: tuple[Obstacle, ...]
    meeting_on: date | None
    hangs: tuple[int, int] | None
    progress: int | None


@dataclass(frozen=True)
class BoardColumn:
    """Matters at one step, those longest under way first; total: how many there are, cards: the first of them."""

    key: str
    title: str
    cards: tuple[Card, ...]
    total: int


@dataclass(frozen=True)
class BoardView:
    """The columns in the order of the procedure, and how many matters are on them."""

    columns: tuple[BoardColumn, ...]
    total: int


def board(
    look: Look, year: int | None = None, search: str = "", category: str = "", needs_me: bool = False
) -> BoardView:
    """看板：办理中的事项按步骤排列，每张卡片写明还缺什么。year, search, category, needs_me: as in the ledger."""
    column = _column()
    wanted = (
        *filters(look.today, year, "", search, category, "", needs_me), Matter.state.in_(("open", "suspended")),
    )  # fmt: skip
    totals = {key: n for key, n in look.session.execute(select(column, func.count()).where(*wanted).group_by(column))}
    place = func.row_number().over(partition_by=column, order_by=(Matter.event_on, Matter.id))
    ranked = select(Matter.id, column.label("at"), place.label("place")).where(*wanted).subquery()
    first = select(ranked.c.id, ranked.c.at).where(ranked.c.place <= CARDS).order_by(ranked.c.at, ranked.c.place)
    ids: dict[str, list[int]] = defaultdict(list)
    for matter_id, at in look.session.execute(first):
        ids[at].append(matter_id)
    titles = dict(zip(COLUMNS, COLUMN_TITLES, strict=True))
    known = (*COLUMNS[:-1], WORK, COLUMNS[-1])
    others = tuple((key, title) for key, title in steps_in_use(look) if key in totals and key not in titles)
    shown = (*((key, titles.get(key, "实施")) for key in known), *others)
    columns = tuple(
        BoardColumn(key, title, _cards(look, ids[key]), totals.get(key, 0)) for key, title in shown
    )
    return BoardView(columns, sum(totals.values()))


def _column() -> ColumnElement[str]:
    """The step a matter stands at, the work being told from the posting of its result."""
    accepted = (
        select(Acceptance.id)
        .join(Execution, Execution.id == Acceptance.execution_id)
        .where(Execution.matter_id == Matter.id, Acceptance.passed, Execution.finished_on.is_not(None))
        .correlate(Matter)
        .exists()
    )
    return case(((Matter.step == "disclose_result") & ~accepted, WORK), else_=Matter.step)


def _cards(look: Look, ids: Sequence[int]) -> tuple[Card, ...]:
    matters = {m.id: m for m in look.session.scalars(select(Matter).where(Matter.id.in_(ids)))}
    return tuple(_card(look, matters[one]) for one in ids)


def _card(look: Look, matter: Matter) -> Card:
    situation = Situation(look.session, matter, look.today, look.calendar)
    item = engine.planned_item(look.session, matter)
    hanging = [p for p in situation.postings(matter.step) if p.state == "hanging"]
    hangs, execution = None, situation.execution
    if hanging:
        last = hanging[-1]
        hangs = ((look.today - last.event_on).days, (last.until_on - last.event_on).days)
    progress = None
    if execution is not None and matter.step == "disclose_result":
        done = select(func.sum(Milestone.weight)).where(
            Milestone.execution_id == execution.id, Milestone.done_on.is_not(None)
        )
        progress = look.session.scalar(done) or 0
    return Card(
        matter.id, matter.label, matter.title, matter.state, PROPOSER_TITLES[matter.proposer], matter.event_on,
        engine.waiting(situation), item.meeting.event_on if item is not None else None, hangs, progress,
    )
