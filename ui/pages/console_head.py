"""The head of the console: the meeting, the sitting, the item at hand and the way to the next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.views.console import ConsoleView, Hall
from ui import look
from ui.icons import icon
from ui.widgets.chip import Chip
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr

MARKS = {"passed": "✓", "not_passed": "✕", "voted": "●", "": "○"}
LARGE = 1.3
TONES = {"open": "warn", "closed": "good", "void": "bad"}


def chosen_hall(halls: Sequence[Hall], wanted: int) -> int:
    """The sitting that is meant: the one chosen, else today's, else the first that waits for its vote, else the first."""
    ids = [hall.sitting for hall in halls]
    if wanted in ids:
        return wanted
    today = next((hall.sitting for hall in halls if hall.live), None)
    waiting = next((hall.sitting for hall in halls if hall.begun and not hall.voted), None)
    return today or waiting or (ids[0] if ids else 0)


class ConsoleHead(QWidget):
    """turn(by): another item is wanted; hall(sitting): another sitting is."""

    def __init__(self, turn: Callable[[int], None], hall: Callable[[int], None]) -> None:
        super().__init__()
        theme = look.theme()
        self._ids: list[int] = []
        self.back = QPushButton(tr("返回"))
        self.back.setAccessibleName(tr("返回会议"))
        self.back.setIcon(icon("back", theme.color("text"), theme.px(20)))
        self.back.setIconSize(QSize(theme.px(20), theme.px(20)))
        self.chip = Chip("")
        self.halls = QComboBox()
        self.halls.setAccessibleName(tr("现在开的是哪一场"))
        self.halls.activated.connect(lambda n: hall(self._ids[n]))
        self.wall = QPushButton(tr("会场投影"))
        set_tip(self.wall, tr("在第二个屏幕上只显示会场可以看的内容；F11 全屏，Esc 退出（F9）"))
        self.before, self.after = QPushButton("◀"), QPushButton("▶")
        for button, by, name in ((self.before, -1, tr("上一项议程")), (self.after, 1, tr("下一项议程"))):
            button.setProperty("role", "small")
            button.setAccessibleName(name)
            set_tip(button, name)
            button.clicked.connect(lambda _c=False, step=by: turn(step))
        self.item_name = PlainLabel(tr("正在读取…"), "heading", wrap=True)
        self.name = PlainLabel("", "muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.item_name)
        words.addWidget(self.name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.back)
        row.addWidget(self.before)
        row.addLayout(words, 1)
        for widget in (self.after, self.chip, self.halls, self.wall):
            row.addWidget(widget)

    def show_view(self, view: ConsoleView, place: int, sitting: int) -> None:
        """Show the item at that place of the agenda and the sitting that is held."""
        self.name.setText(view.title)
        self.chip.show_state(tr(view.state_title), TONES.get(view.state, ""))
        self.halls.setVisible(len(view.halls) > 1)
        names = [f"{hall.place}　{hall.starts_at:%m-%d %H:%M}" for hall in view.halls]
        self._ids = [hall.sitting for hall in view.halls]
        if [self.halls.itemText(n) for n in range(self.halls.count())] != names:
            self.halls.clear()
            self.halls.addItems(names)
        if sitting in self._ids:
            self.halls.setCurrentIndex(self._ids.index(sitting))
        if view.item is not None:
            line = view.item.line
            self.item_name.setText(f"{MARKS[line.state]} {line.title}")
            said = tr("第 {n} 项，共 {all} 项　{step}", n=line.number, all=len(view.items), step=tr(line.step))
            # In large type the room is for the list below.
            self.name.setText(said if look.theme().factor > LARGE else f"{said}　·　{view.title}")
        self.before.setEnabled(place > 0)
        self.after.setEnabled(place + 1 < len(view.items))
