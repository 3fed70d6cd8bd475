"""Workbooks that leave the program carry text only, and come back as they were."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from consult_desk.base.errors import Refused
from consult_desk.interchange.roster import read_roster
from consult_desk.interchange.sheets import Value, neutral, roster_templates, write_xlsx
from tests.interchange.books import id_number


def cells(data: bytes) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\xa0=1", "＝1", "＋1", "－1", "＠A", "好\n=1", "\tx"],
)
def test_no_line_can_start_a_formula(text: str) -> None:
    made = neutral(text)
    assert made != text and made.replace("'", "") == text
    assert not any(line.lstrip().startswith(tuple("=+-@＝＋－＠")) for line in made.split("\n"))


@pytest.mark.parametrize("text", ["张三", "2026-01-05", "1-2", "", "a=b", "'x", "好\n坏"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert neutral(text) == text


def test_long_numbers_dates_and_links_stay_text() -> None:
    row: list[Value] = [id_number(), date(2026, 1, 5), "http://example.org", "007", "=1+1", 3, 2.5, None, ""]
    data = write_xlsx([("表", [str(n) for n in range(9)], [row])])
    assert cells(data)[1][:7] == [id_number(), "2026-01-05", "http://example.org", "007", "'=1+1", 3.0, 2.5]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet and b"hyperlink" not in sheet


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
def test_texts_come_back_as_written(text: str) -> None:
    data = write_xlsx([("表", ["题"], [["前"], [text], ["后"]])])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert cells(data)[2] == [neutral(text)]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert write_xlsx([("表", ["题"], [["一"]])]) == write_xlsx([("表", ["题"], [["一"]])])


def test_templates_are_recognised_and_ask_for_rows() -> None:
    templates = roster_templates()
    assert list(templates) == ["村民名册.xlsx", "组织任职名册.xlsx"]
    for name, data in templates.items():
        with pytest.raises(Refused, match=f"{name.removesuffix('.xlsx')}只有表头"):
            read_roster(data, name)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert b'numFmtId="49"' in archive.read("xl/styles.xml")  # text, so that Excel rounds no number
