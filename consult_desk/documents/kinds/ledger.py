"""台账: the matters of one year, a row each, with the days of their steps, votes, notices and objections."""

from dataclasses import dataclass

from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PDF, SHEET, WORD, PaperKind, unsaid
from consult_desk.documents.page import Column, Page

_SIZE = 8.5
_ROWS = 6  # at least: what comes next is written by hand below


@dataclass(frozen=True)
class LedgerLine:
    """One matter. days: of each step in the order of titles, notices with both ends; votes, archive: words or ""."""

    number: int
    label: str
    matter: str
    days: tuple[str, ...]
    votes: str
    objections: str
    state: str
    archive: str


@dataclass(frozen=True)
class LedgerFacts:
    """The matters of one year. titles: of the six steps. done: how many are finished."""

    imprint: Imprint
    year: int
    titles: tuple[str, ...]
    matters: tuple[LedgerLine, ...]
    total: int
    done: int
    name: str = unsaid()


def compose(page: Page, facts: LedgerFacts) -> None:
    """One landscape table, its head on every page."""
    page.title(f"{facts.imprint.village}{facts.year}年{facts.name}")
    page.lines([("事项", f"共{facts.total}件，办结{facts.done}件。公开的两栏写公示从哪天到哪天。")])
    rows = [
        (str(one.number), one.label, one.matter, *one.days, one.votes, one.objections, one.state, one.archive)
        for one in facts.matters
    ]
    rows += [("",) * (len(facts.titles) + 7)] * max(0, _ROWS - len(rows))
    page.table(columns(facts.titles), rows, row_height=20.0, size=_SIZE)
    page.late()
    page.signature(stamp=False)
    page.foot()


def columns(titles: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of the ledger, for steps of these titles."""
    return (
        Column("序号", 9), Column("编号", 17, fit=True), Column("事项名称", 42, "left"),
        *(Column(title, 19.5) for title in titles), Column("表决", 19), Column("异议", 17), Column("办理情况", 15),
        Column("档案号", 16),
    )  # fmt: skip


KIND = PaperKind("ledger", "台账", LedgerFacts, compose, forms=(PDF, WORD, SHEET), styles=("wide",))
