"""会议通知: who is called where and when, to hear what."""

from dataclasses import dataclass
from datetime import date

from consult_desk.documents.imprint import Imprint


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
