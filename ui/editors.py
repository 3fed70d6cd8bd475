"""What a value is typed into, one editor per kind of field; each says its own fault in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui import look
from ui.widgets.fitting_radio import FittingRadio
from ui.widgets.plain_label import PlainLabel
from ui.words import tr, typed

RADIOS = 5  # so many choices are all shown at once; more become a list that drops down
MOST_CHARS = 20_000


@dataclass(frozen=True)
class Field:
    """One thing a form asks for. kind: see ui/form.py. low, high: bounds of a number, of a text's length, of how many files."""

    key: str
    title: str
    kind: str = "text"
    help: str = ""
    default: Any = None
    needed: bool = True
    choices: tuple[tuple[Any, str], ...] = ()
    low: int | None = None
    high: int | None = None
    lines: int = 4


class Editor(QWidget):
    """Base of all editors: value() for the action, raw() for the draft, fault() in words, control for the keyboard."""

    changed = Signal()
    secret = False

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.control: QWidget = self
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look.theme().px(4))
        self.make()
        self.control.setAccessibleName(field.title)
        self.control.setAccessibleDescription(field.help)
        if self.control is not self:  # a choice among none has no control
            self.setFocusProxy(self.control)

    def make(self) -> None:
        """Make the widgets and set control."""
        raise NotImplementedError

    def value(self) -> Any:
        """What was entered, None or empty where nothing was."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def raw(self) -> Any:
        """What was entered as it was entered, for JSON."""
        raise NotImplementedError

    def put_raw(self, raw: Any) -> None:
        """Show again what raw() gave; what does not fit any more is left out."""
        raise NotImplementedError

    def fault(self) -> str:
        """What is wrong with what was entered, "" where nothing is."""
        value = self.value()
        if value is None or value == "" or value == []:
            return tr("这一项还没有填") if self.field.needed else ""
        if isinstance(value, str) and self.field.low and len(value) < self.field.low:
            return tr("太短了，请至少写 {n} 个字", n=self.field.low)
        return ""


def plain_digits(text: str) -> str:
    """Full-width digits and signs as plain ones, blanks away."""
    return unicodedata.normalize("NFKC", text).strip().replace(" ", "")


class TextEditor(Editor):
    """One line."""

    def make(self) -> None:
        self.line = QLineEdit()
        self.line.setMaxLength(self.field.high or 500)
        self.line.textChanged.connect(lambda _t: self.changed.emit())
        self.control = self.line
        self.column.addWidget(self.line)

    def value(self) -> Any:
        return self.line.text().strip()

    def put(self, value: Any) -> None:
        self.line.setText("" if value is None else str(value))

    def raw(self) -> str:
        return self.line.text()

    def put_raw(self, raw: Any) -> None:
        if isinstance(raw, str):
            self.line.setText(raw)


class SecretEditor(TextEditor):
    """A passphrase: hidden, shown on demand, never drafted."""

    secret = True

    def make(self) -> None:
        super().make()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_box = QCheckBox(tr("显示"))
        self.show_box.toggled.connect(
            lambda on: self.line.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        )
        self.column.addWidget(self.show_box)

    def value(self) -> Any:
        return self.line.text()

    def raw(self) -> str:
        return ""


class LinesEditor(Editor):
    """Several lines; Tab goes on to the next field."""

    def make(self) -> None:
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * self.field.lines + look.theme().px(24))
        self.edit.textChanged.connect(self._typed)
        self.control = self.edit
        self.column.addWidget(self.edit)

    def _typed(self) -> None:
        self.changed.emit()

    def value(self) -> Any:
        return self.edit.toPlainText().strip()

    def put(self, value: Any) -> None:
        self.edit.setPlainText("" if value is None else str(value))

    def raw(self) -> str:
        return self.edit.toPlainText()

    def put_raw(self, raw: Any) -> None:
        if isinstance(raw, str):
            self.edit.setPlainText(raw)

    def fault(self) -> str:
        long = len(self.edit.toPlainText()) - (self.field.high or MOST_CHARS)
        return tr("太长了，多出 {n} 个字", n=long) if long > 0 else super().fault()


class PlacesEditor(LinesEditor):
    """A list, one a line."""

    def value(self) -> list[str]:
        return [line.strip() for line in self.edit.toPlainText().splitlines() if line.strip()]

    def put(self, value: Any) -> None:
        self.edit.setPlainText("\n".join(value or ()))


class NumberEditor(TextEditor):
    """A whole number, full-width digits too."""

    def value(self) -> int | None:
        text = plain_digits(self.line.text())
        return int(text) if re.fullmatch(r"-?\d{1,12}", text) else None

    def fault(self) -> str:
        number = self.value()
        if number is None:
            return tr("请填一个整数，例如 12") if self.line.text().strip() else super().fault()
        if self.field.low is not None and number < self.field.low:
            return tr("不能小于 {low}", low=self.field.low)
        if self.field.high is not None and number > self.field.high:
            return tr("不能大于 {high}", high=self.field.high)
        return ""

    def make(self) -> None:
        super().make()
        self.line.setMaxLength(14)
        self.line.setMaximumWidth(look.theme().px(220))


class MoneyEditor(TextEditor):
    """An amount typed in yuan, kept in fen, said back in words so that a nought too many is seen."""

    def make(self) -> None:
        super().make()
        self.line.setMaxLength(20)
        self.line.setMaximumWidth(look.theme().px(260))
        self.line.setPlaceholderText(tr("元，例如 186000"))
        self.said = PlainLabel("", "small")
        self.column.addWidget(self.said)
        self.line.textChanged.connect(lambda _t: self._say())
        self._say()

    def _say(self) -> None:
        fen = self.value()
        if fen is None:
            self.said.setText("")
        elif fen >= 1_000_000:
            self.said.setText(tr("就是 {wan} 万元", wan=f"{Decimal(fen) / 1_000_000:f}".rstrip("0").rstrip(".")))
        else:
            self.said.setText(tr("就是 {yuan} 元", yuan=f"{Decimal(fen) / 100:.2f}"))

    def value(self) -> int | None:
        text = plain_digits(self.line.text()).replace(",", "").removesuffix(typed("元"))
        ten_thousand = text.endswith(typed("万"))
        try:
            fen = Decimal(text.removesuffix(typed("万"))) * (1_000_000 if ten_thousand else 100)
        except InvalidOperation:
            return None
        return int(fen) if fen.is_finite() and fen == fen.to_integral_value() and 0 <= fen < 10**15 else None

    def put(self, value: Any) -> None:
        self.line.setText("" if value is None else f"{Decimal(value) / 100:f}".removesuffix(".00"))

    def fault(self) -> str:
        if self.value() is None and self.line.text().strip():
            return tr("请填金额，单位是元，例如 186000 或 18.6万")
        return super().fault()


class SwitchEditor(Editor):
    """Yes or no."""

    def make(self) -> None:
        self.box = QCheckBox(self.field.title)
        self.box.toggled.connect(lambda _on: self.changed.emit())
        self.control = self.box
        self.column.addWidget(self.box)

    def value(self) -> bool:
        return self.box.isChecked()

    def put(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    def raw(self) -> bool:
        return self.box.isChecked()

    def put_raw(self, raw: Any) -> None:
        self.box.setChecked(raw is True)


class _Still(QObject):
    """Keeps the wheel from changing a list that drops down while the page is scrolled."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent):
            event.ignore()
            return True
        return False


class ChoiceEditor(Editor):
    """One of a few, all shown; one of many, in a list that drops down."""

    def make(self) -> None:
        self.values: Sequence[Any] = [value for value, _title in self.field.choices]
        self.box: QComboBox | None = None
        self.group = QButtonGroup(self)
        if len(self.values) > RADIOS:
            self.box = QComboBox()
            self.box.addItem(tr("请选择"))
            self.box.addItems([title for _value, title in self.field.choices])
            self.box.installEventFilter(_Still(self.box))
            self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.box.setMinimumContentsLength(8)
            self.box.currentIndexChanged.connect(lambda _n: self.changed.emit())
            self.control = self.box
            self.column.addWidget(self.box)
            return
        for number, (_value, title) in enumerate(self.field.choices):
            button = FittingRadio(title)
            button.setAccessibleName(f"{self.field.title}：{title}")
            self.group.addButton(button, number)
            self.column.addWidget(button)
        self.group.idToggled.connect(lambda _n, on: self.changed.emit() if on else None)
        if self.values:
            self.control = self.group.button(0)

    def value(self) -> Any:
        number = self.box.currentIndex() - 1 if self.box is not None else self.group.checkedId()
        return self.values[number] if 0 <= number < len(self.values) else None

    def put(self, value: Any) -> None:
        if value not in self.values:
            return
        number = list(self.values).index(value)
        if self.box is not None:
            self.box.setCurrentIndex(number + 1)
        else:
            self.group.button(number).setChecked(True)

    def raw(self) -> Any:
        value = self.value()
        return None if value is None else str(value)

    def put_raw(self, raw: Any) -> None:
        if raw is None:
            self._clear()
        self.put(next((value for value in self.values if str(value) == raw), None))

    def _clear(self) -> None:
        """Nothing chosen, as it was before the first choice."""
        if self.box is not None:
            self.box.setCurrentIndex(0)
        elif (chosen := self.group.checkedButton()) is not None:
            self.group.setExclusive(False)
            chosen.setChecked(False)
            self.group.setExclusive(True)
            self.changed.emit()

    def fault(self) -> str:
        return tr("请选一项") if self.field.needed and self.value() is None else ""
