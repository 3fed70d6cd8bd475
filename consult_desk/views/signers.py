"""Who signs for the village, with which certificate, and what tokens are plugged in."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import select

from consult_desk.base.settings import load_settings
from consult_desk.desk import Look
from consult_desk.model import Signer

ROLES: Mapping[str, str] = MappingProxyType({"issuer": "发布单位", "supervisor": "村务监督委员会"})
_BODIES = {
    "village": ("村民委员会", "村务监督委员会"), "community": ("居民委员会", "居务监督委员会"),
    "collective": ("", "监事会"),
}  # fmt: skip
_LARGEST_NOTE = 20_000
# Where the drivers of tokens usually lie; another may be chosen by hand.
_DRIVERS = {
    "linux": (
        "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so", "/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so",
        "/usr/lib64/opensc-pkcs11.so", "/usr/lib/libeTPkcs11.so", "/usr/lib/libcastle_v2.so", "/opt/ePass2003/libcastle.so",
    ),
    "win32": (
        "System32/opensc-pkcs11.dll", "System32/eps2003csp11.dll", "System32/eTPKCS11.dll", "System32/ep2pk11.dll",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class SignerRow:
    """One certificate. where: in a file or in a token; current: papers are signed with it."""

    role: str
    role_title: str
    label: str
    fingerprint: str
    self_signed: bool
    token: bool
    current: bool


@dataclass(frozen=True)
class SignersView:
    """All certificates, newest first. names: what a new certificate of each role would be called."""

    rows: tuple[SignerRow, ...]
    names: dict[str, str]

    def of(self, role: str) -> SignerRow | None:
        """The one that signs in that role now."""
        return next((row for row in self.rows if row.role == role and row.current), None)


def token_of(look: Look, signer: Signer) -> str | None:
    """The path of the token's driver where the certificate lies in a token, None where it lies in a file.

    The driver of the settings stands in for one that is not on this computer.
    """
    data = look.file(signer.file_sha256) if signer.file_sha256 else b""
    if len(data) > _LARGEST_NOTE or not data.startswith(b"{"):
        return None
    remembered, here = str(json.loads(data)["pkcs11"]), load_settings(look.home).signer_module
    return here if here and not Path(remembered).is_file() else remembered


def signers(look: Look) -> SignersView:
    """登记过的签名证书：谁的、放在哪里、现在用哪一张。"""
    rows: list[SignerRow] = []
    for one in look.session.scalars(select(Signer).order_by(Signer.id.desc())):
        current = one.until is None and not any(row.role == one.role and row.current for row in rows)
        rows.append(
            SignerRow(
                one.role, ROLES[one.role], one.label, one.fingerprint, one.self_signed,
                token_of(look, one) is not None, current,
            )
        )
    return SignersView(tuple(rows), signer_names(look.village.name, look.village.kind))


def signer_names(name: str, kind: str) -> dict[str, str]:
    """What the certificates of a village are called, by role."""
    committee, watch = _BODIES.get(kind, _BODIES["village"])
    return {"issuer": f"{name}{committee}", "supervisor": f"{name}{watch}"}


@dataclass(frozen=True)
class DeviceCertificate:
    """One certificate on a token that is plugged in. fits: papers can be signed with it, else why_not."""

    module: str
    token: str
    label: str
    fingerprint: str
    fits: bool
    why_not: str


def signing_devices(look: Look, module: str = "") -> tuple[DeviceCertificate, ...]:
    """插着的 UKey 里有哪些证书。module: the driver to ask, "" for the one of the settings and all that usually are
    there.

    Raises Trouble when the driver that was named does not work.
    """
    from consult_desk.base.errors import Trouble
    from consult_desk.documents.token_key import certificates_on

    found: list[DeviceCertificate] = []
    here = load_settings(look.home).signer_module
    for path in (module,) if module else dict.fromkeys((*((here,) if here else ()), *usual_drivers())):
        try:
            known = certificates_on(path)
        except Trouble:
            if module:
                raise
            continue
        found.extend(DeviceCertificate(path, c.token, c.label, c.fingerprint, c.fits, c.why_not) for c in known)
    return tuple(found)


def usual_drivers() -> tuple[str, ...]:
    """Drivers of tokens found where they usually lie on this computer."""
    root = Path(os.environ.get("SystemRoot", "C:/Windows")) if sys.platform == "win32" else Path("/")
    return tuple(str(path) for name in _DRIVERS.get(sys.platform, ()) if (path := root / name).is_file())
