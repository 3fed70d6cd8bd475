"""A page: built once, asks its view when it is seen and what it shows may have changed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui import look
from ui.bridge import Bridge

if TYPE_CHECKING:
    from consult_desk.base.settings import Settings
    from consult_desk.desk import Answer


class Guide(Protocol):
    """Who explains: the keyboard map, the guided tour."""

    def show_keys(self) -> None:
        """Show which keys do what."""

    def start_tour(self) -> None:
        """Walk through the village step by step."""


class Desktop(Protocol):
    """What a page may ask of the window around it."""

    bridge: Bridge

    def open_page(self, key: str, **where: Any) -> None:
        """Go to a page. where: which matter, meeting or paper."""

    def go_back(self) -> None:
        """Go to the page before."""

    def say(self, words: str) -> None:
        """Put a sentence into the line at the bottom."""

    def open_village(self, home: Path) -> None:
        """Open the village in another folder instead of this one."""

    def open_deed(self, action: str, **where: Any) -> None:
        """Open the form that leads to an action. where: what is known already, such as matter_id."""

    def has_deed(self, action: str) -> bool:
        """Whether there is a form for that action."""

    def deed_of(self, action: str) -> Any:
        """The form (ui/deed.py) for that action. Raises KeyError when there is none."""

    def kept(self, key: str, default: Any) -> Any:
        """How the person last arranged something: columns, filters, sizes."""

    def keep(self, key: str, value: Any) -> None:
        """Remember an arrangement for the next start. value: as JSON."""

    def wear(self, settings: "Settings") -> None:
        """Keep these settings and show their look, size and language at once."""

    def settings(self) -> "Settings":
        """The settings in force."""

    @property
    def guidance(self) -> Guide:
        """Who explains."""


class Page(QWidget):
    """To add one: a class here in ui/pages with key, title, icon, view, build() and show_view(); name it in PAGES.

    icon "" keeps it out of the sidebar. A page is stale when an action touched a table its picture was read from: a visible
    page then asks again at once, a hidden one when it is next seen.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str] = ""
    parent_key: ClassVar[str] = ""
    help_key: ClassVar[str] = ""  # which help text explains it; the key itself where empty

    def __init__(self, bridge: Bridge, desktop: Desktop) -> None:
        super().__init__()
        self.bridge, self.desktop = bridge, desktop
        self.stale = True
        self.read: frozenset[str] = frozenset()  # the tables what is shown was read from
        self._asked = self._answered = 0
        self.where: dict[str, Any] = {}
        bridge.changed.connect(self._changed)
        self.build()

    def build(self) -> None:
        """Make the widgets, once."""
        raise NotImplementedError

    def show_view(self, view: Any) -> None:
        """Show a picture the view answered."""
        raise NotImplementedError

    def view(self) -> Callable[..., Any] | None:
        """The view this page shows, None where there is nothing to ask yet."""
        raise NotImplementedError

    def arguments(self) -> dict[str, Any]:
        """What the view is asked with."""
        return self.where

    def first_focus(self) -> QWidget | None:
        """Where the keyboard should be when the page opens."""
        return None

    def open(self, **where: Any) -> None:
        """Show what `where` names."""
        if where != self.where:
            self.where = where
            self.stale = True
        self.freshen()

    def freshen(self) -> None:
        """Ask the view again if the page is stale; an older answer still on its way is then ignored."""
        view = self.view()
        if not self.stale or view is None:
            return
        self.stale = False
        self._asked += 1
        number = self._asked

        def arrived(answer: "Answer") -> None:
            if isValid(self) and number == self._asked:
                self.read, self._answered = answer.read, number
                self.show_view(answer.picture)

        self.bridge.answer(view, arrived, **self.arguments())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.freshen()

    def _changed(self, touched: frozenset[str]) -> None:
        if touched & self.read or self._answered < self._asked:  # what was refused may be answered now
            self.stale = True
            if self.isVisible():
                self.freshen()


def scrolled(inside: QWidget, name: str) -> QScrollArea:
    """Put a widget into a scroll area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    inside.setObjectName("scrolled")
    area.setWidget(inside)
    return area


def column_of(widget: QWidget, *, margin: float = 24, spacing: float = 14) -> QVBoxLayout:
    """A vertical layout with margins of the design."""
    theme = look.theme()
    column = QVBoxLayout(widget)
    column.setContentsMargins(*([theme.px(margin)] * 4))
    column.setSpacing(theme.px(spacing))
    return column


def card() -> tuple[QFrame, QVBoxLayout]:
    """A white card and its column."""
    frame = QFrame()
    frame.setObjectName("card")
    return frame, column_of(frame, margin=16, spacing=8)
