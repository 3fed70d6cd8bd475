"""Papers as they are shown and checked: the bytes, the facts, and the verdict on a file somebody brings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import sha256
from consult_desk.base.text import base32_code, chinese_date
from consult_desk.desk import Look
from consult_desk.model import Paper, PaperFile, Signer
from consult_desk.views.paper_copies import copies_of, forms_of
from consult_desk.views.paper_facts import files_of, newest_file, paper_row
from consult_desk.views.signers import ROLES, signers

PAGE_SIZE = 100
# What a paper may be asked for by in the list.
STATES: Mapping[str, str] = MappingProxyType(
    {"current": "现行", "unsigned": "还没签完", "signed": "已签名", "superseded": "已被更正"}
)
NO_SIGNER = "还没有登记签名证书"
SIGNED_KINDS = ("meeting_notice", "resolution", "result")  # others are signed by hand on paper


@dataclass(frozen=True)
class PaperRow:
    """One paper in the list. subject: matter or meeting; signatures: how many it carries; by_hand: signed on paper."""

    paper: int
    kind: str
    kind_title: str
    title: str
    number: str
    version: int
    form: str
    subject: str
    subject_id: int
    issued_on: date
    signatures: int
    by_hand: bool
    superseded_by: int | None
    posted_from: date | None
    posted_until: date | None
    state_title: str


@dataclass(frozen=True)
class PapersView:
    """Some rows of the list, how many there are in all, and the kinds to choose from."""

    rows: tuple[PaperRow, ...]
    total: int
    kinds: tuple[tuple[str, str], ...]


def papers(
    look: Look, search: str = "", kind: str = "", state: str = "", limit: int = PAGE_SIZE, offset: int = 0
) -> PapersView:
    """全部文书，新的在前。search: in title and number; kind, state: keys; limit and offset: which rows."""
    from consult_desk.documents.paper import PAPERS

    query = select(Paper)
    if search.strip():
        found = Paper.title.contains(search.strip(), autoescape=True)
        query = query.where(found | Paper.document_number.contains(search.strip(), autoescape=True))
    if kind:
        query = query.where(Paper.kind == kind)
    if state:
        query = query.where(_in_state(state))
    total = look.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(Paper.id.desc()).limit(limit).offset(offset)
    titles = {one.key: one.title for one in PAPERS}
    return PapersView(_rows(look, look.session.scalars(page).all(), titles), total, tuple(titles.items()))


def _in_state(state: str) -> ColumnElement[bool]:
    newer = aliased(Paper)
    superseded = exists().where(newer.supersedes_id == Paper.id)
    signatures = select(func.count()).where(PaperFile.paper_id == Paper.id, PaperFile.stage > 0).scalar_subquery()
    by_state = {
        "current": ~superseded,
        "superseded": superseded,
        "signed": signatures > 0,
        "unsigned": ~superseded & Paper.kind.in_(SIGNED_KINDS) & (signatures < 2),
    }
    if state not in by_state:
        raise Refused(Obstacle(f"不认识的状态“{state}”", f"可选：{'、'.join(by_state)}", code="state"))
    return by_state[state]


def _rows(look: Look, found: Sequence[Paper], titles: Mapping[str, str]) -> tuple[PaperRow, ...]:
    ids = [paper.id for paper in found]
    counts = select(PaperFile.paper_id, func.max(PaperFile.stage)).where(PaperFile.paper_id.in_(ids))
    signed = {paper_id: stages for paper_id, stages in look.session.execute(counts.group_by(PaperFile.paper_id))}
    newer = select(Paper.supersedes_id, Paper.number).where(Paper.supersedes_id.in_(ids))
    later = {old: number for old, number in look.session.execute(newer)}
    return tuple(
        PaperRow(
            p.id, p.kind, titles[p.kind], p.title, p.document_number, p.number, p.form, p.subject, p.subject_id,
            p.event_on, signed[p.id], p.kind not in SIGNED_KINDS, later.get(p.id), p.posted_from, p.posted_until,
            _state_title(p, signed[p.id], later.get(p.id)),
        )
        for p in found
    )


def _state_title(paper: Paper, signatures: int, superseded_by: int | None) -> str:
    if superseded_by is not None:
        return f"已被第 {superseded_by} 版更正"
    if paper.kind not in SIGNED_KINDS:
        return "打印使用" if paper.kind == "ballot" else "打印后签字"
    return ("还没有签名", "等监督委员会签名")[signatures] if signatures < 2 else "已签名"


@dataclass(frozen=True)
class SigningLine:
    """One role on the page of a paper. state: signed, ready (can sign now) or waiting; words: who signed, or why not."""

    role: str
    title: str
    state: str
    words: str
    token: bool


@dataclass(frozen=True)
class PaperView:
    """One paper with its newest file.

    posted_from, posted_until: of a notice. supersedes, superseded_by: ids of the versions before and after, or None.
    copies, forms: what it can be had as. hidden: what the posted copy leaves out. check_code: of the journal's head.
    """

    paper: int
    kind: str
    kind_title: str
    subject: str
    subject_id: int
    title: str
    number: str
    version: int
    form: str
    issued_on: date
    posted_from: date | None
    posted_until: date | None
    correction: str
    supersedes: int | None
    superseded_by: int | None
    head: str
    head_size: int
    check_code: str
    facts: dict[str, object]
    signed_by: tuple[str, ...]
    signing: tuple[SigningLine, ...]
    copies: tuple[tuple[str, str], ...]
    forms: tuple[str, ...]
    hidden: tuple[str, ...]
    data: bytes


def paper_page(look: Look, paper_id: int) -> PaperView:
    """一份文书：内容、签名和文件。Raises Refused when there is none, Trouble when its file is damaged."""
    from consult_desk.documents.copies import posted_facts
    from consult_desk.documents.paper import facts_from_json, paper

    row = paper_row(look, paper_id)
    files = files_of(look, row.id)
    newer = look.session.scalar(select(Paper.id).where(Paper.supersedes_id == row.id))
    kind = paper(row.kind)
    return PaperView(
        row.id, row.kind, kind.title, row.subject, row.subject_id, row.title, row.document_number, row.number, row.form,
        row.event_on, row.posted_from, row.posted_until, row.correction, row.supersedes_id, newer, row.head,
        row.head_size, base32_code(row.head), json.loads(row.facts), tuple(f.signer for f in files if f.role),
        _signing(look, row, files, newer), copies_of(row.kind, row.edited), forms_of(row.kind, row.edited),
        () if row.edited else posted_facts(row.kind, facts_from_json(kind, row.facts))[1], look.file(files[-1].sha256),
    )


def _signing(look: Look, row: Paper, files: Sequence[PaperFile], newer: int | None) -> tuple[SigningLine, ...]:
    if row.kind not in SIGNED_KINDS:
        return ()
    known = signers(look)
    by_role = {file.role: file for file in files if file.role}
    lines = []
    for role, title in ROLES.items():
        file, signer = by_role.get(role), known.of(role)
        state, words = "waiting", ""
        if file is not None and file.signed_at is not None:
            moment = file.signed_at.astimezone(look.now.tzinfo)
            state, words = "signed", f"{file.signer}，{chinese_date(moment.date())}{moment:%H:%M}"
        elif newer is not None:
            words = "已有更正版，请签最新的一版"
        elif signer is None:
            words = NO_SIGNER
        elif role == "supervisor" and "issuer" not in by_role:
            words = "等发布单位先签名"
        else:
            state, words = "ready", signer.label
        lines.append(SigningLine(role, title, state, words, signer is not None and signer.token))
    return tuple(lines)


@dataclass(frozen=True)
class FileVerdict:
    """What is to be said of a file: one of five kinds, a sentence, details."""

    kind: str
    words: str
    details: tuple[str, ...]
    good: bool


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
            return paper, newest_file(look, paper.id)
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
