"""The pages of one paper side by side: those that came home as small pictures, those still out as empty frames."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from ui import look
from ui.widgets.flow import Flow
from ui.widgets.plain_label import set_tip
from ui.words import tr

WIDE, TALL = 76, 106  # of a small page, in pixels of the 100 % design


class ScanStrip(QWidget):
    """shown(key): a page that is there was clicked; wanted(page): an empty frame was clicked."""

    def __init__(
        self, title: str, shown: Callable[[int], None], wanted: Callable[[int], None], *, small: bool = False
    ) -> None:
        super().__init__()
        self.title = title
        self._shown, self._wanted = shown, wanted
        theme, part = look.theme(), 0.55 if small else 1.0
        self._size = QSize(theme.px(WIDE * part), theme.px(TALL * part))
        self._flow = Flow(self, gap=8)
        if small:
            self.setFixedWidth(self._size.width() + theme.px(10))
        self.thumbs: dict[int, QToolButton] = {}
        self.frames: dict[int, QToolButton] = {}

    def show_pages(self, pages: Sequence[tuple[int, int, str]], missing: Sequence[int]) -> None:
        """Show these. pages: key, number of the page and a line about it; missing: numbers, 0 where nobody knows which."""
        here = [(page, key, about) for key, page, about in pages]
        empty = [(page, 0, "") for page in missing]
        for page, key, about in sorted(here + empty, key=lambda one: one[0] or 9999):
            button = self._button()
            number = tr("第 {n} 页", n=page) if page else tr("还没有页")
            if key:
                button.setText(number)
                words = tr("{title}，{page}，已收回，{about}，点开看大图", title=self.title, page=number, about=about)
                button.setAccessibleName(words)
                set_tip(button, f"{number}　{about}")
                button.clicked.connect(lambda _c=False, chosen=key: self._shown(chosen))
                self.thumbs[key] = button
            else:
                button.setText(tr("{page}\n还缺", page=number))
                button.setProperty("missing", True)
                button.setAccessibleName(tr("{title}，{page}，还缺，点一下手工归档", title=self.title, page=number))
                set_tip(button, tr("扫描或拍照后拖进窗口；码认不出来的，点这里手工归档"))
                button.clicked.connect(lambda _c=False, chosen=page: self._wanted(chosen))
                self.frames[page] = button
            self._flow.addWidget(button)

    def show_one(self, key: int) -> None:
        """Show one picture that is no page of anything yet, or that has just come."""
        button = self._button()
        button.setText("…")
        button.setAccessibleName(tr("看{name}", name=self.title))
        set_tip(button, self.title)
        button.clicked.connect(lambda _c=False: self._shown(key))
        self.thumbs[key] = button
        self._flow.addWidget(button)

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("thumb")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        edge = look.theme().px(10)
        button.setFixedSize(self._size.width() + edge, self._size.height() + edge)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def put_picture(self, key: int, image: QImage | None) -> None:
        """Show one picture that has been read; None where it cannot be shown."""
        button = self.thumbs.get(key)
        if button is None:
            return
        if image is None:
            button.setText(tr("看不了"))
            return
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIcon(QIcon(QPixmap.fromImage(image)))
        button.setIconSize(self._size)
