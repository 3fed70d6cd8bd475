"""The agenda of a meeting to be called: what may be heard is ticked, what may not says why and where to go."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.base.errors import Obstacle
from consult_desk.views.planning import HearableRow
from ui import look
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import tr

Lead = Callable[[HearableRow, Obstacle], tuple[str, Callable[[], None]] | None]


class AgendaTicks(QWidget):
    """Matters to tick. lead(row, obstacle): the button under a reason."""

    changed = Signal()

    def __init__(self, lead: Lead) -> None:
        super().__init__()
        self._lead = lead
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.theme().px(6))
        self.rows: Sequence[HearableRow] = ()
        self.ticks: dict[int, QCheckBox] = {}
        self.why = QPushButton()
        self.blocked = QWidget()

    def show_rows(self, rows: Sequence[HearableRow], matter_id: int | None) -> None:
        """Show these matters, that one ticked; all that may be heard where none is named."""
        known = {number for number, box in self.ticks.items() if not box.isChecked()}
        self.rows = rows
        self.ticks = {}
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        free = [row for row in rows if not row.obstacles]
        held = [row for row in rows if row.obstacles]
        if not free:
            self._column.addWidget(PlainLabel(tr("现在没有可以上这个会的事项。"), "strong", wrap=True))
        for row in free:
            box = QCheckBox(f"{row.label}　{row.title.replace('&', '&&')}")
            box.setAccessibleName(tr("上会：{label} {title}", label=row.label, title=row.title))
            box.setChecked(row.matter == matter_id if matter_id is not None else row.matter not in known)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.ticks[row.matter] = box
            self._column.addWidget(box)
            step = tr("{step}（提议与商议合并召开）", step=row.step_title) if row.merged else row.step_title
            words = f"{step}　{row.group}　{row.reference}".replace("　　", "　")
            small = PlainLabel(words, "small", wrap=True)
            small.setContentsMargins(look.theme().px(34), 0, 0, 0)
            self._column.addWidget(small)
        if held:
            self._held(held)
        self.changed.emit()

    def _held(self, rows: Sequence[HearableRow]) -> None:
        self.why = QPushButton()
        self.blocked = QWidget()
        column = QVBoxLayout(self.blocked)
        column.setContentsMargins(0, 0, 0, 0)
        for row in rows:
            box = QCheckBox(f"{row.label}　{row.title.replace('&', '&&')}")
            box.setEnabled(False)
            box.setAccessibleName(tr("不能上会：{label} {title}", label=row.label, title=row.title))
            column.addWidget(box)
            reasons = Obstacles(partial(self._lead, row))
            said = [o if o.reference else Obstacle(o.words, o.fix, row.reference, o.leads_to, o.code) for o in row.obstacles]
            reasons.show_obstacles(said)
            column.addWidget(reasons)
        self.blocked.setVisible(not self.ticks)
        self._name(len(rows))
        across = QHBoxLayout()
        line = QWidget()
        line.setLayout(across)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.why)
        across.addStretch(1)
        self.why.clicked.connect(lambda _c=False: self._turn(len(rows)))
        self._column.addWidget(line)
        self._column.addWidget(self.blocked)

    def _turn(self, count: int) -> None:
        self.blocked.setVisible(not self.blocked.isVisibleTo(self))
        self._name(count)

    def _name(self, count: int) -> None:
        shown = self.blocked.isVisibleTo(self)
        self.why.setText(tr("收起不能上会的 {n} 件", n=count) if shown else tr("看不能上会的 {n} 件和原因", n=count))

    def chosen(self) -> list[HearableRow]:
        """The matters ticked, in order."""
        return [row for row in self.rows if row.matter in self.ticks and self.ticks[row.matter].isChecked()]
