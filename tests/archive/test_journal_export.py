"""The exported journal: complete, described, checkable without the program, and every damage found."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult_desk.archive import verify_journal
from consult_desk.archive.journal_export import checking_program, export
from consult_desk.archive.verify_journal import verify_folder
from consult_desk.base import chain
from consult_desk.base.errors import Trouble
from tests.archive.another_check import good
from tests.archive.journals import Row, make_heads, make_rows, relink

PDF = b"%PDF-1.7 invented"
ROLL = {"yes": 2, "no": 1, "abstain": 0, "attendees": 3, "valid": None}


def told(table: str, number: int, op: str = "insert", **row: Any) -> dict[str, Any]:
    """A body as the model writes it."""
    return {"op": op, "table": table, "row": {"id": number, **row}}


BODIES: list[Any] = [
    told("vote", 1, **ROLL),
    told("roll_call", 1, vote_id=1, choice="yes"),
    told("roll_call", 2, vote_id=1, choice="yes"),
    told("roll_call", 3, vote_id=1, choice="no"),
    told("vote", 2, yes=5, no=1, abstain=1, attendees=8, valid=7),
    told("paper_file", 1, sha256=sha256(PDF).hexdigest()),
    {"arguments": {"name": "李𬱖"}, "rows": 1},
]


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Writes an export into a folder of its own and gives back the folder."""
    count = iter(range(10_000))

    def written(rows: list[Row], heads: list[Row], papers: dict[str, bytes] | None = None) -> Path:
        folder = tmp_path / str(next(count))
        for name, data in export(rows, heads, papers or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder

    yield written


@pytest.fixture
def folder(write: Callable[..., Path]) -> Path:
    rows = make_rows(len(BODIES), bodies=BODIES)
    return write(rows, make_heads(rows, [3, 6]), {"公告.pdf": PDF})


def test_a_good_export_is_good(folder: Path) -> None:
    code, sentence, faults = verify_folder(folder)
    assert (code, faults) == (0, [])
    assert sentence == "记录完好：7 条记录、1 份公文全部对得上，其中 6 条已有存证值。"
    assert good(folder)


def test_the_program_in_the_folder_runs_alone(folder: Path) -> None:
    program = folder / "verify_journal.py"
    assert program.read_bytes() == checking_program() == Path(verify_journal.__file__).read_bytes()
    command = [sys.executable, "-I", "-S", str(program), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0 and done.stdout.startswith("记录完好"), done.stderr
    journal = folder / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace("李书记".encode(), "王书记".encode(), 1))
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 1 and done.stdout.startswith("记录被改动过") and "第 1 条" in done.stdout
    journal.unlink()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 2 and done.stdout.startswith("无法检查") and "journal.jsonl" in done.stdout


def test_the_program_is_short_and_stands_alone() -> None:
    source = checking_program().decode()
    assert sum(1 for line in source.splitlines() if line.strip()) < 220
    assert "consult_desk" not in source


def test_the_readme_describes_every_field(folder: Path) -> None:
    text = (folder / "README.txt").read_text(encoding="utf-8")
    for name in (
        *chain.ENTRY_FIELDS,
        *chain.HEAD_FIELDS,
        "prev",
        "hash",
        "salt",
        "body",
        "sha256",
        "sm3",
        "approved_by",
    ):
        assert name in text, name
    assert " ".join(chain.ENTRY_FIELDS) in text and " ".join(chain.HEAD_FIELDS) in text
    assert str(len(chain.ENTRY_FIELDS)) + " 个字段" in text


def test_the_same_journal_gives_the_same_files() -> None:
    rows = make_rows(3)
    assert export(rows, make_heads(rows, [2]), {"b": b"", "a": b"1"}) == export(
        iter([row | {"extra": 1} for row in rows]), make_heads(rows, [2]), {"a": b"1", "b": b""}
    )


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\\b", "a\nb", "\0"])
def test_a_paper_cannot_leave_the_folder(name: str) -> None:
    with pytest.raises(Trouble):
        export([], [], {name: b""})


def test_every_single_bit_of_the_files_counts(folder: Path) -> None:
    """Every bit of the journal and of the heads; both checks must see it."""
    for name in ("journal.jsonl", "heads.jsonl"):
        path = folder / name
        data = path.read_bytes()
        bits = range(len(data) * 8)
        missed = []
        for bit in random.Random(1).sample(bits, 2_000) if name == "journal.jsonl" else bits[:: len(bits) // 1_000]:
            flipped = bytearray(data)
            flipped[bit // 8] ^= 1 << bit % 8
            path.write_bytes(flipped)
            if verify_folder(folder)[0] != 1 or good(folder):
                missed.append(bit)
        path.write_bytes(data)
        assert not missed
    assert verify_folder(folder)[0] == 0


def test_every_bit_of_a_small_journal_counts(write: Callable[..., Path]) -> None:
    rows = make_rows(2)
    folder = write(rows, make_heads(rows, [2]))
    missed = []
    for name in ("journal.jsonl", "heads.jsonl"):
        path = folder / name
        data = path.read_bytes()
        for bit in range(len(data) * 8):
            flipped = bytearray(data)
            flipped[bit // 8] ^= 1 << bit % 8
            path.write_bytes(flipped)
            if verify_folder(folder)[0] != 1:
                missed.append((name, bit))
        path.write_bytes(data)
    assert not missed


def test_lines_dropped_swapped_doubled_and_cut(folder: Path) -> None:
    path = folder / "journal.jsonl"
    data = path.read_bytes()
    lines = data.splitlines(keepends=True)
    for n in range(len(lines)):
        others = [lines[:n] + lines[n + 1 :], [*lines[:n], lines[n], *lines[n:]]]
        if n:
            others.append([*lines[: n - 1], lines[n], lines[n - 1], *lines[n + 1 :]])
        for other in others:
            path.write_bytes(b"".join(other))
            beyond_heads = other == lines[:6]
            assert (verify_folder(folder)[0] == 0) == beyond_heads == good(folder)
    for size in range(1, len(data) - 1, 37):
        path.write_bytes(data[:size])
        assert verify_folder(folder)[0] == 1
    path.write_bytes(b"")
    assert verify_folder(folder)[0] == 2


def test_a_rebuilt_journal_is_found_by_a_head_from_paper(write: Callable[..., Path]) -> None:
    rows = make_rows(5)
    printed = make_heads(rows, [5])[0]["sha256"]
    assert verify_folder(write(rows, make_heads(rows, [5])), (printed.upper(),))[0] == 0
    forged = relink([*rows[:2], rows[2] | {"actor": "别人"}, *rows[3:]])
    forgery = write(forged, make_heads(forged, [5]))
    assert verify_folder(forgery)[0] == 0
    code, _, faults = verify_folder(forgery, (printed,))
    assert code == 1 and printed in faults[0]
    assert verify_folder(write(forged, make_heads(rows, [5])))[0] == 1


def test_papers_gone_changed_added_or_unknown(folder: Path) -> None:
    paper, listed = folder / "papers/公告.pdf", folder / "papers.sha256"
    paper.write_bytes(PDF + b" ")
    assert verify_folder(folder)[2] == ["公文 公告.pdf 不见了、被改动过，或者记录里没有它"]
    listed.write_text(f"{sha256(PDF + b' ').hexdigest()}  公告.pdf\n", encoding="utf-8")
    assert verify_folder(folder)[0] == 1
    paper.unlink()
    assert verify_folder(folder)[0] == 1
    listed.write_text("", encoding="utf-8")
    assert verify_folder(folder)[0] == 0
    paper.write_bytes(PDF)
    assert verify_folder(folder)[0] == 1


@pytest.mark.parametrize(
    ("place", "body"),
    [
        (0, told("vote", 1, **{**ROLL, "yes": 1, "no": 2})),
        (0, told("vote", 1, **{**ROLL, "abstain": 1})),
        (0, told("vote", 1, **{**ROLL, "yes": "2"})),
        (3, told("roll_call", 3, vote_id=1, choice="yes")),
        (3, told("roll_call", 3, "delete", vote_id=1, choice="no")),
        (4, told("vote", 2, yes=5, no=1, abstain=1, attendees=6, valid=7)),
        (4, told("vote", 2, yes=5, no=1, abstain=1, attendees=8, valid=6)),
        (4, {"table": "vote"}),
    ],
)
def test_votes_are_counted_again(write: Callable[..., Path], place: int, body: Any) -> None:
    bodies = [*BODIES[:place], body, *BODIES[place + 1 :]]
    rows = make_rows(len(bodies), bodies=bodies)
    code, _, faults = verify_folder(write(rows, [], {}))
    assert code == 1 and len(faults) == 1 and "表决" in faults[0]


def test_a_withdrawn_vote_is_not_counted(write: Callable[..., Path]) -> None:
    bodies = [*BODIES, told("vote", 1, "delete", **{**ROLL, "yes": 9})]
    assert verify_folder(write(make_rows(len(bodies), bodies=bodies), []))[0] == 0


def test_lawful_erasure(write: Callable[..., Path]) -> None:
    body = {"seq": 2, "reason": "法院决定", "approved_by": ["张三", "李四"]}
    rows = make_rows(3, bodies=[{"n": 1}, {"n": 2}, body])
    rows = relink([rows[0], rows[1] | {"salt": None, "body": None}, rows[2] | {"kind": "erase"}])
    assert verify_folder(write(rows, make_heads(rows, [3])))[0] == 0
    assert good(write(rows, make_heads(rows, [3])))
    plain = relink([*rows[:2], rows[2] | {"kind": "other"}])
    assert verify_folder(write(plain, []))[2] == ["第 2 条的内容不见了，也没有依法删除的记录"]


def test_a_check_that_is_broken_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_journal, "SAMPLE_HASH", "0" * 64)
    code, sentence, _ = verify_folder(folder)
    assert code == 2 and "检查程序自己坏了" in sentence


def test_without_sm3_the_check_still_works(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_journal.hashlib, "algorithms_available", {"sha256"})
    assert verify_folder(folder)[0] == 0


def test_hostile_lines_do_no_harm(folder: Path) -> None:
    path = folder / "journal.jsonl"
    for line in (
        b"[" * 200_000,
        b"{}",
        b"[]",
        b"1",
        b"\xff\xfe",
        b'{"seq":' + b"9" * 10_000 + b"}",
        b"null",
        b"\0" * 9,
    ):
        path.write_bytes(line + b"\n")
        assert verify_folder(folder)[0] == 1
    heads = folder / "heads.jsonl"
    heads.write_bytes(b"[[[\n" + b'{"size":1}\n')
    assert verify_folder(folder)[0] == 1
    shutil.rmtree(folder / "papers")
    heads.unlink()
    assert verify_folder(folder)[0] == 2


TEXT = st.text(st.characters(codec="utf-8"), max_size=6)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | TEXT, lambda one: st.lists(one, max_size=3), max_leaves=4
)
LINES = (
    lambda line: line.replace(b":", b": ", 1),
    lambda line: line.replace(b"1", b"1.0", 1),
    lambda line: line.replace(b"{", b"{,", 1),
    lambda line: line.replace("书".encode(), b"\\u4e66", 1),
    lambda line: line.replace(b"}", b',"z":1}', 1),
    lambda line: line + b" ",
    lambda line: line.upper(),
    lambda line: line[: len(line) // 2],
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_both_checks_and_the_program_agree(write: Callable[..., Path], data: st.DataObject) -> None:
    """Good and damaged journals, many ways: a check written apart must come to the same answer."""
    bodies = data.draw(st.lists(st.dictionaries(TEXT, ANY, max_size=3), min_size=1, max_size=6))
    try:
        rows = make_rows(len(bodies), bodies=bodies)
    except ValueError:
        return  # two keys that become one in NFC
    sizes = sorted(data.draw(st.sets(st.integers(0, len(rows)), max_size=3)))
    heads = make_heads(rows, sizes)
    damage = data.draw(st.sampled_from(["none", "value", "order", "rebuild", "head", "line", "erase"]))
    where = data.draw(st.integers(0, len(rows) - 1))
    if damage == "value":
        key = data.draw(st.sampled_from(sorted(rows[where])))
        rows[where] = rows[where] | {key: data.draw(ANY)}
    elif damage == "order":
        rows = data.draw(st.permutations(rows))[: data.draw(st.integers(1, len(rows)))]
    elif damage == "rebuild":
        rows = relink([*rows[:where], rows[where] | {"actor": data.draw(TEXT)}, *rows[where + 1 :]])
    elif damage == "head" and heads:
        key = data.draw(st.sampled_from(sorted(heads[-1])))
        heads[-1] = heads[-1] | {key: data.draw(ANY)}
    elif damage == "erase":
        rows[where] = rows[where] | {"salt": None, "body": None}
    folder = write(rows, heads)
    if damage == "line":
        path = folder / "journal.jsonl"
        lines = path.read_bytes().split(b"\n")
        lines[where] = data.draw(st.sampled_from(LINES))(lines[where])
        path.write_bytes(b"\n".join(lines))
    else:
        assert (chain.verify_entries(rows, heads) == []) == good(folder)
    assert (verify_folder(folder)[0] == 0) == good(folder)
    if damage == "none":
        assert good(folder)
