"""The layouts a paper can be drawn in: the official one of GB/T 9704, the one of the notice board, the wide one."""

from dataclasses import dataclass

from consult_desk.documents.gbt9704 import CHARS, HEIGHT, LEFT, LINES, MM, PAGE_HEIGHT, PAGE_WIDTH, SIZE_3, TOP, WIDTH

OFFICIAL, BOARD, WIDE = "official", "board", "wide"
A4, A3 = "A4", "A3"
STYLES = {OFFICIAL: "公文", BOARD: "公示栏", WIDE: "横向表册"}
SHEETS = {A4: "A4", A3: "A3（放大张贴）"}


@dataclass(frozen=True)
class Layout:
    """Figures of one layout, in points of the A4 page it is thought on.

    top, left, width, height: of the type area. lines, chars: of its grid. body: size of the body type. red_head:
    issuers in red over a red rule. magnify: how much larger the sheet is than A4; an A3 sheet is the A4 one enlarged
    by the square root of two, so that nothing is broken anew.
    """

    style: str
    sheet: str
    page_width: float
    page_height: float
    top: float
    left: float
    width: float
    height: float
    lines: int
    chars: int
    body: float
    red_head: bool
    magnify: float = 1.0

    @property
    def right(self) -> float:
        """Right edge of the type area."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge of the type area, from the bottom of the page."""
        return self.page_height - self.top - self.height

    @property
    def leading(self) -> float:
        """Distance of two lines of body."""
        return self.height / self.lines

    @property
    def pitch(self) -> float:
        """Advance of one character of body."""
        return self.width / self.chars

    def size(self, points: float) -> float:
        """A size that the standard gives beside a body of 3号, in proportion to the body of this layout."""
        return points * self.body / SIZE_3


_FIGURES = {
    OFFICIAL: (PAGE_WIDTH, PAGE_HEIGHT, TOP, LEFT, WIDTH, HEIGHT, LINES, CHARS, SIZE_3, True),
    # What villages hang up: no red head, body 小二, read from two metres.
    BOARD: (PAGE_WIDTH, PAGE_HEIGHT, 24 * MM, 25 * MM, 160 * MM, 246 * MM, 22, 25, 18.0, False),
    # A4 lying, its head at the binding edge (GB/T 9704 12.1); small type, for many columns.
    WIDE: (PAGE_HEIGHT, PAGE_WIDTH, 28 * MM, 30 * MM, 237 * MM, 156 * MM, 24, 56, 12.0, False),
}


def layout_of(style: str = OFFICIAL, sheet: str = A4) -> Layout:
    """The layout of that style on that sheet; ValueError for an unknown one."""
    if style not in _FIGURES or sheet not in SHEETS:
        raise ValueError(f"no layout {style!r} on {sheet!r}")
    return Layout(style, sheet, *_FIGURES[style], magnify=2**0.5 if sheet == A3 else 1.0)
