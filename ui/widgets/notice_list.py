"""A list of notices: title, a smaller line, and a bar with the days left in words; painted, for there may be thousands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import look
from ui.widgets.year_picture import paint_days
from ui.words import tr

Index = QModelIndex | QPersistentModelIndex
NOTICE_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Notice:
    """One line. share: of the days it must hang, from 0 to 1; words: what the bar says; thing: what it stands for."""

    title: str
    note: str
    share: float
    words: str
    tone: str
    thing: Any


class Notices(QAbstractListModel):
    """The lines."""

    def __init__(self) -> None:
        super().__init__()
        self.notices: tuple[Notice, ...] = ()

    def show(self, notices: Sequence[Notice]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.notices = tuple(notices)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.notices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        notice = self.notices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return notice.title
        if role == NOTICE_ROLE:
            return notice
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{notice.title}，{notice.note}，{notice.words}"
        return None


class NoticeDelegate(QStyledItemDelegate):
    """Paints a line; the current one on a soft ground, framed where the keyboard is."""

    def __init__(self, listed: QListView) -> None:
        super().__init__(listed)
        self._list = listed

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = look.theme()
        tall = sum(QFontMetrics(theme.font(size)).lineSpacing() for size in (16, 14, 15))
        return QSize(0, tall + theme.px(26))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, notice = look.theme(), index.data(NOTICE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        body = QRectF(option.rect).adjusted(3, 2, -3, -2)
        if selected:
            line = "focus" if self._list.hasFocus() else "accent"
            painter.setPen(QPen(theme.color(line), 2))
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(body, theme.px(6), theme.px(6))
        inner = body.adjusted(theme.px(11), theme.px(7), -theme.px(11), -theme.px(7))
        top = inner.top()
        for text, font, ink in (
            (notice.title, theme.font(bold=selected), "text"), (notice.note, theme.font(14), "muted"),
        ):  # fmt: skip
            painter.setFont(font)
            painter.setPen(theme.color(ink))
            metrics = painter.fontMetrics()
            said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(inner.width()))
            painter.drawText(QRectF(inner.left(), top, inner.width(), metrics.lineSpacing()), 0, said)
            top += metrics.lineSpacing()
        room = QRectF(inner.left(), top + theme.px(4), inner.width(), inner.bottom() - top - theme.px(4))
        paint_days(painter, room, notice.share, notice.words, notice.tone, 15)
        painter.restore()


class NoticeList(QListView):
    """chosen(thing): another line became the current one, by mouse or arrows."""

    def __init__(self, name: str, chosen: Callable[[Any], None]) -> None:
        super().__init__()
        self._chosen, self._quiet = chosen, False
        self.lines = Notices()
        self.setModel(self.lines)
        self.setObjectName("notices")
        self.setItemDelegate(NoticeDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(tr("用上下方向键选一份公告，右边就是它的内容"))

    def show_notices(self, notices: Sequence[Notice], current: int) -> None:
        """Show these lines, one of them current; nobody is told of it."""
        self._quiet = True
        self.lines.show(notices)
        if notices:
            self.setCurrentIndex(self.lines.index(min(max(current, 0), len(notices) - 1)))
        self._quiet = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._quiet:
            self._chosen(self.lines.notices[current.row()].thing)
