"""Shadow attacks, active content, older versions, circles and bombs: numbers 51 to 53 of the catalogue of hostile inputs."""

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from consult_desk.documents.held_key import append_signature
from consult_desk.documents.verify import ALTERED, FOREIGN, ORIGINAL, SUPERSEDED, UNKNOWN, examine
from tests.documents.signed_papers import WHEN, four, four_known, four_pins, four_signed
from tests.documents.test_verify_attacks import judged, new_contents, rewritten, updated

# ---------------------------------------------------------------- 51: what is never opened


def put(value: object, key: str, *, on_page: bool = False) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        (pdf.pages[0].obj if on_page else pdf.Root)[key] = value

    return change


def hidden_layer(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def form_value(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("x"), V=String("41"))))


def attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"x"


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")


SHADOWS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "hidden layer": hidden_layer, "form value": form_value, "embedded file": attachment, "xfa": xfa,
    "javascript": put(Dictionary(S=Name.JavaScript, JS=String("x")), "/OpenAction"),
    "launch": put(Dictionary(O=Dictionary(S=Name.Launch, F=String("x"))), "/AA", on_page=True),
}  # fmt: skip


@pytest.mark.parametrize("change", SHADOWS.values(), ids=SHADOWS.keys())
def test_51_what_hides_in_a_paper_before_it_is_signed(change: Callable[[pikepdf.Pdf], None]) -> None:
    """Shadow attacks need a file prepared before it is signed: signed with all our keys, it is still never opened."""
    pdf = rewritten(change, four_signed(count=0))
    for number, (role, who) in enumerate(four().items()):
        pdf = append_signature(pdf, who, role, signed_at=WHEN, certify=number == 0, reason="签名")
    assert pdf.count(b"/ByteRange") == 4
    verdict = judged(pdf)
    assert verdict.kind == UNKNOWN and "没有打开文件里的任何内容。" in verdict.details


def test_51_active_content_appended_to_a_signed_paper_is_never_opened() -> None:
    def script(writer: IncrementalPdfFileWriter) -> None:
        action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("x")}
        writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(action)
        writer.update_root()

    verdict = judged(updated(script))
    assert verdict.kind == UNKNOWN and "没有打开文件里的任何内容。" in verdict.details


def test_51_shadow_hide_an_object_is_freed() -> None:
    """Hide: a later revision frees the object that covers something; here any object of the first page."""
    page = PdfFileReader(BytesIO(four_signed())).root["/Pages"]["/Kids"].raw_get(0).idnum
    place = len(four_signed())
    table = b"xref\n%d 1\n0000000000 65535 f \n" % page
    old = four_signed()[four_signed().rindex(b"startxref") + 9 :].split()[0]
    trailer = four_signed()[four_signed().rindex(b"trailer") : four_signed().rindex(b"startxref")]
    trailer = re.sub(rb"/Prev \d+", b"/Prev " + old, trailer)
    judged(four_signed() + table + trailer + b"startxref\n%d\n%%%%EOF\n" % place)


def test_51_shadow_replace_a_font_is_swapped() -> None:
    """Replace: the glyph programs of a font are changed, so that other digits are seen."""

    def swap(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        (font,) = page["/Resources"]["/Font"].values()
        descriptor = font.get_object()["/FontDescriptor"]
        descriptor[pdf_name("/FontFile2")] = writer.add_object(generic.StreamObject(stream_data=b"other glyphs"))
        writer.update_container(descriptor)

    assert judged(updated(swap)).kind == ALTERED


def test_51_shadow_hide_and_replace_the_catalog() -> None:
    """Hide and replace: a second tree of pages lies in the file and a later revision points to it."""

    def other_pages(writer: IncrementalPdfFileWriter) -> None:
        page = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Page"), pdf_name("/MediaBox"): generic.ArrayObject(
            generic.NumberObject(n) for n in (0, 0, 595, 842))})  # fmt: skip
        kids = generic.ArrayObject([writer.add_object(page)])
        pages = {pdf_name("/Type"): pdf_name("/Pages"), pdf_name("/Kids"): kids, pdf_name("/Count"): generic.NumberObject(1)}
        writer.root[pdf_name("/Pages")] = writer.add_object(generic.DictionaryObject(pages))
        writer.update_root()

    assert judged(updated(other_pages)).kind == ALTERED


def test_51_shadow_replace_the_look_of_a_signature() -> None:
    """The mark of a signature that was made is painted over."""

    def repaint(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        look = generic.StreamObject(stream_data=b"0 0 600 800 re f")
        field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
        writer.update_container(field)

    assert judged(updated(repaint)).kind == ALTERED


def test_51_an_overlay_image() -> None:
    def picture(writer: IncrementalPdfFileWriter) -> None:
        image = generic.StreamObject({
            pdf_name("/Type"): pdf_name("/XObject"), pdf_name("/Subtype"): pdf_name("/Image"),
            pdf_name("/Width"): generic.NumberObject(1), pdf_name("/Height"): generic.NumberObject(1),
            pdf_name("/BitsPerComponent"): generic.NumberObject(8), pdf_name("/ColorSpace"): pdf_name("/DeviceGray"),
        }, stream_data=b"\xff")  # fmt: skip
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Resources"][pdf_name("/XObject")] = generic.DictionaryObject({pdf_name("/X"): writer.add_object(image)})
        writer.update_container(page["/Resources"])
        new_contents(b"q 600 0 0 800 0 0 cm /X Do Q")(writer)

    assert judged(updated(picture)).kind == ALTERED


def test_51_encrypted() -> None:
    with pikepdf.open(BytesIO(four_signed(count=0))) as document:
        out = BytesIO()
        locked = pikepdf.Encryption(owner="o", user="", R=6)
        document.save(out, encryption=locked, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    verdict = judged(out.getvalue())
    assert verdict.kind == UNKNOWN and "加了密" in verdict.words


# ---------------------------------------------------------------- 52, 53


def test_52_an_older_version() -> None:
    verdict = examine(four_signed(), replace(four_known(), superseded_by=2), four_pins())
    assert (verdict.kind, verdict.good, verdict.answer) == (SUPERSEDED, True, "已被第 2 版更正")


def test_52_a_paper_that_misses_signers_says_so() -> None:
    verdict = examine(four_signed(), replace(four_known(), missing=("乡镇（街道）",)), four_pins())
    assert verdict.kind == ORIGINAL and "还缺 1 个签名" in verdict.words and "乡镇（街道）" in verdict.details[0]


def test_53_circles_bombs_and_packed_objects() -> None:
    plain = four_signed(count=0)
    place = int(plain[plain.rindex(b"startxref") + 9 :].split()[0])
    loop = plain.replace(b"/Root", b"/Prev %d /Root" % place, 1) if b"/Prev" not in plain else plain + b"x"
    kids = plain.index(b"/Kids [")
    stop = plain.index(b"]", kids)
    number = plain[: plain.index(b"/Type /Pages")].rsplit(b" obj", 1)[0].rsplit(b"\n", 1)[1]
    circle = plain[:kids] + (b"/Kids [" + number + b" R").ljust(stop - kids) + plain[stop:]
    data = zlib.compress(bytes(200_000_000), 9)

    def swell(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, data, Filter=Name.FlateDecode)

    bomb = rewritten(swell, plain)
    with pikepdf.open(BytesIO(plain)) as document:
        out = BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    packed = out.getvalue()
    for name, forged in (("loop", loop), ("circle", circle), ("bomb", bomb), ("object streams", packed)):
        assert judged(forged).kind in (UNKNOWN, FOREIGN), name


def test_53_object_streams_ten_deep() -> None:
    """An object stream that extends another, ten times over: packed objects are not read at all."""
    pdf = b"%PDF-1.7\n"
    for number in range(1, 11):
        head = b"%d 0 obj\n<</Type/ObjStm/N 1/First 4/Extends %d 0 R/Length 8>>" % (number, number + 1)
        pdf += head + b"stream\n9 0 null\nendstream\nendobj\n"
    end = b"xref\n0 1\n0000000000 65535 f \ntrailer <</Root 1 0 R/Size 12>>\nstartxref\n%d\n%%%%EOF\n" % len(pdf)
    assert judged(pdf + end).kind == UNKNOWN
