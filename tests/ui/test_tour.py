"""The guided tour walks the practice village from its first step to its last, waits, survives, and changes nothing."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consult_desk.desk import DATABASE
from tests.ui.everywhere import END, Village, whole_village_made  # noqa: F401
from tests.ui.fixtures import QUIET, clocked_window, settle, type_text, words
from tests.ui.village import Clock
from ui import tour as touring
from ui.pages.matters import MattersPage
from ui.practice import practice_home
from ui.tour import Tour, beside
from ui.window import Window

pytestmark = [QUIET, pytest.mark.slow]


@pytest.fixture(name="window")
def window_opened(
    qtbot: QtBot, qapp: QApplication, whole_village: Village, tmp_path: Path
) -> Iterator[Window]:
    """A window on the practice village."""
    home = Path(shutil.copytree(whole_village.home, tmp_path / "village"))
    with clocked_window(qtbot, qapp, home, Clock(END)) as window:
        window.resize(1366, 768)
        yield window


def begun(window: Window, qtbot: QtBot) -> Tour:
    window.guidance.start_tour()
    tour = window.guidance.tour
    assert tour is not None
    shown(window, qtbot)
    return tour


def shown(window: Window, qtbot: QtBot) -> None:
    settle(qtbot, window)
    tour = window.guidance.tour
    assert tour is not None
    tour.look()
    qtbot.wait(5)
    tour.look()


def test_the_whole_tour_leads_from_page_to_page_to_what_it_speaks_of(window: Window, qtbot: QtBot) -> None:
    before = (window.home or Path()).joinpath(DATABASE).read_bytes()
    tour = begun(window, qtbot)
    assert len(tour.steps) >= 12
    for number, step in enumerate(tour.steps):
        assert tour.at == number
        bubble = tour.bubble
        assert bubble is not None and bubble.isVisible()
        assert step.title in words(bubble) and f"第 {number + 1} 步，共 {len(tour.steps)} 步" in words(bubble)
        if step.page:
            assert window.trail[-1][0] == step.page
        if step.point:
            target = tour.target()
            assert target is not None, f"step {number + 1} points at {step.point!r}, which is not on {step.page}"
            place = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
            if place.width() * place.height() < 0.4 * window.width() * window.height():
                assert not bubble.geometry().intersects(place.adjusted(3, 3, -3, -3)), f"step {number + 1} hides its target"
        assert window.rect().contains(bubble.geometry()), f"step {number + 1} leaves the window"
        if step.until == "page:matter":
            page = window.pages["matters"]
            assert isinstance(page, MattersPage)
            qtbot.keyClick(page.table, Qt.Key.Key_Return)
        elif step.until == "filled":
            target = tour.target()
            assert target is not None
            type_text(target, "zmd")
        else:
            bubble.buttons[-1].click()
        shown(window, qtbot)
    assert not tour.running and tour.bubble is None
    assert (window.home or Path()).joinpath(DATABASE).read_bytes() == before, "a tour changes nothing"


def test_a_step_waits_and_can_be_skipped_and_gone_back_over(window: Window, qtbot: QtBot) -> None:
    tour = begun(window, qtbot)
    waiting = next(n for n, step in enumerate(tour.steps) if step.until == "page:matter")
    tour.show_step(waiting)
    shown(window, qtbot)
    assert tour.at == waiting, "it waits for the person"
    assert tour.bubble is not None
    stop, back, skip = tour.bubble.buttons
    assert [stop.text(), back.text(), skip.text()] == ["结束", "上一步", "跳过这一步"]
    skip.click()
    assert tour.at == waiting + 1
    qtbot.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert tour.at == waiting, "Ctrl+PgUp goes back"
    shown(window, qtbot)
    assert tour.bubble is not None
    tour.bubble.buttons[0].click()
    assert not tour.running


def test_the_bubble_survives_new_sizes_colours_and_pages(window: Window, qtbot: QtBot) -> None:
    tour = begun(window, qtbot)
    tour.show_step(2)
    shown(window, qtbot)
    window.wear(replace(window.settings(), font_px=24, look="dark"))
    shown(window, qtbot)
    assert tour.bubble is not None and tour.bubble.isVisible() and tour.bubble.theme.dark
    assert tour.target() is not None and window.rect().contains(tour.bubble.geometry())
    window.open_page("help")
    shown(window, qtbot)
    assert tour.target() is None and tour.bubble is not None and tour.bubble.isVisible()
    window.leave()
    shown(window, qtbot)
    assert not tour.running and tour.bubble is None


def test_the_bubble_comes_along_into_a_form(window: Window, qtbot: QtBot) -> None:
    tour = begun(window, qtbot)
    window.open_deed("withdraw_matter", matter_id=4)
    shown(window, qtbot)
    shown(window, qtbot)
    assert tour.bubble is not None and tour.bubble.parentWidget() is window.deed
    assert window.deed is not None
    window.deed.reject()
    shown(window, qtbot)
    shown(window, qtbot)
    assert tour.bubble is not None and tour.bubble.parentWidget() is window


def test_it_is_offered_once_in_the_practice_village(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.guidance.tour is None, "a village elsewhere is not disturbed"
    monkeypatch.setattr("ui.practice.practice_home", lambda: window.home)
    window.guidance.offer_tour()
    tour = window.guidance.tour
    assert tour is not None and tour.bubble is not None and "第一次来" in words(tour.bubble)
    assert not tour.running
    tour.bubble.buttons[1].click()
    assert tour.running
    tour.end()
    window.guidance.offer_tour()
    assert tour.bubble is None, "asked once"
    assert practice_home() != window.home


@pytest.mark.parametrize(
    "target", [QRect(0, 0, 200, 768), QRect(1200, 0, 166, 768), QRect(0, 700, 1366, 68), QRect(600, 300, 100, 60), QRect()]
)
def test_the_bubble_stands_beside_its_target(target: QRect) -> None:
    room, size = QRect(0, 0, 1366, 768), QSize(380, 200)
    place = QRect(beside(target, size, room, 14), size)
    assert room.contains(place)
    assert not place.intersects(target) or target.isEmpty()


def test_steps_are_data_that_the_tour_understands() -> None:
    from consult_desk.base import places

    raw = json.loads(places.resource("help", "tour.json").read_text(encoding="utf-8"))
    for step in raw:
        known = touring.Step(**step)
        kind = known.until.partition(":")[0]
        assert known.title and known.words and kind in ("", "page", "deed", "closed", "filled", "pressed")
        assert bool(known.do) == bool(known.until), f"{known.title}: what is waited for is said"
