"""The ledger and the board through the window: filters, order and columns kept, pages fetched, cards by keyboard."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.fixtures import (  # noqa: F401
    QUIET,
    clocked_window,
    home_copied,
    opened_window,
    settle,
    small_village_made,
    type_text,
    words,
)
from tests.ui.village import DITCH
from ui.pages import matters
from ui.pages.matter import PARTS, MatterPage
from ui.pages.matter_new import NewMatterPage
from ui.pages.matters import MattersPage
from ui.window import Window

pytestmark = QUIET
LAMPS = "文化广场路灯更换"


def ledger(window: Window, qtbot: QtBot) -> MattersPage:
    window.open_page("matters")
    settle(qtbot, window)
    page = window.pages["matters"]
    assert isinstance(page, MattersPage)
    return page


def click(window: Window, qtbot: QtBot, button: Any) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def choose(window: Window, qtbot: QtBot, page: MattersPage, key: str, value: Any) -> None:
    """Choose from a list by keyboard, as far as Qt lets a test."""
    box = page.boxes[key]
    at = box.findData(value)
    assert at >= 0, f"{value} is not offered"
    box.setCurrentIndex(at)
    box.activated.emit(at)
    settle(qtbot, window)


def click_title(window: Window, qtbot: QtBot, page: MattersPage, section: int) -> None:
    header = page.table.horizontalHeader()
    at = header.viewport().rect().topLeft()
    at.setX(header.sectionViewportPosition(section) + 15)
    at.setY(header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle(qtbot, window)


def titles(page: MattersPage) -> list[str]:
    return [row.title for row in page.table.rows.rows]


def test_filters_order_and_columns_are_kept_over_a_restart(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    with clocked_window(qtbot, qapp, home) as window:
        page = ledger(window, qtbot)
        assert len(titles(page)) == 3 and not page.clear.isVisible()
        click_title(window, qtbot, page, 0)
        assert titles(page)[0] == DITCH, "the number upwards"
        choose(window, qtbot, page, "category", "public_welfare")
        choose(window, qtbot, page, "step", "propose")
        assert titles(page) == [LAMPS] and page.clear.isVisible()
        page.menu.ticks["budget"].trigger()
        page.menu.ticks["disclose_result"].trigger()
        assert not page.table.isColumnHidden(9) and page.table.isColumnHidden(6)
    with clocked_window(qtbot, qapp, home) as window:
        page = ledger(window, qtbot)
        assert titles(page) == [LAMPS]
        assert page.boxes["step"].currentData() == "propose" and page.menu.ticks["budget"].isChecked()
        assert not page.table.isColumnHidden(9) and page.table.isColumnHidden(6)
        click(window, qtbot, page.clear)
        assert titles(page)[0] == DITCH and len(titles(page)) == 3, "the order stays, the conditions go"


def test_a_click_on_a_date_column_sorts_by_it(opened: Window, qtbot: QtBot) -> None:
    page = ledger(opened, qtbot)
    click_title(opened, qtbot, page, 1)
    assert titles(page)[0] == DITCH, "the only one that has been proposed"
    assert page.table.rows.headerData(1, Qt.Orientation.Horizontal).endswith("▲")
    click_title(opened, qtbot, page, 1)
    assert page.table.rows.headerData(1, Qt.Orientation.Horizontal).endswith("▼")
    assert titles(page)[0] == DITCH, "what has no date stays last"


def test_the_order_is_chosen_from_the_menu_without_a_mouse(opened: Window, qtbot: QtBot) -> None:
    page = ledger(opened, qtbot)
    page.menu.orders["number"].trigger()
    settle(qtbot, opened)
    assert titles(page)[0] == DITCH and page.menu.orders["number"].isChecked()
    page.menu.orders["propose"].trigger()
    settle(qtbot, opened)
    assert page.chosen["order"] == "propose" and not page.menu.orders["number"].isChecked()


def test_another_page_may_say_what_to_show(opened: Window, qtbot: QtBot) -> None:
    page = ledger(opened, qtbot)
    choose(opened, qtbot, page, "category", "other")
    opened.open_page("matters", step="consult")
    settle(qtbot, opened)
    assert titles(page) == [DITCH] and page.boxes["step"].currentData() == "consult"


def test_rows_are_fetched_page_by_page(opened: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matters, "PAGE", 2)
    page = ledger(opened, qtbot)
    asked: list[int] = []
    more = page.table.rows.more
    assert more is not None
    page.table.rows.more = lambda: (asked.append(page.table.rows.rowCount()), more())  # type: ignore[func-returns-value]
    page._filter()
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 3, timeout=5000)
    settle(qtbot, opened)
    assert asked == [2], "the second page was asked for once, from where the first ended"
    assert len({row.matter for row in page.table.rows.rows}) == 3 and "共 3 件" in page.count.text()


def test_what_needs_me_and_what_is_searched_for(opened: Window, qtbot: QtBot) -> None:
    page = ledger(opened, qtbot)
    click(opened, qtbot, page.needs)
    assert len(titles(page)) == 3
    type_text(page.search, "2026-002")
    qtbot.waitUntil(lambda: titles(page) == [LAMPS], timeout=5000)
    type_text(page.search, "没有这件事")
    qtbot.waitUntil(lambda: page.nothing.isVisible(), timeout=5000)
    assert "清空条件" in page.nothing.text()
    click(opened, qtbot, page.clear)
    assert len(titles(page)) == 3 and not page.needs.isChecked()


def test_the_board_by_keyboard(opened: Window, qtbot: QtBot) -> None:
    """Two columns have cards: down in the first, right to the second, Enter opens; the board is kept."""
    page = ledger(opened, qtbot)
    board = next(b for b in page.ways.buttons() if b.property("way") == "board")
    board.setFocus()
    qtbot.keyClick(board, Qt.Key.Key_Space)
    settle(qtbot, opened)
    lanes = {lane.key: lane for lane in page.board.lanes}
    assert len(lanes["propose"].cards) == 2 and [c.title for c in lanes["consult"].cards] == [DITCH]
    assert lanes["consult"].cards[0].chip == "待安排会议" and lanes["resolve"].cards == ()
    first = page.board.first()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert page.board.lists[0].currentIndex().row() == 1
    qtbot.keyClick(first, Qt.Key.Key_Right)
    second = page.board.lists[1]
    assert second.hasFocus() and second.currentIndex().row() == 0
    qtbot.keyClick(second, Qt.Key.Key_Right)
    assert second.hasFocus(), "there is no card further on"
    qtbot.keyClick(second, Qt.Key.Key_Return)
    settle(qtbot, opened)
    shown = opened.pages["matter"]
    assert isinstance(shown, MatterPage) and shown.name.text() == DITCH
    assert opened.kept("matters", {})["way"] == "board"


def test_each_part_of_a_matter_by_keyboard(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("matter", matter_id=1, tab="步骤")
    settle(qtbot, opened)
    page = opened.pages["matter"]
    assert isinstance(page, MatterPage)
    expected = {
        "步骤": "党支部", "方案": "现在的方案", "预算": "186,000.00元", "人员": "村党组织", "文书": "还没有出具文书",
        "公开": "没有收到异议", "实施": "还没有开始实施", "监督": "还没有监督记录", "附件": "没有附件", "经过": "提出事项",
        "能办的事": "现在可以办",
    }  # fmt: skip
    assert [title for title, _part in PARTS] == list(expected)
    page.tabs.button(0).setFocus()
    for number, (title, said) in enumerate(expected.items()):
        settle(qtbot, opened)
        assert page.tabs.checkedButton().text() == title and page.part is not None
        chips = " ".join(w.accessibleName() for w in page.part.findChildren(type(page.chip)))
        assert said in words(page.part) + chips, title
        if number + 1 < len(expected):
            qtbot.keyClick(page.tabs.button(number), Qt.Key.Key_Right)


def test_two_versions_differ_by_signs_and_not_by_colour_alone(opened: Window, qtbot: QtBot) -> None:
    opened.open_deed("revise_text", matter_id=1)
    settle(qtbot, opened)
    deed = opened.deed
    assert deed is not None and deed.form is not None
    assert "清淤两公里" in deed.form.values()["text"], "the text in force is there to be changed"
    deed.form.fill({"text": "清淤三公里。\n护坡加固三百米。", "reason": "群众建议加长一公里"})
    click(opened, qtbot, deed.submit)
    page = opened.pages["matter"]
    assert isinstance(page, MatterPage) and page.tabs.checkedButton().property("part") == "方案"
    assert page.part is not None
    shown = page.part.difference  # type: ignore[attr-defined]
    assert shown.toPlainText() == "清淤－两＋三公里。\n护坡加固三百米。"
    assert "新加的，共 1 个字" in page.part.said.text()  # type: ignore[attr-defined]
    shown.show_pieces([("same", "一"), ("new", "\n二"), ("gone", "\n")])
    assert shown.toPlainText() == "一\n＋二－\n", "a whole new line bears its sign in front"
    page.part.newer.setCurrentIndex(0)  # type: ignore[attr-defined]
    page.part.older.setCurrentIndex(0)  # type: ignore[attr-defined]
    settle(qtbot, opened)
    assert page.part.said.text() == "这两版的文字一样。"  # type: ignore[attr-defined]


def test_a_reason_leads_to_its_deed_and_grey_buttons_say_why(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("matter", matter_id=2, tab="能办的事")
    settle(qtbot, opened)
    page = opened.pages["matter"]
    assert isinstance(page, MatterPage) and page.part is not None
    said = words(page.part)
    assert "事项还在第一步，没有可以退回的步骤" in said and "只有表决没有通过" in said
    button = next(b for b in page.part.findChildren(QPushButton) if b.accessibleName().startswith("撤回事项，"))
    click(opened, qtbot, button)
    assert opened.deed is not None and opened.deed.deed.key == "withdraw_matter"


def new_matter(window: Window, qtbot: QtBot) -> NewMatterPage:
    click(window, qtbot, ledger(window, qtbot).new)
    page = window.pages["matter_new"]
    assert isinstance(page, NewMatterPage) and page.form is not None
    return page


def test_a_new_matter_shows_how_it_will_go_before_it_is_opened(opened: Window, qtbot: QtBot) -> None:
    page = new_matter(opened, qtbot)
    assert page.form is not None
    assert "1. 村党组织提议" in page.steps.text() and "4. 村民代表会议决议" in page.steps.text()
    type_text(page.form.widget("title"), "村口小桥加固")
    page.form.fill({"category": "land_contract"})
    assert page.form.values()["profile"] == "cn-land-contract" and "4. 村民会议决议" in page.steps.text()
    page.form.fill({"profile": "cn-village-reps"})
    assert page.take.isVisible()
    click(opened, qtbot, page.submit)
    assert "方案" in words(page) and "没有填好" in page.words.text(), "what is missing is said at its field"
    page.form.fill({"category": "public_welfare", "text": "加固桥面二十米。", "budget": 3_000_000})
    click(opened, qtbot, page.submit)
    assert "有预算但没有写资金来源" in words(page.reasons)
    page.form.fill({"fund_source": "村集体经济收益"})
    click(opened, qtbot, page.submit)
    shown = opened.pages["matter"]
    assert isinstance(shown, MatterPage) and opened.stack.currentWidget() is shown
    assert shown.name.text() == "村口小桥加固" and shown.shown.budget == "30,000.00元"
    assert new_matter(opened, qtbot).form.values()["title"] == "", "the draft is gone with the deed"  # type: ignore[union-attr]


def test_the_draft_of_a_new_matter_survives(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    with clocked_window(qtbot, qapp, home) as window:
        page = new_matter(window, qtbot)
        assert page.form is not None
        type_text(page.form.widget("title"), "写了一半的事")
        page.form.fill({"category": "other"})
        click(window, qtbot, page.give_up)
    with clocked_window(qtbot, qapp, home) as window:
        page = new_matter(window, qtbot)
        assert page.form is not None and page.form.values()["title"] == "写了一半的事" and page.note.isVisible()
        click(window, qtbot, page.again)
        assert page.form.values()["title"] == "" and page.form.values()["category"] is None
