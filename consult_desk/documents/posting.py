"""The section every posted notice ends with: how long it hangs, where, how to object, who supervises."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.page import Page, lines_in


class Posted(Protocol):
    """The facts of a posting."""

    @property
    def posted_from(self) -> date: ...
    @property
    def posted_until(self) -> date: ...
    @property
    def posting_days(self) -> int: ...
    @property
    def posting_reference(self) -> str: ...
    @property
    def places(self) -> tuple[str, ...]: ...
    @property
    def channels(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def supervision(self) -> tuple[tuple[str, str], ...]: ...


def posting(page: Page, facts: Posted) -> None:
    """Heading, period, places, objection channels, supervision contact."""
    page.heading("公示期限和异议渠道")
    page.paragraph(period(facts))
    page.labelled([("公示地点", "、".join(facts.places))])
    page.paragraph("对以上内容有异议的，请在公示期内通过以下渠道提出：")
    page.labelled([*facts.channels, *_supervised(facts.supervision)])


def posting_said(facts: Posted) -> tuple[str, ...]:
    """What a posted notice must say of its posting."""
    pairs = [*facts.channels, *_supervised(facts.supervision)]
    return (
        period(facts), "、".join(facts.places), *(label for label, value in pairs if value),
        *lines_in([value for _, value in pairs]),
    )  # fmt: skip


def period(facts: Posted) -> str:
    """从……起至……止，共15日。"""
    reference = f"（依据：{facts.posting_reference}）" if facts.posting_reference else ""
    return (
        f"公示期从{chinese_date(facts.posted_from)}起至{chinese_date(facts.posted_until)}止，"
        f"公示{facts.posting_days}日{reference}。"
    )


def about(matter: str, what: str) -> str:
    """关于……的决议公告, without saying 关于 twice."""
    stem = matter.removeprefix("关于")
    return f"关于{stem}{'' if stem.endswith('的') else '的'}{what}"


def everyone(imprint: Imprint) -> str:
    """Whom a posted notice addresses, as its issuers tell: residents, members of the collective, or villagers."""
    issuers = "".join(imprint.issuers)
    if "居民委员会" in issuers:
        return "全体居民："
    if "村民" not in issuers and ("合作社" in issuers or "集体经济" in issuers):
        return "全体成员："
    return "全体村民："


def full_stop(words: str) -> str:
    """The words as a sentence; nothing for no words."""
    return words if not words or words[-1] in "。！？；：" else f"{words}。"


def _supervised(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label if "监督" in label else f"监督{label}", value) for label, value in pairs]
