"""One person: who he is, his household, the seats he holds and held, and what was corrected and why."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.views import person as see
from consult_desk.views.people import PersonRow
from ui import look
from ui.deed import deed_button
from ui.page import Page, card, column_of, scrolled
from ui.widgets.back_button import back_button
from ui.widgets.chip import Chip
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

TITLES = {"now": later("现在在任"), "ahead": later("还没有开始"), "over": later("以前的任职")}


class PersonPage(Page):
    """Opened with person_id."""

    key = "person"
    title = later("名册里的一个人")
    parent_key = "people"

    def build(self) -> None:
        theme = look.theme()
        inside = QWidget()
        column = column_of(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside, tr("这个人的资料")))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回名册"), lambda: self.desktop.open_page("people"))
        head.addWidget(self.back)
        self.name = PlainLabel(tr("正在读取…"), "title")
        head.addWidget(self.name)
        self.state = Chip("")
        self.state.hide()
        head.addWidget(self.state)
        head.addStretch(1)
        column.addLayout(head)
        self.column = column
        self.parts: list[QWidget] = []

    def view(self) -> Callable[..., Any] | None:
        return see.person_page if "person_id" in self.where else None

    def arguments(self) -> dict[str, Any]:
        return {"person_id": self.where["person_id"]}

    def first_focus(self) -> QWidget:
        return self.back

    def show_view(self, view: see.PersonView) -> None:
        self.shown = view
        self.name.setText(view.row.name)
        gone = view.until is not None
        self.state.setVisible(gone)
        if view.until is not None:
            self.state.show_state(tr("在册到 {day:%Y-%m-%d} 为止", day=view.until), "warn")
        for old in self.parts:
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        while self.column.count() > 1:
            self.column.takeAt(1)
        self.parts = [self._facts(view), self._seats(view), self._family(view), self._history(view)]
        for part in self.parts:
            self.column.addWidget(part)
        self.column.addStretch(1)

    def _facts(self, view: see.PersonView) -> QWidget:
        row, (frame, within) = view.row, card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.theme().px(14))
        grid.setVerticalSpacing(look.theme().px(6))
        facts = (
            (tr("性别和年龄"), tr("{sex}，{age} 岁，{birth:%Y-%m-%d} 出生", sex=tr(row.sex), age=row.age, birth=row.birth)),
            (tr("身份证号"), row.id_number or tr("没有填")),
            (tr("联系电话"), row.phone or tr("没有填")),
            (tr("小组和户号"), self._home(row)),
            (tr("与户主关系"), row.relation or tr("没有填")),
            (tr("户籍"), tr("在本村") if row.registered else tr("不在本村")),
            (tr("备注"), view.note), (tr("来历"), view.imported),
        )  # fmt: skip
        shown = [(title, words) for title, words in facts if words]
        half = (len(shown) + 1) // 2
        for number, (title, words) in enumerate(shown):
            line, place = number % half, number // half * 2
            grid.addWidget(PlainLabel(title, "muted"), line, place)
            label = PlainLabel(words, wrap=True)
            grid.addWidget(label, line, place + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        within.addLayout(grid)
        buttons = Flow()
        number = row.person
        buttons.addWidget(deed_button(self.desktop, "correct_person", tr("更正资料"), person_id=number))
        if view.until is None:
            buttons.addWidget(deed_button(self.desktop, "remove_person", tr("登记迁出或去世"), person_id=number))
        within.addLayout(buttons)
        return frame

    def _home(self, row: PersonRow) -> str:
        if not row.household:
            return tr("没有户号")
        return tr("{group}，户号 {number}", group=row.group, number=row.household)

    def _seats(self, view: see.PersonView) -> QWidget:
        frame, within = card()
        within.addWidget(PlainLabel(tr("任职"), "heading"))
        for state in ("now", "ahead", "over"):
            seats = [seat for seat in view.seats if seat.state == state]
            if seats:
                within.addWidget(PlainLabel(tr(TITLES[state]), "muted"))
            for seat in seats:
                within.addWidget(self._seat(seat, view))
        if not view.seats:
            within.addWidget(PlainLabel(tr("没有在哪个组织任职。"), "muted"))
        if view.until is None:
            buttons = Flow()
            buttons.addWidget(deed_button(self.desktop, "seat_person", tr("登记任职"), person_id=view.row.person))
            within.addLayout(buttons)
        return frame

    def _seat(self, seat: see.SeatRow, view: see.PersonView) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.theme().px(10))
        row.addWidget(PlainLabel(tr("{body}　{post}", body=tr(seat.title), post=seat.post), "strong", wrap=True), 2)
        row.addWidget(PlainLabel(term(seat.since, seat.until), wrap=True), 2)
        if seat.households:
            row.addWidget(PlainLabel(tr("代表 {n} 户", n=seat.households)))
        if seat.state == "now" and view.until is None:
            where = {"membership_id": seat.membership, "body": seat.body}
            button = deed_button(self.desktop, "end_seat", tr("登记离任"), **where)
            button.setAccessibleName(tr("登记离任：{body}{post}", body=tr(seat.title), post=seat.post))
            row.addWidget(button)
        return line

    def _family(self, view: see.PersonView) -> QWidget:
        frame, within = card()
        home = view.row.household
        title = tr("户号 {number} 的人", number=home) if home else tr("没有登记在哪一户")
        within.addWidget(PlainLabel(title, "heading"))
        row = Flow()
        for one in view.family:
            words = tr("{name}　{relation}　{age} 岁", name=one.name, relation=one.relation or tr("关系没有填"), age=one.age)
            button = QPushButton(words)
            button.setEnabled(one.person != view.row.person)
            button.clicked.connect(lambda _c=False, to=one.person: self.desktop.open_page("person", person_id=to))
            row.addWidget(button)
        if home:
            where = {"household_no": home, "group": view.row.group}
            row.addWidget(deed_button(self.desktop, "add_person", tr("给这一户加一个人"), **where))
        within.addLayout(row)
        return frame

    def _history(self, view: see.PersonView) -> QWidget:
        frame, within = card()
        within.addWidget(PlainLabel(tr("登记和更正的经过"), "heading"))
        for day, what, reason, who in view.history:
            words = tr("{day:%Y-%m-%d}　{what}　经办人 {who}", day=day, what=tr(what), who=who)
            within.addWidget(PlainLabel(words, wrap=True))
            if reason:
                within.addWidget(PlainLabel(tr("理由：{reason}", reason=reason), "small", wrap=True))
        return frame


def term(since: Any, until: Any) -> str:
    """A term in words: from when until when."""
    if until is None:
        return tr("{since:%Y-%m-%d} 起", since=since)
    return tr("{since:%Y-%m-%d} 至 {until:%Y-%m-%d}", since=since, until=until)
