"""The facts of the papers that a decision leaves behind: the summary of a meeting, the resolution itself."""

from sqlalchemy import select

from consult_desk.base.citing import cite
from consult_desk.base.errors import Obstacle
from consult_desk.base.text import chinese_date, money
from consult_desk.desk import Look
from consult_desk.documents.kinds.minutes import AgendaRecord, MinutesFacts
from consult_desk.documents.kinds.resolution_document import ResolutionDocumentFacts
from consult_desk.documents.kinds.summary_minutes import SummaryItem, SummaryMinutesFacts
from consult_desk.flow.due import ASSEMBLIES, BODY_TITLES
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation, require
from consult_desk.model import AgendaItem, Event, Matter, Minutes, VerdictRecord
from consult_desk.rules.bases import BASES
from consult_desk.rules.requirement import bases_of
from consult_desk.views.imprints import blank_imprint, late_lines, look_text, matter_row, meeting_row, moment_words
from consult_desk.views.meeting_facts import METHODS, counts_of, notice_words, said
from consult_desk.views.meeting_paper_facts import too_early


def summary_minutes_facts(look: Look, meeting_id: int) -> SummaryMinutesFacts:
    """What the 会议纪要 says, by the confirmed minutes. Raises Refused before they are confirmed."""
    from consult_desk.documents.paper import facts_from_json, paper

    require(too_early(look, "summary_minutes", meeting_id))
    meeting = meeting_row(look, meeting_id)
    query = select(Minutes).where(Minutes.meeting_id == meeting.id).order_by(Minutes.number.desc()).limit(1)
    row = look.session.scalars(query).one()
    facts: MinutesFacts = facts_from_json(paper("minutes"), row.facts)
    every = look.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id))
    matters = {item.matter.label: item.matter for item in every}
    village = look.village
    body = BODY_TITLES.get(meeting.body, meeting.body).replace("村“", "“")
    body = body if body.endswith(("会议", "大会")) else f"{body}会议"
    return SummaryMinutesFacts(
        imprint=blank_imprint(look, late=facts.imprint.late),
        mark=f"{village.name}{body}纪要",
        meeting=meeting.title,
        held_on=meeting.event_on,
        sittings=facts.sittings,
        convener=facts.convener,
        chair=facts.chair,
        due=facts.due,
        present_count=facts.present,
        quorum_words=facts.quorum_words,
        items=tuple(_agreed(item, matters.get(item.matter_number)) for item in facts.items),
        present=facts.present_names,
        leave=tuple(name for name, _reason in facts.leave),
        absent=facts.absent,
        observers=facts.observers,
    )


def _agreed(item: AgendaRecord, matter: Matter | None) -> SummaryItem:
    counts = dict(item.counts)
    votes = "，".join(f"{name}{counts[name]}票" for name in ("同意", "反对", "弃权") if name in counts)
    outcome = item.decision.removeprefix(f"{item.title}：").removesuffix("。")
    passed = outcome == "通过"
    words = {"通过": "通过了这一事项", "没有通过": "没有通过这一事项"}.get(outcome, "没有表决这一事项")
    known = matter if passed else None
    return SummaryItem(
        title=item.title,
        matter_number=item.matter_number,
        step=item.step,
        decision=words,
        votes=votes,
        text=item.text if passed else (),
        executor=known.executor if known is not None else "",
        deadline=chinese_date(known.deadline) if known is not None and known.deadline else "",
        agreed=passed,
    )


def deciding(look: Look, matter_id: int) -> tuple[Obstacle, ...]:
    """Why the 决议书 of a matter cannot be drawn: it is not resolved."""
    situation = Situation(look.session, matter_row(look, matter_id), look.today, look.calendar)
    record = situation.record("resolve")
    if record is None or record.item_id is None:
        return (Obstacle("还没有形成决议，出不了决议书", "请先开会表决", "", "plan_meeting", "no_resolution"),)
    return ()


def resolution_document_facts(look: Look, matter_id: int) -> ResolutionDocumentFacts:
    """What the 决议书 of a matter says. Raises Refused before the matter is resolved."""
    require(deciding(look, matter_id))
    matter = matter_row(look, matter_id)
    situation = Situation(look.session, matter, look.today, look.calendar)
    record = situation.record("resolve")
    item = look.session.get_one(AgendaItem, record.item_id if record is not None else None)
    meeting, gathering = item.meeting, Gathering(look.session, item.meeting)
    votes = gathering.votes(item)
    tally, _attendees = gathering.tally(item)
    query = select(VerdictRecord).where(VerdictRecord.subject == "item", VerdictRecord.subject_id == item.id)
    verdicts = look.session.scalars(query.order_by(VerdictRecord.id)).all()
    counted = {e.person_id for e in gathering.entries if e.counted}
    here = gathering.present_for(item) & counted
    step = situation.profile.step(item.step)
    quorum = step.quorum_on(meeting.event_on)
    bases = bases_of(quorum) if quorum is not None else ()
    rows: list[tuple[str, Event]] = [("会议", meeting), *(("表决", v) for v in votes)]
    roles = ["主持人", "记录人"]
    if any(vote.scrutineers for vote in votes):
        roles.append("监票人")
    return ResolutionDocumentFacts(
        imprint=blank_imprint(look, max((v.event_on for v in votes), default=meeting.event_on), late_lines(rows)),
        matter=matter.title,
        matter_number=matter.label,
        meeting=meeting.title,
        body=BODY_TITLES.get(meeting.body, meeting.body),
        counted="按" + "、".join(BASES[base] for base in bases) if bases else "",
        authorization=said(verdicts, "authorization"),
        notice_words=notice_words(look, gathering),
        held_on=meeting.event_on,
        sittings=tuple((s.place, moment_words(s.starts_at, look)) for s in gathering.sittings),
        convener=meeting.convener,
        chair=meeting.chair,
        recorder=meeting.recorder,
        due=len(counted),
        present=len(here),
        women=_women(gathering, here),
        method="、".join(dict.fromkeys(METHODS[v.method] for v in votes)),
        counts=tuple((name, count) for name, count in counts_of(votes) if name.endswith("票")),
        yes=tally.yes,
        no=tally.no,
        abstain=tally.abstain,
        quorum_words=said(verdicts, "quorum"),
        pass_words=said(verdicts, "pass"),
        references=tuple(filter(None, cite(v.reference for v in verdicts).split("；"))),
        text=tuple(look_text(look, item).split("\n")),
        budget="" if matter.budget is None else money(matter.budget),
        fund_source=matter.fund_source,
        executor=matter.executor,
        deadline="" if matter.deadline is None else chinese_date(matter.deadline),
        signers=tuple(roles),
        needs_authorization=meeting.body not in ASSEMBLIES and step.authorization_on(meeting.event_on),
    )


def _women(gathering: Gathering, here: frozenset[int] | set[int]) -> str:
    """How many of the representatives due and present are women, "" where no representatives meet."""
    women = {e.person_id for e in gathering.entries if e.counted and e.representative and e.woman}
    if not any(e.representative for e in gathering.entries):
        return ""
    return f"代表中的妇女应到{len(women)}人，实到{len(women & here)}人"
