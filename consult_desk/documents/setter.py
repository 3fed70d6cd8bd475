"""The line setter: breaks Chinese text into lines on the grid of GB/T 9704, with no forbidden line start or end."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from consult_desk.documents import fonts, gbt9704
from consult_desk.documents.fonts import Role

# 禁则: what may not begin and what may not end a line.
NO_START = frozenset("、。，．：；！？）】》」』〉”’〕］｝〗…—～·‧•%‰％℃°,.:;!?)]}’”々ー—")
NO_END = frozenset("（【《「『〈“‘〔［｛〖([{￥$№")
_CLOSERS = frozenset("、。，．：；）】》」』〉”’〕］｝〗")
_OPENERS = frozenset("（【《「『〈“‘〔［｛〖")
_STRONG = frozenset("！？")
_TWINS = frozenset("…—")

# What stays together: dates, amounts with their unit, numbers of documents, Latin words.
_TOGETHER = re.compile(
    r"\d+年\d+月(?:\d+日)?|\d+年|\d+月\d+日"
    r"|[!-~\u00a1-\u024f]+(?:(?<=\d)(?:万元|亿元|公里|平方米|[元人票户亩米个份名条项％℃㎡号日月天年]))?"
)
# Chinese print puts no space between a character and a number beside it: 应到 45 人 is set 应到45人.
_LOOSE = re.compile(r"(?<=[\u3400-\u9fff：，。]) (?=[0-9])|(?<=[0-9]) (?=[\u3400-\u9fff])")
_HALF = 0.5
# How much a line may give or take before the next word is taken in rather than pushed out, in em.
_SQUEEZE_AT_MOST = 1.5


@dataclass(frozen=True)
class Style:
    """How text is set: role of the face, size in points, advance of a full-width character in points."""

    role: Role
    size: float
    pitch: float
    colour: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def sized(self, role: Role) -> "Style":
        """The same measure in another face, for a word within the line."""
        return Style(role, self.size, self.pitch, self.colour)


BODY = Style(Role.FANG, gbt9704.SIZE_3, gbt9704.PITCH)
HEADING = Style(Role.HEI, gbt9704.SIZE_3, gbt9704.PITCH)
SUBHEADING = Style(Role.KAI, gbt9704.SIZE_3, gbt9704.PITCH)


def plain(role: Role, size: float, colour: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Style:
    """A style off the grid: characters as wide as they are high."""
    return Style(role, size, size, colour)


@dataclass
class Cell:
    """One character (with the marks upon it) where it stands.

    x: of the glyph's origin, in points from the line's left edge. room: advance. glue: whether room may be
    added after it. trim_left/trim_right: what was cut off beside a punctuation mark.
    """

    text: str
    font: str
    style: Style
    room: float
    wide: bool
    glue: bool = True
    x: float = 0.0
    trim_left: float = 0.0
    trim_right: float = 0.0

    @property
    def advance(self) -> float:
        """Room the cell takes after trimming."""
        return self.room - self.trim_left - self.trim_right


@dataclass
class Line:
    """One set line: cells with their places, width in points, whether it closes its paragraph."""

    cells: list[Cell] = field(default_factory=list)
    indent: float = 0.0
    last: bool = False

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(c.text for c in self.cells)

    @property
    def width(self) -> float:
        """Natural width without the indent, in points."""
        return sum(c.advance for c in self.cells)


Spans = str | Sequence[tuple[str, Role]]


def set_paragraph(
    text: Spans, style: Style, width: float, *, first_indent: float = 0.0, indent: float = 0.0, justify: bool = True
) -> list[Line]:
    """Break one paragraph into lines no wider than `width` points.

    text: plain text, or spans of (text, role). Nothing in it is markup. first_indent, indent: points from the left
    on the first and on the other lines. Raises Refused for a character no font has. Every line but the last fills
    the width exactly when `justify`. Line ends inside the text count as spaces.
    """
    words = list(_words(list(_cells(text, style))))
    lines: list[Line] = []
    line = Line(indent=first_indent)
    for word in words:
        for piece in _pieces(word, width - indent):
            if line.cells and not _fits(line.cells, piece, width - line.indent):
                lines.append(line)
                line = Line(indent=indent)
            line.cells.extend(piece)
    line.last = True
    lines.append(line)
    for one in lines:
        _place(one, width - one.indent, justify)
    return lines


def set_line(text: Spans, style: Style) -> Line:
    """One line of natural width, never broken."""
    line = Line(cells=list(_cells(text, style)), last=True)
    _place(line, float("inf"), False)
    return line


def tight(text: str) -> str:
    """Text without the spaces between a Chinese character and a number beside it."""
    return _LOOSE.sub("", text)


def measure(text: str, style: Style) -> float:
    """Natural width of text on one line, in points."""
    return set_line(text, style).width


def _cells(text: Spans, style: Style) -> Iterator[Cell]:
    spans = [(text, style.role)] if isinstance(text, str) else text
    for words, role in spans:
        flat = tight(" ".join(words.split("\n")).replace("\t", "　"))
        before: Cell | None = None
        for cluster in _clusters(flat):
            cell = _cell(cluster, style.sized(role))
            if before is not None:
                _draw_together(before, cell)
                yield before
            before = cell
        if before is not None:
            yield before


def _clusters(text: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(text)):
        if unicodedata.category(text[at]) not in ("Mn", "Me"):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _cell(cluster: str, style: Style) -> Cell:
    font = fonts.choose(style.role, cluster)
    width = fonts.advance(font, cluster[0])
    if width >= 0.85 and ord(cluster[0]) > 0x24F:
        return Cell(cluster, font, style, style.pitch * max(1.0, round(width, 1)), True)
    return Cell(cluster, font, style, style.size * width, False, glue=False)


def _draw_together(before: Cell, after: Cell) -> None:
    """Take the blank half from between two marks of punctuation."""
    if not (before.wide and after.wide):
        return
    a, b = before.text[0], after.text[0]
    if a in _CLOSERS and (b in _CLOSERS or b in _OPENERS):
        before.trim_right = _HALF * before.style.pitch
    elif a in _OPENERS and b in _OPENERS:
        after.trim_left = _HALF * after.style.pitch


def _words(cells: list[Cell]) -> Iterator[list[Cell]]:
    """Groups of cells between which a line may break."""
    together = _tied("".join(c.text[0] for c in cells))
    word: list[Cell] = []
    for at, cell in enumerate(cells):
        if word and not (
            at in together or cell.text[0] in NO_START or word[-1].text[0] in NO_END or _twins(word[-1], cell)
        ):
            yield word
            word = []
        word.append(cell)
    if word:
        yield word


def _twins(a: Cell, b: Cell) -> bool:
    return a.text[0] in _TWINS and a.text[0] == b.text[0]


def _tied(text: str) -> set[int]:
    """Positions before which a line may not break because they lie inside a number, a date or a Latin word."""
    tied: set[int] = set()
    for found in _TOGETHER.finditer(text):
        tied.update(range(found.start() + 1, found.end()))
    return tied


def _pieces(word: list[Cell], width: float) -> Iterator[list[Cell]]:
    """The word whole, or cut where it must be when it is wider than a line."""
    piece: list[Cell] = []
    room = 0.0
    for cell in word:
        if piece and room + cell.advance > width + 1e-6:
            yield piece
            piece, room = [], 0.0
        piece.append(cell)
        room += cell.advance
    if piece:
        yield piece


def _fits(cells: list[Cell], piece: list[Cell], width: float) -> bool:
    joined = cells + piece
    while joined and joined[-1].text == " ":
        joined = joined[:-1]
    over = sum(c.advance for c in joined) - width
    if over <= 1e-6:
        return True
    if piece[-1].text[0] not in NO_START:
        return False
    return over <= min(sum(amount for _, amount in _slack(joined)), _SQUEEZE_AT_MOST * joined[0].style.pitch)


def _slack(cells: Iterable[Cell]) -> list[tuple[Cell, float]]:
    """Punctuation that can still be cut, each with how much, in points."""
    found = []
    for cell in cells:
        if cell.wide and cell.text[0] in _CLOSERS | _OPENERS and not (cell.trim_left or cell.trim_right):
            found.append((cell, _HALF * cell.style.pitch))
    return found


def _place(line: Line, width: float, justify: bool) -> None:
    while line.cells and line.cells[-1].text == " " and len(line.cells) > 1 and not line.last:
        line.cells.pop()
    cells = line.cells
    over = line.width - width
    if over > 1e-6:
        _squeeze(cells, over)
    gap = 0.0
    gaps = [c for c, after in pairwise(cells) if (c.glue or after.glue or c.text == " ")]
    if justify and not line.last and gaps:
        gap = max(0.0, width - line.width) / len(gaps)
    stretched = {id(c) for c in gaps} if gap else set()
    x = 0.0
    for cell in cells:
        cell.x = x - cell.trim_left
        x += cell.advance + (gap if id(cell) in stretched else 0.0)


def _squeeze(cells: list[Cell], over: float) -> None:
    slack = _slack(cells)
    total = sum(amount for _, amount in slack)
    if not total:
        return
    share = min(1.0, over / total)
    for cell, amount in slack:
        if cell.text[0] in _CLOSERS:
            cell.trim_right = amount * share
        else:
            cell.trim_left = amount * share
