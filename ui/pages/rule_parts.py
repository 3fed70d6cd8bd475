"""Parts of the pages of rules: a step as a card, one rule with its article, a case as a row of a table."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_desk.views import rules as see
from ui import look
from ui.day_editors import DayEditor
from ui.editors import Field
from ui.page import card, column_of
from ui.rows import Cell, Column, Table
from ui.widgets.chip import Chip
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

NAME_WIDTH = 132  # of the column with the names of rules, in pixels of the 100 % design


def day_words(day: date) -> str:
    """2026-01-01, as the date fields take it."""
    return f"{day:%Y-%m-%d}"


def since_words(rule: see.RuleText) -> str:
    """Since when and until when a rule holds, and when somebody last compared it with the text."""
    said = tr("{day} 起", day=day_words(rule.since))
    if rule.until is not None:
        said = tr("{since}，到 {day} 为止", since=said, day=day_words(rule.until))
    checked = tr("{day} 核对过原文", day=day_words(rule.checked)) if rule.checked else tr("没有注明核对日期")
    return f"{said}　·　{checked}"


def rule_row(rule: see.RuleText) -> QWidget:
    """One rule: its name, what it asks, the article, since when, and whether it is local."""
    theme = look.theme()
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, theme.px(6), 0, theme.px(6))
    row.setSpacing(theme.px(12))
    name = PlainLabel(rule.title, "muted", wrap=True)
    name.setFixedWidth(theme.px(NAME_WIDTH))
    row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    said = QVBoxLayout()
    said.setSpacing(theme.px(2))
    said.addWidget(PlainLabel(rule.words, "strong", wrap=True))
    said.addWidget(PlainLabel(tr("依据：{reference}", reference="；".join(rule.references)), "small", wrap=True))
    said.addWidget(PlainLabel(since_words(rule), "small", wrap=True))
    if rule.evidence:
        said.addWidget(PlainLabel(tr("请注意：{words}", words=rule.evidence), "warn", wrap=True))
    if rule.note:
        said.addWidget(PlainLabel(tr("说明：{words}", words=rule.note), "small", wrap=True))
    if rule.local:
        floor = rule.floor or tr("没有规定")
        words = tr("上位方案：{words}", words=floor) if rule.floor != rule.words else tr("上位方案一样，依据不同")
        said.addWidget(PlainLabel(words, "small", wrap=True))
    row.addLayout(said, 1)
    if rule.local:
        row.addWidget(Chip(tr("本地规定"), "warn"), 0, Qt.AlignmentFlag.AlignTop)
    return whole


def step_card(number: int, step: see.StepText) -> QFrame:
    """One step with its rules."""
    theme = look.theme()
    frame, within = card()
    head = QHBoxLayout()
    head.setSpacing(theme.px(10))
    head.addWidget(PlainLabel(tr("{n}. {title}", n=number, title=step.title), "heading", wrap=True), 1)
    if step.added:
        head.addWidget(Chip(tr("本地增加的步骤"), "warn"))
    within.addLayout(head)
    who = tr("由谁办：{body}", body=step.body) + (tr("（同时进行，不排先后）") if step.beside else "")
    within.addWidget(PlainLabel(who, wrap=True))
    for rule in step.rules:
        within.addWidget(_line())
        within.addWidget(rule_row(rule))
    if step.coming is not None:
        words = tr("这一天还没有规定，本方案的规定从 {day} 起。", day=day_words(step.coming))
        within.addWidget(PlainLabel(words, "warn", wrap=True))
    elif not step.rules:
        within.addWidget(PlainLabel(tr("这一步没有人数和天数的要求。"), "muted", wrap=True))
    return frame


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFixedHeight(1)
    line.setStyleSheet(f"background: {look.theme().tokens.line}; border: none;")
    return line


def day_field(today: Callable[[], date], title: str, changed: Callable[[date], None]) -> DayEditor:
    """A date field that tells of each day that was typed or picked."""
    editor = DayEditor(Field("on", title, "day"))
    editor.today = today
    editor.put(today())

    def tell() -> None:
        day = editor.value()
        if day is not None and not editor.fault():
            changed(day)

    editor.changed.connect(tell)
    return editor


def _case(row: see.CaseRow) -> Cell:
    day = day_words(row.on) if row.on else ""
    return Cell(row.title, f"{day}　{row.step_title}", bold=not row.passed)


def _outcome(row: see.CaseRow) -> Cell:
    return Cell(tr("✓ 对"), "", "good") if row.passed else Cell(tr("✕ 不对"), "", "bad", bold=True)


CASE_COLUMNS = (
    Column(later("结论"), _outcome, later("✕ 不对")),
    Column(later("案例"), _case, least=190),
    Column(later("应当是"), lambda row: Cell(row.expected), least=130),
    Column(later("算出来是"), lambda row: Cell(row.found), least=130),
)


class Cases(QWidget):
    """The cases of a profile with what was expected and found; the one chosen is shown whole underneath."""

    def __init__(self) -> None:
        super().__init__()
        column = column_of(self, margin=0, spacing=10)
        self.summary = PlainLabel("", "strong", wrap=True)
        self.table = Table(CASE_COLUMNS, tr("案例"), lambda _row: None, lines=2.9)
        self.table.setMinimumHeight(look.theme().px(330))
        self.table.setAccessibleDescription(tr("用上下方向键选择，选中的案例在下面写全"))
        self.table.selectionModel().currentChanged.connect(lambda _new, _old: self._show())
        self.whole = PlainLabel("", wrap=True)
        for widget in (self.summary, self.table, self.whole):
            column.addWidget(widget)
        self.table.hide()

    def show_cases(self, cases: Sequence[see.CaseRow]) -> None:
        """Show these, the ones that came out wrong first."""
        rows = sorted(cases, key=lambda row: row.passed)
        wrong = sum(1 for row in rows if not row.passed)
        good = wrong == 0 and bool(rows)
        words = tr("✓ {n} 个案例全部算对。", n=len(rows)) if good else tr("✕ {n} 个案例里有 {m} 个不对。", n=len(rows), m=wrong)
        self.summary.setText(words)
        self.summary.set_role("good" if good else "bad")
        self.table.show_rows(rows)
        self.table.show()
        self._show()

    def clear(self) -> None:
        """Show none."""
        self.summary.setText("")
        self.whole.setText("")
        self.table.hide()

    def _show(self) -> None:
        row: Any = self.table.current()
        if row is None:
            self.whole.setText("")
            return
        lines = [
            tr("情况：{words}", words=row.given or tr("（无）")), tr("应当是：{words}", words=row.expected),
            tr("算出来是：{words}", words=row.found),
        ]  # fmt: skip
        self.whole.setText("\n".join([*lines, *([tr("不对在哪里：{words}", words=row.fault)] if row.fault else [])]))
