"""The facts of the papers that follow a matter: proposal form, six-page register, opinion of the supervision committee."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from consult_desk.base.citing import cite
from consult_desk.base.errors import Obstacle
from consult_desk.base.text import chinese_date, money
from consult_desk.desk import Look
from consult_desk.documents.kinds.decision_register import DecisionRegisterFacts, RegisterSheet
from consult_desk.documents.kinds.proposal_form import ProposalFormFacts
from consult_desk.documents.kinds.supervision_opinion import SupervisedStep, SupervisionOpinionFacts
from consult_desk.flow.due import due_lines
from consult_desk.flow.engine import versions
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation
from consult_desk.model import (
    AgendaItem,
    Attachment,
    JointProposer,
    Matter,
    Membership,
    Objection,
    Observer,
    Person,
    PostingPlace,
    StepRecord,
    Supervision,
    VerdictRecord,
)
from consult_desk.rules.profile import StepRule
from consult_desk.views.imprints import blank_imprint, late_lines, look_text, matter_row, moment_words
from consult_desk.views.meeting_facts import said
from consult_desk.views.meeting_paper_facts import of_township
from consult_desk.views.objection_facts import FINDINGS
from consult_desk.views.vocabulary import CATEGORIES, COLUMN_TITLES, COLUMNS, ORIGIN_TITLES, PROPOSER_TITLES

ORIGINS = tuple(ORIGIN_TITLES.values())
OPINIONS = {"village": "村务监督意见书", "community": "居务监督意见书", "collective": "监事会监督意见书"}
SUPERVISORS = {"village": "村务监督委员会", "community": "居务监督委员会", "collective": "监事会"}


@dataclass(frozen=True)
class Hearing:
    """A meeting that heard a matter at one step, in figures and words."""

    when: str
    due: int
    present: int
    yes: int
    no: int
    abstain: int
    words: str
    text: str
    form: str
    chair: str
    recorder: str
    township: tuple[str, ...]


def _situation(look: Look, matter: Matter) -> Situation:
    return Situation(look.session, matter, look.today, look.calendar)


def _newest(situation: Situation, key: str) -> StepRecord | None:
    """The newest valid record of a step, passed or not."""
    return next((record for record in reversed(situation.records) if record.step == key), None)


def _hearing(look: Look, record: StepRecord | None) -> Hearing | None:
    if record is None or record.item_id is None:
        return None
    item = look.session.get_one(AgendaItem, record.item_id)
    gathering = Gathering(look.session, item.meeting)
    counted = {entry.person_id for entry in gathering.entries if entry.counted}
    tally = gathering.tally(item)[0]
    verdicts = look.session.scalars(
        select(VerdictRecord).where(VerdictRecord.subject == "item", VerdictRecord.subject_id == item.id)
    ).all()
    observers = look.session.scalars(select(Observer).where(Observer.meeting_id == item.meeting_id).order_by(Observer.id))
    return Hearing(
        when="\n".join(f"{moment_words(s.starts_at, look)}，{s.place}" for s in gathering.sittings),
        due=len(counted), present=len(gathering.present_for(item) & counted),
        yes=tally.yes, no=tally.no, abstain=tally.abstain,
        words="\n".join(filter(None, (said(verdicts, "quorum"), said(verdicts, "pass")))),
        text=look_text(look, item), form="分片召开" if len(gathering.sittings) > 1 else "现场集中",
        chair=item.meeting.chair, recorder=item.meeting.recorder,
        township=tuple(f"{one.name}（{one.role}）" for one in observers if of_township(one, look)),
    )  # fmt: skip


def proposal_form_facts(look: Look, matter_id: int) -> ProposalFormFacts:
    """What the 提议表 of a matter says, as far as it has come."""
    matter = matter_row(look, matter_id)
    situation, session = _situation(look, matter), look.session
    record = _newest(situation, "propose")
    heard = _hearing(look, record)
    joiners = tuple(session.scalars(
        select(Person.name).join(JointProposer, JointProposer.person_id == Person.id)
        .where(JointProposer.matter_id == matter.id).order_by(JointProposer.id)
    ))  # fmt: skip
    texts = versions(session, matter)
    files = session.scalars(select(Attachment.title).where(Attachment.matter_id == matter.id).order_by(Attachment.id))
    rule = situation.profile.step("propose") if situation.profile.has("propose") else None
    return ProposalFormFacts(
        imprint=blank_imprint(look, None, late_lines([("提出事项", matter), *([(record.title, record)] if record else [])])),
        matter=matter.title, matter_number=matter.label, category=CATEGORIES[matter.category],
        origin=ORIGIN_TITLES[matter.origin], proposer=PROPOSER_TITLES[matter.proposer], opened_on=matter.event_on,
        joiners=joiners, joint_base=_joint_base(look, matter) if joiners else None, background=matter.background,
        plan=tuple((texts[0].text if texts else matter.text).split("\n")),
        budget="" if matter.budget is None else money(matter.budget), fund_source=matter.fund_source,
        references=_references(matter, rule), conflicts=matter.conflicts, attachments=tuple(files),
        body=rule.body_title if rule else "", held_on=record.event_on if record else None,
        due=heard.due if heard else None, present=heard.present if heard else None, yes=heard.yes if heard else None,
        no=heard.no if heard else None, abstain=heard.abstain if heard else None, opinion=_opinion(record, heard),
        origins=ORIGINS, chief="负责人签名" if look.village.kind == "collective" else "党组织\n书记签名",
    )  # fmt: skip


def _opinion(record: StepRecord | None, heard: Hearing | None) -> str:
    if record is None:
        return ""
    decided = "不同意提交" if record.outcome == "not_passed" else "同意提交下一环节"
    return "\n".join(filter(None, (f"{decided}。", heard.words if heard else record.words)))


def _references(matter: Matter, rule: StepRule | None) -> tuple[str, ...]:
    if rule is None:
        return ()
    cited = cite(filter(None, (rule.reference_on(name, matter.event_on) for name in rule.rules)))
    return tuple(filter(None, cited.split("；")))


def _joint_base(look: Look, matter: Matter) -> int | None:
    """Out of how many a joint proposal comes: representatives, or grown-up villagers."""
    if matter.proposer == "reps":
        seats = Membership.body.in_(("villager_reps", "resident_reps"))
        held = (Membership.since <= matter.event_on) & (Membership.until.is_(None) | (Membership.until >= matter.event_on))
        return look.session.scalar(select(func.count(Membership.person_id.distinct())).where(seats, held)) or None
    if matter.proposer == "villagers":
        return len(due_lines(look.session, "villager_assembly", matter.event_on)) or None
    return None


def decision_register_facts(look: Look, matter_id: int) -> DecisionRegisterFacts:
    """What the six sheets of the 决策实施登记表 say, as far as the matter has come."""
    matter = matter_row(look, matter_id)
    situation = _situation(look, matter)
    sheets = tuple(
        _posted_sheet(look, situation, key, title) if key.startswith("disclose") else _sheet(look, situation, key, title)
        for key, title in zip(COLUMNS, COLUMN_TITLES, strict=True)
    )
    return DecisionRegisterFacts(
        imprint=blank_imprint(look, None, late_lines([("提出事项", matter), *((r.title, r) for r in situation.records)])),
        matter=matter.title, matter_number=matter.label, category=CATEGORIES[matter.category],
        origin=ORIGIN_TITLES[matter.origin], sheets=sheets, origins=ORIGINS,
    )  # fmt: skip


def _called(situation: Situation, key: str, title: str) -> tuple[str, str]:
    """The title of a step and its body, in the words of the rules; the usual ones where they do not have it."""
    if not situation.profile.has(key):
        return title, "（本方案没有这一环节）"
    rule = situation.profile.step(key)
    return rule.title, rule.body_title


def _sheet(look: Look, situation: Situation, key: str, title: str) -> RegisterSheet:
    record = _newest(situation, key)
    heard = _hearing(look, record)
    title, body = _called(situation, key, title)
    result = ""
    if record is not None and heard is not None:
        decided = "没有通过" if record.outcome == "not_passed" else "通过"
        result = f"同意{heard.yes}票，反对{heard.no}票，弃权{heard.abstain}票，{decided}。\n{heard.words}".strip()
    elif record is not None:
        result = record.words
    when = heard.when if heard else chinese_date(record.event_on) if record else ""
    return RegisterSheet(
        title=title, body=body, when=when, due=heard.due if heard else None, present=heard.present if heard else None,
        content=tuple(heard.text.split("\n")) if heard and heard.text else (), result=result,
        reference=cite([record.reference]) if record else "", form=heard.form if heard else "",
        chair=heard.chair if heard else "", recorder=heard.recorder if heard else "",
        township=heard.township if heard else (), publicity="", objections="", opinion="", key=key,
    )  # fmt: skip


def _posted_sheet(look: Look, situation: Situation, key: str, title: str) -> RegisterSheet:
    record, session, matter = _newest(situation, key), look.session, situation.matter
    title, body = _called(situation, key, title)
    lines: list[str] = []
    for posting in situation.postings(key):
        places = session.scalars(select(PostingPlace.place).where(PostingPlace.posting_id == posting.id).order_by(PostingPlace.id))
        end = f"至{chinese_date(posting.removed_on)}" if posting.removed_on else f"起，应当到{chinese_date(posting.until_on)}"
        why = f"（{posting.removed_reason}）" if posting.removed_reason else ""
        lines.append(f"{chinese_date(posting.event_on)}{end}{why}，张贴在{'、'.join(places)}")
    hung = [posting.id for posting in situation.postings(key)]
    raised = session.scalars(
        select(Objection).where(Objection.matter_id == matter.id, Objection.posting_id.in_(hung)).order_by(Objection.id)
    ).all()
    seen = session.scalars(
        select(Supervision).where(Supervision.matter_id == matter.id, Supervision.step == key).order_by(Supervision.id)
    )
    return RegisterSheet(
        title=title, body=body, when="", due=None, present=None, content=_published(look, situation, key) if hung else (),
        result=record.words if record else "", reference=cite([record.reference]) if record else "", form="", chair="",
        recorder="", township=(), publicity="\n".join(lines),
        objections="\n".join(_objected(one) for one in raised) or ("没有收到异议" if record else ""),
        opinion="\n".join(f"{one.persons}（{chinese_date(one.event_on)}）：{one.finding}" for one in seen), key=key,
    )  # fmt: skip


def _objected(row: Objection) -> str:
    if not row.finding or row.replied_on is None:
        return f"{chinese_date(row.event_on)}收到异议，正在调查"
    return f"{chinese_date(row.event_on)}收到异议，{chinese_date(row.replied_on)}答复，异议{FINDINGS[row.finding]}"


def _published(look: Look, situation: Situation, key: str) -> tuple[str, ...]:
    """What the notice of a step says, as it was issued."""
    paper = situation.paper({"disclose_resolution": "resolution", "disclose_result": "result"}[key])
    if paper is None:
        return ()
    told: dict[str, Any] = json.loads(paper.facts)
    number = (f"见{paper.document_number}公告",) if paper.document_number else ()
    if key == "disclose_resolution":
        return (*number, *told["resolution"])
    pairs = (("实际支出", told["actual"]), ("验收结论", told["finding"]), ("遗留事项", told["outstanding"] or "无"))
    return (*number, *(f"{name}：{words}" for name, words in pairs if words))


def supervising(look: Look, matter_id: int) -> tuple[Obstacle, ...]:
    """Why there is no opinion yet: no step was taken that could have been watched."""
    matter = matter_row(look, matter_id)
    entered = select(func.count()).select_from(Supervision).where(Supervision.matter_id == matter.id)
    if _situation(look, matter).records or look.session.scalar(entered):
        return ()
    fix = "请先开会办第一个环节，由监督委员会列席，再登记监督"
    return (Obstacle("这件事项还没有办过一个环节，没有监督意见可写", fix, "", "plan_meeting", "nothing_supervised"),)


def supervision_opinion_facts(look: Look, matter_id: int) -> SupervisionOpinionFacts:
    """What the 监督意见书 of a matter says: each step taken, with what was entered of it, or room to write."""
    matter = matter_row(look, matter_id)
    situation = _situation(look, matter)
    entries = look.session.scalars(
        select(Supervision).where(Supervision.matter_id == matter.id).order_by(Supervision.id)
    ).all()
    found: list[SupervisedStep] = []
    for rule in situation.line:
        record = _newest(situation, rule.key)
        mine = [one for one in entries if one.step == rule.key]
        happened = record.words if record else ""
        step_on = record.event_on if record else None
        found += [SupervisedStep(rule.title, step_on, happened, e.event_on, e.persons, e.finding, e.note) for e in mine]
        if record is not None and not mine:
            found.append(SupervisedStep(rule.title, step_on, happened, None, "", "", ""))
    titles = {rule.key: rule.title for rule in situation.line}
    kind = look.village.kind
    return SupervisionOpinionFacts(
        imprint=blank_imprint(look, None, late_lines([(f"对“{titles.get(e.step, e.step)}”的监督", e) for e in entries])),
        matter=matter.title, matter_number=matter.label, category=CATEGORIES[matter.category],
        steps=tuple(found), title=OPINIONS[kind], committee=SUPERVISORS[kind],
    )
