"""A meeting as it goes on: who is there, what each base still lacks, and the item at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult_desk.base.errors import Obstacle
from consult_desk.desk import Look
from consult_desk.flow import gavel
from consult_desk.flow.announcing import announcing
from consult_desk.flow.due import BODY_TITLES
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation
from consult_desk.flow.steps import deliberation
from consult_desk.model import (
    AgendaItem,
    DueEntry,
    Group,
    Household,
    Observer,
    Person,
    Recusal,
    Speech,
    VerdictRecord,
    Vote,
)
from consult_desk.rules.tally import Ballots, Tally, faults
from consult_desk.views.imprints import meeting_row
from consult_desk.views.meeting_meter import Meter, meter_of
from consult_desk.views.meetings import STATES


@dataclass(frozen=True)
class Seat:
    """One person of the due list. number: as on the attendance sheet, 0 where not counted.

    state: "" (not yet), present, left, leave, absent, proxy (a present holder stands for him), excluded.
    """

    person: int
    number: int
    name: str
    pinyin: str
    initials: str
    seat: str
    group: str
    state: str
    reason: str
    sitting: int | None
    arrived_at: datetime | None
    left_at: datetime | None
    remote: bool


@dataclass(frozen=True)
class Hall:
    """One sitting. live: it is today; needs_moment: somebody came late or left, so a vote must say when."""

    sitting: int
    place: str
    starts_at: datetime
    live: bool
    begun: bool
    needs_moment: bool
    voted: bool


@dataclass(frozen=True)
class Count:
    """One count in force; individual votes are never part of it."""

    method: str
    yes: int
    no: int
    abstain: int
    attendees: int
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    tellers: str
    callers: str
    scrutineers: str
    taken_at: datetime | None
    correction: str


@dataclass(frozen=True)
class Ballot:
    """The vote of one sitting on the item at hand: who may vote now, and the count in force if there is one."""

    sitting: int
    place: str
    entitled: tuple[int, ...]
    count: Count | None


@dataclass(frozen=True)
class ItemLine:
    """One line of the agenda. state: "", voted, passed, not_passed."""

    item: int
    number: int
    matter: int
    step_key: str
    title: str
    step: str
    state: str


@dataclass(frozen=True)
class Item:
    """The item at hand, whole. gates: why it may not be voted; waiting: why it may not be announced.

    ruled: kind, met, words and article of what was ruled when the result was announced.
    """

    line: ItemLine
    text: str
    meter: Meter
    gates: tuple[Obstacle, ...]
    waiting: tuple[Obstacle, ...]
    ballots: tuple[Ballot, ...]
    speeches: tuple[tuple[int, str, str], ...]
    recused: tuple[tuple[int, str, str], ...]
    ruled: tuple[tuple[str, bool, str, str], ...]


@dataclass(frozen=True)
class ConsoleView:
    """A meeting while it goes on. item: the one at hand, None without an agenda; closing: why it may not end yet."""

    now: datetime
    meeting: int
    village: str
    title: str
    body_title: str
    state: str
    state_title: str
    on: date
    chair: str
    recorder: str
    halls: tuple[Hall, ...]
    seats: tuple[Seat, ...]
    items: tuple[ItemLine, ...]
    item: Item | None
    observers: tuple[tuple[str, str], ...]
    may_proxy: bool
    may_remote: bool
    closing: tuple[Obstacle, ...]


def console(look: Look, meeting_id: int, item_id: int | None = None) -> ConsoleView:
    """会议控制台：签到名单、每个基数还差多少、手上这一项议程的发言、回避、表决和结果。"""
    meeting = meeting_row(look, meeting_id)
    gathering = Gathering(look.session, meeting)
    chosen = chosen_item(gathering, item_id)
    steps = {i.id: _situation(look, i).profile.step(i.step) for i in gathering.items}
    observers = look.session.scalars(select(Observer).where(Observer.meeting_id == meeting.id).order_by(Observer.id))
    return ConsoleView(
        now=look.now,
        meeting=meeting.id,
        village=look.village.name,
        title=meeting.title,
        body_title=BODY_TITLES.get(meeting.body, meeting.body),
        state=meeting.state,
        state_title=STATES[meeting.state],
        on=meeting.event_on,
        chair=meeting.chair,
        recorder=meeting.recorder,
        halls=_halls(look, gathering),
        seats=_seats(look, gathering),
        items=tuple(_line(gathering, i, steps[i.id].title) for i in gathering.items),
        item=None if chosen is None else _item(look, gathering, chosen, steps[chosen.id].title),
        observers=tuple((o.name, o.role) for o in observers),
        may_proxy=all(s.proxy_on(meeting.event_on) == "same_household" for s in steps.values()),
        may_remote=all(s.remote_on(meeting.event_on) for s in steps.values()),
        closing=gavel.closing(gathering),
    )


def not_going_on(view: ConsoleView) -> tuple[Obstacle, ...]:
    """Why nothing can be entered: not opened yet, over, or void."""
    if view.state in ("planned", "noticed"):
        return (Obstacle("会议还没有宣布开会", "宣布开会以后，应到名单就定下了，可以开始签到", code="not_open"),)
    if view.state == "closed":
        return (Obstacle("会议已经散会", "记录只能查看；要补录、更正请到会议页", code="not_open"),)
    return () if view.state == "open" else (Obstacle("会议已经作废", "请核对会议", code="not_open"),)


def _situation(look: Look, item: AgendaItem) -> Situation:
    return Situation(look.session, item.matter, look.today, look.calendar)


def chosen_item(gathering: Gathering, item_id: int | None) -> AgendaItem | None:
    """The item asked for, else the first without a result, else the last."""
    items = gathering.items
    asked = next((i for i in items if i.id == item_id), None)
    return asked or next((i for i in items if not i.outcome), items[-1] if items else None)


def _halls(look: Look, gathering: Gathering) -> tuple[Hall, ...]:
    zone = look.now.tzinfo
    voted = {v.sitting_id for i in gathering.items for v in gathering.votes(i)}
    moved = {
        a.sitting_id
        for s in gathering.sittings
        for a in gathering.attendances
        if a.sitting_id == s.id and (a.left_at or (a.arrived_at is not None and a.arrived_at > s.starts_at))
    }
    found = []
    for s in gathering.sittings:
        starts = s.starts_at.astimezone(zone)
        day = starts.date()
        found.append(Hall(s.id, s.place, starts, day == look.today, day <= look.today, s.id in moved, s.id in voted))
    return tuple(found)


def _seats(look: Look, gathering: Gathering) -> tuple[Seat, ...]:
    if not gathering.meeting.due_frozen:
        return ()
    zone = look.now.tzinfo
    rows = {a.person_id: a for a in gathering.attendances}
    here = gathering.present()
    query = (
        select(Person.id, Group.name)
        .join(Household, Person.household_id == Household.id)
        .join(Group, Household.group_id == Group.id)
        .join(DueEntry, DueEntry.person_id == Person.id)
        .where(DueEntry.meeting_id == gathering.meeting.id)
    )
    groups = {person: name for person, name in look.session.execute(query)}
    found, number = [], 0
    for entry in gathering.entries:
        number += entry.counted
        row, person = rows.get(entry.person_id), entry.person
        state = row.state if row is not None else ""
        if row is not None and state == "present" and row.left_at is not None:
            state = "left"
        elif not entry.counted and state != "present":
            state = "excluded"
        elif state != "present" and entry.person_id in here:
            state = "proxy"
        found.append(
            Seat(
                person=person.id,
                number=number if entry.counted else 0,
                name=person.name,
                pinyin=person.pinyin,
                initials=person.initials,
                seat=entry.seat,
                group=groups.get(person.id, ""),
                state=state,
                reason=entry.reason or (row.reason if row is not None else ""),
                sitting=row.sitting_id if row is not None else None,
                arrived_at=row.arrived_at.astimezone(zone) if row is not None and row.arrived_at else None,
                left_at=row.left_at.astimezone(zone) if row is not None and row.left_at else None,
                remote=row is not None and row.remote,
            )
        )
    return tuple(found)


def _line(gathering: Gathering, item: AgendaItem, step: str) -> ItemLine:
    state = item.outcome or ("voted" if gathering.votes(item) else "")
    return ItemLine(item.id, item.number, item.matter_id, item.step, item.matter.title, step, state)


def _item(look: Look, gathering: Gathering, item: AgendaItem, step: str) -> Item:
    situation = _situation(look, item)
    in_progress = gathering.meeting.state == "open" and not item.outcome
    votes = {v.sitting_id: v for v in gathering.votes(item)}
    names = {e.person_id: e.person.name for e in gathering.entries}
    speeches = look.session.scalars(select(Speech).where(Speech.item_id == item.id).order_by(Speech.number))
    recused = look.session.scalars(
        select(Recusal).options(joinedload(Recusal.person)).where(Recusal.item_id == item.id).order_by(Recusal.id)
    )
    ruled = look.session.scalars(
        select(VerdictRecord)
        .where(VerdictRecord.subject == "item", VerdictRecord.subject_id == item.id)
        .order_by(VerdictRecord.id)
    )
    entitled = {s.id: gathering.entitled(item, s.id, look.now) for s in gathering.sittings} if in_progress else {}
    return Item(
        line=_line(gathering, item, step),
        text=item.matter.text,
        meter=meter_of(situation, item, gathering, look.now.tzinfo),
        gates=deliberation.gates(situation, item, gathering) if in_progress else (),
        waiting=announcing(situation, item, gathering, look.now.tzinfo) if in_progress else (),
        ballots=tuple(
            Ballot(
                s.id,
                s.place,
                tuple(p for p in names if p in entitled.get(s.id, ())),
                _count(look, votes[s.id]) if s.id in votes else None,
            )
            for s in gathering.sittings
        ),
        speeches=tuple((s.number, s.speaker, s.words) for s in speeches),
        recused=tuple((r.person_id, r.person.name, r.reason) for r in recused),
        ruled=tuple((v.kind, v.met, v.words, v.reference) for v in ruled),
    )


def _count(look: Look, vote: Vote) -> Count:
    at = vote.taken_at.astimezone(look.now.tzinfo) if vote.taken_at else None
    return Count(
        vote.method, vote.yes, vote.no, vote.abstain, vote.attendees, vote.issued, vote.returned, vote.valid,
        vote.invalid, vote.tellers, vote.callers, vote.scrutineers, at, vote.correction,
    )  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What was found of numbers as they are typed: wrong ones with the arithmetic, and what is still to do."""

    wrong: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def good(self) -> bool:
        """True when the numbers may be entered."""
        return not self.wrong and not self.missing


def check_counts(method: str, present: int, typed: Mapping[str, int | None]) -> Checked:
    """Judge numbers while they are typed, by the same arithmetic that refuses them when they are entered.

    typed: yes, no, abstain and, for ballots, issued, returned, valid, invalid; None where nothing is typed yet.
    """
    got = {key: typed.get(key) for key in ("yes", "no", "abstain", "issued", "returned", "valid", "invalid")}
    votes = Tally(got["yes"] or 0, got["no"] or 0, got["abstain"] or 0)
    if method != "secret_ballot":
        none = all(got[key] is None for key in ("yes", "no", "abstain"))
        return Checked(faults(votes, present), ("请填写同意、反对、弃权的人数",) if none else ())
    issued, returned, valid, invalid = (got[key] for key in ("issued", "returned", "valid", "invalid"))
    names = {"issued": "发出票数", "returned": "收回票数", "valid": "有效票数", "invalid": "无效票数"}
    missing = [f"请填写{title}" for key, title in names.items() if got[key] is None]
    # What is not typed yet is taken as whatever fits, so that only what can no longer come right is called wrong.
    back = returned if returned is not None else (issued if issued is not None else present)
    counted = valid if valid is not None else max(votes.cast, back - (invalid or 0))
    spoiled = invalid if invalid is not None else max(0, back - counted)
    if returned is None:
        back = counted + spoiled
    if issued is None:
        issued = back
    short = counted - votes.cast
    fitting = votes.yes + max(0, short) if votes.yes >= 0 else votes.yes
    wrong = faults(Ballots(issued, back, counted, spoiled, fitting, votes.no, votes.abstain), present)
    if not wrong and short > 0 and valid is not None:
        missing.append(f"有效票 {valid} 张，已唱 {votes.cast} 张，还有 {short} 张没有唱")
    elif not missing and short > 0:
        missing.append(f"还有 {short} 张没有唱")
    return Checked(wrong, tuple(missing))
