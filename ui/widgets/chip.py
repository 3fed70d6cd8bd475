"""A small rounded word that says a state, by shape and word as well as by colour."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look

TONES = {
    "good": ("accent_soft", "on_accent_soft"), "warn": ("warn_soft", "warn"), "bad": ("bad_soft", "bad"),
    "": ("track", "text"),
}  # fmt: skip


class Chip(QWidget):
    """One word or two on a soft ground. tone: good, warn, bad or ""."""

    def __init__(self, text: str, tone: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: str = "") -> None:
        """Say another word."""
        self._text, self._tone = text, tone if tone in TONES else ""
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word."""
        return self._text

    def sizeHint(self) -> QSize:
        theme = look.theme()
        self.setFont(theme.font(15))
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + theme.px(24), metrics.height() + theme.px(8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look.theme()
        ground, ink = TONES[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(QRectF(self.rect()), theme.px(8), theme.px(8))
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font(15))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
