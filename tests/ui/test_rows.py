"""The table model: it asks for more rows when the end comes into sight, sorts by its titles, hides and stretches."""

from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from tests.ui.fixtures import QUIET
from ui.rows import Cell, Column, Rows, Table

pytestmark = QUIET

COLUMNS = (
    Column("号", lambda row: Cell(str(row)), order="number", least=200),
    Column("倍", lambda row: Cell(str(row * 2)), "12345", key="double"),
)
TOP = QModelIndex()


def test_more_is_asked_once_until_the_rows_arrive_and_never_past_the_total() -> None:
    asked: list[int] = []
    rows = Rows(COLUMNS, lambda: asked.append(rows.rowCount()))
    rows.show_rows(range(5), total=8)
    assert rows.canFetchMore(TOP)
    rows.fetchMore(TOP)
    rows.fetchMore(TOP)
    assert asked == [5] and not rows.canFetchMore(TOP)
    rows.add_rows((5, 6, 7))
    assert rows.rowCount() == 8 and not rows.canFetchMore(TOP)
    rows.show_rows(range(3), total=9)
    rows.fetchMore(TOP)
    rows.add_rows(())
    assert not rows.canFetchMore(TOP), "an empty answer ends it"


def test_scrolling_down_fetches_and_keeps_the_current_row(qtbot: QtBot) -> None:
    shown = Table(COLUMNS, "数", lambda _row: None, more=lambda: shown.rows.add_rows(range(100, 200)))
    qtbot.addWidget(shown)
    shown.resize(500, 400)
    shown.show_rows(range(100), total=200)
    shown.show()
    assert shown.rows.rowCount() == 100
    shown.setCurrentIndex(shown.rows.index(99, 0))
    shown.scrollToBottom()
    qtbot.waitUntil(lambda: shown.rows.rowCount() == 200, timeout=3000)
    assert shown.current() == 99


def test_a_click_on_a_title_orders_and_turns_around(qtbot: QtBot) -> None:
    orders: list[tuple[str, bool]] = []

    def ordered(order: str, descending: bool) -> None:
        orders.append((order, descending))
        table.rows.show_order(order, descending)

    table = Table(COLUMNS, "数", lambda _row: None, ordered=ordered)
    qtbot.addWidget(table)
    table.resize(500, 400)
    table.show()
    header = table.horizontalHeader()
    for section in (0, 0, 1):
        at = header.viewport().rect().topLeft()
        at.setX(header.sectionViewportPosition(section) + 20)
        at.setY(header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert orders == [("number", False), ("number", True)], "a column without an order does nothing"
    assert table.rows.headerData(0, Qt.Orientation.Horizontal) == "号 ▼"


def test_columns_hide_and_the_elastic_one_takes_the_room(qtbot: QtBot) -> None:
    table = Table(COLUMNS, "数", lambda _row: None)
    qtbot.addWidget(table)
    table.resize(500, 400)
    table.show()
    table.show_columns({"double"})
    narrow = table.columnWidth(0)
    table.show_columns(())
    assert table.isColumnHidden(1) and not table.isColumnHidden(0)
    assert table.columnWidth(0) == table.viewport().width() > narrow
