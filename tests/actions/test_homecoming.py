"""Signed papers come home: each page to its own place by its code, by hand where it has none, and what is missing is said."""

import random
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image
from sqlalchemy import select

from consult_desk import actions as act
from consult_desk.actions.homecoming import Arrival
from consult_desk.actions.minutes import Scan
from consult_desk.base.errors import Cancelled, Obstacle
from consult_desk.base.files import sha256
from consult_desk.documents.form_code import FormCode, village_tag
from consult_desk.model import PaperScan
from consult_desk.sample.guide import Guide, Votes
from consult_desk.views.homecoming import dropped_file, filing_choices, missing_pages, page_words, scan_picture
from consult_desk.views.journal import check_home
from consult_desk.views.papers import paper_page
from tests.documents import distortions as d
from tests.journeys.hamlet import gathered, matter, reach, refused, state

DPI = 110


@pytest.fixture(name="meeting")
def meeting_held(guide: Guide) -> int:
    """A meeting of the villagers' representatives that is over, its minutes confirmed."""
    found = matter(guide)
    reach(guide, found, "resolve")
    meeting, item = gathered(guide, found)
    guide.vote(item, Votes(10))
    guide.close(meeting)
    return meeting


def printed(guide: Guide, paper: int, dpi: int = DPI) -> list[Image.Image]:
    """The paper as a scanner sees it."""
    pages = guide.desk.ask(lambda look: look.session.get_one(act.papers.Paper, paper).pages)
    data = guide.desk.ask(paper_page, paper).data
    return [d.rendered(data, n, dpi) for n in range(1, pages + 1)]


def sheet(guide: Guide, meeting: int) -> tuple[int, list[Image.Image]]:
    """An attendance sheet of several pages, printed."""
    paper = guide.issue("attendance_sheet", meeting, sign=False)
    return paper, printed(guide, paper)


def filed(guide: Guide, *scans: Scan, **more: Any) -> tuple[Arrival, ...]:
    found: tuple[Arrival, ...] = guide.desk.do(act.homecoming.file_scans, data=list(scans), **more).result
    return found


def rows(guide: Guide) -> list[PaperScan]:
    return guide.desk.ask(lambda look: list(look.session.scalars(select(PaperScan).order_by(PaperScan.id))))


def test_pages_find_their_place_and_what_is_missing_is_said(guide: Guide, meeting: int) -> None:
    """A stack of pages, out of order and any way round, as a PDF and as photographs, with a stranger among them."""
    paper, pages = sheet(guide, meeting)
    assert len(pages) >= 2
    before = guide.desk.ask(missing_pages, meeting_id=meeting)
    assert before.missing == len(pages) and f"签到册全部 {len(pages)} 页" in before.words and before.words.startswith("还缺：")
    table = Scan("桌子.png", d.png(d.wood((640, 480))))
    first = Scan(r"C:\照片\IMG_1.jpg", d.jpeg(d.photographed(pages[0], (1500, 2000), angle=184)))
    found = filed(guide, first, table)
    assert [one.outcome for one in found] == ["filed", "unread"] and found[0].page == 1 and "收好了" in found[0].words
    assert "手工归档" in found[1].words and found[1].data and found[1].source == sha256(table.data)
    left = guide.desk.ask(missing_pages, meeting_id=meeting)
    expected = "还缺：签到册第 2 页" if len(pages) == 2 else f"还缺：签到册第 2–{len(pages)} 页"
    assert left.words == expected and left.home == 1
    rest = Scan("其余.pdf", d.pdf_of([page.rotate(90, expand=True) for page in reversed(pages[1:])], DPI))
    again = filed(guide, rest)
    assert [one.page for one in again] == list(range(len(pages), 1, -1)) and {one.outcome for one in again} == {"filed"}
    done = guide.desk.ask(missing_pages, meeting_id=meeting)
    assert done.missing == 0 and done.words == "都收齐了"
    there = [one.page for group in done.groups for row in group.rows for one in row.home]
    assert there == list(range(1, len(pages) + 1)) and done.home == len(pages)
    assert next((row.page, row.found_by, row.file_name) for row in rows(guide)) == (1, "code", "IMG_1.jpg")
    shown = guide.desk.ask(scan_picture, again[-1].scan)
    with Image.open(BytesIO(shown.data)) as picture:
        assert picture.height > picture.width, "kept upright"
    assert shown.paper == paper and shown.page == 2 and "第 2 页" in shown.title and not shown.void
    assert guide.desk.ask(check_home).good
    refused(guide, lambda: guide.desk.ask(scan_picture, 99), "unknown_scan")
    refused(guide, lambda: guide.desk.ask(missing_pages, meeting_id=99), "unknown_meeting")


def test_a_better_picture_takes_the_place_and_the_same_one_does_not(guide: Guide, meeting: int) -> None:
    _paper, pages = sheet(guide, meeting)
    plain = Scan("一.png", d.png(pages[0]))
    (one,) = filed(guide, plain)
    (same,) = filed(guide, plain)
    assert (same.outcome, same.scan) == ("known", one.scan) and "已经收过" in same.words and len(rows(guide)) == 1
    (better,) = filed(guide, Scan("二.png", d.png(d.turned(pages[0], 4))), Scan("不是图.txt", b"x"))[:1]
    assert better.outcome == "replaced" and "原来的仍然留着" in better.words
    assert [row.void for row in rows(guide)] == [True, False]
    assert guide.desk.ask(scan_picture, one.scan).void and guide.desk.ask(missing_pages, meeting_id=meeting).home == 1
    guide.desk.do(act.homecoming.void_scan, better.scan, reason="拍得太暗，看不清")
    assert guide.desk.ask(missing_pages, meeting_id=meeting).home == 0
    refused(guide, lambda: guide.desk.do(act.homecoming.void_scan, better.scan, reason="拍得太暗，看不清"), "void")
    refused(guide, lambda: guide.desk.do(act.homecoming.void_scan, 99, reason="拍得太暗，看不清"), "unknown_scan")
    (third,) = filed(guide, plain)
    assert third.outcome == "filed", "what was void is not home"
    refused(guide, lambda: guide.desk.do(act.homecoming.void_scan, third.scan, reason="错"), "reason")
    assert guide.desk.ask(check_home).good


def test_a_stack_of_several_papers_shuffled_and_ill_treated(guide: Guide, meeting: int) -> None:
    """Every page recognised is filed at its own paper and page, never at another; what is not is told."""
    chance = random.Random(meeting)
    papers = {kind: guide.issue(kind, meeting, sign=False) for kind in ("attendance_sheet", "signature_page", "minutes_pdf")}
    stack = [(paper, n, page) for paper in papers.values() for n, page in enumerate(printed(guide, paper, 150), 1)]
    chance.shuffle(stack)
    scans = []
    for at, (_paper, _number, page) in enumerate(stack):
        size = chance.choice(((1650, 2200), (1500, 2000), (700, 933)))
        picture = d.photographed(page, size, angle=chance.uniform(-180, 180), tilt=chance.uniform(0, 0.15), seed=at)
        picture = d.shaded(d.blurred(picture, chance.uniform(0, 1)), chance.uniform(0.4, 1))
        scans.append(Scan(f"{at}.jpg", d.jpeg(picture, chance.randrange(30, 90))))
    found = filed(guide, *scans)
    for (paper, number, _page), one in zip(stack, found, strict=True):
        assert one.outcome == "unread" or (one.paper, one.page, one.outcome) == (paper, number, "filed")
    assert sum(one.outcome == "filed" for one in found) >= len(stack) // 2, "half of them are recognised all the same"
    assert {(row.paper_id, row.page) for row in rows(guide)} <= {(paper, number) for paper, number, _page in stack}


def coded(page: Image.Image, text: str) -> Scan:
    """The page with another code in its corner."""
    grid = [[0 if dark else 255 for dark in row] for row in segno.make(text, micro=False).matrix]
    small = Image.frombytes("L", (len(grid), len(grid)), bytes(v for row in grid for v in row))
    changed = page.convert("L")
    changed.paste(255, (0, page.height * 4 // 5, page.width, page.height))
    changed.paste(small.resize((100, 100), Image.Resampling.NEAREST), (110, page.height - 180))
    return Scan("a.png", d.png(changed))


def test_what_belongs_elsewhere_is_not_filed(guide: Guide, meeting: int) -> None:
    """Another village's, an unknown paper's, one with another number of pages, two sheets on one picture."""
    _paper, pages = sheet(guide, meeting)
    tag = village_tag(guide.desk.ask(lambda look: look.village.uid))
    foreign = FormCode("ABCDEF", "meeting", meeting, "attendance_sheet", 1, 1, len(pages))
    (one,) = filed(guide, coded(pages[0], foreign.text))
    assert one.outcome == "unread" and "别的村" in one.words and "ABCDEF" in one.words
    unknown = FormCode(tag, "matter", 77, "resolution", 3, 1, 1)
    (two,) = filed(guide, coded(pages[0], unknown.text))
    assert two.outcome == "unread" and "没有这份文书" in two.words
    (three,) = filed(guide, coded(pages[0], FormCode(tag, "meeting", meeting, "attendance_sheet", 1, 1, 9).text))
    assert three.outcome == "unread" and "对不上" in three.words
    both = Image.new("RGB", (pages[0].width * 2, pages[0].height), (90, 80, 70))
    for at, page in enumerate(pages[:2]):
        both.paste(page, (at * page.width, 0))
    (four,) = filed(guide, Scan("c.jpg", d.jpeg(both)))
    assert four.outcome == "unread" and "2 页纸" in four.words
    assert rows(guide) == []


def test_an_old_version_is_filed_and_said(guide: Guide, meeting: int) -> None:
    old, pages = sheet(guide, meeting)
    new: int = guide.desk.do(
        act.papers.issue_paper, "attendance_sheet", meeting, correction="名字写错了一个字"
    ).result
    (one,) = filed(guide, Scan("a.png", d.png(pages[0])))
    assert one.outcome == "filed" and one.paper == old and "已被第 2 版更正" in one.words
    left = guide.desk.ask(missing_pages, meeting_id=meeting)
    assert [row.paper for group in left.groups for row in group.rows] == [new] and left.home == 0


def test_filing_by_hand(guide: Guide, meeting: int) -> None:
    """A page without a code goes where a person says, turned as said; one with a code goes nowhere else."""
    paper, pages = sheet(guide, meeting)
    torn = pages[1].crop((0, 0, pages[1].width, pages[1].height * 4 // 5))
    (one,) = filed(guide, Scan("撕了角.png", d.png(torn.rotate(-90, expand=True))))
    assert one.outcome == "unread"
    hand = act.homecoming.file_scan_by_hand
    given = {"file_name": "撕了角.png", "paper_id": paper, "source": one.source}
    done = guide.desk.do(hand, data=one.data, page=2, turn=3, **given).result
    assert (done.outcome, done.page) == ("filed", 2)
    row = rows(guide)[0]
    assert (row.found_by, row.source, row.page) == ("hand", one.source, 2)
    with Image.open(BytesIO(guide.desk.ask(scan_picture, row.id).data)) as kept:
        assert abs(kept.width / kept.height - torn.width / torn.height) < 0.02
    refused(guide, lambda: guide.desk.do(hand, data=one.data, page=2, turn=3, **given), "known_file")
    refused(guide, lambda: guide.desk.do(hand, data=one.data, page=99, **given), "no_page")
    refused(guide, lambda: guide.desk.do(hand, data=one.data, page=0, **given), "no_page")
    refused(guide, lambda: guide.desk.do(hand, data=one.data, page=1, **{**given, "paper_id": 99}), "unknown_paper")
    refused(guide, lambda: guide.desk.do(hand, data=one.data, page=1, **{**given, "source": "x"}), "source")
    refused(guide, lambda: guide.desk.do(hand, data=d.png(pages[0]), page=2, **given), "another_page")
    refused(guide, lambda: guide.desk.do(hand, data=d.pdf_of(pages), page=2, **given), "pages")
    refused(guide, lambda: guide.desk.do(hand, data=b"GIF89a", page=2, **given), "not_picture")


def test_pages_without_a_code_may_be_given_their_places_beforehand(guide: Guide, meeting: int) -> None:
    """file_scans with a paper: those without a code in order from a page on, never beyond the last; a code goes first."""
    paper, pages = sheet(guide, meeting)
    torn = [page.crop((0, 0, page.width, page.height * 4 // 5)) for page in pages]
    given = [Scan("1.png", d.png(torn[0])), Scan("2.png", d.png(pages[1])), *(Scan("3.png", d.png(t)) for t in torn[1:])]
    found = filed(guide, *given, paper_id=paper, page=1)
    assert [(one.page, one.outcome) for one in found[:3]] == [(1, "filed"), (2, "filed"), (2, "replaced")]
    beyond = filed(guide, Scan("x.png", d.png(d.wood((300, 300)))), paper_id=paper, page=len(pages) + 1)
    assert beyond[0].outcome == "unread"
    refused(guide, lambda: filed(guide, given[0], paper_id=99), "unknown_paper")


def test_what_cannot_be_read_is_said_and_the_rest_is_filed(guide: Guide, meeting: int, tmp_path: Path) -> None:
    paper, pages = sheet(guide, meeting)
    (tmp_path / "好的.png").write_bytes(d.png(pages[0]))
    issued = guide.desk.ask(paper_page, paper).data
    found = filed(
        guide, Scan("手机.heic", b"\0\0\0\x18ftypheic"), Scan("没有.jpg", tmp_path / "没有.jpg"),
        Scan("断.jpg", d.jpeg(pages[0])[:900]),
        Scan("电子版.pdf", issued), Scan("坏名\x07.png", d.png(pages[1])), Scan("好的.png", tmp_path / "好的.png"),
    )  # fmt: skip
    said = {one.file_name: one.words for one in found}
    assert "兼容性最佳" in said["手机.heic"] and "找不到文件" in said["没有.jpg"] and "损坏" in said["断.jpg"]
    electronic = [one for one in found if one.file_name == "电子版.pdf"]
    assert len(electronic) == len(pages) and all("电子文件" in one.words for one in electronic), "nobody signed it"
    assert [one.outcome for one in found if one.outcome != "refused"] == ["filed"] and len(rows(guide)) == 1
    refused(guide, lambda: filed(guide), "no_file")
    many = [Scan("x.png", b"x")] * 201
    refused(guide, lambda: filed(guide, *many), "too_many_files")


def test_stopping_half_way_leaves_nothing(guide: Guide, meeting: int) -> None:
    _paper, pages = sheet(guide, meeting)
    kept = sorted((guide.desk.home / "files").rglob("*"))
    before = state(guide)
    steps: list[tuple[int, int, str]] = []

    class Impatient:
        def step(self, done: int, total: int, words: str) -> None:
            steps.append((done, total, words))
            if done == 1:
                raise Cancelled

    guide.desk.progress = Impatient()
    with pytest.raises(Cancelled):
        filed(guide, *(Scan(f"{n}.png", d.png(page)) for n, page in enumerate(pages)))
    assert steps[0][:2] == (0, len(pages)) and "0.png" in steps[0][2]
    assert state(guide) == before and not rows(guide)
    assert [p for p in sorted((guide.desk.home / "files").rglob("*")) if p.is_file()] == [p for p in kept if p.is_file()]


def test_minutes_come_home_in_one_form_and_sheets_are_due_after_the_meeting(guide: Guide, meeting: int) -> None:
    """Word and PDF of the minutes are one paper to wait for; what is printed for a meeting to come is not due yet."""
    for kind in ("minutes", "minutes_pdf", "signature_page"):
        guide.issue(kind, meeting, sign=False)
    waiting = guide.desk.ask(missing_pages, meeting_id=meeting)
    kinds = [row.kind for group in waiting.groups for row in group.rows]
    assert kinds == ["minutes_pdf", "signature_page"]
    word = next(c.paper for c in guide.desk.ask(filing_choices) if c.title.startswith("会议记录：") and c.pages is None)
    png = d.png(d.wood((300, 400)))
    guide.desk.do(act.homecoming.file_scan_by_hand, data=png, file_name="记录.png", paper_id=word, page=1)
    left = guide.desk.ask(missing_pages, meeting_id=meeting)
    assert next((row.kind, row.missing) for group in left.groups for row in group.rows) == ("minutes", ())
    (over,) = guide.desk.ask(missing_pages, matter_id=1).groups[:1]
    assert over.subject_id == meeting and "签字页" in over.words
    other = matter(guide)
    ahead, _item = gathered(guide, other)
    guide.issue("attendance_sheet", ahead, sign=False)
    coming = guide.desk.ask(missing_pages, meeting_id=ahead)
    assert coming.missing == 0 and coming.groups[0].words == "" and "开完会" in coming.groups[0].rows[0].words
    assert guide.desk.ask(missing_pages, matter_id=other).words == "现在没有该收回而没有收回的"
    refused(guide, lambda: guide.desk.ask(missing_pages, matter_id=99), "unknown_matter")


def test_where_a_dropped_file_belongs(guide: Guide, meeting: int) -> None:
    _paper, pages = sheet(guide, meeting)
    notice = guide.issue("minutes_pdf", meeting, sign=False)
    data = guide.desk.ask(paper_page, notice).data
    assert guide.desk.ask(dropped_file, d.png(pages[0])) == "scan"
    assert guide.desk.ask(dropped_file, d.pdf_of(pages[:1])) == "scan"
    assert guide.desk.ask(dropped_file, data) == "notice"
    assert guide.desk.ask(dropped_file, data + b" ") == "notice", "written by a program, whoever changed it"
    assert guide.desk.ask(dropped_file, d.pdf_of(pages[:1]) + b"/ByteRange [0 1 2 3]") == "notice"
    assert guide.desk.ask(dropped_file, b"%PDF-1.7 nothing") == "notice" and guide.desk.ask(dropped_file, b"") == "notice"


@pytest.mark.parametrize(
    ("pages", "of", "words"),
    [((2,), 3, "签到册第 2 页"), ((1, 2, 3), 3, "签到册全部 3 页"), ((1,), 1, "签到册"), ((0,), None, "签到册"),
     ((1, 3, 4, 5, 9), 9, "签到册第 1、3–5、9 页")],
)  # fmt: skip
def test_pages_in_words(pages: tuple[int, ...], of: int | None, words: str) -> None:
    assert page_words("签到册", pages, of) == words


def test_refusals_say_what_to_do(guide: Guide, meeting: int) -> None:
    del meeting
    found: tuple[Obstacle, ...] = refused(guide, lambda: filed(guide), "no_file")
    assert all(one.words and one.fix for one in found)
