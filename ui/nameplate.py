"""Which village is open, whether it is for practice, and how its record stands: on the side, the band and the title."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from ui.bridge import Bridge
from ui.words import tr


class Nameplate(QObject):
    """Asks anew after every change. practising(): what to do when the village turns out to be for practice."""

    def __init__(self, window: Any, bridge: Bridge, practising: Callable[[], None]) -> None:
        super().__init__(window)
        self.window, self.bridge, self._practising = window, bridge, practising
        self.village, self.practice, self.journal = "", False, ""
        bridge.changed.connect(lambda _touched: self.ask())

    def clear(self) -> None:
        """No village is open."""
        self.village, self.practice, self.journal = "", False, ""
        self.show()

    def ask(self) -> None:
        """Read the name and the state of the record."""
        if self.window.home is None:
            return
        from consult_desk.views import journal, people

        self.bridge.ask(people.village_card, self._named)
        self.bridge.ask(journal.journal_state, self._counted)

    def _named(self, card: Any) -> None:
        self.village, self.practice = card.name, card.practice
        home = self.window.home
        if home is not None and not card.practice:
            from ui.homes import remember_home

            self.bridge.work(lambda: remember_home(home), lambda _none: None)
        self.show()
        if card.practice:
            self._practising()

    def _counted(self, state: Any) -> None:
        self.journal = tr("记录 {n} 条，{words}", n=state.entries, words=state.words)
        self.show()

    def show(self) -> None:
        """Put it where it is seen."""
        window = self.window
        window.side.show_village(self.village, self.practice)
        window.side.show_journal(self.journal)
        window.band.setVisible(self.practice)
        mark = tr("（练习）") if self.practice else ""
        title = tr("{village}{mark} - 议事台", village=self.village, mark=mark)
        window.setWindowTitle(title if self.village else tr("议事台"))
