"""Check a file somebody brings: is it a notice of this village, unchanged, and still in force."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.base.files import read_limited
from consult_desk.views import papers as see
from ui import look
from ui.page import Page, card, column_of
from ui.widgets.plain_label import PlainLabel
from ui.widgets.verdict import VerdictCard

MOST_BYTES = 60_000_000


class CheckingPage(Page):
    """Opened with path, or empty to choose one; a PDF dragged on the window comes here too."""

    key = "checking"
    title = "验证公告"
    icon = "paper"

    def build(self) -> None:
        column = column_of(self)
        titles = QVBoxLayout()
        titles.setSpacing(look.theme().px(2))
        titles.addWidget(PlainLabel("验证公告", "title"))
        words = "群众或上级拿来一份公告文件，这里可以看它是不是本村出的、有没有被改过。"
        titles.addWidget(PlainLabel(words, "muted", wrap=True))
        column.addLayout(titles)
        frame, within = card()
        row = QHBoxLayout()
        within.addWidget(PlainLabel("把 PDF 文件拖到这个窗口里，或者：", wrap=True))
        self.choose = QPushButton("选择文件…")
        self.choose.setProperty("role", "primary")
        self.choose.setAccessibleName("选择要验证的公告文件")
        self.choose.clicked.connect(lambda _checked=False: self._choose())
        row.addWidget(self.choose)
        row.addStretch(1)
        within.addLayout(row)
        column.addWidget(frame)
        self.verdict = VerdictCard()
        self.verdict.hide()
        column.addWidget(self.verdict)
        column.addStretch(1)

    def view(self) -> Callable[..., Any] | None:
        return None

    def first_focus(self) -> QWidget:
        return self.choose

    def show_view(self, view: see.FileVerdict) -> None:
        name = Path(str(self.where.get("path", ""))).name
        self.verdict.show_verdict(name, view.kind, view.words, view.details, view.good)
        self.verdict.show()

    def open(self, **where: Any) -> None:
        """Check the file at `path`; the same file again is read again."""
        self.where = where
        if "path" in where:
            self.verdict.hide()
            path = Path(where["path"])
            self.bridge.work(lambda: read_limited(path, max_bytes=MOST_BYTES), self._read)

    def _read(self, data: bytes) -> None:
        self.bridge.ask(see.check_file, self.show_view, data)

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, "选择公告文件", "", "PDF 文件 (*.pdf);;全部文件 (*)")
        if path:
            self.open(path=path)
