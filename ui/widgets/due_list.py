"""Things to do, one under another: how many days are left, what it is and why, and the one button that leads there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import look
from ui.page import card
from ui.widgets.chip import Chip
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr

FIRST = 6  # shown at once; the others when they are asked for


@dataclass(frozen=True)
class Due:
    """One thing. days: in words, on a chip of that tone; about: what it belongs to; button, go: where it is done."""

    days: str
    tone: str
    what: str
    fix: str
    about: str
    reference: str
    button: str
    go: Callable[[], None]


class DueList(QWidget):
    """A heading with the number, and a card of rows; nothing at all where there is nothing to do."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.rows: tuple[Due, ...] = ()
        self.buttons: list[QPushButton] = []
        self._all = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.theme().px(8))
        self.heading = PlainLabel("", "heading")
        column.addWidget(self.heading)
        self._card, self._within = card()
        self._within.setContentsMargins(0, 0, 0, 0)
        self._within.setSpacing(0)
        column.addWidget(self._card)
        self.more = QPushButton()
        self.more.clicked.connect(lambda _c=False: self._show_all())
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_rows(self, rows: Sequence[Due], others: int = 0) -> None:
        """Show these instead of the ones before. others: how many there are besides."""
        self.rows = tuple(rows)
        self.setVisible(bool(rows))
        self.heading.setText(f"{self.title}　{len(rows) + others}")
        self._fill()

    def _show_all(self) -> None:
        self._all = True
        self._fill()
        if len(self.buttons) > FIRST:
            self.buttons[FIRST].setFocus()

    def _fill(self) -> None:
        while (item := self._within.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons = []
        shown = self.rows if self._all else self.rows[:FIRST]
        for number, row in enumerate(shown):
            self._within.addWidget(self._row(row, first=number == 0))
        rest = len(self.rows) - len(shown)
        self.more.setVisible(rest > 0)
        self.more.setText(tr("再看 {n} 项", n=rest))
        self.more.setAccessibleName(tr("{title}：再看 {n} 项", title=self.title, n=rest))

    def _row(self, row: Due, *, first: bool) -> QFrame:
        theme = look.theme()
        frame = QFrame()
        frame.setObjectName("dueFirst" if first else "due")
        across = QHBoxLayout(frame)
        across.setContentsMargins(theme.px(14), theme.px(10), theme.px(12), theme.px(10))
        across.setSpacing(theme.px(14))
        left = QVBoxLayout()
        chip = Chip(row.days, row.tone)
        left.addWidget(chip)
        left.addStretch(1)
        holder = QWidget()
        holder.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        holder.setMinimumWidth(theme.px(112))
        across.addWidget(holder)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(PlainLabel(row.what, "strong", wrap=True))
        if row.about:
            words.addWidget(PlainLabel(row.about, wrap=True))
        under = tr("{fix}　依据：{reference}", fix=row.fix, reference=row.reference) if row.reference else row.fix
        if under:
            words.addWidget(PlainLabel(under, "small", wrap=True))
        across.addLayout(words, 1)
        button = QPushButton(row.button)
        said = tr("{button}：{what}，{about}，{days}", button=row.button, what=row.what, about=row.about, days=row.days)
        button.setAccessibleName(said)
        set_tip(button, row.fix or row.what)
        button.clicked.connect(lambda _c=False: row.go())
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.buttons.append(button)
        return frame
