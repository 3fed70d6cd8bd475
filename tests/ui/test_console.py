"""The meeting console: a whole meeting of the practice village's representatives by keyboard alone."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from consult_desk import actions as act
from consult_desk.sample.guide import Clock
from tests.journeys.hands import Hands
from tests.ui.fixtures import clocked_window, type_text, words
from tests.ui.halls import HELD, console, here, key, part, representatives, seen, typed
from tests.ui.test_look import cut_off
from ui.pages.console import ConsolePage
from ui.pages.console_checkin import CheckInPart
from ui.pages.console_result import ResultPart
from ui.pages.console_speech import SpeechPart
from ui.pages.console_vote import VotePart

# A list that offers names, and the window for the wall, ask for what the offscreen screen cannot do.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
F = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def called(practice_village: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Built once; copy it."""
    home = tmp_path_factory.mktemp("called") / "home"
    return home, representatives(practice_village, home)


@pytest.fixture
def hands(qtbot: QtBot, qapp: QApplication, called: tuple[Path, int], tmp_path: Path) -> Iterator[Hands]:
    """A person with a keyboard before the meeting's day begins."""
    home = tmp_path / "home"
    shutil.copytree(called[0], home)
    clock = Clock(HELD)
    with clocked_window(qtbot, qapp, home, clock) as window:
        yield Hands(window, qtbot, clock, keyboard=True)



def test_a_whole_meeting_by_keyboard_alone(hands: Hands, called: tuple[Path, int]) -> None:
    """Opened, 41 of 45 checked in, a recusal, a speech, a ballot called aloud, a show of hands, closed."""
    page = console(hands.window, hands, called[1])
    assert "会议还没有宣布开会" in words(page)
    hands.press(page.begin)
    hands.submit()
    page = console(hands.window, hands, called[1])
    assert len(seen(page).seats) == 45
    everybody = seen(page).seats
    key(hands, F.Key_F2)
    said = part(page, CheckInPart).said
    for seat in everybody[:28]:  # faster than anybody answers
        QTest.keyClicks(here(), str(seat.number))
        QTest.keyClick(here(), F.Key_Return)
    hands.wait()
    assert said.text() == f"✓ {everybody[27].name} 已签到"
    assert [s.state for s in seen(page).seats] == ["present"] * 28 + [""] * 17
    twice = everybody[0]
    typed(hands, str(twice.number))
    assert said.text() == f"{twice.name} 已经签过到了"
    assert page.meter.words() == "还差 2 人"
    typed(hands, f"CD-P{everybody[28].person}-M{called[1]}")
    assert said.text() == f"✓ {everybody[28].name} 已签到"
    only = next(s for s in everybody[29:41] if sum(o.initials.startswith(s.initials) for o in everybody) == 1)
    typed(hands, only.initials)
    assert said.text() == f"✓ {only.name} 已签到" and page.meter.words() == "✓ 人数够了"
    for seat in everybody[29:41]:
        if seat is not only:
            type_text(here(), seat.name)
            QTest.keyClick(here(), F.Key_Return)
    hands.wait()
    assert [s.state for s in seen(page).seats] == ["present"] * 41 + [""] * 4
    leave(hands, page, [seat.name for seat in everybody[41:]])
    assert [s.state for s in seen(page).seats[41:]] == ["leave"] * 4
    speak(hands, page, everybody[2].name)
    ballot(hands, page)
    assert page.part is page.parts["result"]
    announce(hands, page)
    shown = words(page.parts["result"])
    assert "✓ 通过" in shown and "同意 35　反对 3　弃权 1" in shown and "第三十条" in shown and "到会 41 人" in shown
    key(hands, F.Key_PageDown)
    item = seen(page).item
    assert item is not None and item.line.number == 2
    key(hands, F.Key_F4)
    typed(hands, "20", enter=False)
    assert not part(page, VotePart).save.isEnabled() or "没有表态 21 人" in words(page)
    key(hands, F.Key_Tab)
    key(hands, F.Key_Tab)
    hands.write(part(page, VotePart).count.fields["no"], "21")
    key(hands, F.Key_Return, CTRL)
    announce(hands, page)
    assert "✕ 没有通过" in words(page.parts["result"])
    hands.press(part(page, ResultPart).close_meeting)
    hands.submit()
    console(hands.window, hands, called[1])
    assert seen(page).state == "closed" and "会议已经散会" in words(page)


def leave(hands: Hands, page: ConsolePage, names: list[str]) -> None:
    """Four are away: the form opened from the list."""
    key(hands, F.Key_Down)
    hands.press(part(page, CheckInPart).deeds["record_leave"])
    hands.fill(hands.form(), reason="外出务工")
    form = hands.form()
    form.fill({"person_ids": []})
    hands.fill(form, person_ids=names)
    hands.submit()


def speak(hands: Hands, page: ConsolePage, name: str) -> None:
    """One speech, its speaker offered while he is typed."""
    key(hands, F.Key_F3)
    type_text(here(), name)
    speeches = part(page, SpeechPart).form
    assert speeches is not None
    hands.write(speeches.widget("words"), "渠道淤了三年。")
    key(hands, F.Key_Return, CTRL)
    item = seen(page).item
    assert item is not None and item.speeches == ((1, name, "渠道淤了三年。"),)
    key(hands, F.Key_F7)
    assert page.clock.running


def ballot(hands: Hands, page: ConsolePage) -> None:
    """A secret ballot: 41 issued, 40 returned, called stroke by stroke."""
    key(hands, F.Key_F4)
    vote = part(page, VotePart)
    key(hands, F.Key_2, Qt.KeyboardModifier.AltModifier)
    count = vote.count
    assert here() is count.fields["issued"]
    for number in ("41", "40", "39"):
        typed(hands, number, enter=False)
        key(hands, F.Key_Tab)
    hands.reach(count.board)
    QTest.keyClicks(count.board, "1" * 36 + "2" * 3 + "34")
    assert "弃权 1" in count.board.accessibleDescription()
    assert "和有效票 39 张对不上" in count.checks.text() and not vote.save.isEnabled()
    for _ in range(2):
        QTest.keyClick(count.board, F.Key_Backspace)
    QTest.keyClick(count.board, F.Key_Backspace)
    QTest.keyClicks(count.board, "34")
    assert "同意 36，反对 2，弃权 1，无效 1" in count.board.accessibleDescription()
    hands.write(count.fields["yes"], "35")
    hands.write(count.fields["no"], "3")
    assert count.checks.text() == "✓ 数字对得上" and "没有收回 1 张" in count.derived.text()
    for name in ("scrutineers", "tellers", "callers"):
        hands.write(count.fields[name], "查正清")
    key(hands, F.Key_Return, CTRL)


def announce(hands: Hands, page: ConsolePage) -> None:
    """Say the result; what becomes final is told first."""
    key(hands, F.Key_F6)
    hands.press(part(page, ResultPart).announce)
    deed = hands.open_deed()
    assert deed is not None
    hands.press(deed.submit)
    assert "都不能再改" in deed.ask.text()
    hands.submit()
    hands.window.activateWindow()
    hands.wait()


def test_every_key_is_told_and_none_is_wanted_twice(hands: Hands, called: tuple[Path, int]) -> None:
    from ui import keys

    page = console(hands.window, hands, called[1])
    assert keys.clashes(hands.window) == []
    for press in ("F2", "F3", "F4", "F6", "F7", "F9", "PgUp"):
        assert press in page.key_line.text()


def test_other_sheets_and_strangers_are_refused_in_words(hands: Hands, called: tuple[Path, int]) -> None:
    page = console(hands.window, hands, called[1])
    hands.press(page.begin)
    hands.submit()
    page = console(hands.window, hands, called[1])
    said = part(page, CheckInPart).said
    first = seen(page).seats[0]
    for scan, answer in (
        (f"CD-P{first.person}-M{called[1] + 1}", "另一次会议"), ("CD-P99999-M" + str(called[1]), "不在这次会议的应到名单里"),
        ("qqqqq", "没有找到“qqqqq”"), ("999", "没有找到“999”"),
    ):  # fmt: skip
        key(hands, F.Key_F2)
        part(page, CheckInPart).field.clear()
        typed(hands, scan)
        assert answer in said.text()
        assert not any(s.state for s in seen(page).seats if s.number)


def test_a_mis_tap_is_taken_back_with_one_key(hands: Hands, called: tuple[Path, int]) -> None:
    page = console(hands.window, hands, called[1])
    hands.press(page.begin)
    hands.submit()
    page = console(hands.window, hands, called[1])
    typed(hands, "5")
    assert seen(page).seats[4].state == "present"
    key(hands, F.Key_F8)
    assert hands.form().values()["person_id"] == seen(page).seats[4].person
    hands.submit()
    assert seen(page).seats[4].state == ""




@pytest.mark.parametrize(("factor", "language"), [(1.0, "zh"), (1.5, "zh"), (1.0, "en"), (1.5, "en")])
def test_nothing_is_cut_off_or_nameless_on_a_small_screen(
    hands: Hands, called: tuple[Path, int], factor: float, language: str
) -> None:
    """Every part at 1366 by 768, in both languages and two sizes, before and after the meeting is opened."""
    window = hands.window
    window.wear(replace(window.settings(), font_px=round(16 * factor), language=language))
    hands.wait()
    window.resize(1366, 768)
    faults = []
    for opened in (False, True):
        if opened:
            window.bridge.do(act.meetings.open_meeting, lambda _r: None, called[1])
            hands.wait()
            page = console(window, hands, called[1])
            people = [seat.person for seat in seen(page).seats]
            window.bridge.do(act.attendance.check_in, lambda _r: None, called[1], people[:40])
            window.bridge.do(act.attendance.record_leave, lambda _r: None, called[1], people[40:], "外出务工")
        page = console(window, hands, called[1])
        for name in page.parts:
            page.show_part(name)
            hands.wait()
            faults += [f"{name} {opened}: {fault}" for fault in cut_off(page, "console")]  # type: ignore[arg-type]
            faults += [
                f"{name} {opened}: {area.accessibleName()} hides {inside.width()} in {area.viewport().width()}"
                for area in page.findChildren(QScrollArea)
                if area.isVisible() and (inside := area.widget()) is not None
                and area.widgetResizable() and inside.width() > area.viewport().width() + 2  # rounding at 150 %
            ]  # fmt: skip
            faults += [
                f"{name}: nameless {type(w).__name__}" for w in page.findChildren(QWidget)
                if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus and not w.accessibleName()
                and not (isinstance(w, QAbstractButton) and w.text())
            ]  # fmt: skip
    assert (window.width(), window.height()) == (1366, 768), "the window grew beyond a small screen"
    assert not faults, "\n".join(faults)
