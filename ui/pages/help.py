"""All help in one place: found by typing, read at the right; the keyboard map and the tour beside it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from ui import look
from ui.help import HelpText, Topic, topics
from ui.icons import icon
from ui.page import Page, card, column_of
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr


class HelpPage(Page):
    """Opened with topic (the key of a help text), or with nothing."""

    key = "help"
    title = later("帮助")
    icon = "help"

    def build(self) -> None:
        theme = look.theme()
        column = column_of(self)
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(PlainLabel(tr("帮助"), "title"), 1)
        self.map_keys = self._button(tr("键盘对照表"), tr("哪些事可以用键盘办（Ctrl+F1）"), self._show_keys)
        self.walk = self._button(tr("跟着走一遍"), tr("一步一步带您用一遍，大约十分钟"), self._start_tour)
        head.addWidget(self.map_keys)
        head.addWidget(self.walk)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("输入几个字查找"))
        self.search.setAccessibleName(tr("在帮助里查找"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            icon("search", theme.color("muted"), theme.px(20)), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(self._find)
        left.addWidget(self.search)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("帮助的题目"))
        self.list.setAccessibleDescription(tr("用上下方向键选题目，右边就是说明"))
        self.list.setFixedWidth(theme.px(250))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda item, _before: self._read(item))
        left.addWidget(self.list, 1)
        self.search.setFixedWidth(theme.px(250))
        row.addLayout(left)
        frame, within = card()
        self.heading = PlainLabel("", "heading", wrap=True)
        within.addWidget(self.heading)
        self.text = HelpText(tr("说明"), lambda key: self.desktop.open_page(key))
        within.addWidget(self.text, 1)
        self.nothing = PlainLabel(tr("没有找到。换几个字再试，或者清空查找的文字。"), "muted", wrap=True)
        self.nothing.hide()
        within.addWidget(self.nothing)
        row.addWidget(frame, 1)
        column.addLayout(row, 1)
        self._find("")

    def view(self) -> Callable[..., Any] | None:
        return None

    def first_focus(self) -> QWidget:
        return self.search

    def show_view(self, view: Any) -> None:
        """Nothing is asked of the core."""

    def open(self, **where: Any) -> None:
        """Show the help text of that key, if one is named."""
        super().open(**where)
        if where.get("topic"):
            self.search.clear()
            self.choose(str(where["topic"]))

    def choose(self, key: str) -> None:
        """Bring a help text to the front."""
        for number in range(self.list.count()):
            item = self.list.item(number)
            if item.data(Qt.ItemDataRole.UserRole).key == key:
                self.list.setCurrentItem(item)

    def _find(self, words: str) -> None:
        wanted = words.strip().lower()
        self.list.clear()
        for topic in topics():
            if wanted in f"{topic.title}\n{topic.text}".lower():
                item = QListWidgetItem(topic.title)
                item.setData(Qt.ItemDataRole.UserRole, topic)
                self.list.addItem(item)
        found = self.list.count() > 0
        self.nothing.setVisible(not found)
        self.text.setVisible(found)
        self.heading.setVisible(found)
        if found:
            self.list.setCurrentRow(0)

    def _read(self, item: QListWidgetItem | None) -> None:
        topic: Topic | None = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        if topic is not None:
            self.heading.setText(topic.title)
            self.text.show_text(topic.text)

    def _button(self, title: str, why: str, deed: Callable[[], None]) -> QPushButton:
        button = QPushButton(title)
        button.setAccessibleName(title)
        set_tip(button, why)
        button.clicked.connect(lambda _checked=False: deed())
        return button

    def _show_keys(self) -> None:
        self.desktop.guidance.show_keys()

    def _start_tour(self) -> None:
        self.desktop.guidance.start_tour()
