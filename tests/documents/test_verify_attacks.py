"""Every published attack on signed PDFs, against a paper of four signers: none is ever shown as good.

USF, ISA, SWA: Mladenov et al. 2019. Shadow hide, replace, hide-and-replace: Mainka et al. 2021. EAA, SSA: Rohlmann et
al. 2021. The numbers 48 to 53 are those of the catalogue of hostile inputs.
"""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from consult_desk.documents.signing import finish, prepare, sign
from consult_desk.documents.verify import ALTERED, FOREIGN, ORIGINAL, UNKNOWN, PaperVerdict, examine
from tests.documents.signed_papers import (
    MARKS,
    ROLES,
    WHEN,
    draw,
    four,
    four_known,
    four_pins,
    four_signed,
    identity,
)

Change = Callable[[IncrementalPdfFileWriter], None]


def judged(pdf: bytes) -> PaperVerdict:
    """The verdict, which must not be good, whether or not the desk knows the paper."""
    assert pdf != four_signed()
    assert not examine(pdf, None, four_pins()).good
    verdict = examine(pdf, four_known(), four_pins())
    assert not verdict.good and verdict.words.endswith("。"), verdict
    return verdict


def updated(change: Change, pdf: bytes = b"") -> bytes:
    """The paper with a revision appended (incremental saving)."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf or four_signed()))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def byte_range(which: int = -1, pdf: bytes = b"") -> tuple[int, int, int]:
    """Where the gap of a signature begins and ends, and how long the rest is."""
    _, start, end, rest = (int(n) for n in PdfFileReader(BytesIO(pdf or four_signed())).embedded_signatures[which].byte_range)
    return start, end, rest


def with_entry(key: bytes, text: bytes, pdf: bytes = b"") -> bytes:
    """The last signature dictionary with an entry overwritten in place."""
    data = pdf or four_signed()
    place = data.rindex(key)
    stop = data.index(b"]" if key == b"/ByteRange" else b">", place) + 1
    assert len(text) <= stop - place
    return data[:place] + text.ljust(stop - place) + data[stop:]


def test_the_paper_of_the_four_is_good() -> None:
    verdict = examine(four_signed(), four_known(), four_pins())
    assert (verdict.kind, verdict.good) == (ORIGINAL, True) and len(verdict.details) == 5


# ---------------------------------------------------------------- 48: signature and content


def test_48_a_flipped_byte() -> None:
    data = bytearray(four_signed())
    data[len(data) // 3] ^= 1
    assert judged(bytes(data)).kind in (ALTERED, UNKNOWN)


USF = {
    "no range": (b"/ByteRange", b""), "null range": (b"/ByteRange", b"/ByteRange null"),
    "empty range": (b"/ByteRange", b"/ByteRange []"), "one number": (b"/ByteRange", b"/ByteRange [0]"),
    "negative range": (b"/ByteRange", b"/ByteRange [-1 -1 -1 -1]"), "all zero": (b"/ByteRange", b"/ByteRange [0 0 0 0]"),
    "no contents": (b"/Contents <", b""), "null contents": (b"/Contents <", b"/Contents null"),
    "empty contents": (b"/Contents <", b"/Contents <>"), "one zero": (b"/Contents <", b"/Contents <00>"),
    "words": (b"/Contents <", b"/Contents (x)"),
}  # fmt: skip


@pytest.mark.parametrize(("key", "text"), USF.values(), ids=USF.keys())
def test_48_universal_signature_forgery(key: bytes, text: bytes) -> None:
    judged(with_entry(key, text))


def test_48_contents_of_zeros() -> None:
    start, end, _rest = byte_range()
    for filling in (b"0", b"f", b" "):
        judged(four_signed()[: start + 1] + filling * (end - start - 2) + four_signed()[end - 1 :])


def test_48_a_range_that_leaves_out_more() -> None:
    start, end, rest = byte_range()
    for numbers in ((0, start, end, rest - 1), (0, start - 1, end, rest), (0, start, end + 1, rest - 1), (1, start - 1, end, rest)):
        judged(with_entry(b"/ByteRange", b"/ByteRange [%d %d %d %d]" % numbers))


def new_contents(text: bytes) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=text))
        writer.update_container(page)

    return change


def test_48_incremental_saving_replaces_a_page() -> None:
    assert judged(updated(new_contents(b"BT ET"))).kind == ALTERED


def test_48_incremental_saving_without_its_own_tables() -> None:
    """ISA variants that viewers used to repair: no xref, no trailer, the signature copied along."""
    whole = updated(new_contents(b"BT ET"))
    added = whole[len(four_signed()) :]
    place = four_signed().rindex(b"/Type /Sig")
    first = four_signed().rindex(b"obj", 0, place) - 6
    copied = four_signed()[first : four_signed().index(b"endobj", place) + 7]
    without = [added[: added.index(b"xref")], added.replace(b"trailer", b"retrial"), added.replace(b"%%EOF", b"")]
    for tail in (*without, copied + added):
        judged(four_signed() + tail)


def test_48_signature_wrapping() -> None:
    """SWA: the second signed part is moved back, foreign objects stand in the room between."""
    _start, end, rest = byte_range()
    pdf = four_signed()
    evil = b"\n99 0 obj\n<</Type /Page>>\nendobj\n"
    moved = pdf[:end] + evil + pdf[end:]
    for forged in (moved, moved.replace(b"%d %d]" % (end, rest), b"%d %d]" % (end + len(evil), rest))):
        judged(forged)
    judged(pdf[: end - 1] + b"0" * 400 + pdf[end - 1 :])


def overlay(subtype: str) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][1]
        note = generic.DictionaryObject({
            pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name(subtype),
            pdf_name("/F"): generic.NumberObject(4), pdf_name("/Contents"): pdf_string("41 of 41 agreed"),
            pdf_name("/Rect"): generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 600, 800)),
        })  # fmt: skip
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page["/Annots"])

    return change


@pytest.mark.parametrize("subtype", ["/FreeText", "/Stamp", "/Redact", "/Highlight"])
def test_48_evil_annotation_attack(subtype: str) -> None:
    assert judged(updated(overlay(subtype))).kind == ALTERED


# ---------------------------------------------------------------- certification attacks (SSA)


def test_48_a_sneaky_signature_field_is_added() -> None:
    """SSA: a new signature field, visible over the text, empty or signed by a stranger."""

    def field(writer: IncrementalPdfFileWriter) -> None:
        append_signature_field(writer, SigFieldSpec("sneaky", on_page=0, box=(0, 0, 600, 800)))

    forged = updated(field)
    judged(forged)
    for count in (3, 4):
        before = updated(field, four_signed(count=count))
        judged(_signed_by(before, "sneaky", identity("过路人")))


def _signed_by(pdf: bytes, field: str, who: object) -> bytes:
    """Signed without our own check, as an attacker would."""
    from consult_desk.documents.held_key import append_signature

    return append_signature(pdf, who, field, signed_at=WHEN, certify=False, reason="x")  # type: ignore[arg-type]


def test_50_a_stranger_fills_the_empty_place() -> None:
    """Three of the village signed; the fourth place is filled with another key, of any name."""
    three = four_signed(count=3)
    for name, copy in (("过路人", 0), ("青石村村民委员会", 7)):
        assert judged(_signed_by(three, "issuer", identity(name, copy))).kind == FOREIGN


def test_50_the_right_keys_in_the_wrong_places() -> None:
    pdf = prepare(finish(draw(), title="决议公告"), ROLES, MARKS)
    swapped = {"supervisor": "party", "township": "issuer", "party": "supervisor", "issuer": "township"}
    for number, (field, who) in enumerate(swapped.items()):
        pdf = sign(pdf, four()[who], field, signed_at=WHEN, certify=number == 0, reason="签名")
    assert judged(pdf).kind == FOREIGN


def test_48_the_certification_is_weakened() -> None:
    """The permission P of the certification, or the entry /Perms, changed by a later revision or in place."""

    def looser(writer: IncrementalPdfFileWriter) -> None:
        del writer.root[pdf_name("/Perms")]
        writer.update_root()

    judged(updated(looser))
    assert re.search(rb"/P 2\b", four_signed())
    judged(re.sub(rb"/P 2\b", b"/P 3", four_signed(), count=1))


# ---------------------------------------------------------------- 49


@pytest.mark.parametrize("tail", [b"\n", b" ", b"x", b"\0" * 900, b"%%EOF\n", b"%PDF-1.7\n"])
def test_49_trailing_bytes(tail: bytes) -> None:
    assert judged(four_signed() + tail).kind in (ALTERED, UNKNOWN)


def test_49_the_title_in_the_properties_changed() -> None:
    def title(writer: IncrementalPdfFileWriter) -> None:
        info = writer.trailer["/Info"]
        info["/Title"] = pdf_string("别的题目")
        writer.update_container(info)

    assert judged(updated(title)).kind == ALTERED


def test_49_an_update_that_changes_nothing() -> None:
    assert judged(updated(lambda writer: writer.update_root())).kind == ALTERED


# ---------------------------------------------------------------- 50


def rewritten(change: Callable[[pikepdf.Pdf], None], pdf: bytes = b"") -> bytes:
    with pikepdf.open(BytesIO(pdf or four_signed())) as document:
        change(document)
        out = BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_50_signatures_stripped() -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/AcroForm"], pdf.Root["/Perms"], pdf.pages[1].obj["/Annots"]

    verdict = judged(rewritten(strip))
    assert verdict.kind == FOREIGN and "没有签名" in verdict.words
    for count in (1, 2, 3):  # cut back to fewer signatures: sound, but not the paper
        verdict = judged(four_signed(count=count))
        assert verdict.kind == FOREIGN and f"应当有 4 个签名，文件里有 {count} 个" in verdict.words


def test_50_another_key_with_the_same_name() -> None:
    pdf = prepare(finish(draw(), title="决议公告"), ROLES, MARKS)
    for number, role in enumerate(("supervisor", "township", "party", "issuer")):
        pdf = sign(pdf, identity(four()[role].name, 9), role, signed_at=WHEN, certify=number == 0, reason="签名")
    verdict = judged(pdf)
    assert verdict.kind == FOREIGN and "名称相同也不算" in verdict.words


def test_50_two_signatures_of_one() -> None:
    pdf = prepare(finish(draw(), title="决议公告"), ROLES, MARKS)
    for number, field in enumerate(("supervisor", "township", "party", "issuer")):
        pdf = sign(pdf, identity(), field, signed_at=WHEN, certify=number == 0, reason="签名")
    assert judged(pdf).kind == FOREIGN


def test_50_our_signature_on_the_notice_of_another_village() -> None:
    other = four_signed("Other village: 12 of 12 agreed")
    assert judged(other).kind == FOREIGN
    verdict = examine(other, None, four_pins())
    assert verdict.kind == FOREIGN and "台账里没有发过这份文件" in verdict.words


def test_50_a_block_moved_from_another_paper() -> None:
    mine, other = four_signed(), four_signed("Other village: 12 of 12 agreed")
    a, b, _ = byte_range(0, mine)
    c, d, _ = byte_range(0, other)
    assert b - a == d - c
    judged(mine[:a] + other[c:d] + mine[b:])
