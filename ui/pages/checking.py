"""Check a file somebody brings: is it a notice of this village, unchanged, and still in force."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.base.files import read_limited
from consult_desk.views import checking
from ui import look
from ui.page import Page, card, column_of, scrolled
from ui.widgets.back_button import back_button
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

MOST_BYTES = 60_000_000
# The five verdicts of the core: sign, tone, what it means, what to do now.
VERDICTS: dict[str, tuple[str, str, str, str]] = {
    later("原件一致"): (
        "✓", "faceGood", later("是本村发出的，一个字都没有改动"),
        later("可以放心使用。要看纸上有没有盖章，请核对盖了章的那一份。"),
    ),
    later("已被更正"): (
        "✓", "faceGood", later("是本村发出的，但后来出了更正版"),
        later("请以更正版为准。在“文书”里查到它，打印新的一版给对方。"),
    ),
    later("已被改动"): (
        "✕", "faceBad", later("签名以后，文件的内容被改过"),
        later("不要按它办事。请对照村里存档的原件看哪里不同，问清楚文件是谁给的，并向村务监督委员会报告。"),
    ),
    later("不是本村原件"): (
        "✕", "faceBad", later("文号像本村的，但不是本村存档的那一份"),
        later("不要按它办事。请拿村里存档的原件给对方看，并问清楚文件是从哪里来的。"),
    ),
    later("无法验证"): (
        "？", "face", later("看不出是真是假"),
        later("它可能是别的村的、扫描的、拍照的，或者文件坏了。请向发出它的村要一份原来的电子文件，或者核对盖章的纸质件。"),
    ),
}  # fmt: skip


class CheckingPage(Page):
    """Opened with path, or empty to choose one; a PDF dragged on the window comes here too."""

    key = "checking"
    title = later("验证文件")
    parent_key = "papers"
    choose: Callable[..., tuple[str, str]] = staticmethod(QFileDialog.getOpenFileName)

    def build(self) -> None:
        column = column_of(self)
        head = QHBoxLayout()
        head.setSpacing(look.theme().px(12))
        self.back = back_button(tr("返回"), lambda: self.desktop.go_back(), tr("返回上一页"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("验证文件"), "title"), 1)
        column.addLayout(head)
        words = tr("群众或上级拿来一份公告文件，这里可以看它是不是本村出的、有没有被改过。文件只读一遍，不会打开里面的任何东西。")
        column.addWidget(PlainLabel(words, "muted", wrap=True))
        frame, within = card()
        within.addWidget(PlainLabel(tr("把 PDF 文件拖到这个窗口里，或者："), wrap=True))
        row = QHBoxLayout()
        self.select = QPushButton(tr("选择文件…"))
        self.select.setProperty("role", "primary")
        self.select.setAccessibleName(tr("选择要验证的公告文件"))
        self.select.clicked.connect(lambda _checked=False: self._choose())
        row.addWidget(self.select)
        row.addStretch(1)
        within.addLayout(row)
        column.addWidget(frame)
        inside = QWidget()
        self._below = QVBoxLayout(inside)
        self._below.setContentsMargins(0, 0, look.theme().px(6), 0)
        self._below.setSpacing(look.theme().px(10))
        self.verdict = self._card()
        self._below.addWidget(self.verdict)
        self.legend = self._legend()
        self._below.addWidget(self.legend)
        self._below.addStretch(1)
        column.addWidget(scrolled(inside, tr("验证的结果")), 1)

    def _card(self) -> QFrame:
        frame = QFrame()
        column = column_of(frame, margin=20, spacing=8)
        self.file = PlainLabel("", "muted", wrap=True)
        self.kind = PlainLabel("", "face", wrap=True)
        self.words = PlainLabel("", "heading", wrap=True)
        self.deed = PlainLabel("", wrap=True)
        self.details = PlainLabel("", "small", wrap=True)
        for label in (self.file, self.kind, self.words, self.deed, self.details):
            column.addWidget(label)
        frame.hide()
        return frame

    def _legend(self) -> QFrame:
        frame, column = card()
        column.addWidget(PlainLabel(tr("结果有五种"), "heading"))
        for kind, (sign, _tone, meaning, _deed) in VERDICTS.items():
            said = tr("{kind}：{meaning}", kind=tr(kind), meaning=tr(meaning))
            column.addWidget(PlainLabel(f"{sign} {said}", wrap=True))
        return frame

    def view(self) -> Callable[..., Any] | None:
        return None

    def first_focus(self) -> QWidget:
        return self.select

    def show_view(self, view: checking.FileVerdict) -> None:
        sign, tone, _meaning, deed = VERDICTS[view.kind]
        self.verdict.setObjectName("verdictGood" if view.good else "verdictBad")
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self.file.setText(Path(str(self.where.get("path", ""))).name)
        kind = tr(view.kind) if view.corrected_by is None else tr("已被第 {n} 版更正", n=view.corrected_by)
        self.kind.setText(f"{sign} {kind}")
        self.kind.set_role(tone)
        self.words.setText(view.words)
        self.deed.setText(tr("接下来怎么办：{deed}", deed=tr(deed)))
        self.details.setText("\n".join(view.details))
        self.details.setVisible(bool(view.details))
        self.verdict.setAccessibleName(f"{kind}，{view.words}")
        self.verdict.show()
        self.legend.hide()

    def open(self, **where: Any) -> None:
        """Check the file at `path`; the same file again is read again."""
        self.where = where
        if "path" in where:
            self.verdict.hide()
            path = Path(where["path"])
            self.bridge.work(lambda: read_limited(path, max_bytes=MOST_BYTES), self._read)

    def _read(self, data: bytes) -> None:
        self.bridge.ask(checking.check_file, self.show_view, data)

    def _choose(self) -> None:
        path, _kind = self.choose(self, tr("选择公告文件"), "", tr("PDF 文件 (*.pdf);;全部文件 (*)"))
        if path:
            self.open(path=path)
