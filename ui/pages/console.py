"""The meeting console: who is here, the item at hand, its speeches, its vote, its result, by keyboard alone if need be."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from consult_desk.base.errors import Obstacle
from consult_desk.views import console as see
from ui import keys, look
from ui.leads import lead
from ui.page import Page, card, column_of, scrolled
from ui.pages.console_checkin import CheckInPart
from ui.pages.console_head import ConsoleHead, chosen_hall
from ui.pages.console_part import Lead, Part, clock_of
from ui.pages.console_result import ResultPart
from ui.pages.console_speech import SpeechPart
from ui.pages.console_vote import VotePart
from ui.projector import Projector
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.widgets.quorum_meter import BaseMeter
from ui.widgets.timer import TimerPanel
from ui.words import later, tr

PARTS: tuple[tuple[str, str, str, type[Part]], ...] = (
    ("checkin", later("签到"), "F2", CheckInPart),
    ("speech", later("发言"), "F3", SpeechPart),
    ("vote", later("表决"), "F4", VotePart),
    ("result", later("宣布"), "F6", ResultPart),
)
WIDEST_LEFT = 370  # pixels, so that large type leaves room for the part beside it
PART_OF = {"check_in": "checkin", "record_vote": "vote", "conclude_item": "result"}
KEYS = later("F2 签到　F3 发言　F4 表决　F6 宣布　F7 计时　F8 撤销签到　F9 投影　PgUp/PgDn 换议程　Ctrl+回车 登记")


class ConsolePage(Page):
    """Opened with meeting_id; item_id and part say where to begin."""

    key = "console"
    title = later("会议控制台")
    parent_key = "meetings"

    def build(self) -> None:
        theme = look.theme()
        self.clock = clock_of(self.bridge)
        self.picture: see.ConsoleView | None = None
        self._sitting = 0
        column = column_of(self, margin=12, spacing=8)
        self.head = ConsoleHead(self.turn, self._hall_chosen)
        self.head.back.clicked.connect(
            lambda _c=False: self.desktop.open_page("meeting", meeting_id=self.known()["meeting_id"])
        )
        self.head.wall.clicked.connect(lambda _c=False: self.project())
        column.addWidget(self.head)
        self.stopped = QWidget()
        halted = column_of(self.stopped, margin=0, spacing=8)
        self.not_open = Obstacles(self.lead)
        self.begin = QPushButton(tr("宣布开会…"))
        self.begin.setProperty("role", "primary")
        self.begin.clicked.connect(lambda _c=False: self.desktop.open_deed("open_meeting", **self.known()))
        halted.addWidget(self.not_open)
        halted.addLayout(_left(self.begin))
        column.addWidget(self.stopped)
        self.late = PlainLabel("", "warnStrong", wrap=True)
        column.addWidget(self.late)
        self.body = QWidget()
        body = QHBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.px(14))
        inside = QWidget()
        left = column_of(inside, margin=0, spacing=10)
        meter_card, within = card()
        self.meter = BaseMeter()
        within.addWidget(self.meter)
        left.addWidget(meter_card)
        timer_card, within = card()
        self.timer = TimerPanel(self.clock)
        within.addWidget(self.timer)
        left.addWidget(timer_card)
        left.addStretch(1)
        area = scrolled(inside, tr("到会人数和计时"))
        area.setFixedWidth(min(theme.px(330), WIDEST_LEFT))
        body.addWidget(area)
        right = QVBoxLayout()
        right.setSpacing(theme.px(8))
        right.addLayout(self._tabs())
        right.addWidget(self.stack, 1)
        body.addLayout(right, 1)
        column.addWidget(self.body, 1)
        self.waiting = QWidget()
        column.addWidget(self.waiting, 1)
        self.key_line = PlainLabel(tr(KEYS), "small", wrap=True)
        column.addWidget(self.key_line)
        for press, words, deed in (
            ("PgUp", later("上一项议程"), lambda: self.turn(-1)), ("PgDown", later("下一项议程"), lambda: self.turn(1)),
            ("F7", later("开始或暂停计时"), self.clock.switch), ("Shift+F7", later("下一位发言"), self.clock.next_speaker),
            ("F9", later("打开会场投影"), self.project), ("Ctrl+Return", later("登记填好的内容"), lambda: self.part.submit()),
        ):  # fmt: skip
            keys.add(self, press, words, deed)

    def _tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.theme().px(8))
        self.tabs, self.stack, self.parts = QButtonGroup(self), QStackedWidget(), dict[str, Part]()
        for n, (key, words, press, kind) in enumerate(PARTS):
            button = QPushButton(f"{tr(words)}  {press}")
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.setAccessibleName(tr(words))
            button.clicked.connect(lambda _c=False, part=key: self.show_part(part))
            keys.press(button, press)
            self.tabs.addButton(button, n)
            row.addWidget(button, 1)
            part = kind(self)
            self.parts[key] = part
            self.stack.addWidget(part if part.scrolls else scrolled(part, tr(words)))
        self.tabs.button(0).setChecked(True)
        result = self.parts["result"]
        if isinstance(result, ResultPart):
            result.next.clicked.connect(lambda _c=False: self.turn(1))
        return row

    @property
    def part(self) -> Part:
        """The part that is shown."""
        return list(self.parts.values())[self.stack.currentIndex()]

    def view(self) -> Callable[..., Any] | None:
        return see.console if self.where else None

    def arguments(self) -> dict[str, Any]:
        return {key: self.where[key] for key in ("meeting_id", "item_id") if key in self.where}

    def open(self, **where: Any) -> None:
        part = where.pop("part", None)
        if where.get("meeting_id") != self.where.get("meeting_id"):
            self.picture, self._sitting = None, 0
            part = part or "checkin"
        super().open(**where)
        if part:
            self.show_part(part)

    def first_focus(self) -> QWidget:
        return self.begin if self.begin.isVisibleTo(self) else self.part.first_focus()

    def show_view(self, view: see.ConsoleView) -> None:
        first, self.picture = self.picture is None, view
        held = self.part.isAncestorOf(QApplication.focusWidget() or self)
        item, place = view.item, self._place()
        self._sitting = chosen_hall(view.halls, self._sitting)
        self.head.show_view(view, place, self._sitting)
        if item is not None:
            self.where = {"meeting_id": view.meeting, "item_id": item.line.item}
            self.clock.show_item(item.line.item)
        self.meter.show_meter(item.meter if item is not None and view.seats else None)
        going_on = view.state == "open"
        self.stopped.setVisible(not going_on)
        self.not_open.show_obstacles(() if going_on else see.not_going_on(view))
        hall = self.hall()
        late = going_on and hall is not None and hall.begun and not hall.live
        self.late.setVisible(late)
        if late and hall is not None:
            words = later("补录：这一场是 {day} 开的，今天才录入。请照签到册、计票单如实填写，文书上会注明补录。")
            self.late.setText(tr(words, day=f"{hall.starts_at:%Y-%m-%d}"))
        self.body.setVisible(bool(view.seats))
        self.waiting.setVisible(not view.seats)
        self.begin.setVisible(view.state in ("planned", "noticed") and self.desktop.has_deed("open_meeting"))
        for part in self.parts.values():
            part.show_view(view)
            part.setEnabled(going_on or part is self.parts["result"])
        if self.isVisible() and (first or (held and not self.part.isAncestorOf(QApplication.focusWidget() or self))):
            # The button that was pressed is gone with what it did: the keyboard goes on to the next.
            self.first_focus().setFocus()
        wall = self._wall()
        if wall is not None:
            wall.show_item(view.meeting, item.line.item if item is not None else None)

    def _hall_chosen(self, sitting: int) -> None:
        self._sitting = sitting
        if self.picture is not None:
            self.show_view(self.picture)

    def hall(self) -> see.Hall | None:
        """The sitting that is being held."""
        halls = self.picture.halls if self.picture is not None else ()
        return next((h for h in halls if h.sitting == self._sitting), None)

    def known(self) -> dict[str, int]:
        """What a deed should know."""
        found: dict[str, Any] = {"meeting_id": self.where.get("meeting_id", 0)}
        if self.picture is not None and self.picture.item is not None:
            line = self.picture.item.line
            found |= {"item_id": line.item, "matter_id": line.matter, "step": line.step_key, "sitting_id": self._sitting}
        return found

    def lead(self, obstacle: Obstacle) -> Lead:
        """Where an obstacle is removed: another part of this console, a form, or another page."""
        part = PART_OF.get(obstacle.leads_to)
        if part is not None:
            words = next(tr(title) for key, title, _press, _kind in PARTS if key == part)
            return tr("去{part}", part=words), lambda: self.show_part(part)
        return lead(self.desktop, obstacle, **self.known())

    def show_part(self, key: str) -> None:
        """Go to checkin, speech, vote or result."""
        place = list(self.parts).index(key)
        self.stack.setCurrentIndex(place)
        self.tabs.button(place).setChecked(True)
        if self.isVisible():
            self.first_focus().setFocus()

    def _place(self) -> int:
        view = self.picture
        if view is None or view.item is None:
            return 0
        return [line.item for line in view.items].index(view.item.line.item)

    def turn(self, by: int) -> None:
        """To the next (1) or the previous (-1) item."""
        view, place = self.picture, self._place() + by
        if view is not None and 0 <= place < len(view.items):
            self.open(meeting_id=view.meeting, item_id=view.items[place].item)
            if view.state == "open" and not view.items[place].state and self.part is self.parts["result"]:
                self.show_part("speech")

    def _wall(self) -> Projector | None:
        return self.window().findChild(Projector)

    def project(self) -> None:
        """Open the window for the wall, or bring it to the front."""
        wall = self._wall() or Projector(self.bridge, self.clock, self.window())
        if self.picture is not None:
            item = self.picture.item
            wall.show_item(self.picture.meeting, item.line.item if item is not None else None)
        if not wall.isVisible():
            wall.put_up()


def _left(button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row
