"""Check-in: type, click or scan; leave, departure, proxies; a mis-tap taken back."""

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QPushButton, QWidget
from shiboken6 import isValid

from consult_desk.actions import attendance as act
from consult_desk.views.console import ConsoleView, Seat
from ui import keys, look
from ui.pages.console_part import Part, reasons_of, roomy, row_of
from ui.widgets.checkin import CheckInField, SeatTable, find_seats, read_code
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

FILTERS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("all", later("全部 {n}"), frozenset()),
    ("away", later("还没到 {n}"), frozenset({""})),
    ("here", later("已到 {n}"), frozenset({"present", "proxy"})),
    ("gone", later("没来或离会 {n}"), frozenset({"leave", "absent", "left"})),
)
DEEDS = (
    ("record_leave", later("请假或缺席…")), ("record_departure", later("离会…")), ("undo_departure", later("回到会场…")),
    ("undo_check_in", later("撤销签到…")), ("check_in", later("补登到会时间…")), ("record_proxy", later("书面委托…")),
)  # fmt: skip


class CheckInPart(Part):
    """The due list with the field above it."""

    def build(self) -> None:
        theme = look.theme()
        self.said = PlainLabel(tr("请输入或扫码签到"), "big", wrap=True)
        self.more = PlainLabel("", "muted", wrap=True)
        self.undo = QPushButton(tr("撤销刚才的签到"))
        self.undo.clicked.connect(lambda _c=False: self._undo())
        keys.press(self.undo, "F8")
        self.column.addLayout(row_of(self.said, self.undo, stretch=0))
        self.column.addWidget(self.more)
        self.field = CheckInField()
        self.field.entered.connect(self._entered)
        self.field.textChanged.connect(lambda _t: self._list())
        self.field.down.connect(self._into_list)
        self.remote = QCheckBox(tr("线上参加"))
        set_tip(self.remote, tr("勾上以后签到的人记为线上参加"))
        self.column.addLayout(row_of(self.field, self.remote, stretch=0))
        self.filters = QButtonGroup(self)
        shown: list[QWidget] = []
        for n, (_key, words, _states) in enumerate(FILTERS):
            button = QPushButton(tr(words, n=0))
            button.setProperty("role", "filter")
            button.setCheckable(True)
            button.setChecked(n == 0)
            self.filters.addButton(button, n)
            shown.append(button)
        self.filters.idClicked.connect(lambda _n: self._list())
        line = row_of(*shown)
        line.addStretch(1)
        self.column.addLayout(line)
        self.table = SeatTable(self._clicked)
        self.table.setMinimumHeight(theme.px(150))
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._mark())
        self.column.addWidget(self.table, 1)
        grid = QGridLayout()
        grid.setSpacing(theme.px(6))
        self.deeds: dict[str, QPushButton] = {}
        across = len(DEEDS) if theme.factor < 1.2 else len(DEEDS) // 2
        for n, (action, words) in enumerate(DEEDS):
            button = QPushButton(tr(words))
            button.clicked.connect(lambda _c=False, deed=action: self._deed(deed))
            self.deeds[action] = button
            button.setProperty("role", "small")
            grid.addWidget(button, n // across, n % across)
        self.column.addLayout(grid)
        self.last: Seat | None = None
        self._seats: tuple[Seat, ...] = ()
        self.more.hide()
        self._mark()

    def first_focus(self) -> QWidget:
        return self.field

    def show_view(self, view: ConsoleView) -> None:
        self._seats = view.seats
        self.remote.setVisible(view.may_remote)
        self.deeds["record_proxy"].setVisible(view.may_proxy)
        for n, (_key, words, states) in enumerate(FILTERS):
            number = sum(1 for seat in view.seats if not states or seat.state in states)
            self.filters.button(n).setText(tr(words, n=number))
            roomy(self.filters.button(n))
        self._list()

    def _list(self) -> None:
        current = self.table.current()
        states = FILTERS[max(0, self.filters.checkedId())][2]
        kept = [seat for seat in self._seats if not states or seat.state in states]
        typed = self.field.text()
        found = find_seats(kept, typed) if read_code(typed) is None else kept
        self.table.show_seats(found, keep=current.person if current is not None and not typed else None)
        self._mark()

    def _mark(self) -> None:
        """Grey what does not fit the person under the cursor."""
        seat: Seat | None = self.table.current()
        state = seat.state if seat is not None else None
        fits = {
            "record_leave": state in ("", "leave", "absent", "present"), "record_departure": state in ("present", "left"),
            "undo_check_in": state == "present", "undo_departure": state == "left", "record_proxy": state in ("", "leave"),
            "check_in": state in ("", "leave", "absent"),
        }  # fmt: skip
        for action, button in self.deeds.items():
            button.setEnabled(fits[action])
            words = tr(dict(DEEDS)[action])
            button.setAccessibleName(tr("{deed}：{name}", deed=words, name=seat.name) if seat is not None else words)
        self.undo.setVisible(self.last is not None)

    def _into_list(self) -> None:
        if self.table.rows.rows:
            self.table.setFocus()

    def _entered(self, typed: str) -> None:
        if not typed.strip():
            return
        code, view = read_code(typed), self.console.picture
        if code is not None and view is not None:
            self.field.clear()
            seat = next((s for s in self._seats if s.person == code.person), None)
            if code.meeting != view.meeting:
                words = tr("这是另一次会议（第 {n} 号）的签到码，没有签到", n=code.meeting)
                self.say(words, tr("请换成这次会议的签到册，或者输入姓名"), "bigBad")
            elif seat is None:
                self.say(tr("码上的人不在这次会议的应到名单里"), tr("旁听的请登记为列席"), "bigBad")
            else:
                self.check_in(seat)
            return
        found = find_seats(self._seats, typed)
        if not found:
            fix = tr("请核对姓名、拼音首字母或序号；不在名单上的请登记为列席")
            self.say(tr("没有找到“{typed}”", typed=typed.strip()), fix, "bigBad")
            self.field.selectAll()
            return
        self.field.clear()
        others = sum(1 for seat in found[1:] if seat.state == "") if not typed.strip().isdecimal() else 0
        self.check_in(found[0], others)

    def _clicked(self, seat: Seat) -> None:
        if seat.state in ("", "leave", "absent", "proxy"):
            self.check_in(seat)
        else:
            self._mark()

    def check_in(self, seat: Seat, others: int = 0) -> None:
        """Check one person in, now; whoever comes after a vote is noted with the time. others: so many fitted too."""
        view, hall = self.console.picture, self.console.hall()
        if view is None or hall is None:
            return
        if seat.state == "present":
            self.say(tr("{name} 已经签过到了", name=seat.name), self._about(seat), "bigWarn")
            return
        if hall.voted and not hall.live:
            self._deed("check_in", seat)
            return

        def done(_counts: object) -> None:
            if isValid(self):
                self.last = seat
                doubt = tr("还有 {n} 个没到的人也符合，点错了按 F8 撤销", n=others) if others else ""
                about = "　·　".join(part for part in (self._about(seat), doubt) if part)
                self.say(tr("✓ {name} 已签到", name=seat.name), about, "bigGood")
                self._mark()

        def failed(error: Exception) -> None:
            if isValid(self):
                words, fix = reasons_of(error)
                self.say(f"✕ {words}", fix, "bigBad")

        self.bridge.attempt(
            act.check_in, done, failed, view.meeting, person_ids=[seat.person], sitting_id=hall.sitting,
            arrived_at=self.bridge.now() if hall.voted else None, remote=view.may_remote and self.remote.isChecked(),
        )  # fmt: skip

    def _about(self, seat: Seat) -> str:
        number = tr("第 {n} 号", n=seat.number) if seat.number else ""
        return "　".join(part for part in (number, seat.seat, seat.group) if part)

    def say(self, words: str, more: str, role: str) -> None:
        """Answer in large type."""
        self.said.setText(words)
        self.said.set_role(role)
        self.more.setText(more)
        self.more.setVisible(bool(more))

    def _undo(self) -> None:
        if self.last is not None:
            self._deed("undo_check_in", self.last)

    def _deed(self, action: str, seat: Seat | None = None) -> None:
        chosen = seat or self.table.current()
        known = {"person_id": chosen.person} if chosen is not None else {}
        self.desktop.open_deed(action, **self.console.known(), **known)
