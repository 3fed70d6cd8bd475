"""The ruled form for one item of a meeting: what was put forward, said, voted and sent on; long texts go over pages."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import unsaid
from consult_desk.documents.page import Box, Page, label

_WIDTHS = (26, 26, 26, 26, 26, 26)
_SIZE = 11.0
_OWN_HAND = "由本人看过全文后签名，不会写字的按手印；空栏由记录人用笔补写。"


@dataclass(frozen=True)
class ItemHeard:
    """One item as it was heard.

    plan: as it was put forward, plan_words: which version that is. speeches: (speaker, words). amendments: what was
    changed and why, one each. revised: the plan as it was put to the vote, () where nothing changed. counts: (label, number)
    of ballots. yes, no, abstain: None while there was no vote. sent_on, sent_to: when it went to which step.
    """

    title: str
    matter_number: str
    origin: str
    proposer: str
    plan: tuple[str, ...]
    plan_words: str
    speeches: tuple[tuple[str, str], ...]
    discussion: str
    amendments: tuple[str, ...]
    recused: tuple[tuple[str, str], ...]
    present: int
    method: str
    counts: tuple[tuple[str, int], ...]
    yes: int | None
    no: int | None
    abstain: int | None
    tellers: tuple[tuple[str, str], ...]
    quorum_words: str
    pass_words: str
    reference: str
    result: str
    revised: tuple[str, ...]
    sent_on: date | None
    sent_to: str


@dataclass(frozen=True)
class ItemRecordFacts:
    """The items of one meeting that one kind of record is kept of.

    body: who met, in the title. form: how they met (现场会议，分两场). members: all of the body; voters: those who may
    vote; both are said of Party members only. leave, excluded: (name, reason). township: those of the township who sat in;
    observers: others.
    """

    imprint: Imprint
    meeting: str
    form: str
    sittings: tuple[tuple[str, str], ...]
    convener: str
    chair: str
    recorder: str
    due: int
    leave: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]
    township: tuple[str, ...]
    observers: tuple[str, ...]
    items: tuple[ItemHeard, ...]
    body: str = unsaid()
    members: int = unsaid()
    voters: int = unsaid()


def record(page: Page, facts: ItemRecordFacts, item: ItemHeard, title: str, *, party: bool) -> None:
    """The record of one item on pages of its own. party: of Party members, whose voters are fewer than their members."""
    page.part(title)
    rows = [*_head(facts, item), *_attendance(facts, item, party), *_heard(item, party), *_voted(item), *_ends(facts)]
    page.form(_WIDTHS, rows, size=_SIZE)
    page.note(_OWN_HAND)
    page.foot()


def _wide(name: str, words: str, least: float = 1.0) -> list[Box]:
    return [label(name), Box(words, 5, lines=least)]


def _pairs(*pairs: tuple[str, str]) -> list[Box]:
    return [box for name, words in pairs for box in (label(name), Box(words, align="centre"))]


def _head(facts: ItemRecordFacts, item: ItemHeard) -> list[list[Box]]:
    return [
        [label("事项"), Box(item.title, 3), label("事项编号"), Box(item.matter_number, align="centre")],
        [label("会议"), Box(facts.meeting, 3), label("会议形式"), Box(facts.form, align="centre")],
        _wide("时间地点", "\n".join(f"{moment}，{place}" for place, moment in facts.sittings)),
        _pairs(("召集人", facts.convener), ("主持人", facts.chair), ("记录人", facts.recorder)),
    ]


def _attendance(facts: ItemRecordFacts, item: ItemHeard, party: bool) -> list[list[Box]]:
    away = [*(f"{name}（请假：{why}）" if why else f"{name}（请假）" for name, why in facts.leave)]
    away += [f"{name}（缺席）" for name in facts.absent]
    rows = [_pairs(("应到", f"{facts.due}人"), ("实到", f"{item.present}人"), ("请假缺席", f"{len(away)}人"))]
    if party:
        left_out = ("未计入应到", f"{len(facts.excluded)}人")
        rows.insert(0, _pairs(("党员总数", f"{facts.members}人"), ("有表决权", f"{facts.voters}人"), left_out))
    if item.quorum_words:
        rows.append(_wide("到会情况", item.quorum_words))
    if away:
        rows.append(_wide("请假和缺席\n人员", "、".join(away)))
    if facts.excluded:
        rows.append(_wide("未计入应到\n的原因", "、".join(f"{name}（{why}）" for name, why in facts.excluded)))
    rows.append(_wide("乡镇干部", "、".join(facts.township)))
    if facts.observers:
        rows.append(_wide("其他列席", "、".join(facts.observers)))
    if item.recused:
        rows.append(_wide("回避", "、".join(f"{name}（{why}）" if why else name for name, why in item.recused)))
    return rows


def _heard(item: ItemHeard, party: bool) -> list[list[Box]]:
    said = item.discussion or "\n".join(f"{speaker}：{words}" for speaker, words in item.speeches)
    plan = "\n".join(filter(None, (item.plan_words, *item.plan)))
    rows = [
        [label("动议事由"), Box(item.origin, 2), label("提议"), Box(item.proposer, 2)],
        _wide(f"提交{'审议' if party else '商议'}\n的方案", plan),
        _wide("意见、询问\n和答复", said, 2.8),
    ]
    if item.amendments:
        rows.append(_wide("修改意见", "\n".join(item.amendments)))
    rows.append(_wide("意见采纳\n情况和理由", "", 2.8))
    return rows


def _voted(item: ItemHeard) -> list[list[Box]]:
    def count(number: int | None) -> str:
        return "" if number is None else f"{number}票"

    rows = [
        [label("表决方式"), Box(item.method), label("表决票"), Box("，".join(f"{n}{c}" for n, c in item.counts), 3)],
        _pairs(("同意", count(item.yes)), ("反对", count(item.no)), ("弃权", count(item.abstain))),
    ]
    if item.tellers:
        rows.append(_wide("计票监票", "；".join(f"{role}：{names}" for role, names in item.tellers)))
    basis = f"依据：{item.reference}" if item.reference else ""
    rows.append(_wide("表决结果", "\n".join(filter(None, (item.result, item.pass_words, basis)))))
    if item.revised:
        rows.append(_wide("修改后的\n方案", "\n".join(item.revised)))
    sent = chinese_date(item.sent_on) if item.sent_on else ""
    rows.append([label("送交环节"), Box(item.sent_to, 2), label("送交日期"), Box(sent, 2)])
    return rows


def _ends(facts: ItemRecordFacts) -> list[list[Box]]:
    """Late entries, whose paper it is, and room to sign: for as many hands as came, at most what a page holds."""
    imprint = facts.imprint
    rows = [_wide("补录说明", "\n".join(imprint.late))] if imprint.late else []
    rows.append([label("记录单位"), Box("、".join(imprint.issuers), 2), label("日期"), Box(chinese_date(imprint.issued_on), 2)])
    signs = [label("主持人签名"), Box("", 2, lines=1.7), label("记录人签名"), Box("", 2, lines=1.7)]
    hands = min(9.0, max(2.6, 1.6 * -(-facts.due // 5)))
    return [*rows, signs, _wide("参加人员\n签名\n（按手印）", "", hands)]
