"""The journal: whether the record is whole, what was written when and by whom, its export and its lawful gaps."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from consult_desk.actions import ACTIONS
from consult_desk.views import journal as see
from ui import keys, look
from ui.deed import deed_button
from ui.page import Desktop, Page, column_of
from ui.rows import Cell, Column, Table
from ui.widgets.back_button import back_button
from ui.widgets.plain_label import PlainLabel
from ui.widgets.verdict import VerdictCard
from ui.words import later, tr

# What an action is called where there is no form for it: the first words it is explained with.
EXPLAINED = {action.__name__: (action.__doc__ or "").split("：")[0].split("（")[0].split("。")[0] for action in ACTIONS}
SHOWN_FAULTS = 8
# An action leaves an entry, and one more for each row it wrote.
ROWS = {
    "insert": later("{words}：写入一行"), "update": later("{words}：改了一行"), "delete": later("{words}：去掉一行"),
    "": "{words}",
}  # fmt: skip


def deed_words(desktop: Desktop, kind: str) -> str:
    """What an entry says was done, in words."""
    action, _slash, row = kind.partition("/")
    words = tr(desktop.deed_of(action).title) if desktop.has_deed(action) else EXPLAINED.get(action, action)
    return tr(ROWS.get(row, ROWS[""]), words=words)


class JournalPage(Page):
    """All entries, the newest first; the record is checked, exported, and bodies erased lawfully from here."""

    key = "journal"
    title = later("记录核对")
    parent_key = "papers"

    def build(self) -> None:
        theme = look.theme()
        column = column_of(self)
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        self.back = back_button(tr("返回"), lambda: self.desktop.go_back(), tr("返回上一页"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("记录核对"), "title"), 1)
        self.export = deed_button(self.desktop, "export_journal", tr("导出记录链…"))
        head.addWidget(self.export)
        self.check = QPushButton(tr("核对全部记录"))
        self.check.setProperty("role", "primary")
        self.check.clicked.connect(lambda _checked=False: self._check())
        keys.press(self.check, "Ctrl+Return")
        head.addWidget(self.check)
        column.addLayout(head)
        words = tr("每做一件事都会记下一条，一条扣着一条；谁在程序外面改了数据，核对就会发现。")
        column.addWidget(PlainLabel(words, "muted", wrap=True))
        self.verdict = VerdictCard()
        self.verdict.hide()
        column.addWidget(self.verdict)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("第几条，或者谁做的"))
        self.search.setAccessibleName(tr("查找记录"))
        self.search.setClearButtonEnabled(True)
        row.addWidget(self.search, 1)
        self.count = PlainLabel("", "muted")
        row.addWidget(self.count, 1)
        self.erase = QPushButton(tr("依法删除这条的内容…"))
        self.erase.clicked.connect(lambda _checked=False: self._erase())
        row.addWidget(self.erase)
        column.addLayout(row)
        columns = (
            Column(later("第几条"), lambda one: Cell(str(one.seq)), "1234567"),
            Column(later("什么时候"), lambda one: Cell(one.at), "2026-12-28 12:30"),
            Column(later("做了什么"), self._done, least=200),
            Column(later("经办人"), lambda one: Cell(one.actor), "123456789"),
        )
        self.table = Table(columns, tr("记录链"), self._opened, lines=1.6, more=self._more)
        column.addWidget(self.table, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(200)
        self._pause.timeout.connect(self._filter)
        self.search.textChanged.connect(lambda _text: self._pause.start())

    def _done(self, one: see.EntryRow) -> Cell:
        words = deed_words(self.desktop, one.kind)
        return Cell(tr("{words}（内容已依法删除）", words=words), tone="muted") if one.erased else Cell(words)

    def view(self) -> Callable[..., Any]:
        return see.journal_entries

    def arguments(self) -> dict[str, Any]:
        return {"search": self.search.text().strip()}

    def first_focus(self) -> QWidget:
        return self.check

    def show_view(self, view: see.EntriesView) -> None:
        self.table.show_rows(view.rows, view.total)
        self.count.setText(tr("共 {n} 条", n=view.total))
        self.erase.setEnabled(bool(view.rows))

    def _changed(self, touched: frozenset[str]) -> None:
        # Every action writes into the journal, whatever else it touches.
        super()._changed(touched | {"JournalEntry"})

    def _filter(self) -> None:
        self.stale = True
        self.freshen()

    def _more(self) -> None:
        asked = self.arguments()

        def arrived(view: see.EntriesView) -> None:
            if isValid(self) and asked == self.arguments():
                self.table.rows.add_rows(view.rows)

        self.bridge.ask(see.journal_entries, arrived, offset=self.table.rows.rowCount(), **asked)

    def _opened(self, _row: see.EntryRow) -> None:
        """An entry has no page of its own; the row stays chosen for the button above."""

    def _erase(self) -> None:
        one = self.table.current()
        if one is not None:
            self.desktop.open_deed("erase_body", seq=one.seq)

    def _check(self) -> None:
        self.verdict.hide()
        self.bridge.ask(see.check_home, self._judged)

    def _judged(self, found: see.HomeVerdict) -> None:
        kind = tr("完好") if found.good else tr("有改动")
        details = [*found.faults[:SHOWN_FAULTS]]
        if len(found.faults) > SHOWN_FAULTS:
            details.append(tr("还有 {n} 处没有列出", n=len(found.faults) - SHOWN_FAULTS))
        if not found.good:
            details.append(tr("怎么办：先别再用这个文件夹，把它整个复制一份留底，再从最近的备份恢复，并向村务监督委员会报告。"))
        self.verdict.show_verdict("", kind, found.words, details, found.good)
        self.verdict.show()
