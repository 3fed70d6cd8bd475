"""Roster files are written into the roster, and an import that was wrong is taken back while nothing rests on it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import sha256
from consult_desk.base.text import clean_line, pinyin
from consult_desk.desk import Tx
from consult_desk.flow.due import SEATS
from consult_desk.interchange.roster import PersonEntry, RosterRow, SeatEntry
from consult_desk.model import Base, DueEntry, Group, Household, Matter, Meeting, Membership, Person, RosterImport
from consult_desk.views.rosters import KNOWN, NEW, Register, judged, read_preview

AT_ONCE = 1000  # rows written between two looks at whether to stop
NAMED = 5  # rows or names a refusal tells
# What may have been built on a person, by table: the words of the reason why his import stays.
BUILT = {
    "membership": "已经登记了任职", "due_entry": "已经列入会议的应到名单", "attendance": "已经登记了签到或请假",
    "notice_delivery": "已经登记了通知送达", "exclusion": "已经登记为不计入应到", "proxy": "已经登记了委托",
    "recusal": "已经登记了回避", "roll_call": "已经登记了表决", "joint_proposer": "已经登记为联名提议人",
}  # fmt: skip


@dataclass(frozen=True)
class ImportOutcome:
    """What an import wrote: rows applied, left out (refused rows), already known; 0 where nothing was written."""

    kind: str
    applied: int
    left_out: int
    known: int
    import_id: int = 0


def import_roster(
    tx: Tx, data: bytes, name: str, apply_warned: bool = True, leave_out: Sequence[int] = ()
) -> ImportOutcome:
    """导入名册（第二步：写入）：预览中合格的行写入名册，不合格的行不写。

    data: the workbook or CSV; name: its file name. leave_out: lines the person saw refused against the roster and
    leaves out. Raises Refused when the file as a whole is unfit, or a line contradicts the roster and is not left out.
    """
    preview = read_preview(tx, data, name)
    skipped = frozenset(leave_out)
    wanted = {"ok", "warn"} if apply_warned else {"ok"}
    fit = [r for r in preview.rows if r.entry is not None and r.verdict in wanted and r.line not in skipped]
    register = Register.read(tx)
    fresh, known, faults = [], 0, []
    for row, found, obstacle in judged(register, fit):
        if obstacle is not None:
            faults.append((row, obstacle))
        elif found == NEW:
            fresh.append(row)
        known += found == KNOWN
    if faults:
        raise Refused(*(_located(row, one, preview.title) for row, one in faults[:NAMED]))
    outcome = ImportOutcome(preview.kind, len(fresh), len(preview.rows) - len(fit), known)
    if not fresh:
        return outcome
    batch = RosterImport(
        kind=preview.kind, file_name=clean_line(name, "文件名"), fingerprint=sha256(data), applied=len(fresh), known=known,
        left_out=outcome.left_out, undone_on=None, **tx.stamp(),
    )
    tx.session.add(batch)
    tx.session.flush()
    _write_people(tx, fresh, batch.id)
    _write_seats(tx, fresh, batch.id)
    return ImportOutcome(preview.kind, len(fresh), outcome.left_out, known, batch.id)


def _located(row: RosterRow, one: Obstacle, title: str) -> Obstacle:
    words = f"第 {row.line} 行：{one.words}，整个{title}没有写入"
    return Obstacle(words, one.fix, one.reference, one.leads_to, one.code)


def _pieces(tx: Tx, rows: Sequence[RosterRow]) -> Iterator[Sequence[RosterRow]]:
    for start in range(0, len(rows), AT_ONCE):
        tx.progress.step(start, len(rows), "正在写入名册")
        yield rows[start : start + AT_ONCE]
        tx.session.flush()
    tx.progress.step(len(rows), len(rows), "正在写入名册")


def _write_people(tx: Tx, rows: Sequence[RosterRow], import_id: int) -> None:
    entries = [row.entry for row in rows if isinstance(row.entry, PersonEntry)]
    if not entries:
        return
    homes = _homes(tx, entries)
    for piece in _pieces(tx, rows):
        for row in piece:
            if isinstance(entry := row.entry, PersonEntry):
                tx.session.add(new_person(entry, homes.get(entry.household_no), import_id))


def new_person(entry: PersonEntry, household_id: int | None, import_id: int | None = None) -> Person:
    """A row for somebody who is not in the roster yet."""
    full, initials = pinyin(entry.name)
    return Person(
        name=entry.name, pinyin=full, initials=initials, sex=entry.sex, birth=entry.birth, id_number=entry.id_number,
        household_id=household_id, relation=entry.relation, phone=entry.phone, registered=entry.registered,
        note=entry.note, until=None, import_id=import_id,
    )


def _homes(tx: Tx, entries: Sequence[PersonEntry]) -> dict[str, int]:
    """Households by number, those that are missing made with their groups."""
    session = tx.session
    groups = {name: number for name, number in session.execute(select(Group.name, Group.id))}
    made = [Group(name=name) for name in dict.fromkeys(e.group for e in entries) if name and name not in groups]
    session.add_all(made)
    session.flush()
    groups |= {group.name: group.id for group in made}
    homes = {number: home_id for number, home_id in session.execute(select(Household.number, Household.id))}
    wanted = {e.household_no: e.group for e in reversed(entries) if e.household_no and e.household_no not in homes}
    new = [Household(number=number, group_id=groups[group]) for number, group in reversed(wanted.items())]
    session.add_all(new)
    session.flush()
    return homes | {home.number: home.id for home in new}


def _write_seats(tx: Tx, rows: Sequence[RosterRow], import_id: int) -> None:
    if not any(isinstance(row.entry, SeatEntry) for row in rows):
        return
    register = Register.read(tx)
    for piece in _pieces(tx, rows):
        for row in piece:
            if isinstance(entry := row.entry, SeatEntry):
                tx.session.add(
                    Membership(
                        person_id=register.holder(entry), body=entry.body, post=entry.post, since=entry.from_,
                        until=entry.until, note=entry.note, import_id=import_id,
                    )
                )  # fmt: skip


def undo_import(tx: Tx, import_id: int, reason: str) -> int:
    """撤销一次导入：把这次导入写入的人或任职从名册里去掉；已经用到的就不能撤销。Returns how many rows went.

    Raises Refused for an unknown or undone import, a reason that says nothing, and when people of it have since
    been seated, put on a due list, checked in or have voted.
    """
    batch = tx.session.get(RosterImport, import_id)
    if batch is None:
        raise Refused(Obstacle(f"没有第 {import_id} 次导入", "请在导入记录里选择", code="unknown_import"))
    if batch.undone_on is not None:
        words = f"这次导入已经在 {batch.undone_on:%Y-%m-%d} 撤销过了"
        raise Refused(Obstacle(words, "不用再撤销", code="undone"))
    if len(reason.strip()) < 5:
        raise Refused(Obstacle("理由太短，说不清楚", "请写明为什么撤销（至少五个字）", code="reason"))
    built = _seats_used(tx, import_id) if batch.kind == "seats" else _people_used(tx, import_id)
    if built:
        raise Refused(*built)
    gone = _delete(tx, Membership, import_id) + _delete(tx, Person, import_id)
    _delete_empty_homes(tx)
    batch.undone_on, batch.undone_reason = tx.today, clean_line(reason, "理由")
    return gone


def _people_used(tx: Tx, import_id: int) -> list[Obstacle]:
    """One reason for each table that names somebody of this import; seats that came with it count too."""
    mine = select(Person.id).where(Person.import_id == import_id)
    reasons = []
    for name in BUILT:
        table = Base.metadata.tables[name]
        columns = [c for c in table.columns if any(key.column.table.name == "person" for key in c.foreign_keys)]
        for column in columns:
            reasons += _reason(tx, table, column, column.in_(mine))
    return reasons


def _reason(tx: Tx, table: Table, column: ColumnElement[int], met: ColumnElement[bool]) -> list[Obstacle]:
    total = tx.session.scalar(select(func.count(column.distinct())).select_from(table).where(met)) or 0
    if not total:
        return []
    some = select(Person.name).where(Person.id.in_(select(column).where(met))).order_by(Person.id).limit(NAMED)
    names = "、".join(tx.session.scalars(some)) + ("等" if total > NAMED else "")
    words = f"这次导入的 {total} 人（{names}）{BUILT[table.name]}，撤销会让这些记录没有了人"
    fix = "请改为逐个更正或者登记迁出，不要撤销整次导入"
    if table.name == "membership":
        fix = "这些任职也是导入的，请先撤销那次任职名册的导入；不是的，请逐个更正或者登记迁出"
    return [Obstacle(words, fix, code=f"used_{table.name}")]


def _seats_used(tx: Tx, import_id: int) -> list[Obstacle]:
    """A seat counts as used once its holder stands on the due list of a meeting of that body."""
    used: dict[int, str] = {}
    for body, seats in SEATS.items():
        query = (
            select(Membership.id, Person.name)
            .join(Membership.person)
            .join(DueEntry, DueEntry.person_id == Person.id)
            .join(Meeting, DueEntry.meeting_id == Meeting.id)
            .where(Membership.import_id == import_id, Membership.body.in_(seats), Meeting.body == body)
        )
        used |= {seat: name for seat, name in tx.session.execute(query)}
    if not used:
        return []
    names = "、".join(list(dict.fromkeys(used.values()))[:NAMED]) + ("等" if len(used) > NAMED else "")
    words = f"这次导入的 {len(used)} 项任职（{names}）已经列入会议的应到名单，撤销会让那些会议对不上"
    return [Obstacle(words, "请改为登记离任，或者逐个更正", code="used_due_entry")]


def _delete(tx: Tx, model: type[Person] | type[Membership], import_id: int) -> int:
    rows = tx.session.scalars(select(model).where(model.import_id == import_id).order_by(model.id)).all()
    for number, row in enumerate(rows):
        if number % AT_ONCE == 0:
            tx.progress.step(number, len(rows), "正在撤销导入")
            tx.session.flush()
        tx.session.delete(row)
    tx.session.flush()
    return len(rows)


def _delete_empty_homes(tx: Tx) -> None:
    """Households and groups nobody belongs to any more, where no matter or meeting was for the group."""
    lived = select(Person.household_id).where(Person.household_id.is_not(None))
    counted = select(DueEntry.household_id).where(DueEntry.household_id.is_not(None))
    empty = select(Household).where(Household.id.not_in(lived), Household.id.not_in(counted))
    _drop(tx, tx.session.scalars(empty).all())
    kept = {
        *tx.session.scalars(select(Household.group_id)), *tx.session.scalars(select(Matter.group_id)),
        *tx.session.scalars(select(Meeting.group_id)),
    }  # fmt: skip
    _drop(tx, [group for group in tx.session.scalars(select(Group)) if group.id not in kept])


def _drop(tx: Tx, rows: Collection[Household] | Collection[Group]) -> None:
    for row in rows:
        tx.session.delete(row)
    tx.session.flush()
