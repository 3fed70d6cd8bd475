"""The verdict on a file that somebody brings: whether it is a paper of this village, unchanged and in force."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from consult_desk.base.files import sha256
from consult_desk.desk import Look
from consult_desk.documents.form_code import STEM
from consult_desk.model import Paper, PaperFile, Signer
from consult_desk.views.paper_facts import files_of, newest_file
from consult_desk.views.signers import role_titles
from consult_desk.views.signing import missing_roles

if TYPE_CHECKING:
    from consult_desk.documents.verify import KnownPaper


@dataclass(frozen=True)
class FileVerdict:
    """What is to be said of a file: one of five kinds, a sentence, details.

    answer: the kind in full words; a corrected paper says by which version, corrected_by.
    """

    kind: str
    words: str
    details: tuple[str, ...]
    good: bool
    answer: str = ""
    corrected_by: int | None = None


def check_file(look: Look, data: bytes) -> FileVerdict:
    """验证一份公告文件：原件一致、已被改动、不是本村原件、已被第几版更正、无法验证。"""
    from consult_desk.documents.verify import examine

    paper, file = _claimed(look, data)
    known = None
    if paper is not None and file is not None:
        known = _known(look, paper, file)
    pinned = frozenset(look.session.scalars(select(Signer.fingerprint)))
    verdict = examine(data, known, pinned)
    return FileVerdict(verdict.kind, verdict.words, verdict.details, verdict.good, verdict.answer, verdict.corrected_by)


def _known(look: Look, paper: Paper, file: PaperFile) -> "KnownPaper":
    from consult_desk.documents.verify import KnownPaper

    newer = look.session.scalar(select(Paper.number).where(Paper.supersedes_id == paper.id))
    files = [one for one in files_of(look, paper.id) if 0 < one.stage <= file.stage]
    # A paper without any signature is used on paper; one that some have signed misses the others.
    missing = missing_roles(paper, files) if files else ()
    titles = role_titles(look)
    return KnownPaper(
        sha256=file.sha256, text=paper.text, version=paper.number, superseded_by=newer, signatures=file.stage,
        number=paper.document_number, missing=tuple(titles[role] for role in missing),
        signers=tuple((one.role, one.fingerprint) for one in files),
    )  # fmt: skip


def _claimed(look: Look, data: bytes) -> tuple[Paper | None, PaperFile | None]:
    """The issued paper a file is, by its hash, or claims to be, by the form code or the number printed on it."""
    file = look.session.scalar(select(PaperFile).where(PaperFile.sha256 == sha256(data)))
    if file is not None:
        return file.paper, file
    text = _text_of(data)
    issued = select(Paper).where(Paper.form == "pdf").order_by(Paper.id.desc())
    stems = set(STEM.findall(text))
    for paper in look.session.scalars(issued.where(Paper.code.in_(stems))) if stems else ():
        return paper, newest_file(look, paper.id)
    for paper in look.session.scalars(issued) if text else ():
        if paper.document_number and paper.document_number in text:
            return paper, newest_file(look, paper.id)
    return None, None


def _text_of(data: bytes) -> str:
    """The text of a PDF without white space; "" for one that must not be opened: it then claims nothing."""
    from consult_desk.documents import readback
    from consult_desk.documents.structure import check_structure

    try:
        check_structure(data)
        return readback.squeezed(readback.read_text(data))
    except Exception:  # whatever a hostile file does to the reader; the examination judges it
        return ""
