"""The facts of each paper, gathered from the record; what papers draw and minutes freeze."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import chinese_date, money
from consult_desk.desk import Look
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kinds.attendance_sheet import AttendanceLine, AttendanceSheetFacts
from consult_desk.documents.kinds.meeting_notice import MeetingNoticeFacts
from consult_desk.documents.kinds.minutes import AgendaRecord, MinutesFacts
from consult_desk.documents.kinds.resolution import ResolutionFacts, StepLine
from consult_desk.documents.kinds.result import MilestoneLine, ResultFacts
from consult_desk.flow.due import BODY_TITLES, due_lines
from consult_desk.flow.engine import versions
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation
from consult_desk.model import (
    AgendaItem,
    DueEntry,
    Event,
    Group,
    Household,
    Matter,
    Meeting,
    Milestone,
    Observer,
    Person,
    Recusal,
    Speech,
    StepRecord,
    VerdictRecord,
    Vote,
)
from consult_desk.rules.days import judge_notice, posting_until
from consult_desk.rules.profile import StepRule

METHODS = {"show_of_hands": "举手表决", "roll_call": "记名表决", "secret_ballot": "无记名投票"}


def late_line(what: str, row: Event) -> str:
    """补录 sentence of a row typed in later than it happened, "" when in time."""
    return f"补录：{what}发生于{chinese_date(row.event_on)}，{chinese_date(row.entered_on)}录入" if row.late else ""


def late_lines(pairs: Sequence[tuple[str, Event]]) -> tuple[str, ...]:
    """The 补录 sentences of several rows, each once."""
    return tuple(dict.fromkeys(line for what, row in pairs if (line := late_line(what, row))))


def meeting_row(look: Look, meeting_id: int) -> Meeting:
    """The meeting of that id. Raises Refused when there is none."""
    found = look.session.get(Meeting, meeting_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {meeting_id} 号会议", "请在会议列表里选择", code="unknown_meeting"))
    return found


def matter_row(look: Look, matter_id: int) -> Matter:
    """The matter of that id. Raises Refused when there is none."""
    found = look.session.get(Matter, matter_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {matter_id} 号事项", "请在台账里选择事项", code="unknown_matter"))
    return found


def blank_imprint(look: Look, issued_on: date | None = None, late: tuple[str, ...] = ()) -> Imprint:
    """An imprint before number, version and head are known; issue_paper completes it."""
    village = look.village
    return Imprint(
        village=village.name, issuers=_issuers(look), number="", version=1, supersedes="", correction="",
        issued_on=issued_on or look.today, head="0" * 64, head_size=0, late=late, practice=village.practice,
    )  # fmt: skip


def _issuers(look: Look) -> tuple[str, ...]:
    village = look.village
    match village.kind:
        case "community":
            return (f"中共{village.name}支部委员会", f"{village.name}居民委员会")
        case "collective":
            return (village.name,)
        case _:
            return (f"中共{village.name}支部委员会", f"{village.name}村民委员会")


def moment_words(moment: datetime, look: Look) -> str:
    """2026年3月5日 9:00 in local time."""
    local = moment.astimezone(look.now.tzinfo)
    minute = f"{local.minute:02d}分" if local.minute else ""
    return f"{chinese_date(local.date())}{local.hour}时{minute}"


def _sittings(gathering: Gathering, look: Look) -> tuple[tuple[str, str], ...]:
    return tuple((s.place, moment_words(s.starts_at, look)) for s in gathering.sittings)


def _notice(look: Look, gathering: Gathering) -> tuple[str, str]:
    """Words and article of the notice period of a meeting's strictest item."""
    meeting = gathering.meeting
    found: list[tuple[str, str]] = []
    for item in gathering.items:
        situation = Situation(look.session, item.matter, look.today, look.calendar)
        step = situation.profile.step(item.step)
        if step.notice_on(meeting.event_on) is not None:
            verdict = judge_notice(
                step, meeting.event_on, meeting.notice_given_on, meeting.event_on,
                special_reason=meeting.special_reason, counting=situation.profile.counting_on(meeting.event_on),
            )  # fmt: skip
            found.append((verdict.words, verdict.reference))
    if found:
        return found[0]
    given = meeting.notice_given_on
    return (f"{chinese_date(given)}发出通知" if given else "", "")


def _called(body: str) -> str:
    names = {
        "party_committee": "支部委员会全体委员", "two_committees": "村“两委”全体成员",
        "party_member_meeting": "全体党员", "rep_meeting": "村民委员会成员和全体村民代表",
        "villager_assembly": "全体十八周岁以上村民", "group_meeting": "本组十八周岁以上村民",
        "resident_rep_meeting": "居民委员会成员和全体居民代表", "resident_assembly": "全体十八周岁以上居民",
        "collective_board": "理事会全体成员", "collective_assembly": "全体成员",
        "collective_rep_assembly": "全体成员代表",
    }  # fmt: skip
    return names.get(body, BODY_TITLES.get(body, body))


def meeting_notice_facts(look: Look, meeting_id: int) -> MeetingNoticeFacts:
    """What the 会议通知 of a meeting says. Raises Refused before the notice was given."""
    meeting = meeting_row(look, meeting_id)
    if meeting.notice_given_on is None or meeting.notice_entered_on is None:
        raise Refused(Obstacle("会议通知还没有登记发出", "请先登记通知日期", "", "issue_notice", "no_notice"))
    gathering = Gathering(look.session, meeting)
    words, reference = _notice(look, gathering)
    late = ()
    if meeting.notice_entered_on > meeting.notice_given_on:
        late = (
            f"补录：会议通知发出于{chinese_date(meeting.notice_given_on)}，{chinese_date(meeting.notice_entered_on)}录入",
        )
    return MeetingNoticeFacts(
        imprint=blank_imprint(look, meeting.notice_given_on, late),
        meeting=meeting.title,
        called=_called(meeting.body),
        sittings=_sittings(gathering, look),
        agenda=tuple(f"{item.matter.title}（{_step(look, item).title}）" for item in gathering.items),
        convener=meeting.convener,
        chair=meeting.chair,
        notice_given_on=meeting.notice_given_on,
        notice_words=words,
        reference=reference,
        special_reason=meeting.special_reason,
        contact=look.village.contact,
    )


def _step(look: Look, item: AgendaItem) -> StepRule:
    return Situation(look.session, item.matter, look.today, look.calendar).profile.step(item.step)


def _group_names(look: Look, person_ids: Sequence[int]) -> dict[int, str]:
    query = (
        select(Person.id, Group.name)
        .join(Household, Person.household_id == Household.id)
        .join(Group, Household.group_id == Group.id)
        .where(Person.id.in_(person_ids))
    )
    return {person_id: name for person_id, name in look.session.execute(query)}


def attendance_sheet_facts(look: Look, meeting_id: int, sitting_id: int | None = None) -> AttendanceSheetFacts:
    """What the 签到册 of one sitting says: the frozen list, or the list as of the day before it is frozen."""
    meeting = meeting_row(look, meeting_id)
    gathering = Gathering(look.session, meeting)
    sitting = next((s for s in gathering.sittings if sitting_id in (None, s.id)), gathering.sittings[0])
    if meeting.due_frozen:
        rows = [(e.person, e.seat, e.counted, e.reason) for e in gathering.entries]
    else:
        lines = due_lines(look.session, meeting.body, meeting.event_on, group_id=meeting.group_id)
        rows = [(line.person, line.seat, line.counted, line.reason) for line in lines]
    groups = _group_names(look, [person.id for person, *_rest in rows])
    leave = {a.person_id: "请假" for a in gathering.attendances if a.state == "leave"}
    counted = [(person, seat) for person, seat, included, _reason in rows if included]
    verdict = ""
    if gathering.items:
        step = _step(look, gathering.items[0])
        quorum = step.quorum_on(meeting.event_on)
        verdict = "" if quorum is None else f"{quorum.words()}到会方可开会"
    return AttendanceSheetFacts(
        imprint=blank_imprint(look, meeting.event_on),
        meeting=meeting.title,
        place=sitting.place,
        moment=moment_words(sitting.starts_at, look),
        due=len(counted),
        quorum_words=verdict,
        lines=tuple(
            AttendanceLine(n, person.name, seat, groups.get(person.id, ""), person.sex, leave.get(person.id, ""))
            for n, (person, seat) in enumerate(counted, 1)
        ),
        excluded=tuple((person.name, reason) for person, _seat, included, reason in rows if not included),
    )


def minutes_facts(look: Look, meeting_id: int) -> MinutesFacts:
    """What the 会议记录 says, composed from the record of all sittings. Raises Refused before the meeting opened."""
    meeting = meeting_row(look, meeting_id)
    if not meeting.due_frozen:
        raise Refused(Obstacle("会议还没有召开，没有可以成文的记录", "请先开会", "", "open_meeting", "not_open"))
    gathering = Gathering(look.session, meeting)
    here = {a.person_id for a in gathering.attendances if a.state == "present"}
    proxies = {p.giver_id: p for p in gathering.proxies}
    counted: list[DueEntry] = [e for e in gathering.entries if e.counted]
    names = {e.person_id: e.person.name for e in gathering.entries}
    leave = [(a.person.name, a.reason) for a in gathering.attendances if a.state == "leave"]
    on_leave = {a.person_id for a in gathering.attendances if a.state == "leave"}
    absent = [e for e in counted if e.person_id not in here | set(proxies) | on_leave]
    observers = look.session.scalars(select(Observer).where(Observer.meeting_id == meeting.id)).all()
    quorum = look.session.scalar(
        select(VerdictRecord).where(
            VerdictRecord.subject == "item", VerdictRecord.kind == "quorum",
            VerdictRecord.subject_id.in_([i.id for i in gathering.items]),
        )  # fmt: skip
    )
    rows: list[tuple[str, Event]] = [("会议", meeting), *(("签到", a) for a in gathering.attendances)]
    items = tuple(_agenda_record(look, gathering, item, rows) for item in gathering.items)
    attended = [e for e in counted if e.person_id in here or e.person_id in proxies]
    return MinutesFacts(
        imprint=blank_imprint(look, meeting.event_on, late_lines(rows)),
        meeting=meeting.title,
        held_on=meeting.event_on,
        sittings=_sittings(gathering, look),
        convener=meeting.convener,
        chair=meeting.chair,
        recorder=meeting.recorder,
        due=len(counted),
        present=len(attended),
        present_names=tuple(e.person.name for e in counted if e.person_id in here),
        leave=tuple(leave),
        absent=tuple(e.person.name for e in absent),
        excluded=tuple((e.person.name, e.reason) for e in gathering.entries if not e.counted),
        observers=tuple(f"{o.name}（{o.role}）" for o in observers),
        proxies=tuple((names[p.giver_id], names[p.holder_id]) for p in gathering.proxies),
        quorum_words=quorum.words if quorum else "",
        quorum_reference=quorum.reference if quorum else "",
        notice_words=_notice(look, gathering)[0],
        items=items,
        signers=("主持人", "记录人"),
    )


def _agenda_record(
    look: Look, gathering: Gathering, item: AgendaItem, rows: list[tuple[str, Event]]
) -> AgendaRecord:
    session = look.session
    step = _step(look, item)
    speeches = session.scalars(select(Speech).where(Speech.item_id == item.id).order_by(Speech.number)).all()
    recused = session.scalars(
        select(Recusal).options(joinedload(Recusal.person)).where(Recusal.item_id == item.id)
    ).all()
    votes = gathering.votes(item)
    rows.extend([*(("发言", s) for s in speeches), *(("表决", v) for v in votes)])
    verdicts = session.scalars(
        select(VerdictRecord).where(VerdictRecord.subject == "item", VerdictRecord.subject_id == item.id)
    ).all()
    said = {v.kind: v for v in verdicts}
    text = item.matter.text
    version = look_text(look, item)
    decisions = {"passed": "通过", "not_passed": "没有通过", "": "本次会议没有表决"}
    return AgendaRecord(
        title=item.matter.title,
        matter_number=item.matter.label,
        step=f"{step.title}（提议与商议合并召开）" if item.merged else step.title,
        text=tuple((version or text).split("\n")),
        speeches=tuple((s.speaker, s.words) for s in speeches),
        recused=tuple((r.person.name, r.reason) for r in recused),
        method="、".join(dict.fromkeys(METHODS[v.method] for v in votes)),
        counts=_counts(votes),
        tellers=_tellers(votes),
        quorum_words=said["quorum"].words if "quorum" in said else "",
        pass_words=said["pass"].words if "pass" in said else "",
        reference="；".join(dict.fromkeys(v.reference for v in verdicts if v.reference)),
        decision=f"{item.matter.title}：{decisions[item.outcome]}。",
    )


def look_text(look: Look, item: AgendaItem) -> str:
    """The text an item decided on, frozen; "" while it is not decided."""
    if item.text_number is None:
        return ""
    return next((v.text for v in versions(look.session, item.matter) if v.number == item.text_number), "")


def _counts(votes: Sequence[Vote]) -> tuple[tuple[str, int], ...]:
    if not votes:
        return ()
    found = [("有表决权的到会人员", sum(v.attendees for v in votes))]
    if any(v.issued is not None for v in votes):
        for label, name in (("发出票", "issued"), ("收回票", "returned"), ("有效票", "valid"), ("无效票", "invalid")):
            found.append((label, sum(getattr(v, name) or 0 for v in votes)))
    return (
        *found,
        ("同意", sum(v.yes for v in votes)),
        ("反对", sum(v.no for v in votes)),
        ("弃权", sum(v.abstain for v in votes)),
    )


def _tellers(votes: Sequence[Vote]) -> tuple[tuple[str, str], ...]:
    found: dict[str, None] = {}
    for vote in votes:
        for role, names in (("监票人", vote.scrutineers), ("计票人", vote.tellers), ("唱票人", vote.callers)):
            if names:
                found[f"{role}\t{names}"] = None
    return tuple((line.split("\t")[0], line.split("\t")[1]) for line in found)


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
    said = {v.kind: v for v in verdicts}
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
        quorum_words=said["quorum"].words,
        pass_words=said["pass"].words,
        references=tuple(dict.fromkeys(v.reference for v in verdicts if v.reference)),
        steps=tuple(_step_line(situation, r) for r in situation.records if r.outcome == "passed"),
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


def _step_line(situation: Situation, record: StepRecord) -> StepLine:
    rule = situation.profile.step(record.step)
    return StepLine(rule.title, rule.body_title, record.event_on, record.words)


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

