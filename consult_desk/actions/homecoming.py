"""Papers come home: scans and photographs are recognised by their form code and filed at their page."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from consult_desk.actions.minutes import Scan
from consult_desk.actions.passage import reason_of
from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited, sha256
from consult_desk.base.text import clean_line
from consult_desk.desk import Tx
from consult_desk.documents.form_code import FormCode, village_tag
from consult_desk.model import Paper, PaperScan
from consult_desk.views.homecoming import scan_row
from consult_desk.views.paper_facts import paper_row

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 50_000_000
MOST_FILES = 200
BY_CODE, BY_HAND = "code", "hand"
# What became of a picture. Those in NOT_FILED may be filed by hand.
FILED, REPLACED, KNOWN, UNREAD, REFUSED = "filed", "replaced", "known", "unread", "refused"


@dataclass(frozen=True)
class Arrival:
    """What became of one picture.

    number: which page of its file, from 1; 0 for the whole file. outcome: filed, replaced (took the place of an older
    picture), known (there already), unread (to be filed by hand: data is the picture, source the SHA-256 of its file)
    or refused (no picture). words: a sentence. scan, paper, page: where it is filed now.
    """

    file_name: str
    number: int
    outcome: str
    words: str
    scan: int | None = None
    paper: int | None = None
    page: int = 0
    data: bytes = b""
    source: str = ""


def file_scans(
    tx: Tx, data: list[Scan], paper_id: int | None = None, page: int | None = None
) -> tuple[Arrival, ...]:
    """收回签过字的纸：扫描件或照片（JPG、PNG、PDF，可以很多页）按纸角的码认出来，归到那份文书的那一页。

    paper_id, page: where pages without a readable code belong, one after another from `page` on; a code that can be
    read always goes first. Returns what became of every picture, in order. Raises Refused where no file was chosen.
    """
    from consult_desk.documents.pictures import opened

    if not data:
        raise Refused(Obstacle("没有选文件", "请选择扫描件或照片", code="no_file"))
    if len(data) > MOST_FILES:
        raise Refused(Obstacle(f"一次最多 {MOST_FILES} 个文件", "请分几次拖进来", code="too_many_files"))
    desk = _Filing(tx, paper_row(tx, paper_id) if paper_id is not None else None, page or 1)
    found: list[Arrival] = []
    for number, scan in enumerate(data):
        name = f"第 {number + 1} 个文件"
        try:
            name = _name(scan.file_name)
            content = scan.data if isinstance(scan.data, bytes) else read_limited(scan.data, max_bytes=MOST_BYTES)
            source = sha256(content)
            with opened(content, name) as sheets:
                for sheet in range(1, len(sheets) + 1):
                    done, total = len(found), len(found) + len(sheets) - sheet + len(data) - number
                    tx.progress.step(done, total, f"正在认第 {done + 1} 页：{name}")
                    try:
                        found.append(desk.arrived(sheets.page(sheet), name, sheet, len(sheets), source))
                    except Refused as error:
                        found.append(Arrival(name, sheet, REFUSED, _sentence(error)))
        except (Refused, Trouble) as error:
            found.append(Arrival(name, 0, REFUSED, _sentence(error)))
    tx.session.flush()
    return tuple(found)


def _name(file_name: str) -> str:
    return clean_line(file_name.replace("\\", "/").rsplit("/", 1)[-1], "文件名")


def _sentence(error: Refused | Trouble) -> str:
    return error.words if isinstance(error, Trouble) else "".join(one.sentence() for one in error.obstacles)


def _kept(tx: Tx, content: bytes, digest: str) -> str:
    """Keep a picture; it goes again when the person stops half way: what was signed is nobody's business."""
    path = tx.home / "files" / digest[:2] / digest
    if not path.exists():
        tx.undoing.callback(path.unlink, missing_ok=True)
    return tx.keep_file(content)


class _Filing:
    """Files one picture after another. fallback: the paper of pages without a code; page: the next of it."""

    def __init__(self, tx: Tx, fallback: Paper | None = None, page: int = 1) -> None:
        self.tx, self.fallback, self.page = tx, fallback, page
        self._tag = village_tag(tx.village.uid)

    def arrived(self, picture: "Image", name: str, number: int, of: int, source: str) -> Arrival:
        """Recognise a picture and file it."""
        from consult_desk.documents.pictures import encoded
        from consult_desk.documents.recognise import sightings, upright

        where = Arrival(name, number if of > 1 else 0, UNREAD, "", source=source)
        seen = sightings(picture)
        if len(seen) == 1:
            picture = upright(picture, seen[0])
        content = encoded(picture)
        if len(seen) > 1:
            words = f"一张图上有 {len(seen)} 页纸的码，分不清归哪一页。请一页一页地扫描或拍照"
            return replace(where, words=words, data=content)
        if not seen:
            return self._without_code(where, content)
        code = seen[0].code
        paper, words = self._paper_of(code)
        if paper is None:
            return replace(where, words=words, data=content)
        return self._file(where, paper, code.page, content, BY_CODE, words)

    def _without_code(self, where: Arrival, content: bytes) -> Arrival:
        paper = self.fallback
        if paper is not None and (not paper.pages or self.page <= paper.pages):
            self.page += 1
            return self._file(where, paper, self.page - 1, content, BY_HAND, "")
        words = "没有认出纸角的码：可能没拍全、太模糊，或者不是议事台打印的纸。请重拍，或者手工归档"
        return replace(where, words=words, data=content)

    def _paper_of(self, code: FormCode) -> tuple[Paper | None, str]:
        """The paper a code names, with what is to be said of it; None with the reason why nothing is filed there."""
        if code.tag != self._tag:
            return None, f"这是别的村（社区）的纸（村码 {code.tag}，本村是 {self._tag}），没有归档。请还给他们"
        paper = self.tx.session.scalar(select(Paper).where(Paper.code == code.stem))
        if paper is None:
            return None, f"纸角的码是本村的，但台账里没有这份文书（{code.stem}）。请核对是不是恢复备份以前打印的，再手工归档"
        if paper.pages and paper.pages != code.pages:
            words = f"纸角的码说共 {code.pages} 页，存档的《{paper.title}》共 {paper.pages} 页，对不上。请核对后手工归档"
            return None, words
        newer = self.tx.session.scalar(select(Paper.number).where(Paper.supersedes_id == paper.id))
        return paper, f"这是第 {paper.number} 版，已被第 {newer} 版更正，请核对要不要用新版重新签字" if newer else ""

    def _file(self, where: Arrival, paper: Paper, page: int, content: bytes, found_by: str, words: str) -> Arrival:
        tx, digest = self.tx, sha256(content)
        query = select(PaperScan).where(PaperScan.paper_id == paper.id, PaperScan.page == page, ~PaperScan.void)
        old = tx.session.scalars(query.order_by(PaperScan.id)).all()
        title = paper.title if paper.pages == 1 else f"{paper.title}，第 {page} 页"
        same = next((row for row in old if row.sha256 == digest), None)
        if same is not None:
            return replace(
                where, outcome=KNOWN, words=f"{title}：这张图已经收过，没有重复保存", scan=same.id, paper=paper.id, page=page
            )
        row = PaperScan(
            paper_id=paper.id, page=page, sha256=_kept(tx, content, digest), size=len(content), source=where.source,
            file_name=where.file_name, found_by=found_by, **tx.stamp(),
        )
        for one in old:
            one.void = True
        tx.session.add(row)
        tx.session.flush()
        said = f"{title}：新的一张换下了原来的，原来的仍然留着" if old else f"{title}：收好了"
        return replace(
            where, outcome=REPLACED if old else FILED, words="。".join(filter(None, (said, words))), scan=row.id,
            paper=paper.id, page=page,
        )


def file_scan_by_hand(
    tx: Tx, data: bytes | Path, file_name: str, paper_id: int, page: int, turn: int = 0, source: str = ""
) -> Arrival:
    """手工归档一页认不出的纸：指明是哪份文书的第几页。

    data: a JPEG, PNG or PDF of one page, or where it lies. page: from 1. turn: quarters clockwise to turn it by first.
    source: SHA-256 of the file it came in, "" for data itself. Raises Refused for a page the paper does not have, and
    for a picture whose code says that it is another page.
    """
    from consult_desk.documents.pictures import encoded, opened
    from consult_desk.documents.recognise import sightings, turned

    paper, name = paper_row(tx, paper_id), _name(file_name)
    if page < 1 or (paper.pages and page > paper.pages) or page > 999:
        words = f"《{paper.title}》没有第 {page} 页" + (f"，共 {paper.pages} 页" if paper.pages else "")
        raise Refused(Obstacle(words, "请核对页码", code="no_page"))
    content = data if isinstance(data, bytes) else read_limited(data, max_bytes=MOST_BYTES)
    if source and (len(source) != 64 or set(source) - set("0123456789abcdef")):
        raise Refused(Obstacle("来源的指纹不对", "不写也可以", code="source"))
    with opened(content, name) as sheets:
        if len(sheets) != 1:
            words = f"“{name}”有 {len(sheets)} 页，一次只能归档一页"
            raise Refused(Obstacle(words, "请用“收回的纸”把整个文件拖进去", code="pages"))
        picture = sheets.page(1)
    seen = sightings(picture)
    if len(seen) == 1 and (seen[0].code.stem, seen[0].code.page) != (paper.code, page):
        other = tx.session.scalar(select(Paper.title).where(Paper.code == seen[0].code.stem))
        said = f"《{other}》第 {seen[0].code.page} 页" if other else seen[0].code.text
        words = f"纸角的码认得出来，它是{said}，不是《{paper.title}》第 {page} 页"
        raise Refused(Obstacle(words, "请核对；这张图会照它的码归档，不能归到别处", code="another_page"))
    where = Arrival(name, 0, UNREAD, "", source=source or sha256(content))
    found = _Filing(tx)._file(where, paper, page, encoded(turned(picture, turn)), BY_HAND, "")
    if found.outcome == KNOWN:
        raise Refused(Obstacle(found.words, "不用重复归档", code="known_file"))
    return found


def void_scan(tx: Tx, scan_id: int, reason: str) -> None:
    """作废收回的一页：归错了地方，或者拍得看不清。图像仍然留着，只是不再算收回。

    reason: at least five characters; it goes into the journal. Raises Refused for one that is void already.
    """
    row = scan_row(tx, scan_id)
    if row.void:
        raise Refused(Obstacle("这一页已经作废，或者已被新的一张换下", "不用再作废", code="void"))
    words = reason_of(reason)
    row.void = True
    tx.note("void_scan/reason", f"paper_scan:{row.id}", {"paper": row.paper_id, "page": row.page, "reason": words})
