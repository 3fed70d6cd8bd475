"""The ways to the papers that come home: a button, and files dropped anywhere on the window."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from consult_desk.base.files import read_limited
from ui.page import Desktop
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr

HOME = "homecoming"
ROSTERS = (".xlsx", ".csv")
WORD = ".docx"  # one that was handed out and edited
PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".bmp", ".gif", ".tif", ".tiff")
MOST_BYTES = 60_000_000


class Paged(Desktop, Protocol):
    """A window with its pages by key."""

    @property
    def pages(self) -> Mapping[str, Any]:
        """Each made when it is first wanted."""


def take(window: Paged, files: Sequence[Path]) -> None:
    """Lead the files to their page: by what they are called where that says enough, else by what is in the first."""
    kinds = {path.suffix.lower() for path in files}
    first = files[0]
    if first.suffix.lower() in ROSTERS:
        window.open_page("roster_import", path=str(first))
    elif first.suffix.lower() == WORD and len(files) == 1:
        window.open_page("word_return", path=str(first))
    elif kinds & set(PICTURES) or len(files) > 1:
        _home(window, files)
    else:
        window.bridge.work(lambda: read_limited(first, max_bytes=MOST_BYTES), lambda data: _asked(window, first, data))


def home_button(desktop: Desktop, **where: int) -> QPushButton:
    """A button to the papers that come home. where: matter_id or meeting_id, nothing for the whole village."""
    button = QPushButton(tr("收回的纸…"))
    button.setAccessibleName(tr("收回签过字的纸，看还缺哪几页"))
    set_tip(button, tr("签过字的纸扫描或拍照后放进来，按纸角的码归档，看还缺哪几页"))
    button.clicked.connect(lambda _c=False: desktop.open_page(HOME, **where))
    return button


def home_line(desktop: Desktop, **where: int) -> QWidget:
    """What is still missing of a matter or meeting, in words, with the button to the papers that come home."""
    return HomeLine(desktop, where)


class HomeLine(QWidget):
    """Asks each time it comes into sight: what came home was filed on another page, of tables this one does not read."""

    def __init__(self, desktop: Desktop, where: Mapping[str, int]) -> None:
        super().__init__()
        self._desktop, self._where = desktop, where
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.words = PlainLabel("", wrap=True)
        row.addWidget(self.words, 1)
        row.addWidget(home_button(desktop, **where))

    def showEvent(self, event: QShowEvent) -> None:
        from consult_desk.views.homecoming import missing_pages

        super().showEvent(event)
        self._desktop.bridge.inquire(missing_pages, self._arrived, lambda _error: None, **self._where)

    def _arrived(self, view: Any) -> None:
        if isValid(self):
            self.words.setText(view.words)
            self.words.set_role("warn" if view.missing else "muted")


def _asked(window: Paged, path: Path, data: bytes) -> None:
    from consult_desk.views.homecoming import SCAN, dropped_file

    def arrived(where: str) -> None:
        if where == SCAN:
            _home(window, [path])
        else:
            window.open_page("checking", path=str(path))

    window.bridge.ask(dropped_file, arrived, data)


def _home(window: Paged, files: Sequence[Path]) -> None:
    page = window.pages[HOME]
    if not page.isVisible():
        window.open_page(HOME)
    # Not through open_page: that is gone through again when one comes back, and the files are taken once.
    page.take(files)
