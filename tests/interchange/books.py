"""Workbooks for the tests, written as careless people and hostile programs write them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from consult_desk.base.text import check_digit

PEOPLE = ("姓名", "性别", "身份证号", "出生日期", "户号", "与户主关系", "村民小组", "联系电话", "户籍在本村", "备注")
SEATS = ("姓名", "身份证号", "户号", "组织", "职务", "任期起", "任期止", "备注")


def id_number(birth: str = "19800105", order: int = 1) -> str:
    """A right number with the code of no place; odd orders are men."""
    first = f"999901{birth}{order:03d}"
    return first + check_digit(first)


def person(**cells: Any) -> list[Any]:
    """A right row of the village roster, with the named cells changed."""
    row = dict(
        zip(PEOPLE, ("张三", "男", id_number(), "1980-01-05", "1001", "户主", "一组", "", "是", ""), strict=True)
    )
    return list((row | cells).values())


def seat(**cells: Any) -> list[Any]:
    """A right row of the roster of bodies, with the named cells changed."""
    values = ("张三", id_number(), "1001", "村民委员会", "主任", "2024-01-10", "2029-01-09", "")
    return list((dict(zip(SEATS, values, strict=True)) | cells).values())


def book(
    rows: Sequence[Sequence[Any]],
    header: Sequence[str] = PEOPLE,
    *,
    title: str = "名册",
    change: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """An .xlsx of the header and the rows; change(book, sheet) may add to it before it closes."""
    buffer = io.BytesIO()
    out: Any = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = out.add_worksheet(title)
    day = out.add_format({"num_format": "yyyy/m/d"})
    for line, row in enumerate([header, *rows]):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            elif isinstance(value, str):
                sheet.write_string(line, column, value)
            elif value is not None:
                sheet.write(line, column, value)
    if change is not None:
        change(out, sheet)
    out.close()
    return buffer.getvalue()


def csv_text(rows: Sequence[Sequence[str]], header: Sequence[str] = PEOPLE) -> str:
    """Header and rows as plain CSV, unquoted."""
    return "".join(",".join(row) + "\r\n" for row in [header, *rows])


def repacked(data: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """The workbook with some members changed; keys are the last part of their names without suffix."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(name.rsplit("/", 1)[-1].split(".")[0], lambda content: content)
            new.writestr(name, change(old.read(name)))
    return buffer.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one more member."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()
