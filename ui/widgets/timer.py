"""The clock of a meeting: how long an item has taken, and how long the speaker still has."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import look
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

TICK_MS = 250
LIMITS = (1, 2, 3, 5, 8, 10, 15)  # minutes a speech may take
FIRST_LIMIT = 3
SOON = 30  # seconds before the end at which it turns
START, PAUSE = later("开始计时"), later("暂停")


class SpeechClock(QObject):
    """Counts an item up and a speech down. It outlives the pages, which are made anew when the text size changes.

    seconds: a clock that only goes forward, a parameter so that tests own time.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None, *, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.seconds = seconds
        self.limit = FIRST_LIMIT * 60
        self.item: object = None
        self._item, self._speech = 0.0, 0.0
        self._since: float | None = None
        self._beat = QTimer(self)
        self._beat.setInterval(TICK_MS)
        self._beat.timeout.connect(self.ticked)

    @property
    def running(self) -> bool:
        """Whether time is counted now."""
        return self._since is not None

    def _run(self) -> float:
        return 0.0 if self._since is None else self.seconds() - self._since

    @property
    def spent(self) -> int:
        """Whole seconds this item has taken."""
        return int(self._item + self._run())

    @property
    def spoken(self) -> int:
        """Whole seconds the speaker has spoken."""
        return int(self._speech + self._run())

    @property
    def left(self) -> int:
        """Seconds the speaker still has, below 0 when over."""
        return self.limit - self.spoken

    def switch(self) -> None:
        """Begin or pause."""
        if self._since is None:
            self._since = self.seconds()
            self._beat.start()
        else:
            self._halt()
        self.ticked.emit()

    def _halt(self) -> None:
        run = self._run()
        self._item, self._speech, self._since = self._item + run, self._speech + run, None
        self._beat.stop()

    def next_speaker(self) -> None:
        """The next speaker has the whole time again; the item goes on."""
        going = self.running
        if going:
            self._halt()
        self._speech = 0.0
        if going:
            self._since = self.seconds()
            self._beat.start()
        self.ticked.emit()

    def show_item(self, item: object) -> None:
        """Another item begins at nought, standing."""
        if item != self.item:
            self.item = item
            self._halt()
            self._item = self._speech = 0.0
            self.ticked.emit()

    def change_limit(self, by: int) -> None:
        """A longer (1) or shorter (-1) time for each speech."""
        minutes = min(range(len(LIMITS)), key=lambda n: abs(LIMITS[n] * 60 - self.limit))
        self.limit = LIMITS[min(len(LIMITS) - 1, max(0, minutes + by))] * 60
        self.ticked.emit()

    @property
    def tone(self) -> str:
        """ "", warn shortly before the end, bad after it."""
        if not self.spoken and not self.running:
            return ""
        return "bad" if self.left <= 0 else "warn" if self.left <= SOON else ""

    def left_words(self) -> str:
        """还剩 2:35, or how far over."""
        if self.left < 0:
            return tr("超时 {time}", time=clock_face(-self.left))
        return tr("还剩 {time}", time=clock_face(self.left))


def clock_face(seconds: int) -> str:
    """125 is 2:05, 4000 is 1:06:40."""
    minutes, second = divmod(max(0, seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


class TimerPanel(QWidget):
    """The clock and its buttons: begin or pause, next speaker, longer, shorter."""

    def __init__(self, clock: SpeechClock) -> None:
        super().__init__()
        self.clock = clock
        theme = look.theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.left = PlainLabel("", "big")
        self.left.setAccessibleName(tr("发言剩余时间"))
        column.addWidget(self.left)
        self.spent = PlainLabel("", "muted", wrap=True)
        column.addWidget(self.spent)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.go = QPushButton()
        self.go.clicked.connect(lambda _c=False: clock.switch())
        self.next = QPushButton(tr("下一位"))
        self.next.clicked.connect(lambda _c=False: clock.next_speaker())
        set_tip(self.next, tr("下一位发言，倒计时从头开始"))
        for button in (self.go, self.next):
            button.setProperty("role", "small")
        row.addWidget(self.go, 1)
        row.addWidget(self.next, 1)
        column.addLayout(row)
        limits = QHBoxLayout()
        limits.setSpacing(theme.px(6))
        self.shorter, self.longer = QPushButton("−"), QPushButton("＋")
        self.limit: QLabel = PlainLabel("", "small")
        self.limit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button, by, name in ((self.shorter, -1, tr("每人发言时间短一些")), (self.longer, 1, tr("每人发言时间长一些"))):
            button.setProperty("role", "small")
            button.setAccessibleName(name)
            set_tip(button, name)
            button.clicked.connect(lambda _c=False, step=by: clock.change_limit(step))
        limits.addWidget(self.shorter)
        limits.addWidget(self.limit, 1)
        limits.addWidget(self.longer)
        column.addLayout(limits)
        clock.ticked.connect(self.show_time)
        self.show_time()

    def show_time(self) -> None:
        """Show the time it is."""
        clock = self.clock
        self.left.setText(clock.left_words())
        self.left.set_role({"warn": "bigWarn", "bad": "bigBad"}.get(clock.tone, "big"))
        self.spent.setText(tr("本项已用 {time}", time=clock_face(clock.spent)))
        self.limit.setText(tr("每人 {n} 分钟", n=clock.limit // 60))
        words = tr(PAUSE if clock.running else START)
        if self.go.text() != words:
            self.go.setText(words)
