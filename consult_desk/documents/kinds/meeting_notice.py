"""会议通知: who is called where and when, to hear what."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint, imprint_said
from consult_desk.documents.kind import PaperKind
from consult_desk.documents.page import Page, lines_in, numeral


@dataclass(frozen=True)
class MeetingNoticeFacts:
    """A notice for the board or for every person called.

    meeting: title of the meeting. called: who is called (全体村民代表). sittings: (place, moment in Chinese)
    per sitting. agenda: one line per item. convener: who convenes. chair: who presides. notice_given_on: day of
    issue. notice_words: the notice period with its arithmetic. reference: article. special_reason: why it was
    called at short notice, or "". contact: name and telephone of the desk.
    """

    imprint: Imprint
    meeting: str
    called: str
    sittings: tuple[tuple[str, str], ...]
    agenda: tuple[str, ...]
    convener: str
    chair: str
    notice_given_on: date
    notice_words: str
    reference: str
    special_reason: str
    contact: str


def compose(page: Page, facts: MeetingNoticeFacts) -> None:
    """The notice, part by part."""
    page.masthead()
    page.title(f"关于召开{facts.meeting}的通知")
    if facts.called:
        page.addressee(f"{facts.called}：")
    convened = f"由{facts.convener}召集，" if facts.convener else ""
    chaired = f"{facts.chair}主持，" if facts.chair else ""
    page.paragraph(f"{convened}{chaired}定于以下时间、地点召开{facts.meeting}，请准时参加。")
    page.heading("时间和地点")
    many = len(facts.sittings) > 1
    for number, (place, moment) in enumerate(facts.sittings, 1):
        which = f"第{numeral(number)}场" if many else ""
        page.labelled([(f"{which}时间", moment), (f"{which}地点", place)])
    page.heading("会议议程")
    for number, item in enumerate(facts.agenda, 1):
        page.paragraph(f"{number}. {item}")
    page.heading("有关说明")
    page.labelled(
        [
            ("发出日期", chinese_date(facts.notice_given_on)),
            ("通知期限", facts.notice_words),
            ("依据", facts.reference),
            ("临时召集原因", facts.special_reason),
            ("联系方式", facts.contact),
        ]
    )
    page.late()
    page.signature()
    page.foot()


def said(facts: MeetingNoticeFacts) -> tuple[str, ...]:
    """What the notice must say."""
    return (
        facts.meeting, facts.called, *(word for pair in facts.sittings for word in pair), *lines_in(facts.agenda),
        facts.convener, facts.chair, chinese_date(facts.notice_given_on), *lines_in((facts.notice_words,)),
        *lines_in((facts.reference,)), *lines_in((facts.special_reason,)), *lines_in((facts.contact,)),
        *imprint_said(facts.imprint),
    )  # fmt: skip


KIND = PaperKind("meeting_notice", "会议通知", MeetingNoticeFacts, compose, said=said)
