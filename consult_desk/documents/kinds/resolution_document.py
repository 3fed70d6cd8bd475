"""决议书: the resolution itself, signed and stamped: who decided, on what ground, with which votes, and what."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint, imprint_said
from consult_desk.documents.kind import PaperKind
from consult_desk.documents.page import Box, Page, label, lines_in
from consult_desk.documents.posting import about

_WIDTHS = (26, 26, 26, 26, 26, 26)
_BLANK_DAY = "　　　　年　　月　　日"


@dataclass(frozen=True)
class ResolutionDocumentFacts:
    """The resolution of one matter.

    body: who decided (村民代表会议). counted: how the body is counted (按村民代表会议组成人员). authorization: by which
    authorisation representatives decide, "" where none is on record; needs_authorization: whether room is left for one.
    women: of the representatives, how many are women, due and present, or "". counts: (label, number) of ballots.
    executor, deadline: "" leaves room to write. signers: roles that sign.
    """

    imprint: Imprint
    matter: str
    matter_number: str
    meeting: str
    body: str
    counted: str
    authorization: str
    notice_words: str
    held_on: date
    sittings: tuple[tuple[str, str], ...]
    convener: str
    chair: str
    recorder: str
    due: int
    present: int
    women: str
    method: str
    counts: tuple[tuple[str, int], ...]
    yes: int
    no: int
    abstain: int
    quorum_words: str
    pass_words: str
    references: tuple[str, ...]
    text: tuple[str, ...]
    budget: str
    fund_source: str
    executor: str
    deadline: str
    signers: tuple[str, ...]
    needs_authorization: bool


def compose(page: Page, facts: ResolutionDocumentFacts) -> None:
    """The resolution, part by part."""
    page.masthead()
    page.title(about(facts.matter, "决议书"))
    page.paragraph(_opening(facts))
    page.heading("决议内容")
    for text in facts.text:
        page.paragraph(text)
    page.heading("表决和执行")
    page.form(_WIDTHS, _rows(facts))
    page.late()
    page.sign_here(facts.signers)
    page.signature()
    page.foot()


def said(facts: ResolutionDocumentFacts) -> tuple[str, ...]:
    """What the resolution must say."""
    words = [facts.matter, facts.matter_number, _opening(facts), *lines_in(facts.text), f"{facts.due}人", f"{facts.present}人"]
    words += [facts.counted, facts.women, facts.method, f"{facts.yes}票", f"{facts.no}票", f"{facts.abstain}票"]
    words += lines_in([facts.authorization, facts.notice_words, facts.quorum_words, facts.pass_words])
    words += [f"{name}{count}" for name, count in facts.counts]
    words += [part for pair in facts.sittings for part in pair]
    words += [facts.convener, facts.chair, facts.recorder, *facts.signers]
    words += [facts.budget, *lines_in([facts.fund_source, facts.executor]), facts.deadline]
    return (*(one for one in words if one), *imprint_said(facts.imprint))


def _opening(facts: ResolutionDocumentFacts) -> str:
    basis = f"根据{'、'.join(facts.references)}，" if facts.references else ""
    number = f"（事项编号{facts.matter_number}）" if facts.matter_number else ""
    return (
        f"{basis}{chinese_date(facts.held_on)}召开的{facts.meeting}对“{facts.matter}”{number}进行审议和表决，"
        f"{facts.body}作出如下决议。"
    )


def _rows(facts: ResolutionDocumentFacts) -> list[list[Box]]:
    def wide(name: str, words: str) -> list[Box]:
        return [label(name), Box(words, 5)]

    def pairs(*given: tuple[str, str]) -> list[Box]:
        return [box for name, words in given for box in (label(name), Box(words, align="centre"))]

    rows = [
        [label("决议机构"), Box(facts.body, 2), label("计算方式"), Box(facts.counted, 2)],
        wide("时间地点", "\n".join(f"{moment}，{place}" for place, moment in facts.sittings)),
    ]
    if facts.authorization or facts.needs_authorization:
        rows.append(wide("授权依据", facts.authorization))
    rows += [
        wide("会议通知", facts.notice_words),
        pairs(("召集人", facts.convener), ("主持人", facts.chair), ("记录人", facts.recorder)),
        [label("应到"), Box(f"{facts.due}人", align="centre"), label("实到"), Box(f"{facts.present}人", 3, align="centre")],
    ]
    if facts.women:
        rows.append(wide("妇女代表", facts.women))
    rows.append(wide("到会情况", facts.quorum_words))
    ballots = "，".join(f"{name}{count}" for name, count in facts.counts)
    if ballots:
        rows.append([label("表决方式"), Box(facts.method), label("表决票"), Box(ballots, 3)])
    else:
        rows.append(wide("表决方式", facts.method))
    rows.append(pairs(("同意", f"{facts.yes}票"), ("反对", f"{facts.no}票"), ("弃权", f"{facts.abstain}票")))
    rows.append(wide("表决结果", facts.pass_words))
    rows += [wide(name, value) for name, value in (("预算", facts.budget), ("资金来源", facts.fund_source)) if value]
    return [
        *rows, wide("执行单位\n或负责人", facts.executor),
        [label("完成期限"), Box(facts.deadline or _BLANK_DAY, 2), label("生效日期"), Box(_BLANK_DAY, 2)],
    ]  # fmt: skip


KIND = PaperKind("resolution_document", "决议书", ResolutionDocumentFacts, compose, returns=True, said=said)
