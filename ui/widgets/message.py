"""The line at the bottom: what was done, why something was refused, what went wrong and how to try again."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from consult_desk.base.errors import Obstacle
from ui import look
from ui.widgets.obstacles import Lead, Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import tr


class MessageArea(QFrame):
    """Empty until there is something to say. retry: what the button of a trouble does."""

    def __init__(self, retry: Callable[[], None]) -> None:
        super().__init__()
        theme = look.theme()
        self.setObjectName("message")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(8), theme.px(24), theme.px(8))
        column.setSpacing(theme.px(8))
        doing = QHBoxLayout()
        doing.setSpacing(theme.px(12))
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("正在处理"))
        self.doing = PlainLabel("", "small")
        self.stop = QPushButton(tr("停下"))
        self.stop.setAccessibleName(tr("停下正在做的事，什么都不改"))
        self._cancel: Callable[[], None] = lambda: None
        self.stop.clicked.connect(lambda _checked=False: self._stop())
        for widget, share in ((self.doing, 0), (self.bar, 1), (self.stop, 0)):
            doing.addWidget(widget, share)
        column.addLayout(doing)
        row = QHBoxLayout()
        self.words = PlainLabel("", wrap=True)
        row.addWidget(self.words, 1)
        self.again = QPushButton(tr("再试一次"))
        self.again.setAccessibleName(tr("再试一次"))
        self.again.clicked.connect(lambda _checked=False: self._retry(retry))
        row.addWidget(self.again)
        self.close_button = QPushButton(tr("知道了"))
        self.close_button.setAccessibleName(tr("关上这条提示"))
        self.close_button.clicked.connect(lambda _checked=False: self.clear())
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.lead: Lead = lambda _obstacle: None  # where a reason is removed; the window knows
        self.reasons = Obstacles(lambda obstacle: self.lead(obstacle))
        column.addWidget(self.reasons)
        self.working(False)
        self.clear()

    def clear(self) -> None:
        """Say nothing."""
        self._show("", "")

    def say(self, words: str) -> None:
        """Say what was done."""
        self._show(words, "")

    def refuse(self, obstacles: Sequence[Obstacle]) -> None:
        """Say why something was not done."""
        self._show(tr("这一步没有办成，原来的记录没有变。原因："), "warn", obstacles=obstacles)

    def trouble(self, words: str) -> None:
        """Say what went wrong around the program."""
        self._show(tr("出了点问题：{words}", words=words), "bad", again=True)

    def working(self, busy: bool) -> None:
        """Show that something takes its time."""
        self.bar.setVisible(busy)
        if not busy:
            self.bar.setRange(0, 0)
            self.doing.hide()
            self.stop.hide()
        self.setVisible(busy or bool(self.words.text()))

    def progressed(self, done: int, total: int, words: str) -> None:
        """Show how far a job is."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.doing.setText(words)
        self.doing.show()
        self.working(True)

    def offer_cancel(self, cancel: Callable[[], None]) -> None:
        """Show a button that stops the job, as far as the job can be stopped."""
        self._cancel = cancel
        self.stop.setEnabled(True)
        self.stop.setText(tr("停下"))
        self.stop.show()

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop.setText(tr("正在停下…"))
        self._cancel()

    def _show(self, words: str, tone: str, *, obstacles: Sequence[Obstacle] = (), again: bool = False) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.reasons.show_obstacles(obstacles)
        self.reasons.setVisible(bool(obstacles))
        self.again.setVisible(again)
        self.close_button.setVisible(bool(words))
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setVisible(bool(words) or self.bar.isVisibleTo(self))

    def _retry(self, retry: Callable[[], None]) -> None:
        self.clear()
        retry()
