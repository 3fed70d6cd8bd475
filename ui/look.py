"""How everything looks: colours for light and dark, sizes by one factor, fonts from the bundle, one style sheet."""

import re
from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from consult_desk.base import places
from consult_desk.base.errors import Trouble

BASE_PX = 16  # text size at 100 %
FACTORS = (1.0, 1.125, 1.25, 1.5, 1.75)
SYSTEM_FAMILIES = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Droid Sans Fallback",
)


@dataclass(frozen=True)
class Tokens:
    """The colours of one look, each as #rrggbb."""

    window: str
    card: str
    line: str
    field_line: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    on_accent_soft: str
    row_alt: str
    side: str
    side_active: str
    side_text: str
    side_muted: str
    side_mark: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    practice: str
    on_practice: str
    focus: str
    track: str


LIGHT = Tokens(
    window="#f3f5f7", card="#ffffff", line="#dfe4e2", field_line="#7d8b86", text="#1b2422", muted="#55635e",
    accent="#1c7659", accent_hover="#155f47", on_accent="#ffffff", accent_soft="#e1f1ea", on_accent_soft="#14583f",
    row_alt="#fafbfb", side="#1f4d43", side_active="#2e6b5d", side_text="#f2f8f5", side_muted="#c3d8d0",
    side_mark="#ffd166", warn="#934400", warn_soft="#fdeedd", bad="#a1201a", bad_soft="#fce8e6",
    practice="#ffd166", on_practice="#3a2800", focus="#0b57a4", track="#e3e7e5",
)  # fmt: skip
DARK = Tokens(
    window="#171a19", card="#202524", line="#38403d", field_line="#7c8a85", text="#eef2f0", muted="#a9b5b0",
    accent="#4fb99a", accent_hover="#6bcbaf", on_accent="#0b1f18", accent_soft="#1e3b33", on_accent_soft="#9fe0cb",
    row_alt="#242a28", side="#12211d", side_active="#22483d", side_text="#e9f2ee", side_muted="#a8c0b7",
    side_mark="#ffd166", warn="#ffb068", warn_soft="#3f2a17", bad="#ff9d94", bad_soft="#46211e",
    practice="#ffd166", on_practice="#3a2800", focus="#8cc4ff", track="#39413e",
)  # fmt: skip

# What is written on what. A test computes the contrast of every pair: 4.5 for text, 3 for outlines.
TEXT_ON: tuple[tuple[str, str], ...] = (
    ("text", "window"), ("text", "card"), ("text", "row_alt"), ("text", "accent_soft"), ("text", "warn_soft"),
    ("text", "bad_soft"), ("muted", "window"), ("muted", "card"), ("muted", "row_alt"), ("muted", "accent_soft"),
    ("muted", "warn_soft"), ("muted", "bad_soft"), ("accent", "card"), ("accent", "window"), ("on_accent", "accent"),
    ("on_accent", "accent_hover"), ("on_accent_soft", "accent_soft"), ("side_text", "side"),
    ("side_text", "side_active"), ("side_muted", "side"), ("warn", "warn_soft"), ("warn", "card"), ("bad", "bad_soft"),
    ("bad", "card"), ("on_practice", "practice"),
)  # fmt: skip
OUTLINE_ON: tuple[tuple[str, str], ...] = (
    ("field_line", "card"), ("field_line", "window"), ("focus", "card"), ("focus", "window"), ("side_mark", "side"),
)  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """One look in force: its colours, whether dark, the text factor (1.0 to 1.75) and the font families."""

    dark: bool = False
    factor: float = 1.0
    families: tuple[str, ...] = SYSTEM_FAMILIES

    @property
    def tokens(self) -> Tokens:
        """The colours."""
        return DARK if self.dark else LIGHT

    def color(self, name: str) -> QColor:
        """One colour by its name in Tokens."""
        return QColor(getattr(self.tokens, name))

    def px(self, size: float) -> int:
        """A length of the 100 % design in pixels at this text size."""
        return max(1, round(size * self.factor))

    def font(self, size: float = BASE_PX, *, bold: bool = False) -> QFont:
        """The font at a size of the 100 % design."""
        font = QFont()
        font.setFamilies(list(self.families))
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return font


_loaded: list[str] = []  # families of the bundle, in the order they are to be used


def load_first() -> None:
    """Load the one bundled font the first sight needs; nothing where none is bundled."""
    _load(_sans()[:1])


def load_the_rest() -> None:
    """Load the other bundled fonts: the bolder sans, and the largest serif for rare characters of names."""
    _load([*_sans(), *_rare()])


def families() -> tuple[str, ...]:
    """The families to use, best first: what is loaded of the bundle, then the system's own."""
    return tuple(dict.fromkeys((*_loaded, *SYSTEM_FAMILIES)))


_paths: set[Path] = set()


def _load(paths: list[Path]) -> None:
    for path in paths:
        if path not in _paths:
            _paths.add(path)
            number = QFontDatabase.addApplicationFont(str(path))
            _loaded.extend(QFontDatabase.applicationFontFamilies(number) if number >= 0 else ())


def _folder() -> list[Path]:
    try:
        return sorted(places.resource("fonts").rglob("*.[to]tf"))
    except Trouble:
        return []


def _sans() -> list[Path]:
    files = [path for path in _folder() if "sans" in path.name.lower() and "mongol" not in path.name.lower()]
    return sorted(files, key=lambda path: "regular" not in path.name.lower())


def _rare() -> list[Path]:
    # Rare characters of names come from the largest serif, which covers what the subsets leave out.
    serif = [path for path in _folder() if "serif" in path.name.lower()]
    return sorted(serif, key=lambda path: -path.stat().st_size)[:1]


def put_on(app: QApplication, theme: Theme) -> None:
    """Dress the whole application in a theme."""
    app.setProperty("theme", theme)
    app.setFont(theme.font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))


def is_dark(choice: str) -> bool:
    """Whether a setting (light, dark or system) means dark now; a system that does not say is light."""
    if choice != "system":
        return choice == "dark"
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def factor_of(font_px: int) -> float:
    """The text factor nearest to a text size in pixels."""
    return min(FACTORS, key=lambda factor: abs(factor - font_px / BASE_PX))


def theme() -> Theme:
    """The theme the application wears."""
    app = QApplication.instance()
    worn = app.property("theme") if app is not None else None
    return worn if isinstance(worn, Theme) else Theme()


def style_sheet(theme: Theme) -> str:
    """The style sheet with @names replaced by colours and 8sp by pixels at this text size."""
    raw = places.resource("look", "window.qss").read_text(encoding="utf-8")
    tokens = {f.name: getattr(theme.tokens, f.name) for f in fields(Tokens)}
    # A style sheet takes pictures from files only; these two exist once per look.
    shade = "dark" if theme.dark else "light"
    tokens |= {name: places.resource("look", f"{name}-{shade}.svg").as_posix() for name in ("tick", "arrow")}
    colored = re.sub(r"@(\w+)", lambda m: tokens[m[1]], raw)
    return re.sub(r"\b(\d+(?:\.\d+)?)sp\b", lambda m: f"{theme.px(float(m[1]))}px", colored)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, name in (
        (role.Window, "window"), (role.Base, "card"), (role.AlternateBase, "row_alt"), (role.Button, "card"),
        (role.WindowText, "text"), (role.Text, "text"), (role.ButtonText, "text"), (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"), (role.PlaceholderText, "muted"), (role.ToolTipBase, "card"),
        (role.ToolTipText, "text"), (role.Link, "accent"),
    ):  # fmt: skip
        palette.setColor(where, theme.color(name))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, theme.color("muted"))
    return palette


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2 defines it, from 1 to 21."""
    first, second = _luminance(one), _luminance(other)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
