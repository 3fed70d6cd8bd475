"""Cards about what should perhaps not hang on the wall: what, where, why, and what is to be done about each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from consult_desk.views.findings import Decision, FindingRow
from ui import look
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

CHOICES = (
    ("", later("请选择怎么办")),
    ("masked", later("遮住（只留几个字）")),
    ("removed", later("删去这一句")),
    ("kept", later("保留，写明理由")),
)


class FindingCards(QWidget):
    """One card for each finding; what was chosen survives a new draft as long as the finding does."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.theme().px(8))
        self.head = PlainLabel("", "strong", wrap=True)
        self._column.addWidget(self.head)
        self._keys: tuple[str, ...] = ()
        self._cards: dict[str, _Card] = {}
        self.hide()

    def show_findings(self, rows: Sequence[FindingRow]) -> bool:
        """Show the cards; True when they are others than before."""
        keys = tuple(sorted(row.key for row in rows))
        changed = keys != self._keys
        if changed:
            chosen = {one.key: one for one in self.decisions()}
            for card in self._cards.values():
                self._column.removeWidget(card)
                card.deleteLater()
            self._keys, self._cards = keys, {}
            for row in rows:
                card = _Card(row, chosen.get(row.key))
                card.edited.connect(self._edited)
                self._column.addWidget(card)
                self._cards[row.key] = card
        self.setVisible(bool(rows))
        self._count()
        return changed

    def decisions(self) -> list[Decision]:
        """What was chosen, those without a choice left out."""
        return [decision for card in self._cards.values() if (decision := card.decision()) is not None]

    def controls(self) -> list[QWidget]:
        """The controls in the order of the keyboard."""
        return [control for card in self._cards.values() for control in (card.choice, card.reason)]

    def _edited(self) -> None:
        self._count()
        self.edited.emit()

    @property
    def still(self) -> int:
        """How many are still to be decided."""
        return sum(card.open for card in self._cards.values())

    def _count(self) -> None:
        still = self.still
        self.head.setText(
            tr("张贴前还有 {n} 处要您决定", n=still) if still else tr("个人信息都有了着落，张贴件照下面的决定印")
        )


class _Card(QFrame):
    edited = Signal()

    def __init__(self, row: FindingRow, chosen: Decision | None) -> None:
        super().__init__()
        theme = look.theme()
        self.key, self.certain = row.key, row.certain
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(4))
        title = tr("{field}：{kind}", field=row.field, kind=row.kind_title)
        column.addWidget(PlainLabel(title, "strong", wrap=True))
        column.addWidget(PlainLabel(f"…{row.before}【{row.found}】{row.after}…", wrap=True))
        column.addWidget(PlainLabel(row.why, "small", wrap=True))
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("怎么办：{title}", title=title))
        for value, words in CHOICES[1:] if row.certain else CHOICES:
            if value != "masked" or row.maskable:
                self.choice.addItem(tr(words), value)
        self.reason = QLineEdit(chosen.reason if chosen else row.reason)
        self.reason.setPlaceholderText(tr("为什么可以张贴，至少五个字"))
        self.reason.setAccessibleName(tr("保留的理由：{title}", title=title))
        self.reason.setMaxLength(200)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen.decision if chosen else row.decision)))
        column.addWidget(self.choice)
        column.addWidget(self.reason)
        self._settle()
        self.choice.currentIndexChanged.connect(lambda _n: self._changed())
        self.reason.textEdited.connect(lambda _text: self.edited.emit())

    @property
    def open(self) -> bool:
        """Whether somebody still has to decide."""
        decision = self.decision()
        return decision is None or (decision.decision == "kept" and len(decision.reason.strip()) < 5)

    def decision(self) -> Decision | None:
        """What was chosen."""
        value = str(self.choice.currentData())
        return Decision(self.key, value, self.reason.text() if value == "kept" else "") if value else None

    def _settle(self) -> None:
        self.reason.setVisible(self.choice.currentData() == "kept")

    def _changed(self) -> None:
        self._settle()
        if self.choice.currentData() == "kept":
            self.reason.setFocus()
        self.edited.emit()
