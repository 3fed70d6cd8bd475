"""A paper in the copy and form somebody wants, and as a draft before it is issued."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look
from consult_desk.documents.detector import Decision
from consult_desk.model import Paper
from consult_desk.views.dressing import word_form
from consult_desk.views.findings import (
    FindingRow,
    decisions_of,
    earlier_decisions,
    finding_rows,
    in_question,
    minors_in,
)
from consult_desk.views.imprints import form_code
from consult_desk.views.paper_facts import (
    earlier_paper,
    facts_of,
    in_layout,
    in_the_way,
    known_kind,
    newest_file,
    paper_row,
)

# Slips and sheets to sign are what they are; a letter is for one person; who said what is nobody's on the wall.
ONE_COPY = (
    "ballot", "signature_page", "objection_reply", "objection_form", "personal_notice", "consultation_record",
    "deliberation_record",
)  # fmt: skip
# Who joined, powers given, uses of the seal, what supervisors noted: for the file, never for the wall.
NEVER_HANGS = ("proposal_form", "authorization", "seal_log", "decision_register", "supervision_opinion", "photo_sheet")
ISSUED, POSTED, INTERNAL = "issued", "posted", "internal"


@dataclass(frozen=True)
class CopyView:
    """One copy of a paper. form: pdf or docx. name: what the file may be called. hidden: what was left out, in words.

    looks: the marks of signatures drawn, for screen and printer, b"" where the data itself shows all.
    """

    data: bytes
    form: str
    name: str
    hidden: tuple[str, ...]
    looks: bytes = b""

    @property
    def shown(self) -> bytes:
        """What screen and printer show."""
        return self.looks or self.data


def looks_of(data: bytes) -> bytes:
    """A file for screen and printer: a signed PDF with the marks of its signatures drawn, anything else as it is."""
    from consult_desk.documents.sign_marks import shown

    return shown(data) if data[:5] == b"%PDF-" and b"/AcroForm" in data else data


def copies_of(kind: str, edited: bool | None = None) -> tuple[tuple[str, str], ...]:
    """(key, title) of the copies a kind of paper can be had as, the issued one first. edited: its Word came back."""
    from consult_desk.documents.paper import paper

    if edited:
        return ((ISSUED, "手工改过的一份"),)
    if kind in ONE_COPY:
        return ((ISSUED, "正式件"),)
    if paper(kind).posted:
        return ((ISSUED, "张贴件（正式）"), (INTERNAL, "内部件"))
    if kind in NEVER_HANGS:
        return ((ISSUED, "正式件"), (INTERNAL, "内部件"))
    return ((ISSUED, "正式件"), (INTERNAL, "内部件"), (POSTED, "张贴件"))


def forms_of(kind: str, edited: bool | None = None) -> tuple[str, ...]:
    """The forms a kind of paper can be had in, the issued one first. edited: Word, and its words as PDF to look at."""
    from consult_desk.documents.paper import paper

    return ("docx", "pdf") if edited else paper(kind).forms


def paper_copy(look: Look, paper_id: int, copy: str = ISSUED, form: str = "") -> CopyView:
    """文书的一份：正式件、内部件或张贴件，PDF 或 Word。

    copy: issued (the file itself, signatures included), internal (everything, marked) or posted (masked). form: pdf,
    docx or "" for the one it was issued in. Raises Refused where there is no such copy or form, Trouble when the file
    is damaged.
    """
    from consult_desk.documents import copies
    from consult_desk.documents.paper import facts_from_json, paper

    row = paper_row(look, paper_id)
    kind = paper(row.kind)
    form = form or row.form
    titles = dict(copies_of(row.kind, row.edited))
    copy = ISSUED if copy == POSTED and kind.posted else copy
    if copy not in titles or form not in forms_of(row.kind, row.edited):
        raise Refused(Obstacle(f"{kind.title}没有这样的一份", "请另选一种", code="no_copy"))
    name = row.title if copy == ISSUED else f"{row.title}（{titles[copy]}）"
    facts = facts_from_json(kind, row.facts)
    hidden: tuple[str, ...] = ()
    if row.edited and form == "pdf":
        from consult_desk.documents.returned_word import text_paper

        return CopyView(text_paper(facts.imprint, row.title, row.text), form, f"{row.title}（文字稿）", hidden)
    if row.edited:
        data = look.file(newest_file(look, row.id).sha256)
        return CopyView(data, form, name, hidden, looks_of(data))
    if copy != INTERNAL and (kind.posted or copy == POSTED):
        facts, hidden = posted(look, row, facts)
    if copy == ISSUED and form == row.form:
        data = look.file(newest_file(look, row.id).sha256)
        return CopyView(data, form, name, hidden, looks_of(data))
    mark = "" if copy == ISSUED else copies.MARKS[copy]
    data = word_form(look, row.kind, facts) if form == "docx" else drawn(look, row.kind, facts, form, mark)
    if copy != ISSUED and form != "xlsx":
        data = copies.stamped(data, copy, practice=facts.imprint.practice)
    if form == "docx":
        from consult_desk.documents.returned_word import with_code

        data = with_code(data, row.code or form_code(look, row.kind, row.subject, row.subject_id, row.number))
    return CopyView(data, form, name, hidden)


def posted(look: Look, row: Paper, facts: Any) -> tuple[Any, tuple[str, ...]]:
    """The facts of a paper as they hang on the wall, by what was decided when it was issued, and what was left out."""
    from consult_desk.documents.copies import findings_of, posted_facts

    minors = minors_in(look, facts, row.event_on)  # who has grown up since then stays hidden
    return posted_facts(row.kind, facts, decisions_of(look, row, findings_of(row.kind, facts, minors)), minors)


def drawn(look: Look, kind: str, facts: Any, form: str, mark: str = "") -> bytes:
    """The paper drawn from facts in one of its forms, with the photographs it names. mark: of a copy as workbook."""
    from consult_desk.documents.paper import paper

    return paper(kind).draw(facts, form, look.file, mark)


@dataclass(frozen=True)
class DraftView:
    """A paper as it would be issued now. obstacles: why it may not be yet; data: b"" while nothing can be drawn.

    version: the one it would be. earlier: number and version it would supersede, "" for none. hidden: what the
    posted copy leaves out.
    """

    kind: str
    title: str
    data: bytes
    obstacles: tuple[Obstacle, ...]
    version: int
    earlier: str
    hidden: tuple[str, ...]
    findings: tuple[FindingRow, ...] = ()


def preview_paper(
    look: Look, kind: str, subject_id: int, posted_from: date | None = None, style: str = "", sheet: str = "",
    decisions: list[Decision] | None = None,
) -> DraftView:  # fmt: skip
    """出具之前先看样子：按现在的记录画出来，标明草稿，不保存、不编号。"""
    from consult_desk.documents import copies
    from consult_desk.documents.paper import paper

    chosen = paper(known_kind(kind))
    obstacles = list(in_the_way(look, kind, subject_id))
    before = earlier_paper(look, kind, subject_id)
    data: bytes = b""
    hidden: tuple[str, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    try:
        facts = in_layout(facts_of(look, kind, subject_id, posted_from), kind, style, sheet)
    except Refused as refused:
        obstacles.extend(o for o in refused.obstacles if o.words not in {one.words for one in obstacles})
    else:
        # A draft has no number and no place in the journal yet.
        facts = replace(facts, imprint=replace(facts.imprint, head="", head_size=0))
        if chosen.posted:
            minors = minors_in(look, facts)
            found = copies.findings_of(kind, facts, minors)
            decided = (*earlier_decisions(look, before, found), *(decisions or ()))
            findings = finding_rows(kind, found, decided)
            obstacles += in_question(kind, found, decided)
            facts, hidden = copies.posted_facts(kind, facts, decided, minors)
        data = copies.stamped(drawn(look, kind, facts, "pdf"), copies.DRAFT, practice=facts.imprint.practice)
    earlier = "" if before is None else f"{before.document_number or before.title}　第 {before.number} 版"
    return DraftView(
        kind, chosen.title, data, tuple(obstacles), before.number + 1 if before else 1, earlier, hidden, findings
    )
