"""审议记录: how the Party members deliberated each matter, who of them counted, and what they sent on."""

from consult_desk.documents.item_record import ItemRecordFacts, record
from consult_desk.documents.kind import PDF, WORD, PaperKind, facts_said
from consult_desk.documents.page import Page


def compose(page: Page, facts: ItemRecordFacts) -> None:
    """The records, each matter on pages of its own."""
    for item in facts.items:
        record(page, facts, item, f"{facts.imprint.village}{facts.body}审议记录", party=True)


def said(facts: ItemRecordFacts) -> tuple[str, ...]:
    """What the records must say."""
    return (*facts_said(facts), f"党员总数{facts.members}人有表决权{facts.voters}人")


KIND = PaperKind(
    "deliberation_record", "审议记录", ItemRecordFacts, compose, forms=(PDF, WORD), returns=True, styles=("official",),
    said=said,
)  # fmt: skip
