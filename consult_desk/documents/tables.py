"""Ruled tables for PDF papers: cells that wrap, a head repeated on every page, rows that go on over a page end."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from consult_desk.documents import gbt9704
from consult_desk.documents.fonts import Role
from consult_desk.documents.pdf import Pen, Piece
from consult_desk.documents.setter import Line, Style, measure, plain, set_paragraph

_THIN = 0.5
_EDGE = 1.0
_MAX_LINES = 24  # of one row on one page


@dataclass(frozen=True)
class Column:
    """A column: its head, share of the width, how its cells stand (left, centre, right).

    fit: long cells are set smaller, down to 7/10, before they are broken.
    """

    head: str
    share: float
    align: str = "centre"
    fit: bool = False


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    size: float = gbt9704.SIZE_4S,
    row_height: float = 0.0,
    x: float = gbt9704.LEFT,
    width: float = gbt9704.WIDTH,
    role: Role = Role.FANG,
) -> list[Piece]:
    """A table as pieces, one per row. row_height: at least so many points. Rows are never lost: long ones continue."""
    total = sum(c.share for c in columns)
    edges = [x]
    for column in columns:
        edges.append(edges[-1] + width * column.share / total)
    style, head_style = plain(role, size), plain(Role.HEI, size)
    head_columns = [Column(c.head, c.share) for c in columns]
    head = _row([c.head for c in columns], head_columns, edges, head_style, 0.0, first=True)[0]
    head.keep = True
    head.space = 4.0
    pieces = [head]
    for cells in rows:
        slices = _row(cells, columns, edges, style, row_height, first=False)
        for piece in slices:
            piece.head = head
        pieces += slices
    if len(pieces) > 2:
        pieces[-2].keep = True
    return pieces


def _row(
    cells: Sequence[str], columns: Sequence[Column], edges: Sequence[float], style: Style, at_least: float, *, first: bool
) -> list[Piece]:
    pad = 0.35 * style.size
    set_cells = []
    for text, column, (left, right) in zip(cells, columns, pairwise(edges), strict=True):
        room = right - left - 2 * pad
        own = _fitted(text, style, room) if column.fit else style
        set_cells.append([line for part in text.split("\n") for line in set_paragraph(part, own, room, justify=False)])
    return [_slice(slice_, columns, edges, style, at_least, first) for slice_ in _slices(set_cells)]


def _slices(cells: list[list[Line]]) -> list[list[list[Line]]]:
    """The row whole, or, when a cell is too long for a page, slices in which one long cell after another goes on.

    One after another, so that what a cell says stays together for whoever reads the paper back.
    """
    long = [at for at, lines in enumerate(cells) if len(lines) > _MAX_LINES]
    if not long:
        return [cells]
    slices = [[[] if at in long else lines for at, lines in enumerate(cells)]]
    for at in long:
        for start in range(0, len(cells[at]), _MAX_LINES):
            if start or at != long[0]:
                slices.append([[] for _ in cells])
            slices[-1][at] = cells[at][start : start + _MAX_LINES]
    return slices


def _fitted(text: str, style: Style, room: float) -> Style:
    scale = room / max(1.0, measure(text, style))
    return plain(style.role, style.size * min(1.0, scale)) if scale >= 0.7 else style


def _slice(
    cells: list[list[Line]], columns: Sequence[Column], edges: Sequence[float], style: Style, at_least: float, first: bool
) -> Piece:
    leading = 1.25 * style.size
    pad = 0.35 * style.size
    height = max(at_least, max(1, *(len(lines) for lines in cells)) * leading + 2 * pad)

    def draw(pen: Pen, top: float) -> None:
        # The longest cell last: should it go on over the page, what it says stays in one string.
        for at in sorted(range(len(cells)), key=lambda i: len(cells[i])):
            _cell(pen, cells[at], columns[at].align, edges[at] + pad, edges[at + 1] - pad, top, height, leading)
        pen.rule(edges[0], top - height, edges[-1], top - height, _EDGE if first else _THIN)
        pen.rule(edges[0], top, edges[-1], top, _EDGE if first else _THIN)
        for at, edge in enumerate(edges):
            pen.rule(edge, top, edge, top - height, _EDGE if at in (0, len(edges) - 1) else _THIN)

    return Piece(height, draw)


def _cell(
    pen: Pen, lines: list[Line], align: str, left: float, right: float, top: float, height: float, leading: float
) -> None:
    y = top - (height - len(lines) * leading) / 2
    for number, line in enumerate(lines):
        room = right - left - line.width
        shift = {"left": 0.0, "centre": room / 2, "right": room}[align]
        if align == "centre" and len(lines) > 2:
            shift = 0.0
        size = line.cells[0].style.size if line.cells else 0.0
        pen.line(line, left + shift, y - number * leading - leading / 2 - 0.36 * size)
