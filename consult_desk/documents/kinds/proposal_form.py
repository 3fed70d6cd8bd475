"""提议表（议题审批表）: who proposes what, why and with what money, and what the committee said to it."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.form_rows import DAY, SIX, counted, issuing, pairs, ratio, signing, ticked, wide
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PaperKind, unsaid
from consult_desk.documents.page import Box, Page, label

_SIZE = 10.5


@dataclass(frozen=True)
class ProposalFormFacts:
    """One matter as it is proposed.

    origin: title of the 动议事由, one of origins. joiners: names on a joint proposal; joint_base: out of how many people,
    None where nobody asks. plan: paragraph by paragraph. held_on to abstain: the meeting that heard the proposal, None
    and "" while there was none. attachments: their titles. chief: who signs for it.
    """

    imprint: Imprint
    matter: str
    matter_number: str
    category: str
    origin: str
    proposer: str
    opened_on: date
    joiners: tuple[str, ...]
    joint_base: int | None
    background: str
    plan: tuple[str, ...]
    budget: str
    fund_source: str
    references: tuple[str, ...]
    conflicts: str
    attachments: tuple[str, ...]
    body: str
    held_on: date | None
    due: int | None
    present: int | None
    yes: int | None
    no: int | None
    abstain: int | None
    opinion: str
    origins: tuple[str, ...] = unsaid()
    chief: str = unsaid()


def compose(page: Page, facts: ProposalFormFacts) -> None:
    """The proposal on one page, what was said to it on the next, with room to write where the record says nothing yet."""
    page.title("“四议两公开”事项提议表")
    page.form(SIX, _matter(facts), size=_SIZE)
    page.part("议题审批表")
    page.form(SIX, [*_committee(facts), *issuing(facts.imprint), signing(facts.chief, 3.0)], size=_SIZE)
    page.foot()


def _matter(facts: ProposalFormFacts) -> list[list[Box]]:
    base = f"{counted(facts.joint_base, '人')}" if facts.joint_base is not None or facts.joiners else ""
    files = "\n".join(f"{number}. {title}" for number, title in enumerate(facts.attachments, 1))
    return [
        wide("事项名称", facts.matter),
        [label("事项编号"), Box(facts.matter_number, align="centre"), label("事项类别"), Box(facts.category, 3)],
        wide("动议事由", ticked(facts.origins, facts.origin)),
        pairs(("提议人", facts.proposer), ("提出日期", chinese_date(facts.opened_on)), span=2),
        pairs(("联名人数", f"{len(facts.joiners)}人" if facts.joiners else ""), ("联名基数", base), span=2),
        *([wide("联名人", "、".join(facts.joiners))] if facts.joiners else []),
        wide("背景和\n理由", facts.background, 4.0),
        wide("方案初稿", "\n".join(facts.plan), 10.0),
        pairs(("预算金额", facts.budget), ("资金来源", facts.fund_source), span=2),
        wide("法律政策\n依据", "\n".join(facts.references), 2.0),
        wide("利益关系\n和回避", facts.conflicts, 2.0),
        wide("附件", files, 1.6),
        signing("提议人签名"),
    ]


def _committee(facts: ProposalFormFacts) -> list[list[Box]]:
    return [
        [label("事项名称"), Box(facts.matter, 3), label("事项编号"), Box(facts.matter_number, align="centre")],
        pairs(("研究会议", facts.body), ("会议日期", chinese_date(facts.held_on) if facts.held_on else DAY), span=2),
        pairs(
            ("应到", counted(facts.due, "人")), ("实到", counted(facts.present, "人")),
            ("到会比例", ratio(facts.present, facts.due)),
        ),
        pairs(*((name, counted(number, "票")) for name, number in (
            ("同意", facts.yes), ("反对", facts.no), ("弃权", facts.abstain),
        ))),
        wide("审批意见", facts.opinion, 12.0),
    ]  # fmt: skip


KIND = PaperKind("proposal_form", "提议表", ProposalFormFacts, compose, returns=True, styles=("official",))
