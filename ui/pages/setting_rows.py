"""One setting as a row, drawn from its description: its title, what it is for, and what it is set with."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from consult_desk.base.settings import Described
from ui import look
from ui.editors import ChoiceEditor, Editor, Field, NumberEditor, SwitchEditor
from ui.page import column_of
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr

Told = Callable[[Any], None]


class SizeEditor(Editor):
    """The text sizes there are, each a button; a size of an earlier program shows as the nearest."""

    def make(self) -> None:
        row = Flow()
        self.group = QButtonGroup(self)
        for number, factor in enumerate(look.FACTORS):
            button = QPushButton(f"{factor * 100:g} %")
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setAccessibleName(tr("字号 {size}", size=button.text()))
            self.group.addButton(button, number)
            row.addWidget(button)
        self.group.idClicked.connect(lambda _n: self.changed.emit())
        self.control = self.group.button(0)
        self.column.addLayout(row)

    def value(self) -> int:
        return round(look.BASE_PX * look.FACTORS[max(0, self.group.checkedId())])

    def put(self, value: Any) -> None:
        button = self.group.button(look.FACTORS.index(look.factor_of(int(value))))
        button.setChecked(True)
        self.control = button


class LineEditor(Editor):
    """One line, told when the typing ends."""

    def make(self) -> None:
        self.line = QLineEdit()
        self.line.setMaxLength(200)
        self.line.setMaximumWidth(look.theme().px(420))
        self.line.editingFinished.connect(self.changed.emit)
        self.control = self.line
        self.column.addWidget(self.line)

    def value(self) -> str:
        return self.line.text().strip()

    def put(self, value: Any) -> None:
        self.line.setText(str(value))


class PathEditor(Editor):
    """A folder or a file: typed or chosen; says when it is not to be found now."""

    def make(self) -> None:
        self.folder = self.field.kind == "folder"
        row = QHBoxLayout()
        row.setSpacing(look.theme().px(8))
        self.line = QLineEdit()
        self.line.setMaxLength(1000)
        self.line.setPlaceholderText(tr("还没有选"))
        self.line.editingFinished.connect(self._told)
        self.pick = QPushButton(tr("选择…"))
        self.pick.setAccessibleName(tr("选择：{title}", title=self.field.title))
        self.pick.clicked.connect(lambda _c=False: self._choose())
        self.none = QPushButton(tr("不用"))
        set_tip(self.none, tr("把选好的去掉"))
        self.none.setAccessibleName(tr("不用：{title}", title=self.field.title))
        self.none.clicked.connect(lambda _c=False: self._clear())
        row.addWidget(self.line, 1)
        row.addWidget(self.pick)
        row.addWidget(self.none)
        self.control = self.line
        self.column.addLayout(row)
        self.missing = PlainLabel("", "warn", wrap=True)
        self.column.addWidget(self.missing)
        self._look()

    def value(self) -> str:
        return self.line.text().strip()

    def put(self, value: Any) -> None:
        self.line.setText(str(value))
        self._look()

    def _told(self) -> None:
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        """Say when it is not there: a stick that is not plugged in is no mistake, but is worth knowing."""
        path = self.value()
        there = not path or (Path(path).is_dir() if self.folder else Path(path).is_file())
        words = tr("现在找不到这个文件夹，U盘或移动硬盘可能没有插。") if self.folder else tr("现在找不到这个文件，请核对位置。")
        self.missing.setText("" if there else words)
        self.missing.setVisible(not there)
        self.none.setEnabled(bool(path))

    def _choose(self) -> None:
        start = self.value() or str(Path.home())
        if self.folder:
            chosen = QFileDialog.getExistingDirectory(self, self.field.title, start)
        else:
            chosen = QFileDialog.getOpenFileName(self, self.field.title, start)[0]
        if chosen:
            self.line.setText(chosen)
            self._told()

    def _clear(self) -> None:
        self.line.clear()
        self._told()


def printer_choices(wanted: str) -> Sequence[tuple[str, str]]:
    """The printers of this computer, the system's own first, and the one that was chosen even if it is gone."""
    from PySide6.QtPrintSupport import QPrinterInfo

    names = QPrinterInfo.availablePrinterNames()
    usual = QPrinterInfo.defaultPrinterName()
    first = tr("电脑默认的打印机（{name}）", name=usual) if usual else tr("电脑默认的打印机（现在没有装打印机）")
    gone = [(wanted, tr("{name}（现在找不到）", name=wanted))] if wanted and wanted not in names else []
    return (("", first), *((name, name) for name in names), *gone)


# kind of a described setting → its editor. To add one: an Editor and a line here.
EDITORS: dict[str, type[Editor]] = {
    "text": LineEditor, "number": NumberEditor, "size": SizeEditor, "choice": ChoiceEditor, "switch": SwitchEditor,
    "folder": PathEditor, "file": PathEditor, "printer": ChoiceEditor,
}  # fmt: skip


class SettingRow(QWidget):
    """One described setting. told(value): called with each new value that can be kept."""

    def __init__(self, one: Described, value: Any, told: Told) -> None:
        super().__init__()
        self.one, self._told, self._kept = one, told, value
        choices: Sequence[tuple[Any, str]] = [(key, tr(words)) for key, words in one.choices]
        if one.kind == "printer":
            choices = printer_choices(str(value))
        column = column_of(self, margin=0, spacing=5)
        self.setAccessibleName(tr(one.title))
        if one.kind != "switch":
            column.addWidget(PlainLabel(tr(one.title), "strong", wrap=True))
            column.addWidget(PlainLabel(tr(one.help), "small", wrap=True))
        limits = (one.low, one.high) if one.kind == "number" else (None, None)
        field = Field(
            one.name, tr(one.title), one.kind, tr(one.help), needed=False, choices=tuple(choices), low=limits[0], high=limits[1]
        )
        self.editor = EDITORS[one.kind](field)
        self.editor.put(value)
        self.editor.changed.connect(self._changed)
        column.addWidget(self.editor)
        if one.kind == "switch":
            column.addWidget(PlainLabel(tr(one.help), "small", wrap=True))
        self.fault = PlainLabel("", "bad", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)

    def _changed(self) -> None:
        value, fault = self.editor.value(), self.editor.fault()
        if not fault and not self.one.accepts(value):
            fault = tr("里面有不能用的字符，或者太长了。请重新填写，刚才的没有保存。")
        self.fault.setText(f"✕ {fault}" if fault else "")
        self.fault.setVisible(bool(fault))
        if not fault and value != self._kept:
            self._kept = value
            self._told(value)
