"""Writes workbooks in which every text stays text: no formula, link or number comes out of a typed word."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from consult_desk.interchange.columns import PEOPLE, SEATS, RosterKind

Value = str | int | float | date | None
Sheet = tuple[str, Sequence[str], Sequence[Sequence[Value]]]

_STARTERS = "=+-@＝＋－＠\t\r\n"
_TEXT = 49  # the built-in format "text"; "@" would become a custom one that not every program honours
_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - the format has no time zone; fixed so that bytes repeat


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula, in .xlsx or after being saved as CSV.

    OWASP "CSV injection": a line whose first character after white space is one of = + - @ (half or full width),
    or which begins with tab, CR or LF, gets an apostrophe in front. Lone dashes of dates or ranges stay.
    """
    return "\n".join(_neutral_line(line) for line in text.split("\n"))


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with one sheet per (title, header, rows); the same input gives the same bytes.

    Texts are typed as text, so 18-digit numbers keep all digits; whole columns are formatted as text, so numbers
    typed into a template later do too. Dates are written as 2026-01-05 in text. The first row stays in sight.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _CREATED})
    text = book.add_format({"num_format": _TEXT})
    head = book.add_format({"num_format": _TEXT, "bold": True, "bg_color": "#E8EEF4", "bottom": 1})
    for title, header, rows in sheets:
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(header):
            sheet.set_column(column, column, _width(heading, [row[column] for row in rows[:500]]), text)
            sheet.write_string(0, column, neutral(heading), head)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(line, column, value)
                elif value not in (None, ""):
                    sheet.write_string(line, column, neutral(str(value)), text)
    book.close()
    return buffer.getvalue()


def roster_templates() -> dict[str, bytes]:
    """The two empty workbooks a village fills in, by file name."""
    return {f"{kind.title}.xlsx": _template(kind) for kind in (PEOPLE, SEATS)}


def _template(kind: RosterKind) -> bytes:
    return write_xlsx([(kind.title, kind.headings(), [])])


def _neutral_line(line: str) -> str:
    if line[:1] in ("\t", "\r") or line.lstrip().startswith(tuple(_STARTERS)):
        return f"'{line}"
    return line


def _width(heading: str, values: Sequence[Value]) -> int:
    """Width in half-width characters: one Chinese character takes two."""
    longest = max(
        (sum(2 if ord(c) > 0x2E7F else 1 for c in str(v)) for v in (heading, *values) if v is not None), default=8
    )
    return min(max(longest + 2, 8), 60)
