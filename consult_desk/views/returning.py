"""A Word file that was handed out, edited and brought back: whose it is, and what in it is different."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited
from consult_desk.desk import Look
from consult_desk.documents.form_code import FormCode, village_tag
from consult_desk.model import Paper
from consult_desk.views.findings import minors_in
from consult_desk.views.paper_copies import copies_of, forms_of, paper_copy
from consult_desk.views.paper_facts import earlier_paper, paper_row
from consult_desk.views.text_difference import Piece, pieces


@dataclass(frozen=True)
class ReturnedView:
    """An edited Word file beside the paper it came from.

    paper, title, number, version: of the paper. next_version: what it would become. obstacles: why it cannot be taken
    in as it is. pieces: its words beside those that went out; gone, new: how many characters left and came.
    """

    paper: int
    title: str
    number: str
    version: int
    next_version: int
    obstacles: tuple[Obstacle, ...]
    pieces: tuple[Piece, ...]
    gone: int
    new: int


def whose_word(look: Look, data: bytes | Path) -> int | None:
    """这个 Word 文件是从哪份文书导出的；认不出来就是没有。

    data: the file, or where it lies. Returns the number of the paper, None for a stranger's file, another village's
    and anything that may not be opened.
    """
    try:
        parts = word_parts(data)
    except (Refused, Trouble):
        return None
    found = _paper_of(look, parts)
    return found.id if found is not None else None


def returned_word(look: Look, data: bytes | Path, paper_id: int | None = None) -> ReturnedView:
    """收回改过的 Word 以前先看：改了哪些字，还有什么要先处理。

    paper_id: of which paper it is, None to go by the code within. Raises Refused for a file that may not be opened and
    for one that nobody knows whose it is.
    """
    from consult_desk.documents.docx_guard import MAX_FILE
    from consult_desk.documents.returned_word import said_in

    content = read_limited(data, max_bytes=MAX_FILE) if isinstance(data, Path) else data
    parts = word_parts(content)
    own = _paper_of(look, parts)
    if paper_id is None and own is None:
        fix = "请先打开那份文书，再在那里点“收回改过的 Word”"
        raise Refused(Obstacle("这个 Word 文件里没有本村文书的标记，不知道是哪一份", fix, code="whose_word"))
    row = own if paper_id is None and own is not None else paper_row(look, paper_id or 0)
    newest = earlier_paper(look, row.kind, row.subject_id) or row
    said = said_in(parts)
    before = words_of(look, newest)
    found = pieces(before, said)
    count = {kind: sum(len(p.text.replace("\n", "")) for p in found if p.kind == kind) for kind in ("gone", "new")}
    return ReturnedView(
        newest.id, newest.title, newest.document_number, newest.number, newest.number + 1,
        (*in_the_way_of(newest, own, parts), *_personal(look, newest, before, said), *_unchanged(look, newest, content)),
        found, count["gone"], count["new"],
    )  # fmt: skip


def word_parts(data: bytes | Path) -> dict[str, bytes]:
    """The parts of a foreign Word file, guarded. Raises Refused, and Trouble when it cannot be read."""
    from consult_desk.documents.docx_guard import MAX_FILE, open_docx

    return open_docx(read_limited(data, max_bytes=MAX_FILE) if isinstance(data, Path) else data)


def words_of(look: Look, row: Paper) -> str:
    """What the Word form of a paper says, as it went out."""
    from consult_desk.documents.docx_guard import open_docx
    from consult_desk.documents.returned_word import said_in

    if row.edited or "docx" not in forms_of(row.kind):
        return row.text
    return said_in(open_docx(paper_copy(look, row.id, form="docx").data))


def in_the_way_of(newest: Paper, own: Paper | None, parts: Mapping[str, bytes]) -> tuple[Obstacle, ...]:
    """Why an edited file cannot become the next version of a paper. own: the paper whose code it carries."""
    from consult_desk.documents.copies import MARKS
    from consult_desk.documents.paper import paper
    from consult_desk.documents.readback import squeezed
    from consult_desk.documents.returned_word import body_of, said_in, unresolved

    found: list[Obstacle] = []
    if "docx" not in paper(newest.kind).forms:
        fix = "请改记录，再出更正版"
        found.append(Obstacle(f"{paper(newest.kind).title}没有 Word 稿，不能收回", fix, code="no_word"))
    if own is not None and (own.kind, own.subject, own.subject_id) != (newest.kind, newest.subject, newest.subject_id):
        fix = "请打开那一份文书再收回，或者直接把文件拖到窗口上"
        found.append(Obstacle(f"这个文件是“{own.title}”的，不是“{newest.title}”的", fix, code="other_paper"))
    elif own is not None and own.id != newest.id:
        words = f"这个文件是第 {own.number} 版改的，现在已经有第 {newest.number} 版"
        fix = f"请把第 {newest.number} 版另存为 Word，在它上面改"
        found.append(Obstacle(words, fix, code="old_version"))
    marked = next((mark for mark in MARKS.values() if squeezed(mark) in squeezed(said_in(parts))), "")
    if marked:
        words = f"这个文件印着“{marked}”，不是正式的一份，收进来会多出或者缺掉内容"
        found.append(Obstacle(words, "请把正式的一份另存为 Word，在它上面改", code="marked_copy"))
    if left := unresolved(parts):
        fix = "请在 WPS 或 Word 里接受或拒绝修订、删掉批注、显示或删掉隐藏的内容，保存后再收回"
        found.append(Obstacle(f"文件里还有没处理的内容，收不进来：{'，'.join(left)}", fix, code="unresolved"))
    if not body_of(parts).strip():
        found.append(Obstacle("这个 Word 文件里一个字也没有", "请检查是不是拿错了文件", code="empty_word"))
    return tuple(found)


def _personal(look: Look, newest: Paper, before: str, said: str) -> tuple[Obstacle, ...]:
    """What nobody decided about came into a paper for the wall by hand. before, said: the words that went out, came back."""
    from consult_desk.documents.detector import find
    from consult_desk.documents.paper import paper

    if not paper(newest.kind).posted:
        return ()
    known = Counter((one.kind, one.found) for one in find(before, minors_in(look, before)))
    found = []
    for one in find(said, minors_in(look, said)):
        known[one.kind, one.found] -= 1
        if known[one.kind, one.found] < 0:
            found.append(
                Obstacle(
                    f"这份要张贴，Word 里新写进了{one.kind_title}（“{one.shown}”）",
                    "请在 Word 里遮住或者删去再收回；确实要贴的，请改记录再出更正版，在“出具文书”页写明理由保留",
                    code="personal_in_word",
                )
            )
    return tuple(found)


def _unchanged(look: Look, newest: Paper, content: bytes) -> tuple[Obstacle, ...]:
    """A file that is still what went out. Where only the type was changed, that is a change too."""
    if "docx" not in forms_of(newest.kind, newest.edited):
        return ()
    copies = (paper_copy(look, newest.id, copy, "docx").data for copy, _title in copies_of(newest.kind, newest.edited))
    if content not in copies:
        return ()
    return (Obstacle("这个文件就是导出的那一份，没有改动", "不用收回", code="unchanged"),)


def _paper_of(look: Look, parts: Mapping[str, bytes]) -> Paper | None:
    from consult_desk.documents.returned_word import code_of

    code = code_of(parts)
    if code is None or code.tag != village_tag(look.village.uid):
        return None
    return _by_code(look, code)


def _by_code(look: Look, code: FormCode) -> Paper | None:
    query = select(Paper).where(
        Paper.kind == code.kind, Paper.subject == code.subject, Paper.subject_id == code.subject_id,
        Paper.number == code.version,
    )  # fmt: skip
    return look.session.scalar(query)
