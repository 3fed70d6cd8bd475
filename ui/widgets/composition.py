"""Whether a body is made up as the law asks: each demand with its arithmetic and article, now and if."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import look
from ui.widgets.plain_label import PlainLabel
from ui.words import tr


class CompositionCard(QWidget):
    """Shows verdicts; it never judges. Each line says ✓ or ✕, the arithmetic in words, and the article."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.theme().px(6))
        self.lines: list[tuple[bool, str]] = []

    def show_verdicts(self, verdicts: Sequence[Any], none: str = "") -> None:
        """Show these (met, words, reference, title each). none: what to say where the law asks nothing."""
        self._empty()
        for one in verdicts:
            self._column.addWidget(self._line(one))
            self.lines.append((one.met, one.words))
        if not verdicts and none:
            self._column.addWidget(PlainLabel(none, "muted", wrap=True))

    def say(self, words: str) -> None:
        """Show a sentence instead."""
        self._empty()
        self._column.addWidget(PlainLabel(words, "muted", wrap=True))

    def _empty(self) -> None:
        self.lines = []
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def _line(self, one: Any) -> QFrame:
        frame = QFrame()
        frame.setObjectName("verdictGood" if one.met else "verdictBad")
        theme = look.theme()
        column = QVBoxLayout(frame)
        column.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        column.setSpacing(theme.px(2))
        mark = tr("✓ 合规定：{words}", words=one.words) if one.met else tr("✕ 不合规定：{words}", words=one.words)
        column.addWidget(PlainLabel(mark, "strong", wrap=True))
        where = tr("{title}　依据：{reference}", title=tr(one.title), reference=one.reference)
        column.addWidget(PlainLabel(where, "small", wrap=True))
        frame.setAccessibleName(mark)
        return frame
