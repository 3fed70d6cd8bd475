"""People as they are shown: the roster page by page, what narrows it, the members of a body, authorisations."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.settings import load_settings
from consult_desk.base.text import mask_id, mask_phone
from consult_desk.desk import Look
from consult_desk.flow.due import BODY_TITLES, active, seats_on
from consult_desk.model import Authorization, Group, Household, Membership, Person

_COLUMNS = (Person.pinyin, Person.id)
# The bodies somebody can sit in, in the order in which people look for them.
SEAT_BODIES = (
    "party_member", "party_committee", "villagers_committee", "residents_committee", "villager_reps", "resident_reps",
    "supervision_committee", "collective_board", "collective_reps", "collective_members", "council",
)


@dataclass(frozen=True)
class VillageView:
    """The village of this desk and how many people it has."""

    name: str
    township: str
    kind: str
    profile: str
    profile_title: str
    practice: bool
    people: int
    households: int


def village_card(look: Look) -> VillageView:
    """本村概况。"""
    village = look.village
    people = look.session.scalar(select(func.count()).select_from(Person).where(Person.until.is_(None))) or 0
    homes = look.session.scalar(select(func.count()).select_from(Household)) or 0
    profile = look.profiles.get(village.profile_key)
    title = profile.title if profile is not None else village.profile_key
    return VillageView(
        village.name, village.township, village.kind, village.profile_key, title, village.practice, people, homes
    )


@dataclass(frozen=True)
class PersonRow:
    """One person in the roster; seats held today. id_number, phone: masked unless the settings show them."""

    person: int
    name: str
    pinyin: str
    sex: str
    birth: date
    household: str
    group: str
    seats: tuple[str, ...]
    age: int = 0
    registered: bool = True
    relation: str = ""
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True)
class RosterView:
    """A page of the roster in pinyin order; after: where the next page begins, None at the end."""

    rows: tuple[PersonRow, ...]
    total: int
    after: tuple[str, int] | None


def roster(
    look: Look, search: str = "", after: tuple[str, int] | None = None, limit: int = 200, group: str = "",
    seat: str = "", adults: bool = False, registered: bool = False, start: str = "",
) -> RosterView:
    """名册：按拼音排序，可按姓名、拼音、首字母、证件号、户号查找。after: pinyin and id of the last row seen.

    group: name of a group. seat: key of a body in which they sit today, "any" for whichever. adults: aged 18 or more.
    start: letter to begin at; the total counts from there.
    """
    query = select(Person).where(*_wanted(look, search, group, seat, adults, registered))
    if start:
        query = query.where(Person.pinyin >= start.lower())
    total = look.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if after is not None:
        query = query.where(tuple_(*_COLUMNS) > tuple_(*after))
    page = look.session.scalars(
        query.options(joinedload(Person.household).joinedload(Household.group)).order_by(*_COLUMNS).limit(limit)
    ).all()
    held = seats_of(look, [p.id for p in page])
    shown = load_settings(look.home).show_id_numbers
    rows = tuple(person_row(look, p, held.get(p.id, ()), shown) for p in page)
    last = (page[-1].pinyin, page[-1].id) if len(page) == limit else None
    return RosterView(rows, total, last)


def person_row(look: Look, p: Person, seats: tuple[str, ...], shown: bool) -> PersonRow:
    """One person as the roster shows him. shown: numbers in full."""
    return PersonRow(
        p.id, p.name, p.pinyin, p.sex, p.birth, p.household.number if p.household else "",
        p.household.group.name if p.household else "", seats, age_on(p.birth, look.today), p.registered, p.relation,
        p.id_number if shown else mask_id(p.id_number), p.phone if shown else mask_phone(p.phone),
    )  # fmt: skip


def age_on(birth: date, day: date) -> int:
    """Years completed on a day."""
    return day.year - birth.year - ((birth.month, birth.day) > (day.month, day.day))


def _wanted(
    look: Look, search: str, group: str, seat: str, adults: bool, registered: bool
) -> list[ColumnElement[bool]]:
    found = [here(look.today)]
    if search:
        found.append(_matching(search))
    if group:
        homes = select(Household.id).join(Group, Household.group_id == Group.id).where(Group.name == group)
        found.append(Person.household_id.in_(homes))
    if seat:
        bodies = () if seat == "any" else (Membership.body == seat,)
        found.append(Person.id.in_(select(Membership.person_id).where(active(look.today), *bodies)))
    if adults:
        found.append(Person.birth <= years_before(look.today, 18))
    if registered:
        found.append(Person.registered.is_(True))
    return found


def here(day: date) -> ColumnElement[bool]:
    """The SQL condition for persons on the roster on a day."""
    return Person.until.is_(None) | (Person.until >= day)


def years_before(day: date, years: int) -> date:
    """The last birthday of those who have completed so many years on the day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return date(day.year - years, 2, 28)


def _matching(search: str) -> ColumnElement[bool]:
    low = search.lower()
    ways = [
        Person.name.contains(search, autoescape=True), Person.initials.startswith(low, autoescape=True),
        Person.pinyin.startswith(low, autoescape=True),
    ]  # fmt: skip
    if any(c.isdigit() for c in search):
        number = search.upper()
        homes = select(Household.id).where(Household.number.startswith(number, autoescape=True))
        ways += [Person.household_id.in_(homes)]
        if len(search) >= 4:
            ways += [Person.id_number.contains(number, autoescape=True), Person.phone.contains(search, autoescape=True)]
    return or_(*ways)


@dataclass(frozen=True)
class RosterChoices:
    """What the roster can be narrowed to: groups, bodies with members today, letters somebody begins with."""

    groups: tuple[str, ...]
    seats: tuple[tuple[str, str], ...]
    letters: str


def roster_choices(look: Look) -> RosterChoices:
    """名册的筛选项：有哪些村民小组、哪些组织有人任职、哪些首字母有人。"""
    groups = tuple(look.session.scalars(select(Group.name).order_by(Group.id)))
    held = set(look.session.scalars(select(Membership.body).where(active(look.today)).distinct()))
    seats = tuple((body, BODY_TITLES[body]) for body in SEAT_BODIES if body in held)
    first = func.substr(Person.pinyin, 1, 1)
    letters = sorted(look.session.scalars(select(first).where(here(look.today)).distinct()))
    return RosterChoices(groups, seats, "".join(one.upper() for one in letters if "a" <= one <= "z"))


def seats_of(look: Look, person_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """Seats held today by these people, in words."""
    query = select(Membership).where(Membership.person_id.in_(person_ids), Membership.since <= look.today)
    found: dict[int, tuple[str, ...]] = {}
    for seat in look.session.scalars(query):
        if seat.until is None or seat.until >= look.today:
            title = f"{BODY_TITLES.get(seat.body, seat.body)}{seat.post}"
            found[seat.person_id] = (*found.get(seat.person_id, ()), title)
    return found


@dataclass(frozen=True)
class BodyView:
    """A body today: members with their posts and ends of term."""

    body: str
    title: str
    members: tuple[tuple[int, str, str, date | None], ...]


def body_members(look: Look, body: str, on: date | None = None) -> BodyView:
    """一个组织在某一天的成员。Raises Refused for an unknown body."""
    if body not in BODY_TITLES:
        raise Refused(Obstacle(f"不认识的组织“{body}”", f"可选：{'、'.join(BODY_TITLES)}", code="unknown_body"))
    seats = seats_on(look.session, (body,), on or look.today)
    return BodyView(body, BODY_TITLES[body], tuple((s.person_id, s.person.name, s.post, s.until) for s in seats))


@dataclass(frozen=True)
class AuthorizationRow:
    """An authorisation of the assembly and its term."""

    authorization: int
    scope: str
    categories: tuple[str, ...]
    since: date
    until: date
    in_force: bool
    posted_on: date | None
    filed_on: date | None


def authorizations(look: Look) -> tuple[AuthorizationRow, ...]:
    """村民会议的授权：范围、期限、是否有效。"""
    rows = look.session.scalars(select(Authorization).order_by(Authorization.since.desc())).all()
    return tuple(
        AuthorizationRow(
            a.id, a.scope, tuple(a.categories.split(",")), a.since, a.until, a.since <= look.today <= a.until,
            a.posted_on, a.filed_on,
        )
        for a in rows
    )
