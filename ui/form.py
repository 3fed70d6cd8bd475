"""A form drawn from described fields: says its faults at the field, keeps a draft while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import look
from ui.bridge import Bridge
from ui.day_editors import DayEditor, MomentEditor
from ui.drafts import Drafts
from ui.editors import (
    ChoiceEditor,
    Editor,
    Field,
    LinesEditor,
    MoneyEditor,
    NumberEditor,
    PlacesEditor,
    SecretEditor,
    SwitchEditor,
    TextEditor,
)
from ui.list_editors import ChoicesEditor, FilesEditor, PeopleEditor, PersonEditor, RowsEditor
from ui.roster_editors import CompositionEditor, NameEditor
from ui.widgets.plain_label import PlainLabel
from ui.words import tr

__all__ = ["Field", "Form"]

# kind of a field → its editor. To add one: a subclass of Editor and a line here.
EDITORS: dict[str, type[Editor]] = {
    "text": TextEditor, "lines": LinesEditor, "number": NumberEditor, "money": MoneyEditor, "day": DayEditor,
    "moment": MomentEditor, "choice": ChoiceEditor, "choices": ChoicesEditor, "switch": SwitchEditor,
    "files": FilesEditor, "places": PlacesEditor, "secret": SecretEditor, "rows": RowsEditor,
}  # fmt: skip
# Those that ask the desk while one types.
ROSTER_EDITORS: dict[str, Callable[[Field, Bridge], Editor]] = {
    "person": PersonEditor, "people": PeopleEditor, "name": NameEditor, "composition": CompositionEditor,
}  # fmt: skip
DRAFT_PAUSE_MS = 250


class Form(QWidget):
    """Fields one under another. draft: the key under which what is typed is kept, "" for none."""

    edited = Signal()
    restored = Signal()

    def __init__(self, bridge: Bridge, fields: Sequence[Field], draft: str = "") -> None:
        super().__init__()
        self.bridge, self.draft = bridge, draft
        self.editors: dict[str, Editor] = {}
        self._faults: dict[str, PlainLabel] = {}
        theme = look.theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(18))
        for field in fields:
            column.addLayout(self._row(field))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self.untouched = self.raw()
        self.found_draft = False
        if draft and bridge.home is not None:
            found = Drafts(bridge.home).find(draft)
            self._put_raw(found)
            self.found_draft = bool(found) and self.raw() != self.untouched
        for editor in self.editors.values():
            editor.changed.connect(self._edited)

    def _row(self, field: Field) -> QVBoxLayout:
        row = QVBoxLayout()
        row.setSpacing(look.theme().px(5))
        editor = self._editor(field)
        self.editors[field.key] = editor
        if field.kind != "switch":
            title = field.title if field.needed else tr("{title}（可以不填）", title=field.title)
            name = PlainLabel(title, "strong", wrap=True)
            name.setBuddy(editor.control)
            row.addWidget(name)
        if field.help:
            row.addWidget(PlainLabel(field.help, "small", wrap=True))
        row.addWidget(editor)
        fault = PlainLabel("", "bad", wrap=True)
        fault.hide()
        self._faults[field.key] = fault
        row.addWidget(fault)
        return row

    def _editor(self, field: Field) -> Editor:
        if field.kind in ROSTER_EDITORS:
            editor: Editor = ROSTER_EDITORS[field.kind](field, self.bridge)
        else:
            editor = EDITORS[field.kind](field)
        if isinstance(editor, DayEditor):
            today: Callable[[], date] = self.bridge.today
            editor.today = today
        if field.default is not None:
            editor.put(field.default)
        return editor

    def values(self) -> dict[str, Any]:
        """What was entered, by field."""
        return {key: editor.value() for key, editor in self.editors.items()}

    def faults(self) -> list[str]:
        """Every fault in words, each shown at its field too; the keyboard goes to the first."""
        found: list[str] = []
        for key, editor in self.editors.items():
            fault = editor.fault()
            self.tell(key, fault)
            if fault:
                if not found:
                    editor.control.setFocus()
                found.append(tr("{title}：{fault}", title=editor.field.title, fault=fault))
        return found

    def tell(self, key: str, fault: str) -> None:
        """Show a fault at a field, "" for none."""
        label = self._faults[key]
        label.setText(f"✕ {fault}" if fault else "")
        label.setVisible(bool(fault))
        self.editors[key].control.setAccessibleDescription(fault or self.editors[key].field.help)

    def fill(self, values: dict[str, Any]) -> None:
        """Show these values in their fields."""
        for key, value in values.items():
            if key in self.editors:
                self.editors[key].put(value)

    def widget(self, key: str) -> QWidget:
        """The control of a field, where the keyboard goes."""
        return self.editors[key].control

    def raw(self) -> dict[str, Any]:
        """Everything as it was typed, passphrases left out."""
        return {key: editor.raw() for key, editor in self.editors.items() if not editor.secret}

    def _put_raw(self, raw: dict[str, Any]) -> None:
        for key, typed in raw.items():
            if key in self.editors:
                self.editors[key].put_raw(typed)

    def start_over(self) -> dict[str, Any]:
        """Put everything back as it was at first; answers what was typed, so that it can be brought back."""
        typed = self.raw()
        self._put_raw(self.untouched)
        return typed

    def bring_back(self, typed: dict[str, Any]) -> None:
        """Show again what start_over() answered."""
        self._put_raw(typed)

    def _edited(self) -> None:
        for key, label in self._faults.items():
            if label.isVisibleTo(self) and not self.editors[key].fault():
                self.tell(key, "")
        if self.draft:
            self._pause.start()
        self.edited.emit()

    def _keep(self) -> None:
        home, key, typed = self.bridge.home, self.draft, self.raw()
        if home is not None:
            self.bridge.work(lambda: Drafts(home).keep(key, typed), lambda _none: None)

    def finish(self) -> None:
        """The deed is done: the draft is not needed any more."""
        self._pause.stop()
        home, key = self.bridge.home, self.draft
        if key and home is not None:
            self.bridge.work(lambda: Drafts(home).drop(key), lambda _none: None)

    def save_now(self) -> None:
        """Keep what is still waiting for a pause in the typing."""
        if self._pause.isActive():
            self._pause.stop()
            self._keep()
