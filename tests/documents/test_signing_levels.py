"""Marks, time stamps and revocation lists in signatures: accepted by others, PDF/A kept, every bit still counts."""

import random
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper

from consult_desk.base.errors import Trouble
from consult_desk.documents.identity import Identity, open_identity
from consult_desk.documents.readback import read_text
from consult_desk.documents.sign_marks import WORDS, shown
from consult_desk.documents.signatures import UnreadableSignature, read_signatures
from consult_desk.documents.signing import sign, signed
from consult_desk.documents.structure import check_structure
from consult_desk.documents.time_server import NoTimeStamp
from consult_desk.documents.timestamps import stamper
from consult_desk.documents.verify import ALTERED, ORIGINAL, examine
from tests.documents.signed_papers import (
    MARKS,
    ROLES,
    WHEN,
    four_known,
    four_pins,
    four_signed,
    identity,
    known,
    once_signed,
    prepared,
)
from tests.documents.test_signing import run
from tests.documents.time_servers import issuer, stamp_maker, time_server


def issued(*, lists: bool = True) -> Identity:
    """A certificate from the invented authority, with the chain and its lists."""
    opened = open_identity(issuer().p12("青石村村民委员会")[0], "secret6")
    return replace(opened, revocation=tuple(issuer().lists())) if lists else opened


def test_other_programs_accept_four_marked_signatures(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(four_signed())
    told = run("pdfsig", str(path))
    assert told.count("Signature is Valid") == 4 and told.count("ETSI.CAdES.detached") == 4
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(path))
    first = PdfFileReader(BytesIO(four_signed())).embedded_signatures[0]
    assert first.field_name == "supervisor" and first.docmdp_level is not None and first.docmdp_level.value == 2
    check_structure(four_signed())


def without_forms(data: bytes, path: Path) -> Path:
    """What the validator can judge: everything but the form, its permissions and the lists."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for name in ("/AcroForm", "/Perms", "/Extensions", "/DSS"):
            if name in pdf.Root:
                del pdf.Root[name]
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False)
    return path


def test_pdfa_is_kept_after_the_last_of_four_and_with_lists(tmp_path: Path) -> None:
    lasting = signed(prepared(), issued(), "issuer", signed_at=WHEN, certify=True, reason="发布").data
    for name, data in (("four", four_signed()), ("empty", four_signed(count=0)), ("lasting", lasting)):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        findings = pikepdf.pdfa.validate_written(path, "2b").findings
        wrong = [str(one) for one in findings if not re.search("AcroForm|Perms|Extensions|Widget|/Sig|Annot|DSS", str(one))]
        assert not wrong, name
        assert pikepdf.pdfa.validate_written(without_forms(data, tmp_path / f"{name}-bare.pdf"), "2b").passed, name
    # The looks themselves, drawn into the page: fonts embedded, no transparency.
    drawn = tmp_path / "drawn.pdf"
    drawn.write_bytes(shown(four_signed()))
    assert pikepdf.pdfa.validate_written(without_forms(drawn.read_bytes(), tmp_path / "marks.pdf"), "2b").passed


def test_the_mark_says_who_when_and_that_it_is_no_seal() -> None:
    copy = shown(four_signed())
    with pikepdf.open(BytesIO(copy)) as pdf:
        assert "/AcroForm" not in pdf.Root and not any("/Annots" in page.obj for page in pdf.pages)
        marks = [pdf.pages[1].Resources.XObject[f"/Mark{n}"] for n in range(4)]
        for mark in marks:
            strokes = mark.read_bytes()
            assert not re.search(rb"\b(c|v|y|re|f|S|sh|Do)\b", re.sub(rb"\([^)]*\)|<[^>]*>", b"", strokes)), "only words"
            assert not re.search(rb"\b1 0 0 (rg|RG)\b", strokes), "nothing red"
    assert read_text(four_signed()) == read_text(four_signed(count=0)), "the text of the pages is what it was"
    assert shown(once_signed()) == once_signed() and shown(prepared()) == prepared()
    assert shown(copy) == copy
    assert WORDS.replace("　", "") in "".join(pdf_text(copy).split())


def pdf_text(data: bytes) -> str:
    import subprocess

    return subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True, timeout=60).stdout.decode()


def test_a_mark_fits_any_place_and_any_name() -> None:
    from consult_desk.documents.signing import finish, prepare
    from tests.documents.signed_papers import draw

    for place in ((0, 50.0, 50.0, 40.0, 12.0), (1, 20.0, 700.0, 500.0, 90.0)):
        pdf = prepare(finish(draw(), title="决议公告"), ("issuer",), {"issuer": place})
        rare = identity("青石村䶮𬱖鿍组" * 2)
        data = sign(pdf, rare, "issuer", signed_at=WHEN, certify=True, reason="发布", role="发布单位")
        assert read_signatures(data)[0].sound
    with pikepdf.open(BytesIO(prepare(finish(draw(), title="x"), ROLES, MARKS))) as document:
        assert len(document.pages[1].Annots) == 4 and "/Annots" not in document.pages[0].obj


def test_levels() -> None:
    with time_server() as url:
        made = {
            "B-T": signed(prepared(), identity(), "issuer", signed_at=WHEN, certify=True, reason="x", time_server=url),
            "B-LT": signed(prepared(), issued(), "issuer", signed_at=WHEN, certify=True, reason="x", time_server=url),
            "B-B+LT": signed(prepared(), issued(), "issuer", signed_at=WHEN, certify=True, reason="x"),
            "B-B": signed(prepared(), issued(lists=False), "issuer", signed_at=WHEN, certify=True, reason="x"),
        }
    for level, one in made.items():
        assert one.state.level == level and one.state.sound and one.state.whole_file
        assert (one.state.stamped_at == WHEN + timedelta(seconds=3)) == (level in ("B-T", "B-LT"))
        pins = frozenset({one.state.fingerprint})
        verdict = examine(one.data, replace(known(one.data, signatures=1), sha256="0" * 64), pins)
        assert verdict.kind == ORIGINAL and ("时间戳" in verdict.details[1]) == (level in ("B-T", "B-LT"))


def test_pyhanko_itself_finds_the_lists_sufficient() -> None:
    """Validated years later without a network: hard failure where revocation is not proven."""
    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    with time_server() as url:
        data = signed(prepared(), issued(), "issuer", signed_at=WHEN, certify=True, reason="x", time_server=url).data
    reader = PdfFileReader(BytesIO(data))
    root = x509.Certificate.load(issuer().root.public_bytes(Encoding.DER))
    context = DocumentSecurityStore.read_dss(reader).as_validation_context(
        {"trust_roots": [root], "allow_fetching": False, "revocation_mode": "hard-fail", "moment": WHEN}
    )
    status = validate_pdf_signature(reader.embedded_signatures[0], context)
    assert status.intact and status.valid and status.trusted
    assert status.timestamp_validity is not None and status.timestamp_validity.trusted


def test_a_certificate_that_was_revoked_signs_nothing() -> None:
    data, leaf = issuer().p12("某村", rsa.generate_private_key(65537, 2048))
    opened = replace(open_identity(data, "secret6"), revocation=tuple(issuer().lists(leaf)))
    with pytest.raises(Trouble, match="吊销"):
        sign(prepared(), opened, "issuer", signed_at=WHEN, certify=True, reason="x")
    later = replace(opened, revocation=tuple(issuer().lists(leaf, revoked_at=WHEN + timedelta(days=1))))
    assert signed(prepared(), later, "issuer", signed_at=WHEN, certify=True, reason="x").state.level == "B-B+LT"
    old = replace(opened, revocation=tuple(issuer().lists(until=WHEN - timedelta(days=1))))
    assert signed(prepared(), old, "issuer", signed_at=WHEN, certify=True, reason="x").state.level == "B-B"


def test_no_bit_of_a_stamped_signature_changes_unseen() -> None:
    """Every digit of the block with its time stamp, and a sample of the lists."""
    with time_server() as url:
        made = signed(prepared(), issued(), "issuer", signed_at=WHEN, certify=True, reason="x", time_server=url)
    pdf, dice = made.data, random.Random(3)
    _, start, end, _ = (int(n) for n in PdfFileReader(BytesIO(pdf)).embedded_signatures[0].byte_range)
    used = len(pdf[start:end].rstrip(b"0>"))
    paper, pins = replace(known(pdf, signatures=1), sha256="0" * 64), frozenset({made.state.fingerprint})
    places = dice.sample(range(start + 1, start + used), 90) + dice.sample(range(pdf.index(b"/CRLs"), len(pdf)), 30)
    for place in places:
        digit = pdf[place : place + 1]
        new = b"0123456789ABCDEF"[dice.randrange(16)] if start < place < end else pdf[place] ^ 1
        if bytes([new]) != digit:
            assert not examine(pdf[:place] + bytes([new]) + pdf[place + 1 :], paper, pins).good, place


class _Normal(TimeStamper):
    """Gives pyHanko the tokens that this program writes."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._ask, self._url = stamper(url), url

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        from asn1crypto import tsp

        from consult_desk.documents import time_server as server
        from consult_desk.documents import timestamps

        nonce, request = self.request_cms(message_digest, md_algorithm)
        answer = server.post(self._url, tsp.TimeStampReq(request).dump() if isinstance(request, dict) else request.dump(), 10.0)
        return cms.ContentInfo.load(timestamps._normal(timestamps._token(answer, nonce)))


def stamped_since(pdf: bytes, *, normal: bool = True) -> bytes:
    """The signed file with a time stamp over all of it, as archives add them."""
    with time_server() as url:
        maker = _Normal(url) if normal else stamp_maker()
        out = PdfTimeStamper(maker).timestamp_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), "sha256", bytes_reserved=16_000)
    return bytes(out.getvalue())


def test_a_time_stamp_over_the_whole_file_may_follow_and_nothing_else() -> None:
    pdf = stamped_since(four_signed())
    assert all(one.sound for one in read_signatures(pdf)) and read_signatures(pdf)[-1].whole_file
    assert examine(pdf, four_known(), four_pins()).kind == ORIGINAL
    assert examine(pdf + b"\n", four_known(), four_pins()).kind == ALTERED
    dice = random.Random(5)
    for place in [dice.randrange(len(four_signed()), len(pdf)) for _ in range(60)]:
        changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert not examine(changed, four_known(), four_pins()).good, place
    # In the form another program writes it some bits would not count: it is not taken.
    try:
        other = read_signatures(stamped_since(four_signed(), normal=False))
    except UnreadableSignature:
        other = ()
    assert not other or not other[-1].sound


def test_a_token_for_something_else_is_not_taken() -> None:
    from consult_desk.documents.timestamps import read_token

    with time_server() as url:
        token = stamper(url)(b"one thing")
    with pytest.raises(ValueError, match="proves nothing"):
        read_token(token, bytes(32))


def test_a_server_that_drips_or_hangs_is_given_up() -> None:
    import threading

    done = threading.Event()

    def slow(_request: bytes) -> tuple[int, str, bytes]:
        done.wait(5)
        return 200, "application/timestamp-reply", b""

    with time_server(slow) as url:
        try:
            with pytest.raises(NoTimeStamp, match=r"没有答复|没有给出"):
                stamper(url, seconds=0.3)(b"x")
        finally:
            done.set()
