"""All meetings at a glance: every one with the days it sits on, and those the law asks for this season."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from consult_desk.base import places
from consult_desk.base.errors import Refused
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.flow.due import BODY_TITLES
from consult_desk.model import AgendaItem, Group, Matter, Meeting, Minutes, Sitting
from consult_desk.rules.regular import Regular, regular_on
from consult_desk.views.meetings import STATES


@dataclass(frozen=True)
class BoardRow:
    """One meeting. days: one per sitting; clock: the hour of the first; items: titles of the agenda."""

    meeting: int
    title: str
    body: str
    body_title: str
    group: str
    on: date
    days: tuple[date, ...]
    clock: str
    place: str
    state: str
    state_title: str
    items: tuple[str, ...]
    minutes: int


@dataclass(frozen=True)
class RegularRow:
    """A meeting that the law asks for in the period of today. state: held, planned or due. meeting: 0 for none."""

    body: str
    title: str
    period: str
    until: date
    state: str
    meeting: int
    days_left: int
    words: str
    reference: str


@dataclass(frozen=True)
class BoardView:
    """Meetings newest first; bodies: those that met or are to meet, key and title."""

    today: date
    rows: tuple[BoardRow, ...]
    bodies: tuple[tuple[str, str], ...]
    regular: tuple[RegularRow, ...]


def meeting_board(look: Look) -> BoardView:
    """会议日历和列表：每次会议的日期、状态，以及法律规定本季度、本年要开的会议。"""
    zone = look.now.tzinfo
    sittings: dict[int, list[Sitting]] = defaultdict(list)
    for sitting in look.session.scalars(select(Sitting).order_by(Sitting.starts_at, Sitting.id)):
        sittings[sitting.meeting_id].append(sitting)
    items: dict[int, list[str]] = defaultdict(list)
    query = select(AgendaItem.meeting_id, Matter.title).join(Matter, AgendaItem.matter_id == Matter.id)
    for meeting_id, title in look.session.execute(query.order_by(AgendaItem.number)):
        items[meeting_id].append(title)
    minutes = {m.meeting_id: m.number for m in look.session.scalars(select(Minutes).order_by(Minutes.number))}
    groups = {group.id: group.name for group in look.session.scalars(select(Group))}
    rows = []
    for meeting in look.session.scalars(select(Meeting).order_by(Meeting.event_on.desc(), Meeting.id.desc())):
        moments = [s.starts_at.astimezone(zone) for s in sittings[meeting.id]]
        rows.append(
            BoardRow(
                meeting=meeting.id, title=meeting.title, body=meeting.body,
                body_title=BODY_TITLES.get(meeting.body, meeting.body), group=groups.get(meeting.group_id or 0, ""),
                on=meeting.event_on, days=tuple(dict.fromkeys(m.date() for m in moments)),
                clock=f"{moments[0]:%H:%M}" if moments else "", place=sittings[meeting.id][0].place if moments else "",
                state=meeting.state, state_title=STATES[meeting.state], items=tuple(items[meeting.id]),
                minutes=minutes.get(meeting.id, 0),
            )
        )  # fmt: skip
    bodies = tuple(dict.fromkeys((row.body, row.body_title) for row in rows))
    return BoardView(look.today, tuple(rows), bodies, regular_rows(look))


def regular_rows(look: Look) -> tuple[RegularRow, ...]:
    """The meetings that the law asks for in the period of today, () before there is a village."""
    try:
        kind = look.village.kind
    except Refused:
        return ()
    return tuple(_regular(look, one) for one in regular_on(places.resource("meetings"), kind, look.today))


def _regular(look: Look, one: Regular) -> RegularRow:
    first, last, period = one.period(look.today)
    query = select(Meeting).where(
        Meeting.body == one.body, Meeting.state != "void", Meeting.event_on >= first, Meeting.event_on <= last
    )
    found = look.session.scalars(query.order_by(Meeting.event_on, Meeting.id)).all()
    held = next((m for m in found if m.state in ("open", "closed")), None)
    planned = held or next(iter(found), None)
    left = (last - look.today).days
    if held is not None:
        state, words = "held", f"{period}的{one.title}已在{chinese_date(held.event_on)}召开"
    elif planned is not None:
        state, words = "planned", f"{period}的{one.title}定在{chinese_date(planned.event_on)}"
    else:
        words = f"{period}的{one.title}还没有开，最迟{chinese_date(last)}，还有 {left} 天"
        state = "due"
    return RegularRow(
        one.body, one.title, period, last, state, planned.id if planned else 0, left, words, one.reference
    )
