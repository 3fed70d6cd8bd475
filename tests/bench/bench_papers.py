"""All the papers of a matter drawn, signed and verified, beside LibreOffice on the same Word files and beside bare pages."""

import json
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from consult_desk.base.clock import BEIJING
from consult_desk.base.errors import Trouble
from consult_desk.demo import BEGIN
from consult_desk.desk import Look
from consult_desk.documents import readback
from consult_desk.documents.kind import PDF, WORD, PaperKind
from consult_desk.documents.paper import assert_readback, facts_from_json, facts_to_json, paper
from consult_desk.documents.pdf import Pen, draw_pages
from consult_desk.documents.pdf import Piece as Bare
from consult_desk.documents.setter import BODY, Line, set_line
from consult_desk.documents.signing import make_practice_identity, open_identity, prepare, sign
from consult_desk.documents.verify import KnownPaper, examine
from consult_desk.sample.guide import Clock
from consult_desk.sample.village import prepare_village
from consult_desk.sample.whole_matter import lead
from consult_desk.views.papers import paper_page

RUNS = 5
PASSPHRASE = "bench-1"


@dataclass(frozen=True)
class _Paper:
    """A paper as it was issued; files: the photographs it shows, by hash."""

    kind: PaperKind
    facts: Any
    files: dict[str, bytes]

    def draw(self, form: str) -> bytes:
        return self.kind.draw(self.facts, form, lambda digest: self.files.get(digest, b""))


def _papers(home: Path) -> list[_Paper]:
    """Leads the matter of the demo and takes the facts of every paper from its record."""
    guide = prepare_village(home / "home", Clock(BEGIN))
    done = lead(guide, BEGIN)
    views = [guide.desk.ask(paper_page, number) for number in done.papers]
    kinds = [paper(view.kind) for view in views]
    facts = [facts_from_json(kind, json.dumps(view.facts)) for kind, view in zip(kinds, views, strict=True)]
    named = {digest for one in facts for digest in re.findall("[0-9a-f]{64}", facts_to_json(one))}
    files = {digest: data for digest in named if (data := guide.desk.ask(_file, digest))}
    guide.desk.close()
    return [_Paper(kind, one, files) for kind, one in zip(kinds, facts, strict=True)]


def _file(look: Look, digest: str) -> bytes:
    try:
        return look.file(digest)
    except Trouble:
        return b""


def bench_the_papers_of_a_matter() -> None:
    """Medians of five runs in one process over the record of one matter: every paper it gave rise to, as it was issued."""
    identity = open_identity(make_practice_identity("练习村委会", PASSPHRASE), PASSPHRASE)
    with tempfile.TemporaryDirectory() as name:
        papers = _papers(Path(name))
    drawn = {number: one.draw(PDF) for number, one in enumerate(papers)}
    pages = sum(_pages(data) for data in drawn.values())
    signed = {key: _sign(data, identity) for key, data in drawn.items()}
    known = {key: _known(drawn[key], data) for key, data in signed.items()}
    pinned = frozenset({identity.fingerprint})
    bare = [_lines(data) for data in drawn.values()]

    def draw() -> None:
        for one in papers:
            one.draw(PDF)

    def draw_and_read() -> None:
        for one in papers:
            data = one.draw(PDF)
            if one.kind.form == PDF:
                assert_readback(one.kind, one.facts, data)

    def everything() -> None:
        for number, one in enumerate(papers):
            data = _sign(one.draw(PDF), identity)
            examine(data, known[number], pinned)

    def refuse_one_more_byte() -> None:
        for key, data in signed.items():
            examine(data + b"\n", known[key], pinned)

    def floor() -> None:
        for lines in bare:
            _bare_pages(lines)

    rows = {
        "drawn, PDF/A": _median(draw),
        "drawn and read back": _median(draw_and_read),
        "drawn, signed once, verified": _median(everything),
        "refused, one byte appended": _median(refuse_one_more_byte),
        "floor: the same lines set before, only put on pages, PDF/A": _median(floor),
    }
    office, office_pages, word_papers, singly = _office(papers)
    print(f"\n{len(papers)} papers, {pages} pages; median of {RUNS} runs, process warm")
    print(f"{'what':62} {'seconds':>8} {'ms a page':>10}")
    for what, seconds in rows.items():
        print(f"{what:62} {seconds:8.3f} {1000 * seconds / pages:10.1f}")
    if office:
        print(f"{f'LibreOffice, {word_papers} Word files in one call':62} {office:8.3f} {1000 * office / office_pages:10.1f}")
        print(f"{'LibreOffice, one call for each file':62} {singly:8.3f} {1000 * singly / office_pages:10.1f}")
        for how, theirs in (("one call each", singly), ("all in one call", office)):
            whole, only = (theirs / office_pages / (rows[key] / pages) for key in ("drawn, signed once, verified", "drawn, PDF/A"))
            print(f"LibreOffice ({how}) a page / ours drawn, signed, verified: {whole:.1f} (aim 20); drawn only: {only:.1f}")
    floor_seconds = rows["floor: the same lines set before, only put on pages, PDF/A"]
    print(f"drawn / floor: {rows['drawn, PDF/A'] / floor_seconds:.2f} (aim 3)")


def _median(work: Callable[[], None]) -> float:
    work()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _pages(data: bytes) -> int:
    with pikepdf.Pdf.open(BytesIO(data)) as document:
        return len(document.pages)


def _sign(data: bytes, identity: Any) -> bytes:
    moment = datetime(2026, 3, 16, 9, tzinfo=BEIJING)
    return sign(prepare(data, ("issuer",)), identity, "issuer", signed_at=moment, certify=True, reason="发布")


def _known(plain: bytes, data: bytes) -> KnownPaper:
    return KnownPaper(sha256(data).hexdigest(), readback.read_text(plain), 1, None, 1, "")


def _lines(data: bytes) -> list[Line]:
    """What a paper says, line by line, set beforehand: the floor only puts it on pages."""
    said = [line for line in readback.read_text(data).replace("\f", "").split("\n") if line.strip()]
    return [set_line(line[:30], BODY) for line in said]


def _bare_pages(lines: list[Line]) -> bytes:
    def piece(line: Line) -> Bare:
        def draw(pen: Pen, top: float) -> None:
            pen.line(line, 80.0, top - 16.0)

        return Bare(20.0, draw)

    return draw_pages([piece(line) for line in lines], title="floor", practice=False).data


def _office(papers: Sequence[_Paper]) -> tuple[float, int, int, float]:
    """Seconds LibreOffice takes for the Word files of the same papers, all in one call and one call each; profile warm."""
    if shutil.which("soffice") is None:
        print("LibreOffice is not here: no comparison")
        return 0.0, 0, 0, 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = []
        for number, one in enumerate(papers):
            if WORD in one.kind.forms:
                path = folder / f"{number:02d}.docx"
                path.write_bytes(one.draw(WORD))
                files.append(str(path))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", name, files[0]], capture_output=True, check=True, timeout=300)
        times = []
        for _ in range(3):
            began = time.perf_counter()
            subprocess.run([*command, "--outdir", name, *files], capture_output=True, check=True, timeout=600)
            times.append(time.perf_counter() - began)
        began = time.perf_counter()
        for path in files:
            subprocess.run([*command, "--outdir", name, path], capture_output=True, check=True, timeout=600)
        singly = time.perf_counter() - began
        pages = sum(_pages(p.read_bytes()) for p in folder.glob("*.pdf"))
        return statistics.median(times), pages, len(files), singly
