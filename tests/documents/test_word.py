"""The minutes as a Word file: fonts, page, tables, page numbers, nothing that should not be in it."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from consult_desk.base.errors import Refused
from consult_desk.documents import readback
from consult_desk.documents.paper import PAPERS, assert_readback, paper
from tests.documents import sample_facts
from tests.documents.sample_extremes import usual

MINUTES = paper("minutes")


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_part_is_well_formed_without_doctype_or_foreign_fonts() -> None:
    for name, data in parts(MINUTES.draw(sample_facts.minutes())).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
            assert b"<!DOCTYPE" not in data
        assert b"MS Mincho" not in data or "theme" in name


def test_the_page_is_that_of_the_standard() -> None:
    section = Document(BytesIO(MINUTES.draw(sample_facts.minutes()))).sections[0]
    assert [round(section.page_width.mm), round(section.page_height.mm)] == [210, 297]
    assert [round(section.top_margin.mm), round(section.left_margin.mm)] == [37, 28]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_every_run_names_its_chinese_font() -> None:
    document = Document(BytesIO(MINUTES.draw(sample_facts.minutes())))
    runs = [r for p in document.element.body.iter(qn("w:p")) for r in p.iter(qn("w:r"))]
    names = {r.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia")) for r in runs}
    assert {"仿宋", "黑体", "方正小标宋简体"} <= names <= {"仿宋", "黑体", "方正小标宋简体", "楷体", "宋体", "SimSun-ExtB"}


def test_rare_characters_stand_in_fonts_that_have_them() -> None:
    document = Document(BytesIO(MINUTES.draw(sample_facts.minutes())))
    fonts = {
        run.text: run._element.rPr.rFonts.get(qn("w:eastAsia"))
        for paragraph in document.paragraphs for run in paragraph.runs
    }  # fmt: skip
    assert fonts["𬱖"] == "SimSun-ExtB"
    assert fonts["㛃"] == "宋体"


def test_page_numbers_are_fields_outside_on_both_kinds_of_page() -> None:
    made = parts(MINUTES.draw(sample_facts.minutes()))
    footers = [data for name, data in made.items() if name.startswith("word/footer")]
    assert len(footers) == 2
    assert all(b"PAGE" in data and b"fldChar" in data for data in footers)
    assert b"evenAndOddHeaders" in made["word/settings.xml"]


def test_the_head_of_a_table_repeats_and_rows_are_not_cut() -> None:
    xml = parts(paper("attendance_sheet").draw(sample_facts.attendance_sheet(9), "docx"))["word/document.xml"]
    sittings = len(sample_facts.attendance_sheet(9).sittings)
    assert xml.count(b"w:tblHeader") == sittings
    assert xml.count(b"w:cantSplit") == 10 * sittings


@pytest.mark.parametrize(
    ("kind", "form"), [(kind.key, form) for kind in PAPERS for form in kind.forms if form != "pdf"]
)
def test_what_people_edit_follows_the_schema(kind: str, form: str, tmp_path: Path) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    facts = usual(paper(kind))
    practice = replace(facts, imprint=replace(facts.imprint, practice=True))
    judge = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=30)
    for number, one in enumerate((facts, practice)):
        path = tmp_path / f"{number}.{form}"
        path.write_bytes(paper(kind).draw(one, form))
        assert [str(error) for error in judge.validate(str(path)).errors] == []


def test_names_nobody_in_the_properties() -> None:
    core = parts(MINUTES.draw(sample_facts.minutes()))["docProps/core.xml"].decode()
    assert "张" not in core and "python" not in core.lower()


def test_practice_minutes_and_corrections_say_so() -> None:
    facts = sample_facts.minutes()
    imprint = replace(facts.imprint, practice=True, version=2, supersedes="会议记录 第1版", correction="漏记一人")
    text = readback.squeezed(readback.read_text(MINUTES.draw(replace(facts, imprint=imprint))))
    assert text.count("练习") == 2
    assert "（第2版，更正会议记录第1版：漏记一人）" in text


def test_minutes_of_little_leave_out_what_there_was_not() -> None:
    facts = replace(
        sample_facts.minutes(), leave=(), absent=(), excluded=(), observers=(), proxies=(), notice_words="",
        quorum_reference="", items=(), imprint=replace(sample_facts.imprint(), head="", head_size=0),
    )  # fmt: skip
    data = MINUTES.draw(facts)
    assert_readback(MINUTES, facts, data)
    text = readback.read_text(data)
    assert "委托到会" not in text and "核对码" not in text and "缺席无" in readback.squeezed(text)


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe"])
def test_control_characters_are_refused(char: str) -> None:
    with pytest.raises(Refused, match=f"U\\+{ord(char):04X}"):
        MINUTES.draw(replace(sample_facts.minutes(), chair=f"张{char}三"))
