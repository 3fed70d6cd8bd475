"""Line icons painted with paths on a 24 × 24 grid, in any colour and size."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap


def _polyline(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.moveTo(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))


def _ledger(p: QPainterPath) -> None:
    p.addRoundedRect(QRectF(3.5, 4, 17, 16), 2, 2)
    _polyline(p, (3.5, 9), (20.5, 9))
    _polyline(p, (9, 9), (9, 20))
    _polyline(p, (12, 13), (17.5, 13))
    _polyline(p, (12, 16.5), (17.5, 16.5))


def _meeting(p: QPainterPath) -> None:
    p.addRoundedRect(QRectF(3.5, 5, 17, 15), 2, 2)
    _polyline(p, (3.5, 10), (20.5, 10))
    _polyline(p, (8, 3), (8, 7))
    _polyline(p, (16, 3), (16, 7))
    _polyline(p, (8.5, 15), (11, 17.2), (15.5, 12.8))


def _paper(p: QPainterPath) -> None:
    _polyline(p, (6, 3.5), (14.5, 3.5), (19, 8), (19, 20.5), (6, 20.5), (6, 3.5))
    _polyline(p, (14.5, 3.5), (14.5, 8), (19, 8))
    _polyline(p, (9, 13.5), (11.6, 16), (16, 11.5))


def _back(p: QPainterPath) -> None:
    _polyline(p, (11, 5), (4, 12), (11, 19))
    _polyline(p, (4, 12), (20, 12))


def _search(p: QPainterPath) -> None:
    p.addEllipse(QPointF(10.5, 10.5), 6, 6)
    _polyline(p, (15, 15), (20, 20))


def _sun(p: QPainterPath) -> None:
    p.addEllipse(QPointF(12, 12), 4, 4)
    for x, y in ((0, 1), (1, 0), (0.7, 0.7), (0.7, -0.7)):
        for sign in (1, -1):
            _polyline(p, (12 + sign * x * 6.5, 12 + sign * y * 6.5), (12 + sign * x * 9, 12 + sign * y * 9))


def _moon(p: QPainterPath) -> None:
    p.moveTo(19.5, 14.5)
    p.cubicTo(12, 17, 7, 11, 10, 4)
    p.cubicTo(3.5, 6, 2.5, 14, 7, 18)
    p.cubicTo(11, 21.5, 17.5, 20, 19.5, 14.5)


def _folder(p: QPainterPath) -> None:
    _polyline(p, (3.5, 19), (3.5, 5.5), (9.5, 5.5), (11.5, 8), (20.5, 8), (20.5, 19), (3.5, 19))


def _flag(p: QPainterPath) -> None:
    _polyline(p, (6, 21), (6, 4))
    _polyline(p, (6, 4), (18.5, 4), (15.5, 8.5), (18.5, 13), (6, 13))


def _help(p: QPainterPath) -> None:
    p.addEllipse(QPointF(12, 12), 8.5, 8.5)
    p.moveTo(9.2, 9.6)
    p.cubicTo(9.2, 6, 15, 6.2, 14.8, 9.7)
    p.cubicTo(14.6, 11.8, 12, 11.8, 12, 14)
    p.addEllipse(QPointF(12, 16.8), 0.3, 0.3)


def _rules(p: QPainterPath) -> None:
    _polyline(p, (12, 4), (12, 20))
    _polyline(p, (7.5, 20), (16.5, 20))
    _polyline(p, (4.5, 7), (12, 5.5), (19.5, 7))
    for x in (4.5, 19.5):
        _polyline(p, (x, 7), (x - 2.5, 13.5))
        _polyline(p, (x, 7), (x + 2.5, 13.5))
        p.moveTo(x - 2.5, 13.5)
        p.cubicTo(x - 2, 16.5, x + 2, 16.5, x + 2.5, 13.5)


def _desk(p: QPainterPath) -> None:
    _polyline(p, (4, 11), (12, 4.5), (20, 11))
    _polyline(p, (6, 9.5), (6, 19.5), (18, 19.5), (18, 9.5))
    _polyline(p, (9.2, 14.3), (11.4, 16.4), (15, 12.2))


def _board(p: QPainterPath) -> None:
    p.addRoundedRect(QRectF(3.5, 4, 17, 12), 1.5, 1.5)
    _polyline(p, (8, 16), (7, 20.5))
    _polyline(p, (16, 16), (17, 20.5))
    _polyline(p, (7.5, 8.2), (16.5, 8.2))
    _polyline(p, (7.5, 11.8), (13.5, 11.8))


def _settings(p: QPainterPath) -> None:
    for y, x in ((6, 15.5), (12, 8.5), (18, 13.5)):
        _polyline(p, (3.5, y), (x - 2.2, y))
        _polyline(p, (x + 2.2, y), (20.5, y))
        p.addEllipse(QPointF(x, y), 2.2, 2.2)


def _people(p: QPainterPath) -> None:
    p.addEllipse(QPointF(9, 8), 3.5, 3.5)
    p.moveTo(2.5, 20)
    p.cubicTo(2.5, 12, 15.5, 12, 15.5, 20)
    p.addEllipse(QPointF(16.8, 9), 2.7, 2.7)
    p.moveTo(17.5, 14.2)
    p.cubicTo(20, 14.4, 21.5, 16.5, 21.5, 19.5)


SHAPES: dict[str, Callable[[QPainterPath], None]] = {
    "ledger": _ledger, "meeting": _meeting, "paper": _paper, "back": _back, "search": _search, "sun": _sun,
    "moon": _moon, "folder": _folder, "flag": _flag, "help": _help, "people": _people, "rules": _rules, "settings": _settings,
    "desk": _desk, "board": _board,
}  # fmt: skip


def icon(name: str, color: QColor, size: int) -> QIcon:
    """The icon of that name. size: edge in pixels of the screen at 100 % scaling; drawn at double for sharp screens."""
    path = QPainterPath()
    SHAPES[name](path)
    pixmap = QPixmap(size * 2, size * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 12, size / 12)
    pen = QPen(color, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(path)
    painter.end()
    pixmap.setDevicePixelRatio(2)
    return QIcon(pixmap)
