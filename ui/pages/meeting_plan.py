"""Call a meeting: which body, what it hears, when and where, who leads it."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from consult_desk.actions import meetings as act
from consult_desk.base.clock import BEIJING
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.views import planning as see
from ui import look
from ui.deeds.meetings import demand, demand_fields, hearings, key, planned
from ui.form import Field, Form
from ui.leads import lead
from ui.page import Page, card, column_of, scrolled
from ui.pages.meeting_sittings import MoreSittings, suggest
from ui.widgets.agenda import AgendaTicks
from ui.widgets.back_button import back_button
from ui.widgets.flow import Flow
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

FORM_WIDE = 760
NINE = time(9, 0, tzinfo=BEIJING)


class PlanningPage(Page):
    """Opened with body, matter_id or on (a day in ISO form), or with nothing."""

    key = "planning"
    title = later("安排会议")
    parent_key = "meetings"

    def build(self) -> None:
        theme = look.theme()
        self.shown: see.PlanningView | None = None
        self.form: Form | None = None
        inside = QWidget()
        column = column_of(inside)
        self.area = scrolled(inside, tr("安排会议"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回会议"), lambda: self.desktop.go_back())
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("安排会议"), "title"), 1)
        column.addLayout(head)
        frame, within = card()
        within.addWidget(PlainLabel(tr("1. 谁来开会"), "heading"))
        self._bodies = QWidget()
        self._flow = Flow(self._bodies, gap=8)
        self.bodies = QButtonGroup(self)
        self.bodies.buttonClicked.connect(lambda button: self._choose(button.property("body")))
        within.addWidget(self._bodies)
        column.addWidget(frame)
        frame, within = card()
        within.addWidget(PlainLabel(tr("2. 勾选这次会上讨论的事项"), "heading"))
        self.agenda = AgendaTicks(lambda row, o: lead(self.desktop, o, matter_id=row.matter))
        self.agenda.changed.connect(self._say_notice)
        within.addWidget(self.agenda)
        column.addWidget(frame)
        frame, self._within = card()
        self._within.addWidget(PlainLabel(tr("3. 时间、地点和人"), "heading"))
        self.notice = PlainLabel("", wrap=True)
        self._within.addWidget(self.notice)
        self._formed = QVBoxLayout()
        self._within.addLayout(self._formed)
        words = tr("一般开一场就行；人多路远的可以分片开几场，几场合起来算一次会。")
        self._within.addWidget(PlainLabel(words, "muted", wrap=True))
        self.more = MoreSittings(self.bridge)
        self._within.addWidget(self.more)
        column.addWidget(frame)
        self.reasons = Obstacles(self._lead)
        column.addWidget(self.reasons)
        foot = QHBoxLayout()
        self.words = PlainLabel("", "bad", wrap=True)
        foot.addWidget(self.words, 1)
        self.submit = QPushButton(tr("安排会议"))
        self.submit.setProperty("role", "primary")
        self.submit.clicked.connect(lambda _c=False: self._submit())
        foot.addWidget(self.submit)
        column.addLayout(foot)
        column.addStretch(1)

    def view(self) -> Callable[..., Any]:
        return see.planning_page

    def arguments(self) -> dict[str, Any]:
        day = self.where.get("on")
        on = date.fromisoformat(day) if day else None
        return {"body": self.where.get("body", ""), "matter_id": self.where.get("matter_id"), "on": on}

    def first_focus(self) -> QWidget:
        return self.bodies.checkedButton() or self.back

    def open(self, **where: Any) -> None:
        """Begin anew: what was ticked for another meeting is not meant for this one."""
        self.agenda.ticks = {}
        self.stale = True
        super().open(**where)

    def show_view(self, view: see.PlanningView) -> None:
        fresh = self.shown is None or self.shown.body != view.body or self.form is None or self.shown.title != view.title
        self.shown = view
        self._show_bodies(view)
        self.agenda.show_rows(view.rows, self.where.get("matter_id"))
        if fresh:
            self._show_form(view)
        self._say_notice()

    def _show_bodies(self, view: see.PlanningView) -> None:
        focused = any(button.hasFocus() for button in self.bodies.buttons())
        for button in self.bodies.buttons():
            self.bodies.removeButton(button)
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        for body in view.bodies:
            title = tr(body.title)
            button = QPushButton(tr("{body}（{n} 件）", body=title, n=body.waiting) if body.waiting else title)
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setProperty("body", body.body)
            button.setAccessibleName(tr("由{body}开会，现在可以上会 {n} 件", body=title, n=body.waiting))
            button.setChecked(body.body == view.body)
            # The chosen one is bold: room for that, so that nothing is cut and nothing jumps.
            bold = QFontMetrics(look.theme().font(bold=True)).horizontalAdvance(button.text())
            button.setMinimumWidth(bold + look.theme().px(34))
            self.bodies.addButton(button)
            self._flow.addWidget(button)
            if button.isChecked() and focused:
                button.setFocus()

    def _choose(self, body: str) -> None:
        self.desktop.open_page("planning", **{**self.where, "body": body, "matter_id": None})

    def _show_form(self, view: see.PlanningView) -> None:
        if self.form is not None:
            self._formed.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        day = self.where.get("on") or max(view.earliest, view.today).isoformat()
        starts = datetime.combine(date.fromisoformat(day), NINE)
        fields = (
            Field("title", tr("会议名称"), default=view.title, high=80),
            Field("starts_at", tr("开会时间"), "moment", default=starts),
            Field("place", tr("地点"), default=view.places[0] if view.places else None, high=80),
            Field("convener", tr("召集人"), default=view.convener or None, help=tr("召集会议的组织或人"), high=40),
            Field("chair", tr("主持人"), default=view.chair or None, high=40),
            Field("recorder", tr("记录人"), default=view.recorder or None, high=40),
            *demand_fields(view),
        )
        self.form = Form(self.bridge, fields, f"planning {view.body} {self.where.get('on') or ''}")
        self.form.edited.connect(self._say_notice)
        names = [name for name, _posts in view.people]
        offers = {"place": view.places, "chair": names, "recorder": names, "convener": (view.convener, *names)}
        for field, words in offers.items():
            line = self.form.widget(field)
            if isinstance(line, QLineEdit):
                suggest(line, words)
        self.form.setMaximumWidth(look.theme().px(FORM_WIDE))
        self._formed.addWidget(self.form)
        self.more.places = view.places
        self.more.follow(f"sittings {self.form.draft}")

    def _say_notice(self) -> None:
        """The earliest lawful day of what is ticked, with its arithmetic, and whether the chosen day is too early."""
        if self.form is None or self.shown is None:
            return
        rows = [row for row in self.agenda.chosen() if row.notice]
        last = max(rows, key=lambda row: row.earliest, default=None)
        if last is None:
            self.notice.set_role("muted")
            self.notice.setText(tr("勾选的事项没有规定要提前几天通知。"))
            return
        moment = self.form.values()["starts_at"]
        early = moment is not None and moment.date() < last.earliest
        earliest = tr("今天发出通知，最早 {day} 开会。", day=f"{last.earliest:%Y-%m-%d}")
        warned = tr("选的日期太早，通知的天数不够。") if early else ""
        self.notice.set_role("warn" if early else "")
        self.notice.setText("\n".join(w for w in (warned, earliest, last.notice, last.notice_reference) if w))

    def _submit(self) -> None:
        if self.form is None or self.shown is None:
            return
        faults = [*self.form.faults(), *self.more.faults()]
        rows = self.agenda.chosen()
        if not rows:
            faults.append(tr("议程里还没有事项"))
        self.reasons.show_obstacles(())
        if faults:
            self.words.setText(tr("还没有填好：{faults}", faults="；".join(faults)))
            return
        values = self.form.values()
        places = [(values["place"], values["starts_at"]), *self.more.values()]
        self.words.setText("")
        self.submit.setEnabled(False)
        self.bridge.attempt(
            act.plan_meeting, self._done, self._failed, title=values["title"], convener=values["convener"],
            places=[act.Place(place, moment) for place, moment in places], chair=values["chair"],
            recorder=values["recorder"], **hearings([key(self.shown.body, row) for row in rows]), **demand(values),
        )  # fmt: skip

    def _done(self, meeting_id: int) -> None:
        self.submit.setEnabled(True)
        if self.form is not None:
            self.form.finish()
            self.more.finish()
        self.shown = None
        planned(meeting_id, self.desktop, self.where)

    def _failed(self, error: Exception) -> None:
        self.submit.setEnabled(True)
        if isinstance(error, Refused):
            self.words.setText(tr("没有安排成，原因如下。"))
            self.reasons.show_obstacles(error.obstacles)
        else:
            self.words.setText(str(error))

    def _lead(self, obstacle: Obstacle) -> tuple[str, Callable[[], None]] | None:
        return None if obstacle.leads_to == "plan_meeting" else lead(self.desktop, obstacle, **self.where)
