"""What the parts of the meeting console share: the console they stand in, and the clock that outlives them."""

from collections.abc import Callable
from typing import ClassVar, Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.views.console import ConsoleView, Hall
from ui import look
from ui.bridge import Bridge
from ui.page import Desktop, column_of
from ui.widgets.timer import SpeechClock

Lead = tuple[str, Callable[[], None]] | None


class Console(Protocol):
    """What a part may ask of the console around it."""

    bridge: Bridge
    desktop: Desktop
    picture: ConsoleView | None
    clock: SpeechClock

    def hall(self) -> Hall | None:
        """The sitting that is being held, None while nothing is shown."""

    def known(self) -> dict[str, int]:
        """What a deed should know: meeting, item, matter, step, sitting."""

    def lead(self, obstacle: Obstacle) -> Lead:
        """Where an obstacle is removed: in another part, in a form, on another page."""

    def show_part(self, key: str) -> None:
        """Go to checkin, speech, vote or result."""


class Part(QWidget):
    """One part of the console, built once, shown a picture again and again. scrolls: it has a scroll area of its own."""

    scrolls: ClassVar[bool] = False

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console, self.bridge, self.desktop = console, console.bridge, console.desktop
        self.column = column_of(self, margin=0, spacing=10)
        self.build()

    def build(self) -> None:
        """Make the widgets."""
        raise NotImplementedError

    def show_view(self, view: ConsoleView) -> None:
        """Show the meeting as it stands."""
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        """Where the keyboard should be."""
        raise NotImplementedError

    def submit(self) -> None:
        """Enter what is filled in; nothing where there is nothing to enter."""


def row_of(*widgets: QWidget, stretch: int = -1) -> QHBoxLayout:
    """Widgets side by side; the one at `stretch` takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(look.theme().px(8))
    for n, widget in enumerate(widgets):
        row.addWidget(widget, 1 if n == stretch else 0)
    return row


def roomy(button: QAbstractButton) -> None:
    """Make a button as wide as its words in bold: a style sheet that makes it bold when checked does not."""
    theme = look.theme()
    wide = QFontMetrics(theme.font(bold=True)).horizontalAdvance(button.text())
    button.setMinimumWidth(wide + theme.px(34))


def clock_of(bridge: QObject) -> SpeechClock:
    """The clock of this window: a page is made anew when the text size changes, the speech goes on."""
    found = bridge.findChild(SpeechClock)
    return found if isinstance(found, SpeechClock) else SpeechClock(bridge)


def reasons_of(error: Exception) -> tuple[str, str]:
    """What went wrong and what to do, in words."""
    if isinstance(error, Refused):
        return "；".join(o.words for o in error.obstacles), "；".join(o.fix for o in error.obstacles if o.fix)
    return str(error), ""
