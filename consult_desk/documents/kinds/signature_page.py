"""签字页: where those who answer for the minutes sign, tied to one version of them by its check code."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import base32_code, chinese_date
from consult_desk.documents import gbt9704
from consult_desk.documents.blocks import foot, imprint_said, paragraph, title
from consult_desk.documents.fonts import Role
from consult_desk.documents.gbt9704 import WIDTH
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kinds.attendance_sheet import stretched
from consult_desk.documents.pdf import draw_pages, lines_of, tie
from consult_desk.documents.setter import plain, set_paragraph
from consult_desk.documents.tables import Column, table

_COLUMNS = (Column("身份", 34), Column("姓名", 34, fit=True), Column("签名或按手印", 48), Column("日期", 40, "right"))
_OWN_HAND = "请看过会议记录全文以后由本人签名；不会写字的由本人按手印。不得代签。"


@dataclass(frozen=True)
class SignaturePageFacts:
    """meeting: its title. minutes_number: version of the minutes. digest: SHA-256 of what they say, as hex.

    confirmed_by: who confirmed them in the program. decisions: one sentence each. signers: (role, name or "").
    """

    imprint: Imprint
    meeting: str
    held_on: date
    minutes_number: int
    digest: str
    confirmed_by: str
    decisions: tuple[str, ...]
    signers: tuple[tuple[str, str], ...]


def draw(facts: SignaturePageFacts) -> bytes:
    """The page as PDF/A-2b. Raises Refused for a character no font has."""
    imprint = facts.imprint
    pieces = title(f"{facts.meeting}会议记录签字页", imprint)
    pieces += paragraph(_opening(facts))
    for number, decision in enumerate(facts.decisions, 1):
        pieces += paragraph(f"{number}. {decision}")
    small = plain(Role.FANG, gbt9704.SIZE_4S)
    groups = base32_code(facts.digest).split("-")
    for words in ("这一版会议记录的核对码：", "-".join(groups[:7]) + "-", "-".join(groups[7:])):
        pieces += lines_of(set_paragraph(words, small, WIDTH, justify=False), leading=18.0, grid=False, keep=True)
    rows = [(role, stretched(name), "", "年　月　日") for role, name in facts.signers]
    pieces += table(_COLUMNS, rows, row_height=14 * gbt9704.MM, size=gbt9704.SIZE_4S)
    tie(pieces, 1)
    note = set_paragraph(_OWN_HAND, plain(Role.KAI, gbt9704.SIZE_4S), WIDTH)
    pieces += lines_of(note, leading=18.0, grid=False, space=8.0, keep=True)
    issued = set_paragraph(f"{'、'.join(imprint.issuers)}　{chinese_date(imprint.issued_on)}", small, WIDTH, justify=False)
    pieces += lines_of(issued, leading=22.0, grid=False, align="right", keep=True)
    pieces += foot(imprint)
    return draw_pages(pieces, title=f"{facts.meeting} 签字页", practice=imprint.practice)


def said(facts: SignaturePageFacts) -> tuple[str, ...]:
    """What the page must say."""
    return (
        facts.meeting, _opening(facts), *facts.decisions, base32_code(facts.digest), _OWN_HAND,
        *(part for pair in facts.signers for part in pair), *imprint_said(facts.imprint),
    )  # fmt: skip


def _opening(facts: SignaturePageFacts) -> str:
    return (
        f"{chinese_date(facts.held_on)}召开的{facts.meeting}，会议记录（第{facts.minutes_number}版）"
        f"已由{facts.confirmed_by}核对确认，记录了以下决定："
    )
