"""Signatures that other programs accept, that leave PDF/A alone, and that the second signer does not break."""

import re
import subprocess
import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from consult_desk.base.errors import Trouble
from consult_desk.documents import signing
from consult_desk.documents.identity import open_identity
from consult_desk.documents.signatures import SignatureState, UnreadableSignature, is_exact, read_signatures
from consult_desk.documents.signing import prepare, sign
from tests.documents.signed_papers import WHEN, draw, identity, once_signed, prepared, supervisor, twice_signed
from tests.documents.test_signing_identity import RARE, other_p12


def run(*command: str) -> str:
    """What the program prints; the programs are part of the machine set-up, so a missing one fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_prepared_papers_have_empty_fields_of_no_size() -> None:
    assert prepared() == prepare(signing.finish(draw(), title="决议公告"))
    with pikepdf.open(BytesIO(prepared())) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(field.T) for field in fields] == ["issuer", "supervisor"]
        for field in fields:
            assert list(field.Rect) == [0, 0, 0, 0] and "/V" not in field and int(field.F) == 132
            assert field.AP.N.read_bytes() == b"q Q"
        assert "/NeedAppearances" not in pdf.Root.AcroForm
    assert read_signatures(prepared()) == ()


def test_two_signatures_are_both_sound() -> None:
    first, second = read_signatures(twice_signed())
    assert first == SignatureState("issuer", identity().fingerprint, "青石村村民委员会", True, True, False)
    assert second == SignatureState("supervisor", supervisor().fingerprint, "青石村村务监督委员会", True, True, True)
    (alone,) = read_signatures(once_signed())
    assert alone.sound and alone.whole_file
    assert twice_signed().startswith(once_signed()) and once_signed().startswith(prepared())


def test_the_signatures_say_what_was_asked() -> None:
    first, second = PdfFileReader(BytesIO(twice_signed())).embedded_signatures
    assert first.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert first.sig_object["/Reason"] == "发布" and second.sig_object["/Reason"] == "监督"
    assert first.self_reported_timestamp == WHEN == second.self_reported_timestamp
    assert first.docmdp_level is not None and first.docmdp_level.value == 2 and second.docmdp_level is None


def test_pdfsig_and_qpdf_accept(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(twice_signed())
    told = run("pdfsig", str(path))
    assert told.count("Signature is Valid") == 2 and told.count("ETSI.CAdES.detached") == 2
    assert "青石村村民委员会" in told and "Total document signed" in told
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(path))


def test_pdfsig_sees_a_changed_byte(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    data = bytearray(twice_signed())
    data[data.index(b"stream") + 20] ^= 1
    path.write_bytes(data)
    assert (
        "Digest Mismatch" in subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    )


def test_a_signed_paper_is_still_pdfa(tmp_path: Path) -> None:
    """The validator cannot judge forms: nothing may be wrong but those, and without them it approves."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(twice_signed())
    findings = pikepdf.pdfa.validate_written(path, "2b").findings
    assert findings and all(re.search("AcroForm|Perms|Extensions|Widget|/Sig|Annot", str(one)) for one in findings)
    with pikepdf.open(path) as pdf:
        assert "/Version" not in pdf.Root
        assert {key: str(value) for key, value in pdf.trailer.Info.items()} == {
            "/Title": "决议公告", "/Producer": "Consult Desk"
        }  # fmt: skip
        for name in ("/AcroForm", "/Perms", "/Extensions"):
            del pdf.Root[name]
        del pdf.pages[0].obj["/Annots"]
        stripped = tmp_path / "stripped.pdf"
        pdf.save(stripped, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False)
    assert pikepdf.pdfa.validate_written(stripped, "2b").passed


def test_rare_names_and_rsa_keys_sign_too(tmp_path: Path) -> None:
    rare = identity(RARE)
    assert read_signatures(sign(prepared(), rare, "issuer", signed_at=WHEN, certify=True, reason="发布"))[0].sound
    issued = open_identity(other_p12(rsa.generate_private_key(65537, 2048)), "secret")
    signed = sign(prepared(), issued, "issuer", signed_at=WHEN, certify=True, reason="发布")
    (state,) = read_signatures(signed)
    assert state.sound and not state.self_signed and state.signer == "王五"
    path = tmp_path / "paper.pdf"
    path.write_bytes(signed)
    assert "Signature is Valid" in run("pdfsig", str(path))


@pytest.mark.parametrize(("pdf", "field"), [("once", "issuer"), ("once", "nobody"), ("plain", "issuer"), ("none", "x")])
def test_what_cannot_be_signed_is_told(pdf: str, field: str) -> None:
    data = {"once": once_signed(), "plain": draw(), "none": b"nothing"}[pdf]
    with pytest.raises(Trouble, match="没有签成"):
        sign(data, identity(), field, signed_at=WHEN, certify=False, reason="发布")


def test_a_moment_without_zone_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="aware"):
        sign(prepared(), identity(), "issuer", signed_at=datetime(2026, 3, 5), certify=True, reason="发布")  # noqa: DTZ001


@pytest.mark.parametrize("answer", ["none", "unsound", "other key", "unreadable", "not whole"])
def test_a_signature_that_fails_its_own_check_is_never_handed_out(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = SignatureState("issuer", identity().fingerprint, "青石村", True, True, True)

    def read(_: bytes) -> tuple[SignatureState, ...]:
        if answer == "unreadable":
            raise UnreadableSignature
        return {
            "none": (),
            "unsound": (SignatureState("issuer", good.fingerprint, "青石村", True, False, True),),
            "other key": (SignatureState("issuer", "0" * 64, "青石村", True, True, True),),
            "not whole": (SignatureState("issuer", good.fingerprint, "青石村", True, True, False),),
        }[answer]

    monkeypatch.setattr(signing, "read_signatures", read)
    with pytest.raises(Trouble, match="自查没有通过"):
        sign(prepared(), identity(), "issuer", signed_at=WHEN, certify=True, reason="发布")


def test_the_signature_block_is_exact_to_the_bit() -> None:
    """No bit of the unsigned gap can be changed unseen: neither in the CMS, nor in the padding, nor in a hex letter."""
    pdf = once_signed()
    (one,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    raw = one.pkcs7_content
    _, start, end, _ = (int(number) for number in one.byte_range)
    assert is_exact(pdf, one)
    for place in range(start, end):
        for bit in (0, 5):
            changed = bytearray(pdf)
            changed[place] ^= 1 << bit
            assert not is_exact(bytes(changed), one), place
    # The same through the reader: a changed structure with its hex written as it should be.
    unseen = []
    for place in range(0, len(raw), 3):
        block = bytearray(raw)
        block[place] ^= 1
        changed_pdf = pdf[:start] + b"<" + block.hex().upper().encode() + b">" + pdf[end:]
        try:
            if any(
                state.sound and state.fingerprint == identity().fingerprint for state in read_signatures(changed_pdf)
            ):
                unseen.append(place)
        except UnreadableSignature:
            continue
    assert unseen == []


def test_a_good_signature_in_another_form_is_not_ours() -> None:
    """The same key with SHA-384: sound for any reader, but this program never writes it, so it does not count."""
    signer = SimpleSigner.load_pkcs12_data(
        other_p12(rsa.generate_private_key(65537, 2048)), other_certs=[], passphrase=b"secret"
    )
    assert signer is not None
    meta = PdfSignatureMetadata(field_name="issuer", md_algorithm="sha384", subfilter=SigSeedSubFilter.PADES)
    signed = sign_pdf(IncrementalPdfFileWriter(BytesIO(prepared())), meta, signer, existing_fields_only=True)
    (state,) = read_signatures(signed.getvalue())
    assert state.whole_file and not state.sound


def test_the_start_stays_light() -> None:
    """Signing must cost nothing until something is signed: neither pyHanko nor pikepdf is loaded by importing it."""
    program = (
        "import sys; import consult_desk.documents.signing, consult_desk.documents.verify;"
        "print([m for m in ('pyhanko', 'pikepdf', 'cryptography', 'asn1crypto', 'aiohttp') if m in sys.modules])"
    )
    assert run(sys.executable, "-c", program).strip() == "[]"
