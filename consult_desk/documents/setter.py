"""The line setter: breaks Chinese text into lines on the grid of GB/T 9704, with no forbidden line start or end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from consult_desk.documents import fonts, gbt9704
from consult_desk.documents.fonts import Role
from consult_desk.documents.spacing import BRACKETS, CLOSERS, NO_END, NO_START, OPENERS, Break, breaks, tight, units

__all__ = [
    "BODY", "HEADING", "NO_END", "NO_START", "SUBHEADING", "Cell", "Line", "Style", "measure", "plain", "set_line",
    "set_paragraph", "tight",
]  # fmt: skip

_HALF = 0.5
# How much of its punctuation a line may give up to take in what follows, in em.
_SQUEEZE_AT_MOST = 1.5
# A line filled less than this takes the first part of an address or date; one filled less than that, of a word.
_POOR, _EMPTY = 0.7, 0.5
_WIDEST_GAP = 1.0  # between two characters of a justified line, in em; a line that would need more stays ragged


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


@dataclass(slots=True)
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
    the width exactly when `justify`. Line ends inside the text count as spaces. Takes time in proportion to the text.
    """
    cells = list(_cells(text, style))
    if not cells:
        return [Line(indent=first_indent, last=True)]
    run = _Run(cells, style.pitch, justify)
    lines: list[Line] = []
    start = 0
    while start < len(cells):
        own = indent if lines else first_indent
        end = run.end_of_line(start, width - own)
        line = Line(cells[start:end], own, end == len(cells))
        _place(line, width - own, justify, head=start > 0)
        lines.append(line)
        start = end
    return lines


def set_line(text: Spans, style: Style) -> Line:
    """One line of natural width, never broken."""
    line = Line(cells=list(_cells(text, style)), last=True)
    x = 0.0
    for cell in line.cells:
        cell.x = x - cell.trim_left
        x += cell.advance
    return line


def measure(text: str, style: Style) -> float:
    """Natural width of text on one line, in points."""
    return sum(cell.advance for cell in _cells(text, style))


def _cells(text: Spans, style: Style) -> Iterator[Cell]:
    spans = [(text, style.role)] if isinstance(text, str) else text
    before: Cell | None = None
    for words, role in spans:
        own = style.sized(role) if role is not style.role else style
        flat = tight(words.replace("\n", " ").replace("\t", "　"))
        for cluster in _clusters(flat):
            font, width, wide = fonts.shape(role, cluster)
            room = own.pitch * width if wide else own.size * width
            cell = Cell(cluster, font, own, room, wide, wide)
            if before is not None:
                if before.wide and wide:
                    _draw_together(before, cell)
                yield before
            before = cell
    if before is not None:
        yield before


def _clusters(text: str) -> Iterable[str]:
    """Each character with the marks upon it."""
    return _marked(text) if any(fonts.is_mark(char) for char in set(text)) else text


def _marked(text: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(text)):
        if not fonts.is_mark(text[at]):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _draw_together(before: Cell, after: Cell) -> None:
    """Take the blank half from between two marks of punctuation."""
    a, b = before.text[0], after.text[0]
    if a in CLOSERS and (b in CLOSERS or b in OPENERS):
        before.trim_right = _HALF * before.style.pitch
    elif a in OPENERS and b in OPENERS:
        after.trim_left = _HALF * after.style.pitch


def _slack(cell: Cell) -> float:
    """How much can still be cut off beside a mark of punctuation, in points."""
    mark = cell.wide and not (cell.trim_left or cell.trim_right) and (cell.text[0] in CLOSERS or cell.text[0] in OPENERS)
    return _HALF * cell.style.pitch if mark else 0.0


def _trimmed_at_start(cell: Cell) -> float:
    return _slack(cell) if cell.text[0] in OPENERS else 0.0


def _trimmed_at_end(cell: Cell) -> float:
    return _slack(cell) if cell.text[0] in BRACKETS else 0.0


class _Run:
    """The cells of one paragraph with what is needed to find where its lines end, each place looked at once or twice."""

    def __init__(self, cells: Sequence[Cell], pitch: float, justify: bool) -> None:
        self.cells = cells
        self.kinds = breaks("".join(cell.text[0] for cell in cells))
        self.units = units(self.kinds)
        self.room = [0.0, *accumulate(cell.advance for cell in cells)]
        self.slack = [0.0, *accumulate(_slack(cell) for cell in cells)]
        # Where the line ends that ends here, its last spaces left out.
        self.bare = [0]
        for at, cell in enumerate(cells, 1):
            self.bare.append(self.bare[-1] if cell.text == " " else at)
        self.most = _SQUEEZE_AT_MOST * pitch
        self.justify = justify

    def end_of_line(self, start: int, width: float) -> int:
        """Where the line ends that begins at `start`: the furthest good place that fits into so many points."""
        best = {kind: 0 for kind in Break}
        count = len(self.cells)
        for end in range(start + 1, count + 1):
            if not self._fits(start, end, width):
                if self._natural(start, end) > width + self.most:
                    break
                continue
            if end == count:
                return end
            best[self.kinds[end]] = end
        free, seam, torn, any_end = (best[kind] for kind in reversed(Break))
        filled = self._natural(start, free) / width if free else 0.0
        if free and not (self.justify and filled < _POOR) and not self._endless(free, width):
            return free
        if seam > free and (not free or self._endless(free, width) or self._is_address(seam)):
            return seam
        if torn > free and (not free or self._endless(free, width) or (self.justify and filled < _EMPTY)):
            return torn
        return free or seam or torn or any_end or start + 1

    def _endless(self, start: int, width: float) -> bool:
        """Whether what begins here cannot stand on one line even alone."""
        end = self.units[start]
        return self.room[self.bare[end]] - self.room[start] > width + self.slack[end] - self.slack[start] + 1e-6

    def _is_address(self, seam: int) -> bool:
        return not self.cells[seam - 1].wide

    def _natural(self, start: int, end: int) -> float:
        bare = self.bare[end]
        if bare <= start:
            return 0.0
        cut = _trimmed_at_end(self.cells[bare - 1]) if end < len(self.cells) else 0.0
        if start and (bare - start > 1 or not cut):
            cut += _trimmed_at_start(self.cells[start])
        return self.room[bare] - self.room[start] - cut

    def _fits(self, start: int, end: int, width: float) -> bool:
        over = self._natural(start, end) - width
        if over <= 1e-6:
            return True
        bare = self.bare[end]
        if over > self.most or self.cells[bare - 1].text[0] not in NO_START:
            return False
        cut = _trimmed_at_start(self.cells[start]) if start else 0.0
        cut += _trimmed_at_end(self.cells[bare - 1]) if end < len(self.cells) else 0.0
        return over <= self.slack[bare] - self.slack[start] - cut + 1e-6


def _place(line: Line, width: float, justify: bool, *, head: bool) -> None:
    cells = line.cells
    room = line.width
    while len(cells) > 1 and cells[-1].text == " " and (not line.last or room > width):
        room -= cells.pop().advance
    if not line.last and (cut := _trimmed_at_end(cells[-1])):
        cells[-1].trim_right = cut
    if head and (cut := _trimmed_at_start(cells[0])):
        cells[0].trim_left = cut
    over = line.width - width
    if over > 1e-6:
        _squeeze(cells, over)
    gap = 0.0
    gaps = sum(_gives(one, after) for one, after in pairwise(cells))
    if justify and not line.last and gaps:
        gap = max(0.0, width - line.width) / gaps
        if gap > _WIDEST_GAP * cells[0].style.pitch:
            gap = 0.0
    x = 0.0
    for one, after in pairwise([*cells, cells[-1]]):
        one.x = x - one.trim_left
        x += one.advance + (gap if gap and _gives(one, after) else 0.0)


def _gives(one: Cell, after: Cell) -> bool:
    """Whether a justified line may be opened between the two."""
    return (one.glue or after.glue or one.text == " ") and not (one.text[0] in "…—" and one.text[0] == after.text[0])


def _squeeze(cells: list[Cell], over: float) -> None:
    slack = [(cell, amount) for cell in cells if (amount := _slack(cell))]
    total = sum(amount for _, amount in slack)
    if not total:
        return
    share = min(1.0, over / total)
    for cell, amount in slack:
        if cell.text[0] in CLOSERS:
            cell.trim_right = amount * share
        else:
            cell.trim_left = amount * share
