"""People: found the village, import rosters, seat people in bodies, record what the assembly authorised."""

from datetime import date

from sqlalchemy import select

from consult_desk.actions.rosters import ImportOutcome as ImportOutcome
from consult_desk.actions.rosters import import_roster as import_roster
from consult_desk.actions.rosters import new_person
from consult_desk.actions.rosters import undo_import as undo_import
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import birth_of, check_id_number, clean_line, clean_name, pinyin, sex_of
from consult_desk.desk import Tx
from consult_desk.flow.due import BODY_TITLES
from consult_desk.interchange.entries import FULL, PROBATIONARY, PersonEntry
from consult_desk.model import Authorization, Group, Household, Membership, Person, Village
from consult_desk.views.rosters import RIVALS, rival
from consult_desk.views.vocabulary import CATEGORIES


def found_village(
    tx: Tx, name: str, township: str, kind: str = "village", profile: str = "cn-village-reps", contact: str = "",
    address: str = "", supervision_contact: str = "", board_places: str = "村务公开栏", practice: bool = False,
) -> int:
    """建立村（社区）：名称、乡镇、类型、规则方案。

    kind: village, community, gacha or collective. board_places: lines of notice-board places, one per line.
    Raises Refused when there is a village already or the profile is unknown.
    """
    if tx.session.scalar(select(Village)) is not None:
        raise Refused(Obstacle("这个数据文件夹里已经建立了村（社区）", "请直接打开使用", code="village_exists"))
    if kind not in ("village", "community", "gacha", "collective"):
        raise Refused(Obstacle(f"不认识的类型“{kind}”", "可选：village、community、gacha、collective", code="kind"))
    tx.profile(profile)
    name = clean_line(name, "村名", max_chars=40)
    village = Village(
        name=name, short_name=name.removesuffix("村民委员会"), township=clean_line(township, "乡镇名"), kind=kind,
        profile_key=profile, contact=contact.strip(), address=address.strip(), practice=practice,
        supervision_contact=supervision_contact.strip(), board_places=board_places.strip(),
    )
    tx.session.add(village)
    tx.session.flush()
    return village.id


def _household(tx: Tx, number: str, group: str) -> Household:
    """The household of that number, made where there is none. Raises Refused when it belongs to another group."""
    household = tx.session.scalar(select(Household).where(Household.number == number))
    if household is None:
        household = Household(number=number, group_id=_group(tx, group).id)
        tx.session.add(household)
        tx.session.flush()
    elif household.group.name != group:
        words = f"户号 {number} 在名册里属于{household.group.name}，填的是{group}"
        raise Refused(Obstacle(words, "请核对户号和村民小组", code="other_group"))
    return household


def _group(tx: Tx, name: str) -> Group:
    found = tx.session.scalar(select(Group).where(Group.name == name))
    if found is None:
        found = Group(name=name)
        tx.session.add(found)
        tx.session.flush()
    return found


def add_person(
    tx: Tx, name: str, sex: str, birth: date, household_no: str, group: str, id_number: str = "", relation: str = "",
    phone: str = "", registered: bool = True,
) -> int:
    """登记一位村民。sex: 男 or 女. Raises Refused for a wrong ID number, a duplicate or a birth in the future."""
    if sex not in ("男", "女"):
        raise Refused(Obstacle(f"性别“{sex}”填写不对", "请填男或女", code="sex"))
    if birth > tx.today:
        raise Refused(Obstacle(f"出生日期 {birth:%Y-%m-%d} 还没有到", "请核对日期", code="future_date"))
    number = check_id_number(id_number) if id_number else ""
    _agree(sex, birth, number)
    entry = PersonEntry(
        clean_name(name), sex, birth, number, clean_line(household_no, "户号"), relation, clean_line(group, "村民小组"),
        phone, registered, "",
    )
    same = Person.id_number == number if number else (Person.name == entry.name) & (Person.birth == birth)
    if tx.session.scalar(select(Person.id).where(same).limit(1)) is not None:
        raise Refused(Obstacle(f"{entry.name}已经在名册里", "同名不同人请填写身份证号加以区分", code="known_person"))
    person = new_person(entry, _household(tx, entry.household_no, entry.group).id)
    tx.session.add(person)
    tx.session.flush()
    return person.id


def _agree(sex: str, birth: date, number: str) -> None:
    """An ID number says a birthday and a sex too; both must be the same as those beside it."""
    wrong = []
    if number and birth_of(number) != birth:
        words = f"身份证号里的出生日期是 {birth_of(number):%Y-%m-%d}，填的是 {birth:%Y-%m-%d}"
        wrong.append(Obstacle(words, "请对照证件核对", code="birth"))
    if number and sex_of(number) != sex:
        words = f"身份证号里的性别是{sex_of(number)}，填的是{sex}"
        wrong.append(Obstacle(words, "请对照证件核对", code="sex"))
    if wrong:
        raise Refused(*wrong)


def correct_person(
    tx: Tx, person_id: int, reason: str, name: str | None = None, sex: str | None = None, birth: date | None = None,
    id_number: str | None = None, phone: str | None = None, relation: str | None = None, registered: bool | None = None,
    household_no: str | None = None, group: str | None = None,
) -> list[str]:
    """更正名册里一个人的资料，写明理由；以前的会议用的是当时冻结的名单，不受影响。

    household_no: moves the person; group: that of the new household, or of the whole household where it stays.
    Returns the names of the corrected fields. Raises Refused for an unfit value or when nothing changes.
    """
    person = person_by(tx, person_id)
    if len(reason.strip()) < 5:
        raise Refused(Obstacle("理由太短，说不清楚", "请写明理由（至少五个字）", code="reason"))
    if sex is not None and sex not in ("男", "女"):
        raise Refused(Obstacle(f"性别“{sex}”填写不对", "请填男或女", code="sex"))
    if birth is not None and birth > tx.today:
        raise Refused(Obstacle(f"出生日期 {birth:%Y-%m-%d} 还没有到", "请核对日期", code="future_date"))
    wanted: dict[str, object] = {
        "name": None if name is None else clean_name(name), "sex": sex, "birth": birth,
        "id_number": check_id_number(id_number) if id_number else id_number, "phone": phone, "relation": relation,
        "registered": registered,
    }
    if wanted["id_number"]:
        number = str(wanted["id_number"])
        _agree(sex or person.sex, birth or person.birth, number)
        other = select(Person.name).where(Person.id_number == number, Person.id != person_id)
        taken = tx.session.scalar(other.limit(1))
        if taken is not None:
            raise Refused(Obstacle(f"这个身份证号在名册里是{taken}", "请对照证件核对", code="number_taken"))
    changed = [f for f, value in wanted.items() if value is not None and value != getattr(person, f)]
    changed += _moved(tx, person, household_no, group)
    if not changed:
        raise Refused(Obstacle("没有要更正的内容", "请填写要改成什么", code="unchanged"))
    for field in changed:
        if field in wanted:
            setattr(person, field, wanted[field])
    person.pinyin, person.initials = pinyin(person.name)
    return changed


def _moved(tx: Tx, person: Person, household_no: str | None, group: str | None) -> list[str]:
    """Into another household, or the household into another group; answers what changed."""
    now = person.household
    number = clean_line(household_no, "户号") if household_no else now.number if now else ""
    name = clean_line(group, "村民小组") if group else now.group.name if now else ""
    if now is not None and number == now.number:
        if name == now.group.name:
            return []
        now.group = _group(tx, name)
        return ["group"]
    if not number:
        return []
    if not name:
        raise Refused(Obstacle("没有填写村民小组", "请填这一户属于哪个小组", code="no_group"))
    there = tx.session.scalar(select(Household).where(Household.number == number))
    person.household = _household(tx, number, name if there is None or group else there.group.name)
    return ["household"]


def person_by(tx: Tx, person_id: int) -> Person:
    """The person of that id. Raises Refused when there is none."""
    person = tx.session.get(Person, person_id)
    if person is None:
        raise Refused(Obstacle(f"名册里没有编号为 {person_id} 的人", "请在名册里选择", code="unknown_person"))
    return person


def seat_person(
    tx: Tx, person_id: int, body: str, post: str, since: date, until: date | None = None, households: int = 0
) -> int:
    """登记任职：谁、在哪个组织、什么职务、任期起止。

    Raises Refused for an unknown body, a term that ends before it begins, or a committee member as supervisor
    (村民委员会组织法 第三十七条).
    """
    person_by(tx, person_id)
    if body not in BODY_TITLES:
        raise Refused(Obstacle(f"不认识的组织“{body}”", f"可选：{'、'.join(BODY_TITLES)}", code="unknown_body"))
    if until is not None and until < since:
        raise Refused(Obstacle(f"任期止 {until:%Y-%m-%d} 早于任期起 {since:%Y-%m-%d}", "请核对日期", code="order"))
    _barred(tx, person_id, body, since)
    post = clean_line(post, "职务")
    if body == "party_member" and post not in (FULL, PROBATIONARY):
        words = f"党员的职务写成了“{post}”：预备党员没有表决权，不能分不清"
        raise Refused(Obstacle(words, f"请填“{FULL}”或“{PROBATIONARY}”", code="post"))
    same = select(Membership.id).where(
        Membership.person_id == person_id, Membership.body == body, Membership.post == post, Membership.since == since
    )
    if tx.session.scalar(same) is not None:
        words = f"{person_by(tx, person_id).name}的这项任职已经登记过了"
        raise Refused(Obstacle(words, "不用再登记；要改任期请先登记离任", code="known_seat"))
    seat = Membership(person_id=person_id, body=body, post=post, since=since, until=until, households=households)
    tx.session.add(seat)
    tx.session.flush()
    return seat.id


def _barred(tx: Tx, person_id: int, body: str, since: date) -> None:
    """Nobody supervises a committee he sits in (村民委员会组织法 第三十七条)."""
    if body not in RIVALS:
        return
    query = select(Membership.id).where(
        Membership.person_id == person_id, Membership.body == RIVALS[body],
        Membership.until.is_(None) | (Membership.until >= since),
    )
    if tx.session.scalar(query.limit(1)) is not None:
        raise Refused(rival(person_by(tx, person_id).name))


def end_seat(tx: Tx, membership_id: int, until: date) -> None:
    """登记离任：任期到哪一天为止。Raises Refused for an unknown seat or a day before its beginning."""
    seat = tx.session.get(Membership, membership_id)
    if seat is None or until < seat.since:
        raise Refused(Obstacle("没有这项任职，或者离任日期早于任职日期", "请核对", code="order"))
    seat.until = until


def remove_person(tx: Tx, person_id: int, until: date, reason: str) -> None:
    """登记迁出或去世：从哪天起不在册（以前的会议不受影响）。"""
    person = person_by(tx, person_id)
    person.until = until
    person.note = f"{person.note} {clean_line(reason, '原因')}".strip()


def record_authorization(
    tx: Tx, scope: str, categories: list[str], given_on: date, until: date, source: str,
    posted_on: date | None = None, filed_on: date | None = None,
) -> int:
    """登记村民会议对村民代表会议的授权：授权哪几类事项、到哪天为止、哪次会议。

    categories: keys of matter categories. source: the assembly and its resolution. Raises Refused.
    """
    unknown = [c for c in categories if c not in CATEGORIES]
    if unknown or not categories:
        raise Refused(
            Obstacle(f"不认识的事项类别：{'、'.join(unknown) or '（空）'}", f"可选：{'、'.join(CATEGORIES)}", code="category")
        )
    if until < given_on:
        raise Refused(Obstacle("授权期限的结束早于开始", "请核对日期", code="order"))
    _told(tx, given_on, posted_on, filed_on)
    grant = Authorization(
        scope=clean_line(scope, "授权范围"), categories=",".join(categories), since=given_on, until=until,
        source=clean_line(source, "授权会议"), posted_on=posted_on, filed_on=filed_on, **tx.stamp(given_on),
    )
    tx.session.add(grant)
    tx.session.flush()
    return grant.id


def _told(tx: Tx, given_on: date, posted_on: date | None, filed_on: date | None) -> None:
    for what, day in (("公布", posted_on), ("报备", filed_on)):
        if day is not None and not given_on <= day <= tx.today:
            words = f"{what}日期 {day:%Y-%m-%d} 早于授权日期，或者还没有到"
            raise Refused(Obstacle(words, "请核对日期", code="order"))


def publish_authorization(
    tx: Tx, authorization_id: int, posted_on: date | None = None, filed_on: date | None = None
) -> None:
    """登记授权已公布、已报乡镇备案的日期（山东等地没有公布和备案的授权不能用）。

    Raises Refused for an unknown authorisation, a day before it was given, or a day entered already.
    """
    grant = tx.session.get(Authorization, authorization_id)
    if grant is None:
        raise Refused(Obstacle(f"没有第 {authorization_id} 号授权", "请核对授权记录", code="unknown_authorization"))
    if (posted_on and grant.posted_on) or (filed_on and grant.filed_on) or not (posted_on or filed_on):
        raise Refused(Obstacle("没有写新的日期，或者这个日期已经登记过", "请核对授权记录", code="already_done"))
    _told(tx, grant.since, posted_on, filed_on)
    grant.posted_on, grant.filed_on = grant.posted_on or posted_on, grant.filed_on or filed_on
