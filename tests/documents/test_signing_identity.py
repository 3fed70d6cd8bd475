"""Practice identities: made, opened, named after anybody, and refused in words that tell what to do."""

import unicodedata
from datetime import UTC, datetime

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from consult_desk.base.errors import Refused, Trouble
from consult_desk.documents.identity import PRACTICE_LABEL, make_practice_identity, open_identity
from consult_desk.documents.rare_names import allow_rare_names

RARE = "青石村䶮𬱖鿍组"


def other_p12(key: object, *, issuer: str = "某签发机构", named: bool = True) -> bytes:
    """A PKCS#12 file that this program did not make."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "王五")] if named else [])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())  # type: ignore[attr-defined]
        .serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        None,
        key,
        certificate,
        None,
        BestAvailableEncryption(b"secret"),  # type: ignore[arg-type]
    )


def test_a_practice_identity_opens_and_says_what_it_is() -> None:
    data = make_practice_identity(RARE, "口令口令口令")
    opened = open_identity(data, "口令口令口令")
    assert opened.self_signed and len(opened.fingerprint) == 64
    assert opened.label == f"{RARE}（{PRACTICE_LABEL}）" and "不等于盖章" in opened.label
    assert "key" not in repr(opened) and "certificate" not in repr(opened)
    units = x509.load_der_x509_certificate(opened.certificate).subject.get_attributes_for_oid(
        NameOID.ORGANIZATIONAL_UNIT_NAME
    )
    assert [unit.value for unit in units] == [PRACTICE_LABEL]
    assert open_identity(data, "口令口令口令") == opened
    assert make_practice_identity(RARE, "口令口令口令") != data


@pytest.mark.parametrize("passphrase", ["", "口令口令口", "口令口令口令 ", "secret"])
def test_a_wrong_passphrase_is_told(passphrase: str) -> None:
    with pytest.raises(Trouble, match="口令不对"):
        open_identity(make_practice_identity("青石村", "口令口令口令"), passphrase)


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "longer", "huge", "first byte"])
def test_a_damaged_file_is_told_in_other_words(damage: str) -> None:
    data = make_practice_identity("青石村", "口令口令口令")
    broken = {
        "empty": b"",
        "text": "不是签名文件".encode(),
        "cut": data[:-20],
        "longer": data + b"x",
        "huge": data + bytes(2_000_000),
        "first byte": b"\x31" + data[1:],
    }[damage]
    with pytest.raises(Trouble, match="签名文件已损坏") as caught:
        open_identity(broken, "口令口令口令")
    assert "口令不对" not in caught.value.words


def test_no_damaged_byte_ever_opens_as_another_key() -> None:
    """Whatever byte is hit, the file is refused in one of the two sentences or still is the very same identity."""
    data = make_practice_identity("青石村", "口令口令口令")
    opened = open_identity(data, "口令口令口令")
    told = set()
    for place in range(0, len(data), 23):
        broken = bytearray(data)
        broken[place] ^= 1
        try:
            assert open_identity(bytes(broken), "口令口令口令") == opened
        except Trouble as trouble:
            told.add(trouble.words[:6])
    assert told <= {"签名文件已损", "签名文件的口", "签名文件里没"} and len(told) >= 2


def test_a_short_passphrase_or_an_impossible_name_is_refused() -> None:
    with pytest.raises(Refused, match="口令只有 5 个字符"):
        make_practice_identity("青石村", "12345")
    for name in ("", "  ", "青" * 65, "青" * 22, "青\u202e石"):
        with pytest.raises(Refused, match="签名人名称"):
            make_practice_identity(name, "123456")


def test_identities_of_other_makers() -> None:
    issued = open_identity(other_p12(rsa.generate_private_key(65537, 2048)), "secret")
    assert issued.label == "王五" and not issued.self_signed
    own = open_identity(other_p12(ec.generate_private_key(ec.SECP256R1()), issuer="王五"), "secret")
    assert own.self_signed and "自制证书" in own.label
    nameless = open_identity(other_p12(ec.generate_private_key(ec.SECP256R1()), named=False), "secret")
    assert nameless.label == "（证书没有名称）"


def test_files_that_cannot_sign_are_told_so() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(Trouble, match="没有可用的钥匙"):
        open_identity(other_p12(ed25519.Ed25519PrivateKey.generate()), "secret")
    empty = pkcs12.serialize_key_and_certificates(None, key, None, None, NoEncryption())
    with pytest.raises(Trouble, match="没有可用的钥匙"):
        open_identity(empty, "")


def test_rare_names_pass_and_nothing_else_changes() -> None:
    allow_rare_names()
    allow_rare_names()
    name = asn1_x509.Name.build({"common_name": RARE})
    assert name.hashable and name == asn1_x509.Name.build({"common_name": RARE})
    prepare = asn1_x509.stringprep
    assert prepare.in_table_a1("\U000e0080") and not prepare.in_table_a1("𬱖") and not prepare.in_table_a1("鿍")
    assert prepare.in_table_a1("\u0378") and unicodedata.category("\u0378") == "Cn"
    assert prepare.map_table_b2("A") == "a" and prepare.in_table_c8("\u202e")
