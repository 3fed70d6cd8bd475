"""What happens when the program itself is wrong: a dialog with a report to copy or save, nothing sent anywhere."""

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from consult_desk.base.errors import Trouble
from consult_desk.base.files import write_atomic
from ui import look
from ui.page import column_of
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr


def install(show: Callable[[str], None]) -> None:
    """Send what nobody caught, slots included, to show(trace) instead of ending the program."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt) or QApplication.instance() is None:
            sys.__excepthook__(kind, error, trace)
            return
        try:
            show("".join(traceback.format_exception(kind, error, trace)))
        except Exception:
            # A fault while showing a fault must not go round in circles.
            sys.__excepthook__(kind, error, trace)

    sys.excepthook = hook


def show(trace: str, parent: QWidget) -> None:
    """Show the report of a fault; while one is being read, further ones are counted, not piled on top of it."""
    for dialog in parent.findChildren(CrashDialog):
        if dialog.isVisible():
            dialog.another()
            return
    dialog = CrashDialog(trace, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class CrashDialog(QDialog):
    """Says that the record is safe, shows the report, copies or saves it."""

    def __init__(self, trace: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from ui.report import report

        theme = look.theme()
        self.further = 0
        self.setWindowTitle(tr("程序出错了"))
        self.resize(theme.px(720), theme.px(480))
        column = column_of(self)
        column.addWidget(PlainLabel(tr("程序出错了，刚才这一步没有完成"), "heading", wrap=True))
        words = tr(
            "以前保存的记录没有受影响。请把下面的报告复制或者保存下来，交给维护人员；"
            "里面的姓名、证件号、电话和文件夹都已经遮住，程序不会自动发送。"
        )
        column.addWidget(PlainLabel(words, wrap=True))
        self.text = QPlainTextEdit(report(trace))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("出错报告"))
        column.addWidget(self.text, 1)
        self.note = PlainLabel("", "muted", wrap=True)
        self.note.hide()
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addStretch(1)
        self.copy = self._button(row, tr("复制报告"), tr("把报告放进剪贴板，可以贴到聊天或邮件里"), self._copy)
        self.save = self._button(row, tr("保存报告…"), tr("把报告存成一个文本文件，可以拷到优盘里"), self._save)
        self.ok = self._button(row, tr("继续使用"), tr("关上报告，回到刚才的页面"), self.accept)
        self.ok.setProperty("role", "primary")
        self.ok.setDefault(True)
        column.addLayout(row)
        self.ok.setFocus()

    def another(self) -> None:
        """Count one more fault."""
        self.further += 1
        self._say(tr("在这之后又出了 {n} 次错，先看这一次的报告就够了。", n=self.further))

    def _button(self, row: QHBoxLayout, title: str, why: str, deed: Callable[[], None]) -> QPushButton:
        button = QPushButton(title)
        button.setAccessibleName(title)
        set_tip(button, why)
        button.clicked.connect(lambda _checked=False: deed())
        row.addWidget(button)
        return button

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.note.show()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        self._say(tr("已经复制。"))

    def _save(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, tr("保存出错报告"), f"{tr('议事台出错报告')}.txt", "*.txt")
        if not path:
            return
        try:
            write_atomic(Path(path), self.text.toPlainText().encode())
        except Trouble as trouble:
            self._say(trouble.words)
        else:
            self._say(tr("已经保存到 {path}", path=path))
