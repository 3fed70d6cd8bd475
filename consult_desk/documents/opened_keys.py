"""Signing keys that were opened with a passphrase once and wait in memory, never on disk, until they are locked again."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from consult_desk.documents.identity import Identity, RemoteKey

IDLE = timedelta(minutes=15)


@dataclass
class OpenedKeys:
    """The opened identities of one desk, by fingerprint. Every question says what time it is.

    A key is gone after a quarter of an hour without a signature, and when the clock goes back behind its last use.
    """

    _kept: dict[str, tuple[Identity, datetime]] = field(default_factory=dict, repr=False)

    def keep(self, identity: Identity, now: datetime) -> None:
        """Hold an identity that has just been opened or used."""
        self._kept[identity.fingerprint] = (identity, now)

    def get(self, fingerprint: str, now: datetime) -> Identity | None:
        """The identity, None while it is locked."""
        self.tidy(now)
        found = self._kept.get(fingerprint)
        return found[0] if found else None

    def until(self, fingerprint: str, now: datetime) -> datetime | None:
        """When it locks by itself, None while it is locked."""
        self.tidy(now)
        found = self._kept.get(fingerprint)
        return found[1] + IDLE if found else None

    def tidy(self, now: datetime) -> None:
        """Let go of the keys that nobody used for long."""
        gone = [one for one, (_identity, used) in self._kept.items() if not used <= now < used + IDLE]
        for one in gone:
            self.drop(one)

    def drop(self, fingerprint: str) -> None:
        """Lock one key: its token was pulled out, or refuses to sign."""
        self._kept.pop(fingerprint, None)

    def lock(self) -> int:
        """Lock all; says how many were open."""
        count = len(self._kept)
        self._kept.clear()
        return count

    def in_tokens(self) -> tuple[Identity, ...]:
        """The opened identities whose key lies in a token."""
        return tuple(one for one, _used in self._kept.values() if isinstance(one.key, RemoteKey))
