"""Roster files as they are shown before and after they are written: a verdict per row against who is known already."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import mask_id
from consult_desk.desk import Look
from consult_desk.flow.due import BODY_TITLES
from consult_desk.interchange.roster import PersonEntry, RosterPreview, RosterRow, SeatEntry, read_roster
from consult_desk.interchange.sheets import roster_templates
from consult_desk.model import Group, Household, Membership, Person, RosterImport

# Nobody supervises a committee he sits in (村民委员会组织法 第三十七条).
RIVALS = {"supervision_committee": "villagers_committee", "villagers_committee": "supervision_committee"}
KNOWN, NEW = "known", "new"


@dataclass
class Register:
    """Who is in the roster, as sets and dictionaries: one look at the tables instead of one a row."""

    numbers: dict[str, tuple[int, str]] = field(default_factory=dict)
    births: dict[tuple[str, date], str] = field(default_factory=dict)
    names: dict[str, list[tuple[int, str, str]]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, tuple[int, str]] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    seats: set[tuple[int, str, str, date]] = field(default_factory=set)
    terms: dict[tuple[int, str], list[date | None]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, look: Look) -> "Register":
        """Everybody and every seat there is now."""
        register, session = cls(), look.session
        people = (
            select(Person.id, Person.name, Person.birth, Person.id_number, Household.number)
            .outerjoin(Household, Person.household_id == Household.id)
            .order_by(Person.id)
        )
        for person_id, name, birth, number, home in session.execute(people):
            register.add_person(person_id, name, birth, number, home or "")
        homes = select(Household.number, Household.id, Group.name).join(Group, Household.group_id == Group.id)
        register.homes = {number: (home_id, group) for number, home_id, group in session.execute(homes)}
        register.groups = {name: group_id for name, group_id in session.execute(select(Group.name, Group.id))}
        seats = select(Membership.person_id, Membership.body, Membership.post, Membership.since, Membership.until)
        for person_id, body, post, since, until in session.execute(seats):
            register.add_seat(person_id, body, post, since, until)
        return register

    def add_person(self, person_id: int, name: str, birth: date, number: str, home: str) -> None:
        """Remember a person; 0 as long as the id is not known."""
        if number:
            self.numbers[number] = (person_id, name)
        self.births[name, birth] = number
        self.names[name].append((person_id, number, home))

    def add_seat(self, person_id: int, body: str, post: str, since: date, until: date | None) -> None:
        """Remember a seat."""
        self.seats.add((person_id, body, post, since))
        self.terms[person_id, body].append(until)

    def person(self, entry: PersonEntry) -> str:
        """NEW or KNOWN. Raises Refused where the roster says otherwise of this number or household."""
        if entry.id_number in self.numbers:
            name = self.numbers[entry.id_number][1]
            if name == entry.name:
                return KNOWN
            words = f"这个身份证号在名册里是{name}，这一行写的是{entry.name}"
            raise Refused(Obstacle(words, "请对照证件核对是哪一个错了", code="number_taken"))
        if not entry.id_number and (entry.name, entry.birth) in self.births:
            return KNOWN
        home = self.homes.get(entry.household_no)
        if home is not None and entry.group and home[1] != entry.group:
            words = f"户号 {entry.household_no} 在名册里属于{home[1]}，这一行写的是{entry.group}"
            raise Refused(Obstacle(words, "请核对户号和村民小组", code="other_group"))
        return NEW

    def doubt(self, entry: PersonEntry) -> str:
        """What to look at before a new person is written, "" where nothing is."""
        if entry.id_number and self.births.get((entry.name, entry.birth)) == "":
            return "名册里有同名同生日、没有身份证号的人：是同一个人就不要写入，请到名册里补上身份证号"
        return ""

    def holder(self, entry: SeatEntry) -> int:
        """Id of the person meant. Raises Refused when there is none, or more than one."""
        if entry.id_number:
            found = [person_id for person_id, number, _home in self.names[entry.name] if number == entry.id_number]
        elif entry.household_no:
            found = [person_id for person_id, _number, home in self.names[entry.name] if home == entry.household_no]
        else:
            found = [person_id for person_id, _number, _home in self.names[entry.name]]
        if len(found) == 1:
            return found[0]
        words = f"{entry.name}在村民名册里{'没有这个人' if not found else '有几个同名的人'}"
        fix = "请先导入村民名册，或者核对姓名和身份证号" if not found else "请在任职名册里补上身份证号或户号"
        raise Refused(Obstacle(words, fix, leads_to="import_roster", code="seat_person_unknown"))

    def seat(self, entry: SeatEntry) -> str:
        """NEW or KNOWN. Raises Refused for an unknown person and for who would supervise himself."""
        person_id = self.holder(entry)
        if (person_id, entry.body, entry.post, entry.from_) in self.seats:
            return KNOWN
        ends = self.terms.get((person_id, RIVALS.get(entry.body, "")), ())
        if any(end is None or end >= entry.from_ for end in ends):
            raise Refused(rival(entry.name))
        return NEW

    def judge(self, entry: PersonEntry | SeatEntry) -> str:
        """NEW or KNOWN. Raises Refused with the reason."""
        return self.person(entry) if isinstance(entry, PersonEntry) else self.seat(entry)


def rival(name: str) -> Obstacle:
    """Why somebody may not sit in both committees."""
    words = f"{name}：村民委员会成员不得担任村务监督委员会成员"
    return Obstacle(words, "请另选他人", "村民委员会组织法第三十七条", code="supervisor")


def judged(register: Register, rows: Iterable[RosterRow]) -> Iterator[tuple[RosterRow, str, Obstacle | None]]:
    """Each row with NEW, KNOWN or "" and the obstacle; what a row brings is known to the rows after it."""
    for row in rows:
        entry = row.entry
        if entry is None:
            yield row, "", None
            continue
        try:
            found = register.judge(entry)
        except Refused as refusal:
            yield row, "", refusal.obstacles[0]
            continue
        yield row, found, None
        if found == NEW and isinstance(entry, PersonEntry):
            register.add_person(0, entry.name, entry.birth, entry.id_number, entry.household_no)
            if entry.household_no:
                register.homes.setdefault(entry.household_no, (0, entry.group))
        elif found == NEW and isinstance(entry, SeatEntry):
            register.add_seat(register.holder(entry), entry.body, entry.post, entry.from_, entry.until)


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file. verdict: ok, warn, refused or known. said, under: what would be written, in short."""

    line: int
    name: str
    said: str
    verdict: str
    reasons: tuple[str, ...]
    under: str = ""


@dataclass(frozen=True)
class PreviewView:
    """A roster file before anything is written. unfit: lines that only our own roster stops, to be left out."""

    file_name: str
    kind: str
    title: str
    sheet: str
    rows: tuple[PreviewRow, ...]
    counts: dict[str, int]
    notes: tuple[str, ...]
    unfit: tuple[int, ...]

    def writes(self, with_warned: bool) -> int:
        """How many rows would be written."""
        return self.counts.get("ok", 0) + (self.counts.get("warn", 0) if with_warned else 0)


def read_preview(look: Look, data: bytes, name: str) -> RosterPreview:
    """The file read, with progress."""
    look.progress.step(0, 1, "正在读取名册文件")
    return read_roster(data, name, today=look.today, progress=look.progress)


def roster_preview(look: Look, data: bytes, name: str) -> PreviewView:
    """导入名册的第一步：每一行能不能写入、为什么、怎么办。什么也不写。"""
    preview = read_preview(look, data, name)
    register = Register.read(look)
    rows, unfit, total = [], [], len(preview.rows)
    for number, (row, found, obstacle) in enumerate(judged(register, preview.rows)):
        if number % 500 == 0:
            look.progress.step(number, total, "正在和现有名册核对")
        rows.append(_row(register, row, found, obstacle))
        if obstacle is not None:
            unfit.append(row.line)
    notes = list(preview.notes) + list(preview.hidden)
    if preview.columns_ignored:
        notes.append(f"这些列没有读入：{'、'.join(preview.columns_ignored[:10])}")
    look.progress.step(total, total, "正在和现有名册核对")
    counts = dict(Counter(row.verdict for row in rows))
    return PreviewView(
        name, preview.kind, preview.title, preview.sheet, tuple(rows), counts, tuple(notes), tuple(unfit)
    )


def _row(register: Register, row: RosterRow, found: str, obstacle: Obstacle | None) -> PreviewRow:
    said, under = _said(row)
    if obstacle is not None:
        fix = f"{obstacle.words}。{obstacle.fix}" + (f"（依据：{obstacle.reference}）" if obstacle.reference else "")
        return PreviewRow(row.line, row.name, said, "refused", (fix, *row.reasons), under)
    if found == KNOWN:
        words = "名册里已经有这个人，不会重复写入"
        if isinstance(row.entry, SeatEntry):
            words = "这项任职已经登记过，不会重复写入"
        return PreviewRow(row.line, row.name, said, KNOWN, (words,), under)
    doubt = register.doubt(row.entry) if isinstance(row.entry, PersonEntry) else ""
    if doubt and row.verdict != "refused":
        return PreviewRow(row.line, row.name, said, "warn", (doubt, *row.reasons), under)
    return PreviewRow(row.line, row.name, said, row.verdict, row.reasons, under)


def _said(row: RosterRow) -> tuple[str, str]:
    entry = row.entry
    if isinstance(entry, PersonEntry):
        home = f"{entry.group}{f' 户号 {entry.household_no}' if entry.household_no else ''}"
        under = "　".join(part for part in (entry.relation, mask_id(entry.id_number)) if part)
        return f"{entry.sex}　{entry.birth}　{home}", under
    if isinstance(entry, SeatEntry):
        term = f"{entry.from_} 起" if entry.until is None else f"{entry.from_} 至 {entry.until}"
        return f"{BODY_TITLES.get(entry.body, entry.body)}　{entry.post}", term
    return "", ""


@dataclass(frozen=True)
class ImportRow:
    """One import that was done."""

    import_id: int
    kind: str
    title: str
    file_name: str
    on: date
    applied: int
    known: int
    left_out: int
    undone_on: date | None
    undone_reason: str


def roster_imports(look: Look) -> tuple[ImportRow, ...]:
    """做过的导入，最近的在前。"""
    rows = look.session.scalars(select(RosterImport).order_by(RosterImport.id.desc())).all()
    titles = {"people": "村民名册", "seats": "组织任职名册"}
    return tuple(
        ImportRow(
            r.id, r.kind, titles.get(r.kind, r.kind), r.file_name, r.event_on, r.applied, r.known, r.left_out,
            r.undone_on, r.undone_reason,
        )
        for r in rows
    )  # fmt: skip


def empty_rosters(look: Look) -> dict[str, bytes]:
    """空白的村民名册和组织任职名册模板（xlsx），按文件名。"""
    return roster_templates()
