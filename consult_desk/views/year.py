"""The year in a picture: where its matters stand, who came to its meetings, how many days each step took."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from consult_desk.desk import Look
from consult_desk.flow.due import BODY_TITLES
from consult_desk.flow.step import thawed
from consult_desk.model import Attendance, DueEntry, Matter, Meeting, StepRecord
from consult_desk.views.vocabulary import STATES

LOOKED_AT = 500  # matters whose days are counted, the newest of the year


@dataclass(frozen=True)
class StepCount:
    """How many matters of the year stand at a step, or are done, withdrawn, rejected. key: a step or a state."""

    key: str
    title: str
    matters: int


@dataclass(frozen=True)
class BodyRate:
    """How many of those due came to the closed meetings of a body: persons due and present, over all of them."""

    body: str
    title: str
    meetings: int
    due: int
    present: int

    @property
    def percent(self) -> int:
        """The share that came, in whole per cent, rounded down: what was not reached is not claimed."""
        return self.present * 100 // self.due if self.due else 0


@dataclass(frozen=True)
class StepDays:
    """How long matters were on the way to a step since the one before: least, middle and most days."""

    key: str
    title: str
    matters: int
    least: int
    middle: int
    most: int


@dataclass(frozen=True)
class YearView:
    """One year, and the years there are, newest first."""

    year: int
    years: tuple[int, ...]
    total: int
    steps: tuple[StepCount, ...]
    rates: tuple[BodyRate, ...]
    days: tuple[StepDays, ...]


def year_picture(look: Look, year: int = 0) -> YearView:
    """一年的图：事项各走到哪一步、各种会议的到会率、每一步用了多少天。year: 0 for this one."""
    wanted = year or look.today.year
    years = {wanted, *look.session.scalars(select(Matter.year).distinct())}
    newest = select(Matter).where(Matter.year == wanted).order_by(Matter.id.desc()).limit(LOOKED_AT)
    matters = look.session.scalars(newest).all()
    order: dict[str, str] = {}
    for matter in matters:
        order.update({s.key: s.title for s in thawed(matter.profile_text).steps if not s.parallel and s.key not in order})
    steps = _steps(look, wanted, order)
    return YearView(
        wanted, tuple(sorted(years, reverse=True)), sum(one.matters for one in steps), steps, _rates(look, wanted),
        _days(look, {m.id: m.event_on for m in matters}, order),
    )  # fmt: skip


def _steps(look: Look, year: int, order: dict[str, str]) -> tuple[StepCount, ...]:
    place = case((Matter.state.in_(("open", "suspended")), Matter.step), else_=Matter.state)
    query = select(place, func.count()).where(Matter.year == year).group_by(place)
    counted: dict[str, int] = {key: number for key, number in look.session.execute(query)}
    titles = order | {key: STATES[key] for key in ("done", "rejected", "withdrawn")}
    ends = [key for key in ("rejected", "withdrawn") if counted.get(key)]
    return tuple(
        StepCount(key, titles.get(key, key), counted.get(key, 0))
        for key in dict.fromkeys((*order, *(k for k in counted if k not in titles), "done", *ends))
    )


def _rates(look: Look, year: int) -> tuple[BodyRate, ...]:
    span = Meeting.event_on >= date(year, 1, 1), Meeting.event_on <= date(year, 12, 31), Meeting.state == "closed"
    came = select(Attendance.id).where(
        Attendance.meeting_id == DueEntry.meeting_id, Attendance.person_id == DueEntry.person_id,
        Attendance.state == "present",
    )  # fmt: skip
    here = case((came.correlate(DueEntry).exists(), 1), else_=0)
    query = (
        select(Meeting.body, func.count(Meeting.id.distinct()), func.count(), func.sum(here))
        .join(DueEntry, DueEntry.meeting_id == Meeting.id)
        .where(*span, DueEntry.counted)
        .group_by(Meeting.body)
    )
    rows = {body: (meetings, due, present or 0) for body, meetings, due, present in look.session.execute(query)}
    known = [key for key in BODY_TITLES if key in rows]
    return tuple(BodyRate(key, BODY_TITLES[key], *rows[key]) for key in known)


def _days(look: Look, opened: dict[int, date], order: dict[str, str]) -> tuple[StepDays, ...]:
    before = dict(opened)
    taken: dict[str, list[int]] = defaultdict(list)
    query = select(StepRecord.matter_id, StepRecord.step, StepRecord.event_on).where(
        StepRecord.matter_id.in_(opened), ~StepRecord.void, StepRecord.outcome != "not_passed"
    )
    for matter_id, step, on in look.session.execute(query.order_by(StepRecord.id)):
        taken[step].append(max(0, (on - before[matter_id]).days))
        before[matter_id] = on
    found = []
    for key, title in order.items():
        if days := sorted(taken.get(key, ())):
            found.append(StepDays(key, title, len(days), days[0], days[len(days) // 2], days[-1]))
    return tuple(found)
