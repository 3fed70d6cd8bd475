"""What a paper is composed of: the parts every paper is put together from, whatever file it becomes in the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from consult_desk.documents.imprint import Imprint

_NUMERALS = "一二三四五六七八九十"
# The bytes kept under a SHA-256; b"" where there are none, and an empty frame is drawn.
Files = Callable[[str], bytes]


MOST_FIGURES = 7  # side by side


def in_rows(cells: Sequence[tuple[str, str, str]]) -> list[Sequence[tuple[str, str, str]]]:
    """Figures in as few rows as hold them, the rows of nearly one length: eight are four and four, not seven and one."""
    rows = -(-len(cells) // MOST_FIGURES)
    edges = [len(cells) * at // rows for at in range(rows + 1)] if rows else [0]
    return [cells[start:stop] for start, stop in pairwise(edges)]


@dataclass(frozen=True)
class Column:
    """A column: its head, share of the width, how its cells stand (left, centre, right).

    fit: long cells are set smaller, down to 7/10, before they are broken.
    """

    head: str
    share: float
    align: str = "centre"
    fit: bool = False


@dataclass(frozen=True)
class Code:
    """A cell that holds a small QR code; nothing where no code can be drawn."""

    words: str


@dataclass(frozen=True)
class Strokes:
    """A cell that holds a count in strokes of 正, five to a character; in text forms 正正 and the number beside it."""

    count: int

    @property
    def words(self) -> str:
        """The count where no strokes can be drawn: 正正（12）."""
        whole = "正" * (self.count // 5)
        return f"{whole}（{self.count}）" if self.count else ""


Cell = str | Code | Strokes


def cell_words(cell: Cell) -> str:
    """What a cell says where only text can stand."""
    if isinstance(cell, Strokes):
        return cell.words
    return cell if isinstance(cell, str) else ""


@dataclass(frozen=True)
class Box:
    """One box of a ruled form. span: columns it takes. label: in 黑体, centred. lines: at least so many lines high.

    align: left, centre, right, or "" for centred labels and flush-left values. top: the words stand at its top.
    """

    words: Cell = ""
    span: int = 1
    label: bool = False
    lines: float = 1.0
    align: str = ""
    top: bool = False


def label(words: str, span: int = 1) -> Box:
    """A box with a label."""
    return Box(words, span, label=True)


@dataclass(frozen=True)
class Picture:
    """A photograph (JPEG without metadata, RGB or grey) with the words below it; an empty frame where data is b""."""

    data: bytes
    words: str


class Page(Protocol):
    """A paper in the making. A kind composes it once; it becomes PDF in any layout, Word, or a workbook."""

    imprint: Imprint
    files: Files

    def masthead(self, mark: str = "") -> None:
        """Issuers in red, number, red rule; or the village's own heading; on the board nothing. mark: instead of issuers."""

    def title(self, words: str, under: str = "") -> None:
        """The title on balanced lines, what stands under it, and below which version corrects which."""

    def addressee(self, words: str) -> None:
        """全体村民：, flush left."""

    def paragraph(self, text: str, label: str = "") -> None:
        """Body text, two characters in, a label in 黑体 before it; line ends begin new paragraphs."""

    def heading(self, words: str, level: int = 1) -> None:
        """一、（一）1.（1）by level 1 to 4, numbered by itself, never last on a page."""

    def labelled(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Lines such as 异议电话：0431-…; pairs without a value are left out."""

    def lines(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Smaller lines flush left, label in 黑体 before its value: what heads a list."""

    def figures(self, cells: Sequence[tuple[str, str, str]]) -> None:
        """Large figures side by side: (label, number, unit)."""

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, row_height: float = 0.0, size: float = 12.0
    ) -> None:
        """A ruled table, its head repeated on every page. row_height: at least so many points; size: of the type."""

    def form(self, widths: Sequence[float], rows: Sequence[Sequence[Box]], *, size: float = 12.0) -> None:
        """A ruled form: boxes over columns of these shares; long words go on over the page."""

    def names(self, names: Sequence[str], label: str = "") -> None:
        """Names aligned in columns, those of two characters spaced."""

    def pictures(self, pictures: Sequence[Picture], across: int = 2) -> None:
        """Photographs in rows, the words of each below it."""

    def sign_here(self, roles: Sequence[str]) -> None:
        """A line for each role to sign by hand, with the day."""

    def note(self, words: str) -> None:
        """Small type across the page: how to sign, what a list leaves out."""

    def late(self) -> None:
        """What was entered after the day it happened, in plain sight."""

    def signature(self, *, stamp: bool = True) -> None:
        """Issuers and date; stamp: over an empty place for the stamp. Two lines of body at least stay with it."""

    def enclosures(self, names: Sequence[str]) -> None:
        """附件：1. 名称, a line below the text, before the signature (GB/T 9704 7.3.4); nothing for no names."""

    def remark(self, words: str) -> None:
        """附注 in brackets, in the line below the date (GB/T 9704 7.3.6)."""

    def annex(self, label: str, words: str) -> None:
        """A page of its own that begins with 附件1 in 黑体 and its title in the third line (GB/T 9704 7.3.7)."""

    def foot(self) -> None:
        """Places for electronic signatures, check code and QR of the journal head, how to check them."""

    def new_page(self) -> None:
        """What follows begins a page (附件)."""

    def part(self, words: str) -> None:
        """The next composition within one paper: a page of its own that begins with these words, numbering anew."""

    def finish(self, name: str) -> Any:
        """The finished file. name: for its properties, no personal data."""


def no_file(_digest: str) -> bytes:
    """Nothing: the photographs of a paper are not at hand."""
    return b""


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_NUMERALS[tens - 1]}十")
    return head + (_NUMERALS[ones - 1] if ones else "")


def heading_number(level: int, number: int) -> str:
    """一、 （一） 1. （1） (GB/T 9704 7.3.3)."""
    return (f"{numeral(number)}、", f"（{numeral(number)}）", f"{number}. ", f"（{number}）")[level - 1]


class Counter:
    """Counts headings by level; a higher one begins the lower ones anew."""

    def __init__(self) -> None:
        self._counts = [0, 0, 0, 0]

    def next(self, level: int) -> str:
        """The number of the next heading of that level, 1 to 4."""
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (4 - level)
        return heading_number(level, self._counts[level - 1])


def lines_in(texts: Sequence[str]) -> tuple[str, ...]:
    """Every line of every text: what must be read back, where a text may run over several paragraphs."""
    return tuple(part.strip() for text in texts for part in text.split("\n") if part.strip())


def stretched(name: str) -> str:
    """张三 as 张　三, so that names of two characters are as wide as those of three."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 and not name.isascii() else name
