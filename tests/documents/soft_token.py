"""A token in software (SoftHSM) for the tests: the same PKCS#11 library calls as for a UKey, no hardware."""

import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib64/libsofthsm2.so")
PIN = "246810"
NAME = "青石村村民委员会"
MODULE = next((place for place in PLACES if Path(place).is_file()), "")
needs_token = pytest.mark.skipif(not MODULE, reason="SoftHSM is not installed (apt-get install softhsm2)")


@cache
def soft_token() -> dict[str, str]:
    """A token with an ECDSA, an RSA and an orphan certificate; answers name of certificate to fingerprint.

    Made once for each process: the library reads its place only when it is loaded.
    """
    home = Path(mkdtemp(prefix="token-"))
    (home / "tokens").mkdir()
    (home / "softhsm2.conf").write_text(f"directories.tokendir = {home / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(home / "softhsm2.conf")
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "青石村UKey", "--pin", PIN, "--so-pin", "13579111"],
        check=True, capture_output=True,
    )  # fmt: skip
    import pkcs11

    (token,) = [t for t in pkcs11.lib(MODULE).get_tokens() if t.label == "青石村UKey"]
    makers: dict[str, Callable[[], ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey]] = {
        "ecdsa": lambda: ec.generate_private_key(ec.SECP256R1()),
        "rsa": lambda: rsa.generate_private_key(65537, 2048),
        "orphan": lambda: ec.generate_private_key(ec.SECP256R1()),
    }
    found = {}
    with token.open(user_pin=PIN, rw=True) as session:
        for number, (name, make) in enumerate(makers.items(), 1):
            key = make()
            certificate = _certificate(key)
            session.create_object(_described(certificate, bytes([number])))
            if name != "orphan":
                session.create_object(_private(key, bytes([number])))
            found[name] = sha256(certificate).hexdigest()
    return found


def _certificate(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    def named(name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])

    made = (
        x509.CertificateBuilder()
        .subject_name(named(NAME))
        .issuer_name(named("某签发机构"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)


def _described(certificate: bytes, key_id: bytes) -> dict[object, object]:
    from pkcs11 import Attribute
    from pkcs11.util.x509 import decode_x509_certificate

    return {**decode_x509_certificate(certificate), Attribute.TOKEN: True, Attribute.ID: key_id}


def _private(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, key_id: bytes) -> dict[object, object]:
    from pkcs11 import Attribute
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.rsa import decode_rsa_private_key

    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    decode = decode_rsa_private_key if isinstance(key, rsa.RSAPrivateKey) else decode_ec_private_key
    return {**decode(der), Attribute.TOKEN: True, Attribute.ID: key_id, Attribute.SIGN: True}
