"""What every paper carries besides its own facts: who issues it, its number and version, the journal head, its form."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import base32_code, chinese_date


@dataclass(frozen=True)
class Imprint:
    """The common foot of a paper.

    village: full name (青石村). issuers: names of the signature block (落款), in order. number: 文号 or "".
    version: from 1. supersedes: 文号 and version of the paper this one corrects, or "". correction: its reason.
    issued_on: 成文日期. head: 64 hex digits of the journal head the paper was drawn at; head_size: entries
    up to it. late: one sentence per fact that was entered late (补录). practice: print the 练习 watermark.

    style, sheet: of layout.STYLES and SHEETS. code: stem of the form code, code_words: what stands beside it. signers:
    (role, title) of those who sign electronically. heading: hex of a JPEG over the title instead of the red head.
    wording: (part, pattern) where the village says title, addressee, opening or closing its own way (wording.PARTS).
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
    style: str = "official"
    sheet: str = "A4"
    code: str = ""
    code_words: str = ""
    signers: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    wording: tuple[tuple[str, str], ...] = ()


def version_words(imprint: Imprint) -> str:
    """第2版，更正…：原因, or "" for a first version."""
    if imprint.version <= 1 and not imprint.supersedes:
        return ""
    reason = f"：{imprint.correction}" if imprint.correction else ""
    return f"（第{imprint.version}版，更正{imprint.supersedes}{reason}）"


def check_words(imprint: Imprint) -> str:
    """How anybody checks that the record behind the paper is still the same."""
    return (
        f"核对方法：请村里用议事台打开台账第{imprint.head_size}条记录，把那里显示的核对码与上面的逐字比较；"
        "或者在议事台“核对文书”里打开本文书的电子版。完全一致，说明出具本文书以后，此前的记录没有改动。"
    )


def imprint_said(imprint: Imprint) -> tuple[str, ...]:
    """What every paper must say of its imprint."""
    code = (base32_code(imprint.head), check_words(imprint)) if imprint.head else ()
    return (
        *imprint.issuers, imprint.number, version_words(imprint), chinese_date(imprint.issued_on), *code, *imprint.late,
    )  # fmt: skip
