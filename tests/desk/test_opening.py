"""A folder is opened only when it is whole and ours; everything else is told in one sentence and left as it was."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from consult_desk.base.errors import Refused, Trouble
from consult_desk.desk import DATABASE, Desk
from consult_desk.model import schema, store
from consult_desk.views.journal import check_home, journal_state
from consult_desk.views.people import roster
from tests.desk.homes import filled, founded, person, tampering


@pytest.fixture
def home(tmp_path: Path) -> Path:
    founded(tmp_path / "村").close()
    return tmp_path / "村"


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement).fetchall()
    connection.commit()
    connection.close()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def no_file(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_text(path: Path) -> None:
    path.write_text("这是一封信" * 200)


def a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))
    path.symlink_to("elsewhere.db")


def cut_short(path: Path) -> None:
    with open(path, "rb+") as file:
        file.truncate(path.stat().st_size // 2)


def overwritten_page(path: Path) -> None:
    with open(path, "rb+") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)


def broken_header(path: Path) -> None:
    with open(path, "rb+") as file:
        file.write(b"Sqlite")


def foreign(path: Path) -> None:
    path.unlink()
    change(path, "CREATE TABLE accounts (id INTEGER)", "PRAGMA application_id = 7")


def nothing_of_ours(path: Path) -> None:
    path.unlink()
    change(path, f"PRAGMA application_id = {store.APPLICATION_ID}", "CREATE TABLE accounts (id INTEGER)")


def foreign_trigger(path: Path) -> None:
    change(path, "CREATE TRIGGER spy AFTER INSERT ON person BEGIN DELETE FROM person; END")


def disguised_trigger(path: Path) -> None:
    foreign_trigger(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET type = 'x' WHERE name = 'spy'")
    connection.commit()
    connection.close()


def virtual_table(path: Path) -> None:
    change(path, "CREATE VIRTUAL TABLE words USING fts5(text)")


def foreign_view(path: Path) -> None:
    change(path, "CREATE VIEW person_list AS SELECT * FROM person")


def replaced_guard(path: Path) -> None:
    text = "CREATE TRIGGER journal_keep_update BEFORE UPDATE ON journal BEGIN SELECT 1; END"
    change(path, "DROP TRIGGER journal_keep_update", text)


def missing_guard(path: Path) -> None:
    change(path, "DROP TRIGGER journal_keep_delete")


def newer(path: Path) -> None:
    change(path, "UPDATE alembic_version SET version_num = '9999'")


def in_wal(path: Path) -> None:
    change(path, "PRAGMA journal_mode = WAL")


BAD: list[tuple[Callable[[Path], None], str]] = [
    (empty, "是空的"),
    (no_file, "找不到数据文件"),
    (a_folder, "找不到数据文件"),
    (a_text, "不是议事台的数据文件"),
    (a_link, "链接"),
    (cut_short, "损坏|读不出来"),
    (overwritten_page, "损坏|读不出来"),
    (broken_header, "不是议事台的数据文件"),
    (foreign, "别的程序的数据库"),
    (nothing_of_ours, "读不出来"),
    (foreign_trigger, "不属于议事台的程序段（spy）"),
    (disguised_trigger, "spy"),
    (virtual_table, "words"),
    (foreign_view, "不属于议事台的程序段（person_list）"),
    (replaced_guard, "journal_keep_update"),
    (missing_guard, "保护被拿掉"),
    (newer, "更新版本.*9999"),
    (in_wal, "WAL"),
]


@pytest.mark.parametrize(("damage", "words"), BAD, ids=[damage.__name__ for damage, _ in BAD])
def test_a_file_that_is_not_ours_or_not_sound_is_refused_and_left_alone(
    home: Path, damage: Callable[[Path], None], words: str
) -> None:
    path = home / DATABASE
    damage(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(Trouble, match=words) as told:
        Desk(home)
    assert (path.read_bytes() if path.is_file() else None) == before
    # What to do is said as well, not only what is wrong.
    assert "请" in told.value.words


def test_a_folder_without_rights_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_self: Path, **_kwargs: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_symlink", lambda _self: False)
    monkeypatch.setattr(Path, "is_file", lambda _self: True)
    monkeypatch.setattr(Path, "stat", denied)
    with pytest.raises(Trouble, match=r"打不开.*权限"):
        store.inspect_file(home / DATABASE)


def test_every_setting_is_read_back(home: Path) -> None:
    desk = Desk(home)
    with desk.engine.connect() as connection:
        for name, _value, expected in store.WANTED:
            row = connection.exec_driver_sql(f"PRAGMA {name}").fetchone()
            # SQLite built without mmap has no such setting, and so no mmap.
            assert (row is None and name == "mmap_size") or (row is not None and row[0] == expected), name
    desk.close()


@pytest.mark.parametrize("name", ["journal_mode", "synchronous", "foreign_keys", "trusted_schema"])
def test_a_setting_that_does_not_take_stops_the_start(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    wanted = tuple((n, v, "other" if n == name else e) for n, v, e in store.WANTED)
    monkeypatch.setattr(store, "WANTED", wanted)
    with pytest.raises(Trouble, match=f"安全设置 {name}"):
        Desk(home)


def test_a_file_that_another_program_holds_is_said_at_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "WANTED", (("busy_timeout", "0", 0), *store.WANTED[:-1]))
    other = sqlite3.connect(home / DATABASE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Trouble, match=r"另一个程序正在使用|读不出来"):
        Desk(home)
    other.execute("ROLLBACK")
    other.close()
    Desk(home).close()


def test_no_wal_is_ever_written(home: Path) -> None:
    desk = Desk(home)
    person(desk, "陈志远")
    desk.close()
    assert sorted(p.name for p in home.iterdir()) == ["desk.db", "desk.db-journal"]
    assert (home / DATABASE).read_bytes()[18:20] == b"\1\1"


@pytest.mark.parametrize("name", ["村 一", "50%", "甲?乙", "a#b", "😀", "a&mode=ro", "a'b"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    desk = founded(tmp_path / name)
    desk.close()
    assert (tmp_path / name / DATABASE).is_file()
    again = Desk(tmp_path / name)
    assert again.ask(roster).total == 2
    again.close()
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_desk_is_not_made_over_another(home: Path) -> None:
    before = (home / DATABASE).read_bytes()
    with pytest.raises(Trouble, match="已经有议事台的数据"):
        Desk.create(home)
    assert (home / DATABASE).read_bytes() == before


def test_a_desk_that_cannot_be_made_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "文件").write_text("")
    with pytest.raises(Trouble, match="不能在"):
        Desk.create(tmp_path / "文件" / "村")
    monkeypatch.setattr(schema, "upgrade", lambda _path: (_ for _ in ()).throw(Trouble("磁盘满了")))
    with pytest.raises(Trouble, match="磁盘满了"):
        Desk.create(tmp_path / "村")
    assert list((tmp_path / "村").iterdir()) == []


def test_before_the_village_is_founded_every_change_is_refused(tmp_path: Path) -> None:
    desk = Desk.create(tmp_path / "村")
    with pytest.raises(Refused, match="还没有建立村"):
        person(desk, "周明德")
    assert desk.ask(roster).total == 0
    assert desk.ask(journal_state).entries == 0
    desk.close()


def test_a_half_written_change_of_a_killed_program_is_rolled_back_at_the_next_start(home: Path, tmp_path: Path) -> None:
    """A hot journal: the state on the disk when a program dies between writing pages and committing."""
    writer = sqlite3.connect(home / DATABASE, isolation_level=None)
    writer.execute("PRAGMA journal_mode = TRUNCATE")
    writer.execute("PRAGMA cache_size = 1")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE person SET name = '改了一半'")
    writer.execute("CREATE TABLE ballast AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 500) "
                   "SELECT i, randomblob(2000) AS data FROM n")
    dead = tmp_path / "死"
    dead.mkdir()
    for name in (DATABASE, f"{DATABASE}-journal"):
        shutil.copyfile(home / name, dead / name)
    writer.execute("ROLLBACK")
    writer.close()
    assert (dead / f"{DATABASE}-journal").stat().st_size > 0
    desk = Desk(dead)
    assert desk.ask(check_home).good
    assert {row.name for row in desk.ask(roster).rows} == {"周明德", "林秀兰"}
    desk.close()


def test_what_an_older_program_wrote_is_copied_and_brought_up_to_date(tmp_path: Path) -> None:
    """A new empty file with our mark and no revision yet is the oldest of all."""
    home = tmp_path / "村"
    home.mkdir()
    connection = sqlite3.connect(home / DATABASE)
    connection.execute(f"PRAGMA application_id = {store.APPLICATION_ID}")
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.commit()
    connection.close()
    Desk(home).close()
    assert store.inspect_file(home / DATABASE) == schema.head_revision()
    assert store.inspect_file(home / f"desk-before-{schema.head_revision()}.db") is None


def test_an_upgrade_without_room_for_the_copy_does_not_begin(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "head_revision", lambda: "8888")
    (home / "desk-before-8888.db").mkdir()
    before = (home / DATABASE).read_bytes()
    with pytest.raises(Trouble, match="没有升级"):
        Desk(home)
    assert (home / DATABASE).read_bytes() == before


def test_an_upgrade_that_fails_is_said(home: Path) -> None:
    with tampering(home) as connection:
        connection.execute("DELETE FROM alembic_version")
    # The tables are there already, so making them again fails.
    with pytest.raises(Trouble, match=r"升级没有完成.*副本"):
        Desk(home)


def test_a_home_with_every_table_filled_opens_and_is_whole(tmp_path: Path) -> None:
    desk = filled(tmp_path / "村")
    verdict = desk.ask(check_home)
    assert verdict.good, verdict.faults
    assert "完好" in verdict.words
    desk.close()
