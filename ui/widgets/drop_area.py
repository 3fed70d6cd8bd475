"""A place where photographs are dropped or chosen, several at once, and seen small; hostile pictures do no harm."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QLoggingCategory, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QIcon, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui import look
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr

MOST_MEGABYTES = 128  # of memory that decoding one picture may take
MOST_PIXELS = 120_000_000  # more than any camera takes; a picture that claims more is not opened
# The first bytes of what is decoded, and by which decoder; nothing else is ever given to one.
FORMATS = ((b"\xff\xd8\xff", b"jpeg"), (b"\x89PNG\r\n\x1a\n", b"png"), (b"BM", b"bmp"), (b"GIF8", b"gif"))
THUMB = 92  # edge of a small picture in pixels of the 100 % design


def small_picture(data: bytes, edge: int) -> QImage | None:
    """The picture no larger than edge × edge, None where it is none, claims to be huge, or is damaged.

    Only pixels are read: where it was taken, by whom and with what stays in the file. Safe on any thread.
    """
    chosen = next((kind for start, kind in FORMATS if data.startswith(start)), None)
    if chosen is None and data[8:12] == b"WEBP":
        chosen = b"webp"
    if chosen is None:
        return None
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    # A damaged photograph is shown as one that cannot be seen; Qt need not complain of it besides.
    QLoggingCategory.setFilterRules("qt.gui.imageio*=false")
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(chosen))
    reader.setDecideFormatFromContent(False)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return None
    if max(size.width(), size.height()) > edge:
        reader.setScaledSize(size.scaled(QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    found = reader.read()
    return None if found.isNull() else found


class DropArea(QFrame):
    """One kind of photograph: its title, what is there already, and where more are dropped. dropped: paths of files.

    opened(number): one of the photographs was clicked.
    """

    dropped = Signal(object)  # list[Path]
    ask: Callable[..., tuple[list[str], str]] = staticmethod(QFileDialog.getOpenFileNames)

    def __init__(self, title: str, hint: str, opened: Callable[[int], None]) -> None:
        super().__init__()
        self.title = title
        self._opened = opened
        self.thumbs: dict[int, QToolButton] = {}
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        theme = look.theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(10))
        column.setSpacing(theme.px(6))
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        self.heading = PlainLabel(title, "strong")
        words.addWidget(self.heading)
        words.addWidget(PlainLabel(hint, "small", wrap=True))
        head.addLayout(words, 1)
        self.choose = QPushButton(tr("选照片…"))
        self.choose.setAccessibleName(tr("{title}：选择照片文件", title=title))
        set_tip(self.choose, tr("选一张或几张；也可以把照片拖到这一格里"))
        self.choose.clicked.connect(lambda _c=False: self._choose())
        head.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.holder = QWidget()
        self._flow = Flow(self.holder, gap=6)
        column.addWidget(self.holder)
        self.empty = PlainLabel(tr("还没有，把照片拖到这里"), "muted", wrap=True)
        column.addWidget(self.empty)
        column.addStretch(1)
        self.show_photos(())

    def show_photos(self, photos: Sequence[tuple[int, str, str]]) -> None:
        """Show these. photos: number, name of the file, and a line about it; their pictures come with put_picture()."""
        for old in self.thumbs.values():
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.thumbs = {}
        theme = look.theme()
        for number, name, about in photos:
            button = QToolButton()
            button.setObjectName("thumb")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setText(tr("正在读取"))
            button.setFixedSize(theme.px(THUMB) + theme.px(10), theme.px(THUMB) + theme.px(10))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(tr("{title}照片：{name}，{about}", title=self.title, name=name, about=about))
            set_tip(button, f"{name}　{about}")
            button.clicked.connect(lambda _c=False, chosen=number: self._opened(chosen))
            self._flow.addWidget(button)
            self.thumbs[number] = button
        self.heading.setText(f"{self.title}　{len(photos)}" if photos else self.title)
        self.holder.setVisible(bool(photos))
        self.empty.setVisible(not photos)
        self.updateGeometry()

    def put_picture(self, number: int, image: QImage | None) -> None:
        """Show one picture that has been read; None where it cannot be shown."""
        button = self.thumbs.get(number)
        if button is None:
            return
        if image is None:
            button.setText(tr("看不了\n点开另存"))
            return
        edge = look.theme().px(THUMB)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIcon(QIcon(QPixmap.fromImage(image)))
        button.setIconSize(QSize(edge, edge))

    def _choose(self) -> None:
        pattern = f"{tr('照片')} (*.jpg *.jpeg *.png *.webp *.heic *.heif *.bmp *.gif *.tif *.tiff)"
        names, _kind = self.ask(self, tr("选择照片"), "", pattern)
        if names:
            self.dropped.emit([Path(name) for name in names])

    def _wear(self, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._wear(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._wear(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._wear(False)
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)
