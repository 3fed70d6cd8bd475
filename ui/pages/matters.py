"""The matters of the village: as a ledger, one row each with six dated columns, or as a board by steps."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.views import board as boards
from consult_desk.views import ledger as see
from consult_desk.views.vocabulary import STATES
from ui import keys, look
from ui.icons import icon
from ui.page import Page, column_of
from ui.pages.matter_columns import COLUMNS, USUAL, lane_of
from ui.pages.matter_menu import ColumnMenu
from ui.pages.matter_papers import registers_button
from ui.rows import Table
from ui.widgets.board import Board
from ui.widgets.filter_button import FilterButton
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

PAGE = 100  # rows asked for at once
KEPT = "matters"
PLAIN: dict[str, Any] = {
    "way": "ledger", "state": "", "needs_me": False, "year": 0, "step": "", "category": "", "order": "number",
    "descending": True, "columns": list(USUAL),
}  # fmt: skip
FILTERS = ("state", "needs_me", "year", "step", "category")


class MattersPage(Page):
    """All matters, found by typing and by what was chosen above; Enter opens one. The arrangement is kept."""

    key = "matters"
    title = later("事项")
    icon = "ledger"

    def build(self) -> None:
        theme = look.theme()
        kept = self.desktop.kept(KEPT, {})
        self.chosen = {**PLAIN, **({k: v for k, v in kept.items() if k in PLAIN} if isinstance(kept, dict) else {})}
        self._wanted = PAGE
        column = column_of(self, spacing=12)
        head = QHBoxLayout()
        head.setSpacing(theme.px(14))
        titles = QVBoxLayout()
        titles.setSpacing(theme.px(2))
        self.name = PlainLabel(tr("事项台账"), "title")
        titles.addWidget(self.name)
        self.count = PlainLabel(tr("正在读取…"), "muted")
        titles.addWidget(self.count)
        head.addLayout(titles, 1)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("编号、名称、提议人"))
        self.search.setAccessibleName(tr("查找事项：输入编号、名称或提议人"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(290))
        self.search.addAction(icon("search", theme.color("muted"), theme.px(20)), QLineEdit.ActionPosition.LeadingPosition)
        head.addWidget(self.search)
        self.new = QPushButton(tr("新建事项"))
        self.new.setProperty("role", "primary")
        self.new.clicked.connect(lambda _c=False: self.desktop.open_page("matter_new"))
        keys.press(self.new, "Ctrl+N", later("新建事项"))
        head.addWidget(self.new)
        column.addLayout(head)
        column.addLayout(self._filters())
        self.table = Table(COLUMNS, tr("事项台账"), self._open, lines=2.9, more=self._more, ordered=self._order)
        self.board = Board(tr("事项看板"), lambda matter: self.desktop.open_page("matter", matter_id=matter), self._rest)
        column.addWidget(self.table, 1)
        column.addWidget(self.board, 1)
        self.nothing = PlainLabel(tr("没有符合条件的事项。可以点“清空条件”，或者点右上角“新建事项”。"), "muted", wrap=True)
        self.nothing.hide()
        column.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        # Asks when the typing pauses, not at every letter.
        self._pause = QTimer(self, singleShot=True, interval=200)
        self._pause.timeout.connect(self._filter)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(lambda: self.first_focus().setFocus())
        keys.add(self, "Ctrl+F", later("查找"), self.search.setFocus)
        self._arrange()

    def _filters(self) -> Flow:
        row = Flow()
        self.ways = self._ways(row)
        self.needs = FilterButton(tr("轮到我办"))
        self.needs.setChecked(bool(self.chosen["needs_me"]))
        set_tip(self.needs, tr("只看今天就能往前办的；还在公示期内、会议日子没到的不算"))
        self.needs.clicked.connect(lambda on: self._choose("needs_me", on))
        row.addWidget(self.needs)
        self.boxes: dict[str, QComboBox] = {}
        for key, name in (
            ("state", tr("全部状态")), ("year", tr("全部年份")), ("step", tr("全部步骤")), ("category", tr("全部类别")),
        ):  # fmt: skip
            box = QComboBox()
            box.setAccessibleName(tr("只看：{name}", name=name))
            box.setFixedWidth(max(look.theme().px(142), box.fontMetrics().horizontalAdvance(name) + look.theme().px(62)))
            box.view().setMinimumWidth(look.theme().px(380 if key == "category" else 180))
            box.addItem(name, PLAIN[key])
            box.activated.connect(lambda n, k=key, b=box: self._choose(k, b.itemData(n)))
            self.boxes[key] = box
            row.addWidget(box)
        self.columns = QPushButton(tr("列和排序"))
        set_tip(self.columns, tr("显示哪些列，按哪一列排序；点列的标题也能排序"))
        self.menu = ColumnMenu(self.columns, self._tick, self._order_by)
        self.columns.setMenu(self.menu)
        row.addWidget(self.columns)
        row.addWidget(registers_button(self.desktop))
        self.clear = QPushButton(tr("清空条件"))
        self.clear.clicked.connect(lambda _c=False: self._clear())
        row.addWidget(self.clear)
        return row

    def _ways(self, row: Flow) -> QButtonGroup:
        group = QButtonGroup(self)
        for value, title in (("ledger", tr("台账")), ("board", tr("看板"))):
            button = FilterButton(title)
            button.setChecked(self.chosen["way"] == value)
            button.setProperty("way", value)
            group.addButton(button)
            row.addWidget(button)
        group.buttonClicked.connect(lambda button: self._choose("way", button.property("way")))
        return group

    def open(self, **where: Any) -> None:
        """where: conditions to begin with, such as needs_me=True, step="resolve" or way="board"."""
        wanted = {key: value for key, value in where.items() if key in PLAIN}
        if wanted:
            self.chosen |= {key: PLAIN[key] for key in FILTERS} | wanted
            self._wanted, self.stale = PAGE, True
            self._arrange()
        super().open()

    def view(self) -> Callable[..., Any]:
        return see.ledger if self.chosen["way"] == "ledger" else boards.board

    def arguments(self) -> dict[str, Any]:
        asked = {key: self.chosen[key] for key in ("year", "category", "needs_me")} | {"search": self.search.text().strip()}
        if self.chosen["way"] == "board":
            return asked
        ordered = {key: self.chosen[key] for key in ("state", "step", "order", "descending")}
        return {**asked, **ordered, "limit": self._wanted}

    def show_view(self, view: see.LedgerView | boards.BoardView) -> None:
        found = bool(view.total)
        on_board = isinstance(view, boards.BoardView)
        self.table.setVisible(found and not on_board)
        self.board.setVisible(found and on_board)
        self.nothing.setVisible(not found)
        if isinstance(view, boards.BoardView):
            self.board.show_lanes([lane_of(column) for column in view.columns])
            self.count.setText(tr("正在办理的 {n} 件，按走到哪一步排列", n=view.total))
        else:
            current = self.table.current()
            self.table.show_rows(view.rows, view.total)
            self.table.rows.show_order(self.chosen["order"], self.chosen["descending"])
            here = next((n for n, r in enumerate(view.rows) if current is not None and r.matter == current.matter), None)
            if here is not None:
                self.table.setCurrentIndex(self.table.rows.index(here, 0))
            self._say_count(view)
        self.bridge.ask(see.ledger_choices, self._offer)

    def _say_count(self, view: see.LedgerView) -> None:
        more = tr("；已列出 {n} 件，往下拉还有", n=loaded) if (loaded := self.table.rows.rowCount()) < view.total else ""
        self.count.setText(tr("共 {n} 件，其中 {going} 件正在办理", n=view.total, going=view.going) + more)

    def _more(self) -> None:
        """The end of the rows is near: ask for the next ones, unless something else is asked meanwhile."""
        number, asked = self._asked, self.arguments()

        def arrived(view: see.LedgerView) -> None:
            if isValid(self) and number == self._asked and not self.stale:
                self.table.rows.add_rows(view.rows)
                self._wanted = max(PAGE, self.table.rows.rowCount())
                self._say_count(view)

        self.bridge.ask(see.ledger, arrived, **{**asked, "limit": PAGE, "start": self.table.rows.rowCount()})

    def _offer(self, choices: see.LedgerChoices) -> None:
        offered: dict[str, tuple[tuple[Any, str], ...]] = {
            "state": tuple(STATES.items()), "year": tuple((year, tr("{year}年", year=year)) for year in choices.years),
            "step": choices.steps, "category": choices.categories,
        }  # fmt: skip
        for key, box in self.boxes.items():
            while box.count() > 1:
                box.removeItem(1)
            for value, title in offered[key]:
                box.addItem(tr(title), value)
            box.setCurrentIndex(max(0, box.findData(self.chosen[key])))

    def _choose(self, key: str, value: Any) -> None:
        self.chosen[key] = value
        self._filter()

    def _order(self, order: str, descending: bool) -> None:
        self.chosen |= {"order": order, "descending": descending}
        self._filter()

    def _order_by(self, order: str) -> None:
        """By that column, upwards first; once more turns it around."""
        self._order(order, self.chosen["order"] == order and not self.chosen["descending"])

    def _rest(self, key: str) -> None:
        """See all matters of a lane: in the ledger, with that step chosen."""
        self.chosen |= {"way": "ledger", "state": "open", "step": "disclose_result" if key == boards.WORK else key}
        self._filter()
        self.first_focus().setFocus()

    def _clear(self) -> None:
        self.chosen |= {key: PLAIN[key] for key in FILTERS}
        self.search.clear()
        self._filter()

    def _tick(self) -> None:
        self.chosen["columns"] = [key for key, tick in self.menu.ticks.items() if tick.isChecked()]
        self.table.show_columns(self.chosen["columns"])
        self.desktop.keep(KEPT, dict(self.chosen))

    def _filter(self) -> None:
        self._wanted = PAGE
        self.desktop.keep(KEPT, dict(self.chosen))
        self._arrange()
        self.stale = True
        self.freshen()

    def _arrange(self) -> None:
        """Let every control show what is chosen."""
        listed = self.chosen["way"] == "ledger"
        for button in self.ways.buttons():
            button.setChecked(button.property("way") == self.chosen["way"])
        self.name.setText(tr("事项台账") if listed else tr("事项看板"))
        self.needs.setChecked(bool(self.chosen["needs_me"]))
        for key, box in self.boxes.items():
            box.setCurrentIndex(max(0, box.findData(self.chosen[key])))
        self.menu.show_chosen(self.chosen["columns"], self.chosen["order"])
        self.table.show_columns(self.chosen["columns"])
        for widget in (self.boxes["state"], self.boxes["step"], self.columns):
            widget.setVisible(listed)
        narrowed = any(self.chosen[key] != PLAIN[key] for key in FILTERS) or bool(self.search.text())
        self.clear.setVisible(narrowed)

    def first_focus(self) -> QWidget:
        return self.table if self.chosen["way"] == "ledger" else self.board.first()

    def _open(self, row: see.LedgerRow) -> None:
        self.desktop.open_page("matter", matter_id=row.matter)
