"""The facts of the papers that hang on the wall: resolution and result."""

from datetime import date

from sqlalchemy import select

from consult_desk.base.citing import cite
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import chinese_date, money
from consult_desk.desk import Look
from consult_desk.documents.kinds.resolution import ResolutionFacts, StepLine
from consult_desk.documents.kinds.result import MilestoneLine, ResultFacts
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation
from consult_desk.model import AgendaItem, Event, Milestone, StepRecord, VerdictRecord
from consult_desk.rules.days import posting_until
from consult_desk.views.imprints import blank_imprint, late_lines, look_text, matter_row
from consult_desk.views.meeting_facts import said


def _channels(look: Look) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    village = look.village
    channels = tuple(
        (label, value) for label, value in (("异议受理地点", village.address), ("联系人和电话", village.contact)) if value
    )
    supervision = (("村务监督委员会", village.supervision_contact),) if village.supervision_contact else ()
    return channels, supervision


def board_places(look: Look) -> tuple[str, ...]:
    """The places of the notice boards, one line each."""
    return tuple(line.strip() for line in look.village.board_places.splitlines() if line.strip())


def _posting_days(look: Look, situation: Situation, step_key: str, posted_from: date) -> tuple[date, int, str]:
    step = situation.profile.step(step_key)
    until = posting_until(step, posted_from, posted_from, look.calendar, situation.profile.counting_on(posted_from))
    rule = step.publicity_on(posted_from)
    return until, rule.days if rule else 0, rule.reference if rule else ""


def resolution_facts(look: Look, matter_id: int, posted_from: date | None = None) -> ResolutionFacts:
    """What the 决议公告 of a matter says. Raises Refused before the matter is resolved."""
    matter = matter_row(look, matter_id)
    situation = Situation(look.session, matter, look.today, look.calendar)
    record = situation.record("resolve")
    if record is None or record.item_id is None:
        raise Refused(Obstacle("还没有形成决议，出不了决议公告", "请先开会表决", "", "plan_meeting", "no_resolution"))
    item = look.session.get_one(AgendaItem, record.item_id)
    gathering = Gathering(look.session, item.meeting)
    tally, _attendees = gathering.tally(item)
    votes = gathering.votes(item)
    verdicts = look.session.scalars(
        select(VerdictRecord).where(VerdictRecord.subject == "item", VerdictRecord.subject_id == item.id)
    ).all()
    counted = {e.person_id for e in gathering.entries if e.counted}
    start = posted_from or look.today
    until, days, reference = _posting_days(look, situation, "disclose_resolution", start)
    channels, supervision = _channels(look)
    rows: list[tuple[str, Event]] = [(r.title, r) for r in situation.records]
    rows.extend(("表决", v) for v in votes)
    return ResolutionFacts(
        imprint=blank_imprint(look, start, late_lines(rows)),
        matter=matter.title,
        matter_number=matter.label,
        meeting=item.meeting.title,
        held_on=item.meeting.event_on,
        due=len(counted),
        present=len(gathering.present_for(item) & counted),
        yes=tally.yes,
        no=tally.no,
        abstain=tally.abstain,
        spoiled=sum(v.invalid or 0 for v in votes),
        quorum_words=said(verdicts, "quorum"),
        pass_words=said(verdicts, "pass"),
        references=tuple(filter(None, cite(v.reference for v in verdicts).split("；"))),
        steps=tuple(_step_line(look, situation, r) for r in situation.records if r.outcome == "passed"),
        resolution=tuple(look_text(look, item).split("\n")),
        budget="" if matter.budget is None else money(matter.budget),
        fund_source=matter.fund_source,
        executor=matter.executor,
        deadline="" if matter.deadline is None else chinese_date(matter.deadline),
        posted_from=start,
        posted_until=until,
        posting_days=days,
        posting_reference=reference,
        places=board_places(look),
        channels=channels,
        supervision=supervision,
    )


def _step_line(look: Look, situation: Situation, record: StepRecord) -> StepLine:
    rule = situation.profile.step(record.step)
    words = record.words
    if record.item_id is not None:
        item = look.session.get_one(AgendaItem, record.item_id)
        gathering = Gathering(look.session, item.meeting)
        counted = {e.person_id for e in gathering.entries if e.counted}
        here, tally = len(gathering.present_for(item) & counted), gathering.tally(item)[0]
        words = f"应到{len(counted)}人，实到{here}人，同意{tally.yes}人，通过"
    return StepLine(rule.title, rule.body_title, record.event_on, words)


def result_facts(look: Look, matter_id: int, posted_from: date | None = None) -> ResultFacts:
    """What the 实施结果公告 of a matter says. Raises Refused before the work is accepted."""
    matter = matter_row(look, matter_id)
    situation = Situation(look.session, matter, look.today, look.calendar)
    execution, acceptance, resolved = situation.execution, situation.acceptance, situation.record("resolve")
    if execution is None or acceptance is None or resolved is None or execution.finished_on is None:
        raise Refused(Obstacle("实施还没有验收通过，出不了结果公告", "请先登记完工和验收", "", "accept_work", "no_acceptance"))
    parts = look.session.scalars(
        select(Milestone).where(Milestone.execution_id == execution.id).order_by(Milestone.number)
    ).all()
    resolution = situation.paper("resolution")
    start = posted_from or look.today
    until, days, reference = _posting_days(look, situation, "disclose_result", start)
    channels, supervision = _channels(look)
    spare = None if matter.budget is None or execution.actual is None else matter.budget - execution.actual
    difference = "" if spare is None else f"{'节余' if spare >= 0 else '超支'}{money(abs(spare))}"
    return ResultFacts(
        imprint=blank_imprint(look, start, late_lines([("实施", execution), ("验收", acceptance)])),
        matter=matter.title,
        matter_number=matter.label,
        resolution_number=resolution.document_number if resolution else "",
        resolved_on=resolved.event_on,
        executor=execution.executor,
        started_on=execution.event_on,
        finished_on=execution.finished_on,
        milestones=tuple(MilestoneLine(p.title, p.weight, p.done_on) for p in parts),
        progress=sum(p.weight for p in parts if p.done_on is not None),
        budget="" if matter.budget is None else money(matter.budget),
        actual="" if execution.actual is None else money(execution.actual),
        difference=difference,
        fund_source=matter.fund_source,
        contractor=execution.contractor,
        accepted_on=acceptance.event_on,
        accepted_by=tuple(acceptance.by.split("、")),
        finding=acceptance.finding,
        outstanding=execution.outstanding,
        posted_from=start,
        posted_until=until,
        posting_days=days,
        posting_reference=reference,
        places=board_places(look),
        channels=channels,
        supervision=supervision,
    )
