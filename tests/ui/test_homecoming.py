"""Signed papers come home through the window: dropped anywhere, recognised, filed by hand where they are not, missed."""

import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from consult_desk.actions.papers import issue_paper
from consult_desk.sample.guide import Clock
from consult_desk.views.papers import paper_page
from tests.documents import distortions as d
from tests.journeys import hamlet
from tests.ui.fixtures import QUIET, clocked_window, settle, words
from ui.pages.checking import CheckingPage
from ui.pages.homecoming import HomecomingPage, HomePageDialog
from ui.pages.papers import PapersPage
from ui.window import Window

pytestmark = QUIET
MEETING = 4


@dataclass
class Village:
    """A village with an attendance sheet issued: its home, the day, the printed pages, the paper's own file."""

    home: Path
    day: date
    paper: int
    pages: list[Image.Image]
    data: bytes


@pytest.fixture(scope="module", name="village")
def village_made(tmp_path_factory: pytest.TempPathFactory) -> Village:
    folder = tmp_path_factory.mktemp("scans")
    hamlet.build(folder / "hamlet")
    guide = hamlet.opened(folder / "hamlet", folder / "home")
    hamlet.reach(guide, hamlet.matter(guide), "disclose_resolution")
    paper: int = guide.desk.do(issue_paper, "attendance_sheet", MEETING).result
    data = guide.desk.ask(paper_page, paper).data
    guide.desk.close()
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        count = len(document)
    return Village(folder / "home", guide.clock.day, paper, [d.rendered(data, n, 110) for n in range(1, count + 1)], data)


@pytest.fixture(name="window")
def window_opened(qtbot: QtBot, qapp: QApplication, village: Village, tmp_path: Path) -> Iterator[Window]:
    home = Path(shutil.copytree(village.home, tmp_path / "home"))
    with clocked_window(qtbot, qapp, home, Clock(village.day)) as opened:
        yield opened


def drop(widget: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(QPoint(30, 30), copy, data, left, none)
    QApplication.sendEvent(widget, enter)
    QApplication.sendEvent(widget, QDropEvent(QPointF(30, 30), copy, data, left, none))


def page(window: Window, qtbot: QtBot, **where: Any) -> HomecomingPage:
    window.open_page("homecoming", **where)
    settle(qtbot, window)
    found = window.pages["homecoming"]
    assert isinstance(found, HomecomingPage)
    return found


def button(root: QWidget, words_of: str) -> QPushButton:
    return next(b for b in root.findChildren(QPushButton) if words_of in b.text() and b.isVisibleTo(root))


def fill(window: Window, qtbot: QtBot, **values: Any) -> None:
    """Fill the deed that is open and submit it."""
    deed = window.deed
    assert deed is not None
    settle(qtbot, window, lambda: deed.form is not None)
    assert deed.form is not None
    deed.form.fill(values)
    qtbot.mouseClick(deed.submit, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def test_photographs_dropped_anywhere_find_their_page(
    window: Window, qtbot: QtBot, village: Village, tmp_path: Path
) -> None:
    """Dropped on another page: the window goes to the papers that come home, and says what is missing now."""
    window.open_page("meetings")
    settle(qtbot, window)
    (tmp_path / "横着.jpg").write_bytes(d.jpeg(d.photographed(village.pages[0], (2000, 1500), angle=92)))
    (tmp_path / "桌子.png").write_bytes(d.png(d.wood((600, 400))))
    (tmp_path / "手机.heic").write_bytes(b"\0\0\0\x18ftypheic")
    drop(window, tmp_path / "横着.jpg", tmp_path / "桌子.png", tmp_path / "手机.heic")
    settle(qtbot, window, lambda: bool(getattr(window.pages["homecoming"], "arrivals", ())))
    shown = window.pages["homecoming"]
    assert isinstance(shown, HomecomingPage) and window.stack.currentWidget() is shown
    said = words(shown)
    assert "收好 1 页 · 没有认出来 1 页 · 打不开 1 个" in said and "兼容性最佳" in said
    missing = len(village.pages) - 1
    assert f"收回了 1 页，还缺 {missing} 页" in said and "还缺：签到册第 2" in said
    thumbs = [b for b in shown.findChildren(QToolButton) if "已收回" in b.accessibleName()]
    assert len(thumbs) == 1 and "横着.jpg" in thumbs[0].accessibleName()
    settle(qtbot, window, lambda: not thumbs[0].icon().isNull())
    picture = thumbs[0].icon().availableSizes()[0]
    assert picture.height() > picture.width(), "upright"
    window.open_page("meetings")
    window.open_page("homecoming")
    settle(qtbot, window)
    assert len(shown.arrivals) == 3, "what was said stays; nothing is filed a second time"


def test_a_scanned_pdf_comes_home_and_a_notice_is_verified(
    window: Window, qtbot: QtBot, village: Village, tmp_path: Path
) -> None:
    (tmp_path / "扫描.pdf").write_bytes(d.pdf_of(village.pages, 110))
    (tmp_path / "电子.pdf").write_bytes(village.data)
    drop(window, tmp_path / "扫描.pdf")
    settle(qtbot, window, lambda: bool(getattr(window.pages["homecoming"], "arrivals", ())))
    assert f"收回了 {len(village.pages)} 页，还缺 0 页" in words(window.pages["homecoming"])
    drop(window, tmp_path / "电子.pdf")
    settle(qtbot, window, lambda: window.stack.currentWidget() is window.pages["checking"])
    checking = window.pages["checking"]
    assert isinstance(checking, CheckingPage)
    settle(qtbot, window, lambda: checking.kind.text() == "✓ 原件一致")


def test_what_is_not_recognised_is_filed_by_hand(window: Window, qtbot: QtBot, village: Village, tmp_path: Path) -> None:
    shown = page(window, qtbot, meeting_id=MEETING)
    torn = village.pages[1].crop((0, 0, village.pages[1].width, village.pages[1].height * 4 // 5))
    (tmp_path / "撕了角.png").write_bytes(d.png(torn))
    drop(shown.drop, tmp_path / "撕了角.png")
    settle(qtbot, window, lambda: bool(shown.arrivals))
    qtbot.mouseClick(button(shown, "手工归档"), Qt.MouseButton.LeftButton)
    deed = window.deed
    assert deed is not None
    settle(qtbot, window, lambda: deed.form is not None)
    fill(window, qtbot, paper_id=village.paper, page=99)
    assert "没有第 99 页" in words(deed.reasons)
    fill(window, qtbot, page=2)
    settle(qtbot, window, lambda: "手工归档好了" in words(shown))
    assert "收回了 1 页" in words(shown)
    frame = next(b for b in shown.findChildren(QToolButton) if "第 1 页" in b.accessibleName() and "还缺" in b.accessibleName())
    qtbot.mouseClick(frame, Qt.MouseButton.LeftButton)
    (tmp_path / "第一页.png").write_bytes(d.png(village.pages[0]))
    fill(window, qtbot, files=[tmp_path / "第一页.png"])
    settle(qtbot, window, lambda: "收回了 2 页" in words(shown))


def test_a_page_is_seen_large_and_declared_void(window: Window, qtbot: QtBot, village: Village, tmp_path: Path) -> None:
    shown = page(window, qtbot)
    (tmp_path / "一.png").write_bytes(d.png(village.pages[0]))
    shown.drop.ask = lambda *_args: ([str(tmp_path / "一.png")], "")  # type: ignore[method-assign]
    qtbot.mouseClick(shown.drop.choose, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: bool(shown.arrivals))
    thumb = next(b for b in shown.findChildren(QToolButton) if "已收回" in b.accessibleName())
    qtbot.mouseClick(thumb, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: shown.findChild(HomePageDialog) is not None or hasattr(shown, "dialog"))
    assert isinstance(shown.dialog, HomePageDialog) and "签到册第 1 页" in shown.dialog.words.text()
    qtbot.mouseClick(shown.dialog.void, Qt.MouseButton.LeftButton)
    fill(window, qtbot, reason="拍得太暗，看不清")
    settle(qtbot, window, lambda: "收回了 0 页" in words(shown))


def test_stopping_half_way_files_nothing(window: Window, qtbot: QtBot, village: Village, tmp_path: Path) -> None:
    shown = page(window, qtbot)
    paths = []
    for number in range(30):
        paths.append(tmp_path / f"{number:02}.png")
        paths[-1].write_bytes(d.png(village.pages[number % len(village.pages)]))
    steps: list[int] = []
    window.bridge.progressed.connect(lambda done, _total, _words: (steps.append(done), done >= 2 and window.bridge.cancel()))
    shown.take(paths)
    settle(qtbot, window)
    assert "已经停下" in window.message.words.text() and not shown.arrivals
    assert "收回了 0 页" in words(shown) and steps[-1] < 29 and shown.drop.choose.isEnabled()


def test_it_is_reached_from_papers_matter_and_meeting_and_back(window: Window, qtbot: QtBot, village: Village) -> None:
    window.open_page("papers")
    settle(qtbot, window)
    papers = window.pages["papers"]
    assert isinstance(papers, PapersPage)
    qtbot.mouseClick(papers.home, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    shown = window.pages["homecoming"]
    assert window.stack.currentWidget() is shown and "还缺" in words(shown)
    for key, where, tab in (("meeting", {"meeting_id": MEETING}, "scans"), ("matter", {"matter_id": 1}, "文书")):
        window.open_page(key, **where, tab=tab)
        settle(qtbot, window, lambda key=key: "还缺" in words(window.pages[key]))
        qtbot.mouseClick(button(window.pages[key], "收回的纸"), Qt.MouseButton.LeftButton)
        settle(qtbot, window)
        assert window.stack.currentWidget() is shown and shown.where == where
    every = button(shown, "看全村的")
    qtbot.mouseClick(every, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert shown.where == {} and not every.isVisible()


def test_the_form_takes_files_too(window: Window, qtbot: QtBot, village: Village, tmp_path: Path) -> None:
    (tmp_path / "一.png").write_bytes(d.png(village.pages[0]))
    window.open_deed("file_scans")
    fill(window, qtbot, files=[tmp_path / "一.png"])
    settle(qtbot, window, lambda: window.stack.currentWidget() is window.pages["homecoming"])
    assert "收好 1 页" in window.message.words.text()
