"""异议答复书: what one person objected, what was found, what follows, and by when it had to be answered."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.blocks import (
    addressee,
    foot,
    heading,
    imprint_said,
    labelled,
    late_note,
    lines_in,
    masthead,
    paragraph,
    signature,
    title,
)
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.pdf import draw_pages, tie
from consult_desk.documents.posting import about, full_stop


@dataclass(frozen=True)
class ObjectionReplyFacts:
    """The answer to one objection, addressed to who raised it.

    content, reply: paragraph by paragraph. finding: 成立 or 不成立. effect: what follows for the matter, or "". due_words:
    the time limit with its arithmetic, or "". reference: its article. contacts: (label, value) of whom to ask further.
    """

    imprint: Imprint
    objector: str
    matter: str
    matter_number: str
    received_on: date
    channel: str
    content: tuple[str, ...]
    finding: str
    reply: tuple[str, ...]
    effect: str
    handler: str
    replied_on: date
    due_words: str
    reference: str
    contacts: tuple[tuple[str, str], ...]


def draw(facts: ObjectionReplyFacts) -> bytes:
    """The letter as PDF/A-2b. Raises Refused for a character no font has."""
    imprint = facts.imprint
    pieces = masthead(imprint)
    pieces += title(about(facts.matter, "异议答复书"), imprint)
    pieces += addressee(f"{facts.objector}：")
    pieces += paragraph(_opening(facts))
    pieces += heading(1, "您提出的异议")
    for text in facts.content:
        pieces += paragraph(text)
    pieces += heading(2, "调查结论和答复")
    pieces += labelled([("结论", _finding(facts))])
    for text in facts.reply:
        pieces += paragraph(text)
    number = 3
    if facts.effect:
        pieces += heading(number, "处理决定")
        pieces += paragraph(full_stop(facts.effect))
        number += 1
    pieces += heading(number, "有关说明")
    pieces += labelled(_notes(facts))
    if facts.contacts:
        pieces += paragraph(_FURTHER)
        pieces += labelled(facts.contacts)
    pieces += late_note(imprint.late)
    tie(pieces)
    pieces += signature(imprint.issuers, imprint.issued_on)
    pieces += foot(imprint)
    return draw_pages(pieces, title=f"{facts.matter} 异议答复书", practice=imprint.practice)


_FURTHER = "对本答复还有不同意见的，可以通过以下渠道反映："


def said(facts: ObjectionReplyFacts) -> tuple[str, ...]:
    """What the letter must say."""
    words = [facts.objector, facts.matter, facts.matter_number, *lines_in([_opening(facts)]), _finding(facts)]
    words += lines_in([*facts.content, *facts.reply, facts.effect, *(value for _, value in _notes(facts))])
    words += [label for label, value in facts.contacts if value]
    words += lines_in([value for _, value in facts.contacts])
    return (*words, *imprint_said(facts.imprint))


def _opening(facts: ObjectionReplyFacts) -> str:
    number = f"（事项编号{facts.matter_number}）" if facts.matter_number else ""
    how = f"（{facts.channel}）" if facts.channel else ""
    return f"您在{chinese_date(facts.received_on)}对“{facts.matter}”{number}提出的异议{how}已经收到。经调查，现答复如下。"


def _finding(facts: ObjectionReplyFacts) -> str:
    return f"异议{facts.finding}"


def _notes(facts: ObjectionReplyFacts) -> list[tuple[str, str]]:
    return [
        ("答复日期", chinese_date(facts.replied_on)),
        ("答复期限", facts.due_words),
        ("依据", facts.reference),
        ("经办人", facts.handler),
    ]
