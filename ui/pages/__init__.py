"""The pages. All of them are named in listed.py, which the first sight does not wait for; the side is drawn from SIDE."""

from ui.page import Page
from ui.words import later

# Key, title and icon of each page of the side, in its order; a test holds it against PAGES.
SIDE: tuple[tuple[str, str, str], ...] = (
    ("desk", later("工作台"), "desk"), ("matters", later("事项"), "ledger"), ("meetings", later("会议"), "meeting"),
    ("disclosures", later("公开"), "board"), ("people", later("名册"), "people"), ("papers", later("文书"), "paper"),
    ("rules", later("规则"), "rules"), ("settings", later("设置"), "settings"), ("help", later("帮助"), "help"),
)  # fmt: skip


def page_class(key: str) -> type[Page]:
    """The page of that key; the first of the side without importing the others. Raises KeyError for an unknown one."""
    if key == SIDE[0][0]:
        from ui.pages.desk import DeskPage

        return DeskPage
    from ui.pages.listed import PAGES

    return {page.key: page for page in PAGES}[key]


def load_the_rest() -> None:
    """Import what the first page did not need: the other pages and the forms."""
    import ui.deeds
    import ui.pages.listed  # noqa: F401
