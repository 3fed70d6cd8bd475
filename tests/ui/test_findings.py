"""Before a notice hangs: cards ask what is to be done about each personal thing, and the notice follows."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consult_desk import actions as act
from consult_desk.documents import readback
from consult_desk.views.papers import paper_page
from tests.journeys import hamlet
from tests.journeys.fixtures import template  # noqa: F401
from tests.ui.fixtures import QUIET, clocked_window, settle
from tests.ui.village import Clock
from ui.pages.issue import IssuePage
from ui.window import Window

pytestmark = QUIET
TEXT = "有事打电话13812345678。其中低保户周家优先施工；其余按顺序。"


@pytest.fixture(name="window")
def window_opened(qtbot: QtBot, qapp: QApplication, template: Path, tmp_path: Path) -> Iterator[Window]:  # noqa: F811
    guide = hamlet.opened(template, tmp_path / "home")
    done = guide.desk.do(
        act.matters.open_matter, title="三组水渠疏浚", category="public_welfare", origin="suggestion", text=TEXT,
        budget=3_000_000, fund_source="村集体经济收益", profile="cn-village-reps",
    )  # fmt: skip
    hamlet.reach(guide, int(done.result), "disclose_resolution")
    guide.desk.close()
    with clocked_window(qtbot, qapp, tmp_path / "home", Clock(guide.clock.day + timedelta(days=0))) as opened:
        yield opened


def opened(window: Window, qtbot: QtBot) -> IssuePage:
    window.open_page("issue", matter_id=1, kind="resolution", subject_id=1)
    page = window.pages["issue"]
    assert isinstance(page, IssuePage)
    settle(qtbot, window, lambda: page.preview.document.pageCount() >= 1 and len(page.cards.controls()) == 4)
    return page


def test_nothing_is_issued_before_every_card_is_decided(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    page = opened(window, qtbot)
    hardship, _reason, phone, _none = page.cards.controls()
    assert "1 处要您决定" in page.cards.head.text() and not page.submit.isEnabled()
    assert hardship.currentData() == "" and phone.currentData() == "masked"  # type: ignore[attr-defined]
    hardship.setFocus()
    qtbot.keyClick(hardship, Qt.Key.Key_Down)
    qtbot.keyClick(hardship, Qt.Key.Key_Down)
    assert hardship.currentData() == "removed"  # type: ignore[attr-defined]
    settle(qtbot, window, page.submit.isEnabled)
    assert "都有了着落" in page.cards.head.text()
    qtbot.mouseClick(page.submit, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.submit, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: window.stack.currentWidget() is window.pages["paper"])
    found: list[str] = []
    window.bridge.ask(paper_page, lambda view: found.append(readback.squeezed(readback.read_text(view.data))), 1)
    settle(qtbot, window, lambda: bool(found))
    assert "低保户" not in found[0] and "138****5678" in found[0] and "其余按顺序" in found[0]


def test_keeping_asks_for_a_reason(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    hardship, reason, *_more = page.cards.controls()
    hardship.setCurrentIndex(3)  # type: ignore[attr-defined]
    assert reason.isVisible() and "1 处要您决定" in page.cards.head.text()
    qtbot.wait(400)
    settle(qtbot, window)
    assert not page.submit.isEnabled()
    reason.setText("评议公示按规定要写")  # type: ignore[attr-defined]
    reason.textEdited.emit(reason.text())  # type: ignore[attr-defined]
    settle(qtbot, window, page.submit.isEnabled)
    assert "都有了着落" in page.cards.head.text()
