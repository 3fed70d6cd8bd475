"""From the record to the facts of any paper: which subject each kind has, what stands in its way, what it says."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look
from consult_desk.flow.step import Situation
from consult_desk.flow.steps import posting
from consult_desk.model import Minutes, Paper, PaperFile
from consult_desk.views.ballot_facts import ballot_facts, signature_page_facts
from consult_desk.views.decision_facts import deciding, resolution_document_facts, summary_minutes_facts
from consult_desk.views.disclosure_paper_facts import (
    correcting,
    correction_notice_facts,
    objection_form_facts,
    photo_sheet_facts,
    photographed,
)
from consult_desk.views.dressing import dressed
from consult_desk.views.imprints import matter_row, meeting_row
from consult_desk.views.matter_paper_facts import (
    decision_register_facts,
    proposal_form_facts,
    supervising,
    supervision_opinion_facts,
)
from consult_desk.views.meeting_facts import attendance_sheet_facts, meeting_notice_facts
from consult_desk.views.meeting_paper_facts import (
    consultation_record_facts,
    deliberation_record_facts,
    personal_notice_facts,
    tally_sheet_facts,
    too_early,
)
from consult_desk.views.notice_facts import resolution_facts, result_facts
from consult_desk.views.objection_facts import objection_reply_facts, objection_row, replying
from consult_desk.views.register_facts import (
    authorization_facts,
    authorization_row,
    ledger_facts,
    registering,
    seal_log_facts,
)

SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "meeting_notice": "meeting", "attendance_sheet": "meeting", "ballot": "meeting", "minutes": "meeting",
        "minutes_pdf": "meeting", "signature_page": "meeting", "resolution": "matter", "result": "matter",
        "personal_notice": "meeting", "tally_sheet": "meeting", "consultation_record": "meeting",
        "deliberation_record": "meeting", "summary_minutes": "meeting", "resolution_document": "matter",
        "objection_reply": "objection", "proposal_form": "matter", "decision_register": "matter",
        "supervision_opinion": "matter", "correction_notice": "paper", "photo_sheet": "posting",
        "objection_form": "objection", "authorization": "authorization", "seal_log": "village", "ledger": "village",
    }
)  # fmt: skip


def known_kind(kind: str) -> str:
    """The kind itself. Raises Refused naming the known ones."""
    if kind not in SUBJECTS:
        raise Refused(Obstacle(f"不认识的文书“{kind}”", f"可选：{'、'.join(SUBJECTS)}", code="unknown_paper"))
    return kind


def in_the_way(look: Look, kind: str, subject_id: int) -> tuple[Obstacle, ...]:
    """Why the paper may not be issued now, whatever its facts are."""
    if SUBJECTS[known_kind(kind)] == "meeting":
        return too_early(look, kind, subject_id)
    if kind in _OWN_TIME:
        return _OWN_TIME[kind](look, subject_id)
    if SUBJECTS[kind] == "village":
        return registering(look, kind, subject_id)
    return posting.issuing(Situation(look.session, matter_row(look, subject_id), look.today, look.calendar), kind)


def _any_time(find: Callable[[Look, int], Any]) -> Callable[[Look, int], tuple[Obstacle, ...]]:
    """A paper that may be printed at any time: only what it is about must be there."""

    def known(look: Look, subject_id: int) -> tuple[Obstacle, ...]:
        find(look, subject_id)
        return ()

    return known


# When a paper may be issued, where that is not the same for all papers of a subject.
_OWN_TIME: Mapping[str, Callable[[Look, int], tuple[Obstacle, ...]]] = MappingProxyType(
    {
        "objection_reply": replying, "resolution_document": deciding, "supervision_opinion": supervising,
        "correction_notice": correcting, "photo_sheet": photographed, "proposal_form": _any_time(matter_row),
        "decision_register": _any_time(matter_row), "objection_form": _any_time(objection_row),
        "authorization": _any_time(authorization_row),
    }
)  # fmt: skip


def facts_of(look: Look, kind: str, subject_id: int, posted_from: date | None = None) -> Any:
    """What the paper says, dressed as the village wants it. Raises Refused where the record does not say enough yet."""
    subject = SUBJECTS[known_kind(kind)]
    return dressed(look, kind, subject, subject_id, _facts(look, kind, subject_id, posted_from))


def _facts(look: Look, kind: str, subject_id: int, posted_from: date | None) -> Any:
    meetings: dict[str, Callable[[Look, int], Any]] = {
        "meeting_notice": meeting_notice_facts,
        "attendance_sheet": attendance_sheet_facts,
        "ballot": ballot_facts,
        "minutes": _minutes,
        "minutes_pdf": _minutes,
        "signature_page": signature_page_facts,
        "objection_reply": objection_reply_facts,
        "personal_notice": personal_notice_facts,
        "tally_sheet": tally_sheet_facts,
        "consultation_record": consultation_record_facts,
        "deliberation_record": deliberation_record_facts,
        "summary_minutes": summary_minutes_facts,
        "resolution_document": resolution_document_facts,
        "proposal_form": proposal_form_facts,
        "decision_register": decision_register_facts,
        "supervision_opinion": supervision_opinion_facts,
        "correction_notice": correction_notice_facts,
        "photo_sheet": photo_sheet_facts,
        "objection_form": objection_form_facts,
        "authorization": authorization_facts,
        "seal_log": seal_log_facts,
        "ledger": ledger_facts,
    }
    if known_kind(kind) in meetings:
        return meetings[kind](look, subject_id)
    return (resolution_facts if kind == "resolution" else result_facts)(look, subject_id, posted_from)


def in_layout(facts: Any, kind: str, style: str = "", sheet: str = "") -> Any:
    """The facts to be drawn in that layout. Raises Refused for one that the kind does not have."""
    from consult_desk.documents.layout import SHEETS, STYLES
    from consult_desk.documents.paper import paper

    chosen = paper(kind)
    if style and style not in chosen.styles:
        known = "、".join(STYLES[one] for one in chosen.styles)
        raise Refused(Obstacle(f"{chosen.title}没有“{STYLES.get(style, style)}”这种样式", f"可选：{known}", code="style"))
    if sheet and sheet not in SHEETS:
        raise Refused(Obstacle(f"没有“{sheet}”这种纸张", f"可选：{'、'.join(SHEETS)}", code="sheet"))
    imprint = facts.imprint
    usual = imprint.style if imprint.style in chosen.styles else chosen.styles[0]
    return replace(facts, imprint=replace(imprint, style=style or usual, sheet=sheet or imprint.sheet))


def _minutes(look: Look, meeting_id: int) -> Any:
    from consult_desk.documents.paper import facts_from_json, paper

    meeting_row(look, meeting_id)
    row = look.session.scalar(
        select(Minutes).where(Minutes.meeting_id == meeting_id).order_by(Minutes.number.desc()).limit(1)
    )
    if row is None:
        raise Refused(Obstacle("会议记录还没有确认", "请主持人、记录人核对后确认", "", "confirm_minutes", "not_confirmed"))
    return facts_from_json(paper("minutes"), row.facts)


def earlier_paper(look: Look, kind: str, subject_id: int) -> Paper | None:
    """The newest version issued so far."""
    query = select(Paper).where(Paper.kind == kind, Paper.subject == SUBJECTS[kind], Paper.subject_id == subject_id)
    return look.session.scalar(query.order_by(Paper.number.desc()).limit(1))


def paper_row(look: Look, paper_id: int) -> Paper:
    """The paper of that id. Raises Refused when there is none."""
    found = look.session.get(Paper, paper_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {paper_id} 号文书", "请在文书列表里选择", code="unknown_paper"))
    return found


def files_of(look: Look, paper_id: int) -> list[PaperFile]:
    """The files of a paper, as drawn first, then one for each signature."""
    query = select(PaperFile).where(PaperFile.paper_id == paper_id).order_by(PaperFile.stage)
    return list(look.session.scalars(query))


def newest_file(look: Look, paper_id: int) -> PaperFile:
    """The newest file of a paper: drawn, or signed once or twice."""
    return files_of(look, paper_id)[-1]
