"""Every change of a followed row becomes a journal entry in the same transaction; replaying them gives the rows back."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import event, insert, inspect, select
from sqlalchemy.orm import Session

from consult_desk.base.chain import ALGO, GENESIS, body_sha256, canonical, entry_hash, head_hashes, merkle_root
from consult_desk.model.base import Base, Row
from consult_desk.model.journal import JournalBody, JournalEntry, JournalHead
from consult_desk.model.people import Village

Change = tuple[str, Row]


def encode(value: object) -> object:
    """A column value as canonical JSON can hold it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def row_values(row: Row) -> dict[str, object]:
    """All columns of a row, encoded, in column order."""
    mapper = inspect(type(row))
    return {attr.key: encode(getattr(row, attr.key)) for attr in mapper.column_attrs}


def follow(session: Session) -> list[Change]:
    """Collect every change the session flushes. Returns the list that fills up: (op, row)."""
    changes: list[Change] = []

    @event.listens_for(session, "after_flush")
    def _collect(current: Session, _context: object) -> None:
        for row in current.new:
            if isinstance(row, Row):
                changes.append(("insert", row))
        for row in current.dirty:
            if isinstance(row, Row) and current.is_modified(row):
                changes.append(("update", row))
        for row in current.deleted:
            if isinstance(row, Row):
                changes.append(("delete", row))

    return changes


def village_uid(session: Session) -> str:
    """The journal's own name of the village; raises LookupError before the village is founded."""
    found: str | None = session.scalar(select(Village.uid))
    if found is None:
        raise LookupError("no village yet")
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
    changes: list[Change],
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
    for op, row in changes:
        table = type(row).__tablename__
        values = row_values(row)
        bodies.append((f"{kind}/{op}", f"{table}:{row.id}", row.version, {"op": op, "row": values, "table": table}))
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


def head_rows(session: Session) -> list[dict[str, Any]]:
    """All heads as dictionaries, smallest first."""
    return [
        {
            "village": h.village, "day": h.day.isoformat(), "size": h.size, "root": h.root,
            "time": h.at.isoformat(timespec="milliseconds"), "previous_head": h.previous, "sha256": h.sha256,
            "sm3": h.sm3,
        }
        for h in session.scalars(select(JournalHead).order_by(JournalHead.size))
    ]


def replay_faults(session: Session, rows: Iterator[dict[str, Any]]) -> tuple[str, ...]:
    """Every row of the database that is not what the journal says it became, in Chinese.

    integrity_check sees a third of flipped bits; comparing with the journal finds all that change what is read.
    """
    told: dict[tuple[str, int], dict[str, Any]] = {}
    erased: set[tuple[str, int]] = set()
    faults: list[str] = []
    for entry in rows:
        if entry["body"] is None:
            table, _, number = str(entry["subject_id"]).partition(":")
            if number.isdigit():
                erased.add((table, int(number)))
            continue
        body = json.loads(entry["body"])
        if "row" not in body:
            continue
        key = (body["table"], body["row"]["id"])
        if body["op"] == "delete":
            told.pop(key, None)
        else:
            told[key] = body["row"]
    for mapper in Base.registry.mappers:
        if not issubclass(mapper.class_, Row):
            continue
        table = mapper.class_.__tablename__
        for row in session.scalars(select(mapper.class_)):
            said = told.pop((table, row.id), None)
            stands = {k: json.loads(canonical(v)) for k, v in row_values(row).items()}
            if said is None and (table, row.id) not in erased:
                faults.append(f"{table} 第 {row.id} 行在记录链里没有来历")
            elif said is not None and said != stands:
                changed = "、".join(sorted(k for k in stands if stands[k] != said.get(k)))
                faults.append(f"{table} 第 {row.id} 行与记录链不一致（{changed}）")
    faults.extend(f"{table} 第 {number} 行在数据库里不见了" for table, number in told)
    return tuple(faults)
