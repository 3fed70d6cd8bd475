"""Help beside the page, the keyboard map drawn from the shortcuts there are, and all help in one place."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from consult_desk.base import places
from tests.ui.fixtures import QUIET, home_copied, opened_window, settle, small_village_made, type_text, words  # noqa: F401
from ui import keys
from ui.guidance import OPEN
from ui.help import topic, topics
from ui.key_map import KeyMapDialog, _split
from ui.pages.help import HelpPage
from ui.window import Window
from ui.words import set_language

pytestmark = QUIET


def test_f1_explains_the_page_and_f1_again_draws_the_keyboard(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("meetings")
    settle(qtbot, opened)
    qtbot.keyClick(opened, Qt.Key.Key_F1)
    panel = opened.guidance.panel
    assert panel is not None and panel.isVisible()
    meetings = topic("meetings")
    assert meetings is not None and panel.title.text() == meetings.title
    assert panel.text.toPlainText().strip()
    opened.open_page("people")
    settle(qtbot, opened)
    people = topic("people")
    assert people is not None and panel.title.text() == people.title, "it follows the page"
    qtbot.keyClick(opened, Qt.Key.Key_F1)
    dialog = opened.findChild(KeyMapDialog)
    assert dialog is not None and dialog.isVisible()
    dialog.accept()
    panel.close_button.click()
    assert not opened.guidance.is_open()


def test_help_stays_open_through_new_colours_and_is_remembered(opened: Window, qtbot: QtBot) -> None:
    opened.guidance.open_panel()
    assert opened.kept(OPEN, False) is True
    opened.wear(replace(opened.settings(), look="dark", font_px=24))
    settle(qtbot, opened)
    assert opened.guidance.is_open()
    panel = opened.guidance.panel
    assert panel is not None and panel.window() is opened
    opened.guidance.close_panel()
    assert opened.kept(OPEN, True) is False


def test_on_a_small_screen_help_lies_over_the_page_and_on_a_large_one_beside_it(opened: Window, qtbot: QtBot) -> None:
    opened.guidance.open_panel()
    panel = opened.guidance.panel
    assert panel is not None
    opened.resize(1366, 768)
    qtbot.waitUntil(lambda: panel.geometry().right() == opened.centralWidget().width() - 1, timeout=5000)
    assert opened.stack.width() > 1000 and panel.geometry().left() < opened.stack.geometry().right()
    opened.resize(1920, 1080)
    # Nothing is hidden where there is room.
    qtbot.waitUntil(lambda: opened.stack.geometry().right() < panel.geometry().left(), timeout=5000)


def test_the_map_holds_every_shortcut_there_is(opened: Window, qtbot: QtBot) -> None:
    from ui.pages.listed import PAGES

    for page in PAGES:
        assert opened.pages[page.key] is not None
    opened.guidance.show_keys()
    dialog = opened.findChild(KeyMapDialog)
    assert dialog is not None
    said = words(dialog)
    for shortcut in opened.findChildren(QShortcut):
        assert shortcut.property(keys.WORDS) in said
    assert "回到刚才那一页" in said and "到下一个按钮或格子" in said
    assert not keys.clashes(opened)
    dialog.accept()


def test_a_shortcut_works_where_its_page_is_seen_and_nowhere_else(qtbot: QtBot) -> None:
    stack, done = QStackedWidget(), list[str]()
    qtbot.addWidget(stack)
    pages = [QWidget(), QWidget()]
    for name, page in zip("ab", pages, strict=True):
        stack.addWidget(page)
        keys.add(page, "Ctrl+N", name, lambda name=name: done.append(name))
    save = QPushButton("保存")
    QVBoxLayout(pages[0]).addWidget(save)
    save.clicked.connect(lambda: done.append("save"))
    keys.press(save, "Ctrl+S")
    stack.show()
    stack.activateWindow()
    qtbot.wait(50)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(stack, "N", control)
    qtbot.keyClick(stack, "S", control)
    stack.setCurrentIndex(1)
    qtbot.keyClick(stack, "N", control)
    qtbot.keyClick(stack, "S", control)
    assert done == ["a", "save", "b"]
    assert save.toolTip() == "<qt>保存（Ctrl+S）</qt>"


def test_clashes_are_found(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    keys.add(holder, "Ctrl+N", "一", lambda: None)
    assert not keys.clashes(holder)
    keys.add(holder, "Ctrl+N", "二", lambda: None)
    assert len(keys.clashes(holder)) == 1


@pytest.mark.parametrize(
    ("sequence", "caps"),
    [("Ctrl++", ["Ctrl", "+", "＋"]), ("Alt+Left", ["Alt", "+", "Left"]), ("Home / End", ["Home", "/", "End"]), ("F1", ["F1"])],
)
def test_keys_are_drawn_as_caps(sequence: str, caps: list[str]) -> None:
    assert _split(sequence) == caps


def test_all_help_is_found_by_typing_and_links_lead_to_pages(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("help", topic="start")
    settle(qtbot, opened)
    page = opened.pages["help"]
    assert isinstance(page, HelpPage)
    assert page.heading.text() == "从头开始"
    assert page.list.count() == len(topics())
    type_text(page.search, "键盘对照表")
    assert 0 < page.list.count() < len(topics()) and page.text.isVisible()
    type_text(page.search, "没有这样的话")
    assert page.list.count() == 0 and "没有找到" in words(page)
    page.search.clear()
    page.choose("start")
    page.choose("about")
    qtbot.waitUntil(lambda: page.text.verticalScrollBar().value() == 0, timeout=2000)
    assert page.text.textCursor().position() == 0, "read from its beginning"
    page.text.anchorClicked.emit("page:rules")
    assert opened.trail[-1][0] == "rules"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_has_its_help_and_every_link_leads_somewhere(language: str) -> None:
    from ui.pages.listed import PAGES

    set_language(language)
    try:
        known = {one.key for one in topics()}
        pages = {page.key for page in PAGES}
        missing = {page.key for page in PAGES} - {page.key for page in PAGES if (page.help_key or page.key) in known}
        assert not missing, f"write resources/help/zh/<key>.md for {missing}, or name another text by help_key"
        lost = [f"{one.key}: {link}" for one in topics() for link in re.findall(r"\(page:(\w+)\)", one.text) if link not in pages]
        assert not lost
        assert all(one.title != one.key and len(one.text) > 40 for one in topics()), "a title and some words each"
    finally:
        set_language("zh")


def test_every_help_text_has_its_english() -> None:
    folder = places.resource("help")
    chinese, english = ({path.name for path in (folder / tongue).glob("*.md")} for tongue in ("zh", "en"))
    assert chinese == english
    han = [path.name for path in (folder / "en").glob("*.md") if re.search(r"^#.*[\u4e00-\u9fff]", path.read_text("utf-8"))]
    assert not han, f"a Chinese title in the English help: {han}"
