"""Signing keys that never leave their hardware: what a PKCS#11 token (UKey) holds, and a signature made inside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consult_desk.base.errors import Trouble
from consult_desk.documents.identity import Identity, RemoteKey, describe

if TYPE_CHECKING:
    from pkcs11 import Session, Token

# RFC 8017, 9.2: what stands before a SHA-256 in a PKCS#1 v1.5 signature. Hashing here and signing raw in the token
# is what even the plainest ones can do.
_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True)
class TokenCertificate:
    """One certificate on a token. token: the token's name. fits: its key can sign papers, else why_not in words."""

    token: str
    serial: str
    label: str
    fingerprint: str
    fits: bool
    why_not: str
    certificate: bytes = field(repr=False)
    key_id: bytes = field(repr=False)


@dataclass(frozen=True)
class TokenKey(RemoteKey):
    """The private key behind one certificate of a token; asked anew for each signature."""

    module: str
    fingerprint: str
    pin: str = field(repr=False)

    def sign(self, data: bytes) -> bytes:
        """The signature over the SHA-256 of `data`. Raises Trouble: token gone, PIN wrong, key missing."""
        from hashlib import sha256

        digest = sha256(data).digest()
        with _tokens(self.module) as tokens:
            for token in tokens:
                for one in _certificates(token):
                    if one.fingerprint == self.fingerprint:
                        return self._sign_in(token, one, digest)
        raise Trouble("这张证书所在的 UKey 没有插好，或者不是登记时的那一个。请插上原来的 UKey 再签。")

    def _sign_in(self, token: Token, one: TokenCertificate, digest: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
        from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass

        with token.open(user_pin=self.pin) as session:
            wanted: dict[Attribute, Any] = {Attribute.CLASS: ObjectClass.PRIVATE_KEY}
            if one.key_id:
                wanted[Attribute.ID] = one.key_id
            keys: list[Any] = list(session.get_objects(wanted))
            if len(keys) != 1:
                raise Trouble(f"UKey“{one.token}”里找不到这张证书的私钥，没有签成。请用签发机构的工具检查，或换一个 UKey。")
            if keys[0].key_type == KeyType.EC:
                raw = keys[0].sign(digest, mechanism=Mechanism.ECDSA)
                half = len(raw) // 2
                return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))
            return bytes(keys[0].sign(_SHA256_INFO + digest, mechanism=Mechanism.RSA_PKCS))


def certificates_on(module: str) -> tuple[TokenCertificate, ...]:
    """All certificates on the tokens that a PKCS#11 library sees, none where no token is in. Raises Trouble."""
    with _tokens(module) as tokens:
        return tuple(one for token in tokens for one in _certificates(token))


def open_token(module: str, fingerprint: str, pin: str) -> Identity:
    """The identity of one certificate on a token, once its key has proved that it is there and the PIN is right.

    module: path of the token's PKCS#11 library. Raises Trouble in different words for what may be missing.
    """
    from cryptography.exceptions import InvalidSignature

    every = certificates_on(module)
    found = next((one for one in every if one.fingerprint == fingerprint), None)
    if found is None:
        raise Trouble("这张证书所在的 UKey 没有插好，或者不是登记时的那一个。请插上原来的 UKey 再签。")
    if not found.fits:
        raise Trouble(f"UKey“{found.token}”里的这张证书不能签文书：{found.why_not}")
    key = TokenKey(module, fingerprint, pin)
    proof = key.sign(b"consult-desk")
    try:
        _verify(found.certificate, proof, b"consult-desk")
    except InvalidSignature as error:
        raise Trouble(f"UKey“{found.token}”里的私钥和证书不是一对，不能签名。请联系证书的签发机构。") from error
    label, self_signed = describe(found.certificate)
    chain = tuple(one.certificate for one in every if one.fingerprint != fingerprint and one.token == found.token)
    return Identity(found.certificate, key, found.fingerprint, label, self_signed, chain)


def _verify(certificate: bytes, signature: bytes, data: bytes) -> None:
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509 import load_der_x509_certificate

    key = load_der_x509_certificate(certificate).public_key()
    if isinstance(key, EllipticCurvePublicKey):
        key.verify(signature, data, ECDSA(SHA256()))
    elif isinstance(key, RSAPublicKey):
        key.verify(signature, data, PKCS1v15(), SHA256())


@contextmanager
def _tokens(module: str) -> Iterator[list[Token]]:
    """The tokens a library sees; whatever the token or its library does wrong comes out as Trouble."""
    if not Path(module).is_file():
        raise Trouble(f"找不到 UKey 的驱动文件“{module}”。请先安装 UKey 随带的驱动程序，再选它的 PKCS#11 驱动文件。")
    import pkcs11

    try:
        found = pkcs11.lib(module).get_tokens()
        yield [token for token in found if pkcs11.TokenFlag.TOKEN_INITIALIZED in token.flags]
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as error:
        raise Trouble("UKey 的口令（PIN）不对，没有签名。请再输一次；连错几次 UKey 会被锁住，拿不准时先问保管人。") from error
    except pkcs11.PinLocked as error:
        raise Trouble("UKey 的口令连错太多次，已经锁住。请到证书的签发机构解锁。") from error
    except (pkcs11.TokenNotPresent, pkcs11.DeviceRemoved) as error:
        raise Trouble("UKey 拔掉了，没有签成。请插好后再签一次。") from error
    except (pkcs11.PKCS11Error, RuntimeError) as error:
        told = str(error) or type(error).__name__
        raise Trouble(f"UKey 或它的驱动出了错（{told}），没有签成。请重新插一次；仍不行请换驱动文件或联系签发机构。") from error


def _certificates(token: Token) -> Iterator[TokenCertificate]:
    """Certificates are open to all; no PIN is needed to read them."""
    from pkcs11 import Attribute, ObjectClass

    with token.open() as session:
        yield from [_one(token, data, key_id) for data, key_id in _read(session, Attribute, ObjectClass)]


def _read(session: Session, attribute: Any, object_class: Any) -> list[tuple[bytes, bytes]]:
    return [
        (bytes(found[attribute.VALUE]), bytes(found[attribute.ID]))
        for found in session.get_objects({attribute.CLASS: object_class.CERTIFICATE})
    ]


def _one(token: Token, data: bytes, key_id: bytes) -> TokenCertificate:
    from hashlib import sha256

    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.x509 import load_der_x509_certificate

    name, serial = token.label.strip(), token.serial.decode(errors="replace").strip()
    why_not = "它不是 RSA 或 ECDSA 证书（国密 SM2 证书签的 PDF 别的阅读器不认），请换一张"
    try:
        fits = isinstance(load_der_x509_certificate(data).public_key(), ec.EllipticCurvePublicKey | rsa.RSAPublicKey)
        label = describe(data)[0]
    except Exception:  # cryptography answers odd certificates with ValueError, UnsupportedAlgorithm and more
        fits, label = False, "（读不出来的证书）"
    return TokenCertificate(name, serial, label, sha256(data).hexdigest(), fits, "" if fits else why_not, data, key_id)
