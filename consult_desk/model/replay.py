"""Compares every row of the database with what the journal says it became."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consult_desk.model.base import Base, Row
from consult_desk.model.journal import JournalHead
from consult_desk.model.journaling import as_table, stored

_Key = tuple[str, int]


def replay_faults(session: Session, rows: Iterator[dict[str, Any]]) -> tuple[str, ...]:
    """Every row of the database that is not what the journal says it became, in Chinese.

    rows: a journal that was verified before. integrity_check sees a third of flipped bits; comparing with the
    journal finds all that change what is read.
    """
    told, erased = _told(rows)
    faults: list[str] = []
    models: list[type[Base]] = [mapper.class_ for mapper in Base.registry.mappers]
    followed = [model for model in models if issubclass(model, Row | JournalHead)]
    for model in sorted(followed, key=lambda one: str(one.__tablename__)):
        table, number = as_table(model), "size" if model is JournalHead else "id"
        try:
            for row in stored(session, table):
                key = (table.name, row[number])
                faults.extend(_row_faults(key, told.pop(key, None), row, key in erased))
        except (DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
            faults.append(f"{table.name} 有读不出来的内容（{getattr(error, 'orig', error)}）")
            told = {key: row for key, row in told.items() if key[0] != table.name}
    faults.extend(f"{table} 第 {number} 行在数据库里不见了" for table, number in told)
    faults.extend(_index_faults(session))
    return tuple(faults)


def _told(rows: Iterator[dict[str, Any]]) -> tuple[dict[_Key, dict[str, Any]], set[_Key]]:
    """What the journal says each row is now, and the rows whose last word was lawfully erased."""
    told: dict[_Key, dict[str, Any]] = {}
    erased: set[_Key] = set()
    for entry in rows:
        if entry["body"] is None:
            table, _, number = str(entry["subject_id"]).partition(":")
            if number.isdigit():
                key = (table, int(number))
                told.pop(key, None)
                erased.add(key)
            continue
        body = json.loads(entry["body"])
        if "head" in body:
            told[body["table"], body["head"]["size"]] = body["head"]
        if "row" not in body:
            continue
        key = (body["table"], body["row"]["id"])
        erased.discard(key)
        if body["op"] == "delete":
            told.pop(key, None)
        else:
            told[key] = body["row"]
    return told, erased


def _row_faults(key: _Key, said: Mapping[str, Any] | None, row: Mapping[str, Any], erased: bool) -> Iterator[str]:
    if said is None:
        if not erased:
            yield f"{key[0]} 第 {key[1]} 行在记录链里没有来历"
        return
    # 1, 1.0 and True are equal to Python, but not the same in a file.
    changed = [k for k, v in row.items() if (type(v), v) != (type(said.get(k)), said.get(k))]
    if changed:
        yield f"{key[0]} 第 {key[1]} 行与记录链不一致（{'、'.join(sorted(changed))}）"


def _index_faults(session: Session) -> Iterator[str]:
    """Lists are read through indexes: one that tells another order or leaves people out is damage, too."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for (words,) in session.connection().exec_driver_sql("PRAGMA integrity_check(5)"):
        if words != "ok":
            yield f"数据库文件的索引或结构有损坏（{words}）"
