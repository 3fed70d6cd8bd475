"""A board: columns of painted cards; arrows go from card to card and from column to column, Enter opens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import look
from ui.page import scrolled
from ui.widgets.chip import TONES
from ui.widgets.plain_label import PlainLabel
from ui.words import tr

Index = QModelIndex | QPersistentModelIndex
CARD_ROLE = Qt.ItemDataRole.UserRole + 1
WIDE, NARROW = 226, 108  # a column with cards, and one without


@dataclass(frozen=True)
class BoardCard:
    """One card: title, a smaller line, and a chip with its tone (good, warn, bad or ""). thing: what it stands for."""

    title: str
    note: str
    chip: str
    tone: str
    thing: Any


@dataclass(frozen=True)
class Lane:
    """One column: its title, its cards, and how many there are when these are not all."""

    key: str
    title: str
    cards: tuple[BoardCard, ...]
    total: int


class Cards(QAbstractListModel):
    """The cards of one column."""

    def __init__(self, cards: Sequence[BoardCard]) -> None:
        super().__init__()
        self.cards = tuple(cards)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        card = self.cards[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{card.title}，{card.note}，{card.chip}"
        return None


class CardDelegate(QStyledItemDelegate):
    """Paints a card: title in up to two lines, note, chip; a thicker frame where the keyboard is."""

    def __init__(self, listed: QListView) -> None:
        super().__init__(listed)
        self._list = listed

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = look.theme()
        title, small = QFontMetrics(theme.font()), QFontMetrics(theme.font(14))
        return QSize(0, 2 * title.lineSpacing() + small.lineSpacing() + self._chip_height() + theme.px(40))

    def _chip_height(self) -> int:
        return QFontMetrics(look.theme().font(14)).height() + look.theme().px(6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = look.theme()
        card: BoardCard = index.data(CARD_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = selected and self._list.hasFocus()
        body: QRect = option.rect.adjusted(2, 2, -3, -theme.px(8))
        line = "focus" if focused else "warn" if card.tone in ("warn", "bad") else "line"
        painter.setPen(QPen(theme.color(line), 2.5 if focused else 1))
        painter.setBrush(theme.color("accent_soft" if focused else "card"))
        painter.drawRoundedRect(QRectF(body), theme.px(8), theme.px(8))
        inner = body.adjusted(theme.px(12), theme.px(9), -theme.px(10), -theme.px(9))
        font, small = theme.font(), theme.font(14)
        metrics, fine = QFontMetrics(font), QFontMetrics(small)
        painter.setPen(theme.color("text"))
        painter.setFont(font)
        wrap = int(Qt.TextFlag.TextWrapAnywhere) | int(Qt.AlignmentFlag.AlignLeft)
        room = QRect(inner.left(), inner.top(), inner.width(), 2 * metrics.lineSpacing())
        most = 2 * room.width() - metrics.height()
        painter.drawText(room, wrap, metrics.elidedText(card.title, Qt.TextElideMode.ElideRight, most))
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        under = QRect(inner.left(), room.bottom() + theme.px(3), inner.width(), fine.lineSpacing())
        painter.drawText(under, 0, fine.elidedText(card.note, Qt.TextElideMode.ElideRight, under.width()))
        ground, ink = TONES[card.tone]
        words = fine.elidedText(card.chip, Qt.TextElideMode.ElideRight, inner.width() - theme.px(18))
        chip = QRect(
            inner.left(), under.bottom() + theme.px(6), fine.horizontalAdvance(words) + theme.px(18), self._chip_height()
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("card" if focused and ground == "accent_soft" else ground))
        painter.drawRoundedRect(QRectF(chip), theme.px(7), theme.px(7))
        painter.setPen(theme.color(ink))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.restore()


class LaneList(QListView):
    """The cards of one column; left and right leave for the next one."""

    def __init__(self, lane: Lane, opened: Callable[[Any], None], sideways: Callable[[int], None]) -> None:
        super().__init__()
        self._opened, self._sideways = opened, sideways
        self.cards = Cards(lane.cards)
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(self))
        self.setObjectName("lane")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setAccessibleName(tr("{title}，{n} 件", title=lane.title, n=lane.total))
        self.setAccessibleDescription(tr("用方向键在卡片之间移动，按回车键打开"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if lane.cards else Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._activate)
        if lane.cards:
            self.setCurrentIndex(self.cards.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._activate(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._sideways(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        self._opened(self.cards.cards[index.row()].thing)


class Board(QWidget):
    """Lanes side by side, scrolled sideways where they do not fit. more(key): the rest of a lane was asked for."""

    def __init__(self, name: str, opened: Callable[[Any], None], more: Callable[[str], None]) -> None:
        super().__init__()
        self._opened, self._more = opened, more
        self.lists: list[LaneList] = []
        self.lanes: tuple[Lane, ...] = ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._inside = QWidget()
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look.theme().px(12))
        self.area: QScrollArea = scrolled(self._inside, name)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self.area)

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        """Show these columns; the keyboard stays where it was, as far as that is still there."""
        at = next((n for n, one in enumerate(self.lists) if one.hasFocus()), -1)
        row = self.lists[at].currentIndex().row() if at >= 0 else 0
        self.lanes, self.lists = tuple(lanes), []
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, lane in enumerate(self.lanes):
            self._row.addWidget(self._lane(number, lane), 3 if lane.cards else 1)
        if at >= 0:
            self._go(at, row)

    def _lane(self, number: int, lane: Lane) -> QWidget:
        theme = look.theme()
        whole = QWidget()
        head = PlainLabel(f"{lane.title}　{lane.total}", "strong" if lane.cards else "muted")
        whole.setMinimumWidth(max(theme.px(WIDE if lane.cards else NARROW), head.sizeHint().width() + theme.px(8)))
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(head)
        listed = LaneList(lane, self._opened, lambda by, at=number: self._sideways(at, by))  # type: ignore[misc]
        self.lists.append(listed)
        if not lane.cards:
            column.addWidget(PlainLabel(tr("没有"), "small"))
        column.addWidget(listed, 1)
        if lane.total > len(lane.cards):
            rest = QPushButton(tr("还有 {n} 件", n=lane.total - len(lane.cards)))
            rest.setAccessibleName(tr("{title}还有 {n} 件，到台账里看", title=lane.title, n=lane.total - len(lane.cards)))
            rest.clicked.connect(lambda _c=False, key=lane.key: self._more(key))
            column.addWidget(rest)
        return whole

    def _sideways(self, at: int, by: int) -> None:
        row = self.lists[at].currentIndex().row()
        target = at + by
        while 0 <= target < len(self.lists) and not self.lists[target].cards.cards:
            target += by
        if 0 <= target < len(self.lists):
            self._go(target, row)

    def _go(self, at: int, row: int) -> None:
        """Put the keyboard on a card of a column, or on the nearest there is."""
        full = [n for n, one in enumerate(self.lists) if one.cards.cards]
        if not full:
            return
        target = self.lists[min(full, key=lambda n: abs(n - at))]
        target.setCurrentIndex(target.cards.index(min(max(row, 0), len(target.cards.cards) - 1)))
        target.setFocus()
        self.area.ensureWidgetVisible(target.parentWidget() or target)

    def first(self) -> QWidget:
        """Where the keyboard goes when the board opens."""
        return next((one for one in self.lists if one.cards.cards), self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inside.setMinimumHeight(0)
