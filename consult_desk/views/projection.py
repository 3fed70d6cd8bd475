"""What the room may see of a meeting, on the wall."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from consult_desk.desk import Look
from consult_desk.flow.due import BODY_TITLES
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation
from consult_desk.model import (
    VerdictRecord,
)
from consult_desk.views.console import chosen_item
from consult_desk.views.imprints import meeting_row
from consult_desk.views.meeting_facts import METHODS
from consult_desk.views.meeting_meter import Meter, meter_of


@dataclass(frozen=True)
class ProjectionView:
    """What the room may see, and nothing else: no names, no reasons, no count before its result was announced.

    result: "", passed, not_passed; method, counts, words and reference are empty until then.
    """

    village: str
    meeting: str
    body_title: str
    on: date
    number: int
    items: int
    title: str
    step: str
    meter: Meter | None
    result: str
    method: str
    counts: tuple[tuple[str, int], ...]
    words: str
    reference: str


def projection(look: Look, meeting_id: int, item_id: int | None = None) -> ProjectionView:
    """投影：会场可以看的内容，只有村名、会议、议程、到会人数和宣布以后的结果。"""
    meeting = meeting_row(look, meeting_id)
    gathering = Gathering(look.session, meeting)
    item = chosen_item(gathering, item_id)
    counts: tuple[tuple[str, int], ...] = ()
    method = words = reference = step = ""
    meter = None
    if item is not None:
        situation = Situation(look.session, item.matter, look.today, look.calendar)
        step = situation.profile.step(item.step).title
        meter = meter_of(situation, item, gathering, look.now.tzinfo) if meeting.due_frozen else None
    if item is not None and item.outcome:
        found = look.session.scalars(
            select(VerdictRecord)
            .where(VerdictRecord.subject == "item", VerdictRecord.subject_id == item.id, VerdictRecord.kind == "pass")
            .order_by(VerdictRecord.id)
        ).all()
        words = "；".join(dict.fromkeys(v.words for v in found))
        reference = "；".join(dict.fromkeys(v.reference for v in found if v.reference))
        tally, _attendees = gathering.tally(item)
        counts = (("同意", tally.yes), ("反对", tally.no), ("弃权", tally.abstain))
        method = "、".join(dict.fromkeys(METHODS[v.method] for v in gathering.votes(item)))
    return ProjectionView(
        village=look.village.name,
        meeting=meeting.title,
        body_title=BODY_TITLES.get(meeting.body, meeting.body),
        on=meeting.event_on,
        number=item.number if item is not None else 0,
        items=len(gathering.items),
        title=item.matter.title if item is not None else "",
        step=step,
        meter=meter,
        result=item.outcome if item is not None else "",
        method=method,
        counts=counts,
        words=words,
        reference=reference,
    )
