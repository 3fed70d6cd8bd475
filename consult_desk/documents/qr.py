"""The QR code of a journal head, drawn as plain rectangles."""

from collections.abc import Sequence
from typing import Protocol

from consult_desk.base.text import base32_code
from consult_desk.documents.imprint import Imprint


class Pen(Protocol):
    """What can fill boxes on a page."""

    def boxes(self, boxes: Sequence[tuple[float, float, float, float]]) -> None:
        """Fill boxes: x, y of the lower left corner, width, height each."""


def head_words(imprint: Imprint) -> str:
    """What the code says: program, length of the journal, check code; only capitals, digits and signs QR packs well."""
    return f"CONSULTDESK HEAD {imprint.head_size} {base32_code(imprint.head)}"


def draw(pen: Pen, words: str, x: float, y: float, side: float, *, mask: int | None = None) -> None:
    """Draw the code as a square of `side` points with its lower left corner at x, y, quiet zone not included.

    mask: 0 to 7, for codes drawn by the hundred; None finds the one that scans best.
    """
    import segno

    rows = [list(row) for row in segno.make(words, error="m", micro=False, boost_error=False, mask=mask).matrix]
    unit = side / len(rows)
    boxes = []
    for down, row in enumerate(rows):
        start = None
        for across, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                boxes.append((x + start * unit, y + side - (down + 1) * unit, (across - start) * unit, unit))
                start = None
    pen.boxes(boxes)
