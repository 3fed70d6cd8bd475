"""会议记录 as PDF: the same facts as the Word file, drawn once and for all, for the archive."""

from consult_desk.base.text import chinese_date
from consult_desk.documents.blocks import (
    figures,
    foot,
    heading,
    imprint_said,
    labelled,
    late_note,
    lines_in,
    paragraph,
    title,
)
from consult_desk.documents.gbt9704 import WIDTH
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kinds.minutes import AgendaRecord, MinutesFacts
from consult_desk.documents.pdf import Piece, draw_pages, lines_of, tie
from consult_desk.documents.setter import BODY, set_paragraph

MOST_FIGURES = 7  # side by side in one box


def draw(facts: MinutesFacts) -> bytes:
    """The minutes as PDF/A-2b. Raises Refused for a character no font has."""
    imprint = facts.imprint
    pieces = title(f"{imprint.village}{facts.meeting}记录", imprint)
    pieces += labelled(_head(facts))
    pieces += figures([("应到", str(facts.due), "人"), ("实到", str(facts.present), "人")])
    pieces += labelled(_attendance(facts))
    for line in lines_in([facts.opening]):
        pieces += paragraph(line)
    for number, item in enumerate(facts.items, 1):
        pieces += _item(number, item)
    for line in lines_in([facts.closing]):
        pieces += paragraph(line)
    pieces += labelled([("备注", line) for line in lines_in([facts.remarks])])
    pieces += late_note(imprint.late)
    tie(pieces)
    for signer in facts.signers:
        signed = set_paragraph(f"{signer}（签字）：＿＿＿＿＿＿＿＿　　　　年　　月　　日", BODY, WIDTH)
        pieces += lines_of(signed, keep=True)
    pieces += _issued(imprint)
    pieces += foot(imprint)
    return draw_pages(pieces, title=f"{facts.meeting} 会议记录", practice=imprint.practice)


def said(facts: MinutesFacts) -> tuple[str, ...]:
    """What the minutes must say."""
    words = [f"{facts.imprint.village}{facts.meeting}记录", f"应到{facts.due}人", f"实到{facts.present}人"]
    words += [value for _label, value in (*_head(facts), *_attendance(facts))]
    words += lines_in([facts.opening, facts.closing, facts.remarks])
    for item in facts.items:
        words += [item.title, *lines_in(item.text), *lines_in([item.discussion]), item.decision]
        words += [part for pair in item.speeches for part in (pair[0], *lines_in([pair[1]]))]
        words += [value for _label, value in _votes(item)]
        words += [f"{label}{count}" for label, count in item.counts]
    return (*(word for word in words if word), *imprint_said(facts.imprint))


def _head(facts: MinutesFacts) -> list[tuple[str, str]]:
    return [
        ("会议日期", chinese_date(facts.held_on)),
        *(("时间地点", f"{moment}，{place}") for place, moment in facts.sittings),
        ("召集人", facts.convener), ("主持人", facts.chair), ("记录人", facts.recorder),
        ("会议通知", facts.notice_words),
    ]  # fmt: skip


def _attendance(facts: MinutesFacts) -> list[tuple[str, str]]:
    quorum = facts.quorum_words + (f"（{facts.quorum_reference}）" if facts.quorum_reference else "")
    return [
        ("到会情况", quorum), ("到会人员", "、".join(facts.present_names)),
        ("委托到会", "、".join(f"{giver}委托{holder}" for giver, holder in facts.proxies)),
        ("请假", _reasons(facts.leave)), ("缺席", "、".join(facts.absent)), ("不计入应到", _reasons(facts.excluded)),
        ("列席", "、".join(facts.observers)),
    ]  # fmt: skip


def _reasons(pairs: tuple[tuple[str, str], ...]) -> str:
    return "、".join(f"{name}（{reason}）" if reason else name for name, reason in pairs)


def _votes(item: AgendaRecord) -> list[tuple[str, str]]:
    return [
        ("回避", _reasons(item.recused)), ("本项到会", item.quorum_words), ("表决方式", item.method),
        *item.tellers, ("表决结果", item.pass_words), ("依据", item.reference), ("决定", item.decision),
    ]  # fmt: skip


def _item(number: int, item: AgendaRecord) -> list[Piece]:
    pieces = heading(number, f"{item.title}（{item.step}）")
    pieces += labelled([("事项编号", item.matter_number)])
    for line in lines_in(item.text):
        pieces += paragraph(line)
    if item.discussion:
        pieces += labelled([("讨论情况", line) for line in lines_in([item.discussion])[:1]])
        for line in lines_in([item.discussion])[1:]:
            pieces += paragraph(line)
    for speaker, words in item.speeches:
        first, *more = lines_in([words]) or ("",)
        pieces += labelled([(speaker, first)])
        for line in more:
            pieces += paragraph(line)
    before, after = _votes(item)[:3], _votes(item)[3:]
    pieces += labelled(before)
    if item.counts:
        shown = [(label, str(count), "") for label, count in item.counts]
        for start in range(0, len(shown), MOST_FIGURES):
            pieces += figures(shown[start : start + MOST_FIGURES])
    return pieces + labelled(after)


def _issued(imprint: Imprint) -> list[Piece]:
    line = set_paragraph(f"{'、'.join(imprint.issuers)}　{chinese_date(imprint.issued_on)}", BODY, WIDTH, justify=False)
    return lines_of(line, align="right", keep=True)
