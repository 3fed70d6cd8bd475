"""A village of one's own in three short pages and a summary; everything may be typed again, nothing is made before the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from consult_desk.actions import people
from consult_desk.actions.founding import Founded, Plan, found_home
from consult_desk.base.errors import Cancelled, Obstacle, Refused
from ui import keys, look
from ui.bridge import Bridge
from ui.drafts import Drafts
from ui.form import DRAFT_PAUSE_MS
from ui.founding_steps import NamePage, RosterPage, RulesPage, SummaryPage
from ui.homes import drafts_home
from ui.page import scrolled
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

DRAFT = people.found_village.__name__
TITLES = (
    later("第 1 步，共 3 步：名字和类型"), later("第 2 步，共 3 步：用哪套规则"), later("第 3 步，共 3 步：名册和口令"),
    later("都填好了，请看一遍"),
)  # fmt: skip


class Founding(QWidget):
    """done(folder): the village is there; leave(): back to the greeting; say(words): into the line at the bottom."""

    def __init__(
        self, bridge: Bridge, done: Callable[[Path], None], leave: Callable[[], None], say: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.bridge, self._done, self._leave, self._say = bridge, done, leave, say
        theme = look.theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(32), theme.px(20), theme.px(32), theme.px(16))
        column.setSpacing(theme.px(12))
        self.title = PlainLabel("", "title", wrap=True)
        column.addWidget(self.title)
        self.names = NamePage(bridge)
        self.rules = RulesPage(bridge)
        self.roster = RosterPage(bridge)
        self.summary = SummaryPage()
        self.pages = (self.names, self.rules, self.roster, self.summary)
        self.stack = QStackedWidget()
        for page, words in zip(self.pages, TITLES, strict=True):
            self.stack.addWidget(scrolled(page, tr(words)))
        column.addWidget(self.stack, 1)
        self.reasons = Obstacles(self._lead)
        self.reasons.hide()
        column.addWidget(self.reasons)
        column.addLayout(self._buttons())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        for page in (self.names, self.roster):
            page.form.edited.connect(self._edited)
            page.entered.connect(self.next)
        self.rules.chosen.connect(self._edited)
        keys.press(self.forward, "Ctrl+Return")
        keys.press(self.back, "Alt+Up")

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.theme().px(10))
        self.back = QPushButton(tr("上一步"))
        self.back.setAutoDefault(True)
        self.back.clicked.connect(lambda _checked=False: self.previous())
        row.addWidget(self.back)
        self.fault = PlainLabel("", "bad", wrap=True)
        row.addWidget(self.fault, 1)
        self.forward = QPushButton(tr("下一步"))
        self.forward.setProperty("role", "primary")
        self.forward.setAutoDefault(True)
        self.forward.clicked.connect(lambda _checked=False: self.next())
        row.addWidget(self.forward)
        return row

    @property
    def at(self) -> int:
        """Which page is shown, from 0; 3 is the summary."""
        return self.stack.currentIndex()

    def begin(self) -> None:
        """Show the first page, with what was typed before."""
        kept = Drafts(drafts_home()).find(DRAFT)
        self.names.put_raw(kept.get("names", {}))
        self.rules.wanted = str(kept.get("profile", ""))
        self.roster.put_raw(kept.get("roster", {}))
        self._show(0)

    def _edited(self) -> None:
        self.fault.setText("")
        self.reasons.hide()
        self._pause.start()

    def _keep(self) -> None:
        self._pause.stop()
        typed = {"names": self.names.form.raw(), "profile": self.rules.wanted, "roster": self.roster.form.raw()}
        self.bridge.work(lambda: Drafts(drafts_home()).keep(DRAFT, typed), lambda _none: None)

    def _show(self, number: int) -> None:
        if self._pause.isActive():
            self._keep()
        self.stack.setCurrentIndex(number)
        self.title.setText(tr(TITLES[number]))
        self.back.setText(tr("上一步") if number else tr("返回"))
        self.forward.setText(tr("建好并打开") if number == len(self.pages) - 1 else tr("下一步"))
        self.forward.setAccessibleName(self.forward.text())
        self.fault.setText("")
        self.reasons.hide()
        page = self.pages[number]
        if page is self.rules:
            values = self.names.form.values()
            self.rules.offer(values["province"] or values["township"], values["kind"])
        elif page is self.roster:
            self.roster.name_signer(self.names.form.values())
        elif page is self.summary:
            self.summary.show_plan(self.plan(), self.home(), self.rules.title(), self.roster.glance.text())
        focus = page.first_focus()
        (focus or self.forward).setFocus()

    def next(self) -> None:
        """Go on, if the page is filled in; after the summary, make the village."""
        faults = self.pages[self.at].faults()
        if faults:
            self.fault.setText(tr("还有 {n} 处没有填好，请看红字", n=len(faults)))
            area = self.stack.currentWidget()
            wrong: QWidget | None = self.focusWidget()
            if isinstance(area, QScrollArea) and wrong is not None and area.isAncestorOf(wrong):
                area.ensureWidgetVisible(wrong, 50, look.theme().px(120))
        elif self.at < len(self.pages) - 1:
            self._show(self.at + 1)
        else:
            self._make()

    def previous(self) -> None:
        """Go back one page; from the first one back to the greeting."""
        if self.at:
            self._show(self.at - 1)
        else:
            self._leave()

    def plan(self) -> Plan:
        """What will be made."""
        names, roster = self.names.form.values(), self.roster.form.values()
        return Plan(
            name=names["name"], township=names["township"], kind=names["kind"], profile=self.rules.wanted,
            roster=tuple(roster["roster"]), signer=roster["signer"], passphrase=roster["passphrase"],
        )  # fmt: skip

    def home(self) -> Path:
        """Where it will lie."""
        return Path(self.roster.form.values()["home"]).expanduser()

    def _make(self) -> None:
        self._pause.stop()
        plan, home, bridge = self.plan(), self.home(), self.bridge
        self.forward.setEnabled(False)
        self.back.setEnabled(False)
        self.fault.setText("")

        def job() -> Founded:
            made = found_home(home, plan, now=bridge.now, progress=bridge.watcher)
            Drafts(drafts_home()).drop(DRAFT)
            return made

        bridge.work(job, self._made, self._failed)

    def _made(self, made: Founded) -> None:
        self._done(made.home)

    def _failed(self, error: Exception) -> None:
        self.forward.setEnabled(True)
        self.back.setEnabled(True)
        if isinstance(error, Refused):
            self.fault.setText(tr("没有建成，什么都没有留下。原因："))
            self.reasons.show_obstacles(error.obstacles)
            self.reasons.show()
        elif isinstance(error, Cancelled):
            self.fault.setText(tr("已经停下，什么都没有留下。"))
        else:
            self.fault.setText(tr("没有建成：{words}", words=error))

    def _lead(self, obstacle: Obstacle) -> tuple[str, Callable[[], Any]] | None:
        """Every reason is removed on one of these pages."""
        if obstacle.code in ("village_exists", "not_empty"):
            return tr("换一个位置"), lambda: self._show(2)
        return tr("回去改"), lambda: self._show(2 if self.roster.form.values()["roster"] else 0)
