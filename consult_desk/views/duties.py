"""What a matter waits for that can be done today: the judge's own reasons, each with what its form needs to know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from consult_desk.base.errors import Obstacle
from consult_desk.desk import Look
from consult_desk.flow import engine
from consult_desk.flow.step import Situation
from consult_desk.flow.steps.posting import PAPER_OF
from consult_desk.model import Matter, Milestone
from consult_desk.rules.days import judge_posted_in_time
from consult_desk.views.ledger import needing

MOST = 20  # matters looked at; who has more is sent to the ledger
# These have a day of their own, or belong to a meeting or an objection rather than to each of its matters.
ELSEWHERE = frozenset(
    {"meeting_planned", "meeting_noticed", "meeting_open", "open_objection", "not_removed", "publicity", "rejected"}
)


@dataclass(frozen=True)
class Duty:
    """One thing on the desk. kind: what it belongs to; about: which matter or meeting; on: its day, None for any.

    obstacle: its words, what to do, the article, and the action that does it; where: what that action's form, or the page
    where there is none, must know; days: till the day, negative when it is over.
    """

    kind: str
    about: str
    obstacle: Obstacle
    page: str
    where: Mapping[str, Any]
    on: date | None = None
    days: int | None = None


def duty(
    look: Look, kind: str, about: str, obstacle: Obstacle, page: str, where: Mapping[str, Any], on: date | None = None
) -> Duty:
    """A duty with the days till its day counted from today."""
    return Duty(kind, about, obstacle, page, where, on, (on - look.today).days if on is not None else None)


def of_matters(look: Look) -> tuple[list[Duty], int]:
    """What stands in the way of matters under way and can be removed today; and how many matters were not looked at.

    Only matters in which something can be done are asked for, so that thousands of finished ones cost nothing.
    """
    query = select(Matter).where(needing(look.today)).order_by(Matter.event_on, Matter.id)
    matters = look.session.scalars(query.limit(MOST + 1)).all()
    left = 0
    if len(matters) > MOST:
        left = (look.session.scalar(select(func.count()).select_from(Matter).where(needing(look.today))) or MOST) - MOST
    found: list[Duty] = []
    for matter in matters[:MOST]:
        situation = Situation(look.session, matter, look.today, look.calendar)
        about = f"{matter.label} {matter.title}"
        for obstacle in removable(situation):
            if obstacle.code not in ELSEWHERE:
                on = _posted_by(situation) if obstacle.code in ("no_paper", "not_posted") else None
                found.append(duty(look, "matter", about, obstacle, "matter", where_of(situation, obstacle), on))
    return found, left


def removable(situation: Situation) -> tuple[Obstacle, ...]:
    """The reasons a matter waits for whose removing action is allowed today; of a refused action, its own reasons."""
    moves = {move.action: move for move in engine.moves(situation)}
    found: dict[tuple[str, str], Obstacle] = {}

    def gather(obstacles: Iterable[Obstacle], through: frozenset[str]) -> None:
        for obstacle in obstacles:
            action = obstacle.leads_to
            if not action or action in through:
                continue
            move = moves.get(action)
            if move is not None and not move.allowed:
                gather(move.obstacles, through | {action})
            elif not (action == "finish_execution" and _parts_open(situation)):
                found.setdefault((action, obstacle.words), obstacle)

    gather(engine.waiting(situation), frozenset())
    return tuple(found.values())


def _parts_open(situation: Situation) -> bool:
    """Work that goes on has its milestones for deadlines; that it is not finished is no duty of today."""
    execution = situation.execution
    if execution is None:
        return False
    query = select(Milestone.id).where(Milestone.execution_id == execution.id, Milestone.done_on.is_(None)).limit(1)
    return situation.session.scalar(query) is not None


def _posted_by(situation: Situation) -> date | None:
    """The last day to post a resolution, where the rules name one."""
    resolved, rule = situation.record("resolve"), situation.rule
    if resolved is None or rule is None or rule.key != "disclose_resolution":
        return None
    limit = rule.publicity_on(resolved.event_on)
    if limit is None or not limit.within_days:
        return None
    day = resolved.event_on
    while judge_posted_in_time(rule, day, resolved.event_on, date.fromordinal(day.toordinal() + 1)).met:
        day = date.fromordinal(day.toordinal() + 1)
    return day


def where_of(situation: Situation, obstacle: Obstacle) -> dict[str, Any]:
    """What the form that removes an obstacle of a matter must know: matter, step, posting, paper, meeting, objection."""
    matter = situation.matter
    found: dict[str, Any] = {"matter_id": matter.id}
    match obstacle.leads_to:
        case "issue_paper":
            found |= {"kind": PAPER_OF.get(matter.step, ""), "subject_id": matter.id}
        case "post_notice":
            found["step"] = matter.step
        case "take_down":
            found["posting_id"] = max((p.id for p in situation.postings(matter.step)), default=0)
        case "reply_objection":
            found["objection_id"] = next((o.id for o in situation.open_objections), 0)
        case "record_supervision":
            found["step"] = next((s.key for s in situation.line if f"“{s.title}”" in obstacle.words), matter.step)
        case "record_review":
            found["step"] = "township_review" if obstacle.code == "township" else matter.step
        case "issue_notice" | "open_meeting" | "conclude_item" | "void_meeting" | "record_vote":
            item = engine.planned_item(situation.session, matter)
            found |= {"meeting_id": item.meeting_id} if item is not None else {}
        case _:
            pass
    return found
