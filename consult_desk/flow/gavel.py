"""What may be done with a meeting as a whole now, and why not: pages ask it for their buttons, actions for permission."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_desk.base.errors import Obstacle
from consult_desk.flow.due import ASSEMBLIES, BODY_TITLES, MAY_EXCLUDE, due_lines
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Move, Situation
from consult_desk.flow.steps import deliberation
from consult_desk.model import DueEntry, Exclusion, Matter, Meeting
from consult_desk.rules.days import Calendar
from consult_desk.rules.profile import StepRule


def wrong_body(rule: StepRule, body: str) -> tuple[Obstacle, ...]:
    """Whether another body than this one has to hear the step."""
    if rule.body == body:
        return ()
    words = f"“{rule.title}”要由{rule.body_title}召开，不是{BODY_TITLES.get(body, body)}"
    return (Obstacle(words, "请选对会议的组织", code="wrong_body"),)


def noticing(meeting: Meeting) -> tuple[Obstacle, ...]:
    """A notice is given before the meeting opens."""
    if meeting.state in ("planned", "noticed"):
        return ()
    return (Obstacle("会议已经召开或作废，不能再发通知", "请核对会议", code="meeting_state"),)


def opening(meeting: Meeting, today: date) -> tuple[Obstacle, ...]:
    """A meeting is opened once, not before its day."""
    if meeting.state not in ("planned", "noticed"):
        return (Obstacle("会议已经召开过或者作废了", "请核对会议", code="meeting_state"),)
    if meeting.event_on > today:
        words = f"会议定在 {meeting.event_on:%Y-%m-%d}，今天是 {today:%Y-%m-%d}"
        return (Obstacle(words, "请到当天再开会", code="too_early"),)
    return ()


def going_on(meeting: Meeting) -> tuple[Obstacle, ...]:
    """Whether the meeting is in progress."""
    if meeting.state == "open":
        return ()
    return (Obstacle("会议没有在进行中", "请先宣布开会；已经结束的会议不能再改", "", "open_meeting", "not_open"),)


def closing(gathering: Gathering) -> tuple[Obstacle, ...]:
    """A meeting is closed when what was voted is announced."""
    unfinished = [i for i in gathering.items if i.outcome == "" and gathering.votes(i)]
    return going_on(gathering.meeting) or tuple(
        Obstacle(f"第 {i.number} 项已表决，还没有宣布结果", "请先宣布结果", "", "conclude_item", "unfinished")
        for i in unfinished
    )


def voiding(session: Session, gathering: Gathering, today: date, calendar: Calendar) -> tuple[Obstacle, ...]:
    """A meeting is void as long as nothing was decided or validly voted in it."""
    if gathering.meeting.state in ("closed", "void") or any(item.outcome for item in gathering.items):
        words = "这次会议已经作出决定或者已经结束，不能作废"
        return (Obstacle(words, "要改变决定，请把事项退回重新表决", "", "send_back", "decided"),)
    for item in gathering.items:
        # A vote that did not go as wished is announced, not made undone; one that can never be valid may be.
        situation = Situation(session, item.matter, today, calendar)
        if gathering.votes(item) and not deliberation.gates(situation, item, gathering, final=True):
            words = f"第 {item.number} 项已经表决，会议不能作废"
            return (Obstacle(words, "请宣布结果", "", "conclude_item", "unfinished"),)
    return ()


def confirming(meeting: Meeting) -> tuple[Obstacle, ...]:
    """Minutes are confirmed after the meeting."""
    if meeting.state == "closed":
        return ()
    if meeting.state in ("planned", "noticed"):
        return (Obstacle("会议还没有召开，没有可以确认的会议记录", "请先开会", "", "open_meeting", "not_open"),)
    return (Obstacle("会议还没有散会，会议记录不能确认", "请先宣布散会", "", "close_meeting", "not_closed"),)


def wording(meeting: Meeting) -> tuple[Obstacle, ...]:
    """Minutes are worded from the opening on; of a void meeting there are none."""
    if meeting.due_frozen and meeting.state in ("open", "closed"):
        return ()
    return (Obstacle("会议还没有召开，没有可以成文的记录", "请先开会", "", "open_meeting", "not_open"),)


def excluding(
    session: Session, meeting: Meeting, matters: Sequence[Matter], today: date, calendar: Calendar
) -> tuple[Obstacle, ...]:
    """Whether somebody may be left out of 应到 in this meeting: before it opens, where the rules know it."""
    if meeting.state not in ("planned", "noticed"):
        return (Obstacle("会议已经开始，应到名单已经定下", "应到名单以宣布开会时为准，不能再改", code="meeting_state"),)
    if meeting.body not in MAY_EXCLUDE:
        words = f"{BODY_TITLES.get(meeting.body, meeting.body)}的组成人员不能从应到人数中剔除"
        return (Obstacle(words, "不能到会的请登记为请假或缺席，仍计入应到", code="no_exclusion"),)
    if meeting.body not in ASSEMBLIES:
        return ()
    profiles = (Situation(session, matter, today, calendar).profile for matter in matters)
    return tuple(
        Obstacle(
            f"“{profile.title}”没有允许把外出的人从应到人数中剔除",
            "不能到会的仍计入应到；只有当地办法有规定的才能剔除",
            code="no_exclusion",
        )
        for profile in profiles
        if not profile.exclude_unreachable_on(meeting.event_on)
    )[:1]


def left_out(session: Session, meeting_id: int) -> dict[int, str]:
    """Who was excluded beforehand, person id to reason."""
    query = select(Exclusion).where(Exclusion.meeting_id == meeting_id).order_by(Exclusion.id)
    return {row.person_id: row.reason for row in session.scalars(query)}


def expected(gathering: Gathering) -> tuple[DueEntry, ...]:
    """Who would be due if the meeting opened now; rows that are shown, never kept. Raises Refused where nobody is."""
    meeting = gathering.meeting
    lines = due_lines(
        gathering.session, meeting.body, meeting.event_on, group_id=meeting.group_id,
        exclusions=left_out(gathering.session, meeting.id),
    )  # fmt: skip
    return tuple(
        DueEntry(
            meeting_id=meeting.id, person_id=line.person.id, person=line.person, seat=line.seat, has_vote=line.has_vote,
            counted=line.counted, reason=line.reason, representative=line.representative,
            woman=line.person.sex == "女", household_id=line.household_id, households=line.households,
        )
        for line in lines
    )


def moves(gathering: Gathering, today: date, calendar: Calendar) -> tuple[Move, ...]:
    """Every move a meeting could make, with the obstacles in its way."""
    meeting, session = gathering.meeting, gathering.session
    matters = [item.matter for item in gathering.items]
    return (
        Move("issue_notice", "登记发出会议通知", noticing(meeting)),
        Move("record_delivery", "登记通知送达", noticing(meeting)),
        Move("exclude_person", "登记不计入应到的人", excluding(session, meeting, matters, today, calendar)),
        Move("open_meeting", "宣布开会", opening(meeting, today)),
        Move("close_meeting", "宣布散会", closing(gathering)),
        Move("void_meeting", "作废这次会议", voiding(session, gathering, today, calendar)),
        Move("edit_minutes", "修改会议记录的文字", wording(meeting)),
        Move("confirm_minutes", "确认会议记录", confirming(meeting)),
        Move("attach_scan", "添加扫描件", scanning(meeting)),
    )


def scanning(meeting: Meeting) -> tuple[Obstacle, ...]:
    """Papers come back signed from a meeting that was held."""
    if meeting.state in ("open", "closed"):
        return ()
    return (Obstacle("会议还没有召开，没有签过字的纸可以添加", "请先开会", "", "open_meeting", "not_open"),)
