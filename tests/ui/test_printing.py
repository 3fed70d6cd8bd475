"""Printing: what comes out equals what is on the screen, nothing is cut, ballots keep their size, the window lives."""

import io
import time
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from tests.ui.fixtures import QUIET
from ui.print_job import Pdf, PrintJob, Side, Stack, backed
from ui.print_place import Device, Place, ink_of, on_paper, place

pytestmark = QUIET
A4, A3 = (595.276, 841.89), (841.89, 1190.551)
A4_SIZE, A3_SIZE = QPageSize(QPageSize.PageSizeId.A4), QPageSize(QPageSize.PageSizeId.A3)
NONE = QMarginsF(0, 0, 0, 0)
SIX_MM = QMarginsF(17, 17, 17, 17)


def pdf(*sizes: tuple[float, float], edge: float = 60) -> bytes:
    """Pages of these sizes with lines, grey, a red block and text from `edge` points inside the paper."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, (wide, high) in enumerate(sizes, 1):
        canvas.setPageSize((wide, high))
        canvas.rect(edge, edge, wide - 2 * edge, high - 2 * edge)
        canvas.setFillGray(0.6)
        canvas.rect(edge + 20, edge + 20, 70, 50, stroke=0, fill=1)
        canvas.setFillColorRGB(0.8, 0.1, 0.1)
        canvas.rect(wide - edge - 90, high - edge - 60, 70, 40, stroke=0, fill=1)
        canvas.setFillGray(0)
        for line in range(18):
            canvas.setFont("Helvetica", 9 + line % 5)
            canvas.drawString(edge + 110, high - edge - 30 - line * 22, f"page {number} line {line} Resolution 2/3")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class Plain(Device):
    """A printer with paper and margins of our choice."""

    def __init__(self, printer: QPrinter, sizes: list[QPageSize], edge: QMarginsF = NONE) -> None:
        super().__init__(printer)
        self.supported, self.usual, self.edge = sizes, sizes[0] if sizes else QPageSize(), edge
        self.turned: list[tuple[bool, bool]] = []

    def turn(self, two_sided: bool, lying: bool) -> None:
        self.turned.append((two_sided, lying))

    def margins(self, sheet: QPageSize, lying: bool) -> QMarginsF:
        super().margins(sheet, lying)
        return self.edge


@pytest.fixture(name="printer")
def file_printer(qapp: QApplication, tmp_path: Path) -> QPrinter:
    """Prints into a PDF file, 600 dots an inch."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "打印.pdf"))
    printer.setResolution(600)
    return printer


def printed(qtbot: QtBot, printer: QPrinter, *stacks: Stack, device: Device | None = None) -> tuple[PrintJob, Pdf]:
    """Print to the end; the job and what came out."""
    job = PrintJob(stacks, printer, None, device)
    job.planned.connect(job.begin)
    with qtbot.waitSignal(job.done, timeout=60_000):
        job.start()
    return job, Pdf(Path(printer.outputFileName()).read_bytes())


def drawn(pdf: Pdf, page: int, dpi: float, scale: float = 1.0) -> QImage:
    size = pdf.document.pagePointSize(page) * (dpi / 72 * scale)
    return on_paper(pdf.document.render(page, QSize(round(size.width()), round(size.height()))))


def grey(image: QImage) -> Image.Image:
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = (bytes(plain.constScanLine(y))[: plain.width()] for y in range(plain.height()))
    return Image.frombytes("L", (plain.width(), plain.height()), b"".join(rows))


def difference(one: QImage, other: QImage) -> float:
    """Share of dots, in millionths of the page, that have no like within one dot in the other picture, either way.

    A printer's paper is whole points large, so its dots may lie half a dot beside those of the screen.
    """
    pictures = [grey(one), grey(other)]
    size = min(p.width for p in pictures), min(p.height for p in pictures)
    first, second = (picture.crop((0, 0, *size)) for picture in pictures)
    worst = 0
    for here, there in ((first, second), (second, first)):
        above = ImageChops.subtract(here, there.filter(ImageFilter.MaxFilter(3)))
        below = ImageChops.subtract(there.filter(ImageFilter.MinFilter(3)), here)
        counts = ImageChops.lighter(above, below).histogram()
        worst = max(worst, sum(counts[64:]))
    return worst * 1_000_000 / (size[0] * size[1])


CASES = {
    "A4 standing": (A4, None, 1.0, A4),
    "A4 lying": (A4[::-1], None, 1.0, A4[::-1]),
    "A3 standing": (A3, None, 1.0, A3),
    "A3 lying on A4": (A3[::-1], A4_SIZE, 0.5**0.5, A4[::-1]),
    "A3 on A4": (A3, A4_SIZE, 0.5**0.5, A4),
    "A4 on A3": (A4, A3_SIZE, 2**0.5, A3),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_printed_is_what_is_on_the_screen(qtbot: QtBot, printer: QPrinter, case: str) -> None:
    page, chosen, scale, sheet = CASES[case]
    data = pdf(page)
    job, paper = printed(qtbot, printer, Stack("a", data), device=Device(printer, chosen))
    size = paper.document.pagePointSize(0)
    assert (size.width(), size.height()) == pytest.approx(sheet, abs=1.5)
    assert job.runs[0].sides[0].place.scale == pytest.approx(scale, abs=0.002)
    shown, out = drawn(Pdf(data), 0, 150, scale), drawn(paper, 0, 150)
    assert difference(out, shown) < 150
    moved = shown.copy(3, 0, shown.width() - 3, shown.height())
    assert difference(out, moved) > 600, "the measure sees half a millimetre"


def test_strips_leave_no_seam(qtbot: QtBot, printer: QPrinter) -> None:
    data = pdf(A4)
    printer.setResolution(300)
    _job, paper = printed(qtbot, printer, Stack("a", data))
    assert difference(drawn(paper, 0, 300), drawn(Pdf(data), 0, 300)) < 150


def test_sizes_may_be_mixed_in_one_job(qtbot: QtBot, printer: QPrinter) -> None:
    data = pdf(A4, A4[::-1], A3, A4)
    _job, paper = printed(qtbot, printer, Stack("a", data), Stack("b", pdf(A3[::-1]), copies=2))
    sizes = [paper.document.pagePointSize(n) for n in range(len(paper))]
    wanted = [A4, A4[::-1], A3, A4, A3[::-1], A3[::-1]]
    assert [(s.width(), s.height()) for s in sizes] == [pytest.approx(size, abs=1.5) for size in wanted]


def test_several_printers_jobs_where_the_paper_differs(qtbot: QtBot, printer: QPrinter) -> None:
    printer.setOutputFileName("")
    job = PrintJob([Stack("a", pdf(A4)), Stack("b", pdf(A3)), Stack("c", pdf(A4))], printer)
    with qtbot.waitSignal(job.planned, timeout=10_000):
        job.start()
    assert [[side.stack for side in run.sides] for run in job.runs] == [[0, 2], [1]]
    assert job.scaled == job.impossible == [] and job.total == 3


# ---------------------------------------------------------------------- where a page lies


def at(page: tuple[float, float], ink: tuple[float, ...] | None, sheet: QPageSize, edge: QMarginsF, exact: bool) -> Place | None:
    return place(QSizeF(*page), QRectF(*ink) if ink else None, sheet, edge, exact)


def test_margins_are_respected_only_where_something_would_fall_outside() -> None:
    inside, near, over = (60, 60, 475, 700), (5, 60, 475, 700), (5, 60, 585, 700)
    whole = at(A4, inside, A4_SIZE, SIX_MM, False)
    assert whole is not None and whole.scale == 1 and not whole.moved and whole.rect.topLeft().isNull()
    moved = at(A4, near, A4_SIZE, SIX_MM, True)
    assert moved is not None and moved.scale == 1 and moved.moved and moved.rect.left() == 12
    smaller = at(A4, over, A4_SIZE, SIX_MM, False)
    assert smaller is not None and 0.9 < smaller.scale < 1
    assert at(A4, over, A4_SIZE, SIX_MM, True) is None, "a ballot is not made smaller"


@pytest.mark.parametrize("page", [A4, A4[::-1], A3, A3[::-1], (500, 500), (300, 900), (1400, 200)])
@pytest.mark.parametrize("sheet", [A4_SIZE, A3_SIZE, QPageSize(QPageSize.PageSizeId.A5)])
@pytest.mark.parametrize("edge", [NONE, SIX_MM, QMarginsF(5, 12, 5, 40)])
def test_nothing_is_ever_cut(page: tuple[float, float], sheet: QPageSize, edge: QMarginsF) -> None:
    found = at(page, (0, 0, *page), sheet, edge, False)
    assert found is not None and found.lying == (page[0] > page[1])
    room = QSizeF(sheet.size(QPageSize.Unit.Point))
    room = room.transposed() if found.lying else room
    reach = QRectF(0, 0, room.width(), room.height()).marginsRemoved(edge)
    assert reach.adjusted(-1.5, -1.5, 1.5, 1.5).contains(found.rect)
    assert found.rect.width() / found.rect.height() == pytest.approx(page[0] / page[1])
    if found.scale != 1:
        touches = found.rect.width() == pytest.approx(reach.width()), found.rect.height() == pytest.approx(reach.height())
        assert any(touches) and found.rect.center().x() == pytest.approx(reach.center().x()), "as large as can be, centred"


def test_ballots_are_printed_at_their_size_or_not_at_all(qtbot: QtBot, printer: QPrinter) -> None:
    assert at(A4, None, A4_SIZE, NONE, True) == Place(A4_SIZE, False, QRectF(0, 0, *A4), 1.0)
    larger = at(A4, None, A3_SIZE, SIX_MM, True)
    assert larger is not None and larger.scale == 1
    job = PrintJob([Stack("表决票", pdf(A4), exact=True)], printer, None, Device(printer, QPageSize(QPageSize.PageSizeId.A5)))
    with qtbot.waitSignal(job.planned, timeout=10_000):
        job.start()
    assert job.impossible == ["表决票"] and job.total == 0


def test_the_ink_of_a_page_is_found(qapp: QApplication) -> None:
    page = Pdf(pdf(A4, edge=90))
    found = ink_of(page.document, 0)
    assert found is not None
    assert (found.left(), found.top()) == pytest.approx((90, 90), abs=4)
    assert (found.right(), found.bottom()) == pytest.approx((A4[0] - 90, A4[1] - 90), abs=4)


@pytest.mark.parametrize(
    ("page", "has", "words"),
    [
        (A3, [A4_SIZE], "A3 的纸缩到 A4 印，字会小到约 7 成。"),
        (A4, [A3_SIZE], "A4 的纸放大到 A3 印，字会大到约 1.4 倍。"),
        (A4, [A4_SIZE, A3_SIZE], ""),
    ],
)
def test_other_paper_is_said_beforehand(
    qtbot: QtBot, printer: QPrinter, page: tuple[float, float], has: list[QPageSize], words: str
) -> None:
    job = PrintJob([Stack("a", pdf(page, page))], printer, None, Plain(printer, has))
    with qtbot.waitSignal(job.planned, timeout=10_000):
        job.start()
    assert job.scaled == ([words] if words else [])
    assert not Path(printer.outputFileName()).exists(), "nothing is printed before it is said"


# ---------------------------------------------------------------------- copies, ranges, both sides


def order(qtbot: QtBot, printer: QPrinter, *stacks: Stack, device: Device | None = None) -> list[tuple[int, int | None]]:
    job = PrintJob(stacks, printer, None, device)
    with qtbot.waitSignal(job.planned, timeout=10_000):
        job.start()
    return [(side.stack, side.page) for run in job.runs for side in run.sides]


def test_copies_ranges_and_collation(qtbot: QtBot, printer: QPrinter) -> None:
    data = pdf(A4, A4, A4)
    assert order(qtbot, printer, Stack("a", data, pages=(0, 2, 7))) == [(0, 0), (0, 2)]
    assert order(qtbot, printer, Stack("a", data, 2, (0, 1))) == [(0, 0), (0, 1), (0, 0), (0, 1)]
    assert order(qtbot, printer, Stack("a", data, 2, (0, 1), collate=False)) == [(0, 0), (0, 0), (0, 1), (0, 1)]


def test_every_copy_begins_on_a_sheet_of_its_own(qtbot: QtBot, printer: QPrinter) -> None:
    assert backed([Side(0, n, Place(A4_SIZE, False, QRectF(), 1)) for n in range(2)], 2)[-1].page == 1
    device = Plain(printer, [])
    device.two_sided = True
    three = pdf(A4, A4, A4)
    ballots = Stack("票", three, single=True)
    assert order(qtbot, printer, Stack("a", three, 2), device=device) == [*[(0, n) for n in (0, 1, 2, None)] * 2]
    assert order(qtbot, printer, ballots, device=device) == [(0, 0), (0, 1), (0, 2)]
    _job, paper = printed(qtbot, printer, Stack("a", three, 2), device=device)
    assert len(paper) == 8
    assert ink_of(paper.document, 2) is not None and ink_of(paper.document, 3) is None


def test_paper_is_turned_over_the_edge_it_hangs_from(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "x.pdf"))
    monkeypatch.setattr(printer, "outputFileName", lambda: "")  # as a real one, which takes several jobs
    device = Plain(printer, [])
    device.two_sided = True
    two, lying, ballots = Stack("a", pdf(A4, A4)), Stack("b", pdf(A4[::-1], A4[::-1])), Stack("票", pdf(A4), single=True)
    job = PrintJob([two, lying, ballots, two], printer, None, device)
    job.planned.connect(job.begin)
    with qtbot.waitSignal(job.done, timeout=20_000):
        job.start()
    assert [[side.stack for side in run.sides] for run in job.runs] == [[0, 0, 3, 3], [1, 1], [2]]
    assert device.turned == [(True, False), (True, True), (False, False)]
    known: list[QPrinter.DuplexMode] = []
    monkeypatch.setattr(printer, "setDuplex", known.append)
    for both, lies in device.turned:
        Device.turn(device, both, lies)
    modes = QPrinter.DuplexMode
    assert known == [modes.DuplexLongSide, modes.DuplexShortSide, modes.DuplexNone]


# ---------------------------------------------------------------------- long jobs, faults


def test_a_long_job_lets_the_window_live_and_can_be_stopped(qtbot: QtBot, printer: QPrinter) -> None:
    job = PrintJob([Stack("a", pdf(*[A4] * 340))], printer)
    job.planned.connect(job.begin)
    turns: list[float] = []

    def step(done: int, _total: int) -> None:
        turns.append(time.monotonic())
        if done == 5:
            job.stop()

    job.progressed.connect(step)
    with qtbot.waitSignal(job.failed, timeout=60_000) as ended:
        job.start()
    assert ended.args == ["已经停止打印"] and job.total == 340 and 5 <= job.printed <= 6 and not job.sent


def test_between_two_strips_other_things_get_their_turn(qtbot: QtBot, printer: QPrinter) -> None:
    from PySide6.QtCore import QTimer

    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(0)
    printed(qtbot, printer, Stack("a", pdf(A4, A4)))
    timer.stop()
    assert ticks >= 10, "a page is drawn in strips"


class Empty(QPrinter):
    """Runs out of paper after some pages."""

    left = 3

    def newPage(self) -> bool:
        self.left -= 1
        return self.left > 0 and super().newPage()


def test_a_printer_that_stops_says_at_which_paper(qtbot: QtBot, tmp_path: Path) -> None:
    printer = Empty(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "x.pdf"))
    job = PrintJob([Stack("a", pdf(A4, A4)), Stack("b", pdf(A4, A4)), Stack("c", pdf(A4))], printer)
    job.planned.connect(job.begin)
    with qtbot.waitSignal(job.failed, timeout=20_000) as ended:
        job.start()
    assert "缺纸" in ended.args[0] and job.reached == 1 and job.printed == 3 and job.sent == {0}
    nothing = PrintJob([Stack("x", b"no pdf")], printer)
    with qtbot.waitSignal(nothing.failed, timeout=10_000):
        nothing.start()


def test_a_lying_page_lies(printer: QPrinter) -> None:
    Device(printer).lay(A4_SIZE, True)
    assert printer.pageLayout().orientation() == QPageLayout.Orientation.Landscape
