"""Widgets one beside another, going on in the next line where the width ends."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui import look


class Flow(QLayout):
    """A row that wraps; hidden widgets take no room. right: every line ends at the right edge."""

    def __init__(self, parent: QWidget | None = None, *, gap: float = 8, right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = look.theme().px(gap)
        self._right = right
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem:
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, tall = rect.x(), rect.y(), 0
        line: list[tuple[QLayoutItem, int, QSize]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 16_000))
            if line and x + size.width() > rect.x() + rect.width():
                self._settle(line, rect.right() + 1, y, tall, move)
                x, y, tall, line = rect.x(), y + tall + self._gap, 0, []
            line.append((item, x, size))
            x, tall = x + size.width() + self._gap, max(tall, size.height())
        self._settle(line, rect.right() + 1, y, tall, move)
        return y + tall - rect.y()

    def _settle(self, line: list[tuple[QLayoutItem, int, QSize]], end: int, y: int, tall: int, move: bool) -> None:
        if move and line:
            _item, at, last = line[-1]
            slack = max(0, end - at - last.width()) if self._right else 0
            for item, x, size in line:
                item.setGeometry(QRect(QPoint(x + slack, y + (tall - size.height()) // 2), size))
