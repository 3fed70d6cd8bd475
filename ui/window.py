"""The window: the sidebar, one page at a time, the line at the bottom; paints first, opens the village after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid

from consult_desk.base.settings import Settings, load_settings, save_settings
from ui import look
from ui.bridge import Bridge
from ui.widgets.plain_label import PlainLabel
from ui.words import later, set_language, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QFrame

    from consult_desk.base.errors import Obstacle
    from ui.deed import Deed, DeedDialog
    from ui.page import Page
    from ui.sidebar import Sidebar
    from ui.widgets.message import MessageArea

NARROW_BELOW = 1150  # pixels of the 100 % design
DAY_CHECK_MS = 30_000


class Pages(dict[str, "Page"]):
    """The pages by key, each made when it is first wanted."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window

    def __missing__(self, key: str) -> Page:
        from ui.pages import page_class

        made = page_class(key)(self._window.bridge, self._window)
        self._window.stack.addWidget(made)  # a page without a parent would outlive the application
        self[key] = made
        return made


class Window(QMainWindow):
    """One window on one village's folder. Until begin() it is a sentence only, so that it can be seen at once."""

    side: Sidebar
    band: QFrame
    stack: QStackedWidget
    message: MessageArea

    def __init__(self, bridge: Bridge, theme: look.Theme) -> None:
        super().__init__()
        self.bridge, self.theme = bridge, theme
        self.home: Path | None = None
        self.pages = Pages(self)
        self.trail: list[tuple[str, dict[str, Any]]] = []
        self.deed: DeedDialog | None = None
        self._settings = Settings()
        self.setWindowTitle(tr("议事台"))
        self.resize(1366, 768)
        wait = PlainLabel(tr("正在打开…"), "heading")
        wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCentralWidget(wait)

    def _prepare(self) -> None:
        """Make what the first sight did not need."""
        from ui import keys
        from ui.arrangement import Arrangement
        from ui.follow import Follower
        from ui.guidance import Guidance
        from ui.nameplate import Nameplate
        from ui.patience import Patience

        look.load_the_rest()
        self.theme = replace(self.theme, families=look.families())
        self.arrangement = Arrangement()
        self.setAcceptDrops(True)
        self._keeping = self._once(400, self._save_arrangement)
        self.bridge.refused.connect(lambda obstacles: self.message.refuse(obstacles))
        self.bridge.trouble.connect(self._trouble)
        self.bridge.crashed.connect(self.show_crash)
        for sequence, words, deed in (
            ("Alt+Left", later("回到刚才那一页"), self.go_back),
            ("Ctrl++", later("把字变大"), lambda: self.resize_text(1)),
            ("Ctrl+=", later("把字变大"), lambda: self.resize_text(1)),
            ("Ctrl+-", later("把字变小"), lambda: self.resize_text(-1)),
            ("F5", later("重新读取这一页"), self._again),
        ):
            keys.add(self, sequence, words, deed)
        self._today = self.bridge.today()
        self._midnight = QTimer(self)
        self._midnight.setInterval(DAY_CHECK_MS)
        self._midnight.timeout.connect(self.turn_day)
        self._midnight.start()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.guidance = Guidance(self)
        self.patience = Patience(self, self.bridge, lambda: self.message)
        self.plate = Nameplate(self, self.bridge, self.guidance.offer_tour)
        Follower(self, self)
        self._build()
        wait = PlainLabel(tr("正在打开…"), "heading")
        wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._put(wait)

    def _once(self, pause: int, deed: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(deed)
        return timer

    def _build(self) -> None:
        from ui.frame import Frame

        frame = Frame(
            self.open_page, self.resize_text, self.switch_look, self.bridge.retry, self.leave, self.guidance.start_tour
        )
        self.side, self.band, self.stack, self.message = frame.side, frame.band, frame.stack, frame.message
        self.message.lead = self._lead
        # setCentralWidget deletes the old one later, when the button that led here is done with.
        self.setCentralWidget(frame)
        self.side.set_compact(self._narrow())

    def _put(self, widget: QWidget) -> None:
        if self.stack.indexOf(widget) < 0:
            self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)

    def begin(self, home: Path) -> None:
        """Load the core, then open the village in `home`, or greet a person who has none yet."""
        self._prepare()

        def load() -> bool:
            import ui.pages.desk  # noqa: F401
            from consult_desk.desk import DATABASE

            return (home / DATABASE).exists()

        def loaded(there: bool) -> None:
            if there:
                self.open_village(home)
            else:
                self._welcome()

        self.bridge.work(load, loaded)

    def _welcome(self) -> None:
        from ui.welcome import Welcome

        welcome = Welcome(self.bridge, self.open_village, self.say)
        self._put(welcome)
        welcome.practice.setFocus()

    def leave(self) -> None:
        """Let go of the village and greet as at the first start."""
        self._save_arrangement()
        self.bridge.let_go()
        self.home, self.trail = None, []
        self._dress()
        self.plate.clear()

    def open_village(self, home: Path) -> None:
        """Open the village in that folder and show what there is to do."""

        def opened() -> None:
            self.home = home
            self._settings = load_settings(home)
            self.theme = self._theme_of(self._settings)
            set_language(self._settings.language)
            self.message.clear()
            self.trail = []
            self._load_arrangement()
            self._dress()
            self.plate.ask()
            self.bridge.prepare(load_the_rest)

        from ui.pages import load_the_rest

        self.bridge.who = load_settings(home).operator
        self.bridge.open(home, opened)

    def _theme_of(self, settings: Settings) -> look.Theme:
        return replace(self.theme, dark=look.is_dark(settings.look), factor=look.factor_of(settings.font_px))

    def _dress(self) -> None:
        """Put the theme on and make everything again in its sizes and language."""
        app = QApplication.instance()
        if isinstance(app, QApplication) and look.theme() != self.theme:
            look.put_on(app, self.theme)
        self.pages = Pages(self)
        self._build()
        if self.home is None:
            self._welcome()
            return
        from ui.pages import SIDE

        self.side.show_pages([(key, tr(title), icon) for key, title, icon in SIDE])
        self.plate.show()
        self.trail = self.trail or [(SIDE[0][0], {})]
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
        self.guidance.page_shown(page)

    def _again(self) -> None:
        page = self.pages.get(self.trail[-1][0]) if self.trail else None
        if page is not None:
            page.stale = True
            page.freshen()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None and isValid(self) and self.isActiveWindow():
            QTimer.singleShot(0, self, self._find_focus)

    def _find_focus(self) -> None:
        """Keep the keyboard somewhere: what held it may have gone when its page read its view again."""
        page = self.pages.get(self.trail[-1][0]) if self.trail else None
        if QApplication.focusWidget() is None and self.isActiveWindow() and page is not None and page.isVisible():
            target = page.first_focus()
            if target is not None:
                target.setFocus()

    def turn_day(self) -> None:
        """Read everything again once midnight has passed: what may be done depends on the day."""
        if self.bridge.today() != self._today:
            self._today = self.bridge.today()
            for page in self.pages.values():
                page.stale = True
                if page.isVisible():
                    page.freshen()

    def has_deed(self, action: str) -> bool:
        """Whether there is a form for that action."""
        from ui.deeds import DEEDS

        return any(deed.key == action for deed in DEEDS)

    def deed_of(self, action: str) -> Deed:
        """The form for that action. Raises KeyError when there is none."""
        from ui.deeds import DEEDS

        return {deed.key: deed for deed in DEEDS}[action]

    def open_deed(self, action: str, **where: Any) -> None:
        """Open the form that leads to an action."""
        from ui.deed import DeedDialog

        if self.deed is not None and isValid(self.deed) and self.deed.isVisible():
            self.deed.reject()
        self.message.clear()
        self.deed = DeedDialog(self, self, self.deed_of(action), where)
        self.deed.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.deed.begin()

    def _lead(self, obstacle: Obstacle) -> tuple[str, Callable[[], None]] | None:
        from ui.leads import lead

        return lead(self, obstacle, **(self.trail[-1][1] if self.trail else {}))

    def say(self, words: str) -> None:
        """Put a sentence into the line at the bottom."""
        self.message.say(words)

    def show_crash(self, trace: str) -> None:
        """Show the report of a fault of the program."""
        from ui import crash

        crash.show(trace, self)

    def resize_text(self, step: int) -> None:
        """Larger (+1) or smaller (-1) text, at once and for the next start."""
        at = look.FACTORS.index(min(look.FACTORS, key=lambda f: abs(f - self.theme.factor)))
        factor = look.FACTORS[min(max(at + step, 0), len(look.FACTORS) - 1)]
        self.wear(replace(self._settings, font_px=round(look.BASE_PX * factor)))

    def switch_look(self) -> None:
        """Light becomes dark and dark becomes light."""
        self.wear(replace(self._settings, look="light" if self.theme.dark else "dark"))

    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def wear(self, settings: Settings) -> None:
        """Keep these settings and show their look, size and language at once."""
        before, self._settings = self._settings, settings
        home = self.home
        if home is not None:
            self.bridge.work(lambda: save_settings(home, settings), lambda _none: None)
            self.bridge.sign_as(settings.operator)
        theme = self._theme_of(settings)
        if theme != self.theme or settings.language != before.language:
            self.theme = theme
            set_language(settings.language)
            self._dress()

    def kept(self, key: str, default: Any) -> Any:
        """How the person last arranged something."""
        return self.arrangement.get(key, default)

    def keep(self, key: str, value: Any) -> None:
        """Remember an arrangement for the next start."""
        if self.arrangement.put(key, value):
            self._keeping.start()

    def _load_arrangement(self) -> None:
        from ui.arrangement import Arrangement

        self.arrangement = Arrangement(self.home)
        place = self.kept("geometry", "")
        if isinstance(place, str) and place:
            self.restoreGeometry(QByteArray.fromBase64(place.encode("ascii", "replace")))

    def _save_arrangement(self) -> None:
        self._keeping.stop()
        self.arrangement.put("geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        self.arrangement.save()

    def _trouble(self, words: str) -> None:
        self.message.trouble(words)
        if self.home is None:
            self._welcome()

    def _narrow(self) -> bool:
        return self.width() < self.theme.px(NARROW_BELOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "side") and self.side.compact != self._narrow():
            self.side.set_compact(self._narrow())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.home is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if self.home is not None and files:
            event.acceptProposedAction()
            from ui.widgets.scan_route import take

            take(self, [Path(name) for name in files])

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.deed is not None and isValid(self.deed) and self.deed.isVisible():
            self.deed.reject()
        if hasattr(self, "arrangement"):
            self._save_arrangement()
        self.bridge.close()
        super().closeEvent(event)
