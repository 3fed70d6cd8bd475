"""Verdicts on papers: the five words, what each says, and that a good one is never given in doubt."""

import random
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from consult_desk.documents import verify
from consult_desk.documents.signing import sign
from consult_desk.documents.verify import ALTERED, FOREIGN, ORIGINAL, SUPERSEDED, UNKNOWN, KnownPaper, examine
from tests.documents.signed_papers import (
    TEXT,
    WHEN,
    identity,
    known,
    once_signed,
    pins,
    prepared,
    supervisor,
    twice_signed,
)

OTHER_HASH = "0" * 64


def remembered(**changes: object) -> KnownPaper:
    """The desk knows the paper by its text but not by this file's hash, so that the signatures must decide."""
    paper = known(twice_signed())
    return KnownPaper(**{**vars(paper), "sha256": OTHER_HASH, **changes})


def test_the_original_is_known_by_its_hash_alone() -> None:
    verdict = examine(twice_signed(), known(twice_signed()), frozenset())
    assert (verdict.kind, verdict.good) == (ORIGINAL, True) and "没有改动" in verdict.words
    assert examine(b"anything at all", known(twice_signed()), pins()).good is False


def test_an_older_version_says_which_one_corrects_it() -> None:
    verdict = examine(twice_signed(), known(twice_signed(), superseded_by=3), pins())
    assert (verdict.kind, verdict.good) == (SUPERSEDED, True)
    assert verdict.words.startswith("有效，但已被第 3 版更正")
    assert "这是第 1 版。" in verdict.details


def test_without_the_hash_signatures_and_text_must_all_agree() -> None:
    verdict = examine(twice_signed(), remembered(), pins())
    assert (verdict.kind, verdict.good) == (ORIGINAL, True)
    assert any("自制" in line and "不等于盖章" in line for line in verdict.details)
    assert examine(twice_signed(), remembered(superseded_by=2), pins()).kind == SUPERSEDED


def test_missing_agreement_is_never_good() -> None:
    cases = {
        "text": examine(twice_signed(), remembered(text="别的正文"), pins()),
        "empty text": examine(twice_signed(), remembered(text=""), pins()),
        "one signature too few": examine(once_signed(), remembered(), pins()),
        "one too many": examine(twice_signed(), remembered(signatures=1), pins()),
        "second key unknown": examine(twice_signed(), remembered(), frozenset({identity().fingerprint})),
        "no key known": examine(twice_signed(), remembered(), frozenset()),
        "no signature": examine(prepared(), remembered(), pins()),
        "other paper, own key": examine(once_signed("Notice 2026-004"), remembered(signatures=1), pins()),
        "same name, other key": examine(once_signed(TEXT, 1), remembered(signatures=1), pins()),
    }
    for name, verdict in cases.items():
        assert (verdict.kind, verdict.good) == (FOREIGN, False), name
        assert verdict.words.startswith("不是本村原件："), name


def test_an_unknown_paper_is_told_what_can_be_told() -> None:
    verdict = examine(twice_signed(), None, frozenset())
    assert (verdict.kind, verdict.good) == (UNKNOWN, False)
    assert "签名完好" in verdict.words and "自制" in verdict.details[0]
    assert examine(twice_signed(), None, pins()).good is False
    assert examine(twice_signed(), None, frozenset({"0" * 64})).kind == FOREIGN
    assert examine(prepared(), None, pins()).kind == UNKNOWN
    assert examine(changed(b"Vera", b"Vero"), None, frozenset()).kind == ALTERED


def changed(old: bytes, new: bytes) -> bytes:
    """The signed paper with some bytes of its signed part replaced."""
    assert len(old) == len(new) and old in twice_signed()
    return twice_signed().replace(old, new)


def updated(change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The signed paper with a revision appended."""
    writer = IncrementalPdfFileWriter(BytesIO(twice_signed()))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def title(writer: IncrementalPdfFileWriter) -> None:
    from pyhanko.pdf_utils.generic import pdf_string

    info = writer.trailer["/Info"]
    info["/Title"] = pdf_string("别的题目")
    writer.update_container(info)


def page_contents(writer: IncrementalPdfFileWriter) -> None:
    from pyhanko.pdf_utils.generic import StreamObject, pdf_name

    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def annotation(writer: IncrementalPdfFileWriter) -> None:
    from pyhanko.pdf_utils import generic

    page = writer.root["/Pages"]["/Kids"][0]
    name = generic.pdf_name
    overlay = generic.DictionaryObject({
        name("/Type"): name("/Annot"), name("/Subtype"): name("/FreeText"), name("/F"): generic.NumberObject(4),
        name("/Rect"): generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 600, 800)),
        name("/Contents"): generic.pdf_string("41 of 41 agreed"),
    })  # fmt: skip
    page["/Annots"].append(writer.add_object(overlay))
    writer.update_container(page["/Annots"])


def nothing_much(writer: IncrementalPdfFileWriter) -> None:
    writer.update_root()


@pytest.mark.parametrize("change", [title, page_contents, annotation, nothing_much])
def test_whatever_is_added_after_the_last_signature_is_an_alteration(
    change: Callable[[IncrementalPdfFileWriter], None],
) -> None:
    for paper in (known(twice_signed()), remembered(), None):
        verdict = examine(updated(change), paper, pins())
        assert (verdict.kind, verdict.good) == (ALTERED, False)


@pytest.mark.parametrize("tail", [b"\n", b" ", b"x", b"\0" * 500])
def test_bytes_after_the_end_are_an_alteration(tail: bytes) -> None:
    verdict = examine(twice_signed() + tail, known(twice_signed()), pins())
    assert (verdict.kind, verdict.good) == (ALTERED, False)
    assert examine(twice_signed() + tail, None, pins()).good is False


@pytest.mark.parametrize("tail", [b"%%EOF\n", b"startxref\n0\n%%EOF", b"\0" * 5_000, b"%PDF-1.7\n"])
def test_a_second_end_is_never_good(tail: bytes) -> None:
    assert examine(twice_signed() + tail, remembered(), pins()).kind in (ALTERED, UNKNOWN)


def test_the_file_cut_back_to_the_first_signature_is_not_the_whole_paper() -> None:
    assert examine(once_signed(), remembered(), pins()).kind == FOREIGN
    assert not examine(twice_signed()[: len(once_signed()) + 50], remembered(), pins()).good


def rewritten(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The signed paper written anew by another program."""
    with pikepdf.open(BytesIO(twice_signed())) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_a_rewritten_file_is_never_good() -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/AcroForm"], pdf.Root["/Perms"], pdf.pages[0].obj["/Annots"]

    verdict = examine(rewritten(strip), remembered(), pins())
    assert (verdict.kind, verdict.good) == (FOREIGN, False) and "没有签名" in verdict.words
    assert not examine(rewritten(lambda pdf: None), remembered(), pins()).good
    assert not examine(rewritten(lambda pdf: pdf.pages.reverse()), remembered(), pins()).good


def test_the_signed_ranges_cannot_be_moved() -> None:
    pdf = twice_signed()
    last = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
    _, start, end, rest = (int(number) for number in last.byte_range)
    place = pdf.rindex(b"/ByteRange")
    stop = pdf.index(b"]", place)
    for numbers in (
        f"[0 {start} {end} {rest - 10}", f"[0 {start} {end + 2} {rest - 2}", f"[1 {start - 1} {end} {rest}",
        f"[0 {start - 2} {end} {rest}", f"[0 0 {end} {rest}", "[null", "[0 -1 -1 -1", f"[0 {start} {end}", "[",
        f"[0 {start} {end} 0 0", f"[0 {end + rest} 0 0", f"[0 {start} 9999999",
    ):  # fmt: skip
        text = (b"/ByteRange " + numbers.encode()).ljust(stop - place)
        assert len(text) == stop - place, numbers
        forged = pdf[:place] + text + pdf[stop:]
        for paper in (remembered(), None):
            assert not examine(forged, paper, pins()).good, numbers


def test_an_emptied_signature_is_never_good() -> None:
    pdf = twice_signed()
    _, start, end, _ = (int(n) for n in PdfFileReader(BytesIO(pdf)).embedded_signatures[-1].byte_range)
    for filling in (b"0" * (end - start - 2), b" " * (end - start - 2), b"AB" * ((end - start - 2) // 2)):
        assert not examine(pdf[: start + 1] + filling + pdf[end - 1 :], remembered(), pins()).good


def test_a_signature_moved_to_another_paper_is_never_good() -> None:
    """The first signer's block of this paper put into the gap of a paper with another text."""
    mine, other = once_signed(), once_signed("Notice 2026-009: 12 of 41 agreed")
    _, a, b, _ = (int(n) for n in PdfFileReader(BytesIO(mine)).embedded_signatures[0].byte_range)
    _, c, d, _ = (int(n) for n in PdfFileReader(BytesIO(other)).embedded_signatures[0].byte_range)
    block = mine[a + 1 : b - 1][: d - c - 2].ljust(d - c - 2, b"0")
    verdict = examine(other[: c + 1] + block + other[d - 1 :], remembered(signatures=1), pins())
    assert (verdict.kind, verdict.good) == (ALTERED, False)


def test_a_third_signature_is_one_too_many() -> None:
    from consult_desk.documents.signing import finish, prepare
    from tests.documents.signed_papers import draw

    pdf = prepare(finish(draw(), title="决议公告"), ("issuer", "supervisor", "third"))
    for field, signer in (("issuer", identity()), ("supervisor", supervisor()), ("third", identity())):
        pdf = sign(pdf, signer, field, signed_at=WHEN, certify=field == "issuer", reason="发布")
    verdict = examine(pdf, remembered(), pins())
    assert (verdict.kind, verdict.good) == (FOREIGN, False) and "应当有 2 个签名，文件里有 3 个" in verdict.words


def test_no_flipped_bit_is_ever_shown_as_good() -> None:
    """Seeded flips over the whole file, many of them inside the unsigned gaps."""
    pdf, dice = twice_signed(), random.Random(20260305)
    paper, own = remembered(), pins()
    ranges = [list(one.byte_range) for one in PdfFileReader(BytesIO(pdf)).embedded_signatures]
    places = [dice.randrange(len(pdf)) for _ in range(250)]
    places += [dice.randrange(start, end) for _, start, end, _ in ranges for _ in range(60)]
    assert examine(pdf, paper, own).good
    for place in places:
        bit = dice.randrange(8)
        flipped = bytearray(pdf)
        flipped[place] ^= 1 << bit
        verdict = examine(bytes(flipped), paper, own)
        assert not verdict.good and verdict.kind in (ALTERED, FOREIGN, UNKNOWN), (place, bit)
        assert verdict.words and verdict.words[-1] == "。"


def test_a_parser_that_fails_is_never_a_good_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (TypeError, RecursionError, MemoryError, AssertionError, KeyError):

        def fails(pdf: bytes, error: type[Exception] = error) -> tuple[()]:
            raise error("surprise")

        monkeypatch.setattr(verify, "read_signatures", fails)
        verdict = examine(twice_signed(), remembered(), pins())
        assert (verdict.kind, verdict.good) == (UNKNOWN, False)
