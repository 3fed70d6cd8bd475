"""Editors of the roster's forms: a name with rare characters, and what a seat would do to its body."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from ui import look
from ui.bridge import Bridge
from ui.editors import Editor, Field, TextEditor
from ui.widgets.composition import CompositionCard
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr


class NameEditor(TextEditor):
    """A person's name: says when the papers cannot print it as it is, and finds characters no keyboard types."""

    def __init__(self, field: Field, bridge: Bridge) -> None:
        self.bridge = bridge
        super().__init__(field)

    def make(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(look.theme().px(8))
        self.line = QLineEdit()
        self.line.setMaxLength(self.field.high or 50)
        row.addWidget(self.line, 1)
        self.rare = QPushButton(tr("生僻字…"))
        self.rare.setAccessibleName(tr("{title}：找打不出来的字", title=self.field.title))
        set_tip(self.rare, tr("打不出来的字，按部件、部首笔画或编码来找"))
        self.rare.clicked.connect(lambda _c=False: self._find())
        row.addWidget(self.rare)
        self.column.addLayout(row)
        self.cover = PlainLabel("", "small", wrap=True)
        self.cover.hide()
        self.column.addWidget(self.cover)
        self.control = self.line
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(300)
        self._pause.timeout.connect(self._ask)
        self.line.textChanged.connect(lambda _t: self._typed())

    def _typed(self) -> None:
        self._pause.start()
        self.changed.emit()

    def _find(self) -> None:
        from ui.widgets.rare_characters import RareCharacters

        self.dialog = RareCharacters(self, self.bridge, self._put_in)
        self.dialog.open()

    def _put_in(self, char: str) -> None:
        self.line.insert(char)
        self.line.setFocus()

    def _ask(self) -> None:
        text = self.line.text().strip()
        if _common(text):
            self._covered(())
            return
        from consult_desk.views import characters

        def arrived(found: Any) -> None:
            if isValid(self) and text == self.line.text().strip():
                self._covered(found)

        self.bridge.ask(characters.glyph_cover, arrived, text)

    def _covered(self, found: Any) -> None:
        lines = [f"✕ {one.words}" if not one.printable else one.words for one in found if one.words]
        self.cover.setText("\n".join(lines))
        self.cover.set_role("bad" if any(not one.printable for one in found) else "small")
        self.cover.setVisible(bool(lines))


def _common(text: str) -> bool:
    """Whether every character is one that all faces of the papers have: those of GB 2312."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


class CompositionEditor(Editor):
    """Shows what the composition would be with what is filled in beside it; asks for nothing itself.

    field.default: what is known already (body, person_id, membership_id).
    """

    def __init__(self, field: Field, bridge: Bridge) -> None:
        self.bridge = bridge
        self.known: dict[str, Any] = {}
        self._asked: tuple[str, int, int] = ("", 0, 0)
        self._form: Any = None
        super().__init__(field)

    def make(self) -> None:
        self.card = CompositionCard()
        self.column.addWidget(self.card)
        self.control = self.card
        self.card.say(tr("选好组织和人以后，这里会写明组成合不合规定。"))

    def value(self) -> Any:
        return None

    def put(self, value: Any) -> None:
        if isinstance(value, dict):
            self.known = value

    def raw(self) -> Any:
        return None

    def put_raw(self, raw: Any) -> None:
        """Nothing was typed here."""

    def fault(self) -> str:
        return ""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        around: QWidget | None = self.parentWidget()
        if self._form is None and around is not None and hasattr(around, "editors"):
            self._form = around
            self._form.edited.connect(self._follow)
            self._follow()

    def _follow(self) -> None:
        entered = {**self.known, **{k: v for k, v in self._form.values().items() if v is not None}}
        body, leaves = str(entered.get("body") or ""), int(entered.get("membership_id") or 0)
        joins = 0 if leaves else int(entered.get("person_id") or 0)
        if (body, joins, leaves) == self._asked or not body or not (joins or leaves):
            return
        self._asked = (body, joins, leaves)
        from consult_desk.views import bodies

        self.bridge.ask(bodies.body_page, self._show, body=body, joins=joins, leaves=leaves)

    def _show(self, page: Any) -> None:
        self.card.show_verdicts(page.would, tr("规则方案对“{body}”的组成没有比例要求。", body=tr(page.title)))
