"""The one table model: rows of a view shown by described columns, and the delegate that paints them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui import look

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
PAD = 12
SMALL = 13.5  # size of the line under


@dataclass(frozen=True)
class Cell:
    """What one cell says: a line, a smaller line under it, and a tone ("", good, warn, bad, muted) seen in both."""

    text: str
    under: str = ""
    tone: str = ""
    bold: bool = False

    @property
    def spoken(self) -> str:
        """Both lines, for the screen reader and the tooltip."""
        return f"{self.text}，{self.under}" if self.under else self.text


@dataclass(frozen=True)
class Column:
    """One column: its title and what it says of a row. sample, under: the widest usual lines; "" stretches."""

    title: str
    cell: Callable[[Any], Cell]
    sample: str = ""
    under: str = ""


class Rows(QAbstractTableModel):
    """Rows of a view. To show more of a row, add a Column."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[Any, ...] = ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def cell(self, index: Index) -> Cell:
        """What the cell at an index says."""
        return self.columns[index.column()].cell(self.rows[index.row()])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index).text
        if role == CELL_ROLE:
            return self.cell(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[index.column()].title}：{self.cell(index).spoken}"
        if role == Qt.ItemDataRole.ToolTipRole:
            # A tooltip guesses whether its text is markup; escaped inside <qt> there is nothing to guess.
            return f"<qt>{escape(self.cell(index).spoken)}</qt>"
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class CellDelegate(QStyledItemDelegate):
    """Paints a Cell: its line (wrapped once where it stretches), the smaller line, and the frame of the focus."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, cell = look.theme(), index.data(CELL_ROLE)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        alternate = "row_alt" if index.row() % 2 else "card"
        painter.fillRect(rect, theme.color("accent_soft" if selected else alternate))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        box = rect.adjusted(theme.px(PAD), theme.px(5), -theme.px(4), -theme.px(6))
        tone = {"good": "on_accent_soft" if selected else "accent", "warn": "warn", "bad": "bad", "muted": "muted"}
        color = theme.color(tone.get(cell.tone, "text"))
        font = theme.font(bold=cell.bold or (selected and index.column() == 0))
        small = theme.font(SMALL)
        painter.setFont(small)
        under = painter.fontMetrics().lineSpacing() if cell.under else 0
        painter.setFont(font)
        wrap = int(Qt.TextFlag.TextWrapAnywhere) | int(Qt.AlignmentFlag.AlignLeft)
        room = box.adjusted(0, 0, 0, -under)
        words = _within(painter.fontMetrics(), cell.text, room.size())
        height = min(painter.boundingRect(room, wrap, words).height(), room.height())
        top = box.top() + (box.height() - height - under) // 2
        painter.setPen(color)
        painter.drawText(QRect(box.left(), top, box.width(), height), wrap, words)
        if cell.under:
            painter.setFont(small)
            painter.setPen(color if cell.tone in ("warn", "bad") else theme.color("muted"))
            painter.drawText(QRect(box.left(), top + height, box.width(), under), int(Qt.AlignmentFlag.AlignLeft), cell.under)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = look.theme()
        return QSize(theme.px(80), theme.px(64))


def _within(metrics: QFontMetrics, text: str, room: QSize) -> str:
    """The text, ended by … where it needs more lines than there is room for."""
    lines = max(1, room.height() // metrics.lineSpacing())
    # A line loses up to one character when it is broken.
    most = lines * room.width() - (lines - 1) * metrics.horizontalAdvance("国")
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, most)


class Table(QTableView):
    """A table of Rows: whole rows selected, Enter opens, columns as wide as their samples."""

    def __init__(self, columns: Sequence[Column], name: str, opened: Callable[[Any], None], *, lines: float = 2) -> None:
        super().__init__()
        self.rows = Rows(columns)
        self.lines = lines
        self._opened = opened
        self.setModel(self.rows)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self.setAccessibleDescription("用上下方向键选择，按回车键或单击打开")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._activate)
        self.fit()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; the row that was current stays current when it is still there."""
        kept = self.currentIndex().row()
        self.rows.show_rows(rows)
        if rows:
            self.setCurrentIndex(self.rows.index(min(max(kept, 0), len(rows) - 1), 0))

    def current(self) -> Any:
        """The row under the cursor, None when the table is empty."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def fit(self) -> None:
        """Row height and column widths for the text size in force."""
        theme, header = look.theme(), self.horizontalHeader()
        self.verticalHeader().setDefaultSectionSize(theme.px(22 * self.lines + 18))
        metrics, bold, small = (QFontMetrics(f) for f in (theme.font(), theme.font(bold=True), theme.font(SMALL)))
        for number, column in enumerate(self.rows.columns):
            if column.sample:
                wide = max(
                    metrics.horizontalAdvance(column.sample), bold.horizontalAdvance(column.title),
                    small.horizontalAdvance(column.under),
                )  # fmt: skip
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(number, wide + theme.px(PAD + 10))
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(theme.px(60))

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange and hasattr(self, "rows"):
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        self._opened(self.rows.rows[index.row()])
