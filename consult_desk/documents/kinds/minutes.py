"""会议记录: what was heard, said and decided, composed from the record: to edit as Word, to keep as PDF."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint, imprint_said
from consult_desk.documents.kind import PDF, WORD, PaperKind
from consult_desk.documents.page import Box, Page, label, lines_in

_WIDTHS = (22, 26, 22, 26, 24, 36)


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


def compose(page: Page, facts: MinutesFacts) -> None:
    """The minutes, part by part."""
    page.title(f"{facts.imprint.village}{facts.meeting}记录")
    page.form(_WIDTHS, [*_head(facts), *_attendance(facts)])
    page.names(facts.present_names or ("无",), "到会人员")
    page.paragraph(facts.opening)
    for item in facts.items:
        _item(page, item)
    page.paragraph(facts.closing)
    page.labelled([("备注", line) for line in lines_in([facts.remarks])])
    page.late()
    page.sign_here(facts.signers)
    page.paragraph("（以下空白）")
    page.signature(stamp=False)
    page.foot()


def said(facts: MinutesFacts) -> tuple[str, ...]:
    """What the minutes must say."""
    words = [f"{facts.imprint.village}{facts.meeting}记录", *facts.present_names, f"应到{facts.due}人实到{facts.present}人"]
    words += [chinese_date(facts.held_on), facts.convener, facts.chair, facts.recorder]
    words += [f"{moment}，{place}" for place, moment in facts.sittings]
    words += lines_in([value for _label, value in _listed(facts)])
    words += lines_in([facts.opening, facts.closing, facts.remarks])
    for item in facts.items:
        words += [item.title, *lines_in(item.text), *lines_in([item.discussion]), item.decision]
        if not item.discussion:
            words += [part for pair in item.speeches for part in (pair[0], *lines_in([pair[1]]))]
        words += [value for _label, value in _votes(item)]
        words += [f"{label}{count}" for label, count in item.counts]
    return (*(word for word in words if word), *imprint_said(facts.imprint))


def _head(facts: MinutesFacts) -> list[list[Box]]:
    def pairs(*given: tuple[str, str]) -> list[Box]:
        return [box for name, words in given for box in (label(name), Box(words, align="centre"))]

    return [
        [label("会议名称"), Box(facts.meeting, 3), label("会议日期"), Box(chinese_date(facts.held_on), align="centre")],
        [label("时间地点"), Box("\n".join(f"{moment}，{place}" for place, moment in facts.sittings), 5)],
        pairs(("召集人", facts.convener), ("主持人", facts.chair), ("记录人", facts.recorder)),
        pairs(("应到", f"{facts.due}人"), ("实到", f"{facts.present}人"), ("请假", f"{len(facts.leave)}人")),
    ]


def _attendance(facts: MinutesFacts) -> list[list[Box]]:
    return [[label(name), Box(value, 5)] for name, value in _listed(facts)]


def _listed(facts: MinutesFacts) -> list[tuple[str, str]]:
    quorum = facts.quorum_words + (f"（{facts.quorum_reference}）" if facts.quorum_reference else "")
    rows = [
        ("会议通知", facts.notice_words), ("到会情况", quorum),
        ("委托到会", "、".join(f"{giver}委托{holder}" for giver, holder in facts.proxies)),
        ("请假", _reasons(facts.leave) or "无"), ("缺席", "、".join(facts.absent) or "无"),
        ("不计入\n应到", _reasons(facts.excluded)), ("列席", "、".join(facts.observers) or "无"),
    ]  # fmt: skip
    return [(name, value) for name, value in rows if value]


def _reasons(pairs: tuple[tuple[str, str], ...]) -> str:
    return "、".join(f"{name}（{reason}）" if reason else name for name, reason in pairs)


def _votes(item: AgendaRecord) -> list[tuple[str, str]]:
    return [
        ("回避", _reasons(item.recused)), ("本项到会", item.quorum_words), ("表决方式", item.method),
        *item.tellers, ("表决结果", item.pass_words), ("依据", item.reference), ("决定", item.decision),
    ]  # fmt: skip


def _item(page: Page, item: AgendaRecord) -> None:
    page.heading(f"{item.title}（{item.step}）")
    page.labelled([("事项编号", item.matter_number)])
    for text in item.text:
        page.paragraph(text)
    if item.discussion:
        page.paragraph(item.discussion, "讨论情况：")
    else:
        for speaker, words in item.speeches:
            page.paragraph(words, f"{speaker}：")
    before, after = _votes(item)[:3], _votes(item)[3:]
    page.labelled(before)
    page.figures([(label, str(count), "") for label, count in item.counts])
    page.labelled(after)


KIND = PaperKind(
    "minutes", "会议记录", MinutesFacts, compose, forms=(WORD, PDF), returns=True, styles=("official",), said=said
)
AS_PDF = PaperKind(
    "minutes_pdf", "会议记录（PDF）", MinutesFacts, compose, forms=(PDF, WORD), returns=True, styles=("official",), said=said
)
