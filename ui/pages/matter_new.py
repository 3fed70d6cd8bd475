"""A new matter: what to say about it on the left, how it will go on the right, before anything is opened."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.actions.matters import open_matter
from consult_desk.base.errors import Refused
from consult_desk.views import opening as see
from ui import look
from ui.deeds.matters import opening_fields
from ui.form import Form
from ui.leads import lead
from ui.page import Page, card, column_of, scrolled
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

DRAFT = "open_matter []"  # shared with the same deed opened as a dialog
SIDE_BY_SIDE = 980  # pixels of the 100 % design; below it the parts stand one under another


class NewMatterPage(Page):
    """Drafts are kept while one types; what is proposed for a category is filled in and can be changed."""

    key = "matter_new"
    title = later("新建事项")
    parent_key = "matters"

    def build(self) -> None:
        theme = look.theme()
        inside = QWidget()
        column = column_of(inside)
        self.area = scrolled(inside, tr("新建事项"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        column.addWidget(PlainLabel(tr("新建事项"), "title"))
        column.addWidget(PlainLabel(tr("要办一件大家的事，先在这里提出来；写到一半关掉也不要紧，草稿会留着。"), "muted", wrap=True))
        self.note = QWidget()
        noted = QHBoxLayout(self.note)
        noted.setContentsMargins(0, 0, 0, 0)
        noted.addWidget(PlainLabel(tr("上次没有写完的内容还在，已经替您填好。"), "muted", wrap=True), 1)
        self.again = QPushButton(tr("清空重填"))
        self.again.clicked.connect(lambda _c=False: self._start_over())
        noted.addWidget(self.again)
        self.note.hide()
        column.addWidget(self.note)
        self.sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.sides.setSpacing(theme.px(16))
        frame, self.left = card()
        self.left.setContentsMargins(*([theme.px(22)] * 4))
        self.sides.addWidget(frame, 5)
        aside, self.right = card()
        holder = QVBoxLayout()
        holder.addWidget(aside)
        holder.addStretch(1)
        self.sides.addLayout(holder, 3)
        column.addLayout(self.sides)
        self.right.addWidget(PlainLabel(tr("提出以后这样走"), "heading"))
        self.rules = PlainLabel("", "strong", wrap=True)
        self.right.addWidget(self.rules)
        self.steps = PlainLabel("", wrap=True)
        self.right.addWidget(self.steps)
        self.source = PlainLabel("", "small", wrap=True)
        self.right.addWidget(self.source)
        self.barred = PlainLabel("", "warn", wrap=True)
        self.right.addWidget(self.barred)
        self.take = QPushButton("")
        self.take.clicked.connect(lambda _c=False: self._take_proposed())
        self.right.addWidget(self.take)
        self.right.addWidget(PlainLabel(tr("提出以后办法就固定了；题目、方案和预算在决议以前还能改。"), "small", wrap=True))
        self.reasons = Obstacles(lambda obstacle: lead(self.desktop, obstacle))
        column.addWidget(self.reasons)
        row = QHBoxLayout()
        self.words = PlainLabel("", "bad", wrap=True)
        row.addWidget(self.words, 1)
        self.give_up = QPushButton(tr("先不提"))
        self.give_up.setAccessibleName(tr("先不提，草稿留着，返回台账"))
        self.give_up.clicked.connect(lambda _c=False: self._leave())
        row.addWidget(self.give_up)
        self.submit = QPushButton(tr("提出事项"))
        self.submit.setProperty("role", "primary")
        self.submit.clicked.connect(lambda _c=False: self._submit())
        row.addWidget(self.submit)
        column.addLayout(row)
        self.form: Form | None = None

    def view(self) -> Callable[..., Any]:
        return see.opening

    def show_view(self, view: see.OpeningView) -> None:
        self.choices = view
        if self.form is None:
            self._make_form()
        self._preview()

    def _make_form(self) -> None:
        if self.form is not None:
            self.left.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.fields = opening_fields(self.choices, {})
        self.form = Form(self.bridge, self.fields, DRAFT)
        self.form.edited.connect(self._edited)
        self.left.addWidget(self.form)
        self.note.setVisible(self.form.found_draft)
        self._category = self.form.values()["category"]
        if self.isVisible():
            self.form.widget("title").setFocus()

    def first_focus(self) -> QWidget | None:
        return None if self.form is None else self.form.widget("title")

    def _edited(self) -> None:
        self.words.setText("")
        if self.form is not None and (category := self.form.values()["category"]) != self._category:
            # Another category: its usual rules are filled in, and may be changed again.
            self._category = category
            self._take_proposed()
        self._preview()

    def _proposed(self) -> see.ProcedureRow | None:
        wanted = dict(self.choices.proposed).get(self._category, "")
        return next((row for row in self.choices.procedures if row.key == wanted), None)

    def _take_proposed(self) -> None:
        proposed = self._proposed()
        if proposed is not None and self.form is not None:
            self.form.fill({"profile": proposed.key})

    def _preview(self) -> None:
        """The steps of the chosen rules, and a word where another choice fits better."""
        if self.form is None:
            return
        chosen = self.form.values()["profile"]
        row = next((one for one in self.choices.procedures if one.key == chosen), None)
        if row is None:
            return
        self.rules.setText(row.title)
        self.steps.setText("\n".join(f"{n}. {tr(title)}　{tr(body)}" for n, (title, body) in enumerate(row.steps, 1)))
        self.source.setText(tr("依据：{reference}", reference=row.source))
        proposed = self._proposed()
        barred = self._category in row.barred
        self.barred.setText(tr("这一类事项不能照这个办法决定，开会时会被拦下。") if barred else "")
        self.barred.setVisible(barred)
        other = proposed is not None and proposed.key != row.key
        self.take.setVisible(other)
        if proposed is not None:
            self.take.setText(tr("改用建议的办法"))
            self.take.setAccessibleName(tr("改用建议的办法：{title}", title=proposed.title))

    def _start_over(self) -> None:
        if self.form is not None:
            self.form.start_over()
            self.note.hide()

    def _leave(self) -> None:
        if self.form is not None:
            self.form.save_now()
        self.desktop.open_page("matters")

    def _submit(self) -> None:
        if self.form is None:
            return
        faults = self.form.faults()
        if faults:
            self.words.setText(tr("还有 {n} 项没有填好，请看红字", n=len(faults)))
            return
        optional = {field.key for field in self.fields if not field.needed}
        given = {k: v for k, v in self.form.values().items() if k not in optional or v not in (None, "", [])}
        self.submit.setEnabled(False)
        self.bridge.attempt(open_matter, self._opened, self._failed, **given)

    def _opened(self, matter_id: int) -> None:
        self.submit.setEnabled(True)
        self.reasons.show_obstacles(())
        if self.form is not None:
            self.form.finish()
            self.form.draft = ""
            self.form.start_over()
            self.form.draft = DRAFT
        self.note.hide()
        self.desktop.open_page("matter", matter_id=matter_id)
        self.desktop.say(tr("事项已经提出，有了编号。接下来照“下一步”办。"))

    def _failed(self, error: Exception) -> None:
        self.submit.setEnabled(True)
        if isinstance(error, Refused):
            self.words.setText(tr("没有办成，原来的记录没有变。"))
            self.reasons.show_obstacles(error.obstacles)
        else:
            self.words.setText(tr("出了点问题：{words}", words=str(error)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= look.theme().px(SIDE_BY_SIDE)
        self.sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
