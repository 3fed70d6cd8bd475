"""Meetings as they are shown: the list, and one meeting with its quorum meter, agenda and votes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from consult_desk.base.errors import Obstacle
from consult_desk.desk import Look, reads
from consult_desk.flow.due import BODY_TITLES, due_lines
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation
from consult_desk.flow.steps import deliberation
from consult_desk.model import (
    AgendaItem,
    Attendance,
    DueEntry,
    Matter,
    Meeting,
    Minutes,
    NoticeDelivery,
    Observer,
    Recusal,
    Sitting,
    Vote,
)
from consult_desk.rules.days import earliest_meeting
from consult_desk.rules.quorum import judge_quorum
from consult_desk.views.imprints import meeting_row
from consult_desk.views.matters import PaperRow, paper_rows

STATES = {"planned": "已安排", "noticed": "已通知", "open": "进行中", "closed": "已结束", "void": "已作废"}


@dataclass(frozen=True)
class MeetingRow:
    """One meeting in the list."""

    meeting: int
    title: str
    body: str
    on: date
    state: str
    items: int


@reads(Meeting, AgendaItem)
def meetings(look: Look, year: int | None = None) -> tuple[MeetingRow, ...]:
    """会议列表，最近的在前。"""
    rows = look.session.scalars(select(Meeting).order_by(Meeting.event_on.desc(), Meeting.id.desc())).all()
    counts: dict[int, int] = {}
    for meeting_id in look.session.scalars(select(AgendaItem.meeting_id)):
        counts[meeting_id] = counts.get(meeting_id, 0) + 1
    return tuple(
        MeetingRow(m.id, m.title, BODY_TITLES.get(m.body, m.body), m.event_on, STATES[m.state], counts.get(m.id, 0))
        for m in rows
        if not year or m.event_on.year == year
    )


@dataclass(frozen=True)
class SeatView:
    """One person of the due list. state: present, leave, absent, "" (not yet), excluded."""

    person: int
    name: str
    initials: str
    seat: str
    state: str
    reason: str


@dataclass(frozen=True)
class ItemView:
    """One agenda item with its obstacles, its counts and its result."""

    item: int
    number: int
    matter: int
    title: str
    step: str
    quorum_met: bool
    quorum_words: str
    obstacles: tuple[Obstacle, ...]
    votes: tuple[str, ...]
    recused: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class MeetingView:
    """One meeting whole. deliveries: person, method, day, 补录; late: typed in after its day (补录)."""

    meeting: int
    title: str
    body: str
    body_title: str
    state: str
    state_title: str
    on: date
    sittings: tuple[tuple[int, str, datetime], ...]
    notice_given_on: date | None
    earliest: date | None
    due: int
    present: int
    due_by: dict[str, int]
    present_by: dict[str, int]
    seats: tuple[SeatView, ...]
    items: tuple[ItemView, ...]
    delivered: int
    minutes: int
    papers: tuple[PaperRow, ...]
    observers: tuple[str, ...]
    deliveries: tuple[tuple[int, str, date, bool], ...]
    late: bool


@reads(Meeting, Sitting, AgendaItem, DueEntry, Attendance, Vote, Recusal, NoticeDelivery, Observer, Minutes, Matter)
def meeting_page(look: Look, meeting_id: int) -> MeetingView:
    """会议页：应到、实到、还差几人，议程、表决和结果。"""
    meeting = meeting_row(look, meeting_id)
    gathering = Gathering(look.session, meeting)
    states = {a.person_id: a for a in gathering.attendances}
    seats = []
    if meeting.due_frozen:
        for entry in gathering.entries:
            row = states.get(entry.person_id)
            state = "excluded" if not entry.counted else row.state if row else ""
            reason = entry.reason or (row.reason if row else "")
            seats.append(
                SeatView(entry.person_id, entry.person.name, entry.person.initials, entry.seat, state, reason)
            )
    else:
        for line in due_lines(look.session, meeting.body, meeting.event_on, group_id=meeting.group_id):
            seats.append(
                SeatView(line.person.id, line.person.name, line.person.initials, line.seat, "", line.reason)
            )
    counted = {s.person for s in seats if s.state != "excluded" and not (not meeting.due_frozen and s.reason)}
    query = select(NoticeDelivery).where(NoticeDelivery.meeting_id == meeting.id).order_by(NoticeDelivery.id)
    delivered = look.session.scalars(query).all()
    observers = look.session.scalars(select(Observer).where(Observer.meeting_id == meeting.id)).all()
    minutes = look.session.scalars(select(Minutes.number).where(Minutes.meeting_id == meeting.id)).all()
    return MeetingView(
        meeting=meeting.id,
        title=meeting.title,
        body=meeting.body,
        body_title=BODY_TITLES.get(meeting.body, meeting.body),
        state=meeting.state,
        state_title=STATES[meeting.state],
        on=meeting.event_on,
        sittings=tuple((s.id, s.place, s.starts_at.astimezone(look.now.tzinfo)) for s in gathering.sittings),
        notice_given_on=meeting.notice_given_on,
        earliest=_earliest(look, gathering),
        due=len(counted),
        present=len(gathering.present() & counted),
        due_by=gathering.due_counts(),
        present_by=gathering.present_counts(),
        seats=tuple(seats),
        items=tuple(_item(look, gathering, item) for item in gathering.items),
        delivered=len(delivered),
        minutes=max(minutes, default=0),
        papers=paper_rows(look, "meeting", meeting.id),
        observers=tuple(f"{o.name}（{o.role}）" for o in observers),
        deliveries=tuple((d.person_id, d.method, d.event_on, d.late) for d in delivered),
        late=meeting.late,
    )


def _earliest(look: Look, gathering: Gathering) -> date | None:
    """The earliest lawful day if the notice went out today; None where no item asks for a notice."""
    days = []
    for item in gathering.items:
        situation = Situation(look.session, item.matter, look.today, look.calendar)
        step = situation.profile.step(item.step)
        if step.notice_on(gathering.meeting.event_on) is not None:
            counting = situation.profile.counting_on(look.today)
            days.append(earliest_meeting(step, gathering.meeting.event_on, look.today, counting))
    return max(days, default=None)


def _item(look: Look, gathering: Gathering, item: AgendaItem) -> ItemView:
    situation = Situation(look.session, item.matter, look.today, look.calendar)
    step = situation.profile.step(item.step)
    verdict = judge_quorum(step, gathering.meeting.event_on, gathering.due_counts(), gathering.present_counts(item))
    open_item = item.outcome == "" and gathering.meeting.state == "open"
    names = {e.person_id: e.person.name for e in gathering.entries}
    methods = {"show_of_hands": "举手", "roll_call": "记名", "secret_ballot": "无记名"}
    outcomes = {"": "", "passed": "通过", "not_passed": "没有通过"}
    return ItemView(
        item=item.id,
        number=item.number,
        matter=item.matter_id,
        title=item.matter.title,
        step=step.title,
        quorum_met=verdict.met,
        quorum_words=verdict.words,
        obstacles=deliberation.gates(situation, item, gathering) if open_item else (),
        votes=tuple(
            f"{methods[v.method]}：同意 {v.yes}，反对 {v.no}，弃权 {v.abstain}（到会 {v.attendees} 人）{'，补录' if v.late else ''}"
            for v in gathering.votes(item)
        ),
        recused=tuple(names[p] for p in sorted(gathering.recused(item))),
        outcome=outcomes[item.outcome],
    )
