"""The one place that says where an obstacle is removed: a deed where there is one, else a page."""

from collections.abc import Callable
from typing import Any

from consult_desk.base.errors import Obstacle
from ui.page import Desktop
from ui.words import later, tr

# What is done on a page rather than in a form: action → page, words of the button.
PAGE_OF = {
    "check_in": ("console", later("去会议控制台")),
    "record_vote": ("console", later("去会议控制台")),
    "conclude_item": ("console", later("去会议控制台")),
    "close_meeting": ("console", later("去会议控制台")),
    "import_roster": ("roster_import", later("去导入名册")),
    "confirm_minutes": ("meeting", later("去看会议")),
    "open_meeting": ("meeting", later("去看会议")),
    "issue_notice": ("meeting", later("去看会议")),
    "open_matter": ("matter_new", later("新建事项")),
}
# What a page must know before it can be opened, and where to go when that is not known.
NEEDS = {"console": "meeting_id", "meeting": "meeting_id", "matter": "matter_id"}
INSTEAD = {"console": "meetings", "meeting": "meetings", "matter": "matters"}


def lead(desktop: Desktop, obstacle: Obstacle, **where: Any) -> tuple[str, Callable[[], None]] | None:
    """The words and the deed of the button under an obstacle, None where no action removes it."""
    if obstacle.code == "undecided_finding":
        asked = ("kind", "subject_id", "matter_id")
        known: dict[str, Any] = {key: where[key] for key in asked if key in where}
        return tr("去逐条决定"), lambda: desktop.open_page("issue", **known)
    action = obstacle.leads_to
    if not action:
        return None
    if action in PAGE_OF:
        page, words = PAGE_OF[action]
        need = NEEDS.get(page, "")
        if need and need not in where:
            return tr("去看会议"), lambda: desktop.open_page(INSTEAD[page])
        known = {need: where[need]} if need else {}
        return tr(words), lambda: desktop.open_page(page, **known)
    if desktop.has_deed(action):
        return tr(desktop.deed_of(action).title), lambda: desktop.open_deed(action, **where)
    return None
