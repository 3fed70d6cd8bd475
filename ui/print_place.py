"""Where a page comes to lie on the paper in the printer: as it is, turned, or as large as the paper lets it be."""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

SAME = 3.0  # points by which two papers of one size may differ
COARSE = 36.0  # dots an inch, to find where the ink is
WHITE = 250  # lighter than this is paper
TWO_SIDED = (QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide)  # standing paper, lying paper
_PAPER = bytes(255 if shade >= WHITE else 0 for shade in range(256))


@dataclass(frozen=True)
class Place:
    """rect: of the page on the sheet as it lies, in points. moved: not where it is on the page, so that nothing is cut."""

    sheet: QPageSize
    lying: bool
    rect: QRectF
    scale: float
    moved: bool = False


class Device:
    """A printer, as far as its paper is concerned. chosen: the paper picked in the dialog instead of the paper's own."""

    def __init__(self, printer: QPrinter, chosen: QPageSize | None = None) -> None:
        self.printer, self.chosen = printer, chosen
        known = QPrinterInfo(printer)
        self.supported = list(known.supportedPageSizes())
        self.usual = known.defaultPageSize()
        self.two_sided = printer.duplex() in TWO_SIDED

    def sheet_for(self, page: QSizeF) -> QPageSize:
        """The paper a page is printed on: of its own size where the printer has that, else what the printer has."""
        own = named_size(page)
        if self.chosen is not None:
            return self.chosen
        if not self.supported or any(same(size.sizePoints(), own.sizePoints()) for size in self.supported):
            return own
        if self.usual.isValid():
            return self.usual
        return max(self.supported, key=lambda size: size.sizePoints().width() * size.sizePoints().height())

    def lay(self, sheet: QPageSize, lying: bool) -> None:
        """Tell the printer which paper comes next."""
        self.printer.setFullPage(True)
        self.printer.setPageSize(sheet)
        way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
        self.printer.setPageOrientation(way)

    def turn(self, two_sided: bool, lying: bool) -> None:
        """Print both sides or one; standing paper is turned over its long edge, lying paper over its short one."""
        self.printer.setDuplex(TWO_SIDED[lying] if two_sided else QPrinter.DuplexMode.DuplexNone)

    def margins(self, sheet: QPageSize, lying: bool) -> QMarginsF:
        """What the printer cannot reach, in points of the sheet as it lies."""
        self.lay(sheet, lying)
        layout = self.printer.pageLayout()
        layout.setUnits(QPageLayout.Unit.Point)
        return layout.minimumMargins()


def named_size(page: QSizeF) -> QPageSize:
    """A4, A3 … or the size itself, standing."""
    standing = QSizeF(min(page.width(), page.height()), max(page.width(), page.height()))
    return QPageSize(standing, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)


def size_name(size: QPageSize) -> str:
    """A4 for people."""
    if size.id() != QPageSize.PageSizeId.Custom:
        return str(size.key())
    millimetres = size.size(QPageSize.Unit.Millimeter)
    return f"{millimetres.width():.0f}×{millimetres.height():.0f} mm"


def same(one: QSizeF | QSize, other: QSizeF | QSize) -> bool:
    """Whether two sizes are one paper."""
    return abs(one.width() - other.width()) < SAME and abs(one.height() - other.height()) < SAME


def place(page: QSizeF, ink: QRectF | None, sheet: QPageSize, margins: QMarginsF, exact: bool) -> Place | None:
    """Where a page goes; nothing of it is ever cut.

    ink: what is printed on the page, None where the printer reaches every edge. exact: only at 100 %. None: an exact
    page for which the paper has no room.
    """
    lying = page.width() > page.height()
    points = QSizeF(sheet.size(QPageSize.Unit.Point))
    room = points.transposed() if lying else points
    reach = QRectF(0, 0, room.width(), room.height()).marginsRemoved(margins)
    whole = QRectF(0, 0, page.width(), page.height())
    if same(page, room):
        if ink is None or reach.contains(ink):
            return Place(sheet, lying, whole, 1.0)
        if ink.width() <= reach.width() and ink.height() <= reach.height():
            across = max(reach.left() - ink.left(), 0.0) + min(reach.right() - ink.right(), 0.0)
            down = max(reach.top() - ink.top(), 0.0) + min(reach.bottom() - ink.bottom(), 0.0)
            return Place(sheet, lying, whole.translated(across, down), 1.0, moved=True)
    if exact:
        if page.width() > reach.width() or page.height() > reach.height():
            return None
        whole.moveCenter(reach.center())
        return Place(sheet, lying, whole, 1.0)
    scale = min(reach.width() / page.width(), reach.height() / page.height())
    fitted = QRectF(0, 0, page.width() * scale, page.height() * scale)
    fitted.moveCenter(reach.center())
    return Place(sheet, lying, fitted, scale)


def ink_of(document: QPdfDocument, page: int) -> QRectF | None:
    """The smallest rectangle around everything on a page, in points; None for a page without anything."""
    size = document.pagePointSize(page)
    dots = QSize(max(1, round(size.width() * COARSE / 72)), max(1, round(size.height() * COARSE / 72)))
    image = on_paper(document.render(page, dots)).convertToFormat(QImage.Format.Format_Grayscale8)
    left, right, top, bottom = image.width(), 0, -1, 0
    for y in range(image.height()):
        row = bytes(cast(memoryview, image.constScanLine(y)))[: image.width()].translate(_PAPER)
        inked = row.strip(b"\xff")
        if inked:
            top = y if top < 0 else top
            bottom = y + 1
            left = min(left, len(row) - len(row.lstrip(b"\xff")))
            right = max(right, len(row.rstrip(b"\xff")))
    if top < 0:
        return None
    point = 72 / COARSE
    return QRectF(left * point, top * point, (right - left) * point, (bottom - top) * point)


def on_paper(image: QImage) -> QImage:
    """The picture on white: PDF pages are transparent where nothing is printed."""
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(0xFFFFFFFF)
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper


def strip_of(page: QImage, top: int, height: int) -> QImage:
    """A strip of a drawn page on white, in shades of grey where it has no colour."""
    strip = on_paper(page.copy(0, top, page.width(), min(height, page.height() - top)))
    return strip.convertToFormat(QImage.Format.Format_Grayscale8) if strip.allGray() else strip
