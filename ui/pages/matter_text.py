"""The text of a matter: what is in force, and the difference between any two of its versions."""

from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from consult_desk.views import matters as see
from consult_desk.views.text_difference import DifferenceView, text_difference
from ui import look
from ui.page import card, column_of
from ui.pages.matter_columns import full_day
from ui.pages.matter_leads import Leads
from ui.pages.matter_parts import buttons
from ui.widgets.difference import Difference
from ui.widgets.plain_label import PlainLabel, Reading
from ui.words import tr


class TextPart(QWidget):
    """The text in force above, two versions chosen and compared below."""

    def __init__(self, view: see.MatterView, leads: Leads) -> None:
        super().__init__()
        self.matter, self.desktop = view.matter, leads.desktop
        theme = look.theme()
        column = column_of(self, margin=2, spacing=10)
        column.setContentsMargins(0, theme.px(12), 0, 0)
        frame, within = card()
        within.addWidget(PlainLabel(tr("现在的方案"), "strong"))
        within.addWidget(Reading(view.text, tr("现在的方案"), lines=16))
        if view.background:
            within.addWidget(PlainLabel(tr("背景"), "strong"))
            within.addWidget(Reading(view.background, tr("背景")))
        buttons(within, [leads.button("revise_text"), leads.button("amend_matter")])
        column.addWidget(frame)
        frame, within = card()
        within.addWidget(PlainLabel(tr("各版的差别"), "strong"))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.older, self.newer = QComboBox(), QComboBox()
        for box, name in ((self.older, tr("旧的一版")), (self.newer, tr("新的一版"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            for text in view.texts:
                box.addItem(tr("第 {n} 版　{day}　{reason}", n=text.number, day=full_day(text.on), reason=text.reason), text.number)
            row.addWidget(box, 1)
        row.insertWidget(1, PlainLabel(tr("和"), "muted"))
        within.addLayout(row)
        self.said = PlainLabel("", "small", wrap=True)
        within.addWidget(self.said)
        self.difference = Difference()
        within.addWidget(self.difference)
        column.addWidget(frame)
        column.addStretch(1)
        texts = [text.text for text in view.texts]
        last = next((n for n in range(len(texts) - 1, 0, -1) if texts[n] != texts[n - 1]), len(texts) - 1)
        self.older.setCurrentIndex(max(0, last - 1))
        self.newer.setCurrentIndex(last)
        for box in (self.older, self.newer):
            box.currentIndexChanged.connect(lambda _n: self._ask())
        self._ask()

    def _ask(self) -> None:
        asked: dict[str, Any] = {"older": self.older.currentData(), "newer": self.newer.currentData()}
        if None not in asked.values():
            self.desktop.bridge.ask(text_difference, self._show, matter_id=self.matter, **asked)

    def _show(self, view: DifferenceView) -> None:
        self.difference.show_pieces([(piece.kind, piece.text) for piece in view.pieces])
        changed = tr("＋ 后面是新加的，共 {new} 个字；－ 后面是删去的，共 {gone} 个字。", new=view.new, gone=view.gone)
        words = changed if view.new or view.gone else tr("这两版的文字一样。")
        self.said.setText(words)
        self.difference.setAccessibleDescription(words)
