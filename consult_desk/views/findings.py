"""What the detector found in a paper for the wall, in words for the person who decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
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
    """One finding to decide about. decision: in force, "" while open; reason: why it stays. certain: masked unasked.

    maskable: False where masking would leave recognisable who is meant; then the sentence goes or stays.
    """

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
    maskable: bool = True


def minors_in(look: Look, facts: Any, on: date | None = None) -> tuple[str, ...]:
    """Names of people of the roster that occur in the facts and were under 18 on that day, None for today."""
    from consult_desk.documents.paper import facts_to_json

    day = on or look.today
    grown = day.replace(year=day.year - 18, day=min(day.day, 28))
    text = facts_to_json(facts)
    return tuple(sorted(name for name in look.session.scalars(select(Person.name).where(Person.birth > grown)) if name in text))


def earlier_decisions(look: Look, earlier: Paper | None, findings: Sequence[Finding]) -> tuple[Decision, ...]:
    """What was decided for the version before, where the very same words were found at the same place.

    The record keeps them masked, so they are found anew in the facts of that version.
    """
    from consult_desk.documents.copies import findings_of
    from consult_desk.documents.paper import facts_from_json, paper

    if earlier is None:
        return ()
    facts = facts_from_json(paper(earlier.kind), earlier.facts)
    before = findings_of(earlier.kind, facts, minors_in(look, facts, earlier.event_on))
    decided = {one.key: one for one in decisions_of(look, earlier, before)}
    rows = [((old.place, old.kind, old.found), decided[old.key]) for old in before if old.key in decided]
    return _paired(rows, [((one.place, one.kind, one.found), one.key) for one in findings])


def decisions_of(look: Look, paper: Paper, findings: Sequence[Finding]) -> tuple[Decision, ...]:
    """What was decided when this paper was issued. findings: in its own facts."""
    kept = look.session.scalars(select(PaperFinding).where(PaperFinding.paper_id == paper.id).order_by(PaperFinding.id))
    rows = [((row.place, row.kind, row.words), Decision("", row.decision, row.reason)) for row in kept]
    return _paired(rows, [((one.place, one.kind, one.shown), one.key) for one in findings])


def _paired(
    rows: Sequence[tuple[tuple[str, str, str], Decision]], findings: Sequence[tuple[tuple[str, str, str], str]]
) -> tuple[Decision, ...]:
    """Each finding with the decision about it, in order; where there are not as many of one sort, nothing was decided."""
    known: dict[tuple[str, str, str], list[Decision]] = {}
    wanted: dict[tuple[str, str, str], list[str]] = {}
    for sort, decision in rows:
        known.setdefault(sort, []).append(decision)
    for sort, key in findings:
        wanted.setdefault(sort, []).append(key)
    return tuple(
        replace(decision, key=key)
        for sort, keys in wanted.items() if len(known.get(sort, ())) == len(keys)
        for key, decision in zip(keys, known[sort], strict=True)
    )  # fmt: skip


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
                one.why, one.certain, decided.decision if decided else usual, decided.reason if decided else "", one.maskable,
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
