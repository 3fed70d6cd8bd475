"""Reads the signatures of a PDF and says about each what the mathematics prove, and nothing more."""

from __future__ import annotations

import re
from binascii import hexlify, unhexlify
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

from consult_desk.documents.der import block, tlv
from consult_desk.documents.rare_names import allow_rare_names
from consult_desk.documents.revocation import lasting
from consult_desk.documents.timestamps import TimeStamp, read_token

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

BASIC, TIMED, LASTING, LASTING_UNTIMED = "B-B", "B-T", "B-LT", "B-B+LT"
_RANGE = re.compile(rb"/ByteRange \[(\d{1,9}) (\d{1,9}) (\d{1,9}) (\d{1,9}) *\]")
_STAMP_ATTRIBUTE = bytes.fromhex("060b2a864886f70d010910020e")
_OTHER_DIGESTS = tuple(bytes.fromhex(f"06096086480165030402{last}") for last in ("02", "03"))  # SHA-384, SHA-512


@dataclass(frozen=True)
class SignatureState:
    """What one signature proves.

    field: name of its field. fingerprint: SHA-256 of the signer's certificate, hex. signer: common name in it.
    self_signed: nobody but the signer vouches for the name. sound: the signed bytes are unchanged, the
    signature fits the certificate, what came later was permitted, and the signature block itself is exactly
    as this program writes it. whole_file: it covers every byte of the file. level: PAdES level; B-B+LT has the
    revocation lists of B-LT without its time stamp. stamped_at, stamped_by: of the time stamp, or None and "".
    strange: the mathematics hold, but this program did not write it.
    """

    field: str
    fingerprint: str
    signer: str
    self_signed: bool
    sound: bool
    whole_file: bool
    level: str = BASIC
    stamped_at: datetime | None = None
    stamped_by: str = ""
    strange: bool = False


class UnreadableSignature(Exception):
    """The signatures cannot be read or judged; never to be mistaken for a good answer."""


def does_not_fit(pdf: bytes) -> bool:
    """A first look at the last signature alone, in a millisecond: whether it certainly does not fit the file.

    True where it does not reach the end, leaves more than its own block out, or was made over other bytes. False
    decides nothing: the file may have no signature, or one that another program wrote.
    """
    found = _RANGE.match(pdf, max(0, pdf.rfind(b"/ByteRange")))
    if not found:
        return False
    first, length, second, rest = (int(number) for number in found.groups())
    gap = pdf[length:second]
    if first != 0 or second + rest != len(pdf) or gap[:1] != b"<" or gap[-1:] != b">":
        return True
    try:
        raw = unhexlify(gap[1:-1])
    except ValueError:
        return True
    if any(digest in raw for digest in _OTHER_DIGESTS):
        return False
    return _over(pdf, length, second, rest) not in raw


def _over(pdf: bytes, length: int, second: int, rest: int) -> bytes:
    """SHA-256 of everything but the gap."""
    whole = memoryview(pdf)
    over = sha256(whole[:length])
    over.update(whole[second : second + rest])
    return over.digest()


def read_signatures(pdf: bytes) -> tuple[SignatureState, ...]:
    """All signatures, oldest first; () where there is none. Raises UnreadableSignature for anything odd.

    After the last one there may be time stamps over the whole file and what goes with them (PAdES B-LTA), each in the
    one form of timestamps.py, the last one up to the end of the file: then the last signature counts as covering it.
    """
    allow_rare_names()
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        found = [_judge(pdf, one, reader) for one in reader.embedded_regular_signatures]
        if found and reader.embedded_timestamp_signatures:
            last = reader.embedded_regular_signatures[-1]
            closed = _only_stamped_since(last) and _closed(pdf, reader.embedded_timestamp_signatures)
            found[-1] = replace(found[-1], whole_file=closed, sound=found[-1].sound and closed)
        return tuple(found)
    except Exception as error:  # pyHanko answers hostile files with TypeError, ValueError, AssertionError and more
        raise UnreadableSignature(str(error)) from error


def _only_stamped_since(last: EmbeddedPdfSignature) -> bool:
    """Whether nothing came after the signature but time stamps and revocation lists."""
    from pyhanko.sign.diff_analysis import ModificationLevel

    found = last.diff_result
    return bool(getattr(found, "modification_level", ModificationLevel.OTHER) <= ModificationLevel.LTA_UPDATES)


def _closed(pdf: bytes, stamps: Sequence[EmbeddedPdfSignature]) -> bool:
    """Whether every time stamp over the file is what it says, and the last one leaves nothing out."""
    for one in stamps:
        first, length, second, rest = (int(number) for number in one.byte_range)
        raw = one.pkcs7_content
        if first != 0 or pdf[length:second] != b"<" + hexlify(raw).upper() + b">":
            return False
        token = raw[: _size(raw)]
        if any(raw[len(token) :]):
            return False
        read_token(token, _over(pdf, length, second, rest))
    _first, _length, second, rest = (int(number) for number in stamps[-1].byte_range)
    return second + rest == len(pdf)


def _size(der: bytes) -> int:
    """How long the first DER value is."""
    if der[1] < 128:
        return 2 + der[1]
    digits = der[1] & 127
    return 2 + digits + int.from_bytes(der[2 : 2 + digits], "big")


def _judge(pdf: bytes, one: EmbeddedPdfSignature, reader: PdfFileReader) -> SignatureState:
    from asn1crypto import x509
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate = one.signer_cert
    exact = is_exact(pdf, one)
    stamp = _stamp(one) if exact else None
    # Its own root: whether a certificate counts is decided by our list of fingerprints, not by a chain.
    roots = [certificate, *((x509.Certificate.load(stamp.certificate),) if stamp else ())]
    status = validate_pdf_signature(one, ValidationContext(trust_roots=roots, allow_fetching=False))
    covered = status.coverage in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    permitted = status.docmdp_ok is True
    name = certificate.subject.native.get("common_name", "")
    data = certificate.dump()
    holds = bool(status.intact and status.valid and covered and permitted)
    self_signed = certificate.issuer == certificate.subject
    return SignatureState(
        field=one.field_name,
        fingerprint=sha256(data).hexdigest(),
        signer=name if isinstance(name, str) else "、".join(name),
        self_signed=self_signed,
        sound=holds and exact,
        whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        level=_level(data, self_signed, stamp, one, reader),
        stamped_at=stamp.moment if stamp else None,
        stamped_by=stamp.server if stamp else "",
        strange=holds and not exact,
    )


def _signer_info(one: EmbeddedPdfSignature) -> Any:
    from asn1crypto import cms

    (signer,) = cms.ContentInfo.load(one.pkcs7_content)["content"]["signer_infos"]
    return signer


def _token(signer: Any) -> bytes:
    """The time-stamp token among the unsigned attributes, b"" where there are none. Raises ValueError for others."""
    attributes = signer["unsigned_attrs"]
    if not attributes.contents:
        return b""
    (attribute,) = attributes
    if attribute["type"].native != "signature_time_stamp_token":
        raise ValueError("an attribute that is not ours")
    (token,) = attribute["values"]
    return bytes(token.dump())


def _stamp(one: EmbeddedPdfSignature) -> TimeStamp | None:
    signer = _signer_info(one)
    token = _token(signer)
    return read_token(token, sha256(signer["signature"].contents).digest()) if token else None


def _level(
    certificate: bytes, self_signed: bool, stamp: TimeStamp | None, one: EmbeddedPdfSignature, reader: PdfFileReader
) -> str:
    # Nobody but itself vouches for a home-made certificate, so nobody can revoke it: nothing to be added for later.
    kept = None if self_signed else _kept(certificate, stamp, one, reader)
    if stamp is not None:
        return LASTING if kept else TIMED
    return LASTING_UNTIMED if kept else BASIC


def _kept(
    certificate: bytes, stamp: TimeStamp | None, one: EmbeddedPdfSignature, reader: PdfFileReader
) -> bool:
    if "/DSS" not in reader.root:
        return False
    store = reader.root["/DSS"]

    def streams(key: str) -> Sequence[bytes]:
        kept = store[key] if key in store else ()
        return [kept[at].data for at in range(len(kept))]  # asked by number, an array resolves its references

    moment = one.self_reported_timestamp
    if moment is None:
        return False
    chain, lists = streams("/Certs"), (*streams("/CRLs"), *streams("/OCSPs"))
    proven = lasting(certificate, chain, lists, moment)
    if proven is None or stamp is None:
        return proven is not None
    return lasting(stamp.certificate, chain, lists, stamp.moment) is not None


def is_exact(pdf: bytes, one: EmbeddedPdfSignature) -> bool:
    """Whether the unsigned gap holds one CMS structure in the one form this program writes, and zeros.

    A signature cannot cover its own block, so a bit changed there would go unseen: in the padding, in the case
    of a hex letter, in the parts of the CMS that carry no protection. A time stamp may stand in it, if it proves
    what it says about this signature, in the one form that timestamps.py writes.
    """
    first, length, second, rest = (int(number) for number in one.byte_range)
    gap = pdf[length:second]
    raw = one.pkcs7_content
    if first != 0 or second + rest > len(pdf) or gap != b"<" + hexlify(raw).upper() + b">":
        return False
    signer = _signer_info(one)
    mechanism = signer["signature_algorithm"]["algorithm"].native
    if mechanism not in ("sha256_ecdsa", "sha256_rsa"):
        return False
    signature = signer["signature"].contents
    unsigned = b""
    if token := _token(signer):
        read_token(token, sha256(signature).digest())
        unsigned = tlv(0x30, _STAMP_ATTRIBUTE, tlv(0x31, token))
    expected = block(
        one.signer_cert.dump(), digest="sha256", mechanism=mechanism, signed=signer["signed_attrs"].contents,
        signature=signature, unsigned=unsigned,
    )  # fmt: skip
    return raw == expected + bytes(len(raw) - len(expected))
