"""Meetings: call one, give notice, freeze who is due, close or void it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from consult_desk.actions.passage import reason_of, situation_of
from consult_desk.actions.people import person_by
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import clean_line
from consult_desk.desk import Tx
from consult_desk.flow import engine, gavel
from consult_desk.flow.due import due_lines
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import require
from consult_desk.flow.steps import deliberation
from consult_desk.model import (
    AgendaItem,
    DueEntry,
    Exclusion,
    Meeting,
    NoticeDelivery,
    Sitting,
)
from consult_desk.rules.days import judge_notice
from consult_desk.views.imprints import matter_row, meeting_row


@dataclass(frozen=True)
class Place:
    """One sitting to hold: place and moment (with zone)."""

    place: str
    starts_at: datetime


@dataclass(frozen=True)
class Hearing:
    """One item to hear: a matter at a step; merged: proposal and conference in one (一肩挑)."""

    matter: int
    step: str
    merged: bool = False


def item_by(tx: Tx, item_id: int) -> AgendaItem:
    """The agenda item of that id. Raises Refused when there is none."""
    found = tx.session.get(AgendaItem, item_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {item_id} 号议程", "请在会议议程里选择", code="unknown_item"))
    return found


def plan_meeting(
    tx: Tx, body: str, title: str, places: list[Place], items: list[Hearing], convener: str, chair: str, recorder: str,
    demanded_by: str = "", demanders: int = 0, demanded_on: date | None = None,
) -> int:
    """安排会议：哪个组织、时间地点（可分片几场）、议程（可几件事项）、召集人、主持人、记录人。

    demanded_by: base name of those who demanded it (villagers, villagers_reps …) with their number and the day of
    the demand, or "". Raises Refused with every reason why an item may not be heard.
    """
    if not places or not items:
        raise Refused(Obstacle("会议要有时间地点和至少一项议程", "请补齐后再安排", code="empty_meeting"))
    if any(p.starts_at.tzinfo is None for p in places):
        raise Refused(Obstacle("开会时间没有写明时区", "请写成 2026-03-05T09:00:00+08:00 这样", code="naive_time"))
    if len({h.matter for h in items}) < len(items):
        raise Refused(Obstacle("同一件事项在议程里写了两次", "一次会议里一件事项只列一项", code="twice"))
    first = min(p.starts_at for p in places)
    day = local_day(tx, first)
    if demanded_on is not None and not (demanded_on <= tx.today and demanded_on <= day):
        raise Refused(Obstacle("提议召开的日期在今天或者会议日期之后", "请核对日期", code="order"))
    obstacles: list[Obstacle] = []
    groups = set()
    for hearing in items:
        situation = situation_of(tx, matter_row(tx, hearing.matter))
        rule = situation.profile.step(hearing.step)
        if rule.kind != "deliberation":
            raise Refused(Obstacle(f"“{rule.title}”不是开会表决的步骤", "请按这一步的办法办理", code="not_deliberation"))
        obstacles.extend(gavel.wrong_body(rule, body))
        obstacles.extend(engine.planning(situation, hearing.step, merged=hearing.merged, on=day))
        if demanded_by:
            ruling = deliberation.judge_demand(situation, rule, day, demanded_by, demanders)
            if not ruling.verdict.met:
                obstacles.append(
                    Obstacle(
                        ruling.verdict.words, deliberation.FIXES["convening"], ruling.verdict.reference,
                        "plan_meeting", "convening",
                    )
                )
        if demanded_on is not None:
            obstacles.extend(deliberation.too_late(situation, hearing.step, demanded_on, day))
        groups.add(situation.matter.group_id if body == "group_meeting" else None)
    if len(groups) > 1:
        obstacles.append(Obstacle("议程里的事项不是同一个村民小组的", "请每个小组分别开会", code="two_groups"))
    require(tuple(dict.fromkeys(obstacles)))
    # The day of a meeting yet to come is its event day; only what has happened carries a past day.
    meeting = Meeting(
        title=clean_line(title, "会议名称", max_chars=80), body=body, convener=clean_line(convener, "召集人"),
        chair=clean_line(chair, "主持人"), recorder=clean_line(recorder, "记录人"), demanded_by=demanded_by,
        demanders=demanders, demanded_on=demanded_on, group_id=groups.pop(), event_on=day, entered_at=tx.now,
        entered_on=tx.today, notice_given_on=None, notice_entered_on=None,
    )
    tx.session.add(meeting)
    tx.session.flush()
    for place in sorted(places, key=lambda p: p.starts_at):
        tx.session.add(
            Sitting(
                meeting_id=meeting.id, place=clean_line(place.place, "地点"), starts_at=place.starts_at, ended_at=None
            )
        )
    for number, hearing in enumerate(items, 1):
        tx.session.add(
            AgendaItem(
                meeting_id=meeting.id, number=number, matter_id=hearing.matter, step=hearing.step,
                merged=hearing.merged, text_number=None,
            )
        )
    tx.session.flush()
    return meeting.id


def local_day(tx: Tx, moment: datetime) -> date:
    """The day of a moment in the zone of this desk."""
    return moment.astimezone(tx.now.tzinfo).date()


def issue_notice(
    tx: Tx, meeting_id: int, given_on: date | None = None, special_reason: str = "", written: bool = True,
    posted: bool = True,
) -> str:
    """发出会议通知：通知日期；法律允许临时通知时写明特殊情况。

    Returns the words of the notice period. Raises Refused when the notice is shorter than the law asks for.
    """
    meeting = meeting_row(tx, meeting_id)
    require(gavel.noticing(meeting))
    day = tx.stamp(given_on)["event_on"]
    words, obstacles = [], []
    for item in Gathering(tx.session, meeting).items:
        situation = situation_of(tx, item.matter)
        step = situation.profile.step(item.step)
        if step.notice_on(meeting.event_on) is None:
            continue
        verdict = judge_notice(
            step, meeting.event_on, day, meeting.event_on, special_reason=special_reason,
            counting=situation.profile.counting_on(meeting.event_on), written=written, posted=posted,
        )
        words.append(verdict.words)
        if not verdict.met:
            obstacles.append(
                Obstacle(verdict.words, "请作废这次会议，改到最早的合法日期另行安排", verdict.reference, "void_meeting", "notice")
            )
    if day > meeting.event_on:
        raise Refused(Obstacle("通知日期晚于会议日期", "请核对日期", code="order"))
    require(tuple(dict.fromkeys(obstacles)))
    meeting.notice_given_on, meeting.notice_entered_on = day, tx.today
    meeting.special_reason = special_reason.strip()
    meeting.notice_written, meeting.notice_posted = written, posted
    meeting.state = "noticed"
    return "；".join(dict.fromkeys(words))


def record_delivery(
    tx: Tx, meeting_id: int, person_ids: list[int], method: str, on: date | None = None, receipt: str = ""
) -> int:
    """登记通知送达：谁、用什么方式、哪一天、回执。Returns how many were recorded."""
    meeting = meeting_row(tx, meeting_id)
    known = set(tx.session.scalars(select(NoticeDelivery.person_id).where(NoticeDelivery.meeting_id == meeting.id)))
    fresh = [p for p in dict.fromkeys(person_ids) if p not in known]
    lines = due_lines(tx.session, meeting.body, meeting.event_on, group_id=meeting.group_id)
    due = {line.person.id for line in lines}
    for person_id in fresh:
        if person_id not in due:
            name = person_by(tx, person_id).name
            raise Refused(Obstacle(f"{name}不在这次会议的应到名单里", "请核对名单", code="not_due"))
        tx.session.add(
            NoticeDelivery(
                meeting_id=meeting.id, person_id=person_id, method=clean_line(method, "送达方式"),
                receipt=receipt.strip(), **tx.stamp(on),
            )
        )
    return len(fresh)


def exclude_person(tx: Tx, meeting_id: int, person_ids: list[int], reason: str, on: date | None = None) -> int:
    """登记不计入应到的人，写明原因（开会以前；只有规则允许的会议才行）。

    Returns how many are left out now. Raises Refused where nobody may be left out, or for somebody not on the list.
    """
    meeting = meeting_row(tx, meeting_id)
    require(_excluding(tx, meeting))
    out = gavel.left_out(tx.session, meeting.id)
    words = clean_line(reason, "不计入应到的原因")
    fresh = [p for p in dict.fromkeys(person_ids) if p not in out]
    out.update(dict.fromkeys(fresh, words))
    due_lines(tx.session, meeting.body, meeting.event_on, group_id=meeting.group_id, exclusions=out)
    for person_id in fresh:
        tx.session.add(Exclusion(meeting_id=meeting.id, person_id=person_id, reason=words, **tx.stamp(on)))
    return len(out)


def readmit_person(tx: Tx, meeting_id: int, person_ids: list[int]) -> int:
    """恢复计入应到：开会以前撤销原来的剔除。Returns how many are still left out."""
    meeting = meeting_row(tx, meeting_id)
    require(_excluding(tx, meeting))
    query = select(Exclusion).where(Exclusion.meeting_id == meeting.id)
    for row in tx.session.scalars(query).all():
        if row.person_id in person_ids:
            tx.session.delete(row)
    tx.session.flush()
    return len(gavel.left_out(tx.session, meeting.id))


def _excluding(tx: Tx, meeting: Meeting) -> tuple[Obstacle, ...]:
    matters = [item.matter for item in Gathering(tx.session, meeting).items]
    return gavel.excluding(tx.session, meeting, matters, tx.today, tx.calendar)


def open_meeting(tx: Tx, meeting_id: int, exclusions: Mapping[int, str] | None = None) -> dict[str, int]:
    """宣布开会：按会议当天的名册冻结应到名单，不计入的每人写明原因。

    exclusions: person id -> reason. Returns the numbers due for each base. Raises Refused before the day, or where
    nobody may be left out.
    """
    meeting = meeting_row(tx, meeting_id)
    require(gavel.opening(meeting, tx.today))
    left_out = {**gavel.left_out(tx.session, meeting.id), **{int(k): v for k, v in (exclusions or {}).items()}}
    if left_out:
        require(_excluding(tx, meeting))
    lines = due_lines(tx.session, meeting.body, meeting.event_on, group_id=meeting.group_id, exclusions=left_out)
    for line in lines:
        tx.session.add(
            DueEntry(
                meeting_id=meeting.id, person_id=line.person.id, seat=line.seat, has_vote=line.has_vote,
                counted=line.counted, reason=line.reason, representative=line.representative,
                woman=line.person.sex == "女", household_id=line.household_id, households=line.households,
            )
        )
    meeting.due_frozen = True
    meeting.state = "open"
    meeting.entered_at, meeting.entered_on = tx.now, tx.today
    tx.session.flush()
    return Gathering(tx.session, meeting).due_counts()


def opened(tx: Tx, meeting_id: int) -> Gathering:
    """A meeting in progress as the rules see it. Raises Refused when it is not in progress."""
    meeting = meeting_row(tx, meeting_id)
    require(gavel.going_on(meeting))
    return Gathering(tx.session, meeting)


def close_meeting(tx: Tx, meeting_id: int) -> None:
    """宣布散会。Raises Refused while an item has votes but no announced result."""
    gathering = opened(tx, meeting_id)
    require(gavel.closing(gathering))
    gathering.meeting.state = "closed"


def void_meeting(tx: Tx, meeting_id: int, reason: str) -> None:
    """作废会议（没有开成），写明理由；记录保留。Raises Refused once something was decided or validly voted in it."""
    meeting = meeting_row(tx, meeting_id)
    require(gavel.voiding(tx.session, Gathering(tx.session, meeting), tx.today, tx.calendar))
    meeting.special_reason = f"{meeting.special_reason} 作废：{reason_of(reason)}".strip()
    meeting.state = "void"
