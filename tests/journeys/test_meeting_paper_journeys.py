"""The papers of a meeting: all printed in one go, stopped and gone on with; signed sheets come home, a wrong one is void."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from consult_desk.sample.guide import Clock, Votes
from tests.documents import distortions as d
from tests.journeys import hamlet
from tests.journeys import paper_hands as at
from tests.journeys.hands import Hands
from tests.ui.fixtures import QUIET, settle, words
from ui.pages import printing
from ui.pages.homecoming import HomecomingPage, HomePageDialog
from ui.print_job import Pdf
from ui.widgets.scan_drop import ScanDrop
from ui.widgets.scan_route import HomeLine

pytestmark = QUIET


@pytest.fixture(scope="module", name="homes")
def villages(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The hamlet with meeting 1 going on, and over; none of its papers issued."""
    made = tmp_path_factory.mktemp("meetings") / "going", tmp_path_factory.mktemp("meetings") / "over"
    for home, over in zip(made, (False, True), strict=True):
        guide = hamlet.opened(template, home)
        meeting, item = hamlet.gathered(guide, hamlet.matter(guide))
        if over:
            guide.vote(item, Votes(3))
            guide.close(meeting)
        (home / "day.txt").write_text(guide.clock.day.isoformat())
        guide.desk.close()
    return made


@pytest.fixture(params=["mouse", "keyboard"], name="seated")
def at_the_desk(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, homes: tuple[Path, Path], tmp_path: Path
) -> Iterator[Callable[[bool], Hands]]:
    """Sits somebody down at the desk while the meeting goes on, or when it is over."""
    with ExitStack() as stack:

        def seated(over: bool) -> Hands:
            home = Path(shutil.copytree(homes[over], tmp_path / "home"))
            clock = Clock(date.fromisoformat((home / "day.txt").read_text()))
            keyboard = request.param == "keyboard"
            return stack.enter_context(at.at_the_window(qtbot, qapp, home, clock, keyboard=keyboard))

        yield seated


def meeting_papers(hands: Hands, tab: str = "文书") -> Any:
    """The papers of the meeting, found through the list of meetings."""
    hands.go("meetings")
    page: Any = hands.window.pages["meetings"]
    hands.open_row(page.table, "会")
    page = hands.window.pages["meeting"]
    hands.tab(page.tabs, tab)
    return page


def visible(place: QWidget, name: str) -> list[QToolButton]:
    return [b for b in place.findChildren(QToolButton) if name in b.accessibleName() and b.isVisible()]


def test_everything_for_a_meeting_is_printed_in_one_go(
    seated: Callable[[bool], Hands], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issued by one button, stopped at the first page, printed to the end; the bar and the sentence say how far."""
    hands = seated(False)
    target = tmp_path / "全.pdf"

    def printer_of(_name: str, _usual: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        return printer

    monkeypatch.setattr(printing, "printer_of", printer_of)
    meeting_papers(hands)
    hands.click("一次印齐…")
    page = hands.window.pages["printing"]
    assert isinstance(page, printing.PrintingPage) and page.rows is not None and not page.print.isEnabled()
    many = len(page.rows.missing())
    assert many >= 3
    hands.press(page.issue)
    hands.press(page.sure)
    settle(hands.qtbot, hands.window, lambda: not page.rows.missing())  # type: ignore[union-attr]
    orders = page.rows.orders()
    assert len(orders) == many and not page.reasons.shown
    told: list[tuple[int, int, bool]] = []

    def begun(watch: Callable[[int, int], None]) -> None:
        hands.press(page.print)
        assert isinstance(page.dialog, QDialog) and page.dialog.isVisible()
        page.dialog.done(QDialog.DialogCode.Accepted)  # the system's own dialog: nothing of ours to press
        assert page.batch is not None and page.bar.isVisible() and page.stop.isVisible() and not page.print.isEnabled()
        page.batch.progressed.connect(watch)

    begun(lambda done, _total: page.stop.click() if done == 1 else None)
    settle(hands.qtbot, hands.window, lambda: page.batch is None)
    assert "已经停止打印" in page.reasons.shown[0].words and "接着印" in page.reasons.shown[0].fix
    assert [one.row.key for one in page.rows.orders()] == [one.row.key for one in orders], "nothing came out whole"
    target.unlink(missing_ok=True)
    begun(lambda done, total: told.append((done, total, "正在打印" in hands.window.message.words.text())))
    settle(hands.qtbot, hands.window, lambda: page.batch is None)
    pages = sum(one.row.pages * one.copies for one in orders)
    assert len(Pdf(target.read_bytes())) == pages and told[-1][:2] == (pages, pages) and any(said for _d, _t, said in told)
    assert page.rows.orders() == [] and not page.bar.isVisible() and not page.reasons.shown


def bring(hands: Hands, monkeypatch: pytest.MonkeyPatch, *paths: Path) -> HomecomingPage:
    """Drag files onto the window, or choose them on the page of papers that come home."""
    if hands.keyboard:
        if hands.window.trail[-1][0] != "homecoming":
            hands.press(at.named(hands, "收回签过字的纸，看还缺哪几页"))
        page = hands.window.pages["homecoming"]
        assert isinstance(page, HomecomingPage)
        monkeypatch.setattr(ScanDrop, "ask", staticmethod(lambda *_a: ([str(path) for path in paths], "")))
        hands.press(page.drop.choose)
    else:
        at.drop(hands, *paths)
    settle(hands.qtbot, hands.window, lambda: hands.window.stack.currentWidget() is hands.window.pages["homecoming"])
    found = hands.window.pages["homecoming"]
    assert isinstance(found, HomecomingPage)
    names = {path.name for path in paths}
    settle(hands.qtbot, hands.window, lambda: {one.file_name for one in found.arrivals} == names)
    return found


def missing(hands: Hands) -> str:
    """What the meeting's own page says is missing, once it was asked."""
    page = meeting_papers(hands, "签回的纸")

    def told() -> list[str]:
        return [line.words.text() for line in page.findChildren(HomeLine) if line.isVisible()]

    settle(hands.qtbot, hands.window, lambda: bool(told()) and all(told()))
    return next((line for line in told() if "还缺" in line), "")


def test_signed_sheets_come_home_and_a_wrong_one_is_void(
    seated: Callable[[bool], Hands], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = seated(True)
    images = {}
    for kind in ("签到册", "计票单"):
        meeting_papers(hands)
        hands.press(at.named(hands, f"出具{kind}"))
        shown = at.paper(hands)
        assert shown.preview.document.pageCount() == 1
        images[kind] = d.rendered(shown.shown.data, 1, 110)
    assert missing(hands) == "还缺：签到册、计票单"
    # The attendance sheet photographed lying, and by mistake a picture of the table.
    (tmp_path / "横着.jpg").write_bytes(d.jpeg(d.turned(images["签到册"], 90)))
    (tmp_path / "桌子.png").write_bytes(d.png(d.wood((600, 400))))
    page = bring(hands, monkeypatch, tmp_path / "横着.jpg", tmp_path / "桌子.png")
    assert "收好 1 页 · 没有认出来 1 页" in words(page)
    (thumb,) = visible(page, "签到册，第 1 页，已收回")
    settle(hands.qtbot, hands.window, lambda: not thumb.icon().isNull())
    upright = thumb.icon().availableSizes()[0]
    assert upright.height() > upright.width()
    # Somebody files the table as the tally sheet, sees it large, and declares it void.
    hands.click("手工归档…")
    hands.fill(hands.form(), paper_id="计票单", page="1")
    hands.submit()
    assert missing(hands) == "", "nothing is missed any more, wrongly"
    hands.press(at.named(hands, "收回签过字的纸，看还缺哪几页"))
    (wrong,) = visible(page, "计票单，第 1 页，已收回")
    hands.press(wrong)
    settle(hands.qtbot, hands.window, lambda: hasattr(page, "dialog") and page.dialog.isVisible())
    assert isinstance(page.dialog, HomePageDialog)
    if hands.keyboard:
        hands.reach(page.dialog.void)
        QTest.keyClick(page.dialog.void, Qt.Key.Key_Space)
    else:
        QTest.mouseClick(page.dialog.void, Qt.MouseButton.LeftButton)
    hands.wait()
    hands.fill(hands.form(), reason="是桌子，不是计票单")
    hands.submit()
    assert not visible(page, "计票单，第 1 页，已收回") and visible(page, "计票单，第 1 页，还缺")
    assert missing(hands) == "还缺：计票单", "the list got shorter by one, and the void one is missed again"
    # The right one fills the gap.
    (tmp_path / "补拍.png").write_bytes(d.png(images["计票单"]))
    page = bring(hands, monkeypatch, tmp_path / "补拍.png")
    assert visible(page, "计票单，第 1 页，已收回")
    assert missing(hands) == ""
