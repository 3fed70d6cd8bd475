"""One rule profile as a page to read, for any day; its cases run on demand; never edited in place."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QTabBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.views import rules as see
from ui import look
from ui.page import Page, card, column_of, scrolled
from ui.pages.rule_parts import Cases, day_field, day_words, rule_row, step_card
from ui.widgets.back_button import back_button
from ui.widgets.chip import Chip
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

PINS = later("方案不在原处修改。每件事项都带着提出那天的方案全文，以后方案怎么变，过去的事项都不变。")


class RuleProfilePage(Page):
    """Opened with profile, a key, or with matter_id: the text that matter has carried since it was proposed."""

    key = "rule_profile"
    title = later("规则方案")
    parent_key = "rules"

    def build(self) -> None:
        theme = look.theme()
        self.on: date = self.bridge.today()
        self.shown: see.ProfilePage | None = None
        inside = QWidget()
        column = column_of(inside)
        inside.setMinimumHeight(1)  # as high as its lines are at this width, not as at the narrowest
        self.area = scrolled(inside, tr("规则方案内容"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回规则"), lambda: self.desktop.open_page("rules"))
        head.addWidget(self.back)
        self.name = PlainLabel(tr("正在读取…"), "title", wrap=True)
        head.addWidget(self.name, 1)
        self.chip = Chip("")
        head.addWidget(self.chip)
        column.addLayout(head)
        self.facts = PlainLabel("", "muted", wrap=True)
        column.addWidget(self.facts)
        self.pinned = PlainLabel(tr(PINS), "small", wrap=True)
        column.addWidget(self.pinned)
        column.addLayout(self._deeds())
        column.addLayout(self._tab_row())
        self.text = QWidget()
        within = column_of(self.text, margin=0)
        within.addLayout(self._day_row())
        self.steps = QVBoxLayout()
        self.steps.setSpacing(theme.px(12))
        within.addLayout(self.steps)
        column.addWidget(self.text)
        column.addWidget(self._cases())
        column.addStretch(1)
        self.tabs.currentChanged.connect(self._show_part)
        self._show_part(0)

    def _deeds(self) -> Flow:
        row = Flow()
        self.compare = QPushButton(tr("和别的方案对比"))
        self.make = QPushButton(tr("以它为底，制定本村方案"))
        self.adopt = QPushButton(tr("定为本村方案"))
        self.retire = QPushButton(tr("停用这个方案"))
        for button, words, deed in (
            (self.compare, tr("左右并排，逐项标出哪里不同"), lambda: self._go("rule_compare", "one")),
            (self.make, tr("照本地文件定得更严，存成另一个方案"), lambda: self._go("overlay", "base")),
            (self.adopt, tr("以后新提出的事项按它办，已有的不变"), lambda: self._do("adopt_profile")),
            (self.retire, tr("没有事项用过的本村方案可以停用，文件不删"), lambda: self._do("retire_overlay")),
        ):
            set_tip(button, words)
            button.clicked.connect(lambda _c=False, go=deed: go())
            row.addWidget(button)
        return row

    def _day_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.theme().px(10))
        row.addWidget(PlainLabel(tr("看哪一天的规定：")))
        self.day = day_field(self.bridge.today, tr("看哪一天的规定"), self._turn)
        row.addWidget(self.day, 1)
        return row

    def _tab_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("方案的各部分"))
        self.tabs.setAccessibleDescription(tr("用左右方向键换一部分"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(tr("规定"))
        self.tabs.addTab(tr("案例"))
        row.addWidget(self.tabs)
        row.addStretch(1)
        self.changes = QComboBox()
        self.changes.setAccessibleName(tr("规定变过的日子"))
        set_tip(self.changes, tr("直接跳到规定变化的那一天"))
        self.changes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.changes.activated.connect(self._jump)
        row.addWidget(self.changes)
        return row

    def _cases(self) -> QWidget:
        self.case_part = QWidget()
        within = column_of(self.case_part, margin=0)
        words = tr("案例是照法条写好的小题目：给出情况，写明应当怎么判。运行一遍，就知道程序算得对不对。")
        within.addWidget(PlainLabel(words, wrap=True))
        self.run = QPushButton(tr("运行案例"))
        self.run.setProperty("role", "primary")
        self.run.clicked.connect(lambda _c=False: self._run())
        row = QHBoxLayout()
        row.addWidget(self.run)
        row.addStretch(1)
        within.addLayout(row)
        self.cases = Cases()
        within.addWidget(self.cases)
        return self.case_part

    def view(self) -> Callable[..., Any] | None:
        return see.profile_page if self.where else None

    def arguments(self) -> dict[str, Any]:
        return {**self.where, "on": self.on}

    def open(self, **where: Any) -> None:
        if where != self.where:
            self.on = self.bridge.today()
            self.day.put(self.on)
            self.cases.clear()
            self.tabs.setCurrentIndex(0)
        super().open(**where)

    def first_focus(self) -> QWidget:
        return self.back

    def show_view(self, view: see.ProfilePage) -> None:
        self.shown = view
        row = view.row
        self.name.setText(row.title)
        self.chip.show_state(tr(row.kind_title), "warn" if row.own else "good" if row.kind == "baseline" else "")
        facts = [tr("适用：{region}（{scope}）", region=row.region, scope=tr(row.scope_title))]
        facts += [tr("以“{title}”为底", title=row.extends_title)] if row.extends else []
        facts += [tr("来源：{source}（{confidence}）", source=view.source, confidence=tr(view.confidence))]
        facts += [tr("本地称谓：{words}", words="、".join(view.terms))] if view.terms else []
        facts += [tr("{n} 件事项用的是它", n=row.matters)] if row.matters else []
        facts += [tr("本村新事项现在按它办")] if row.in_use else []
        self.facts.setText("　·　".join(facts))
        pinned = bool(view.pinned_by)
        changed = tr("现在的方案已经和它不同。") if view.changed_since else tr("现在的方案和它一样。")
        words = tr("这是事项“{title}”提出时带着的方案全文，一直照它办。{changed}", title=view.pinned_by, changed=changed)
        self.pinned.setText(words if pinned else tr(PINS))
        self.pinned.set_role("strong" if pinned else "small")
        self.adopt.setVisible(not row.in_use and row.kind != "special_matter" and not pinned)
        self.retire.setVisible(row.own and not pinned)
        self.tabs.setTabVisible(1, not pinned)
        self.changes.clear()
        self.changes.addItem(tr("规定变过的日子"))
        for day in view.changes:
            self.changes.addItem(day_words(day), day)
        while (item := self.steps.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, step in enumerate(view.steps, 1):
            self.steps.addWidget(step_card(number, step))
        if view.options:
            frame, within = card()
            within.addWidget(PlainLabel(tr("其他规定"), "heading"))
            for rule in view.options:
                within.addWidget(rule_row(rule))
            self.steps.addWidget(frame)

    def _turn(self, day: date) -> None:
        if day != self.on:
            self.on = day
            self.stale = True
            self.freshen()

    def _jump(self, number: int) -> None:
        day = self.changes.itemData(number)
        if day is not None:
            self.day.put(day)

    def _show_part(self, number: int) -> None:
        self.text.setVisible(number == 0)
        self.changes.setVisible(number == 0)
        self.case_part.setVisible(number == 1)

    def _run(self) -> None:
        self.run.setEnabled(False)
        self.cases.clear()
        self.cases.summary.setText(tr("正在核对…"))
        profile = self.where["profile"]

        def came(cases: tuple[see.CaseRow, ...]) -> None:
            if not isValid(self):
                return
            self.run.setEnabled(True)
            if self.where.get("profile") == profile:
                self.cases.show_cases(cases)
                self.cases.table.setFocus()

        def failed(error: Exception) -> None:
            if isValid(self):
                self.run.setEnabled(True)
                self.cases.summary.setText(tr("没有运行成：{words}", words=str(error)))

        self.bridge.inquire(see.profile_cases, came, failed, profile)

    def _go(self, page: str, name: str) -> None:
        if self.shown is not None:
            self.desktop.open_page(page, **{name: self.shown.row.key})

    def _do(self, action: str) -> None:
        self.desktop.open_deed(action, profile=self.where["profile"])
