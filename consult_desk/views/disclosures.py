"""The notice boards: what is to be put up, what hangs for how long yet, its places and the proof of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look
from consult_desk.flow import engine
from consult_desk.flow.step import Move, Situation
from consult_desk.flow.steps import posting as rules
from consult_desk.model import (
    Evidence,
    Matter,
    Objection,
    Paper,
    PaperFile,
    Posting,
    PostingPlace,
)
from consult_desk.rules.days import judge_posting, posting_until
from consult_desk.views.imprints import matter_row
from consult_desk.views.ledger import label_of
from consult_desk.views.notice_facts import board_places

EVIDENCE_KINDS: Mapping[str, str] = {"near": "近景", "far": "远景", "posting": "张贴时", "removal": "撤下时"}
POSTING_STATES: Mapping[str, str] = {
    "waiting": "待张贴", "hanging": "张贴中", "over": "期满待撤", "served": "已期满", "cut_short": "提前撤下",
}
PAGE_SIZE = 60
_WAITING = frozenset({"no_paper", "not_posted", "cut_short", "paper_superseded"})  # what putting a notice up removes


@dataclass(frozen=True)
class NoticeRow:
    """One notice. posting: 0 while it is not up. state: a key of POSTING_STATES; hung, asked: days; days_left: may be
    negative. photos: how many of each kind there are, in the order of EVIDENCE_KINDS.
    """

    posting: int
    matter: int
    label: str
    title: str
    step: str
    step_title: str
    state: str
    posted_on: date | None
    until_on: date | None
    removed_on: date | None
    hung: int
    asked: int
    days_left: int
    photos: tuple[int, ...]

    @property
    def state_title(self) -> str:
        """The state in words."""
        return POSTING_STATES[self.state]


@dataclass(frozen=True)
class DisclosuresView:
    """Notices: those to be put up first, then what hangs by its last day, then the past, newest first.

    total: how many match. counts: by state, of all. objections: how many have no reply.
    """

    today: date
    rows: tuple[NoticeRow, ...]
    total: int
    counts: tuple[tuple[str, int], ...]
    objections: int


def disclosures(look: Look, state: str = "", search: str = "", limit: int = PAGE_SIZE, start: int = 0) -> DisclosuresView:
    """公开页：要贴的、正在贴的、贴满撤下的公告，还有几天。

    state: a key of POSTING_STATES, "" for all. search: in title and number of the matter. limit, start: of what was put up.
    """
    waiting = [row for row in _ahead(look) if not search.strip() or search.strip() in f"{row.label} {row.title}"]
    hangs = Posting.state == "hanging"
    over = hangs & (Posting.until_on <= look.today)
    wanted: dict[str, ColumnElement[bool]] = {
        "hanging": hangs & (Posting.until_on > look.today), "over": over, "served": Posting.state == "served",
        "cut_short": Posting.state == "cut_short",
    }  # fmt: skip
    numbers = {key: look.session.scalar(select(func.count()).select_from(Posting).where(w)) or 0 for key, w in wanted.items()}
    query = select(Posting).join(Matter, Matter.id == Posting.matter_id)
    if state in wanted:
        query = query.where(wanted[state])
    if search.strip():
        words = search.strip()
        query = query.where(
            or_(Matter.title.contains(words, autoescape=True), label_of().contains(words, autoescape=True))
        )
    shown = waiting if state in ("", "waiting") and not start else []
    total = len(waiting) if state in ("", "waiting") else 0
    if state != "waiting":
        total += look.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        shown = [*shown, *_rows(look, look.session.scalars(_ordered(query).offset(start).limit(limit)).all())]
    still = look.session.scalar(select(func.count()).select_from(Objection).where(Objection.finding == "")) or 0
    counts = (("waiting", len(waiting)), *numbers.items())
    return DisclosuresView(look.today, tuple(shown), total, tuple(counts), still)


def _ordered(query: Select[Any]) -> Select[Any]:
    hanging = case((Posting.state == "hanging", 0), else_=1)
    soonest = case((Posting.state == "hanging", Posting.until_on), else_=None)
    return query.order_by(hanging, soonest, Posting.event_on.desc(), Posting.id.desc())


def _ahead(look: Look) -> list[NoticeRow]:
    """Matters whose notice can be issued or put up now."""
    steps = {s.key for profile in look.profiles.values() for s in profile.steps if s.kind == "posting"}
    hanging = select(Posting.matter_id).where(
        Posting.matter_id == Matter.id, Posting.step == Matter.step, Posting.round == Matter.round,
        Posting.state == "hanging",
    )  # fmt: skip
    query = select(Matter).where(Matter.state == "open", Matter.step.in_(steps), ~hanging.correlate(Matter).exists())
    found = []
    for matter in look.session.scalars(query.order_by(Matter.event_on, Matter.id).limit(PAGE_SIZE)):
        situation = Situation(look.session, matter, look.today, look.calendar)
        if any(o.code in _WAITING for o in engine.waiting(situation)):
            found.append(_waiting_row(situation))
    return found


def _waiting_row(situation: Situation) -> NoticeRow:
    matter = situation.matter
    return NoticeRow(
        0, matter.id, matter.label, matter.title, matter.step, situation.profile.step(matter.step).title, "waiting",
        None, None, None, 0, 0, 0, (0,) * len(EVIDENCE_KINDS),
    )


def _rows(look: Look, postings: Sequence[Posting]) -> list[NoticeRow]:
    ids = [p.id for p in postings]
    matters = {m.id: m for m in look.session.scalars(select(Matter).where(Matter.id.in_({p.matter_id for p in postings})))}
    photos: dict[int, dict[str, int]] = defaultdict(dict)
    counted = select(Evidence.posting_id, Evidence.kind, func.count()).where(Evidence.posting_id.in_(ids))
    for posting_id, kind, number in look.session.execute(counted.group_by(Evidence.posting_id, Evidence.kind)):
        photos[posting_id][kind] = number
    found = []
    for row in postings:
        situation = Situation(look.session, matters[row.matter_id], look.today, look.calendar)
        found.append(_row(situation, row, photos[row.id]))
    return found


def _row(situation: Situation, row: Posting, photos: Mapping[str, int]) -> NoticeRow:
    matter, last = situation.matter, row.removed_on or situation.today
    left = (row.until_on - situation.today).days
    state = "over" if row.state == "hanging" and left <= 0 else row.state
    return NoticeRow(
        row.id, matter.id, matter.label, matter.title, row.step, situation.profile.step(row.step).title, state,
        row.event_on, row.until_on, row.removed_on, max(0, (last - row.event_on).days),
        (row.until_on - row.event_on).days, left, tuple(photos.get(kind, 0) for kind in EVIDENCE_KINDS),
    )  # fmt: skip


@dataclass(frozen=True)
class PhotoRow:
    """One photograph of a notice. late: typed in on a later day."""

    evidence: int
    kind: str
    file_name: str
    on: date
    taken_by: str
    late: bool


@dataclass(frozen=True)
class PostingView:
    """One notice whole.

    paper: id of what is issued, 0 for none. words, reference: the days it must hang, with the arithmetic; before it is up
    as if it were put up on `printed_on`. places: where it hangs, or the boards of the village before. moves: issue_paper,
    post_notice, take_down. open_objections: how many of this matter have no reply.
    """

    today: date
    row: NoticeRow
    places: tuple[str, ...]
    posted_by: str
    paper: int
    paper_number: str
    paper_kind: str
    issued_on: date | None
    signatures: int
    printed_on: date
    until_on: date
    words: str
    reference: str
    lateness: str
    removed_reason: str
    photos: tuple[PhotoRow, ...]
    moves: tuple[Move, ...]
    waiting: tuple[Obstacle, ...]
    open_objections: int

    def move(self, action: str) -> Move | None:
        """The move of that name, None where this notice knows it no more."""
        return next((m for m in self.moves if m.action == action), None)


def posting_page(look: Look, posting_id: int = 0, matter_id: int = 0) -> PostingView:
    """一份公告的张贴：地点、照片、哪天可以撤、怎么算的、现在能办什么。

    posting_id: of one that is or was up; else matter_id, whose next notice is meant. Raises Refused for unknown ones.
    """
    posting = posting_row(look, posting_id) if posting_id else None
    matter = matter_row(look, posting.matter_id if posting is not None else matter_id)
    situation = Situation(look.session, matter, look.today, look.calendar)
    if posting is None:
        hanging = [p for p in situation.postings(matter.step) if p.state == "hanging"] if matter.step else []
        posting = hanging[-1] if hanging else None
    if posting is None and (situation.rule is None or situation.rule.kind != "posting"):
        fix = "请在公开页的列表里选择"
        raise Refused(Obstacle(f"《{matter.title}》现在没有要张贴的公告", fix, code="unknown_posting"))
    step = posting.step if posting is not None else matter.step
    current = matter.step == step and (posting is None or posting.round == matter.round)
    return _view(look, situation, posting, step, current)


def _view(look: Look, situation: Situation, posting: Posting | None, step: str, current: bool) -> PostingView:
    matter = situation.matter
    kind = rules.PAPER_OF.get(step, "")
    paper = look.session.get(Paper, posting.paper_id) if posting is not None and posting.paper_id else None
    if posting is None and kind:
        paper = situation.paper(kind)
    printed = posting.event_on if posting is not None else rules.printed_day(situation, step, look.today)
    rule = situation.profile.step(step)
    if posting is not None:
        verdict = rules.judge(situation, posting, look.today)
    else:
        counting = situation.profile.counting_on(printed)
        verdict = judge_posting(rule, printed, printed, None, look.today, look.calendar, counting)
    until = posting.until_on if posting is not None else _until(look, situation, step, printed)
    photos = _photos(look, posting.id) if posting is not None else ()
    held = Objection.matter_id == matter.id, Objection.finding == ""
    signed = 0
    if paper is not None:
        signed = look.session.scalar(select(func.max(PaperFile.stage)).where(PaperFile.paper_id == paper.id)) or 0
    return PostingView(
        today=look.today,
        row=_row(situation, posting, _counted(photos)) if posting is not None else _waiting_row(situation),
        places=_places(look, posting.id) if posting is not None else board_places(look),
        posted_by=posting.posted_by if posting is not None else "",
        paper=paper.id if paper is not None else 0,
        paper_number=paper.document_number if paper is not None else "",
        paper_kind=kind,
        issued_on=paper.event_on if paper is not None else None,
        signatures=signed,
        printed_on=printed,
        until_on=until,
        words=verdict.words,
        reference=verdict.reference,
        lateness=rules.lateness(situation, posting) if posting is not None else "",
        removed_reason=posting.removed_reason if posting is not None else "",
        photos=photos,
        moves=engine.moves(situation) if current else (),
        waiting=engine.waiting(situation) if current else (),
        open_objections=look.session.scalar(select(func.count()).select_from(Objection).where(*held)) or 0,
    )


def _until(look: Look, situation: Situation, step: str, day: date) -> date:
    return posting_until(situation.profile.step(step), day, day, look.calendar, situation.profile.counting_on(day))


def _counted(photos: Sequence[PhotoRow]) -> dict[str, int]:
    return {kind: sum(1 for photo in photos if photo.kind == kind) for kind in EVIDENCE_KINDS}


def _places(look: Look, posting_id: int) -> tuple[str, ...]:
    query = select(PostingPlace.place).where(PostingPlace.posting_id == posting_id).order_by(PostingPlace.id)
    return tuple(look.session.scalars(query))


def _photos(look: Look, posting_id: int) -> tuple[PhotoRow, ...]:
    query = select(Evidence).where(Evidence.posting_id == posting_id).order_by(Evidence.id)
    return tuple(
        PhotoRow(e.id, e.kind, e.file_name, e.event_on, e.taken_by, e.late) for e in look.session.scalars(query)
    )


def posting_row(look: Look, posting_id: int) -> Posting:
    """The posting of that id. Raises Refused when there is none."""
    found = look.session.get(Posting, posting_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {posting_id} 号张贴记录", "请在公开页选择", code="unknown_posting"))
    return found


def evidence_photo(look: Look, evidence_id: int) -> tuple[str, bytes]:
    """一张张贴照片：文件名和内容。Raises Refused when there is none, Trouble when its file is gone or changed."""
    found = look.session.get(Evidence, evidence_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {evidence_id} 号照片", "请在公开页选择", code="unknown_photo"))
    return found.file_name, look.file(found.sha256)
