"""The one form of CMS SignedData (RFC 5652) that this program writes, rebuilt from its signed parts; raw signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm


def tlv(tag: int, *parts: bytes) -> bytes:
    """One DER value: tag, shortest length, contents."""
    contents = b"".join(parts)
    size = len(contents)
    if size < 128:
        return bytes([tag, size]) + contents
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + contents


DETACHED = tlv(0x30, bytes.fromhex("06092a864886f70d010701"))
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


def block(
    certificate: bytes, *, digest: str, mechanism: str, signed: bytes, signature: bytes, unsigned: bytes = b"",
    version: int = 1, content: bytes = DETACHED,
) -> bytes:  # fmt: skip
    """SignedData with one signer and nothing optional; built anew, so nothing can hide in it.

    certificate: DER. digest, mechanism: names as asn1crypto gives them. signed: contents of the signed attributes.
    unsigned: contents of the unsigned ones, b"" for none. content: EncapsulatedContentInfo, version: that goes with it.
    """
    from asn1crypto import cms, x509

    holder = x509.Certificate.load(certificate)
    issuer_and_serial = holder.issuer.dump() + holder["tbs_certificate"]["serial_number"].dump()
    algorithm = cms.DigestAlgorithm({"algorithm": digest}).dump()
    signer = tlv(
        0x30,
        tlv(0x02, b"\1"),
        tlv(0x30, issuer_and_serial),
        algorithm,
        tlv(0xA0, signed),
        cms.SignedDigestAlgorithm({"algorithm": mechanism}).dump(),
        tlv(0x04, signature),
        *((tlv(0xA1, unsigned),) if unsigned else ()),
    )
    body = tlv(
        0x30, tlv(0x02, bytes([version])), tlv(0x31, algorithm), content, tlv(0xA0, certificate), tlv(0x31, signer)
    )
    return tlv(0x30, _SIGNED_DATA, tlv(0xA0, body))


def verify(key: object, digest: HashAlgorithm, signature: bytes, data: bytes) -> None:
    """Check a signature. Raises InvalidSignature, or ValueError for a kind of key this program does not know."""
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, data, ec.ECDSA(digest))
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, padding.PKCS1v15(), digest)
    else:
        raise ValueError("a key of another kind")
