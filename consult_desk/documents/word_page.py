"""A paper composed as Word: the same parts, in styles that people can edit."""

from collections.abc import Sequence
from io import BytesIO
from itertools import islice
from typing import Any

from consult_desk.base.text import base32_code, chinese_date
from consult_desk.documents.gbt9704 import MM, RED, SIZE_4, SIZE_4S, SIZE_5
from consult_desk.documents.imprint import Imprint, check_words, version_words
from consult_desk.documents.layout import Layout, layout_of
from consult_desk.documents.page import (
    Box,
    Cell,
    Column,
    Counter,
    Files,
    Picture,
    cell_words,
    in_rows,
    lines_in,
    no_file,
    stretched,
)
from consult_desk.documents.word import BODY, HEADING, KAI, TITLE
from consult_desk.documents.word import Page as Document

_HEADINGS = (HEADING, KAI, BODY, BODY)
_RED = "".join(f"{round(255 * part):02X}" for part in RED)
_FORMAL = "这是方便摘用的 Word 稿，不作为正式文书；正式文书以议事台出具的 PDF 为准。"
_LONG = 300  # characters of a row that may go on over the page


class WordPage:
    """Fills a Word document; the protocol Page says what each part is."""

    def __init__(self, imprint: Imprint, layout: Layout | None = None, *, formal: bool = True) -> None:
        """An empty document. formal: it is the paper itself, not a copy to work on of one that is a PDF."""
        self.imprint, self.formal = imprint, formal
        self.files: Files = no_file
        self.layout = layout or layout_of(imprint.style)
        self.document = Document("", self.layout)
        self._counter = Counter()
        self._fresh = False
        self._numbered = False  # whether the number of the paper stands somewhere
        if imprint.practice:
            self.document.watermark("练　习")

    def _line(self, words: str, *, font: str = BODY, size: float = 0.0, align: str = "left", colour: str = "") -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        sides = {"left": None, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
        paragraph = self.document.bare(align=sides[align], pitch=1.7 * size if size else 0.0)
        self._break(paragraph)
        self.document.run(paragraph, words, font, size, colour=colour)
        return paragraph

    def _break(self, paragraph: Any) -> None:
        if self._fresh:
            paragraph.paragraph_format.page_break_before = True
            self._fresh = False

    def masthead(self, mark: str = "") -> None:
        """Issuers in red over a red rule, or the heading picture."""
        if self.imprint.heading:
            self._picture(bytes.fromhex(self.imprint.heading), self.layout.width, 30 * MM)
        elif not self.layout.red_head:
            return
        else:
            for issuer in (mark,) if mark else self.imprint.issuers:
                size = min(30.0, 0.95 * self.layout.width / len(issuer))
                last = self._line(issuer, font=TITLE, size=size, align="centre", colour=_RED)
        self._numbered = True
        if self.imprint.number:
            last = self._line(self.imprint.number, align="centre")
        if not self.imprint.heading:
            self.document.rule_below(last, _RED)
            self.document.gap(20)

    def title(self, words: str, under: str = "") -> None:
        """Centred, with what stands under it and the note of the version."""
        if self._fresh:
            self._break(self.document.bare(pitch=2.0))
        self.document.title(words)
        number, self._numbered = "" if self._numbered else self.imprint.number, True
        for note in (under, number, version_words(self.imprint)):
            if note:
                self.document.note(note)
        self.document.space()

    def addressee(self, words: str) -> None:
        """Flush left."""
        self._line(words)

    def paragraph(self, text: str, label: str = "") -> None:
        """Body text, one paragraph for each line."""
        for number, part in enumerate(lines_in([text]) or (("",) if label else ())):
            self.document.text(part, label if number == 0 else "")

    def heading(self, words: str, level: int = 1) -> None:
        """Numbered like the PDF."""
        self.document.heading(f"{self._counter.next(level)}{words}", _HEADINGS[level - 1])

    def labelled(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Label in 黑体 before its value."""
        for name, value in pairs:
            if value:
                self.paragraph(value, f"{name}：")

    def lines(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Flush left in 4号."""
        for name, value in pairs:
            paragraph = self.document.bare(pitch=1.6 * SIZE_4)
            if name:
                self.document.run(paragraph, f"{name}：", HEADING, SIZE_4)
            self.document.run(paragraph, value, BODY, SIZE_4)

    def figures(self, cells: Sequence[tuple[str, str, str]]) -> None:
        """A row of boxes, each a label over its number."""
        for part in in_rows(cells):
            boxes = [Box(f"{name}\n{number}{unit}", align="centre") for name, number, unit in part]
            self.form([1.0] * len(part), [boxes], size=SIZE_4)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, row_height: float = 0.0, size: float = SIZE_4S
    ) -> None:
        """Ruled, its head repeated on every page."""
        from docx.shared import Pt

        widths = self._widths([c.share for c in columns])
        table = self.document.grid(widths, len(rows) + 1)
        # python-docx looks up a row by walking all of them; the list is walked once.
        head, *body = list(table.rows)
        self.document.repeat(head)
        for cell, column, width in zip(head.cells, columns, widths, strict=True):
            self.document.cell(cell, column.head, width, size, font=HEADING, align="centre")
        for row, cells in zip(body, rows, strict=True):
            if row_height:
                row.height = Pt(row_height)
            for place, cell, column, width in zip(row.cells, cells, columns, widths, strict=True):
                self.document.cell(place, cell_words(cell), width, size, align=column.align)
        self.document.gap()

    def form(self, widths: Sequence[float], rows: Sequence[Sequence[Box]], *, size: float = SIZE_4S) -> None:
        """Ruled boxes, merged where they span columns."""
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.shared import Pt

        points = self._widths(widths)
        table = self.document.grid(points, len(rows))
        for row, boxes in zip(list(table.rows), rows, strict=True):
            row.height = Pt(max(box.lines for box in boxes) * 1.25 * size + 0.7 * size)
            if max(len(cell_words(box.words)) + 25 * cell_words(box.words).count("\n") for box in boxes) > _LONG:
                self.document.may_split(row)
            cells, at = row.cells, 0
            for box in boxes:
                cell = cells[at] if box.span == 1 else cells[at].merge(cells[at + box.span - 1])
                align = box.align or ("centre" if box.label else "left")
                font = HEADING if box.label else BODY
                width = sum(points[at : at + box.span])
                self.document.cell(cell, cell_words(box.words), width, size, font=font, align=align)
                if box.top:
                    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
                at += box.span
        self.document.gap()

    def _widths(self, shares: Sequence[float]) -> list[float]:
        return [self.layout.width * share / sum(shares) for share in shares]

    def names(self, names: Sequence[str], label: str = "") -> None:
        """Rows of names with tab stops between them, in the columns of the PDF; no name is broken at a line's end."""
        from docx.shared import Pt

        from consult_desk.documents.fonts import Role
        from consult_desk.documents.name_order import columns
        from consult_desk.documents.setter import plain

        if label:
            self.paragraph("", f"{label}：")
            self.document.keep_last(1)
        body, rest = self.layout.body, iter(names)
        for row in columns(names, self.layout.width - 2 * body, plain(Role.FANG, body)).rows:
            paragraph = self.document.bare(indent=True)
            for x, _line in row[1:]:
                paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(2 * body + x))
            self.document.run(paragraph, "\t".join(stretched(name) for name in islice(rest, len(row))))

    def pictures(self, pictures: Sequence[Picture], across: int = 2) -> None:
        """Photographs in a table without rules, the words below each."""
        widths = self._widths([1.0] * across)
        for start in range(0, len(pictures), across):
            row = pictures[start : start + across]
            table = self.document.grid(widths, 1)
            table.style = "Normal Table"
            for cell, one, width in zip(next(iter(table.rows)).cells, row, widths, strict=False):
                cell.width = round(width * 12700)
                self._picture(one.data, width - 12, width, cell.paragraphs[0])
                for words in lines_in([one.words]):
                    self.document.run(cell.add_paragraph(), words, KAI, SIZE_5)
        self.document.gap()

    def _picture(self, data: bytes, width: float, height: float, paragraph: Any = None) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        from consult_desk.documents.pdf_lists import shape

        if not data:
            return
        wide, high = shape(data)
        scale = min(width / wide, height / high)
        if paragraph is None:
            paragraph = self.document.bare()
            paragraph.paragraph_format.line_spacing = 1.0
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run().add_picture(BytesIO(data), width=Pt(wide * scale), height=Pt(high * scale))

    def sign_here(self, roles: Sequence[str]) -> None:
        """A line for each role."""
        self.document.space()
        for role in roles:
            self.document.text("＿＿＿＿＿＿　　　年　　月　　日", f"{role}（签字）：")
        self.document.keep_last(len(roles) + 2)

    def note(self, words: str) -> None:
        """Small type."""
        for part in lines_in([words]):
            self.document.small(part)

    def late(self) -> None:
        """One paragraph for each late entry."""
        self.labelled([("补录说明", words) for words in self.imprint.late])

    def signature(self, *, stamp: bool = True) -> None:
        """Issuers and date, at the right."""
        imprint = self.imprint
        self.document.space()
        self.document.keep_last(3)
        if not stamp:
            self._line(f"{'、'.join(imprint.issuers)}　{chinese_date(imprint.issued_on)}", align="right")
            self.document.keep_last(1 if imprint.head else 0)
            return
        for issuer in imprint.issuers:
            paragraph = self._line(issuer, align="right")
            self.document.run(paragraph, "（盖章处）", KAI, 9.0)
            paragraph.paragraph_format.keep_with_next = True
        self._line(chinese_date(imprint.issued_on), align="right")
        self.document.keep_last(1 if imprint.head else 0)

    def enclosures(self, names: Sequence[str]) -> None:
        """The names below one another."""
        for at, name in enumerate(names):
            number = f"{at + 1}. " if len(names) > 1 else ""
            self.document.text(f"{'附件：' if at == 0 else '　　　'}{number}{name}")

    def remark(self, words: str) -> None:
        """In brackets."""
        self.document.text(f"（{words}）")

    def annex(self, label: str, words: str) -> None:
        """Label, then the title."""
        self.new_page()
        self._counter = Counter()
        self._line(label, font=HEADING)
        self.document.title(words)
        self.document.space()

    def foot(self) -> None:
        """The check code in small type; a copy to work on says that it is one."""
        imprint = self.imprint
        if imprint.head:
            groups = base32_code(imprint.head).split("-")
            self.document.small(f"核对码（台账第{imprint.head_size}条）")
            self.document.small("-".join(groups[:7]) + "-")
            self.document.small("-".join(groups[7:]))
            self.document.small(check_words(imprint), keep=False)
        if not self.formal:
            self.document.small(_FORMAL, keep=False)

    def new_page(self) -> None:
        """The next paragraph begins a page, unless it is the first of all."""
        self._fresh = bool(self.document.document.paragraphs or self.document.document.tables)

    def part(self, words: str) -> None:
        """A page of its own under its own title, numbering anew."""
        self.new_page()
        self._counter = Counter()
        self.title(words)

    def finish(self, name: str) -> bytes:
        """The finished file; the same composition gives the same bytes."""
        self.document.name(name)
        return self.document.bytes()
