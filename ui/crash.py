"""What happens when the program itself is wrong: a dialog with a report to copy, nothing sent anywhere."""

import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from consult_desk.base.text import mask_personal
from ui import look
from ui.page import column_of
from ui.widgets.plain_label import PlainLabel


def report(trace: str) -> str:
    """A report of a fault: where in the program, on what machine; ID and telephone numbers masked."""
    machine = f"Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}"
    return mask_personal(f"议事台出错报告\n{machine}\n\n{trace}")


def install(show: Callable[[str], None]) -> None:
    """Send what nobody caught, slots included, to show(trace) instead of ending the program."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        if issubclass(kind, KeyboardInterrupt) or QApplication.instance() is None:
            sys.__excepthook__(kind, error, trace)
        else:
            show(text)

    sys.excepthook = hook


class CrashDialog(QDialog):
    """Says that the record is safe, shows the report, copies it."""

    def __init__(self, trace: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = look.theme()
        self.setWindowTitle("程序出错了")
        self.resize(theme.px(720), theme.px(460))
        column = column_of(self)
        column.addWidget(PlainLabel("程序出错了，刚才这一步没有完成", "heading", wrap=True))
        words = "以前保存的记录没有受影响。请把下面的报告复制下来，交给维护人员；报告里的证件号和电话已经遮住，不会自动发送。"
        column.addWidget(PlainLabel(words, wrap=True))
        self.text = QPlainTextEdit(report(trace))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("出错报告")
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.copy = QPushButton("复制报告")
        self.copy.setAccessibleName("复制出错报告")
        self.copy.clicked.connect(lambda _checked=False: QApplication.clipboard().setText(self.text.toPlainText()))
        row.addWidget(self.copy)
        self.ok = QPushButton("继续使用")
        self.ok.setAccessibleName("关上报告，继续使用")
        self.ok.setProperty("role", "primary")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        row.addWidget(self.ok)
        column.addLayout(row)
        self.ok.setFocus()
