"""Whatever is changed behind the program's back is found and named."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from consult_desk import actions as act
from consult_desk.base import chain
from consult_desk.base.errors import Refused
from consult_desk.base.text import check_digit
from consult_desk.desk import DATABASE, Desk
from consult_desk.model import Base, JournalHead, Row
from consult_desk.model.journaling import entry_rows, head_rows
from consult_desk.model.replay import replay_faults
from consult_desk.views.journal import check_home
from tests.desk.homes import copied, counted, filled, founded, person, tampering

NUMBER = "99990119800105001" + check_digit("99990119800105001")
FOLLOWED = sorted(m.class_.__tablename__ for m in Base.registry.mappers if issubclass(m.class_, Row | JournalHead))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("homes") / "村"
    filled(folder).close()
    return folder


def other(value: object, kind: str) -> object:
    """Another value of the same kind, as unlike as a careful forger would choose: the smallest change."""
    if value is None:
        return "2026-03-06" if kind == "DATE" else 1
    if isinstance(value, int):
        return value + 1
    if kind == "DATE":
        return "2026-03-06" if value == "2026-03-05" else "2026-03-05"
    return str(value)[:-1] + ("甲" if str(value)[-1:] != "甲" else "乙")


@pytest.mark.parametrize("table", FOLLOWED)
def test_any_changed_column_is_named(home: Path, table: str) -> None:
    desk = Desk(home)
    with Session(desk.engine) as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER journal_head_keep_update")
        columns = connection.exec_driver_sql(f'PRAGMA table_info("{table}")').fetchall()
        key = "size" if table == "journal_head" else "id"
        row = connection.execute(text(f'SELECT * FROM "{table}" ORDER BY "{key}"')).mappings().first()
        assert row is not None
        assert replay_faults(session, entry_rows(session)) == ()
        for _cid, name, kind, *_rest in columns:
            if name == key:
                continue
            savepoint = session.begin_nested()
            changed = other(row[name], kind)
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            update = text(f'UPDATE "{table}" SET "{name}" = :value WHERE "{key}" = :key')
            try:
                connection.execute(update, {"value": changed, "key": row[key]})
            except Exception as error:
                # A foreign key keeps this change out while the program is open; nothing to find then.
                assert "FOREIGN KEY" in str(error)
                savepoint.rollback()
                continue
            faults = replay_faults(session, entry_rows(session))
            savepoint.rollback()
            assert any(table in fault and name in fault for fault in faults), (name, faults)
        session.rollback()
    desk.close()


def faults_of(home: Path) -> tuple[str, ...]:
    desk = Desk(home)
    verdict = desk.ask(check_home)
    desk.close()
    assert verdict.good == (verdict.faults == ())
    return verdict.faults


def run(*statements: str) -> Callable[[sqlite3.Connection], None]:
    def change(connection: sqlite3.Connection) -> None:
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement

    return change


def swap_entries(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE journal SET seq = -5 WHERE seq = 5")
    connection.execute("UPDATE journal SET seq = 5 WHERE seq = 6")
    connection.execute("UPDATE journal SET seq = 6 WHERE seq = -5")


def relinked(connection: sqlite3.Connection, first: int = 1) -> None:
    """Hash the whole chain anew, as somebody would who owns the PC."""
    connection.row_factory = sqlite3.Row
    prev = chain.GENESIS
    for found in connection.execute("SELECT * FROM journal ORDER BY seq").fetchall():
        row: dict[str, Any] = dict(found)
        salt, body = connection.execute("SELECT salt, body FROM journal_body WHERE seq = ?", (row["seq"],)).fetchone()
        row["body_sha256"] = chain.body_sha256(bytes.fromhex(salt), body.encode())
        value = chain.entry_hash(row, prev)
        connection.execute(
            "UPDATE journal SET body_sha256 = ?, prev = ?, hash = ? WHERE seq = ?",
            (row["body_sha256"], prev, value, row["seq"]),
        )
        prev = value


def rebuild_after_change(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE journal_body SET body = replace(body, '林秀兰', '林秀英')")
    connection.execute("UPDATE person SET name = '林秀英' WHERE name = '林秀兰'")
    relinked(connection)


TAMPERED: list[tuple[str, Callable[[sqlite3.Connection], None], str]] = [
    ("a changed name", run("UPDATE person SET name = '林秀英' WHERE name = '林秀兰'"), "person 第 2 行与记录链不一致（name）"),
    ("two changed columns", run("UPDATE person SET name = '甲', phone = '1' WHERE id = 1"), "（name、phone）"),
    ("a number as text", run("UPDATE vote SET yes = 'x'"), "vote 第 1 行与记录链不一致（yes）"),
    ("a number with a fraction", run("UPDATE vote SET attendees = 0.5"), "（attendees）"),
    ("a yes that is a two", run("UPDATE person SET registered = 2 WHERE id = 1"), "（registered）"),
    ("a day that is none", run("UPDATE person SET birth = '昨天' WHERE id = 1"), "（birth）"),
    ("a moment written otherwise", run("UPDATE vote SET entered_at = replace(entered_at, ' ', '_')"), "（entered_at）"),
    ("bytes instead of text", run("UPDATE person SET name = x'ff00' WHERE id = 1"), "（name）"),
    ("a deleted row", run("DELETE FROM seal_use"), "seal_use 第 1 行在数据库里不见了"),
    ("an added row", run("INSERT INTO \"group\" VALUES ('九组', 9, 'u', 1)"), "group 第 9 行在记录链里没有来历"),
    ("a changed body", run("UPDATE journal_body SET body = replace(body, '林秀兰', '林秀英')"), "的内容被改动过"),
    ("a changed salt", run("UPDATE journal_body SET salt = upper(hex(zeroblob(16)))"), "的内容被改动过"),
    ("a body without an erasure", run("DELETE FROM journal_body WHERE seq = 5"), "第 5 条的内容不见了"),
    ("a changed entry", run("UPDATE journal SET actor = '别人' WHERE seq = 5"), "第 5 条被改动过"),
    ("a removed entry", run("DELETE FROM journal WHERE seq = 5"), "缺号"),
    ("swapped entries", swap_entries, "接不上|被改动过"),
    ("a cut journal", run("DELETE FROM journal WHERE seq > 3", "DELETE FROM journal_body WHERE seq > 3"), "后面的记录被删掉了"),
    ("a chain rebuilt after a change", rebuild_after_change, "有记录被改过、删过或换过"),
    ("a changed head", run("UPDATE journal_head SET root = hash FROM journal WHERE journal.seq = 1"), "存证值被改动过"),
    ("a head with another reason", run("UPDATE journal_head SET reason = '补'"), "journal_head"),
    ("a head a millisecond later", run("UPDATE journal_head SET at = replace(at, '.000000', '.000001')"), "存证值被改动过"),
    ("a removed head", run("DELETE FROM journal_head"), "journal_head 第 .* 行在数据库里不见了"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), [(c, w) for _n, c, w in TAMPERED], ids=[n for n, _c, _w in TAMPERED])
def test_what_an_insider_changes_is_found(
    home: Path, tmp_path: Path, change: Callable[[sqlite3.Connection], None], words: str
) -> None:
    twin = copied(home, tmp_path / "村")
    assert faults_of(twin) == ()
    with tampering(twin) as connection:
        change(connection)
    faults = faults_of(twin)
    assert any(re.search(words, fault) for fault in faults), faults


def test_text_that_is_no_text_is_a_fault_and_not_a_crash(home: Path, tmp_path: Path) -> None:
    twin = copied(home, tmp_path / "村")
    with tampering(twin) as connection:
        connection.execute("UPDATE person SET name = CAST(x'ff41' AS TEXT) WHERE id = 1")
    assert any("person 有读不出来的内容" in fault for fault in faults_of(twin))


def test_an_index_that_leaves_people_out_is_found(home: Path, tmp_path: Path) -> None:
    twin = copied(home, tmp_path / "村")
    path = twin / DATABASE
    whole = path.read_bytes()
    places = [found.start() for found in re.finditer(b"zhoumingde|zhou mingde|zhou ming de", whole)]
    # In the row, in its journal body, and in the index that the roster is read by.
    assert len(places) >= 3
    for place in places:
        path.write_bytes(whole[:place] + b"a" + whole[place + 1 :])
        assert faults_of(twin), place


def test_a_known_head_finds_a_journal_that_was_cut_and_continued(home: Path, tmp_path: Path) -> None:
    """On the PC alone a rebuilt journal with rebuilt heads looks whole; the head on the paper tells."""
    desk = Desk(home)
    known = desk.ask(lambda look: head_rows(look.session))
    desk.close()
    twin = copied(home, tmp_path / "村")
    with tampering(twin) as connection:
        connection.execute("DELETE FROM journal_head")
        connection.execute("DELETE FROM journal WHERE seq > 6")
        connection.execute("DELETE FROM journal_body WHERE seq > 6")
    desk = Desk(twin)
    person_id = person(desk, "后来的人", household_no="77")
    rows = desk.ask(lambda look: list(entry_rows(look.session)))
    assert person_id > 0
    assert chain.verify_entries(rows) == []
    assert any("后面的记录被删掉了" in fault or "对不上" in fault for fault in chain.verify_entries(rows, known))
    desk.close()


def test_a_file_that_changed_or_went_is_found(home: Path, tmp_path: Path) -> None:
    twin = copied(home, tmp_path / "村")
    files = sorted(p for p in (twin / "files").rglob("*") if p.is_file())
    assert len(files) >= 4
    for path in files:
        kept = path.read_bytes()
        path.write_bytes(kept + b".")
        assert any("已被改动" in fault for fault in faults_of(twin)), path
        path.unlink()
        assert any("不见了" in fault for fault in faults_of(twin)), path
        path.write_bytes(kept)
    assert faults_of(twin) == ()


def test_lawful_erasure_keeps_the_chain_and_the_rest_checkable(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")
    added = person(desk, "陈志远", id_number=NUMBER)
    rows = desk.ask(lambda look: list(entry_rows(look.session)))
    seq = next(r["seq"] for r in rows if r["subject_id"] == f"person:{added}")
    names = ["周明德", "查正清"]
    desk.do(act.journal.erase_body, seq, reason="本人依法要求删除", approved_by=names)
    assert desk.ask(check_home).good
    rows = desk.ask(lambda look: list(entry_rows(look.session)))
    assert rows[seq - 1]["body"] is None and rows[seq - 1]["salt"] is None
    assert chain.verify_entries(rows) == []
    # The row changes later: told again, so it is held to it again.
    desk.do(act.people.correct_person, added, reason="更正联系电话", phone="123")
    assert desk.ask(check_home).good
    # Erasing the newest word about a row must not bring back an older one.
    newest = counted(tmp_path / "村", "journal")
    desk.do(act.journal.erase_body, newest, reason="本人依法要求删除", approved_by=names)
    assert desk.ask(check_home).good
    for given in ({"approved_by": ["周明德", "周明德"]}, {"approved_by": ["周明德"]}, {"seq": seq}, {"seq": 999}):
        with pytest.raises(Refused):
            desk.do(act.journal.erase_body, **({"seq": 2, "reason": "本人依法要求删除", "approved_by": names} | given))
    desk.close()
