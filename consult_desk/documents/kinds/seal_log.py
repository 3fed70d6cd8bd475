"""用印登记: every use of the seal in one year, with room for the hands of who approved and who keeps the seal."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PDF, SHEET, WORD, PaperKind, unsaid
from consult_desk.documents.page import Column, Page

_COLUMNS = (
    Column("序号", 12), Column("用印日期", 27, fit=True), Column("事项编号", 19), Column("事项", 46, "left"),
    Column("用印文书", 50, "left"), Column("份数", 11), Column("批准人", 20, fit=True), Column("批准人签名", 24),
    Column("保管人", 20, fit=True), Column("保管人签名", 24),
)  # fmt: skip
_ROWS = 5  # at least: what is sealed next is written by hand below
_HOW = "用印前由批准人签名，保管人登记以后盖章；空行用来手写登记，手写的过后录入系统。"


@dataclass(frozen=True)
class SealLine:
    """One use of the seal."""

    number: int
    on: date
    matter_number: str
    matter: str
    document: str
    copies: int
    approver: str
    keeper: str


@dataclass(frozen=True)
class SealLogFacts:
    """The log of one year. total: copies sealed in all."""

    imprint: Imprint
    year: int
    uses: tuple[SealLine, ...]
    total: int
    seal: str = unsaid()


def compose(page: Page, facts: SealLogFacts) -> None:
    """One landscape table."""
    page.title(f"{facts.imprint.village}{facts.year}年用印登记")
    page.lines([("印章", facts.seal), ("本年累计", f"用印{len(facts.uses)}次，{facts.total}份")])
    rows: list[tuple[str, ...]] = [
        (str(one.number), chinese_date(one.on), one.matter_number, one.matter, one.document, str(one.copies), one.approver,
         "", one.keeper, "")
        for one in facts.uses
    ]  # fmt: skip
    rows += [("",) * len(_COLUMNS)] * max(0, _ROWS - len(rows))
    page.table(_COLUMNS, rows, row_height=27.0, size=10.5)
    page.late()
    page.note(_HOW)
    page.signature(stamp=False)
    page.foot()


KIND = PaperKind(
    "seal_log", "用印登记", SealLogFacts, compose, forms=(PDF, WORD, SHEET), returns=True, styles=("wide",)
)
