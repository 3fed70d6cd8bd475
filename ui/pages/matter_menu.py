"""The menu that says which columns the ledger shows and by which it is sorted, for those who do not use the mouse."""

from collections.abc import Callable, Collection

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.pages.matter_columns import COLUMNS
from ui.words import tr


class ColumnMenu(QMenu):
    """Ticks for columns, then the orders; changed() after a tick, ordered(order) after a choice."""

    def __init__(self, parent: QWidget, changed: Callable[[], None], ordered: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.ticks: dict[str, QAction] = {}
        self.orders: dict[str, QAction] = {}
        for column in COLUMNS:
            if column.key:
                tick = QAction(tr(column.title), self, checkable=True)
                tick.toggled.connect(lambda _on: changed())
                self.ticks[column.key] = tick
                self.addAction(tick)
        self.addSeparator()
        sorting = self.addMenu(tr("按哪一列排序"))
        for column in COLUMNS:
            order = QAction(tr(column.title), sorting, checkable=True)
            order.triggered.connect(lambda _on, by=column.order: ordered(by))
            self.orders[column.order] = order
            sorting.addAction(order)

    def show_chosen(self, columns: Collection[str], order: str) -> None:
        """Tick what is chosen, without saying that anything changed."""
        for marks, chosen in ((self.ticks, columns), (self.orders, (order,))):
            for key, mark in marks.items():
                mark.blockSignals(True)
                mark.setChecked(key in chosen)
                mark.blockSignals(False)
