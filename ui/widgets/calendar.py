"""A month of days with what happens on each; arrows move from day to day, Enter takes one."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui import look
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

WEEKDAYS = (later("一"), later("二"), later("三"), later("四"), later("五"), later("六"), later("日"))
WEEKS, DAYS = 6, 7
STEPS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7,
}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """Something on a day. sign: seen besides the colour; tone: good, warn, bad, muted or ""; spoken: in full."""

    words: str
    sign: str = ""
    tone: str = ""
    spoken: str = ""


class MonthGrid(QWidget):
    """Six weeks around a day. Arrows move, Page Up and Page Down go by months, Home goes to today."""

    moved = Signal(object)
    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.today = self.day = date(2000, 1, 1)
        self.marks: Mapping[date, Sequence[Mark]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("会议日历"))
        self.setMouseTracking(True)

    def show_marks(self, today: date, marks: Mapping[date, Sequence[Mark]]) -> None:
        """Show what happens on which day; the first time the day of today is chosen."""
        first = self.today.year == 2000
        self.today, self.marks = today, marks
        if first:
            self.go(today)
        self._say()
        self.update()

    def go(self, day: date) -> None:
        """Choose a day, in whatever month it lies."""
        if day != self.day:
            self.day = day
            self._say()
            self.update()
            self.moved.emit(day)

    def turn(self, months: int) -> None:
        """The same day so many months on, or the last day of a shorter month."""
        number = self.day.year * 12 + self.day.month - 1 + months
        year, month = divmod(number, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self.go(date(year, month + 1, min(self.day.day, last)))

    def first_day(self) -> date:
        """The Monday in the upper left corner."""
        first = self.day.replace(day=1)
        return first - timedelta(days=first.weekday())

    def cell(self, day: date) -> QRect:
        """Where a day of the six weeks is."""
        number = (day - self.first_day()).days
        top, wide = self._head(), self.width() / DAYS
        tall = (self.height() - top) / WEEKS
        row, column = divmod(number, DAYS)
        return QRectF(column * wide, top + row * tall, wide, tall).toAlignedRect()

    def day_at(self, x: float, y: float) -> date | None:
        """The day at a point of the widget."""
        if y < self._head() or not 0 <= x < self.width() or y >= self.height():
            return None
        row = int((y - self._head()) / ((self.height() - self._head()) / WEEKS))
        return self.first_day() + timedelta(days=row * DAYS + int(x / (self.width() / DAYS)))

    def _head(self) -> int:
        return look.theme().px(30)

    def _say(self) -> None:
        words = [mark.spoken for mark in self.marks.get(self.day, ())]
        there, day = "；".join(words) or tr("没有会议"), f"{self.day:%Y-%m-%d}"
        sentence = tr("{day}，今天：{there}", day=day, there=there) if self.day == self.today else f"{day}：{there}"
        self.setAccessibleDescription(sentence)

    def sizeHint(self) -> QSize:
        theme = look.theme()
        return QSize(theme.px(430), theme.px(400))

    def minimumSizeHint(self) -> QSize:
        theme = look.theme()
        return QSize(theme.px(330), theme.px(300))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self.go(self.day + timedelta(days=STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Home:
            self.go(self.today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.taken.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().x(), event.position().y())
        if day is not None and event.button() == Qt.MouseButton.LeftButton:
            self.go(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().x(), event.position().y())
        if day is not None:
            self.taken.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().x(), event.position().y())
        words = [mark.spoken for mark in self.marks.get(day, ())] if day is not None else []
        set_tip(self, "\n".join(words)) if words else self.setToolTip("")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, wide = look.theme(), self.width() / DAYS
        painter.setFont(theme.font(14, bold=True))
        painter.setPen(theme.color("muted"))
        for number, name in enumerate(WEEKDAYS):
            painter.drawText(QRectF(number * wide, 0, wide, self._head()), Qt.AlignmentFlag.AlignCenter, tr(name))
        for number in range(WEEKS * DAYS):
            day = self.first_day() + timedelta(days=number)
            self._day(painter, day, self.cell(day))
        painter.end()

    def _day(self, painter: QPainter, day: date, rect: QRect) -> None:
        theme = look.theme()
        box = QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5)
        chosen, inside = day == self.day, day.month == self.day.month
        painter.setBrush(theme.color("accent_soft" if chosen else "card" if inside else "window"))
        outline = "focus" if chosen and self.hasFocus() else "accent" if chosen else "line"
        painter.setPen(QPen(theme.color(outline), 3 if chosen and self.hasFocus() else 2 if chosen else 1))
        painter.drawRoundedRect(box, theme.px(5), theme.px(5))
        painter.setFont(theme.font(15, bold=chosen or day == self.today))
        number = QRectF(box.left() + theme.px(4), box.top() + theme.px(2), theme.px(26), theme.px(22))
        if day == self.today:
            painter.setBrush(theme.color("accent"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(number, theme.px(5), theme.px(5))
            painter.setPen(theme.color("on_accent"))
        else:
            painter.setPen(theme.color("text" if inside else "muted"))
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(day.day))
        self._marks(painter, self.marks.get(day, ()), box, number.bottom() + 1)

    def _marks(self, painter: QPainter, marks: Sequence[Mark], box: QRectF, top: float) -> None:
        theme = look.theme()
        painter.setFont(theme.font(12.5))
        step = painter.fontMetrics().lineSpacing()
        room = max(1, int((box.bottom() - top) / step))
        shown = marks if len(marks) <= room else marks[: max(0, room - 1)]
        tones = {"good": "accent", "warn": "warn", "bad": "bad", "muted": "muted"}
        width = int(box.width()) - theme.px(6)
        for mark in shown:
            painter.setPen(theme.color(tones.get(mark.tone, "text")))
            words = painter.fontMetrics().elidedText(f"{mark.sign}{mark.words}", Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(box.left() + theme.px(4), top, width, step), Qt.AlignmentFlag.AlignVCenter, words)
            top += step
        if len(shown) < len(marks):
            painter.setPen(theme.color("muted"))
            more = tr("还有 {n} 次", n=len(marks) - len(shown)) if shown else tr("{n} 次", n=len(marks))
            painter.drawText(QRectF(box.left() + theme.px(4), top, width, step), Qt.AlignmentFlag.AlignVCenter, more)


class MonthCalendar(QWidget):
    """The grid with its month and the buttons that turn it."""

    def __init__(self) -> None:
        super().__init__()
        theme = look.theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        self.grid = MonthGrid()
        self.month = PlainLabel("", "heading")
        self.before, self.after = QPushButton("‹"), QPushButton("›")
        self.now = QPushButton(tr("今天"))
        for button, words, deed in (
            (self.before, tr("上一个月"), lambda: self.grid.turn(-1)),
            (self.after, tr("下一个月"), lambda: self.grid.turn(1)),
            (self.now, tr("回到今天"), lambda: self.grid.go(self.grid.today)),
        ):
            button.setProperty("role", "filter")
            button.setAccessibleName(words)
            set_tip(button, words)
            button.clicked.connect(lambda _c=False, go=deed: go())
        head.addWidget(self.before)
        head.addWidget(self.month)
        head.addWidget(self.after)
        head.addStretch(1)
        head.addWidget(self.now)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        self.grid.moved.connect(self._name)

    def show_marks(self, today: date, marks: Mapping[date, Sequence[Mark]]) -> None:
        """Show what happens on which day."""
        self.grid.show_marks(today, marks)
        self._name(self.grid.day)

    def _name(self, day: date) -> None:
        self.month.setText(tr("{year}年{month}月", year=day.year, month=day.month))
