"""Signed papers that come home: which pages are there, which are still missing, and each page's picture."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import aliased

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import sha256
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.model import AgendaItem, Matter, Meeting, Objection, Paper, PaperFile, PaperScan
from consult_desk.views.imprints import matter_row, meeting_row

# The same paper in another form: when one of them is home, nobody waits for the other.
TWINS: Mapping[str, str] = MappingProxyType({"minutes_pdf": "minutes", "minutes": "minutes_pdf"})
MOST_CHOICES = 300
NOTICE, SCAN = "notice", "scan"


@dataclass(frozen=True)
class HomePage:
    """One page that came home. found_by: code or hand. on: the day it was filed."""

    scan: int
    page: int
    file_name: str
    found_by: str
    on: date
    size: int


@dataclass(frozen=True)
class ReturnRow:
    """A paper signed by hand: its pages at home and those still out.

    pages: None where nobody knows how many it has (Word, or issued by an older program). missing: numbers, (0,) for
    "something of it" where pages is None. due: it should be home by now; words: "还缺：签到册第 2 页", or what else to say.
    """

    paper: int
    kind: str
    kind_title: str
    title: str
    version: int
    pages: int | None
    home: tuple[HomePage, ...]
    missing: tuple[int, ...]
    due: bool
    words: str


@dataclass(frozen=True)
class ReturnGroup:
    """The papers of one meeting, matter or other subject. subject: as in Paper.subject. on: the day it is about."""

    subject: str
    subject_id: int
    title: str
    on: date
    rows: tuple[ReturnRow, ...]
    words: str


@dataclass(frozen=True)
class MissingView:
    """What is not home yet, newest first. words: all of it in one sentence; missing: how many pages are due; home: there."""

    groups: tuple[ReturnGroup, ...]
    words: str
    missing: int
    home: int


def missing_pages(look: Look, matter_id: int | None = None, meeting_id: int | None = None) -> MissingView:
    """打印后由人签字的文书收回了哪几页、还缺哪几页；可以只看一个事项（连同它上过的会）或一次会议。

    Only current versions of issued papers count. Raises Refused for an unknown matter or meeting.
    """
    papers = _expected(look, matter_id, meeting_id)
    scans = _scans(look, [paper.id for paper in papers])
    about = _subjects(look, papers)
    grouped: dict[tuple[str, int], list[Paper]] = defaultdict(list)
    for paper in papers:
        if (paper.subject, paper.subject_id) in about:
            grouped[paper.subject, paper.subject_id].append(paper)
    groups = [
        _group(subject, subject_id, about[subject, subject_id], found, scans)
        for (subject, subject_id), found in grouped.items()
    ]
    groups.sort(key=lambda group: (group.on, group.subject_id), reverse=True)
    rows = [row for group in groups for row in group.rows]
    parts = [f"{group.title}：{group.words.removeprefix('还缺：')}" for group in groups if group.words]
    single = matter_id is None and meeting_id is not None
    words = (groups[0].words if single and groups else f"还缺：{'；'.join(parts)}" if parts else "") or _nothing(rows)
    missing = sum(len(row.missing) for row in rows if row.due)
    return MissingView(tuple(groups), words, missing, sum(len(row.home) for row in rows))


def _nothing(rows: Sequence[ReturnRow]) -> str:
    if not rows:
        return "还没有出过要签字收回的文书"
    return "都收齐了" if all(not row.missing for row in rows) else "现在没有该收回而没有收回的"


def _expected(look: Look, matter_id: int | None, meeting_id: int | None) -> list[Paper]:
    from consult_desk.documents.paper import PAPERS

    newer = aliased(Paper)
    returning = [kind.key for kind in PAPERS if kind.returns]
    query = select(Paper).where(Paper.kind.in_(returning), ~select(newer.id).where(newer.supersedes_id == Paper.id).exists())
    if meeting_id is not None:
        query = query.where(Paper.subject == "meeting", Paper.subject_id == meeting_row(look, meeting_id).id)
    if matter_id is not None:
        matter = matter_row(look, matter_id)
        meetings = select(AgendaItem.meeting_id).where(AgendaItem.matter_id == matter.id)
        objections = select(Objection.id).where(Objection.matter_id == matter.id)
        query = query.where(
            ((Paper.subject == "matter") & (Paper.subject_id == matter.id))
            | ((Paper.subject == "meeting") & Paper.subject_id.in_(meetings))
            | ((Paper.subject == "objection") & Paper.subject_id.in_(objections))
        )
    return list(look.session.scalars(query.order_by(Paper.id)))


def _scans(look: Look, papers: Sequence[int]) -> dict[int, list[HomePage]]:
    found: dict[int, list[HomePage]] = defaultdict(list)
    query = select(PaperScan).where(PaperScan.paper_id.in_(papers), ~PaperScan.void).order_by(PaperScan.page, PaperScan.id)
    for row in look.session.scalars(query):
        found[row.paper_id].append(HomePage(row.id, row.page, row.file_name, row.found_by, row.event_on, row.size))
    return found


def _subjects(look: Look, papers: Iterable[Paper]) -> dict[tuple[str, int], tuple[str, date, bool]]:
    """Title, day and "is over" of everything the papers are about; void meetings are left out."""
    wanted: dict[str, set[int]] = defaultdict(set)
    found: dict[tuple[str, int], tuple[str, date, bool]] = {}
    for paper in papers:
        wanted[paper.subject].add(paper.subject_id)
        if paper.subject not in ("meeting", "matter", "objection"):
            _kind, _colon, name = paper.title.partition("：")
            found[paper.subject, paper.subject_id] = (name or paper.title, paper.event_on, True)
    for meeting in look.session.scalars(select(Meeting).where(Meeting.id.in_(wanted["meeting"]), Meeting.state != "void")):
        found["meeting", meeting.id] = (meeting.title, meeting.event_on, meeting.state == "closed")
    for matter in look.session.scalars(select(Matter).where(Matter.id.in_(wanted["matter"]))):
        found["matter", matter.id] = (f"{matter.label}　{matter.title}", matter.event_on, True)
    for objection in look.session.scalars(select(Objection).where(Objection.id.in_(wanted["objection"]))):
        day = chinese_date(objection.event_on)
        found["objection", objection.id] = (f"{day}的异议", objection.event_on, True)
    return found


def _group(
    subject: str, subject_id: int, about: tuple[str, date, bool], papers: Sequence[Paper],
    scans: Mapping[int, list[HomePage]],
) -> ReturnGroup:  # fmt: skip
    title, on, over = about
    home = {paper.kind for paper in papers if scans.get(paper.id)}
    left = [paper for paper in papers if not (TWINS.get(paper.kind) in home and paper.kind not in home)]
    # Of two forms of one paper, neither home, one is enough to wait for.
    left = [p for p in left if not (p.kind == "minutes" and "minutes" not in home and any(o.kind == "minutes_pdf" for o in left))]
    rows = tuple(_row(paper, scans.get(paper.id, []), over) for paper in left)
    parts = [row.words.removeprefix("还缺：") for row in rows if row.due and row.missing]
    return ReturnGroup(subject, subject_id, title, on, rows, f"还缺：{'、'.join(parts)}" if parts else "")


def _row(paper: Paper, home: list[HomePage], due: bool) -> ReturnRow:
    kind_title, _colon, _about = paper.title.partition("：")
    there = {one.page for one in home}
    missing: tuple[int, ...]
    if paper.pages:
        missing = tuple(n for n in range(1, paper.pages + 1) if n not in there)
    else:
        missing = () if home else (0,)
    words = page_words(kind_title, missing, paper.pages)
    said = (f"还缺：{words}" if due else f"开完会再收回：{words}") if missing else "收齐了"
    return ReturnRow(
        paper.id, paper.kind, kind_title, paper.title, paper.number, paper.pages, tuple(home), missing, due, said
    )


def page_words(kind_title: str, pages: Sequence[int], of: int | None) -> str:
    """签到册第 2 页, 签到册第 1–3 页; the paper alone where it has one page or nobody knows how many."""
    if not of or of == 1:
        return kind_title
    if len(pages) == of:
        return f"{kind_title}全部 {of} 页"
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return f"{kind_title}第 {'、'.join(str(a) if a == b else f'{a}–{b}' for a, b in runs)} 页"


@dataclass(frozen=True)
class ScanPicture:
    """One page that came home, with its picture. void: another took its place, or it was filed by mistake."""

    scan: int
    paper: int
    page: int
    title: str
    file_name: str
    found_by: str
    on: date
    void: bool
    data: bytes


def scan_picture(look: Look, scan_id: int) -> ScanPicture:
    """收回的一页纸：图像和说明。Raises Refused when there is none, Trouble when its file is gone or changed."""
    row = scan_row(look, scan_id)
    kind_title = row.paper.title.partition("：")[0]
    title = f"{kind_title}第 {row.page} 页" if (row.paper.pages or 2) > 1 else kind_title
    return ScanPicture(
        row.id, row.paper_id, row.page, f"{title}（{row.paper.title.partition('：')[2]}）", row.file_name, row.found_by,
        row.event_on, row.void, look.file(row.sha256),
    )


def scan_row(look: Look, scan_id: int) -> PaperScan:
    """The page of that id. Raises Refused when there is none."""
    found = look.session.get(PaperScan, scan_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {scan_id} 号收回的页", "请在“收回的纸”里选择", code="unknown_scan"))
    return found


@dataclass(frozen=True)
class FilingChoice:
    """A paper that a page can be filed at by hand. missing: its pages that are not home; pages: None where unknown."""

    paper: int
    title: str
    pages: int | None
    missing: tuple[int, ...]


def filing_choices(look: Look) -> tuple[FilingChoice, ...]:
    """认不出的页可以归到哪些文书：还缺页的在前，其余现行文书在后，新的在前。"""
    found: dict[int, FilingChoice] = {}
    for group in missing_pages(look).groups:
        for row in group.rows:
            if row.missing:
                pages = tuple(page for page in row.missing if page)
                found[row.paper] = FilingChoice(row.paper, f"{row.kind_title}：{group.title}", row.pages, pages)
    newer = aliased(Paper)
    query = select(Paper).where(~select(newer.id).where(newer.supersedes_id == Paper.id).exists())
    for paper in look.session.scalars(query.order_by(Paper.id.desc()).limit(MOST_CHOICES)):
        found.setdefault(paper.id, FilingChoice(paper.id, paper.title, paper.pages, ()))
    return tuple(found.values())[:MOST_CHOICES]


def dropped_file(look: Look, data: bytes) -> str:
    """拖到窗口上的文件该去哪里：notice 是要验证的公告（电子文件），scan 是签过字的纸的扫描件或照片。"""
    from consult_desk.documents.pictures import PDF, kind_of
    from consult_desk.documents.scanned_pdf import scanned

    kind = kind_of(data)
    if kind != PDF:
        return SCAN if kind else NOTICE
    # A signature stands in the open in every signed PDF: it could not be checked otherwise.
    if b"/ByteRange" in data:
        return NOTICE
    if look.session.scalar(select(PaperFile.id).where(PaperFile.sha256 == sha256(data))) is not None:
        return NOTICE
    return SCAN if scanned(data) else NOTICE
