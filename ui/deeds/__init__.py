"""The deeds, each a form that leads to one action. To add one: a Deed in a module here, named in DEEDS."""

from ui.deed import Deed
from ui.deeds import (
    authorizations,
    console,
    disclosures,
    execution,
    homecoming,
    journal,
    matters,
    meetings,
    papers,
    people,
    rules,
    signing,
    templates,
)

DEEDS: tuple[Deed, ...] = (
    *matters.DEEDS, *execution.DEEDS, *console.DEEDS, *meetings.DEEDS, *authorizations.DEEDS, *people.DEEDS, *rules.DEEDS,
    *papers.DEEDS, *signing.DEEDS, *journal.DEEDS, *disclosures.DEEDS, *homecoming.DEEDS, *templates.DEEDS,
)  # fmt: skip
