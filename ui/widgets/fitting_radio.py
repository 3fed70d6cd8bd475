"""A choice whose words end in … where there is no room, and are whole in its tip; it never pushes a form wider."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QStyle, QWidget

from ui.widgets.plain_label import set_tip

LEAST = 12  # characters that are always seen


class FittingRadio(QRadioButton):
    """words: all of them, whatever of them is seen."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.words = words
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _beside(self) -> int:
        """What the circle and its distances take."""
        style = self.style()
        return (
            style.pixelMetric(QStyle.PixelMetric.PM_ExclusiveIndicatorWidth, None, self)
            + style.pixelMetric(QStyle.PixelMetric.PM_RadioButtonLabelSpacing, None, self)
            + 2 * self.fontMetrics().averageCharWidth()
        )

    def sizeHint(self) -> QSize:
        """As wide as all words."""
        return QSize(self.fontMetrics().horizontalAdvance(self.words) + self._beside(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As wide as the first words."""
        seen = self.fontMetrics().horizontalAdvance(self.words[:LEAST]) + self._beside()
        return QSize(min(seen, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """End the words where the room ends."""
        super().resizeEvent(event)
        room = self.width() - self._beside()
        seen = self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, room)
        if seen != self.text():
            self.setText(seen)
            self.setToolTip("") if seen == self.words else set_tip(self, self.words)
