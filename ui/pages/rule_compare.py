"""Two rule profiles side by side on a day, the differences marked by a sign and words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from consult_desk.views import rules as see
from ui import look
from ui.page import Page, card, column_of, scrolled
from ui.pages.rule_parts import day_field
from ui.widgets.back_button import back_button
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr


class RuleComparePage(Page):
    """Opened with one and other, keys of profiles; what is not named is chosen here."""

    key = "rule_compare"
    title = later("对比规则方案")
    parent_key = "rules"

    def build(self) -> None:
        theme = look.theme()
        self.on: date = self.bridge.today()
        self.shown: see.Comparison | None = None
        inside = QWidget()
        column = column_of(inside)
        inside.setMinimumHeight(1)  # as high as its lines are at this width, not as at the narrowest
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside, tr("两个方案的对比")))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回规则"), lambda: self.desktop.open_page("rules"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("对比两个方案"), "title", wrap=True), 1)
        column.addLayout(head)
        choices = QHBoxLayout()
        choices.setSpacing(theme.px(12))
        self.left, self.right = QComboBox(), QComboBox()
        for box, name in ((self.left, tr("左边的方案")), (self.right, tr("右边的方案"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
            box.activated.connect(lambda _n: self._choose())
            choices.addWidget(box, 1)
        column.addLayout(choices)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(PlainLabel(tr("看哪一天的规定：")))
        self.day = day_field(self.bridge.today, tr("看哪一天的规定"), self._turn)
        row.addWidget(self.day, 1)
        self.only = QCheckBox(tr("只看不同的"))
        self.only.setChecked(bool(self.desktop.kept("compare.only", False)))
        self.only.toggled.connect(self._only)
        column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self.summary = PlainLabel("", "strong", wrap=True)
        row.addWidget(self.summary, 1)
        row.addWidget(self.only)
        column.addLayout(row)
        self.steps = QVBoxLayout()
        self.steps.setSpacing(theme.px(12))
        column.addLayout(self.steps)
        column.addStretch(1)

    def view(self) -> Callable[..., Any] | None:
        return see.compare_profiles if self.where.get("one") and self.where.get("other") else None

    def arguments(self) -> dict[str, Any]:
        return {"one": self.where["one"], "other": self.where["other"], "on": self.on}

    def first_focus(self) -> QWidget:
        return self.left

    def open(self, **where: Any) -> None:
        super().open(**where)
        self.bridge.ask(see.rule_profiles, self._offer)

    def _offer(self, rows: tuple[see.ProfileRow, ...]) -> None:
        used = next((row for row in rows if row.in_use), rows[0])
        one = self.where.get("one") or used.key
        base = next((row.extends for row in rows if row.key == one and row.extends), "")
        near = next((row.key for row in rows if row.extends == one), rows[-1].key)
        other = self.where.get("other") or base or near
        for box, key in ((self.left, one), (self.right, other)):
            box.clear()
            for row in rows:
                box.addItem(row.title, row.key)
            box.setCurrentIndex(max(0, box.findData(key)))
        self._choose()

    def _choose(self) -> None:
        chosen = {"one": self.left.currentData(), "other": self.right.currentData()}
        if chosen != self.where:
            self.where, self.stale = chosen, True
        self.freshen()

    def _turn(self, day: date) -> None:
        if day != self.on:
            self.on = day
            self.stale = True
            self.freshen()

    def _only(self, on: bool) -> None:
        self.desktop.keep("compare.only", on)
        if self.shown is not None:
            self.show_view(self.shown)

    def show_view(self, view: see.Comparison) -> None:
        self.shown = view
        number, only = view.differences, self.only.isChecked()
        steps = [step for step in view.steps if step.differs or not only]
        said = tr("有 {n} 项规定不同，标着“≠”。", n=number) if number else tr("人数、天数的规定都一样。")
        self.summary.setText(said)
        while (item := self.steps.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for step in steps:
            self.steps.addWidget(self._step(step, only))

    def _step(self, step: see.ComparedStep, only: bool) -> QFrame:
        theme = look.theme()
        frame, within = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        missing = tr("（没有这一步）")
        for column, (title, body) in enumerate(((step.left_title, step.left_body), (step.right_title, step.right_body)), 1):
            words = QWidget()
            lines = column_of(words, margin=0, spacing=2)
            lines.addWidget(PlainLabel(title or missing, "heading" if title else "muted", wrap=True))
            if body:
                lines.addWidget(PlainLabel(body, "small", wrap=True))
            grid.addWidget(words, 0, column)
        for number, rule in enumerate((r for r in step.rules if r.differs or not only), 1):
            mark = tr("≠ 不同") if rule.differs else tr("＝ 一样")
            name = QWidget()
            lines = column_of(name, margin=0, spacing=2)
            lines.addWidget(PlainLabel(rule.title, "strong" if rule.differs else "muted", wrap=True))
            lines.addWidget(PlainLabel(mark, "warn" if rule.differs else "small"))
            lines.addStretch(1)
            name.setFixedWidth(theme.px(124))
            grid.addWidget(name, number, 0)
            for column, (said, references) in enumerate(
                ((rule.left, rule.left_references), (rule.right, rule.right_references)), 1
            ):
                grid.addWidget(self._side(said, references, rule.differs), number, column)
        within.addLayout(grid)
        return frame

    def _side(self, said: str, references: tuple[str, ...], differs: bool) -> QWidget:
        side = QWidget()
        lines = column_of(side, margin=0, spacing=2)
        lines.addWidget(PlainLabel(said or tr("没有规定"), ("strong" if differs else "") if said else "muted", wrap=True))
        if references:
            lines.addWidget(PlainLabel("；".join(references), "small", wrap=True))
        lines.addStretch(1)
        return side
