"""会议记录: what was heard, said and decided, composed from the record, as an editable Word file."""

from dataclasses import dataclass
from datetime import date

from consult_desk.documents.imprint import Imprint


@dataclass(frozen=True)
class AgendaRecord:
    """One item as it went.

    title: the matter. matter_number: 2026-003. step: title of the step. text: the text that was put to the vote,
    paragraph by paragraph. speeches: (speaker, words) in order. recused: (name, reason). method: 举手/记名/无记名投票
    or "". counts: (label, number) lines of the vote. tellers: (role, names). quorum_words / pass_words: verdicts
    with arithmetic. reference: articles. decision: the outcome in one sentence.
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


@dataclass(frozen=True)
class MinutesFacts:
    """Minutes of one meeting, all sittings together.

    held_on: day of the first sitting. sittings: (place, moment). leave: (name, reason). quorum_words: the count
    of the whole meeting. signers: roles that sign on paper (主持人、记录人 …).
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
