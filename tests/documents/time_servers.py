"""Invented issuers and a time-stamp server in this process, for the tests: nothing leaves the machine."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.documents.signed_papers import WHEN

SINCE, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def issue(name: str, key: Key, issuer: str, issuer_key: Key, *, ca: bool = False, stamps: bool = False) -> x509.Certificate:
    """A certificate of somebody by an invented issuer."""
    made = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SINCE)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    usage = x509.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = made.add_extension(usage, critical=True)
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(issuer_key, hashes.SHA256())


class Issuer:
    """A root and one authority under it, which keeps a list of what it revoked."""

    def __init__(self) -> None:
        self.root_key, self.key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self.root = issue("某根签发机构", self.root_key, "某根签发机构", self.root_key, ca=True)
        self.certificate = issue("某签发机构", self.key, "某根签发机构", self.root_key, ca=True)

    def chain(self) -> list[x509.Certificate]:
        return [self.certificate, self.root]

    def p12(self, name: str, key: Key | None = None, passphrase: str = "secret6") -> tuple[bytes, x509.Certificate]:
        """A PKCS#12 file with the chain in it, and the certificate."""
        own = key or ec.generate_private_key(ec.SECP256R1())
        leaf = issue(name, own, "某签发机构", self.key)
        data = pkcs12.serialize_key_and_certificates(
            None, own, leaf, self.chain(), BestAvailableEncryption(passphrase.encode())
        )
        return data, leaf

    def lists(
        self, revoked: x509.Certificate | None = None, *, until: datetime = UNTIL, revoked_at: datetime = SINCE
    ) -> list[bytes]:
        """The two lists of revoked certificates, DER; `revoked` stands on the authority's."""
        found = []
        for name, key in (("某签发机构", self.key), ("某根签发机构", self.root_key)):
            made = x509.CertificateRevocationListBuilder().issuer_name(named(name)).last_update(SINCE).next_update(until)
            if revoked is not None and name == "某签发机构":
                entry = x509.RevokedCertificateBuilder().serial_number(revoked.serial_number).revocation_date(revoked_at)
                made = made.add_revoked_certificate(entry.build())
            found.append(made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))
        return found


@cache
def issuer() -> Issuer:
    """One for each process."""
    return Issuer()


@cache
def stamp_maker() -> DummyTimeStamper:
    """What answers requests inside the server; its certificate comes from the invented authority."""
    key = rsa.generate_private_key(65537, 2048)
    leaf = issue("某时间戳服务", key, "某签发机构", issuer().key, stamps=True)
    store = SimpleCertificateStore()
    for one in issuer().chain():
        store.register(asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)))
    der = key.private_bytes(Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return DummyTimeStamper(
        asn1_x509.Certificate.load(leaf.public_bytes(Encoding.DER)), asn1_keys.PrivateKeyInfo.load(der),
        certs_to_embed=store, fixed_dt=WHEN + timedelta(seconds=3),
    )  # fmt: skip


Answer = Callable[[bytes], tuple[int, str, bytes]]


def good(request: bytes) -> tuple[int, str, bytes]:
    """What a server answers: status, content type, body."""
    body = stamp_maker().request_tsa_response(tsp.TimeStampReq.load(request)).dump()
    return 200, "application/timestamp-reply", body


@contextmanager
def time_server(answer: Answer = good) -> Iterator[str]:
    """The address of a server on this machine that answers like that."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            status, kind, body = answer(request)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
