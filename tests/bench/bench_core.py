"""The checks: a journal of 200,000 entries by both verifiers, and 10,000 lines of rules."""

import contextlib
import hashlib
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from consult_desk.archive.journal_export import export
from consult_desk.base import chain
from consult_desk.cli import main
from tests.archive.journals import make_heads, make_rows
from tests.bench.timing import Line, seconds, shown

ENTRIES, CASES = 200_000, 10_000


def bench_journal(lines: list[Line]) -> None:
    """Every entry hashed again, against hashing the same bytes once."""
    person = {"name": "欧阳立春", "household_id": 17, "phone": "", "note": "三组灌溉渠清淤及护坡加固", "registered": True}
    bodies = [{"op": "update", "table": "person", "row": person | {"id": n}} for n in range(ENTRIES)]
    rows = make_rows(ENTRIES, bodies=bodies)
    heads = make_heads(rows, [1000, ENTRIES // 2, ENTRIES])
    folder = Path(tempfile.mkdtemp())
    for name, data in export(rows, heads, {}).items():
        (folder / name).write_bytes(data)
    data = (folder / "journal.jsonl").read_bytes()
    once = seconds(lambda: hashlib.sha256(data).hexdigest(), 5)

    def inside() -> None:
        assert chain.verify_entries(rows, heads) == []

    def alone() -> None:
        subprocess.run([sys.executable, "-I", "verify_journal.py", "."], cwd=folder, check=True, capture_output=True)

    mine, stranger = seconds(inside, 3), seconds(alone, 3)
    size = f"{len(data) / 1e6:.0f} MB"
    lines.append(
        Line("journal of 200,000 entries verified", shown(mine), f"{mine / once:.0f} × one SHA-256 of {size} ({shown(once)})",
             "median of 3; verify_entries on rows in memory: canonical form, chain, bodies, 3 heads")
    )
    lines.append(
        Line("the same by the stand-alone script", shown(stranger), f"{stranger / once:.0f} × one SHA-256",
             "median of 3; a process of its own reading the export, Python start included")
    )


def bench_rules(lines: list[Line]) -> None:
    """The command that other programs call."""
    path = Path(tempfile.mkdtemp()) / "cases.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(CASES):
            present = 20 + n % 26
            given = {"rep_meeting_members": 45, "present": present, "for": present - 3, "against": 2, "abstain": 1}
            case = {"profile": "cn-village-reps", "step": "resolve", "on": f"20{24 + n % 3}-03-27", "given": given}
            file.write(json.dumps(case) + "\n")

    def batch() -> None:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            assert main(["rules", "check", "--batch", str(path)]) == 0
        assert said.getvalue().count("\n") == CASES

    def parse() -> None:
        for line in path.read_text(encoding="utf-8").splitlines():
            json.dumps(json.loads(line), ensure_ascii=False)

    taken, plain = seconds(batch, 3), seconds(parse, 3)
    lines.append(
        Line("rules check --batch, 10,000 lines", shown(taken),
             f"{taken / plain:.1f} × reading and writing the JSON alone ({shown(plain)})",
             f"median of 3; loading of all profiles included; {taken / CASES * 1e6:.0f} µs per line")
    )
