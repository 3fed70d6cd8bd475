"""决议公告: the resolution on the wall, with due, present, votes, the days it hangs and where to object."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.blocks import (
    addressee,
    figures,
    foot,
    heading,
    imprint_said,
    labelled,
    late_note,
    lines_in,
    masthead,
    paragraph,
    signature,
    title,
)
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.pdf import draw_pages, tie
from consult_desk.documents.posting import about, everyone, full_stop, posting, posting_said
from consult_desk.documents.tables import Column, table

_STEPS = (Column("环节", 38), Column("会议或组织", 34), Column("日期", 35), Column("结果", 49, "left"))


@dataclass(frozen=True)
class StepLine:
    """One past step in the table: title, body, day, outcome with the arithmetic."""

    title: str
    body: str
    held_on: date
    outcome: str


@dataclass(frozen=True)
class ResolutionFacts:
    """The resolution of one matter as it is posted.

    matter: title. resolution: adopted text, paragraph by paragraph. posted_from..posted_until: both printed, with
    posting_days. spoiled: invalid ballots or 0. channels: (label, value) lines for objections (地点、电话 …).
    supervision: (label, value) of the supervision committee. budget/fund_source: words or "".
    """

    imprint: Imprint
    matter: str
    matter_number: str
    meeting: str
    held_on: date
    due: int
    present: int
    yes: int
    no: int
    abstain: int
    spoiled: int
    quorum_words: str
    pass_words: str
    references: tuple[str, ...]
    steps: tuple[StepLine, ...]
    resolution: tuple[str, ...]
    budget: str
    fund_source: str
    executor: str
    deadline: str
    posted_from: date
    posted_until: date
    posting_days: int
    posting_reference: str
    places: tuple[str, ...]
    channels: tuple[tuple[str, str], ...]
    supervision: tuple[tuple[str, str], ...]


def draw(facts: ResolutionFacts) -> bytes:
    """The notice as PDF/A-2b. Raises Refused for a character no font has."""
    imprint = facts.imprint
    pieces = masthead(imprint)
    pieces += title(about(facts.matter, "决议公告"), imprint)
    pieces += addressee(everyone(imprint))
    pieces += paragraph(_opening(facts))
    pieces += heading(1, "表决情况")
    pieces += figures(_votes(facts))
    for words in (facts.quorum_words, facts.pass_words):
        pieces += paragraph(full_stop(words))
    pieces += heading(2, "决议内容")
    for text in facts.resolution:
        pieces += paragraph(text)
    pieces += labelled(
        [
            ("预算", facts.budget),
            ("资金来源", facts.fund_source),
            ("执行单位或负责人", facts.executor),
            ("完成期限", facts.deadline),
        ]
    )
    number = 3
    if facts.steps:
        pieces += heading(number, "民主决策过程")
        rows = [(one.title, one.body, chinese_date(one.held_on), one.outcome) for one in facts.steps]
        pieces += table(_STEPS, rows)
        number += 1
    pieces += posting(number, facts)
    pieces += late_note(imprint.late)
    tie(pieces)
    pieces += signature(imprint.issuers, imprint.issued_on)
    pieces += foot(imprint)
    return draw_pages(pieces, title=f"{facts.matter} 决议公告", practice=imprint.practice)


def said(facts: ResolutionFacts) -> tuple[str, ...]:
    """What the notice must say."""
    words = [facts.matter, facts.matter_number, *lines_in([_opening(facts)])]
    words += [f"{label}{number}{unit}" for label, number, unit in _votes(facts)]
    words += lines_in([facts.quorum_words, facts.pass_words, *facts.resolution])
    words += lines_in([facts.budget, facts.fund_source, facts.executor, facts.deadline])
    for one in facts.steps:
        words += [one.title, one.body, chinese_date(one.held_on), *lines_in([one.outcome])]
    return (*words, *posting_said(facts), *imprint_said(facts.imprint))


def _opening(facts: ResolutionFacts) -> str:
    basis = f"根据{'、'.join(facts.references)}，" if facts.references else ""
    number = f"（事项编号{facts.matter_number}）" if facts.matter_number else ""
    return (
        f"{basis}{chinese_date(facts.held_on)}召开的{facts.meeting}对“{facts.matter}”{number}进行了表决，"
        "会议通过了这一决议，现予公告。"
    )


def _votes(facts: ResolutionFacts) -> list[tuple[str, str, str]]:
    cells = [
        ("应到", str(facts.due), "人"), ("实到", str(facts.present), "人"), ("同意", str(facts.yes), "票"),
        ("反对", str(facts.no), "票"), ("弃权", str(facts.abstain), "票"),
    ]  # fmt: skip
    if facts.spoiled:
        cells.append(("无效票", str(facts.spoiled), "票"))
    return cells
