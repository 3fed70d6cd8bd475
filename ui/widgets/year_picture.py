"""Bars with their numbers in words: shares, or spans from least to most with the middle marked; one colour, no legend."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look

WIDEST_TITLE = 0.45  # of the whole width; longer titles stand above their bars


@dataclass(frozen=True)
class Bar:
    """One line of a picture. start, end: of the bar, each from 0 to 1; mark: a dot on it, None for no dot; number: at its
    right, in words that say it all.
    """

    title: str
    end: float
    number: str
    start: float = 0.0
    mark: float | None = None


class Bars(QWidget):
    """Lines of bars, painted. name: what they show, for the screen reader, which hears every line."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bars: tuple[Bar, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these lines."""
        self.bars = tuple(bars)
        self.setAccessibleDescription("；".join(f"{bar.title} {bar.number}" for bar in self.bars))
        self.updateGeometry()
        self.update()

    def _line(self) -> int:
        return QFontMetrics(look.theme().font(15)).height() + look.theme().px(9)

    def _titles(self) -> int:
        metrics = QFontMetrics(look.theme().font(15))
        return max([0, *(metrics.horizontalAdvance(bar.title) + look.theme().px(4) for bar in self.bars)])

    def _above(self, width: int) -> bool:
        return self._titles() > width * WIDEST_TITLE

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._line() * max(1, len(self.bars)) * (2 if self._above(width) else 1)

    def sizeHint(self) -> QSize:
        width = max(self.width(), look.theme().px(280))
        return QSize(look.theme().px(280), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.theme().px(200), self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(15))
        metrics, line = painter.fontMetrics(), self._line()
        above = self._above(self.width())
        titles = self.width() if above else self._titles()
        numbers = max([0, *(metrics.horizontalAdvance(bar.number) for bar in self.bars)])
        gap = theme.px(10)
        left = 0 if above else titles + gap
        width = max(theme.px(24), self.width() - left - numbers - gap)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        for at, bar in enumerate(self.bars):
            top = at * line * (2 if above else 1)
            painter.setPen(theme.color("text"))
            title = metrics.elidedText(bar.title, Qt.TextElideMode.ElideRight, titles)
            painter.drawText(QRectF(0, top, titles, line), middle, title)
            top += line if above else 0
            painter.drawText(QRectF(left + width + gap, top, numbers + 2, line), middle, bar.number)
            self._bar(painter, bar, QRectF(left, top, width, line))
        painter.end()

    def _bar(self, painter: QPainter, bar: Bar, room: QRectF) -> None:
        theme = look.theme()
        tall = theme.px(10)
        track = QRectF(room.left(), room.center().y() - tall / 2, room.width(), tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("track"))
        painter.drawRoundedRect(track, tall / 2, tall / 2)
        if bar.end > 0:
            from_x = track.left() + track.width() * min(bar.start, 1)
            wide = max(tall, track.width() * (min(bar.end, 1) - min(bar.start, 1)))
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(min(from_x, track.right() - wide), track.top(), wide, tall), tall / 2, tall / 2)
        if bar.mark is not None:
            x = track.left() + track.width() * min(max(bar.mark, 0), 1)
            x = min(max(x, track.left() + tall / 2), track.right() - tall / 2)
            painter.setBrush(theme.color("card"))
            painter.setPen(QPen(theme.color("text"), theme.px(2)))
            painter.drawEllipse(QPointF(x, track.center().y()), tall * 0.62, tall * 0.62)


class DaysBar(QWidget):
    """How many of its days a notice has hung: a bar, with the days in words at its right."""

    def __init__(self) -> None:
        super().__init__()
        self._share, self._words, self._tone = 0.0, "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, hung: int, asked: int, words: str, tone: str = "") -> None:
        """Show these days. tone: good, warn, bad or ""."""
        self._share = min(1.0, hung / asked) if asked > 0 else 1.0
        self._words, self._tone = words, tone
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """What it says."""
        return self._words

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(look.theme().font(bold=True))
        return QSize(metrics.horizontalAdvance(self._words) + look.theme().px(140), metrics.height() + look.theme().px(6))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.theme().px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_days(painter, QRectF(self.rect()), self._share, self._words, self._tone)
        painter.end()


INKS = {"good": "accent", "warn": "warn", "bad": "bad", "": "text"}


def paint_days(painter: QPainter, room: QRectF, share: float, words: str, tone: str, size: float = 16) -> None:
    """Paint a bar and its words into a room; lists paint it too."""
    theme = look.theme()
    painter.setFont(theme.font(size, bold=True))
    metrics = painter.fontMetrics()
    wide = min(metrics.horizontalAdvance(words), round(room.width() * 0.7))
    tall = theme.px(10)
    track = QRectF(room.left(), room.center().y() - tall / 2, max(tall, room.width() - wide - theme.px(12)), tall)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("track"))
    painter.drawRoundedRect(track, tall / 2, tall / 2)
    if share > 0:
        painter.setBrush(theme.color(INKS[tone] if tone else "accent"))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), max(tall, track.width() * share), tall), tall / 2, tall / 2)
    painter.setPen(theme.color(INKS[tone]))
    said = metrics.elidedText(words, Qt.TextElideMode.ElideRight, wide + 1)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), said)
