"""What the window's tests stand on: a small village on disk and a window that has opened it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from consult_desk.base.clock import beijing_now
from tests.ui.village import build
from ui import look
from ui.app import dress
from ui.bridge import Bridge
from ui.window import Window
from ui.words import set_language

# What the offscreen screen says of windows that change their least size, come to the front or open a list.
QUIET = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(scope="session", name="small_village")
def small_village_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small village, made once; copy it before changing it."""
    home = tmp_path_factory.mktemp("small") / "village"
    build(home)
    return home


@pytest.fixture(name="home")
def home_copied(small_village: Path, tmp_path: Path) -> Path:
    """A copy of the small village of one's own."""
    return Path(shutil.copytree(small_village, tmp_path / "village"))


@pytest.fixture(name="opened")
def opened_window(qtbot: QtBot, qapp: QApplication, home: Path) -> Iterator[Window]:
    """A window on the small village, its ledger shown."""
    with clocked_window(qtbot, qapp, home) as window:
        window.open_page("matters")
        settle(qtbot, window)
        yield window


@contextmanager
def clocked_window(
    qtbot: QtBot, qapp: QApplication, home: Path, now: Callable[[], datetime] = beijing_now
) -> Iterator[Window]:
    """A window on the village in `home`, its desk's clock one's own; closed and undressed afterwards."""
    theme = dress(qapp, home)
    window = Window(Bridge(now=now), theme)
    window.show()
    window.begin(home)
    settle(qtbot, window, lambda: bool(window.pages))
    try:
        yield window
    finally:
        window.close()
        shiboken6.delete(window)
        set_language("zh")
        look.put_on(qapp, look.Theme())


def settle(qtbot: QtBot, window: Window, also: Callable[[], bool] = lambda: True) -> None:
    """Wait until every question of the window is answered."""
    qtbot.waitUntil(lambda: window.bridge.waiting == 0 and also(), timeout=30_000)
    qtbot.wait(20)


def words(widget: QWidget) -> str:
    """Every label that can be seen in a widget, one a line."""
    from ui.widgets.plain_label import PlainLabel

    return "\n".join(label.text() for label in widget.findChildren(PlainLabel) if label.isVisibleTo(widget))


def type_text(widget: QWidget, text: str) -> None:
    """Type as an input method does; QTest cannot type Chinese."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
