"""A deed: a form that leads to one action of the core, and the dialog it is filled in."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton, QScrollArea, QWidget

from consult_desk.base.errors import Cancelled, Obstacle, Refused, Trouble
from ui import look
from ui.form import Field, Form
from ui.page import Desktop, column_of, scrolled
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

Where = dict[str, Any]
SAVED = later("已经登记")
LEAST = 240  # height of a dialog that asks nothing, at 100 %


@dataclass(frozen=True)
class Deed:
    """One action as a form. where: what is known already, such as matter_id; picture: what `view` answered.

    fields(picture, where) → what is asked; view_args(where) → what the view is asked with (default: what it takes);
    arguments(values, where) → what the action gets (default: values and where, as far as it takes them, empty ones
    left out); final(values, picture, where) → words of what becomes final, "" for no question; done(result, desktop,
    where) → what follows (default: a sentence). title, button, intro: Chinese, said through tr().
    """

    action: Callable[..., Any]
    title: str
    button: str
    fields: Callable[[Any, Where], Sequence[Field]]
    view: Callable[..., Any] | None = None
    view_args: Callable[[Where], dict[str, Any]] | None = None
    arguments: Callable[[dict[str, Any], Where], dict[str, Any]] | None = None
    final: Callable[[dict[str, Any], Any, Where], str] | None = None
    done: Callable[[Any, Desktop, Where], None] | None = None
    intro: str = ""

    @property
    def key(self) -> str:
        """The name of the action, which is what Obstacle.leads_to and Move.action say."""
        return self.action.__name__

    def asked_with(self, where: Where) -> dict[str, Any]:
        """What the view is asked with."""
        if self.view is None:
            return {}
        return self.view_args(where) if self.view_args is not None else _taken(self.view, where)

    def given(self, values: dict[str, Any], where: Where, fields: Sequence[Field]) -> dict[str, Any]:
        """What the action is given."""
        if self.arguments is not None:
            return self.arguments(values, where)
        optional = {field.key for field in fields if not field.needed}
        entered = {k: v for k, v in values.items() if k not in optional or v not in (None, "", [])}
        return _taken(self.action, {**where, **entered})


def _taken(function: Callable[..., Any], known: Mapping[str, Any]) -> dict[str, Any]:
    names = list(inspect.signature(function).parameters)[1:]
    return {name: known[name] for name in names if name in known}


class DeedDialog(QDialog):
    """The form of a deed: fill in, see what becomes final, done; a refusal stays here with its reasons."""

    finished_well = Signal(object)

    def __init__(self, parent: QWidget, desktop: Desktop, deed: Deed, where: Where) -> None:
        super().__init__(parent)
        self.desktop, self.deed, self.where = desktop, deed, where
        self.picture: Any = None
        self.form: Form | None = None
        self.fields: Sequence[Field] = ()
        self._sure = self._under_way = False
        self._cleared: dict[str, Any] = {}
        desktop.bridge.crashed.connect(self._crashed)
        self.setWindowTitle(tr(deed.title))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        theme = look.theme()
        column = column_of(self, margin=0, spacing=0)
        self.inside = QWidget()
        self.body = column_of(self.inside, margin=24, spacing=14)
        self.body.addWidget(PlainLabel(tr(deed.title), "title", wrap=True))
        if deed.intro:
            self.body.addWidget(PlainLabel(tr(deed.intro), "muted", wrap=True))
        self.draft_note = QWidget()
        note = QHBoxLayout(self.draft_note)
        note.setContentsMargins(0, 0, 0, 0)
        self.draft_words = PlainLabel("", "muted", wrap=True)
        note.addWidget(self.draft_words, 1)
        self.start_over = QPushButton(tr("清空重填"))
        set_tip(self.start_over, tr("把填过的都清掉；清掉以后还可以找回"))
        self.start_over.clicked.connect(lambda _c=False: self._start_over())
        note.addWidget(self.start_over)
        self.draft_note.hide()
        self.body.addWidget(self.draft_note)
        self.area: QScrollArea = scrolled(self.inside, tr(deed.title))
        column.addWidget(self.area, 1)
        foot = QWidget()
        foot.setObjectName("dialogFoot")
        self.below = below = column_of(foot, margin=16, spacing=10)
        self.ask = PlainLabel("", "strong", wrap=True)
        self.ask.setObjectName("finalWords")
        self.ask.hide()
        below.addWidget(self.ask)
        self.reasons = Obstacles(self._lead)
        self.reasons_area = scrolled(self.reasons, tr("没有办成的原因"))
        self.reasons_area.setMaximumHeight(theme.px(230))
        self.reasons_area.hide()
        below.addWidget(self.reasons_area)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(10))
        self.words = PlainLabel("", "bad", wrap=True)
        buttons.addWidget(self.words, 1)
        self.give_up = QPushButton(tr("先不办"))
        set_tip(self.give_up, tr("关上这个窗口，已经填的留作草稿，下次打开还在"))
        self.give_up.clicked.connect(lambda _c=False: self._back())
        buttons.addWidget(self.give_up)
        self.submit = QPushButton(tr(deed.button))
        self.submit.setProperty("role", "primary")
        self.submit.setDefault(True)
        self.submit.clicked.connect(lambda _c=False: self._submit())
        buttons.addWidget(self.submit)
        below.addLayout(buttons)
        column.addWidget(foot)
        self.room = parent.size() - QSize(40, 40)
        self.resize(min(theme.px(720), self.room.width()), min(theme.px(LEAST), self.room.height()))

    def _fit(self) -> None:
        """Be as high as what it says needs, never higher than the window behind it, never lower than it was."""
        self.ensurePolished()
        width = self.width()
        inside = max(self.body.heightForWidth(width - look.theme().px(18)), self.inside.minimumSizeHint().height())
        foot = max(self.below.heightForWidth(width), self.below.sizeHint().height())  # -1 where nothing in it wraps
        need = inside + foot + look.theme().px(8)
        self.resize(width, min(max(need, self.height()), self.room.height()))

    def begin(self) -> None:
        """Ask what the form needs to know, then show it."""
        if self.deed.view is None:
            self._show(None)
        else:
            self.submit.setEnabled(False)
            bridge = self.desktop.bridge
            bridge.inquire(self.deed.view, self._show, self._failed, **self.deed.asked_with(self.where))
        self.open()

    def _show(self, picture: Any) -> None:
        self.picture = picture
        self.fields = tuple(self.deed.fields(picture, self.where))
        draft = f"{self.deed.key} {sorted((k, str(v)) for k, v in self.where.items())}"
        self.form = Form(self.desktop.bridge, self.fields, draft if self.fields else "")
        self.form.edited.connect(self._edited)
        self.body.addWidget(self.form)
        self.form.show()  # in a dialog that is on the screen it would not count yet for how high the dialog must be
        self.body.addStretch(1)
        self.submit.setEnabled(True)
        if self.form.found_draft:
            self._offer(tr("上次没有办完的内容还在，已经替您填好。"), tr("清空重填"))
        self._fit()
        if self.fields:
            self.form.widget(self.fields[0].key).setFocus()
        else:
            self.submit.setFocus()

    def _offer(self, words: str, button: str) -> None:
        self.draft_words.setText(words)
        self.start_over.setText(button)
        self.draft_note.show()

    def _start_over(self) -> None:
        if self.form is None:
            return
        if self._cleared:
            self.form.bring_back(self._cleared)
            self._cleared = {}
            self._offer(tr("已经找回。"), tr("清空重填"))
        else:
            self._cleared = self.form.start_over()
            self._offer(tr("已经清空。"), tr("找回刚才填的"))

    def _edited(self) -> None:
        self.words.setText("")
        self._unsure()

    def _unsure(self) -> None:
        if self._sure:
            self._sure = False
            self.ask.hide()
            self.submit.setText(tr(self.deed.button))
            self.give_up.setText(tr("先不办"))

    def _back(self) -> None:
        if self._sure:
            self._unsure()
        else:
            self.reject()

    def _submit(self) -> None:
        if self.form is None:
            return
        faults = self.form.faults()
        if faults:
            self.words.setText(tr("还有 {n} 项没有填好，请看红字", n=len(faults)))
            return
        values = self.form.values()
        final = self.deed.final(values, self.picture, self.where) if self.deed.final is not None else ""
        if final and not self._sure:
            self._sure = True
            self.reasons_area.hide()
            self.ask.setText(final)
            self.ask.show()
            self._fit()
            self.submit.setText(tr("确认，{deed}", deed=tr(self.deed.button)))
            self.give_up.setText(tr("再想想"))
            self.give_up.setFocus()
            return
        self.submit.setEnabled(False)
        self.words.setText("")
        try:
            given = self.deed.given(values, self.where, self.fields)
        except (Refused, Trouble) as error:  # a chosen file that is gone or too large
            self._failed(error)
            return
        self._under_way = True
        self.desktop.bridge.attempt(self.deed.action, self._done, self._failed, **given)

    def _done(self, result: Any) -> None:
        self._under_way = False
        if self.form is not None:
            self.form.finish()
        self.accept()
        if self.deed.done is not None:
            self.deed.done(result, self.desktop, self.where)
        else:
            self.desktop.say(tr(SAVED))
        self.finished_well.emit(result)

    def _failed(self, error: Exception) -> None:
        self._under_way = False
        self._unsure()
        self.submit.setEnabled(self.form is not None)
        if isinstance(error, Refused):
            self.words.setText(tr("没有办成，原来的记录没有变。"))
            self.reasons.show_obstacles(error.obstacles)
            self.reasons_area.show()
            self._fit()
        elif isinstance(error, Cancelled):
            self.words.setText(tr("已经停下，什么都没有变。"))
        else:
            self.words.setText(tr("出了点问题：{words}", words=str(error)))

    def _crashed(self, _trace: str) -> None:
        self._under_way = False
        self.submit.setEnabled(self.form is not None)

    def _lead(self, obstacle: Obstacle) -> tuple[str, Callable[[], None]] | None:
        from ui.leads import lead

        found = None if obstacle.leads_to == self.deed.key else lead(self.desktop, obstacle, **self.where)
        if found is None:
            return None
        title, deed = found

        def go() -> None:
            self.reject()
            deed()

        return title, go

    def done(self, result: int) -> None:
        super().done(result)
        parent = self.parentWidget()
        if parent is not None and QApplication.activeModalWidget() is None:
            parent.activateWindow()  # most window managers do so by themselves

    def reject(self) -> None:
        if self._under_way:  # whoever leaves now would not learn whether it was done, and find its draft again
            self.desktop.bridge.cancel()
            return
        if self.form is not None:
            self.form.save_now()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._under_way:
            self.desktop.bridge.cancel()
            event.ignore()
            return
        if self.form is not None:
            self.form.save_now()
        super().closeEvent(event)


def deed_button(desktop: Desktop, action: str, words: str = "", *, move: Any = None, **where: Any) -> QPushButton:
    """A button that opens a deed. words: said instead of the deed's button; move: greyed with its reasons if not allowed."""
    deed = desktop.deed_of(action)
    button = QPushButton(words or tr(deed.title))
    button.setAccessibleName(button.text())
    button.clicked.connect(lambda _c=False: desktop.open_deed(action, **where))
    obstacles: Sequence[Obstacle] = () if move is None or move.allowed else move.obstacles
    if obstacles:
        button.setEnabled(False)
        set_tip(button, "\n".join(o.sentence() for o in obstacles))
        button.setAccessibleDescription("；".join(o.words for o in obstacles))
    elif deed.intro:
        set_tip(button, tr(deed.intro))
    return button
