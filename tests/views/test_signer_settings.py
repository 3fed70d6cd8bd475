"""The driver named in the settings: asked first for tokens, and in place of one that is not on this computer."""

import json
from pathlib import Path

import pytest

from consult_desk.base.settings import Settings, save_settings
from consult_desk.desk import Desk, Tx
from consult_desk.documents import token_key
from consult_desk.model import Signer
from consult_desk.sample.guide import Guide
from consult_desk.views.signers import kept_signer, signing_devices


def driver_of(desk: Desk, remembered: Path) -> str | None:
    """What is asked for a certificate that was adopted with that driver."""

    def ask(tx: Tx) -> str | None:
        return kept_signer(tx, Signer(file_sha256=tx.keep_file(json.dumps({"pkcs11": str(remembered)}).encode()))).module

    found: str | None = desk.do(ask).result
    return found


def test_the_driver_of_the_settings_is_asked_first_and_stands_in(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(token_key, "certificates_on", lambda path: asked.append(path) or ())
    here, remembered = tmp_path / "here.so", tmp_path / "there.so"
    here.write_bytes(b"")
    guide.desk.ask(signing_devices)
    assert str(here) not in asked
    assert driver_of(guide.desk, remembered) == str(remembered), "without a setting, what was remembered"
    save_settings(guide.desk.home, Settings(signer_module=str(here)))
    asked.clear()
    guide.desk.ask(signing_devices)
    assert asked[0] == str(here)
    assert driver_of(guide.desk, remembered) == str(here), "the remembered one is not on this computer"
    remembered.write_bytes(b"")
    assert driver_of(guide.desk, remembered) == str(remembered)
