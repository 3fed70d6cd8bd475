"""The window: the sidebar, one page at a time, the line at the bottom; paints first, opens the village after."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from consult_desk.base.settings import load_settings, save_settings
from ui import look
from ui.bridge import Bridge
from ui.crash import CrashDialog
from ui.page import Page
from ui.practice import make_practice, practice_home
from ui.sidebar import Sidebar
from ui.welcome import Welcome
from ui.widgets.message import MessageArea
from ui.widgets.plain_label import PlainLabel

NARROW_BELOW = 1150  # pixels of the 100 % design
SLOW_MS = 100


class Window(QMainWindow):
    """One window on one village's folder."""

    def __init__(self, bridge: Bridge, theme: look.Theme) -> None:
        super().__init__()
        self.bridge, self.theme = bridge, theme
        self.home: Path | None = None
        self.pages: dict[str, Page] = {}
        self.trail: list[tuple[str, dict[str, Any]]] = []
        self._village, self._practice, self._journal = "", False, ""
        self.setWindowTitle("议事台")
        self.resize(1366, 768)
        self.setAcceptDrops(True)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(lambda: self.message.working(True))
        bridge.refused.connect(self._refused)
        bridge.trouble.connect(self._trouble)
        bridge.crashed.connect(self.show_crash)
        bridge.busy.connect(self._busy)
        bridge.changed.connect(lambda _touched: self._ask_card())
        for keys, deed in (
            ("Alt+Left", self.go_back), ("Ctrl++", lambda: self.resize_text(1)), ("Ctrl+=", lambda: self.resize_text(1)),
            ("Ctrl+-", lambda: self.resize_text(-1)),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(deed)
        self._build()
        self._say_wait()

    def _build(self) -> None:
        central = QWidget()
        central.setObjectName("desk")
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.side = Sidebar(lambda key: self.open_page(key), self.resize_text, self.switch_look)
        row.addWidget(self.side)
        right = QVBoxLayout()
        right.setSpacing(0)
        row.addLayout(right, 1)
        self.band = QFrame()
        self.band.setObjectName("practiceBand")
        within = QHBoxLayout(self.band)
        within.setContentsMargins(self.theme.px(24), self.theme.px(5), self.theme.px(24), self.theme.px(5))
        words = "练习　这里的人和事都是编的，可以放心试；打印出来的文书不能张贴。"
        within.addWidget(PlainLabel(words, wrap=True))
        right.addWidget(self.band)
        self.band.setVisible(self._practice)
        self.stack = QStackedWidget()
        right.addWidget(self.stack, 1)
        self.message = MessageArea(self.bridge.retry)
        right.addWidget(self.message)
        self.setCentralWidget(central)
        self.side.set_compact(self._narrow())

    def _say_wait(self) -> None:
        wait = PlainLabel("正在打开…", "heading")
        wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._put(wait)

    def _put(self, widget: QWidget) -> None:
        if self.stack.indexOf(widget) < 0:
            self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)

    def begin(self, home: Path) -> None:
        """Load the core, then open the village in `home`, or greet a person who has none yet."""

        def load() -> bool:
            import ui.pages  # noqa: F401
            from consult_desk.desk import DATABASE

            return (home / DATABASE).exists()

        def loaded(there: bool) -> None:
            if there:
                self.open_village(home)
            else:
                self._welcome()

        self.bridge.work(load, loaded)

    def _welcome(self) -> None:
        welcome = Welcome(self._open_practice, self.open_village)
        self._put(welcome)
        welcome.practice.setFocus()

    def _open_practice(self) -> None:
        self.message.say("正在准备练习村，第一次要等一会儿…")
        self.bridge.work(lambda: make_practice(practice_home()), self.open_village)

    def open_village(self, home: Path) -> None:
        """Open the village in that folder and show its ledger."""

        def opened() -> None:
            self.home = home
            kept = load_settings(home)
            self.theme = replace(self.theme, dark=kept.look == "dark", factor=_factor(kept.font_px))
            self.message.clear()
            self.trail = [("matters", {})]
            self._dress()
            self._ask_card()

        self.bridge.open(home, opened)

    def _dress(self) -> None:
        """Put the theme on and make everything again in its sizes."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            look.put_on(app, self.theme)
        # setCentralWidget deletes the old one later, when the button that led here is done with.
        self._build()
        if self.home is None:
            self._welcome()
            return
        from ui.pages import PAGES

        self.pages = {page.key: page(self.bridge, self) for page in PAGES}
        for made in self.pages.values():
            self.stack.addWidget(made)  # a page without a parent would outlive the application
        self.side.show_pages([(p.key, p.title, p.icon) for p in PAGES if p.icon])
        self._show_card()
        key, where = self.trail[-1]
        self._show_page(key, where)

    def open_page(self, key: str, **where: Any) -> None:
        """Go to a page and remember the way back."""
        if self.trail[-1:] != [(key, where)]:
            self.trail.append((key, where))
        self.message.clear()
        self._show_page(key, where)

    def go_back(self) -> None:
        """Go to the page before this one."""
        if len(self.trail) > 1:
            self.trail.pop()
            key, where = self.trail[-1]
            self._show_page(key, where)

    def _show_page(self, key: str, where: dict[str, Any]) -> None:
        page = self.pages[key]
        page.open(**where)
        self._put(page)
        self.side.mark(page.parent_key or key)
        focus = page.first_focus()
        if focus is not None:
            focus.setFocus()

    def say(self, words: str) -> None:
        """Put a sentence into the line at the bottom."""
        self.message.say(words)

    def show_crash(self, trace: str) -> None:
        """Show the report of a fault."""
        dialog = CrashDialog(trace, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def resize_text(self, by: int) -> None:
        """One size larger (1) or smaller (-1), at once and for the next start."""
        sizes = look.FACTORS
        now = min(range(len(sizes)), key=lambda i: abs(sizes[i] - self.theme.factor))
        self._wear(replace(self.theme, factor=sizes[min(len(sizes) - 1, max(0, now + by))]))

    def switch_look(self) -> None:
        """Light becomes dark and dark becomes light."""
        self._wear(replace(self.theme, dark=not self.theme.dark))

    def _wear(self, theme: look.Theme) -> None:
        self.theme = theme
        home = self.home
        if home is not None:
            kept = replace(
                load_settings(home), look="dark" if theme.dark else "light", font_px=round(look.BASE_PX * theme.factor)
            )
            self.bridge.work(lambda: save_settings(home, kept), lambda _none: None)
        self._dress()

    def _ask_card(self) -> None:
        from consult_desk.views import journal, people

        self.bridge.ask(people.village_card, self._card)
        self.bridge.ask(journal.journal_state, self._state)

    def _card(self, card: Any) -> None:
        self._village, self._practice = card.name, card.practice
        self._show_card()

    def _state(self, state: Any) -> None:
        self._journal = f"记录 {state.entries} 条，{state.words}"
        self._show_card()

    def _show_card(self) -> None:
        self.side.show_village(self._village, self._practice)
        self.side.show_journal(self._journal)
        self.band.setVisible(self._practice)
        mark = "（练习）" if self._practice else ""
        self.setWindowTitle(f"{self._village}{mark} - 议事台" if self._village else "议事台")

    def _refused(self, obstacles: Any) -> None:
        self.message.refuse(obstacles)

    def _trouble(self, words: str) -> None:
        self.message.trouble(words)
        if self.home is None:
            self._welcome()

    def _busy(self, busy: bool) -> None:
        if busy:
            self._slow.start()
        else:
            self._slow.stop()
            self.message.working(False)

    def _narrow(self) -> bool:
        return self.width() < self.theme.px(NARROW_BELOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.side.compact != self._narrow():
            self.side.set_compact(self._narrow())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.home is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if self.home is not None and files:
            event.acceptProposedAction()
            self.open_page("checking", path=files[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        self.bridge.close()
        super().closeEvent(event)


def _factor(font_px: int) -> float:
    wanted = font_px / look.BASE_PX
    return min(look.FACTORS, key=lambda factor: abs(factor - wanted))
