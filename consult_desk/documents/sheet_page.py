"""A paper composed as a workbook: for registers and lists that people sort and add up."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from consult_desk.base.text import base32_code, chinese_date
from consult_desk.documents.imprint import Imprint, check_words, version_words
from consult_desk.documents.page import Box, Cell, Column, Counter, Files, Picture, cell_words, lines_in, no_file

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# What adds up: short plain numbers. Everything else is text, so that no cell is ever taken for a formula.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,2})?")
_MOST_ROWS = 60_000


class SheetPage:
    """Writes rows of one worksheet, one under another; the protocol Page says what each part is."""

    def __init__(self, imprint: Imprint, mark: str = "") -> None:
        """An empty workbook. mark: what it says it is, in the first row."""
        import xlsxwriter

        self.imprint = imprint
        self.files: Files = no_file
        self._counter = Counter()
        self._buffer = BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self._sheet = self._book.add_worksheet("表")
        wrap: dict[str, Any] = {"text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 11}
        self._plain = self._book.add_format({**wrap, "text_wrap": False})
        self._ruled = self._book.add_format({**wrap, "border": 1})
        self._head = self._book.add_format({**wrap, "border": 1, "bold": True, "align": "center", "font_name": "黑体"})
        self._bold = self._book.add_format({**wrap, "text_wrap": False, "bold": True})
        self._large = self._book.add_format({**wrap, "text_wrap": False, "bold": True, "font_size": 16})
        self._row = 0
        self._widths: dict[int, float] = {}
        self._text(mark, self._bold)

    def _text(self, words: str, style: Any = None) -> None:
        for part in lines_in([words]):
            self._sheet.write_string(self._row, 0, part, style or self._plain)
            self._row += 1

    def _write(self, row: int, column: int, words: str, style: Any) -> None:
        if _NUMBER.fullmatch(words):
            self._sheet.write_number(row, column, float(words), style)
        else:
            self._sheet.write_string(row, column, words, style)

    def masthead(self, mark: str = "") -> None:
        """Nothing in a workbook."""

    def title(self, words: str, under: str = "") -> None:
        """Large, in the first cell."""
        self._sheet.write_string(self._row, 0, words, self._large)
        self._sheet.set_row(self._row, 30)
        self._row += 1
        mark = "练习，不是真实记录" if self.imprint.practice else ""
        for note in (under, self.imprint.number, version_words(self.imprint), mark):
            self._text(note)

    def addressee(self, words: str) -> None:
        """One cell."""
        self._text(words)

    def paragraph(self, text: str, label: str = "") -> None:
        """A cell for each line."""
        self._text(f"{label}{text}")

    def heading(self, words: str, level: int = 1) -> None:
        """Bold."""
        self._text(f"{self._counter.next(level)}{words}", self._bold)

    def labelled(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Label and value in one cell."""
        for name, value in pairs:
            if value:
                self._text(f"{name}：{value}")

    def lines(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Like labelled."""
        for name, value in pairs:
            self._text(f"{name}：{value}" if name else value)

    def figures(self, cells: Sequence[tuple[str, str, str]]) -> None:
        """Labels over numbers."""
        for at, (name, number, unit) in enumerate(cells):
            self._sheet.write_string(self._row, at, name, self._head)
            self._sheet.write_string(self._row + 1, at, f"{number}{unit}", self._ruled)
        self._row += 2

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, row_height: float = 0.0, size: float = 12.0
    ) -> None:
        """A head that stays in sight while scrolling, and one row for each row."""
        for at, column in enumerate(columns):
            self._sheet.write_string(self._row, at, column.head, self._head)
            self._widths[at] = max(self._widths.get(at, 0.0), 100 * column.share / sum(c.share for c in columns))
        self._row += 1
        if len(rows) > 20:
            self._sheet.freeze_panes(self._row, 0)
        self._sheet.repeat_rows(self._row - 1)
        for cells in rows[:_MOST_ROWS]:
            for at, cell in enumerate(cells):
                self._write(self._row, at, cell_words(cell), self._ruled)
            self._row += 1

    def form(self, widths: Sequence[float], rows: Sequence[Sequence[Box]], *, size: float = 12.0) -> None:
        """Boxes, merged where they span columns."""
        for at, width in enumerate(widths):
            self._widths[at] = max(self._widths.get(at, 0.0), 100 * width / sum(widths))
        for boxes in rows:
            at = 0
            for box in boxes:
                style, words = self._head if box.label else self._ruled, cell_words(box.words)
                if box.span > 1:
                    self._sheet.merge_range(self._row, at, self._row, at + box.span - 1, "", style)
                self._write(self._row, at, words, style)
                at += box.span
            self._sheet.set_row(self._row, 18 * max(box.lines for box in boxes))
            self._row += 1

    def names(self, names: Sequence[str], label: str = "") -> None:
        """One name to a cell."""
        self._text(f"{label}：" if label else "")
        across = max(6, len(self._widths))
        for at, name in enumerate(names):
            self._sheet.write_string(self._row + at // across, at % across, name, self._plain)
        self._row += -(-len(names) // across)

    def pictures(self, pictures: Sequence[Picture], across: int = 2) -> None:
        """Their words only."""
        for one in pictures:
            self._text(one.words)

    def sign_here(self, roles: Sequence[str]) -> None:
        """A line for each role."""
        for role in roles:
            self._text(f"{role}（签字）：")

    def note(self, words: str) -> None:
        """One cell."""
        self._text(words)

    def late(self) -> None:
        """One line for each late entry."""
        for words in self.imprint.late:
            self._text(f"补录说明：{words}")

    def signature(self, *, stamp: bool = True) -> None:
        """Issuers and date."""
        self._text(f"{'、'.join(self.imprint.issuers)}　{chinese_date(self.imprint.issued_on)}")

    def enclosures(self, names: Sequence[str]) -> None:
        """One cell."""
        self._text(f"附件：{'；'.join(names)}" if names else "")

    def remark(self, words: str) -> None:
        """One cell."""
        self._text(f"（{words}）")

    def annex(self, label: str, words: str) -> None:
        """Goes on below."""
        self.part(f"{label}　{words}")

    def foot(self) -> None:
        """The check code."""
        if self.imprint.head:
            self._text(f"核对码（台账第{self.imprint.head_size}条）：{base32_code(self.imprint.head)}")
            self._text(check_words(self.imprint))

    def new_page(self) -> None:
        """An empty row."""
        self._row += 1

    def part(self, words: str) -> None:
        """Goes on below under its own title."""
        self.new_page()
        self._counter = Counter()
        self.title(words)

    def finish(self, name: str) -> bytes:
        """The finished workbook; the same composition gives the same bytes."""
        for at, width in self._widths.items():
            self._sheet.set_column(at, at, min(60.0, max(6.0, 1.3 * width)))
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        if len(self._widths) > 8:
            self._sheet.set_landscape()
        self._book.set_properties({"title": name, "author": "", "created": _MADE})
        self._book.close()
        return self._buffer.getvalue()
