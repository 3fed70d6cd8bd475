"""Help beside the page: what it is for, what to do first, which law stands behind it; from resources/help."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from consult_desk.base import places
from ui import look
from ui.frame import Frame
from ui.page import Desktop, column_of
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import language, tr

WIDTH = 360  # of the panel, in pixels of the 100 % design
ROOMY = 1240  # what sidebar and page need to stay whole beside the panel
NO_HTML = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


@dataclass(frozen=True)
class Topic:
    """One help text: its key (that of a page, or a word of its own), its title and its Markdown without the title."""

    key: str
    title: str
    text: str


def topics() -> tuple[Topic, ...]:
    """Every help text in the language in force, in the order of resources/help/order.json, others after these."""
    return _topics(language())


def topic(key: str) -> Topic | None:
    """The help text of that key, None where nobody wrote one."""
    return next((one for one in topics() if one.key == key), None)


@cache
def _topics(spoken: str) -> tuple[Topic, ...]:
    folder = places.resource("help")
    order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    found = {path.stem: path for path in sorted((folder / "zh").glob("*.md"))}
    # What has no English yet is better read in Chinese than not at all.
    found |= {path.stem: path for path in sorted((folder / spoken).glob("*.md"))}
    place = {key: number for number, key in enumerate(order)}
    return tuple(_read(found[key]) for key in sorted(found, key=lambda key: (place.get(key, len(place)), key)))


def _read(path: Path) -> Topic:
    raw = path.read_text(encoding="utf-8").strip()
    head = re.match(r"# *(.+)\n?", raw)
    return Topic(path.stem, head[1].strip() if head else path.stem, raw[head.end() :].strip() if head else raw)


class HelpText(QTextBrowser):
    """Shows a help text; go(key): to the page a link names."""

    def __init__(self, name: str, go: Callable[[str], None]) -> None:
        super().__init__()
        self._go = go
        self.setProperty("role", "help")
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.anchorClicked.connect(self._follow)

    def show_text(self, text: str) -> None:
        """Show Markdown of ours with room between its lines."""
        theme = look.theme()
        document = self.document()
        document.setDefaultFont(theme.font())
        document.setDocumentMargin(theme.px(4))
        document.setIndentWidth(theme.px(22))
        document.setMarkdown(text, NO_HTML)
        block = document.begin()
        while block.isValid():
            cursor, form = QTextCursor(block), block.blockFormat()
            form.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            form.setTopMargin(theme.px(10 if form.headingLevel() else 2))
            form.setBottomMargin(theme.px(4))
            cursor.setBlockFormat(form)
            if form.headingLevel():
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                large = cursor.charFormat()
                large.setFont(theme.font(18 if form.headingLevel() < 3 else 16, bold=True))
                large.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                cursor.mergeCharFormat(large)
            block = block.next()
        self.setTextCursor(QTextCursor(document))  # at the beginning, which is then what is seen
        QTimer.singleShot(0, self, lambda: self.verticalScrollBar().setValue(0))

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == "page":
            self._go(link.path())


class HelpPanel(QFrame):
    """At the right of the window. map_keys(): show the keyboard map; tour(): start the guided tour; close(): put away."""

    def __init__(
        self, desktop: Desktop, *, map_keys: Callable[[], None], tour: Callable[[], None], closed: Callable[[], None]
    ) -> None:
        super().__init__()
        theme = look.theme()
        self.desktop = desktop
        self.key = ""
        self.setObjectName("helpPanel")
        self.setFixedWidth(theme.px(WIDTH))
        column = column_of(self, margin=16, spacing=10)
        head = QHBoxLayout()
        self.title = PlainLabel(tr("帮助"), "heading", wrap=True)
        head.addWidget(self.title, 1)
        self.close_button = self._button(tr("收起"), tr("把帮助收起来；按 F1 再打开"), closed)
        head.addWidget(self.close_button)
        column.addLayout(head)
        self.text = HelpText(tr("这一页的帮助"), lambda key: desktop.open_page(key))
        column.addWidget(self.text, 1)
        foot = QVBoxLayout()
        foot.setSpacing(theme.px(6))
        self.all = self._button(tr("全部帮助"), tr("打开帮助页，按题目查"), lambda: desktop.open_page("help", topic=self.key))
        self.keys = self._button(tr("键盘对照表"), tr("看看哪些事可以用键盘办（Ctrl+F1）"), map_keys)
        self.tour = self._button(tr("跟着走一遍"), tr("一步一步带您用一遍，大约十分钟"), tour)
        for button in (self.all, self.keys, self.tour):
            foot.addWidget(button)
        column.addLayout(foot)

    def sit_in(self, frame: Frame) -> None:
        """Take a place at the right of the pages."""
        self.setParent(frame)
        frame.installEventFilter(self)
        self._settle(frame)
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            # The layout of the frame moves first.
            QTimer.singleShot(0, self, lambda: self._settle(self.parentWidget()))
        return super().eventFilter(watched, event)

    def _settle(self, frame: QWidget | None) -> None:
        # Beside the page where enough is left for it; on a small screen over its right part, as a drawer.
        if not isinstance(frame, Frame):
            return
        row = frame.body
        if frame.width() - self.width() >= look.theme().px(ROOMY):
            if row.indexOf(self) < 0:
                row.addWidget(self)
            return
        row.removeWidget(self)
        room = row.geometry()
        self.setGeometry(room.right() + 1 - self.width(), room.top(), self.width(), room.height())
        self.raise_()

    def show_page(self, help_key: str) -> None:
        """Explain that page."""
        found = topic(help_key) or topic("help")
        if found is not None and self.key != help_key:
            self.key = help_key
            self.title.setText(found.title)
            self.text.show_text(found.text)

    def _button(self, title: str, why: str, deed: Callable[[], None]) -> QPushButton:
        button = QPushButton(title)
        button.setAccessibleName(title)
        set_tip(button, why)
        button.clicked.connect(lambda _checked=False: deed())
        return button
