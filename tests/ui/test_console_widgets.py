"""The widgets of the console by themselves: finding people, scanned codes, strokes, the clock; 400 people stay quick."""

import time
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from consult_desk.views.console import Seat
from consult_desk.views.meeting_meter import Base, Meter
from tests.ui.fixtures import QUIET
from ui import look
from ui.widgets.checkin import Code, SeatTable, find_seats, read_code
from ui.widgets.quorum_meter import BaseMeter
from ui.widgets.tally import TallyBoard
from ui.widgets.timer import SpeechClock, TimerPanel, clock_face

pytestmark = QUIET


def seat(number: int, name: str, sound: str, state: str = "") -> Seat:
    """sound: syllables, parted by blanks."""
    initials = "".join(part[0] for part in sound.split())
    return Seat(
        number + 100, number, name, sound.replace(" ", ""), initials, "代表", "一组", state, "", None, None, None, False
    )


SEATS = (
    seat(1, "周明德", "zhou ming de", "present"), seat(2, "张明", "zhang ming"), seat(3, "赵梦", "zhao meng"),
    seat(4, "曾小满", "zeng xiao man"), seat(12, "欧阳立春", "ou yang li chun"), seat(21, "李𬱖", "li wei"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("zm", ["张明", "赵梦", "周明德"]), ("ZM", ["张明", "赵梦", "周明德"]), ("zmd", ["周明德"]), ("oylc", ["欧阳立春"]),
        ("zeng", ["曾小满"]),
        ("小满", ["曾小满"]), ("李𬱖", ["李𬱖"]), ("12", ["欧阳立春"]), ("１２", ["欧阳立春"]), ("2", ["张明"]),
        ("x", ["曾小满"]), ("王", []), ("²", ["张明"]),
    ],
)  # fmt: skip
def test_people_are_found_by_initials_pinyin_name_and_number(typed: str, names: list[str]) -> None:
    assert [s.name for s in find_seats(SEATS, typed)] == names


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("CD-P12-M3", Code(12, 3)), ("cd-p12-m3", Code(12, 3)), ("ＣＤ－Ｐ１２－Ｍ３", Code(12, 3)), (" CD-P12-M3 ", Code(12, 3)),
        ("CDP12M3", Code(12, 3)), ("CD-P12", None), ("CD-P12-M3x", None), ("12", None), ("CD-P-M", None),
    ],
)  # fmt: skip
def test_codes_are_read_however_the_scanner_types_them(typed: str, code: Code | None) -> None:
    assert read_code(typed) == code


def test_the_sheet_prints_what_the_console_reads() -> None:
    from consult_desk.views.meeting_facts import scan_code

    assert read_code(scan_code(12, 3)) == Code(12, 3)


def test_hundreds_of_people_are_one_widget(qtbot: QtBot, qapp: QApplication) -> None:
    """No widget per person, and finding among 2,000 takes no time a hand would feel."""
    look.put_on(qapp, look.Theme())
    table = SeatTable(lambda _seat: None)
    qtbot.addWidget(table)
    table.resize(600, 400)
    table.show()
    few = len(table.findChildren(QWidget))
    crowd = [seat(n, f"周明{chr(0x4E00 + n)}", "zhou ming de") for n in range(1, 2001)]
    table.show_seats(crowd)
    assert table.rows.rowCount() == 2000 and len(table.findChildren(QWidget)) == few
    begin = time.perf_counter()
    found = find_seats(crowd, "zmd")
    table.show_seats(found)
    table.repaint()
    assert len(found) == 2000 and time.perf_counter() - begin < 0.5


def test_strokes_by_keys_and_back(qtbot: QtBot) -> None:
    board = TallyBoard([("yes", "同意"), ("no", "反对")])
    qtbot.addWidget(board)
    board.resize(400, 120)
    board.show()
    low = board.heightForWidth(400)
    QTest.keyClicks(board, "1121")
    assert board.counts == {"yes": 3, "no": 1} and board.order == ["yes", "yes", "no", "yes"]
    assert board.accessibleDescription() == "同意 3，反对 1"
    QTest.keyClicks(board, "39")
    QTest.keyClick(board, Qt.Key.Key_Backspace)
    QTest.keyClick(board, Qt.Key.Key_Backspace)
    assert board.counts == {"yes": 2, "no": 0}
    board.set_counts({"yes": 200, "no": 0})
    assert board.heightForWidth(400) > low, "more characters than fit go on in the next line"
    QTest.keyClick(board, Qt.Key.Key_Backspace)
    assert board.counts["yes"] == 200, "typed numbers have no last stroke"


def test_each_stroke_adds_ink(qtbot: QtBot, qapp: QApplication) -> None:
    look.put_on(qapp, look.Theme())
    board = TallyBoard([("yes", "同意")])
    qtbot.addWidget(board)
    board.resize(500, 60)

    def ink() -> int:
        picture = board.grab().toImage()
        accent = look.theme().color("accent")
        return sum(
            picture.pixelColor(x, y) == accent for x in range(0, picture.width()) for y in range(0, picture.height(), 2)
        )

    amounts = []
    for _ in range(6):
        amounts.append(ink())
        board.add("yes")
    assert amounts[0] == 0 and all(more > less for less, more in pairwise(amounts))


def test_the_clock_counts_up_and_down(qtbot: QtBot) -> None:
    now = [100.0]
    clock = SpeechClock(seconds=lambda: now[0])
    panel = TimerPanel(clock)
    qtbot.addWidget(panel)
    clock.show_item(1)
    assert panel.left.text() == "还剩 3:00" and clock.tone == ""
    clock.switch()
    now[0] += 65
    clock.ticked.emit()
    assert (panel.left.text(), panel.spent.text()) == ("还剩 1:55", "本项已用 1:05")
    now[0] += 90
    assert clock.tone == "warn" and clock.left == 25
    clock.next_speaker()
    now[0] += 10
    assert clock.left == 170 and clock.spent == 165
    clock.switch()
    now[0] += 500
    assert clock.spent == 165 and not clock.running
    clock.change_limit(-1)
    assert clock.limit == 120
    clock.switch()
    now[0] += 120
    clock.ticked.emit()
    assert panel.left.text() == "超时 0:10" and clock.tone == "bad"
    clock.show_item(2)
    assert (clock.spent, clock.left, clock.running) == (0, 120, False)
    assert clock_face(3661) == "1:01:01"


def test_the_meter_names_every_base_and_either_way(qtbot: QtBot) -> None:
    people = Base("adults_18", "十八周岁以上村民", "人", "过半数", 100, 40, 51, 11, False, None, "第二十六条")
    homes = Base("households", "本村的户", "户", "三分之二以上", 30, 20, 20, 0, True, None, "第二十六条")
    meter = BaseMeter()
    qtbot.addWidget(meter)
    meter.show_meter(Meter((people, homes), True, True, "两样", "第二十六条", ()))
    said = [label.text() for row in meter.rows for label in (row.title, row.numbers, row.state, row.reference)]
    assert said == [
        "十八周岁以上村民（过半数）", "应到 100 人，需 51 人，实到 40 人", "还差 11 人", "依据：第二十六条",
        "本村的户（三分之二以上）", "应到 30 户，需 20 户，实到 20 户", "✓ 已达到", "依据：第二十六条",
    ]  # fmt: skip
    assert meter.words() == "✓ 人数够了"
    short = Base("households", "本村的户", "户", "三分之二以上", 30, 18, 20, 2, False, None, "第二十六条")
    meter.show_meter(Meter((people, short), True, False, "两样", "第二十六条", ()))
    assert meter.words() == "还差 2 户"
    meter.show_meter(Meter((people, short), False, False, "两样", "第二十六条", ()))
    assert meter.words() == "还差 11 人"
    meter.show_meter(None)
    assert meter.words() == "还没有宣布开会" and meter.rows == []


