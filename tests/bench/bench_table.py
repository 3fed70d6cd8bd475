"""One run, one table: how long the main things take, each beside something to compare it with."""

import hashlib
import json
import platform
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult_desk.actions.papers import issue_paper
from consult_desk.actions.signing import sign_paper
from consult_desk.archive.journal_export import export
from consult_desk.archive.verify_journal import verify_folder
from consult_desk.base import places
from consult_desk.base.chain import ALGO, GENESIS, body_sha256, canonical, entry_hash, verify_entries
from consult_desk.base.clock import BEIJING
from consult_desk.desk import Desk
from consult_desk.model import Group, Household, Matter, Person, StepRecord
from consult_desk.rules.check import check
from consult_desk.rules.profile import load_profiles
from consult_desk.sample.guide import PASSPHRASE, Clock, Guide
from consult_desk.sample.village import open_ditch, prepare_village, resolve
from consult_desk.views.ledger import ledger
from consult_desk.views.people import roster

MARCH = date(2026, 3, 2)


@dataclass
class Row:
    """A line of the table: what, how it was measured, median seconds, and the ratio to something else of this run."""

    what: str
    how: str
    seconds: float
    beside: str = ""
    ratio: float | None = None


def median(work: Callable[[], Any], runs: int, *, warm: bool = True) -> float:
    """Median seconds of so many runs, after one that does not count."""
    if warm:
        work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that goes away afterwards."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def journey() -> Iterator[Row]:
    """One matter from two rosters to two notices, signed twice each."""

    def walk() -> None:
        with folder() as home:
            clock = Clock(MARCH)
            guide = prepare_village(home / "home", clock)
            matter = open_ditch(guide)
            resolve(guide, [matter], [MARCH + timedelta(days=n) for n in (3, 8, 15, 25)])
            clock.go(MARCH + timedelta(days=26))
            guide.issue("resolution", matter)
            posting, until = guide.post(matter, "disclose_resolution", clock.day)
            guide.take_down(posting, until)
            day = until + timedelta(days=1)
            guide.execute(matter, day, day + timedelta(days=20), day + timedelta(days=22), 18_125_000)
            clock.go(day + timedelta(days=23))
            guide.issue("result", matter)
            posting, until = guide.post(matter, "disclose_result", clock.day)
            guide.take_down(posting, until)
            guide.desk.close()

    yield Row("事项全程：两份名册（525 行）到两份双签公告", "3 次中位数，含建库和约 60 次提交", median(walk, 3))


def large_ledger() -> Iterator[Row]:
    """The ledger of 300 matters and the first page of a roster of 5,000."""
    with folder() as home:
        clock = Clock(MARCH)
        guide = prepare_village(home / "home", clock)
        first = open_ditch(guide)
        with Session(guide.desk.engine.execution_options(writes=True)) as session:
            _fill(session, first)
        desk = Desk(home / "home", now=clock)

        def plain() -> None:
            with Session(desk.engine) as session:
                session.execute(text("SELECT * FROM matter")).all()
                session.execute(text("SELECT * FROM step_record")).all()

        floor = median(plain, 9)
        seconds = median(lambda: desk.ask(ledger), 9)
        yield Row("台账：300 件事项（名册 5,000 人）", "9 次中位数", seconds, "同样的行用 SQL 直接取出", seconds / floor)
        yield Row("名册第一页 200 人 / 共 5,000 人", "9 次中位数", median(lambda: desk.ask(roster), 9))
        desk.close()
        guide.desk.close()


def _fill(session: Session, first: int) -> None:
    pattern = session.get_one(Matter, first)
    text_of = session.scalar(select(Matter.profile_text))
    group = session.scalars(select(Group)).first()
    assert group is not None
    homes = [Household(number=f"B{n}", group_id=group.id) for n in range(1_500)]
    session.add_all(homes)
    session.flush()
    for n in range(5_000):
        session.add(
            Person(
                name=f"测试{n}", pinyin=f"ceshi{n:05d}", initials="cs", sex="男" if n % 2 else "女",
                birth=date(1950 + n % 50, 1, 1), household_id=homes[n % 1_500].id, until=None,
            )
        )
    skip = {"id", "uid", "version", "number", "profile_text"}
    values = {c.key: getattr(pattern, c.key) for c in Matter.__table__.columns if c.key not in skip}
    steps = ("propose", "consult", "deliberate", "resolve", "disclose_resolution")
    for n in range(299):
        matter = Matter(**values, number=n + 2, profile_text=text_of)
        session.add(matter)
        session.flush()
        for step in steps[: n % 6]:
            session.add(
                StepRecord(
                    matter_id=matter.id, step=step, title=step, round=1, outcome="passed", words="通过",
                    reference="依据", item_id=None, event_on=MARCH, entered_on=MARCH,
                    entered_at=datetime(2026, 3, 2, tzinfo=BEIJING),
                )
            )
    session.commit()


def notice() -> Iterator[Row]:
    """A notice drawn, made PDF/A, read back, kept, and signed; beside LibreOffice on the same text."""
    with folder() as home:
        clock = Clock(MARCH)
        guide = prepare_village(home / "home", clock)
        matter = open_ditch(guide)
        resolve(guide, [matter], [MARCH + timedelta(days=n) for n in (3, 8, 15, 25)])
        minutes = guide.issue("minutes", 4, sign=False)
        clock.go(MARCH + timedelta(days=26))
        guide.issue("resolution", matter, sign=False)

        def signed() -> None:
            paper = guide.desk.do(issue_paper, "resolution", matter, posted_from=clock.day, correction="测量用的新版").result
            guide.desk.do(sign_paper, paper, role="issuer", passphrase=PASSPHRASE)

        ours = median(signed, 7)
        row = Row("公告：画、PDF/A、读回核对、存档、签名（3 页）", "7 次中位数，进程已热", ours)
        soffice = shutil.which("soffice")
        if soffice is not None:
            path = home / "minutes.docx"
            path.write_bytes(_bytes(guide, minutes))

            def convert() -> None:
                subprocess.run(
                    [soffice, "--headless", "--convert-to", "pdf", "--outdir", str(home), str(path)],
                    check=True, capture_output=True,
                )

            office = median(convert, 3)
            row.beside, row.ratio = f"LibreOffice 把会议记录（3 页）转成 PDF，不签名，{office:.2f} s", ours / office
        yield row
        guide.desk.close()


def _bytes(guide: Guide, paper: int) -> bytes:
    from consult_desk.views.papers import paper_page

    return guide.desk.ask(paper_page, paper).data


def long_journal(size: int = 200_000) -> Iterator[Row]:
    """A journal of so many entries checked by the program and by the stand-alone script."""
    prev, rows = GENESIS, []
    for seq in range(1, size + 1):
        body = canonical({"op": "insert", "row": {"id": seq, "words": "测量用的一条记录"}, "table": "speech"})
        salt = seq.to_bytes(16, "big")
        fields: dict[str, object] = {
            "village": "v", "seq": seq, "at_utc": "2026-03-02T01:00:00.000+00:00", "at_local": "2026-03-02T09:00:00+08:00",
            "clock_note": "", "actor": "单守田", "kind": "record_speech/insert", "subject_id": f"speech:{seq}",
            "subject_version": 1, "body_sha256": body_sha256(salt, body), "algo": ALGO,
        }
        value = entry_hash(fields, prev)
        rows.append({**fields, "prev": prev, "hash": value, "salt": salt.hex(), "body": body.decode()})
        prev = value
    raw = [json.dumps(row, ensure_ascii=False).encode() for row in rows]

    def hashed() -> None:
        for line in raw:
            hashlib.sha256(line).digest()

    floor = median(hashed, 3)
    seconds = median(lambda: verify_entries(rows, []), 3, warm=False)
    yield Row(f"记录链核对：{size:,} 条（程序内）", "3 次中位数", seconds, "同样的字节各算一次 SHA-256", seconds / floor)
    with folder() as place:
        for name, data in export(rows, [], {}).items():
            (place / name).write_bytes(data)
        alone = median(lambda: verify_folder(place), 1, warm=False)
        yield Row(f"记录链核对：{size:,} 条（独立脚本）", "1 次", alone, "程序内核对", alone / seconds)


def many_cases(size: int = 10_000) -> Iterator[Row]:
    """Cases judged by the rules."""
    profile = load_profiles(places.resource("profiles"))["cn-village-reps"]
    given = {"rep_meeting_members": 45, "present": 30, "for": 16, "against": 10, "abstain": 4}

    def judged() -> None:
        for _ in range(size):
            check(profile, "resolve", MARCH, given)

    yield Row(f"规则判断：{size:,} 例", "3 次中位数", median(judged, 3, warm=False))


def bench_everything() -> None:
    """Measure everything once and print the table."""
    rows = [row for part in (journey, large_ledger, notice, long_journal, many_cases) for row in part()]
    print(f"\n\n{platform.platform()}，Python {platform.python_version()}，{date.today():%Y-%m-%d}")  # noqa: DTZ011
    print("\n| 做什么 | 怎么量 | 秒 | 比值 |\n|---|---|---:|---|")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f} × {row.beside}"
        print(f"| {row.what} | {row.how} | {row.seconds:.3f} | {ratio} |")
    assert all(row.seconds > 0 for row in rows)
