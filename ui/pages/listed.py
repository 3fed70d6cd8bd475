"""Every page there is, in the order of the sidebar. To add one: a module here, its class named in PAGES."""

from ui.page import Page
from ui.pages.bodies import BodiesPage
from ui.pages.checking import CheckingPage
from ui.pages.console import ConsolePage
from ui.pages.desk import DeskPage
from ui.pages.disclosures import DisclosuresPage
from ui.pages.help import HelpPage
from ui.pages.homecoming import HomecomingPage
from ui.pages.issue import IssuePage
from ui.pages.journal import JournalPage
from ui.pages.matter import MatterPage
from ui.pages.matter_new import NewMatterPage
from ui.pages.matters import MattersPage
from ui.pages.meeting import MeetingPage
from ui.pages.meeting_plan import PlanningPage
from ui.pages.meetings import MeetingsPage
from ui.pages.overlay import OverlayPage
from ui.pages.paper import PaperPage
from ui.pages.papers import PapersPage
from ui.pages.people import PeoplePage
from ui.pages.person import PersonPage
from ui.pages.printing import PrintingPage
from ui.pages.roster_import import RosterImportPage
from ui.pages.rule_compare import RuleComparePage
from ui.pages.rule_profile import RuleProfilePage
from ui.pages.rules import RulesPage
from ui.pages.settings import SettingsPage
from ui.pages.signers import SignersPage
from ui.pages.templates import TemplatesPage
from ui.pages.templates_return import WordReturnPage

PAGES: tuple[type[Page], ...] = (
    DeskPage, MattersPage, MatterPage, NewMatterPage, MeetingsPage, MeetingPage, PlanningPage, ConsolePage, DisclosuresPage,
    PeoplePage, PersonPage, BodiesPage,
    RosterImportPage, PapersPage, PaperPage, IssuePage, PrintingPage, SignersPage, TemplatesPage, WordReturnPage,
    JournalPage,
    CheckingPage, HomecomingPage,
    RulesPage, RuleProfilePage, RuleComparePage, OverlayPage, SettingsPage, HelpPage,
)  # fmt: skip
