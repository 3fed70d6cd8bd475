"""The further sittings of a meeting held in several places (分片召开), each with its moment and place."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui import look
from ui.bridge import Bridge
from ui.day_editors import MomentEditor
from ui.drafts import Drafts
from ui.editors import Field
from ui.widgets.plain_label import PlainLabel
from ui.words import tr

PAUSE_MS = 250


def suggest(line: QLineEdit, words: Sequence[str]) -> None:
    """Offer words while one types; what fits anywhere in them counts."""
    completer = QCompleter(list(words), line)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    line.setCompleter(completer)


class SittingLine(QFrame):
    """One further sitting."""

    def __init__(self, number: int, places: Sequence[str], today: Callable[[], date]) -> None:
        super().__init__()
        self.setObjectName("card")
        column = QVBoxLayout(self)
        head = QHBoxLayout()
        self.title = PlainLabel("", "strong")
        head.addWidget(self.title, 1)
        self.remove = QPushButton(tr("去掉这一场"))
        head.addWidget(self.remove)
        column.addLayout(head)
        self.moment = MomentEditor(Field("starts_at", tr("第 {n} 场的时间", n=number), "moment"))
        self.moment.today = today
        column.addWidget(self.moment)
        self.place = QLineEdit()
        self.place.setPlaceholderText(tr("地点"))
        suggest(self.place, places)
        column.addWidget(self.place)
        self.fault = PlainLabel("", "bad", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.count(number)

    def count(self, number: int) -> None:
        """Be the sitting of that number."""
        self.title.setText(tr("第 {n} 场", n=number))
        self.place.setAccessibleName(tr("第 {n} 场的地点", n=number))
        self.remove.setAccessibleName(tr("去掉第 {n} 场", n=number))

    def check(self) -> str:
        """What is wrong with this sitting, also shown under it; "" where nothing is."""
        fault = self.moment.fault()
        if not fault and not self.place.text().strip():
            fault = tr("请填写地点")
        self.fault.setText(f"✕ {fault}" if fault else "")
        self.fault.setVisible(bool(fault))
        return fault


class MoreSittings(QWidget):
    """Sittings after the first, added one by one; what is typed is kept as a draft."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.draft = ""
        self.places: Sequence[str] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self.lines: list[SittingLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.theme().px(8))
        row = QHBoxLayout()
        self.add = QPushButton(tr("再加一场（分片开会）"))
        self.add.clicked.connect(lambda _c=False: self.add_line())
        row.addWidget(self.add)
        row.addStretch(1)
        self._column.addLayout(row)

    def add_line(self) -> SittingLine:
        """Ask for one more sitting."""
        line = SittingLine(len(self.lines) + 2, self.places, self.bridge.today)
        line.remove.clicked.connect(lambda _c=False: self._drop(line))
        line.moment.changed.connect(self._pause.start)
        line.place.textChanged.connect(lambda _text: self._pause.start())
        self.lines.append(line)
        self._column.insertWidget(self._column.count() - 1, line)
        line.moment.control.setFocus()
        return line

    def _drop(self, line: SittingLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        for number, one in enumerate(self.lines, 2):
            one.count(number)
        self._pause.start()
        self.add.setFocus()

    def follow(self, draft: str) -> None:
        """Keep what is typed under that key from now on, and show what was typed under it before."""
        if draft == self.draft:
            return
        self._pause.stop()
        self.draft = draft
        while self.lines:
            self._drop(self.lines[-1])
        self._pause.stop()
        home = self.bridge.home
        found = Drafts(home).find(draft).get("lines") if home is not None else None
        for raw in found if isinstance(found, list) else ():
            if isinstance(raw, list) and len(raw) == 2 and isinstance(raw[1], str):
                line = self.add_line()
                line.moment.put_raw(raw[0])
                line.place.setText(raw[1])
        self._pause.stop()

    def finish(self) -> None:
        """The meeting is called: nothing is left to keep."""
        while self.lines:
            self._drop(self.lines[-1])
        self._pause.stop()
        self._keep()
        self.draft = ""

    def _keep(self) -> None:
        home, key = self.bridge.home, self.draft
        lines = [[line.moment.raw(), line.place.text()] for line in self.lines]
        if home is not None and key:
            deed = (lambda: Drafts(home).keep(key, {"lines": lines})) if lines else (lambda: Drafts(home).drop(key))
            self.bridge.work(deed, lambda _none: None)

    def faults(self) -> list[str]:
        """What is wrong, sitting by sitting."""
        checked = [(number, line.check()) for number, line in enumerate(self.lines, 2)]
        return [tr("第 {n} 场：{fault}", n=number, fault=fault) for number, fault in checked if fault]

    def values(self) -> list[tuple[str, datetime]]:
        """Place and moment of each."""
        return [(line.place.text().strip(), line.moment.value()) for line in self.lines]
