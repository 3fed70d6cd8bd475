"""Names in columns and photographs in rows, as pieces of a PDF paper."""

from collections.abc import Sequence
from io import BytesIO

from consult_desk.documents.layout import Layout
from consult_desk.documents.page import Picture, stretched
from consult_desk.documents.pdf import Pen, Piece
from consult_desk.documents.setter import Line, Style, set_line, set_paragraph

_GAP = 12.0


def names(words: Sequence[str], layout: Layout, style: Style) -> list[Piece]:
    """One piece for each row of names, columns as wide as the usual name and one character; a long name takes several."""
    shown = [set_line(stretched(name), style) for name in words]
    if not shown:
        return []
    room = layout.width - 2 * layout.pitch
    # One name in twenty may be longer than its column, so that it does not thin out all the others.
    usual = sorted(line.width for line in shown)[max(0, (len(shown) * 19) // 20 - 1)]
    step = room / max(1, int((room + layout.pitch) / (usual + layout.pitch)))
    rows: list[list[tuple[float, Line]]] = [[]]
    x = 0.0
    for line in shown:
        if rows[-1] and x + line.width > room + 0.1:
            rows.append([])
            x = 0.0
        rows[-1].append((x, line))
        x += step * max(1, -(-(line.width + 0.4 * layout.pitch) // step))
    return [_row(row, layout, style) for row in rows]


def _row(row: Sequence[tuple[float, Line]], layout: Layout, style: Style) -> Piece:
    start = layout.left + 2 * layout.pitch

    def draw(pen: Pen, top: float) -> None:
        for x, line in row:
            pen.line(line, start + x, top - layout.leading / 2 - 0.36 * style.size)

    return Piece(layout.leading, draw, grid=True)


def pictures(shown: Sequence[Picture], across: int, layout: Layout, small: Style) -> list[Piece]:
    """One piece for each row of photographs with their words below."""
    width = (layout.width - _GAP * (across - 1)) / across
    return [_pictures(shown[at : at + across], width, across, layout, small) for at in range(0, len(shown), across)]


def _pictures(row: Sequence[Picture], width: float, across: int, layout: Layout, small: Style) -> Piece:
    sizes = [_fit(*shape(one.data), width, width if across > 1 else 0.55 * layout.height) for one in row]
    words = [set_paragraph(one.words, small, width, justify=False) for one in row]
    tall, leading = max(height for _, height in sizes), 1.4 * small.size

    def draw(pen: Pen, top: float) -> None:
        for at, (one, (wide, high), lines) in enumerate(zip(row, sizes, words, strict=True)):
            left = layout.left + at * (width + _GAP)
            pen.picture(one.data, left + (width - wide) / 2, top - tall + (tall - high) / 2, wide, high)
            for number, line in enumerate(lines):
                pen.line(line, left + (width - line.width) / 2, top - tall - 8 - (number + 0.9) * leading)

    return Piece(tall + 16 + max(len(lines) for lines in words) * leading, draw)


def shape(data: bytes) -> tuple[int, int]:
    """Width and height of a JPEG in dots."""
    from PIL import Image

    with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
        return picture.size


def _fit(width: int, height: int, most_wide: float, most_high: float) -> tuple[float, float]:
    scale = min(most_wide / width, most_high / height)
    return width * scale, height * scale
