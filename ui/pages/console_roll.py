"""The roll call: one name after another, each with what was answered."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from consult_desk.views.console import Seat
from ui import look
from ui.pages.console_part import row_of
from ui.rows import Cell, Column, Table
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

CHOICES = {"1": ("yes", later("同意")), "2": ("no", later("反对")), "3": ("abstain", later("弃权"))}
PAUSE_S = 1.0
TONES = {"yes": "good", "no": "bad", "abstain": "warn", "": "muted"}
TITLES = {choice: words for choice, words in CHOICES.values()} | {"": later("还没有点到")}


@dataclass(frozen=True)
class Answer:
    """One line of the roll."""

    seat: Seat
    choice: str


COLUMNS = (
    Column(later("序号"), lambda row: Cell(str(row.seat.number), tone="muted"), "000"),
    Column(later("姓名"), lambda row: Cell(row.seat.name, row.seat.seat, bold=True), least=160),
    Column(later("意见"), lambda row: Cell(tr(TITLES[row.choice]), tone=TONES[row.choice]), later("还没有点到")),
)


class RollTable(Table):
    """1, 2, 3 answer for the person under the cursor and go on; Backspace takes it back; letters find initials."""

    answered = Signal(int, str)
    _letters, _typed = "", 0.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row: Answer | None = self.current()
        if row is not None and event.text() in CHOICES:
            self.answer(CHOICES[event.text()][0])
        elif row is not None and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.answered.emit(row.seat.person, "")
        elif event.text().isalpha() and event.text().isascii():
            self._find(event.text().lower())
        else:
            super().keyPressEvent(event)

    def _find(self, letter: str) -> None:
        """Letters typed one after another are the initials of a name; after a pause they begin anew."""
        now = time.monotonic()
        self._letters = letter if now - self._typed > PAUSE_S else self._letters + letter
        self._typed = now
        fits = (n for n, row in enumerate(self.rows.rows) if row.seat.initials.startswith(self._letters))
        place = next(fits, -1)
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place, 0))

    def answer(self, choice: str) -> None:
        """Answer for the person under the cursor, then go on."""
        row: Answer | None = self.current()
        if row is not None:
            place = self.currentIndex().row()
            self.answered.emit(row.seat.person, choice)
            if place + 1 < len(self.rows.rows):
                self.setCurrentIndex(self.rows.index(place + 1, 0))


class RollCall(QWidget):
    """Everybody who may vote, and what each answered."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.theme().px(8))
        self.choices: dict[int, str] = {}
        self._seats: tuple[Seat, ...] = ()
        self.table = RollTable(COLUMNS, tr("点名表：按 1 同意，2 反对，3 弃权"), lambda _row: None, lines=1.6)
        self.table.setMinimumHeight(look.theme().px(190))
        self.table.answered.connect(self._answer)
        buttons: list[QWidget] = []
        for key, (choice, words) in CHOICES.items():
            button = QPushButton(f"{key}  {tr(words)}")
            button.setProperty("role", "pile")
            button.setAccessibleName(tr(words))
            set_tip(button, tr("记下选中的人的意见；在点名表上按数字 {n}", n=key))
            button.clicked.connect(lambda _c=False, said=choice: self.table.answer(said))
            buttons.append(button)
        row = row_of(*buttons)
        row.addStretch(1)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.sums = PlainLabel("", "strong", wrap=True)
        column.addWidget(self.sums)
        self._say()

    def show_seats(self, seats: Sequence[Seat]) -> None:
        """Call these; answers of those who may not vote any more fall away."""
        if tuple(seats) != self._seats:
            self._seats = tuple(seats)
            here = {seat.person for seat in seats}
            self.choices = {person: choice for person, choice in self.choices.items() if person in here}
            self._show()

    def put(self, choices: dict[int, str]) -> None:
        """Show these answers."""
        here = {seat.person for seat in self._seats}
        self.choices = {person: choice for person, choice in choices.items() if person in here and choice in TONES and choice}
        self._show()

    def _answer(self, person: int, choice: str) -> None:
        if choice:
            self.choices[person] = choice
        else:
            self.choices.pop(person, None)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.table.show_rows([Answer(seat, self.choices.get(seat.person, "")) for seat in self._seats])
        self._say()

    def _say(self) -> None:
        given = list(self.choices.values())
        rest = len(self._seats) - len(given)
        words = tr("同意 {yes}，反对 {no}，弃权 {abstain}", yes=given.count("yes"), no=given.count("no"),
                   abstain=given.count("abstain"))  # fmt: skip
        more = tr("还有 {n} 人没有点到", n=rest) if rest else tr("全部点到了")
        self.sums.setText(f"{words}　·　{more}")
