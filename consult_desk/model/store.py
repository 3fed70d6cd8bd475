"""The database file: opened with settings that lose nothing, and refused when it is not ours or not sound."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event

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
TRIGGERS = {
    f"{table}_keep_{verb}": f"CREATE TRIGGER {table}_keep_{verb} BEFORE {verb.upper()} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END"
    for table in ("journal", "journal_head")
    for verb in ("update", "delete")
}


def url(path: Path) -> URL:
    """Where SQLAlchemy finds the file, whatever characters its name holds."""
    return URL.create("sqlite", database=str(path))


def open_engine(path: Path) -> Engine:
    """An engine on the SQLite file at `path`, every setting read back. Raises Trouble when one did not take."""
    engine = create_engine(url(path), hide_parameters=True)

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

    What a crash left half-written is rolled back first, as every reader of SQLite does. Raises Trouble when the
    file is damaged, not a database of this program, kept in WAL, or carries foreign or changed triggers or views.
    """
    if path.is_symlink():
        raise Trouble(f"{path} 只是一个指向别处的链接，记录可能写到不知道的地方。程序不打开它；请选择真正的数据文件夹。")
    if not path.is_file():
        raise Trouble(f"找不到数据文件 {path}。请确认数据文件夹没有被移动；如果在移动硬盘上，请先插好再打开。")
    try:
        if path.stat().st_size == 0:
            raise Trouble(f"{path.name} 是空的，里面没有任何记录。程序没有改动它；请用最近的备份恢复。")
        try:
            return _inspected(path, "ro")
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorname", "") != "SQLITE_READONLY_ROLLBACK":
                raise
            return _inspected(path, "rw")
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # Even the words in which SQLite names the damage may be damaged.
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise Trouble(
                f"{path.name} 不是议事台的数据文件，或者文件头已经损坏。程序没有改动它；请改选正确的文件夹，或用备份恢复。"
            ) from error
        raise Trouble(
            f"数据文件 {path.name} 读不出来（{error}）。程序没有改动它；请用最近的备份恢复，并保留这个文件备查。"
        ) from error
    except OSError as error:
        raise Trouble(f"数据文件 {path} 打不开（{error.strerror}）。请检查磁盘和文件权限后再试。") from error


def _inspected(path: Path, mode: str) -> str | None:
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode={mode}", uri=True)) as found:
        found.execute("PRAGMA cell_size_check=ON")
        ours = found.execute("PRAGMA application_id").fetchone()[0]
        if ours != APPLICATION_ID:
            raise Trouble(f"{path.name} 是别的程序的数据库，不是议事台的。程序没有改动它；请选择议事台的数据文件夹。")
        if found.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            raise Trouble(
                "数据文件被别的程序改成了另一种写法（WAL），继续写可能丢失记录。"
                "程序没有改动它；请用最近的备份恢复，或请技术人员改回。"
            )
        damage = found.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise Trouble(f"数据文件已经损坏（{damage}）。程序没有改动它；请用最近的备份恢复，并保留这个文件备查。")
        revision = found.execute("SELECT version_num FROM alembic_version").fetchone()
        # By the text that is run, not by the word beside it, which SQLite does not read and a forger may change.
        plain = ("CREATE TABLE", "CREATE INDEX", "CREATE UNIQUE INDEX")
        everything = found.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        programs = {name: text for name, text in everything if not str(text).startswith(plain)}
        foreign = sorted(str(name) for name, text in programs.items() if TRIGGERS.get(name) != text)
        if foreign:
            raise Trouble(
                f"数据文件里有不属于议事台的程序段（{'、'.join(foreign)}），打开它不安全。程序没有改动它；请用备份恢复。"
            )
        if revision is not None and len(programs) < len(TRIGGERS):
            raise Trouble("数据文件里防止误改记录的保护被拿掉了，记录可能被动过。程序没有改动它；请用备份恢复。")
        return str(revision[0]) if revision else None


def copy_file(path: Path, target: Path) -> None:
    """Copy the database whole, even while another program writes to it. Raises Trouble when there is no room."""
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise Trouble(f"不能在升级前留一份副本（{error}），所以没有升级，数据没有改动。请清理磁盘空间后再打开。") from error
