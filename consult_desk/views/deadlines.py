"""Days that come: notice periods, ends of postings, meetings the law asks for, replies, terms, work; by their day."""

from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from consult_desk.base.errors import Obstacle
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.flow.due import BODY_TITLES, active
from consult_desk.flow.step import Situation, thawed
from consult_desk.model import (
    AgendaItem,
    Authorization,
    Execution,
    Matter,
    Meeting,
    Membership,
    Milestone,
    Objection,
    Posting,
    Sitting,
)
from consult_desk.rules.days import earliest_meeting
from consult_desk.views.duties import Duty, duty
from consult_desk.views.meeting_board import regular_rows

SOON = timedelta(days=30)  # work and meetings
TERMS = timedelta(days=60)  # an election takes longer to prepare
LONG_PAST = timedelta(days=365)
COMING = ("planned", "noticed", "open")


def deadlines(look: Look) -> list[Duty]:
    """Every day that is near or over, the first day first."""
    found = [
        *_meetings(look), *_postings(look), *_regular(look), *_objections(look), *_terms(look), *_authorizations(look),
        *_work(look),
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.on or look.today, one.kind, one.about))


def latest_notice(look: Look, meeting: Meeting) -> tuple[date, str]:
    """The last lawful day to give notice of a planned meeting, and the article; the day itself where none is asked."""
    on, reference = meeting.event_on, ""
    query = select(AgendaItem, Matter).join(Matter, Matter.id == AgendaItem.matter_id)
    for item, matter in look.session.execute(query.where(AgendaItem.meeting_id == meeting.id)):
        profile = thawed(matter.profile_text)
        step = profile.step(item.step)
        rule = step.notice_on(meeting.event_on)
        if rule is None:
            continue
        given, counting = meeting.event_on, profile.counting_on(meeting.event_on)
        while earliest_meeting(step, meeting.event_on, given, counting) > meeting.event_on:
            given -= timedelta(days=1)
        if given < on or not reference:
            on, reference = min(on, given), rule.reference
    return on, reference


def _meetings(look: Look) -> list[Duty]:
    found = []
    for meeting in look.session.scalars(select(Meeting).where(Meeting.state.in_(COMING)).order_by(Meeting.event_on)):
        on, held = meeting.event_on, f"{chinese_date(meeting.event_on)}开会"
        if meeting.state == "planned":
            on, reference = latest_notice(look, meeting)
            words = f"最迟{chinese_date(on)}发会议通知（{held}）"
            fix = "发出通知并登记日期" if on >= look.today else "已经来不及按期通知：请改期另行安排，或写明特殊情况"
            obstacle = Obstacle(words, fix, reference, "issue_notice", "meeting_planned")
        elif meeting.state == "open":
            obstacle = Obstacle("会议正在进行", "表决并宣布结果，然后散会", "", "close_meeting", "meeting_open")
        elif _first_day(look, meeting) > look.today:
            obstacle = Obstacle(held, "到时候签到、宣布开会；会前印好签到册和表决票", code="meeting_noticed")
        else:
            obstacle = Obstacle("开会的日子到了", "签到，宣布开会", "", "open_meeting", "meeting_noticed")
        found.append(duty(look, "meeting", meeting.title, obstacle, "meeting", {"meeting_id": meeting.id}, on))
    return found


def _first_day(look: Look, meeting: Meeting) -> date:
    moment = look.session.scalar(select(func.min(Sitting.starts_at)).where(Sitting.meeting_id == meeting.id))
    return moment.astimezone(look.now.tzinfo).date() if moment is not None else meeting.event_on


def _postings(look: Look) -> list[Duty]:
    query = select(Posting, Matter).join(Matter, Matter.id == Posting.matter_id).where(Posting.state == "hanging")
    found = []
    for row, matter in look.session.execute(query):
        title = Situation(look.session, matter, look.today, look.calendar).profile.step(row.step).title
        if row.until_on > look.today:
            words, fix, action = f"“{title}”的公告贴到{chinese_date(row.until_on)}", "期满那天撤下、拍照并登记", ""
        else:
            words, fix, action = f"“{title}”的公告期满了，还没有登记撤下", "撤下公告、拍照并登记日期", "take_down"
        obstacle = Obstacle(words, fix, "", action, "publicity" if not action else "not_removed")
        about = f"{matter.label} {matter.title}"
        where = {"posting_id": row.id, "matter_id": matter.id}
        found.append(duty(look, "posting", about, obstacle, "disclosures", where, row.until_on))
    return found


def _regular(look: Look) -> list[Duty]:
    return [
        duty(
            look, "regular", "",
            Obstacle(f"{row.period}的{row.title}还没有开", "安排一次会议", row.reference, "plan_meeting", "regular"),
            "planning", {"body": row.body}, row.until,
        )
        for row in regular_rows(look)
        if row.state == "due"
    ]  # fmt: skip


def _objections(look: Look) -> list[Duty]:
    query = select(Objection, Matter).join(Matter, Matter.id == Objection.matter_id).where(Objection.finding == "")
    found = []
    for row, matter in look.session.execute(query.order_by(Objection.event_on)):
        words = f"{row.name}在{chinese_date(row.event_on)}提出的异议还没有答复"
        rule = Situation(look.session, matter, look.today, look.calendar).rule
        reference = rule.reference_on("objection", row.event_on) if rule is not None and row.due_on else ""
        obstacle = Obstacle(words, "请调查并答复，登记结论", reference, "reply_objection", "open_objection")
        about = f"{matter.label} {matter.title}"
        found.append(duty(look, "objection", about, obstacle, "disclosures", {"objection_id": row.id}, row.due_on))
    return found


def _terms(look: Look) -> list[Duty]:
    """Terms that end soon and nobody has prolonged; bodies in which nobody sits any more."""
    later = aliased(Membership)
    prolonged = select(later.id).where(
        later.person_id == Membership.person_id, later.body == Membership.body, later.id != Membership.id,
        or_(later.until.is_(None), later.until > Membership.until),
    )  # fmt: skip
    query = select(Membership.body, Membership.until, func.count()).where(
        Membership.until >= look.today, Membership.until <= look.today + TERMS, ~prolonged.exists()
    )
    found = []
    for body, until, number in look.session.execute(query.group_by(Membership.body, Membership.until)):
        if until is None:
            continue
        title = BODY_TITLES.get(body, body)
        words = f"{title}有 {number} 人的任期到{chinese_date(until)}为止"
        obstacle = Obstacle(words, "请准备换届，换届后登记新的任期", "", "seat_person", "term")
        found.append(duty(look, "term", title, obstacle, "people", {"body": body}, until))
    seated = select(Membership.body).where(active(look.today))
    ended = select(Membership.body, func.max(Membership.until)).where(Membership.body.not_in(seated))
    for body, until in look.session.execute(ended.group_by(Membership.body)):
        if until is not None and until >= look.today - LONG_PAST:
            title = BODY_TITLES.get(body, body)
            obstacle = Obstacle(
                f"{title}现在没有人在任，任期到{chinese_date(until)}为止", "请登记换届后的任期", "", "seat_person", "term"
            )
            found.append(duty(look, "term", title, obstacle, "people", {"body": body}, until))
    return found


def _authorizations(look: Look) -> list[Duty]:
    longest = look.session.scalar(select(func.max(Authorization.until)))
    if longest is None or not look.today - TERMS <= longest <= look.today + TERMS:
        return []
    row = look.session.scalars(select(Authorization).where(Authorization.until == longest)).first()
    words = f"村民会议给村民代表会议的授权到{chinese_date(longest)}为止"
    fix = "过期以后代表会议就不能决定授权的事项，请在村民会议上重新授权并登记"
    obstacle = Obstacle(words, fix, "", "record_authorization", "term")
    return [duty(look, "term", row.scope if row is not None else "", obstacle, "people", {}, longest)]


def _work(look: Look) -> list[Duty]:
    """Parts of the work and whole matters that are to be done soon, while they are not."""
    end, found = look.today + SOON, []
    going = select(Milestone, Execution, Matter).join(Execution, Execution.id == Milestone.execution_id)
    going = going.join(Matter, Matter.id == Execution.matter_id).where(
        Execution.state == "running", Milestone.done_on.is_(None), Milestone.planned_on <= end
    )
    for part, _execution, matter in look.session.execute(going):
        if part.planned_on is None:
            continue
        obstacle = Obstacle(
            f"“{part.title}”计划{chinese_date(part.planned_on)}完成", "完成后登记；完不成的请催办", "", "complete_milestone",
            "milestone",
        )  # fmt: skip
        where = {"matter_id": matter.id, "number": part.number, "tab": "实施"}
        found.append(duty(look, "work", f"{matter.label} {matter.title}", obstacle, "matter", where, part.planned_on))
    finished = select(Execution.id).where(Execution.matter_id == Matter.id, Execution.finished_on.is_not(None))
    query = select(Matter).where(Matter.state == "open", Matter.deadline <= end, ~finished.correlate(Matter).exists())
    for matter in look.session.scalars(query):
        if matter.deadline is None:
            continue
        obstacle = Obstacle(f"这件事项要在{chinese_date(matter.deadline)}前完成", "请看办到哪一步，抓紧办理", code="deadline")
        about = f"{matter.label} {matter.title}"
        found.append(duty(look, "work", about, obstacle, "matter", {"matter_id": matter.id}, matter.deadline))
    return found
