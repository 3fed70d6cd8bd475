"""How far something is: a painted bar, the number beside it in words."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look


class Progress(QWidget):
    """Per cent from 0 to 100. name: of what, for the screen reader."""

    def __init__(self, percent: int, name: str) -> None:
        super().__init__()
        self.percent = max(0, min(100, percent))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{self.percent}%")

    def sizeHint(self) -> QSize:
        return QSize(look.theme().px(160), look.theme().px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.theme().px(90), look.theme().px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font(14, bold=True)
        painter.setFont(font)
        words = f"{self.percent}%"
        room = painter.fontMetrics().horizontalAdvance("100%") + theme.px(8)
        bar = QRectF(0, (self.height() - theme.px(12)) / 2, self.width() - room, theme.px(12))
        painter.setPen(theme.color("text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("track"))
        painter.drawRoundedRect(bar, theme.px(6), theme.px(6))
        if self.percent:
            bar.setWidth(max(bar.height(), bar.width() * self.percent / 100))
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(bar, theme.px(6), theme.px(6))
        painter.end()
