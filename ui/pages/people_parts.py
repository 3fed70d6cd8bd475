"""What the roster shows of a person and of a household, and the letters to jump to."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from consult_desk.views.people import PersonRow
from consult_desk.views.person import HomeRow
from ui import look
from ui.rows import Cell, Column
from ui.widgets.plain_label import set_tip
from ui.words import later, tr, typed

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _name(row: PersonRow) -> Cell:
    return Cell(row.name, row.relation, bold=True)


def _age(row: PersonRow) -> Cell:
    tone = "muted" if row.age < 18 else ""
    under = tr("未满十八周岁") if row.age < 18 else f"{row.birth:%Y-%m-%d}"
    return Cell(tr("{sex}　{age} 岁", sex=tr(row.sex), age=row.age), under, tone)


def _home(row: PersonRow) -> Cell:
    under = tr("户号 {number}", number=row.household) if row.household else tr("没有户号")
    return Cell(row.group or "—", under)


def _seats(row: PersonRow) -> Cell:
    words = tr("、").join(row.seats) if row.seats else "—"
    return Cell(words, "" if row.registered else tr("户籍不在本村"), "" if row.seats else "muted")


def _numbers(row: PersonRow) -> Cell:
    return Cell(row.id_number or tr("没有身份证号"), row.phone or tr("没有电话"), "" if row.id_number else "muted")


PERSON_COLUMNS = (
    Column(later("姓名"), _name, typed("欧阳立春立春")),
    Column(later("性别年龄"), _age, later("男　108 岁"), later("未满十八周岁")),
    Column(later("小组和户号"), _home, typed("第十二村民小组")),
    Column(later("身份证号和电话"), _numbers, "000000********0000"),
    Column(later("现任职务"), _seats, least=150),
)


def _number(row: HomeRow) -> Cell:
    return Cell(row.number, row.group, bold=True)


def _head(row: HomeRow) -> Cell:
    return Cell(row.head) if row.head else Cell(tr("没有写明户主"), tone="warn")


def _members(row: HomeRow) -> Cell:
    names = tr("、").join(name for _person, name in row.members)
    return Cell(names or tr("现在没有人在册"), tr("{n} 人", n=len(row.members)), "" if names else "muted")


HOME_COLUMNS = (
    Column(later("户号"), _number, typed("第十二村民小组")), Column(later("户主"), _head, later("没有写明户主")),
    Column(later("户里的人"), _members),
)  # fmt: skip


class Letters(QWidget):
    """A to Z: jump to where the surnames with that letter begin; letters nobody begins with are grey."""

    def __init__(self, jump: Callable[[str], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.theme().px(2))
        self.group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for letter in ("", *ALPHABET):
            button = QPushButton(letter or tr("从头"))
            button.setCheckable(True)
            button.setChecked(not letter)
            button.setProperty("role", "letter")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(look.theme().px(16 if letter else 50))
            # One stop of the Tab key for all of them; the arrows go from letter to letter.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if not letter else Qt.FocusPolicy.ClickFocus)
            name = tr("跳到拼音 {letter}", letter=letter) if letter else tr("从名册开头看")
            button.setAccessibleName(name)
            set_tip(button, name)
            button.clicked.connect(lambda _c=False, to=letter: jump(to))
            self.group.addButton(button)
            self.buttons[letter] = button
            row.addWidget(button)

    def show_letters(self, there: str, start: str) -> None:
        """Offer these letters."""
        for letter, button in self.buttons.items():
            button.setEnabled(not letter or letter in there)
        self.mark(start)

    def mark(self, letter: str) -> None:
        """Show where the list begins."""
        self.buttons.get(letter, self.buttons[""]).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        usable = [button for button in self.buttons.values() if button.isEnabled()]
        here = next((n for n, button in enumerate(usable) if button.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
        else:
            usable[(here + step) % len(usable)].setFocus(Qt.FocusReason.TabFocusReason)
