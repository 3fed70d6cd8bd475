"""Finds a character no keyboard types: by its parts, radical and strokes or code, shown as the papers print it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from consult_desk.base import places
from ui import look
from ui.bridge import Bridge
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr, typed

FOUND = Qt.ItemDataRole.UserRole


@cache
def print_family(name: str) -> str:
    """The family of a bundled print font, loaded when it is first shown; "" where it cannot be."""
    number = QFontDatabase.addApplicationFont(str(places.resource("fonts", f"{name}.ttf")))
    return QFontDatabase.applicationFontFamilies(number)[0] if number >= 0 else ""


class RareCharacters(QDialog):
    """put_in(char): the character was chosen. Stays open, so that a second one can be found."""

    def __init__(self, parent: QWidget, bridge: Bridge, put_in: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.bridge, self._put_in = bridge, put_in
        self._asked = ""
        self.setWindowTitle(tr("找生僻字"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        theme = look.theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.px(20)] * 4))
        column.setSpacing(theme.px(10))
        column.addWidget(PlainLabel(tr("找生僻字"), "title"))
        column.addWidget(PlainLabel(tr("写出这个字的几个部分，例如“日斤”；或者部首加剩下的笔画，例如“日4”。"), wrap=True))
        column.addWidget(PlainLabel(tr("也可以写编码，例如“U+3ADA”，或者把字从别处复制来粘贴到这里。"), "muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.line = QLineEdit()
        self.line.setAccessibleName(tr("部件、部首笔画、编码，或者字本身"))
        self.line.setPlaceholderText(typed("日斤　日4　U+3ADA"))
        self.line.setClearButtonEnabled(True)
        self.line.setMaxLength(40)
        row.addWidget(self.line, 1)
        self.more = QPushButton(tr("部首表"))
        self.more.setCheckable(True)
        set_tip(self.more, tr("部首打不出来的，从表里点"))
        self.more.toggled.connect(self._show_radicals)
        row.addWidget(self.more)
        column.addLayout(row)
        self.radicals = self._grid(tr("部首，按笔画排列"), 20)
        self.radicals.itemActivated.connect(self._add_radical)
        self.radicals.itemClicked.connect(self._add_radical)
        self.radicals.hide()
        self.said = PlainLabel("", "small")
        column.addWidget(self.said)
        column.addWidget(self.radicals, 1)
        self.results = QWidget()
        within = QHBoxLayout(self.results)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(theme.px(16))
        self.list = self._grid(tr("找到的字"), 30)
        self.list.currentItemChanged.connect(lambda now, _before: self._look_at(now))
        self.list.itemActivated.connect(lambda _item: self._take())
        within.addWidget(self.list, 3)
        within.addLayout(self._sample(), 2)
        column.addWidget(self.results, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.close_button = QPushButton(tr("关上"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        self.copy = QPushButton(tr("复制这个字"))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(lambda _c=False: QGuiApplication.clipboard().setText(self.chosen()))
        self.take = QPushButton(tr("用这个字"))
        self.take.setProperty("role", "primary")
        self.take.setAutoDefault(False)
        self.take.clicked.connect(lambda _c=False: self._take())
        for button in (self.close_button, self.copy, self.take):
            buttons.addWidget(button)
        column.addLayout(buttons)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(180)
        self._pause.timeout.connect(self._ask)
        self.line.textChanged.connect(lambda _t: self._pause.start())
        self.line.returnPressed.connect(self.list.setFocus)
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(760), room.width() - 60), min(theme.px(600), room.height() - 60))
        self._look_at(None)

    def _grid(self, name: str, size: float) -> QListWidget:
        grid = QListWidget()
        grid.setAccessibleName(name)
        grid.setViewMode(QListView.ViewMode.IconMode)
        grid.setResizeMode(QListView.ResizeMode.Adjust)
        grid.setMovement(QListView.Movement.Static)
        grid.setUniformItemSizes(True)
        edge = look.theme().px(size * 1.9)
        grid.setGridSize(QSize(edge, edge))
        grid.setFont(look.theme().font(size))
        grid.setTabKeyNavigation(False)
        return grid

    def _sample(self) -> QVBoxLayout:
        theme, column = look.theme(), QVBoxLayout()
        column.setSpacing(theme.px(6))
        self.name = PlainLabel("", "heading", wrap=True)
        column.addWidget(self.name)
        self.faces = QGridLayout()
        self.faces.setHorizontalSpacing(theme.px(10))
        self.faces.setVerticalSpacing(theme.px(4))
        column.addLayout(self.faces)
        self.cover = PlainLabel("", wrap=True)
        column.addWidget(self.cover)
        column.addStretch(1)
        return column

    def chosen(self) -> str:
        """The character in front, "" where there is none."""
        return self.list.currentItem().text() if self.list.currentRow() >= 0 else ""

    def _show_radicals(self, on: bool) -> None:
        self.results.setVisible(not on)
        self.radicals.setVisible(on)
        if on and not self.radicals.count():
            from consult_desk.views import characters

            self.bridge.ask(characters.radicals, self._radicals)

    def _radicals(self, found: Any) -> None:
        for strokes, char in found:
            item = QListWidgetItem(char, self.radicals)
            item.setToolTip(tr("{n} 画", n=strokes))

    def _add_radical(self, item: QListWidgetItem) -> None:
        self.more.setChecked(False)
        self.line.insert(item.text())
        self.line.setFocus()

    def _ask(self) -> None:
        from consult_desk.views import characters

        asked = self._asked = self.line.text().strip()

        def arrived(found: Any) -> None:
            if isValid(self) and asked == self._asked:
                self._show(found)

        self.bridge.ask(characters.find_characters, arrived, asked)

    def _show(self, found: Any) -> None:
        self.list.clear()
        for one in found:
            item = QListWidgetItem(one.char, self.list)
            item.setData(FOUND, one)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            said = tr("{char}，{code}，读音 {reading}", char=one.char, code=one.code, reading=one.reading or "—")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        if found:
            self.list.setCurrentRow(0)
            self.said.setText(tr("找到 {n} 个，方向键选，回车用这个字", n=len(found)))
        else:
            self.said.setText(tr("没有找到。换一种写法试试，或者直接输入编码，例如 U+3ADA") if self._asked else "")
            self._look_at(None)

    def _look_at(self, item: QListWidgetItem | None) -> None:
        while (old := self.faces.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.cover.setText("")
        for button in (self.take, self.copy):
            button.setEnabled(item is not None)
        if item is None:
            self.name.setText("")
            return
        one = item.data(FOUND)
        about = [one.code, one.reading, tr("{n} 画", n=one.strokes) if one.strokes else ""]
        self.name.setText(f"{one.char}　{'　'.join(part for part in about if part)}")
        from consult_desk.views import characters

        def arrived(found: Any) -> None:
            if isValid(self) and self.chosen() == one.char:
                self._covered(found[0])

        self.bridge.ask(characters.glyph_cover, arrived, one.char)

    def _covered(self, cover: Any) -> None:
        if not cover.printable:
            self.cover.set_role("bad")
            self.cover.setText(tr("✕ 能登记在名册里，但文书印不出来：{words}", words=cover.words))
            return
        for number, drawn in enumerate(cover.drawn):
            glyph = PlainLabel(cover.char)
            weight = "bold" if drawn.font.endswith("Bold") else "normal"
            size = look.theme().px(44)
            glyph.setStyleSheet(f"font: {weight} {size}px '{print_family(drawn.font)}';")
            glyph.setAccessibleName(tr("{face}里的{char}", face=tr(drawn.face), char=cover.char))
            self.faces.addWidget(glyph, (number // 3) * 2, number % 3)
            title = tr(drawn.face) if drawn.own else tr("{face}（补）", face=tr(drawn.face))
            self.faces.addWidget(PlainLabel(title, "small"), (number // 3) * 2 + 1, number % 3)
        self.cover.set_role("" if cover.words else "good")
        self.cover.setText(cover.words or tr("✓ 每种文书字体都印得出来"))

    def _take(self) -> None:
        char = self.chosen()
        if char:
            self._put_in(char)
            self.said.setText(tr("“{char}”已经放进姓名里。还要别的字就接着找，不要了就关上。", char=char))
