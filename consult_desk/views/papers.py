"""Papers as they are shown and checked: the bytes, the facts, and the verdict on a file somebody brings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import aliased

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import base32_code
from consult_desk.desk import Look
from consult_desk.model import Paper, PaperFile
from consult_desk.views.paper_copies import POSTED, copies_of, forms_of, looks_of, posted
from consult_desk.views.paper_facts import files_of, paper_row
from consult_desk.views.signing import EARLIER_KINDS, EARLIER_ROLES, SigningLine, missing_roles, roles_of, signing_lines

PAGE_SIZE = 100
# What a paper may be asked for by in the list.
STATES: Mapping[str, str] = MappingProxyType(
    {"current": "现行", "unsigned": "还没签完", "signed": "已签名", "superseded": "已被更正"}
)


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
    # The roles stand with one blank between two of them, so there is one blank less than there are roles.
    blanks = func.length(Paper.signers) - func.length(func.replace(Paper.signers, " ", ""))
    earlier = case((Paper.kind.in_(EARLIER_KINDS), len(EARLIER_ROLES)), else_=0)
    wanted = case((Paper.signers.is_(None), earlier), (Paper.signers == "", 0), else_=blanks + 1)
    by_state = {
        "current": ~superseded,
        "superseded": superseded,
        "signed": signatures > 0,
        "unsigned": ~superseded & (signatures < wanted),
    }
    if state not in by_state:
        raise Refused(Obstacle(f"不认识的状态“{state}”", f"可选：{'、'.join(by_state)}", code="state"))
    return by_state[state]


def _rows(look: Look, found: Sequence[Paper], titles: Mapping[str, str]) -> tuple[PaperRow, ...]:
    ids = [paper.id for paper in found]
    counts = select(PaperFile.paper_id, func.max(PaperFile.stage)).where(PaperFile.paper_id.in_(ids))
    signed = {paper_id: stages for paper_id, stages in look.session.execute(counts.group_by(PaperFile.paper_id))}
    roles = _signed_roles(look, ids)
    newer = select(Paper.supersedes_id, Paper.number).where(Paper.supersedes_id.in_(ids))
    later = {old: number for old, number in look.session.execute(newer)}
    return tuple(
        PaperRow(
            p.id, p.kind, titles[p.kind], p.title, p.document_number, p.number, p.form, p.subject, p.subject_id,
            p.event_on, signed[p.id], not roles_of(p), later.get(p.id), p.posted_from, p.posted_until,
            _state_title(p, missing_roles(p, roles.get(p.id, ())), later.get(p.id)),
        )
        for p in found
    )


def _signed_roles(look: Look, ids: Sequence[int]) -> dict[int, list[PaperFile]]:
    found: dict[int, list[PaperFile]] = {}
    for file in look.session.scalars(select(PaperFile).where(PaperFile.paper_id.in_(ids), PaperFile.stage > 0)):
        found.setdefault(file.paper_id, []).append(file)
    return found


def _state_title(paper: Paper, missing: Sequence[str], superseded_by: int | None) -> str:
    if superseded_by is not None:
        return f"已被第 {superseded_by} 版更正"
    roles = roles_of(paper)
    if not roles:
        return "打印使用" if paper.kind == "ballot" else "打印后签字"
    if len(missing) == len(roles):
        return "还没有签名"
    return "没有签齐" if missing else "已签名"


@dataclass(frozen=True)
class PaperView:
    """One paper with its newest file.

    posted_from, posted_until: of a notice. supersedes, superseded_by: ids of the versions before and after, or None.
    copies, forms: what it can be had as. hidden: what the posted copy leaves out. check_code: of the journal's head.
    data: the file itself. looks: the same for screen and printer, where the marks of signatures are drawn.
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
    looks: bytes


def _hidden(look: Look, row: Paper) -> tuple[str, ...]:
    """What the copy for the wall leaves out; nothing where there is none."""
    from consult_desk.documents.paper import facts_from_json, paper

    kind = paper(row.kind)
    if row.edited or not (kind.posted or POSTED in dict(copies_of(row.kind))):
        return ()
    return posted(look, row, facts_from_json(kind, row.facts))[1]


def paper_page(look: Look, paper_id: int) -> PaperView:
    """一份文书：内容、签名和文件。Raises Refused when there is none, Trouble when its file is damaged."""
    from consult_desk.documents.paper import paper

    row = paper_row(look, paper_id)
    files = files_of(look, row.id)
    newer = look.session.scalar(select(Paper.id).where(Paper.supersedes_id == row.id))
    kind, data = paper(row.kind), look.file(files[-1].sha256)
    return PaperView(
        row.id, row.kind, kind.title, row.subject, row.subject_id, row.title, row.document_number, row.number, row.form,
        row.event_on, row.posted_from, row.posted_until, row.correction, row.supersedes_id, newer, row.head,
        row.head_size, base32_code(row.head), json.loads(row.facts), tuple(f.signer for f in files if f.role),
        signing_lines(look, row, files), copies_of(row.kind, row.edited), forms_of(row.kind, row.edited),
        _hidden(look, row), data,
        looks_of(data),
    )
