"""A workbook or CSV file as plain grids of cells, told apart by content, never by file name."""

import csv
import io
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from consult_desk.base.errors import Refused
from consult_desk.interchange.xlsx_guard import MAX_COLUMNS, MAX_ROWS, SheetParts, inspect_workbook

MAX_FILE = 30_000_000
Cell = str | int | float | bool | date | time | timedelta

_RESAVE = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（*.xlsx）”，再导入"


@dataclass(frozen=True)
class Grid:
    """One sheet. rows: cells by row from line 1 on, "" where empty, column 0 is A. notes: what to tell beforehand."""

    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    parts: SheetParts
    visible: bool = True
    notes: tuple[str, ...] = ()


def read_grids(data: bytes, name: str) -> tuple[Grid, ...]:
    """All sheets of an .xlsx, or the one table of a CSV file.

    name: file name, for the sentences only. Raises Refused with one sentence saying what the file is and how to
    turn it into one that can be read.
    """
    if not data:
        raise Refused(f"文件“{name}”是空的，可能没有复制完整，请重新复制一份")
    if len(data) > MAX_FILE:
        raise Refused(f"文件“{name}”超过 {MAX_FILE // 1_000_000} MB，不像村里的名册，请核对是不是选错了文件")
    if data.startswith(b"PK"):
        return _workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(f"文件“{name}”设了打开密码，请先去掉密码保存，再导入")
        raise Refused(f"文件“{name}”是旧版 Excel（.xls）格式。{_RESAVE}")
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")):
        raise Refused(f"文件“{name}”不是表格文件，请选择 .xlsx 或 .csv 名册")
    return (_delimited(data, name),)


def _workbook(data: bytes) -> tuple[Grid, ...]:
    parts = inspect_workbook(data)
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    grids = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for meta in book.sheets_metadata:
                if meta.typ is not SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                rows = [list[Cell](row) for row in sheet.to_python(skip_empty_area=False)]
                _fill_merged(rows, sheet.merged_cell_ranges or [])
                grids.append(
                    Grid(
                        meta.name,
                        tuple(tuple(row) for row in rows),
                        parts.get(meta.name, SheetParts()),
                        meta.visible is SheetVisibleEnum.Visible,
                    )
                )
    except BaseException as error:
        # The reader's own panic is a BaseException of its library; only that one and ordinary errors stop here.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise Refused(f"这个表格文件是损坏的，一行也没有导入。{_RESAVE}") from error
    return tuple(grids)


def _fill_merged(rows: list[list[Cell]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give every row of a vertical merge its value: one 户号 drawn across a whole family is meant for each of them."""
    for (top, left), (bottom, right) in ranges:
        if left == right and bottom > top and top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]


def _delimited(data: bytes, name: str) -> Grid:
    text, coding = _decoded(data, name)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows: list[tuple[Cell, ...]] = []
    # strict: an unclosed quote would otherwise swallow the rest of the file as one cell.
    reader: Any = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS or len(rows) >= MAX_ROWS:
                raise Refused(f"文件“{name}”超过了 {MAX_ROWS} 行、{MAX_COLUMNS} 列的上限，请核对是不是选错了文件")
            rows.append(tuple(row))
    except csv.Error as error:
        raise Refused(
            f"文件“{name}”第 {reader.line_num} 行附近的引号没有成对，或者有一格过长，读不准，一行也没有导入。{_RESAVE}"
        ) from error
    return Grid("", tuple(rows), SheetParts(), notes=(f"按 {coding} 编码读取，请看预览里的汉字是否正确",))


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = [("utf-16", "UTF-16")]
    else:
        candidates = [("utf-8-sig", "UTF-8"), ("gb18030", "GB18030（中文 Windows 常用）")]
    for codec, words in candidates:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:  # a NUL is no text, or UTF-16 without its mark
            return text, words
    raise Refused(f"文件“{name}”的文字编码认不出来，可能混用了两种编码，或者根本不是文字。{_RESAVE}")
