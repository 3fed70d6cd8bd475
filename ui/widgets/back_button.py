"""The button at the head of a page that goes back to where its subject is listed."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton

from ui import look
from ui.icons import icon


def back_button(words: str, go: Callable[[], object], spoken: str = "") -> QPushButton:
    """words: where it goes, as it is read; spoken: the same for a screen reader, where that needs more words."""
    theme = look.theme()
    button = QPushButton(words)
    button.setIcon(icon("back", theme.color("text"), theme.px(20)))
    button.setIconSize(QSize(theme.px(20), theme.px(20)))
    button.setAccessibleName(spoken or words)
    button.clicked.connect(lambda _checked=False: go())
    return button
