"""The notice boards through the window: a notice from its issue to the day it comes down, with an objection between."""

import shutil
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from consult_desk.sample.guide import Clock
from tests.journeys import hamlet
from tests.ui.fixtures import QUIET, clocked_window, settle, words
from ui.deed import DeedDialog
from ui.pages.disclosures import DisclosuresPage
from ui.pages.issue import IssuePage
from ui.widgets.drop_area import DropArea, small_picture
from ui.widgets.scan_view import ScanDialog
from ui.window import Window

pytestmark = QUIET
POSTED, HOLIDAY, REMOVAL = date(2026, 4, 20), date(2026, 5, 5), date(2026, 5, 6)


@pytest.fixture(scope="module", name="resolved_home")
def resolved_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hamlet whose matter 1 is resolved and not yet disclosed."""
    folder = tmp_path_factory.mktemp("boards")
    hamlet.build(folder / "hamlet")
    guide = hamlet.opened(folder / "hamlet", folder / "home")
    hamlet.reach(guide, hamlet.matter(guide), "disclose_resolution")
    guide.desk.close()
    return folder / "home"


@dataclass
class Boards:
    """A window, its clock, and hands."""

    window: Window
    clock: Clock
    qtbot: QtBot

    def page(self, **where: Any) -> DisclosuresPage:
        """The page, opened."""
        self.window.open_page("disclosures", **where)
        settle(self.qtbot, self.window)
        page = self.window.pages["disclosures"]
        assert isinstance(page, DisclosuresPage)
        return page

    def press(self, inside: QWidget, text: str) -> None:
        """Press the button that says so."""
        seen = [b for b in inside.findChildren(QPushButton) if b.isVisibleTo(inside)]
        found = [b for b in seen if b.text() == text]
        assert found, f"no button “{text}” among {[b.text() for b in seen]}"
        found[0].click()
        settle(self.qtbot, self.window)

    def fill(self, **values: Any) -> DeedDialog:
        """Fill in the form that is open."""
        deed = self.window.deed
        assert deed is not None and deed.form is not None
        deed.form.fill(values)
        return deed

    def submit(self) -> str:
        """Submit it; answers what was said of what becomes final, which is then confirmed."""
        deed = self.window.deed
        assert deed is not None
        deed.submit.click()
        settle(self.qtbot, self.window)
        said = deed.ask.text()
        if deed.isVisible():
            deed.submit.click()
            settle(self.qtbot, self.window)
        return said


@pytest.fixture(name="boards")
def boards_opened(qtbot: QtBot, qapp: QApplication, resolved_home: Path, tmp_path: Path) -> Iterator[Boards]:
    """A window of one's own on the day the notice is put up."""
    home = Path(shutil.copytree(resolved_home, tmp_path / "home"))
    clock = Clock(POSTED)
    with clocked_window(qtbot, qapp, home, clock) as window:
        yield Boards(window, clock, qtbot)


def jpeg(path: Path, color: str = "#446688", size: tuple[int, int] = (320, 200)) -> Path:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    assert image.save(str(path), "JPG")  # type: ignore[call-overload]
    return path


def drop(area: DropArea, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # there is no other way to make one
        enter = QDragEnterEvent(QPoint(10, 10), *held)
    QApplication.sendEvent(area, enter)
    assert enter.isAccepted() and area.property("over") is True
    QApplication.sendEvent(area, QDropEvent(QPointF(10, 10), *held))
    assert area.property("over") is False


def issue(boards: Boards) -> None:
    """Issue what the page of issuing proposes."""
    page = boards.window.pages["issue"]
    assert isinstance(page, IssuePage)
    for said in ("出具", "确认出具"):
        assert page.submit.text() == said and page.submit.isEnabled()
        page.submit.click()
        settle(boards.qtbot, boards.window)
    assert boards.window.trail[-1][0] == "paper"


def hang(boards: Boards) -> DisclosuresPage:
    """Issue the notice and record that it hangs."""
    page = boards.page()
    boards.press(page.detail, "出公告")
    issue(boards)
    page = boards.page()
    boards.press(page.detail, "登记张贴")
    said = boards.submit()
    assert "2026年5月6日" in said
    return page


def stops(page: DisclosuresPage) -> list[str]:
    return [stop.state for stop in page.detail.stepper.stops]


def test_a_notice_from_its_issue_to_the_day_it_comes_down(boards: Boards, tmp_path: Path) -> None:
    """Put up on 20 April: the 15th day is 5 May, a holiday, so it comes down on the 6th; an objection is answered first."""
    page = boards.page()
    assert page.list.lines.rowCount() == 1 and page.list.lines.notices[0].words == "还没有张贴"
    assert stops(page) == ["current", "ahead", "ahead", "ahead"] and not page.detail.evidence.isVisible()
    page = hang(boards)
    assert stops(page) == ["done", "done", "current", "ahead"]
    assert page.detail.bar.words() == "还有 16 天期满"
    assert "2026-05-05 是休息日，顺延到下一个工作日" in page.detail.sum.text() and "民法典" in page.detail.law.text()

    drop(page.detail.areas["near"], jpeg(tmp_path / "一.jpg"), jpeg(tmp_path / "二.jpg", "#aa3333", (200, 900)))
    settle(boards.qtbot, boards.window)
    near = page.detail.areas["near"]
    boards.qtbot.waitUntil(lambda: len(near.thumbs) == 2 and all(not b.icon().isNull() for b in near.thumbs.values()))
    assert stops(page) == ["done", "done", "done", "current"] and "近景　2" in words(near)
    assert page.detail.areas["far"].thumbs == {}

    boards.press(page, "登记异议")
    boards.fill(matter_id=1, name="易兴旺", channel="书面", content="单价偏高，请说明比选经过。")
    assert "不能删改" in boards.submit()
    assert page.tabs.currentIndex() == 1 and "异议（1 条待答复）" in page.tabs.tabText(1)
    card = page.objections.cards[1]
    assert "易兴旺　书面" in words(card) and "待答复" in [c.text() for c in card.findChildren(QWidget) if hasattr(c, "show_state")]

    boards.clock.go(REMOVAL)
    page = boards.page(posting_id=1)
    assert page.detail.bar.words() == "今天期满，可以撤下"
    boards.press(page.detail, "登记撤下")
    assert "不能再改" in boards.submit()
    assert page.detail.shown is not None and page.detail.shown.row.state == "served"
    assert [o.code for o in page.detail.reasons.shown] == ["open_objection"]

    boards.press(page.detail.reasons, "去看异议")
    boards.press(page.objections.cards[1], "答复")
    boards.fill(finding="rejected", reply="三家比选，最低价中选。", handler="单守田")
    assert "结论和答复不能再改" in boards.submit()
    assert "答复：三家比选，最低价中选。" in words(page.objections.cards[1])
    boards.press(page.objections.cards[1], "出答复书")
    issue(boards)
    page = boards.page(tab="objections")
    boards.press(page.objections.cards[1], "看答复书、打印")
    assert "异议答复书" in words(boards.window.pages["paper"])
    boards.window.open_page("matter", matter_id=1)
    settle(boards.qtbot, boards.window)
    assert boards.window.pages["matter"].shown.step == "disclose_result"  # type: ignore[attr-defined]


def test_taking_down_early_says_what_it_costs_and_wants_a_reason(boards: Boards) -> None:
    page = hang(boards)
    boards.clock.go(HOLIDAY)
    boards.press(boards.page().detail, "提前撤下…")
    said = boards.submit()
    deed = boards.window.deed
    assert "不算数" in said and deed is not None and deed.isVisible()
    assert [o.code for o in deed.reasons.shown] == ["publicity"]
    boards.fill(early_reason="被风刮走了")
    boards.submit()
    assert [n.words for n in page.list.lines.notices] == ["还没有张贴", "只贴了 15 天，要重新贴"]


def test_what_is_no_photograph_is_refused_by_name(boards: Boards, tmp_path: Path) -> None:
    page = hang(boards)
    fake = tmp_path / "程序.jpg"
    fake.write_bytes(b"MZ not a picture")
    drop(page.detail.areas["far"], fake)
    settle(boards.qtbot, boards.window)
    assert "“程序.jpg”不是照片" in words(boards.window.message)
    assert page.detail.areas["far"].thumbs == {}


def test_several_photographs_are_chosen_in_a_dialog(
    boards: Boards, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = hang(boards)
    names = [str(jpeg(tmp_path / f"{n}.jpg", color)) for n, color in enumerate(("#111111", "#eeeeee"))]
    monkeypatch.setattr(DropArea, "ask", staticmethod(lambda *_a: (names, "")))
    area = page.detail.areas["posting"]
    area.choose.click()
    settle(boards.qtbot, boards.window)
    assert len(area.thumbs) == 2
    first = next(iter(area.thumbs.values()))
    assert "0.jpg" in first.accessibleName()
    first.click()
    settle(boards.qtbot, boards.window)
    dialog = boards.window.findChild(ScanDialog)
    assert dialog is not None and "0.jpg" in words(dialog)
    dialog.shut.click()


def png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 64)) + part(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xd8\xff broken", png(60_000, 60_000), png(2_000_000_000, 2), b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\0\0\0\x18ftypheic", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 ",
    ],
    ids=["empty", "broken", "huge", "enormous", "svg", "heic", "cut", "webp"],
)  # fmt: skip
def test_hostile_pictures_are_not_shown_and_do_no_harm(qapp: QApplication, data: bytes) -> None:
    found = small_picture(data, 92)
    assert found is None or max(found.width(), found.height()) <= 92


def test_a_picture_is_read_small(qapp: QApplication, tmp_path: Path) -> None:
    found = small_picture(jpeg(tmp_path / "a.jpg", size=(3000, 1000)).read_bytes(), 92)
    assert found is not None and found.width() == 92 and found.height() in (30, 31)
    assert not found.textKeys(), "nothing of what the file says besides its pixels"


def test_filters_and_search(boards: Boards) -> None:
    page = hang(boards)
    assert [b.text() for b in page.states.buttons()] == ["全部", "待张贴 0", "张贴中 1", "期满待撤 0", "已期满 0", "提前撤下 0"]
    page.states.buttons()[4].click()
    settle(boards.qtbot, boards.window)
    assert page.list.lines.rowCount() == 0 and "可以点“全部”" in page.nothing.text() and not page.detail.isVisible()
    page.states.buttons()[0].click()
    page.search.setText("没有这件事")
    boards.qtbot.waitUntil(lambda: page.nothing.isVisible(), timeout=5000)
    assert boards.page(posting_id=1).list.lines.rowCount() == 1


def test_the_arrows_go_from_notice_to_notice(boards: Boards) -> None:
    page = hang(boards)
    boards.clock.go(HOLIDAY)
    boards.press(boards.page().detail, "提前撤下…")
    boards.fill(early_reason="被风刮走了")
    boards.submit()
    page = boards.page()
    page.list.setFocus()
    page.list.setCurrentIndex(page.list.lines.index(0))
    boards.qtbot.keyClick(page.list, Qt.Key.Key_Down)
    settle(boards.qtbot, boards.window)
    assert page.detail.shown is not None and page.detail.shown.row.state == "cut_short"
    assert "被风刮走了" in page.detail.late.text()
