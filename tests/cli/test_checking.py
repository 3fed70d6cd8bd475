"""verify, sample and the journal export, as strangers and other programs meet them."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from consult_desk import actions as act
from consult_desk.desk import DATABASE, Desk
from tests.cli.test_verbs import Speaker
from tests.desk.homes import copied, practice, tampering

ROOT = Path(__file__).parents[2]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Speaker:
    return Speaker(capsys)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice village beside its exported journal and one of its notices."""
    folder = tmp_path_factory.mktemp("village")
    home = copied(practice(), folder / "村")
    desk = Desk(home)
    desk.do(act.journal.export_journal, folder=str(folder / "记录链"))
    papers = {paper.kind: paper.id for paper in desk.ask(rows)}
    desk.do(act.papers.save_paper, papers["result"], str(folder / "公告.pdf"))
    desk.close()
    return folder


def rows(look: object) -> list[object]:
    from sqlalchemy import select

    from consult_desk.model import Paper

    return list(look.session.scalars(select(Paper)))


def program(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The checking program as a stranger runs it: in the export, with Python alone."""
    return subprocess.run(
        [sys.executable, "-I", "verify_journal.py", ".", *more], cwd=folder, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )


def test_a_good_home_an_export_and_a_notice(say: Speaker, village: Path) -> None:
    said = say("--home", village / "村", "verify", village / "村", village / "记录链", village / "公告.pdf")
    assert said.code == 0
    assert said.out.count("完好") >= 2 and "原件一致" in said.out
    told = say("--home", village / "村", "--json", "verify", village / "记录链" / "journal.jsonl").data
    assert told[0]["good"] is True and told[0]["kind"] == "记录完好"


def test_the_export_is_checked_by_the_program_that_lies_in_it(village: Path) -> None:
    done = program(village / "记录链")
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("记录完好：") and done.stderr == ""
    heads = [json.loads(line) for line in (village / "记录链" / "heads.jsonl").read_text().splitlines()]
    assert program(village / "记录链", heads[0]["sha256"]).returncode == 0
    assert program(village / "记录链", "0" * 64).returncode == 1


@pytest.mark.parametrize("name", ["journal.jsonl", "heads.jsonl", "papers.sha256", "papers/*.pdf"])
def test_a_changed_export_is_found_by_both(say: Speaker, village: Path, tmp_path: Path, name: str) -> None:
    folder = copied(village / "记录链", tmp_path / "记录链")
    path = sorted(folder.glob(name))[0]
    data = path.read_bytes()
    place = len(data) // 2
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    assert program(folder).returncode == 1
    said = say("verify", folder)
    assert said.code == 1 and "记录被改动过" in said.out and "·" in said.out


def test_an_export_goes_into_an_empty_folder_only(say: Speaker, village: Path, tmp_path: Path) -> None:
    home = copied(village / "村", tmp_path / "村")
    (tmp_path / "满").mkdir()
    (tmp_path / "满" / "账本.txt").write_text("别动")
    said = say("--home", home, "do", "export_journal", json.dumps({"folder": str(tmp_path / "满")}))
    assert said.code == 1 and "已经有文件" in said.err
    assert [p.name for p in (tmp_path / "满").iterdir()] == ["账本.txt"]


def test_an_export_after_an_erasure_is_still_good(say: Speaker, village: Path, tmp_path: Path) -> None:
    home = copied(village / "村", tmp_path / "村")
    given = {"seq": 40, "reason": "本人依法要求删除", "approved_by": ["周明德", "查正清"]}
    assert say("--home", home, "do", "erase_body", json.dumps(given)).code == 0
    assert say("--home", home, "do", "export_journal", json.dumps({"folder": str(tmp_path / "链")})).code == 0
    assert program(tmp_path / "链").returncode == 0
    line = (tmp_path / "链" / "journal.jsonl").read_text().splitlines()[39]
    assert json.loads(line)["body"] is None
    assert say("verify", home).code == 0


def test_a_changed_home_is_one_and_names_the_row(say: Speaker, village: Path, tmp_path: Path) -> None:
    home = copied(village / "村", tmp_path / "村")
    with tampering(home) as connection:
        connection.execute("UPDATE vote SET yes = yes - 1, no = no + 1 WHERE id = 4")
    said = say("verify", home)
    assert said.code == 1 and "记录被改动过" in said.out and "vote 第 4 行与记录链不一致（no、yes）" in said.out


def test_a_changed_notice_is_one(say: Speaker, village: Path, tmp_path: Path) -> None:
    data = bytearray((village / "公告.pdf").read_bytes())
    data[len(data) // 3] ^= 1
    (tmp_path / "改.pdf").write_bytes(data)
    said = say("--home", village / "村", "verify", tmp_path / "改.pdf")
    assert said.code == 1 and "原件一致" not in said.out
    alone = say("--home", tmp_path / "没有", "--json", "verify", village / "公告.pdf")
    assert alone.data[0]["good"] is (alone.code == 0)


def test_garbage_is_not_a_paper(say: Speaker, village: Path, tmp_path: Path) -> None:
    for number, data in enumerate((b"", b"%PDF-1.7\n%%EOF", os.urandom(2000), "文字".encode())):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        for home in (village / "村", tmp_path / "没有"):
            said = say("--home", home, "verify", path)
            assert said.code == 1 and str(path) in said.out, said


def test_what_cannot_be_checked(say: Speaker, village: Path, tmp_path: Path) -> None:
    said = say("verify", tmp_path / "没有.pdf")
    assert said.code == 3 and "没有.pdf" in said.err
    (tmp_path / "空").mkdir()
    said = say("verify", tmp_path / "空")
    assert said.code == 1 and "无法检查" in said.out
    damaged = copied(village / "村", tmp_path / "坏")
    (damaged / DATABASE).write_bytes(b"not a database" * 400)
    said = say("verify", damaged)
    assert said.code == 3 and "不是议事台的数据文件" in said.err


def test_a_practice_village_is_built_where_nothing_is(say: Speaker, tmp_path: Path) -> None:
    (tmp_path / "满").mkdir()
    (tmp_path / "满" / "账本.txt").write_text("别动")
    said = say("sample", tmp_path / "满")
    assert said.code == 3 and "已经有东西" in said.err
    assert [p.name for p in (tmp_path / "满").iterdir()] == ["账本.txt"]
    said = say("sample", tmp_path / "满" / "账本.txt")
    assert said.code == 3
    said = say("sample", tmp_path / "新", "--today", "2026-13-01")
    assert said.code == 2 and "2026-06-20" in said.err
    assert not (tmp_path / "新").exists()


def test_the_practice_village_holds_what_it_promises(say: Speaker, village: Path) -> None:
    card = say("--home", village / "村", "see", "village_card").data
    assert card["practice"] is True and card["people"] > 390
    assert len(say("--home", village / "村", "see", "ledger", "--json").data["rows"]) == 4


def test_started_as_people_start_it(village: Path, tmp_path: Path) -> None:
    """Real processes: exit codes reach the shell, output is UTF-8 whatever the terminal says, pipes may close."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))} | {"LC_ALL": "C"}
    base = [sys.executable, "-m", "consult_desk"]

    def start(*words: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*base, *map(str, words)], cwd=ROOT, env=env, capture_output=True, check=False)

    good = start("--home", village / "村", "see", "roster", '{"limit": 1}')
    assert good.returncode == 0 and json.loads(good.stdout)["total"] > 390
    missing = start("--home", tmp_path / "没有", "see", "roster")
    assert missing.returncode == 3 and "找不到数据文件" in missing.stderr.decode()
    assert start("see", "nothing").returncode == 2
    assert start("verify", tmp_path).returncode == 1
    listing = subprocess.Popen([*base, "do", "--list"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert listing.stdout is not None and listing.stderr is not None
    listing.stdout.close()
    errors = listing.stderr.read()
    listing.stderr.close()
    assert listing.wait() == 0 and b"Traceback" not in errors


def test_the_export_file_is_what_the_database_holds(village: Path) -> None:
    connection = sqlite3.connect(village / "村" / DATABASE)
    hashes = [h for (h,) in connection.execute("SELECT hash FROM journal ORDER BY seq")]
    connection.close()
    exported = [json.loads(line)["hash"] for line in (village / "记录链" / "journal.jsonl").read_text().splitlines()]
    assert exported == hashes[: len(exported)] and len(exported) > 1400
