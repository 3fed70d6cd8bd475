"""会议纪要: what was agreed, matter by matter, who carries it out and by when; who took part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint, imprint_said
from consult_desk.documents.kind import PDF, WORD, PaperKind
from consult_desk.documents.page import Page, lines_in
from consult_desk.documents.posting import full_stop

_FEW = 8  # names that stand in one line
_BLANK = "＿＿＿＿＿＿＿＿"
_BLANK_DAY = "＿＿＿＿年＿＿月＿＿日"


@dataclass(frozen=True)
class SummaryItem:
    """One matter. votes: the count in words or "". decision: the outcome in a sentence. text: what was agreed on.

    executor, deadline: "" where the record does not know them, which leaves room to write where something was agreed.
    """

    title: str
    matter_number: str
    step: str
    decision: str
    votes: str
    text: tuple[str, ...]
    executor: str
    deadline: str
    agreed: bool = True


@dataclass(frozen=True)
class SummaryMinutesFacts:
    """The summary of one meeting. mark: its red mark (青石村村民代表会议纪要). present, leave, absent: names only."""

    imprint: Imprint
    mark: str
    meeting: str
    held_on: date
    sittings: tuple[tuple[str, str], ...]
    convener: str
    chair: str
    due: int
    present_count: int
    quorum_words: str
    items: tuple[SummaryItem, ...]
    present: tuple[str, ...]
    leave: tuple[str, ...]
    absent: tuple[str, ...]
    observers: tuple[str, ...]


def compose(page: Page, facts: SummaryMinutesFacts) -> None:
    """The summary, part by part (GB/T 9704 10.3): no stamp, who took part after the text."""
    page.masthead(facts.mark)
    page.title(f"{facts.meeting}纪要", chinese_date(facts.held_on))
    page.paragraph(_opening(facts))
    for item in facts.items:
        page.heading(item.title)
        page.paragraph(_agreed(item))
        for text in item.text:
            page.paragraph(text)
        page.labelled(_carried_out(item))
    for name, names in _took_part(facts):
        if len(names) > _FEW:
            page.names(names, name)
        elif names:
            page.paragraph("、".join(names), f"{name}：")
    page.late()
    page.signature(stamp=False)
    page.foot()


def said(facts: SummaryMinutesFacts) -> tuple[str, ...]:
    """What the summary must say."""
    words = [facts.mark if facts.imprint.style == "official" and not facts.imprint.heading else "", facts.meeting]
    words += [chinese_date(facts.held_on), _opening(facts)]
    for item in facts.items:
        words += [item.title, _agreed(item), *lines_in(item.text)]
        words += [f"{name}：{value}" for name, value in _carried_out(item)]
    words += [one for _name, names in _took_part(facts) for one in names]
    return (*(one for one in words if one), *imprint_said(facts.imprint))


def _opening(facts: SummaryMinutesFacts) -> str:
    where = "；".join(f"{moment}在{place}" for place, moment in facts.sittings)
    convened = f"由{facts.convener}召集，" if facts.convener else ""
    chaired = f"{facts.chair}主持，" if facts.chair else ""
    many = f"分{len(facts.sittings)}场" if len(facts.sittings) > 1 else ""
    quorum = full_stop(facts.quorum_words or f"应到{facts.due}人，实到{facts.present_count}人")
    return (
        f"{where}，{many}召开了{facts.meeting}。会议{convened}{chaired}{quorum}"
        f"会议讨论了{len(facts.items)}项事项，现将议定的事项纪要如下。"
    )


def _agreed(item: SummaryItem) -> str:
    number = f"，事项编号{item.matter_number}" if item.matter_number else ""
    return full_stop(f"会议{item.decision}（{item.step}{number}）") + full_stop(item.votes)


def _carried_out(item: SummaryItem) -> list[tuple[str, str]]:
    if not item.agreed:
        return []
    return [("承办单位或负责人", item.executor or _BLANK), ("完成期限", item.deadline or _BLANK_DAY)]


def _took_part(facts: SummaryMinutesFacts) -> Sequence[tuple[str, tuple[str, ...]]]:
    return (("出席", facts.present), ("请假", facts.leave), ("缺席", facts.absent), ("列席", facts.observers))


KIND = PaperKind("summary_minutes", "会议纪要", SummaryMinutesFacts, compose, forms=(PDF, WORD), said=said)
