"""决议公告: the resolution on the wall, with due, present, votes, the days it hangs and where to object."""

from dataclasses import dataclass
from datetime import date

from consult_desk.documents.imprint import Imprint


@dataclass(frozen=True)
class StepLine:
    """One past step in the table: title, body, day, outcome with the arithmetic."""

    title: str
    body: str
    held_on: date
    outcome: str


@dataclass(frozen=True)
class ResolutionFacts:
    """The resolution of one matter as it is posted.

    matter: title. resolution: adopted text, paragraph by paragraph. posted_from..posted_until: both printed, with
    posting_days. spoiled: invalid ballots or 0. channels: (label, value) lines for objections (地点、电话 …).
    supervision: (label, value) of the supervision committee. budget/fund_source: words or "".
    """

    imprint: Imprint
    matter: str
    matter_number: str
    meeting: str
    held_on: date
    due: int
    present: int
    yes: int
    no: int
    abstain: int
    spoiled: int
    quorum_words: str
    pass_words: str
    references: tuple[str, ...]
    steps: tuple[StepLine, ...]
    resolution: tuple[str, ...]
    budget: str
    fund_source: str
    executor: str
    deadline: str
    posted_from: date
    posted_until: date
    posting_days: int
    posting_reference: str
    places: tuple[str, ...]
    channels: tuple[tuple[str, str], ...]
    supervision: tuple[tuple[str, str], ...]
