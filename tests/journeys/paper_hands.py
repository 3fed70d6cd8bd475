"""What a secretary does with papers at the window: issue one beside its picture, save it, bring files back."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from consult_desk.sample.guide import PASSPHRASE, Clock
from tests.journeys.hands import Hands
from tests.ui.fixtures import clocked_window, settle, words
from ui.form import Form
from ui.pages.issue import IssuePage
from ui.pages.paper import PaperPage


@contextmanager
def at_the_window(qtbot: QtBot, qapp: QApplication, home: Path, clock: Clock, *, keyboard: bool) -> Iterator[Hands]:
    """A person at a window on that village, as large as the smallest screen in use."""
    with clocked_window(qtbot, qapp, home, clock) as window:
        window.resize(1366, 768)
        yield Hands(window, qtbot, clock, keyboard=keyboard)


def named(hands: Hands, name: str, within: QWidget | None = None) -> QAbstractButton:
    """The button a screen reader calls so."""
    place = within or hands.place()
    known = [b for b in place.findChildren(QAbstractButton) if b.isVisible()]
    found = [b for b in known if b.accessibleName() == name]
    assert found, f"no {name} among {[b.accessibleName() or b.text() for b in known]}"
    return found[0]


def draft(hands: Hands) -> IssuePage:
    """The page on which a paper is seen before it is issued, its picture drawn."""
    page = hands.window.pages["issue"]
    assert isinstance(page, IssuePage) and hands.window.stack.currentWidget() is page, words(hands.place())[:300]
    drawn(hands, page)
    assert [form for form in page.findChildren(Form) if form.isVisible()] == [page.form], "one form, of this paper"
    return page


def drawn(hands: Hands, page: IssuePage) -> None:
    """Until the picture follows what was chosen."""
    settle(hands.qtbot, hands.window, lambda: not page._pause.isActive() and page.preview.document.pageCount() >= 1)
    hands.wait()


def choose(hands: Hands, box: QWidget, value: str) -> None:
    """Pick a line of a list by the arrow keys."""
    assert isinstance(box, QComboBox)
    hands.touch(box)
    if box.view().isVisible():
        box.hidePopup()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findData(value)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == value, [box.itemText(n) for n in range(box.count())]


def issue(hands: Hands, page: IssuePage) -> PaperPage:
    """Press the button, read what becomes final, press it again; answers the page of the new paper."""
    assert page.submit.isEnabled(), words(page)
    hands.press(page.submit)
    assert "不能再改" in page.words.text()
    hands.press(page.submit)
    shown = paper(hands)
    assert hands.window.focusWidget() is shown.print, "the keyboard goes on from the new paper"
    return shown


def paper(hands: Hands) -> PaperPage:
    """The page of the paper in front."""
    page = hands.window.pages.get("paper")
    assert isinstance(page, PaperPage) and hands.window.stack.currentWidget() is page, words(hands.place())[:500]
    settle(hands.qtbot, hands.window, lambda: page.preview.document.pageCount() >= 1)
    return page


def sign(hands: Hands, *roles: str) -> None:
    """Sign the paper in front in each of these roles."""
    for role in roles:
        hands.deed(f"现在签名（{role}）…", passphrase=PASSPHRASE)
        settle(hands.qtbot, hands.window, lambda role=role: f"✓ {role}" in words(hands.place()))  # type: ignore[misc]


def save(hands: Hands, target: Path, monkeypatch: Any) -> None:
    """Ctrl+S on the page of a paper."""
    page = paper(hands)
    monkeypatch.setattr(PaperPage, "choose", staticmethod(lambda *_a: (str(target), "")))
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(hands.qtbot, hands.window, target.exists)


def drop(hands: Hands, *paths: Path) -> None:
    """Drag files from a folder onto the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    QApplication.sendEvent(hands.window, enter)
    QApplication.sendEvent(hands.window, QDropEvent(QPointF(300, 300), copy, data, left, none))
    hands.wait()
