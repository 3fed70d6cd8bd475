"""Due, present, and whether that is enough: a painted bar with its numbers in words."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look


class QuorumMeter(QWidget):
    """Shows how many of those due are present. It only shows; whether it is enough is judged by the rules."""

    def __init__(self) -> None:
        super().__init__()
        self._due, self._present = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("到会人数")

    def show_counts(self, due: int, present: int) -> None:
        """Show these numbers of persons."""
        self._due, self._present = due, present
        self.setAccessibleDescription(self.words())
        self.update()

    def words(self) -> str:
        """The numbers in words."""
        return f"应到 {self._due} 人，实到 {self._present} 人，未到 {max(0, self._due - self._present)} 人"

    def sizeHint(self) -> QSize:
        return QSize(look.theme().px(320), look.theme().px(62))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(19, bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), self.words())
        bar = QRectF(0, self.height() - theme.px(20), self.width(), theme.px(14))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("track"))
        painter.drawRoundedRect(bar, theme.px(7), theme.px(7))
        if self._due and self._present:
            bar.setWidth(max(bar.height(), bar.width() * min(1.0, self._present / self._due)))
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(bar, theme.px(7), theme.px(7))
        painter.end()
