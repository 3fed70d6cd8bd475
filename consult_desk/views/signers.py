"""Who signs for the village, with which certificate, which keys are open, and what tokens are plugged in."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from consult_desk.base.settings import load_settings
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.documents.kept_signer import KeptSigner, read_kept
from consult_desk.model import Signer

if TYPE_CHECKING:
    from consult_desk.documents.identity import Identity

# In the order in which they stand on a paper; they sign in any order.
ROLES: Mapping[str, str] = MappingProxyType(
    {"party": "村党组织", "issuer": "发布单位", "supervisor": "村务监督委员会", "township": "乡镇（街道）"}
)
_OTHERWISE: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "community": MappingProxyType({"party": "社区党组织", "supervisor": "居务监督委员会"}),
    "collective": MappingProxyType({"party": "党组织", "supervisor": "监事会"}),
})  # fmt: skip
_BODIES = {
    "village": ("支部委员会", "村民委员会", "村务监督委员会"), "community": ("支部委员会", "居民委员会", "居务监督委员会"),
    "collective": ("支部委员会", "", "监事会"),
}  # fmt: skip
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
    """One certificate.

    token: it lies in a token, not in a file. current: papers are signed with it. open_until: when its key locks by
    itself, None while it is locked. proofs: what is known of its revocation lists, "" for a home-made certificate.
    """

    role: str
    role_title: str
    label: str
    fingerprint: str
    self_signed: bool
    token: bool
    current: bool
    open_until: datetime | None = None
    proofs: str = ""


@dataclass(frozen=True)
class SignersView:
    """All certificates, newest first. names: what a new certificate of each role would be called; roles: their titles.

    now: when this was asked. timed: a time-stamp server is set.
    """

    rows: tuple[SignerRow, ...]
    names: dict[str, str]
    roles: dict[str, str]
    now: datetime
    timed: bool

    def of(self, role: str) -> SignerRow | None:
        """The one that signs in that role now."""
        return next((row for row in self.rows if row.role == role and row.current), None)

    @property
    def unlocked(self) -> tuple[SignerRow, ...]:
        """Those whose key is open."""
        return tuple(row for row in self.rows if row.open_until is not None)


def role_titles(look: Look) -> dict[str, str]:
    """What the roles are called here: by the village's own templates, else as it is usual in such a place."""
    own = look.templates.roles
    usual = {**ROLES, **_OTHERWISE.get(look.village.kind, {})}
    return {role: own[role] if own.get(role, ROLES[role]) != ROLES[role] else title for role, title in usual.items()}


def kept_signer(look: Look, signer: Signer) -> KeptSigner:
    """What is kept of a certificate; its driver is the one of the settings where its own is not on this computer."""
    kept = read_kept(look.file(signer.file_sha256) if signer.file_sha256 else b"")
    here = load_settings(look.home).signer_module
    if kept.module and here and not Path(kept.module).is_file():
        from dataclasses import replace

        return replace(kept, module=here)
    return kept


def current_signer(look: Look, role: str) -> Signer | None:
    """The newest certificate in that role."""
    query = select(Signer).where(Signer.role == role, Signer.until.is_(None)).order_by(Signer.id.desc()).limit(1)
    return look.session.scalar(query)


def signers(look: Look) -> SignersView:
    """登记过的签名证书：谁的、放在哪里、现在用哪一张、解锁了没有。"""
    _let_go_of_missing(look)
    titles = role_titles(look)
    rows: list[SignerRow] = []
    for one in look.session.scalars(select(Signer).order_by(Signer.id.desc())):
        current = one.until is None and not any(row.role == one.role and row.current for row in rows)
        kept = kept_signer(look, one)
        rows.append(
            SignerRow(
                one.role, titles[one.role], one.label, one.fingerprint, one.self_signed, bool(kept.module), current,
                look.keys.until(one.fingerprint, look.now), "" if one.self_signed else _proof_words(kept, look.now),
            )
        )
    timed = bool(load_settings(look.home).timestamp_url)
    village = look.village
    names = signer_names(village.name, village.kind, village.township)
    return SignersView(tuple(rows), names, titles, look.now, timed)


def _let_go_of_missing(look: Look) -> None:
    """Lock the keys whose token was pulled out."""
    from consult_desk.base.errors import Trouble

    for identity in look.keys.in_tokens():
        if not _plugged_in(identity, Trouble):
            look.keys.drop(identity.fingerprint)


def _plugged_in(identity: "Identity", trouble: type[Exception]) -> bool:
    from consult_desk.documents.token_key import TokenKey, certificates_on

    if not isinstance(identity.key, TokenKey):
        return True
    try:
        return any(one.fingerprint == identity.fingerprint for one in certificates_on(identity.key.module))
    except trouble:
        return False


def _proof_words(kept: KeptSigner, now: datetime) -> str:
    """What the signature will carry for those who check it in years to come."""
    from consult_desk.base.errors import Trouble
    from consult_desk.documents.revocation import lasting, lasts_until

    if not kept.proofs:
        return "没有带吊销列表；带上以后，多年后不联网也能查证证书当时有效"
    try:
        proven = lasting(kept.certificate, kept.chain, kept.proofs, now)
    except Trouble as trouble:
        return trouble.words
    if proven is None:
        return "吊销列表不全或者过期了，请向签发机构换新的再登记"
    return f"带着吊销列表，有效到{chinese_date(lasts_until(kept.proofs).date())}"


def signer_names(name: str, kind: str, township: str = "") -> dict[str, str]:
    """What the certificates of a village are called, by role."""
    party, committee, watch = _BODIES.get(kind, _BODIES["village"])
    return {
        "party": f"中共{name}{party}", "issuer": f"{name}{committee}", "supervisor": f"{name}{watch}",
        "township": f"{township}人民政府" if township else "",
    }  # fmt: skip


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
