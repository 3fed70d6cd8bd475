"""Printing many papers in one go: fetch them, plan, ask where the paper is another, print, say what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from consult_desk.views.batches import BatchRow
from consult_desk.views.paper_copies import ISSUED, CopyView, paper_copy
from ui.bridge import Bridge
from ui.print_job import PrintJob, Stack
from ui.print_place import Device
from ui.words import tr

PDF = "pdf"


@dataclass(frozen=True)
class Order:
    """One paper of a batch and how often it is printed."""

    row: BatchRow
    copies: int


class Batch(QObject):
    """One round of printing. asks(sentences) before paper is shrunk, answered by begin() or stop(); over(words) ends it.

    sent: keys of the papers that went to the printer; left: orders still to be printed, the one it stopped at first.
    """

    asks = Signal(object)
    progressed = Signal(int, int)
    over = Signal(str)

    def __init__(
        self, bridge: Bridge, orders: Sequence[Order], printer: QPrinter, device: Device | None = None,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.bridge, self.orders, self.printer, self.device = bridge, list(orders), printer, device
        self.sent: set[str] = set()
        self.left: list[Order] = list(orders)
        self.job: PrintJob | None = None
        self._stacks: list[Stack] = []
        self._stopped = False

    def start(self) -> None:
        """Fetch the papers one after another, then plan."""
        if self._stopped:
            self._end(tr("已经停止打印"))
        elif len(self._stacks) < len(self.orders):
            row = self.orders[len(self._stacks)].row
            self.bridge.inquire(paper_copy, self._fetched, self._failed, row.paper or 0, ISSUED, PDF)
        else:
            self.job = PrintJob(self._stacks, self.printer, self, self.device)
            self.job.planned.connect(self._planned)
            self.job.progressed.connect(self.progressed)
            self.job.done.connect(lambda pages: self._end(tr("已经送去打印，共 {pages} 页。", pages=pages)))
            self.job.failed.connect(self._end)
            self.job.start()

    def _fetched(self, copy: CopyView) -> None:
        order = self.orders[len(self._stacks)]
        row = order.row
        self._stacks.append(Stack(copy.name, copy.shown, order.copies, None, row.exact, row.single))
        self.progressed.emit(0, 0)
        self.start()

    def _failed(self, error: Exception) -> None:
        self._end(tr("《{name}》读不出来，没有打印：{words}", name=self.orders[len(self._stacks)].row.kind_title, words=error))

    def _planned(self) -> None:
        assert self.job is not None  # noqa: S101
        if self.job.scaled:
            self.asks.emit(tuple(self.job.scaled))
        else:
            self.begin()

    def begin(self) -> None:
        """Print what was planned."""
        if self.job is not None and self.job.total:
            self.job.begin()
        else:
            self._end(tr("没有打印。"))

    def stop(self) -> None:
        """Print nothing more."""
        self._stopped = True
        if self.job is not None:
            self.job.stop()

    def decline(self) -> None:
        """Nothing is printed on other paper."""
        self._end(tr("没有打印。"))

    def _end(self, words: str) -> None:
        job = self.job
        whole = job.sent if job is not None else set()
        self.sent = {order.row.key for number, order in enumerate(self.orders) if number in whole}
        self.left = [order for number, order in enumerate(self.orders) if number not in whole]
        if job is not None and job.impossible:
            from ui.printing import too_large

            words = f"{words}{too_large(job.impossible)}"
        self.over.emit(words)


def sheets_of(order: Order, two_sided: bool) -> int:
    """How many sheets of paper an order takes."""
    pages = order.row.pages
    return order.copies * ((pages + 1) // 2 if two_sided and not order.row.single else pages)


