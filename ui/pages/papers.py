"""All papers: found by typing, by kind and by state; Enter opens one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.views import papers as see
from ui import keys, look
from ui.icons import icon
from ui.page import Page, column_of
from ui.rows import Cell, Column, Table
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scan_route import home_button
from ui.words import later, tr

STATES = (
    ("", later("全部")), ("current", later("现行")), ("unsigned", later("还没签完")), ("signed", later("已签名")),
    ("superseded", later("已被更正")),
)  # fmt: skip


def _title(row: see.PaperRow) -> Cell:
    version = tr("第 {n} 版", n=row.version) if row.version > 1 else ""
    return Cell(row.title, "　".join(filter(None, (row.number, version))), bold=True)


def _day(row: see.PaperRow) -> Cell:
    return Cell(f"{row.issued_on:%Y-%m-%d}")


def _posted(row: see.PaperRow) -> Cell:
    if row.posted_from is None or row.posted_until is None:
        return Cell("—", tone="muted")
    return Cell(f"{row.posted_from:%Y-%m-%d}", tr("到 {day}", day=_plain(row.posted_until)))


def _plain(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def _state(row: see.PaperRow) -> Cell:
    if row.superseded_by is not None:
        return Cell(tr("✕ 已被第 {n} 版更正", n=row.superseded_by), tone="bad")
    if row.by_hand:
        return Cell(tr(row.state_title), tone="muted")
    tone = "good" if row.signatures >= 2 else "warn"
    return Cell(("✓ " if row.signatures >= 2 else "○ ") + tr(row.state_title), tone=tone)


COLUMNS = (
    Column(later("文书"), _title),
    Column(later("出具日期"), _day, "2026-12-28"),
    Column(later("公示"), _posted, "2026-12-28", "··· 2026-12-28"),
    Column(later("签名"), _state, later("○ 还没有签名")),
)


class PapersPage(Page):
    """The list of all papers."""

    key = "papers"
    title = later("文书")
    icon = "paper"

    def build(self) -> None:
        theme = look.theme()
        column = column_of(self)
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        titles = QVBoxLayout()
        titles.setSpacing(theme.px(2))
        titles.addWidget(PlainLabel(tr("文书"), "title"))
        self.count = PlainLabel(tr("正在读取…"), "muted")
        titles.addWidget(self.count)
        head.addLayout(titles)
        around = Flow(gap=10, right=True)  # six do not fit beside the title where words are large or long
        self.check = QPushButton(tr("验证文件…"))
        self.check.clicked.connect(lambda _checked=False: self.desktop.open_page("checking"))
        self.signers = QPushButton(tr("签名证书…"))
        self.signers.clicked.connect(lambda _checked=False: self.desktop.open_page("signers"))
        self.issue = QPushButton(tr("出具文书…"))
        self.issue.setProperty("role", "primary")
        self.issue.clicked.connect(lambda _checked=False: self.desktop.open_page("issue"))
        self.journal = QPushButton(tr("记录核对…"))
        self.journal.clicked.connect(lambda _checked=False: self.desktop.open_page("journal"))
        self.home = home_button(self.desktop)
        self.templates = QPushButton(tr("文书样式…"))
        self.templates.clicked.connect(lambda _checked=False: self.desktop.open_page("templates"))
        for button in (self.home, self.journal, self.check, self.templates, self.signers, self.issue):
            around.addWidget(button)
        head.addLayout(around, 1)
        keys.press(self.issue, "Ctrl+N")
        column.addLayout(head)
        column.addLayout(self._filters())
        self.table = Table(COLUMNS, tr("文书"), self._open, lines=2.9, more=self._more)
        column.addWidget(self.table, 1)
        self.nothing = PlainLabel("", "muted", wrap=True)
        self.nothing.hide()
        column.addWidget(self.nothing)
        column.addStretch(0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(200)
        self._pause.timeout.connect(self._filter)
        self.search.textChanged.connect(lambda _text: self._pause.start())

    def _filters(self) -> QHBoxLayout:
        theme = look.theme()
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        filters = Flow()
        self.states = QButtonGroup(self)
        kept = self.desktop.kept("papers.state", "")
        for state, title in STATES:
            button = QPushButton(tr(title))
            button.setCheckable(True)
            button.setChecked(state == kept)
            button.setProperty("role", "filter")
            button.setProperty("state", state)
            button.setAccessibleName(tr("只看这一类文书：{title}", title=tr(title)))
            self.states.addButton(button)
            filters.addWidget(button)
        self.states.buttonClicked.connect(lambda _button: self._filter())
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("哪种文书"))
        self.kind.addItem(tr("所有种类"), "")
        self.kind.currentIndexChanged.connect(lambda _n: self._filter())
        filters.addWidget(self.kind)
        row.addLayout(filters, 3)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("标题或文号"))
        self.search.setAccessibleName(tr("查找文书"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(170))
        self.search.addAction(icon("search", theme.color("muted"), theme.px(20)), QLineEdit.ActionPosition.LeadingPosition)
        keys.add(self, "Ctrl+F", later("查找文书"), self.search.setFocus)
        row.addWidget(self.search, 1)
        return row

    def view(self) -> Callable[..., Any]:
        return see.papers

    def arguments(self) -> dict[str, Any]:
        chosen = self.states.checkedButton()
        return {
            "state": chosen.property("state") if chosen else "",
            "search": self.search.text().strip(),
            "kind": self.kind.currentData() or "",
        }

    def show_view(self, view: see.PapersView) -> None:
        if self.kind.count() == 1:
            self.kind.blockSignals(True)
            for key, title in view.kinds:
                self.kind.addItem(tr(title), key)
            self.kind.blockSignals(False)
        self.table.show_rows(view.rows, view.total)
        self.table.setVisible(bool(view.rows))
        self.nothing.setVisible(not view.rows)
        asked = self.arguments()
        self.nothing.setText(
            tr("没有符合条件的文书。可以清空查找文字，或者点“全部”。") if any(asked.values())
            else tr("还没有出过文书。会议安排好、事项走到公开这一步，就可以点右上角“出具文书”。")
        )  # fmt: skip
        self.count.setText(tr("共 {n} 份", n=view.total))

    def first_focus(self) -> QWidget:
        return self.table if self.table.rows.rowCount() else self.issue

    def _filter(self) -> None:
        self.desktop.keep("papers.state", self.arguments()["state"])
        self.stale = True
        self.freshen()

    def _more(self) -> None:
        asked = self.arguments()

        def arrived(view: see.PapersView) -> None:
            if isValid(self) and asked == self.arguments():
                self.table.rows.add_rows(view.rows)

        self.bridge.ask(see.papers, arrived, offset=self.table.rows.rowCount(), **asked)

    def _open(self, row: see.PaperRow) -> None:
        self.desktop.open_page("paper", paper_id=row.paper)
