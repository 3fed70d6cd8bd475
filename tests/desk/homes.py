"""Homes to test with: a founded one, one with a row in every table, and the practice village built once."""

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Integer, String, Table
from sqlalchemy.types import Date

from consult_desk import actions as act
from consult_desk.desk import DATABASE, Desk, Tx
from consult_desk.model import Base, Row
from consult_desk.model.base import Moment
from consult_desk.model.journaling import take_head

CHINA = timezone(timedelta(hours=8))
MORNING = datetime(2026, 3, 5, 9, tzinfo=CHINA)
TODAY = date(2026, 6, 20)


def standing(moment: datetime = MORNING) -> Callable[[], datetime]:
    """A clock that stands."""
    return lambda: moment


def founded(folder: Path, *, now: Callable[[], datetime] = standing()) -> Desk:  # noqa: B008 - it only stands
    """A new desk with a village and two people."""
    desk = Desk.create(folder, now=now, who="单守田")
    desk.do(act.people.found_village, name="青石村", township="柳河镇")
    for name in ("周明德", "林秀兰"):
        person(desk, name)
    return desk


def person(desk: Desk, name: str, **more: Any) -> int:
    """One more person. Returns the id."""
    given = {"sex": "男", "birth": date(1980, 1, 5), "household_no": "1001", "group": "一组"} | more
    added: int = desk.do(act.people.add_person, name=name, **given).result
    return added


def one_of_each(tx: Tx) -> None:
    """Add a row to every table that has none, as plain as its columns and constraints allow, and take a head."""
    models = {model.__table__: model for m in Base.registry.mappers if issubclass(model := m.class_, Row)}
    for table in Base.metadata.sorted_tables:
        if table in models and tx.session.query(models[table]).first() is None:
            tx.session.add(models[table](**_plain_values(tx, table)))
            tx.session.flush()
    take_head(tx.session, now=tx.now, reason="测试存证")


def _plain_values(tx: Tx, table: Table) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name in ("id", "uid", "version") or (column.foreign_keys and column.nullable):
            continue
        if column.foreign_keys or (isinstance(column.type, Integer) and column.name in ("weight", "number", "year")):
            values[column.key] = 1
        elif "sha256" in column.name:
            values[column.key] = tx.keep_file(f"{table.name} 的文件".encode())
        elif isinstance(column.type, Boolean):
            values[column.key] = False
        elif isinstance(column.type, Integer):
            values[column.key] = 0
        elif isinstance(column.type, Moment):
            values[column.key] = MORNING
        elif isinstance(column.type, Date):
            values[column.key] = MORNING.date()
        elif isinstance(column.type, String):
            values[column.key] = f"{column.name}：内容"
    return values


def filled(folder: Path) -> Desk:
    """A desk with a row in every table."""
    desk = founded(folder)
    desk.do(one_of_each)
    return desk


@cache
def practice() -> Path:
    """The practice village, built once per process; copy it before touching it."""
    from consult_desk.sample import build_sample

    folder = Path(tempfile.mkdtemp(prefix="consult-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    build_sample(folder / "练习村", today=TODAY)
    return folder / "练习村"


def copied(home: Path, target: Path) -> Path:
    """A copy of a closed home."""
    shutil.copytree(home, target)
    return target


@contextmanager
def tampering(home: Path) -> Iterator[sqlite3.Connection]:
    """The database as an insider opens it with any tool: no guards, no foreign keys; guards put back afterwards."""
    connection = sqlite3.connect(home / DATABASE)
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    guards = connection.execute(query).fetchall()
    for name, _text in guards:
        connection.execute(f"DROP TRIGGER {name}")
    try:
        yield connection
    finally:
        for _name, text in guards:
            connection.execute(text)
        connection.commit()
        connection.close()


def counted(home: Path, table: str) -> int:
    """How many rows a table holds."""
    connection = sqlite3.connect(home / DATABASE)
    found: int = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    connection.close()
    return found
