"""Papers as they are shown and checked: the bytes, the facts, and the verdict on a file somebody brings."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import sha256
from consult_desk.desk import Look, reads
from consult_desk.model import Paper, PaperFile, Signer


@dataclass(frozen=True)
class PaperView:
    """One paper with its newest file."""

    paper: int
    title: str
    number: str
    version: int
    form: str
    head: str
    head_size: int
    facts: dict[str, object]
    signed_by: tuple[str, ...]
    data: bytes


def _newest(look: Look, paper_id: int) -> list[PaperFile]:
    query = select(PaperFile).where(PaperFile.paper_id == paper_id).order_by(PaperFile.stage)
    return list(look.session.scalars(query))


@reads(Paper, PaperFile)
def paper_page(look: Look, paper_id: int) -> PaperView:
    """一份文书：内容、签名和文件。Raises Refused when there is none, Trouble when its file is damaged."""
    paper = look.session.get(Paper, paper_id)
    if paper is None:
        raise Refused(Obstacle(f"没有第 {paper_id} 号文书", "请在文书列表里选择", code="unknown_paper"))
    files = _newest(look, paper.id)
    return PaperView(
        paper.id, paper.title, paper.document_number, paper.number, paper.form, paper.head, paper.head_size,
        json.loads(paper.facts), tuple(f.signer for f in files if f.role), look.file(files[-1].sha256),
    )


@dataclass(frozen=True)
class FileVerdict:
    """What is to be said of a file: one of five kinds, a sentence, details."""

    kind: str
    words: str
    details: tuple[str, ...]
    good: bool


@reads(Paper, PaperFile, Signer)
def check_file(look: Look, data: bytes) -> FileVerdict:
    """验证一份公告文件：原件一致、已被改动、不是本村原件、已被更正、无法验证。"""
    from consult_desk.documents.verify import examine

    paper, file = _claimed(look, data)
    known = None
    if paper is not None and file is not None:
        known = _known(look, paper, file)
    pinned = frozenset(look.session.scalars(select(Signer.fingerprint)))
    verdict = examine(data, known, pinned)
    return FileVerdict(verdict.kind, verdict.words, verdict.details, verdict.good)


def _known(look: Look, paper: Paper, file: PaperFile):  # type: ignore[no-untyped-def]
    from consult_desk.documents.verify import KnownPaper

    newer = look.session.scalar(select(Paper.number).where(Paper.supersedes_id == paper.id))
    return KnownPaper(
        sha256=file.sha256, text=paper.text, version=paper.number, superseded_by=newer, signatures=file.stage,
        number=paper.document_number,
    )


def _claimed(look: Look, data: bytes) -> tuple[Paper | None, PaperFile | None]:
    """The issued paper a file is, by its hash, or claims to be, by the number printed on it."""
    file = look.session.scalar(select(PaperFile).where(PaperFile.sha256 == sha256(data)))
    if file is not None:
        return file.paper, file
    text = _text_of(data)
    for paper in look.session.scalars(select(Paper).where(Paper.form == "pdf").order_by(Paper.id.desc())):
        if paper.document_number and paper.document_number in text:
            return paper, _newest(look, paper.id)[-1]
    return None, None


def _text_of(data: bytes) -> str:
    from consult_desk.documents import readback

    if len(data) > 50_000_000:
        return ""
    try:
        return "".join(readback.read_text(data).split())
    except Exception:
        # Whatever a hostile file does to the reader, it then claims nothing; the examination judges it.
        return ""
