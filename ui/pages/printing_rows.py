"""The rows of printing in one go: a tick, the paper, how many copies, and what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from consult_desk.base.errors import Obstacle
from consult_desk.views.batches import BatchRow
from ui import look
from ui.page import card
from ui.print_batch import Order
from ui.widgets.chip import Chip
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import tr

MOST_COPIES = 99
STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
Lead = Callable[[Obstacle], tuple[str, Callable[[], None]] | None]


@dataclass
class Choice:
    """What somebody chose for one paper."""

    ticked: bool
    copies: int
    sent: bool = False


class Copies(QLineEdit):
    """A number from 1 to 99, one more or less with the arrow keys."""

    counted = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.setValidator(QIntValidator(1, MOST_COPIES, self))
        self.setMaxLength(2)
        self.setFixedWidth(look.theme().px(58))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.textChanged.connect(lambda _text: self.counted.emit(self.number))
        self.editingFinished.connect(lambda: self.setText(str(self.number)))

    @property
    def number(self) -> int:
        """How many, one where nothing is typed."""
        return min(MOST_COPIES, max(1, int(self.text() or 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.setText(str(min(MOST_COPIES, max(1, self.number + step))))


class BatchRows(QWidget):
    """All papers, grouped by what they are about. changed() when a tick or a number changed."""

    changed = Signal()

    def __init__(self, rows: Sequence[BatchRow], chosen: dict[str, Choice], title: str, lead: Lead) -> None:
        super().__init__()
        self.rows, self.chosen = tuple(rows), chosen
        self.ticks: dict[str, QCheckBox] = {}
        self.copies: dict[str, Copies] = {}
        frame, column = card()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.theme().px(16))
        self._grid.setVerticalSpacing(look.theme().px(8))
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        for place, words in enumerate((tr("文书"), tr("页数"), tr("份数"), tr("现在"))):
            self._grid.addWidget(PlainLabel(words, "muted"), 0, place)
        about = title
        for row in self.rows:
            if row.about != about:
                about = row.about
                self._add((PlainLabel(about, "strong", wrap=True),))
            self._show(row, lead)

    def _show(self, row: BatchRow, lead: Lead) -> None:
        choice = self.chosen.setdefault(row.key, Choice(row.ticked, row.copies))
        name = tr(row.kind_title)
        more = "，".join(
            words for words in (
                row.number, tr("第 {n} 版", n=row.version) if row.version > 1 else "",
                tr("只按原来的大小印") if row.exact else "", tr("只印一面") if row.single else "",
            ) if words
        )  # fmt: skip
        tick = QCheckBox(f"{name}（{more}）" if more else name)
        tick.setChecked(choice.ticked and not row.obstacles)
        tick.setEnabled(not row.obstacles)
        tick.toggled.connect(lambda on, key=row.key: self._tick(key, on))
        copies = Copies(choice.copies)
        copies.setAccessibleName(tr("{name}印几份", name=name))
        copies.setEnabled(not row.obstacles)
        copies.counted.connect(lambda number, key=row.key: self._count(key, number))
        pages = PlainLabel(tr("{n} 页 {sheet}", n=row.pages, sheet=row.sheet) if row.pages else "—", "muted")
        self.ticks[row.key], self.copies[row.key] = tick, copies
        self._add((tick, pages, copies, _state(row, choice)))
        if row.obstacles:
            reasons = Obstacles(lead)
            reasons.show_obstacles(row.obstacles)
            self._add((reasons,))

    def _add(self, widgets: tuple[QWidget, ...]) -> None:
        line = self._grid.rowCount()
        for place, widget in enumerate(widgets):
            self._grid.addWidget(widget, line, place, 1, 4 if len(widgets) == 1 else 1)

    def _tick(self, key: str, on: bool) -> None:
        self.chosen[key].ticked = on
        self.changed.emit()

    def _count(self, key: str, number: int) -> None:
        self.chosen[key].copies = number
        self.changed.emit()

    def orders(self) -> list[Order]:
        """What is ticked and can be printed now."""
        return [Order(row, self.chosen[row.key].copies) for row in self._ticked() if row.paper is not None]

    def missing(self) -> list[BatchRow]:
        """What is ticked and has to be issued first."""
        return [row for row in self._ticked() if row.paper is None]

    def _ticked(self) -> list[BatchRow]:
        return [row for row in self.rows if self.chosen[row.key].ticked and not row.obstacles]

    def first(self) -> QWidget | None:
        """Where the keyboard begins."""
        return next((tick for tick in self.ticks.values() if tick.isEnabled()), None)


def _state(row: BatchRow, choice: Choice) -> QWidget:
    if choice.sent:
        return Chip(tr("已送去打印"), "good")
    if row.paper is not None:
        return Chip(tr("已出具"))
    return Chip(tr("还不能出"), "bad") if row.obstacles else Chip(tr("还没出具"), "warn")


def button(words: str, name: str, go: Callable[[], None], *, primary: bool = False) -> QPushButton:
    """A button with its spoken name."""
    made = QPushButton(words)
    made.setAccessibleName(name)
    if primary:
        made.setProperty("role", "primary")
    made.clicked.connect(lambda _c=False: go())
    return made


def still_refused(refused: Mapping[str, Sequence[Obstacle]], rows: Sequence[BatchRow]) -> list[Obstacle]:
    """What was said, by the key of the paper, of those that are not issued even now."""
    waiting = {row.key for row in rows if row.paper is None}
    return [one for key, found in refused.items() if key in waiting for one in found]


def unprinted(words: str, left: Sequence[Order]) -> tuple[Obstacle, ...]:
    """What was not printed, and how to go on from there."""
    if not left:
        return ()
    names = "、".join(tr(order.row.kind_title) for order in left)
    first = tr(left[0].row.kind_title)
    fix = tr("没有印的：{names}。它们还勾着，弄好打印机后再点“打印…”，就从“{first}”接着印", names=names, first=first)
    return (Obstacle(words, fix),)
