"""Printing a PDF through the system's dialog, page after page, without the window standing still."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from ui.print_dialogs import OtherPaper, PrintProgress
from ui.print_job import Pdf, PrintJob, Stack
from ui.print_place import TWO_SIDED, Device, named_size, same
from ui.words import tr

PATIENCE_MS = 700  # what is printed sooner needs no bar


def print_pdf(
    parent: QWidget, data: bytes, name: str, say: Callable[[str], None], usual: str = "", *, exact: bool = False
) -> QPrintDialog:
    """Ask the system which printer, then print.

    name: of the job; say(words): what came of it; usual: the printer offered first; exact: only at 100 %, as ballots
    have to be.
    """
    pdf = Pdf(data)
    pages = len(pdf)
    first = pdf.document.pagePointSize(0)
    pdf.document.close()
    printer = printer_of(name, usual)
    before = Device(printer).sheet_for(first)
    printer.setPageSize(before)
    lying = first.width() > first.height()
    if printer.duplex() in TWO_SIDED:
        printer.setDuplex(TWO_SIDED[lying])
    dialog = asked(parent, printer, name)
    dialog.setMinMax(1, max(1, pages))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)

    def begin() -> None:
        ranges = printer.pageRanges()
        wanted = tuple(page for page in range(pages) if ranges.isEmpty() or ranges.contains(page + 1))
        stack = Stack(name, data, own_copies(printer), wanted, exact, exact, printer.collateCopies())
        job = PrintJob([stack], printer, parent, Device(printer, changed(before, printer)))
        follow(job, parent, name, say)

    dialog.accepted.connect(begin)
    QDialog.open(dialog)  # the print dialog has another open() of its own, which wants a slot by name
    return dialog


def printer_of(name: str, usual: str) -> QPrinter:
    """A printer for one job: the usual one where it is there."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if usual in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(usual)
    printer.setDocName(name)
    return printer


def asked(parent: QWidget, printer: QPrinter, name: str) -> QPrintDialog:
    """The dialog of the system, not yet open."""
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("打印：{name}", name=name))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCollateCopies)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintShowPageSize)
    dialog.finished.connect(lambda _code: dialog.deleteLater())
    return dialog


def own_copies(printer: QPrinter) -> int:
    """How many copies we have to make ourselves, because the printer makes none."""
    return 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())


def changed(before: QPageSize, printer: QPrinter) -> QPageSize | None:
    """The paper somebody picked in the dialog instead of the one it came with; None where it was left."""
    now = printer.pageLayout().pageSize()
    return None if same(now.sizePoints(), before.sizePoints()) else named_size(now.size(QPageSize.Unit.Point))


def follow(job: PrintJob, parent: QWidget, name: str, say: Callable[[str], None]) -> None:
    """Plan, ask where the paper is another, print with a bar and a way out, say what came of it."""
    progress = PrintProgress(parent, name, job.stop)
    patience = QTimer(job)
    patience.setSingleShot(True)
    patience.setInterval(PATIENCE_MS)
    patience.timeout.connect(progress.open)

    def over(words: str) -> None:
        patience.stop()
        progress.rejected.disconnect()
        progress.close()
        progress.deleteLater()
        job.deleteLater()
        say(words)

    def print_it() -> None:
        patience.start()
        job.begin()

    def planned() -> None:
        patience.stop()
        progress.hide()
        if job.impossible:
            over(too_large(job.impossible))
        elif job.scaled:
            dialog = OtherPaper(parent, job.scaled, print_it)
            dialog.rejected.connect(lambda: over(tr("没有打印。")))
            dialog.open()
        else:
            print_it()

    def step(done: int, total: int) -> None:
        progress.show_step(done, total)
        if isValid(parent):
            say(tr("正在打印第 {done} 页，共 {total} 页…", done=done, total=total))

    job.planned.connect(planned)
    job.progressed.connect(step)
    job.done.connect(lambda pages: over(tr("已经送去打印，共 {pages} 页。", pages=pages)))
    job.failed.connect(over)
    patience.start()
    job.start()


def too_large(names: list[str]) -> str:
    """Why a paper that has to be printed at 100 % cannot be."""
    return tr("{names}要按原来的大小印（裁开以后才一样大），这种纸放不下。请在打印机里放 A4 纸，再印一次。", names="、".join(names))
