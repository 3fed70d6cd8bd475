"""授权书: what the assembly lets its representatives decide, which kinds of matters, and until when."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PaperKind, unsaid
from consult_desk.documents.page import Page, lines_in
from consult_desk.documents.posting import full_stop


@dataclass(frozen=True)
class AuthorizationFacts:
    """One authorisation. giver, taker: 村民会议 and 村民代表会议. source: meeting or paper it was given by.

    categories: titles of the kinds of matters. posted_on, filed_on: when it was published and filed, or None.
    """

    imprint: Imprint
    giver: str
    taker: str
    given_on: date
    source: str
    scope: str
    categories: tuple[str, ...]
    since: date
    until: date
    posted_on: date | None
    filed_on: date | None
    members: str = unsaid()


def compose(page: Page, facts: AuthorizationFacts) -> None:
    """The letter, part by part."""
    page.masthead()
    page.title(f"{facts.giver}授权{facts.taker}决定事项的授权书")
    page.addressee(f"{facts.taker}：")
    page.paragraph(_opening(facts))
    page.heading("授权范围")
    for text in lines_in([facts.scope]):
        page.paragraph(full_stop(text))
    page.heading("授权决定的事项类别")
    for number, title in enumerate(facts.categories, 1):
        page.paragraph(f"{number}. {full_stop(title)}")
    page.heading("授权期限")
    page.paragraph(f"从{chinese_date(facts.since)}起至{chinese_date(facts.until)}止。")
    page.heading("有关要求")
    page.paragraph(
        f"{facts.taker}只在上述范围和期限内作出决定，决定向全体{facts.members}公布，并向{facts.giver}报告；"
        f"超出范围或者期限的，由{facts.giver}决定。{facts.giver}可以变更、收回授权。"
    )
    page.labelled([
        ("公布日期", chinese_date(facts.posted_on) if facts.posted_on else "＿＿＿＿年＿＿月＿＿日"),
        ("备案日期", chinese_date(facts.filed_on) if facts.filed_on else "＿＿＿＿年＿＿月＿＿日"),
    ])  # fmt: skip
    page.late()
    page.sign_here(("主持人", "记录人"))
    page.signature()
    page.foot()


def _opening(facts: AuthorizationFacts) -> str:
    source = f"（{facts.source}）" if facts.source else ""
    return f"{chinese_date(facts.given_on)}，{facts.giver}讨论通过{source}，将下列事项授权{facts.taker}讨论决定。"


KIND = PaperKind("authorization", "授权书", AuthorizationFacts, compose, returns=True)
