"""What the ledger's columns say of a matter, and the words of a card on the board."""

from collections.abc import Callable
from datetime import date
from typing import Any

from consult_desk.views import board as boards
from consult_desk.views import ledger as see
from consult_desk.views.vocabulary import COLUMN_TITLES
from consult_desk.views.vocabulary import COLUMNS as STEPS
from ui.rows import Cell, Column
from ui.widgets.board import BoardCard, Lane
from ui.words import later, tr

# What the columns of the core are called is in terms.json; these are our own.
USUAL = STEPS  # shown until the person chooses otherwise
SHORT = {
    "no_meeting": later("待安排会议"), "meeting_planned": later("待发会议通知"), "meeting_open": later("正在开会"),
    "no_paper": later("待出公告"), "not_posted": later("待张贴"), "cut_short": later("要重新张贴"),
    "not_removed": later("期满，待撤下"), "paper_superseded": later("要换新公告"), "open_objection": later("异议待答复"),
    "unsupervised": later("缺监督记录"), "no_execution": later("待开始实施"), "no_acceptance": later("待验收"),
    "suspended": later("因异议暂停"), "no_review": later("待登记意见"), "not_agreed": later("意见不同意"),
    "township": later("待乡镇意见"), "no_group": later("缺小组"), "proposers": later("联名人数不够"),
}  # fmt: skip


def short_day(day: date, year: int) -> str:
    """3月5日 in the year of the matter, 25年12月20日 in another."""
    if day.year == year:
        return tr("{m}月{d}日", m=day.month, d=day.day)
    return tr("{y}年{m}月{d}日", y=f"{day.year % 100:02}", m=day.month, d=day.day)


def full_day(day: date | None) -> str:
    """2026-03-05, — where there is none."""
    return "—" if day is None else f"{day:%Y-%m-%d}"


def _matter(row: see.LedgerRow) -> Cell:
    at = f"　{tr(row.step_title)}" if row.state == "open" and row.step_title else ""
    return Cell(row.title, f"{row.label}　{tr(row.state_title)}{at}", bold=True)


def _dated(number: int) -> Callable[[Any], Cell]:
    def cell(row: see.LedgerRow) -> Cell:
        found = row.cells[number]
        if found is None:
            return Cell(tr("不需要"), tone="muted")
        if found.on is None:
            here = row.step == STEPS[number] and row.state == "open"
            return Cell(tr("正在办"), tone="good", bold=True) if here else Cell("—", tone="muted")
        day = short_day(found.on, int(row.label[:4]))
        late = tr("·补录") if found.late else ""
        if found.outcome == "not_passed":
            return Cell(f"✕ {day}", tr("没有通过") + late, "bad")
        return Cell(day, (tr("✓ 已监督") if found.supervised else tr("○ 未监督")) + late)

    return cell


COLUMNS = (
    Column(later("事项"), _matter, order="number", least=300),
    *(
        Column(title, _dated(n), later("12月28日"), later("✓ 已监督·补录"), order=STEPS[n], key=STEPS[n])
        for n, title in enumerate(COLUMN_TITLES)
    ),
    Column(later("提议人"), lambda row: Cell(tr(row.proposer)), later("村务监督委员会"), order="proposer", key="proposer"),
    Column(later("类别"), lambda row: Cell(tr(row.category)), later("公益事业的兴办和筹"), order="category", key="category"),
    Column(later("预算"), lambda row: Cell(row.budget or "—"), later("1,186,000.00元"), order="budget", key="budget"),
    Column(later("承办人"), lambda row: Cell(row.executor or "—"), later("村民委员会"), order="executor", key="executor"),
    Column(later("提出日期"), lambda row: Cell(full_day(row.opened_on)), "2026-12-28", order="opened", key="opened"),
    Column(later("办结期限"), lambda row: Cell(full_day(row.deadline)), "2026-12-28", order="deadline", key="deadline"),
)


def lane_of(column: boards.BoardColumn) -> Lane:
    """A column of the board as it is shown."""
    return Lane(column.key, tr(column.title), tuple(card_of(card) for card in column.cards), column.total)


def card_of(card: boards.Card) -> BoardCard:
    """A matter as a card: who proposed it and when, and in the chip what its step waits for."""
    note = f"{card.label}　{tr(card.proposer)}"
    words, tone = _chip(card)
    return BoardCard(card.title, note, words, tone, card.matter)


def _chip(card: boards.Card) -> tuple[str, str]:
    codes = [o.code for o in card.waiting]
    urgent = next((c for c in ("suspended", "open_objection", "cut_short", "not_agreed") if c in codes), "")
    if urgent:
        return tr(SHORT[urgent]), "bad"
    if codes == ["publicity"] and card.hangs is not None:
        return tr("公示第 {n} 天 / {all} 天", n=card.hangs[0], all=card.hangs[1]), "good"
    if codes == ["meeting_noticed"] and card.meeting_on is not None:
        return tr("{m}月{d}日开会", m=card.meeting_on.month, d=card.meeting_on.day), "good"
    if card.progress is not None and codes == ["no_acceptance"]:
        if card.progress < 100:
            return tr("实施 {n}%", n=card.progress), "good"
        return tr(SHORT["no_acceptance"]), "warn"
    if not card.waiting:
        return tr("已经齐备"), "good"
    first = next((c for c in codes if c in SHORT), "")
    words = tr(SHORT[first]) if first else card.waiting[0].words
    more = tr("，共缺 {n} 样", n=len(codes)) if len(codes) > 1 else ""
    return words + more, "warn"
