"""What a day or a moment is typed into, in any way a day is usually written."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from consult_desk.base.clock import BEIJING, beijing_now
from ui import look
from ui.editors import TextEditor, plain_digits
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr, typed

WEEKDAYS = (
    later("星期一"), later("星期二"), later("星期三"), later("星期四"), later("星期五"), later("星期六"), later("星期日"),
)  # fmt: skip
DAY = re.compile(typed(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?"))
CLOCK = re.compile(typed(r"(\d{1,2})[:：.时点]?(\d{2})?分?"))


def read_day(text: str, today: date) -> date | None:
    """2026-3-5, 2026年3月5日, 20260305, 3-5 (of this year), 今天, 昨天, 明天; None where it is no day."""
    text = plain_digits(text)
    for word, days in ((later("今天"), 0), (later("昨天"), -1), (later("明天"), 1)):
        if text in (word, tr(word).lower()):
            return today + timedelta(days=days)
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = DAY.fullmatch(text)
    try:
        return date(int(found[1] or today.year), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


class DayEditor(TextEditor):
    """A day, typed in any usual way or picked from a calendar; said back with its weekday."""

    today: Callable[[], date] = staticmethod(lambda: beijing_now().date())

    def make(self) -> None:
        self.row = row = QHBoxLayout()
        row.setSpacing(look.theme().px(8))
        self.line = QLineEdit()
        self.line.setMaxLength(20)
        self.line.setMaximumWidth(look.theme().px(200))
        self.line.setPlaceholderText("2026-3-5")
        self.line.textChanged.connect(lambda _t: self._typed())
        row.addWidget(self.line)
        self.now = QPushButton(tr("今天"))
        self.now.setAccessibleName(tr("{title}：填今天", title=self.field.title))
        self.now.clicked.connect(lambda _c=False: self.put(self.today()))
        row.addWidget(self.now)
        self.pick = QPushButton(tr("日历"))
        self.pick.setAccessibleName(tr("{title}：从日历里选", title=self.field.title))
        set_tip(self.pick, tr("从日历里选一天"))
        self.pick.clicked.connect(lambda _c=False: self._pick())
        row.addWidget(self.pick)
        self.said = PlainLabel("", "small")
        row.addWidget(self.said, 1)
        self.column.addLayout(row)
        self.control = self.line

    def _typed(self) -> None:
        day = self.value()
        said = "" if day is None else tr("{y}年{m}月{d}日 {w}", y=day.year, m=day.month, d=day.day, w=tr(WEEKDAYS[day.weekday()]))
        self.said.setText(said)
        self.changed.emit()

    def _pick(self) -> None:
        from ui.widgets.day_picker import DayPicker

        DayPicker(self, self.value() or self.today(), self.put).show_under(self.line)

    def value(self) -> Any:
        return read_day(self.line.text(), self.today())

    def put(self, value: Any) -> None:
        self.line.setText("" if value is None else f"{value.year}-{value.month}-{value.day}")

    def fault(self) -> str:
        if self.line.text().strip() and read_day(self.line.text(), self.today()) is None:
            return tr("没有这一天，请照 2026-3-5 的样子填")
        return super().fault()


class MomentEditor(DayEditor):
    """A day and a time of it, Beijing time."""

    def make(self) -> None:
        self.clock = QLineEdit()
        super().make()
        self.clock.setMaxLength(8)
        self.clock.setMaximumWidth(look.theme().px(110))
        self.clock.setPlaceholderText("9:00")
        self.clock.setAccessibleName(tr("{title}：几点几分", title=self.field.title))
        self.clock.textChanged.connect(lambda _t: self.changed.emit())
        self.row.insertWidget(3, self.clock)

    def _clock(self) -> time | None:
        found = CLOCK.fullmatch(plain_digits(self.clock.text()))
        try:
            return time(int(found[1]), int(found[2] or 0)) if found else None
        except ValueError:
            return None

    def value(self) -> Any:
        day, clock = read_day(self.line.text(), self.today()), self._clock()
        return None if day is None or clock is None else datetime.combine(day, clock, BEIJING)

    def _typed(self) -> None:
        day = read_day(self.line.text(), self.today())
        self.said.setText("" if day is None else tr(WEEKDAYS[day.weekday()]))
        self.changed.emit()

    def put(self, value: Any) -> None:
        super().put(value)
        if isinstance(value, datetime):
            local = value.astimezone(BEIJING)
            super().put(local.date())
            self.clock.setText(f"{local.hour}:{local.minute:02}")

    def raw(self) -> Any:
        return [self.line.text(), self.clock.text()]

    def put_raw(self, raw: Any) -> None:
        if isinstance(raw, list) and len(raw) == 2 and all(isinstance(part, str) for part in raw):
            self.line.setText(raw[0])
            self.clock.setText(raw[1])

    def fault(self) -> str:
        if self.line.text().strip() and self._clock() is None:
            return tr("请填几点几分，例如 9:00")
        return super().fault()
