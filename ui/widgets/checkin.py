"""Finding people of a due list by pinyin initials, name or number, and reading the code beside a name."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from consult_desk.views.console import Seat
from ui.rows import Cell, Column, Table
from ui.words import later, tr

# What a scanner types from the attendance sheet: the person and the meeting the sheet was printed for.
CODE = re.compile(r"CD-?P(\d{1,12})-?M(\d{1,12})")
STATES: dict[str, tuple[str, str]] = {
    "": (later("还没到"), ""), "present": (later("✓ 已到"), "good"), "left": (later("已离会"), "warn"),
    "leave": (later("请假"), "warn"), "absent": (later("缺席"), "bad"), "proxy": (later("✓ 有人代表"), "good"),
    "excluded": (later("不计入应到"), "muted"),
}  # fmt: skip


@dataclass(frozen=True)
class Code:
    """A scanned code: the person, and the meeting whose sheet it is on."""

    person: int
    meeting: int


def read_code(typed: str) -> Code | None:
    """The code that was scanned, None where the text is none; an input method may have widened its letters."""
    plain = unicodedata.normalize("NFKC", typed).upper().strip().replace(" ", "").replace("—", "-").replace("－", "-")
    found = CODE.fullmatch(plain)
    return Code(int(found[1]), int(found[2])) if found else None


def find_seats(seats: Sequence[Seat], typed: str) -> list[Seat]:
    """The seats that fit what was typed, best first; whoever is not here yet before those who are."""
    wanted = unicodedata.normalize("NFKC", typed).strip().replace(" ", "")
    if not wanted:
        return list(seats)
    lower = wanted.lower()
    ranked = [(rank, seat.state != "", n, seat) for n, seat in enumerate(seats) if (rank := _rank(seat, wanted, lower)) < 9]
    return [seat for *_order, seat in sorted(ranked, key=lambda found: found[:3])]


def _rank(seat: Seat, wanted: str, lower: str) -> int:
    if wanted.isdecimal():
        return 0 if seat.number == int(wanted) else 9
    fits = (
        seat.name == wanted, seat.initials == lower, seat.pinyin == lower, seat.initials.startswith(lower),
        seat.pinyin.startswith(lower), seat.name.startswith(wanted), wanted in seat.name, lower in seat.initials,
    )  # fmt: skip
    return fits.index(True) if True in fits else 9


class CheckInField(QLineEdit):
    """Where a name is typed or a code is scanned. Down goes into the list, Escape empties the field."""

    entered = Signal(str)
    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "big")
        self.setMaxLength(100)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(tr("姓名、拼音首字母、序号"))
        self.setAccessibleName(tr("签到：输入姓名、拼音首字母或序号，或者扫签到册上的码，按回车签到"))
        self.returnPressed.connect(lambda: self.entered.emit(self.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def seat_cell(seat: Seat) -> Cell:
    """How a person stands, with the time or the reason."""
    words, tone = STATES[seat.state]
    under = seat.reason
    if seat.state == "present":
        under = tr("{time} 到", time=f"{seat.arrived_at:%H:%M}") if seat.arrived_at else ""
        if seat.remote:
            under = tr("线上参加")
    elif seat.state == "left" and seat.left_at is not None:
        under = tr("{time} 离会", time=f"{seat.left_at:%H:%M}")
    return Cell(tr(words), under, tone, bold=seat.state == "present")


COLUMNS = (
    Column(later("序号"), lambda s: Cell(str(s.number) if s.number else "—", tone="muted"), "000"),
    Column(later("姓名"), lambda s: Cell(s.name, f"{s.seat}　{s.group}" if s.group else s.seat, bold=True), least=160),
    Column(later("到会"), seat_cell, later("不计入应到"), later("不计入应到的人")),
)


class SeatTable(Table):
    """The due list: only what is seen is painted, so that a thousand people are as quick as ten."""

    def __init__(self, chosen: Callable[[Seat], None]) -> None:
        super().__init__(COLUMNS, tr("应到名单"), chosen, lines=1.6)
        self.setAccessibleDescription(tr("用上下方向键选择，按回车键或单击签到"))

    def show_seats(self, seats: Sequence[Seat], keep: int | None = None) -> None:
        """Show these seats; keep: the person that stays current."""
        self.show_rows(seats)
        place = next((n for n, seat in enumerate(seats) if seat.person == keep), 0)
        if seats:
            self.setCurrentIndex(self.rows.index(place, 0))


SOUND = Qt.ItemDataRole.UserRole + 2


class NameCompleter(QCompleter):
    """Offers names while one types a part of them or of their pinyin."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setCompletionRole(SOUND)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(8)

    def show_names(self, names: Sequence[tuple[str, str]]) -> None:
        """Offer these: each name with its pinyin."""
        self._model.clear()
        for name, sound in names:
            item = QStandardItem(name)
            item.setData(f"{name} {sound}", SOUND)
            self._model.appendRow(item)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")
