"""The deeds, each a form that leads to one action. To add one: a Deed in a module here, named in DEEDS."""

from ui.deed import Deed
from ui.deeds import authorizations, console, disclosures, execution, journal, matters, meetings, papers, people, rules

DEEDS: tuple[Deed, ...] = (
    *matters.DEEDS, *execution.DEEDS, *console.DEEDS, *meetings.DEEDS, *authorizations.DEEDS, *people.DEEDS, *rules.DEEDS,
    *papers.DEEDS, *journal.DEEDS, *disclosures.DEEDS,
)  # fmt: skip
