"""What the facts of every paper share: the imprint, rows by number, moments and 补录 sentences."""

from collections.abc import Sequence
from datetime import date, datetime

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.documents.imprint import Imprint
from consult_desk.flow.engine import versions
from consult_desk.model import AgendaItem, Event, Matter, Meeting


def late_line(what: str, row: Event) -> str:
    """补录 sentence of a row typed in later than it happened, "" when in time."""
    return f"补录：{what}发生于{chinese_date(row.event_on)}，{chinese_date(row.entered_on)}录入" if row.late else ""


def late_lines(pairs: Sequence[tuple[str, Event]]) -> tuple[str, ...]:
    """The 补录 sentences of several rows, each once."""
    return tuple(dict.fromkeys(line for what, row in pairs if (line := late_line(what, row))))


def meeting_row(look: Look, meeting_id: int) -> Meeting:
    """The meeting of that id. Raises Refused when there is none."""
    found = look.session.get(Meeting, meeting_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {meeting_id} 号会议", "请在会议列表里选择", code="unknown_meeting"))
    return found


def matter_row(look: Look, matter_id: int) -> Matter:
    """The matter of that id. Raises Refused when there is none."""
    found = look.session.get(Matter, matter_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {matter_id} 号事项", "请在台账里选择事项", code="unknown_matter"))
    return found


def blank_imprint(look: Look, issued_on: date | None = None, late: tuple[str, ...] = ()) -> Imprint:
    """An imprint before number, version and head are known; issue_paper completes it."""
    village = look.village
    return Imprint(
        village=village.name, issuers=_issuers(look), number="", version=1, supersedes="", correction="",
        issued_on=issued_on or look.today, head="0" * 64, head_size=0, late=late, practice=village.practice,
    )


def _issuers(look: Look) -> tuple[str, ...]:
    village = look.village
    match village.kind:
        case "community":
            return (f"中共{village.name}支部委员会", f"{village.name}居民委员会")
        case "collective":
            return (village.name,)
        case _:
            return (f"中共{village.name}支部委员会", f"{village.name}村民委员会")


def moment_words(moment: datetime, look: Look) -> str:
    """2026年3月5日 9:00 in local time."""
    local = moment.astimezone(look.now.tzinfo)
    minute = f"{local.minute:02d}分" if local.minute else ""
    return f"{chinese_date(local.date())}{local.hour}时{minute}"


def look_text(look: Look, item: AgendaItem) -> str:
    """The text an item decided on, frozen; "" while it is not decided."""
    if item.text_number is None:
        return ""
    return next((v.text for v in versions(look.session, item.matter) if v.number == item.text_number), "")
