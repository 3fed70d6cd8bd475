"""Votes: record what was counted, refuse what cannot be, announce the result, confirm the minutes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from consult_desk.actions.attendance import begun
from consult_desk.actions.meetings import item_by, local_day
from consult_desk.actions.passage import (
    freeze_text,
    keep_rulings,
    pass_step,
    reason_of,
    situation_of,
)
from consult_desk.base.citing import cite
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import clean_line
from consult_desk.desk import Tx
from consult_desk.flow import gavel
from consult_desk.flow.announcing import announcing
from consult_desk.flow.engine import versions
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import require
from consult_desk.flow.steps import deliberation
from consult_desk.model import AgendaItem, Minutes, Movement, RollCall, Sitting, StepRecord, Vote
from consult_desk.rules.tally import Ballots, Tally, faults
from consult_desk.views.imprints import meeting_row
from consult_desk.views.meeting_facts import METHODS, minutes_facts

CHOICES = {"yes": "同意", "no": "反对", "abstain": "弃权"}


def record_vote(
    tx: Tx, item_id: int, method: str, yes: int = 0, no: int = 0, abstain: int = 0, sitting_id: int | None = None,
    issued: int | None = None, returned: int | None = None, valid: int | None = None, invalid: int | None = None,
    choices: Mapping[int, str] | None = None, tellers: str = "", callers: str = "", scrutineers: str = "",
    taken_at: datetime | None = None, correction: str = "",
) -> int:
    """登记表决结果：举手报总数，记名逐人登记，无记名报票数（发出、收回、有效、无效）和监票、计票、唱票人。

    choices: person id -> yes, no or abstain, for a roll call. taken_at: moment of the vote, needed when somebody
    came late or left early. correction: why an earlier count of this sitting is replaced. Raises Refused for any
    gate of the step (quorum, notice, authorisation …) and for counts that cannot be.
    """
    item = item_by(tx, item_id)
    meeting = item.meeting
    gathering = Gathering(tx.session, meeting)
    situation = situation_of(tx, item.matter)
    if item.outcome:
        raise Refused(Obstacle("这一项已经宣布结果", "要改变决定，请把事项退回重新表决", "", "send_back", "concluded"))
    require(deliberation.gates(situation, item, gathering))
    sitting = next((s for s in gathering.sittings if sitting_id in (None, s.id)), None)
    if sitting is None:
        raise Refused(Obstacle("这次会议没有这一场", "请核对场次", code="unknown_sitting"))
    begun(tx, sitting)
    moved = [a for a in gathering.attendances if a.sitting_id == sitting.id and (a.left_at or _after(a.arrived_at, sitting))]
    if moved and taken_at is None:
        raise Refused(
            Obstacle("有人晚到或者中途离会，要写明表决的时间才能算清人数", "请填写表决时间", code="taken_at")
        )
    if taken_at is not None and taken_at > tx.now:
        raise Refused(Obstacle("表决时间还没有到", "请核对时间", code="future_date"))
    if taken_at is None:
        # Whoever comes or goes later must not change what was counted: a vote always has its moment.
        live = local_day(tx, sitting.starts_at) == tx.today
        taken_at = max(tx.now, sitting.starts_at) if live else sitting.starts_at
    entitled = gathering.entitled(item, sitting.id, taken_at)
    tally = Tally(yes, no, abstain)
    if method == "roll_call":
        tally = _roll(choices or {}, entitled, gathering)
    elif choices:
        raise Refused(Obstacle("只有记名表决才逐人登记", "举手和无记名投票只登记总数", code="choices"))
    ballots = None
    if method == "secret_ballot":
        ballots = _ballots(issued, returned, valid, invalid, tally)
        if not (tellers.strip() and scrutineers.strip()):
            raise Refused(Obstacle("无记名投票要有计票人和监票人", "请填写计票人、监票人（和唱票人）姓名", code="tellers"))
    elif method not in METHODS:
        raise Refused(Obstacle(f"不认识的表决方式“{method}”", f"可选：{'、'.join(METHODS)}", code="method"))
    require([Obstacle(w, "请重新核对票数", code="impossible_count") for w in faults(ballots or tally, len(entitled))])
    earlier = next((v for v in gathering.votes(item) if v.sitting_id == sitting.id), None)
    if earlier is not None:
        correction = reason_of(correction)
        earlier.superseded = True
    vote = Vote(
        item_id=item.id, sitting_id=sitting.id, method=method, attendees=len(entitled), yes=tally.yes, no=tally.no,
        abstain=tally.abstain, issued=ballots and ballots.issued, returned=ballots and ballots.returned,
        valid=ballots and ballots.valid, invalid=ballots and ballots.invalid, tellers=tellers.strip(),
        callers=callers.strip(), scrutineers=scrutineers.strip(), taken_at=taken_at, correction=correction.strip(),
        **tx.stamp(min(local_day(tx, sitting.starts_at), tx.today)),
    )
    tx.session.add(vote)
    tx.session.flush()
    for person_id, choice in (choices or {}).items() if method == "roll_call" else ():
        tx.session.add(RollCall(vote_id=vote.id, person_id=int(person_id), choice=choice))
    return vote.id


def _after(arrived_at: datetime | None, sitting: Sitting) -> bool:
    return arrived_at is not None and arrived_at > sitting.starts_at


def _roll(choices: Mapping[int, str], entitled: frozenset[int], gathering: Gathering) -> Tally:
    names = {e.person_id: e.person.name for e in gathering.entries}
    for person_id, choice in choices.items():
        if choice not in CHOICES:
            raise Refused(Obstacle(f"不认识的表决意见“{choice}”", f"可选：{'、'.join(CHOICES)}", code="choice"))
        if int(person_id) not in entitled:
            name = names.get(int(person_id), f"编号 {person_id} 的人")
            raise Refused(
                Obstacle(f"{name}没有到会、已离会、回避或没有表决权，不能参加这项表决", "请核对签到和回避", code="absent_voter")
            )
    counted = list(choices.values())
    return Tally(counted.count("yes"), counted.count("no"), counted.count("abstain"))


def _ballots(issued: int | None, returned: int | None, valid: int | None, invalid: int | None, tally: Tally) -> Ballots:
    if issued is None or returned is None or valid is None or invalid is None:
        raise Refused(Obstacle("无记名投票要登记发出、收回、有效、无效的票数", "请补齐四个数字", code="ballots"))
    return Ballots(issued, returned, valid, invalid, tally.yes, tally.no, tally.abstain)


@dataclass(frozen=True)
class Outcome:
    """The announced result of one item: passed or not, in words, with the articles."""

    passed: bool
    words: str
    reference: str


def conclude_item(tx: Tx, item_id: int) -> Outcome:
    """宣布结果：核对到会、通知、授权、构成、票数，通过则进入下一步，没有通过则记为未通过。

    Raises Refused with every obstacle; then nothing is written.
    """
    item = item_by(tx, item_id)
    gathering = Gathering(tx.session, item.meeting)
    situation = situation_of(tx, item.matter)
    require(announcing(situation, item, gathering, tx.now.tzinfo))
    before = deliberation.rulings(situation, item, gathering)
    votes = deliberation.judge_vote(situation, item, gathering)
    # The law is that of the first sitting's day; the decision stands once the last sitting has voted.
    day = max(v.event_on for v in gathering.votes(item))
    keep_rulings(tx, "item", item.id, (*before, *votes, *deliberation.timeliness(situation, item)), day)
    passed = all(r.verdict.met for r in votes)
    words = "；".join(dict.fromkeys(r.verdict.words for r in (*before[:1], *votes)))
    reference = cite(r.verdict.reference for r in (*before, *votes))
    item.outcome = "passed" if passed else "not_passed"
    matter = item.matter
    if passed:
        if item.merged:
            pass_step(tx, matter, "propose", day, words, reference, item_id=item.id)
        pass_step(tx, matter, item.step, day, words, reference, item_id=item.id)
        item.text_number = _latest_text(tx, item)
    else:
        _reject(tx, item, words, reference, day)
    tx.session.flush()
    return Outcome(passed, words, reference)


def _latest_text(tx: Tx, item: AgendaItem) -> int:
    return versions(tx.session, item.matter)[-1].number


def _reject(tx: Tx, item: AgendaItem, words: str, reference: str, day: date) -> None:
    matter = item.matter
    title = situation_of(tx, matter).profile.step(item.step).title
    tx.session.add(
        StepRecord(
            matter_id=matter.id, step=item.step, title=title, round=matter.round, outcome="not_passed", words=words,
            reference=reference, item_id=item.id, **tx.stamp(day),
        )
    )
    item.text_number = freeze_text(tx, matter, item.step, day, f"{title}没有通过").number
    tx.session.add(
        Movement(
            matter_id=matter.id, kind="rejected", from_step=matter.step, to_step="", reason=words, **tx.stamp(day)
        )
    )
    matter.state = "rejected"


def confirm_minutes(tx: Tx, meeting_id: int, confirmed_by: str, reason: str = "") -> int:
    """确认会议记录：主持人、记录人核对后冻结；再次确认就是更正，要写明理由。

    Returns the version. Raises Refused while the meeting is not closed.
    """
    from consult_desk.documents.paper import facts_to_json
    meeting = meeting_row(tx, meeting_id)
    require(gavel.confirming(meeting))
    earlier = tx.session.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).all()
    if earlier:
        reason = reason_of(reason)
    facts = json.loads(facts_to_json(minutes_facts(tx, meeting_id)))
    minutes = Minutes(
        meeting_id=meeting.id, number=len(earlier) + 1, facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
        confirmed_by=clean_line(confirmed_by, "确认人"), reason=reason.strip(), **tx.stamp(),
    )
    tx.session.add(minutes)
    tx.session.flush()
    return minutes.number
