"""What a meeting to be called may hear, who could lead it, and how early it must be announced."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from consult_desk.base.errors import Obstacle
from consult_desk.desk import Look
from consult_desk.flow import engine
from consult_desk.flow.due import ASSEMBLIES, BODY_TITLES, SEATS, seats_on
from consult_desk.flow.step import Situation
from consult_desk.flow.steps import deliberation
from consult_desk.model import (
    Matter,
    Meeting,
    Sitting,
)
from consult_desk.rules.bases import BASES
from consult_desk.rules.days import earliest_meeting, judge_notice
from consult_desk.rules.profile import StepRule

LEADERS = (
    "party_committee", "villagers_committee", "residents_committee", "collective_board", "supervision_committee",
    "stationed_cadres",
)  # fmt: skip
CONVENERS = {
    "party_committee": "村党支部", "two_committees": "村党支部", "party_member_meeting": "村党支部",
    "rep_meeting": "村民委员会", "villager_assembly": "村民委员会", "group_meeting": "村民小组组长",
    "resident_rep_meeting": "居民委员会", "resident_assembly": "居民委员会", "collective_board": "理事会",
    "collective_assembly": "理事会", "collective_rep_assembly": "理事会",
}  # fmt: skip
MOST_PLACES = 8


@dataclass(frozen=True)
class HearableRow:
    """One matter for the agenda of a body: at which step, or why not. reference: the article behind that step.

    notice: the notice period from today with its arithmetic, "" where none is asked; earliest: the first lawful day.
    """

    matter: int
    label: str
    title: str
    group: str
    step: str
    step_title: str
    merged: bool
    obstacles: tuple[Obstacle, ...]
    reference: str
    notice: str
    notice_reference: str
    earliest: date


@dataclass(frozen=True)
class BodyChoice:
    """A body that may be called, and how many matters it could hear now."""

    body: str
    title: str
    waiting: int


@dataclass(frozen=True)
class PlanningView:
    """Everything the page of a new meeting offers. people: name and posts; demands: base and title."""

    today: date
    body: str
    body_title: str
    bodies: tuple[BodyChoice, ...]
    rows: tuple[HearableRow, ...]
    earliest: date
    title: str
    places: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    convener: str
    chair: str
    recorder: str
    demands: tuple[tuple[str, str], ...]


def planning_page(look: Look, body: str = "", matter_id: int | None = None, on: date | None = None) -> PlanningView:
    """安排会议：选哪个组织、现在有哪些事项可以上会、哪些不行和为什么。

    body: key of the body, "" for the one with most to hear (or that of matter_id). on: the day thought of.
    """
    day = on or look.today
    query = select(Matter).where(Matter.state.not_in(("done", "withdrawn"))).order_by(Matter.year, Matter.number)
    situations = [Situation(look.session, m, look.today, look.calendar) for m in look.session.scalars(query)]
    waiting = dict.fromkeys((*SEATS, *ASSEMBLIES), 0)
    for one in situations:
        rule = one.rule
        if rule is not None and rule.kind == "deliberation" and not engine.planning(one, rule.key, on=day):
            waiting[rule.body] += 1
    chosen = body or _body_of(situations, matter_id) or max(waiting, key=lambda key: waiting[key])
    asked = {step.body for one in situations for step in one.line if step.kind == "deliberation"}
    usual = {step.body for step in look.profile(look.village.profile_key).steps if step.kind == "deliberation"}
    bodies = [key for key in waiting if key in asked | usual | {chosen}]
    known = (row for one in situations if (row := _hearable(one, chosen, day)) is not None)
    rows = sorted(known, key=lambda row: bool(row.obstacles))
    free = [row for row in rows if not row.obstacles]
    earlier = look.session.scalars(select(Meeting).where(Meeting.body == chosen).order_by(Meeting.id.desc())).all()
    last = earlier[0] if earlier else None
    title = BODY_TITLES.get(chosen, chosen)
    number = sum(1 for m in earlier if m.event_on.year == day.year and m.state != "void") + 1
    return PlanningView(
        today=look.today,
        body=chosen,
        body_title=title,
        bodies=tuple(BodyChoice(key, BODY_TITLES.get(key, key), waiting[key]) for key in bodies),
        rows=tuple(rows),
        earliest=max((row.earliest for row in free), default=look.today),
        title=f"{day.year}年第{number}次{title if title.endswith(('大会', '会议')) else title + '会议'}",
        places=_places(look),
        people=_people(look, day),
        convener=last.convener if last else CONVENERS.get(chosen, ""),
        chair=last.chair if last else "",
        recorder=last.recorder if last else _last_recorder(look),
        demands=_demands(situations, chosen, day),
    )


def _body_of(situations: list[Situation], matter_id: int | None) -> str:
    rule = next((one.rule for one in situations if one.matter.id == matter_id), None)
    return rule.body if rule is not None and rule.kind == "deliberation" else ""


def _hearable(situation: Situation, body: str, day: date) -> HearableRow | None:
    """The matter as that body could hear it; None where its procedure does not know the body."""
    steps = [s for s in situation.line if s.kind == "deliberation" and s.body == body]
    if not steps:
        return None
    matter = situation.matter
    step = next((s for s in steps if s.key == matter.step), None)
    merged = False
    if step is None:
        step = next((s for s in steps if situation.record(s.key) is None), steps[-1])
        merged = step.key == "consult" and matter.step == "propose" and deliberation.may_merge(situation, day)
    obstacles = engine.planning(situation, step.key, merged=merged, on=day)
    notice, reference, earliest = _notice(situation, step, day)
    return HearableRow(
        matter.id, matter.label, matter.title, matter.group.name if matter.group else "", step.key, step.title, merged,
        obstacles, step.reference_on("quorum", day), notice, reference, earliest,
    )


def _notice(situation: Situation, step: StepRule, day: date) -> tuple[str, str, date]:
    today = situation.today
    if step.notice_on(day) is None:
        return "", "", today
    counting = situation.profile.counting_on(day)
    earliest = earliest_meeting(step, day, today, counting)
    verdict = judge_notice(step, day, today, earliest, counting=counting)
    return verdict.words, verdict.reference, earliest


def _places(look: Look) -> tuple[str, ...]:
    rows = look.session.scalars(select(Sitting.place).order_by(Sitting.id.desc())).all()
    return tuple(dict.fromkeys(rows))[:MOST_PLACES]


def _people(look: Look, day: date) -> tuple[tuple[str, str], ...]:
    """Those who usually convene, preside or record: who sits in a committee, and whom earlier meetings name."""
    found: dict[str, list[str]] = {}
    for seat in seats_on(look.session, LEADERS, day):
        post = f"{BODY_TITLES.get(seat.body, seat.body)}{seat.post}"
        found.setdefault(seat.person.name, []).append(post)
    for meeting in look.session.scalars(select(Meeting).order_by(Meeting.id.desc()).limit(50)):
        found.setdefault(meeting.recorder, ["记录过会议"])
        found.setdefault(meeting.chair, ["主持过会议"])
    return tuple((name, "、".join(dict.fromkeys(posts))) for name, posts in found.items())


def _last_recorder(look: Look) -> str:
    return look.session.scalar(select(Meeting.recorder).order_by(Meeting.id.desc()).limit(1)) or ""


def _demands(situations: list[Situation], body: str, day: date) -> tuple[tuple[str, str], ...]:
    """Who may demand this body's meeting, as the rules of the matters waiting for it say."""
    found: dict[str, str] = {}
    for situation in situations:
        for step in situation.line:
            rule = step.convening_on(day) if step.body == body else None
            for leaf in rule.any_of if rule is not None else ():
                found.setdefault(leaf.of, f"{BASES.get(leaf.of, leaf.of)}{leaf.share.words()}联名")
    return tuple(found.items())
