"""What stands around the pages: the side, the practice band, the help beside them, the line at the bottom."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import look
from ui.page import scrolled
from ui.sidebar import Sidebar
from ui.widgets.message import MessageArea
from ui.widgets.page_stack import PageStack
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr


class Frame(QWidget):
    """Made anew when the look, the size or the language changes.

    go(key): to a page. size(+1 or -1), dark(): as the sidebar says. retry(): again what met with trouble.
    leave(): out of the practice village. walk(): the guided tour.
    """

    def __init__(
        self, go: Callable[[str], None], size: Callable[[int], None], dark: Callable[[], None], retry: Callable[[], None],
        leave: Callable[[], None], walk: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("desk")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.side = Sidebar(go, size, dark)
        row.addWidget(self.side)
        right = QVBoxLayout()
        right.setSpacing(0)
        row.addLayout(right, 1)
        self.band = self._practice_band(leave, walk)
        right.addWidget(self.band)
        self.body = QHBoxLayout()
        self.body.setSpacing(0)
        self.stack = PageStack()
        # A page that needs more room than a small screen has scrolls as a whole; the window never outgrows the screen.
        self.room = scrolled(self.stack, tr("这一页"))
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self.room, 1)
        right.addLayout(self.body, 1)
        self.message = MessageArea(retry)
        right.addWidget(self.message)

    def _practice_band(self, leave: Callable[[], None], walk: Callable[[], None]) -> QFrame:
        theme = look.theme()
        band = QFrame()
        band.setObjectName("practiceBand")
        within = QHBoxLayout(band)
        within.setContentsMargins(theme.px(24), theme.px(5), theme.px(24), theme.px(5))
        within.setSpacing(theme.px(10))
        words = tr("练习　这里的人和事都是编的，可以放心试；打印出来的文书不能张贴。")
        within.addWidget(PlainLabel(words, wrap=True), 1)
        self.walk = QPushButton(tr("跟着走一遍"))
        self.walk.setAccessibleName(tr("跟着走一遍，大约十分钟"))
        set_tip(self.walk, tr("一步一步带您用一遍，大约十分钟"))
        self.walk.clicked.connect(lambda _checked=False: walk())
        within.addWidget(self.walk)
        self.leave_practice = QPushButton(tr("离开练习村"))
        self.leave_practice.setAccessibleName(tr("离开练习村，去建自己的村，或者扔掉练习村"))
        self.leave_practice.clicked.connect(lambda _checked=False: leave())
        within.addWidget(self.leave_practice)
        band.hide()
        return band

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; outside dialogs Qt lets only the space bar do so."""
        focus: QWidget | None = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QAbstractButton):
            focus.click()
        else:
            super().keyPressEvent(event)
