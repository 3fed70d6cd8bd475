"""更正公告: which posted notice was wrong, in which words, what is right, and how long the right one hangs."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PaperKind, unsaid
from consult_desk.documents.page import Box, Column, Page, label
from consult_desk.documents.posting import everyone, full_stop, posting

_CHANGES = (Column("项目", 26), Column("原来的（有误）", 65, "left"), Column("更正为", 65, "left"))
_NONE = "（没有写）"


@dataclass(frozen=True)
class Change:
    """One thing that was wrong: its name, the old words and the new; "" where there were none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class CorrectionNoticeFacts:
    """The correction of one notice. notice: its kind and title; old_code: check code of the first notice.

    anew: the posting starts again, for the days of posted_from to posted_until; otherwise the days stay.
    """

    imprint: Imprint
    matter: str
    matter_number: str
    notice: str
    notice_number: str
    old_version: int
    old_on: date
    old_code: str
    new_number: str
    new_version: int
    new_on: date
    changes: tuple[Change, ...]
    reason: str
    posted_from: date
    posted_until: date
    posting_days: int
    posting_reference: str
    places: tuple[str, ...]
    channels: tuple[tuple[str, str], ...]
    supervision: tuple[tuple[str, str], ...]
    anew: bool = unsaid()


def compose(page: Page, facts: CorrectionNoticeFacts) -> None:
    """The notice, part by part."""
    page.masthead()
    page.title("更正公告", f"（更正“{facts.matter}”的{facts.notice}）")
    page.addressee(everyone(facts.imprint))
    page.paragraph(_opening(facts))
    page.heading("更正的内容")
    if facts.changes:
        page.table(_CHANGES, [(one.name, one.old or _NONE, one.new or _NONE) for one in facts.changes])
    else:
        page.paragraph("公告各项内容的文字没有变化，更正的是下面写明的情况。")
    page.heading("更正的原因")
    page.paragraph(full_stop(facts.reason))
    page.heading("原公告的处理")
    old = f"{facts.notice_number or facts.notice}，第{facts.old_version}版"
    new = f"{facts.new_number or facts.notice}，第{facts.new_version}版"
    page.form((26, 130), [
        [label("原公告"), Box(f"{old}，{chinese_date(facts.old_on)}出具，从更正之日起停止使用")],
        [label("原核对码"), Box(facts.old_code)],
        [label("更正后的"), Box(f"{new}，{chinese_date(facts.new_on)}出具")],
    ])  # fmt: skip
    page.paragraph(
        "更正后的公告重新张贴，公示期重新计算。" if facts.anew else "公示期不变，更正后的公告张贴到原来的期满之日。"
    )
    posting(page, facts)
    page.late()
    page.sign_here(("提出人", "批准人"))
    page.signature()
    page.foot()


def _opening(facts: CorrectionNoticeFacts) -> str:
    number = f"（事项编号{facts.matter_number}）" if facts.matter_number else ""
    which = f"（{facts.notice_number}，第{facts.old_version}版）" if facts.notice_number else f"（第{facts.old_version}版）"
    return (
        f"{chinese_date(facts.old_on)}公布的“{facts.matter}”{number}{facts.notice}{which}有误，现予更正。"
        "两版都存档备查。"
    )


KIND = PaperKind("correction_notice", "更正公告", CorrectionNoticeFacts, compose, posted=True)
