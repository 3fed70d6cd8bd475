"""The papers of a matter: what can be issued now, what later and why, what was issued; registers and letters elsewhere."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.actions import papers as act
from consult_desk.base.errors import Refused
from consult_desk.views import issuing
from consult_desk.views import ledger as ledgers
from consult_desk.views import matters as see
from consult_desk.views import people as rosters
from ui.page import Desktop
from ui.pages.matter_leads import Leads
from ui.pages.matter_parts import buttons, entry, paper_cards, part
from ui.widgets.chip import Chip
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scan_route import home_line
from ui.words import later, tr

# What each paper of a matter is for.
PURPOSES = {
    "proposal_form": later("提议和审批用；还没开会的栏目留空，可以用笔填"),
    "resolution": later("张贴在公开栏"), "result": later("验收以后张贴在公开栏"),
    "resolution_document": later("会议作出的决议，签字盖章后存档"),
    "decision_register": later("六张表，走到哪一步填到哪一步，每一步签字"),
    "supervision_opinion": later("监督委员会每一步看到什么，签字存档"),
}  # fmt: skip


def papers(view: see.MatterView, leads: Leads) -> QWidget:
    """What may be issued with one click each, and the papers there are."""
    made, column = part()
    every = QPushButton(tr("一次印齐…"))
    every.clicked.connect(lambda _c=False: leads.desktop.open_page("printing", matter_id=view.matter))
    buttons(column, [leads.button("issue_paper"), every])
    column.addWidget(home_line(leads.desktop, matter_id=view.matter))
    column.addWidget(PlainLabel(tr("可以出的文书"), "heading"))
    offers = QVBoxLayout()
    column.addLayout(offers)
    column.addWidget(PlainLabel(tr("已经出的文书"), "heading"))
    paper_cards(column, view.papers, leads)
    column.addStretch(1)

    def arrived(choices: Sequence[issuing.IssueChoice]) -> None:
        if isValid(made):
            for choice in choices:
                offers.addWidget(_offer(choice, leads))

    leads.desktop.bridge.ask(issuing.issuing_page, arrived, matter_id=view.matter)
    return made


def _offer(choice: issuing.IssueChoice, leads: Leads) -> QWidget:
    """One paper: a button while it may be issued, otherwise the reasons and what helps."""
    title, words = tr(choice.kind_title), PURPOSES.get(choice.kind, "")
    chip = Chip(tr("现在可以出"), "good")
    if choice.obstacles:
        chip = Chip(tr("还不能出"))
    elif choice.corrects:
        chip = Chip(tr("已出第 {n} 版", n=choice.version - 1), "good")
    frame, row = entry(title, (tr(words),) if words else (), chip)
    reasons = Obstacles(leads.lead)
    if (inner := frame.layout()) is not None:
        inner.addWidget(reasons)  # before it is shown: what has no parent would open as a window of its own
    if choice.obstacles:
        reasons.show_obstacles(choice.obstacles)
    elif choice.corrects or choice.posted:
        # A new version needs its reason, a notice the day it hangs from: both are asked beside the picture.
        again = tr("出新的一版…") if choice.corrects else tr("出具…")
        row.addWidget(_opening(leads.desktop, again, choice))
    else:
        row.addWidget(issue_button(leads.desktop, choice, reasons))
    reasons.setVisible(bool(choice.obstacles))
    return frame


def issue_button(desktop: Desktop, choice: issuing.IssueChoice, reasons: Obstacles) -> QPushButton:
    """Issues the paper at one click and opens it."""
    button = QPushButton(tr("出具"))
    button.setAccessibleName(tr("出具{title}", title=tr(choice.kind_title)))

    def failed(error: Exception) -> None:
        if not isValid(button):
            return
        button.setEnabled(True)
        if isinstance(error, Refused):
            reasons.show_obstacles(error.obstacles)
            reasons.show()
        else:
            desktop.say(str(error))

    def issue() -> None:
        button.setEnabled(False)
        desktop.bridge.attempt(
            act.issue_paper, lambda paper_id: desktop.open_page("paper", paper_id=paper_id), failed, choice.kind, choice.subject_id
        )

    button.clicked.connect(lambda _c=False: issue())
    return button


def _opening(desktop: Desktop, words: str, choice: issuing.IssueChoice) -> QPushButton:
    """A button to the page on which that paper is seen and issued."""
    button = QPushButton(words)
    button.setAccessibleName(tr("出具{title}", title=tr(choice.kind_title)))
    where = {"kind": choice.kind, "subject_id": choice.subject_id}
    button.clicked.connect(lambda _c=False: desktop.open_page("issue", **where))
    return button


def registers_button(desktop: Desktop) -> QPushButton:
    """The registers of the years that have matters, to print."""
    button = QPushButton(tr("打印登记簿…"))
    button.setAccessibleName(tr("打印一年的台账或用印登记"))

    def arrived(choices: ledgers.LedgerChoices) -> None:
        if not isValid(button):
            return
        menu = QMenu(button)
        for year in choices.years[:5]:
            for kind, title in (("ledger", later("台账")), ("seal_log", later("用印登记"))):
                entered = menu.addAction(tr("{year}年{title}", year=year, title=tr(title)))
                print_it = partial(desktop.open_page, "issue", kind=kind, subject_id=year)
                entered.triggered.connect(lambda _c=False, go=print_it: go())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    button.clicked.connect(lambda _c=False: desktop.bridge.ask(ledgers.ledger_choices, arrived))
    return button


def authorization_button(desktop: Desktop) -> QPushButton:
    """The newest authorisation of the assembly as a letter; where there is none, the form to enter one."""
    button = QPushButton(tr("授权书…"))
    button.setAccessibleName(tr("打印村民会议的授权书，还没有授权的先登记"))

    def arrived(rows: Sequence[rosters.AuthorizationRow]) -> None:
        newest = next((row for row in rows if row.in_force), rows[0] if rows else None)
        if newest is None:
            desktop.open_deed("record_authorization")
        else:
            desktop.open_page("issue", kind="authorization", subject_id=newest.authorization)

    button.clicked.connect(lambda _c=False: desktop.bridge.ask(rosters.authorizations, arrived))
    return button
