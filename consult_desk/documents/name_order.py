"""Lists of names: in order of 姓氏笔画 or of pinyin, and in columns that stand under each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from consult_desk.base.names import COMPOUND, surname
from consult_desk.base.places import resource
from consult_desk.base.text import pinyin
from consult_desk.documents.page import stretched
from consult_desk.documents.setter import Line, Style, set_line

STROKES, PINYIN = "strokes", "pinyin"
ORDERS: Mapping[str, str] = MappingProxyType({STROKES: "按姓氏笔画为序", PINYIN: "按姓氏拼音为序"})
_SEPARATORS = frozenset("·•‧・ \u3000")


def ordered(names: Iterable[str], how: str = STROKES) -> list[str]:
    """The names in one of ORDERS; bearers of one family name stand together, Latin names come last.

    By strokes: number of strokes of the first character, then its strokes in the order 横竖撇点折 (the order of GB 13000.1
    and 通用规范汉字表), then the second character, and so on. By pinyin: syllable after syllable, characters of one sound by
    strokes. A shorter name comes first. Raises ValueError for an unknown order.
    """
    if how not in ORDERS:
        raise ValueError(f"no order {how!r}")
    key = _by_strokes if how == STROKES else _by_pinyin
    return sorted(names, key=lambda name: (key(name), name))


def _parts(name: str) -> tuple[str, str]:
    first = surname(name)
    return tuple("".join(c for c in part if c not in _SEPARATORS) for part in (first, name[len(first) :]))  # type: ignore[return-value]


def _by_strokes(name: str) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(rank(char) for char in part) for part in _parts(name))


def _by_pinyin(name: str) -> tuple[tuple[tuple[int, str, int], ...], ...]:
    first, given = _parts(name)
    whole = pinyin(first)[0]
    if len(first) > 1 and first not in COMPOUND:
        heard = [_syllable(char) for char in first]
    else:
        rest = [_syllable(char) for char in first[1:]]
        heard = [whole.removesuffix("".join(rest)), *rest] if whole.endswith("".join(rest)) else [whole, *rest]
    return (
        tuple((_script(char), sound, rank(char)) for sound, char in zip(heard, first, strict=False)),
        tuple((_script(char), _syllable(char), rank(char)) for char in given),
    )


def _script(char: str) -> int:
    return int(char.isascii())


@lru_cache(maxsize=8192)
def _syllable(char: str) -> str:
    # Behind another letter, so that a character that is also a family name is not read as one.
    return pinyin("a" + char)[0][1:]


@lru_cache(maxsize=8192)
def rank(char: str) -> int:
    """The place of a character in the order of strokes; what is not in it stands behind by its code point."""
    at = _order().find(char)
    return at if at >= 0 else 1_000_000 + ord(char.casefold()[0])


def strokes(char: str) -> int:
    """How many strokes a character has; 0 for one that is not listed."""
    at = _order().find(char)
    return 0 if at < 0 else next(count for count, end in _ends() if at < end)


@cache
def _order() -> str:
    return "".join(words for _count, words in _lines())


@cache
def _ends() -> tuple[tuple[int, int], ...]:
    ends, so_far = [], 0
    for count, words in _lines():
        so_far += len(words)
        ends.append((count, so_far))
    return tuple(ends)


def _lines() -> list[tuple[int, str]]:
    text = resource("radicals", "stroke_order.txt").read_text(encoding="utf-8")
    pairs = (line.split(" ", 1) for line in text.splitlines())
    return [(int(count), words) for count, words in pairs]


@dataclass(frozen=True)
class Columns:
    """Names in columns. step: from one column to the next, in points. rows: for each row its names with their places."""

    count: int
    step: float
    rows: tuple[tuple[tuple[float, Line], ...], ...]


def columns(names: Sequence[str], width: float, style: Style) -> Columns:
    """Lay names out from left to right in columns as wide as the usual name and one character.

    Names of two characters are spaced to three. One name in twenty may be longer than its column and takes several, so
    that it does not thin out all the others. No row is wider than `width` points, but for one name alone that is.
    """
    shown = [set_line(stretched(name), style) for name in names]
    if not shown:
        return Columns(0, 0.0, ())
    usual = sorted(line.width for line in shown)[max(0, (len(shown) * 19) // 20 - 1)]
    count = max(1, int((width + style.pitch) / (usual + style.pitch)))
    step = width / count
    rows: list[list[tuple[float, Line]]] = [[]]
    column = 0
    for line in shown:
        needed = max(1, min(count, int(-(-(line.width + 0.4 * style.pitch) // step))))
        if column and column * step + line.width > width + 0.1:
            rows.append([])
            column = 0
        rows[-1].append((column * step, line))
        column += needed
    return Columns(count, step, tuple(tuple(row) for row in rows))
