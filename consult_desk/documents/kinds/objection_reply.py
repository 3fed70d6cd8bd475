"""异议答复书: what one person objected, what was found, what follows, and by when it had to be answered."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint, imprint_said
from consult_desk.documents.kind import PaperKind
from consult_desk.documents.page import Page, lines_in
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


def compose(page: Page, facts: ObjectionReplyFacts) -> None:
    """The letter, part by part."""
    page.masthead()
    page.title(about(facts.matter, "异议答复书"))
    page.addressee(f"{facts.objector}：")
    page.paragraph(_opening(facts))
    page.heading("您提出的异议")
    for text in facts.content:
        page.paragraph(text)
    page.heading("调查结论和答复")
    page.labelled([("结论", _finding(facts))])
    for text in facts.reply:
        page.paragraph(text)
    if facts.effect:
        page.heading("处理决定")
        page.paragraph(full_stop(facts.effect))
    page.heading("有关说明")
    page.labelled(_notes(facts))
    if facts.contacts:
        page.paragraph(_FURTHER)
        page.labelled(facts.contacts)
    page.late()
    page.signature()
    page.foot()


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


KIND = PaperKind("objection_reply", "异议答复书", ObjectionReplyFacts, compose, said=said)
