"""Everything of a meeting or of a matter to be printed in one go: which papers, how many of each, what is not issued yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from consult_desk.base.errors import Obstacle
from consult_desk.desk import Look
from consult_desk.model import AgendaItem, Meeting, Objection, Paper, Posting
from consult_desk.views.imprints import matter_row, meeting_row
from consult_desk.views.issuing import issuing_page
from consult_desk.views.paper_copies import forms_of, paper_copy
from consult_desk.views.paper_facts import SUBJECTS

# Cut apart and handed out: only at 100 %, never on both sides.
EXACT = ("ballot",)
# What is printed before a meeting; once it is over nobody needs it again.
BEFORE = ("meeting_notice", "personal_notice", "attendance_sheet", "ballot", "tally_sheet")
# One for whom it is addressed to and one to keep.
TWO = ("objection_reply",)
# The same content twice: the first is left out where the second is there.
SAME: Mapping[str, str] = MappingProxyType({"minutes": "minutes_pdf"})


@dataclass(frozen=True)
class BatchRow:
    """One paper. paper: its number, None while it is not issued; about: the matter or meeting it belongs to.

    pages: of its newest file, 0 while unknown. sheet: A4 or A3. copies: usually printed. ticked: printed unless
    somebody takes it off. exact: only at 100 %. single: never on both sides. obstacles: why it cannot be issued yet.
    """

    kind: str
    kind_title: str
    subject_id: int
    about: str
    paper: int | None
    number: str
    version: int
    pages: int
    sheet: str
    copies: int
    ticked: bool
    exact: bool
    single: bool
    obstacles: tuple[Obstacle, ...]

    @property
    def key(self) -> str:
        """Which paper it is, issued or not."""
        return f"{self.kind}:{self.subject_id}"


@dataclass(frozen=True)
class BatchView:
    """All papers to be printed for one meeting or matter. subject: meeting or matter."""

    subject: str
    title: str
    rows: tuple[BatchRow, ...]


def meeting_batch(look: Look, meeting_id: int) -> BatchView:
    """一次会议要印的全部文书：已经出具的、可以出具的，各印几份。Raises Refused for an unknown meeting."""
    meeting = meeting_row(look, meeting_id)
    over = meeting.state in ("closed", "void")
    rows = [
        _issued(look, paper, meeting.title, ticked=not (over and paper.kind in BEFORE))
        for paper in _newest(look, and_(Paper.subject == "meeting", Paper.subject_id == meeting_id))
    ]
    rows += _missing(look, rows, meeting_id=meeting_id, over=over) if meeting.state != "void" else []
    return BatchView("meeting", meeting.title, _ordered(rows))


def matter_batch(look: Look, matter_id: int) -> BatchView:
    """一件事项的全部文书：公告、答复，以及审议它的各次会议的文书（会议的先不勾）。Raises Refused for an unknown matter."""
    matter = matter_row(look, matter_id)
    objections = select(Objection.id).where(Objection.matter_id == matter_id)
    postings = select(Posting.id).where(Posting.matter_id == matter_id)
    own = or_(
        and_(Paper.subject == "matter", Paper.subject_id == matter_id),
        and_(Paper.subject == "objection", Paper.subject_id.in_(objections)),
        and_(Paper.subject == "posting", Paper.subject_id.in_(postings)),
    )
    rows = [_issued(look, paper, matter.title, ticked=True) for paper in _newest(look, own)]
    rows += _missing(look, rows, matter_id=matter_id)
    held = select(AgendaItem.meeting_id).where(AgendaItem.matter_id == matter_id)
    titles = {m.id: m.title for m in look.session.scalars(select(Meeting).where(Meeting.id.in_(held)))}
    of_meetings = _newest(look, and_(Paper.subject == "meeting", Paper.subject_id.in_(held)))
    rest = [_issued(look, paper, titles[paper.subject_id], ticked=False) for paper in of_meetings]
    return BatchView("matter", matter.title, (*_ordered(rows), *_ordered(rest)))


def _newest(look: Look, which: ColumnElement[bool]) -> list[Paper]:
    """The papers that count: superseded ones are not printed again."""
    newer = aliased(Paper)
    current = select(Paper).where(which, ~exists().where(newer.supersedes_id == Paper.id)).order_by(Paper.subject_id, Paper.id)
    found = [paper for paper in look.session.scalars(current) if "pdf" in forms_of(paper.kind)]
    there = {(paper.kind, paper.subject_id) for paper in found}
    return [paper for paper in found if (SAME.get(paper.kind), paper.subject_id) not in there]


def _issued(look: Look, paper: Paper, about: str, *, ticked: bool) -> BatchRow:
    from consult_desk.documents.paper import paper as kind_of

    kind = kind_of(paper.kind)
    imprint = json.loads(paper.facts).get("imprint", {})
    exact = paper.kind in EXACT
    return BatchRow(
        paper.kind, kind.title, paper.subject_id, about, paper.id, paper.document_number, paper.number, _pages(look, paper),
        imprint.get("sheet", "A4"), 2 if paper.kind in TWO else 1, ticked, exact, exact or kind.posted, (),
    )


def _pages(look: Look, paper: Paper) -> int:
    """How many pages it has as it is printed; papers of earlier releases are opened to count them."""
    if paper.pages and paper.form == "pdf":
        return paper.pages
    from io import BytesIO

    from pikepdf import Pdf

    with Pdf.open(BytesIO(paper_copy(look, paper.id, form="pdf").data)) as document:
        return len(document.pages)


def _missing(
    look: Look, rows: list[BatchRow], *, meeting_id: int | None = None, matter_id: int | None = None, over: bool = False
) -> list[BatchRow]:
    """What may be issued now or soon, and is not there yet."""
    from consult_desk.documents.paper import paper as kind_of

    there = {row.key for row in rows}
    choices = [one for one in issuing_page(look, matter_id, meeting_id) if f"{one.kind}:{one.subject_id}" not in there]
    offered = {one.kind for one in choices} | {row.kind for row in rows}
    found = []
    for one in choices:
        twin = {**SAME, **{second: first for first, second in SAME.items()}}.get(one.kind)
        if "pdf" not in forms_of(one.kind) or SAME.get(one.kind) in offered or twin in {row.kind for row in rows}:
            continue
        kind, exact = kind_of(one.kind), one.kind in EXACT
        ticked = not one.obstacles and not (over and one.kind in BEFORE)
        found.append(
            BatchRow(
                one.kind, kind.title, one.subject_id, one.subject_title, None, "", one.version, 0, "A4",
                2 if one.kind in TWO else 1, ticked, exact, exact or kind.posted, one.obstacles,
            )
        )  # fmt: skip
    return found


def _ordered(rows: list[BatchRow]) -> tuple[BatchRow, ...]:
    """As the papers of a meeting follow one another; what is not issued yet stands where it belongs."""
    order = {kind: place for place, kind in enumerate(SUBJECTS)}
    return tuple(sorted(rows, key=lambda row: (row.subject_id, order.get(row.kind, len(order)))))
