"""One matter: where it stands on its line of steps, what is next and why not, and everything that belongs to it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabBar, QVBoxLayout, QWidget

from consult_desk.actions import disclosures, papers
from consult_desk.base.errors import Obstacle
from consult_desk.base.text import chinese_date
from consult_desk.views import matters as see
from ui import look
from ui.icons import icon
from ui.page import Page, card, column_of, scrolled
from ui.pages import matter_parts as parts
from ui.widgets.chip import Chip
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel, confirm
from ui.widgets.stepper import Stepper, Stop

TONES = {"open": "good", "suspended": "warn", "rejected": "bad", "withdrawn": "", "done": "good"}
# Which paper a posting step puts up.
PAPER_OF = {"disclose_resolution": "resolution", "disclose_result": "result"}
# Where an obstacle is removed that needs more than one click: a page, or a tab of this one.
PAGE_OF = {
    "plan_meeting": "meetings", "issue_notice": "meetings", "open_meeting": "meetings", "conclude_item": "meetings",
    "void_meeting": "meetings", "confirm_minutes": "meetings", "record_vote": "meetings", "check_in": "meetings",
}
TAB_OF = {
    "post_notice": "公开", "take_down": "公开", "reply_objection": "公开", "record_objection": "公开",
    "revise_text": "方案", "record_supervision": "步骤", "record_review": "步骤", "sign_paper": "文书",
}  # fmt: skip


class MatterPage(Page):
    """Opened with matter_id."""

    key = "matter"
    title = "事项"
    parent_key = "matters"

    def build(self) -> None:
        theme = look.theme()
        inside = QWidget()
        column = column_of(inside)
        self.area = scrolled(inside, "事项内容")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = QPushButton("返回台账")
        self.back.setIcon(icon("back", theme.color("text"), theme.px(20)))
        self.back.setIconSize(QSize(theme.px(20), theme.px(20)))
        self.back.setAccessibleName("返回台账")
        self.back.clicked.connect(lambda _checked=False: self.desktop.open_page("matters"))
        head.addWidget(self.back)
        self.name = PlainLabel("正在读取…", "title", wrap=True)
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
        frame, within = card()
        self.next = PlainLabel("", "heading", wrap=True)
        within.addWidget(self.next)
        self.warnings = PlainLabel("", "warn", wrap=True)
        within.addWidget(self.warnings)
        self.waiting = Obstacles(self._lead)
        within.addWidget(self.waiting)
        column.addWidget(frame)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("事项的各部分")
        self.tabs.setAccessibleDescription("用左右方向键换一部分")
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self._show_part)
        column.addWidget(self.tabs)
        # Only the part in front takes room; a QTabWidget would be as tall as its tallest.
        self.parts: list[QWidget] = []
        self._parts = QVBoxLayout()
        column.addLayout(self._parts)
        column.addStretch(1)

    def view(self) -> Callable[..., Any] | None:
        return see.matter_page if self.where else None

    def first_focus(self) -> QWidget:
        return self.back

    def show_view(self, view: see.MatterView) -> None:
        self.shown = view
        self.name.setText(view.title)
        self.chip.show_state(view.state_title, TONES[view.state])
        self.facts.setText("　·　".join(parts.headline(view)))
        self.stepper.show_stops([self._stop(s) for s in view.steps])
        self._show_next(view)
        kept = self.tabs.tabText(self.tabs.currentIndex()) if self.tabs.count() else ""
        for old in self.parts:
            self._parts.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.parts = []
        while self.tabs.count():
            self.tabs.removeTab(0)
        for title, part in (
            ("步骤", parts.steps(view)),
            ("方案", parts.texts(view)),
            ("预算", parts.budget(view)),
            ("文书", parts.papers(view, self._open_paper)),
            ("公开", parts.disclosures(view)),
            ("能办的事", parts.moves(view, self._lead)),
            ("经过", parts.history(view)),
        ):
            self._parts.addWidget(part)
            self.parts.append(part)
            self.tabs.addTab(title)
        self.show_tab(kept)
        self._show_part(self.tabs.currentIndex())

    def show_tab(self, title: str) -> None:
        """Bring the tab of that title to the front, if there is one."""
        for number in range(self.tabs.count()):
            if self.tabs.tabText(number) == title:
                self.tabs.setCurrentIndex(number)

    def _show_part(self, number: int) -> None:
        for at, part in enumerate(self.parts):
            part.setVisible(at == number)

    def _stop(self, step: see.StepView) -> Stop:
        waits = {"current": "正在办理", "ahead": "待开始"}.get(step.state, "")
        day = "" if step.on is None else f"{step.on:%Y-%m-%d}"
        note = f"{day}{'（补录）' if step.late else ''}" or waits
        return Stop(step.title, step.state, note, "✓ 已监督" if step.supervision else "")

    def _show_next(self, view: see.MatterView) -> None:
        current = next((s for s in view.steps if s.key == view.step), None)
        if view.state == "open" and current is not None:
            missing = f"，还缺 {len(view.waiting)} 样" if view.waiting else "，已经齐备"
            self.next.setText(f"下一步：{current.title}，由{current.body}办理{missing}")
        else:
            self.next.setText(f"这件事项{view.state_title}")
        self.warnings.setText("\n".join(f"请注意：{w}" for w in view.warnings))
        self.warnings.setVisible(bool(view.warnings))
        self.waiting.show_obstacles(view.waiting)

    def _lead(self, obstacle: Obstacle) -> tuple[str, Callable[[], None]] | None:
        """The button of an obstacle: does what needs no more input, else goes where it is done."""
        action = obstacle.leads_to
        move = next((m for m in self.shown.moves if m.action == action), None)
        if action == "issue_paper" and move is not None and move.allowed and self.shown.step in PAPER_OF:
            return "出具公告", self._issue
        if action == "take_down" and move is not None and move.allowed:
            return "登记撤下", self._take_down
        if action in PAGE_OF:
            return "去看会议", lambda: self.desktop.open_page(PAGE_OF[action])
        if action in TAB_OF:
            return f"去看{TAB_OF[action]}", lambda: self._visit(TAB_OF[action])
        return None

    def _visit(self, tab: str) -> None:
        self.show_tab(tab)
        self.tabs.setFocus()
        # The layout settles first; then the tabs come to the top of what is seen.
        QTimer.singleShot(0, self, lambda: self.area.verticalScrollBar().setValue(self.tabs.y()))

    def _issue(self) -> None:
        view = self.shown
        words = f"要出具《{view.title}》的公告。公告出具后不能再改，只能出新的版本更正。现在出具吗？"
        if confirm(self, words, "出具公告"):
            self.bridge.do(papers.issue_paper, self._issued, PAPER_OF[view.step], view.matter)

    def _issued(self, paper_id: int) -> None:
        self.desktop.say("公告已经出具")
        self._open_paper(paper_id)

    def _take_down(self) -> None:
        hanging = [p for p in self.shown.postings if p.state == "张贴中"]
        if not hanging:
            return
        posting = hanging[-1]
        words = f"{chinese_date(posting.posted_on)}张贴的公告，登记为今天撤下。撤下日期登记后不能再改。现在登记吗？"
        if confirm(self, words, "登记撤下"):
            self.bridge.do(disclosures.take_down, self.desktop.say, posting.posting)

    def _open_paper(self, paper_id: int) -> None:
        self.desktop.open_page("paper", paper_id=paper_id)
