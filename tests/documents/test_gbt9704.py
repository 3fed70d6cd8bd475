"""GB/T 9704-2012 measured on drawn pages; each test names the clause. Millimetres from the upper left corner of the page."""

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image

from consult_desk.documents.imprint import Imprint
from consult_desk.documents.layout import layout_of
from consult_desk.documents.paper import paper
from consult_desk.documents.pdf_page import PdfPage
from tests.documents import sample_facts

MM = 72 / 25.4
LINE, CHAR = 225 / 22, 156 / 28
ONE = ("青石村村民委员会",)


@dataclass(frozen=True)
class Glyph:
    """A character: its origin from the left, its baseline from the top, the box of its ink; in mm."""

    char: str
    x: float
    baseline: float
    left: float
    top: float
    right: float
    bottom: float


def glyphs(data: bytes, page: int = 0) -> list[Glyph]:
    found = []
    with pypdfium2.PdfDocument(data) as document:
        sheet = document[page]
        height, text = sheet.get_height(), sheet.get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            x, y = ctypes.c_double(), ctypes.c_double()
            pypdfium2.raw.FPDFText_GetCharOrigin(text.raw, at, x, y)
            char = chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, at))
            if char.strip():
                box = (left, height - top, right, height - bottom)
                found.append(Glyph(char, x.value / MM, (height - y.value) / MM, *(edge / MM for edge in box)))
    return found


def words(found: Sequence[Glyph], said: str) -> list[Glyph]:
    """The glyphs of the first place where the words stand."""
    at = "".join(one.char for one in found).index(said)
    return list(found[at : at + len(said)])


def composed(body: str = "正文。", imprint: Imprint | None = None, *, stamp: bool = True) -> bytes:
    page = PdfPage(imprint or sample_facts.imprint(issuers=ONE, head=""))
    page.masthead()
    page.title("关于村内道路的公告")
    page.addressee("全体村民：")
    page.paragraph(body)
    page.signature(stamp=stamp)
    return page.finish("t")


@pytest.fixture(scope="module")
def full() -> list[Glyph]:
    """The second page of a long text: nothing but body."""
    return glyphs(composed("村" * 3000), 1)


@pytest.fixture(scope="module")
def first() -> list[Glyph]:
    return glyphs(composed())


def rows(found: Sequence[Glyph], char: str = "村") -> list[list[Glyph]]:
    lines: dict[float, list[Glyph]] = {}
    for one in found:
        if one.char == char:
            lines.setdefault(round(one.baseline, 1), []).append(one)
    return [lines[key] for key in sorted(lines)]


def red_rule(data: bytes) -> tuple[float, float, float]:
    """Left end, right end and height of the widest red line, from a picture of 20 dots to the millimetre."""
    with pypdfium2.PdfDocument(data) as document:
        dots = document[0].render(scale=20 * 25.4 / 72).to_pil().convert("RGB")
    red, green, _blue = dots.split()
    strong, pale = red.point(lambda v: 255 * (v > 150)), green.point(lambda v: 255 * (v > 90))
    mask = Image.composite(Image.new("L", dots.size, 0), strong, pale)
    best = max(range(mask.height), key=lambda y: sum(mask.crop((0, y, mask.width, y + 1)).tobytes()))
    box = mask.crop((0, best - 20, mask.width, best + 20)).getbbox()
    line = mask.crop((0, best, mask.width, best + 1)).getbbox()
    assert box and line
    return line[0] / 20, line[2] / 20, (best - 20 + (box[1] + box[3]) / 2) / 20


def test_clause_5_2_1_the_page_is_a4_and_the_type_area_begins_28_and_37_mm_in(full: list[Glyph]) -> None:
    with pypdfium2.PdfDocument(composed()) as document:
        width, height = document[0].get_size()
    assert (width / MM, height / MM) == pytest.approx((210, 297), abs=0.01)
    body = rows(full)
    assert body[0][0].x == pytest.approx(28.0, abs=0.01)
    assert min(one.top for one in body[0]) > 37.0
    assert max(one.bottom for one in body[-1]) < 297 - 35


def test_clause_5_2_3_a_full_page_has_22_lines_of_28_characters(full: list[Glyph]) -> None:
    assert [len(row) for row in rows(full)] == [28] * 22


def test_clause_5_2_3_characters_stand_156_28ths_mm_apart_and_end_at_184_mm(full: list[Glyph]) -> None:
    for row in rows(full):
        assert [one.x for one in row] == pytest.approx([28 + at * CHAR for at in range(28)], abs=0.01)
        assert row[-1].x + CHAR == pytest.approx(184.0, abs=0.01)


def test_clause_5_2_3_lines_stand_225_22nds_mm_apart(full: list[Glyph]) -> None:
    for one, following in pairwise(rows(full)):
        assert following[0].baseline - one[0].baseline == pytest.approx(LINE, abs=0.01)


def test_clause_5_2_3_a_mixed_line_ends_exactly_at_the_right_edge() -> None:
    text = "2026年3月15日召开村民代表会议，应到45人、实到41人，表决通过Wi-Fi覆盖方案预算186,000.00元并公示十五日。" * 30
    found = glyphs(composed(text), 1)
    lines: dict[float, list[Glyph]] = {}
    for one in found:
        lines.setdefault(round(one.baseline, 1), []).append(one)
    full_lines = [line for line in lines.values() if len(line) > 24]
    assert len(full_lines) > 15
    for line in full_lines:
        last = max(line, key=lambda one: one.x)
        if last.char >= "\u4e00":
            assert last.x == pytest.approx(184 - CHAR, abs=0.02)
        assert min(one.x for one in line) == pytest.approx(28, abs=0.02) or line[0].char in "“（《"


@pytest.mark.parametrize("issuers", [ONE, ("中共青石村支部委员会", "青石村村民委员会"), ("甲村委会", "乙村委会", "丙村委会")])
def test_clause_7_2_4_the_mark_of_the_issuer_begins_35_mm_below_the_type_area(issuers: tuple[str, ...]) -> None:
    found = glyphs(composed(imprint=sample_facts.imprint(issuers=issuers, head="")))
    mark = words(found, issuers[0])
    assert min(one.top for one in mark) == pytest.approx(37 + 35, abs=0.6)
    assert (mark[0].left + mark[-1].right) / 2 == pytest.approx(28 + 78, abs=0.6)


def test_clause_7_2_5_the_number_stands_two_lines_below_the_mark_in_the_middle(first: list[Glyph]) -> None:
    mark, number = words(first, ONE[0]), words(first, "青石村公〔2026〕3号")
    gap = min(one.top for one in number) - max(one.bottom for one in mark)
    assert 2 * LINE <= gap < 2.8 * LINE
    assert (number[0].left + number[-1].right) / 2 == pytest.approx(28 + 78, abs=0.6)


@pytest.mark.parametrize("issuers", [ONE, ("中共青石村支部委员会", "青石村村民委员会")])
def test_clause_7_2_7_a_red_rule_as_wide_as_the_type_area_stands_4_mm_below_the_number(issuers: tuple[str, ...]) -> None:
    data = composed(imprint=sample_facts.imprint(issuers=issuers, head=""))
    left, right, height = red_rule(data)
    assert (left, right) == pytest.approx((28, 184), abs=0.15)
    number = words(glyphs(data), "青石村公〔2026〕3号")
    feet = max(one.bottom for one in number if "\u4e00" <= one.char)
    assert height - feet == pytest.approx(4.0, abs=0.5)


def test_clause_7_3_1_the_title_is_2_hao_two_lines_below_the_rule_in_the_middle(first: list[Glyph]) -> None:
    title = words(first, "关于村内道路的公告")
    assert title[1].x - title[0].x == pytest.approx(22 / MM, abs=0.01)
    _left, _right, height = red_rule(composed())
    top = min(one.top for one in title)
    assert 2 * LINE <= top - height < 2 * LINE + (LINE - 22 / MM) / 2 + 1.0
    assert (title[0].left + title[-1].right) / 2 == pytest.approx(28 + 78, abs=0.6)


def test_clause_7_3_2_the_addressee_stands_one_line_below_the_title_flush_left(first: list[Glyph]) -> None:
    title, addressee = words(first, "关于村内道路的公告"), words(first, "全体村民：")
    assert addressee[0].x == pytest.approx(28.0, abs=0.01)
    assert addressee[0].baseline - title[0].baseline == pytest.approx(2 * LINE, abs=1.2)  # their baselines differ by size


def test_clause_7_3_3_the_body_follows_two_characters_in_on_the_first_page(first: list[Glyph]) -> None:
    addressee, body = words(first, "全体村民："), words(first, "正文。")
    assert body[0].x == pytest.approx(28 + 2 * CHAR, abs=0.01)
    assert body[0].baseline - addressee[0].baseline == pytest.approx(LINE, abs=0.01)


def test_clause_7_3_3_the_four_levels_of_headings_have_their_faces_and_numbers() -> None:
    page = PdfPage(sample_facts.imprint(head=""))
    for level in (1, 2, 3, 4):
        page.heading("标题", level)
    with pypdfium2.PdfDocument(page.finish("t")) as document:
        text = document[0].get_textpage()
        said = text.get_text_range()
        faces = []
        for found in re.finditer("标题", said):
            name = ctypes.create_string_buffer(80)
            pypdfium2.raw.FPDFText_GetFontInfo(text.raw, found.start(), name, 80, None)
            faces.append(name.value.decode())
    assert "".join(said.split()).endswith("一、标题（一）标题1.标题（1）标题")
    print(faces)
    assert ["Sans" in faces[0], "Kai" in faces[1], "Fang" in faces[2], "Fang" in faces[3]] == [True] * 4


def test_clause_7_3_5_with_a_stamp_the_date_is_four_characters_in_and_the_issuer_centred_over_it(first: list[Glyph]) -> None:
    day = words(first, "2026年3月16日")
    assert day[-1].x + CHAR == pytest.approx(184 - 4 * CHAR, abs=0.3)
    at = "".join(one.char for one in first).rindex(ONE[0])
    issuer = first[at : at + len(ONE[0])]
    middle = (issuer[0].x + issuer[-1].x + 16 / MM) / 2
    assert middle == pytest.approx((day[0].x + day[-1].x + CHAR) / 2, abs=0.4)
    assert issuer[0].baseline < day[0].baseline


def test_clause_7_3_5_without_a_stamp_the_issuer_is_two_characters_in_and_the_date_two_further() -> None:
    found = glyphs(composed(stamp=False))
    text = "".join(one.char for one in found)
    body, day = words(found, "正文。"), words(found, "2026年3月16日")
    issuer = found[text.rindex(ONE[0]) : text.rindex(ONE[0]) + len(ONE[0])]
    assert issuer[-1].x + CHAR == pytest.approx(184 - 2 * CHAR, abs=0.1)
    assert day[0].x == pytest.approx(min(issuer[0].x + 2 * CHAR, 184 - 2 * CHAR - (day[-1].x - day[0].x + CHAR)), abs=0.5)
    assert issuer[0].baseline - body[0].baseline == pytest.approx(2 * LINE, abs=0.1)
    assert day[0].baseline - issuer[0].baseline == pytest.approx(LINE, abs=0.1)


def test_clause_7_3_6_what_is_attached_begins_a_page_with_its_title() -> None:
    page = PdfPage(sample_facts.imprint(head=""))
    page.paragraph("正文。")
    page.part("名单")
    data = page.finish("t")
    assert "名单" not in "".join(one.char for one in glyphs(data, 0))
    assert words(glyphs(data, 1), "名单")[0].top < 37 + 2 * LINE


@pytest.mark.parametrize("page", [0, 1, 2, 3])
def test_clause_7_5_the_page_number_stands_7_mm_below_the_type_area_outside_one_character_in(page: int) -> None:
    found = glyphs(composed("村" * 3000), page)
    folio = words(found, f"—{page + 1}—")
    dash = folio[0]
    assert dash.top == pytest.approx(262 + 7, abs=0.7)
    assert folio[1].bottom - folio[1].top < 14 / MM
    one = 14 / MM
    if page % 2 == 0:
        assert folio[-1].x + one == pytest.approx(184 - one, abs=0.6)
    else:
        assert dash.x == pytest.approx(28 + one, abs=0.1)


def test_no_page_is_empty_and_the_signature_takes_two_lines_of_the_body_with_it() -> None:
    capacity = 22 * 28
    for length in range(capacity - 60, capacity + 60, 20):
        data = composed("村" * length)
        with pypdfium2.PdfDocument(data) as document:
            count = len(document)
        last = glyphs(data, count - 1)
        assert "青石村村民委员会" in "".join(one.char for one in last)
        assert len(rows(last)) >= 2 or count == 1


def test_the_board_and_wide_layouts_have_their_own_grid() -> None:
    for style, chars in (("board", 25), ("wide", 56)):
        layout = layout_of(style)
        page = PdfPage(sample_facts.imprint(head=""), layout)
        page.paragraph("村" * 300)
        row = rows(glyphs(page.finish("t")))[1]
        assert len(row) == chars
        assert row[-1].x + layout.pitch / MM == pytest.approx(layout.right / MM, abs=0.02)


def test_every_kind_keeps_within_the_type_area_sideways() -> None:
    facts = replace(sample_facts.resolution(), resolution=("村" * 700, "https://www.example.gov.cn/" + "a" * 120))
    data = paper("resolution").draw(facts)
    with pypdfium2.PdfDocument(data) as document:
        count = len(document)
    for page in range(count):
        assert all(27.5 < one.left and one.right < 184.6 for one in glyphs(data, page))
