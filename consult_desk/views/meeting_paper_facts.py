"""The facts of the papers around one meeting: the notice for each person, the records of its items, the tallies."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult_desk.base.citing import cite
from consult_desk.base.errors import Obstacle
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.documents.item_record import ItemHeard, ItemRecordFacts
from consult_desk.documents.kinds.personal_notice import Called, PersonalNoticeFacts
from consult_desk.documents.kinds.tally_sheet import TallyCount, TallyItem, TallySheetFacts
from consult_desk.flow import gavel
from consult_desk.flow.due import BODY_TITLES
from consult_desk.flow.engine import versions
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation, require
from consult_desk.model import (
    AgendaItem,
    Event,
    JointProposer,
    Meeting,
    Minutes,
    NoticeDelivery,
    Observer,
    Recusal,
    Sitting,
    StepRecord,
    TextVersion,
    VerdictRecord,
    Vote,
)
from consult_desk.views import minutes_words
from consult_desk.views.imprints import blank_imprint, late_lines, look_text, meeting_row, moment_words
from consult_desk.views.meeting_facts import (
    METHODS,
    counts_of,
    group_names,
    meeting_notice_facts,
    said,
    tellers_of,
)
from consult_desk.views.vocabulary import ORIGIN_TITLES, PROPOSER_TITLES

# The records of items: at which step of the rules, and what it is called.
RECORDS = {"consultation_record": ("consult", "商议"), "deliberation_record": ("deliberate", "审议")}
_TOWNSHIP = ("镇", "乡", "街道", "苏木", "县", "区")
_DECISIONS = {"passed": "通过", "not_passed": "没有通过", "": "本次会议没有表决"}


def personal_notice_facts(look: Look, meeting_id: int) -> PersonalNoticeFacts:
    """What the 会议通知 for each person says. Raises Refused before the notice was given, or where nobody is due."""
    require(too_early(look, "personal_notice", meeting_id))
    notice = meeting_notice_facts(look, meeting_id)
    meeting = meeting_row(look, meeting_id)
    gathering = Gathering(look.session, meeting)
    entries = gathering.entries if meeting.due_frozen else gavel.expected(gathering)
    counted = [entry for entry in entries if entry.counted]
    groups = group_names(look, [entry.person.id for entry in counted])
    query = select(NoticeDelivery).where(NoticeDelivery.meeting_id == meeting.id).order_by(NoticeDelivery.id)
    how = {row.person_id: f"{row.method}，{chinese_date(row.event_on)}" for row in look.session.scalars(query)}
    return PersonalNoticeFacts(
        imprint=notice.imprint,
        meeting=meeting.title,
        sittings=notice.sittings,
        agenda=notice.agenda,
        convener=meeting.convener,
        chair=meeting.chair,
        given_on=notice.notice_given_on,
        special_reason=meeting.special_reason,
        contact=look.village.contact,
        people=tuple(
            Called(e.person.name, e.seat, groups.get(e.person.id, ""), how.get(e.person.id, "")) for e in counted
        ),
    )


def consultation_record_facts(look: Look, meeting_id: int) -> ItemRecordFacts:
    """What the 商议记录 of a meeting say, one for each matter it consulted on. Raises Refused before the meeting is over."""
    return _records(look, meeting_id, "consultation_record")


def deliberation_record_facts(look: Look, meeting_id: int) -> ItemRecordFacts:
    """What the 审议记录 of a meeting say, one for each matter it deliberated. Raises Refused before the meeting is over."""
    return _records(look, meeting_id, "deliberation_record")


def items_at(look: Look, meeting_id: int, step: str) -> tuple[AgendaItem, ...]:
    """The items of a meeting that stand at a step."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.step == step)
    return tuple(look.session.scalars(query.order_by(AgendaItem.number)))


def over(meeting: Meeting, what: str) -> tuple[Obstacle, ...]:
    """Why there is no such paper yet of a meeting: it is not over, or it is void."""
    match meeting.state:
        case "closed":
            return ()
        case "void":
            return (Obstacle(f"会议已经作废，没有{what}", "请核对会议", code="meeting_state"),)
        case "open":
            return (Obstacle(f"会议还没有散会，{what}还不全", "请先宣布散会", "", "close_meeting", "not_closed"),)
        case _:
            return (Obstacle(f"会议还没有召开，没有{what}", "请先开会", "", "open_meeting", "not_open"),)


def too_early(look: Look, kind: str, meeting_id: int) -> tuple[Obstacle, ...]:
    """Why a paper of a meeting may not be issued now; what only its facts tell is left to them."""
    meeting = meeting_row(look, meeting_id)
    if kind in RECORDS:
        step, what = RECORDS[kind]
        if not items_at(look, meeting.id, step):
            return (Obstacle(f"这次会议没有{what}的事项，不用{what}记录", "请另选一种文书", code="no_such_item"),)
        return over(meeting, f"{what}记录")
    if kind == "tally_sheet":
        return _untallied(look, meeting)
    if kind == "personal_notice" and meeting.state == "void":
        return (Obstacle("会议已经作废，不用再送通知", "请核对会议", code="meeting_state"),)
    if kind == "personal_notice" and meeting.notice_given_on is None:
        return (Obstacle("会议通知还没有登记发出", "请先登记通知日期", "", "issue_notice", "no_notice"),)
    if kind == "summary_minutes":
        return _unconfirmed(look, meeting)
    return ()


def _untallied(look: Look, meeting: Meeting) -> tuple[Obstacle, ...]:
    if meeting.state == "void":
        return (Obstacle("会议已经作废，不用计票单", "请核对会议", code="meeting_state"),)
    items = look.session.scalars(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)).all()
    if not items:
        return (Obstacle("会议没有议程，没有要计票的事项", "请先安排议程", code="no_agenda"),)
    voted = select(Vote.id).where(Vote.item_id.in_(items), ~Vote.superseded).limit(1)
    if meeting.state == "closed" and look.session.scalar(voted) is None:
        return (Obstacle("这次会议没有表决，没有计票单", "请核对会议", code="no_votes"),)
    return ()


def _unconfirmed(look: Look, meeting: Meeting) -> tuple[Obstacle, ...]:
    if found := over(meeting, "会议纪要"):
        return found
    if look.session.scalar(select(Minutes.id).where(Minutes.meeting_id == meeting.id).limit(1)) is None:
        words = "会议记录还没有确认，纪要要照确认过的记录写"
        return (Obstacle(words, "请主持人、记录人核对后确认", "", "confirm_minutes", "not_confirmed"),)
    return ()


def _records(look: Look, meeting_id: int, kind: str) -> ItemRecordFacts:
    require(too_early(look, kind, meeting_id))
    meeting = meeting_row(look, meeting_id)
    items = items_at(look, meeting.id, RECORDS[kind][0])
    gathering = Gathering(look.session, meeting)
    entries = gathering.entries
    counted = [e for e in entries if e.counted]
    here = gathering.present()
    away = {a.person_id: a for a in gathering.attendances if a.state == "leave"}
    observers = look.session.scalars(select(Observer).where(Observer.meeting_id == meeting.id).order_by(Observer.id)).all()
    rows: list[tuple[str, Event]] = [("会议", meeting), *(("签到", a) for a in gathering.attendances)]
    heard = tuple(_heard(look, gathering, item, rows) for item in items)
    many, remote = len(gathering.sittings), any(a.remote for a in gathering.attendances)
    form = "现场和线上结合" if remote else "现场会议"
    return ItemRecordFacts(
        imprint=blank_imprint(look, meeting.event_on, late_lines(rows)),
        meeting=meeting.title,
        body=BODY_TITLES.get(meeting.body, meeting.body),
        form=f"{form}，分{many}场" if many > 1 else form,
        sittings=tuple((s.place, moment_words(s.starts_at, look)) for s in gathering.sittings),
        convener=meeting.convener,
        chair=meeting.chair,
        recorder=meeting.recorder,
        members=len(entries),
        voters=sum(1 for e in entries if e.has_vote),
        due=len(counted),
        leave=tuple((a.person.name, a.reason) for a in away.values()),
        absent=tuple(e.person.name for e in counted if e.person_id not in here and e.person_id not in away),
        excluded=tuple((e.person.name, e.reason) for e in entries if not e.counted),
        township=tuple(f"{o.name}（{o.role}）" for o in observers if of_township(o, look)),
        observers=tuple(f"{o.name}（{o.role}）" for o in observers if not of_township(o, look)),
        items=heard,
    )


def of_township(observer: Observer, look: Look) -> bool:
    """Whether somebody who sat in came from the township."""
    role = observer.role.replace(look.village.name, "").replace("社区", "").replace("小区", "")
    return (look.village.township or "乡镇") in role or any(word in role for word in _TOWNSHIP)


def _heard(look: Look, gathering: Gathering, item: AgendaItem, rows: list[tuple[str, Event]]) -> ItemHeard:
    session, matter, meeting = look.session, item.matter, gathering.meeting
    situation = Situation(session, matter, look.today, look.calendar)
    votes = gathering.votes(item)
    speeches = minutes_words.speeches(look, item)
    own = minutes_words.edited(look, meeting.id).get(f"discussion.{item.number}", "")
    rows.extend([*(("发言", s) for s in speeches), *(("表决", v) for v in votes)])
    query = select(VerdictRecord).where(VerdictRecord.subject == "item", VerdictRecord.subject_id == item.id)
    verdicts = session.scalars(query.order_by(VerdictRecord.id)).all()
    recused = session.scalars(select(Recusal).options(joinedload(Recusal.person)).where(Recusal.item_id == item.id)).all()
    before, amendments = _versions(versions(session, matter), item, meeting.event_on)
    final = look_text(look, item) or matter.text
    plan = before.text if before else final
    counted = {e.person_id for e in gathering.entries if e.counted}
    tally = gathering.tally(item)[0] if votes else None
    sent = session.scalar(select(StepRecord).where(StepRecord.item_id == item.id, StepRecord.step == item.step))
    after = situation.after(item.step)
    passed = item.outcome == "passed"
    return ItemHeard(
        title=matter.title,
        matter_number=matter.label,
        origin=ORIGIN_TITLES.get(matter.origin, matter.origin),
        proposer=proposer_words(look, item),
        plan=tuple(plan.split("\n")),
        plan_words=f"第{before.number}稿，{chinese_date(before.event_on)}，{before.reason}" if before else "",
        speeches=() if own else tuple((s.speaker, s.words) for s in speeches),
        discussion=own,
        amendments=amendments,
        recused=tuple((r.person.name, r.reason) for r in recused),
        present=len(gathering.present_for(item) & counted),
        method="、".join(dict.fromkeys(METHODS[v.method] for v in votes)),
        counts=tuple((name, count) for name, count in counts_of(votes) if name.endswith("票")),
        yes=tally.yes if tally else None,
        no=tally.no if tally else None,
        abstain=tally.abstain if tally else None,
        tellers=tellers_of(votes),
        quorum_words=said(verdicts, "quorum"),
        pass_words=said(verdicts, "pass"),
        reference=cite(v.reference for v in verdicts),
        result=_DECISIONS[item.outcome],
        revised=tuple(final.split("\n")) if final != plan else (),
        sent_on=sent.event_on if sent is not None and passed else None,
        sent_to=situation.profile.step(after).title if after and passed else "",
    )


def _versions(
    every: Sequence[TextVersion], item: AgendaItem, on: date
) -> tuple[TextVersion | None, tuple[str, ...]]:
    """The version that a meeting found before it, and what was changed from it to the one it voted on."""
    last = item.text_number or len(every)
    frozen = [v for v in every if v.number <= last]
    if item.outcome:
        frozen = frozen[:-1]  # the last one was frozen by the result itself
    before = [v for v in frozen if v.step != item.step or v.event_on < on]
    if item.merged:  # the proposal was frozen by the same result
        before = [v for v in before if v.event_on < on]
    found = before[-1] if before else None
    changed = [v for v in frozen if found is None or v.number > found.number]
    lines = tuple(f"{chinese_date(v.event_on)}：{v.reason}" for v in changed if v.step == item.step and v.reason)
    return found, lines


def proposer_words(look: Look, item: AgendaItem) -> str:
    """Who proposed a matter, with how many signed for it."""
    matter = item.matter
    signed = look.session.scalars(select(JointProposer).where(JointProposer.matter_id == matter.id)).all()
    who = PROPOSER_TITLES.get(matter.proposer, matter.proposer)
    return f"{who}（{len(signed)}人）" if signed else who


def tally_sheet_facts(look: Look, meeting_id: int) -> TallySheetFacts:
    """What the 计票单 of a meeting say: blank for items not voted yet, filled for those that were."""
    require(too_early(look, "tally_sheet", meeting_id))
    meeting = meeting_row(look, meeting_id)
    gathering = Gathering(look.session, meeting)
    entries = gathering.entries if meeting.due_frozen else gavel.expected(gathering)
    voters = sum(1 for e in entries if e.counted and e.has_vote)
    rows: list[tuple[str, Event]] = []
    items = tuple(_tally(look, gathering, item, voters, rows) for item in gathering.items)
    if meeting.state == "closed":
        items = tuple(item for item in items if any(count.yes is not None for count in item.counts))
    return TallySheetFacts(blank_imprint(look, meeting.event_on, late_lines(rows)), meeting.title, items)


def _tally(
    look: Look, gathering: Gathering, item: AgendaItem, voters: int, rows: list[tuple[str, Event]]
) -> TallyItem:
    votes = {vote.sitting_id: vote for vote in gathering.votes(item)}
    rows.extend(("表决", vote) for vote in votes.values())
    # A sitting that nobody voted in leaves no count behind once the item is decided.
    sittings = [s for s in gathering.sittings if s.id in votes or not item.outcome]
    counts = tuple(_count(look, sitting, votes.get(sitting.id)) for sitting in sittings)
    given = tuple(votes.values())
    share = ""
    if given:
        tally, attendees = gathering.tally(item)
        part = f"的{100 * tally.yes / attendees:.2f}%" if attendees else ""
        share = f"同意{tally.yes}票，占到会有表决权的{attendees}人{part}"
    query = select(VerdictRecord).where(VerdictRecord.subject == "item", VerdictRecord.subject_id == item.id)
    verdicts = [v for v in look.session.scalars(query.order_by(VerdictRecord.id)) if v.kind == "pass"]
    known: dict[str, list[str]] = {}
    for role, names in tellers_of(given):
        known.setdefault(role, []).append(names)
    return TallyItem(
        number=item.number,
        title=item.matter.title,
        matter_number=item.matter.label,
        counts=counts,
        total=_sum(given) if len(counts) > 1 and len(given) == len(counts) else None,
        share=share,
        pass_words=said(verdicts, "pass"),
        reference=cite(v.reference for v in verdicts),
        result=_DECISIONS[item.outcome] if item.outcome else "",
        tellers=tuple((role, "、".join(dict.fromkeys(names))) for role, names in known.items()),
        voters=voters,
    )


def _count(look: Look, sitting: Sitting, vote: Vote | None) -> TallyCount:
    moment = moment_words(sitting.starts_at, look)
    if vote is None:
        return TallyCount(sitting.place, moment, "", *(None,) * 8)
    return TallyCount(
        sitting.place, moment, METHODS[vote.method], vote.attendees, vote.issued, vote.returned, vote.valid, vote.invalid,
        vote.yes, vote.no, vote.abstain,
    )


def _sum(votes: Sequence[Vote]) -> TallyCount:
    """All sittings together; figures of ballots only where every sitting voted by ballot."""

    def add(name: str) -> int | None:
        figures = [getattr(vote, name) for vote in votes]
        return None if None in figures else sum(figures)

    method = "、".join(dict.fromkeys(METHODS[vote.method] for vote in votes))
    names = ("attendees", "issued", "returned", "valid", "invalid", "yes", "no", "abstain")
    return TallyCount("", "", method, *(add(name) for name in names))
