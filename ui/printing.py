"""Printing a PDF through the system's dialog, page after page, without the window standing still."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from ui.words import tr

MOST_DPI = 300  # finer makes larger jobs, not better paper


class PrintJob(QObject):
    """Prints a PDF: one page each time the window has nothing else to do. done(pages) at the end, failed(words) else."""

    progressed = Signal(int, int)
    done = Signal(int)
    failed = Signal(str)

    def __init__(self, data: bytes, printer: QPrinter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        self._bytes = QBuffer(self)
        self._bytes.setData(QByteArray(data))
        self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._bytes)
        self.printer = printer
        self._painter: QPainter | None = None
        self._at = 0
        self._stopped = False
        self.pages = self._wanted()

    def _wanted(self) -> list[int]:
        """The pages to print, copies included where the printer makes none itself."""
        count = self.document.pageCount()
        first, last = self.printer.fromPage() or 1, self.printer.toPage() or count
        pages = list(range(first - 1, min(last, count)))
        copies = 1 if self.printer.supportsMultipleCopies() else max(1, self.printer.copyCount())
        if self.printer.collateCopies():
            return pages * copies
        return [page for page in pages for _copy in range(copies)]

    def start(self) -> None:
        """Begin; the answer comes by the signals."""
        if not self.pages:
            self.failed.emit(tr("这份文书没有可以打印的页"))
            return
        self._lay(self.pages[0])
        self._painter = QPainter()
        if not self._painter.begin(self.printer):
            self._painter = None
            self.failed.emit(tr("打印机没有响应。请检查打印机有没有打开、有没有连好，再打印一次。"))
            return
        QTimer.singleShot(0, self._one)

    def stop(self) -> None:
        """Print no further page."""
        self._stopped = True

    def _lay(self, page: int) -> None:
        """Paper as large as the page, lying as it lies, printed to the edge of what the PDF describes."""
        size = self.document.pagePointSize(page)
        lying = size.width() > size.height()
        self.printer.setFullPage(True)
        self.printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self.printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)

    def _one(self) -> None:
        if self._painter is None:
            return
        if self._stopped:
            self.printer.abort()
            self._end()
            self.failed.emit(tr("已经停止打印"))
            return
        if self._at and not self.printer.newPage():
            self._end()
            self.failed.emit(tr("打印到第 {n} 页时打印机停了。请看看是不是缺纸或者卡纸。", n=self._at))
            return
        page = self.pages[self._at]
        room = self.printer.pageLayout().fullRectPixels(self.printer.resolution())
        dots = min(1.0, MOST_DPI / self.printer.resolution())
        image = self.document.render(page, QSize(round(room.width() * dots), round(room.height() * dots)))
        self._painter.drawImage(QRect(0, 0, room.width(), room.height()), image)
        self._at += 1
        self.progressed.emit(self._at, len(self.pages))
        if self._at < len(self.pages):
            QTimer.singleShot(0, self._one)
        else:
            self._end()
            self.done.emit(self._at)

    def _end(self) -> None:
        if self._painter is not None:
            self._painter.end()
            self._painter = None


def print_pdf(
    parent: QWidget, data: bytes, name: str, say: Callable[[str], None], usual: str = ""
) -> QPrintDialog:
    """Ask the system which printer, then print. name: of the job; say(words): what came of it; usual: offered first."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if usual in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(usual)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("打印：{name}", name=name))
    dialog.setMinMax(1, max(1, _pages(data)))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)

    def begin() -> None:
        job = PrintJob(data, printer, parent)
        job.progressed.connect(lambda done, total: say(tr("正在打印第 {done} 页，共 {total} 页…", done=done, total=total)))
        job.done.connect(lambda pages: say(tr("已经送去打印，共 {pages} 页。", pages=pages)))
        job.failed.connect(say)
        for end in (job.done, job.failed):
            end.connect(lambda _said: job.deleteLater())
        job.start()

    dialog.accepted.connect(begin)
    dialog.finished.connect(lambda _code: dialog.deleteLater())
    QDialog.open(dialog)  # the print dialog has another open() of its own, which wants a slot by name
    return dialog


def _pages(data: bytes) -> int:
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    count = document.pageCount()
    document.close()
    return count
