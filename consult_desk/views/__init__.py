"""Views: frozen pictures of what the desk knows, one module per area; nothing lazy leaves them."""

from collections.abc import Callable
from typing import Any

from consult_desk.views import console, journal, ledger, matters, meetings, minutes, papers, people, projection, rules

VIEWS: tuple[Callable[..., Any], ...] = (
    people.village_card,
    people.roster,
    people.body_members,
    people.authorizations,
    ledger.ledger,
    ledger.ledger_choices,
    matters.matter_page,
    meetings.meetings,
    meetings.meeting_page,
    minutes.minutes_page,
    minutes.meeting_file,
    console.console,
    projection.projection,
    papers.paper_page,
    papers.check_file,
    journal.journal_state,
    journal.check_home,
    rules.rule_profiles,
    rules.rule_page,
)
