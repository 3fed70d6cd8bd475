"""Papers signed inside a token: accepted like any other, and each thing that may be missing told in its own words."""

from pathlib import Path

import pytest

from consult_desk.base.errors import Trouble
from consult_desk.documents.signatures import read_signatures
from consult_desk.documents.signing import sign
from consult_desk.documents.token_key import certificates_on, open_token
from tests.documents.signed_papers import WHEN, prepared, supervisor
from tests.documents.soft_token import MODULE, NAME, PIN, needs_token, soft_token
from tests.documents.test_signing import run

pytestmark = needs_token


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_a_token_signs_and_other_programs_accept(kind: str, tmp_path: Path) -> None:
    identity = open_token(MODULE, soft_token()[kind], PIN)
    once = sign(prepared(), identity, "issuer", signed_at=WHEN, certify=True, reason="发布")
    (state,) = read_signatures(once)
    assert state.sound and state.whole_file and not state.self_signed
    assert state.signer == NAME and state.fingerprint == soft_token()[kind]
    twice = sign(once, supervisor(), "supervisor", signed_at=WHEN, certify=False, reason="监督")
    path = tmp_path / "paper.pdf"
    path.write_bytes(twice)
    assert run("pdfsig", str(path)).count("Signature is Valid") == 2
    assert PIN not in repr(identity)


def test_what_is_on_a_token_is_listed_without_a_pin() -> None:
    found = {one.fingerprint: one for one in certificates_on(MODULE)}
    assert set(soft_token().values()) <= set(found)
    one = found[soft_token()["rsa"]]
    assert one.fits and one.label == NAME and one.token == "青石村UKey" and one.why_not == ""


def test_what_a_token_may_lack_is_told_apart(tmp_path: Path) -> None:
    known = soft_token()
    with pytest.raises(Trouble, match="PIN"):
        open_token(MODULE, known["ecdsa"], "999999")
    with pytest.raises(Trouble, match="没有插好"):
        open_token(MODULE, "0" * 64, PIN)
    with pytest.raises(Trouble, match="私钥"):
        open_token(MODULE, known["orphan"], PIN)
    with pytest.raises(Trouble, match="找不到 UKey 的驱动文件"):
        open_token(str(tmp_path / "none.so"), known["ecdsa"], PIN)
    broken = tmp_path / "broken.so"
    broken.write_bytes(b"not a library")
    with pytest.raises(Trouble, match="驱动出了错"):
        open_token(str(broken), known["ecdsa"], PIN)
