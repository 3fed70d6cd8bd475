"""What is asked and shown while something is printed: other paper than meant, and how far it is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QWidget

from ui import look
from ui.page import column_of
from ui.widgets.plain_label import PlainLabel
from ui.words import tr


class OtherPaper(QDialog):
    """Says in a sentence what becomes of the type, and prints when that is good enough."""

    def __init__(self, parent: QWidget, sentences: Sequence[str], go_on: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("纸的大小不一样"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = column_of(self)
        column.addWidget(PlainLabel(tr("打印机里的纸和文书不一样大"), "heading", wrap=True))
        self.words = PlainLabel("\n".join(sentences), wrap=True)
        column.addWidget(self.words)
        column.addWidget(PlainLabel(tr("内容都在，不会裁掉。"), "muted", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        self.not_now = QPushButton(tr("先不印"))
        self.not_now.clicked.connect(lambda _c=False: self.reject())
        self.go = QPushButton(tr("就这样印"))
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(lambda _c=False: self.accept())
        for button in (self.not_now, self.go):
            row.addWidget(button)
        column.addLayout(row)
        self.setMinimumWidth(look.theme().px(460))
        self.accepted.connect(go_on)
        self.go.setFocus()


class PrintProgress(QDialog):
    """How many pages are on their way, and the button that stops."""

    def __init__(self, parent: QWidget, name: str, stop: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("打印：{name}", name=name))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        column = column_of(self)
        self.words = PlainLabel(tr("正在送去打印…"), wrap=True)
        column.addWidget(self.words)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("打印到哪里了"))
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.addStretch(1)
        self.stop = QPushButton(tr("停止打印"))
        self.stop.clicked.connect(lambda _c=False: self.reject())
        row.addWidget(self.stop)
        column.addLayout(row)
        self.setMinimumWidth(look.theme().px(420))
        self.rejected.connect(stop)

    def show_step(self, done: int, total: int) -> None:
        """done of total pages."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(tr("正在打印第 {done} 页，共 {total} 页…", done=done, total=total))
