"""What is asked and shown while printing: the system's dialog, other paper, how far it is, and the way out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fixtures import QUIET
from tests.ui.test_printing import A3, A4, A4_SIZE, Plain, file_printer, pdf  # noqa: F401
from ui.print_dialogs import OtherPaper, PrintProgress
from ui.print_job import Pdf, PrintJob, Stack
from ui.print_place import named_size
from ui.printing import follow, print_pdf

pytestmark = QUIET


@pytest.fixture(name="parent")
def some_window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


Said = list[str]


def test_other_paper_is_asked_about_and_may_be_refused(qtbot: QtBot, printer: QPrinter, parent: QWidget) -> None:
    said: Said = []
    answer: list[Callable[[OtherPaper], QPushButton]] = [lambda d: d.not_now, lambda d: d.go]
    ends = ["没有打印。", "已经送去打印，共 1 页。"]
    for choose in answer:
        follow(PrintJob([Stack("a", pdf(A3))], printer, parent, Plain(printer, [A4_SIZE])), parent, "a", said.append)
        qtbot.waitUntil(lambda: any(d.isVisible() for d in parent.findChildren(OtherPaper)), timeout=10_000)
        dialog = next(d for d in parent.findChildren(OtherPaper) if d.isVisible())
        assert "约 7 成" in dialog.words.text() and not Path(printer.outputFileName()).exists()
        choose(dialog).click()
        wanted = ends.pop(0)
        qtbot.waitUntil(lambda: said[-1:] == [wanted], timeout=10_000)  # noqa: B023
        qtbot.waitUntil(lambda: not parent.findChildren(OtherPaper), timeout=10_000)
    paper = Pdf(Path(printer.outputFileName()).read_bytes())
    size = paper.document.pagePointSize(0)
    assert (size.width(), size.height()) == pytest.approx(A4, abs=1.5)


def test_a_ballot_too_large_for_the_paper_is_refused_in_words(qtbot: QtBot, printer: QPrinter, parent: QWidget) -> None:
    said: Said = []
    device = Plain(printer, [QPageSize(QPageSize.PageSizeId.A5)])
    follow(PrintJob([Stack("表决票", pdf(A4), exact=True)], printer, parent, device), parent, "a", said.append)
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert "表决票要按原来的大小印" in said[0] and not Path(printer.outputFileName()).exists()


def test_a_long_job_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, printer: QPrinter, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.printing.PATIENCE_MS", 1)
    said: Said = []
    follow(PrintJob([Stack("a", pdf(*[A4] * 60))], printer, parent), parent, "会议记录", said.append)
    qtbot.waitUntil(lambda: any(d.isVisible() and d.bar.value() > 1 for d in parent.findChildren(PrintProgress)), timeout=20_000)
    dialog = parent.findChildren(PrintProgress)[0]
    assert dialog.bar.maximum() == 60 and dialog.bar.accessibleName()
    dialog.stop.click()
    qtbot.waitUntil(lambda: said[-1] == "已经停止打印", timeout=10_000)
    qtbot.waitUntil(lambda: not parent.findChildren(PrintProgress), timeout=10_000)


def test_the_dialog_begins_with_the_paper_of_the_paper(qtbot: QtBot, parent: QWidget) -> None:
    for size, lying in ((A3, False), (A4[::-1], True)):
        dialog = print_pdf(parent, pdf(size, size), "册", lambda _words: None)
        assert isinstance(dialog, QPrintDialog) and dialog.isVisible() and dialog.maxPage() == 2
        sheet = dialog.printer().pageLayout().pageSize()
        assert sheet.id() == named_size(QSizeF(*size)).id() and lying == (size[0] > size[1])
        assert dialog.testOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        assert dialog.testOption(QPrintDialog.PrintDialogOption.PrintCollateCopies)
        dialog.reject()
