"""Time stamps (RFC 3161): asked of a server, put into the one form this program writes, judged bit by bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1, sha256, sha384, sha512
from typing import TYPE_CHECKING, Any

from consult_desk.documents.der import block, tlv, verify
from consult_desk.documents.time_server import NoTimeStamp, post

if TYPE_CHECKING:
    from asn1crypto import cms

MOST_TOKEN_BYTES = 8_000
SECONDS = 10.0
_TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")
_HASHES: dict[str, Callable[..., Any]] = {"sha1": sha1, "sha256": sha256, "sha384": sha384, "sha512": sha512}
_STRONG = ("sha256", "sha384", "sha512")


@dataclass(frozen=True)
class TimeStamp:
    """What a token proves: a server says that the signature existed then. server: name in its certificate."""

    moment: datetime
    server: str
    certificate: bytes


def stamper(url: str, seconds: float = SECONDS) -> Callable[[bytes], bytes]:
    """Answers a function that asks the server at `url` (http or https) for a token over some bytes.

    It raises NoTimeStamp after `seconds` at most, whatever the server does.
    """

    def ask(data: bytes) -> bytes:
        request, nonce = _request(sha256(data).digest())
        answer = post(url, request, seconds)
        try:
            token = _token(answer, nonce)
            normal = _normal(token)
            read_token(normal, sha256(data).digest())
        except NoTimeStamp:
            raise
        except Exception as error:  # asn1crypto answers odd bytes with ValueError, TypeError, KeyError and more
            raise NoTimeStamp(
                f"时间戳服务器“{url}”的答复不能用，没有签名，原文件没有变。请换一个服务器，或者这次不加时间戳再签。"
            ) from error
        return normal

    return ask


def _request(digest: bytes) -> tuple[bytes, int]:
    import secrets

    from asn1crypto import tsp

    nonce = secrets.randbits(63) | 1 << 62
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return bytes(request.dump()), nonce


def _token(answer: bytes, nonce: int) -> cms.ContentInfo:
    from asn1crypto import parser, tsp

    # A refusal has no token, which asn1crypto takes for a broken answer: the status is read by itself first.
    status = tsp.PKIStatusInfo.load(parser.parse(answer, strict=True)[4])
    if status["status"].native not in ("granted", "granted_with_mods"):
        raise NoTimeStamp("时间戳服务器拒绝了请求，没有签名，原文件没有变。请核对设置里的地址，或者这次不加时间戳再签。")
    token = tsp.TimeStampResp.load(answer, strict=True)["time_stamp_token"]
    if token["content"]["encap_content_info"]["content"].parsed["nonce"].native != nonce:
        raise ValueError("the answer is to another question")
    return token


def _normal(token: cms.ContentInfo) -> bytes:
    """The token with nothing in it that no signature covers: one signer, its certificate alone, no further attributes."""
    data = token["content"]
    (signer,) = data["signer_infos"]
    number = signer["sid"].chosen["serial_number"].native
    leaf = next(one.chosen for one in data["certificates"] if one.chosen.serial_number == number)
    return _written(
        leaf.dump(), signer["digest_algorithm"]["algorithm"].native, leaf.public_key.algorithm,
        signer["signed_attrs"].contents, signer["signature"].contents,
        data["encap_content_info"]["content"].contents,
    )  # fmt: skip


def _written(certificate: bytes, digest: str, key: str, signed: bytes, signature: bytes, said: bytes) -> bytes:
    if digest not in _STRONG or key not in ("rsa", "ec"):
        raise ValueError(f"{digest} with {key} is not ours")
    mechanism = f"{digest}_{'rsa' if key == 'rsa' else 'ecdsa'}"
    return block(
        certificate, digest=digest, mechanism=mechanism, signed=signed, signature=signature, version=3,
        content=tlv(0x30, _TST_INFO, tlv(0xA0, tlv(0x04, said))),
    )  # fmt: skip


def read_token(token: bytes, hashed: bytes) -> TimeStamp:
    """What the token proves about data with that SHA-256. Raises ValueError or whatever the parser raises when it proves nothing.

    Every bit of it is signed, derived from what is signed, or bound by the signed hash of the certificate. Whether
    the server can be trusted is not judged: its name is told.
    """
    from asn1crypto import cms
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
    from cryptography.x509 import load_der_x509_certificate

    info = cms.ContentInfo.load(token, strict=True)
    content = info["content"]
    (signer,) = content["signer_infos"]
    (leaf,) = (one.chosen for one in content["certificates"])
    digest = signer["digest_algorithm"]["algorithm"].native
    signed, signature = signer["signed_attrs"], signer["signature"].contents
    said = content["encap_content_info"]["content"].contents
    if token != _written(leaf.dump(), digest, leaf.public_key.algorithm, signed.contents, signature, said):
        raise ValueError("a token in another form")
    attributes = {one["type"].native: one["values"] for one in signed}
    _must(attributes["message_digest"][0].native == _HASHES[digest](said).digest())
    _must(attributes["content_type"][0].native == "tst_info" and len(attributes) == len(signed))
    _must(_bound(attributes, leaf.dump()))
    key = load_der_x509_certificate(leaf.dump()).public_key()
    verify(key, {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}[digest], signature, tlv(0x31, signed.contents))
    usage = leaf.extended_key_usage_value
    _must(usage is not None and usage.native == ["time_stamping"])
    told = content["encap_content_info"]["content"].parsed
    imprint = told["message_imprint"]
    _must(imprint["hash_algorithm"]["algorithm"].native == "sha256")
    _must(imprint["hashed_message"].native == hashed)
    moment = told["gen_time"].native
    _must(leaf.not_valid_before <= moment <= leaf.not_valid_after)
    name = leaf.subject.native.get("common_name", "")
    return TimeStamp(moment, name if isinstance(name, str) else "、".join(name), leaf.dump())


def _bound(attributes: dict[str, Any], certificate: bytes) -> bool:
    """Whether the signed attributes name the certificate by its hash (RFC 2634, RFC 5035)."""
    if "signing_certificate_v2" in attributes:
        one = attributes["signing_certificate_v2"][0]["certs"][0]
        name = one["hash_algorithm"]["algorithm"].native
        return name in _HASHES and one["cert_hash"].native == _HASHES[name](certificate).digest()
    one = attributes["signing_certificate"][0]["certs"][0]
    return bool(one["cert_hash"].native == sha1(certificate, usedforsecurity=False).digest())


def _must(good: bool) -> None:
    if not good:
        raise ValueError("the token proves nothing")
