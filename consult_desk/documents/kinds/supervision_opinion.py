"""村务监督意见: step by step who of the supervision committee saw what on which day, and what they found."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.form_rows import DAY, SIX, issuing, pairs, signing, ticked, wide
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PaperKind, unsaid
from consult_desk.documents.page import Box, Page, label

_SIZE = 10.5
_FOUND = ("程序合规", "发现问题，已要求改正", "其他")
_OWN_HAND = "每一环节由到场监督的人本人签名。没有登记监督的环节，请在空栏里补写日期、人员和意见。"


@dataclass(frozen=True)
class SupervisedStep:
    """One step and what was entered of it. happened: what was seen, in the words of the record. on: None before."""

    step: str
    step_on: date | None
    happened: str
    on: date | None
    persons: str
    finding: str
    remark: str


@dataclass(frozen=True)
class SupervisionOpinionFacts:
    """All steps of one matter that were or are to be supervised. title: 村务监督意见 or as the place calls it."""

    imprint: Imprint
    matter: str
    matter_number: str
    category: str
    steps: tuple[SupervisedStep, ...]
    title: str = unsaid()
    committee: str = unsaid()


def compose(page: Page, facts: SupervisionOpinionFacts) -> None:
    """A form for the matter, one for each step, and the opinion on the whole."""
    page.title(facts.title)
    page.form(SIX, [
        wide("事项名称", facts.matter),
        [label("事项编号"), Box(facts.matter_number, align="centre"), label("事项类别"), Box(facts.category, 3)],
    ], size=_SIZE)  # fmt: skip
    page.note(_OWN_HAND)
    for one in facts.steps:
        page.heading(one.step)
        page.form(SIX, _step(one), size=_SIZE)
    page.heading("总体意见")
    committee = facts.committee.replace("监督委员会", "监督\n委员会")
    rows = [
        wide("监督结论", ticked(_FOUND), 1.4), wide("意见和建议", "", 3.0), *issuing(facts.imprint),
        signing(f"{committee}\n负责人签名"),
    ]  # fmt: skip
    page.form(SIX, rows, size=_SIZE)
    page.foot()


def _step(one: SupervisedStep) -> list[list[Box]]:
    def day(on: date | None) -> str:
        return chinese_date(on) if on else DAY

    return [
        pairs(("办理日期", day(one.step_on)), ("监督日期", day(one.on)), span=2),
        wide("监督的情况", one.happened, 1.6),
        wide("监督人员", one.persons),
        wide("监督意见", one.finding, 2.4),
        *([wide("说明", one.remark)] if one.remark else []),
        wide("签名", "", 1.8),
    ]


KIND = PaperKind(
    "supervision_opinion", "监督意见书", SupervisionOpinionFacts, compose, returns=True, styles=("official",)
)
