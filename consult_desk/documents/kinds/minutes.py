"""会议记录: what was heard, said and decided, composed from the record, as an editable Word file."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import base32_code, chinese_date
from consult_desk.documents.blocks import lines_in, numeral, version_words
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.word import Page


@dataclass(frozen=True)
class AgendaRecord:
    """One item as it went.

    title: the matter. matter_number: 2026-003. step: title of the step. text: the text that was put to the vote,
    paragraph by paragraph. speeches: (speaker, words) in order. recused: (name, reason). method: 举手/记名/无记名投票
    or "". counts: (label, number) lines of the vote. tellers: (role, names). quorum_words / pass_words: verdicts
    with arithmetic. reference: articles. decision: the outcome in one sentence. discussion: the recorder's own
    wording of the discussion, printed instead of the speeches, or "".
    """

    title: str
    matter_number: str
    step: str
    text: tuple[str, ...]
    speeches: tuple[tuple[str, str], ...]
    recused: tuple[tuple[str, str], ...]
    method: str
    counts: tuple[tuple[str, int], ...]
    tellers: tuple[tuple[str, str], ...]
    quorum_words: str
    pass_words: str
    reference: str
    decision: str
    discussion: str = ""


@dataclass(frozen=True)
class MinutesFacts:
    """Minutes of one meeting, all sittings together.

    held_on: day of the first sitting. sittings: (place, moment). leave: (name, reason). quorum_words: the count
    of the whole meeting. signers: roles that sign on paper (主持人、记录人 …). opening, closing, remarks: the parts
    that the recorder may word, or "".
    """

    imprint: Imprint
    meeting: str
    held_on: date
    sittings: tuple[tuple[str, str], ...]
    convener: str
    chair: str
    recorder: str
    due: int
    present: int
    present_names: tuple[str, ...]
    leave: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]
    observers: tuple[str, ...]
    proxies: tuple[tuple[str, str], ...]
    quorum_words: str
    quorum_reference: str
    notice_words: str
    items: tuple[AgendaRecord, ...]
    signers: tuple[str, ...]
    opening: str = ""
    closing: str = ""
    remarks: str = ""


def _listed(names: tuple[str, ...]) -> str:
    return "、".join(names) if names else "无"


def _reasons(pairs: tuple[tuple[str, str], ...]) -> str:
    return "、".join(f"{name}（{reason}）" for name, reason in pairs) if pairs else "无"


def _title(facts: MinutesFacts) -> str:
    return f"{facts.imprint.village}{facts.meeting}记录"


def said(facts: MinutesFacts) -> tuple[str, ...]:
    """Every string the minutes must show."""
    found = [_title(facts), facts.chair, facts.recorder, facts.convener, *facts.present_names, *facts.absent]
    found += [chinese_date(facts.held_on), f"应到 {facts.due} 人", f"实到 {facts.present} 人", facts.quorum_words]
    found += [part for pair in (*facts.sittings, *facts.leave, *facts.excluded, *facts.proxies) for part in pair]
    found += [facts.quorum_reference, facts.notice_words, *facts.observers, *facts.signers]
    for item in facts.items:
        found += [item.title, item.matter_number, item.step, *item.text, item.method]
        found += [item.quorum_words, item.pass_words, item.reference, item.decision]
        found += [part for pair in (*item.speeches, *item.recused, *item.tellers) for part in pair]
        found += ["".join(label for label, _ in item.counts) + "".join(str(count) for _, count in item.counts)]
        found += lines_in([item.discussion])
    found += lines_in([facts.opening, facts.closing, facts.remarks])
    imprint = facts.imprint
    found += [*imprint.issuers, version_words(imprint), chinese_date(imprint.issued_on), *imprint.late]
    if imprint.head:
        found.append(base32_code(imprint.head))
    return tuple(one for one in found if one)


def draw(facts: MinutesFacts) -> bytes:
    """The minutes as an editable Word file. Raises Refused for text that cannot be printed."""
    imprint = facts.imprint
    page = Page(_title(facts))
    if imprint.practice:
        page.watermark("练　习")
    page.title(_title(facts))
    if note := version_words(imprint):
        page.note(note)
    page.space()
    places = "；".join(f"{moment}，{place}" for place, moment in facts.sittings)
    page.table(
        (28, 50, 28, 50),
        (
            ("会议日期", chinese_date(facts.held_on), "召集人", facts.convener),
            ("主持人", facts.chair, "记录人", facts.recorder),
            ("应到人数", f"应到 {facts.due} 人", "实到人数", f"实到 {facts.present} 人"),
        ),
    )
    page.text(places, "时间地点：")
    if facts.notice_words:
        page.text(facts.notice_words, "会议通知：")
    page.text(facts.quorum_words + (f"（{facts.quorum_reference}）" if facts.quorum_reference else ""), "到会情况：")
    page.text(_listed(facts.present_names), "到会人员：")
    for label, words in (
        ("委托到会：", _proxied(facts) if facts.proxies else ""),
        ("请假：", _reasons(facts.leave)),
        ("缺席：", _listed(facts.absent)),
        ("不计入应到：", _reasons(facts.excluded) if facts.excluded else ""),
        ("列席：", _listed(facts.observers)),
    ):
        if words:
            page.text(words, label)
    for line in lines_in([facts.opening]):
        page.text(line)
    for number, item in enumerate(facts.items, 1):
        _item(page, number, item)
    _free(page, facts)
    for line in imprint.late:
        page.text(line, "补录说明：")
    page.space()
    for signer in facts.signers:
        page.text("＿＿＿＿＿＿　　　年　　月　　日", f"{signer}（签字）：")
    page.text("（以下空白）")
    page.text(f"{'、'.join(imprint.issuers)}　{chinese_date(imprint.issued_on)}", "记录单位和日期：")
    if imprint.head:
        groups = base32_code(imprint.head).split("-")
        page.small(f"核对码（台账第{imprint.head_size}条）：与议事台里这一条显示的逐字比较，一致说明此前的记录没有改动。")
        page.small("-".join(groups[:7]) + "-")
        page.small("-".join(groups[7:]))
    return page.bytes()


def _free(page: Page, facts: MinutesFacts) -> None:
    """What the recorder says after the last item."""
    page.space()
    for line in lines_in([facts.closing]):
        page.text(line)
    for number, line in enumerate(lines_in([facts.remarks])):
        page.text(line, "" if number else "备注：")


def _proxied(facts: MinutesFacts) -> str:
    return "、".join(f"{giver}委托{holder}" for giver, holder in facts.proxies)


def _item(page: Page, number: int, item: AgendaRecord) -> None:
    page.heading(f"{numeral(number)}、{item.title}（{item.step}）")
    page.text(item.matter_number, "事项编号：")
    page.text("", "讨论的方案：")
    for line in item.text:
        page.text(line)
    if item.discussion:
        page.text("", "讨论情况：")
        for line in lines_in([item.discussion]):
            page.text(line)
    elif item.speeches:
        page.text("", "发言：")
        for speaker, words in item.speeches:
            page.text(words, f"{speaker}：")
    if item.recused:
        page.text(_reasons(item.recused), "回避：")
    if item.quorum_words:
        page.text(item.quorum_words, "本项到会：")
    if item.method:
        page.text(item.method, "表决方式：")
    if item.counts:
        labels = tuple(label for label, _count in item.counts)
        width = 156 / len(labels)
        page.table(tuple(width for _ in labels), (labels, tuple(str(count) for _label, count in item.counts)), head=True)
    for role, names in item.tellers:
        page.text(names, f"{role}：")
    if item.pass_words:
        page.text(item.pass_words, "表决结果：")
    if item.reference:
        page.text(item.reference, "依据：")
    page.text(item.decision, "决定：")
