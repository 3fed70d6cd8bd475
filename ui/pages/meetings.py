"""All meetings in a month of days and in a list; those the law asks for are seen while they are due."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from consult_desk.views import meeting_board as see
from ui import keys, look
from ui.days import said_day
from ui.icons import icon
from ui.page import Page, card, column_of
from ui.rows import Cell, Column, Table
from ui.widgets.calendar import Mark, MonthCalendar
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

TONES = {"open": "warn", "closed": "good", "void": "muted"}
# Seen besides the colour, in the calendar and in the list.
SIGNS = {"planned": "○ ", "noticed": "◎ ", "open": "▶ ", "closed": "✓ ", "void": "✕ "}
FILTERS = (
    ("", later("全部")), ("ahead", later("待开")), ("open", later("进行中")), ("closed", later("已结束")),
    ("void", later("已作废")),
)  # fmt: skip
STATES = {"ahead": ("planned", "noticed"), "open": ("open",), "closed": ("closed",), "void": ("void",)}


def _when(row: see.BoardRow) -> Cell:
    more = tr("共 {n} 场", n=len(row.days)) if len(row.days) > 1 else row.clock
    return Cell(f"{row.on:%Y-%m-%d}", more)


def _meeting(row: see.BoardRow) -> Cell:
    first = row.items[0] if row.items else ""
    about = tr("{first}等 {n} 项", first=first, n=len(row.items)) if len(row.items) > 1 else first
    return Cell(row.title, "　".join(w for w in (tr(row.body_title), row.group, about) if w), bold=True)


def _state(row: see.BoardRow) -> Cell:
    under = ""
    if row.state == "closed":
        under = tr("记录第 {n} 版", n=row.minutes) if row.minutes else tr("记录没有确认")
    return Cell(f"{SIGNS[row.state]}{tr(row.state_title)}", under, TONES.get(row.state, ""))


COLUMNS = (
    Column(later("会议"), _meeting, least=150),
    Column(later("日期"), _when, "2026-12-28"),
    Column(later("状态"), _state, later("○ 已安排"), later("记录没有确认")),
)


class MeetingsPage(Page):
    """A calendar beside a list; Enter on a day opens its meeting or calls one on that day."""

    key = "meetings"
    title = later("会议")
    icon = "meeting"

    def build(self) -> None:
        theme = look.theme()
        self.shown = see.BoardView(self.bridge.today(), (), (), ())
        column = column_of(self, spacing=12)
        head = QHBoxLayout()
        head.setSpacing(theme.px(14))
        titles = QVBoxLayout()
        titles.setSpacing(theme.px(2))
        titles.addWidget(PlainLabel(tr("会议"), "title"))
        self.count = PlainLabel(tr("正在读取…"), "muted")
        titles.addWidget(self.count)
        head.addLayout(titles, 1)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("会议或事项名称"))
        self.search.setAccessibleName(tr("查找会议：输入会议或事项名称"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(200))
        glass = icon("search", theme.color("muted"), theme.px(20))
        self.search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _text: self._filter())
        head.addWidget(self.search)
        self.plan = QPushButton(tr("安排会议"))
        self.plan.setProperty("role", "primary")
        self.plan.clicked.connect(lambda _c=False: self.desktop.open_page("planning"))
        keys.press(self.plan, "Ctrl+N", later("安排会议"))
        head.addWidget(self.plan)
        column.addLayout(head)
        self.regular, self._due = card()
        column.addWidget(self.regular)
        both = QHBoxLayout()
        both.setSpacing(theme.px(16))
        both.addLayout(self._left(), 5)
        both.addLayout(self._right(), 7)
        column.addLayout(both, 1)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(look.theme().px(8))
        self.calendar = MonthCalendar()
        self.calendar.grid.moved.connect(lambda _day: self._show_day())
        self.calendar.grid.taken.connect(self._take)
        column.addWidget(self.calendar, 1)
        self.day = PlainLabel("", "strong", wrap=True)
        column.addWidget(self.day)
        self.on_day = QPushButton()
        self.on_day.clicked.connect(lambda _c=False: self._take(self.calendar.grid.day))
        column.addWidget(self.on_day)
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(look.theme().px(8))
        row = QWidget()
        flow = Flow(row, gap=6)
        self.states = QButtonGroup(self)
        kept = self.desktop.kept("meetings", "")
        for state, title in FILTERS:
            button = QPushButton(tr(title))
            button.setCheckable(True)
            button.setChecked(state == kept)
            button.setProperty("role", "filter")
            button.setProperty("state", state)
            button.setAccessibleName(tr("只看：{state}", state=tr(title)))
            self.states.addButton(button)
            flow.addWidget(button)
        if self.states.checkedButton() is None:
            self.states.buttons()[0].setChecked(True)
        self.states.buttonClicked.connect(lambda _button: self._filter())
        self.bodies = QComboBox()
        self.bodies.setAccessibleName(tr("只看哪个组织的会议"))
        self.bodies.addItem(tr("所有组织"), "")
        self.bodies.currentIndexChanged.connect(lambda _n: self._filter())
        flow.addWidget(self.bodies)
        column.addWidget(row)
        self.table = Table(COLUMNS, tr("会议列表"), self._open)
        column.addWidget(self.table, 1)
        self.nothing = PlainLabel(tr("没有符合条件的会议。可以点“全部”，或者点右上角“安排会议”。"), "muted", wrap=True)
        self.nothing.hide()
        column.addWidget(self.nothing, 1)
        return column

    def view(self) -> Callable[..., Any]:
        return see.meeting_board

    def arguments(self) -> dict[str, Any]:
        return {}

    def show_view(self, view: see.BoardView) -> None:
        self.shown = view
        marks: dict[date, list[Mark]] = defaultdict(list)
        for row in reversed(view.rows):
            for day in row.days:
                words = tr("{state}：{title}", state=tr(row.state_title), title=row.title)
                marks[day].append(Mark(row.body_title, SIGNS[row.state], TONES.get(row.state, ""), words))
        self.calendar.show_marks(view.today, marks)
        known = self.bodies.currentData()
        self.bodies.blockSignals(True)
        self.bodies.clear()
        for body, title in (("", tr("所有组织")), *((b, tr(t)) for b, t in view.bodies)):
            self.bodies.addItem(title, body)
        self.bodies.setCurrentIndex(max(0, self.bodies.findData(known)))
        self.bodies.blockSignals(False)
        self._show_regular(view)
        self._show_day()
        self._filter()

    def _show_regular(self, view: see.BoardView) -> None:
        while (item := self._due.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row in view.regular:
            self._due.addWidget(self._regular(row))
        self.regular.setVisible(bool(view.regular))

    def _regular(self, row: see.RegularRow) -> QWidget:
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        sign = {"held": "✓", "planned": "○"}.get(row.state, "！")
        tone = {"held": "good", "planned": ""}.get(row.state, "warn")
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(PlainLabel(f"{sign} {row.words}", tone, wrap=True))
        said.addWidget(PlainLabel(tr("依据：{reference}", reference=row.reference), "small", wrap=True))
        across.addLayout(said, 1)
        button = QPushButton(tr("看会议") if row.meeting else tr("去安排"))
        button.setAccessibleName(f"{button.text()}：{row.period} {row.title}")
        if row.meeting:
            button.clicked.connect(lambda _c=False: self.desktop.open_page("meeting", meeting_id=row.meeting))
        else:
            button.clicked.connect(lambda _c=False: self.desktop.open_page("planning", body=row.body))
        across.addWidget(button)
        return line

    def _on(self, day: date) -> list[see.BoardRow]:
        return [row for row in self.shown.rows if day in row.days]

    def _show_day(self) -> None:
        day = self.calendar.grid.day
        rows = self._on(day)
        titles = "\n".join(f"{SIGNS[row.state]}{row.clock} {row.title}" for row in rows)
        self.day.setText(f"{said_day(day)}\n{titles}" if rows else tr("{day}没有会议", day=said_day(day)))
        self.on_day.setText(tr("打开这天的会议") if rows else tr("安排在这一天开会"))
        self.on_day.setVisible(bool(rows) or day >= self.shown.today)

    def _take(self, day: date) -> None:
        """Open the meeting of a day, call one where there is none, or show all where there are several."""
        rows = self._on(day)
        if len(rows) == 1:
            self._open(rows[0])
        elif rows:
            self._show_rows(rows)
            self.table.setFocus()
        elif day >= self.shown.today:
            self.desktop.open_page("planning", on=day.isoformat())

    def _filter(self) -> None:
        chosen = self.states.checkedButton()
        state = chosen.property("state") if chosen else ""
        self.desktop.keep("meetings", state)
        body, text = self.bodies.currentData() or "", self.search.text().strip()
        self._show_rows([
            row for row in self.shown.rows
            if (not state or row.state in STATES[state]) and (not body or row.body == body)
            and (not text or text in row.title or any(text in item for item in row.items))
        ])  # fmt: skip

    def _show_rows(self, rows: list[see.BoardRow]) -> None:
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        ahead = sum(1 for row in self.shown.rows if row.state in ("planned", "noticed", "open"))
        self.count.setText(tr("共 {n} 次会议，其中 {ahead} 次还没有开完", n=len(self.shown.rows), ahead=ahead))

    def first_focus(self) -> QWidget:
        return self.calendar.grid

    def _open(self, row: see.BoardRow) -> None:
        self.desktop.open_page("meeting", meeting_id=row.meeting)
