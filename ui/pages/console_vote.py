"""The vote: by hands, ballots or roll call, entered when the numbers can be, corrected with a reason."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.actions import votes as act
from consult_desk.views.console import Ballot, ConsoleView, Count, Hall
from ui import keys, look
from ui.drafts import Drafts
from ui.form import Field, Form
from ui.page import column_of, scrolled
from ui.pages.console_count import CountForm
from ui.pages.console_part import Part, reasons_of, roomy, row_of
from ui.pages.console_roll import RollCall
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.widgets.tally import METHODS
from ui.words import later, tr

DRAFT_PAUSE_MS = 250


class VotePart(Part):
    """One sitting's vote on the item at hand."""

    scrolls = True

    def build(self) -> None:
        theme = look.theme()
        inside = QWidget()
        column = column_of(inside, margin=0, spacing=10)
        area = scrolled(inside, tr("表决"))
        self.column.addWidget(area, 1)
        self.ballot: Ballot | None = None
        self._key, self._correcting = "", False
        self.over = PlainLabel("", "heading", wrap=True)
        column.addWidget(self.over)
        self.reasons = Obstacles(self.console.lead)
        column.addWidget(self.reasons)
        self.counting = QWidget()
        within = QVBoxLayout(self.counting)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(theme.px(10))
        column.addWidget(self.counting, 1)
        column.addStretch(0)
        self.methods = QButtonGroup(self)
        shown: list[QWidget] = []
        for n, (_key, words, press) in enumerate(METHODS):
            button = QPushButton(tr(words))
            button.setProperty("role", "filter")
            button.setCheckable(True)
            button.setChecked(n == 0)
            roomy(button)
            keys.press(button, press)
            self.methods.addButton(button, n)
            shown.append(button)
        self.methods.idClicked.connect(lambda _n: self._method_chosen())
        row = row_of(*shown)
        row.addStretch(1)
        within.addLayout(row)
        self.entitled = PlainLabel("", "strong", wrap=True)
        within.addWidget(self.entitled)
        self.count = CountForm()
        self.roll = RollCall()
        for widget in (self.count, self.roll):
            widget.changed.connect(self._changed)
            within.addWidget(widget, 1)
        self.roll.hide()
        self.moment = Form(self.bridge, (Field("taken_at", tr("表决的时间"), "moment", needed=False),))
        within.addWidget(self.moment)
        self.why = PlainLabel(tr("更正的理由（至少五个字）"), "strong", wrap=True)
        self.correction = QLineEdit()
        self.correction.setMaxLength(200)
        self.correction.setAccessibleName(tr("更正的理由（至少五个字）"))
        self.correction.textChanged.connect(lambda _t: self._judge())
        within.addWidget(self.why)
        within.addWidget(self.correction)
        self.said = PlainLabel("", "bad", wrap=True)
        self.said.hide()
        self.save = QPushButton(tr("登记票数"))
        self.save.setProperty("role", "primary")
        self.save.clicked.connect(lambda _c=False: self._save())
        set_tip(self.save, tr("也可以按 Ctrl+回车"))
        self.correct = QPushButton(tr("更正票数…"))
        self.correct.clicked.connect(lambda _c=False: self._begin_correction())
        self.column.addWidget(self.said)
        self.correct.hide()
        below = row_of(self.count.verdict, self.correct, self.save)
        below.insertStretch(1, 1)
        below.setStretch(0, 1000)
        self.column.addLayout(below)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE_MS)
        self._pause.timeout.connect(self._keep)

    @property
    def method(self) -> str:
        """The way of voting that is chosen."""
        return METHODS[max(0, self.methods.checkedId())][0]

    def first_focus(self) -> QWidget:
        if not self.counting.isVisibleTo(self):
            return self.correct if self.correct.isVisibleTo(self) else self.save
        return self.roll.table if self.method == "roll_call" else self.count.first_focus()

    def submit(self) -> None:
        if self.save.isVisibleTo(self):
            self.save.click()

    def show_view(self, view: ConsoleView) -> None:
        item, hall = view.item, self.console.hall()
        if item is None or hall is None:
            return
        self.ballot = next((b for b in item.ballots if b.sitting == hall.sitting), None)
        key = f"count {item.line.item} {hall.sitting}"
        fresh, self._key = key != self._key, key
        count = self.ballot.count if self.ballot is not None else None
        if fresh:
            self._correcting = False
            self.correction.clear()
            self.said.hide()
        done = item.line.state in ("passed", "not_passed")
        open_now = not done and not item.gates and view.state == "open"
        self.reasons.show_obstacles(() if done else item.gates)
        self.counting.setVisible(open_now and (count is None or self._correcting))
        self.save.setVisible(self.counting.isVisibleTo(self))
        self.correct.setVisible(open_now and count is not None and not self._correcting)
        self.over.setText(self._over_words(done, count))
        self.over.setVisible(bool(self.over.text()))
        people = self.ballot.entitled if self.ballot is not None else ()
        self.count.show_present(len(people))
        self.roll.show_seats([s for s in view.seats if s.person in set(people)])
        self.entitled.setText(
            tr("现在有表决权的到会 {n} 人（回避 {m} 人，不参加本项表决）", n=len(people), m=len(item.recused))
            if item.recused else tr("现在有表决权的到会 {n} 人", n=len(people))
        )  # fmt: skip
        self.moment.setVisible(not hall.live)
        for widget in (self.why, self.correction):
            widget.setVisible(count is not None)
        if fresh:
            self._find(count)
        self._judge()

    def _over_words(self, done: bool, count: Count | None) -> str:
        if count is None:
            return tr("这一项已经宣布结果。") if done else ""
        method = tr(next(words for key, words, _press in METHODS if key == count.method))
        said = later("✓ 已登记：{method}，同意 {yes}，反对 {no}，弃权 {abstain}")
        return tr(said, method=method, yes=count.yes, no=count.no, abstain=count.abstain)

    def _method_chosen(self) -> None:
        self._show_method()
        self._changed()
        self.first_focus().setFocus()

    def _show_method(self) -> None:
        roll = self.method == "roll_call"
        self.roll.setVisible(roll)
        self.count.setVisible(not roll)
        if not roll:
            self.count.show_method(self.method)
        self._judge()

    def _changed(self) -> None:
        self._pause.start()
        self._judge()

    def _judge(self) -> None:
        self.count.verdict.setVisible(self.method != "roll_call" and self.counting.isVisibleTo(self))
        good = bool(self.roll.choices) if self.method == "roll_call" else self.count.checked().good
        self.save.setEnabled(good and (not self._correcting or len(self.correction.text().strip()) >= 5))

    def _begin_correction(self) -> None:
        count = self.ballot.count if self.ballot is not None else None
        if count is None or self.console.picture is None:
            return
        self._correcting = True
        self.methods.button([key for key, *_rest in METHODS].index(count.method)).setChecked(True)
        self._show_method()
        self.count.show_count(count)
        self.show_view(self.console.picture)
        self.first_focus().setFocus()

    def _taken_at(self, hall: Hall) -> Any:
        if not hall.live:
            return self.moment.values()["taken_at"]
        return self.bridge.now() if hall.needs_moment else None

    def _save(self) -> None:
        hall, view = self.console.hall(), self.console.picture
        if hall is None or view is None or view.item is None:
            return
        given: dict[str, Any] = {"choices": dict(self.roll.choices)} if self.method == "roll_call" else self.count.arguments()
        key = self._key

        bridge, home = self.bridge, self.bridge.home

        def done(_vote: int) -> None:
            here = isValid(self) and self._key == key  # or the next item is being counted already
            if here:
                self._pause.stop()
            if home is not None:
                bridge.work(lambda: Drafts(home).drop(key), lambda _none: None)
            if here:
                self._correcting = False
                self.correction.clear()
                self.console.show_part("result")

        def failed(error: Exception) -> None:
            if isValid(self) and self._key == key:
                self._judge()
                self.said.show()
                self.said.setText(" ".join(f"{part}。" for part in reasons_of(error) if part))

        self.save.setEnabled(False)
        self.bridge.attempt(
            act.record_vote, done, failed, view.item.line.item, method=self.method, sitting_id=hall.sitting,
            taken_at=self._taken_at(hall), correction=self.correction.text() if self._correcting else "", **given,
        )  # fmt: skip

    def _find(self, count: Count | None) -> None:
        """What was being counted when the program ended, or nothing."""
        home = self.bridge.home
        kept = Drafts(home).find(self._key) if home is not None and count is None else {}
        method = kept.get("method")
        known = [key for key, *_rest in METHODS]
        self.methods.button(known.index(method) if method in known else 0).setChecked(True)
        self._show_method()
        counted = kept.get("count")
        self.count.put_raw(counted if isinstance(counted, dict) else {})
        roll = kept.get("roll")
        self.roll.put({int(k): str(v) for k, v in roll.items() if str(k).isdecimal()} if isinstance(roll, dict) else {})
        self._pause.stop()

    def _keep(self) -> None:
        home, key = self.bridge.home, self._key
        raw = {"method": self.method, "count": self.count.raw(), "roll": {str(k): v for k, v in self.roll.choices.items()}}
        if home is not None and key:
            self.bridge.work(lambda: Drafts(home).keep(key, raw), lambda _none: None)
