"""The one table model: rows of a view shown by described columns, and the delegate that paints them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui import look
from ui.words import tr

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
    """One column: its title and what it says of a row. sample, under: the widest usual lines; "" stretches.

    title, sample, under: constants marked with later() where they are Chinese. order: what the view sorts by when
    the title is clicked, "" for nothing. key: its name where it can be hidden and that is kept. least: pixels of the
    100 % design a stretching one needs.
    """

    title: str
    cell: Callable[[Any], Cell]
    sample: str = ""
    under: str = ""
    order: str = ""
    key: str = ""
    least: int = 220


class Rows(QAbstractTableModel):
    """Rows of a view. To show more of a row, add a Column.

    more: called once when the end of the rows comes into sight and there are more of them; answer with add_rows().
    """

    def __init__(self, columns: Sequence[Column], more: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[Any] = []
        self.more = more
        self.total = 0
        self.sorted_by, self.descending = "", False
        self._fetching = False

    def show_rows(self, rows: Sequence[Any], total: int | None = None) -> None:
        """Replace all rows. total: how many there are, when these are only the first of them."""
        self.beginResetModel()
        self.rows = list(rows)
        self.total = len(self.rows) if total is None else total
        self._fetching = False
        self.endResetModel()

    def add_rows(self, rows: Sequence[Any]) -> None:
        """Put the next rows under the others; none at all: there are no more."""
        self._fetching = False
        if not rows:
            self.total = len(self.rows)
            return
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
        self.rows.extend(rows)
        self.total = max(self.total, len(self.rows))
        self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return self.more is not None and not parent.isValid() and not self._fetching and len(self.rows) < self.total

    def fetchMore(self, parent: Index) -> None:
        if self.more is not None and self.canFetchMore(parent):
            self._fetching = True
            self.more()

    def show_order(self, order: str, descending: bool) -> None:
        """Mark the column that the rows are sorted by."""
        self.sorted_by, self.descending = order, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

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
            return f"{tr(self.columns[index.column()].title)}：{self.cell(index).spoken}"
        if role == Qt.ItemDataRole.ToolTipRole:
            # A tooltip guesses whether its text is markup; escaped inside <qt> there is nothing to guess.
            return f"<qt>{escape(self.cell(index).spoken)}</qt>"
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            column = self.columns[section]
            mark = "" if not column.order or column.order != self.sorted_by else " ▼" if self.descending else " ▲"
            return tr(column.title) + mark
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
            line = painter.fontMetrics().elidedText(cell.under, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(QRect(box.left(), top + height, box.width(), under), int(Qt.AlignmentFlag.AlignLeft), line)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = look.theme()
        return QSize(theme.px(80), theme.px(64))


def _within(metrics: QFontMetrics, text: str, room: QSize) -> str:
    """The text, ended by … where it needs more lines than there is room for."""
    lines = max(1, room.height() // metrics.lineSpacing())
    # A line loses up to one character when it is broken.
    most = lines * room.width() - (lines - 1) * metrics.height()
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, most)


class Table(QTableView):
    """A table of Rows: whole rows selected, Enter opens, columns as wide as their samples.

    more: see Rows. ordered(order, descending): a title was clicked; columns without an order do nothing.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        opened: Callable[[Any], None],
        *,
        lines: float = 2,
        more: Callable[[], None] | None = None,
        ordered: Callable[[str, bool], None] | None = None,
    ) -> None:
        super().__init__()
        self.rows = Rows(columns, more)
        self.lines = lines
        self._ordered = ordered
        self._opened = opened
        self.setModel(self.rows)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self.setAccessibleDescription(tr("用上下方向键选择，按回车键或单击打开"))
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
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(ordered is not None)
        header.sectionClicked.connect(self._sort)
        self.clicked.connect(self._activate)
        self.fit()

    def show_rows(self, rows: Sequence[Any], total: int | None = None) -> None:
        """Show other rows; the row that was current stays current when it is still there. total: see Rows."""
        kept = self.currentIndex().row()
        self.rows.show_rows(rows, total)
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
                title = tr(column.title) + (" ▼" if column.order else "")
                wide = max(
                    metrics.horizontalAdvance(tr(column.sample)), bold.horizontalAdvance(title),
                    small.horizontalAdvance(tr(column.under)),
                )  # fmt: skip
                self.setColumnWidth(number, wide + theme.px(PAD + 10))
        header.setMinimumSectionSize(theme.px(60))
        self._stretch()

    def show_columns(self, keys: Collection[str]) -> None:
        """Hide the columns with a key that is not among these; columns without a key always stay."""
        for number, column in enumerate(self.rows.columns):
            self.setColumnHidden(number, bool(column.key) and column.key not in keys)
        self._stretch()

    def _stretch(self) -> None:
        """Give what the columns with samples leave to the others, never less than these need."""
        seen = [(n, c) for n, c in enumerate(self.rows.columns) if not self.isColumnHidden(n)]
        elastic = [(n, c) for n, c in seen if not c.sample]
        left = self.viewport().width() - sum(self.columnWidth(n) for n, c in seen if c.sample)
        for number, column in elastic:
            self.setColumnWidth(number, max(look.theme().px(column.least), left // len(elastic)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    def _sort(self, number: int) -> None:
        order = self.rows.columns[number].order
        if order and self._ordered is not None:
            self._ordered(order, self.rows.sorted_by == order and not self.rows.descending)

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
