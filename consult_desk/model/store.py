"""The database file: opened with settings that lose nothing, and refused when it is not ours or not sound."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event

from consult_desk.base.errors import Trouble

APPLICATION_ID = 0x43445A46
WANTED: tuple[tuple[str, str, object], ...] = (
    # pragma, value to set, value it must read back (TRUST: DELETE/FULL and WAL/NORMAL lose acknowledged commits).
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "EXTRA", 3),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("fullfsync", "ON", 1),
    ("mmap_size", "0", 0),
    ("busy_timeout", "5000", 5000),
)
TRIGGERS = ("journal_keep_update", "journal_keep_delete", "journal_head_keep_update", "journal_head_keep_delete")


def open_engine(path: Path) -> Engine:
    """An engine on the SQLite file at `path`, every setting read back. Raises Trouble when one did not take."""
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for name, value, expected in WANTED:
            connection.execute(f"PRAGMA {name}={value}")
            row = connection.execute(f"PRAGMA {name}").fetchone()
            if row is not None and row[0] != expected:
                raise Trouble(
                    f"数据库没有接受安全设置 {name}（得到 {row[0]}，需要 {expected}）。为了不丢失记录，程序不打开它。"
                    "请把数据文件夹放在本机硬盘上再试。"
                )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Writers take the lock at once, so that two of them never deadlock half-way.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def inspect_file(path: Path) -> str | None:
    """Look at the file without changing it: its Alembic revision, None for an empty new file.

    Raises Trouble when the file is damaged, not a database of this program, or carries foreign triggers or views.
    """
    if not path.is_file():
        raise Trouble(f"找不到数据文件 {path}。请确认数据文件夹没有被移动；如果在移动硬盘上，请先插好再打开。")
    try:
        with open(path, "rb") as file:
            header = file.read(16)
        if header != b"SQLite format 3\x00":
            raise Trouble(
                f"{path.name} 不是议事台的数据文件，或者文件头已经损坏。程序没有改动它；请改选正确的文件夹，或用备份恢复。"
            )
        with sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True) as found:
            found.execute("PRAGMA cell_size_check=ON")
            ours = found.execute("PRAGMA application_id").fetchone()[0]
            if ours != APPLICATION_ID:
                raise Trouble(
                    f"{path.name} 是别的程序的数据库，不是议事台的。程序没有改动它；请选择议事台的数据文件夹。"
                )
            damage = found.execute("PRAGMA quick_check(1)").fetchone()[0]
            if damage != "ok":
                raise Trouble(f"数据文件已经损坏（{damage}）。程序没有改动它；请用最近的备份恢复，并保留这个文件备查。")
            foreign = [
                str(name)
                for kind, name in found.execute("SELECT type, name FROM sqlite_master WHERE type IN ('trigger','view')")
                if kind == "view" or name not in TRIGGERS
            ]
            if foreign:
                raise Trouble(
                    f"数据文件里有不属于议事台的程序段（{'、'.join(foreign)}），打开它不安全。程序没有改动它；请用备份恢复。"
                )
            revision = found.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(revision[0]) if revision else None
    except sqlite3.DatabaseError as error:
        raise Trouble(
            f"数据文件 {path.name} 读不出来（{error}）。程序没有改动它；请用最近的备份恢复，并保留这个文件备查。"
        ) from error
    except OSError as error:
        raise Trouble(f"数据文件 {path} 打不开（{error.strerror}）。请检查磁盘和文件权限后再试。") from error
