"""Reads the signatures of a PDF and says about each what the mathematics prove, and nothing more."""

from __future__ import annotations

from binascii import hexlify
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from consult_desk.documents.rare_names import allow_rare_names

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


@dataclass(frozen=True)
class SignatureState:
    """What one signature proves.

    field: name of its field. fingerprint: SHA-256 of the signer's certificate, hex. signer: common name in it.
    self_signed: nobody but the signer vouches for the name. sound: the signed bytes are unchanged, the
    signature fits the certificate, what came later was permitted, and the signature block itself is exactly
    as this program writes it. whole_file: it covers every byte of the file.
    """

    field: str
    fingerprint: str
    signer: str
    self_signed: bool
    sound: bool
    whole_file: bool


class UnreadableSignature(Exception):
    """The signatures cannot be read or judged; never to be mistaken for a good answer."""


def read_signatures(pdf: bytes) -> tuple[SignatureState, ...]:
    """All signatures, oldest first; () where there is none. Raises UnreadableSignature for anything odd."""
    allow_rare_names()
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        return tuple(_judge(pdf, one) for one in reader.embedded_signatures)
    except Exception as error:  # pyHanko answers hostile files with TypeError, ValueError, AssertionError and more
        raise UnreadableSignature(str(error)) from error


def _judge(pdf: bytes, one: EmbeddedPdfSignature) -> SignatureState:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate = one.signer_cert
    # Its own root: whether a certificate counts is decided by our list of fingerprints, not by a chain.
    status = validate_pdf_signature(one, ValidationContext(trust_roots=[certificate], allow_fetching=False))
    covered = status.coverage in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    permitted = status.docmdp_ok is True
    name = certificate.subject.native.get("common_name", "")
    return SignatureState(
        field=one.field_name,
        fingerprint=sha256(certificate.dump()).hexdigest(),
        signer=name if isinstance(name, str) else "、".join(name),
        self_signed=certificate.issuer == certificate.subject,
        sound=bool(status.intact and status.valid and covered and permitted and is_exact(pdf, one)),
        whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    )


def is_exact(pdf: bytes, one: EmbeddedPdfSignature) -> bool:
    """Whether the unsigned gap holds one CMS structure in the one form this program writes, and zeros.

    A signature cannot cover its own block, so a bit changed there would go unseen: in the padding, in the case
    of a hex letter, in the parts of the CMS that carry no protection.
    """
    first, length, second, rest = (int(number) for number in one.byte_range)
    gap = pdf[length:second]
    raw = one.pkcs7_content
    if first != 0 or second + rest > len(pdf) or gap != b"<" + hexlify(raw).upper() + b">":
        return False
    from asn1crypto import cms

    info = cms.ContentInfo.load(raw)
    (signer,) = info["content"]["signer_infos"]
    mechanism = signer["signature_algorithm"]["algorithm"].native
    if mechanism not in ("sha256_ecdsa", "sha256_rsa"):
        return False
    block = _block(
        certificate=one.signer_cert.dump(),
        issuer_and_serial=one.signer_cert.issuer.dump() + one.signer_cert["tbs_certificate"]["serial_number"].dump(),
        digest=cms.DigestAlgorithm({"algorithm": "sha256"}).dump(),
        mechanism=cms.SignedDigestAlgorithm({"algorithm": mechanism}).dump(),
        signed=signer["signed_attrs"].contents,
        signature=signer["signature"].contents,
    )
    return raw == block + bytes(len(raw) - len(block))


def _block(
    *, certificate: bytes, issuer_and_serial: bytes, digest: bytes, mechanism: bytes, signed: bytes, signature: bytes
) -> bytes:
    """CMS SignedData (RFC 5652) with one signer and nothing optional; built anew, so nothing can hide in it."""
    version = _tlv(0x02, b"\1")
    signer = _tlv(
        0x30,
        version,
        _tlv(0x30, issuer_and_serial),
        digest,
        _tlv(0xA0, signed),
        mechanism,
        _tlv(0x04, signature),
    )
    data = _tlv(0x30, bytes.fromhex("06092a864886f70d010701"))
    body = _tlv(0x30, version, _tlv(0x31, digest), data, _tlv(0xA0, certificate), _tlv(0x31, signer))
    return _tlv(0x30, bytes.fromhex("06092a864886f70d010702"), _tlv(0xA0, body))


def _tlv(tag: int, *parts: bytes) -> bytes:
    """One DER value: tag, shortest length, contents."""
    contents = b"".join(parts)
    size = len(contents)
    if size < 128:
        return bytes([tag, size]) + contents
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + contents
