"""Bodies: who sits in each with what term, whether the law's composition is kept, and seats begun and ended."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.views import bodies as see
from ui import look
from ui.deed import deed_button
from ui.page import Page, card, column_of, scrolled
from ui.pages.matter_papers import authorization_button
from ui.pages.person import term
from ui.widgets.back_button import back_button
from ui.widgets.chip import Chip
from ui.widgets.composition import CompositionCard
from ui.widgets.filter_button import FilterButton
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

KEPT = "bodies"


class BodiesPage(Page):
    """Opened with body, or with the one last looked at."""

    key = "bodies"
    title = later("组织和任期")
    parent_key = "people"

    def build(self) -> None:
        theme = look.theme()
        self.body = ""
        inside = QWidget()
        self.column = column_of(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside, tr("组织和任期")))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回名册"), lambda: self.desktop.open_page("people"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("组织和任期"), "title"))
        head.addStretch(1)
        head.addWidget(authorization_button(self.desktop))
        self.column.addLayout(head)
        self.cards = QWidget()
        self._flow = Flow(self.cards)
        self.group = QButtonGroup(self)
        self.group.buttonClicked.connect(lambda button: self._choose(button.property("body")))
        self.column.addWidget(self.cards)
        self.assembly = QPushButton("")
        self.assembly.setProperty("role", "quiet")
        set_tip(self.assembly, tr("看名单：户籍在本村、满十八周岁的村民"))
        everybody = {"adults": True, "registered": True}
        self.assembly.clicked.connect(lambda _c=False: self.desktop.open_page("people", **everybody))
        self.column.addWidget(self.assembly)
        self.part: QWidget | None = None
        self.composition = CompositionCard()
        self.column.addStretch(1)

    def open(self, **where: Any) -> None:
        """Show a body; without one, that of last time."""
        self.body = where.get("body") or self.body or self.desktop.kept(KEPT, "villager_reps")
        super().open(body=self.body)

    def view(self) -> Callable[..., Any] | None:
        return see.bodies if self.body else None

    def arguments(self) -> dict[str, Any]:
        return {}

    def first_focus(self) -> QWidget:
        return self.back

    def show_view(self, view: tuple[see.BodyCard, ...]) -> None:
        while self._flow.count():
            if (old := self._flow.takeAt(0).widget()) is not None:
                old.hide()
                old.deleteLater()
        if self.body not in [one.body for one in view]:
            self.body = view[0].body
        for one in view:
            words = tr("{title}　{n} 人", title=tr(one.title), n=one.members)
            button = FilterButton(tr("⚠ {words}", words=words) if one.faults else words)
            button.setChecked(one.body == self.body)
            button.setProperty("body", one.body)
            set_tip(button, self._about(one))
            button.setAccessibleDescription(self._about(one))
            self.group.addButton(button)
            self._flow.addWidget(button)
        self.cards.updateGeometry()
        self.bridge.ask(see.assembly, self._count)
        self._ask()

    def _count(self, all_: see.AssemblyView) -> None:
        facts = {"n": all_.adults, "women": all_.women, "homes": all_.households}
        self.assembly.setText(tr("村民会议：满十八周岁的村民 {n} 人，女 {women} 人，{homes} 户", **facts))

    def _about(self, one: see.BodyCard) -> str:
        said = [tr("女 {n} 人", n=one.women)] if one.members else [tr("还没有人任职")]
        if one.ends is not None:
            said.append(tr("最近的任期到 {day:%Y-%m-%d}", day=one.ends))
        if one.faults:
            said.append(tr("组成有 {n} 项不合规定", n=one.faults))
        return tr("，").join(said)

    def _choose(self, body: str) -> None:
        self.body = body
        self.desktop.keep(KEPT, body)
        self._ask()

    def _ask(self) -> None:
        body = self.body

        def arrived(page: Any) -> None:
            if isValid(self) and page.body == self.body:
                self.show_body(page)

        self.bridge.ask(see.body_page, arrived, body=body)

    def show_body(self, page: see.BodyPage) -> None:
        """Show one body."""
        self.shown = page
        if self.part is not None:
            self.column.removeWidget(self.part)
            self.part.hide()
            self.part.deleteLater()
        self.part = QWidget()
        column = column_of(self.part, margin=1, spacing=12)
        if page.composed:
            frame, within = card()
            within.addWidget(PlainLabel(tr("组成合不合规定"), "heading"))
            self.composition = CompositionCard()
            self.composition.show_verdicts(page.composed)
            within.addWidget(self.composition)
            column.addWidget(frame)
        frame, within = card()
        row = QHBoxLayout()
        row.addWidget(PlainLabel(tr("{title}成员 {n} 人", title=tr(page.title), n=len(page.seats)), "heading", wrap=True), 1)
        seat = deed_button(self.desktop, "seat_person", tr("登记一个人任职"), body=page.body)
        seat.setProperty("role", "primary")
        row.addWidget(seat)
        within.addLayout(row)
        if not page.seats:
            words = tr("还没有人任职。可以一个一个登记，也可以从“组织任职名册”一次导入。")
            within.addWidget(PlainLabel(words, "muted", wrap=True))
        for one in page.seats:
            within.addWidget(self._seat(one))
        column.addWidget(frame)
        if page.past:
            frame, within = card()
            within.addWidget(PlainLabel(tr("以前的任职"), "heading"))
            for one in page.past:
                within.addWidget(self._seat(one))
            column.addWidget(frame)
        self.column.insertWidget(3, self.part)

    def _seat(self, one: see.Seat) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.theme().px(10))
        name = QPushButton(one.name)
        name.setProperty("role", "quiet")
        name.setMinimumWidth(look.theme().px(110))
        name.setAccessibleName(tr("看{name}的资料", name=one.name))
        name.clicked.connect(lambda _c=False, to=one.person: self.desktop.open_page("person", person_id=to))
        row.addWidget(name, 2)
        facts = tr("　").join(part for part in (tr(one.sex), one.group) if part)
        row.addWidget(PlainLabel(facts, "muted"), 2)
        row.addWidget(PlainLabel(one.post, "strong", wrap=True), 2)
        households = tr("　代表 {n} 户", n=one.households) if one.households else ""
        row.addWidget(PlainLabel(term(one.since, one.until) + households, wrap=True), 4)
        if one.state == "ahead":
            row.addWidget(Chip(tr("还没有开始"), ""))
        if one.soon:
            row.addWidget(Chip(tr("快要届满"), "warn"))
        if one.state == "now":
            end = deed_button(self.desktop, "end_seat", tr("登记离任"), membership_id=one.membership, body=self.body)
            end.setAccessibleName(tr("登记{name}离任", name=one.name))
            row.addWidget(end)
        return line
