"""A monkey at the window: seeded random clicks and keys; no fault, no Qt warning, no confirmed record changed.

One minute here; CONSULT_DESK_MONKEY_SECONDS sets another length (`make monkey`: ten minutes), CONSULT_DESK_MONKEY_SEED
another monkey. What it did last is printed when something goes wrong.
"""

import hashlib
import os
import random
import shutil
import sqlite3
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from consult_desk.archive.verify_journal import verify_folder
from consult_desk.desk import DATABASE, Desk
from tests.ui.everywhere import END, Village, whole_village_made  # noqa: F401
from tests.ui.fixtures import QUIET, clocked_window, type_text
from tests.ui.village import Clock
from ui.bridge import Bridge
from ui.window import Window

pytestmark = [QUIET, pytest.mark.slow]

SECONDS = float(os.environ.get("CONSULT_DESK_MONKEY_SECONDS", "60"))
SEED = int(os.environ.get("CONSULT_DESK_MONKEY_SEED", "20261123"))
# What is final stays as it is: more may follow it, nothing may alter it.
FINAL = frozenset({
    "journal", "journal_body", "journal_head", "paper", "paper_file", "step_record", "minutes", "verdict", "text_version",
})  # fmt: skip
WORDS = ("三", "路灯", "同意", "2026-3-5", "1e9", "-1", "<b>粗</b>", "𬱖", "' OR 1=1", "zxh", "　", "0" * 400, "\u202eabc")
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Up,
    Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown,
    Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F1, Qt.Key.Key_F5,
)  # fmt: skip
CONTROL = "NFKPSZEDGHBJLMTU123456789"


@dataclass
class Monkey:
    """Does one thing after another to a window; remembers the last of them."""

    window: Window
    dice: random.Random
    done: deque[str] = field(default_factory=lambda: deque(maxlen=60))
    count: int = 0

    def act(self) -> None:
        """One random thing."""
        self.count += 1
        root = self._root()
        deed = self.dice.choices(
            (self._click, self._key, self._type, self._choose, self._control, self._wheel, self._page),
            weights=(45, 20, 12, 8, 5, 4, 6),
        )[0]
        deed(root)

    def _root(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        modal = QApplication.activeModalWidget()
        return popup or modal or self.window

    def _seen(self, root: QWidget, kind: type[QWidget]) -> QWidget | None:
        found = [w for w in root.findChildren(kind) if w.isVisible() and w.isEnabled() and w.window() is root.window()]
        return self.dice.choice(found) if found else None

    def _note(self, deed: str, widget: QWidget) -> None:
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        self.done.append(f"{deed} {type(widget).__name__} {widget.accessibleName() or text or widget.objectName()}")

    def _click(self, root: QWidget) -> None:
        kind = self.dice.choice((QAbstractButton, QAbstractButton, QTableView, QWidget))
        widget = self._seen(root, kind)
        if widget is None or _leaves(widget):
            return
        target = widget.viewport() if isinstance(widget, QTableView) else widget
        if target.width() < 1 or target.height() < 1:
            return
        self._note("click", widget)
        at = QPoint(self.dice.randrange(target.width()), self.dice.randrange(target.height()))
        if self.dice.random() < 0.05:
            QTest.mouseDClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        else:
            QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def _key(self, root: QWidget) -> None:
        widget = QApplication.focusWidget() or root
        key = self.dice.choice(KEYS)
        if _leaves(widget) and key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            return
        self._note(f"key {key.name}", widget)
        QTest.keyClick(widget, key)

    def _control(self, root: QWidget) -> None:
        letter = self.dice.choice(CONTROL)
        self.done.append(f"Ctrl+{letter}")
        QTest.keyClick(QApplication.focusWidget() or root, letter, Qt.KeyboardModifier.ControlModifier)

    def _type(self, root: QWidget) -> None:
        widget = self._seen(root, self.dice.choice((QLineEdit, QPlainTextEdit)))
        if widget is not None:
            self._note("type", widget)
            widget.setFocus()
            type_text(widget, self.dice.choice(WORDS))

    def _choose(self, root: QWidget) -> None:
        widget = self._seen(root, QComboBox)
        if isinstance(widget, QComboBox) and widget.count():
            self._note("choose", widget)
            widget.setCurrentIndex(self.dice.randrange(widget.count()))

    def _wheel(self, root: QWidget) -> None:
        self.done.append("look")
        if root is self.window and self.dice.random() < 0.3:
            self.dice.choice((lambda: self.window.resize_text(1), lambda: self.window.resize_text(-1), self.window.switch_look))()

    def _page(self, root: QWidget) -> None:
        from ui.pages.listed import PAGES

        if root is self.window:
            titled = [page.key for page in PAGES if page.icon]
            key = self.dice.choice(titled)
            self.done.append(f"page {key}")
            self.window.open_page(key)


def _leaves(widget: QWidget) -> bool:
    """What would end the game: leaving the village, throwing it away."""
    words = f"{widget.accessibleName()} {widget.text() if isinstance(widget, QAbstractButton) else ''}"
    return any(word in words for word in ("离开练习村", "扔掉"))


@pytest.fixture(name="nothing_outside", autouse=True)
def nothing_outside_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """No file dialog, printer or other program is opened; questions are answered with no or yes by turns."""
    asked: list[str] = []
    target = tmp_path / "monkey"
    target.mkdir()

    def path(*_a: object, **_k: object) -> tuple[str, str]:
        asked.append("file")
        return ("", "") if len(asked) % 2 else (str(target / f"{len(asked)}.txt"), "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: "")
    monkeypatch.setattr(QMessageBox, "exec", lambda self: asked.append("box") or 0)
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda *_a: True)
    try:
        monkeypatch.setattr("PySide6.QtPrintSupport.QPrintDialog.exec", lambda self: 0)
    except (ImportError, AttributeError):
        asked.append("no printing in this build")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    yield asked


def final_rows(home: Path) -> dict[str, set[str]]:
    """A digest of every row that must stay as it is, by table."""
    found: dict[str, set[str]] = {}
    with sqlite3.connect(f"file:{home / DATABASE}?mode=ro", uri=True) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        for table in sorted(tables & FINAL):
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            wanted = ", ".join(c for c in sorted(columns) if c not in ("version",))
            rows = connection.execute(f"SELECT {wanted} FROM {table}").fetchall()
            found[table] = {hashlib.sha256(repr(row).encode()).hexdigest() for row in rows}
        kept = [(p.name, hashlib.sha256(p.read_bytes()).hexdigest()) for p in sorted((home / "files").rglob("*")) if p.is_file()]
    found["files"] = {f"{name} {digest}" for name, digest in kept}
    return found


def test_a_monkey_breaks_nothing(
    qtbot: QtBot, qapp: QApplication, whole_village: Village, tmp_path: Path, nothing_outside: list[str]
) -> None:
    home = Path(shutil.copytree(whole_village.home, tmp_path / "village"))
    before = final_rows(home)
    assert before["files"] and sum(map(len, before.values())) > 100
    crashes: list[str] = []
    with clocked_window(qtbot, qapp, home, Clock(END)) as window:
        window.bridge.crashed.connect(crashes.append)
        monkey = Monkey(window, random.Random(SEED))
        waker = _waker(monkey)
        until = time.monotonic() + SECONDS
        try:
            while time.monotonic() < until and not crashes:
                monkey.act()
                QTest.qWait(1)
                if monkey.count % 50 == 0:
                    _rest(qtbot, window.bridge)
            _rest(qtbot, window.bridge)
        except BaseException:
            print("the monkey did last:\n" + "\n".join(monkey.done))
            raise
        waker.stop()
        for dialog in window.findChildren(QDialog):
            dialog.reject()
        said = "\n".join(monkey.done)
        assert not crashes, f"seed {SEED}, after {monkey.count} deeds:\n{said}\n{crashes[0]}"
        assert monkey.count > SECONDS, "the window was too slow for any monkey"
        print(f"the monkey did {monkey.count} things in {SECONDS:.0f} s, seed {SEED}")
    after = final_rows(home)
    gone = {table: len(rows - after[table]) for table, rows in before.items() if rows - after[table]}
    assert not gone, f"seed {SEED}: final rows changed or gone: {gone}"
    _journal_holds(home, tmp_path / "journal")


def _waker(monkey: Monkey) -> QTimer:
    """Close what waits inside a loop of its own (a menu, a dialog of Qt) once the monkey has been stuck in it for a second."""
    seen = [0]

    def wake() -> None:
        if monkey.count == seen[0]:
            stuck = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if stuck is not None:
                monkey.done.append(f"closed {type(stuck).__name__}")
                stuck.close()
        seen[0] = monkey.count

    timer = QTimer(monkey.window)
    timer.timeout.connect(wake)
    timer.start(1000)
    return timer


def _rest(qtbot: QtBot, bridge: Bridge) -> None:
    qtbot.waitUntil(lambda: bridge.waiting == 0, timeout=60_000)


def _journal_holds(home: Path, folder: Path) -> None:
    """The chain of the journal holds to its end, as the stand-alone script sees it too."""
    from consult_desk.actions import ACTIONS
    from consult_desk.views.journal import journal_state

    desk = Desk(home)
    try:
        assert desk.ask(journal_state).entries > 0
        exported = {action.__name__: action for action in ACTIONS}["export_journal"]
        desk.do(exported, str(folder))
    finally:
        desk.close()
    code, words, faults = verify_folder(folder)
    assert code == 0, (words, faults)
