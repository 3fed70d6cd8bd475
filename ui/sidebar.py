"""The dark-green side: the village, the pages, text size and colours; a narrow rail where the window is narrow."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui import keys, look
from ui.icons import icon
from ui.page import scrolled
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr

WIDE, NARROW = 216, 124


class Sidebar(QFrame):
    """go(key): to a page. size(+1 or -1): larger or smaller text. dark(): light and dark change places."""

    def __init__(self, go: Callable[[str], None], size: Callable[[int], None], dark: Callable[[], None]) -> None:
        super().__init__()
        self._go = go
        self.setObjectName("side")
        theme = look.theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(20), 0, theme.px(12))
        column.setSpacing(theme.px(2))
        self._top = QVBoxLayout()
        self._top.setSpacing(theme.px(6))
        self.brand = PlainLabel(tr("议事台"), "brand")
        self.village = PlainLabel("", "place", wrap=True)
        self.practice = PlainLabel(tr("练习"), "practice")
        self.practice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.practice.hide()
        for label in (self.brand, self.village, self.practice):
            self._top.addWidget(label)
        column.addLayout(self._top)
        column.addSpacing(theme.px(10))
        inside = QWidget()
        inside.setObjectName("sidePages")
        self._pages = QVBoxLayout(inside)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.setSpacing(theme.px(2))
        self._pages.addStretch(1)
        # On a low screen with large text the pages scroll; the keyboard brings the one it is at into sight.
        self.area = scrolled(inside, tr("各个页面"))
        inside.setObjectName("sidePages")
        self.area.setObjectName("sideArea")
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        column.addWidget(self.area, 1)
        self.journal = PlainLabel("", "small", wrap=True)
        self._bottom = QVBoxLayout()
        self._bottom.addWidget(self.journal)
        column.addLayout(self._bottom)
        self._tools = QHBoxLayout()
        self._tool_words: dict[QToolButton, tuple[str, str]] = {}
        self._tools.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        self._tools.setSpacing(theme.px(2))
        self.smaller = self._tool(tr("字小"), tr("小"), tr("把字变小"), lambda: size(-1))
        self.larger = self._tool(tr("字大"), tr("大"), tr("把字变大"), lambda: size(1))
        shades = (tr("浅色"), tr("浅")) if theme.dark else (tr("深色"), tr("深"))
        self.look = self._tool(*shades, tr("换成浅色或深色"), dark)
        column.addLayout(self._tools)
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self.compact = False
        self.set_compact(False)

    def show_village(self, name: str, practice: bool) -> None:
        """Name the village; mark it when it is for practice."""
        self.village.setText(name)
        self.practice.setVisible(practice)

    def show_pages(self, pages: Sequence[tuple[str, str, str]]) -> None:
        """Offer these pages. pages: key, title and icon of each."""
        theme = look.theme()
        for number, (key, title, shape) in enumerate(pages, 1):
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setIcon(icon(shape, theme.color("side_text"), theme.px(22)))
            button.setIconSize(QSize(theme.px(22), theme.px(22)))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setAccessibleName(title)
            keys.press(button, f"Ctrl+{number}")
            button.clicked.connect(lambda _checked=False, to=key: self._go(to))
            self._group.addButton(button)
            self._pages.insertWidget(self._pages.count() - 1, button)
            self.buttons[key] = button
        self.set_compact(self.compact)

    def mark(self, key: str) -> None:
        """Show which page is open."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def set_compact(self, compact: bool) -> None:
        """Be a narrow rail, or wide."""
        theme = look.theme()
        self.compact = compact
        for button in self.buttons.values():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for tool, (long, short) in self._tool_words.items():
            tool.setText(short if compact else long)
        self.brand.setVisible(not compact)
        self.setFixedWidth(max(theme.px(NARROW if compact else WIDE), self._least()))
        edge = theme.px(10 if compact else 20)
        self._top.setContentsMargins(edge, 0, edge, 0)
        self._bottom.setContentsMargins(edge, 0, edge, theme.px(8))
        self.journal.setVisible(not compact and bool(self.journal.text()))

    def _least(self) -> int:
        """So wide that every word is whole, the bar that scrolls the pages beside them."""
        for button in (*self.buttons.values(), *self._tool_words):
            button.ensurePolished()
        pages = max((button.sizeHint().width() for button in self.buttons.values()), default=0)
        bar = self.area.verticalScrollBar().sizeHint().width()
        edges = self._tools.contentsMargins()
        tools = sum(tool.sizeHint().width() for tool in self._tool_words)
        gaps = self._tools.spacing() * (len(self._tool_words) - 1)
        return max(pages + bar + look.theme().px(6), tools + gaps + edges.left() + edges.right())

    def show_journal(self, words: str) -> None:
        """Say how much of the record is published."""
        self.journal.setText(words)
        self.journal.setVisible(not self.compact)

    def _tool(self, title: str, short: str, name: str, deed: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setText(title)
        self._tool_words[button] = (title, short)
        button.setProperty("role", "tool")
        button.setAccessibleName(name)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_tip(button, name)
        button.clicked.connect(lambda _checked=False: deed())
        self._tools.addWidget(button)
        return button
