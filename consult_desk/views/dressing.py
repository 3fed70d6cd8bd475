"""How a village's templates dress a paper: its number, style, heading, wording and who signs it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from consult_desk.desk import Look
from consult_desk.flow.step import Situation
from consult_desk.model import AgendaItem, Meeting, Paper
from consult_desk.views.imprints import matter_row


def next_number(look: Look, kind: str) -> str:
    """The number the next paper of that kind gets, "" where it has none; never one that any paper had."""
    series = look.templates.series_of(kind)
    if series is None:
        return ""
    village = look.village
    used = look.session.scalars(select(Paper.document_number).where(Paper.document_number != "")).all()
    return series.next(village.short_name, village.name, look.today.year, used)


def dressed(look: Look, kind: str, subject: str, subject_id: int, facts: Any) -> Any:
    """The facts with the style, sheet, heading, wording and signers that the village's templates give this kind."""
    templates = look.templates
    style = templates.kind(kind)
    heading = templates.heading.data.hex() if templates.heading is not None and style.heading else ""
    imprint = replace(
        facts.imprint, style=style.style, sheet=style.sheet, heading=heading,
        signers=tuple((role, templates.roles[role]) for role in style.signers),
        wording=templates.worded(kind, selectors(look, subject, subject_id)),
    )  # fmt: skip
    return replace(facts, imprint=imprint)


def selectors(look: Look, subject: str, subject_id: int) -> tuple[str, ...]:
    """By what a village may word its papers: the kind of place, and which body meets or decided."""
    meeting: Meeting | None = None
    if subject == "meeting":
        meeting = look.session.get(Meeting, subject_id)
    elif subject == "matter":
        situation = Situation(look.session, matter_row(look, subject_id), look.today, look.calendar)
        record = situation.record("resolve")
        item = look.session.get(AgendaItem, record.item_id) if record is not None and record.item_id is not None else None
        meeting = item.meeting if item is not None else None
    return tuple(filter(None, (look.village.kind, meeting.body if meeting is not None else "")))
