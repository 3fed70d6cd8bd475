"""签字页: where those who answer for the minutes sign, tied to one version of them by its check code."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import base32_code, chinese_date
from consult_desk.documents.gbt9704 import MM
from consult_desk.documents.imprint import Imprint, imprint_said
from consult_desk.documents.kind import PaperKind
from consult_desk.documents.page import Column, Page, stretched

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


def compose(page: Page, facts: SignaturePageFacts) -> None:
    """The page, part by part."""
    page.title(f"{facts.meeting}会议记录签字页")
    page.paragraph(_opening(facts))
    for number, decision in enumerate(facts.decisions, 1):
        page.paragraph(f"{number}. {decision}")
    groups = base32_code(facts.digest).split("-")
    page.lines([("这一版会议记录的核对码", "-".join(groups[:7]) + "-"), ("", "-".join(groups[7:]))])
    rows = [(role, stretched(name), "", "年　月　日") for role, name in facts.signers]
    page.note(_OWN_HAND)
    page.table(_COLUMNS, rows, row_height=14 * MM)
    page.signature(stamp=False)
    page.foot()


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


KIND = PaperKind(
    "signature_page", "会议记录签字页", SignaturePageFacts, compose, returns=True, styles=("official",), said=said
)
