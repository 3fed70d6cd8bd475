"""The list of meetings, newest first."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_desk.base.text import chinese_date
from consult_desk.views import meetings as see
from ui import look
from ui.page import Page, column_of
from ui.rows import Cell, Column, Table
from ui.widgets.plain_label import PlainLabel

TONES = {"进行中": "warn", "已结束": "good", "已作废": "muted"}
COLUMNS = (
    Column("会议", lambda row: Cell(row.title, row.body, bold=True)),
    Column("日期", lambda row: Cell(chinese_date(row.on)), "2026年12月28日"),
    Column("议程", lambda row: Cell(f"{row.items} 项"), "100 项"),
    Column("状态", lambda row: Cell(row.state, tone=TONES.get(row.state, "")), "已作废x"),
)


class MeetingsPage(Page):
    """All meetings; Enter opens one."""

    key = "meetings"
    title = "会议"
    icon = "meeting"

    def build(self) -> None:
        column = column_of(self)
        titles = QVBoxLayout()
        titles.setSpacing(look.theme().px(2))
        titles.addWidget(PlainLabel("会议", "title"))
        self.count = PlainLabel("正在读取…", "muted")
        titles.addWidget(self.count)
        column.addLayout(titles)
        self.table = Table(COLUMNS, "会议列表", self._open)
        column.addWidget(self.table, 1)

    def view(self) -> Callable[..., Any]:
        return see.meetings

    def show_view(self, view: tuple[see.MeetingRow, ...]) -> None:
        self.table.show_rows(view)
        self.count.setText(f"共 {len(view)} 次会议" if view else "还没有安排过会议")

    def first_focus(self) -> QWidget:
        return self.table

    def _open(self, row: see.MeetingRow) -> None:
        self.desktop.open_page("meeting", meeting_id=row.meeting)
