"""The keyboard map: which keys do what, drawn from the shortcuts that there are."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import keys, look
from ui.page import card, column_of, scrolled
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr

# What is printed on the caps of a keyboard.
CAPS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "Enter", "Del": "Delete"}


class KeyMap(QWidget):
    """Groups of keys as cards: the caps at the left, what they do at the right."""

    def __init__(self, groups: Sequence[keys.Group]) -> None:
        super().__init__()
        theme = look.theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        for group in groups:
            frame, within = card()
            within.addWidget(PlainLabel(group.title, "heading", wrap=True))
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme.px(16))
            grid.setVerticalSpacing(theme.px(8))
            grid.setColumnMinimumWidth(0, theme.px(210))
            grid.setColumnStretch(1, 1)
            for row, key in enumerate(group.keys):
                grid.addWidget(_caps(key.keys), row, 0)
                grid.addWidget(PlainLabel(key.words, wrap=True), row, 1)
            within.addLayout(grid)
            column.addWidget(frame)
        column.addStretch(1)


class KeyMapDialog(QDialog):
    """The map in a window of its own."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        theme = look.theme()
        self.setWindowTitle(tr("键盘对照表"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(720), window.width() - 40), min(theme.px(640), window.height() - 40))
        column = column_of(self, margin=20, spacing=12)
        column.addWidget(PlainLabel(tr("键盘对照表"), "title"))
        column.addWidget(PlainLabel(tr("不用鼠标也能办完每一件事。下面的键在对应的页面上按。"), "muted", wrap=True))
        inside = QWidget()
        within = column_of(inside, margin=0, spacing=0)
        within.addWidget(KeyMap(keys.listed(window)))
        self.area = scrolled(inside, tr("键盘对照表，用上下方向键滚动"))
        column.addWidget(self.area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.ok = QPushButton(tr("看完了"))
        self.ok.setAccessibleName(tr("看完了，关上键盘对照表"))
        set_tip(self.ok, tr("关上，回到刚才的页面"))
        self.ok.setProperty("role", "primary")
        self.ok.setDefault(True)
        self.ok.clicked.connect(lambda _c=False: self.accept())
        row.addWidget(self.ok)
        column.addLayout(row)
        self.ok.setFocus()


def _caps(sequence: str) -> QWidget:
    """Each key as a cap, + between those pressed together, / between one way and another."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.theme().px(4))
    holder.setAccessibleName(sequence)
    for word in _split(sequence):
        row.addWidget(PlainLabel(CAPS.get(word, word), "" if word in ("+", "/") else "keycap"))
    row.addStretch(1)
    return holder


def _split(sequence: str) -> list[str]:
    """Caps and what stands between them: "Ctrl++" is Ctrl, + and the key ＋; "Home / End" is one key or the other."""
    words: list[str] = []
    for part in sequence.split(" "):
        held = [word for word in part.split("+") if word]
        if part.endswith("+"):
            held.append("＋")
        for number, key in enumerate(held):
            words += ["+", key] if number else [key]
    return words
