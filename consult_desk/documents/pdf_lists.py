"""Names in columns and photographs in rows, as pieces of a PDF paper."""

from collections.abc import Sequence
from io import BytesIO

from consult_desk.documents.layout import Layout
from consult_desk.documents.name_order import columns
from consult_desk.documents.page import Picture
from consult_desk.documents.pdf import Pen, Piece
from consult_desk.documents.setter import Line, Style, set_paragraph

_GAP = 12.0


def names(words: Sequence[str], layout: Layout, style: Style) -> list[Piece]:
    """One piece for each row of names, in columns."""
    return [_row(row, layout, style) for row in columns(words, layout.width - 2 * layout.pitch, style).rows]


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
            _picture(pen, one.data, left + (width - wide) / 2, top - tall + (tall - high) / 2, wide, high)
            for number, line in enumerate(lines):
                pen.line(line, left + (width - line.width) / 2, top - tall - 8 - (number + 0.9) * leading)

    return Piece(tall + 16 + max(len(lines) for lines in words) * leading, draw)


def _picture(pen: Pen, data: bytes, x: float, y: float, width: float, height: float) -> None:
    if data:
        pen.picture(data, x, y, width, height)
        return
    for edge in (y, y + height):
        pen.rule(x, edge, x + width, edge, 0.4)
    for edge in (x, x + width):
        pen.rule(edge, y, edge, y + height, 0.4)


def shape(data: bytes) -> tuple[int, int]:
    """Width and height of a JPEG in dots; of an empty frame 4 to 3."""
    if not data:
        return 4, 3
    from PIL import Image

    with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
        return picture.size


def _fit(width: int, height: int, most_wide: float, most_high: float) -> tuple[float, float]:
    scale = min(most_wide / width, most_high / height)
    return width * scale, height * scale
