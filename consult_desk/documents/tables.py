"""Ruled tables and forms for PDF papers: cells that wrap, a head repeated on every page, rows that go on over a page end."""

from collections.abc import Sequence
from itertools import pairwise

from consult_desk.documents import qr
from consult_desk.documents.fonts import Role
from consult_desk.documents.gbt9704 import MM
from consult_desk.documents.page import Box, Cell, Code, Column, Strokes
from consult_desk.documents.pdf import Pen, Piece
from consult_desk.documents.setter import Line, Style, measure, plain, set_paragraph

_THIN = 0.5
_EDGE = 1.0
_MAX_LINES = 24  # a longer row of a table goes on over the page; of a form, one longer than _MAX_BOX
_MAX_BOX = 8
_STEP = 4  # lines that stay together of what goes on
_CODE = 9.5 * MM
# The strokes of 正 in the order they are written, in a square of one: from, to.
_STROKES = (
    ((0.1, 0.92), (0.9, 0.92)), ((0.5, 0.92), (0.5, 0.08)), ((0.5, 0.52), (0.85, 0.52)), ((0.22, 0.52), (0.22, 0.08)),
    ((0.02, 0.08), (0.98, 0.08)),
)  # fmt: skip


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, x: float, width: float, size: float, row_height: float = 0.0
) -> list[Piece]:
    """A table as pieces, one per row. row_height: at least so many points. Rows are never lost: long ones continue."""
    edges = _edges([c.share for c in columns], x, width)
    style, head_style = plain(Role.FANG, size), plain(Role.HEI, size)
    head_columns = [Column(c.head, c.share) for c in columns]
    head = _row([c.head for c in columns], head_columns, edges, [head_style] * len(columns), 0.0, first=True)[0]
    head.keep = True
    head.space = 4.0
    pieces = [head]
    for cells in rows:
        slices = _row(cells, columns, edges, [style] * len(columns), row_height, first=False)
        for piece in slices:
            piece.head = head
        pieces += slices
    if len(pieces) > 2:
        pieces[-2].keep = True
    return pieces


def form(
    widths: Sequence[float], rows: Sequence[Sequence[Box]], *, x: float, width: float, size: float
) -> list[Piece]:
    """A ruled form as pieces, one per row of boxes. The spans of each row add up to the number of widths."""
    edges = _edges(widths, x, width)
    pieces: list[Piece] = []
    for number, boxes in enumerate(rows):
        if sum(box.span for box in boxes) != len(widths):
            raise ValueError(f"row {number} does not span {len(widths)} columns")
        at, own = 0, [edges[0]]
        for box in boxes:
            at += box.span
            own.append(edges[at])
        columns = [Column("", 1.0, _align(box)) for box in boxes]
        styles = [plain(Role.HEI if box.label else Role.FANG, size) for box in boxes]
        least = max(box.lines for box in boxes) * 1.25 * size + 0.7 * size
        top = [box.top for box in boxes]
        slices = _row([box.words for box in boxes], columns, own, styles, least, first=number == 0, top=top, most=_MAX_BOX)
        for piece in slices:
            piece.space = 4.0 if not pieces else 0.0
            pieces.append(piece)
    for piece in (*pieces[:2], *pieces[-4:]):  # it begins with three rows, and who signs it never stands alone
        piece.keep = True
    return pieces


def _align(box: Box) -> str:
    return box.align or ("centre" if box.label else "left")


def _edges(shares: Sequence[float], x: float, width: float) -> list[float]:
    edges, total = [x], sum(shares)
    for share in shares:
        edges.append(edges[-1] + width * share / total)
    return edges


def _row(
    cells: Sequence[Cell], columns: Sequence[Column], edges: Sequence[float], styles: Sequence[Style], at_least: float, *,
    first: bool, top: Sequence[bool] = (), most: int = _MAX_LINES,
) -> list[Piece]:  # fmt: skip
    set_cells = []
    for cell, column, style, (left, right) in zip(cells, columns, styles, pairwise(edges), strict=True):
        text = cell if isinstance(cell, str) else ""
        room = right - left - 0.7 * style.size
        own = _fitted(text, style, room) if column.fit else style
        set_cells.append([line for part in text.split("\n") for line in set_paragraph(part, own, room, justify=False)])
    if any(isinstance(cell, Code) and cell.words for cell in cells):
        at_least = max(at_least, _CODE + 4.0)
    aligns = [column.align for column in columns]
    tops = top or [False] * len(cells)
    parts = _slices(set_cells, most)
    if len(parts) == 1:
        pieces = [_slice(set_cells, aligns, edges, styles[0].size, at_least, first, tops)]
    else:
        last = len(parts) - 1
        pieces = [
            _part(one, aligns, edges, styles[0].size, first, opens=at == 0, closes=at == last) for at, one in enumerate(parts)
        ]
    for cell, (left, right) in zip(cells, pairwise(edges), strict=True):
        if not isinstance(cell, str):
            _with(pieces[0], cell, left, right)
    return pieces


def _slices(cells: list[list[Line]], most: int) -> list[list[list[Line]]]:
    """The row whole, or, when a cell is longer than `most` lines, slices in which one long cell after another goes on.

    One after another, so that what a cell says stays together for whoever reads the paper back.
    """
    long = [at for at, lines in enumerate(cells) if len(lines) > most]
    if not long:
        return [cells]
    slices = [[[] if at in long else lines for at, lines in enumerate(cells)]]
    for at in long:
        for start in range(0, len(cells[at]), _STEP):
            if start or at != long[0]:
                slices.append([[] for _ in cells])
            slices[-1][at] = cells[at][start : start + _STEP]
    if sum(map(len, slices[-1])) == 1:  # never one line alone
        slices[-2][long[-1]] += slices.pop()[long[-1]]
    return slices


def _fitted(text: str, style: Style, room: float) -> Style:
    scale = room / max(1.0, measure(text, style))
    return plain(style.role, style.size * min(1.0, scale)) if scale >= 0.7 else style


def _slice(
    cells: list[list[Line]], aligns: Sequence[str], edges: Sequence[float], size: float, at_least: float, first: bool,
    tops: Sequence[bool],
) -> Piece:  # fmt: skip
    leading = 1.25 * size
    pad = 0.35 * size
    height = max(at_least, max(1, *(len(lines) for lines in cells)) * leading + 2 * pad)

    def draw(pen: Pen, top: float) -> None:
        # The longest cell last: should it go on over the page, what it says stays in one string.
        for at in sorted(range(len(cells)), key=lambda i: len(cells[i])):
            room = len(cells[at]) * leading + 2 * pad if tops[at] else height
            _cell(pen, cells[at], aligns[at], edges[at] + pad, edges[at + 1] - pad, top, room, leading)
        pen.rule(edges[0], top - height, edges[-1], top - height, _EDGE if first else _THIN)
        pen.rule(edges[0], top, edges[-1], top, _EDGE if first else _THIN)
        for at, edge in enumerate(edges):
            pen.rule(edge, top, edge, top - height, _EDGE if at in (0, len(edges) - 1) else _THIN)

    return Piece(height, draw)


def _part(
    cells: list[list[Line]], aligns: Sequence[str], edges: Sequence[float], size: float, first: bool, *, opens: bool,
    closes: bool,
) -> Piece:  # fmt: skip
    """A slice of a row that goes on: ruled above and below only where the row or the page begins and ends."""
    leading, pad = 1.25 * size, 0.35 * size
    above = pad if opens else 0.0
    height = max(len(lines) for lines in cells) * leading + above + (pad if closes else 0.0)
    edge = _EDGE if first else _THIN

    def rule(pen: Pen, y: float, width: float) -> None:
        pen.rule(edges[0], y, edges[-1], y, width)

    def draw(pen: Pen, top: float) -> None:
        for at in sorted(range(len(cells)), key=lambda i: len(cells[i])):
            room = len(cells[at]) * leading
            _cell(pen, cells[at], aligns[at], edges[at] + pad, edges[at + 1] - pad, top - above, room, leading)
        if opens:
            rule(pen, top, edge)
        if closes:
            rule(pen, top - height, edge)
        for at, x in enumerate(edges):
            pen.rule(x, top, x, top - height, _EDGE if at in (0, len(edges) - 1) else _THIN)

    piece = Piece(height, draw)
    def begin(pen: Pen, top: float) -> None:
        rule(pen, top, _THIN)
        for at, x in enumerate(edges):
            pen.rule(x, top, x, top - pad, _EDGE if at in (0, len(edges) - 1) else _THIN)

    if not opens:
        piece.head = Piece(pad, begin)
    if not closes:
        piece.tail = Piece(0.0, lambda pen, top: rule(pen, top, _THIN))
    return piece


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


def _with(piece: Piece, cell: Code | Strokes, left: float, right: float) -> None:
    """The row with a code or a count in strokes in one of its cells."""
    ruled = piece.draw

    def draw(pen: Pen, top: float) -> None:
        ruled(pen, top)
        middle = top - piece.height / 2
        if isinstance(cell, Strokes):
            draw_strokes(pen, cell.count, left + 5, middle, right - left - 10)
        elif cell.words:
            qr.draw(pen, cell.words, (left + right - _CODE) / 2, middle - _CODE / 2, _CODE, mask=2)

    piece.draw = draw


def draw_strokes(pen: Pen, count: int, x: float, middle: float, room: float, side: float = 15.0) -> None:
    """A count in strokes of 正 from x, around the line y = middle; drawn smaller where they would not fit."""
    signs = -(-count // 5)
    step = min(side * 1.25, room / max(1, signs))
    side = min(side, step * 0.85)
    for sign in range(signs):
        left, bottom = x + sign * step, middle - side / 2
        for (x1, y1), (x2, y2) in _STROKES[: min(5, count - 5 * sign)]:
            pen.rule(left + x1 * side, bottom + y1 * side, left + x2 * side, bottom + y2 * side, 1.1)
