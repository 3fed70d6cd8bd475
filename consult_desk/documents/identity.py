"""Signing identities: a home-made one, the PKCS#12 file that holds one; token_key.py has those in hardware."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from consult_desk.base.errors import Refused, Trouble
from consult_desk.base.text import clean_line
from consult_desk.documents.rare_names import allow_rare_names

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


PRACTICE_LABEL = "练习·仅校验完整性，不等于盖章"
MIN_PASSPHRASE = 6
_MAX_FILE = 1_000_000
_ROUNDS = 300_000
_LONGEST_NAME = 64  # bytes: the bound of X.520 as cryptography counts it


class RemoteKey:
    """A private key that stays where it is and signs there."""

    def sign(self, data: bytes) -> bytes:
        """The raw signature over the SHA-256 of data."""
        raise NotImplementedError


@dataclass(frozen=True)
class Identity:
    """An opened signing identity; the private key is held parsed, or asked for signatures where it lies in a token.

    certificate: DER bytes. fingerprint: SHA-256 of them, 64 hex digits. label: who signs, for the window.
    self_signed: True for a home-made certificate, which proves only "the same key as before". chain: certificates of
    those who issued it, DER. revocation: lists of revoked certificates and answers of OCSP servers, DER.
    """

    certificate: bytes = field(repr=False)
    key: EllipticCurvePrivateKey | RSAPrivateKey | RemoteKey = field(repr=False, compare=False)
    fingerprint: str
    label: str
    self_signed: bool
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    revocation: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """The name in the certificate, without what the window adds to it."""
        return common_name(self.certificate)


def make_practice_identity(common_name: str, passphrase: str) -> bytes:
    """A PKCS#12 file with a new key and a self-signed certificate, for practice and for integrity only.

    common_name: who signs, at most 64 bytes of UTF-8, rare characters included. passphrase: at least
    `MIN_PASSPHRASE` characters. Raises Refused.

    ECDSA P-256 rather than RSA-3072: made at once on an old machine (RSA takes seconds), signatures of 70
    bytes, and every PDF reader of the last ten years knows it. The certificate carries no real dates: nobody
    but the maker vouches for it, so an expiry would only make good papers look bad.
    """
    import datetime as dt

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
    from cryptography.x509.oid import NameOID

    name = clean_line(common_name, "签名人名称", max_chars=64)
    if len(name.encode()) > _LONGEST_NAME:
        raise Refused(f"签名人名称有 {len(name)} 个字，证书里写不下（最多约 21 个汉字）。请用简称。")
    if len(passphrase) < MIN_PASSPHRASE:
        raise Refused(
            f"口令只有 {len(passphrase)} 个字符，至少要 {MIN_PASSPHRASE} 个。请换一个长一些、自己记得住的口令。"
        )
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, PRACTICE_LABEL),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    protection = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )
    return pkcs12.serialize_key_and_certificates(b"consult-desk", key, certificate, None, protection)


def open_identity(p12: bytes, passphrase: str) -> Identity:
    """Open a PKCS#12 file. Raises Trouble, in different words, for a damaged file and a wrong passphrase."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

    allow_rare_names()
    if not _is_whole(p12):
        raise Trouble(
            "签名文件已损坏，或者不是签名文件（.p12），不能用它签名。请从备份中取回原来的签名文件，或另选一个。"
        )
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(p12, passphrase.encode())
    except ValueError as error:
        raise Trouble(
            "签名文件的口令不对，没有签名。请留意大小写和输入法，再输一次；口令忘了只能重新制作签名文件。"
        ) from error
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise Trouble("签名文件里没有可用的钥匙和证书，不能用它签名。请另选一个签名文件（RSA 或 ECDSA）。")
    data = certificate.public_bytes(Encoding.DER)
    label, self_signed = describe(data)
    chain = tuple(one.public_bytes(Encoding.DER) for one in others or ())
    return Identity(data, key, certificate.fingerprint(hashes.SHA256()).hex(), label, self_signed, chain)


def common_name(certificate: bytes) -> str:
    """The name in a certificate (DER), "" where it has none."""
    from cryptography.x509 import load_der_x509_certificate
    from cryptography.x509.oid import NameOID

    allow_rare_names()
    names = load_der_x509_certificate(certificate).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""


def describe(certificate: bytes) -> tuple[str, bool]:
    """What the window calls a certificate (DER), and whether it is home-made."""
    from cryptography.x509 import load_der_x509_certificate
    from cryptography.x509.oid import NameOID

    allow_rare_names()
    found = load_der_x509_certificate(certificate)
    units = found.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    label = common_name(certificate) or "（证书没有名称）"
    self_signed = found.issuer == found.subject
    if any(unit.value == PRACTICE_LABEL for unit in units):
        label += f"（{PRACTICE_LABEL}）"
    elif self_signed:
        label += "（自制证书，只能证明是同一把钥匙）"
    return label, self_signed


def _is_whole(p12: bytes) -> bool:
    """Whether the file can be taken apart as PKCS#12 down to the encrypted parts, which need no passphrase."""
    from asn1crypto import pkcs12 as asn1

    if not 0 < len(p12) <= _MAX_FILE:
        return False
    try:
        outer = asn1.Pfx.load(p12, strict=True)
        outer["mac_data"].native  # noqa: B018  reading it is the check
        for part in outer.authenticated_safe:
            part.native  # noqa: B018  reading it is the check
    except (ValueError, TypeError, KeyError):
        return False
    return True
