"""The pages, in the order of the sidebar. To add one: a module here, its class named in PAGES."""

from ui.page import Page
from ui.pages.checking import CheckingPage
from ui.pages.console import ConsolePage
from ui.pages.help import HelpPage
from ui.pages.matter import MatterPage
from ui.pages.matters import MattersPage
from ui.pages.meeting import MeetingPage
from ui.pages.meeting_plan import PlanningPage
from ui.pages.meetings import MeetingsPage
from ui.pages.papers import PaperPage

PAGES: tuple[type[Page], ...] = (
    MattersPage, MatterPage, MeetingsPage, MeetingPage, PlanningPage, ConsolePage, PaperPage, CheckingPage, HelpPage,
)  # fmt: skip
