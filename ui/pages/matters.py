"""The ledger: one row per matter, six dated columns, the supervision mark under each date."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from consult_desk.views import ledger as see
from consult_desk.views.vocabulary import COLUMN_TITLES, STATES
from consult_desk.views.vocabulary import COLUMNS as STEPS
from ui import look
from ui.icons import icon
from ui.page import Page, column_of
from ui.rows import Cell, Column, Table
from ui.widgets.plain_label import PlainLabel


def short_day(day: date, year: int) -> str:
    """3月5日 in the year of the matter, 25年12月20日 in another."""
    text = f"{day.month}月{day.day}日"
    return text if day.year == year else f"{day.year % 100}年{text}"


def _matter(row: see.LedgerRow) -> Cell:
    return Cell(row.title, f"{row.label}　{row.state_title}", bold=True)


def _dated(number: int) -> Callable[[Any], Cell]:
    def cell(row: see.LedgerRow) -> Cell:
        found = row.cells[number]
        if found is None:
            return Cell("不需要", tone="muted")
        if found.on is None:
            here = row.step == STEPS[number] and row.state == "open"
            return Cell("正在办", tone="good", bold=True) if here else Cell("—", tone="muted")
        day = short_day(found.on, int(row.label[:4]))
        late = "·补录" if found.late else ""
        if found.outcome == "not_passed":
            return Cell(f"✕ {day}", f"没有通过{late}", "bad")
        return Cell(day, f"{'✓ 已监督' if found.supervised else '○ 未监督'}{late}")

    return cell


COLUMNS = (
    Column("事项", _matter),
    *(Column(title, _dated(n), "12月28日", "✓ 已监督补录") for n, title in enumerate(COLUMN_TITLES)),
)


class MattersPage(Page):
    """All matters, found by typing and by state; Enter opens one."""

    key = "matters"
    title = "事项台账"
    icon = "ledger"

    def build(self) -> None:
        theme = look.theme()
        column = column_of(self)
        head = QHBoxLayout()
        head.setSpacing(theme.px(14))
        titles = QVBoxLayout()
        titles.setSpacing(theme.px(2))
        titles.addWidget(PlainLabel("事项台账", "title"))
        self.count = PlainLabel("正在读取…", "muted")
        titles.addWidget(self.count)
        head.addLayout(titles, 1)
        self.search = QLineEdit()
        self.search.setPlaceholderText("输入事项名称或编号")
        self.search.setAccessibleName("查找事项")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(250))
        self.search.addAction(
            icon("search", theme.color("muted"), theme.px(20)), QLineEdit.ActionPosition.LeadingPosition
        )
        head.addWidget(self.search)
        column.addLayout(head)
        column.addLayout(self._filters())
        self.table = Table(COLUMNS, "事项台账", self._open, lines=2.9)
        column.addWidget(self.table, 1)
        self.nothing = PlainLabel("没有符合条件的事项。可以清空上面的查找文字，或者点“全部”。", "muted", wrap=True)
        self.nothing.hide()
        column.addWidget(self.nothing)
        # Asks when the typing pauses, not at every letter.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(200)
        self._pause.timeout.connect(self._filter)
        self.search.textChanged.connect(lambda _text: self._pause.start())

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.theme().px(8))
        row.addWidget(PlainLabel("只看：", "muted"))
        self.states = QButtonGroup(self)
        for state, title in (("", "全部"), *STATES.items()):
            button = QPushButton(title)
            button.setCheckable(True)
            button.setChecked(not state)
            button.setProperty("role", "filter")
            button.setProperty("state", state)
            button.setAccessibleName(f"只看{title}的事项" if state else "看全部事项")
            self.states.addButton(button)
            row.addWidget(button)
        self.states.buttonClicked.connect(lambda _button: self._filter())
        row.addStretch(1)
        return row

    def view(self) -> Callable[..., Any]:
        return see.ledger

    def arguments(self) -> dict[str, Any]:
        chosen = self.states.checkedButton()
        return {"state": chosen.property("state") if chosen else "", "search": self.search.text().strip()}

    def show_view(self, view: see.LedgerView) -> None:
        self.table.show_rows(view.rows)
        self.table.setVisible(bool(view.rows))
        self.nothing.setVisible(not view.rows)
        going = sum(1 for row in view.rows if row.state == "open")
        self.count.setText(f"共 {view.total} 件，其中 {going} 件正在办理")

    def first_focus(self) -> QWidget:
        return self.table

    def _filter(self) -> None:
        self.stale = True
        self.freshen()

    def _open(self, row: see.LedgerRow) -> None:
        self.desktop.open_page("matter", matter_id=row.matter)
