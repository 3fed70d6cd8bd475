"""Shows a scan that somebody brought, as a picture or as pages, never by another program; saved elsewhere on request."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QWidget

from consult_desk.base.errors import Trouble
from consult_desk.base.files import write_atomic
from ui import look
from ui.page import column_of
from ui.widgets.drop_area import small_picture
from ui.widgets.paper_preview import PaperPreview
from ui.widgets.plain_label import PlainLabel
from ui.words import tr

MOST_PIXELS = 1600  # a larger picture is shown smaller; the file itself stays as it is
PICTURES = (b"\x89PNG", b"\xff\xd8\xff")


def picture(data: bytes) -> QPixmap | None:
    """A PNG or JPEG no larger than fits a screen; None for anything else, or where it cannot be read."""
    found = small_picture(data, MOST_PIXELS) if data.startswith(PICTURES) else None
    return None if found is None else QPixmap.fromImage(found)


class PictureArea(QScrollArea):
    """A picture as wide as there is room, until somebody zooms. head: where its buttons go."""

    def __init__(self, found: QPixmap, head: QHBoxLayout) -> None:
        super().__init__()
        self._found, self._scale = found, 0.0
        self.label = QLabel()
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setAccessibleName(tr("扫描件的图像"))
        self.setWidget(self.label)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(tr("扫描件"))
        for at, (words, factor) in enumerate(((tr("缩小"), 1 / 1.3), (tr("放大"), 1.3))):
            button = QPushButton(words)
            button.clicked.connect(lambda _c=False, by=factor: self.zoom(by))
            head.insertWidget(1 + at, button)

    def zoom(self, factor: float) -> None:
        """Larger or smaller than now; sharper than the picture itself it cannot become."""
        now = self._scale or self._fitting()
        self._scale = min(max(now * factor, 0.1), 2.0)
        self._draw()

    def _fitting(self) -> float:
        return min(1.0, max(0.05, (self.width() - look.theme().px(24)) / self._found.width()))

    def _draw(self) -> None:
        size = self._found.size() * (self._scale or self._fitting())
        smooth, keep = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.KeepAspectRatio
        self.label.setPixmap(self._found.scaled(size, keep, smooth))
        self.label.adjustSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._scale:
            self._draw()


class ScanDialog(QDialog):
    """One scan with a button to save it."""

    ask: Callable[..., tuple[str, str]] = staticmethod(QFileDialog.getSaveFileName)

    def __init__(self, parent: QWidget, title: str, file_name: str, data: bytes) -> None:
        super().__init__(parent)
        self._data, self._name = data, file_name
        self.setWindowTitle(title)
        theme = look.theme()
        column = column_of(self, margin=12, spacing=8)
        self.head = head = QHBoxLayout()
        self.words = PlainLabel(f"{title}　{file_name}", "strong", wrap=True)
        head.addWidget(self.words, 1)
        self.save = QPushButton(tr("另存为…"))
        self.save.clicked.connect(lambda _c=False: self._save())
        head.addWidget(self.save)
        self.shut = QPushButton(tr("关上"))
        self.shut.setDefault(True)
        self.shut.clicked.connect(lambda _c=False: self.accept())
        head.addWidget(self.shut)
        column.addLayout(head)
        self.inside = self._shown(data)
        column.addWidget(self.inside, 1)
        self.resize(min(theme.px(900), parent.width() - 60), min(theme.px(700), parent.height() - 60))

    def _shown(self, data: bytes) -> QWidget:
        if data.startswith(b"%PDF-"):
            preview = PaperPreview()
            preview.show_paper(data)
            return preview
        found = picture(data)
        if found is None:
            return PlainLabel(tr("这种文件不能在这里看，请另存后用别的程序打开；来路不明的文件不要打开。"), "muted", wrap=True)
        return PictureArea(found, self.head)

    def _save(self) -> None:
        path, _kind = self.ask(self, tr("另存为"), self._name)
        if path:
            try:
                write_atomic(Path(path), self._data)
            except Trouble as trouble:
                self.words.setText(trouble.words)
                return
            self.words.setText(tr("已经保存到 {path}", path=path))
