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
    from asn1crypto import cms, core

    info = cms.ContentInfo.load(raw)
    block = info.dump()
    if any(raw[len(block) :]) or info.copy().dump(force=True) != block:
        return False
    data = info["content"]
    (signer,) = data["signer_infos"]
    (certificate,) = data["certificates"]
    (digest,) = data["digest_algorithms"]
    sid = signer["sid"]
    issued = certificate.chosen.issuer.dump(), certificate.chosen.serial_number
    return (
        info["content_type"].native == "signed_data"
        and data["version"].native == "v1"
        and data["encap_content_info"]["content_type"].native == "data"
        and data["encap_content_info"]["content"] is core.VOID
        and data["crls"] is core.VOID
        and certificate.name == "certificate"
        and signer["version"].native == "v1"
        and sid.name == "issuer_and_serial_number"
        and (sid.chosen["issuer"].dump(), sid.chosen["serial_number"].native) == issued
        and signer["digest_algorithm"].dump() == digest.dump()
        and digest["algorithm"].native == "sha256"
        and signer["signature_algorithm"].dump() in _mechanisms()
        and signer["unsigned_attrs"] is core.VOID
    )


def _mechanisms() -> tuple[bytes, ...]:
    from asn1crypto.algos import SignedDigestAlgorithm

    names = ("sha256_ecdsa", "sha256_rsa")
    return tuple(SignedDigestAlgorithm({"algorithm": name}).dump() for name in names)
