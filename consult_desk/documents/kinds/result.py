"""实施结果公告: what became of the resolution, budget against actual, acceptance, and where to object."""

from dataclasses import dataclass
from datetime import date

from consult_desk.documents.imprint import Imprint


@dataclass(frozen=True)
class MilestoneLine:
    """One part of the work: title, weight in per cent, day done (None: not done)."""

    title: str
    weight: int
    done_on: date | None


@dataclass(frozen=True)
class ResultFacts:
    """The result of one matter as it is posted. budget, actual, difference: words with two decimals, or ""."""

    imprint: Imprint
    matter: str
    matter_number: str
    resolution_number: str
    resolved_on: date
    executor: str
    started_on: date
    finished_on: date
    milestones: tuple[MilestoneLine, ...]
    progress: int
    budget: str
    actual: str
    difference: str
    fund_source: str
    contractor: str
    accepted_on: date
    accepted_by: tuple[str, ...]
    finding: str
    outstanding: str
    posted_from: date
    posted_until: date
    posting_days: int
    posting_reference: str
    places: tuple[str, ...]
    channels: tuple[tuple[str, str], ...]
    supervision: tuple[tuple[str, str], ...]
