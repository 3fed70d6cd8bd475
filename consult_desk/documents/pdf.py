"""Draws PDF papers: pieces stacked on the grid, pages, folios, watermark; the only code that speaks to ReportLab."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from consult_desk.documents import fonts, gbt9704, qr
from consult_desk.documents.fonts import Role
from consult_desk.documents.form_code import page_text
from consult_desk.documents.layout import Layout, layout_of
from consult_desk.documents.setter import Cell, Line, Style, plain, set_line, set_paragraph

Colour = tuple[float, float, float]
Place = tuple[int, float, float, float, float]  # page from 0; x, y of the lower left corner, width, height in points
FORM_CODE = 13 * gbt9704.MM  # smaller, and a photograph of the page does not read
BLACK: Colour = (0.0, 0.0, 0.0)


class Pen:
    """Draws on one page; x from the left edge, y from the bottom edge, both in points."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas

    def line(self, line: Line, x: float, y: float) -> None:
        """Draw a set line with its baseline at y."""
        for run in _runs(line.cells):
            first = run[0]
            text = self._canvas.beginText()
            text.setTextOrigin(x + line.indent + first.x, y + fonts.RISE.get(first.font, 0.0) * first.style.size)
            text.setFont(first.font, first.style.size)
            text.setFillColorRGB(*first.style.colour)
            if len(run) > 1:
                text.setCharSpace(run[1].x - first.x - _own_width(first))
            text.textOut("".join(c.text for c in run))
            self._canvas.drawText(text)

    def words(self, text: str, style: Style, x: float, y: float, align: str = "left") -> None:
        """Draw one line of text at, around or up to x (left, centre, right)."""
        line = set_line(text, style)
        shift = {"left": 0.0, "centre": line.width / 2, "right": line.width}[align]
        self.line(line, x - shift, y)

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float, colour: Colour = BLACK) -> None:
        """A straight rule."""
        self._canvas.setStrokeColorRGB(*colour)
        self._canvas.setLineWidth(width)
        self._canvas.line(x1, y1, x2, y2)

    def box(self, x: float, y: float, width: float, height: float, fill: Colour) -> None:
        """A filled box without a border; x, y is its lower left corner."""
        self._canvas.setFillColorRGB(*fill)
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)

    def boxes(self, boxes: Sequence[tuple[float, float, float, float]], fill: Colour = BLACK) -> None:
        """Many filled boxes in one stroke: x, y of the lower left corner, width, height each."""
        self._canvas.setFillColorRGB(*fill)
        path = " ".join(f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re" for x, y, width, height in boxes)
        self._canvas._code.append(f"n {path} f")

    def picture(self, data: bytes, x: float, y: float, width: float, height: float) -> None:
        """A JPEG in a box; x, y is its lower left corner."""
        from reportlab.lib.utils import ImageReader

        self._canvas.drawImage(ImageReader(BytesIO(data)), x, y, width, height)

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside belongs to the page, not to what the paper says (folio, watermark, repeated head)."""
        self._canvas._code.append("/Artifact BMC")
        yield
        self._canvas._code.append("EMC")

    @contextmanager
    def turned(self, x: float, y: float, degrees: float) -> Iterator[None]:
        """Draw around x, y with the page turned."""
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.rotate(degrees)
        yield
        self._canvas.restoreState()


def _own_width(cell: Cell) -> float:
    # Exact, unlike the advance on the grid: what the reader of the PDF adds the character space to.
    return fonts.advance(cell.font, cell.text[0]) * cell.style.size


def _runs(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Cells that one text operator can draw: same font and size, same room to add after each."""
    run: list[Cell] = []
    space = 0.0
    for cell in cells:
        if run:
            last = run[-1]
            step = cell.x - last.x - _own_width(last)
            same = last.font == cell.font and last.style == cell.style and len(last.text) == 1
            if not same or (len(run) > 1 and abs(step - space) > 1e-4):
                yield run
                run = []
            else:
                space = step
        run.append(cell)
    if run:
        yield run


@dataclass
class Piece:
    """A slice of paper that is never cut.

    height: points. draw(pen, top): draws it with its top edge at y = top. keep: stays on the page of the next piece.
    space: blank above it, dropped at the head of a page. grid: starts on a line of the 22-line grid. bottom: goes to
    the foot of the type area. head: drawn again above it when it begins a page; tail: below it when it ends one. fresh:
    begins a page. marks: places for electronic signatures within it, by role: x, distance of the lower edge from its
    top, width, height.
    """

    height: float
    draw: Callable[[Pen, float], None]
    keep: bool = False
    space: float = 0.0
    grid: bool = False
    bottom: bool = False
    head: "Piece | None" = None
    tail: "Piece | None" = None
    fresh: bool = False
    marks: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)


def lines_of(lines: Sequence[Line], layout: Layout, *, keep: bool = False, leading: float = 0.0, grid: bool = True,
             align: str = "left", x: float | None = None, width: float = 0.0, space: float = 0.0) -> list[Piece]:  # fmt: skip
    """Set lines as pieces: two lines at least stay together at both ends. keep: all stay with what follows.

    leading, x, width: those of the layout unless given.
    """
    left, wide, step = layout.left if x is None else x, width or layout.width, leading or layout.leading

    def piece(at: int, line: Line) -> Piece:
        shift = {"left": 0.0, "centre": (wide - line.width) / 2, "right": wide - line.width}[align]

        def draw(pen: Pen, top: float) -> None:
            size = line.cells[0].style.size if line.cells else layout.body
            pen.line(line, left + shift, top - step / 2 - 0.36 * size)

        pair = at == 0 or at == len(lines) - 2
        return Piece(step, draw, (pair and at < len(lines) - 1) or keep, space if at == 0 else 0.0, grid)

    return [piece(at, line) for at, line in enumerate(lines)]


def blank(height: float, *, keep: bool = False) -> Piece:
    """Room of that many points, nothing at the head of a page."""
    return Piece(0.0, lambda _pen, _top: None, keep, height)


def tie(pieces: Sequence[Piece], last: int = 2) -> list[Piece]:
    """Keep the last pieces with whatever follows, so that a signature never stands alone."""
    for piece in pieces[-last:]:
        piece.keep = True
    return list(pieces)


@dataclass
class _Placed:
    piece: Piece
    top: float
    repeated: bool = False


def _paginate(pieces: Sequence[Piece], layout: Layout) -> list[list[_Placed]]:
    pages: list[list[_Placed]] = [[]]
    used = 0.0
    room = layout.height + 0.01
    for group in _groups(pieces):
        if pages[-1] and (
            group[0].fresh or (_stack(group, used, layout) > room and any(p.height for p in group))
        ):
            pages.append([])
            used = 0.0
        for piece in group:
            start = _start(piece, used, layout)
            if pages[-1] and start + piece.height > room:
                pages.append([])
                used = start = 0.0
            if not pages[-1] and piece.head is not None:
                pages[-1].append(_Placed(piece.head, 0.0, True))
                start = piece.head.height
            if piece.bottom:
                start = max(start, layout.height - piece.height)
            if piece.height:
                pages[-1].append(_Placed(piece, start))
            used = start + piece.height
    for page in pages:
        if page and (tail := page[-1].piece.tail) is not None:
            page.append(_Placed(tail, page[-1].top + page[-1].piece.height, True))
    return pages


def _start(piece: Piece, used: float, layout: Layout) -> float:
    start = used + (piece.space if used else 0.0)
    if piece.grid:
        line = start / layout.leading
        whole = round(line)
        start = (whole if abs(line - whole) < 0.02 else int(line) + 1) * layout.leading
    return start


def _stack(group: Sequence[Piece], used: float, layout: Layout) -> float:
    for piece in group:
        used = _start(piece, used, layout) + piece.height
    return used


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        if piece.fresh and group:  # a page that begins here is begun, whatever would stay with what
            yield group
            group = []
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group


@dataclass(frozen=True)
class Sheets:
    """A finished PDF/A-2b file, how many pages it has, and where on them who signs electronically."""

    data: bytes
    pages: int
    marks: Mapping[str, Place]


def draw_pages(
    pieces: Sequence[Piece], *, title: str, practice: bool, layout: Layout | None = None, folio: bool = True,
    code: str = "", code_words: str = "",
) -> Sheets:  # fmt: skip
    """Lay the pieces out on pages and return a finished PDF/A-2b file, the same bytes for the same pieces.

    title: what the window shows; no personal data goes into it. practice: print 练习 across every page. folio: number
    the pages, but for sheets that are cut apart. code: stem of the form code in the corner of every page, "" for none.
    """
    from consult_desk.documents.pdfa import finish

    layout = layout or layout_of()
    pages = _paginate(pieces, layout)
    marks: dict[str, Place] = {}
    with fonts.DRAWING:
        from reportlab.pdfgen.canvas import Canvas

        fonts.face(Role.FANG.value)
        buffer = BytesIO()
        grown = layout.magnify
        canvas = Canvas(
            buffer, pagesize=(layout.page_width * grown, layout.page_height * grown), initialFontName=Role.FANG.value,
            invariant=1, pageCompression=1,
        )  # fmt: skip
        pen = Pen(canvas)
        for number, page in enumerate(pages, 1):
            if grown != 1.0:
                canvas.scale(grown, grown)
            with pen.artifact():
                if practice:
                    _watermark(pen, layout)
                if folio:
                    _folio(pen, layout, number)
                if code:
                    _corner(pen, layout, page_text(code, number, len(pages)), number, len(pages), code_words)
            for placed in page:
                top = layout.page_height - layout.top - placed.top
                if placed.repeated:
                    with pen.artifact():
                        placed.piece.draw(pen, top)
                else:
                    placed.piece.draw(pen, top)
                for role, (x, down, width, height) in placed.piece.marks.items():
                    place = (x, top - down, width, height)
                    marks[role] = (number - 1, *(edge * grown for edge in place))  # type: ignore[assignment]
            canvas.showPage()
        canvas.save()
    return Sheets(finish(buffer.getvalue(), title=title), len(pages), marks)


def _folio(pen: Pen, layout: Layout, number: int) -> None:
    style = plain(Role.SONG, gbt9704.SIZE_4)
    y = layout.bottom - gbt9704.FOLIO_DROP - 0.36 * gbt9704.SIZE_4
    text = f"— {number} —"
    if number % 2:
        pen.words(text, style, layout.right - gbt9704.SIZE_4, y, "right")
    else:
        pen.words(text, style, layout.left + gbt9704.SIZE_4, y)


def _corner(pen: Pen, layout: Layout, code: str, number: int, pages: int, words: str) -> None:
    """The form code in the lower corner at the binding edge, opposite the folio, with words for people beside it."""
    side = FORM_CODE / layout.magnify if layout.magnify > 1 else FORM_CODE
    bottom = max(6 * gbt9704.MM, (layout.bottom - 2 * gbt9704.MM - side) / 2)
    small = plain(Role.FANG, 7.0, gbt9704.GREY)
    room = layout.width / 2
    lines = [line for said in (f"{words}　第{number}页，共{pages}页", code) for line in set_paragraph(said, small, room)]
    odd = number % 2 == 1
    x = layout.left if odd else layout.right - side
    qr.draw(pen, code, x, bottom, side, mask=2)
    top = bottom + (side + len(lines) * 9.0) / 2
    for at, line in enumerate(lines):
        start = x + side + 4 if odd else x - 4 - line.width
        pen.line(line, start, top - at * 9.0 - 7.0)


def _watermark(pen: Pen, layout: Layout) -> None:
    style = plain(Role.HEI, 150, gbt9704.PALE)
    with pen.turned(layout.page_width / 2, layout.page_height / 2, 45):
        pen.words("练习", Style(style.role, style.size, 230, style.colour), 0, -54, "centre")
