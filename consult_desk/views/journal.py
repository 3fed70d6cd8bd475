"""The journal as it is shown and checked: how long it is, what is published, and every fault."""

from dataclasses import dataclass

from sqlalchemy import func, select

from consult_desk.base.chain import verify_entries
from consult_desk.base.errors import Trouble
from consult_desk.desk import Look
from consult_desk.model import (
    Attachment,
    Evidence,
    JournalBody,
    JournalEntry,
    JournalHead,
    MeetingFile,
    PaperFile,
    PaperScan,
    Signer,
)
from consult_desk.model.journaling import entry_rows, head_rows
from consult_desk.model.replay import replay_faults


@dataclass(frozen=True)
class JournalView:
    """Size of the journal, its newest head, and how many entries came after it."""

    entries: int
    heads: int
    head: str
    head_size: int
    since_head: int
    words: str


def journal_state(look: Look) -> JournalView:
    """记录链的状态：共多少条，最近一次存证之后又有多少条。"""
    size = look.session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    heads = look.session.scalars(select(JournalHead).order_by(JournalHead.size)).all()
    newest = heads[-1] if heads else None
    covered = newest.size if newest else 0
    words = f"自上次公布以来有 {size - covered} 条记录尚未存证"
    return JournalView(size, len(heads), newest.sha256 if newest else "", covered, size - covered, words)


@dataclass(frozen=True)
class EntryRow:
    """One entry as people read it. kind: the action that wrote it; at: local time; erased: its body is gone."""

    seq: int
    at: str
    actor: str
    kind: str
    subject: str
    erased: bool


@dataclass(frozen=True)
class EntriesView:
    """Some entries, the newest first, and how many there are in all."""

    rows: tuple[EntryRow, ...]
    total: int


def journal_entries(look: Look, search: str = "", limit: int = 100, offset: int = 0) -> EntriesView:
    """记录链里的记录，新的在前：哪一刻、谁、做了什么。search: a number, or part of the actor's name."""
    query = select(JournalEntry)
    wanted = search.strip()
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
        query = query.where(JournalEntry.seq == int(wanted))
    elif wanted:
        query = query.where(JournalEntry.actor.contains(wanted, autoescape=True))
    total = look.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    found = look.session.scalars(query.order_by(JournalEntry.seq.desc()).limit(limit).offset(offset)).all()
    bodies = select(JournalBody.seq).where(JournalBody.seq.in_([e.seq for e in found]))
    kept = set(look.session.scalars(bodies))
    rows = tuple(
        EntryRow(e.seq, e.at_local[:16].replace("T", " "), e.actor, e.kind, e.subject_id, e.seq not in kept) for e in found
    )
    return EntriesView(rows, total)


@dataclass(frozen=True)
class HomeVerdict:
    """Whether the record is whole: one sentence and every fault."""

    good: bool
    words: str
    faults: tuple[str, ...]
    entries: int


def check_home(look: Look) -> HomeVerdict:
    """核对全部记录：重算记录链和存证，逐行比对数据库，核对保存的文件。"""
    look.progress.step(0, 3, "正在重算记录链")
    faults = list(verify_entries(entry_rows(look.session), head_rows(look.session)))
    size = look.session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    look.progress.step(1, 3, "正在逐行比对数据库")
    if not faults:
        faults.extend(replay_faults(look.session, entry_rows(look.session)))
    look.progress.step(2, 3, "正在核对保存的文件")
    kept = (
        PaperFile.sha256, Attachment.sha256, Evidence.sha256, MeetingFile.sha256, Signer.file_sha256, PaperScan.sha256,
    )
    for digest in sorted({one for column in kept for one in look.session.scalars(select(column))}):
        try:
            look.file(digest)
        except Trouble as trouble:
            faults.append(trouble.words)
    if faults:
        return HomeVerdict(False, f"发现 {len(faults)} 处与记录链不一致，记录可能被改动过", tuple(faults), size)
    return HomeVerdict(True, f"共 {size} 条记录，逐条重算，完好；没有发现改动", (), size)
