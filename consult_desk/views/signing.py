"""Who is to sign a paper electronically, who has, and what stands in the way of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.model import Paper, PaperFile
from consult_desk.views.signers import SignersView, role_titles, signers

NO_SIGNER = "还没有登记签名证书"
# The second release signed these, and kept no roles with its papers.
EARLIER_KINDS = ("meeting_notice", "resolution", "result")
EARLIER_ROLES = ("issuer", "supervisor")
LEVELS = {
    "B-T": "带时间戳", "B-LT": "带时间戳和吊销列表，多年后不联网也能查证", "B-B+LT": "带吊销列表，没有时间戳",
}  # fmt: skip


@dataclass(frozen=True)
class SigningLine:
    """One role on the page of a paper.

    state: signed, ready (can sign now) or waiting. words: who signed, or why not. token: its key lies in a token.
    open_until: when its key locks by itself, None while it is locked.
    """

    role: str
    title: str
    state: str
    words: str
    token: bool
    open_until: datetime | None = None


def roles_of(paper: Paper) -> tuple[str, ...]:
    """Who is to sign that paper electronically; () where it is signed by hand."""
    if paper.signers is not None:
        return tuple(paper.signers.split())
    return EARLIER_ROLES if paper.form == "pdf" and paper.kind in EARLIER_KINDS else ()


def missing_roles(paper: Paper, files: Sequence[PaperFile]) -> tuple[str, ...]:
    """Who has not signed it yet."""
    signed = {file.role for file in files}
    return tuple(role for role in roles_of(paper) if role not in signed)


def signing_lines(look: Look, paper: Paper, files: Sequence[PaperFile]) -> tuple[SigningLine, ...]:
    """What the page of a paper says about each role. files: all of the paper."""
    roles = roles_of(paper)
    if not roles:
        return ()
    newer = look.session.scalar(select(Paper.id).where(Paper.supersedes_id == paper.id))
    known, titles = signers(look), role_titles(look)
    by_role = {file.role: file for file in files if file.role}
    return tuple(_line(look, role, titles[role], by_role.get(role), known, newer) for role in roles)


def _line(
    look: Look, role: str, title: str, file: PaperFile | None, known: SignersView, newer: int | None
) -> SigningLine:
    signer = known.of(role)
    state, words = "waiting", ""
    if file is not None and file.signed_at is not None:
        moment = file.signed_at.astimezone(look.now.tzinfo)
        words = f"{file.signer}，{chinese_date(moment.date())}{moment:%H:%M}"
        level = LEVELS.get(file.level or "", "")
        state, words = "signed", f"{words}（{level}）" if level else words
    elif newer is not None:
        words = "已有更正版，请签最新的一版"
    elif signer is None:
        words = NO_SIGNER
    else:
        state, words = "ready", signer.label
    return SigningLine(
        role, title, state, words, signer is not None and signer.token, signer.open_until if signer is not None else None
    )


@dataclass(frozen=True)
class PaperSigning:
    """What the form of a signature asks. timed: a time-stamp server is set, more: other papers of the same subject wait."""

    title: str
    lines: tuple[SigningLine, ...]
    timed: bool
    more: int


def paper_signing(look: Look, paper_id: int) -> PaperSigning:
    """一份文书由谁签、谁签过了、签名解锁了没有。Raises Refused when there is no such paper."""
    from consult_desk.views.paper_facts import files_of, paper_row

    row = paper_row(look, paper_id)
    waiting = papers_to_sign(look, paper_id)
    others = sum(1 for one in waiting.papers if one.paper != paper_id)
    return PaperSigning(row.title, signing_lines(look, row, files_of(look, paper_id)), waiting.known.timed, others)


@dataclass(frozen=True)
class ToSign:
    """One paper that somebody still has to sign. missing: roles, in the order of the paper."""

    paper: int
    title: str
    number: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class SigningView:
    """Papers that still miss signatures, newest first, and who could sign them."""

    papers: tuple[ToSign, ...]
    known: SignersView

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles that could sign something now."""
        open_roles = {role for one in self.papers for role in one.missing}
        return tuple(role for role in self.known.roles if role in open_roles and self.known.of(role) is not None)


def papers_to_sign(look: Look, paper_id: int | None = None) -> SigningView:
    """还没有签齐的现行文书。paper_id: only those about the same matter or meeting as this paper."""
    from consult_desk.views.paper_facts import paper_row

    corrected = select(Paper.supersedes_id).where(Paper.supersedes_id.is_not(None))
    query = select(Paper).where(Paper.form == "pdf", Paper.id.not_in(corrected))
    if paper_id is not None:
        same = paper_row(look, paper_id)
        query = query.where(Paper.subject == same.subject, Paper.subject_id == same.subject_id)
    found = list(look.session.scalars(query.order_by(Paper.id.desc())))
    ids = [paper.id for paper in found if roles_of(paper)]
    files: dict[int, list[PaperFile]] = {}
    for file in look.session.scalars(select(PaperFile).where(PaperFile.paper_id.in_(ids), PaperFile.stage > 0)):
        files.setdefault(file.paper_id, []).append(file)
    rows = (
        ToSign(paper.id, paper.title, paper.document_number, missing_roles(paper, files.get(paper.id, ())))
        for paper in found
    )
    return SigningView(tuple(row for row in rows if row.missing), signers(look))
