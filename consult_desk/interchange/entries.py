"""What one row of a roster says: a person, or a seat somebody holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from consult_desk.base.text import birth_of, sex_of
from consult_desk.interchange.cells import (
    Reasons,
    group_key,
    household_key,
    read_date,
    read_id_number,
    read_line,
    read_name,
    read_note,
    read_phone,
    read_registered,
)
from consult_desk.interchange.grids import Cell

HEAD = "户主"
FULL, PROBATIONARY = "正式党员", "预备党员"

# Key of a body to the words for it: ours first, then what rosters of different provinces call it.
BODIES: dict[str, tuple[str, ...]] = {
    "party_member": ("党员", "中共党员", "村党员", "党支部党员", "党员大会"),
    "party_committee": ("党支部委员会", "支委会", "党支部", "村党支部", "党总支委员会", "党总支", "党委", "村党组织"),
    "villagers_committee": ("村民委员会", "村委会", "村委"),
    "villager_reps": ("村民代表", "村民代表会议", "村代表"),
    "supervision_committee": ("村务监督委员会", "监督委员会", "监委会", "村监委会", "居务监督委员会"),
    "collective_board": ("集体经济组织理事会", "理事会", "村集体经济组织理事会", "合作社理事会", "经济合作社"),
    "collective_members": ("集体经济组织成员", "集体成员", "成员大会"),
    "collective_reps": ("集体经济组织成员代表", "成员代表", "成员代表大会", "股东代表"),
    "council": ("村民议事会", "议事会", "居民议事会", "协商议事会"),
    "residents_committee": ("居民委员会", "居委会"),
    "resident_reps": ("居民代表", "居民代表会议"),
}
_BODY_OF = {words: key for key, names in BODIES.items() for words in names}
# Where the post follows from the body alone. A Party member's does not: probationary members have no vote.
_POST_OF = {
    "villager_reps": "代表",
    "collective_members": "成员",
    "collective_reps": "代表",
    "council": "成员",
    "resident_reps": "代表",
}
_ELECTED_FOR_A_TERM = {
    "party_committee",
    "villagers_committee",
    "villager_reps",
    "supervision_committee",
    "collective_board",
    "residents_committee",
    "resident_reps",
}


@dataclass(frozen=True)
class PersonEntry:
    """One villager. sex: 男/女. id_number, household_no, group, relation, phone, note: "" when not given.

    registered: household register kept in the village. Numbers stay out of repr, so that no log shows them.
    """

    name: str
    sex: str
    birth: date
    id_number: str = field(repr=False)
    household_no: str
    relation: str
    group: str
    phone: str = field(repr=False)
    registered: bool
    note: str = field(repr=False)


@dataclass(frozen=True)
class SeatEntry:
    """One seat in a body (a key of BODIES) from a day until a day or with open end.

    The holder is found by id_number, else by name and household_no; both may be "".
    """

    name: str
    id_number: str = field(repr=False)
    household_no: str
    body: str
    post: str
    from_: date
    until: date | None
    note: str = field(repr=False)


def read_person(cells: Mapping[str, Cell], today: date | None, reasons: Reasons) -> PersonEntry | None:
    """A person from the cells of one row by field; None when refused.

    today: day that ages are counted to; None leaves ages and future births unjudged.
    """
    name = read_name(cells["name"], reasons)
    number = read_id_number(cells["id_number"], reasons)
    sex = _sex(read_line(cells["sex"], "性别", reasons), number, reasons)
    birth = _birth(cells["birth"], number, reasons)
    household_no = household_key(cells["household_no"], reasons)
    group = group_key(cells["group"], reasons)
    relation = read_line(cells["relation"], "与户主关系", reasons)
    phone = read_phone(cells["phone"], reasons)
    registered = read_registered(cells["registered"], reasons)
    note = read_note(cells["note"], reasons)
    if birth is not None and today is not None:
        _judge_age(birth, today, reasons)
    if not number and not reasons.refused:
        reasons.warned.append("没有身份证号，遇到同名的人分不清，请尽量补上")
    if not household_no:
        reasons.warned.append("没有户号，这个人不会算进任何一户")
    if reasons.refused or birth is None:
        return None
    return PersonEntry(name, sex, birth, number, household_no, relation, group, phone, registered, note)


def read_seat(cells: Mapping[str, Cell], today: date | None, reasons: Reasons) -> SeatEntry | None:
    """A seat from the cells of one row by field; None when refused."""
    name = read_name(cells["name"], reasons)
    number = read_id_number(cells["id_number"], reasons)
    household_no = household_key(cells["household_no"], reasons)
    body = _body(read_line(cells["body"], "组织", reasons), reasons)
    post = _post(read_line(cells["post"], "职务", reasons), body, reasons)
    since = read_date(cells["from_"], "任期起", reasons)
    until = read_date(cells["until"], "任期止", reasons)
    note = read_note(cells["note"], reasons)
    if since is None and not reasons.refused:
        reasons.refused.append("没有填写任期起，不知道从哪一天开始任职")
    if since and until and until < since:
        reasons.refused.append(f"任期止 {until} 早于任期起 {since}，请核对")
    if until and today and until < today:
        reasons.warned.append(f"任期到 {until} 已经届满，不会算进以后会议的应到人数")
    if until is None and body in _ELECTED_FOR_A_TERM:
        reasons.warned.append("没有填写任期止，会一直算作在任，届满后请补上")
    if not number and not household_no:
        reasons.warned.append("没有身份证号和户号，只能按姓名找人，遇到同名的人会找不准")
    if reasons.refused or since is None:
        return None
    return SeatEntry(name, number, household_no, body, post, since, until, note)


def _sex(text: str, number: str, reasons: Reasons) -> str:
    sex = {"男": "男", "男性": "男", "女": "女", "女性": "女"}.get(text, "")
    if text and not sex:
        reasons.refused.append("性别请填“男”或“女”")
    elif number and sex and sex != sex_of(number):
        reasons.refused.append(f"性别填的是{sex}，身份证号显示是{sex_of(number)}，请核对哪一个错了")
    elif number:
        return sex_of(number)
    elif not sex and not reasons.refused:
        reasons.refused.append("没有填写性别，也没有身份证号可以看出性别")
    return sex


def _birth(cell: Cell, number: str, reasons: Reasons) -> date | None:
    birth = read_date(cell, "出生日期", reasons)
    if number and birth and birth != birth_of(number):
        reasons.refused.append(f"出生日期填的是 {birth}，与身份证号里的出生日期不一致，请核对哪一个错了")
    elif number:
        return birth_of(number)
    elif birth is None and not reasons.refused:
        reasons.refused.append("没有填写出生日期，也没有身份证号可以看出年龄")
    elif birth and birth.year < 1900:
        reasons.refused.append("出生日期早于 1900 年，请核对")
    return birth


def _judge_age(birth: date, today: date, reasons: Reasons) -> None:
    age = today.year - birth.year - ((birth.month, birth.day) > (today.month, today.day))
    if birth > today:
        reasons.refused.append("出生日期在今天之后，请核对")
    elif age < 18:
        reasons.noted.append(f"{age} 周岁，未满十八周岁，不计入有表决权的人数")
    elif age > 110:
        reasons.warned.append(f"按出生日期已经 {age} 岁，请核对")


def _body(text: str, reasons: Reasons) -> str:
    key = _BODY_OF.get(text, "")
    if not text:
        reasons.refused.append("没有填写组织")
    elif not key:
        known = "、".join(names[0] for names in BODIES.values())
        reasons.refused.append(f"不认识“{text}”这个组织，请改成下列之一：{known}")
    return key


def _post(text: str, body: str, reasons: Reasons) -> str:
    if body == "party_member":
        post = {FULL: FULL, "党员": FULL, PROBATIONARY: PROBATIONARY}.get(text, "")
        if not post:
            reasons.refused.append("党员的职务请填“正式党员”或“预备党员”：预备党员没有表决权，不能分不清")
        return post
    post = text or _POST_OF.get(body, "")
    if body and not post:
        reasons.refused.append("没有填写职务，请填书记、主任、副主任、委员等")
    return post
