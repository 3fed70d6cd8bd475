"""Meetings: call one, give notice, freeze who is due, check people in, hold the vote, close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from consult_desk.actions.passage import matter_by, reason_of, situation_of
from consult_desk.actions.people import person_by
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import clean_line, clean_text
from consult_desk.desk import Tx
from consult_desk.flow import engine
from consult_desk.flow.due import ASSEMBLIES, BODY_TITLES, due_lines
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import require
from consult_desk.model import (
    AgendaItem,
    Attendance,
    DueEntry,
    Meeting,
    NoticeDelivery,
    Observer,
    Proxy,
    Recusal,
    Sitting,
    Speech,
)
from consult_desk.rules.days import judge_notice


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


def meeting_by(tx: Tx, meeting_id: int) -> Meeting:
    """The meeting of that id. Raises Refused when there is none."""
    found = tx.session.get(Meeting, meeting_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {meeting_id} 号会议", "请在会议列表里选择", code="unknown_meeting"))
    return found


def item_by(tx: Tx, item_id: int) -> AgendaItem:
    """The agenda item of that id. Raises Refused when there is none."""
    found = tx.session.get(AgendaItem, item_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {item_id} 号议程", "请在会议议程里选择", code="unknown_item"))
    return found


def plan_meeting(
    tx: Tx, body: str, title: str, places: list[Place], items: list[Hearing], convener: str, chair: str, recorder: str,
    demanded_by: str = "", demanders: int = 0,
) -> int:
    """安排会议：哪个组织、时间地点（可分片几场）、议程（可几件事项）、召集人、主持人、记录人。

    demanded_by: base name of those who demanded it (villagers, villagers_reps …) with their number, or "".
    Raises Refused with every reason why an item may not be heard.
    """
    if not places or not items:
        raise Refused(Obstacle("会议要有时间地点和至少一项议程", "请补齐后再安排", code="empty_meeting"))
    obstacles: list[Obstacle] = []
    group_id = None
    for hearing in items:
        situation = situation_of(tx, matter_by(tx, hearing.matter))
        rule = situation.profile.step(hearing.step)
        if rule.kind != "deliberation":
            raise Refused(Obstacle(f"“{rule.title}”不是开会表决的步骤", "请按这一步的办法办理", code="not_deliberation"))
        if rule.body != body:
            obstacles.append(
                Obstacle(
                    f"“{rule.title}”要由{rule.body_title}召开，不是{BODY_TITLES.get(body, body)}",
                    "请选对会议的组织",
                    code="wrong_body",
                )
            )
        obstacles.extend(engine.planning(situation, hearing.step, merged=hearing.merged))
        group_id = situation.matter.group_id if body == "group_meeting" else None
    require(obstacles)
    first = min(p.starts_at for p in places)
    # The day of a meeting yet to come is its event day; only what has happened carries a past day.
    meeting = Meeting(
        title=clean_line(title, "会议名称", max_chars=80), body=body, convener=clean_line(convener, "召集人"),
        chair=clean_line(chair, "主持人"), recorder=clean_line(recorder, "记录人"), demanded_by=demanded_by,
        demanders=demanders, group_id=group_id, event_on=_local_day(tx, first), entered_at=tx.now,
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


def _local_day(tx: Tx, moment: datetime) -> date:
    return moment.astimezone(tx.now.tzinfo).date()


def issue_notice(
    tx: Tx, meeting_id: int, given_on: date | None = None, special_reason: str = "", written: bool = True,
    posted: bool = True,
) -> str:
    """发出会议通知：通知日期；法律允许临时通知时写明特殊情况。

    Returns the words of the notice period. Raises Refused when the notice is shorter than the law asks for.
    """
    meeting = meeting_by(tx, meeting_id)
    if meeting.state not in ("planned", "noticed"):
        raise Refused(Obstacle("会议已经召开或作废，不能再发通知", "请核对会议", code="meeting_state"))
    day = tx.stamp(given_on)["event_on"]
    words, obstacles = [], []
    for item in Gathering(tx.session, meeting).items:
        situation = situation_of(tx, item.matter)
        step = situation.profile.step(item.step)
        if step.notice_on(meeting.event_on) is None:
            continue
        verdict = judge_notice(
            step, meeting.event_on, day, meeting.event_on, special_reason=special_reason,
            counting=situation.profile.counting_on(day),
        )
        words.append(verdict.words)
        if not verdict.met:
            obstacles.append(
                Obstacle(verdict.words, "请改到最早的合法日期开会", verdict.reference, "plan_meeting", "notice")
            )
    require(tuple(dict.fromkeys(obstacles)))
    if day > meeting.event_on:
        raise Refused(Obstacle("通知日期晚于会议日期", "请核对日期", code="order"))
    meeting.notice_given_on, meeting.notice_entered_on = day, tx.today
    meeting.special_reason = special_reason.strip()
    meeting.notice_written, meeting.notice_posted = written, posted
    meeting.state = "noticed"
    return "；".join(dict.fromkeys(words))


def record_delivery(
    tx: Tx, meeting_id: int, person_ids: list[int], method: str, on: date | None = None, receipt: str = ""
) -> int:
    """登记通知送达：谁、用什么方式、哪一天、回执。Returns how many were recorded."""
    meeting = meeting_by(tx, meeting_id)
    known = set(tx.session.scalars(select(NoticeDelivery.person_id).where(NoticeDelivery.meeting_id == meeting.id)))
    fresh = [p for p in dict.fromkeys(person_ids) if p not in known]
    for person_id in fresh:
        person_by(tx, person_id)
        tx.session.add(
            NoticeDelivery(
                meeting_id=meeting.id, person_id=person_id, method=clean_line(method, "送达方式"),
                receipt=receipt.strip(), **tx.stamp(on),
            )
        )
    return len(fresh)


def open_meeting(tx: Tx, meeting_id: int, exclusions: Mapping[int, str] | None = None) -> dict[str, int]:
    """宣布开会：按会议当天的名册冻结应到名单，不计入的每人写明原因。

    exclusions: person id -> reason. Returns the numbers due for each base. Raises Refused before the day, or where
    nobody may be left out.
    """
    meeting = meeting_by(tx, meeting_id)
    if meeting.state not in ("planned", "noticed"):
        raise Refused(Obstacle("会议已经召开过或者作废了", "请核对会议", code="meeting_state"))
    if meeting.event_on > tx.today:
        raise Refused(
            Obstacle(
                f"会议定在 {meeting.event_on:%Y-%m-%d}，今天是 {tx.today:%Y-%m-%d}", "请到当天再开会", code="too_early"
            )
        )
    gathering = Gathering(tx.session, meeting)
    left_out = {int(k): v for k, v in (exclusions or {}).items()}
    if left_out and meeting.body in ASSEMBLIES:
        for item in gathering.items:
            profile = situation_of(tx, item.matter).profile
            if not profile.exclude_unreachable_on(meeting.event_on):
                raise Refused(
                    Obstacle(
                        f"“{profile.title}”没有允许把外出的人从应到人数中剔除",
                        "不能到会的仍计入应到；只有当地办法有规定的才能剔除",
                        code="no_exclusion",
                    )
                )
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


def _open(tx: Tx, meeting_id: int) -> Gathering:
    meeting = meeting_by(tx, meeting_id)
    if meeting.state != "open":
        raise Refused(Obstacle("会议没有在进行中", "请先宣布开会；已经结束的会议不能再改", "", "open_meeting", "not_open"))
    return Gathering(tx.session, meeting)


def check_in(
    tx: Tx, meeting_id: int, person_ids: list[int], sitting_id: int | None = None, arrived_at: datetime | None = None,
    remote: bool = False,
) -> dict[str, int]:
    """签到：一人或多人到会。Returns how many are present now for each base.

    Raises Refused for somebody not on the due list, counted in another sitting already, or online where the rules
    do not know it.
    """
    gathering = _open(tx, meeting_id)
    sittings = {s.id: s for s in gathering.sittings}
    chosen = sitting_id if sitting_id is not None else gathering.sittings[0].id
    if chosen not in sittings:
        raise Refused(Obstacle("这次会议没有这一场", "请核对场次", code="unknown_sitting"))
    if remote:
        _remote(tx, gathering)
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
            continue
        if row is None:
            row = Attendance(
                meeting_id=meeting_id, person_id=person_id, left_at=None, **tx.stamp(_sitting_day(tx, sittings[chosen]))
            )
            tx.session.add(row)
        row.state, row.sitting_id, row.reason, row.arrived_at, row.remote = "present", chosen, "", arrived_at, remote
        known[person_id] = row
    tx.session.flush()
    return Gathering(tx.session, gathering.meeting).present_counts()


def _sitting_day(tx: Tx, sitting: Sitting) -> date:
    day = _local_day(tx, sitting.starts_at)
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
    gathering = _open(tx, meeting_id)
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
    gathering = _open(tx, meeting_id)
    row = next((a for a in gathering.attendances if a.person_id == person_id and a.state == "present"), None)
    if row is None:
        raise Refused(Obstacle("这个人没有签到", "请核对名单", code="not_present"))
    if row.arrived_at is not None and left_at <= row.arrived_at:
        raise Refused(Obstacle("离会时间早于到会时间", "请核对时间", code="order"))
    row.left_at = left_at
    tx.session.flush()
    return Gathering(tx.session, gathering.meeting).present_counts()


def record_proxy(tx: Tx, meeting_id: int, giver_id: int, holder_id: int, document: str) -> int:
    """登记书面委托：谁委托谁、委托书编号。Raises Refused where the rules know no proxy or for another household."""
    gathering = _open(tx, meeting_id)
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
    gathering = _open(tx, item.meeting_id)
    if person_id not in {e.person_id for e in gathering.entries}:
        raise Refused(Obstacle("回避的人不在应到名单里", "请核对名单", code="not_due"))
    if gathering.votes(item):
        raise Refused(Obstacle("这一项已经表决，不能再登记回避", "请先更正表决结果", "", "record_vote", "voted"))
    tx.session.add(
        Recusal(
            item_id=item.id, person_id=person_id, reason=clean_line(reason, "回避原因"),
            **tx.stamp(min(gathering.meeting.event_on, tx.today)),
        )
    )


def add_observer(tx: Tx, meeting_id: int, name: str, role: str) -> None:
    """登记列席人员：姓名和身份。"""
    meeting = meeting_by(tx, meeting_id)
    tx.session.add(
        Observer(
            meeting_id=meeting.id, name=clean_line(name, "姓名"), role=clean_line(role, "身份"),
            **tx.stamp(min(meeting.event_on, tx.today)),
        )
    )


def record_speech(tx: Tx, item_id: int, speaker: str, words: str) -> int:
    """记录发言：谁说了什么。Returns the number of the speech."""
    item = item_by(tx, item_id)
    gathering = _open(tx, item.meeting_id)
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


def close_meeting(tx: Tx, meeting_id: int) -> None:
    """宣布散会。Raises Refused while an item has votes but no announced result."""
    gathering = _open(tx, meeting_id)
    unfinished = [i for i in gathering.items if i.outcome == "" and gathering.votes(i)]
    require(
        [
            Obstacle(f"第 {i.number} 项已表决，还没有宣布结果", "请先宣布结果", "", "conclude_item", "unfinished")
            for i in unfinished
        ]
    )
    gathering.meeting.state = "closed"


def void_meeting(tx: Tx, meeting_id: int, reason: str) -> None:
    """作废会议（没有开成），写明理由；记录保留。Raises Refused once something was decided in it."""
    meeting = meeting_by(tx, meeting_id)
    if any(item.outcome for item in Gathering(tx.session, meeting).items):
        raise Refused(Obstacle("这次会议已经作出决定，不能作废", "要改变决定，请把事项退回重新表决", "", "send_back", "decided"))
    meeting.special_reason = f"{meeting.special_reason} 作废：{reason_of(reason)}".strip()
    meeting.state = "void"
