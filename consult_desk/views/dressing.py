"""How a village's templates dress a paper: its number, style, heading, wording and who signs it."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited
from consult_desk.desk import Look
from consult_desk.flow.step import Situation
from consult_desk.model import AgendaItem, Meeting, Paper
from consult_desk.views.imprints import matter_row
from consult_desk.views.signers import role_titles

# What holds names in the facts of papers: plain, and lines with a name and a number.
NAME_LISTS = ("present_names", "absent", "observers")
NUMBERED_LISTS = ("lines",)


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
    templates, titles = look.templates, role_titles(look)
    style = templates.kind(kind)
    heading = templates.heading.data.hex() if templates.heading is not None and style.heading else ""
    imprint = replace(
        facts.imprint, style=style.style, sheet=style.sheet, heading=heading,
        signers=tuple((role, titles[role]) for role in style.signers),
        wording=templates.worded(kind, selectors(look, subject, subject_id)),
    )  # fmt: skip
    return _in_name_order(replace(facts, imprint=imprint), style.names)


def _in_name_order(facts: Any, how: str) -> Any:
    """The lists of names in the order the village wants; numbered lines are numbered anew."""
    from consult_desk.documents.name_order import ORDERS, ordered

    if how not in ORDERS:
        return facts
    kept = {field.name: getattr(facts, field.name) for field in fields(facts)}
    changed = {name: tuple(ordered(kept[name], how)) for name in NAME_LISTS if kept.get(name)}
    for name in NUMBERED_LISTS:
        if kept.get(name) and hasattr(kept[name][0], "name") and hasattr(kept[name][0], "number"):
            place = {words: at for at, words in enumerate(ordered({one.name for one in kept[name]}, how))}
            lines = sorted(kept[name], key=lambda one: place[one.name])
            changed[name] = tuple(replace(one, number=number) for number, one in enumerate(lines, 1))
    return replace(facts, **changed)


def word_form(look: Look, kind: str, facts: Any, *, whole: bool = False) -> bytes:
    """The Word form of a paper: the village's own template filled, or what the program draws.

    whole: it is the paper itself, so a template that is faulty or leaves a fact out is passed over. Raises Refused
    otherwise, naming the template and what is wrong with it.
    """
    from consult_desk.documents import readback
    from consult_desk.documents.merge import merge
    from consult_desk.documents.merge_fields import known_fields, merge_fields
    from consult_desk.documents.paper import paper

    chosen, path = paper(kind), look.templates.words.get(kind)
    if path is not None:
        try:
            data = merge(template_bytes(path), merge_fields(facts), known_fields(chosen.facts))
            if not whole or not readback.compare(chosen.must_say(facts), data):
                return data
        except (Refused, Trouble) as error:
            if not whole:
                fix = "请改好模板，或者把它移出“文书模板”文件夹，再存一次"
                raise Refused(
                    Obstacle(f"Word 模板“{path.name}”现在不能用", fix, code="word_template"),
                    *(error.obstacles if isinstance(error, Refused) else (Obstacle(error.words),)),
                ) from error
    return chosen.draw(facts, "docx", look.file)


def template_bytes(path: Path) -> bytes:
    """A Word template of the village. Raises Refused when it is too large, Trouble when it is gone."""
    from consult_desk.documents.docx_guard import MAX_FILE

    return read_limited(path, max_bytes=MAX_FILE)


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
