"""Composing: one composition, every layout and form; the form code in the corner; places for signatures."""

import re
import subprocess
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from consult_desk.documents import readback
from consult_desk.documents.form_code import SUBJECTS, FormCode, village_tag
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PaperKind, facts_said, unsaid
from consult_desk.documents.layout import SHEETS, STYLES, layout_of
from consult_desk.documents.page import Box, Code, Column, Page, Picture, Strokes, heading_number, in_rows, label
from consult_desk.documents.paper import PAPERS, facts_from_json, facts_to_json, paper
from consult_desk.documents.pdf_page import PdfPage
from consult_desk.documents.word_page import WordPage
from tests.documents import sample_facts
from tests.documents.sample_extremes import usual

STEM = "CD1.7F3A2C.M12.RESOLUTION.1"
A3_POINTS = (842, 1191)


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (120, 80), (30, 90, 160)).save(buffer, "JPEG")
    return buffer.getvalue()


def everything(page: Page) -> None:
    """One of each part."""
    page.masthead()
    page.title("关于村内道路的记录", "（附件）")
    page.addressee("全体村民：")
    page.paragraph("第一段。\n第二段。")
    page.heading("第一级")
    page.heading("第二级", 2)
    page.heading("第三级", 3)
    page.heading("第四级", 4)
    page.heading("又一级")
    page.labelled([("电话", "0431-5550 0137"), ("空", "")])
    page.lines([("时间", "上午九时"), ("", "接着")])
    page.figures([("应到", "45", "人"), ("实到", "41", "人")])
    page.table([Column("姓名", 2), Column("码", 1), Column("计", 1)], [("李䶮", Code("CD-P1-M1"), Strokes(7))])
    page.form([1, 1, 2], [[label("事项"), Box("硬化", span=2)], [label("意见"), Box("长" * 900, span=2, lines=4, top=True)]])
    page.names(["张三", "欧阳建国", "阿依古丽·买买提", "李四四"] * 5, "到会人员")
    page.pictures([Picture(picture(), "近景"), Picture(picture(), "远景"), Picture(picture(), "撤下")])
    page.sign_here(["主持人", "记录人"])
    page.note("请本人签名。")
    page.late()
    page.enclosures(["工程预算表", "施工图"])
    page.signature()
    page.remark("此件公开发布")
    page.foot()
    page.part("另一页")
    page.heading("重新编号")
    page.annex("附件1", "工程预算表")
    page.paragraph("预算。")


SAID = (
    "关于村内道路的记录", "（附件）", "全体村民：", "第一段。", "一、第一级", "（一）第二级", "1.第三级", "（1）第四级",
    "二、又一级", "电话：0431-55500137", "时间：上午九时", "应到45人", "李䶮", "事项", "长" * 900, "欧阳建国",
    "阿依古丽·买买提", "近景", "远景", "撤下", "记录人（签字）：", "请本人签名。", "（盖章处）", "另一页", "一、重新编号",
    "附件：1.工程预算表", "2.施工图", "（此件公开发布）", "附件1工程预算表预算。",
)  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_every_part_is_drawn_in_every_layout(style: str, sheet: str) -> None:
    page = PdfPage(sample_facts.imprint(), layout_of(style, sheet))
    everything(page)
    data = page.finish("记录")
    said = readback.squeezed(readback.read_text(data).split("\f")[0])
    assert [words for words in SAID if words not in said] == []
    with pikepdf.Pdf.open(BytesIO(data)) as document:
        wide, high = (round(float(edge)) for edge in document.pages[0].mediabox[2:])
    assert (wide > high) == (style == "wide")
    if sheet == "A3":
        assert sorted((wide, high)) == list(A3_POINTS)


@pytest.mark.parametrize("style", STYLES)
def test_every_part_is_written_in_word(style: str) -> None:
    page = WordPage(sample_facts.imprint(), layout_of(style))
    everything(page)
    said = readback.squeezed(readback.read_text(page.finish("记录")))
    assert [words for words in SAID if words not in said] == []


def test_nothing_is_drawn_outside_the_page() -> None:
    for style in STYLES:
        page = PdfPage(replace(sample_facts.imprint(), code=STEM, code_words="青石村　2026-003"), layout_of(style))
        everything(page)
        with pypdfium2.PdfDocument(page.finish("记录")) as document:
            for one in document:
                width, height = one.get_size()
                for thing in one.get_objects():
                    left, bottom, right, top = thing.get_bounds()
                    assert left > 10 and bottom > 10 and right < width - 10 and top < height - 10


def test_a3_is_a4_enlarged() -> None:
    facts = sample_facts.resolution()
    pictures = []
    for sheet, scale in (("A4", 2.0), ("A3", 2.0 / 2**0.5)):
        drawn = paper("resolution").draw(replace(facts, imprint=replace(facts.imprint, sheet=sheet)))
        with pypdfium2.PdfDocument(drawn) as document:
            pictures.append([page.render(scale=scale).to_pil().convert("L") for page in document])
    assert len(pictures[0]) == len(pictures[1])
    for small, large in zip(*pictures, strict=True):
        large = large.resize(small.size)
        changed = sum(abs(a - b) > 128 for a, b in zip(small.tobytes(), large.tobytes(), strict=True))
        assert changed < 0.002 * small.width * small.height


def test_a_style_that_a_kind_does_not_have_gives_way_to_its_usual_one() -> None:
    facts = sample_facts.attendance_sheet(3)
    on_board = replace(facts, imprint=replace(facts.imprint, style="board"))
    assert paper("attendance_sheet").draw(on_board) == paper("attendance_sheet").draw(facts)


def test_the_board_has_no_red() -> None:
    facts = sample_facts.resolution()

    def red(style: str) -> bool:
        drawn = paper("resolution").draw(replace(facts, imprint=replace(facts.imprint, style=style)))
        with pypdfium2.PdfDocument(drawn) as document:
            dots = document[0].render(scale=1).to_pil().convert("RGB")
        return any(r > 150 and g < 80 and b < 80 for r, g, b in dots.get_flattened_data())

    assert red("official") and not red("board")


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("style", ["official", "board"])
def test_every_page_carries_its_form_code_for_machines_and_people(style: str, sheet: str) -> None:
    facts = sample_facts.resolution()
    own = replace(facts.imprint, style=style, sheet=sheet, code=STEM, code_words="青石村　2026-003")
    drawn = paper("resolution").drawn(replace(facts, imprint=own))
    found = []
    with pypdfium2.PdfDocument(drawn.data) as document:
        assert len(document) == drawn.pages > 1
        for page in document:
            codes = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
            found += [code for one in codes if (code := FormCode.parse(one.text))]
    assert [one.page for one in found] == list(range(1, drawn.pages + 1))
    assert {one.stem for one in found} == {STEM} and {one.pages for one in found} == {drawn.pages}
    assert "青石村2026-003第1页" in readback.squeezed(readback.read_text(drawn.data))


def test_the_places_for_signatures_are_empty_and_within_the_page() -> None:
    facts = sample_facts.resolution()
    signers = (("party", "村党支部"), ("issuer", "村民委员会"), ("supervisor", "村务监督委员会"), ("township", "乡镇"))
    for sheet in SHEETS:
        drawn = paper("resolution").drawn(replace(facts, imprint=replace(facts.imprint, sheet=sheet, signers=signers)))
        assert list(drawn.marks) == [role for role, _title in signers]
        with pypdfium2.PdfDocument(drawn.data) as document:
            for number, x, y, width, height in drawn.marks.values():
                page = document[number]
                high = page.get_height()
                shown = page.render(scale=2).to_pil().convert("L")
                box = shown.crop(
                    (int(2 * x) + 2, int(2 * (high - y - height)) + 2, int(2 * (x + width)) - 2, int(2 * (high - y)) - 2)
                )
                assert width > 60 and height > 20 and box.getextrema()[0] > 250


@given(
    st.sampled_from(sorted(SUBJECTS)), st.integers(1, 999_999_999), st.sampled_from([kind.key for kind in PAPERS]),
    st.integers(1, 9999), st.integers(0, 400), st.integers(0, 400),
)  # fmt: skip
def test_a_form_code_is_read_as_it_was_written(
    subject: str, number: int, kind: str, version: int, page: int, more: int
) -> None:
    code = FormCode(village_tag("x"), subject, number, kind, version, page, page + more if page else 0)
    assert FormCode.parse(code.text) == code
    assert FormCode.parse(code.stem) is not None


@pytest.mark.parametrize(
    "text", ["", "CONSULTDESK HEAD 12 ABCD", "CD-P3-M7", "https://x", "CD1.7f3a2c.M1.MINUTES.1",
     f"{STEM}.3.2", f"{STEM}.0.2", f"{STEM}.1"],
)  # fmt: skip
def test_what_is_no_form_code_is_not_taken_for_one(text: str) -> None:
    assert FormCode.parse(text) is None


def test_tags_tell_villages_apart() -> None:
    assert len({village_tag(f"{n:032x}") for n in range(500)}) == 500


def test_numbers_of_headings() -> None:
    assert [heading_number(level, 2) for level in (1, 2, 3, 4)] == ["二、", "（二）", "2. ", "（2）"]


def test_strokes_say_their_count_where_none_can_be_drawn() -> None:
    assert [Strokes(n).words for n in (0, 3, 12)] == ["", "（3）", "正正（12）"]


@dataclass(frozen=True)
class NoteFacts:
    imprint: Imprint
    meeting: str
    day: date
    lines: tuple[tuple[str, int], ...]
    open: bool
    hidden: str = unsaid(default="")


def test_what_a_kind_must_say_is_every_fact_but_what_only_steers() -> None:
    facts = NoteFacts(sample_facts.imprint(head="", number=""), "会议", date(2026, 3, 5), (("甲\n乙", 7),), True, "暗")
    said = facts_said(facts)
    assert {"会议", "2026年3月5日", "甲", "乙", "7"} <= set(said) and "暗" not in said

    def compose(page: Page, facts: Any) -> None:
        page.title(facts.meeting)

    kind = PaperKind("note", "便条", NoteFacts, compose)
    assert "2026年3月5日" in readback.compare(kind.said(facts), kind.draw(facts))
    with pytest.raises(ValueError, match="no form"):
        kind.draw(facts, "xlsx")


def test_older_facts_get_the_defaults_of_what_came_later() -> None:
    facts = sample_facts.resolution()
    text = facts_to_json(facts)
    for name in ("style", "sheet", "code", "code_words", "signers", "heading"):
        start = text.index(f'"{name}":')
        end = text.index(',"', start) + 1
        text = text[:start] + text[end:]
    assert facts_from_json(paper("resolution"), text) == facts


@pytest.mark.parametrize("kind", [kind.key for kind in PAPERS if "xlsx" in kind.forms])
def test_a_workbook_holds_text_as_text(kind: str) -> None:
    from python_calamine import CalamineWorkbook

    facts = usual(paper(kind))
    data = paper(kind).draw(facts, "xlsx")
    assert data == paper(kind).draw(facts, "xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    said = readback.squeezed("".join(str(cell) for row in rows for cell in row))
    assert readback.squeezed(getattr(facts, "meeting", "") or facts.imprint.village) in said
    sheet = [name for name in _parts(data) if name.startswith("xl/worksheets/")]
    assert sheet and all(b"<f>" not in _parts(data)[name] for name in sheet)


def _parts(data: bytes) -> dict[str, bytes]:
    from zipfile import ZipFile

    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize(("count", "rows"), [(0, []), (1, [1]), (7, [7]), (8, [4, 4]), (9, [4, 5]), (15, [5, 5, 5])])
def test_figures_stand_in_rows_of_one_length(count: int, rows: list[int]) -> None:
    cells = [(f"第{number}项", str(number), "票") for number in range(count)]
    found = in_rows(cells)
    assert [len(row) for row in found] == rows and [cell for row in found for cell in row] == cells


def test_a_long_label_of_a_figure_stays_within_its_box() -> None:
    page = PdfPage(replace(sample_facts.minutes().imprint, heading=""))
    page.figures([("有表决权的到会人员", str(number), "") for number in range(7)])
    boxes = re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)".*?>有表决权的到会人员<', words_of(page.finish("表")))
    assert len(boxes) == 7
    assert all(float(left[1]) < float(right[0]) for left, right in pairwise(boxes))
    assert float(boxes[0][0]) >= page.layout.left and float(boxes[-1][1]) <= page.layout.right


def words_of(data: bytes) -> str:
    """Every word with its place, as poppler reads it."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()
