"""Bodies as they are shown: who sits in them with which term, and whether the law's composition is kept, now and if."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look
from consult_desk.flow.due import BODY_TITLES, REPRESENTATIVE_SEATS, SEATS, active
from consult_desk.model import Household, Membership, Person
from consult_desk.rules.composition import judge_composition
from consult_desk.rules.step_rule import StepRule
from consult_desk.views.people import SEAT_BODIES, here, years_before

ENDS_SOON = timedelta(days=90)


@dataclass(frozen=True)
class Composed:
    """One demand of the law on who sits in a meeting: its verdict with the arithmetic."""

    title: str
    met: bool
    words: str
    reference: str


@dataclass(frozen=True)
class Seat:
    """One seat. state: now, ahead or over; soon: its term ends within ninety days."""

    membership: int
    person: int
    name: str
    sex: str
    post: str
    since: date
    until: date | None
    households: int
    group: str
    state: str
    soon: bool


@dataclass(frozen=True)
class BodyCard:
    """A body in the list: how many sit in it today, how many are women, the next end of a term."""

    body: str
    title: str
    members: int
    women: int
    ends: date | None
    faults: int


@dataclass(frozen=True)
class BodyPage:
    """One body on a day: its seats now, ahead and before, and the composition of the meetings it sits in.

    would: the composition once a certain person sits in it (seating), or once a seat is given up; empty without.
    """

    body: str
    title: str
    seats: tuple[Seat, ...]
    past: tuple[Seat, ...]
    composed: tuple[Composed, ...]
    would: tuple[Composed, ...]
    posts: tuple[str, ...]


# Bodies that this kind of place does not have; shown all the same where somebody sits in one.
ELSEWHERE = {
    "village": {"residents_committee", "resident_reps"}, "community": {"villagers_committee", "villager_reps"},
}  # fmt: skip
POSTS = {
    "party_member": ("正式党员", "预备党员"), "party_committee": ("书记", "副书记", "委员"),
    "villagers_committee": ("主任", "副主任", "委员"), "residents_committee": ("主任", "副主任", "委员"),
    "villager_reps": ("代表",), "resident_reps": ("代表",), "supervision_committee": ("主任", "委员"),
    "collective_board": ("理事长", "副理事长", "理事"), "collective_reps": ("代表",), "collective_members": ("成员",),
    "council": ("成员",),
}  # fmt: skip


@dataclass(frozen=True)
class _Held:
    person: int
    body: str
    woman: bool


def _known(body: str) -> None:
    if body not in SEAT_BODIES:
        titles = "、".join(BODY_TITLES[key] for key in SEAT_BODIES)
        raise Refused(Obstacle(f"不认识的组织“{body}”", f"可选：{titles}", code="unknown_body"))


def _held(look: Look, bodies: tuple[str, ...], day: date) -> list[_Held]:
    query = (
        select(Membership.person_id, Membership.body, Person.sex)
        .join(Membership.person)
        .where(Membership.body.in_(bodies), active(day), here(day))
    )
    return [_Held(person, body, sex == "女") for person, body, sex in look.session.execute(query)]


def _steps(look: Look, day: date) -> list[StepRule]:
    """The steps of the village's own profile whose meeting must be composed in a certain way on that day."""
    profile = look.profile(look.village.profile_key)
    return [step for step in profile.steps if step.composition_on(day) is not None]


def compositions(
    look: Look, body: str, day: date, *, joins: int = 0, leaves: int = 0
) -> tuple[Composed, ...]:
    """Verdicts on the meetings in which the body sits. joins: a person who would sit in it. leaves: a membership."""
    found = []
    for step in _steps(look, day):
        seats = SEATS.get(step.body, ())
        if body not in seats:
            continue
        held = _held(look, seats, day)
        person = look.session.get(Person, joins) if joins else None
        if person is not None:
            held.append(_Held(person.id, body, person.sex == "女"))
        gone = look.session.get(Membership, leaves) if leaves else None
        if gone is not None:
            lost = [h for h in held if h.person == gone.person_id and h.body == gone.body][:1]
            held = [h for h in held if h not in lost]
        found += [Composed(step.body_title, v.met, v.words, v.reference) for v in _judged(step, day, held)]
    return tuple(found)


def _judged(step: StepRule, day: date, held: list[_Held]) -> list[Composed]:
    members = {h.person for h in held}
    # Who sits in the committee too counts there, not as a representative: so do the due lists of meetings.
    others = {h.person for h in held if h.body not in REPRESENTATIVE_SEATS}
    reps = {h.person: h.woman for h in held if h.person not in others}
    counts = {"members": len(members), "reps": len(reps), "women_reps": sum(reps.values())}
    try:
        verdict = judge_composition(step, day, counts)
    except Refused as refusal:
        return [Composed("", False, one.words, one.reference) for one in refusal.obstacles]
    parts = verdict.parts or (verdict,)
    return [Composed("", part.met, part.words, part.reference) for part in parts]


def bodies(look: Look) -> tuple[BodyCard, ...]:
    """各个组织今天有多少人、女性多少人、最近的任期届满日、组成是否合规。"""
    day, cards = look.today, []
    foreign = ELSEWHERE["community" if look.village.kind == "community" else "village"]
    for body in SEAT_BODIES:
        query = (
            select(Membership.person_id, Membership.until, Person.sex)
            .join(Membership.person)
            .where(Membership.body == body, active(day), here(day))
        )
        rows = look.session.execute(query).all()
        ends = [until for _person, until, _sex in rows if until is not None]
        women = {person for person, _until, sex in rows if sex == "女"}
        people = {person for person, _until, _sex in rows}
        if not people and body in foreign:
            continue
        faults = sum(not one.met for one in compositions(look, body, day)) if rows else 0
        cards.append(BodyCard(body, BODY_TITLES[body], len(people), len(women), min(ends, default=None), faults))
    return tuple(cards)


@dataclass(frozen=True)
class AssemblyView:
    """The villagers' assembly today, as its due list would count it."""

    adults: int
    women: int
    households: int


def assembly(look: Look) -> AssemblyView:
    """村民会议：户籍在册、十八周岁以上的村民有多少人、多少户（村民委员会组织法第二十五条）。"""
    query = select(Person.sex, Person.household_id).where(
        Person.registered.is_(True), here(look.today), Person.birth <= years_before(look.today, 18)
    )
    rows = look.session.execute(query).all()
    homes = {home for _sex, home in rows if home is not None}
    return AssemblyView(len(rows), sum(sex == "女" for sex, _home in rows), len(homes))


def body_ends(cards: Sequence[BodyCard], body: str) -> date | None:
    """When the term of a body ends, as its members' seats say; None where they have none."""
    return next((card.ends for card in cards if card.body == body), None)


def body_page(look: Look, body: str, joins: int = 0, leaves: int = 0) -> BodyPage:
    """一个组织：成员、职务、任期，组成是否合规；joins、leaves：如果某人加入、某项任职结束会怎样。

    joins: id of a person. leaves: id of a membership. Raises Refused for an unknown body.
    """
    _known(body)
    day = look.today
    query = (
        select(Membership)
        .options(joinedload(Membership.person).joinedload(Person.household).joinedload(Household.group))
        .where(Membership.body == body)
        .order_by(Membership.since.desc(), Membership.id)
    )
    seats = [_seat(row, day) for row in look.session.scalars(query)]
    order = {post: number for number, post in enumerate(POSTS[body])}
    now = sorted((s for s in seats if s.state != "over"), key=lambda s: order.get(s.post, len(order)))
    would: tuple[Composed, ...] = ()
    if joins or leaves:
        would = compositions(look, body, day, joins=joins, leaves=leaves)
    return BodyPage(
        body, BODY_TITLES[body], tuple(now), tuple(s for s in seats if s.state == "over"),
        compositions(look, body, day), would, POSTS[body],
    )  # fmt: skip


def _seat(row: Membership, day: date) -> Seat:
    person = row.person
    gone = person.until is not None and person.until < day
    over = gone or (row.until is not None and row.until < day)
    state = "over" if over else "ahead" if row.since > day else "now"
    soon = state == "now" and row.until is not None and row.until - day <= ENDS_SOON
    group = person.household.group.name if person.household else ""
    return Seat(
        row.id, person.id, person.name, person.sex, row.post, row.since, row.until, row.households, group, state, soon
    )
