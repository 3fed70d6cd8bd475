"""Colours can be read, sizes grow, every control has a name and nothing is cut off in large type."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fixtures import QUIET, home_copied, opened_window, settle, small_village_made  # noqa: F401
from ui import look
from ui.window import Window

pytestmark = QUIET

EVERYWHERE: tuple[tuple[str, dict[str, int]], ...] = (
    ("matters", {}), ("matter", {"matter_id": 1}), ("matter", {"matter_id": 3}), ("meetings", {}),
    ("meeting", {"meeting_id": 2}), ("checking", {}),
)  # fmt: skip


@pytest.mark.parametrize("tokens", [look.LIGHT, look.DARK], ids=["light", "dark"])
def test_text_and_outlines_have_contrast(tokens: look.Tokens) -> None:
    weak = {(a, b): look.contrast(getattr(tokens, a), getattr(tokens, b)) for a, b in look.TEXT_ON}
    assert not {pair: round(c, 2) for pair, c in weak.items() if c < 4.5}
    faint = {(a, b): look.contrast(getattr(tokens, a), getattr(tokens, b)) for a, b in look.OUTLINE_ON}
    assert not {pair: round(c, 2) for pair, c in faint.items() if c < 3.0}


def test_contrast_is_what_wcag_says() -> None:
    assert look.contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert look.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_lengths_of_the_style_sheet_grow_and_every_colour_is_known() -> None:
    normal, large = look.style_sheet(look.Theme()), look.style_sheet(look.Theme(factor=1.5))
    assert "font-size: 25px" in normal and "font-size: 38px" in large
    assert not re.findall(r"@\w+|\d+sp\b", normal)


def visit(window: Window, qtbot: QtBot, key: str, where: dict[str, int]) -> QWidget:
    window.open_page(key, **where)
    settle(qtbot, window)
    return window.pages[key]


def test_everything_the_keyboard_reaches_has_a_name(opened: Window, qtbot: QtBot) -> None:
    nameless = []
    for key, where in EVERYWHERE:
        visit(opened, qtbot, key, where)
        for widget in opened.findChildren(QWidget):
            if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                continue
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if not widget.accessibleName() and not text:
                nameless.append(f"{key}: {type(widget).__name__} {widget.objectName()}")
    assert not nameless


def test_the_keyboard_goes_round_the_whole_window(opened: Window, qtbot: QtBot) -> None:
    seen = set()
    opened.activateWindow()
    widget: QWidget = opened.side.buttons["matters"]
    for _ in range(200):
        widget = widget.nextInFocusChain()
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            seen.add(widget.accessibleName() or type(widget).__name__)
    assert {"会议", "文书", "事项台账", "把字变大"} <= seen


def cut_off(window: Window, page: str) -> list[str]:
    """Labels and buttons that are smaller than their words, or hang over the window's edge."""
    found = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton | QLineEdit) or not widget.isVisible():
            continue
        if isinstance(widget, QLineEdit):
            wide = widget.fontMetrics().horizontalAdvance(widget.placeholderText()) + 60
            if wide > widget.width():
                found.append(f"{page}: {widget.placeholderText()} {widget.width()} < {wide}")
            continue
        text = widget.text()
        if not text:
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            tall = widget.heightForWidth(widget.width())
            if tall > widget.height() + 1:
                found.append(f"{page}: {text[:20]} {widget.height()} < {tall} high")
        elif widget.sizeHint().width() > widget.width() + 1 or widget.sizeHint().height() > widget.height() + 1:
            found.append(f"{page}: {text[:20]} {widget.size()} < {widget.sizeHint()}")
        right = widget.mapTo(window, widget.rect().topRight()).x()
        if right > window.width():
            found.append(f"{page}: {text[:20]} ends at {right} of {window.width()}")
    return found


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_nothing_is_cut_off_on_a_small_screen(opened: Window, qtbot: QtBot, factor: float) -> None:
    opened.wear(replace(opened.settings(), font_px=round(look.BASE_PX * factor)))
    settle(qtbot, opened)
    opened.resize(1366, 768)
    faults = []
    for key, where in EVERYWHERE:
        visit(opened, qtbot, key, where)
        qtbot.wait(50)
        faults += cut_off(opened, key)
    assert (opened.width(), opened.height()) == (1366, 768), "the window grew beyond a small screen"
    assert not faults


def test_text_size_and_look_are_kept(opened: Window, qtbot: QtBot) -> None:
    from consult_desk.base.settings import load_settings

    assert opened.home is not None
    before = opened.theme.factor
    opened.resize_text(1)
    opened.switch_look()
    settle(qtbot, opened)
    kept = load_settings(opened.home)
    assert kept.look == "dark" and kept.font_px == round(16 * opened.theme.factor) and opened.theme.factor > before
    for _ in range(9):
        opened.resize_text(1)
    assert opened.theme.factor == look.FACTORS[-1]
    settle(qtbot, opened)
