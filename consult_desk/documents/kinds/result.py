"""实施结果公告: what became of the resolution, budget against actual, acceptance, and where to object."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint, imprint_said
from consult_desk.documents.kind import PaperKind
from consult_desk.documents.page import Column, Page, lines_in
from consult_desk.documents.posting import about, everyone, posting, posting_said

_MILESTONES = (Column("工作内容", 86, "left"), Column("所占比重", 28), Column("完成日期", 42))


@dataclass(frozen=True)
class MilestoneLine:
    """One part of the work: title, weight in per cent, day done (None: not done)."""

    title: str
    weight: int
    done_on: date | None


@dataclass(frozen=True)
class ResultFacts:
    """The result of one matter as it is posted. budget, actual, difference: words with two decimals, or ""."""

    imprint: Imprint
    matter: str
    matter_number: str
    resolution_number: str
    resolved_on: date
    executor: str
    started_on: date
    finished_on: date
    milestones: tuple[MilestoneLine, ...]
    progress: int
    budget: str
    actual: str
    difference: str
    fund_source: str
    contractor: str
    accepted_on: date
    accepted_by: tuple[str, ...]
    finding: str
    outstanding: str
    posted_from: date
    posted_until: date
    posting_days: int
    posting_reference: str
    places: tuple[str, ...]
    channels: tuple[tuple[str, str], ...]
    supervision: tuple[tuple[str, str], ...]


def compose(page: Page, facts: ResultFacts) -> None:
    """The notice, part by part."""
    page.masthead()
    page.title(about(facts.matter, "实施结果公告"))
    page.addressee(everyone(facts.imprint))
    page.paragraph(_opening(facts))
    page.heading("实施情况")
    page.labelled(_carried_out(facts))
    if facts.milestones:
        page.table(_MILESTONES, [(one.title, f"{one.weight}%", _done(one)) for one in facts.milestones])
    page.heading("资金使用")
    money = [(label, value.removesuffix("元"), value[-1:]) for label, value in _money(facts) if value.endswith("元")]
    if money:
        page.figures(money)
    else:
        page.paragraph("本事项没有使用资金。")
    page.labelled([("资金来源", facts.fund_source)])
    page.heading("验收和遗留事项")
    page.labelled(_accepted(facts))
    posting(page, facts)
    page.late()
    page.signature()
    page.foot()


def said(facts: ResultFacts) -> tuple[str, ...]:
    """What the notice must say."""
    words = [facts.matter, facts.matter_number, _opening(facts)]
    words += lines_in([value for _, value in (*_carried_out(facts), *_money(facts), *_accepted(facts))])
    words += lines_in([facts.fund_source])
    for one in facts.milestones:
        words += [*lines_in([one.title]), f"{one.weight}%", _done(one)]
    return (*words, *posting_said(facts), *imprint_said(facts.imprint))


def _opening(facts: ResultFacts) -> str:
    paper = f"（{facts.resolution_number}）" if facts.resolution_number else ""
    number = f"（事项编号{facts.matter_number}）" if facts.matter_number else ""
    return (
        f"{chinese_date(facts.resolved_on)}作出决议{paper}的“{facts.matter}”{number}，"
        f"现已实施，完成进度{facts.progress}%。实施结果公告如下。"
    )


def _carried_out(facts: ResultFacts) -> list[tuple[str, str]]:
    return [
        ("执行单位或负责人", facts.executor),
        ("实施时间", f"{chinese_date(facts.started_on)}至{chinese_date(facts.finished_on)}"),
        ("承包或承办方", facts.contractor),
    ]


def _money(facts: ResultFacts) -> list[tuple[str, str]]:
    return [("预算", facts.budget), ("实际支出", facts.actual), ("相差", facts.difference)]


def _accepted(facts: ResultFacts) -> list[tuple[str, str]]:
    return [
        ("验收日期", chinese_date(facts.accepted_on)),
        ("验收人员", "、".join(facts.accepted_by)),
        ("验收结论", facts.finding),
        ("遗留事项", facts.outstanding or "无"),
    ]


def _done(one: MilestoneLine) -> str:
    return chinese_date(one.done_on) if one.done_on else "未完成"


KIND = PaperKind("result", "实施结果公告", ResultFacts, compose, posted=True, said=said)
