"""The verdict on a file, in one large word, a sentence and its details."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from ui import look
from ui.page import column_of
from ui.widgets.plain_label import PlainLabel


class VerdictCard(QFrame):
    """Green with a tick when the file is good, red with a cross when it is not; the words say it too."""

    def __init__(self) -> None:
        super().__init__()
        column = column_of(self, margin=16, spacing=6)
        self.kind = PlainLabel("", "heading", wrap=True)
        self.words = PlainLabel("", wrap=True)
        self.details = PlainLabel("", "small", wrap=True)
        for label in (self.kind, self.words, self.details):
            column.addWidget(label)

    def show_verdict(self, name: str, kind: str, words: str, details: Sequence[str], good: bool) -> None:
        """Show what was found of the file `name`."""
        self.setObjectName("verdictGood" if good else "verdictBad")
        self.style().unpolish(self)
        self.style().polish(self)
        self.kind.setText(f"{'✓' if good else '✕'} {kind}　{name}")
        self.words.setText(words)
        self.details.setText("\n".join(details))
        self.details.setVisible(bool(details))
        self.setAccessibleName(f"{kind}，{words}")
        self.setMinimumHeight(look.theme().px(60))
