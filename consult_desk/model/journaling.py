"""Every change of a followed row becomes a journal entry in the same transaction; replay.py gives the rows back."""

import secrets
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Table, event, insert, inspect, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from consult_desk.base.chain import ALGO, GENESIS, body_sha256, canonical, entry_hash, head_hashes, merkle_root
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.model.base import Base, Moment, Row
from consult_desk.model.journal import JournalBody, JournalEntry, JournalHead
from consult_desk.model.people import Village


@dataclass(frozen=True)
class Change:
    """What one flush did to one row. op: insert, update or delete; values: the columns as the journal holds them."""

    op: str
    model: str
    table: str
    number: int
    version: int
    values: dict[str, object]


def encode(value: object) -> object:
    """A column value as canonical JSON can hold it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def row_values(row: Base) -> dict[str, object]:
    """All columns of a row, encoded, in column order."""
    return {attr.key: encode(getattr(row, attr.key)) for attr in inspect(type(row)).column_attrs}


def _change(op: str, row: Base) -> Change:
    if isinstance(row, JournalHead):
        return Change(op, "JournalHead", row.__tablename__, row.size, 0, row_values(row))
    if not isinstance(row, Row):
        raise TypeError(f"{type(row).__name__} is not followed by the journal")
    # A deleted row can load nothing more; what was read of it is what can be told.
    known = {k: encode(v) for k, v in inspect(row).dict.items() if k in inspect(type(row)).column_attrs}
    values = known if op == "delete" else row_values(row)
    return Change(op, type(row).__name__, row.__tablename__, row.id, row.version, values)


def follow(session: Session) -> list[Change]:
    """Collect every change the session flushes, as it was at that flush. Returns the list that fills up."""
    changes: list[Change] = []

    @event.listens_for(session, "after_flush")
    def _collect(current: Session, _context: object) -> None:
        changes.extend(_change("insert", row) for row in current.new)
        changes.extend(_change("update", row) for row in current.dirty if current.is_modified(row))
        changes.extend(_change("delete", row) for row in current.deleted)

    return changes


def village_uid(session: Session) -> str:
    """The journal's own name of the village. Raises Refused before the village is founded."""
    found: str | None = session.scalar(select(Village.uid))
    if found is None:
        raise Refused(Obstacle("还没有建立村（社区），这一步没有保存", "请先建立村（社区），或者打开练习村", code="no_village"))
    return found


def last_entry(session: Session) -> JournalEntry | None:
    """The newest link of the chain."""
    return session.scalar(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1))


def write_entries(
    session: Session,
    *,
    kind: str,
    actor: str,
    now: datetime,
    arguments: Mapping[str, object],
    changes: Sequence[Change],
    notes: Sequence[tuple[str, str, dict[str, object]]] = (),
) -> tuple[int, str]:
    """Append one entry for the action and one per changed row. Returns the number of entries and the newest hash."""
    village = village_uid(session)
    newest = last_entry(session)
    seq, prev = (newest.seq, newest.hash) if newest else (0, GENESIS)
    at_utc = now.astimezone(UTC).isoformat(timespec="milliseconds")
    note = "时钟倒退" if newest is not None and newest.at_utc > at_utc else ""
    bodies: list[tuple[str, str, int, dict[str, object]]] = [
        (kind, "action", 0, {"arguments": {k: encode_deep(v) for k, v in arguments.items()}, "rows": len(changes)})
    ]
    for one in changes:
        # The columns of a head are told under another key than those of a row: heads have no number of their own.
        part = "head" if one.table == JournalHead.__tablename__ else "row"
        content: dict[str, object] = {"op": one.op, part: one.values, "table": one.table}
        bodies.append((f"{kind}/{one.op}", f"{one.table}:{one.number}", one.version, content))
    bodies.extend((note_kind, subject, 0, content) for note_kind, subject, content in notes)
    entries: list[dict[str, object]] = []
    kept: list[dict[str, object]] = []
    for entry_kind, subject, subject_version, content in bodies:
        seq += 1
        salt, body = secrets.token_bytes(16), canonical(content)
        fields: dict[str, object] = {
            "village": village,
            "seq": seq,
            "at_utc": at_utc,
            "at_local": now.isoformat(timespec="seconds"),
            "clock_note": note,
            "actor": actor,
            "kind": entry_kind,
            "subject_id": subject,
            "subject_version": subject_version,
            "body_sha256": body_sha256(salt, body),
            "algo": ALGO,
        }
        value = entry_hash(fields, prev)
        entries.append({**fields, "prev": prev, "hash": value})
        kept.append({"village": village, "seq": seq, "salt": salt.hex(), "body": body.decode()})
        prev = value
    session.execute(insert(JournalEntry), entries)
    session.execute(insert(JournalBody), kept)
    return len(entries), prev


def encode_deep(value: object) -> object:
    """An argument of an action as canonical JSON can hold it."""
    if isinstance(value, Mapping):
        return {str(k): encode_deep(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [encode_deep(v) for v in value]
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date | datetime):
        return encode(value)
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    fields = getattr(value, "__dataclass_fields__", None)
    return {name: encode_deep(getattr(value, name)) for name in fields} if fields else str(value)


def take_head(session: Session, *, now: datetime, reason: str) -> JournalHead | None:
    """The head of the journal as it stands: the old one when nothing was added since. None before the first entry."""
    newest = last_entry(session)
    if newest is None:
        return None
    before = session.scalar(select(JournalHead).order_by(JournalHead.size.desc()).limit(1))
    if before is not None and before.size == newest.seq:
        return before
    leaves = session.scalars(select(JournalEntry.hash).order_by(JournalEntry.seq)).all()
    root = merkle_root([bytes.fromhex(leaf) for leaf in leaves]).hex()
    previous = before.sha256 if before else GENESIS
    stamp = now.astimezone(UTC).isoformat(timespec="milliseconds")
    fields = {
        "village": newest.village,
        "day": now.date().isoformat(),
        "size": newest.seq,
        "root": root,
        "time": stamp,
        "previous_head": previous,
    }
    sha256, sm3 = head_hashes(fields)
    moment = datetime.fromisoformat(stamp)
    head = JournalHead(
        village=newest.village, size=newest.seq, day=now.date(), root=root, at=moment, previous=previous,
        sha256=sha256, sm3=sm3, reason=reason,
    )
    session.add(head)
    session.flush()
    return head


def entry_rows(session: Session) -> Iterator[dict[str, Any]]:
    """The journal as dictionaries for export and verification, oldest first; erased bodies have salt None."""
    query = (
        select(JournalEntry, JournalBody.salt, JournalBody.body)
        .outerjoin(
            JournalBody, (JournalBody.village == JournalEntry.village) & (JournalBody.seq == JournalEntry.seq)
        )
        .order_by(JournalEntry.seq)
        .execution_options(yield_per=2000)
    )
    columns = [c.key for c in JournalEntry.__table__.columns]
    for entry, salt, body in session.execute(query):
        yield {name: getattr(entry, name) for name in columns} | {"salt": salt, "body": body}


def as_stored(value: object, kind: object) -> object:
    """A column value as the database holds it, in the form of the journal; odd values stay odd and so differ."""
    if isinstance(value, str) and isinstance(kind, Moment):
        return value.replace(" ", "T", 1) + "+00:00"
    if isinstance(value, int) and value in (0, 1) and isinstance(kind, Boolean):
        return bool(value)
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else encode(value)


def stored(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    """Every row of a table without the conversions of SQLAlchemy, which overlook or choke on odd values."""
    kinds = {column.key: column.type for column in table.columns}
    query = select(*(type_coerce(c, NullType()).label(c.key) for c in table.columns)).order_by(*table.primary_key)
    for row in session.execute(query.execution_options(yield_per=2000)).mappings():
        yield {name: as_stored(row[name], kind) for name, kind in kinds.items()}


def head_rows(session: Session) -> list[dict[str, Any]]:
    """All heads as dictionaries, smallest first."""
    return [
        {
            "village": h["village"], "day": h["day"], "size": h["size"], "root": h["root"],
            "time": str(h["at"]).replace("000+00:00", "+00:00"), "previous_head": h["previous"],
            "sha256": h["sha256"], "sm3": h["sm3"],
        }
        for h in stored(session, as_table(JournalHead))
    ]


def as_table(model: type[Base]) -> Table:
    """The table of a model."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} has no table of its own")
    return table
