"""A calendar that drops down under a field."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from ui import look
from ui.words import tr


class DayPicker(QFrame):
    """chosen(day) when a day is clicked or Enter is pressed on it; Esc closes."""

    def __init__(self, parent: QWidget, day: date, chosen: Callable[[date], None]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        column = QVBoxLayout(self)
        column.setContentsMargins(*([look.theme().px(8)] * 4))
        self.days = QCalendarWidget()
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.days.setAccessibleName(tr("日历"))
        self.days.setSelectedDate(QDate(day.year, day.month, day.day))
        self.days.clicked.connect(self._take)
        self.days.activated.connect(self._take)
        column.addWidget(self.days)

    def show_under(self, widget: QWidget) -> None:
        """Open below that widget."""
        self.move(widget.mapToGlobal(QPoint(0, widget.height())))
        self.show()
        self.days.setFocus()

    def _take(self, day: QDate) -> None:
        self._chosen(date(day.year(), day.month(), day.day()))
        self.close()
