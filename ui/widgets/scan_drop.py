"""Where scans and photographs are dropped or chosen, and a line about how far they are."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton

from ui.page import column_of
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr


class ScanDrop(QFrame):
    """dropped: paths of the files."""

    dropped = Signal(object)  # list[Path]
    ask: Callable[..., tuple[list[str], str]] = staticmethod(QFileDialog.getOpenFileNames)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        column = column_of(self, margin=16, spacing=6)
        row = QHBoxLayout()
        row.addWidget(PlainLabel(tr("把扫描件或照片拖到这个窗口里，一次可以很多张"), "strong", wrap=True), 1)
        self.choose = QPushButton(tr("选择文件…"))
        self.choose.setProperty("role", "primary")
        self.choose.setAccessibleName(tr("选择签过字的纸的扫描件或照片"))
        set_tip(self.choose, tr("JPG、PNG 照片或者 PDF 扫描件，可以一次选很多个"))
        self.choose.clicked.connect(lambda _c=False: self._choose())
        row.addWidget(self.choose)
        column.addLayout(row)
        words = tr(
            "程序看纸角的小方码，知道是哪份文书的第几页，转正以后存好；横着、倒着、拍歪了都行，码要拍进去。"
            "照片里的时间、地点、机型不保存。"
        )
        self.about = PlainLabel(words, "muted", wrap=True)
        column.addWidget(self.about)

    def _choose(self) -> None:
        pattern = f"{tr('照片和扫描件')} (*.jpg *.jpeg *.png *.pdf *.JPG *.JPEG *.PNG *.PDF);;{tr('全部文件')} (*)"
        names, _kind = self.ask(self, tr("选择扫描件或照片"), "", pattern)
        if names:
            self.dropped.emit([Path(name) for name in names])

    def _wear(self, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._wear(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._wear(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._wear(False)
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)
