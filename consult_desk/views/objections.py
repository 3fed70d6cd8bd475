"""Objections: who objected how and to what, until when it must be answered, what was answered and printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, or_, select

from consult_desk.desk import Look
from consult_desk.flow import engine
from consult_desk.flow.step import Situation, standing
from consult_desk.model import Matter, Objection, Paper, VerdictRecord
from consult_desk.rules.days import reply_until
from consult_desk.views.imprints import matter_row
from consult_desk.views.ledger import label_of
from consult_desk.views.objection_facts import EFFECTS, objection_row

PAGE_SIZE = 40
STATES: Mapping[str, str] = {"open": "待答复", "upheld": "成立", "rejected": "不成立"}


@dataclass(frozen=True)
class ObjectionLine:
    """One objection. state: a key of STATES; days_left: till it must be answered, None without a limit or once answered.

    words, reference: whether it was answered in time. paper: id of the newest printed reply, 0 for none.
    """

    objection: int
    matter: int
    label: str
    title: str
    name: str
    channel: str
    content: str
    received_on: date
    due_on: date | None
    days_left: int | None
    state: str
    reply: str
    handler: str
    replied_on: date | None
    effect: str
    words: str
    reference: str
    paper: int
    late: bool

    @property
    def state_title(self) -> str:
        """The state in words."""
        return STATES[self.state]


@dataclass(frozen=True)
class ObjectionsView:
    """Objections: those without a reply first, by their last day. total: how many match; open: how many have no reply."""

    today: date
    rows: tuple[ObjectionLine, ...]
    total: int
    open: int


def objections(
    look: Look, state: str = "", search: str = "", matter_id: int | None = None, limit: int = PAGE_SIZE
) -> ObjectionsView:
    """异议：谁、怎么提的、内容，最迟哪天答复，答复了什么、印了没有。

    state: open, answered or "" for all. search: in name, content, title and number.
    """
    wanted = []
    if state:
        wanted.append(Objection.finding == "" if state == "open" else Objection.finding != "")
    if matter_id is not None:
        wanted.append(Objection.matter_id == matter_id)
    if words := search.strip():
        columns = (Objection.name, Objection.content, Matter.title, label_of())
        wanted.append(or_(*(column.contains(words, autoescape=True) for column in columns)))
    query = select(Objection).join(Matter, Matter.id == Objection.matter_id).where(*wanted)
    total = look.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    answered = case((Objection.finding == "", 0), else_=1)
    soonest = case((Objection.finding == "", Objection.due_on), else_=None)
    query = query.order_by(answered, soonest.is_(None), soonest, Objection.event_on.desc(), Objection.id.desc()).limit(limit)
    still = look.session.scalar(select(func.count()).select_from(Objection).where(Objection.finding == "")) or 0
    return ObjectionsView(look.today, _lines(look, look.session.scalars(query).all()), total, still)


def _lines(look: Look, rows: Sequence[Objection]) -> tuple[ObjectionLine, ...]:
    ids = [row.id for row in rows]
    matters = {m.id: m for m in look.session.scalars(select(Matter).where(Matter.id.in_({r.matter_id for r in rows})))}
    issued = select(Paper.subject_id, Paper.id).where(Paper.kind == "objection_reply", Paper.subject_id.in_(ids))
    papers: dict[int, int] = {subject: paper for subject, paper in look.session.execute(issued.order_by(Paper.number))}
    judged = select(VerdictRecord).where(VerdictRecord.subject == "objection", VerdictRecord.subject_id.in_(ids))
    verdicts = {v.subject_id: v for v in look.session.scalars(judged.order_by(VerdictRecord.id))}
    found = []
    for row in rows:
        matter, verdict = matters[row.matter_id], verdicts.get(row.id)
        left = (row.due_on - look.today).days if row.due_on is not None and not row.finding else None
        found.append(
            ObjectionLine(
                row.id, matter.id, matter.label, matter.title, row.name, row.channel, row.content, row.event_on, row.due_on,
                left, row.finding or "open", row.reply, row.handler, row.replied_on, EFFECTS[row.effect],
                verdict.words if verdict else "", verdict.reference if verdict else "", papers.get(row.id, 0), row.late,
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class ReplyView:
    """What the form of a reply needs: the objection, whether the matter may be suspended, the steps it may go back to.

    reference: the article of the time limit.
    """

    line: ObjectionLine
    suspendable: bool
    steps: tuple[tuple[str, str], ...]
    reference: str


def objection_page(look: Look, objection_id: int) -> ReplyView:
    """一条异议和答复它时可以怎么处理。Raises Refused when there is none."""
    row = objection_row(look, objection_id)
    situation = Situation(look.session, matter_row(look, row.matter_id), look.today, look.calendar)
    back = () if engine.sending_back(situation) else tuple(
        (s.key, s.title) for s in situation.line if situation.record(s.key) is not None
    )
    rule = situation.rule
    reference = rule.reference_on("objection", row.event_on) if rule is not None else ""
    return ReplyView(_lines(look, [row])[0], not standing(situation), back, reference)


@dataclass(frozen=True)
class ObjectableMatter:
    """A matter that somebody may object to. due: last day of the answer if it were received today, None without a limit."""

    matter: int
    label: str
    title: str
    step_title: str
    due: date | None
    reference: str


def objectable(look: Look, matter_id: int | None = None) -> tuple[ObjectableMatter, ...]:
    """可以登记异议的事项（没有办结、没有撤回的），新的在前。"""
    query = select(Matter).where(Matter.state.not_in(("done", "withdrawn"))).order_by(Matter.id.desc()).limit(200)
    rows = [matter_row(look, matter_id)] if matter_id is not None else look.session.scalars(query)
    found = []
    for matter in rows:
        situation = Situation(look.session, matter, look.today, look.calendar)
        rule = situation.rule
        due = reply_until(rule, look.today, look.today) if rule is not None else None
        reference = rule.reference_on("objection", look.today) if rule is not None and due is not None else ""
        title = rule.title if rule is not None else ""
        found.append(ObjectableMatter(matter.id, matter.label, matter.title, title, due, reference))
    return tuple(found)
