"""One person with household, seats and history; households by number."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.settings import load_settings
from consult_desk.desk import Look
from consult_desk.flow.due import BODY_TITLES
from consult_desk.model import Group, Household, JournalBody, JournalEntry, Membership, Person, RosterImport
from consult_desk.views.people import PersonRow, here, person_row, seats_of


@dataclass(frozen=True)
class SeatRow:
    """One seat of a person. state: now, ahead or over."""

    membership: int
    body: str
    title: str
    post: str
    since: date
    until: date | None
    households: int
    state: str


@dataclass(frozen=True)
class PersonView:
    """One person with household, seats now and before, and what was recorded of him."""

    row: PersonRow
    note: str
    until: date | None
    imported: str
    family: tuple[PersonRow, ...]
    seats: tuple[SeatRow, ...]
    history: tuple[tuple[date, str, str, str], ...]


def person_page(look: Look, person_id: int) -> PersonView:
    """一个人：资料、同户的人、现在和以前的任职、更正和变动的记录。Raises Refused for an unknown person."""
    person = look.session.get(Person, person_id)
    if person is None:
        raise Refused(Obstacle(f"名册里没有编号为 {person_id} 的人", "请在名册里选择", code="unknown_person"))
    shown = load_settings(look.home).show_id_numbers
    family: Sequence[Person] = ()
    if person.household_id is not None:
        family = look.session.scalars(
            select(Person)
            .where(Person.household_id == person.household_id, here(look.today))
            .order_by(Person.relation != "户主", Person.birth, Person.id)
        ).all()
    held = seats_of(look, [person.id, *(p.id for p in family)])
    batch = look.session.get(RosterImport, person.import_id) if person.import_id is not None else None
    return PersonView(
        person_row(look, person, held.get(person.id, ()), shown),
        person.note,
        person.until,
        f"{batch.event_on:%Y-%m-%d} 从“{batch.file_name}”导入" if batch is not None else "",
        tuple(person_row(look, p, held.get(p.id, ()), shown) for p in family),
        _terms(look, person_id),
        _changes(look, person_id),
    )


def _terms(look: Look, person_id: int) -> tuple[SeatRow, ...]:
    query = select(Membership).where(Membership.person_id == person_id).order_by(Membership.since.desc(), Membership.id)
    return tuple(
        SeatRow(
            s.id, s.body, BODY_TITLES.get(s.body, s.body), s.post, s.since, s.until, s.households,
            "ahead" if s.since > look.today else "over" if s.until and s.until < look.today else "now",
        )
        for s in look.session.scalars(query)
    )  # fmt: skip


CHANGES = {
    "add_person": "登记入册", "import_roster": "随名册导入", "correct_person": "更正资料", "remove_person": "登记迁出或去世",
}  # fmt: skip


def _changes(look: Look, person_id: int) -> tuple[tuple[date, str, str, str], ...]:
    """Day, what, reason and who, from the journal; an erased reason is told as such."""
    entries = look.session.scalars(
        select(JournalEntry).where(JournalEntry.subject_id == f"person:{person_id}").order_by(JournalEntry.seq)
    ).all()
    found = []
    for entry in entries:
        kind = entry.kind.partition("/")[0]
        told = select(JournalEntry.village, JournalEntry.seq).where(
            JournalEntry.seq < entry.seq, JournalEntry.subject_id == "action", JournalEntry.kind == kind
        )
        action = look.session.execute(told.order_by(JournalEntry.seq.desc()).limit(1)).first()
        body = look.session.get(JournalBody, tuple(action)) if action is not None else None
        reason = json.loads(body.body)["arguments"].get("reason", "") if body is not None else "（内容已依法删除）"
        found.append((date.fromisoformat(entry.at_local[:10]), CHANGES.get(kind, "变动"), str(reason), entry.actor))
    return tuple(found)


@dataclass(frozen=True)
class HomeRow:
    """A household: its number, group, head and who belongs to it."""

    household: int
    number: str
    group: str
    head: str
    members: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class HomesView:
    """A page of households by number; after: where the next page begins, None at the end."""

    rows: tuple[HomeRow, ...]
    total: int
    after: str | None


def households(
    look: Look, search: str = "", after: str | None = None, limit: int = 200, group: str = ""
) -> HomesView:
    """户：按户号排列，可按户号、户里人的姓名查找。after: number of the last household seen."""
    query = select(Household).join(Group, Household.group_id == Group.id)
    if group:
        query = query.where(Group.name == group)
    if search:
        people = select(Person.household_id).where(
            or_(
                Person.name.contains(search, autoescape=True), Person.initials.startswith(search.lower(), autoescape=True)
            )
        )  # fmt: skip
        number = Household.number.startswith(search.upper(), autoescape=True)
        query = query.where(number | Household.id.in_(people))
    total = look.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if after is not None:
        query = query.where(Household.number > after)
    homes = look.session.scalars(
        query.options(joinedload(Household.group)).order_by(Household.number).limit(limit)
    ).all()
    lived: dict[int, list[Person]] = {home.id: [] for home in homes}
    members = select(Person).where(Person.household_id.in_(lived), here(look.today))
    for person in look.session.scalars(members.order_by(Person.relation != "户主", Person.birth, Person.id)):
        lived[person.household_id or 0].append(person)
    rows = tuple(
        HomeRow(
            home.id, home.number, home.group.name,
            next((p.name for p in lived[home.id] if p.relation == "户主"), ""),
            tuple((p.id, p.name) for p in lived[home.id]),
        )
        for home in homes
    )  # fmt: skip
    return HomesView(rows, total, homes[-1].number if len(homes) == limit else None)
