"""The notice boards: what is to hang, what hangs for how long yet with its photographs, and the objections desk."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from consult_desk.base.text import chinese_date
from consult_desk.views import disclosures as see
from consult_desk.views.objections import ObjectionsView, objections
from ui import keys, look
from ui.icons import icon
from ui.page import Page, column_of, scrolled
from ui.pages.disclosure_detail import NoticeDetail
from ui.pages.disclosure_objections import Objections
from ui.pages.disclosure_words import left_words
from ui.widgets.flow import Flow
from ui.widgets.notice_list import Notice, NoticeList
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

PAUSE_MS = 200
NARROW_BELOW = 620
FILTERS = (
    ("", later("全部")), ("waiting", later("待张贴")), ("hanging", later("张贴中")), ("over", later("期满待撤")),
    ("served", later("已期满")), ("cut_short", later("提前撤下")),
)  # fmt: skip


class DisclosuresPage(Page):
    """Opened with posting_id, matter_id (its next notice), objection_id, or tab="objections"."""

    key = "disclosures"
    title = later("公开")
    icon = "board"

    def build(self) -> None:
        theme = look.theme()
        self.chosen: tuple[int, int] = (0, 0)  # posting, matter
        self.wanted: dict[str, Any] = {}
        self.limit = see.PAGE_SIZE
        column = column_of(self, spacing=12)
        head = QHBoxLayout()
        head.setSpacing(theme.px(14))
        titles = QVBoxLayout()
        titles.setSpacing(theme.px(2))
        titles.addWidget(PlainLabel(tr("公开"), "title"))
        self.count = PlainLabel(tr("正在读取…"), "muted", wrap=True)
        titles.addWidget(self.count)
        head.addLayout(titles, 1)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("事项、编号或姓名"))
        self.search.setAccessibleName(tr("查找公告和异议：输入事项、编号或姓名"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(190))
        glass = icon("search", theme.color("muted"), theme.px(20))
        self.search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        head.addWidget(self.search)
        self.object = QPushButton(tr("登记异议"))
        self.object.clicked.connect(lambda _c=False: self.desktop.open_deed("record_objection"))
        keys.press(self.object, "Ctrl+N", later("登记异议"))
        head.addWidget(self.object)
        column.addLayout(head)
        keys.add(self, "Ctrl+F", later("查找公告和异议"), self.search.setFocus)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._again)
        self.search.textChanged.connect(lambda _t: self._pause.start())
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("公告和异议"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for words in (tr("公告张贴"), tr("异议")):
            self.tabs.addTab(words)
        column.addWidget(self.tabs)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._boards())
        self.objections = Objections(self.desktop)
        self.area = scrolled(self.objections, tr("异议"))
        self.stack.addWidget(self.area)
        # Labels that wrap would ask for more height than they need before they know their width.
        self.stack.setMinimumHeight(theme.px(150))
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)

    def _boards(self) -> QWidget:
        theme = look.theme()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        row = QWidget()
        flow = Flow(row, gap=6)
        self.states = QButtonGroup(self)
        for state, title in FILTERS:
            button = QPushButton(tr(title))
            button.setCheckable(True)
            button.setChecked(not state)
            button.setProperty("role", "filter")
            button.setProperty("state", state)
            button.setAccessibleName(tr("只看：{state}", state=tr(title)))
            self.states.addButton(button)
            flow.addWidget(button)
        self.states.buttonClicked.connect(lambda _b: self._again())
        column.addWidget(row)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(theme.px(16))
        left = QVBoxLayout()
        self.list = NoticeList(tr("公告"), self._choose)
        left.addWidget(self.list, 1)
        self.more = QPushButton(tr("再看更早的"))
        self.more.clicked.connect(lambda _c=False: self._more())
        left.addWidget(self.more)
        self.nothing = PlainLabel("", "muted", wrap=True)
        left.addWidget(self.nothing)
        self._both.addLayout(left, 5)
        self.detail = NoticeDetail(self.desktop)
        self._both.addWidget(scrolled(self.detail, tr("公告的内容")), 8)
        column.addLayout(self._both, 1)
        return holder

    def view(self) -> Callable[..., Any]:
        return see.disclosures

    def arguments(self) -> dict[str, Any]:
        button = self.states.checkedButton()
        state = button.property("state") if button is not None else ""
        return {"state": state, "search": self.search.text(), "limit": self.limit}

    def first_focus(self) -> QWidget:
        return self.list if self.tabs.currentIndex() == 0 else self.tabs

    def open(self, **where: Any) -> None:
        self.wanted = dict(where)
        if where.get("objection_id") or where.get("tab") == "objections":
            self.tabs.setCurrentIndex(1)
        elif where:
            self.tabs.setCurrentIndex(0)
        if where:
            self.states.buttons()[0].setChecked(True)
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
            self.stale = True
        super().open(**where)

    def _again(self) -> None:
        self.stale = True
        self.freshen()

    def _more(self) -> None:
        self.limit += see.PAGE_SIZE
        self._again()

    def show_view(self, view: see.DisclosuresView) -> None:
        self.shown = view
        numbers = dict(view.counts)
        over, waiting = numbers["over"], numbers["waiting"]
        hanging = numbers["hanging"] + over
        self.count.setText(
            tr("正在张贴 {n} 份，其中期满待撤 {over} 份；待张贴 {waiting} 份", n=hanging, over=over, waiting=waiting)
        )
        for button, (state, title) in zip(self.states.buttons(), FILTERS, strict=True):
            button.setText(f"{tr(title)} {numbers[state]}" if state else tr(title))
        open_words = tr("异议（{n} 条待答复）", n=view.objections) if view.objections else tr("异议")
        self.tabs.setTabText(1, open_words)
        if posting := self.wanted.pop("posting_id", 0):
            self.chosen = (posting, 0)
        elif matter := self.wanted.pop("matter_id", 0):
            self.chosen = (0, matter)
        at = next((n for n, row in enumerate(view.rows) if self._is_chosen(row)), -1)
        if at < 0 and not self.chosen[0] and self.chosen[1]:
            at = next((n for n, row in enumerate(view.rows) if row.matter == self.chosen[1]), -1)
        self.list.show_notices([self._notice(row) for row in view.rows], at)
        self.list.setVisible(bool(view.rows))
        self.more.setVisible(view.total > len(view.rows))
        self.nothing.setVisible(not view.rows)
        self.nothing.setText(
            tr("还没有公告。事项形成决议以后，要张贴的公告会出现在这里。") if not sum(numbers.values())
            else tr("没有符合条件的公告，可以点“全部”。")
        )  # fmt: skip
        if at >= 0 or view.rows:
            row = view.rows[max(at, 0)]
            keep = self.chosen if at < 0 and self.chosen[0] else (row.posting, row.matter)
            self._choose_one(*keep)
        else:
            self.detail.hide()
        self.bridge.ask(objections, self._show_objections, search=self.search.text())

    def _is_chosen(self, row: see.NoticeRow) -> bool:
        posting, matter = self.chosen
        return row.posting == posting if posting else row.matter == matter and not row.posting

    def _notice(self, row: see.NoticeRow) -> Notice:
        words, tone = left_words(row)
        share = min(1.0, row.hung / row.asked) if row.asked else 0.0
        day = tr("{day}张贴", day=chinese_date(row.posted_on)) if row.posted_on else row.label
        return Notice(row.title, f"{tr(row.step_title)}　{day}", share, words, tone, (row.posting, row.matter))

    def _choose(self, thing: tuple[int, int]) -> None:
        self._choose_one(*thing)

    def _choose_one(self, posting: int, matter: int) -> None:
        self.chosen = (posting, matter)

        def arrived(view: see.PostingView) -> None:
            if isValid(self) and self.chosen == (posting, matter):
                self.detail.show_notice(view)

        known = {"posting_id": posting} if posting else {"matter_id": matter}
        self.bridge.ask(see.posting_page, arrived, **known)

    def _show_objections(self, view: ObjectionsView) -> None:
        self.objections.show_objections(view)
        objection = self.wanted.pop("objection_id", 0)
        if objection and (found := self.objections.go_to(objection)) is not None:
            QTimer.singleShot(0, found, lambda: self.area.ensureWidgetVisible(found))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look.theme().px(NARROW_BELOW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._both.direction() != way:
            self._both.setDirection(way)
