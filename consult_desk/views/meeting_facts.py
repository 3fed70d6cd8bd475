"""The facts of the papers of a meeting: notice, attendance sheet, minutes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult_desk.base.citing import cite
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.documents.kinds.attendance_sheet import AttendanceLine, AttendanceSheetFacts
from consult_desk.documents.kinds.meeting_notice import MeetingNoticeFacts
from consult_desk.documents.kinds.minutes import AgendaRecord, MinutesFacts
from consult_desk.flow import gavel
from consult_desk.flow.due import BODY_TITLES, due_lines
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation
from consult_desk.model import (
    AgendaItem,
    DueEntry,
    Event,
    Group,
    Household,
    Observer,
    Person,
    Recusal,
    VerdictRecord,
    Vote,
)
from consult_desk.rules.days import judge_notice
from consult_desk.rules.profile import StepRule
from consult_desk.views import minutes_words
from consult_desk.views.imprints import blank_imprint, late_lines, look_text, meeting_row, moment_words

METHODS = {"show_of_hands": "举手表决", "roll_call": "记名表决", "secret_ballot": "无记名投票"}


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
            )
            found.append((verdict.words, verdict.reference))
    if found:
        return found[0]
    given = meeting.notice_given_on
    return (f"{chinese_date(given)}发出通知" if given else "", "")


def notice_words(look: Look, gathering: Gathering) -> str:
    """The notice period of a meeting, with its arithmetic."""
    return _notice(look, gathering)[0]


def _called(body: str) -> str:
    names = {
        "party_committee": "支部委员会全体委员", "two_committees": "村“两委”全体成员",
        "party_member_meeting": "全体党员", "rep_meeting": "村民委员会成员和全体村民代表",
        "villager_assembly": "全体十八周岁以上村民", "group_meeting": "本组十八周岁以上村民",
        "resident_rep_meeting": "居民委员会成员和全体居民代表", "resident_assembly": "全体十八周岁以上居民",
        "collective_board": "理事会全体成员", "collective_assembly": "全体成员",
        "collective_rep_assembly": "全体成员代表",
    }
    return names.get(body, BODY_TITLES.get(body, body))


def meeting_notice_facts(look: Look, meeting_id: int) -> MeetingNoticeFacts:
    """What the 会议通知 of a meeting says. Raises Refused before the notice was given."""
    meeting = meeting_row(look, meeting_id)
    if meeting.notice_given_on is None or meeting.notice_entered_on is None:
        raise Refused(Obstacle("会议通知还没有登记发出", "请先登记通知日期", "", "issue_notice", "no_notice"))
    gathering = Gathering(look.session, meeting)
    words, reference = _notice(look, gathering)
    late: tuple[str, ...] = ()
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


def group_names(look: Look, person_ids: Sequence[int]) -> dict[int, str]:
    """Person id to the name of the natural group."""
    query = (
        select(Person.id, Group.name)
        .join(Household, Person.household_id == Household.id)
        .join(Group, Household.group_id == Group.id)
        .where(Person.id.in_(person_ids))
    )
    return {person_id: name for person_id, name in look.session.execute(query)}


def attendance_sheet_facts(look: Look, meeting_id: int) -> AttendanceSheetFacts:
    """What the 签到册 says, a sheet for each sitting: the frozen list, or the list as of the day before it is frozen."""
    meeting = meeting_row(look, meeting_id)
    gathering = Gathering(look.session, meeting)
    if meeting.due_frozen:
        rows = [(e.person, e.seat, e.counted, e.reason) for e in gathering.entries]
    else:
        out = gavel.left_out(look.session, meeting.id)
        lines = due_lines(look.session, meeting.body, meeting.event_on, group_id=meeting.group_id, exclusions=out)
        rows = [(line.person, line.seat, line.counted, line.reason) for line in lines]
    groups = group_names(look, [person.id for person, *_rest in rows])
    leave = {a.person_id: "请假" for a in gathering.attendances if a.state == "leave"}
    names = {person.id: person.name for person, *_rest in rows}
    proxies = {p.giver_id: names.get(p.holder_id, "") for p in gathering.proxies}
    counted = [(person, seat) for person, seat, included, _reason in rows if included]
    verdict = ""
    if gathering.items:
        step = _step(look, gathering.items[0])
        quorum = step.quorum_on(meeting.event_on)
        verdict = "" if quorum is None else f"{quorum.words()}到会方可开会"
    return AttendanceSheetFacts(
        imprint=blank_imprint(look, meeting.event_on, late_lines([("会议", meeting)])),
        meeting=meeting.title,
        sittings=_sittings(gathering, look),
        due=len(counted),
        quorum_words=verdict,
        lines=tuple(
            AttendanceLine(
                n, person.name, seat, groups.get(person.id, ""), person.sex, leave.get(person.id, ""),
                scan_code(person.id, meeting.id), proxies.get(person.id, ""),
            )
            for n, (person, seat) in enumerate(counted, 1)
        ),
        excluded=tuple((person.name, reason) for person, _seat, included, reason in rows if not included),
    )


def scan_code(person_id: int, meeting_id: int) -> str:
    """What the small code beside a name says; a scanner types it into the console like a keyboard."""
    return f"CD-P{person_id}-M{meeting_id}"


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
        )
    )
    rows: list[tuple[str, Event]] = [("会议", meeting), *(("签到", a) for a in gathering.attendances)]
    attended = [e for e in counted if e.person_id in here or e.person_id in proxies]
    own = minutes_words.edited(look, meeting.id)
    free = {**minutes_words.composed(look, gathering), **own}
    items = tuple(_agenda_record(look, gathering, item, rows, own) for item in gathering.items)
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
        opening=free["opening"],
        closing=free["closing"],
        remarks=free["remarks"],
    )


def _agenda_record(
    look: Look, gathering: Gathering, item: AgendaItem, rows: list[tuple[str, Event]], own: dict[str, str]
) -> AgendaRecord:
    session = look.session
    step = _step(look, item)
    speeches = minutes_words.speeches(look, item)
    discussion = own.get(f"discussion.{item.number}", "")
    recused = session.scalars(
        select(Recusal).options(joinedload(Recusal.person)).where(Recusal.item_id == item.id)
    ).all()
    votes = gathering.votes(item)
    rows.extend([*(("发言", s) for s in speeches), *(("表决", v) for v in votes)])
    verdicts = session.scalars(
        select(VerdictRecord).where(VerdictRecord.subject == "item", VerdictRecord.subject_id == item.id)
    ).all()
    text = item.matter.text
    version = look_text(look, item)
    decisions = {"passed": "通过", "not_passed": "没有通过", "": "本次会议没有表决"}
    return AgendaRecord(
        title=item.matter.title,
        matter_number=item.matter.label,
        step=f"{step.title}（提议与商议合并召开）" if item.merged else step.title,
        text=tuple((version or text).split("\n")),
        speeches=() if discussion else tuple((s.speaker, s.words) for s in speeches),
        recused=tuple((r.person.name, r.reason) for r in recused),
        method="、".join(dict.fromkeys(METHODS[v.method] for v in votes)),
        counts=counts_of(votes),
        tellers=tellers_of(votes),
        quorum_words=said(verdicts, "quorum"),
        pass_words=said(verdicts, "pass"),
        reference=cite(v.reference for v in verdicts),
        decision=f"{item.matter.title}：{decisions[item.outcome]}。",
        discussion=discussion,
    )


def said(verdicts: Sequence[VerdictRecord], kind: str) -> str:
    """What was judged of one kind: one sentence, or two where proposal and conference were heard as one."""
    return "；".join(dict.fromkeys(v.words for v in verdicts if v.kind == kind))


def counts_of(votes: Sequence[Vote]) -> tuple[tuple[str, int], ...]:
    """What was counted over all sittings: (label, number); ballots only where there were any."""
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


def tellers_of(votes: Sequence[Vote]) -> tuple[tuple[str, str], ...]:
    """Who scrutinised, counted and called out the votes: (role, names), each once."""
    found: dict[str, None] = {}
    for vote in votes:
        for role, names in (("监票人", vote.scrutineers), ("计票人", vote.tellers), ("唱票人", vote.callers)):
            if names:
                found[f"{role}\t{names}"] = None
    return tuple((line.split("\t")[0], line.split("\t")[1]) for line in found)
