"""Attendance: who came, is on leave, left early, sends a proxy, stands aside, sits in, and what was said."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from consult_desk.actions.meetings import item_by, local_day, opened
from consult_desk.actions.passage import reason_of, situation_of
from consult_desk.actions.people import person_by
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import clean_line, clean_text
from consult_desk.desk import Tx
from consult_desk.flow.announcing import not_begun
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import require
from consult_desk.model import AgendaItem, Attendance, Observer, Proxy, Recusal, Sitting, Speech, Vote
from consult_desk.views.imprints import meeting_row


def check_in(
    tx: Tx, meeting_id: int, person_ids: list[int], sitting_id: int | None = None, arrived_at: datetime | None = None,
    remote: bool = False,
) -> dict[str, int]:
    """签到：一人或多人到会。Returns how many are present now for each base.

    Raises Refused for somebody not on the due list, counted in another sitting already, or online where the rules
    do not know it.
    """
    gathering = opened(tx, meeting_id)
    sittings = {s.id: s for s in gathering.sittings}
    chosen = sitting_id if sitting_id is not None else gathering.sittings[0].id
    if chosen not in sittings:
        raise Refused(Obstacle("这次会议没有这一场", "请核对场次", code="unknown_sitting"))
    begun(tx, sittings[chosen])
    if remote:
        _remote(tx, gathering)
    votes = [(i, v) for i in gathering.items for v in gathering.votes(i) if v.sitting_id == chosen]
    if votes and arrived_at is None:
        raise Refused(Obstacle("这一场已经表决过了", "后到的人请写明到会时间，才不会算进前面的表决", code="arrived_at"))
    _after_results(votes, arrived_at)
    due = {e.person_id: e for e in gathering.entries}
    known = {a.person_id: a for a in gathering.attendances}
    for person_id in dict.fromkeys(person_ids):
        entry = due.get(person_id)
        if entry is None:
            name = person_by(tx, person_id).name
            raise Refused(
                Obstacle(f"{name}不在这次会议的应到名单里", "旁听的请登记为列席", "", "add_observer", "not_due")
            )
        if not entry.counted and entry.reason and entry.has_vote:
            raise Refused(
                Obstacle(f"{entry.person.name}已经按“{entry.reason}”不计入应到", "请核对名单", code="excluded_person")
            )
        row = known.get(person_id)
        if row is not None and row.state == "present":
            if row.sitting_id != chosen:
                raise Refused(
                    Obstacle(f"{entry.person.name}已经在另一场签到", "一个人只能计一次，请核对", code="counted_twice")
                )
            if row.left_at is not None:
                words = f"{entry.person.name}已经登记离会"
                raise Refused(Obstacle(words, "记错了请重新登记离会时间", "", "record_departure", "has_left"))
            continue
        if row is None:
            row = Attendance(
                meeting_id=meeting_id, person_id=person_id, left_at=None, **tx.stamp(_sitting_day(tx, sittings[chosen]))
            )
            tx.session.add(row)
        row.entered_at, row.entered_on = tx.now, tx.today
        row.state, row.sitting_id, row.reason, row.arrived_at, row.remote = "present", chosen, "", arrived_at, remote
        known[person_id] = row
    tx.session.flush()
    return Gathering(tx.session, gathering.meeting).present_counts()


def begun(tx: Tx, sitting: Sitting) -> None:
    """Refuse what is said of a sitting whose day has not come."""
    require(not_begun(sitting, tx.today, tx.now.tzinfo))


def _after_results(votes: Sequence[tuple[AgendaItem, Vote]], moment: datetime | None) -> None:
    """Nobody comes or goes, afterwards, before a vote whose result is announced."""
    for item, vote in votes:
        if item.outcome and vote.taken_at is not None and (moment is None or moment <= vote.taken_at):
            words = f"第 {item.number} 项的结果已经宣布，不能再改那时候的到会人数"
            raise Refused(Obstacle(words, "请核对到会、离会的时间", code="concluded"))


def _sitting_day(tx: Tx, sitting: Sitting) -> date:
    day = local_day(tx, sitting.starts_at)
    return min(day, tx.today)


def _remote(tx: Tx, gathering: Gathering) -> None:
    for item in gathering.items:
        profile = situation_of(tx, item.matter).profile
        if not profile.step(item.step).remote_on(gathering.meeting.event_on):
            raise Refused(
                Obstacle(
                    f"“{profile.step(item.step).title}”不能线上参加", "法律只允许集体经济组织成员大会线上参加", code="remote"
                )
            )


def record_leave(tx: Tx, meeting_id: int, person_ids: list[int], reason: str, absent: bool = False) -> None:
    """登记请假或缺席，写明原因。Raises Refused for somebody who has voted already."""
    gathering = opened(tx, meeting_id)
    due = {e.person_id: e for e in gathering.entries}
    known = {a.person_id: a for a in gathering.attendances}
    voted = any(gathering.votes(item) for item in gathering.items)
    for person_id in dict.fromkeys(person_ids):
        if person_id not in due:
            raise Refused(Obstacle("这个人不在应到名单里", "请核对名单", code="not_due"))
        row = known.get(person_id)
        if row is not None and row.state == "present" and voted:
            raise Refused(
                Obstacle(
                    f"{due[person_id].person.name}已经参加了表决，不能再改为{'缺席' if absent else '请假'}",
                    "中途离会请登记离会时间",
                    "",
                    "record_departure",
                    "absent_voter",
                )
            )
        if row is None:
            row = Attendance(
                meeting_id=meeting_id, person_id=person_id, arrived_at=None, left_at=None,
                **tx.stamp(min(gathering.meeting.event_on, tx.today)),
            )
            tx.session.add(row)
        row.state, row.sitting_id, row.arrived_at = "absent" if absent else "leave", None, None
        row.reason = reason.strip() if absent else clean_line(reason, "请假原因")
    tx.session.flush()


def record_departure(tx: Tx, meeting_id: int, person_id: int, left_at: datetime) -> dict[str, int]:
    """登记中途离会的时间。Returns how many remain for each base."""
    gathering = opened(tx, meeting_id)
    row = _present_row(gathering, person_id)
    if row.arrived_at is not None and left_at <= row.arrived_at:
        raise Refused(Obstacle("离会时间早于到会时间", "请核对时间", code="order"))
    if left_at > tx.now:
        raise Refused(Obstacle("离会时间还没有到", "请核对时间", code="future_date"))
    _after_results([(i, v) for i in gathering.items for v in gathering.votes(i) if v.sitting_id == row.sitting_id], left_at)
    row.left_at = left_at
    tx.session.flush()
    return Gathering(tx.session, gathering.meeting).present_counts()


def undo_check_in(tx: Tx, meeting_id: int, person_id: int, reason: str) -> dict[str, int]:
    """撤销签到：点错了人，写明原因，恢复为还没有到；参加过表决的不能撤销。

    Returns how many remain for each base. The journal keeps the check-in and the reason of its undoing.
    """
    gathering = opened(tx, meeting_id)
    row = _present_row(gathering, person_id)
    counted = [
        (item, vote) for item in gathering.items for vote in gathering.votes(item)
        if vote.sitting_id == row.sitting_id and (row.arrived_at is None or row.arrived_at <= (vote.taken_at or tx.now))
    ]  # fmt: skip
    if counted:
        words = f"{row.person.name}签到以后，第 {counted[0][0].number} 项已经表决，不能再撤销签到"
        raise Refused(Obstacle(words, "中途离会请登记离会时间", "", "record_departure", "absent_voter"))
    reason_of(reason)
    row.state, row.sitting_id, row.reason = "", None, ""
    row.arrived_at, row.left_at, row.remote = None, None, False
    tx.session.flush()
    return Gathering(tx.session, gathering.meeting).present_counts()


def undo_departure(tx: Tx, meeting_id: int, person_id: int, reason: str) -> dict[str, int]:
    """撤销离会：登记错了，或者人在下一次表决以前回到了会场，写明原因。

    Returns how many are present for each base. Raises Refused when a vote was taken while he was away.
    """
    gathering = opened(tx, meeting_id)
    row = _present_row(gathering, person_id)
    if row.left_at is None:
        raise Refused(Obstacle(f"{row.person.name}没有登记过离会", "请核对名单", code="not_left"))
    for item in gathering.items:
        for vote in gathering.votes(item):
            if vote.sitting_id == row.sitting_id and vote.taken_at is not None and vote.taken_at >= row.left_at:
                words = f"{row.person.name}离会以后，第 {item.number} 项已经表决，那时候的到会人数不能再改"
                fix = "他不能再计入这次会议；可以登记为列席"
                raise Refused(Obstacle(words, fix, "", "add_observer", "voted_without"))
    reason_of(reason)
    row.left_at = None
    tx.session.flush()
    return Gathering(tx.session, gathering.meeting).present_counts()


def _present_row(gathering: Gathering, person_id: int) -> Attendance:
    row = next((a for a in gathering.attendances if a.person_id == person_id and a.state == "present"), None)
    if row is None:
        raise Refused(Obstacle("这个人没有签到", "请核对名单", code="not_present"))
    return row


def record_proxy(tx: Tx, meeting_id: int, giver_id: int, holder_id: int, document: str) -> int:
    """登记书面委托：谁委托谁、委托书编号。Raises Refused where the rules know no proxy or for another household."""
    gathering = opened(tx, meeting_id)
    day = gathering.meeting.event_on
    for item in gathering.items:
        step = situation_of(tx, item.matter).profile.step(item.step)
        if step.proxy_on(day) != "same_household":
            raise Refused(
                Obstacle(
                    f"“{step.title}”不能委托他人参加",
                    "村的会议只有选举可以委托；集体经济组织成员大会可以书面委托同户家庭成员",
                    code="proxy",
                )
            )
    due = {e.person_id: e for e in gathering.entries}
    giver, holder = due.get(giver_id), due.get(holder_id)
    if giver is None or holder is None or not (giver.counted and holder.counted):
        raise Refused(Obstacle("委托人和受托人都要在应到名单里", "请核对名单", code="not_due"))
    if giver_id == holder_id or giver.household_id != holder.household_id:
        raise Refused(
            Obstacle(
                f"{giver.person.name}和{holder.person.name}不是同一户", "只能书面委托同一户内的家庭成员",
                "农村集体经济组织法第二十七条", code="other_household",
            )
        )
    if any(a.person_id == giver_id and a.state == "present" for a in gathering.attendances):
        raise Refused(Obstacle(f"{giver.person.name}本人已经到会", "本人到会就不能再委托", code="giver_present"))
    _after_results([(i, v) for i in gathering.items for v in gathering.votes(i)], None)
    if any(p.giver_id == giver_id for p in gathering.proxies):
        raise Refused(Obstacle(f"{giver.person.name}已经委托过了", "一个人只能委托一次", code="known_proxy"))
    proxy = Proxy(
        meeting_id=meeting_id, giver_id=giver_id, holder_id=holder_id, document=clean_line(document, "委托书"),
        **tx.stamp(min(day, tx.today)),
    )
    tx.session.add(proxy)
    tx.session.flush()
    return proxy.id


def recuse(tx: Tx, item_id: int, person_id: int, reason: str) -> None:
    """登记回避：某一项议程中，谁因什么原因回避。仍计入到会，不计入该项表决。"""
    item = item_by(tx, item_id)
    gathering = opened(tx, item.meeting_id)
    if person_id not in {e.person_id for e in gathering.entries}:
        raise Refused(Obstacle("回避的人不在应到名单里", "请核对名单", code="not_due"))
    if gathering.votes(item):
        raise Refused(Obstacle("这一项已经表决，不能再登记回避", "回避要在表决以前提出", code="voted"))
    if person_id in gathering.recused(item):
        raise Refused(Obstacle("这个人已经登记回避", "不用重复登记", code="known_recusal"))
    tx.session.add(
        Recusal(
            item_id=item.id, person_id=person_id, reason=clean_line(reason, "回避原因"),
            **tx.stamp(min(gathering.meeting.event_on, tx.today)),
        )
    )


def add_observer(tx: Tx, meeting_id: int, name: str, role: str) -> None:
    """登记列席人员：姓名和身份。Raises Refused once the meeting is over."""
    meeting = meeting_row(tx, meeting_id)
    if meeting.state in ("closed", "void"):
        raise Refused(Obstacle("会议已经结束，不能再登记列席", "请核对会议", code="meeting_state"))
    tx.session.add(
        Observer(
            meeting_id=meeting.id, name=clean_line(name, "姓名"), role=clean_line(role, "身份"),
            **tx.stamp(min(meeting.event_on, tx.today)),
        )
    )


def record_speech(tx: Tx, item_id: int, speaker: str, words: str) -> int:
    """记录发言：谁说了什么。Returns the number of the speech."""
    item = item_by(tx, item_id)
    gathering = opened(tx, item.meeting_id)
    number = len(tx.session.scalars(select(Speech.id).where(Speech.item_id == item.id)).all()) + 1
    tx.session.add(
        Speech(
            item_id=item.id, number=number, speaker=clean_line(speaker, "发言人"),
            words=clean_text(words, "发言内容", required=True),
            **tx.stamp(min(gathering.meeting.event_on, tx.today)),
        )
    )
    tx.session.flush()
    return number
