"""Every change is in the journal in the same transaction; what is refused leaves nothing."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from consult_desk import actions as act
from consult_desk.base.chain import verify_entries
from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.desk import Desk, Look, Tx
from consult_desk.model import Group, JournalEntry, JournalHead, Person
from consult_desk.model.journaling import encode_deep, entry_rows, take_head
from consult_desk.views.journal import check_home
from consult_desk.views.papers import paper_page
from tests.desk.homes import MORNING, counted, filled, founded, person, standing


def entries(look: Look, after: int = 0) -> list[tuple[str, str, int, Any]]:
    """Kind, subject, version and body of every entry after a number."""
    return [
        (row["kind"], row["subject_id"], row["subject_version"], json.loads(row["body"]))
        for row in entry_rows(look.session)
        if row["seq"] > after
    ]


def size(desk: Desk) -> int:
    return desk.ask(lambda look: look.session.scalar(select(func.count()).select_from(JournalEntry)) or 0)


def test_an_insert_an_update_and_a_delete_are_each_told_with_all_columns(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")

    def three_flushes(tx: Tx) -> None:
        group = Group(name="四组")
        tx.session.add(group)
        tx.session.flush()
        group.name = "五组"
        tx.session.flush()
        group.name = "六组"
        tx.session.flush()
        tx.session.delete(group)

    before = size(desk)
    done = desk.do(three_flushes)
    told = desk.ask(entries, before)
    assert [(kind, version) for kind, _s, version, _b in told] == [
        ("three_flushes", 0), ("three_flushes/insert", 1), ("three_flushes/update", 2), ("three_flushes/update", 3),
        ("three_flushes/delete", 3),
    ]
    assert [body["row"]["name"] for _k, _s, _v, body in told[1:]] == ["四组", "五组", "六组", "六组"]
    assert {subject for _k, subject, _v, _b in told[1:]} == {f"group:{told[1][3]['row']['id']}"}
    assert set(told[1][3]["row"]) == {c.key for c in Group.__table__.columns}
    assert told[0][3] == {"arguments": {}, "rows": 4}
    assert done.entries == 5 and done.touched == {"Group"}
    assert desk.ask(check_home).good
    desk.close()


def test_a_row_that_was_not_loaded_whole_is_told_whole(tmp_path: Path) -> None:
    desk = filled(tmp_path / "村")

    def retitle(tx: Tx) -> None:
        from consult_desk.model import Matter

        matter = tx.session.scalars(select(Matter)).one()
        matter.title = "新的题目"

    before = size(desk)
    desk.do(retitle)
    _kind, _subject, _version, body = desk.ask(entries, before)[1]
    assert body["row"]["title"] == "新的题目"
    assert body["row"]["profile_text"] == "profile_text：内容"
    assert desk.ask(check_home).good
    desk.close()


def test_setting_a_column_to_what_it_is_tells_nothing(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")

    def same_name(tx: Tx) -> None:
        for one in tx.session.scalars(select(Person)):
            one.name = str(one.name)

    assert desk.do(same_name).entries == 1
    desk.close()


def test_what_is_refused_late_leaves_no_row_no_entry_and_no_file_in_the_record(tmp_path: Path) -> None:
    home = tmp_path / "村"
    desk = founded(home)
    before = (size(desk), counted(home, "group"), counted(home, "paper_file"))

    def half(tx: Tx) -> None:
        tx.session.add(Group(name="四组"))
        tx.session.flush()
        tx.keep_file(b"attachment")
        tx.note("note", "x", {})
        raise Refused(Obstacle("人数不够"))

    with pytest.raises(Refused, match="人数不够"):
        desk.do(half)
    assert (size(desk), counted(home, "group"), counted(home, "paper_file")) == before
    # A file without a row is harmless: nothing speaks of it.
    assert desk.ask(check_home).good
    desk.close()


def test_a_crash_inside_an_action_leaves_nothing_either(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")
    before = size(desk)

    def broken(tx: Tx) -> None:
        tx.session.add(Group(name="四组"))
        tx.session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.do(broken)
    person(desk, "陈志远")
    assert size(desk) > before
    assert desk.ask(lambda look: look.session.scalar(select(Group).where(Group.name == "四组"))) is None
    desk.close()


def test_a_row_the_journal_does_not_follow_cannot_slip_in(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")
    before = size(desk)

    def forge(tx: Tx) -> None:
        text = dict.fromkeys(("at_utc", "at_local", "actor", "kind", "subject_id", "body_sha256", "algo"), "")
        tx.session.add(JournalEntry(village="x", seq=99, subject_version=0, prev="p", hash="h", **text))

    with pytest.raises(TypeError, match="not followed"):
        desk.do(forge)
    assert size(desk) == before
    desk.close()


def test_what_the_tables_forbid_is_refused_and_not_journaled(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")
    before = size(desk)

    def twice(tx: Tx) -> None:
        tx.session.add(Group(name="一组"))

    with pytest.raises(Refused, match="互相矛盾"):
        desk.do(twice)
    assert size(desk) == before
    desk.close()


def test_our_own_wrong_sql_is_a_bug_and_not_the_fault_of_the_disk(tmp_path: Path) -> None:
    from sqlalchemy.exc import ProgrammingError

    desk = founded(tmp_path / "村")

    def wrong(look: Look) -> None:
        look.session.connection().exec_driver_sql("SELECT ?", (1, 2))

    with pytest.raises(ProgrammingError):
        desk.ask(wrong)
    desk.close()


def test_the_actor_and_both_times_stand_in_every_entry(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")
    rows = desk.ask(lambda look: list(entry_rows(look.session)))
    assert {row["actor"] for row in rows} == {"单守田"}
    assert {row["at_utc"] for row in rows} == {"2026-03-05T01:00:00.000+00:00"}
    assert {row["at_local"] for row in rows} == {"2026-03-05T09:00:00+08:00"}
    assert verify_entries(rows) == []
    desk.close()


def test_a_clock_that_goes_back_is_noted_and_order_stays(tmp_path: Path) -> None:
    home = tmp_path / "村"
    founded(home).close()
    early = Desk(home, now=standing(MORNING - timedelta(days=30)))
    person(early, "陈志远")
    early.close()
    later = Desk(home, now=standing(MORNING + timedelta(days=3650)))
    person(later, "曾小满")
    rows = later.ask(lambda look: list(entry_rows(look.session)))
    notes = [(row["at_utc"][:4], row["clock_note"]) for row in rows]
    assert ("2026", "时钟倒退") in notes
    assert {note for year, note in notes if year == "2036"} == {""}
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert later.ask(check_home).good
    later.close()


def test_a_moment_in_another_zone_is_the_same_moment(tmp_path: Path) -> None:
    home = tmp_path / "村"
    founded(home).close()
    desk = Desk(home, now=standing(datetime(2026, 3, 5, 1, 0, 1, tzinfo=UTC)))
    person(desk, "陈志远")
    rows = desk.ask(lambda look: list(entry_rows(look.session)))
    assert {row["clock_note"] for row in rows} == {""}
    assert rows[-1]["at_local"] == "2026-03-05T01:00:01+00:00"
    desk.close()


def test_a_moment_without_a_zone_is_not_stored(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")

    def naive(tx: Tx) -> None:
        tx.session.add(
            JournalHead(
                village="x", size=1, day=date(2026, 3, 5), root="", at=datetime(2026, 3, 5), previous="",  # noqa: DTZ001
                sha256="", sm3="", reason="",
            )
        )

    with pytest.raises(Exception, match="time zone"):
        desk.do(naive)
    desk.close()


def test_heads_are_taken_once_per_state_chained_and_journaled(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")

    def publish(tx: Tx) -> tuple[int, bool]:
        one = take_head(tx.session, now=tx.now, reason="公布")
        again = take_head(tx.session, now=tx.now, reason="再公布")
        assert one is not None
        return one.size, again is one

    before = size(desk)
    assert desk.do(publish).result == (before, True)
    told = desk.ask(entries, before)
    assert told[1][1] == f"journal_head:{before}"
    assert told[1][3]["head"]["reason"] == "公布"
    assert desk.do(publish).result == (before + 2, True)
    assert desk.ask(check_home).good
    desk.close()


def test_there_is_no_head_before_the_first_entry(tmp_path: Path) -> None:
    desk = Desk.create(tmp_path / "村")
    assert desk.ask(lambda look: take_head(look.session, now=look.now, reason="空")) is None
    desk.close()


def test_arguments_are_told_but_neither_passphrases_nor_file_contents(tmp_path: Path) -> None:
    home = tmp_path / "村"
    desk = founded(home)
    secret = "口令-canary-7391"
    before = size(desk)
    desk.do(act.signing.make_identity, role="issuer", name="青石村", passphrase=secret)
    arguments = desk.ask(entries, before)[0][3]["arguments"]
    assert arguments == {"role": "issuer", "name": "青石村"}
    desk.close()
    for path in home.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_no_id_number_leaks_into_a_message(tmp_path: Path) -> None:
    """What fails is told to people and logs, so it must not carry what is stored."""
    desk = founded(tmp_path / "村")
    number = "999901198001050014"

    def violates(tx: Tx) -> None:
        tx.session.add(Person(name="张三", sex="男", birth=date(1980, 1, 5), id_number=number, household_id=999))
        tx.session.flush()

    def unstorable(tx: Tx) -> None:
        tx.session.add(Person(name="张三", sex=object(), birth=date(1980, 1, 5), id_number=number))
        tx.session.flush()

    with pytest.raises(Refused) as refused:
        desk.do(violates)
    assert number not in repr(refused.value) + str(refused.value.__cause__)
    with pytest.raises(Exception) as broken:
        desk.do(unstorable)
    assert number not in str(broken.value) + str(broken.value.__cause__)
    desk.close()


def test_every_kind_of_argument_finds_its_form() -> None:
    from consult_desk.actions.meetings import Hearing

    given = {
        "day": date(2026, 3, 5), "moment": MORNING, "items": [Hearing(1, "resolve")], "names": {"甲"}, "data": b"123",
        "counts": {1: 2}, "nothing": None, "path": Path("甲"),
    }
    assert encode_deep(given) == {
        "day": "2026-03-05", "moment": "2026-03-05T01:00:00.000000+00:00", "names": ["甲"], "data": "3 bytes",
        "items": [{"matter": 1, "step": "resolve", "merged": False}], "counts": {"1": 2}, "nothing": None,
        "path": "甲",
    }


def test_a_late_entry_keeps_its_own_day_and_the_day_it_was_typed(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")
    grant = {"scope": "公益", "categories": ["other"], "until": date(2027, 1, 1), "source": "村民会议"}
    desk.do(act.people.record_authorization, given_on=date(2026, 2, 1), **grant)
    desk.do(act.people.record_authorization, given_on=date(2026, 3, 5), **grant)

    def days(look: Look) -> list[tuple[date, date, bool]]:
        from consult_desk.model import Authorization

        rows = look.session.scalars(select(Authorization).order_by(Authorization.id))
        return [(row.event_on, row.entered_on, row.late) for row in rows]

    today = date(2026, 3, 5)
    assert desk.ask(days) == [(date(2026, 2, 1), today, True), (today, today, False)]
    for day, words in ((date(2026, 3, 6), "还没有到"), (date(1926, 3, 5), "太早")):
        with pytest.raises(Refused, match=words):
            desk.do(act.people.record_authorization, given_on=day, **grant)
    desk.close()


def test_kept_files_are_whole_or_told(tmp_path: Path) -> None:
    home = tmp_path / "村"
    desk = filled(home)
    digest = desk.do(keeping(b"content")).result
    path = home / "files" / digest[:2] / digest
    assert path.stat().st_mode & 0o777 == 0o600
    assert desk.ask(lambda look: look.file(digest)) == b"content"
    path.write_bytes(b"changed")
    with pytest.raises(Trouble, match="已被改动"):
        desk.ask(lambda look: look.file(digest))
    path.unlink()
    with pytest.raises(Trouble, match="不见了"):
        desk.ask(lambda look: look.file(digest))
    with pytest.raises(Refused):
        desk.ask(paper_page, 99)
    desk.close()


def test_a_folder_for_files_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    home = tmp_path / "村"
    desk = founded(home)
    (home / "files").write_text("挡路")
    with pytest.raises(Trouble, match="不能在数据文件夹里保存文件"):
        desk.do(keeping(b"content"))
    desk.close()


def keeping(data: bytes) -> Any:
    """An action that keeps a file."""

    def keep(tx: Tx) -> str:
        return tx.keep_file(data)

    return keep
