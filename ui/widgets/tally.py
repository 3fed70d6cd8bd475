"""Votes counted aloud, stroke by stroke of 正, as the caller calls them."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look
from ui.words import later, tr

# Key of the core, words, and the shortcut of each way of voting.
METHODS = (
    ("show_of_hands", later("举手表决"), "Alt+1"), ("secret_ballot", later("无记名投票"), "Alt+2"),
    ("roll_call", later("记名（口头）表决"), "Alt+3"),
)  # fmt: skip

# The strokes of 正 in the order they are written, in a square of 1 × 1.
STROKES: tuple[tuple[tuple[float, float], tuple[float, float]], ...] = (
    ((0.12, 0.14), (0.88, 0.14)),
    ((0.52, 0.14), (0.52, 0.88)),
    ((0.52, 0.48), (0.84, 0.48)),
    ((0.26, 0.44), (0.26, 0.88)),
    ((0.05, 0.88), (0.95, 0.88)),
)
SIZE = 30  # of one character
LABEL = 126


class TallyBoard(QWidget):
    """One pile a line: its key, its words, its strokes and their number. It counts; the rules judge elsewhere."""

    changed = Signal()

    def __init__(self, piles: Sequence[tuple[str, str]]) -> None:
        """piles: key and words of each, counted with the keys 1, 2, 3 …"""
        super().__init__()
        self.piles = tuple(piles)
        self.counts = dict.fromkeys((key for key, _words in self.piles), 0)
        self.order: list[str] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("唱票板：按数字键记一票，按退格键退一票"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._said()

    def show_piles(self, piles: Sequence[tuple[str, str]]) -> None:
        """Count into other piles; what was counted in piles that stay is kept."""
        self.piles = tuple(piles)
        self.counts = {key: self.counts.get(key, 0) for key, _words in self.piles}
        self.order = [key for key in self.order if key in self.counts]
        self._drawn()

    def add(self, key: str) -> None:
        """One more stroke."""
        self.counts[key] += 1
        self.order.append(key)
        self._drawn()
        self.changed.emit()

    def take_back(self) -> None:
        """Take the last stroke away."""
        if self.order:
            self.counts[self.order.pop()] -= 1
            self._drawn()
            self.changed.emit()

    def set_counts(self, counts: dict[str, int], order: Sequence[str] = ()) -> None:
        """Show these numbers; with their order, strokes can still be taken back."""
        wanted = {key: max(0, min(9999, counts.get(key, 0))) for key in self.counts}
        if wanted != self.counts or list(order) != self.order:
            self.counts, self.order = wanted, [key for key in order if key in wanted]
            self._drawn()

    def _drawn(self) -> None:
        self._said()
        self.updateGeometry()
        self.update()

    def _said(self) -> None:
        said = tr("，").join(f"{words} {self.counts[key]}" for key, words in self.piles)
        self.setAccessibleDescription(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isdigit() and 0 < int(text) <= len(self.piles):
            self.add(self.piles[int(text) - 1][0])
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.take_back()
        else:
            super().keyPressEvent(event)

    def _per_line(self, width: int) -> int:
        theme = look.theme()
        return max(1, (width - theme.px(LABEL + 60)) // theme.px(SIZE + 6))

    def _lines(self, key: str, width: int) -> int:
        return max(1, ceil(ceil(self.counts[key] / 5) / self._per_line(width)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        row = look.theme().px(SIZE + 12)
        return sum(row * self._lines(key, width) for key, _words in self.piles) + look.theme().px(4)

    def sizeHint(self) -> QSize:
        width = max(self.width(), look.theme().px(420))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.theme().px(300), self.heightForWidth(max(self.width(), look.theme().px(300))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, top = theme.px(SIZE + 12), theme.px(2)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        for number, (key, words) in enumerate(self.piles, 1):
            tall = row * self._lines(key, self.width())
            band = QRectF(0, top, self.width(), tall)
            painter.fillRect(band, theme.color("row_alt" if number % 2 else "card"))
            painter.setFont(theme.font(bold=True))
            painter.setPen(theme.color("text"))
            title = QRectF(theme.px(10), top, theme.px(LABEL), row)
            painter.drawText(title, middle | int(Qt.AlignmentFlag.AlignLeft), f"{number}  {words}")
            painter.setFont(theme.font(20, bold=True))
            count = QRectF(self.width() - theme.px(60), top, theme.px(50), row)
            painter.drawText(count, middle | int(Qt.AlignmentFlag.AlignRight), str(self.counts[key]))
            self._strokes(painter, self.counts[key], theme.px(LABEL), top + theme.px(6))
            top += tall
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        painter.end()

    def _strokes(self, painter: QPainter, count: int, left: int, top: int) -> None:
        theme = look.theme()
        size, step, row = theme.px(SIZE), theme.px(SIZE + 6), theme.px(SIZE + 12)
        pen = QPen(theme.color("accent"), theme.px(3.4))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        per_line = self._per_line(self.width())
        for n in range(count):
            character, stroke = divmod(n, 5)
            line, place = divmod(character, per_line)
            corner = QPointF(left + place * step, top + line * row)
            (x1, y1), (x2, y2) = STROKES[stroke]
            painter.drawLine(corner + QPointF(x1, y1) * size, corner + QPointF(x2, y2) * size)
