"""Text that is always shown as it is: no markup, whatever it says."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPlainTextEdit, QSizePolicy, QWidget

from ui.words import tr


class PlainLabel(QLabel):
    """A label in plain text. role: as window.qss knows it (title, heading, muted, small, warn, bad …)."""

    def __init__(self, text: str = "", role: str = "", *, wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setText(text)

    def set_role(self, role: str) -> None:
        """Wear another role."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)


class Reading(QPlainTextEdit):
    """Longer text to read, select and copy, not to change; as tall as its text, at most `lines` lines."""

    def __init__(self, text: str, name: str, *, lines: int = 12) -> None:
        super().__init__()
        self.setProperty("role", "reading")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self._lines = lines
        self.setPlainText(text)
        self._fit()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        layout = self.document().documentLayout()
        # The layout of a plain text document measures its height in lines.
        rows = min(self._lines, max(1, round(layout.documentSize().height())))
        wanted = rows * self.fontMetrics().lineSpacing() + 24
        if self.height() != wanted:
            self.setFixedHeight(wanted)


def set_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip that shows `text` literally."""
    widget.setToolTip(f"<qt>{escape(text)}</qt>")


def confirm(parent: QWidget, words: str, deed: str) -> bool:
    """Ask before a record becomes final. words: what becomes final. deed: what the button says."""
    box = QMessageBox(parent)
    box.setWindowTitle(tr("请确认"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(words)
    yes = box.addButton(deed, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(tr("再想想"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.exec()
    return box.clickedButton() is yes
