"""商议记录: what the two committees made of each matter, from the plan put forward to the plan sent on."""

from consult_desk.documents.item_record import ItemRecordFacts, record
from consult_desk.documents.kind import PDF, WORD, PaperKind
from consult_desk.documents.page import Page


def compose(page: Page, facts: ItemRecordFacts) -> None:
    """The records, each matter on pages of its own."""
    body = facts.body.replace("村“", "“").removesuffix("会议")
    for item in facts.items:
        record(page, facts, item, f"{facts.imprint.village}{body}商议记录", party=False)


KIND = PaperKind(
    "consultation_record", "商议记录", ItemRecordFacts, compose, forms=(PDF, WORD), returns=True, styles=("official",)
)
