"""A person at the window: the same words are done by mouse or by keyboard alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QButtonGroup,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from consult_desk.sample.guide import Clock
from tests.ui.fixtures import settle, type_text, words
from ui.deed import DeedDialog
from ui.editors import ChoiceEditor, Editor, SwitchEditor
from ui.form import Form
from ui.list_editors import ChoicesEditor, PeopleEditor, RowsEditor
from ui.window import Window

MOST_TABS = 400
LEFT = Qt.MouseButton.LeftButton


def _called(widget: QWidget | None) -> str:
    if widget is None:
        return "nowhere"
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "") or type(widget).__name__


class Hands:
    """keyboard: never touch the mouse. clock: the day the desk believes in."""

    def __init__(self, window: Window, qtbot: QtBot, clock: Clock, *, keyboard: bool = False) -> None:
        self.window, self.qtbot, self.clock, self.keyboard = window, qtbot, clock, keyboard
        window.activateWindow()
        self.wait()

    def wait(self) -> None:
        """Until everything asked is answered and shown."""
        settle(self.qtbot, self.window)

    def until(self, day: date, hour: int = 9) -> None:
        """Let time pass; the window notices midnight by itself, here it is told at once."""
        self.clock.go(day, hour)
        self.window.turn_day()
        self.wait()

    # ------------------------------------------------------------ one touch

    def reach(self, widget: QWidget) -> None:
        """Tab until the keyboard is at a widget; fails where no Tab leads."""
        passed: list[str] = []
        for _ in range(MOST_TABS):
            if QApplication.activeWindow() is None:
                widget.window().activateWindow()  # what a window manager does after a dialog closed
                self.qtbot.wait(5)
            here = QApplication.focusWidget()
            if here is widget or (here is not None and here is widget.focusProxy()):
                return
            QTest.keyClick(here if here is not None else widget.window(), Qt.Key.Key_Tab)
            passed.append(_called(here))
        raise AssertionError(f"no Tab leads to {_called(widget)}; the keyboard went through {passed[:60]}")

    def touch(self, widget: QWidget) -> None:
        """Go to a widget: a click in its middle, or Tab."""
        if self.keyboard:
            self.reach(widget)
            return
        self.show(widget)
        target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        QTest.mouseClick(target, LEFT, pos=QPoint(min(12, target.width() // 2), target.height() // 2))

    def show(self, widget: QWidget) -> None:
        """Scroll until a widget can be seen."""
        parent = widget.parentWidget()
        while parent is not None:
            if hasattr(parent, "ensureWidgetVisible"):
                parent.ensureWidgetVisible(widget)
            parent = parent.parentWidget()

    def press(self, button: QAbstractButton) -> None:
        """Press a button that can be seen and is not grey."""
        assert button.isVisible(), f"{button.text()} cannot be seen"
        assert button.isEnabled(), f"{button.text()} is grey: {button.accessibleDescription()}"
        if self.keyboard:
            self.reach(button)
            QTest.keyClick(button, Qt.Key.Key_Space)
        else:
            self.show(button)
            QTest.mouseClick(button, LEFT)
        self.wait()

    def button(self, text: str, within: QWidget | None = None) -> QAbstractButton:
        """The button that says so, the first one that can be pressed."""
        place = within or self.place()
        found = [b for b in place.findChildren(QAbstractButton) if b.isVisible() and b.text() == text]
        alive = [b for b in found if b.isEnabled()]
        assert found, f"no button “{text}”; there are {[b.text() for b in place.findChildren(QAbstractButton) if b.isVisible()]}"
        return (alive or found)[0]

    def place(self) -> QWidget:
        """What is in front: the open form, or the page."""
        deed = self.open_deed()
        return deed if deed is not None else self.window.stack.currentWidget()

    def open_deed(self) -> DeedDialog | None:
        """The form that is open, if one is."""
        from shiboken6 import isValid

        deed = self.window.deed
        return deed if deed is not None and isValid(deed) and deed.isVisible() else None

    def click(self, text: str, within: QWidget | None = None) -> None:
        """Press the button that says so."""
        self.press(self.button(text, within))

    def go(self, key: str, **where: Any) -> QWidget:
        """To a page of the side: its button, or its Ctrl+number."""
        button = self.window.side.buttons[key]
        if self.keyboard:
            self.window.activateWindow()
            number = list(self.window.side.buttons).index(key) + 1
            QTest.keyClick(self.window, Qt.Key(Qt.Key.Key_0.value + number), Qt.KeyboardModifier.ControlModifier)
        else:
            QTest.mouseClick(button, LEFT)
        self.wait()
        where = (self.window.trail[-1], QApplication.activeWindow(), QApplication.focusWidget())
        assert self.window.trail[-1][0] == key, f"still at {where}"
        return self.window.stack.currentWidget()

    def tab(self, bar: QTabBar | QButtonGroup, text: str) -> None:
        """Bring the tab of that title to the front."""
        if isinstance(bar, QButtonGroup):
            self.pick(bar, text)
            return
        number = next(n for n in range(bar.count()) if bar.tabText(n).split("　")[0].startswith(text))
        if self.keyboard:
            self.reach(bar)
            while bar.currentIndex() != number:
                QTest.keyClick(bar, Qt.Key.Key_Right if bar.currentIndex() < number else Qt.Key.Key_Left)
        else:
            self.show(bar)
            QTest.mouseClick(bar, LEFT, pos=bar.tabRect(number).center())
        self.wait()

    def pick(self, group: QButtonGroup, text: str) -> None:
        """Choose one button of a row of which one is always chosen: a click, or Tab to the row and the arrows."""
        wanted = next(b for b in group.buttons() if b.text().startswith(text))
        if not self.keyboard:
            self.press(wanted)
            return
        self.reach(group.checkedButton() or group.buttons()[0])
        for _ in group.buttons():
            here = QApplication.focusWidget()
            if wanted.isChecked() or here is None:
                break
            at, to = here.pos(), wanted.pos()
            across = Qt.Key.Key_Right if to.x() > at.x() else Qt.Key.Key_Left
            QTest.keyClick(here, across if abs(to.y() - at.y()) < 8 else Qt.Key.Key_Down if to.y() > at.y() else Qt.Key.Key_Up)
        assert wanted.isChecked(), f"the arrows do not reach “{text}”"
        self.wait()

    def open_row(self, table: QAbstractItemView, text: str, column: int = 0) -> None:
        """Open the row of a table that shows that text."""
        model = table.model()
        said = [[str(model.index(n, c).data() or "") for c in range(model.columnCount())] for n in range(model.rowCount())]
        row = next(n for n, cells in enumerate(said) if any(text in cell for cell in cells))
        index = model.index(row, column)
        if self.keyboard:
            self.reach(table)
            table.setCurrentIndex(model.index(0, column))
            for _ in range(row):
                QTest.keyClick(table, Qt.Key.Key_Down)
            QTest.keyClick(table, Qt.Key.Key_Return)
        else:
            table.scrollTo(index)
            QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(index).center())
        self.wait()

    def write(self, widget: QWidget, text: str) -> None:
        """Type into a widget instead of what it says."""
        self.touch(widget)
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        if text:
            type_text(widget, text)
        else:
            QTest.keyClick(widget, Qt.Key.Key_Delete)

    # ---------------------------------------------------------------- forms

    def fill(self, form: Form, /, **values: Any) -> None:
        """Fill fields as a person does. values: what is typed (days too), the titles of choices, names of people."""
        for key, value in values.items():
            assert key in form.editors, f"no field {key}; there are {list(form.editors)}"
            self._fill(form.editors[key], value)
        self.wait()

    def _fill(self, editor: Editor, value: Any) -> None:
        if isinstance(editor, ChoiceEditor):
            self._choose(editor, str(value))
        elif isinstance(editor, ChoicesEditor):
            self._tick(editor, [value] if isinstance(value, str) else list(value))
        elif isinstance(editor, PeopleEditor):
            for name in [value] if isinstance(value, str) else value:
                self.find_person(editor, name)
        elif isinstance(editor, SwitchEditor):
            if editor.value() != value:
                self.press(editor.box)
        elif isinstance(editor, RowsEditor):
            self._rows(editor, value)
        else:
            text = f"{value.year}-{value.month}-{value.day}" if isinstance(value, date) else str(value)
            self.write(editor.control, text)

    def _choose(self, editor: ChoiceEditor, title: str) -> None:
        titles = [t for _value, t in editor.field.choices]
        number = next((n for n, t in enumerate(titles) if title in t), -1)
        assert number >= 0, f"{editor.field.title}: no {title} among {titles}"
        if editor.box is not None:
            self.touch(editor.box)
            if editor.box.view().isVisible():
                editor.box.hidePopup()
            QTest.keyClick(editor.box, Qt.Key.Key_Home)
            for _ in range(number + 1):
                QTest.keyClick(editor.box, Qt.Key.Key_Down)
        elif self.keyboard:
            buttons = editor.group.buttons()
            here = editor.group.checkedButton() or buttons[0]
            self.reach(here)
            QTest.keyClick(here, Qt.Key.Key_Space)
            for _ in range(len(buttons)):
                if buttons[number].isChecked():
                    break
                QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        else:
            self.show(editor.group.button(number))
            QTest.mouseClick(editor.group.button(number), LEFT, pos=QPoint(12, editor.group.button(number).height() // 2))
        assert title in titles[list(editor.values).index(editor.value())]

    def _tick(self, editor: ChoicesEditor, titles: list[str]) -> None:
        for number in range(editor.items.count()):
            item = editor.items.item(number)
            if any(title in item.text() for title in titles) and item.checkState() != Qt.CheckState.Checked:
                if self.keyboard:
                    self.reach(editor.items)
                    editor.items.setCurrentRow(0)
                    for _ in range(number):
                        QTest.keyClick(editor.items, Qt.Key.Key_Down)
                    QTest.keyClick(editor.items, Qt.Key.Key_Space)
                else:
                    self.show(editor.items)
                    editor.items.scrollToItem(item)
                    box = editor.items.visualItemRect(item)
                    QTest.mouseClick(editor.items.viewport(), LEFT, pos=QPoint(box.left() + 16, box.center().y()))
                assert item.checkState() == Qt.CheckState.Checked, f"{item.text()} is not ticked"

    def find_person(self, editor: PeopleEditor, name: str) -> None:
        """Type a name and take the first found."""
        self.write(editor.line, name)
        self.qtbot.waitUntil(lambda: editor.matches.count() > 0, timeout=5000)
        if self.keyboard:
            QTest.keyClick(editor.line, Qt.Key.Key_Return)
        else:
            box = editor.matches.visualItemRect(editor.matches.item(0))
            QTest.mouseClick(editor.matches.viewport(), LEFT, pos=box.center())

    def _rows(self, editor: RowsEditor, rows: list[dict[str, str]]) -> None:
        table: QTableWidget = editor.table
        self.show(table)
        for number, row in enumerate(rows):
            if number >= table.rowCount():
                self.click_within(editor, 0)
            for column, key in enumerate(editor.keys):
                self.reach(table) if self.keyboard else table.setFocus()
                table.setCurrentCell(number, column)
                QTest.keyClick(table, Qt.Key.Key_F2)
                cell = QApplication.focusWidget()
                assert isinstance(cell, QLineEdit), "F2 opens the cell"
                cell.selectAll()
                type_text(cell, row.get(key, "")) if row.get(key, "") else QTest.keyClick(cell, Qt.Key.Key_Delete)
                QTest.keyClick(cell, Qt.Key.Key_Return)
                self.qtbot.wait(5)  # the cell's editor goes away

    def click_within(self, widget: QWidget, number: int) -> None:
        """Press the n-th button inside a widget."""
        self.press([b for b in widget.findChildren(QAbstractButton) if b.isVisible()][number])

    def form(self) -> Form:
        """The form in front."""
        deed = self.open_deed()
        assert deed is not None and deed.form is not None, f"no form is open; the page says {words(self.place())[:300]}"
        return deed.form

    def submit(self, *, refused: bool = False) -> DeedDialog:
        """Send the open form off, saying yes to what becomes final; answers the dialog."""
        deed = self.open_deed()
        assert deed is not None
        self.press(deed.submit)
        if self.open_deed() is deed and deed.ask.isVisible():
            self.press(deed.submit)
        if not refused:
            said = "" if self.open_deed() is not deed else f"{deed.words.text()} {words(deed.reasons)} {words(deed.inside)}"
            assert self.open_deed() is not deed, f"{deed.windowTitle()}: {said}"
        return deed

    def deed(self, button: str, within: QWidget | None = None, /, **values: Any) -> None:
        """Press the button that says so, fill in the form it opens, send it off."""
        self.click(button, within)
        self.fill(self.form(), **values)
        self.submit()
