"""What may be issued: the papers of a matter or a meeting, each with what still stands in its way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look
from consult_desk.model import Matter, Meeting, Minutes
from consult_desk.views.disclosure_paper_facts import corrected_title, posting_title
from consult_desk.views.imprints import matter_row, meeting_row
from consult_desk.views.meeting_paper_facts import RECORDS, items_at
from consult_desk.views.objection_facts import objection_title
from consult_desk.views.paper_facts import SUBJECTS, earlier_paper, facts_of, in_the_way, known_kind
from consult_desk.views.register_facts import authorization_title, year_title

# Only their facts tell whether they may be issued.
JUDGED = ("minutes", "minutes_pdf", "signature_page")
NOTICES = ("resolution", "resolution_document", "result")
# Offered on the page of a matter, where nobody has to look for them among the papers of all others.
RECORDS_OF_MATTER = ("proposal_form", "decision_register", "supervision_opinion")
# What a paper of other subjects than matters and meetings is about, in one line.
_TITLES: Mapping[str, Callable[[Look, int], str]] = MappingProxyType(
    {
        "objection": objection_title, "posting": posting_title, "paper": corrected_title, "village": year_title,
        "authorization": authorization_title,
    }
)  # fmt: skip
_MOST = 30  # matters and meetings looked through, the newest first


@dataclass(frozen=True)
class IssueChoice:
    """One paper that may be issued. posted: hangs on the wall; version: the one it would be; corrects: words or "".

    styles: (key, title) of the layouts it can be drawn in, the usual one first; sheets: of the sizes of paper. edited:
    the version before came back edited by hand, and what was edited would not come along.
    """

    kind: str
    kind_title: str
    subject: str
    subject_id: int
    subject_title: str
    posted: bool
    version: int
    corrects: str
    obstacles: tuple[Obstacle, ...]
    styles: tuple[tuple[str, str], ...]
    sheets: tuple[tuple[str, str], ...]
    edited: bool = False


def issuing_page(
    look: Look, matter_id: int | None = None, meeting_id: int | None = None, kind: str = "", subject_id: int | None = None
) -> tuple[IssueChoice, ...]:
    """可以出具的文书：某件事项的、某次会议的，或者最近的全部；能出的在前。

    matter_id or meeting_id: only these; kind with subject_id: only that one. Raises Refused for unknown ones.
    """
    if kind and subject_id is not None and SUBJECTS[known_kind(kind)] in _TITLES:
        return (_choice(look, kind, subject_id, _TITLES[SUBJECTS[kind]](look, subject_id)),)
    if kind and subject_id is not None:
        matter_id, meeting_id = (subject_id, None) if SUBJECTS[known_kind(kind)] == "matter" else (None, subject_id)
    if matter_id is not None:
        matters, meetings = [matter_row(look, matter_id)], []
    elif meeting_id is not None:
        matters, meetings = [], [meeting_row(look, meeting_id)]
    else:
        matters = list(look.session.scalars(select(Matter).order_by(Matter.id.desc()).limit(_MOST)))
        planned = select(Meeting).where(Meeting.state != "void").order_by(Meeting.id.desc())
        meetings = list(look.session.scalars(planned.limit(_MOST)))
    of_matter = (*NOTICES, *RECORDS_OF_MATTER) if matter_id is not None else NOTICES
    found = [_choice(look, one, m.id, m.title) for m in matters for one in of_matter]
    found += [_choice(look, one, m.id, m.title) for m in meetings for one in _of_meeting(look, m)]
    if kind:
        asked = [choice for choice in found if choice.kind == kind]
        if not asked and subject_id is not None:  # before its turn: the reason is said
            title = matters[0].title if matters else meetings[0].title
            asked = [_choice(look, kind, subject_id, title)]
        found = asked
    elif matter_id is None and meeting_id is None:
        found = [choice for choice in found if not choice.obstacles and not choice.corrects]
    # What hangs on the wall comes first: whoever is sent here from a posting wants the notice.
    return tuple(sorted(found, key=lambda one: (bool(one.obstacles), not one.posted, bool(one.corrects))))


def _of_meeting(look: Look, meeting: Meeting) -> tuple[str, ...]:
    confirmed = look.session.scalar(select(Minutes.id).where(Minutes.meeting_id == meeting.id).limit(1))
    records = tuple(kind for kind, (step, _what) in RECORDS.items() if items_at(look, meeting.id, step))
    if confirmed is not None:
        return ("minutes", "minutes_pdf", "summary_minutes", "signature_page", "attendance_sheet", *records, "tally_sheet")
    if meeting.state == "closed":
        return ("attendance_sheet", *records, "tally_sheet", "minutes")
    return ("meeting_notice", "personal_notice", "attendance_sheet", "ballot", "tally_sheet")


def _choice(look: Look, kind: str, subject_id: int, title: str) -> IssueChoice:
    from consult_desk.documents.layout import SHEETS, STYLES
    from consult_desk.documents.paper import paper

    obstacles: tuple[Obstacle, ...] = ()
    try:
        obstacles = in_the_way(look, kind, subject_id)
        if kind in JUDGED and not obstacles:
            facts_of(look, kind, subject_id)
    except Refused as refused:
        obstacles = refused.obstacles
    before = earlier_paper(look, kind, subject_id)
    chosen = paper(kind)
    return IssueChoice(
        kind, chosen.title, SUBJECTS[kind], subject_id, title, chosen.posted, before.number + 1 if before else 1,
        "" if before is None else f"{before.document_number or before.title}　第 {before.number} 版", obstacles,
        tuple((style, STYLES[style]) for style in chosen.styles), tuple(SHEETS.items()),
        before is not None and before.edited is True,
    )
