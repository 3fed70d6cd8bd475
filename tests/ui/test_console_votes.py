"""The vote in the console: numbers that cannot be, roll calls, corrections, sittings, late comers, and the wall."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consult_desk import actions as act
from consult_desk.sample.guide import Guide, Votes
from tests.journeys.fixtures import guide, template  # noqa: F401
from tests.journeys.hamlet import NAMES
from tests.journeys.hands import Hands
from tests.ui.fixtures import clocked_window, words
from tests.ui.halls import console, key, part, resolution, two_sittings, typed
from ui.pages.console import ConsolePage
from ui.pages.console_checkin import CheckInPart
from ui.pages.console_result import ResultPart
from ui.pages.console_vote import VotePart
from ui.projector import Projector

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Sit = Callable[[Guide], Hands]


@pytest.fixture
def sit(qtbot: QtBot, qapp: QApplication) -> Iterator[Sit]:
    """Sit down at the window of a guide's village."""
    with ExitStack() as stack:

        def begin(guide: Guide) -> Hands:
            guide.desk.close()
            window = stack.enter_context(clocked_window(qtbot, qapp, guide.desk.home, guide.clock))
            return Hands(window, qtbot, guide.clock, keyboard=True)

        yield begin


def voting(page: ConsolePage, hands: Hands) -> VotePart:
    key(hands, Qt.Key.Key_F4)
    return part(page, VotePart)


def test_ballots_that_do_not_add_up_are_refused_while_typing(guide: Guide, sit: Sit) -> None:  # noqa: F811
    meeting, _item = resolution(guide, absent=3)
    hands = sit(guide)
    page = console(hands.window, hands, meeting)
    vote = voting(page, hands)
    key(hands, Qt.Key.Key_2, ALT)
    count = vote.count
    for field, number, said in (
        ("issued", "13", "发出 13 张票，比实到 12 人多 1 张"), ("issued", "12", "请填写收回票数"),
        ("returned", "13", "收回 13 张票，比发出的 12 张多 1 张"), ("returned", "11", "请填写有效票数"),
        ("valid", "12", "和收回的 11 张对不上"), ("valid", "10", "请填写无效票数"), ("invalid", "0", "有效 10 + 无效 0 = 10 张"),
        ("invalid", "1", "还有 10 张没有唱"), ("yes", "11", "和有效票 10 张对不上"), ("yes", "9", "还有 1 张没有唱"),
    ):  # fmt: skip
        hands.write(count.fields[field], number)
        assert said in count.checks.text(), (field, number, count.checks.text())
        assert not vote.save.isEnabled()
    assert "没有收回 1 张" in count.derived.text()
    hands.write(count.fields["no"], "1")
    assert count.checks.text() == "✓ 数字对得上" and vote.save.isEnabled()
    key(hands, Qt.Key.Key_Return, CTRL)
    assert "无记名投票要有计票人和监票人" in vote.said.text(), "the core refuses what the form cannot know"
    assert page.picture is not None and page.picture.items[0].state == ""
    for name in ("tellers", "scrutineers"):
        hands.write(count.fields[name], "查正清")
    key(hands, Qt.Key.Key_Return, CTRL)
    assert page.picture.items[0].state == "voted" and page.part is page.parts["result"]


def test_strokes_that_were_called_survive_the_window(guide: Guide, sit: Sit) -> None:  # noqa: F811
    """Another text size makes every page anew, a power cut ends the program: the count is still there."""
    meeting, _item = resolution(guide)
    hands = sit(guide)
    vote = voting(console(hands.window, hands, meeting), hands)
    hands.reach(vote.count.board)
    QTest.keyClicks(vote.count.board, "1112")
    QTest.keyClick(vote.count.board, Qt.Key.Key_Backspace)
    hands.qtbot.wait(350)
    hands.wait()
    hands.window.resize_text(1)
    hands.wait()
    anew = voting(console(hands.window, hands, meeting), hands)
    assert anew is not vote
    assert anew.count.board.counts == {"yes": 3, "no": 0, "abstain": 0}
    anew.count.board.take_back()
    assert anew.count.fields["yes"].text() == "2"


def test_a_roll_call_by_number_keys_and_a_correction(guide: Guide, sit: Sit) -> None:  # noqa: F811
    meeting, item = resolution(guide, absent=3)
    hands = sit(guide)
    page = console(hands.window, hands, meeting)
    vote = voting(page, hands)
    key(hands, Qt.Key.Key_3, ALT)
    assert QApplication.focusWidget() is vote.roll.table
    QTest.keyClicks(vote.roll.table, "1" * 9 + "2" + "3")
    assert vote.roll.sums.text() == "同意 9，反对 1，弃权 1　·　还有 1 人没有点到"
    QTest.keyClick(vote.roll.table, Qt.Key.Key_Up)
    QTest.keyClick(vote.roll.table, Qt.Key.Key_Backspace)
    assert "弃权 0" in vote.roll.sums.text()
    QTest.keyClicks(vote.roll.table, "31")
    assert "全部点到了" in vote.roll.sums.text()
    third = vote.roll.table.rows.rows[2].seat
    QTest.keyClicks(vote.roll.table, third.initials)
    assert vote.roll.table.current().seat is third, "letters find a name by its initials"
    key(hands, Qt.Key.Key_Return, CTRL)
    assert page.picture is not None and page.picture.item is not None
    first = page.picture.item.ballots[0].count
    assert first is not None and (first.method, first.yes, first.no, first.abstain) == ("roll_call", 10, 1, 1)
    key(hands, Qt.Key.Key_F4)
    assert "已登记：记名（口头）表决，同意 10" in vote.over.text() and not vote.save.isVisible()
    hands.press(vote.correct)
    key(hands, Qt.Key.Key_1, ALT)
    hands.write(vote.count.fields["yes"], "8")
    assert not vote.save.isEnabled(), "a correction says why"
    hands.write(vote.correction, "点名时记错了两人")
    key(hands, Qt.Key.Key_Return, CTRL)
    count = page.picture.item.ballots[0].count
    assert count is not None and (count.method, count.yes, count.correction) == ("show_of_hands", 8, "点名时记错了两人")
    assert item == page.picture.item.line.item


def test_reasons_in_the_way_lead_to_the_part_that_removes_them(guide: Guide, sit: Sit) -> None:  # noqa: F811
    meeting, _item = resolution(guide, absent=6)
    hands = sit(guide)
    page = console(hands.window, hands, meeting)
    vote = voting(page, hands)
    assert not vote.counting.isVisible() and "还差 1 人" in words(vote)
    hands.click("去签到")
    assert page.part is page.parts["checkin"]
    typed(hands, "12")
    vote = voting(page, hands)
    assert vote.counting.isVisible()
    key(hands, Qt.Key.Key_F6)
    result = part(page, ResultPart)
    assert "还没有表决" in words(page.parts["result"]) and not result.announce.isEnabled()
    hands.click("去表决")
    assert page.part is vote


def test_late_comers_and_leavers_are_noted_with_the_time(guide: Guide, sit: Sit) -> None:  # noqa: F811
    meeting, item = resolution(guide, absent=3)
    guide.record(item, Votes(12))
    guide.clock.moment += timedelta(minutes=40)
    hands = sit(guide)
    page = console(hands.window, hands, meeting)
    key(hands, Qt.Key.Key_F2)
    typed(hands, "15")
    assert page.picture is not None
    late = page.picture.seats[14]
    assert late.state == "present" and late.arrived_at == guide.clock.moment
    hands.press(part(page, CheckInPart).deeds["record_departure"])
    assert hands.form().values()["left_at"] == guide.clock.moment
    deed = hands.submit(refused=True)
    assert "离会时间早于到会时间" in words(deed.reasons)
    deed.reject()
    hands.wait()
    assert page.picture.item is not None and page.picture.item.waiting == (), "who came after the vote does not touch it"


def test_two_sittings_are_one_count(guide: Guide, sit: Sit) -> None:  # noqa: F811
    meeting, on = two_sittings(guide)
    hands = sit(guide)
    page = console(hands.window, hands, meeting)
    assert page.head.halls.isVisible() and page.head.halls.currentText().startswith("一组祠堂")
    for number in range(1, 9):
        typed(hands, str(number))
    vote = voting(page, hands)
    typed(hands, "8", enter=False)
    key(hands, Qt.Key.Key_Return, CTRL)
    assert "还没有开" in words(page.parts["result"])
    guide.clock.go(on + timedelta(days=1), 10)
    hands.reach(page.head.halls)
    key(hands, Qt.Key.Key_Down)
    assert page.head.halls.currentText().startswith("二组晒场")
    key(hands, Qt.Key.Key_F2)
    typed(hands, "3")
    assert "已经签过到了" in words(page.parts["checkin"])
    for number in range(20, 26):
        typed(hands, str(number))
    assert page.meter.words() == "✓ 人数够了" and page.meter.meter is not None
    assert [(b.title, b.present) for b in page.meter.meter.bases] == [("十八周岁以上村民", 14), ("本村的户", 5)]
    vote = voting(page, hands)
    assert "到会 6 人" in vote.entitled.text()
    typed(hands, "6", enter=False)
    key(hands, Qt.Key.Key_Return, CTRL)
    said = words(page.parts["result"])
    assert "一组祠堂：同意 8" in said and "二组晒场：同意 6" in said and "可以宣布结果了" in said


def wall_words(hands: Hands, wall: Projector) -> str:
    hands.wait()
    wall.grab()
    return "\n".join(wall.lines)


def test_the_wall_shows_nothing_secret(guide: Guide, sit: Sit) -> None:  # noqa: F811
    """Neither while people are on leave, speak, stand aside or a ballot is called, nor when it is entered."""
    meeting, item = resolution(guide, absent=3)
    hands = sit(guide)
    page = console(hands.window, hands, meeting)

    def do(action: Callable[..., Any], *args: Any, **more: Any) -> None:
        hands.window.bridge.do(action, lambda _r: None, *args, **more)
        hands.wait()

    key(hands, Qt.Key.Key_F9)
    wall = page._wall()
    assert wall is not None and wall.isVisible() and wall.isWindow()
    page.project()
    assert len(hands.window.findChildren(Projector)) == 1, "never two of them"
    do(act.attendance.record_leave, meeting, [17], "住院")
    do(act.attendance.recuse, item, 7, "承包人的近亲属")
    do(act.attendance.record_speech, item, "查正清", "反对这样做。")
    hands.window.activateWindow()
    hands.wait()
    assert QApplication.activeWindow() is hands.window
    page.show_part("vote")
    vote = voting(page, hands)
    key(hands, Qt.Key.Key_2, ALT)
    assert vote.method == "secret_ballot"
    hands.reach(vote.count.board)
    QTest.keyClicks(vote.count.board, "1111222")
    page.clock.switch()
    before = wall_words(hands, wall)
    ballot = {"issued": 11, "returned": 11, "valid": 11, "invalid": 0, "tellers": "曾小满", "scrutineers": "查正清"}
    do(act.votes.record_vote, item, "secret_ballot", yes=7, no=3, abstain=1, **ballot)
    entered = wall_words(hands, wall)
    for said in (before, entered):
        assert "三组水渠疏浚" in said and "应到 15　需 10　实到 12" in said and "还剩" in said
        assert not [name for name in NAMES if name in said]
        assert not [word for word in ("住院", "近亲属", "反对", "同意", "无记名", "查正清") if word in said]
    do(act.votes.conclude_item, item)
    announced = wall_words(hands, wall)
    assert "✓ 通过" in announced and "同意 7　反对 3　弃权 1" in announced and "第三十条" in announced
    assert not [name for name in NAMES if name in announced]
    QTest.keyClick(wall, Qt.Key.Key_F11)
    assert wall.isFullScreen()
    QTest.keyClick(wall, Qt.Key.Key_Escape)
    assert wall.isVisible() and not wall.isFullScreen()
    QTest.keyClick(wall, Qt.Key.Key_Escape)
    assert not wall.isVisible()


def test_the_wall_outlives_a_change_of_type_and_ends_with_its_village(
    guide: Guide, sit: Sit, tmp_path: Path  # noqa: F811
) -> None:
    meeting, _item = resolution(guide, absent=3)
    other = tmp_path / "other"
    shutil.copytree(guide.desk.home, other)
    hands = sit(guide)
    page = console(hands.window, hands, meeting)
    page.project()
    page.clock.switch()
    wall = page._wall()
    assert wall is not None
    hands.window.resize_text(1)
    hands.wait()
    anew = console(hands.window, hands, meeting)
    assert anew is not page and anew._wall() is wall and anew.clock.running, "the speech goes on"
    hands.window.bridge.do(act.attendance.check_in, lambda _r: None, meeting, [15])
    assert "实到 13" in wall_words(hands, wall)
    hands.window.open_village(other)
    hands.wait()
    hands.window.bridge.do(act.attendance.check_in, lambda _r: None, meeting, [16])
    hands.wait()
    assert hands.window.findChild(Projector) is None, "never the meeting of another village"
