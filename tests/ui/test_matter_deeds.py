"""Every deed of a matter and of its execution, done once through its form; refusals are resolved by their buttons."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from consult_desk.sample.guide import Clock
from consult_desk.views.matters import MatterView
from tests.journeys.fixtures import template  # noqa: F401
from tests.ui.fixtures import QUIET, clocked_window, settle, words
from tests.ui.matter_village import PROPOSED, Standing, build
from ui.deed import DeedDialog
from ui.pages.matter import MatterPage
from ui.window import Window

pytestmark = QUIET


@pytest.fixture(scope="module", name="built")
def matters_built(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Standing:  # noqa: F811
    return build(template, tmp_path_factory.mktemp("matters") / "home")


@pytest.fixture(name="standing")
def standing_copied(built: Standing, tmp_path: Path) -> Standing:
    clock = Clock(built.clock.day)
    clock.moment = built.clock.moment
    return replace(built, home=Path(shutil.copytree(built.home, tmp_path / "home")), clock=clock)


@pytest.fixture(name="window")
def window_opened(qtbot: QtBot, qapp: QApplication, standing: Standing) -> Iterator[Window]:
    with clocked_window(qtbot, qapp, standing.home, standing.clock) as window:
        yield window


def page(window: Window, qtbot: QtBot, matter: int, **where: Any) -> MatterPage:
    window.open_page("matter", matter_id=matter, **where)
    settle(qtbot, window)
    found = window.pages["matter"]
    assert isinstance(found, MatterPage)
    return found


def dialog(window: Window, qtbot: QtBot) -> DeedDialog:
    settle(qtbot, window, lambda: window.deed is not None and window.deed.form is not None)
    assert window.deed is not None and window.deed.form is not None
    return window.deed


def press(window: Window, qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def do(window: Window, qtbot: QtBot, action: str, values: dict[str, Any], **where: Any) -> None:
    """Open a form, fill it, press its button, and once more where it asks."""
    window.open_deed(action, **where)
    deed = dialog(window, qtbot)
    assert deed.form is not None
    deed.form.fill(values)
    press(window, qtbot, deed.submit)
    if isValid(deed) and deed.ask.isVisible():
        press(window, qtbot, deed.submit)
    assert not isValid(deed) or not deed.isVisible(), f"{deed.words.text()} {words(deed.reasons)} {deed.form.faults()}"


def told(window: Window) -> MatterView:
    found = window.pages["matter"]
    assert isinstance(found, MatterPage)
    return found.shown


Check = Callable[[MatterView], bool]
CASES: tuple[tuple[str, str, dict[str, Any], Check], ...] = (
    ("join_proposal", "fresh", {"person_ids": [(6, "解秀英"), (7, "仇玉兰")]}, lambda v: len(v.sheet.joiners) == 2),
    (
        "revise_text", "fresh", {"text": "加固桥面二十米。", "reason": "群众要求写清长度"},
        lambda v: v.text == "加固桥面二十米。" and len(v.texts) == 2,
    ),
    (
        "amend_matter", "fresh",
        {"title": "村口石桥加固", "budget": 5_000_000, "fund_source": "上级补助", "reason": "题目写得不准确"},
        lambda v: (v.title, v.sheet.budget, v.sheet.fund_source) == ("村口石桥加固", 5_000_000, "上级补助"),
    ),
    ("withdraw_matter", "fresh", {"reason": "资金没有着落"}, lambda v: v.state == "withdrawn"),
    ("send_back", "consult", {"to_step": "propose", "reason": "方案要大改一次"}, lambda v: v.step == "propose"),
    ("request_revote", "rejected", {"reason": "已经听取各方意见"}, lambda v: v.state == "open"),
    ("resume_matter", "suspended", {"reason": "渠线已经改回原处"}, lambda v: v.state == "open"),
    (
        "record_review", "review", {"by": "第一村民小组", "opinion": "希望早日动工", "agreed": True},
        lambda v: [r.by for r in v.sheet.reviews] == ["第一村民小组"] and v.step == "propose",
    ),
    (
        "record_supervision", "consult", {"step": "consult", "finding": "现场列席，程序合规"},
        lambda v: [s.by for s in v.sheet.supervisions][1:] == ["佘铁柱、牟长河、易兴旺"],
    ),
    (
        "log_seal_use", "work", {"document": "施工合同", "copies": 3, "approver": "周明德", "keeper": "单守田"},
        lambda v: [(s.document, s.copies) for s in v.sheet.seals] == [("施工合同", 3)],
    ),
)  # fmt: skip


def test_each_deed_of_a_matter(window: Window, qtbot: QtBot, standing: Standing) -> None:
    for action, at, values, check in CASES:
        matter = getattr(standing, at)
        page(window, qtbot, matter)
        assert not check(told(window)), action
        do(window, qtbot, action, values, matter_id=matter)
        if window.pages["matter"] is not window.stack.currentWidget():
            page(window, qtbot, matter)
        assert told(window).matter == matter and check(told(window)), f"{action}: the page shows it without being asked"


def test_a_file_is_attached(window: Window, qtbot: QtBot, standing: Standing, tmp_path: Path) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + b"x" * 2000)
    page(window, qtbot, standing.fresh, tab="附件")
    do(window, qtbot, "attach_file", {"files": [photo], "title": "现场照片"}, matter_id=standing.fresh)
    row = told(window).sheet.attachments[0]
    assert (row.title, row.file_name, row.size) == ("现场照片", "现场.jpg", 2003)


def test_the_whole_execution_part_by_part(window: Window, qtbot: QtBot, standing: Standing) -> None:
    """Begun in two parts, each done by its own button; finished, accepted; the progress counts the weights."""
    shown = page(window, qtbot, standing.work, tab="实施")
    parts = [{"title": "清淤", "weight": "６０"}, {"title": "护坡", "weight": "40%"}]
    do(window, qtbot, "start_execution", {"parts": parts, "contractor": "柳河镇水利队"}, matter_id=standing.work)
    work = told(window).sheet.work
    assert work is not None and [p.weight for p in work.parts] == [60, 40] and work.executor == "村民委员会"
    assert shown.part is not None
    first = next(b for b in shown.part.findChildren(QPushButton) if b.accessibleName() == "登记完成：清淤")
    press(window, qtbot, first)
    deed = dialog(window, qtbot)
    assert deed.form is not None and deed.form.values()["number"] == 1, "what the page knows is filled in"
    press(window, qtbot, deed.submit)
    assert "不能再改" in deed.ask.text()
    press(window, qtbot, deed.submit)
    work = told(window).sheet.work
    assert work is not None and work.progress == 60
    do(window, qtbot, "complete_milestone", {"number": 2}, matter_id=standing.work)
    do(window, qtbot, "finish_execution", {"actual": 2_850_000}, matter_id=standing.work)
    accepted = {"others": ["柳河镇水利站 王工"], "finding": "通水正常，同意验收", "passed": True}
    do(window, qtbot, "accept_work", accepted, matter_id=standing.work)
    work = told(window).sheet.work
    assert work is not None and work.progress == 100 and work.actual == 2_850_000
    assert work.acceptances[0].by == "佘铁柱、牟长河、易兴旺、柳河镇水利站 王工"
    assert "验收通过" in " ".join(c.text() for c in shown.part.findChildren(type(shown.chip)))


def test_a_refusal_stays_in_the_form_and_its_button_leads_to_what_is_missing(
    window: Window, qtbot: QtBot, standing: Standing
) -> None:
    """Accepting work that has not begun is refused; the button under the reason opens the form that begins it."""
    page(window, qtbot, standing.work)
    window.open_deed("accept_work", matter_id=standing.work)
    deed = dialog(window, qtbot)
    assert deed.form is not None
    deed.form.fill({"finding": "通水正常，同意验收", "passed": True})
    press(window, qtbot, deed.submit)
    press(window, qtbot, deed.submit)
    assert deed.isVisible() and "还没有登记开始实施" in words(deed.reasons) and "没有变" in deed.words.text()
    button = deed.reasons.findChildren(QPushButton)[0]
    assert button.text() == "开始实施"
    press(window, qtbot, button)
    begun = dialog(window, qtbot)
    assert begun is not deed and begun.deed.key == "start_execution"
    press(window, qtbot, begun.submit)
    assert told(window).sheet.work is not None
    window.open_deed("accept_work", matter_id=standing.work)
    again = dialog(window, qtbot)
    assert again.form is not None and again.form.values()["finding"] == "通水正常，同意验收", "not a word was lost"


def test_the_keyboard_stays_in_the_part_after_a_deed(window: Window, qtbot: QtBot, standing: Standing) -> None:
    shown = page(window, qtbot, standing.consult, tab="监督")
    assert shown.part is not None
    button = next(b for b in shown.part.findChildren(QPushButton) if b.text() == "登记村务监督")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    deed = dialog(window, qtbot)
    assert deed.form is not None
    deed.form.fill({"finding": "现场列席，程序合规"})
    deed.submit.setFocus()
    qtbot.keyClick(deed.submit, Qt.Key.Key_Return)
    settle(qtbot, window)
    qtbot.keyClick(deed.submit, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert len(told(window).sheet.supervisions) == 2
    assert window.focusWidget() is shown.tabs.checkedButton()


def test_weights_that_do_not_add_up_are_refused_with_the_sum(window: Window, qtbot: QtBot, standing: Standing) -> None:
    window.open_deed("start_execution", matter_id=standing.work)
    deed = dialog(window, qtbot)
    assert deed.form is not None
    deed.form.fill({"parts": [{"title": "清淤", "weight": "六十"}, {"title": "护坡", "weight": "40"}]})
    press(window, qtbot, deed.submit)
    assert deed.isVisible() and "现在是 40" in words(deed.reasons)


def test_an_amendment_only_changes_what_was_changed(window: Window, qtbot: QtBot, standing: Standing) -> None:
    page(window, qtbot, standing.fresh)
    window.open_deed("amend_matter", matter_id=standing.fresh)
    deed = dialog(window, qtbot)
    assert deed.form is not None and deed.form.values()["title"] == PROPOSED
    deed.form.fill({"executor": "村集体经济组织", "reason": "承办人定下来了"})
    press(window, qtbot, deed.submit)
    assert "承办人由“”改为“村集体经济组织”" in told(window).history[-1] and "题目" not in told(window).history[-1]


def test_steps_without_supervision_are_filled_in_first(window: Window, qtbot: QtBot, standing: Standing) -> None:
    shown = page(window, qtbot, standing.consult, tab="监督")
    assert "还没有监督记录的步骤" in words(shown)
    window.open_deed("record_supervision", matter_id=standing.consult)
    deed = dialog(window, qtbot)
    assert deed.form is not None and deed.form.values()["step"] == "consult"
    press(window, qtbot, deed.submit)
    assert deed.isVisible() and "还没有填" in words(deed), "a finding is asked for before anything is sent"
