"""A village's own overlay made from a form: stricter than its base, tried out with its cases, then saved."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.actions import rules as act
from consult_desk.base.errors import Refused
from consult_desk.views import overlays as see
from ui import look
from ui.form import Form
from ui.page import Page, card, column_of, scrolled
from ui.pages.overlay_parts import TrialCard, figure_fields, head_fields
from ui.widgets.back_button import back_button
from ui.widgets.flow import Flow
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

HEAD = ("title", "region", "since", "document")


class OverlayPage(Page):
    """Opened with base, the key of the profile it is made on; without, on the one the village uses."""

    key = "overlay"
    title = later("制定本村方案")
    parent_key = "rules"

    def build(self) -> None:
        theme = look.theme()
        self.head: Form | None = None
        self.steps: dict[str, Form] = {}
        self.buttons: dict[str, QPushButton] = {}
        self._figures: tuple[Any, ...] = ()
        self._titles: dict[str, str] = {}
        self._floors: tuple[Any, Any] = (None, None)
        inside = QWidget()
        column = column_of(inside)
        inside.setMinimumHeight(1)  # as high as its lines are at this width, not as at the narrowest
        self.area = scrolled(inside, tr("制定本村方案"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回规则"), lambda: self.desktop.open_page("rules"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("制定本村方案"), "title", wrap=True), 1)
        column.addLayout(head)
        words = tr("本村章程或者本地文件定得比国家、省里更严的，填在这里。只能更严，不能更宽；没有填的，都和上位规定一样。")
        column.addWidget(PlainLabel(words, "muted", wrap=True))
        frame, self.head_box = card()
        column.addWidget(frame)
        frame, within = card()
        within.addWidget(PlainLabel(tr("哪些要求更严"), "heading"))
        within.addWidget(PlainLabel(tr("先选步骤，再填这一步更严的要求。"), "small", wrap=True))
        self.choices = Flow()
        within.addLayout(self.choices)
        self.figure_box = QVBoxLayout()
        self.figure_box.setContentsMargins(0, theme.px(10), 0, 0)
        within.addLayout(self.figure_box)
        column.addWidget(frame)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.words = PlainLabel("", "bad", wrap=True)
        row.addWidget(self.words, 1)
        self.check = QPushButton(tr("检查一遍（先不保存）"))
        self.check.setProperty("role", "primary")
        set_tip(self.check, tr("看看是不是都比上位规定严，并且运行案例"))
        self.check.clicked.connect(lambda _c=False: self._check())
        row.addWidget(self.check)
        column.addLayout(row)
        self.reasons = Obstacles()
        column.addWidget(self.reasons)
        self.trial = TrialCard(self._save)
        self.trial.hide()
        column.addWidget(self.trial)
        column.addStretch(1)

    def view(self) -> Callable[..., Any]:
        return see.overlay_form

    def arguments(self) -> dict[str, Any]:
        since = self.head.values()["since"] if self.head is not None else None
        return {"base": self.where.get("base") or "", "since": since}

    def first_focus(self) -> QWidget:
        return self.head.widget("title") if self.head is not None else self.back

    def show_view(self, view: see.OverlayForm) -> None:
        if self.head is None:
            self.head = Form(self.bridge, head_fields(view), "own overlay")
            self.head.edited.connect(self._headed)
            self.head_box.addWidget(self.head)
            self.where = {"base": self.head.values()["base"] or view.base}
            if self.isVisible():
                self.head.widget("title").setFocus()
        if self.where.get("base") != view.base:
            self.stale = True
            self.freshen()  # a draft on another base was found
            return
        self._floors = (view.base, view.since)
        self.head.fill({"base": view.base})
        if view.figures != self._figures:
            self._figures = view.figures
            self._offer(view)

    def _offer(self, view: see.OverlayForm) -> None:
        shown = next((key for key, button in self.buttons.items() if button.isChecked()), "")
        typed = {key: value for form in self.steps.values() for key, value in form.values().items()}
        for old in (*self.steps.values(), *self.buttons.values()):
            old.hide()
            old.deleteLater()
        while self.choices.count():
            self.choices.takeAt(0)
        self.steps, self.buttons = {}, {}
        self._titles = {figure.step: figure.step_title for figure in view.figures}
        for step, title in self._titles.items():
            fields = figure_fields(figure for figure in view.figures if figure.step == step)
            form = Form(self.bridge, fields, f"own overlay {view.base} {step}")
            form.fill({key: value for key, value in typed.items() if value})
            form.edited.connect(self._edited)
            self.figure_box.addWidget(form)
            button = QPushButton(title)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setProperty("role", "filter")
            button.clicked.connect(lambda _c=False, to=step: self.show_step(to))
            self.choices.addWidget(button)
            self.steps[step], self.buttons[step] = form, button
        wanted = shown if shown in self.steps else "resolve" if "resolve" in self.steps else next(iter(self.steps))
        self.show_step(wanted)
        self._count()

    def show_step(self, step: str) -> None:
        """Bring the fields of one step to the front."""
        for key, form in self.steps.items():
            form.setVisible(key == step)
        self.buttons[step].setChecked(True)

    def _headed(self) -> None:
        self._edited()
        if self.head is None:
            return
        values = self.head.values()
        wanted = (values["base"], values["since"])
        if None not in wanted and wanted != self._floors:
            self._floors = wanted
            self.where = {"base": values["base"]}
            self.stale = True
            self.freshen()

    def _edited(self) -> None:
        self.words.setText("")
        self.trial.hide()
        self.reasons.show_obstacles(())
        self._count()

    def _count(self) -> None:
        for step, form in self.steps.items():
            filled = sum(1 for value in form.values().values() if value)
            title = self._titles[step]
            self.buttons[step].setText(tr("{title}（已填 {n} 项）", title=title, n=filled) if filled else title)
            self.buttons[step].updateGeometry()

    def given(self) -> dict[str, Any]:
        """What the view and the action are asked with."""
        head = self.head.values() if self.head is not None else {}
        answers = {key: value for form in self.steps.values() for key, value in form.values().items() if value}
        return {"base": head.get("base"), **{key: head.get(key) for key in HEAD}, "answers": answers}

    def _check(self) -> None:
        faults = self.head.faults() if self.head is not None else []
        for step, form in self.steps.items():
            wrong = form.faults()
            if wrong and not faults:
                self.show_step(step)
            faults += wrong
        if faults:
            self.words.setText(tr("还有 {n} 项没有填好，请看红字", n=len(faults)))
            return
        self.check.setEnabled(False)
        self.bridge.inquire(see.try_overlay, self._tried, self._failed, **self.given())

    def _tried(self, trial: see.OverlayTrial) -> None:
        self.check.setEnabled(True)
        self.trial.show_trial(trial)
        self.trial.show()
        self.trial.save.setFocus()
        self._look_at(self.trial)

    def _save(self) -> None:
        self.trial.save.setEnabled(False)
        self.bridge.attempt(act.make_overlay, self._saved, self._failed, **self.given())

    def _saved(self, profile: str) -> None:
        for form in (self.head, *self.steps.values()):
            if form is not None:
                form.finish()
                form.hide()
                form.deleteLater()
        for button in self.buttons.values():
            button.deleteLater()
        self.head, self.steps, self.buttons, self._figures, self.stale = None, {}, {}, (), True
        self.trial.hide()
        self.desktop.open_page("rule_profile", profile=profile)
        self.desktop.say(tr("已经保存为本村方案。要让新事项按它办，请点“定为本村方案”。"))

    def _failed(self, error: Exception) -> None:
        self.check.setEnabled(True)
        self.trial.hide()
        if isinstance(error, Refused):
            self.words.setText(tr("没有通过检查，什么都没有保存。"))
            self.reasons.show_obstacles(error.obstacles)
            self._look_at(self.reasons)
        else:
            self.words.setText(tr("出了点问题：{words}", words=str(error)))

    def _look_at(self, widget: QWidget) -> None:
        # The layout settles first.
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(widget, 0, 40))
