"""Characters as they are looked for and printed: what may be meant, and which face of the papers draws it."""

from dataclasses import dataclass

from consult_desk.base.errors import Refused
from consult_desk.desk import Look
from consult_desk.documents.fonts import Role, choose
from consult_desk.interchange.rare_characters import FoundCharacter, find, table

FACES = {Role.FANG: "仿宋", Role.SONG: "宋体", Role.HEI: "黑体", Role.KAI: "楷体", Role.TITLE: "标题"}
MOST_CHARS = 60


@dataclass(frozen=True)
class Drawn:
    """How one face of the papers draws a character. font: file name of the font; own: not lent by another face."""

    face: str
    font: str
    own: bool


@dataclass(frozen=True)
class GlyphCover:
    """Whether the papers can print a character. words: what is to be known, "" where every face has it."""

    char: str
    code: str
    printable: bool
    drawn: tuple[Drawn, ...]
    words: str


def find_characters(look: Look, asked: str) -> tuple[FoundCharacter, ...]:
    """找生僻字：按编码（U+3ADA）、部首加笔画（日4）、部件（日斤）或字本身。"""
    return find(asked)


def radicals(look: Look) -> tuple[tuple[int, str], ...]:
    """二百一十四个部首：笔画数和部首。"""
    return tuple((strokes, char) for char, strokes in table().radicals.values())


def glyph_cover(look: Look, text: str) -> tuple[GlyphCover, ...]:
    """文书能不能印出这些字，每种字体由哪个字库画。"""
    return tuple(_cover(char) for char in text[:MOST_CHARS] if not char.isspace())


def _cover(char: str) -> GlyphCover:
    code = f"U+{ord(char):04X}"
    try:
        fonts = {role: choose(role, char) for role in FACES}
    except Refused as refusal:
        return GlyphCover(char, code, False, (), refusal.obstacles[0].words + "。" + refusal.obstacles[0].fix)
    drawn = tuple(Drawn(title, fonts[role], fonts[role] == role.value) for role, title in FACES.items())
    lent = [one.face for one in drawn if not one.own]
    words = f"{'、'.join(lent)}里没有“{char}”，印的时候用笔画相近的宋体补上" if lent else ""
    return GlyphCover(char, code, True, drawn, words)
