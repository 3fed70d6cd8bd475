"""A notice from its draft to its correction, by the buttons a secretary presses: nothing typed twice, no way lost."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from consult_desk import actions as act
from consult_desk.documents import readback
from consult_desk.sample.guide import PASSPHRASE
from tests.journeys import hamlet
from tests.journeys.fixtures import template  # noqa: F401
from tests.ui.fixtures import QUIET, clocked_window, settle, type_text, words
from tests.ui.test_papers import fill_deed, gone
from tests.ui.village import Clock
from ui.pages.issue import IssuePage
from ui.pages.paper import PaperPage
from ui.window import Window

pytestmark = QUIET
TEXT = "有事打电话138 1234 5678。举报人王建国说渠埂占地；其余按顺序施工。"
A3_POINTS = (842, 1191)


@pytest.fixture(name="window")
def window_opened(qtbot: QtBot, qapp: QApplication, template: Path, tmp_path: Path) -> Iterator[Window]:  # noqa: F811
    guide = hamlet.opened(template, tmp_path / "home")
    guide.desk.do(
        act.matters.open_matter, title="三组水渠疏浚", category="public_welfare", origin="suggestion", text=TEXT,
        budget=3_000_000, fund_source="村集体经济收益", profile="cn-village-reps",
    )  # fmt: skip
    hamlet.reach(guide, 1, "disclose_resolution")
    guide.desk.close()
    with clocked_window(qtbot, qapp, tmp_path / "home", Clock(guide.clock.day)) as opened:
        yield opened


def issue_page(window: Window, qtbot: QtBot, *, drawn: bool = True) -> IssuePage:
    page = window.pages["issue"]
    assert isinstance(page, IssuePage)
    settle(qtbot, window, lambda: window.stack.currentWidget() is page and page.form is not None)
    settle(qtbot, window, lambda: (page.preview.document.pageCount() >= 1) == drawn)
    return page


def paper_page(window: Window, qtbot: QtBot) -> PaperPage:
    settle(qtbot, window, lambda: window.stack.currentWidget() is window.pages.get("paper"))
    page = window.pages["paper"]
    assert isinstance(page, PaperPage)
    settle(qtbot, window, lambda: bool(page._data))
    return page


def press(qtbot: QtBot, within: QWidget, text: str) -> None:
    def found() -> list[QPushButton]:
        return [button for button in within.findChildren(QPushButton) if button.text() == text and button.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=10_000)
    qtbot.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def confirm(window: Window, qtbot: QtBot, page: IssuePage) -> PaperPage:
    settle(qtbot, window, page.submit.isEnabled)
    qtbot.mouseClick(page.submit, Qt.MouseButton.LeftButton)
    assert "出更正版" in page.words.text(), "it says what cannot be undone before it is done"
    qtbot.mouseClick(page.submit, Qt.MouseButton.LeftButton)
    return paper_page(window, qtbot)


def test_a_notice_is_decided_issued_on_a3_signed_twice_checked_and_corrected(window: Window, qtbot: QtBot) -> None:
    window.open_deed("issue_paper", matter_id=1, kind="resolution", subject_id=1)
    fill_deed(window, qtbot)
    assert window.deed is not None and "举报" not in words(window.deed) and "反映问题的人" in words(window.deed)
    press(qtbot, window.deed, "去逐条决定")  # what the refusal leads to
    page = issue_page(window, qtbot)
    settle(qtbot, window, lambda: len(page.cards.controls()) == 6)
    choices = [page.cards.controls()[at] for at in (0, 2, 4)]
    told = [[box.itemData(row) for row in range(box.count())] for box in choices]  # type: ignore[attr-defined]
    assert ["", "removed", "kept"] in told, "masking would leave the name of who complained"
    for box in choices:
        if box.findData("removed") >= 0 and box.currentData() == "":  # type: ignore[attr-defined]
            box.setCurrentIndex(box.findData("removed"))  # type: ignore[attr-defined]
    assert page.form is not None
    page.form.fill({"style": "board", "sheet": "A3"})
    shown = confirm(window, qtbot, page)
    with pikepdf.Pdf.open(BytesIO(shown.shown.data)) as document:
        assert [round(float(edge)) for edge in document.pages[0].mediabox][2:] == list(A3_POINTS)
    said = readback.squeezed(readback.read_text(shown.shown.data))
    assert "138****5678" in said and "王建国" not in said and "其余按顺序施工" in said
    for role in ("issuer", "supervisor"):
        window.open_deed("sign_paper", paper_id=shown.shown.paper, role=role)
        fill_deed(window, qtbot, passphrase=PASSPHRASE)
        assert gone(window)
    settle(qtbot, window, lambda: len(shown.shown.signed_by) == 2)
    qtbot.mouseClick(shown.check, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: shown.verdict.isVisible())
    assert "原件一致" in words(shown.verdict)
    first = shown.shown.paper
    assert not [b for b in shown.facts.findChildren(QPushButton) if b.text() == "出更正公告…"], "nothing was corrected yet"
    press(qtbot, shown.facts, "写错了，出更正版…")
    page = issue_page(window, qtbot)
    assert page.form is not None
    type_text(page.form.widget("correction"), "施工范围少写了一段")
    settle(qtbot, window, lambda: page.cards.still == 0)  # decided once, decided for the corrected version
    shown = confirm(window, qtbot, page)
    assert shown.shown.supersedes == first and "施工范围少写了一段" in words(shown.facts)
    press(qtbot, shown.facts, "出更正公告…")
    page = issue_page(window, qtbot, drawn=False)
    assert not page.submit.isEnabled() and "张贴" in words(page.reasons), "what never hung is not corrected on the wall"
