"""Meetings as they are shown: the list, and one meeting with its quorum meter, agenda and votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.flow import gavel
from consult_desk.flow.due import BODY_TITLES
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Move, Situation
from consult_desk.flow.steps import deliberation
from consult_desk.model import (
    AgendaItem,
    Meeting,
    Minutes,
    MinutesText,
    NoticeDelivery,
    Observer,
)
from consult_desk.rules.bases import BASES
from consult_desk.rules.days import earliest_meeting, judge_notice
from consult_desk.rules.quorum import judge_quorum
from consult_desk.views.imprints import meeting_row
from consult_desk.views.matters import PaperRow, paper_rows
from consult_desk.views.meeting_facts import group_names
from consult_desk.views.meeting_meter import Meter, meter_of
from consult_desk.views.scans import ScanRow, scan_rows

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
    group: str = ""
    sex: str = ""


@dataclass(frozen=True)
class DeliveryRow:
    """How one person got the notice."""

    person: int
    name: str
    method: str
    on: date
    late: bool
    receipt: str


@dataclass(frozen=True)
class NoticeLine:
    """The notice period of one step: with the day it was given, or as if it were given today.

    earliest: the first lawful day of the meeting. special: may be called at short notice for a reason; written,
    posted: how it must be given.
    """

    step: str
    met: bool
    words: str
    reference: str
    earliest: date
    days: int
    special: bool
    written: bool
    posted: bool


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
    convener: str
    chair: str
    recorder: str
    demanded: str
    special_reason: str
    given: tuple[DeliveryRow, ...]
    notices: tuple[NoticeLine, ...]
    meters: tuple[Meter, ...]
    moves: tuple[Move, ...]
    files: tuple[ScanRow, ...]
    minutes_stale: bool
    nobody: tuple[Obstacle, ...]
    today: date

    def move(self, action: str) -> Move:
        """The move of that action."""
        return next(move for move in self.moves if move.action == action)


def meeting_page(look: Look, meeting_id: int) -> MeetingView:
    """会议页：应到、实到、还差几人，议程、表决和结果。"""
    meeting = meeting_row(look, meeting_id)
    gathering = Gathering(look.session, meeting)
    nobody: tuple[Obstacle, ...] = ()
    if not meeting.due_frozen:
        try:
            gathering.entries = gavel.expected(gathering)
        except Refused as refused:
            gathering.entries, nobody = (), refused.obstacles
    states = {a.person_id: a for a in gathering.attendances}
    groups = group_names(look, [e.person_id for e in gathering.entries])
    seats = []
    for entry in gathering.entries:
        row = states.get(entry.person_id)
        state = "excluded" if not entry.counted else row.state if row else ""
        reason = entry.reason or (row.reason if row else "")
        person = entry.person
        seats.append(
            SeatView(
                entry.person_id, person.name, person.initials, entry.seat, state, reason,
                groups.get(entry.person_id, ""), person.sex,
            )
        )
    counted = {s.person for s in seats if s.state != "excluded"}
    query = select(NoticeDelivery).where(NoticeDelivery.meeting_id == meeting.id).order_by(NoticeDelivery.id)
    delivered = look.session.scalars(query).all()
    names = {s.person: s.name for s in seats}
    observers = look.session.scalars(select(Observer).where(Observer.meeting_id == meeting.id)).all()
    minutes = look.session.scalars(
        select(Minutes).where(Minutes.meeting_id == meeting.id).order_by(Minutes.number.desc()).limit(1)
    ).first()
    situations = [Situation(look.session, item.matter, look.today, look.calendar) for item in gathering.items]
    notices = tuple(_notice_line(one, item, look) for one, item in zip(situations, gathering.items, strict=True))
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
        minutes=minutes.number if minutes else 0,
        papers=paper_rows(look, "meeting", meeting.id),
        observers=tuple(f"{o.name}（{o.role}）" for o in observers),
        deliveries=tuple((d.person_id, d.method, d.event_on, d.late) for d in delivered),
        late=meeting.late,
        convener=meeting.convener,
        chair=meeting.chair,
        recorder=meeting.recorder,
        demanded=_demanded(meeting),
        special_reason=meeting.special_reason,
        given=tuple(
            DeliveryRow(d.person_id, names.get(d.person_id, ""), d.method, d.event_on, d.late, d.receipt)
            for d in delivered
        ),
        notices=tuple(dict.fromkeys(line for line in notices if line is not None)),
        meters=_meters(look, gathering, situations),
        moves=gavel.moves(gathering, look.today, look.calendar),
        files=scan_rows(look, meeting.id),
        minutes_stale=minutes is not None and _worded_since(look, minutes),
        nobody=nobody,
        today=look.today,
    )


def _meters(look: Look, gathering: Gathering, situations: Sequence[Situation]) -> tuple[Meter, ...]:
    """The quorum of every item, each once: before the meeting opens with nobody present."""
    pairs = zip(situations, gathering.items, strict=True)
    return tuple(dict.fromkeys(meter_of(one, item, gathering, look.now.tzinfo) for one, item in pairs))


def _demanded(meeting: Meeting) -> str:
    if not meeting.demanded_by:
        return ""
    who = BASES.get(meeting.demanded_by, meeting.demanded_by)
    day = f"，{chinese_date(meeting.demanded_on)}" if meeting.demanded_on else ""
    return f"{who} {meeting.demanders} 人提议召开{day}"


def _worded_since(look: Look, minutes: Minutes) -> bool:
    """Whether the recorder worded something anew after the minutes were confirmed."""
    query = select(MinutesText.entered_at).where(MinutesText.meeting_id == minutes.meeting_id)
    return any(moment > minutes.entered_at for moment in look.session.scalars(query))


def _notice_line(situation: Situation, item: AgendaItem, look: Look) -> NoticeLine | None:
    meeting, step = item.meeting, situation.profile.step(item.step)
    rule, counting = step.notice_on(meeting.event_on), situation.profile.counting_on(meeting.event_on)
    if rule is None:
        return None
    given = meeting.notice_given_on
    # What has not been given is judged as if it were given now; a meeting of the past cannot be announced any more.
    day = given or min(look.today, meeting.event_on)
    verdict = judge_notice(
        step, meeting.event_on, day, meeting.event_on, special_reason=meeting.special_reason, counting=counting,
        written=meeting.notice_written if given else None, posted=meeting.notice_posted if given else None,
    )
    earliest = earliest_meeting(step, meeting.event_on, day, counting)
    return NoticeLine(
        step.title, verdict.met, verdict.words, verdict.reference, earliest, rule.days, rule.special_allowed,
        rule.written, rule.posted,
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
