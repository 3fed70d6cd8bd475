"""Finds a character that no keyboard types: by code point, by radical and strokes, or by the parts it is made of."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from consult_desk.base.places import resource
from consult_desk.base.text import pinyin

MOST = 120
_CODE = re.compile(r"(?:U\+|\\U|\\X|&#X|0X)?([0-9A-F]{4,6});?")
_RADICAL = re.compile(r"(.)(?:部|旁|\+|、)*([0-9]{1,2})(?:画|划|笔)?")
_IGNORED = re.compile(r"[\s+＋、,，和加⿰-⿿]")
# One form of a part that stands for more than one radical, beside those the table tells.
_ALSO = {"阝": "阜邑", "月": "肉", "王": "玉", "礻": "示", "衤": "衣", "罒": "网", "覀": "西", "龵": "手", "⺮": "竹"}


@dataclass(frozen=True)
class Shape:
    """What the table says of a character. radical: its number, 0 for a mere part. rest: strokes besides it."""

    char: str
    radical: int
    rest: int
    strokes: int
    parts: str


@dataclass(frozen=True)
class FoundCharacter:
    """A character that may be meant: its code point, reading ("" where none is known), strokes and parts."""

    char: str
    code: str
    reading: str
    strokes: int
    radical: str
    parts: str


@dataclass
class Table:
    """All shapes with the radicals they hang on."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    radicals: dict[int, tuple[str, int]] = field(default_factory=dict)
    whole: dict[str, frozenset[str]] = field(default_factory=dict)

    def inside(self, char: str) -> frozenset[str]:
        """Every part of a character, parts of parts too, each also under the names people type for it."""
        if char not in self.whole:
            self.whole[char] = frozenset((char,))  # the data may run in a circle
            found = set(self.names(char))
            for part in self.shapes[char].parts if char in self.shapes else "":
                found |= self.inside(part)
            self.whole[char] = frozenset(found)
        return self.whole[char]

    def names(self, char: str) -> set[str]:
        """A part as it stands and the radical it is a form of: 亻 is 人 too."""
        shape = self.shapes.get(char)
        own = {self.radicals[shape.radical][0]} if shape and shape.radical and shape.rest <= 0 else set()
        return {char, *_ALSO.get(char, ""), *own}

    def radical_of(self, char: str) -> int:
        """Number of the radical that a person means by this character, 0 where it is none."""
        for number, (head, _strokes) in self.radicals.items():
            if char == head:
                return number
        shape = self.shapes.get(char)
        return shape.radical if shape and shape.rest <= 0 else 0


@cache
def table() -> Table:
    """The table of resources/radicals, read once."""
    made = Table()
    folder = resource("radicals")
    for line in (folder / "radicals.txt").read_text(encoding="utf-8").split("\n"):
        if line:
            number, head, many = line.split(" ")
            made.radicals[int(number)] = (head, int(many))
    for line in (folder / "characters.txt").read_text(encoding="utf-8").split("\n"):
        if line:
            char, place, strokes, *parts = line.split(" ")
            radical, _, rest = place.partition(".")
            made.shapes[char] = Shape(
                char, 0 if radical == "-" else int(radical), int(rest or 0), int(strokes), "".join(parts)
            )
    return made


def find(asked: str) -> tuple[FoundCharacter, ...]:
    """Characters that may be meant, the likeliest first, at most MOST.

    asked: "U+3ADA" or "3ADA"; "日4" for radical 日 and four more strokes; "日斤" for parts; or the character itself.
    """
    text = unicodedata.normalize("NFC", asked).strip()
    plain = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    codes = _CODE.findall(plain) if plain and not _CODE.sub("", plain) else []
    if codes:
        return tuple(_found(chr(int(code, 16))) for code in codes if _is_character(int(code, 16)))
    by_strokes = _RADICAL.fullmatch(_unspaced(text))
    if by_strokes is not None:
        return _by_radical(by_strokes[1], int(by_strokes[2]))
    parts = [char for char in _IGNORED.sub("", text) if not char.isascii() and _is_character(ord(char))]
    return _by_parts(parts) if parts else ()


def _unspaced(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", c) if c.isdigit() else c for c in text if not c.isspace())


def _is_character(code: int) -> bool:
    """Whether a name may hold it: letters and ideographs; surrogates, signs and invisible ones are none."""
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return False
    return unicodedata.category(chr(code))[0] == "L" or 0x20000 <= code <= 0x3FFFD or chr(code) == "〇"


def _by_radical(char: str, rest: int) -> tuple[FoundCharacter, ...]:
    shapes, radical = table(), table().radical_of(char)
    if radical:
        return _first((s for s in shapes.shapes.values() if s.radical == radical and s.rest == rest), _plainest)
    if char not in shapes.shapes:
        return ()
    strokes = shapes.shapes[char].strokes + rest
    meant = (s for s in shapes.shapes.values() if s.strokes == strokes and s.radical and char in shapes.inside(s.char))
    return _first(meant, _plainest)


def _plainest(shape: Shape) -> tuple[int, ...]:
    """Common characters stand in the first block, by strokes and code."""
    return (not 0x4E00 <= ord(shape.char) <= 0x9FFF, shape.strokes, ord(shape.char))


def _by_parts(parts: list[str]) -> tuple[FoundCharacter, ...]:
    known, wanted = table(), frozenset(parts)
    strokes = sum(known.shapes[part].strokes for part in parts if part in known.shapes)

    def rank(shape: Shape) -> tuple[int, ...]:
        exact = shape.parts == "".join(parts)
        return (not exact, abs(shape.strokes - strokes), *_plainest(shape))

    itself = [_found(parts[0])] if len(parts) == 1 else []
    meant = (s for s in known.shapes.values() if s.radical and s.char not in wanted and wanted <= known.inside(s.char))
    return (*itself, *_first(meant, rank))[:MOST]


def _first(shapes: Iterable[Shape], rank: Callable[[Shape], tuple[int, ...]]) -> tuple[FoundCharacter, ...]:
    return tuple(_found(shape.char) for shape in sorted(shapes, key=rank)[:MOST])


def _found(char: str) -> FoundCharacter:
    known, reading = table(), pinyin(char)[0]
    shape = known.shapes.get(char)
    head = known.radicals[shape.radical][0] if shape is not None and shape.radical else ""
    return FoundCharacter(
        char, f"U+{ord(char):04X}", "" if reading == char else reading, shape.strokes if shape else 0, head,
        shape.parts if shape else "",
    )  # fmt: skip
