"""What every paper carries besides its own facts: who issues it, its number and version, the journal head."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Imprint:
    """The common foot of a paper.

    village: full name (青石村). issuers: names of the signature block (落款), in order. number: 文号 or "".
    version: from 1. supersedes: 文号 and version of the paper this one corrects, or "". correction: its reason.
    issued_on: 成文日期. head: 64 hex digits of the journal head the paper was drawn at; head_size: entries
    up to it. late: one sentence per fact that was entered late (补录). practice: print the 练习 watermark.
    """

    village: str
    issuers: tuple[str, ...]
    number: str
    version: int
    supersedes: str
    correction: str
    issued_on: date
    head: str
    head_size: int
    late: tuple[str, ...] = ()
    practice: bool = False
