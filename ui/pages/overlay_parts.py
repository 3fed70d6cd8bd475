"""Parts of the page that makes an overlay: fields from figures, and what a trial found."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QWidget

from consult_desk.views import overlays as see
from ui import look
from ui.form import Field
from ui.page import column_of
from ui.pages.rule_parts import Cases
from ui.widgets.plain_label import PlainLabel
from ui.words import tr


def head_fields(picture: see.OverlayForm) -> Sequence[Field]:
    """What an overlay is called, on what it is made, and where it stands."""
    return (
        Field("base", tr("以哪个方案为底"), "choice", tr("本村方案只能比它更严"), picture.base, choices=picture.bases),
        Field("title", tr("方案名称"), help=tr("例如“清溪村四议两公开实施办法”"), high=60),
        Field("region", tr("适用的地方"), default=picture.place, high=60),
        Field("since", tr("从哪一天起施行"), "day", tr("照文件上写的施行日期"), picture.since),
        Field("document", tr("依据的文件和条文"), help=tr("例如“清溪村村民自治章程（2026年3月1日通过）第十二条”"), high=200),
    )


def figure_fields(figures: Iterable[Any]) -> Sequence[Field]:
    """One field for each figure, its floor beside it; left empty it stays as below."""
    return tuple(_field(figure) for figure in figures)


def _field(figure: Any) -> Field:
    if figure.floor:
        floor = tr("上位规定：{floor}（{reference}）", floor=figure.floor, reference=figure.reference or tr("没有条文"))
    else:
        floor = tr("上位没有规定。")
    if figure.kind in ("more", "fewer"):
        return Field(figure.key, figure.title, "number", floor, needed=False, low=1, high=3650)
    if figure.kind == "flag":
        return Field(figure.key, figure.title, "switch", floor if figure.floor else "", False, needed=False)
    choices = (("", tr("和上位规定一样")), *figure.choices)
    return Field(figure.key, figure.title, "choice", floor, "", needed=False, choices=choices)


class TrialCard(QFrame):
    """What a trial found: each stricter figure beside its floor, the cases, and the button that saves."""

    def __init__(self, save: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("card")
        theme = look.theme()
        column = column_of(self, margin=16, spacing=10)
        self.heading = PlainLabel("", "heading", wrap=True)
        column.addWidget(self.heading)
        self.grid_part = QWidget()
        self.grid = QGridLayout(self.grid_part)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(theme.px(14))
        self.grid.setVerticalSpacing(theme.px(6))
        self.grid.setColumnStretch(0, 2)
        self.grid.setColumnStretch(1, 2)
        self.grid.setColumnStretch(2, 2)
        column.addWidget(self.grid_part)
        self.cases = Cases()
        column.addWidget(self.cases)
        words = tr("保存后不能在原处修改；要改就另做一份，旧的没有事项用过可以停用。保存不影响任何已有的事项。")
        column.addWidget(PlainLabel(words, wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        self.save = QPushButton(tr("保存为本村方案"))
        self.save.setProperty("role", "primary")
        self.save.clicked.connect(lambda _c=False: save())
        row.addWidget(self.save)
        column.addLayout(row)

    def show_trial(self, trial: see.OverlayTrial) -> None:
        """Show what a trial found."""
        n = len(trial.stricter)
        self.heading.setText(tr("“{title}”有 {n} 项比上位规定更严", title=trial.title, n=n))
        while (item := self.grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for at, title in enumerate((tr("哪一项"), tr("上位规定"), tr("本村方案"))):
            self.grid.addWidget(PlainLabel(title, "muted", wrap=True), 0, at)
        for number, one in enumerate(trial.stricter, 1):
            name = PlainLabel(tr("{step}：{title}", step=one.step_title, title=one.title), wrap=True)
            for at, label in enumerate((name, PlainLabel(one.floor, wrap=True), PlainLabel(one.local, "strong", wrap=True))):
                self.grid.addWidget(label, number, at)
        self.cases.show_cases(trial.cases)
        self.save.setEnabled(trial.passed)
