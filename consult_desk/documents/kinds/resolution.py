"""决议公告: the resolution on the wall, with due, present, votes, the days it hangs and where to object."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint, imprint_said
from consult_desk.documents.kind import PaperKind
from consult_desk.documents.page import Column, Page, lines_in
from consult_desk.documents.posting import about, everyone, full_stop, posting, posting_said

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


def compose(page: Page, facts: ResolutionFacts) -> None:
    """The notice, part by part."""
    page.masthead()
    page.title(about(facts.matter, "决议公告"))
    page.addressee(everyone(facts.imprint))
    page.paragraph(_opening(facts))
    page.heading("表决情况")
    page.figures(_votes(facts))
    for words in (facts.quorum_words, facts.pass_words):
        page.paragraph(full_stop(words))
    page.heading("决议内容")
    for text in facts.resolution:
        page.paragraph(text)
    page.labelled(
        [
            ("预算", facts.budget),
            ("资金来源", facts.fund_source),
            ("执行单位或负责人", facts.executor),
            ("完成期限", facts.deadline),
        ]
    )
    if facts.steps:
        page.heading("民主决策过程")
        page.table(_STEPS, [(one.title, one.body, chinese_date(one.held_on), one.outcome) for one in facts.steps])
    posting(page, facts)
    page.late()
    page.signature()
    page.foot()


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


KIND = PaperKind("resolution", "决议公告", ResolutionFacts, compose, posted=True, said=said)
