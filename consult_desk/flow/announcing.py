"""Why the result of an agenda item may not be announced yet: the console asks it beforehand, the action enforces it."""

from datetime import date, tzinfo

from consult_desk.base.errors import Obstacle
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation
from consult_desk.flow.steps import deliberation
from consult_desk.model import AgendaItem, Sitting


def not_begun(sitting: Sitting, today: date, zone: tzinfo | None) -> tuple[Obstacle, ...]:
    """Nothing can be said of a sitting whose day has not come."""
    day = sitting.starts_at.astimezone(zone).date()
    if day <= today:
        return ()
    words = f"{sitting.place}这一场定在 {day:%Y-%m-%d}，还没有开"
    return (Obstacle(words, "请到当天再登记", code="too_early"),)


def announcing(
    situation: Situation, item: AgendaItem, gathering: Gathering, zone: tzinfo | None
) -> tuple[Obstacle, ...]:
    """Everything that stands between the votes of an item and its result; the first kind of reason hides the next."""
    if item.outcome:
        return (Obstacle("这一项已经宣布结果", "不用重复宣布", code="concluded"),)
    for sitting in gathering.sittings:
        if early := not_begun(sitting, situation.today, zone):
            return early
    return (
        deliberation.gates(situation, item, gathering, final=True)
        or uncounted(gathering, item)
        or deliberation.unclear(situation, item, gathering)
    )


def uncounted(gathering: Gathering, item: AgendaItem) -> tuple[Obstacle, ...]:
    """Sittings without a vote, and votes whose count arrivals or departures entered since have made untrue."""
    waiting = gathering.unvoted(item) or (() if gathering.votes(item) else gathering.sittings)
    found = [
        Obstacle(f"{s.place}这一场还没有表决", "请登记这一场的表决结果", "", "record_vote", "no_vote") for s in waiting
    ]
    if any(gathering.changed_since(vote, item) for vote in gathering.votes(item)):
        words = "表决以后签到、离会或者委托有变动，和表决时登记的人数对不上"
        found.append(Obstacle(words, "请重新登记这一项的表决结果，写明理由", "", "record_vote", "attendance_changed"))
    return tuple(found)
