"""The desk: what needs the secretary today, in order, each one click from where it is done; the year in a picture."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from consult_desk.base.text import chinese_date
from consult_desk.views import today as see
from consult_desk.views.year import YearView, year_picture
from ui import look
from ui.page import Page, card, column_of, scrolled
from ui.pages import desk_parts as parts
from ui.rows import Cell, Column, Table
from ui.widgets.due_list import DueList
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel
from ui.widgets.year_picture import Bars
from ui.words import later, tr

NARROW_BELOW = 900  # of the page, in pixels of the 100 % design
# Number, what it counts, the page where they are, and its tab.
COUNTERS = (
    ("matters", later("办理中的事项"), "matters", ""), ("meetings", later("这个月的会议"), "meetings", ""),
    ("hanging", later("正在张贴的公告"), "disclosures", ""), ("objections", later("待答复的异议"), "disclosures", "objections"),
)  # fmt: skip
LACKING = {"photo": later("缺照片"), "paper": later("缺签名"), "minutes": later("待确认"), "scan": later("缺扫描件")}
COLUMNS = (
    Column(later("哪一类"), lambda row: Cell(row[0]), later("每一步用了几天")),
    Column(later("名称"), lambda row: Cell(row[1])),
    Column(later("数"), lambda row: Cell(row[2])),
)


class DeskPage(Page):
    """Opened first. The picture of the year is asked after the desk is shown, so that it keeps nobody waiting."""

    key = "desk"
    title = later("工作台")
    icon = "desk"

    def build(self) -> None:
        self._arriving = True
        theme = look.theme()
        inside = QWidget()
        column = column_of(inside, spacing=16)
        self.area = scrolled(inside, tr("工作台"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        titles = QVBoxLayout()
        titles.setSpacing(theme.px(2))
        self.name = PlainLabel(tr("工作台"), "title", wrap=True)
        self.day = PlainLabel("", "muted", wrap=True)
        titles.addWidget(self.name)
        titles.addWidget(self.day)
        column.addLayout(titles)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(theme.px(20))
        self._both.addLayout(self._left(), 13)
        self._both.addLayout(self._right(), 8)
        column.addLayout(self._both)
        column.addStretch(1)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(look.theme().px(18))
        self.calm, within = card()
        self.calm_words = PlainLabel("", "heading", wrap=True)
        within.addWidget(self.calm_words)
        self.calm_more = PlainLabel("", wrap=True)
        within.addWidget(self.calm_more)
        row = QWidget()
        flow = Flow(row, gap=10)
        for words, go in (
            (tr("新建事项"), lambda: self.desktop.open_deed("open_matter")),
            (tr("安排会议"), lambda: self.desktop.open_page("planning")),
            (tr("核对名册和任期"), lambda: self.desktop.open_page("people")),
        ):
            button = QPushButton(words)
            button.clicked.connect(lambda _c=False, deed=go: deed())
            flow.addWidget(button)
        within.addWidget(row)
        self.calm.hide()
        column.addWidget(self.calm)
        self.now = DueList(tr("现在就能办"))
        self.ahead = DueList(tr("要赶的日子"))
        self.missing = DueList(tr("还缺的签字、照片和记录"))
        for each in (self.now, self.ahead, self.missing):
            column.addWidget(each)
            if each is self.now:
                self.rest = QPushButton()
                self.rest.clicked.connect(lambda _c=False: self.desktop.open_page("matters"))
                self.rest.hide()
                column.addWidget(self.rest)
        column.addStretch(1)
        return column

    def _right(self) -> QVBoxLayout:
        theme = look.theme()
        column = QVBoxLayout()
        column.setSpacing(theme.px(14))
        grid = QGridLayout()
        grid.setSpacing(theme.px(10))
        self.counters: dict[str, parts.Counter] = {}
        for number, (key, title, page, tab) in enumerate(COUNTERS):
            counter = parts.Counter(tr(title), self._go(page, {"tab": tab} if tab else {}))
            self.counters[key] = counter
            grid.addWidget(counter, number // 2, number % 2)
        column.addLayout(grid)
        frame, within = card()
        head = QHBoxLayout()
        self.year_title = PlainLabel("", "heading", wrap=True)
        head.addWidget(self.year_title, 1)
        self.as_table = QPushButton(tr("看成表格"))
        self.as_table.setCheckable(True)
        self.as_table.setAccessibleName(tr("把今年的图看成表格"))
        self.as_table.setChecked(bool(self.desktop.kept("desk.table", False)))
        self.as_table.toggled.connect(self._switch)
        head.addWidget(self.as_table)
        within.addLayout(head)
        self.pictures = QStackedWidget()
        self.pictures.addWidget(self._bars())
        self.table = Table(COLUMNS, tr("今年的数字"), lambda _row: None, lines=1)
        self.pictures.addWidget(self.table)
        within.addWidget(self.pictures)
        column.addWidget(frame)
        column.addStretch(1)
        self._switch(self.as_table.isChecked())
        return column

    def _go(self, page: str, where: dict[str, Any]) -> Callable[[], None]:
        return lambda: self.desktop.open_page(page, **where)

    def _bars(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.theme().px(6))
        self.nothing_yet = PlainLabel(tr("今年还没有事项。新建事项、开过会以后，这里会画出来。"), "muted", wrap=True)
        column.addWidget(self.nothing_yet)
        self.groups: list[tuple[PlainLabel, PlainLabel, Bars]] = []
        for title, hint in (
            (tr("事项走到哪一步"), ""), (tr("到会率"), tr("开完的会，实到占应到")),
            (tr("每一步用了几天"), tr("从上一步算起；圆点是中间的，条是最少到最多")),
        ):
            head, small, bars = PlainLabel(title, "strong"), PlainLabel(hint, "small", wrap=True), Bars(title)
            for widget in (head, small, bars):
                column.addWidget(widget)
            self.groups.append((head, small, bars))
        column.addStretch(1)
        return holder

    def _switch(self, table: bool) -> None:
        self.desktop.keep("desk.table", table)
        self.pictures.setCurrentIndex(1 if table else 0)
        self.as_table.setText(tr("看成图") if table else tr("看成表格"))

    def view(self) -> Callable[..., Any]:
        return see.today

    def arguments(self) -> dict[str, Any]:
        return {}

    def first_focus(self) -> QWidget:
        return next(iter(self._buttons()), self.as_table)

    def _buttons(self) -> list[QPushButton]:
        return [*self.now.buttons, *self.ahead.buttons, *self.missing.buttons]

    def open(self, **where: Any) -> None:
        self._arriving = True
        super().open(**where)

    def show_view(self, view: see.TodayView) -> None:
        self.shown = view
        self.bridge.ask(year_picture, self._show_year)
        day = parts.day_words(view.today)
        self.day.setText(day if view.workday else tr("{day}　今天是休息日", day=day))
        near = [one for one in view.ahead if one.days is not None and one.days <= parts.NEAR]
        waits = view.urgent + view.matters_left
        self.name.setText(tr("今天有 {n} 件事等着办", n=waits) if waits else tr("今天没有等着办的事"))
        self._show_calm(view, bool(waits or near))
        lost = self._arriving or any(button.hasFocus() for button in self._buttons())
        self.now.show_rows([parts.due(self.desktop, one) for one in view.now], view.matters_left)
        self.ahead.show_rows([parts.due(self.desktop, one, tr("尽快")) for one in view.ahead])
        lacking = {key: tr(words) for key, words in LACKING.items()}
        self.missing.show_rows([parts.due(self.desktop, one, lacking.get(one.kind, "")) for one in view.missing])
        self.rest.setVisible(view.matters_left > 0)
        self.rest.setText(tr("还有别的事项等着办，到台账里看"))
        for key, number in view.counters:
            self.counters[key].show_number(number)
        self._arriving = False
        if lost and self.isVisible():
            self.first_focus().setFocus()

    def _show_calm(self, view: see.TodayView, busy: bool) -> None:
        self.calm.setVisible(not busy)
        self.calm_words.setText(tr("都办妥了，辛苦了。"))
        following = next((one for one in view.ahead if one.on is not None), None)
        more = tr("有空可以准备下一件事项，或者核对名册。")
        if following is not None and following.on is not None:
            day, left = chinese_date(following.on), following.days
            more = tr("下一个日子是 {day}（还有 {n} 天）：{what}。", day=day, n=left, what=following.obstacle.words)
        self.calm_more.setText(more)

    def _show_year(self, view: YearView) -> None:
        self.year_title.setText(tr("{year} 年", year=view.year))
        pictures = (parts.step_bars(view) if view.total else [], parts.rate_bars(view), parts.day_bars(view))
        for (head, small, bars), found in zip(self.groups, pictures, strict=True):
            bars.show_bars(found)
            for widget in (head, bars):
                widget.setVisible(bool(found))
            small.setVisible(bool(found) and bool(small.text()))
        self.nothing_yet.setVisible(not any(pictures))
        self.table.show_rows(parts.year_lines(view) if any(pictures) else [])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look.theme().px(NARROW_BELOW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._both.direction() != way:
            self._both.setDirection(way)
