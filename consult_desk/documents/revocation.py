"""Proof that a certificate was not revoked: its issuers and their lists of revoked ones, as the signer brought them."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from consult_desk.base.errors import Trouble

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, CertificateRevocationList

_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----\s+(.*?)-----END \1-----", re.DOTALL)
_CRL_LABEL, _CERTIFICATE_LABEL = b"X509 CRL", b"CERTIFICATE"
_LONGEST_PATH = 8
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class LongTerm:
    """What a reader needs to judge a certificate without asking anybody: its path up to the root, and the lists."""

    certificates: tuple[bytes, ...] = field(repr=False)
    revocation: tuple[bytes, ...] = field(repr=False)


def read_proofs(files: Iterable[bytes]) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Certificates and lists (DER) in files as issuers hand them out, DER or PEM. Raises Trouble for anything else."""
    certificates: list[bytes] = []
    lists: list[bytes] = []
    for data in files:
        parts = [(found[1], _decoded(found[2])) for found in _PEM.finditer(data)] or [(b"", data)]
        for label, part in parts:
            if label in (b"", _CRL_LABEL) and is_list(part):
                lists.append(part)
            elif label in (b"", _CERTIFICATE_LABEL) and _is_certificate(part):
                certificates.append(part)
            else:
                raise Trouble(
                    "这不是证书吊销列表（.crl），也不是签发机构的证书（.cer、.crt、.pem）。没有登记，请向签发机构要这两种文件。"
                )
    return tuple(dict.fromkeys(certificates)), tuple(dict.fromkeys(lists))


def _decoded(text: bytes) -> bytes:
    try:
        return b64decode(b"".join(text.split()), validate=True)
    except ValueError:
        return b""


def is_list(data: bytes) -> bool:
    """Whether the bytes (DER) are a list of revoked certificates."""
    from cryptography.x509 import load_der_x509_crl

    try:
        load_der_x509_crl(data)
    except ValueError:
        return False
    return True


def _is_certificate(data: bytes) -> bool:
    from cryptography.x509 import load_der_x509_certificate

    try:
        load_der_x509_certificate(data)
    except ValueError:
        return False
    return True


def lasting(certificate: bytes, chain: Sequence[bytes], lists: Sequence[bytes], at: datetime) -> LongTerm | None:
    """The path and the lists that prove the certificate good at that moment, None where something is missing.

    at: aware. All DER. A list counts when its issuer signed it and it was in force then. Raises Trouble when a list
    names a certificate of the path as revoked by then.
    """
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl

    path = _path(load_der_x509_certificate(certificate), [load_der_x509_certificate(one) for one in chain])
    if len(path) < 2:
        return None
    known = [load_der_x509_crl(one) for one in lists]
    used: list[bytes] = []
    for one, issuer in zip(path, path[1:], strict=False):
        good = [found for found in known if _in_force(found, issuer, at)]
        for found in good:
            entry = found.get_revoked_certificate_by_serial_number(one.serial_number)
            if entry is not None and entry.revocation_date_utc <= at:
                raise Trouble(
                    "这张证书已经被签发机构吊销，不能再用它签名。请向签发机构换一张，登记以后再签。"
                )
        if not good:
            return None
        used.append(good[-1].public_bytes(Encoding.DER))
    return LongTerm(tuple(one.public_bytes(Encoding.DER) for one in path), tuple(dict.fromkeys(used)))


def _path(leaf: Certificate, known: Sequence[Certificate]) -> list[Certificate]:
    """From the certificate to a root that signed itself; [] where it does not get there."""
    path = [leaf]
    while path[-1].issuer != path[-1].subject:
        issuer = next((one for one in known if one not in path and _issued(path[-1], one)), None)
        if issuer is None or len(path) >= _LONGEST_PATH:
            return []
        path.append(issuer)
    return path


def _issued(one: Certificate, issuer: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        one.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _in_force(found: CertificateRevocationList, issuer: Certificate, at: datetime) -> bool:
    if found.issuer != issuer.subject or found.last_update_utc > at:
        return False
    if found.next_update_utc is None or found.next_update_utc < at:
        return False
    key = issuer.public_key()
    try:
        return found.is_signature_valid(key)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
