"""What is kept of a signing certificate: its PKCS#12 file or the token it lies in, and the proofs that came along."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from consult_desk.documents.identity import Identity

LARGEST = 10_000_000


@dataclass(frozen=True)
class KeptSigner:
    """A locked signing certificate.

    p12: the file, b"" where it lies in a token. module: path of the token's driver, "" where it lies in a file.
    certificate: DER, b"" where only the file knows it. chain: of its issuers; proofs: lists of revoked certificates and
    OCSP answers, all DER.
    """

    p12: bytes = field(default=b"", repr=False)
    module: str = ""
    fingerprint: str = ""
    certificate: bytes = field(default=b"", repr=False)
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    proofs: tuple[bytes, ...] = field(default=(), repr=False)

    def written(self) -> bytes:
        """The bytes to keep: the file itself, or with what goes along as text."""
        if self.p12 and not self.chain and not self.proofs:
            return self.p12
        kept: dict[str, object] = {"fingerprint": self.fingerprint, "certificate": self.certificate.hex()}
        kept |= {"pkcs12": self.p12.hex()} if self.p12 else {"pkcs11": self.module}
        kept |= {key: [one.hex() for one in held] for key, held in (("chain", self.chain), ("proofs", self.proofs)) if held}
        return json.dumps(kept, sort_keys=True).encode()

    def with_proofs(self, chain: Sequence[bytes], proofs: Sequence[bytes]) -> "KeptSigner":
        """The same with newer proofs; certificates of issuers stay."""
        return replace(self, chain=tuple(dict.fromkeys((*self.chain, *chain))), proofs=tuple(dict.fromkeys(proofs)))

    def vouched(self, identity: Identity) -> Identity:
        """The opened identity with its proofs."""
        return replace(identity, chain=(*identity.chain, *self.chain), revocation=self.proofs)


def read_kept(data: bytes) -> KeptSigner:
    """What `written` gave, in this release or the second. Raises ValueError for other text."""
    if len(data) > LARGEST or not data.startswith(b"{"):
        return KeptSigner(p12=data)
    kept = json.loads(data)
    return KeptSigner(
        bytes.fromhex(kept.get("pkcs12", "")), str(kept.get("pkcs11", "")), str(kept.get("fingerprint", "")),
        bytes.fromhex(kept.get("certificate", "")), _many(kept, "chain"), _many(kept, "proofs"),
    )  # fmt: skip


def _many(kept: dict[str, list[str]], key: str) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(one) for one in kept.get(key, ()))
