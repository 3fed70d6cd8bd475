"""The journey of one matter, the ledger of a large village, and a notice beside what LibreOffice does."""

import shutil
import subprocess
import tempfile
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from consult_desk import actions as act
from consult_desk.base.text import check_digit
from consult_desk.desk import Desk, Look
from consult_desk.model import Group, Household, JournalEntry, Matter, Person, StepRecord, Supervision
from consult_desk.sample.guide import PASSPHRASE, Clock, Guide
from consult_desk.sample.village import open_ditch, prepare_village, resolve
from consult_desk.views.matters import ledger
from consult_desk.views.people import roster
from tests.bench.timing import Line, seconds, shown

BEGIN = date(2026, 3, 2)
PEOPLE, MATTERS = 5_000, 300


def journey(home: Path) -> Guide:
    """Rosters in, six steps, two notices signed twice each."""
    guide = prepare_village(home, clock := Clock(BEGIN))
    matter = open_ditch(guide)
    days = [BEGIN + timedelta(days=n) for n in (3, 8, 15, 25)]
    resolve(guide, [matter], days)
    clock.go(days[3] + timedelta(days=1))
    guide.issue("resolution", matter)
    posting, until = guide.post(matter, "disclose_resolution", clock.day)
    guide.take_down(posting, until)
    guide.supervise(matter, "disclose_resolution")
    guide.execute(matter, until + timedelta(days=1), until + timedelta(days=26), until + timedelta(days=29), 18_125_000)
    clock.go(clock.day + timedelta(days=1))
    guide.issue("result", matter)
    posting, until = guide.post(matter, "disclose_result", clock.day)
    guide.take_down(posting, until)
    guide.supervise(matter, "disclose_result")
    return guide


def entries(look: Look) -> int:
    """How many entries the journal has."""
    return len(look.session.scalars(select(JournalEntry.seq)).all())


def bench_journey(lines: list[Line]) -> Guide:
    """The whole main job on an empty disk."""
    guides: list[Guide] = []

    def once() -> None:
        guides.append(journey(Path(tempfile.mkdtemp()) / "村"))

    taken = seconds(once, 3)
    count = guides[-1].desk.ask(entries)
    lines.append(
        Line("one matter, two rosters to two signed notices", shown(taken), f"{taken / count * 1000:.1f} ms per entry",
             f"median of 3; every action committed with synchronous=EXTRA; {count} journal entries")
    )
    return guides[-1]


def crowded(home: Path) -> Desk:
    """A village of 5,000 people and 300 matters, each with six steps, put straight into the tables."""
    guide = prepare_village(home, Clock(BEGIN))
    model = open_ditch(guide)
    desk = guide.desk
    with desk.engine.begin() as connection:
        households = [dict(number=f"9{n:05d}", group_id=1, uid=f"h{n}", version=1) for n in range(PEOPLE // 3)]
        connection.execute(insert(Household), households)
        first = connection.scalar(select(Household.id).where(Household.uid == "h0"))
        group = connection.scalar(select(Group.id))
        people = []
        for n in range(PEOPLE):
            number = f"99990119700101{n % 1000:03d}"
            people.append(
                dict(uid=f"p{n}", version=1, name=f"村民{n}", pinyin=f"cun min {n}", initials="cm", sex="男",
                     birth=date(1970, 1, 1), id_number=number + check_digit(number), relation="", phone="", note="",
                     registered=True, until=None, household_id=(first or 1) + n // 3 % (PEOPLE // 3))
            )
        connection.execute(insert(Person), people)
        pattern = dict(connection.execute(select(Matter.__table__).where(Matter.id == model)).mappings().one())
        copies = [
            pattern | {"id": 1000 + n, "uid": f"m{n}", "number": 1000 + n, "title": f"第{n}件事项", "group_id": group}
            for n in range(MATTERS - 1)
        ]
        connection.execute(insert(Matter), copies)
        keys = ("propose", "consult", "deliberate", "resolve", "disclose_resolution", "disclose_result")
        event = {"event_on": BEGIN, "entered_on": BEGIN, "entered_at": pattern["entered_at"]}
        steps = [
            dict(uid=f"s{n}-{key}", version=1, matter_id=1000 + n, step=key, title=key, round=1, outcome="passed",
                 words="应到 45 人，需 30 人，实到 41 人", reference="第三十条", item_id=None, void=False, **event)
            for n in range(MATTERS - 1) for key in keys
        ]
        connection.execute(insert(StepRecord), steps)
        seen = [
            dict(uid=f"v{n}-{key}", version=1, matter_id=1000 + n, step=key, persons="查正清", finding="合规", note="",
                 **event)
            for n in range(MATTERS - 1) for key in keys
        ]
        connection.execute(insert(Supervision), seen)
    return desk


def bench_ledger(lines: list[Line]) -> None:
    """The first page people see, and the roster, in a large village."""
    desk = crowded(Path(tempfile.mkdtemp()) / "村")
    assert len(desk.ask(ledger).rows) == MATTERS

    def plain() -> None:
        with desk.engine.connect() as connection:
            for table in (Matter.__table__, StepRecord.__table__, Supervision.__table__):
                columns = [column for column in table.columns if column.key != "profile_text"]
                connection.execute(select(*columns)).all()

    view, rows = seconds(lambda: desk.ask(ledger), 7), seconds(plain, 7)
    lines.append(
        Line("ledger view, 5,000 people × 300 matters", shown(view), f"{view / rows:.1f} × plain SELECT ({shown(rows)})",
             "median of 7; SELECT of the same matters, steps and supervision entries on the same connection pool")
    )
    page = seconds(lambda: desk.ask(roster), 7)
    find = seconds(lambda: desk.ask(roster, search="村民49"), 7)
    lines.append(
        Line("roster, first page of 200 of 5,000", shown(page), f"search by name {shown(find)}", "median of 7")
    )
    desk.close()


def bench_notice(lines: list[Line], guide: Guide) -> None:
    """A notice drawn, made PDF/A, signed and kept, against LibreOffice converting the same text."""
    matter = 1

    def issue() -> None:
        guide.desk.do(act.papers.issue_paper, "result", matter, posted_from=guide.clock.day, correction="量一量时间的新版本")

    newest = 0

    def sign() -> None:
        nonlocal newest
        newest = guide.desk.do(
            act.papers.issue_paper, "result", matter, posted_from=guide.clock.day, correction="量一量时间的新版本"
        ).result
        guide.desk.do(act.papers.sign_paper, newest, role="issuer", passphrase=PASSPHRASE)

    drawn, signed = seconds(issue, 5), seconds(sign, 5)
    office = shutil.which("soffice")
    ratio = "no LibreOffice here"
    if office is not None:
        from consult_desk.views.papers import paper_page

        text = "".join(f"<p>{one}</p>" for one in paper_text(guide, newest, paper_page).splitlines())
        folder = Path(tempfile.mkdtemp())
        (folder / "notice.html").write_text(f"<meta charset='utf-8'>{text}", encoding="utf-8")
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
                   "--outdir", str(folder), str(folder / "notice.html")]

        def convert() -> None:
            subprocess.run(command, check=True, capture_output=True, timeout=120)

        convert()
        other = seconds(convert, 3)
        assert (folder / "notice.pdf").stat().st_size > 1000
        ratio = f"{signed / other:.2f} × LibreOffice ({shown(other)})"
    lines.append(Line("notice drawn, read back, PDF/A, journaled", shown(drawn), "", "median of 5"))
    lines.append(
        Line("the same and signed", shown(signed), ratio,
             "median of 5; soffice --headless, its profile warm, started anew for each of 3 conversions, unsigned PDF")
    )


def paper_text(guide: Guide, paper: int, page: object) -> str:
    """The text of a paper as it was read back from its PDF."""
    from consult_desk.documents.readback import read_text

    return read_text(guide.desk.ask(page, paper).data)  # type: ignore[arg-type]
