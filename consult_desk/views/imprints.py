"""What the facts of every paper share: the imprint, rows by number, moments and 补录 sentences."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.documents.form_code import FormCode, village_tag
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


def form_code(look: Look, kind: str, subject: str, subject_id: int, version: int) -> str:
    """The stem of the form code of a paper: which village, what it is about, which kind, which version."""
    return FormCode(village_tag(look.village.uid), subject, subject_id, kind, version).stem


def form_words(look: Look, kind_title: str, subject: str, subject_id: int, version: int) -> str:
    """What stands beside the form code, for people: village, matters, kind, version."""
    labels: list[str] = []
    if subject == "matter":
        labels = [matter_row(look, subject_id).label]
    elif subject == "meeting":
        items = look.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == subject_id).order_by(AgendaItem.number))
        labels = list(dict.fromkeys(item.matter.label for item in items))
    shown = "、".join(labels[:3]) + ("等" if len(labels) > 3 else "")
    return "　".join(filter(None, (look.village.name, f"事项{shown}" if shown else "", kind_title, f"第{version}版")))


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
