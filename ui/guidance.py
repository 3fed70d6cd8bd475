"""What the window offers to those who ask: help beside the page (F1), the keyboard map, the guided tour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from ui import keys
from ui.words import later

if TYPE_CHECKING:
    from ui.help import HelpPanel
    from ui.page import Page
    from ui.tour import Tour

OPEN = "help.open"  # how the person last left the panel
OFFERED = "tour.offered"


class Guidance(QObject):
    """Belongs to a window; told of every page that is shown."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self.window = window
        self.panel: HelpPanel | None = None
        self.tour: Tour | None = None
        self._page: Page | None = None
        keys.add(window, "F1", later("打开这一页的帮助；再按一次看键盘对照表"), self.ask)
        keys.add(window, "Ctrl+F1", later("键盘对照表"), self.show_keys)

    def page_shown(self, page: Page) -> None:
        """Explain the page that has come to the front; the window may have been made anew before."""
        self._page = page
        if self.window.kept(OPEN, False) and not self.is_open():
            self.open_panel()
        if self.panel is not None and isValid(self.panel):
            self.panel.show_page(page.help_key or page.key)

    def is_open(self) -> bool:
        """Whether help can be seen."""
        panel = self.panel
        if panel is None or not isValid(panel) or panel.isHidden():
            return False
        # The frame of before goes when the event loop comes round; what sits in it is gone already.
        return panel.parentWidget() is self.window.centralWidget()

    def ask(self) -> None:
        """Open help; when it is open already, the keyboard map."""
        if self.is_open():
            self.show_keys()
        else:
            self.open_panel()

    def open_panel(self) -> None:
        """Put help beside the page."""
        from ui.help import HelpPanel

        if self._page is None:
            return
        if not self.is_open():
            self.panel = HelpPanel(
                self.window, map_keys=self.show_keys, tour=self.start_tour, closed=self.close_panel
            )
        if self.panel is None:
            return
        self.panel.sit_in(self.window.centralWidget())
        self.panel.show_page(self._page.help_key or self._page.key)
        self.window.keep(OPEN, True)

    def close_panel(self) -> None:
        """Put help away and give the keyboard back to the page."""
        if self.panel is not None and isValid(self.panel):
            self.panel.hide()
            self.panel.deleteLater()
        self.panel = None
        self.window.keep(OPEN, False)
        if self._page is not None and isValid(self._page):
            (self._page.first_focus() or self._page).setFocus()

    def show_keys(self) -> None:
        """Show which keys do what, on pages never opened too."""
        from ui.key_map import KeyMapDialog
        from ui.pages.listed import PAGES

        if self.window.home is not None:
            for page in PAGES:
                self.window.pages[page.key]  # made when first wanted
        KeyMapDialog(self.window).open()

    def start_tour(self) -> None:
        """Walk through the village step by step."""
        from ui.tour import Tour

        if self.tour is None:
            self.tour = Tour(self.window)
        self.window.keep(OFFERED, True)
        self.tour.start()

    def stop_tour(self) -> None:
        """Take the bubble away."""
        if self.tour is not None:
            self.tour.end()

    def offer_tour(self) -> None:
        """Ask once, when the practice village of this computer is opened for the first time."""
        from ui.practice import practice_home
        from ui.tour import Tour

        if self.window.home != practice_home() or self.window.kept(OFFERED, False):
            return
        self.window.keep(OFFERED, True)
        if self.tour is None:
            self.tour = Tour(self.window)
        self.tour.offer()
