"""The keyboard: every shortcut is made here and carries its words, so the map drawn from them is never wrong.

    keys.add(self, "Ctrl+N", later("新建事项"), self.begin)      a shortcut of a page, a panel or the window
    keys.press(self.save, "Ctrl+S")                             a shortcut that presses a button and joins its tooltip

A shortcut works while its widget can be seen, wherever in that window the focus is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.widgets.plain_label import set_tip
from ui.words import later, tr

WORDS = "keyWords"  # the property of a shortcut that says what it does

# What Qt does everywhere by itself; nobody registers it, everybody wants to know it.
EVERYWHERE: tuple[tuple[str, str], ...] = (
    ("Tab", later("到下一个按钮或格子；加 Shift 往回走")),
    ("Enter", later("按下当前的按钮；在表格里打开这一行")),
    ("Space", later("勾选或取消勾选；按下当前的按钮")),
    ("↑ ↓ ← →", later("在表格、标签页和选项之间移动")),
    ("Home / End", later("到这一行（这张表）的开头或末尾")),
    ("Esc", later("关上当前的对话框，什么都不改")),
    ("Ctrl+C / Ctrl+V / Ctrl+Z", later("复制、粘贴、撤销刚才打的字")),
)


@dataclass(frozen=True)
class Key:
    """One shortcut as people read it: keys such as Ctrl+N, and what it does."""

    keys: str
    words: str


@dataclass(frozen=True)
class Group:
    """The shortcuts of one place: the whole window, or a page by its title."""

    title: str
    keys: tuple[Key, ...]


def add(widget: QWidget, keys: str, words: str, deed: Callable[[], object]) -> QShortcut:
    """Let `keys` do `deed` while `widget` can be seen. words: what it does, a literal in later(...)."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.setProperty(WORDS, words)
    shortcut.activated.connect(lambda: deed())
    return shortcut


def press(button: QAbstractButton, keys: str, words: str = "") -> QShortcut:
    """Let `keys` press a button and say so in its tooltip. words: what it does; what the button says when left out."""
    said = words or button.accessibleName() or button.text()
    tip = tr(said)
    set_tip(button, tr("{words}（{keys}）", words=tip, keys=keys))
    return add(button, keys, said, button.click)


def listed(window: QWidget) -> tuple[Group, ...]:
    """Every shortcut made in a window so far, by place, the whole window first; what Qt does by itself at the end."""
    found: dict[str, dict[str, str]] = {"": {}}
    for shortcut in window.findChildren(QShortcut):
        words = shortcut.property(WORDS)
        if words:
            place = found.setdefault(_said(_place(shortcut, window), "title"), {})
            for sequence in shortcut.keys():
                place.setdefault(sequence.toString(QKeySequence.SequenceFormat.PortableText), words)
    groups = [
        Group(tr(title) if title else tr("整个窗口"), tuple(Key(k, tr(w)) for k, w in sorted(keys.items(), key=_order)))
        for title, keys in found.items()
        if keys
    ]
    groups.append(Group(tr("到处都能用"), tuple(Key(keys, tr(words)) for keys, words in EVERYWHERE)))
    return tuple(groups)


def clashes(window: QWidget) -> list[str]:
    """Keys that two shortcuts of one place (or a place and the whole window) both want; empty when all is well."""
    wanted: dict[str, dict[str, set[str]]] = {}
    for shortcut in window.findChildren(QShortcut):
        for sequence in shortcut.keys():
            by_place = wanted.setdefault(sequence.toString(), {})
            by_place.setdefault(_said(_place(shortcut, window), "key"), set()).add(str(shortcut.property(WORDS) or "?"))
    found = []
    for keys, by_place in wanted.items():
        everywhere = by_place.get("", set())
        for place, words in by_place.items():
            both = words | everywhere
            if len(both) > 1:
                found.append(f"{keys} ({place or 'window'}): {sorted(both)}")
    return found


def _place(shortcut: QObject, window: QWidget) -> QObject | None:
    """The page a shortcut belongs to, None for the window itself."""
    owner = shortcut.parent()
    while owner is not None and owner is not window:
        if _said(owner, "key") and _said(owner, "title"):
            return owner
        owner = owner.parent()
    return None


def _said(owner: QObject | None, name: str) -> str:
    said = getattr(owner, name, "")
    return said if isinstance(said, str) else ""


def _order(item: tuple[str, str]) -> tuple[int, str]:
    keys = item[0]
    plain = keys.count("+") if not keys.endswith("++") else 1
    return plain, keys


def spoken(groups: Iterable[Group]) -> str:
    """The map as lines of text, for the clipboard and the screen reader."""
    return "\n".join(line for group in groups for line in (group.title, *(f"  {k.keys}  {k.words}" for k in group.keys)))
