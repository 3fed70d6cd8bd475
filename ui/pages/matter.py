"""One matter: where it stands on its line of steps, what is next and why not, and everything that belongs to it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.views import matters as see
from ui import look
from ui.page import Page, card, column_of, scrolled
from ui.pages import matter_papers
from ui.pages import matter_parts as parts
from ui.pages import matter_work as works
from ui.pages.matter_leads import Leads
from ui.pages.matter_text import TextPart
from ui.widgets.back_button import back_button
from ui.widgets.chip import Chip
from ui.widgets.flow import Flow
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.widgets.stepper import Stepper, Stop
from ui.words import later, tr

TONES = {"open": "good", "suspended": "warn", "rejected": "bad", "withdrawn": "", "done": "good"}
# What takes a matter on: offered as large buttons as soon as nothing is in the way.
ONWARD = frozenset({
    "plan_meeting", "record_review", "issue_paper", "post_notice", "take_down", "resume_matter", "start_execution", "accept_work",
})  # fmt: skip
Part = Callable[[see.MatterView, Leads], QWidget]
PARTS: tuple[tuple[str, Part], ...] = (
    (later("步骤"), parts.steps), (later("方案"), TextPart), (later("预算"), works.budget), (later("人员"), works.people),
    (later("文书"), matter_papers.papers), (later("公开"), parts.disclosures), (later("实施"), works.work),
    (later("监督"), works.supervision), (later("附件"), works.attachments),
    (later("经过"), lambda view, leads: parts.history(view)), (later("能办的事"), parts.moves),
)  # fmt: skip


class MatterPage(Page):
    """Opened with matter_id, and with tab where one of its parts is wanted in front."""

    key = "matter"
    title = later("事项")
    parent_key = "matters"

    def build(self) -> None:
        theme = look.theme()
        inside = QWidget()
        column = column_of(inside)
        self.area = scrolled(inside, tr("事项内容"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回台账"), lambda: self.desktop.open_page("matters"), tr("返回台账"))
        head.addWidget(self.back)
        self.name = PlainLabel(tr("正在读取…"), "title", wrap=True)
        head.addWidget(self.name, 1)
        self.chip = Chip("")
        head.addWidget(self.chip)
        column.addLayout(head)
        self.facts = PlainLabel("", "muted", wrap=True)
        column.addWidget(self.facts)
        frame, within = card()
        self.stepper = Stepper()
        within.addWidget(self.stepper)
        column.addWidget(frame)
        self.upper, within = card()
        self.next = PlainLabel("", "heading", wrap=True)
        within.addWidget(self.next)
        self.warnings = PlainLabel("", "warn", wrap=True)
        within.addWidget(self.warnings)
        self.waiting = Obstacles(lambda obstacle: self.leads.lead(obstacle))
        within.addWidget(self.waiting)
        self._onward = QVBoxLayout()
        within.addLayout(self._onward)
        column.addWidget(self.upper)
        column.addLayout(self._tab_row())
        # Only the part in front takes room, and only when it is first wanted is it made.
        self.part: QWidget | None = None
        self._wanted_up = self._wanted_part = False
        self._place = QVBoxLayout()
        column.addLayout(self._place)
        column.addStretch(1)

    def _tab_row(self) -> Flow:
        row = Flow(gap=4)
        self.tabs = QButtonGroup(self)
        for number, (title, _part) in enumerate(PARTS):
            tab = QPushButton(tr(title))
            tab.setCheckable(True)
            tab.setChecked(number == 0)
            tab.setProperty("role", "tab")
            tab.setProperty("part", title)
            tab.setAccessibleDescription(tr("用左右方向键换一部分"))
            self.tabs.addButton(tab, number)
            row.addWidget(tab)
        self.tabs.idToggled.connect(lambda number, on: self._show_part() if on else None)
        return row

    def view(self) -> Callable[..., Any] | None:
        return see.matter_page if self.where else None

    def arguments(self) -> dict[str, Any]:
        return {"matter_id": self.where["matter_id"]}

    def open(self, **where: Any) -> None:
        other = where.get("matter_id") != self.where.get("matter_id")
        tab = where.pop("tab", "")
        if other and not tab:
            self.tabs.button(0).setChecked(True)
        super().open(**where)
        self._wanted_part = bool(tab)
        if tab:
            self.show_tab(tab)
            self._wanted_up = self.bridge.waiting > 0
            self.bring_up()

    def first_focus(self) -> QWidget:
        """The part that was asked for, otherwise the way back."""
        return (self._wanted_part and self.tabs.checkedButton()) or self.back

    def show_view(self, view: see.MatterView) -> None:
        self.shown, self.leads = view, Leads(self.desktop, view)
        self.name.setText(view.title)
        self.chip.show_state(tr(view.state_title), TONES[view.state])
        self.facts.setText("　·　".join(parts.headline(view)))
        self.stepper.show_stops([self._stop(s) for s in view.steps])
        # What had the keyboard is made anew; it stays in the same place as nearly as can be.
        focused = self.window().focusWidget()
        above = self.upper.isAncestorOf(focused)
        self._show_next(view)
        self._show_part()
        if above:
            next(iter(self.upper.findChildren(QPushButton)), self.back).setFocus()
        if self._wanted_up:
            self._wanted_up = False
            self.bring_up()

    def show_tab(self, title: str) -> None:
        """Bring the part of that title (in either language) to the front, if there is one."""
        for tab in self.tabs.buttons():
            if title in (tab.text(), tab.property("part")):
                tab.setChecked(True)

    def _show_part(self) -> None:
        if not hasattr(self, "shown"):
            return
        make = PARTS[max(0, self.tabs.checkedId())][1]
        if self.part is not None:
            focused = self.window().focusWidget()
            if self.part.isAncestorOf(focused):
                (self.tabs.checkedButton() or self.back).setFocus()
            self._place.removeWidget(self.part)
            self.part.hide()
            self.part.deleteLater()
        self.part = make(self.shown, self.leads)
        self._place.addWidget(self.part)

    def _stop(self, step: see.StepView) -> Stop:
        waits = {"current": tr("正在办理"), "ahead": tr("待开始")}.get(step.state, "")
        day = "" if step.on is None else f"{step.on:%Y-%m-%d}"
        mark = tr("✓ 已监督") if step.supervision else ""
        return Stop(tr(step.title), step.state, f"{day}{parts.late_mark(step.late)}" or waits, mark)

    def _show_next(self, view: see.MatterView) -> None:
        current = next((s for s in view.steps if s.key == view.step), None)
        if view.state == "open" and current is not None:
            missing = tr("，还缺 {n} 样", n=len(view.waiting)) if view.waiting else tr("，已经齐备")
            self.next.setText(tr("下一步：{step}，由{body}办理", step=tr(current.title), body=tr(current.body)) + missing)
        else:
            self.next.setText(tr("这件事项{state}", state=tr(view.state_title)))
        self.warnings.setText("\n".join(tr("请注意：{words}", words=w) for w in view.warnings))
        self.warnings.setVisible(bool(view.warnings))
        self.waiting.show_obstacles(view.waiting)
        self._show_onward(view)

    def _show_onward(self, view: see.MatterView) -> None:
        """What can be done at once and is not already a button under a reason."""
        while (item := self._onward.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        led = {o.leads_to for o in view.waiting}
        if any(p.hanging for p in view.postings):
            led.add("issue_paper")  # a notice that hangs is only replaced to correct it
        ready = [m.action for m in view.moves if m.allowed and m.action in ONWARD and m.action not in led]
        made = [one for action in ready if (one := self.leads.button(action, primary=True)) is not None]
        if made:
            holder = QWidget()
            row = Flow(holder)
            for one in made:
                row.addWidget(one)
            self._onward.addWidget(holder)

    def bring_up(self, tries: int = 6) -> None:
        """Scroll so that the parts are at the top; the layout settles first, sometimes in several turns."""

        def scroll() -> None:
            bar, wanted = self.area.verticalScrollBar(), self.tabs.button(0).y()
            bar.setValue(wanted)
            if bar.value() < wanted and tries:
                self.bring_up(tries - 1)

        QTimer.singleShot(20, self, scroll)
