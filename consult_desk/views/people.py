"""People as they are shown: the roster page by page, one person's seats, bodies with their composition."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look, reads
from consult_desk.flow.due import BODY_TITLES, seats_on
from consult_desk.model import Authorization, Group, Household, Membership, Person
from consult_desk.model import Village as VillageRow

_COLUMNS = (Person.pinyin, Person.id)


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


@reads(VillageRow, Person, Household)
def village_card(look: Look) -> VillageView:
    """本村概况。"""
    village = look.village
    people = look.session.scalar(select(func.count()).select_from(Person).where(Person.until.is_(None))) or 0
    homes = look.session.scalar(select(func.count()).select_from(Household)) or 0
    title = look.profile(village.profile_key).title
    return VillageView(
        village.name, village.township, village.kind, village.profile_key, title, village.practice, people, homes
    )


@dataclass(frozen=True)
class PersonRow:
    """One person in the roster; seats held today."""

    person: int
    name: str
    pinyin: str
    sex: str
    birth: date
    household: str
    group: str
    seats: tuple[str, ...]


@dataclass(frozen=True)
class RosterView:
    """A page of the roster in pinyin order; after: where the next page begins, None at the end."""

    rows: tuple[PersonRow, ...]
    total: int
    after: tuple[str, int] | None


@reads(Person, Household, Group, Membership)
def roster(look: Look, search: str = "", after: tuple[str, int] | None = None, limit: int = 200) -> RosterView:
    """名册：按拼音排序，可按姓名、拼音、首字母查找。after: pinyin and id of the last row seen."""
    query = select(Person).where(Person.until.is_(None) | (Person.until >= look.today))
    if search:
        low = search.lower()
        query = query.where(
            or_(
                Person.name.contains(search, autoescape=True),
                Person.initials.startswith(low, autoescape=True),
                Person.pinyin.startswith(low, autoescape=True),
            )
        )
    total = look.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if after is not None:
        query = query.where(tuple_(*_COLUMNS) > tuple_(*after))
    page = look.session.scalars(
        query.options(joinedload(Person.household).joinedload(Household.group)).order_by(*_COLUMNS).limit(limit)
    ).all()
    held = _seats(look, [p.id for p in page])
    rows = tuple(
        PersonRow(
            p.id, p.name, p.pinyin, p.sex, p.birth, p.household.number if p.household else "",
            p.household.group.name if p.household else "", held.get(p.id, ()),
        )
        for p in page
    )
    last = (page[-1].pinyin, page[-1].id) if len(page) == limit else None
    return RosterView(rows, total, last)


def _seats(look: Look, person_ids: list[int]) -> dict[int, tuple[str, ...]]:
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


@reads(Membership, Person)
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


@reads(Authorization)
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
