"""Printing papers strip by strip, each when the window has nothing else to do, so that it never stands still."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtPrintSupport import QPrinter

from ui.print_place import Device, Place, ink_of, named_size, place, size_name, strip_of
from ui.words import tr

MOST_DPI = 300  # finer makes larger jobs, not better paper
STRIP_DOTS = 600_000  # drawn at once: a fourteenth of an A4 page, well under a tenth of a second


@dataclass(frozen=True)
class Stack:
    """One paper to print. pages: which, from 0, None for all. exact: only at 100 %. single: never on both sides."""

    name: str
    data: bytes
    copies: int = 1
    pages: tuple[int, ...] | None = None
    exact: bool = False
    single: bool = False
    collate: bool = True


@dataclass(frozen=True)
class Side:
    """One printed side. stack: which paper; page: which page of it, None for the empty back of a last page."""

    stack: int
    page: int | None
    place: Place


@dataclass(frozen=True)
class Run:
    """Sides sent to the printer in one job: paper of one size lying one way, on one side or on both."""

    sides: tuple[Side, ...]
    two_sided: bool
    lying: bool


class Pdf(QObject):
    """A PDF read from bytes."""

    ready = Signal()

    def __init__(self, data: bytes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        self._bytes = QBuffer(self)
        self._bytes.setData(QByteArray(data))
        self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._bytes)
        self.drawn: QImage | None = None
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setDocument(self.document)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._arrived)

    def draw(self, page: int, size: QSize) -> None:
        """Draw a page at `size` dots on a thread of its own; then ready(), and the picture is in `drawn`."""
        self.drawn = None
        if not self._renderer.requestPage(page, size):
            QTimer.singleShot(0, self.ready.emit)

    def _arrived(self, _page: int, _size: QSize, image: QImage) -> None:
        self.drawn = image
        self.ready.emit()

    def __len__(self) -> int:
        return self.document.pageCount()


class PrintJob(QObject):
    """Prints papers. planned() once it is known how each page will lie, then begin(); done(sides) or failed(words).

    scaled: what is to be said of pages that will be smaller or larger, before begin(). impossible: papers that cannot
    be printed on this paper at all. reached: the paper at which it stopped. sent: numbers of the papers that went to the
    printer as a whole.
    """

    planned = Signal()
    progressed = Signal(int, int)
    done = Signal(int)
    failed = Signal(str)

    def __init__(
        self, stacks: Sequence[Stack], printer: QPrinter, parent: QObject | None = None, device: Device | None = None
    ) -> None:
        super().__init__(parent)
        self.stacks, self.printer = tuple(stacks), printer
        self.device = device or Device(printer)
        self.runs: list[Run] = []
        self.scaled: list[str] = []
        self.impossible: list[str] = []
        self.total = self.printed = 0
        self.reached = 0
        self.sent: set[int] = set()
        self._stopped = False
        self._painter: QPainter | None = None
        self._open: tuple[int, Pdf] | None = None
        self._steps: Iterator[bool] = iter(())

    def start(self) -> None:
        """Find out how every page will lie; planned() or failed() follows."""
        self._go(self._plan())

    def begin(self) -> None:
        """Print what was planned."""
        self._go(self._print())

    def stop(self) -> None:
        """Print no further page; what is on its way is taken back where the printer lets us."""
        self._stopped = True

    def _go(self, steps: Iterator[bool]) -> None:
        self._steps = steps
        QTimer.singleShot(0, self, self._step)

    def _step(self) -> None:
        """One step; a step that answers False waits for a page that is being drawn."""
        if next(self._steps, False):
            QTimer.singleShot(0, self, self._step)

    # ------------------------------------------------------------------ how each page will lie

    def _plan(self) -> Iterator[bool]:
        laid: dict[tuple[str, bool, bool], list[Side]] = {}
        for number, stack in enumerate(self.stacks):
            pdf = self._pdf(number)
            pages = [page for page in (range(len(pdf)) if stack.pages is None else stack.pages) if page < len(pdf)]
            places: dict[int, Place] = {}
            for page in dict.fromkeys(pages):
                found = self._placed(pdf.document, page, stack)
                if found is not None:
                    places[page] = found
                yield True
                if self._stopped:
                    self.failed.emit(tr("已经停止打印"))
                    return
            if len(places) < len(set(pages)):
                self.impossible.append(stack.name)
                continue
            two = self.device.two_sided and not stack.single and len(pages) > 1
            sides = [Side(number, page, places[page]) for page in copied(pages, stack, together=not two)]
            if sides:
                key = (size_name(sides[0].place.sheet), sides[0].place.lying, two)
                laid.setdefault(key, []).extend(backed(sides, len(pages)) if two else sides)
        self.runs = [Run(tuple(sides), two, lying) for (_size, lying, two), sides in laid.items()]
        if self.printer.outputFileName() and self.runs:  # into a file: a second job would write over the first
            ordered = sorted((s for run in self.runs for s in run.sides), key=lambda side: side.stack)
            self.runs = [Run(tuple(ordered), self.runs[0].two_sided, self.runs[0].lying)]
        self.total = sum(side.page is not None for run in self.runs for side in run.sides)
        if self.total or self.impossible:
            laid_out = (side.place for run in self.runs for side in run.sides)
            self.scaled = list(dict.fromkeys(said_scale(where) for where in laid_out if where.scale != 1))
            self.planned.emit()
        else:
            self.failed.emit(tr("这份文书没有可以打印的页"))

    def _placed(self, document: QPdfDocument, page: int, stack: Stack) -> Place | None:
        size = document.pagePointSize(page)
        sheet = self.device.sheet_for(size)
        margins = self.device.margins(sheet, size.width() > size.height())
        return place(size, None if margins.isNull() else ink_of(document, page), sheet, margins, stack.exact)

    # ------------------------------------------------------------------ printing

    def _print(self) -> Iterator[bool]:
        for run in self.runs:
            first = run.sides[0]
            self.reached = first.stack
            self.device.lay(first.place.sheet, first.place.lying)
            if self.device.two_sided and (len(self.runs) > 1 or not run.two_sided):
                self.device.turn(run.two_sided, run.lying)
            self._painter = QPainter()
            if not self._painter.begin(self.printer):
                self._painter = None
                self.failed.emit(tr("打印机没有响应。请检查打印机有没有打开、有没有连好，再打印一次。"))
                return
            before = set(self.sent)
            for number, side in enumerate(run.sides):
                self.reached = side.stack
                if self._stopped:
                    self.sent = before  # the whole job is taken back
                    self.printer.abort()
                    self._give_up(tr("已经停止打印"))
                    return
                self.device.lay(side.place.sheet, side.place.lying)
                if number and not self.printer.newPage():
                    self._give_up(tr("打印到第 {n} 页时打印机停了。请看看是不是缺纸或者卡纸。", n=self.printed))
                    return
                if side.page is not None:
                    if not (yield from self._draw(side, side.page)):
                        name = self.stacks[side.stack].name
                        self._give_up(tr("《{name}》第 {n} 页画不出来，打印停下了。", name=name, n=side.page + 1))
                        return
                    self.printed += 1
                    self.progressed.emit(self.printed, self.total)
                if number + 1 == len(run.sides) or run.sides[number + 1].stack != side.stack:
                    self.sent.add(side.stack)
                yield True
            self._painter.end()
            self._painter = None
        self.reached = len(self.stacks)
        self.done.emit(self.printed)

    def _draw(self, side: Side, page: int) -> Generator[bool, None, bool]:
        """One page in strips, False where it cannot be drawn; its dots fall on dots of the printer: no seam shows."""
        resolution = self.printer.resolution()
        each = max(1, round(resolution / MOST_DPI))
        dots = resolution / each / 72
        rect = side.place.rect
        size = QSize(max(1, round(rect.width() * dots)), max(1, round(rect.height() * dots)))
        left, top = round(rect.left() * dots) * each, round(rect.top() * dots) * each
        pdf = self._pdf(side.stack)
        pdf.draw(page, size)
        yield False
        if pdf.drawn is None or pdf.drawn.isNull() or self._painter is None:
            return False
        high = max(16, STRIP_DOTS // size.width())
        for y in range(0, size.height(), high):
            strip = strip_of(pdf.drawn, y, high)
            if not blank(strip):
                self._painter.drawImage(QRect(left, top + y * each, strip.width() * each, strip.height() * each), strip)
            yield True
        return True

    def _give_up(self, words: str) -> None:
        if self._painter is not None:
            self._painter.end()
            self._painter = None
        self.failed.emit(words)

    def _pdf(self, number: int) -> Pdf:
        if self._open is None or self._open[0] != number:
            if self._open is not None:
                self._open[1].deleteLater()
            self._open = (number, Pdf(self.stacks[number].data, self))
            self._open[1].ready.connect(self._step)
        return self._open[1]


def copied(pages: Sequence[int], stack: Stack, *, together: bool = True) -> list[int]:
    """The pages as often as wanted: set after set, or each page together where that is wanted and possible."""
    if stack.collate or not together:
        return [*pages] * stack.copies
    return [page for page in pages for _copy in range(stack.copies)]


def backed(sides: Sequence[Side], once: int) -> list[Side]:
    """With an empty back behind the last page of every copy, so that the next begins on a sheet of its own."""
    if not once % 2:
        return [*sides]
    found: list[Side] = []
    for number, side in enumerate(sides, 1):
        found.append(side)
        if not number % once:
            found.append(replace(side, page=None))
    return found


def blank(strip: QImage) -> bool:
    """Whether nothing is on a strip."""
    paper = QImage(strip.size(), strip.format())
    paper.fill(0xFFFFFFFF)
    return strip == paper


def said_scale(side: Place) -> str:
    """What becomes of the type on other paper."""
    sheet, own = size_name(side.sheet), size_name(named_size(side.rect.size() / side.scale))
    if own == sheet:
        return tr("打印机印不到纸边，整页缩到 {n}% 印。", n=round(side.scale * 100))
    if side.scale < 1:
        return tr("{own} 的纸缩到 {sheet} 印，字会小到约 {n} 成。", own=own, sheet=sheet, n=round(side.scale * 10))
    return tr("{own} 的纸放大到 {sheet} 印，字会大到约 {n} 倍。", own=own, sheet=sheet, n=round(side.scale, 1))
