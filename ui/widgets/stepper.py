"""The steps of a matter as a painted line: done, failed, under way, ahead, each with its date and its mark."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look
from ui.words import later, tr

SAID = {
    "done": later("已完成"), "not_passed": later("没有通过"), "current": later("正在办理"), "ahead": later("待开始"),
}
WRAP = int(Qt.TextFlag.TextWrapAnywhere) | int(Qt.AlignmentFlag.AlignHCenter)


@dataclass(frozen=True)
class Stop:
    """One step on the line. state: done, not_passed, current or ahead; note: the date or what it waits for."""

    title: str
    state: str
    note: str
    mark: str = ""

    @property
    def spoken(self) -> str:
        """The step for a screen reader."""
        said = tr(SAID[self.state])
        return f"{self.title}：{said}，{self.note}{'，' + self.mark if self.mark else ''}"


class Stepper(QWidget):
    """Paints the stops in one line, in two or more where they do not fit."""

    def __init__(self) -> None:
        super().__init__()
        self.stops: tuple[Stop, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("办理步骤"))

    def show_stops(self, stops: Sequence[Stop]) -> None:
        """Show these steps."""
        self.stops = tuple(stops)
        self.setAccessibleDescription("；".join(s.spoken for s in self.stops))
        self.updateGeometry()
        self.update()

    def _columns(self, width: int) -> int:
        theme = look.theme()
        metrics = QFontMetrics(theme.font(bold=True))
        words = [metrics.horizontalAdvance(s.title[:6]) for s in self.stops]
        notes = [QFontMetrics(theme.font(14)).horizontalAdvance(s.note) for s in self.stops]
        wide = max([*words, *notes, theme.px(72)]) + theme.px(14)
        most = max(1, min(len(self.stops) or 1, width // wide))
        lines = -(-len(self.stops) // most) or 1
        return -(-len(self.stops) // lines) or 1

    def _title_lines(self, column: float) -> int:
        metrics = QFontMetrics(look.theme().font(bold=True))
        room = max(1, int(column - 8))
        tall = [
            metrics.boundingRect(0, 0, room, 10_000, _wrap(s.title), _balanced(s.title, metrics, room)).height() for s in self.stops
        ]
        return max(1, -(-max(tall, default=0) // max(1, metrics.lineSpacing())))

    def _line_height(self, width: int) -> int:
        theme = look.theme()
        lines = self._title_lines(width / self._columns(width))
        small = QFontMetrics(theme.font(14)).lineSpacing()
        under = 2 if any(s.mark for s in self.stops) else 1
        return theme.px(58) + lines * QFontMetrics(theme.font(bold=True)).lineSpacing() + under * small + theme.px(10)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = -(-len(self.stops) // self._columns(width)) or 1
        return lines * self._line_height(width)

    def sizeHint(self) -> QSize:
        width = max(self.width(), look.theme().px(640))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.theme().px(300), self.heightForWidth(max(self.width(), look.theme().px(300))))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = self._columns(self.width())
        column, line = self.width() / columns, self._line_height(self.width())
        for number, stop in enumerate(self.stops):
            center = QPointF((number % columns + 0.5) * column, number // columns * line + look.theme().px(30))
            if number % columns:
                self._joint(painter, center, column, stop)
            self._circle(painter, center, number + 1, stop)
            self._words(painter, center, column, stop)
        painter.end()

    def _joint(self, painter: QPainter, center: QPointF, column: float, stop: Stop) -> None:
        theme = look.theme()
        reached = stop.state != "ahead"
        style = Qt.PenStyle.SolidLine if reached else Qt.PenStyle.DashLine
        painter.setPen(QPen(theme.color("accent" if reached else "field_line"), theme.px(2.5), style))
        gap = theme.px(28)
        painter.drawLine(QPointF(center.x() - column + gap, center.y()), QPointF(center.x() - gap, center.y()))

    def _circle(self, painter: QPainter, center: QPointF, number: int, stop: Stop) -> None:
        theme, radius = look.theme(), look.theme().px(18)
        if stop.state == "current":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawEllipse(center, radius + theme.px(6), radius + theme.px(6))
        filled = {"done": "accent", "current": "accent", "not_passed": "bad"}.get(stop.state)
        painter.setBrush(theme.color(filled or "card"))
        painter.setPen(QPen(theme.color(filled or "field_line"), theme.px(2)))
        painter.drawEllipse(center, radius, radius)
        ink = theme.color("on_accent" if filled else "muted")
        if stop.state == "not_passed":
            ink = theme.color("card")
        painter.setPen(QPen(ink, theme.px(3), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        unit = radius / 18
        if stop.state == "done":
            points = [center + QPointF(x, y) * unit for x, y in ((-8, 0), (-2, 6), (8, -6))]
            painter.drawPolyline(points)
        elif stop.state == "not_passed":
            for sign in (1, -1):
                painter.drawLine(center + QPointF(-6, -6 * sign) * unit, center + QPointF(6, 6 * sign) * unit)
        else:
            painter.setFont(theme.font(17, bold=True))
            box = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    def _words(self, painter: QPainter, center: QPointF, column: float, stop: Stop) -> None:
        theme = look.theme()
        font, small = theme.font(bold=stop.state in ("current", "not_passed")), theme.font(14)
        tall = self._title_lines(column) * QFontMetrics(theme.font(bold=True)).lineSpacing()
        left, top = center.x() - column / 2 + 4, center.y() + theme.px(28)
        painter.setFont(font)
        painter.setPen(theme.color({"ahead": "muted", "not_passed": "bad"}.get(stop.state, "text")))
        words = _balanced(stop.title, painter.fontMetrics(), column - 8)
        painter.drawText(QRectF(left, top, column - 8, tall), _wrap(stop.title), words)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        step = QFontMetrics(small).lineSpacing()
        painter.drawText(QRectF(left, top + tall, column - 8, step), WRAP, stop.note)
        painter.setPen(theme.color("accent"))
        painter.drawText(QRectF(left, top + tall + step, column - 8, step), WRAP, stop.mark)


def _wrap(title: str) -> int:
    """Chinese may be broken anywhere, words with spaces between them only there."""
    return int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignHCenter) if " " in title else WRAP


def _balanced(title: str, metrics: QFontMetrics, width: float) -> str:
    """A title that needs several lines, broken into equal ones."""
    if " " in title:
        return title
    lines = -(-metrics.horizontalAdvance(title) // max(1, int(width)))
    each = -(-len(title) // max(1, lines))
    return "\n".join(title[i : i + each] for i in range(0, len(title), each))
