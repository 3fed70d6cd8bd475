"""The one judge of what may be done to a matter now: pages ask it for their buttons, actions for permission."""

import difflib
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_desk.base.errors import Obstacle
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Move, Situation, standing
from consult_desk.flow.steps import deliberation, execution, posting, review
from consult_desk.model import AgendaItem, Matter, Meeting, TextVersion

MEETING_WAITS = {
    "planned": Obstacle("会议已安排，还没有发通知", "请发会议通知", "", "issue_notice", "meeting_planned"),
    "noticed": Obstacle("会议已通知，还没有召开", "请到会议当天开会", "", "open_meeting", "meeting_noticed"),
    "open": Obstacle("会议正在进行，这件事项还没有表决完", "请表决并宣布结果", "", "conclude_item", "meeting_open"),
}


def waiting(situation: Situation) -> tuple[Obstacle, ...]:
    """What the step a matter stands at still misses, everything at once; a finished matter misses nothing."""
    if situation.matter.state == "done":
        return ()
    held = standing(situation)
    if held:
        return held
    rule = situation.rule
    if rule is None:
        return ()
    if rule.kind == "review":
        return review.waiting(situation, rule.key)
    if rule.kind == "posting":
        return posting.waiting(situation, rule.key, situation.today)
    item = planned_item(situation.session, situation.matter)
    if item is None:
        blocked = deliberation.hearing(situation, rule.key)
        return (
            *blocked,
            Obstacle(f"还没有安排“{rule.title}”的会议", "请安排会议，把这件事项列入议程", "", "plan_meeting", "no_meeting"),
        )
    return (MEETING_WAITS[item.meeting.state],) if item.meeting.state in MEETING_WAITS else ()


def planned_item(session: Session, matter: Matter) -> AgendaItem | None:
    """The agenda item of a meeting not yet over that is to hear this matter."""
    query = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.matter_id == matter.id, AgendaItem.outcome == "", Meeting.state.in_(tuple(MEETING_WAITS)))
    )
    return session.scalar(query.order_by(AgendaItem.id.desc()).limit(1))


def moves(situation: Situation) -> tuple[Move, ...]:
    """Every move a matter could make, with the obstacles in its way; a view shows them, an action enforces them."""
    rule, held = situation.rule, standing(situation)
    found: list[Move] = []
    if rule is not None:
        match rule.kind:
            case "deliberation":
                found.append(Move("plan_meeting", f"安排{rule.title}的会议", planning(situation, rule.key)))
            case "review":
                found.append(Move("record_review", f"登记{rule.title}", review.obstacles(situation, rule.key, situation.today)))
            case "posting":
                found.extend(_posting_moves(situation, rule.key))
    found.append(Move("revise_text", "修改方案", revising(situation)))
    found.append(Move("send_back", "退回前面的步骤", sending_back(situation)))
    found.append(Move("withdraw_matter", "撤回事项", withdrawing(situation)))
    found.append(Move("request_revote", "重新表决", revoting(situation)))
    if situation.matter.state == "suspended":
        found.append(Move("resume_matter", "恢复办理"))
    if not held and situation.record("resolve") is not None:
        found.append(Move("start_execution", "开始实施", execution.starting(situation, situation.today)))
        found.append(Move("accept_work", "验收", execution.accepting(situation, situation.today)))
    return tuple(found)


def _posting_moves(situation: Situation, key: str) -> list[Move]:
    kind = posting.PAPER_OF.get(key)
    title = situation.profile.step(key).title
    hung_on = posting.printed_day(situation, key, situation.today)
    found = []
    if kind is not None:
        found.append(Move("issue_paper", f"出具{title}的公告", posting.issuing(situation, kind)))
    found.append(Move("post_notice", "登记张贴", posting.putting_up(situation, key, hung_on)))
    hanging = [p for p in situation.postings(key) if p.state == "hanging"]
    if hanging:
        verdict = posting.judge(situation, hanging[-1], situation.today)
        early = () if verdict.met else (Obstacle(verdict.words, "请等期满", verdict.reference, "", "publicity"),)
        found.append(Move("take_down", "登记撤下", early))
    return found


def planning(
    situation: Situation, step_key: str, *, merged: bool = False, on: date | None = None
) -> tuple[Obstacle, ...]:
    """Why the matter may not be put on the agenda of a new meeting on a day (None: today).

    What the vote would be refused for anyway, whoever comes, is said before people are called together.
    """
    day, matter = on or situation.today, situation.matter
    found = list(deliberation.hearing(situation, step_key, merged=merged, on=on))
    if not found:
        step = situation.profile.step(step_key)
        found.extend(deliberation.excluded(matter, step, day))
        found.extend(deliberation.proposers(situation, step_key, merged, day))
        if step.body == "group_meeting" and matter.group_id is None:
            found.append(Obstacle("这件事项没有写明是哪个村民小组的", "请按小组重新提出", "", "open_matter", "no_group"))
    if not found and planned_item(situation.session, situation.matter) is not None:
        fix = "请先开完那次会议，或作废它"
        found.append(Obstacle("这件事项已经列入一次会议的议程", fix, "", "void_meeting", "already_planned"))
    return tuple(found)


def revising(situation: Situation) -> tuple[Obstacle, ...]:
    """The text may change until it is resolved; afterwards only a new decision changes it."""
    held = [o for o in standing(situation) if o.code != "rejected"]
    if held:
        return tuple(held)
    if situation.record("resolve") is not None:
        fix = "确有错误请退回重新表决，公告有误请出更正公告"
        return (Obstacle("决议已经形成，文字不能再改", fix, "", "send_back", "resolved"),)
    item = planned_item(situation.session, situation.matter)
    if item is not None and Gathering(situation.session, item.meeting).votes(item):
        words = "这份文字正在会上表决，结果还没有宣布，不能改"
        return (Obstacle(words, "请先宣布结果", "", "conclude_item", "being_voted"),)
    return ()


def sending_back(situation: Situation, to_step: str = "") -> tuple[Obstacle, ...]:
    """A matter goes back only along the steps it took."""
    held = [o for o in standing(situation) if o.code not in ("rejected", "suspended")]
    if held:
        return tuple(held)
    taken = [s.key for s in situation.line if situation.record(s.key) is not None]
    if not taken:
        return (Obstacle("事项还在第一步，没有可以退回的步骤", "不想继续请撤回", "", "withdraw_matter", "first_step"),)
    if to_step and to_step not in taken:
        names = "、".join(situation.profile.step(k).title for k in taken)
        return (Obstacle("只能退回到已经走过的步骤", f"可以退回到：{names}", code="not_taken"),)
    if planned_item(situation.session, situation.matter) is not None:
        return (Obstacle("这件事项正列在一次会议的议程里", "请先开完或作废那次会议", "", "void_meeting", "already_planned"),)
    return ()


def withdrawing(situation: Situation) -> tuple[Obstacle, ...]:
    """A matter may be withdrawn until it is resolved."""
    held = [o for o in standing(situation) if o.code not in ("rejected", "suspended")]
    if held:
        return tuple(held)
    if situation.record("resolve") is not None:
        return (Obstacle("决议已经形成，不能撤回", "要改变决议，请退回重新表决", "", "send_back", "resolved"),)
    if planned_item(situation.session, situation.matter) is not None:
        return (Obstacle("这件事项正列在一次会议的议程里", "请先作废那次会议", "", "void_meeting", "already_planned"),)
    return ()


def revoting(situation: Situation) -> tuple[Obstacle, ...]:
    """A vote is repeated after it failed, or after an upheld objection."""
    state = situation.matter.state
    if state == "rejected":
        return ()
    if state == "suspended" and situation.record("resolve") is not None:
        return ()
    return (Obstacle("只有表决没有通过，或异议成立后，才能重新表决", code="no_revote"),)


def difference(before: str, after: str) -> str:
    """The difference of two texts, line by line, "" when equal."""
    lines: Sequence[str] = list(
        difflib.unified_diff(before.splitlines(), after.splitlines(), "上一版", "这一版", lineterm="", n=1)
    )
    return "\n".join(lines)


def versions(session: Session, matter: Matter) -> Sequence[TextVersion]:
    """Frozen texts of a matter, oldest first."""
    query = select(TextVersion).where(TextVersion.matter_id == matter.id).order_by(TextVersion.number)
    return session.scalars(query).all()
