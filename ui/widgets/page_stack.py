"""A stack of pages as large as the one that is shown: a tall page behind does not make a short one scroll."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class PageStack(QStackedWidget):
    """Qt asks every page for its least size and takes the largest; only the current one counts here."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """The least size of the page that is shown."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        """The size the page that is shown would like."""
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else super().sizeHint()
