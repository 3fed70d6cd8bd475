"""On a small screen in large type nothing is cut off, shortened by … or laid over something else, on any page or form."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.everywhere import Village, deeds, pages, whole_village_made  # noqa: F401
from tests.ui.fixtures import QUIET, clocked_window, settle
from tests.ui.village import Clock
from ui.widgets.plain_label import PlainLabel
from ui.window import Window

pytestmark = [QUIET, pytest.mark.slow]

SMALL = (1366, 768)


def cut_off(root: QWidget) -> list[str]:
    """What in a window cannot be read whole: by widget, its words and what is missing."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and not _inside_editor(widget):
            lack = _lack(widget)
            if lack:
                found.append(f"{type(widget).__name__} {_words(widget)[:24]!r}: {lack}")
    return found


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    return widget.accessibleName()


def _lack(widget: QWidget) -> str:
    metrics, words = widget.fontMetrics(), _words(widget)
    if isinstance(widget, QTabBar):
        tight = [widget.tabText(n) for n in range(widget.count()) if widget.tabRect(n).width() < _wide(widget, widget.tabText(n))]
        return f"tabs too narrow {tight}" if tight else ""
    if not words:
        return ""
    wide = max(metrics.horizontalAdvance(line) for line in words.splitlines() or [""])
    room = widget.contentsRect()
    if isinstance(widget, QLabel):
        if widget.pixmap() is not None and not widget.pixmap().isNull():
            return ""
        if widget.wordWrap():
            tall = widget.heightForWidth(widget.width())
            return f"{widget.height()} of {tall} high" if tall > widget.height() + 1 else _sideways(widget)
        if wide > room.width() + 1:
            return f"{room.width()} of {wide} wide"
        if metrics.height() * len(words.splitlines()) > widget.height() + 3:
            return f"{widget.height()} of {metrics.height() * len(words.splitlines())} high"
    elif isinstance(widget, QComboBox):
        if wide > widget.width() - 44:
            return f"{widget.width()} of {wide + 44} wide"
    elif isinstance(widget, QLineEdit):
        if not widget.text() and wide > widget.width() - 24:
            return f"{widget.width()} of {wide + 24} wide"
    elif isinstance(widget, QToolButton):
        if wide > widget.width() - 8 or metrics.height() > widget.height():
            return f"{widget.width()}×{widget.height()} for {wide}×{metrics.height()}"
    elif isinstance(widget, QPushButton | QCheckBox | QRadioButton):
        hint = widget.sizeHint()
        if hint.width() > widget.width() + 1 or hint.height() > widget.height() + 1:
            return f"{widget.width()}×{widget.height()} of {hint.width()}×{hint.height()}"
    else:
        return ""
    return _sideways(widget)


def _wide(widget: QWidget, words: str) -> int:
    return widget.fontMetrics().horizontalAdvance(words)


def _inside_editor(widget: QWidget) -> bool:
    """True for the parts of a spin box, a table or a calendar, which scroll and paint for themselves."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea) and not isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return isinstance(widget.parentWidget(), QComboBox | QLineEdit)


def _sideways(widget: QWidget) -> str:
    """What hangs over the edge of what holds it: nothing here scrolls sideways."""
    holder = widget.window()
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            if parent.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                return ""
            holder = parent.viewport()
            break
        parent = parent.parentWidget()
    left = widget.mapTo(holder, QPoint(0, 0)).x()
    if left < -1 or left + widget.width() > holder.width() + 1:
        return f"from {left} to {left + widget.width()} of {holder.width()}"
    return ""


FLOATING = ("tourBubble", "helpPanel")


def overlapped(root: QWidget) -> list[str]:
    """Words and controls of one place that lie over each other."""
    found = []
    for parent in (root, *root.findChildren(QWidget)):
        if not parent.isVisible() or parent.layout() is None:
            continue
        seen: list[tuple[QRect, QWidget]] = []
        for child in parent.children():
            if not isinstance(child, QLabel | QAbstractButton | QLineEdit | QComboBox) or not child.isVisible():
                continue
            if child.objectName() in FLOATING or (parent.layout().indexOf(child) < 0 and not _in_layouts(parent, child)):
                continue
            place = child.geometry()
            for other, before in seen:
                common = place.intersected(other)
                if common.width() > 2 and common.height() > 2:
                    found.append(f"{_words(before)[:20]!r} and {_words(child)[:20]!r} in {type(parent).__name__}")
            seen.append((place, child))
    return found


def _in_layouts(parent: QWidget, child: QWidget) -> bool:
    layouts = [parent.layout()]
    while layouts:
        layout = layouts.pop()
        for number in range(layout.count()):
            item = layout.itemAt(number)
            if item is not None and item.widget() is child:
                return True
            if item is not None and item.layout() is not None:
                layouts.append(item.layout())
    return False


@pytest.fixture(name="window")
def window_opened(
    qtbot: QtBot, qapp: QApplication, whole_village: Village, tmp_path: Path
) -> Iterator[Window]:
    """A window on the whole village on a small screen."""
    from tests.ui.everywhere import END

    home = Path(shutil.copytree(whole_village.home, tmp_path / "village"))
    with clocked_window(qtbot, qapp, home, Clock(END)) as window:
        window.resize(*SMALL)
        yield window


# English words are longer: its pages are held to 100 % on a small screen, its forms to 150 %.
SETTINGS = [
    pytest.param(24, "zh", id="150-zh"), pytest.param(16, "zh", id="100-zh"), pytest.param(16, "en", id="100-en"),
]  # fmt: skip


@pytest.mark.parametrize(("font_px", "language"), SETTINGS)
def test_every_page_can_be_read_whole(
    window: Window, whole_village: Village, qtbot: QtBot, font_px: int, language: str
) -> None:
    window.wear(replace(window.settings(), font_px=font_px, language=language))
    faults = []
    for name, key, where in pages(whole_village):
        window.open_page(key, **where)
        settle(qtbot, window)
        qtbot.wait(30)
        faults += [f"{name}: {fault}" for fault in (*cut_off(window), *overlapped(window))]
        least, room = window.pages[key].minimumSizeHint(), window.stack.size()
        if (window.width(), window.height()) != SMALL and (least.width() > room.width() - 2 or least.height() > room.height() - 2):
            faults.append(f"{name}: needs {least.width()}×{least.height()}, so the window grew beyond a small screen")
        window.resize(*SMALL)
    assert not faults, "\n".join(dict.fromkeys(faults))


@pytest.mark.parametrize(("font_px", "language"), [SETTINGS[0], pytest.param(24, "en", id="150-en")])
def test_every_form_can_be_read_whole(
    window: Window, whole_village: Village, qtbot: QtBot, font_px: int, language: str
) -> None:
    window.wear(replace(window.settings(), font_px=font_px, language=language))
    settle(qtbot, window)
    faults = []
    for action, where in deeds(whole_village):
        window.open_deed(action, **where)
        settle(qtbot, window)
        qtbot.wait(20)
        dialog = window.deed
        assert dialog is not None
        faults += [f"{action}: {fault}" for fault in (*cut_off(dialog), *overlapped(dialog))]
        if dialog.width() > SMALL[0] or dialog.height() > SMALL[1]:
            faults.append(f"{action}: {dialog.width()}×{dialog.height()} is larger than the screen")
        dialog.reject()
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_the_check_sees_what_is_cut_off_and_overlapped(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    one, two, button = PlainLabel("这一句太长了放不下"), PlainLabel("第二句"), QPushButton("登记监督意见")
    for widget in (one, two, button):
        column.addWidget(widget)
    holder.resize(400, 300)
    holder.show()
    assert not cut_off(holder) and not overlapped(holder)
    button.setFixedWidth(30)
    one.setFixedWidth(40)
    two.setFixedWidth(60)
    qtbot.wait(10)
    two.move(one.pos())
    assert len(cut_off(holder)) == 2 and len(overlapped(holder)) == 1
