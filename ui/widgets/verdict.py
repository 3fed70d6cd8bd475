"""A verdict in large type: on a file, or on an item that was voted."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui import look
from ui.page import column_of
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

RESULTS = {"passed": later("✓ 通过"), "not_passed": later("✕ 没有通过")}


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


class ResultCard(QFrame):
    """The result of an item: passed or not in the largest type, the counts, the arithmetic and the articles."""

    def __init__(self) -> None:
        super().__init__()
        column = column_of(self, margin=20, spacing=10)
        self.result = PlainLabel("", "face")
        # Words and numbers stay on one line, in large type too.
        self.counts = PlainLabel("", "big" if look.theme().factor < 1.3 else "heading")
        self.words = PlainLabel("", "heading", wrap=True)
        self.reference = PlainLabel("", "muted", wrap=True)
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top = QHBoxLayout()
        top.addWidget(self.result)
        top.addWidget(self.counts, 1)
        column.addLayout(top)
        column.addWidget(self.words)
        column.addWidget(self.reference)

    def show_result(self, result: str, counts: str, words: str, reference: str) -> None:
        """result: passed or not_passed."""
        self.setObjectName("verdictGood" if result == "passed" else "verdictBad")
        self.style().unpolish(self)
        self.style().polish(self)
        self.result.setText(tr(RESULTS[result]))
        self.result.set_role("faceGood" if result == "passed" else "faceBad")
        self.counts.setText(counts)
        self.counts.setVisible(bool(counts))
        self.words.setText(words)
        self.reference.setText(tr("依据：{reference}", reference=reference) if reference else "")
        self.setAccessibleName(tr("{result}，{words}", result=tr(RESULTS[result]), words=words))
