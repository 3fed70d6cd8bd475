"""Papers of matters, objections, years and authorisations through the window: one click where they belong."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fixtures import (  # noqa: F401
    QUIET,
    home_copied,
    opened_window,
    settle,
    small_village_made,
    words,
)
from ui.pages.issue import IssuePage
from ui.pages.matter import MatterPage
from ui.pages.paper import PaperPage
from ui.window import Window

pytestmark = QUIET


def press(window: Window, qtbot: QtBot, within: QWidget, name: str) -> None:
    """Press the button of that accessible name."""
    found = [b for b in within.findChildren(QPushButton) if name in (b.accessibleName(), b.text()) and b.isVisibleTo(within)]
    assert found, f"no button {name}"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def test_the_matter_page_offers_what_can_be_issued_and_says_why_not(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.resize(1366, 768)
    opened.open_page("matter", matter_id=1, tab="文书")
    settle(qtbot, opened)
    page = opened.pages["matter"]
    assert isinstance(page, MatterPage) and page.part is not None
    said = words(page.part)
    assert "提议表" in said and "决策实施登记表" in said and "决议公告" in said and "还没有出具文书" in said
    assert "没有监督意见可写" in said or "监督意见书" in said
    opened.grab().save(str(tmp_path / "papers.png"))
    press(opened, qtbot, page.part, "出具决策实施登记表")
    shown = opened.pages["paper"]
    assert isinstance(shown, PaperPage) and shown.isVisible()
    opened.open_page("matter", matter_id=1, tab="文书")
    settle(qtbot, opened)
    assert page.part is not None and "决策实施登记表：" in words(page.part)
    press(opened, qtbot, page.part, "出具决策实施登记表")
    issue = opened.pages["issue"]
    assert isinstance(issue, IssuePage) and issue.isVisible() and len(issue.choices) == 1, "a new version asks for its reason"


def test_registers_are_printed_from_the_ledger(opened: Window, qtbot: QtBot) -> None:
    page = opened.pages["matters"]
    press(opened, qtbot, page, "打印一年的台账或用印登记")
    (menu,) = [m for m in page.findChildren(QMenu) if m.isVisible()]
    (first, *_rest) = menu.actions()
    assert "台账" in first.text()
    first.trigger()
    menu.close()
    settle(qtbot, opened)
    issue = opened.pages["issue"]
    assert isinstance(issue, IssuePage) and issue.isVisible() and issue.choices[0].kind == "ledger"
    assert not issue.choices[0].obstacles


def test_an_authorisation_is_printed_from_the_bodies_or_entered_first(opened: Window, qtbot: QtBot) -> None:
    opened.open_page("bodies")
    settle(qtbot, opened)
    press(opened, qtbot, opened.pages["bodies"], "打印村民会议的授权书，还没有授权的先登记")
    issue = opened.pages.get("issue")
    if isinstance(issue, IssuePage) and issue.isVisible():
        assert issue.choices[0].kind == "authorization"
    else:
        assert opened.deed is not None and opened.deed.isVisible()
