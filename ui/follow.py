"""Follows the system from light to dark and back while the program runs, where the settings ask for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from ui.page import Desktop


class Follower(QObject):
    """Dies with its parent, the window whose desktop it dresses."""

    def __init__(self, parent: QObject, desktop: Desktop) -> None:
        super().__init__(parent)
        self.desktop = desktop
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.turned)

    @Slot()
    def turned(self) -> None:
        """The system turned light or dark: wear the same settings again, which now mean another look."""
        settings = self.desktop.settings()
        if settings.look == "system":
            self.desktop.wear(settings)
