"""The small window at work: ledger, a matter by keyboard, reasons with their articles, a paper, a file to check."""

import warnings
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from consult_desk.actions import matters, papers
from tests.ui.fixtures import QUIET, home_copied, opened_window, settle, small_village_made, type_text, words  # noqa: F401
from tests.ui.village import DITCH, HOSTILE
from ui.pages.matter import MatterPage
from ui.pages.matter_columns import short_day
from ui.pages.matters import MattersPage
from ui.pages.meeting import MeetingPage
from ui.window import Window

pytestmark = QUIET


def ledger(window: Window) -> MattersPage:
    page = window.pages["matters"]
    assert isinstance(page, MattersPage)
    return page


def test_the_ledger_shows_every_matter_with_its_dates(opened: Window) -> None:
    model = ledger(opened).table.rows
    assert model.rowCount() == 3
    first = next(i for i, row in enumerate(model.rows) if row.title == DITCH)
    said = [model.cell(model.index(first, n)).spoken for n in range(model.columnCount())]
    assert said[0].startswith(f"{DITCH}，2026-001　办理中　")
    assert said[1] == "3月5日，○ 未监督·补录" or said[1] == "3月5日，○ 未监督"
    assert said[2] == "正在办" and said[3] == "—"
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(7)] == [
        "事项 ▼", "提议", "商议", "审议", "决议", "决议公开", "结果公开",
    ]  # fmt: skip


def test_the_village_and_practice_are_unmistakable(opened: Window) -> None:
    assert opened.side.village.text() == "清溪村"
    assert opened.side.practice.isVisible() and opened.band.isVisible()
    assert opened.windowTitle() == "清溪村（练习） - 议事台"


def test_typing_finds_and_states_filter(opened: Window, qtbot: QtBot) -> None:
    page = ledger(opened)
    type_text(page.search, "路灯")
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 1, timeout=5000)
    assert page.table.rows.rows[0].title == "文化广场路灯更换"
    page.search.clear()
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 3, timeout=5000)
    states = page.boxes["state"]
    states.setCurrentIndex(states.findData("done"))
    states.activated.emit(states.currentIndex())
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 0, timeout=5000)
    assert page.nothing.isVisible()


def open_first(window: Window, qtbot: QtBot) -> MatterPage:
    table = ledger(window).table
    row = next(i for i, r in enumerate(table.rows.rows) if r.title == DITCH)
    table.setFocus()
    table.setCurrentIndex(table.rows.index(0, 0))
    for _ in range(row):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle(qtbot, window)
    page = window.pages["matter"]
    assert isinstance(page, MatterPage)
    return page


def test_enter_opens_the_matter_and_alt_left_goes_back(opened: Window, qtbot: QtBot) -> None:
    page = open_first(opened, qtbot)
    assert opened.stack.currentWidget() is page
    assert page.name.text() == DITCH
    assert [s.state for s in page.stepper.stops][:3] == ["done", "current", "ahead"]
    assert "2026-03-05" in page.stepper.accessibleDescription()
    opened.go_back()
    assert opened.stack.currentWidget() is ledger(opened)


def test_a_matter_says_what_is_next_and_why_not(opened: Window, qtbot: QtBot) -> None:
    page = open_first(opened, qtbot)
    assert "还缺 1 样" in page.next.text()
    said = words(page.waiting)
    assert "还没有安排" in said and "怎么办：请安排会议" in said
    button = page.waiting.findChild(QPushButton)
    assert button is not None and button.text() == "安排会议"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, opened)
    assert opened.deed is not None and opened.deed.deed.key == "plan_meeting"


def test_a_meeting_shows_who_is_missing_and_the_article(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("meeting", meeting_id=2)
    settle(qtbot, opened)
    page = opened.pages["meeting"]
    assert isinstance(page, MeetingPage)
    assert page.meter.words() == "应到 3 人，实到 1 人，未到 2 人"
    said = words(page)
    assert "应到 3 人，需 2 人，实到 1 人" in said
    assert "依据：" in said and "条" in said.split("依据：")[1]


def test_an_action_refreshes_what_is_seen_and_marks_the_rest(opened: Window, qtbot: QtBot) -> None:
    page = open_first(opened, qtbot)
    assert not ledger(opened).stale
    opened.bridge.do(matters.revise_text, lambda _number: None, 1, "清淤三公里。", "群众建议加长")
    settle(qtbot, opened, lambda: len(page.shown.texts) == 3)
    assert "清淤三公里" in page.shown.text
    assert ledger(opened).stale, "the hidden ledger reads Matter, which was touched"
    opened.go_back()
    settle(qtbot, opened)
    assert not ledger(opened).stale


def test_a_refusal_and_a_trouble_are_said_in_words(opened: Window, qtbot: QtBot) -> None:
    opened.bridge.do(matters.revise_text, lambda _n: None, 1, "清淤两公里。\n护坡加固三百米。", "没有改")
    settle(qtbot, opened)
    assert "文字没有变化" in words(opened.message) and opened.message.property("tone") == "warn"
    opened.bridge.do(papers.save_paper, lambda _p: None, 999, "/nowhere/x.pdf")
    settle(qtbot, opened)
    assert "没有第 999 号文书" in words(opened.message)
    opened.bridge.work(lambda: (_ for _ in ()).throw(OSError("disk")), lambda _n: None)
    with qtbot.waitSignal(opened.bridge.crashed, timeout=5000):
        pass


def test_a_missing_folder_is_a_trouble_with_another_try(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.open_village(tmp_path / "nobody")
    settle(qtbot, opened)
    assert "找不到数据文件" in words(opened.message)
    assert opened.message.again.isVisible()
    qtbot.mouseClick(opened.message.again, Qt.MouseButton.LeftButton)
    settle(qtbot, opened)
    assert "找不到数据文件" in words(opened.message)


def test_markup_from_outside_is_shown_as_it_is(opened: Window, qtbot: QtBot) -> None:
    row = next(r for r in ledger(opened).table.rows.rows if r.title == HOSTILE[:80])
    opened.open_page("matter", matter_id=row.matter)
    settle(qtbot, opened)
    page = opened.pages["matter"]
    assert isinstance(page, MatterPage)
    assert page.name.text() == HOSTILE[:80]
    assert page.name.textFormat() == Qt.TextFormat.PlainText
    assert page.name.width() > 200


@pytest.mark.parametrize("dark", [False, True])
def test_a_paper_is_drawn_in_the_preview_saved_and_verified(
    opened: Window, qtbot: QtBot, tmp_path: Path, dark: bool
) -> None:
    if dark:
        opened.switch_look()
        settle(qtbot, opened)
    issued: list[int] = []
    opened.bridge.do(papers.issue_paper, issued.append, "meeting_notice", 1)
    settle(qtbot, opened, lambda: bool(issued))
    opened.open_page("paper", paper_id=issued[0])
    settle(qtbot, opened)
    page = opened.pages["paper"]
    preview = page.preview  # type: ignore[attr-defined]
    assert preview.document.pageCount() >= 1
    qtbot.wait(400)
    picture = preview.view.viewport().grab().toImage()
    colors = {
        QColor(picture.pixel(x, y)).lightness() for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
    }
    assert max(colors) == 255 and min(colors) < 140, "a white page with ink on it"
    target = tmp_path / "通知.pdf"
    opened.bridge.do(papers.save_paper, opened.say, issued[0], str(target))
    settle(qtbot, opened, target.exists)
    drop(opened, target)
    settle(qtbot, opened, lambda: opened.pages["checking"].isVisible())
    assert "原件一致" in words(opened.pages["checking"])
    altered = tmp_path / "改过.pdf"
    altered.write_bytes(target.read_bytes() + b"\n%x")
    drop(opened, altered)
    settle(qtbot, opened)
    said = words(opened.pages["checking"])
    assert "改过.pdf" in said and "✕" in said


def drop(window: Window, path: Path) -> None:
    """Drag a file on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the other constructor came after Qt 6.7
        enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, data, left, none))


def test_days_of_another_year_name_it() -> None:
    assert short_day(date(2026, 3, 5), 2026) == "3月5日"
    assert short_day(date(2025, 12, 20), 2026) == "25年12月20日"
