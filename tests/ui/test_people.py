"""The roster in the window: found, narrowed, loaded while scrolling; a person, bodies, rare names, imports undone."""

import shutil
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from consult_desk.actions import people as act
from consult_desk.desk import Desk
from consult_desk.views.person import person_page
from tests.interchange.books import csv_text, person
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
from tests.ui.village import Clock
from ui.page import Page
from ui.pages.bodies import BodiesPage
from ui.pages.people import PeoplePage
from ui.pages.person import PersonPage
from ui.pages.roster_import import RosterImportPage
from ui.window import Window

pytestmark = QUIET
CROWD = 2_000
GIVEN = "安宾传岱恩芳刚瀚佳凯岚敏宁欧平琪仁诗涛维翔宇哲"


@pytest.fixture(scope="session", name="crowded_home")
def crowded_home_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village of two thousand in two groups, made once."""
    home = tmp_path_factory.mktemp("crowd") / "village"
    desk = Desk.create(home, now=Clock(date(2026, 3, 2)))
    desk.do(act.found_village, "大桥村", "柳林镇", practice=True)
    rows = [
        person(
            姓名=f"{'陈李王赵'[n % 4]}{GIVEN[n % len(GIVEN)]}{GIVEN[n // len(GIVEN) % len(GIVEN)]}", 性别="女" if n % 3 else "男",
            身份证号="", 出生日期=f"{1940 + n % 80}-{n % 12 + 1:02}-{n % 28 + 1:02}", 户号=f"{n // 4 + 1:04}",
            与户主关系="户主" if n % 4 == 0 else "", 村民小组="一组" if n < CROWD // 2 else "二组",
        )
        for n in range(CROWD)
    ]  # fmt: skip
    desk.do(act.import_roster, csv_text(rows).encode(), "村民.csv")
    desk.close()
    return home


@pytest.fixture(name="crowd")
def crowd_window(qtbot: QtBot, qapp: QApplication, crowded_home: Path, tmp_path: Path) -> Iterator[Window]:
    """A window on a copy of the big village, its roster shown."""
    home = Path(shutil.copytree(crowded_home, tmp_path / "village"))
    with clocked_window(qtbot, qapp, home, Clock(date(2026, 3, 2))) as window:
        window.open_page("people")
        settle(qtbot, window)
        yield window


def shown(window: Window, key: str, kind: type[Page]) -> Any:
    """The page of that key."""
    page = window.pages[key]
    assert isinstance(page, kind)
    return page


def button(widget: QWidget, text: str) -> QPushButton:
    """The visible button that says so."""
    return next(b for b in widget.findChildren(QPushButton) if text in b.text() and b.isVisibleTo(widget))


def click(qtbot: QtBot, window: Window, widget: QWidget) -> None:
    """Press with the mouse and wait for what follows."""
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def submit(qtbot: QtBot, window: Window) -> None:
    """Press the button of the open form; twice where it asks first."""
    dialog = window.deed
    click(qtbot, window, dialog.submit)
    if isValid(dialog) and dialog.isVisible() and dialog.ask.isVisible():
        click(qtbot, window, dialog.submit)


def test_two_thousand_people_are_loaded_as_one_scrolls(crowd: Window, qtbot: QtBot) -> None:
    page = shown(crowd, "people", PeoplePage)
    assert page.count.text() == f"已载入 200 / 共 {CROWD} 人"
    for _ in range(3):
        page.table.scrollToBottom()
        settle(qtbot, crowd)
    assert page.table.rows.rowCount() == 800 and page.count.text() == f"已载入 800 / 共 {CROWD} 人"
    spelt = [(row.pinyin, row.person) for row in page.table.rows.rows]
    assert spelt == sorted(spelt) and len(set(spelt)) == 800


def test_letters_jump_to_where_they_begin(crowd: Window, qtbot: QtBot) -> None:
    page = shown(crowd, "people", PeoplePage)
    assert not page.letters.buttons["B"].isEnabled() and page.letters.buttons["L"].isEnabled()
    click(qtbot, crowd, page.letters.buttons["L"])
    assert page.table.rows.rows[0].name.startswith("李") and page.count.text().startswith("从 L 起")
    page.letters.buttons["L"].setFocus()
    qtbot.keyClick(page.letters.buttons["L"], Qt.Key.Key_Right)
    assert page.letters.buttons["W"].hasFocus(), "letters nobody begins with are passed over"
    qtbot.keyClick(page.letters.buttons["W"], Qt.Key.Key_Space)
    settle(qtbot, crowd)
    assert page.table.rows.rows[0].name.startswith("王")


def test_typing_and_choosing_narrow_the_roster(crowd: Window, qtbot: QtBot) -> None:
    page = shown(crowd, "people", PeoplePage)
    type_text(page.search, "王安")
    qtbot.waitUntil(lambda: 0 < page.table.rows.total < 100, timeout=5000)
    assert {row.name[:2] for row in page.table.rows.rows} == {"王安"}
    page.search.clear()
    qtbot.waitUntil(lambda: page.table.rows.total == CROWD, timeout=5000)
    page._choose("group", "一组")
    settle(qtbot, crowd)
    assert page.table.rows.total == CROWD // 2
    click(qtbot, crowd, page.switches["adults"])
    assert 0 < page.table.rows.total < CROWD // 2 and min(row.age for row in page.table.rows.rows) >= 18
    click(qtbot, crowd, page.clear)
    assert page.table.rows.total == CROWD
    click(qtbot, crowd, next(b for b in page.ways.buttons() if b.property("way") == "homes"))
    assert page.homes.isVisible() and page.count.text() == "已载入 200 / 共 500 户"


def test_numbers_are_masked_and_enter_opens_a_person(opened: Window, qtbot: QtBot) -> None:
    opened.bridge.do(act.correct_person, lambda _f: None, 1, "补登记电话", phone="13900001234")
    opened.open_page("people")
    settle(qtbot, opened)
    page = shown(opened, "people", PeoplePage)
    assert "139****1234" in [page.table.rows.cell(page.table.rows.index(n, 3)).under for n in range(3)]
    type_text(page.search, "周明德")
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 1, timeout=5000)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settle(qtbot, opened)
    person_shown = shown(opened, "person", PersonPage)
    assert person_shown.name.text() == "周明德" and "13900001234" not in words(person_shown)
    assert "补登记电话" in words(person_shown)


def test_a_person_is_corrected_with_a_reason(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("person", person_id=2)
    settle(qtbot, opened)
    page = shown(opened, "person", PersonPage)
    click(qtbot, opened, button(page, "更正资料"))
    form = opened.deed.form
    form.fill({"name": "林秀岚"})
    submit(qtbot, opened)
    assert opened.deed.isVisible(), "no reason, no correction"
    form.fill({"reason": "户口簿上是另一个字"})
    submit(qtbot, opened)
    assert page.name.text() == "林秀岚" and "理由：户口簿上是另一个字" in words(page)


def test_a_seat_is_begun_with_its_composition_and_ended(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("bodies", body="villager_reps")
    settle(qtbot, opened)
    page = shown(opened, "bodies", BodiesPage)
    assert "还没有人任职" in words(page)
    click(qtbot, opened, button(page, "登记一个人任职"))
    form = opened.deed.form
    form.fill({"person_id": (1, "周明德"), "since": date(2026, 1, 1)})
    settle(qtbot, opened)
    card = form.editors["composition"].card
    assert [met for met, _words in card.lines] == [True, False], "one man: all are representatives, no third is women"
    assert "现有 0 人，还差 1 人" in words(opened.deed) and "第二十九条" in words(opened.deed)
    submit(qtbot, opened)
    assert "周明德" in [b.text() for b in page.findChildren(QPushButton)] and "✕ 不合规定" in words(page)
    click(qtbot, opened, button(page, "登记离任"))
    opened.deed.form.fill({"until": date(2026, 1, 31)})
    submit(qtbot, opened)
    assert "以前的任职" in words(page) and page.shown.seats == ()


def test_nobody_supervises_his_own_committee(opened: Window, qtbot: QtBot) -> None:
    opened.bridge.do(act.seat_person, lambda _n: None, 1, "villagers_committee", "主任", date(2026, 1, 1))
    opened.open_deed("seat_person", body="supervision_committee")
    settle(qtbot, opened)
    opened.deed.form.fill({"person_id": (1, "周明德"), "post": "主任", "since": date(2026, 1, 1)})
    submit(qtbot, opened)
    assert opened.deed.isVisible() and "不得担任村务监督委员会成员" in words(opened.deed.reasons)
    assert "第三十七条" in words(opened.deed.reasons)


def test_a_rare_name_is_entered_by_code_point(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("people")
    settle(qtbot, opened)
    click(qtbot, opened, shown(opened, "people", PeoplePage).new)
    form = opened.deed.form
    name = form.editors["name"]
    type_text(name.line, "霍")
    click(qtbot, opened, name.rare)
    finder = name.dialog
    finder.line.setText("U+3ADA")
    qtbot.waitUntil(lambda: finder.list.count() == 1 and opened.bridge.waiting == 0, timeout=20_000)
    settle(qtbot, opened)
    assert finder.chosen() == "㫚" and finder.cover.text() and "U+3ADA" in finder.name.text()
    finder.line.setText("日斤")
    qtbot.waitUntil(lambda: finder.list.count() > 5 and opened.bridge.waiting == 0, timeout=20_000)
    assert finder.chosen() == "昕"
    finder.line.clear()
    click(qtbot, opened, finder.more)
    qtbot.waitUntil(lambda: finder.radicals.count() == 214, timeout=20_000)
    day = next(finder.radicals.item(n) for n in range(214) if finder.radicals.item(n).text() == "日")
    finder.radicals.itemActivated.emit(day)
    type_text(finder.line, "4")
    qtbot.waitUntil(lambda: "昕" in [finder.list.item(n).text() for n in range(finder.list.count())], timeout=20_000)
    finder.line.setText("3ada")
    qtbot.waitUntil(lambda: finder.list.count() == 1 and opened.bridge.waiting == 0, timeout=20_000)
    qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    qtbot.keyClick(finder.list, Qt.Key.Key_Return)
    assert name.value() == "霍㫚"
    finder.reject()
    qtbot.waitUntil(lambda: "宋体补上" in name.cover.text() and opened.bridge.waiting == 0, timeout=20_000)
    form.fill({"sex": "女", "birth": date(1990, 5, 1), "household_no": "2-1", "group": "一组"})
    submit(qtbot, opened)
    page = shown(opened, "person", PersonPage)
    settle(qtbot, opened)
    assert page.isVisible() and page.name.text() == "霍㫚"


def roster_file(folder: Path) -> Path:
    """Three rows: one fit, one without ID number, one with a wrong one."""
    rows = [
        person(姓名="霍水生", 户号="3-1", 村民小组="三组"), person(姓名="霍水莲", 身份证号="", 户号="3-1", 村民小组="三组"),
        person(姓名="坏号", 身份证号="123", 户号="3-1", 村民小组="三组"),
    ]  # fmt: skip
    path = folder / "补录.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


def test_an_import_is_seen_first_then_written_then_undone(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.open_page("roster_import")
    settle(qtbot, opened)
    page = shown(opened, "roster_import", RosterImportPage)
    page.ask_file = lambda *_a: (str(roster_file(tmp_path)), "")
    click(qtbot, opened, page.choose)
    assert [row.verdict for row in page.table.rows.rows] == ["ok", "warn", "refused"]
    assert page.write.text() == "写入 2 行"
    page.with_warned.setChecked(False)
    assert page.write.text() == "写入 1 行"
    page.with_warned.setChecked(True)
    click(qtbot, opened, page.filters.buttons["refused"])
    bad = page.table.rows.rows[0]
    assert page.table.rows.rowCount() == 1 and "18 位" in page.table.rows.cell(page.table.rows.index(0, 4)).text
    assert bad.line == 4
    click(qtbot, opened, page.write)
    assert "已经写入 2 行。没有写入 1 行" in words(page) and len(page.imports.undo) == 1
    found: list[Any] = []
    opened.bridge.ask(person_page, found.append, 4)
    settle(qtbot, opened)
    assert found[0].row.name == "霍水生" and [p.name for p in found[0].family] == ["霍水生", "霍水莲"]
    click(qtbot, opened, next(iter(page.imports.undo.values())))
    opened.deed.form.fill({"reason": "选错了文件"})
    dialog = opened.deed
    click(qtbot, opened, dialog.submit)
    assert dialog.isVisible() and "写进名册的 2 行会全部去掉" in dialog.ask.text()
    click(qtbot, opened, dialog.submit)
    assert "已撤销：选错了文件" in words(page) and not page.imports.undo
    opened.open_page("people")
    settle(qtbot, opened)
    assert shown(opened, "people", PeoplePage).table.rows.total == 3


def test_an_import_that_somebody_was_seated_from_stays(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.bridge.do(act.import_roster, lambda _o: None, roster_file(tmp_path).read_bytes(), "补录.csv")
    opened.bridge.do(act.seat_person, lambda _n: None, 4, "council", "成员", date(2026, 1, 1))
    opened.open_page("roster_import")
    settle(qtbot, opened)
    page = shown(opened, "roster_import", RosterImportPage)
    click(qtbot, opened, next(iter(page.imports.undo.values())))
    opened.deed.form.fill({"reason": "选错了文件"})
    submit(qtbot, opened)
    assert opened.deed.isVisible() and "1 人（霍水生）已经登记了任职" in words(opened.deed.reasons)


def test_a_file_is_dropped_and_what_is_no_roster_is_refused_in_words(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.open_page("roster_import")
    settle(qtbot, opened)
    page = shown(opened, "roster_import", RosterImportPage)
    wrong = tmp_path / "价目.csv"
    wrong.write_text("品名,价格\n水泥,400\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(wrong))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the other constructor came after Qt 6.7
        enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(300, 300), copy, data, left, none))
    settle(qtbot, opened)
    assert "名册没有变" in words(page) and "没有找到名册的表头" in words(page) and not page.second.isVisible()
    missing = tmp_path / "没有.csv"
    page.look_at(missing)
    settle(qtbot, opened)
    assert "出了点问题" in words(page) and page.choose.isEnabled()


def test_templates_are_kept_and_never_written_over(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.open_page("roster_import")
    settle(qtbot, opened)
    page = shown(opened, "roster_import", RosterImportPage)
    page.templates.ask_folder = lambda *_a: str(tmp_path)
    for _ in range(2):
        click(qtbot, opened, page.templates)
    names = sorted(path.name for path in tmp_path.glob("*.xlsx"))
    assert names == ["村民名册 2.xlsx", "村民名册.xlsx", "组织任职名册 2.xlsx", "组织任职名册.xlsx"]


def test_the_assembly_is_counted_and_its_list_is_one_click_away(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("bodies")
    settle(qtbot, opened)
    page = shown(opened, "bodies", BodiesPage)
    assert "满十八周岁的村民 3 人" in page.assembly.text() and "3 户" in page.assembly.text()
    click(qtbot, opened, page.assembly)
    people = shown(opened, "people", PeoplePage)
    assert people.isVisible() and people.switches["adults"].isChecked() and people.table.rows.total == 3


def test_leaving_asks_first_and_says_what_becomes_final(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("person", person_id=3)
    settle(qtbot, opened)
    page = shown(opened, "person", PersonPage)
    click(qtbot, opened, button(page, "登记迁出或去世"))
    opened.deed.form.fill({"until": date(2026, 3, 31), "reason": "迁往县城"})
    submit(qtbot, opened)
    assert page.state.isVisible() and "2026-03-31" in page.state.text()
    assert not [b for b in page.findChildren(QPushButton) if b.text() == "登记任职" and b.isVisibleTo(page)]
