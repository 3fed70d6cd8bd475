"""Parts of the page about the look of papers: rows of labels, the heading picture, what a Word template lacks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from consult_desk.views import templates as see
from ui import look
from ui.page import Desktop
from ui.widgets.plain_label import PlainLabel
from ui.words import tr


def deed_link(desktop: Desktop, action: str, words: str, **where: object) -> QPushButton:
    """A button that opens a deed with what is known."""
    button = QPushButton(words)
    button.setAccessibleName(words.rstrip("…"))
    button.clicked.connect(lambda _c=False: desktop.open_deed(action, **where))
    return button


def word_lines(row: see.KindRow) -> PlainLabel:
    """The file of a template and what is to be said of it."""
    said = [row.word]
    if row.word_faults:
        said.append(tr("✕ 不能用：{words}", words="；".join(one.words for one in row.word_faults)))
    if row.unused:
        said.append(tr("没有印出来的内容：{fields}", fields="、".join(row.unused)))
    if row.pictures:
        said.append(tr("里面有 {n} 张图片；公章的图片不能放进模板。", n=row.pictures))
    return PlainLabel("\n".join(said), "bad" if row.word_faults else "", wrap=True)


class Rows(QWidget):
    """Labels in columns, made anew each time. shares: how the columns stretch, 0 for the buttons."""

    def __init__(self, shares: Sequence[int]) -> None:
        super().__init__()
        theme = look.theme()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(theme.px(14))
        self.grid.setVerticalSpacing(theme.px(8))
        for at, share in enumerate(shares):
            self.grid.setColumnStretch(at, share)
        self.buttons: list[QPushButton] = []
        self._row = 0

    def clear(self, heads: Sequence[str]) -> None:
        """Take everything out and write the heads."""
        while (item := self.grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons, self._row = [], 0
        self.add(*(PlainLabel(head, "muted") for head in heads))

    def add(self, *widgets: QWidget) -> None:
        """One row."""
        for at, widget in enumerate(widgets):
            self.grid.addWidget(widget, self._row, at, Qt.AlignmentFlag.AlignTop if at == len(widgets) - 1 else Qt.AlignmentFlag(0))
            if isinstance(widget, QPushButton):
                self.buttons.append(widget)
        self._row += 1

    def first(self) -> QWidget | None:
        """The first button."""
        return self.buttons[0] if self.buttons else None


class HeadingPicture(QLabel):
    """The heading as it is printed, in a frame as wide as the type area."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(tr("抬头图的样子"))
        self.hide()

    def show_jpeg(self, data: bytes) -> None:
        """Show a JPEG, nothing for b""."""
        theme = look.theme()
        picture = QPixmap()
        if data and picture.loadFromData(data):
            room = (theme.px(620), theme.px(120))
            smooth = Qt.TransformationMode.SmoothTransformation
            self.setPixmap(picture.scaled(*room, Qt.AspectRatioMode.KeepAspectRatio, smooth))
            self.show()
        else:
            self.clear()
            self.hide()
