"""Printing in one go: what is ticked, issued first, printed, stopped and gone on with, from the page of a meeting."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.journeys import hamlet
from tests.journeys.fixtures import template  # noqa: F401
from tests.ui.fixtures import QUIET, clocked_window, settle, words
from tests.ui.test_printing import Empty, Plain
from tests.ui.village import Clock
from ui.pages.printing import PrintingPage
from ui.print_batch import Batch
from ui.print_dialogs import OtherPaper
from ui.print_job import Pdf
from ui.print_place import Device
from ui.window import Window

pytestmark = QUIET
A4, A3 = QPageSize(QPageSize.PageSizeId.A4), QPageSize(QPageSize.PageSizeId.A3)


@pytest.fixture(name="called", scope="module")
def village_with_a_meeting(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """The hamlet with meeting 1 going on and none of its papers issued; copy it, never change it."""
    home = tmp_path_factory.mktemp("called") / "home"
    guide = hamlet.opened(template, home)
    hamlet.gathered(guide, hamlet.matter(guide))
    (home / "day.txt").write_text(guide.clock.day.isoformat())
    guide.desk.close()
    return home


@pytest.fixture(name="window")
def window_opened(qtbot: QtBot, qapp: QApplication, called: Path, tmp_path: Path) -> Iterator[Window]:
    home = Path(shutil.copytree(called, tmp_path / "home"))
    day = date.fromisoformat((home / "day.txt").read_text())
    with clocked_window(qtbot, qapp, home, Clock(day)) as opened:
        yield opened


@pytest.fixture(name="page")
def page_opened(window: Window, qtbot: QtBot) -> PrintingPage:
    window.open_page("printing", meeting_id=1)
    settle(qtbot, window, lambda: window.pages["printing"].rows is not None)
    found = window.pages["printing"]
    assert isinstance(found, PrintingPage)
    return found


def issue(window: Window, page: PrintingPage, qtbot: QtBot, spare: str = "2", *, ballots: bool = False) -> None:
    assert page.rows is not None
    if not ballots:
        page.rows.ticks["ballot:1"].click()
    qtbot.mouseClick(page.issue, Qt.MouseButton.LeftButton)
    assert page.panel.isVisible() and "不能再改" in page.words.text() and page.spare.isHidden() != ballots
    page.spare.setText(spare)
    qtbot.mouseClick(page.sure, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: not page.panel.isVisible() and not page.rows.missing())


def into(path: Path, printer: QPrinter | None = None) -> QPrinter:
    printer = printer or QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def run(page: PrintingPage, printer: QPrinter, device: Device | None = None) -> Batch:
    assert page.rows is not None
    batch = Batch(page.bridge, page.rows.orders(), printer, device, page)
    page.run(batch)
    return batch


def test_a_meeting_leads_to_everything_that_is_printed_for_it(window: Window, qtbot: QtBot) -> None:
    window.open_page("meeting", meeting_id=1, tab="papers")
    settle(qtbot, window)
    button = next(b for b in window.pages["meeting"].findChildren(QPushButton) if b.text() == "一次印齐…")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    page = window.pages["printing"]
    assert window.stack.currentWidget() is page and isinstance(page, PrintingPage)
    assert page.rows is not None and "ballot:1" in page.rows.ticks


def test_what_is_missing_is_issued_by_one_button_after_one_question(window: Window, page: PrintingPage, qtbot: QtBot) -> None:
    assert page.rows is not None
    many = len(page.rows.missing())
    assert many >= 3 and not page.print.isEnabled() and f"勾上的 {many} 份都还没有出具" in page.total.text()
    assert page.issue.isVisible() and not page.panel.isVisible()
    issue(window, page, qtbot, ballots=True)
    assert page.rows.missing() == [] and len(page.rows.orders()) == many and page.print.isEnabled()
    assert "还没出具" not in words(page) and not page.reasons.shown


def test_pages_and_sheets_are_counted_live(window: Window, page: PrintingPage, qtbot: QtBot) -> None:
    issue(window, page, qtbot)
    assert page.rows is not None
    orders = {order.row.key: order for order in page.rows.orders()}
    pages = sum(order.row.pages for order in orders.values())
    assert f"勾了 {len(orders)} 份文书，共 {pages} 页，用 {pages} 张纸。" == page.total.text()
    page.two_sided.setChecked(True)
    sheets = sum(o.row.pages if o.row.single else (o.row.pages + 1) // 2 for o in orders.values())
    assert f"用 {sheets} 张纸" in page.total.text()
    page.two_sided.setChecked(False)
    copies = page.rows.copies["attendance_sheet:1"]
    copies.setFocus()
    qtbot.keyClick(copies, Qt.Key.Key_Up)
    qtbot.keyClick(copies, Qt.Key.Key_Up)
    assert copies.text() == "3" and f"共 {pages + 2 * orders['attendance_sheet:1'].row.pages} 页" in page.total.text()
    page.rows.ticks["attendance_sheet:1"].click()
    assert f"勾了 {len(orders) - 1} 份文书" in page.total.text()
    copies.setText("")
    assert copies.number == 1


def test_everything_goes_into_one_job_and_loses_its_tick(window: Window, page: PrintingPage, qtbot: QtBot, tmp_path: Path) -> None:
    issue(window, page, qtbot)
    assert page.rows is not None
    page.rows.copies["attendance_sheet:1"].setText("2")
    orders = page.rows.orders()
    run(page, into(tmp_path / "全.pdf"))
    assert page.stop.isVisible() and page.bar.isVisible() and not page.print.isEnabled()
    settle(qtbot, window, lambda: page.batch is None)
    paper = Pdf((tmp_path / "全.pdf").read_bytes())
    assert len(paper) == sum(order.row.pages * order.copies for order in orders)
    assert not page.stop.isVisible() and not page.bar.isVisible() and page.reasons.shown == ()
    assert page.rows.orders() == [] and all(choice.sent for key, choice in page.chosen.items() if key != "ballot:1")
    page.rows.ticks["attendance_sheet:1"].click()
    assert page.print.isEnabled(), "it can be printed again"


def test_it_stops_between_two_pages_and_goes_on_from_there(
    window: Window, page: PrintingPage, qtbot: QtBot, tmp_path: Path
) -> None:
    issue(window, page, qtbot)
    assert page.rows is not None
    page.rows.copies["attendance_sheet:1"].setText("30")
    orders = page.rows.orders()
    batch = run(page, into(tmp_path / "全.pdf"))
    batch.progressed.connect(lambda done, _total: page.stop.click() if done == 1 else None)
    settle(qtbot, window, lambda: page.batch is None)
    assert page.reasons.shown and "已经停止打印" in page.reasons.shown[0].words
    assert [order.row.key for order in page.rows.orders()] == [order.row.key for order in orders], "taken back as a whole"


def test_out_of_paper_says_where_and_goes_on_with_the_rest(
    window: Window, page: PrintingPage, qtbot: QtBot, tmp_path: Path
) -> None:
    issue(window, page, qtbot)
    assert page.rows is not None
    orders = page.rows.orders()
    empty = Empty(QPrinter.PrinterMode.ScreenResolution)
    empty.left = orders[0].row.pages
    run(page, into(tmp_path / "一.pdf", empty))
    settle(qtbot, window, lambda: page.batch is None)
    assert "缺纸" in page.reasons.shown[0].words and "接着印" in page.reasons.shown[0].fix
    left = [order.row.key for order in page.rows.orders()]
    assert left == [order.row.key for order in orders][1:] and page.rows.ticks[orders[0].row.key].isChecked() is False
    run(page, into(tmp_path / "二.pdf"))
    settle(qtbot, window, lambda: page.batch is None)
    assert page.reasons.shown == () and page.rows.orders() == []


def test_other_paper_is_asked_about_once_before_the_first_page(
    window: Window, page: PrintingPage, qtbot: QtBot, tmp_path: Path
) -> None:
    issue(window, page, qtbot)
    assert page.rows is not None
    printer = into(tmp_path / "全.pdf")
    run(page, printer, Plain(printer, [A3]))
    settle(qtbot, window, lambda: isinstance(page.dialog, OtherPaper))
    assert isinstance(page.dialog, OtherPaper) and "放大到 A3" in page.dialog.words.text()
    page.dialog.not_now.click()
    settle(qtbot, window, lambda: page.batch is None)
    assert not (tmp_path / "全.pdf").exists() and len(page.rows.orders()) == len(page.chosen) - 1


def test_what_must_keep_its_size_is_left_out_in_words_where_the_paper_has_no_room(
    window: Window, page: PrintingPage, qtbot: QtBot, tmp_path: Path
) -> None:
    issue(window, page, qtbot)
    assert page.rows is not None
    printer = into(tmp_path / "全.pdf")
    orders = [replace(o, row=replace(o.row, exact=o.row.kind == "tally_sheet")) for o in page.rows.orders()]
    page.run(Batch(page.bridge, orders, printer, Plain(printer, [A4], QMarginsF(30, 30, 30, 500)), page))
    settle(qtbot, window, lambda: isinstance(page.dialog, OtherPaper))
    assert isinstance(page.dialog, OtherPaper)
    page.dialog.go.click()
    settle(qtbot, window, lambda: page.batch is None)
    assert [order.row.kind for order in page.rows.orders()] == ["tally_sheet"]
    assert "按原来的大小" in page.reasons.shown[0].words


def test_the_dialog_of_the_system_comes_first(window: Window, page: PrintingPage, qtbot: QtBot) -> None:
    issue(window, page, qtbot)
    qtbot.mouseClick(page.print, Qt.MouseButton.LeftButton)
    assert isinstance(page.dialog, QPrintDialog) and page.dialog.isVisible() and page.batch is None
    page.dialog.reject()


def test_a_matter_says_what_cannot_be_issued_yet(window: Window, qtbot: QtBot) -> None:
    window.open_page("printing", matter_id=1)
    settle(qtbot, window, lambda: window.pages["printing"].rows is not None)
    page = window.pages["printing"]
    assert isinstance(page, PrintingPage) and page.rows is not None
    assert not page.rows.ticks["resolution:1"].isEnabled() and "还不能出" in {c.text() for c in chips(page)}


def chips(page: PrintingPage) -> list[object]:
    from ui.widgets.chip import Chip

    return page.findChildren(Chip)
