"""The roster: everybody in pinyin order, loaded as one scrolls; households by number; found by typing and by choosing."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.views import people as see
from consult_desk.views import person as homes
from ui import keys, look
from ui.deed import deed_button
from ui.icons import icon
from ui.page import Page, column_of
from ui.pages.people_parts import HOME_COLUMNS, PERSON_COLUMNS, Letters
from ui.rows import Table
from ui.widgets.filter_button import FilterButton
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

PAGE = 200  # rows asked for at once
KEPT = "people"
PLAIN: dict[str, Any] = {"way": "people", "group": "", "seat": "", "adults": False, "registered": False}


class PeoplePage(Page):
    """Everybody on the roster, or every household; Enter opens one. What was chosen is kept."""

    key = "people"
    title = later("名册")
    icon = "people"

    def build(self) -> None:
        theme = look.theme()
        kept = self.desktop.kept(KEPT, {})
        self.chosen = {**PLAIN, **({k: v for k, v in kept.items() if k in PLAIN} if isinstance(kept, dict) else {})}
        self.start = ""
        self.after: Any = None
        column = column_of(self, spacing=12)
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        titles = QVBoxLayout()
        titles.setSpacing(theme.px(2))
        titles.addWidget(PlainLabel(tr("名册"), "title"))
        self.count = PlainLabel(tr("正在读取…"), "muted")
        titles.addWidget(self.count)
        head.addLayout(titles, 1)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("姓名、首字母、号码"))
        self.search.setAccessibleName(tr("查找：输入姓名、拼音、首字母、身份证号、电话或户号"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(150))
        self.search.setMaximumWidth(theme.px(320))
        glass = icon("search", theme.color("muted"), theme.px(20))
        self.search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        head.addWidget(self.search, 1)
        self.bring = QPushButton(tr("导入名册"))
        set_tip(self.bring, tr("从 Excel 或 CSV 文件一次读入，先预览再写入"))
        self.bring.clicked.connect(lambda _c=False: self.desktop.open_page("roster_import"))
        self.new = deed_button(self.desktop, "add_person")
        self.new.setProperty("role", "primary")
        keys.press(self.new, "Ctrl+N", later("登记一位村民"))
        head.addWidget(self.bring)
        head.addWidget(self.new)
        column.addLayout(head)
        column.addLayout(self._filters())
        self.letters = Letters(self._jump)
        column.addWidget(self.letters)
        self.table = Table(PERSON_COLUMNS, tr("名册"), self._open, lines=2, more=self._more)
        self.homes = Table(HOME_COLUMNS, tr("各户"), self._open_home, lines=2, more=self._more)
        column.addWidget(self.table, 1)
        column.addWidget(self.homes, 1)
        words = tr("没有符合条件的人。可以点“清空条件”；名册还是空的，请点右上角“导入名册”或者“登记一位村民”。")
        self.nothing = PlainLabel(words, "muted", wrap=True)
        self.nothing.hide()
        column.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        # Asks when the typing pauses, not at every letter.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(180)
        self._pause.timeout.connect(self._again)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(lambda: (self.table if self.by_person else self.homes).setFocus())
        keys.add(self, "Ctrl+F", later("查找"), self.search.setFocus)
        self._fresh_choices = True
        self._choices_read: frozenset[str] = frozenset()
        self._arrange()

    def _filters(self) -> Flow:
        row = Flow()
        self.ways = QButtonGroup(self)
        for way, title in (("people", tr("按人")), ("homes", tr("按户"))):
            button = FilterButton(title)
            button.setProperty("way", way)
            self.ways.addButton(button)
            row.addWidget(button)
        self.ways.buttonClicked.connect(lambda button: self._choose("way", button.property("way")))
        self.bodies = FilterButton(tr("组织和任期"), checkable=False)
        set_tip(self.bodies, tr("党支部、村民委员会、村民代表、监督委员会：谁在任、任期到哪天、组成合不合规定"))
        self.bodies.clicked.connect(lambda _c=False: self.desktop.open_page("bodies"))
        row.addWidget(self.bodies)
        self.boxes: dict[str, QComboBox] = {}
        for key, name in (("group", tr("全部小组")), ("seat", tr("不论任职"))):
            box = QComboBox()
            box.setAccessibleName(tr("只看：{name}", name=name))
            box.setFixedWidth(look.theme().px(142))
            box.addItem(name, "")
            box.activated.connect(lambda n, k=key, b=box: self._choose(k, b.itemData(n)))
            self.boxes[key] = box
            row.addWidget(box)
        self.switches: dict[str, QPushButton] = {}
        for key, title in (("adults", tr("满十八周岁")), ("registered", tr("户籍在本村"))):
            switch = FilterButton(title)
            switch.setAccessibleName(tr("只看：{name}", name=title))
            switch.clicked.connect(lambda on, k=key: self._choose(k, on))
            self.switches[key] = switch
            row.addWidget(switch)
        self.clear = QPushButton(tr("清空条件"))
        self.clear.clicked.connect(lambda _c=False: self._clear())
        row.addWidget(self.clear)
        return row

    @property
    def by_person(self) -> bool:
        """Whether people are listed, not households."""
        return bool(self.chosen["way"] == "people")

    def open(self, **where: Any) -> None:
        """Show the roster; narrowed where it is said how: adults=True, registered=True, group="一组", seat="council"."""
        narrowed = {key: value for key, value in where.items() if key in PLAIN}
        if narrowed:
            self.chosen = {**PLAIN, **narrowed}
            self.start, self.stale = "", True
            self._arrange()
        super().open()

    def view(self) -> Callable[..., Any]:
        return see.roster if self.by_person else homes.households

    def arguments(self) -> dict[str, Any]:
        search = self.search.text().strip()
        if not self.by_person:
            return {"search": search, "group": self.chosen["group"], "limit": PAGE}
        chosen = {key: self.chosen[key] for key in ("group", "seat", "adults", "registered")}
        return {**chosen, "search": search, "start": self.start, "limit": PAGE}

    def freshen(self) -> None:
        if self.stale and self._fresh_choices:
            self.bridge.answer(see.roster_choices, self._choices_arrived)
        super().freshen()

    def _changed(self, touched: frozenset[str]) -> None:
        self._fresh_choices = self._fresh_choices or bool(touched & self._choices_read)
        super()._changed(touched)

    def _choices_arrived(self, answer: Any) -> None:
        self._choices_read = answer.read
        self._offer(answer.picture)

    def _offer(self, found: see.RosterChoices) -> None:
        self._fresh_choices = False
        for key, choices in (("group", [(g, g) for g in found.groups]), ("seat", [("any", tr("有任职的")), *found.seats])):
            box = self.boxes[key]
            while box.count() > 1:
                box.removeItem(1)
            for value, title in choices:
                box.addItem(tr(title), value)
            box.setCurrentIndex(max(0, box.findData(self.chosen[key])))
        self.letters.show_letters(found.letters, self.start)

    def show_view(self, view: Any) -> None:
        self.after = view.after
        shown = self.table if self.by_person else self.homes
        shown.show_rows(view.rows, view.total)
        self.table.setVisible(self.by_person and bool(view.rows))
        self.homes.setVisible(not self.by_person and bool(view.rows))
        self.nothing.setVisible(not view.rows)
        self._say_count(shown)

    def _say_count(self, table: Table) -> None:
        here, most = table.rows.rowCount(), table.rows.total
        if not self.by_person:
            words = tr("共 {all} 户", all=most) if here == most else tr("已载入 {n} / 共 {all} 户", n=here, all=most)
        elif self.start:
            words = tr("从 {letter} 起：已载入 {n} / 共 {all} 人", letter=self.start, n=here, all=most)
        else:
            words = tr("共 {all} 人", all=most) if here == most else tr("已载入 {n} / 共 {all} 人", n=here, all=most)
        self.count.setText(words)

    def _more(self) -> None:
        table, number = self.table if self.by_person else self.homes, self._asked

        def arrived(view: Any) -> None:
            if isValid(self) and number == self._asked:
                self.after = view.after
                table.rows.add_rows(view.rows)
                self._say_count(table)

        if self.after is None:
            table.rows.add_rows(())
        else:
            self.bridge.ask(self.view(), arrived, **self.arguments(), after=self.after)

    def first_focus(self) -> QWidget:
        return self.search

    def _arrange(self) -> None:
        for button in self.ways.buttons():
            button.setChecked(button.property("way") == self.chosen["way"])
        for key, switch in self.switches.items():
            switch.setChecked(bool(self.chosen[key]))
            switch.setVisible(self.by_person)
        self.boxes["seat"].setVisible(self.by_person)
        self.letters.setVisible(self.by_person)
        for key, box in self.boxes.items():
            box.setCurrentIndex(max(0, box.findData(self.chosen[key])))
        self.clear.setVisible({**self.chosen, "way": "people"} != PLAIN or bool(self.search.text()))

    def _choose(self, key: str, value: Any) -> None:
        self.chosen[key] = value
        self.desktop.keep(KEPT, self.chosen)
        self._again()

    def _clear(self) -> None:
        self.chosen = {**PLAIN, "way": self.chosen["way"]}
        self.desktop.keep(KEPT, self.chosen)
        self.search.clear()
        self._jump("")

    def _jump(self, letter: str) -> None:
        self.start = letter
        self.letters.mark(letter)
        self._again()

    def _again(self) -> None:
        self._arrange()
        self.stale = True
        self.freshen()
        self.table.scrollToTop()

    def _open(self, row: see.PersonRow) -> None:
        self.desktop.open_page("person", person_id=row.person)

    def _open_home(self, row: homes.HomeRow) -> None:
        if row.members:
            self.desktop.open_page("person", person_id=row.members[0][0])
        else:
            self.desktop.say(tr("这一户现在没有人在册"))
