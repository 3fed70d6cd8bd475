"""A round button that is pressed in or not, wide enough for the bold words it wears when it is."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton

from ui import look


class FilterButton(QPushButton):
    """Say what it narrows to; accessible name and grouping are for the page to add."""

    def __init__(self, text: str = "", *, checkable: bool = True) -> None:
        super().__init__(text)
        self.setCheckable(checkable)
        self.setProperty("role", "filter")

    def sizeHint(self) -> QSize:
        # The style measures with the plain font, and draws the checked button in bold.
        theme, hint = look.theme(), super().sizeHint()
        plain, bold = QFontMetrics(theme.font()), QFontMetrics(theme.font(bold=True))
        more = bold.horizontalAdvance(self.text()) - plain.horizontalAdvance(self.text())
        return QSize(hint.width() + max(0, more), hint.height())
