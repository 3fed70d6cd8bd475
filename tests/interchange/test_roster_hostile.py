"""Files that are no roster: other kinds, bombs, broken parts, noise; each refused in a sentence, nothing crashes."""

import io
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.base.errors import Refused
from consult_desk.interchange import grids, xlsx_guard
from consult_desk.interchange.roster import PersonEntry, RosterPreview, read_roster
from tests.interchange.books import (
    book,
    csv_text,
    id_number,
    person,
    repacked,
    with_member,
)

TODAY = date(2026, 1, 5)


def read(data: bytes, name: str = "名册.xlsx") -> RosterPreview:
    return read_roster(data, name, today=TODAY)


def refusal(data: bytes, name: str = "名册.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        read(data, name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Excel（.xls）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"%PDF-1.7\n", "不是表格文件"),
        (b"PK\x03\x04 no zip at all", "损坏"),
    ],
)
def test_files_of_other_kinds_are_told_by_content(data: bytes, words: str) -> None:
    assert words in refusal(data, "名册.xlsx")


def test_a_workbook_is_read_whatever_its_name_says() -> None:
    assert read(book([person()]), "名册.csv").rows[0].verdict == "ok"


def test_macros_doctypes_foreign_zips_and_duplicates_are_refused() -> None:
    good = book([person()])
    assert "带有宏" in refusal(with_member(good, "xl/vbaProject.bin", b"x"))
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "不该有的内容" in refusal(repacked(good, sharedStrings=lambda _: bomb))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "不是 Excel 工作簿" in refusal(buffer.getvalue())
    with pytest.warns(UserWarning, match="Duplicate name"):
        doubled = with_member(good, "xl/workbook.xml", b"<workbook/>")
    assert "损坏" in refusal(doubled)


def test_bombs_are_refused_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    good = book([person()])

    def never(*_: object) -> bytes:
        raise AssertionError("unpacked")

    ratio = with_member(good, "xl/media/a.xml", b" " * 20_000_000)
    many = io.BytesIO(good)
    with zipfile.ZipFile(many, "a") as archive:
        for n in range(2_000):
            archive.writestr(f"xl/media/{n}", b"")
    with monkeypatch.context() as sealed:
        sealed.setattr(zipfile.ZipFile, "read", never)
        for data in (ratio, many.getvalue()):
            assert "太大" in refusal(data)
        sealed.setattr(xlsx_guard, "_MAX_TOTAL", 1000)
        assert "太大" in refusal(good)
        sealed.setattr(xlsx_guard, "_MAX_TOTAL", 10**9)
        sealed.setattr(xlsx_guard, "_MAX_MEMBER", 1000)
        assert "太大" in refusal(good)


def test_one_long_text_repeated_everywhere_is_a_bomb() -> None:
    rows = [["长" * 30_000] * 10] * 2_000
    assert "太大" in refusal(book(rows))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'r="A2"', b'r="XFD1048576"', "上限"),
        (b'r="A2"', b'r="A200001"', "上限"),
        (b'r="A2"', b'r="CW2"', "上限"),
        (b'r="A2"', b'r = \'CW2\'', "上限"),
        (b'r="A2"', b'r="CV199999"', "上限"),
        (b'r="A2"', b'r="XFD&#49;048576"', "损坏"),
        (b'r="A2"', b"", "没有标明格子的位置"),
        (b'<c r="A2"', b'<c x=">" r="XFD1048576"', "上限"),
    ],
)
def test_cells_far_away_are_refused_before_room_is_made(old: bytes, new: bytes, words: str) -> None:
    data = repacked(book([person()]), sheet1=lambda sheet: sheet.replace(old, new))
    assert words in refusal(data)


def test_a_quoted_r_inside_a_text_is_no_position() -> None:
    rich = b'<c r="J2" t="inlineStr"><is><t>as r="typed" here</t></is></c></row>'
    data = repacked(book([person(备注=None)]), sheet1=lambda sheet: sheet.replace(b"</row></sheetData>", rich + b"</sheetData>"))
    entry = read(data).rows[0].entry
    assert isinstance(entry, PersonEntry) and entry.note == 'as r="typed" here'


def test_a_sheet_under_another_name_is_measured_too() -> None:
    good = book([person()])
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b'r="A2"', b'r="XFD1048576"')
    moved = repacked(
        with_member(good, "xl/any.bin", sheet),
        workbook=lambda c: c.replace(b"worksheets/sheet1.xml", b"/xl/any.bin"),
    )
    assert "上限" in refusal(moved)


def test_every_truncation_is_refused_and_nothing_crashes() -> None:
    good = book([person()])
    for length in range(2, len(good), 97):
        assert refusal(good[:length])


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 10**6), st.integers(0, 7))
def test_a_flipped_bit_is_refused_or_harmless(place: int, bit: int) -> None:
    data = bytearray(GOOD)
    data[place % len(data)] ^= 1 << bit
    try:
        preview = read(bytes(data))
    except Refused as refused:
        assert refused.obstacles[0].words
    else:
        assert preview.kind == "people"


GOOD = book([person(), person(姓名="李四", 身份证号=id_number(order=3))])


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", "姓名,户号,组\n".encode()]))
def test_any_bytes_are_refused_or_read(noise: bytes, start: bytes) -> None:
    try:
        assert read(start + noise).rows
    except Refused as refused:
        assert refused.obstacles[0].words


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        ("workbook", b"\xff", "写法不常见"),
        ("workbook", b"<workbook/>", "损坏"),
        ("sheet1", b"<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>9", "损坏"),
        ("sheet1", b"<worksheet>\x00</worksheet>", "不该有的内容"),
        ("sharedStrings", b"<sst></sst>", "损坏"),
    ],
)
def test_broken_parts_are_one_sentence(part: str, content: bytes, words: str) -> None:
    changes: Any = {part: lambda _: content}
    assert words in refusal(repacked(GOOD, **changes))


def test_a_missing_part_an_unknown_packing_and_a_torn_stream_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "写法不常见" in refusal(buffer.getvalue())
    assert "损坏" in refusal(GOOD.replace(GOOD[60:90], b"\0" * 30, 1))


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("sheet1", b"<c " * 500_000),
        ("sheet1", b"<f/><c" + b' r="A1"' * 300_000),
        ("sheet1", b"<row" + b' hidden="1" ' * 200_000),
        ("sheet1", b"<f/><c r='A1'>" + b" \n" * 1_000_000),
        ("workbook", b"<sheet " * 300_000),
        ("workbook", b"<sheet " + b"a" * 2_000_000),
        ("sheet1", b"<" + b"a" * 3_000_000),
    ],
)
def test_no_pattern_is_searched_for_ever(monkeypatch: pytest.MonkeyPatch, part: str, content: bytes) -> None:
    monkeypatch.setattr(xlsx_guard, "_MAX_RATIO", 10_000)
    changes: Any = {part: lambda _: content}
    data = repacked(GOOD, **changes)
    began = time.process_time()
    assert refusal(data)
    assert time.process_time() - began < 5


def test_a_heading_of_brackets_is_no_trap() -> None:
    began = time.process_time()
    assert "没有找到名册的表头" in refusal(book([["(" * 32_000] * 30] * 9, ("(" * 32_000,)))
    assert time.process_time() - began < 5


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_interruption_is_never_swallowed(monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]) -> None:
    def interrupt(*_: object) -> None:
        raise stop

    monkeypatch.setattr(grids, "_fill_merged", interrupt)
    with pytest.raises(stop):
        read(GOOD)


def test_a_panic_of_the_reader_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {})

    def fall(*_: object) -> None:
        raise panic

    monkeypatch.setattr(grids, "_fill_merged", fall)
    assert "损坏" in refusal(GOOD)


def test_the_preview_of_a_township_is_ready_within_seconds(tmp_path: Path) -> None:
    text = csv_text([person(姓名="王" + chr(0x4E00 + n), 身份证号="", 户号=str(n)) for n in range(5_000)])
    preview = read(text.encode(), "a.csv")
    assert len(preview.rows) == 5_000 and preview.count("refused") == 0
