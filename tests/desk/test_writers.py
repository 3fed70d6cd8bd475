"""Several writers, killed writers and full disks: nothing acknowledged is lost, nothing half-written stays."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Refused, Trouble
from consult_desk.desk import DATABASE, Desk, Tx
from consult_desk.model import Group, Person
from consult_desk.views.journal import check_home
from consult_desk.views.people import roster
from tests.desk.homes import founded, person

ROOT = Path(__file__).parents[2]
KILLS = 15
# Children that are killed or have no room to write must not keep coverage data: half a file breaks the report.
CALM = {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE", "COV_"))}


def test_two_desks_on_one_home_write_by_turns_without_a_fork(tmp_path: Path) -> None:
    first = founded(tmp_path / "村")
    second = Desk(tmp_path / "村")
    for number in range(6):
        person((first, second)[number % 2], f"村民{'甲乙丙丁戊己'[number]}", household_no=f"3{number}")
    for desk in (first, second):
        verdict = desk.ask(check_home)
        assert verdict.good, verdict.faults
        assert desk.ask(roster).total == 8
        desk.close()


def test_many_threads_write_at_once_and_every_one_is_there_exactly_once(tmp_path: Path) -> None:
    founded(tmp_path / "村").close()
    done: list[str] = []
    failed: list[BaseException] = []

    def write(writer: str) -> None:
        desk = Desk(tmp_path / "村")
        try:
            for number in "一二三四":
                person(desk, f"{writer}{number}", household_no=f"{writer}{number}")
                done.append(f"{writer}{number}")
        except BaseException as error:
            failed.append(error)
        finally:
            desk.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in "甲乙丙"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    desk = Desk(tmp_path / "村")
    names = sorted(row.name for row in desk.ask(roster).rows)
    assert names == sorted([*done, "周明德", "林秀兰"]) and len(done) == 12
    assert desk.ask(check_home).good
    desk.close()


def test_a_writer_takes_the_lock_before_it_reads(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")
    other = sqlite3.connect(tmp_path / "村" / DATABASE, timeout=0, isolation_level=None)

    def probe(tx: Tx) -> str:
        tx.session.query(Person).first()
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            return str(error)
        return "free"

    assert desk.do(probe).result == "database is locked"
    # A reader does not keep a writer out.
    assert desk.ask(lambda look: other.execute("BEGIN IMMEDIATE").fetchall()) == []
    other.execute("ROLLBACK")
    other.close()
    desk.close()


def test_a_writer_that_finds_the_file_held_says_so_and_changes_nothing(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")
    with desk.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(tmp_path / "村" / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Trouble, match=r"另一个程序正在使用数据文件.*没有保存"):
        person(desk, "陈志远")
    other.execute("ROLLBACK")
    other.close()
    assert person(desk, "陈志远") > 0
    desk.close()


def test_a_file_made_read_only_is_said(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")
    with desk.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(Trouble, match="只读"):
        person(desk, "陈志远")
    desk.close()


def test_a_record_changed_by_another_window_is_not_overwritten(tmp_path: Path) -> None:
    desk = founded(tmp_path / "村")

    def outdated(tx: Tx) -> None:
        first = tx.session.query(Group).one()
        # What another window did since this one read the row.
        tx.session.connection().exec_driver_sql('UPDATE "group" SET version = version + 1')
        first.name = "九组"

    with pytest.raises(Refused, match="刚刚被另一个窗口改过") as refused:
        desk.do(outdated)
    assert refused.value.obstacles[0].code == "stale"
    assert desk.ask(lambda look: look.session.query(Group).one().name) == "一组"
    desk.close()


# One process loads everything once and forks a writer for every line it is sent; the writers are killed, it is not.
NURSERY = """
import os, sys
from datetime import date
from pathlib import Path
from consult_desk import actions as act
from consult_desk.base.text import pinyin
from consult_desk.desk import Desk

pinyin("预先装入")
for line in sys.stdin:
    child = os.fork()
    if child:
        print("child", child, flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)
        continue
    desk = Desk(Path(sys.argv[1]))
    number = int(line)
    while True:
        name = "人" + "".join("零一二三四五六七八九"[int(d)] for d in str(number))
        given = dict(name=name, sex="男", birth=date(1980, 1, 5), household_no=str(number), group="一组")
        desk.do(act.people.add_person, **given)
        os.write(1, (name + chr(10)).encode())
        number += 1
"""


def test_killed_at_random_nothing_acknowledged_is_lost_and_nothing_is_half_written(tmp_path: Path) -> None:
    home = tmp_path / "村"
    founded(home).close()
    chance = random.Random(4)
    acknowledged: set[str] = set()
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env=CALM | {"PYTHONPATH": str(ROOT)}, encoding="utf-8",
    )
    assert nursery.stdin is not None and nursery.stdout is not None
    for kill in range(KILLS):
        nursery.stdin.write(f"{1000 + kill * 100}\n")
        nursery.stdin.flush()
        _child, number = nursery.stdout.readline().split()
        if kill % 2:
            # Every other writer is killed while it works for sure, however busy this machine is.
            acknowledged.add(nursery.stdout.readline().strip())
        time.sleep(chance.uniform(0.0, 0.2))
        os.kill(int(number), signal.SIGKILL)
        while (line := nursery.stdout.readline().strip()) != "dead":
            acknowledged.add(line)
        desk = Desk(home)
        people = [row.name for row in desk.ask(roster, limit=10_000).rows]
        verdict = desk.ask(check_home)
        desk.close()
        assert verdict.good, verdict.faults
        assert acknowledged <= set(people)
        # Each killed writer may have saved one more than it lived to say.
        assert len(people) == len(set(people)) <= len(acknowledged) + 2 + kill + 1
    nursery.communicate("")
    assert nursery.returncode == 0
    assert len(acknowledged) >= KILLS // 2


FULL = """
import resource, signal, sys
from datetime import date
from pathlib import Path
from consult_desk import actions as act
from consult_desk.base.errors import Trouble
from consult_desk.desk import Desk

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[2])
kind = sys.argv[3]
try:
    if kind == "create":
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        Desk.create(Path(sys.argv[1]))
    desk = Desk(Path(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    if kind == "person":
        for number in range(300):
            desk.do(act.people.add_person, name="人" * 20 + chr(0x4E00 + number), sex="男", birth=date(1980, 1, 5),
                    household_no=str(number), group="一组")
            print("saved", flush=True)
    desk.do(act.signing.make_identity, role="issuer", name="村", passphrase="很长的练习口令")
except Trouble as trouble:
    print(trouble.words)
    sys.exit(7)
"""


def on_a_full_disk(home: Path, limit: int, kind: str) -> list[str]:
    child = subprocess.run(
        [sys.executable, "-c", FULL, str(home), str(limit), kind], capture_output=True, text=True, cwd=ROOT,
        env=CALM | {"PYTHONPATH": str(ROOT)}, check=False,
    )
    assert child.returncode == 7, child.stderr
    assert "Traceback" not in child.stderr
    return child.stdout.splitlines()


def test_a_full_disk_is_one_sentence_and_the_old_state_stays(tmp_path: Path) -> None:
    home = tmp_path / "村"
    founded(home).close()
    room = (home / DATABASE).stat().st_size + 12_288
    *saved, words = on_a_full_disk(home, room, "person")
    assert "没有保存" in words and "原来的记录都还在" in words and "磁盘" in words
    desk = Desk(home)
    assert desk.ask(check_home).good
    assert desk.ask(roster).total == len(saved) + 2
    # With room again the same work goes on.
    assert person(desk, "陈志远") > 0
    desk.close()


def test_a_file_that_does_not_fit_leaves_no_row_and_no_half_file(tmp_path: Path) -> None:
    home = tmp_path / "村"
    founded(home).close()
    *_saved, words = on_a_full_disk(home, 512, "identity")
    assert "空间已满" in words or "没有保存" in words
    assert [p for p in (home / "files").rglob("*") if p.is_file()] == []
    desk = Desk(home)
    assert desk.ask(check_home).good
    desk.close()


def test_a_desk_that_does_not_fit_is_not_left_half_made(tmp_path: Path) -> None:
    home = tmp_path / "村"
    *_saved, words = on_a_full_disk(home, 20_000, "create")
    assert "不能在" in words and "磁盘空间" in words
    assert list(home.iterdir()) == []
    Desk.create(home).close()


def test_a_copy_of_the_folder_is_as_good_as_the_folder(tmp_path: Path) -> None:
    founded(tmp_path / "村").close()
    shutil.copytree(tmp_path / "村", tmp_path / "备份")
    desk = Desk(tmp_path / "备份")
    desk.do(act.people.end_seat, desk.do(act.people.seat_person, 1, "villager_reps", "代表", date(2024, 1, 1)).result,
            until=date(2025, 1, 1))
    assert desk.ask(check_home).good
    desk.close()
