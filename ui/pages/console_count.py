"""Counts of hands and ballots: typed or called stroke by stroke, judged while they are typed."""

from typing import Any

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from consult_desk.views.console import Checked, Count, check_counts
from ui import look
from ui.editors import plain_digits
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.widgets.tally import TallyBoard
from ui.words import later, tr

VOTES = (("yes", later("同意")), ("no", later("反对")), ("abstain", later("弃权")))
SPOILED = ("invalid", later("无效"))
BALLOTS = (
    ("issued", later("发出票")), ("returned", later("收回票")), ("valid", later("有效票")), ("invalid", later("无效票")),
)  # fmt: skip
HELPERS = (("scrutineers", later("监票人")), ("tellers", later("计票人")), ("callers", later("唱票人")))


class CountForm(QWidget):
    """Hands: three numbers. Ballots: seven, and those who watched, counted and called."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme = look.theme()
        self.method, self.present = "show_of_hands", 0
        self.fields: dict[str, QLineEdit] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.ballots = QWidget()
        grid = QGridLayout(self.ballots)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        for n, (key, words) in enumerate(BALLOTS):
            grid.addWidget(PlainLabel(tr(words), "strong"), 0, n)
            grid.addWidget(self._number(key, tr(words)), 1, n)
        column.addWidget(self.ballots)
        column.addLayout(self._votes())
        self.board = TallyBoard([(key, tr(words)) for key, words in VOTES])
        self.board.changed.connect(self._called)
        column.addWidget(self.board)
        self.helpers = QWidget()
        names = QGridLayout(self.helpers)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(theme.px(8))
        for n, (key, words) in enumerate(HELPERS):
            names.addWidget(PlainLabel(tr(words), "strong"), 0, n)
            line = QLineEdit()
            line.setMaxLength(100)
            line.setAccessibleName(tr(words))
            line.textChanged.connect(lambda _t: self.changed.emit())
            self.fields[key] = line
            names.addWidget(line, 1, n)
        column.addWidget(self.helpers)
        column.addStretch(1)
        self.verdict = QWidget()  # stands beside the button it explains, where it can always be seen
        said = QVBoxLayout(self.verdict)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(theme.px(2))
        self.checks = PlainLabel("", wrap=True)
        self.derived = PlainLabel("", "muted", wrap=True)
        said.addWidget(self.checks)
        said.addWidget(self.derived)
        self.changed.connect(self._judge)
        self.show_method("show_of_hands")

    def _number(self, key: str, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setMaxLength(5)
        line.setAccessibleName(name)
        # Full-width digits are what an input method types; they count as digits.
        line.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9０-９]{0,5}"), line))
        line.setMinimumWidth(look.theme().px(60))
        line.textChanged.connect(lambda _t: self._typed())
        self.fields[key] = line
        return line

    def _votes(self) -> QGridLayout:
        """For each pile the button that adds a stroke, and its number."""
        grid = QGridLayout()
        grid.setSpacing(look.theme().px(8))
        self.piles: dict[str, QPushButton] = {}
        for n, (key, words) in enumerate((*VOTES, SPOILED)):
            button = QPushButton(f"{tr(words)} +1")
            button.setProperty("role", "small")
            button.setAccessibleName(tr("{pile}加一票", pile=tr(words)))
            set_tip(button, tr("加一笔；在唱票板上按数字 {n}", n=n + 1))
            button.clicked.connect(lambda _c=False, pile=key: self.board.add(pile))
            self.piles[key] = button
            grid.addWidget(button, 0, n)
            if key != "invalid":
                grid.addWidget(self._number(key, tr("{pile}票数", pile=tr(words))), 1, n)
        self.back = QPushButton(tr("退一笔"))
        self.back.setProperty("role", "small")
        set_tip(self.back, tr("取消最后记的一笔；在唱票板上按退格键"))
        self.back.clicked.connect(lambda _c=False: self.board.take_back())
        grid.addWidget(self.back, 0, len(VOTES) + 1)
        return grid

    def show_method(self, method: str) -> None:
        """Ask for what this way of voting needs."""
        self.method = method
        secret = method == "secret_ballot"
        self.ballots.setVisible(secret)
        self.helpers.setVisible(secret)
        self.piles["invalid"].setVisible(secret)
        self.board.show_piles([(key, tr(words)) for key, words in (*VOTES, SPOILED) if secret or key != "invalid"])
        self._judge()

    def show_present(self, present: int) -> None:
        """So many may vote now."""
        if present != self.present:
            self.present = present
            self._judge()

    def numbers(self) -> dict[str, int | None]:
        """What is typed, None where nothing is."""
        keys = [key for key, _words in (*VOTES, *BALLOTS)]
        texts = {key: plain_digits(self.fields[key].text()) for key in keys}
        return {key: int(text) if text.isdecimal() else None for key, text in texts.items()}

    def checked(self) -> Checked:
        """What the rules say of it."""
        return check_counts(self.method, self.present, self.numbers())

    def _typed(self) -> None:
        got = self.numbers()
        self.board.set_counts({key: got[key] or 0 for key in self.board.counts}, self._order(got))
        self.changed.emit()

    def _order(self, got: dict[str, int | None]) -> list[str]:
        same = all((got[key] or 0) == number for key, number in self.board.counts.items())
        return self.board.order if same else []

    def _called(self) -> None:
        order = list(self.board.order)
        counts = dict(self.board.counts)
        for key, number in counts.items():
            self._put(key, str(number) if number or key in order or self.fields[key].text() else "")
        self.board.set_counts(counts, order)
        self.changed.emit()

    def _put(self, key: str, text: str) -> None:
        line = self.fields[key]
        if line.text() != text:
            line.blockSignals(True)
            line.setText(text)
            line.blockSignals(False)

    def _judge(self) -> None:
        found, got = self.checked(), self.numbers()
        cast = sum(got[key] or 0 for key, _words in VOTES)
        if self.method == "secret_ballot":
            issued, back = got["issued"], got["returned"]
            lost = issued - back if issued is not None and back is not None and issued > back else 0
            self.derived.setText(tr("没有收回 {n} 张，算作没有表决。", n=lost) if lost else "")
        else:
            quiet = max(0, self.present - cast)
            self.derived.setText(tr("可以表决 {present} 人，已计 {cast} 人，没有表态 {quiet} 人。",
                                    present=self.present, cast=cast, quiet=quiet))  # fmt: skip
        self.derived.setVisible(bool(self.derived.text()))
        lines = [*(f"✕ {words}" for words in found.wrong), *(f"○ {words}" for words in found.missing)]
        self.checks.setText("\n".join(lines) if lines else tr("✓ 数字对得上"))
        self.checks.set_role("bad" if found.wrong else "warn" if found.missing else "good")

    def arguments(self) -> dict[str, Any]:
        """What record_vote gets."""
        got = self.numbers()
        counts: dict[str, Any] = {key: got[key] or 0 for key, _words in VOTES}
        if self.method == "secret_ballot":
            counts |= {key: got[key] for key, _words in BALLOTS}
            counts |= {key: self.fields[key].text().strip() for key, _words in HELPERS}
        return counts

    def raw(self) -> dict[str, Any]:
        """Everything as it is, for the draft."""
        return {"fields": {key: line.text() for key, line in self.fields.items()}, "order": list(self.board.order)}

    def put_raw(self, raw: dict[str, Any]) -> None:
        """Show again what raw() gave."""
        kept = raw.get("fields")
        for key in self.fields:
            text = kept.get(key) if isinstance(kept, dict) else ""
            self._put(key, text if isinstance(text, str) else "")
        order = raw.get("order")
        got = self.numbers()
        calls = [key for key in order if key in self.board.counts] if isinstance(order, list) else []
        self.board.set_counts({key: got[key] or 0 for key in self.board.counts}, calls)
        self.changed.emit()

    def show_count(self, count: Count) -> None:
        """Show a count that was entered, to be corrected."""
        self.put_raw({"fields": {
            key: "" if (value := getattr(count, key)) is None else str(value) for key in self.fields
        }})  # fmt: skip

    def first_focus(self) -> QWidget:
        """The first number."""
        return self.fields["issued" if self.method == "secret_ballot" else "yes"]


