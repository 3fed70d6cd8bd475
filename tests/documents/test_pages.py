"""Pages: what stays together, what goes on, and papers that another hand made read back without a fall."""

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from consult_desk.documents import gbt9704, readback
from consult_desk.documents.layout import layout_of
from consult_desk.documents.page import numeral
from consult_desk.documents.pdf import Pen, Piece, blank, draw_pages, lines_of, tie
from consult_desk.documents.pdf_page import PdfPage
from consult_desk.documents.setter import BODY, set_line
from tests.documents.sample_facts import imprint

OFFICIAL = layout_of()


def composed() -> PdfPage:
    return PdfPage(imprint(head="", number=""))


def heading(_number: int, words: str) -> list[Piece]:
    page = composed()
    page.heading(words)
    return page.pieces


def paragraph(words: str) -> list[Piece]:
    page = composed()
    page.paragraph(words)
    return page.pieces


def pages(pieces: list[Piece]) -> list[str]:
    """What each page says, by its folio: pieces draw their own words."""
    from pikepdf import Pdf

    data = draw_pages(pieces, title="t", practice=False).data
    with Pdf.open(BytesIO(data)) as document:
        count = len(document.pages)
        found = []
        for number in range(count):
            one = Pdf.new()
            one.pages.append(document.pages[number])
            buffer = BytesIO()
            one.save(buffer)
            found.append(readback.squeezed(readback.read_text(buffer.getvalue()).split("\f")[0]))
    return found


def filler(count: int) -> list[Piece]:
    return [piece for _ in range(count) for piece in paragraph("填")]


def test_a_heading_is_never_last_on_a_page() -> None:
    found = pages([*filler(21), *heading(1, "标题"), *paragraph("正文")])
    assert found == ["填" * 21, "一、标题正文"]


def test_two_lines_of_a_paragraph_stay_together_at_both_ends() -> None:
    long = "村" * (26 + 28 + 28)
    assert pages([*filler(21), *paragraph(long)]) == ["填" * 21, long]
    assert pages([*filler(20), *paragraph(long + "民" * 28)])[1].startswith("村" * 28 + "民")


def test_a_signature_takes_two_lines_of_the_body_with_it() -> None:
    sign = lines_of([set_line("落款", BODY)], OFFICIAL)
    assert pages([*tie(filler(22)), *sign]) == ["填" * 20, "填填落款"]


def test_blank_lines_are_dropped_at_the_head_of_a_page() -> None:
    assert len(pages([*filler(22), blank(28.0), *filler(22)])) == 2


def test_what_is_kept_together_but_longer_than_a_page_goes_on() -> None:
    kept = lines_of([set_line("行", BODY) for _ in range(30)], OFFICIAL, keep=True)
    assert pages(kept) == ["行" * 22, "行" * 8]


def test_a_repeated_head_does_not_count_as_said_again() -> None:
    def say(words: str) -> Piece:
        def draw(pen: Pen, top: float) -> None:
            pen.words(words, BODY, gbt9704.LEFT, top - 20)

        return Piece(200.0, draw)

    head = say("表头")
    rows = [say(f"第{numeral(n)}行") for n in range(1, 5)]
    for row in rows:
        row.head = head
    assert pages([head, *rows]) == ["表头第一行第二行", "第三行第四行"]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_numerals(number: int, words: str) -> None:
    assert numeral(number) == words


def test_a_label_without_a_value_is_left_out() -> None:
    page = composed()
    page.labelled([("电话", ""), ("地点", "村委会")])
    assert len(page.pieces) == 1


def test_a_text_without_a_copy_table_is_read_as_unknown_signs() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 72, "foreign")
    canvas._code.append("BT (naked) Tj [(a) -20 (b)] TJ ET EMC")
    canvas.save()
    assert readback.squeezed(readback.read_text(buffer.getvalue())) == "\ufffd" * (7 + 5 + 2)
