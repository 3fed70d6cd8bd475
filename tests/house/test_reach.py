"""Nothing the core can do is out of reach in the window, and every reason that can be removed leads to where it is."""

import ast

from consult_desk.actions import ACTIONS
from tests.house.tree import parsed, python_files
from ui.deeds import DEEDS
from ui.leads import PAGE_OF
from ui.pages import SIDE
from ui.pages.listed import PAGES

NAMES = {action.__name__ for action in ACTIONS}


def led_to() -> dict[str, str]:
    """Every action an obstacle of the core leads to, and one place that says so."""
    found: dict[str, str] = {}
    for path in python_files("consult_desk"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Obstacle":
                given = [node.args[3]] if len(node.args) > 3 else [k.value for k in node.keywords if k.arg == "leads_to"]
                for one in given:
                    if isinstance(one, ast.Constant) and one.value:
                        found.setdefault(one.value, f"{path.name}:{node.lineno}")
    return found


def test_every_reason_leads_to_a_form_or_a_page() -> None:
    leading = led_to()
    assert len(leading) > 15, "the search found next to nothing"
    assert {name: place for name, place in leading.items() if name not in NAMES} == {}, "no such action"
    known = {deed.key for deed in DEEDS} | set(PAGE_OF)
    assert {name: place for name, place in leading.items() if name not in known} == {}, "no button can remove this"


def test_pages_led_to_exist() -> None:
    assert {page for page, _words in PAGE_OF.values()} <= {page.key for page in PAGES}


def test_the_side_shows_the_pages_that_have_an_icon() -> None:
    assert list(SIDE) == [(page.key, page.title, page.icon) for page in PAGES if page.icon]


def test_every_action_is_a_form_or_is_done_on_a_page() -> None:
    done = {
        node.attr
        for path in python_files("ui")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert NAMES - {deed.key for deed in DEEDS} - done == set()


def test_deeds_are_listed_once_and_are_actions() -> None:
    keys = [deed.key for deed in DEEDS]
    assert len(keys) == len(set(keys))
    assert set(keys) <= NAMES
