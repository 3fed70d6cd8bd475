"""A PDF paper on the screen, drawn from its own bytes, with zoom."""

from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui import look
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel
from ui.words import tr

SMALLEST, LARGEST = 0.3, 4.0
COMFORTABLE = 760  # pixels of the 100 % design


class PaperPreview(QWidget):
    """Shows all pages of one PDF; fits the width until somebody zooms."""

    def __init__(self) -> None:
        super().__init__()
        # Children die in the order they were made: the view must be gone before what it draws from.
        self.view = QPdfView(self)
        self.document = QPdfDocument(self)
        self._bytes = QBuffer(self)
        self._zoomed = False
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self.document)
        self.view.setAccessibleName(tr("文书预览"))
        self.view.setAccessibleDescription(tr("用上下方向键翻看"))
        self.pages = PlainLabel("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.theme().px(8))
        bar = Flow()
        bar.addWidget(self.pages)
        self.buttons: list[QPushButton] = []
        for title, name, deed in (
            (tr("缩小"), tr("预览缩小"), lambda: self.zoom(1 / 1.2)),
            (tr("放大"), tr("预览放大"), lambda: self.zoom(1.2)),
            (tr("适合宽度"), tr("预览适合宽度"), self._fit),
        ):
            button = QPushButton(title)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _checked=False, go=deed: go())
            bar.addWidget(button)
            self.buttons.append(button)
        column.addLayout(bar)
        column.addWidget(self.view, 1)

    def show_paper(self, data: bytes) -> None:
        """Show a PDF. data: its bytes."""
        self.document.close()
        self._bytes.close()
        self._bytes.setData(QByteArray(data))
        self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._bytes)
        self.pages.setText(tr("共 {n} 页", n=self.document.pageCount()))
        self._settle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The view was made first, but the eye meets the buttons above it first. A new parent forgets this order.
        for before, after in pairwise((*self.buttons, self.view)):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._zoomed:
            self._settle()

    def _settle(self) -> None:
        """As wide as the window allows, but not larger than comfortable to read."""
        self._zoomed = False
        wide = self._page_width()
        comfortable = look.theme().px(COMFORTABLE)
        if wide and self.view.width() > comfortable:
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
            self.view.setZoomFactor(comfortable / wide)
        else:
            self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _fit(self) -> None:
        self._zoomed = True
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _page_width(self) -> float:
        """Pixels of the first page at zoom 1."""
        return self.document.pagePointSize(0).width() * self.logicalDpiX() / 72 if self.document.pageCount() else 0.0

    def zoom(self, by: float) -> None:
        """Enlarge by a factor."""
        now = self.view.zoomFactor()
        if self.view.zoomMode() == QPdfView.ZoomMode.FitToWidth and self.document.pageCount():
            now = self.view.viewport().width() / self._page_width()
        self._zoomed = True
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(LARGEST, max(SMALLEST, now * by)))

    def clear(self) -> None:
        """Show nothing."""
        self.document.close()
        self.pages.setText("")
