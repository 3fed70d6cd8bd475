"""Proof that a certificate was not revoked: its issuers and their lists of revoked ones, as the signer brought them."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from consult_desk.base.errors import Trouble

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm
    from cryptography.x509 import Certificate, CertificateRevocationList
    from cryptography.x509.ocsp import OCSPResponse

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
    """Certificates, and lists and OCSP answers (DER), in files as issuers hand them out. Raises Trouble for other files."""
    certificates: list[bytes] = []
    lists: list[bytes] = []
    for data in files:
        parts = [(found[1], _decoded(found[2])) for found in _PEM.finditer(data)] or [(b"", data)]
        for label, part in parts:
            if (label in (b"", _CRL_LABEL) and is_list(part)) or (not label and _is_answer(part)):
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


def _is_answer(data: bytes) -> bool:
    from cryptography.x509.ocsp import load_der_ocsp_response

    try:
        load_der_ocsp_response(data)
    except ValueError:
        return False
    return True


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


def lasting(certificate: bytes, chain: Sequence[bytes], proofs: Sequence[bytes], at: datetime) -> LongTerm | None:
    """What proves the certificate good at that moment, with all that came along; None where something is missing.

    at: aware. proofs: lists of revoked certificates and answers of OCSP servers. All DER. A proof counts when the
    issuer stands behind it and it was in force then. Raises Trouble when one says that a certificate of the path was
    revoked by then.
    """
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl

    authorities = [found for one in chain if _is_authority(found := load_der_x509_certificate(one))]
    path = _path(load_der_x509_certificate(certificate), authorities)
    if len(path) < 2:
        return None
    lists = [load_der_x509_crl(one) for one in proofs if is_list(one)]
    answers = [one for one in proofs if not is_list(one)]
    for one, issuer in pairwise(path):
        told = [_revoked(found, one, at) for found in lists if _in_force(found, issuer, at)]
        told += [revoked for answer in answers for revoked in _told(answer, one, issuer, at)]
        if any(told):
            raise Trouble("这张证书已经被签发机构吊销，不能再用它签名。请向签发机构换一张，登记以后再签。")
        if not told:
            return None
    certificates = (one.public_bytes(Encoding.DER) for one in (*path, *authorities))
    return LongTerm(tuple(dict.fromkeys(certificates)), tuple(dict.fromkeys(proofs)))


def lasts_until(proofs: Sequence[bytes]) -> datetime:
    """When the first of the lists and answers goes out of force. Raises ValueError where there are none."""
    from cryptography.x509 import load_der_x509_crl, ocsp

    ends: list[datetime | None] = []
    for one in proofs:
        if is_list(one):
            ends.append(load_der_x509_crl(one).next_update_utc)
        else:
            ends += [said.next_update_utc for said in ocsp.load_der_ocsp_response(one).responses]
    return min(end for end in ends if end is not None)


def _is_authority(one: Certificate) -> bool:
    """Whether it may issue certificates; those of other people that came along are nobody's business."""
    from cryptography.x509 import BasicConstraints, ExtensionNotFound

    try:
        return one.extensions.get_extension_for_class(BasicConstraints).value.ca
    except (ExtensionNotFound, ValueError):
        return False


def _revoked(found: CertificateRevocationList, one: Certificate, at: datetime) -> bool:
    entry = found.get_revoked_certificate_by_serial_number(one.serial_number)
    return entry is not None and entry.revocation_date_utc <= at


def _told(answer: bytes, one: Certificate, issuer: Certificate, at: datetime) -> list[bool]:
    """Whether the certificate was revoked, for each word about it in an answer of the issuer's OCSP server."""
    from cryptography.x509 import ocsp

    found = ocsp.load_der_ocsp_response(answer)
    if found.response_status != ocsp.OCSPResponseStatus.SUCCESSFUL or not _answered_by(found, issuer):
        return []
    told = []
    for said in found.responses:
        mine = said.serial_number == one.serial_number and said.issuer_key_hash == _key_hash(issuer, said.hash_algorithm)
        lasts = said.next_update_utc is not None and said.this_update_utc <= at <= said.next_update_utc
        if not mine or not lasts or said.certificate_status == ocsp.OCSPCertStatus.UNKNOWN:
            continue
        told.append(said.revocation_time_utc is not None and said.revocation_time_utc <= at)
    return told


def _key_hash(issuer: Certificate, algorithm: HashAlgorithm) -> bytes:
    from asn1crypto.keys import PublicKeyInfo
    from cryptography.hazmat.primitives.hashes import Hash
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    data = issuer.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    asked = Hash(algorithm)
    asked.update(PublicKeyInfo.load(data)["public_key"].contents[1:])  # without the count of unused bits
    return asked.finalize()


def _answered_by(found: OCSPResponse, issuer: Certificate) -> bool:
    """Whether the issuer signed the answer, or somebody it appointed to."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.x509 import ExtendedKeyUsage, ExtensionNotFound
    from cryptography.x509.oid import ExtendedKeyUsageOID

    from consult_desk.documents.der import verify

    signers = [issuer]
    for one in found.certificates:
        try:
            usage = one.extensions.get_extension_for_class(ExtendedKeyUsage).value
        except ExtensionNotFound:
            continue
        if ExtendedKeyUsageOID.OCSP_SIGNING in usage and _issued(one, issuer):
            signers.append(one)
    algorithm = found.signature_hash_algorithm
    if algorithm is None:
        return False
    for signer in signers:
        try:
            verify(signer.public_key(), algorithm, found.signature, found.tbs_response_bytes)
        except (InvalidSignature, ValueError):
            continue
        return True
    return False


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
