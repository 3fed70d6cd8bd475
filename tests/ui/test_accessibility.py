"""Who cannot see well or holds no mouse gets everywhere: names, tooltips, a focus that shows, an order that follows the eye."""

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.house.tree import named, python_files
from tests.ui.everywhere import END, PAGES_SHOW, Village, deeds, pages, whole_village_made  # noqa: F401
from tests.ui.fixtures import QUIET, clocked_window, settle
from tests.ui.village import Clock
from ui import keys
from ui.window import Window

pytestmark = [QUIET, pytest.mark.slow]


@pytest.fixture(name="window")
def window_opened(
    qtbot: QtBot, qapp: QApplication, whole_village: Village, tmp_path: Path
) -> Iterator[Window]:
    """A window on the whole village."""
    home = Path(shutil.copytree(whole_village.home, tmp_path / "village"))
    with clocked_window(qtbot, qapp, home, Clock(END)) as window:
        window.resize(1366, 768)
        window.activateWindow()
        yield window


def reached(root: QWidget) -> list[QWidget]:
    """What pressing Tab reaches in a window, in that order, until it comes round."""
    found: list[QWidget] = []
    for _ in range(600):
        QTest.keyClick(root, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now.window() is not root.window() or (found and now is found[0]):
            break
        assert not found or now is not found[-1], f"Tab cannot leave {_name(now)}"
        found.append(now)
    return found


def nameless(root: QWidget) -> list[str]:
    """Controls a screen reader has no word for."""
    found = []
    for widget in reached(root):
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not widget.accessibleName() and not text and not (widget.parentWidget() or widget).accessibleName():
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}")
    return found


def speechless(root: QWidget) -> list[str]:
    """Buttons that say neither in words nor in a tooltip what they do."""
    found = []
    for button in root.findChildren(QAbstractButton):
        if not button.isVisible() or not isinstance(button, QPushButton | QToolButton):
            continue
        if isinstance(button.parentWidget(), QLineEdit | QTabBar) or button.objectName().startswith("qt_"):
            continue
        if type(button) not in (QPushButton, QToolButton) and len(button.accessibleName()) > 3:
            continue  # paints its own words
        short = len(button.text().strip()) < 2
        if short and not button.toolTip():
            found.append(f"{type(button).__name__} {button.text()!r} {button.accessibleName()!r}")
    return found


def jumps(root: QWidget) -> list[str]:
    """Where Tab goes up the page again although both stops stand in the same column of the same holder."""
    found = []
    stops = reached(root)
    for one, other in pairwise(stops):
        if one.parentWidget() is not other.parentWidget() or one.parentWidget() is None:
            continue
        here, there = one.geometry(), other.geometry()
        upward = there.bottom() < here.top() and there.left() <= here.right() and here.left() <= there.right()
        if upward:
            found.append(f"{_name(one)} → {_name(other)}")
    return found


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or type(widget).__name__


def test_every_page_is_told_where_it_opens() -> None:
    from ui.pages.listed import PAGES

    keys_known = {page.key for page in PAGES}
    assert keys_known <= set(PAGES_SHOW), f"tell tests/ui/everywhere.py: {keys_known - set(PAGES_SHOW)}"


def test_every_page_can_be_heard_and_walked(window: Window, whole_village: Village, qtbot: QtBot) -> None:
    faults = []
    for name, key, where in pages(whole_village):
        window.open_page(key, **where)
        settle(qtbot, window)
        faults += [f"{name}: no name: {fault}" for fault in nameless(window)]
        faults += [f"{name}: says nothing: {fault}" for fault in speechless(window)]
        faults += [f"{name}: Tab goes up: {fault}" for fault in jumps(window)]
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_every_form_can_be_heard_and_walked(window: Window, whole_village: Village, qtbot: QtBot) -> None:
    faults = []
    for action, where in deeds(whole_village):
        window.open_deed(action, **where)
        settle(qtbot, window)
        dialog = window.deed
        assert dialog is not None
        faults += [f"{action}: no name: {fault}" for fault in nameless(dialog)]
        faults += [f"{action}: says nothing: {fault}" for fault in speechless(dialog)]
        faults += [f"{action}: Tab goes up: {fault}" for fault in jumps(dialog)]
        dialog.reject()
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_focus_can_be_seen_on_every_kind_of_control(window: Window, whole_village: Village, qtbot: QtBot) -> None:
    same: dict[str, str] = {}
    seen: set[str] = set()
    for name, key, where in pages(whole_village):
        window.open_page(key, **where)
        settle(qtbot, window)
        for widget in reached(window):
            kind = f"{type(widget).__name__}/{widget.property('role') or ''}"
            if kind in seen or (isinstance(widget, QAbstractScrollArea) and widget.height() > 2000):
                continue
            seen.add(kind)
            _into_sight(widget)
            window.setFocus()
            qtbot.wait(20)  # a field that loses the focus may write itself anew
            before = _picture(window, widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            qtbot.wait(20)
            # A page scrolls to what has the focus; what was out of sight has no picture to compare with.
            if before and widget.hasFocus() and _picture(window, widget) == before:
                same[kind] = f"{name} {_name(widget)}"
    assert len(seen) > 5 and not same, f"the focus does not show on these: {same}"


def _into_sight(widget: QWidget) -> None:
    """Walking a page to its end leaves it scrolled down; what is to be looked at comes back into sight."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def _picture(window: Window, widget: QWidget) -> bytes:
    place = widget.rect().translated(widget.mapTo(window, QPoint(0, 0))).adjusted(-6, -6, 6, 6)
    image = window.grab(place.intersected(window.rect())).toImage()
    return b"" if image.isNull() else bytes(image.constBits())


def test_no_two_shortcuts_of_one_place_want_the_same_key(window: Window, whole_village: Village) -> None:
    for _name_of, key, where in pages(whole_village):
        window.open_page(key, **where)
    assert not keys.clashes(window)
    assert not [s.keys() for s in window.findChildren(QShortcut) if not s.property(keys.WORDS)]


def test_shortcuts_are_made_in_one_place() -> None:
    bare = [
        f"{named(path)}:{number}"
        for path in python_files("ui")
        if path.name != "keys.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\bQShortcut\(|\.setShortcut\(", line)
    ]
    assert not bare, f"use keys.add or keys.press, so that the keyboard map knows: {bare}"
