"""Speeches, recusals, who sits in, and what the supervision committee notes."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.actions import attendance as act
from consult_desk.views.console import ConsoleView
from ui import look
from ui.form import Field, Form
from ui.pages.console_part import Part, reasons_of, row_of
from ui.rows import Cell, Column, Table
from ui.widgets.checkin import NameCompleter
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

COLUMNS = (
    Column(later("序号"), lambda row: Cell(str(row[0]), tone="muted"), "000"),
    Column(later("发言人"), lambda row: Cell(row[1], bold=True), later("欧阳立春（代表）")),
    Column(later("说的话"), lambda row: Cell(row[2])),
)
DEEDS = (
    ("recuse", later("登记回避…")), ("add_observer", later("登记列席…")), ("record_supervision", later("登记监督意见…")),
)  # fmt: skip


class SpeechPart(Part):
    """What was said on the item at hand."""

    def build(self) -> None:
        theme = look.theme()
        self.item = 0
        self._holder = QVBoxLayout()
        self.column.addLayout(self._holder)
        self.form: Form | None = None
        self.completer: NameCompleter | None = None
        self._names: list[tuple[str, str]] = []
        self.save = QPushButton(tr("记下这段发言"))
        self.save.setProperty("role", "primary")
        self.save.clicked.connect(lambda _c=False: self._save())
        set_tip(self.save, tr("也可以按 Ctrl+回车"))
        self.said = PlainLabel("", "muted", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(theme.px(10))
        line.addWidget(self.said, 1)
        line.addWidget(self.save)
        self.column.addLayout(line)
        self.table = Table(COLUMNS, tr("本项议程的发言"), lambda _row: None, lines=1.6)
        self.table.setMinimumHeight(theme.px(120))
        self.column.addWidget(self.table, 1)
        self.recused = PlainLabel("", wrap=True)
        self.observers = PlainLabel("", wrap=True)
        self.column.addWidget(self.recused)
        self.column.addWidget(self.observers)
        buttons: list[QWidget] = []
        self.deeds: dict[str, QPushButton] = {}
        for action, words in DEEDS:
            button = QPushButton(tr(words))
            button.clicked.connect(lambda _c=False, deed=action: self.desktop.open_deed(deed, **self.console.known()))
            self.deeds[action] = button
            buttons.append(button)
        row = row_of(*buttons)
        row.addStretch(1)
        self.column.addLayout(row)

    def first_focus(self) -> QWidget:
        return self.form.widget("speaker") if self.form is not None else self.save

    def submit(self) -> None:
        self.save.click()

    def show_view(self, view: ConsoleView) -> None:
        item = view.item
        self.deeds["record_supervision"].setVisible(self.desktop.has_deed("record_supervision"))
        here = [s for s in view.seats if s.state in ("present", "proxy")]
        self._names = [*((s.name, f"{s.initials} {s.pinyin}") for s in here), *((name, "") for name, _role in view.observers)]
        if self.completer is not None:
            self.completer.show_names(self._names)
        self.observers.setText(
            tr("列席：{names}", names="、".join(f"{name}（{role}）" for name, role in view.observers))
            if view.observers else tr("没有登记列席的人。")
        )  # fmt: skip
        if item is None:
            return
        if item.line.item != self.item or self.form is None:
            self.item = item.line.item
            self._make_form()
        self.table.show_rows(item.speeches)
        self.recused.setText(
            tr("回避：{names}", names="、".join(f"{name}（{reason}）" for _person, name, reason in item.recused))
            if item.recused else tr("本项没有人回避。")
        )  # fmt: skip

    def _make_form(self) -> None:
        if self.form is not None:
            self.form.save_now()
            self.form.hide()
            self.form.deleteLater()
        fields = (
            Field("speaker", tr("发言人"), help=tr("输入姓名；到会的人打一个字或者拼音首字母就会列出来")),
            Field("words", tr("说了什么"), "lines", lines=3),
        )
        self.form = Form(self.bridge, fields, f"speech {self.item}")
        line = self.form.widget("speaker")
        if isinstance(line, QLineEdit):
            self.completer = NameCompleter(line)
            self.completer.show_names(self._names)
            line.setCompleter(self.completer)
        self._holder.addWidget(self.form)

    def _save(self) -> None:
        form = self.form
        if form is None or form.faults():
            return
        speaker = form.values()["speaker"]

        def done(number: int) -> None:
            if isValid(self) and isValid(form):
                form.finish()
                form.fill({"speaker": "", "words": ""})
                form.finish()
                self.said.set_role("good")
                self.said.setText(tr("✓ 已记下第 {n} 段发言：{name}", n=number, name=speaker))
                form.widget("speaker").setFocus()

        def failed(error: Exception) -> None:
            if isValid(self):
                self.said.set_role("bad")
                self.said.setText(" ".join(f"{part}。" for part in reasons_of(error) if part))

        self.bridge.attempt(act.record_speech, done, failed, self.item, **form.values())
