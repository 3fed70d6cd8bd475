"""The second window, on the wall: what the room may see, as large as the screen allows, and nothing else."""

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from consult_desk.desk import Answer
from consult_desk.views.meeting_meter import Base, Meter
from consult_desk.views.projection import ProjectionView, projection
from ui import look
from ui.bridge import Bridge
from ui.widgets.quorum_meter import missing_words, paint_bar, reached_words, whole_words
from ui.widgets.timer import SpeechClock
from ui.widgets.verdict import RESULTS
from ui.words import tr

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
WRAP = int(Qt.TextFlag.TextWordWrap) | LEFT


class Projector(QWidget):
    """Painted, not built: it has no control, no menu, no tooltip. It asks its own view, which carries nothing secret."""

    def __init__(self, bridge: Bridge, clock: SpeechClock, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bridge, self.clock = bridge, clock
        self.where: dict[str, Any] = {}
        self._home = bridge.home
        self.picture: ProjectionView | None = None
        self.read: frozenset[str] = frozenset()
        self.lines: list[str] = []  # what was painted last, for whoever cannot see it
        self._asked = 0
        self.setWindowTitle(tr("会场投影"))
        self.setAccessibleName(tr("会场投影"))
        self.setMinimumSize(480, 270)
        self.resize(960, 540)
        bridge.changed.connect(self._changed)
        clock.ticked.connect(self.update)

    def put_up(self) -> None:
        """Show on the second screen where there is one, else as an ordinary window."""
        others = [screen for screen in QGuiApplication.screens() if screen is not QGuiApplication.primaryScreen()]
        if others:
            # The keyboard stays at the console; a click on the wall takes it for F11 and Esc.
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self.setGeometry(others[0].geometry())
            self.showFullScreen()
        else:
            self.show()

    def show_item(self, meeting_id: int, item_id: int | None) -> None:
        """Show another meeting or another item."""
        where = {"meeting_id": meeting_id, "item_id": item_id}
        self._home = self.bridge.home
        if where != self.where:
            self.where = where
            self._ask()

    def _ask(self) -> None:
        if not self.where:
            return
        if self.bridge.home != self._home:
            # Another village has been opened: its meetings have the same numbers.
            self.close()
            return
        self._asked += 1
        number = self._asked

        def arrived(answer: Answer) -> None:
            if isValid(self) and number == self._asked:
                picture: ProjectionView = answer.picture
                self.picture, self.read = picture, answer.read
                self.setAccessibleDescription(f"{picture.title}，{whole_words(picture.meter)}")
                self.update()

        self.bridge.answer(projection, arrived, **self.where)

    def _changed(self, touched: frozenset[str]) -> None:
        if touched & self.read:
            self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        elif event.key() == Qt.Key.Key_Escape:
            if self.isFullScreen():
                self.showNormal()
            else:
                self.close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = look.theme()
        painter.fillRect(self.rect(), theme.color("window"))
        self.lines = []
        if self.picture is not None:
            _Wall(painter, QRectF(self.rect()), self.lines).paint(self.picture, self.clock)
        painter.end()


class _Wall:
    """Paints one picture; all sizes are shares of the height, so that it fills any screen."""

    def __init__(self, painter: QPainter, room: QRectF, lines: list[str]) -> None:
        self.painter, self.lines = painter, lines
        self.unit = min(room.height(), room.width() * 9 / 16) / 100
        self.room = room.adjusted(4 * self.unit, 3 * self.unit, -4 * self.unit, -3 * self.unit)

    def font(self, size: float, *, bold: bool = False) -> QFont:
        """size: in hundredths of the height."""
        font = look.theme().font(bold=bold)
        font.setPixelSize(max(8, round(size * self.unit)))
        return font

    def say(self, words: str, box: QRectF, size: float, color: str, *, flags: int = LEFT, bold: bool = False) -> None:
        """Write into a box, smaller where it would not fit."""
        if not words:
            return
        self.lines.append(words)
        while size > 1.6:
            self.painter.setFont(self.font(size, bold=bold))
            needed = self.painter.boundingRect(box, flags, words)
            if needed.width() <= box.width() + 1 and needed.height() <= box.height() + 1:
                break
            size *= 0.94
        self.painter.setPen(look.theme().color(color))
        self.painter.drawText(box, flags, words)

    def paint(self, view: ProjectionView, clock: SpeechClock) -> None:
        """Head, item, then the meter and the clock, or the result once it is announced."""
        room, u = self.room, self.unit
        head = QRectF(room.left(), room.top(), room.width(), 7 * u)
        self.say(tr("{village}　{meeting}", village=view.village, meeting=view.meeting), head, 4.6, "muted")
        if view.title:
            count = tr("第 {n} 项，共 {all} 项　{step}", n=view.number, all=view.items, step=tr(view.step))
            self.say(count, QRectF(room.left(), room.top() + 8 * u, room.width(), 6 * u), 4, "accent", bold=True)
            title = QRectF(room.left(), room.top() + 14 * u, room.width(), 20 * u)
            self.say(view.title, title, 8.4, "text", flags=WRAP, bold=True)
        body = QRectF(room.left(), room.top() + 37 * u, room.width(), room.bottom() - room.top() - 37 * u)
        self.painter.setPen(QPen(look.theme().color("line"), max(1.0, 0.3 * u)))
        self.painter.drawLine(body.topLeft(), body.topRight())
        body.adjust(0, 2 * u, 0, 0)
        if view.result:
            self._result(view, body)
            return
        if clock.running or clock.spoken:
            self._clock(clock, QRectF(body.right() - 46 * u, body.top(), 46 * u, body.height()))
            body.adjust(0, 0, -50 * u, 0)
        self._meter(view.meter, body)

    def _result(self, view: ProjectionView, body: QRectF) -> None:
        u = self.unit
        good = view.result == "passed"
        panel = QColor(look.theme().color("accent_soft" if good else "bad_soft"))
        self.painter.setBrush(panel)
        self.painter.setPen(QPen(look.theme().color("accent" if good else "bad"), 0.5 * u))
        self.painter.drawRoundedRect(body, 2 * u, 2 * u)
        inner = body.adjusted(4 * u, 2 * u, -4 * u, -2 * u)
        color = "on_accent_soft" if good else "bad"
        self.say(tr(RESULTS[view.result]), QRectF(inner.left(), inner.top(), inner.width(), 19 * u), 15, color, bold=True)
        counts = "　".join(f"{tr(title)} {number}" for title, number in view.counts)
        self.say(counts, QRectF(inner.left(), inner.top() + 20 * u, inner.width(), 9 * u), 7, "text", bold=True)
        words = QRectF(inner.left(), inner.top() + 30 * u, inner.width(), 12 * u)
        self.say(tr("{method}：{words}", method=tr(view.method), words=view.words), words, 4.2, "text", flags=WRAP)
        reference = QRectF(inner.left(), inner.top() + 43 * u, inner.width(), max(4 * u, inner.height() - 43 * u))
        self.say(tr("依据：{reference}", reference=view.reference) if view.reference else "", reference, 3.4, "muted", flags=WRAP)

    def _clock(self, clock: SpeechClock, box: QRectF) -> None:
        u = self.unit
        self.say(tr("发言计时"), QRectF(box.left(), box.top(), box.width(), 6 * u), 4, "muted", flags=RIGHT)
        face = QRectF(box.left(), box.top() + 7 * u, box.width(), 18 * u)
        self.say(clock.left_words(), face, 13, clock.tone or "text", flags=RIGHT, bold=True)

    def _meter(self, meter: Meter | None, box: QRectF) -> None:
        u = self.unit
        if meter is None:
            self.say(whole_words(None), QRectF(box.left(), box.top(), box.width(), 10 * u), 7, "muted")
            return
        line = QRectF(box.left(), box.top(), box.width(), 10 * u)
        self.say(whole_words(meter), line, 8, "accent" if meter.met else "warn", bold=True)
        rest = box.bottom() - box.top() - 12 * u
        tall = min(30 * u, rest / max(1, len(meter.bases)))
        for n, base in enumerate(meter.bases):
            self._base(base, QRectF(box.left(), box.top() + 12 * u + n * tall, box.width(), tall - 1.5 * u))

    def _base(self, base: Base, box: QRectF) -> None:
        third = box.height() / 3
        state = reached_words(base.reached_at) if base.met else missing_words(base.missing, base.unit)
        size = min(6.0, third / self.unit * 0.8)
        self.say(tr(base.title), QRectF(box.left(), box.top(), box.width(), third), size, "text", bold=True)
        paint_bar(self.painter, QRectF(box.left(), box.top() + third, box.width(), third * 0.8), base)
        numbers = tr("应到 {due}　需 {needed}　实到 {present}", due=base.due, needed=base.needed, present=base.present)
        under = QRectF(box.left(), box.top() + 2 * third, box.width(), third)
        self.say(f"{numbers}　{state}", under, size, "text")
