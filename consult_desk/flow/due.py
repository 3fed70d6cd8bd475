"""Who is due at a meeting of a body on a day, and how present persons count for each base of the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.model import DueEntry, Household, Membership, Person

SEATS: Mapping[str, tuple[str, ...]] = {
    "party_organization": ("party_committee",),
    "party_committee": ("party_committee",),
    "two_committees": ("party_committee", "villagers_committee", "residents_committee"),
    "party_member_meeting": ("party_member",),
    "villagers_committee": ("villagers_committee",),
    "residents_committee": ("residents_committee",),
    "supervision_committee": ("supervision_committee",),
    "rep_meeting": ("villagers_committee", "villager_reps"),
    "resident_rep_meeting": ("residents_committee", "resident_reps"),
    "collective_board": ("collective_board",),
    "collective_assembly": ("collective_members",),
    "collective_rep_assembly": ("collective_reps",),
    "council": ("council",),
}
ASSEMBLIES = frozenset({"villager_assembly", "resident_assembly", "group_meeting"})
# Only here may somebody be left out of 应到: Party election rules and 重庆办法第七条; never in a fixed body.
MAY_EXCLUDE = frozenset({"party_member_meeting", "villager_assembly", "resident_assembly", "group_meeting"})
REPRESENTATIVE_SEATS = frozenset({"villager_reps", "resident_reps", "collective_reps"})
BODY_TITLES: Mapping[str, str] = {
    "party_organization": "村党组织", "party_committee": "党支部委员会", "two_committees": "村“两委”会议",
    "party_member_meeting": "党员大会", "villagers_committee": "村民委员会", "residents_committee": "居民委员会",
    "supervision_committee": "村务监督委员会", "rep_meeting": "村民代表会议", "villager_assembly": "村民会议",
    "resident_rep_meeting": "居民代表会议", "resident_assembly": "居民会议", "group_meeting": "村民小组会议",
    "collective_board": "理事会", "collective_assembly": "成员大会", "collective_rep_assembly": "成员代表大会",
    "council": "议事会", "party_member": "党员", "villager_reps": "村民代表", "resident_reps": "居民代表",
    "collective_members": "集体经济组织成员", "collective_reps": "成员代表", "stationed_cadres": "驻村干部",
    "villagers": "村民", "villager_group": "村民小组", "township": "乡镇", "township_government": "乡镇政府",
    "township_committee": "乡镇党委",
}


@dataclass(frozen=True)
class DueLine:
    """One person on the list: counted (应到) or left out with a reason; has_vote for the count of voters."""

    person: Person
    seat: str
    has_vote: bool
    counted: bool
    reason: str
    representative: bool
    household_id: int | None
    households: int


def active(day: date) -> ColumnElement[bool]:
    """The SQL condition for memberships in force on a day."""
    return and_(Membership.since <= day, or_(Membership.until.is_(None), Membership.until >= day))


def seats_on(session: Session, seats: Iterable[str], day: date) -> Sequence[Membership]:
    """Memberships of those bodies in force on a day, of persons still on the roster, in roster order."""
    query = (
        select(Membership)
        .join(Membership.person)
        .options(joinedload(Membership.person).joinedload(Person.household))
        .where(Membership.body.in_(tuple(seats)), active(day))
        .where(Person.until.is_(None) | (Person.until >= day))
        .order_by(Membership.id)
    )
    return session.scalars(query).all()


def due_lines(
    session: Session, body: str, day: date, *, group_id: int | None = None, exclusions: Mapping[int, str] | None = None
) -> tuple[DueLine, ...]:
    """The due list of a body on a day: one line per person, whatever seats he holds.

    exclusions: person id -> reason. Raises Refused for a body without a list, an exclusion without a reason, of
    somebody not on the list, or from a body of which nobody may be left out.
    """
    left_out = dict(exclusions or {})
    if left_out and body not in MAY_EXCLUDE:
        raise Refused(
            Obstacle(
                f"{BODY_TITLES.get(body, body)}的组成人员不能从应到人数中剔除",
                "不能到会的请登记为请假或缺席，仍计入应到",
                code="no_exclusion",
            )
        )
    for reason in left_out.values():
        if len(reason.strip()) < 2:
            raise Refused(Obstacle("不计入应到必须写明原因", "请为每个剔除的人写出原因", code="exclusion_reason"))
    if body in ASSEMBLIES:
        lines = _assembly(session, body, day, group_id, left_out)
    else:
        lines = _seated(session, body, day, left_out)
    unknown = set(left_out) - {line.person.id for line in lines}
    if unknown:
        raise Refused(Obstacle("要剔除的人不在应到名单里", "请核对名单", code="exclusion_unknown"))
    if not lines:
        raise Refused(
            Obstacle(
                f"{day:%Y-%m-%d}名册里没有{BODY_TITLES.get(body, body)}的组成人员",
                "请先导入或登记任职名册，并核对任期起止日期",
                leads_to="import_roster",
                code="nobody_due",
            )
        )
    return lines


def _seated(session: Session, body: str, day: date, left_out: Mapping[int, str]) -> tuple[DueLine, ...]:
    if body not in SEATS:
        raise Refused(Obstacle(f"“{BODY_TITLES.get(body, body)}”不召开需要计数的会议", code="no_list"))
    merged: dict[int, list[Membership]] = {}
    for seat in seats_on(session, SEATS[body], day):
        merged.setdefault(seat.person_id, []).append(seat)
    lines = []
    for held in merged.values():
        person = held[0].person
        probationary = body == "party_member_meeting" and all("预备" in seat.post for seat in held)
        minor = body == "collective_assembly" and not person.adult_on(day)
        reason = left_out.get(person.id, "")
        if probationary:
            reason = "预备党员没有表决权"
        elif minor:
            reason = "未满十八周岁"
        representative = all(seat.body in REPRESENTATIVE_SEATS for seat in held)
        lines.append(
            DueLine(
                person=person,
                seat="、".join(dict.fromkeys(seat.post for seat in held)),
                has_vote=not (probationary or minor),
                counted=not reason,
                reason=reason,
                representative=representative,
                household_id=person.household_id,
                households=sum(seat.households for seat in held),
            )
        )
    return tuple(lines)


def _assembly(
    session: Session, body: str, day: date, group_id: int | None, left_out: Mapping[int, str]
) -> tuple[DueLine, ...]:
    if body == "group_meeting" and group_id is None:
        raise Refused(Obstacle("村民小组会议要先选定是哪个小组", "请在事项或会议里选定小组", code="no_group"))
    query = (
        select(Person)
        .options(joinedload(Person.household))
        .where(Person.registered, Person.until.is_(None) | (Person.until >= day))
        .order_by(Person.id)
    )
    if group_id is not None:
        query = query.join(Person.household).where(Household.group_id == group_id)
    return tuple(
        DueLine(
            person, "村民", True, person.id not in left_out, left_out.get(person.id, ""), False, person.household_id, 0
        )
        for person in session.scalars(query)
        if person.adult_on(day)
    )


def count(body: str, entries: Sequence[DueEntry], present: frozenset[int] | None = None) -> dict[str, int]:
    """How many of a frozen due list count for each base name of the rules.

    present: ids of those present (persons represented by a written proxy included), or None to count all due.
    """
    here = [e for e in entries if e.counted and (present is None or e.person_id in present)]
    voters = sum(1 for e in here if e.has_vote)
    homes = len({e.household_id for e in here if e.household_id is not None})
    reps = [e for e in here if e.representative]
    everybody = [e for e in entries if present is None or e.person_id in present]
    match body:
        case "party_committee" | "party_organization":
            return {"party_committee_members": voters}
        case "two_committees":
            return {"two_committee_members": voters}
        case "party_member_meeting":
            return {"party_voters_due": voters, "party_members_total": len(everybody)}
        case "rep_meeting":
            return {
                "rep_meeting_members": voters,
                "women_reps": sum(1 for e in reps if e.woman),
                "reps": len(reps),
                # Members of the committee vote here too and totals do not tell them apart: count all, never fewer.
                "all_reps_or_attending_villagers": voters,
                "assembly_members_or_reps": voters,
                "households_represented_by_reps": sum(e.households for e in reps),
            }
        case "villager_assembly":
            return {
                "adults_18": voters,
                "households": homes,
                "assembly_members_or_reps": voters,
                "all_reps_or_attending_villagers": voters,
            }
        case "group_meeting":
            return {"group_adults_18": voters, "group_households": homes}
        case "resident_assembly":
            return {"residents_18": voters, "resident_households": homes}
        case "resident_rep_meeting":
            return {"resident_rep_meeting_members": voters, "reps": len(reps)}
        case "collective_board":
            return {"board_members": voters}
        case "collective_assembly":
            # 农村集体经济组织法 第二十六条: 成员大会由具有完全民事行为能力的全体成员组成.
            return {"collective_members_capable": voters, "collective_members_all": voters}
        case "collective_rep_assembly":
            return {"collective_reps_all": voters}
        case _:
            return {}
