"""A paper composed as PDF: every part as pieces on the grid of its layout."""

from collections.abc import Sequence

from consult_desk.base.text import chinese_date
from consult_desk.documents import gbt9704, pdf_foot, pdf_lists, tables
from consult_desk.documents.fonts import Role
from consult_desk.documents.gbt9704 import GREY, MM, SIZE_2, SIZE_3, SIZE_4, SIZE_4S, SIZE_5
from consult_desk.documents.imprint import Imprint, version_words
from consult_desk.documents.layout import Layout, layout_of
from consult_desk.documents.page import Box, Cell, Column, Counter, Files, Picture, in_rows, lines_in, no_file
from consult_desk.documents.pdf import Pen, Piece, Sheets, blank, draw_pages, lines_of, tie
from consult_desk.documents.setter import Line, Style, measure, plain, set_line, set_paragraph
from consult_desk.documents.title import break_title

_HEADINGS = (Role.HEI, Role.KAI, Role.FANG, Role.FANG)
# The red rule stands 4 mm below the characters of the number, which end above the lower edge of their line.
_UNDER_NUMBER = gbt9704.RULE_DROP - (gbt9704.LEADING - SIZE_3) / 2


class PdfPage:
    """Collects pieces; the protocol Page says what each part is."""

    def __init__(self, imprint: Imprint, layout: Layout | None = None) -> None:
        """An empty paper in that layout, or in the one of its imprint."""
        self.imprint = imprint
        self.files: Files = no_file
        self.layout = layout or layout_of(imprint.style, imprint.sheet)
        self.pieces: list[Piece] = []
        self._counter = Counter()
        self._fresh = False
        self._numbered = False  # whether the number of the paper stands somewhere

    # ------------------------------------------------------------------ what kinds of their own may use

    def body(self, role: Role = Role.FANG) -> Style:
        """The type of the text, on the grid."""
        return Style(role, self.layout.body, self.layout.pitch)

    def small(self, points: float, role: Role = Role.FANG, colour: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Style:
        """Type off the grid: a size that the standard gives beside 3号, in proportion to this layout."""
        return plain(role, self.layout.size(points), colour)

    def add(self, pieces: Sequence[Piece]) -> None:
        """Put pieces below what there is."""
        if self._fresh and pieces:
            pieces[0].fresh, self._fresh = True, False
        self.pieces += pieces

    # ------------------------------------------------------------------------------- head

    def masthead(self, mark: str = "") -> None:
        """Issuers in red, number, red rule; many issuers share the width by growing smaller."""
        if self.imprint.heading:
            self._heading_picture()
            self._number()
        elif self.layout.red_head:
            self._issuers_in_red((mark,) if mark else self.imprint.issuers)
            self._number()
            self._red_rule()

    def _issuers_in_red(self, issuers: Sequence[str]) -> None:
        """Upper edge of the first 35 mm below the type area; their leading such that the title comes to stand on the grid."""
        many, width = len(issuers) > 1, self.layout.width
        most = 30.0 if many else 36.0
        fixed = gbt9704.MARK_DROP + gbt9704.BETWEEN_HEAD + _UNDER_NUMBER + self.layout.leading
        lines, sizes = [], []
        for issuer in issuers:
            natural = measure(issuer, plain(Role.TITLE, most))
            size = min(most, most * 0.98 * width / natural)
            pitch = size * (1.12 if natural * 1.12 < 0.8 * width else 1.0)
            lines.append(set_line(issuer, Style(Role.TITLE, size, pitch, gbt9704.RED)))
            lines[-1].cells[-1].trim_right = pitch - size  # nothing after the last, or it stands left of the middle
            sizes.append(size)
        # From the upper edge of a line to that of the characters on it: half the leading less 0.495 em.
        least = fixed + len(lines) * 0.95 * most - (0.95 * most / 2 - 0.495 * sizes[0])
        whole = -(-least // self.layout.leading) * self.layout.leading
        leading = (whole - fixed - 0.495 * sizes[0]) / (len(lines) - 0.5)
        self.add([Piece(gbt9704.MARK_DROP - leading / 2 + 0.495 * sizes[0], lambda _pen, _top: None, keep=True)])
        self.add(lines_of(lines, self.layout, keep=True, leading=leading, align="centre", grid=False))

    def _number(self) -> None:
        self._numbered = True
        if self.imprint.number:
            number = [set_line(self.imprint.number, self.body())]
            space = gbt9704.BETWEEN_HEAD if self.layout.red_head else 8.0
            self.add(lines_of(number, self.layout, keep=True, align="centre", grid=False, space=space))
        elif self.layout.red_head:
            self.add([Piece(self.layout.leading + gbt9704.BETWEEN_HEAD, lambda _pen, _top: None, keep=True)])

    def _red_rule(self) -> None:
        left, right = self.layout.left, self.layout.right

        def rule(pen: Pen, top: float) -> None:
            y = top - _UNDER_NUMBER
            pen.rule(left, y, right, y, gbt9704.RULE_RED, gbt9704.RED)

        self.add([Piece(_UNDER_NUMBER, rule, keep=True)])

    def _heading_picture(self) -> None:
        data = bytes.fromhex(self.imprint.heading)
        width, height = pdf_lists.shape(data)
        scale = min(self.layout.width / width, 30 * MM / height)
        wide, tall = width * scale, height * scale
        left = self.layout.left + (self.layout.width - wide) / 2
        self.add([Piece(tall, lambda pen, top: pen.picture(data, left, top - tall, wide, tall), keep=True)])

    def title(self, words: str, under: str = "") -> None:
        """The title in 2号 on balanced lines, and below it which version corrects which."""
        layout = self.layout
        style = plain(Role.TITLE, layout.size(SIZE_2))
        lines = [set_line(line, style) for line in break_title(words, style, 0.9 * layout.width)]
        if layout.red_head:  # two lines below the rule, on the grid
            self.add(lines_of(lines, layout, keep=True, align="centre", space=gbt9704.BETWEEN_HEAD))
        else:
            self.add(lines_of(lines, layout, keep=True, leading=1.5 * style.size, align="centre", grid=False, space=6.0))
        number, self._numbered = "" if self._numbered else self.imprint.number, True
        small = self.small(SIZE_4, Role.KAI)
        for note in (under, number, version_words(self.imprint)):
            if note:
                set_note = [set_line(line, small) for line in break_title(note, small, layout.width - 4 * layout.pitch)]
                self.add(
                    lines_of(set_note, layout, keep=True, leading=1.5 * small.size, align="centre", grid=False, space=6.0)
                )
        self.add([blank((1.0 if layout.red_head else 0.6) * layout.leading, keep=True)])

    def addressee(self, words: str) -> None:
        """Flush left, kept with what follows."""
        self.add(lines_of(set_paragraph(words, self.body(), self.layout.width), self.layout, keep=True))

    # ------------------------------------------------------------------------------- text

    def paragraph(self, text: str, label: str = "") -> None:
        """Two characters in; line ends inside begin new ones."""
        for number, part in enumerate(lines_in([text]) or (("",) if label else ())):
            spans = [(label, Role.HEI), (part, Role.FANG)] if label and number == 0 else part
            lines = set_paragraph(spans, self.body(), self.layout.width, first_indent=2 * self.layout.pitch)
            self.add(lines_of(lines, self.layout))

    def heading(self, words: str, level: int = 1) -> None:
        """Numbered, never last on a page."""
        number = self._counter.next(level)
        style = self.body(_HEADINGS[level - 1])
        lines = set_paragraph(f"{number}{words}", style, self.layout.width, first_indent=2 * self.layout.pitch)
        self.add(lines_of(lines, self.layout, keep=True))

    def labelled(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Label in 黑体 before its value."""
        for name, value in pairs:
            if value:
                self._spans([(f"{name}：", Role.HEI), (value, Role.FANG)])

    def _spans(self, spans: Sequence[tuple[str, Role]]) -> None:
        lines = set_paragraph(spans, self.body(), self.layout.width, first_indent=2 * self.layout.pitch)
        self.add(lines_of(lines, self.layout))

    def lines(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Flush left in 4号."""
        small = self.small(SIZE_4)
        for name, value in pairs:
            spans = [(f"{name}：" if name else "", Role.HEI), (value, Role.FANG)]
            lines = set_paragraph(spans, small, self.layout.width)
            self.add(lines_of(lines, self.layout, leading=1.6 * small.size, grid=False, keep=True))

    def figures(self, cells: Sequence[tuple[str, str, str]]) -> None:
        """Boxes of large figures, as few as hold them."""
        for row in in_rows(cells):
            self.add([self._figures(row)])

    def _figures(self, cells: Sequence[tuple[str, str, str]]) -> Piece:
        layout = self.layout
        height, step, scale = 2 * layout.leading, layout.width / len(cells), layout.body / SIZE_3

        def draw(pen: Pen, top: float) -> None:
            pen.box(layout.left, top - height + 2, layout.width, height - 4, (0.972, 0.966, 0.95))
            for at, (name, number, unit) in enumerate(cells):
                middle = layout.left + (at + 0.5) * step
                label = self.small(SIZE_4S, Role.HEI, GREY)
                label = plain(Role.HEI, label.size * min(1.0, (step - 8) / (measure(name, label) or 1)), GREY)
                pen.words(name, label, middle, top - 20 * scale, "centre")
                small = self.small(SIZE_4S)
                room = step - 16 - measure(unit, small)
                big = self.small(SIZE_2, Role.TITLE)
                big = plain(Role.TITLE, big.size * min(1.0, room / measure(number, big)))
                start = middle - (measure(number, big) + 3 + measure(unit, small)) / 2
                pen.words(number, big, start, top - 47 * scale)
                pen.words(unit, small, start + measure(number, big) + 3, top - 47 * scale)
                if at:
                    edge = layout.left + at * step
                    pen.rule(edge, top - 12, edge, top - height + 12, 0.4, (0.75, 0.72, 0.66))
            for y in (top - 2, top - height + 2):
                pen.rule(layout.left, y, layout.right, y, 0.9)

        return Piece(height, draw, keep=True, grid=True)

    def note(self, words: str) -> None:
        """Small type in 楷体."""
        small = self.small(SIZE_4S, Role.KAI)
        lines = set_paragraph(words, small, self.layout.width)
        self.add(lines_of(lines, self.layout, leading=1.5 * small.size, grid=False, space=6.0, keep=True))

    def late(self) -> None:
        """One paragraph for each late entry."""
        for words in self.imprint.late:
            self._spans([("补录说明：", Role.HEI), (words, Role.KAI)])

    # --------------------------------------------------------------------- tables and lists

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, row_height: float = 0.0, size: float = SIZE_4S
    ) -> None:
        """Ruled, one piece for each row."""
        layout = self.layout
        own = layout.size(size) if layout.body > SIZE_3 else size
        self.add(
            tables.table(columns, rows, x=layout.left, width=layout.width, size=own, row_height=row_height)
        )

    def form(self, widths: Sequence[float], rows: Sequence[Sequence[Box]], *, size: float = SIZE_4S) -> None:
        """Ruled boxes."""
        layout = self.layout
        own = layout.size(size) if layout.body > SIZE_3 else size
        self.add(tables.form(widths, rows, x=layout.left, width=layout.width, size=own))

    def names(self, names: Sequence[str], label: str = "") -> None:
        """Columns as wide as the usual name and one character."""
        if label:
            spans = [(f"{label}：", Role.HEI)]
            lines = set_paragraph(spans, self.body(), self.layout.width, first_indent=2 * self.layout.pitch)
            self.add(lines_of(lines, self.layout, keep=True))
        self.add(pdf_lists.names(names, self.layout, self.body()))

    def pictures(self, pictures: Sequence[Picture], across: int = 2) -> None:
        """Rows of photographs, each as large as its share of the width allows and no taller than wide."""
        self.add(pdf_lists.pictures(pictures, across, self.layout, self.small(SIZE_5)))

    # -------------------------------------------------------------------------------- end

    def sign_here(self, roles: Sequence[str]) -> None:
        """（签字）：＿＿＿＿ 年 月 日, a line each, kept together with what stands before."""
        tie(self.pieces)
        for role in roles:
            day = "　　　年　　月　　日"
            room = self.layout.chars - len(role) - len(day) - 6  # 28 characters of GB/T 9704, 25 on the board
            words = f"{role}（签字）：{'＿' * max(4, min(8, room))}{day}"
            self.add(lines_of(set_paragraph(words, self.body(), self.layout.width), self.layout, keep=True))

    def signature(self, *, stamp: bool = True) -> None:
        """Issuers side by side, each over an empty square of 45 mm for its stamp, then the date. Nothing is drawn inside."""
        layout, imprint = self.layout, self.imprint
        tie(self.pieces)
        day = set_line(chinese_date(imprint.issued_on), self.body())
        if not stamp:
            self._unstamped(day)
            return
        self.add([blank(0.4 * layout.leading, keep=True)])
        issuers = imprint.issuers
        right = layout.right - 4 * layout.pitch  # 右空四字
        for start in range(0, len(issuers), 3):
            self.add([pdf_foot.stamps(issuers[start : start + 3], right - day.width / 2, layout)])
        place = {"x": layout.left, "width": right - layout.left}
        self.add(lines_of([day], layout, align="right", grid=False, keep=True, space=2.0, **place))

    def _unstamped(self, day: Line) -> None:
        """Issuers two characters in from the right, the date beginning two characters right of the last of them."""
        layout = self.layout
        right = layout.right - 2 * layout.pitch
        self.add([blank(layout.leading, keep=True)])
        left = right
        for issuer in self.imprint.issuers:
            lines = set_paragraph(issuer, self.body(), right - layout.left, justify=False)
            left = right - max(line.width for line in lines)
            self.add(lines_of(lines, layout, align="right", keep=True, x=layout.left, width=right - layout.left))
        start = min(left + 2 * layout.pitch, right - day.width)
        self.add(lines_of([day], layout, keep=True, x=start, width=day.width))

    def enclosures(self, names: Sequence[str]) -> None:
        """Two characters in, the names below one another, without a mark at the end."""
        layout, many = self.layout, len(names) > 1
        for at, name in enumerate(names):
            head = "附件：" if at == 0 else "　　　"
            words = f"{head}{f'{at + 1}. ' if many else ''}{name}"
            hang = (6 if many else 5) * layout.pitch
            lines = set_paragraph(words, self.body(), layout.width, first_indent=2 * layout.pitch, indent=hang)
            self.add(lines_of(lines, layout, space=layout.leading if at == 0 else 0.0))

    def remark(self, words: str) -> None:
        """Two characters in."""
        layout = self.layout
        lines = set_paragraph(f"（{words}）", self.body(), layout.width, first_indent=2 * layout.pitch)
        self.add(lines_of(lines, layout, keep=True))

    def annex(self, label: str, words: str) -> None:
        """Label flush left, an empty line, the title."""
        layout = self.layout
        self.new_page()
        self._counter = Counter()
        self.add(lines_of(set_paragraph(label, self.body(Role.HEI), layout.width), layout, keep=True))
        style = plain(Role.TITLE, layout.size(SIZE_2))
        lines = [set_line(line, style) for line in break_title(words, style, 0.9 * layout.width)]
        self.add(
            lines_of(lines, layout, keep=True, leading=1.5 * style.size, align="centre", grid=False, space=layout.leading)
        )
        self.add([blank(0.6 * layout.leading, keep=True)])

    def foot(self) -> None:
        """Places for electronic signatures, then 版记 with check code and QR at the foot of the page."""
        pieces = [pdf_foot.marks(self.imprint.signers, self.layout)] if self.imprint.signers else []
        nothing = Piece(0.0, lambda _pen, _top: None)
        pieces.append(pdf_foot.check(self.imprint, self.layout) if self.imprint.head else nothing)
        self.add(pieces)

    def new_page(self) -> None:
        """The next piece begins a page."""
        self._fresh = bool(self.pieces)

    def part(self, words: str) -> None:
        """A page of its own under its own title, numbering anew."""
        self.new_page()
        self._counter = Counter()
        self.title(words)

    def sheets(self, name: str) -> Sheets:
        """The finished file with its number of pages and the places for signatures."""
        return draw_pages(
            self.pieces, title=name, practice=self.imprint.practice, layout=self.layout, code=self.imprint.code,
            code_words=self.imprint.code_words,
        )  # fmt: skip

    def finish(self, name: str) -> bytes:
        """The finished PDF/A-2b file."""
        return self.sheets(name).data
