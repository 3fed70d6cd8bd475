"""Reasons why not: each with its words, what to do, the article, and the button that leads to what is missing."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.base.errors import Obstacle
from ui import look
from ui.widgets.plain_label import PlainLabel
from ui.words import tr

Lead = Callable[[Obstacle], tuple[str, Callable[[], None]] | None]


class Obstacles(QWidget):
    """A column of reasons. lead(obstacle) answers the words and the deed of its button, None where there is none."""

    def __init__(self, lead: Lead | None = None) -> None:
        super().__init__()
        self._lead = lead
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.shown: tuple[Obstacle, ...] = ()

    def show_obstacles(self, obstacles: Sequence[Obstacle]) -> None:
        """Show these reasons instead of the ones before."""
        self.shown = tuple(obstacles)
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._column.setSpacing(look.theme().px(8))
        for obstacle in self.shown:
            self._column.addWidget(self._card(obstacle))

    def _card(self, obstacle: Obstacle) -> QFrame:
        theme = look.theme()
        card = QFrame()
        card.setObjectName("reason")
        row = QHBoxLayout(card)
        row.setContentsMargins(theme.px(14), theme.px(10), theme.px(12), theme.px(10))
        row.setSpacing(theme.px(12))
        words = QVBoxLayout()
        words.setSpacing(theme.px(3))
        words.addWidget(PlainLabel(f"{obstacle.words.rstrip('。')}。", "strong", wrap=True))
        if obstacle.fix:
            words.addWidget(PlainLabel(tr("怎么办：{fix}。", fix=obstacle.fix.rstrip("。")), wrap=True))
        if obstacle.reference:
            words.addWidget(PlainLabel(tr("依据：{reference}", reference=obstacle.reference), "small", wrap=True))
        row.addLayout(words, 1)
        led = self._lead(obstacle) if self._lead is not None else None
        if led is not None:
            title, deed = led
            button = QPushButton(title)
            button.setAccessibleName(tr("{title}，{words}", title=title, words=obstacle.words))
            button.clicked.connect(lambda _checked=False, go=deed: go())
            row.addWidget(button)
        return card
