"""What the detector found in a paper for the wall, in words for the person who decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from consult_desk.base.errors import Obstacle
from consult_desk.desk import Look
from consult_desk.documents.detector import Decision, Finding, undecided
from consult_desk.model import Paper, PaperFinding, Person

__all__ = [
    "Decision", "FindingRow", "decisions_of", "earlier_decisions", "finding_rows", "in_question", "minors_in", "place_words",
]  # fmt: skip


@dataclass(frozen=True)
class FindingRow:
    """One finding to decide about. decision: in force, "" while open; reason: why it stays. certain: masked unasked."""

    key: str
    field: str
    kind_title: str
    before: str
    found: str
    after: str
    replacement: str
    why: str
    certain: bool
    decision: str
    reason: str


def minors_in(look: Look, facts: Any) -> tuple[str, ...]:
    """Names of people of the roster under 18 today that occur in the facts."""
    from consult_desk.documents.paper import facts_to_json

    today = look.today
    grown = today.replace(year=today.year - 18, day=min(today.day, 28))
    text = facts_to_json(facts)
    return tuple(sorted(name for name in look.session.scalars(select(Person.name).where(Person.birth > grown)) if name in text))


def earlier_decisions(look: Look, earlier: Paper | None, findings: Sequence[Finding]) -> tuple[Decision, ...]:
    """What was decided for the version before, where the same kind was found at the same place."""
    if earlier is None:
        return ()
    rows = look.session.scalars(select(PaperFinding).where(PaperFinding.paper_id == earlier.id).order_by(PaperFinding.id))
    known = {(row.place, row.kind, row.words): row for row in rows}
    found = [(one, known.get((one.place, one.kind, one.shown))) for one in findings]
    return tuple(Decision(one.key, row.decision, row.reason) for one, row in found if row is not None)


def decisions_of(look: Look, paper: Paper, findings: Sequence[Finding]) -> tuple[Decision, ...]:
    """What was decided when this paper was issued."""
    return earlier_decisions(look, paper, findings)


def finding_rows(kind: str, findings: Sequence[Finding], decisions: Sequence[Decision]) -> tuple[FindingRow, ...]:
    """The findings with their decisions, those still open first."""
    known = {one.key: one for one in decisions}
    open_keys = {one.key for one in undecided(findings, decisions)}
    rows = []
    for one in findings:
        decided = known.get(one.key)
        usual = "masked" if one.certain else ""
        rows.append(
            FindingRow(
                one.key, place_words(kind, one.place), one.kind_title, one.before, one.found, one.after, one.replacement,
                one.why, one.certain, decided.decision if decided else usual, decided.reason if decided else "",
            )
        )
    return tuple(sorted(rows, key=lambda row: row.key not in open_keys))


def place_words(kind: str, place: str) -> str:
    """决议内容 第1段: the field in words, as Word templates call it."""
    from consult_desk.documents.merge_fields import field_names
    from consult_desk.documents.paper import paper

    name, *rest = place.split(".")
    titles = field_names(paper(kind).facts)
    number = f"第{int(rest[0]) + 1}段" if rest and rest[0].isdigit() else ""
    return " ".join(filter(None, (titles.get(name, "正文"), number)))


def in_question(kind: str, findings: Sequence[Finding], decisions: Sequence[Decision]) -> tuple[Obstacle, ...]:
    """Why a paper may not hang yet: what somebody still has to decide about."""
    return tuple(
        Obstacle(
            f"{place_words(kind, one.place)}里有{one.kind_title}（“{one.shown}”），还没有决定能不能张贴",
            "请到“出具文书”页逐条选：遮住、删去，或者写明理由保留", code="undecided_finding",
        )
        for one in undecided(findings, decisions)
    )  # fmt: skip
