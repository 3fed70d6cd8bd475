"""What several things are chosen or typed into: a tick list, people of the roster, files, a small table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)
from shiboken6 import isValid

from ui import look
from ui.bridge import Bridge
from ui.editors import Editor, Field
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr

VALUE = Qt.ItemDataRole.UserRole
Found = list[tuple[int, str]]  # person, and how they are told apart: name, group, number
MOST_FOUND = 8


def _fixed(box: QListWidget | QTableWidget, lines: float) -> None:
    box.setFixedHeight(round(box.fontMetrics().lineSpacing() * 1.7 * lines) + look.theme().px(8))


class ChoicesEditor(Editor):
    """Ticks in a list; typing above finds, Space ticks."""

    def make(self) -> None:
        theme = look.theme()
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("输入几个字，只看找到的"))
        self.search.setAccessibleName(tr("{title}：查找", title=self.field.title))
        self.search.textChanged.connect(self._find)
        row.addWidget(self.search, 1)
        for words, on in ((tr("全选"), True), (tr("全不选"), False)):
            button = QPushButton(words)
            button.setAccessibleName(f"{self.field.title}：{words}")
            button.clicked.connect(lambda _c=False, tick=on: self._tick_all(tick))
            row.addWidget(button)
        self.count = PlainLabel("", "small")
        self.items = QListWidget()
        self.items.setUniformItemSizes(True)
        for value, title in self.field.choices:
            item = QListWidgetItem(title, self.items)
            item.setData(VALUE, value)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, round(self.items.fontMetrics().lineSpacing() * 1.6)))
        _fixed(self.items, min(max(len(self.field.choices), 2), 8))
        self.items.itemChanged.connect(lambda _i: self._ticked())
        if len(self.field.choices) > 6:
            self.column.addLayout(row)
        else:
            self.search.setParent(self)
            self.search.hide()
        self.column.addWidget(self.items)
        self.column.addWidget(self.count)
        self.control = self.items
        self._ticked()

    def _all(self) -> list[QListWidgetItem]:
        return [self.items.item(n) for n in range(self.items.count())]

    def _find(self, text: str) -> None:
        for item in self._all():
            item.setHidden(text.strip() not in item.text())

    def _tick_all(self, on: bool) -> None:
        for item in self._all():
            if not item.isHidden():
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _ticked(self) -> None:
        self.count.setText(tr("选了 {n} 个，共 {all} 个", n=len(self.value()), all=self.items.count()))
        self.changed.emit()

    def value(self) -> list[Any]:
        return [item.data(VALUE) for item in self._all() if item.checkState() == Qt.CheckState.Checked]

    def put(self, value: Any) -> None:
        wanted = list(value or ())
        for item in self._all():
            item.setCheckState(Qt.CheckState.Checked if item.data(VALUE) in wanted else Qt.CheckState.Unchecked)

    def raw(self) -> list[str]:
        return [str(value) for value in self.value()]

    def put_raw(self, raw: Any) -> None:
        if isinstance(raw, list):
            self.put([item.data(VALUE) for item in self._all() if str(item.data(VALUE)) in raw])


class _Finder(QObject):
    """Asks the roster when the typing pauses."""

    found = Signal(object)  # Found

    def __init__(self, bridge: Bridge, line: QLineEdit) -> None:
        super().__init__(line)
        self.bridge, self.line = bridge, line
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._pause.timeout.connect(self.ask)
        line.textChanged.connect(lambda _t: self._pause.start())

    def ask(self) -> None:
        """Find now."""
        from consult_desk.views import people

        text = self.line.text().strip()
        if not text:
            self.found.emit([])
            return

        def arrived(view: Any) -> None:
            if isValid(self) and text == self.line.text().strip():
                self.found.emit([(row.person, f"{row.name}　{row.group}") for row in view.rows])

        self.bridge.ask(people.roster, arrived, search=text, limit=MOST_FOUND)


class PeopleEditor(Editor):
    """People of the roster, found by name, pinyin, initials or number; Enter takes the first, Delete takes one out."""

    single = False

    def __init__(self, field: Field, bridge: Bridge) -> None:
        self.bridge = bridge
        super().__init__(field)

    def make(self) -> None:
        self.matches = QListWidget()
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("输入姓名、拼音首字母或编号，按回车选第一个"))
        self.line.returnPressed.connect(lambda: self._take(self.matches.item(0)))
        self.matches.setAccessibleName(tr("{title}：找到的人", title=self.field.title))
        self.matches.itemClicked.connect(self._take)
        self.matches.itemActivated.connect(self._take)
        _fixed(self.matches, 3)
        self.matches.hide()
        self.none = PlainLabel(tr("名册里没有找到，请核对姓名或先登记到名册"), "warn", wrap=True)
        self.none.hide()
        self.chosen = QListWidget()
        self.chosen.setAccessibleName(tr("{title}：已选的人，按 Delete 去掉", title=self.field.title))
        self.chosen.installEventFilter(self)
        set_tip(self.chosen, tr("双击或按 Delete 去掉一个人"))
        self.chosen.itemDoubleClicked.connect(self._drop)
        _fixed(self.chosen, 1 if self.single else 3)
        for widget in (self.line, self.matches, self.none, self.chosen):
            self.column.addWidget(widget)
        self._finder = _Finder(self.bridge, self.line)
        self._finder.found.connect(self._show)
        self.control = self.line
        self._fit()

    def _show(self, found: Found) -> None:
        self.matches.clear()
        for person, words in found:
            item = QListWidgetItem(words, self.matches)
            item.setData(VALUE, person)
        self.matches.setVisible(bool(found))
        self.none.setVisible(not found and bool(self.line.text().strip()))

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            self._finder.ask()
            return
        person, words = item.data(VALUE), item.text()
        if self.single:
            self.chosen.clear()
        self.line.clear()
        self._show([])
        if person not in self._ids():
            self._add(person, words)
        self.line.setFocus()

    def _add(self, person: int, words: str) -> None:
        item = QListWidgetItem(words, self.chosen)
        item.setData(VALUE, person)
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        self.chosen.setVisible(self.chosen.count() > 0)

    def _drop(self, item: QListWidgetItem) -> None:
        self.chosen.takeItem(self.chosen.row(item))
        self._fit()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        if watched is self.chosen and isinstance(event, QKeyEvent) and event.type() == event.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.chosen.currentItem() is not None:
                self._drop(self.chosen.currentItem())
                return True
        return False

    def _ids(self) -> list[int]:
        return [self.chosen.item(n).data(VALUE) for n in range(self.chosen.count())]

    def value(self) -> Any:
        return self._ids()

    def put(self, value: Any) -> None:
        """value: (person, words) or a list of them; a bare number shows as 编号."""
        self.chosen.clear()
        for one in value if isinstance(value, list | tuple) and not self._pair(value) else [value] if value is not None else []:
            person, words = one if self._pair(one) else (one, tr("编号 {n}", n=one))
            self._add(person, words)

    @staticmethod
    def _pair(value: Any) -> bool:
        return isinstance(value, tuple | list) and len(value) == 2 and isinstance(value[0], int) and isinstance(value[1], str)

    def raw(self) -> list[list[Any]]:
        return [[self.chosen.item(n).data(VALUE), self.chosen.item(n).text()] for n in range(self.chosen.count())]

    def put_raw(self, raw: Any) -> None:
        if isinstance(raw, list):
            self.put([tuple(one) for one in raw if self._pair(one)])

    def fault(self) -> str:
        if self.line.text().strip():
            return tr("“{text}”还没有选定，请从找到的人里选，或把字删掉", text=self.line.text().strip())
        return super().fault()


class PersonEditor(PeopleEditor):
    """One person of the roster."""

    single = True

    def value(self) -> Any:
        return next(iter(self._ids()), None)


class FilesEditor(Editor):
    """Files chosen or dropped; Delete takes one out."""

    ask: Callable[..., tuple[list[str], str]] = staticmethod(QFileDialog.getOpenFileNames)

    def make(self) -> None:
        self.setAcceptDrops(True)
        self.button = QPushButton(tr("选择文件…"))
        set_tip(self.button, tr("也可以把文件从文件夹里拖到这里"))
        self.button.clicked.connect(lambda _c=False: self._choose())
        self.files = QListWidget()
        self.files.setAccessibleName(tr("{title}：已选的文件，按 Delete 去掉", title=self.field.title))
        self.files.installEventFilter(self)
        _fixed(self.files, 2)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(PlainLabel(tr("也可以把文件拖到这里"), "small"), 1)
        self.column.addLayout(row)
        self.column.addWidget(self.files)
        self.files.hide()
        self.control = self.button

    def _choose(self) -> None:
        names, _kind = self.ask(self, tr("选择文件"))
        self.put([*self.value(), *(Path(name) for name in names)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.put([*self.value(), *(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())])

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        if watched is self.files and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            if event.type() == event.Type.KeyPress and self.files.currentRow() >= 0:
                self.put([path for n, path in enumerate(self.value()) if n != self.files.currentRow()])
                return True
        return False

    def value(self) -> list[Path]:
        return [Path(self.files.item(n).text()) for n in range(self.files.count())]

    def put(self, value: Any) -> None:
        self.files.clear()
        self.files.addItems([str(path) for path in dict.fromkeys(value or ())])
        self.files.setVisible(self.files.count() > 0)
        self.changed.emit()

    def raw(self) -> list[str]:
        return [str(path) for path in self.value()]

    def put_raw(self, raw: Any) -> None:
        if isinstance(raw, list):
            self.put([Path(name) for name in raw if isinstance(name, str) and Path(name).is_file()])

    def fault(self) -> str:
        gone = [path.name for path in self.value() if not path.is_file()]
        if gone:
            return tr("文件 {name} 找不到了，请重新选择", name=gone[0])
        most = self.field.high
        if most is not None and len(self.value()) > most:
            return tr("一次只能交 {n} 个文件，多的请选中后按 Delete 去掉", n=most)
        return super().fault()


class RowsEditor(Editor):
    """A small table typed in; the field's choices are its columns. Rows left wholly empty do not count."""

    def make(self) -> None:
        self.keys = [key for key, _title in self.field.choices]
        self.table = QTableWidget(0, len(self.keys))
        self.table.setHorizontalHeaderLabels([title for _key, title in self.field.choices])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultSectionSize(round(self.table.fontMetrics().lineSpacing() * 2))
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)  # Tab leaves the table, the arrows move in it
        self.table.setAccessibleDescription(tr("按 F2 或直接打字修改格子"))
        _fixed(self.table, 5)
        self.table.cellChanged.connect(lambda _r, _c: self.changed.emit())
        row = QHBoxLayout()
        for words, deed in ((tr("加一行"), self._add), (tr("删除这一行"), self._remove)):
            button = QPushButton(words)
            button.setAccessibleName(f"{self.field.title}：{words}")
            button.clicked.connect(lambda _c=False, go=deed: go())
            row.addWidget(button)
        row.addStretch(1)
        self.column.addWidget(self.table)
        self.column.addLayout(row)
        self.control = self.table
        self._add()

    def _add(self) -> None:
        self.table.insertRow(self.table.rowCount())
        if self.table.rowCount() > 1:
            self.table.setCurrentCell(self.table.rowCount() - 1, 0)

    def _remove(self) -> None:
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())
            self.changed.emit()

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return "" if item is None else item.text().strip()

    def value(self) -> list[dict[str, str]]:
        rows = [{key: self._text(n, c) for c, key in enumerate(self.keys)} for n in range(self.table.rowCount())]
        return [row for row in rows if any(row.values())]

    def put(self, value: Any) -> None:
        self.table.setRowCount(0)
        for number, row in enumerate(value or ()):
            self.table.insertRow(number)
            for column, key in enumerate(self.keys):
                self.table.setItem(number, column, QTableWidgetItem(str(row.get(key, ""))))
        if not value:
            self._add()

    def raw(self) -> list[dict[str, str]]:
        return self.value()

    def put_raw(self, raw: Any) -> None:
        if isinstance(raw, list) and all(isinstance(row, dict) for row in raw):
            self.put(raw)
