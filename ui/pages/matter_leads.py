"""What a deed of this matter must know, and the buttons that lead to deeds."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton

from consult_desk.base.errors import Obstacle
from consult_desk.views import matters as see
from ui.deed import deed_button
from ui.leads import lead
from ui.page import Desktop
from ui.words import tr

# Which paper a posting step puts up.
PAPER_OF = {"disclose_resolution": "resolution", "disclose_result": "result"}
MEETING = frozenset({
    "issue_notice", "open_meeting", "conclude_item", "record_vote", "check_in", "close_meeting", "void_meeting", "confirm_minutes",
})  # fmt: skip


def where_of(view: see.MatterView, action: str) -> dict[str, Any]:
    """What is known for a deed of this matter: its meeting, posting, objection or paper besides itself."""
    where: dict[str, Any] = {"matter_id": view.matter}
    if action in MEETING:
        return {"meeting_id": view.sheet.meeting} if view.sheet.meeting is not None else {}
    if action == "issue_paper":
        return {**where, "kind": PAPER_OF[view.step], "subject_id": view.matter} if view.step in PAPER_OF else where
    if action == "post_notice":
        return {**where, "step": view.step}
    if action == "take_down":
        hanging = [p.posting for p in view.postings if p.hanging]
        return {**where, "posting_id": hanging[-1]} if hanging else where
    if action == "reply_objection":
        asked = [o.objection for o in view.objections if not o.reply]
        return {**where, "objection_id": asked[0]} if asked else where
    if action == "sign_paper":
        return {"paper_id": view.papers[0].paper} if view.papers else where
    return where


class Leads:
    """Makes the buttons of one matter's page."""

    def __init__(self, desktop: Desktop, view: see.MatterView) -> None:
        self.desktop, self.view = desktop, view

    def lead(self, obstacle: Obstacle) -> tuple[str, Callable[[], None]] | None:
        """The button under a reason; a notice that has to hang on is looked at, not taken down."""
        if obstacle.code == "publicity":
            return tr("看张贴情况"), lambda: self.desktop.open_page("matter", matter_id=self.view.matter, tab=tr("公开"))
        return lead(self.desktop, obstacle, **where_of(self.view, obstacle.leads_to))

    def button(self, action: str, words: str = "", *, primary: bool = False, **where: Any) -> QPushButton | None:
        """The button of a deed, grey with its reasons when its move is not open; None where there is no such form."""
        if not self.desktop.has_deed(action):
            return None
        known = {**where_of(self.view, action), **where}
        made = deed_button(self.desktop, action, words, move=self.move(action), **known)
        if primary:
            made.setProperty("role", "primary")
        return made

    def move(self, action: str) -> see.Move | None:
        """The move of that action, None where the engine does not speak of it."""
        wanted = "revise_text" if action == "amend_matter" else action
        return next((m for m in self.view.moves if m.action == wanted), None)
