"""Each refusal of the core that something removes: shown in the window, and resolved by following its button."""

import ast
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consult_desk.sample.guide import Clock
from tests.house.tree import parsed, python_files
from tests.journeys import hamlet
from tests.journeys.hands import Hands
from tests.journeys.refusal_cases import CASES, PREVENTED
from tests.journeys.refusal_hands import Case, Met
from tests.ui.fixtures import QUIET, clocked_window
from ui.list_editors import FilesEditor

pytestmark = QUIET
PASSED_ON = {"one.code", "ruling.kind"}  # says again what another line of the core says
RULED = {"quorum", "notice", "composition", "convening", "authorization", "research"}  # kinds of rulings at the vote


def removable() -> dict[str, str]:
    """Every code of an obstacle of the core that leads to an action, and one place that says so."""
    found = dict.fromkeys(RULED, "deliberation.py")
    for path in python_files("consult_desk"):
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "Obstacle":
                continue
            named = {k.arg: k.value for k in node.keywords}
            leads = node.args[3] if len(node.args) > 3 else named.get("leads_to")
            code = node.args[4] if len(node.args) > 4 else named.get("code")
            if leads is None or code is None or (isinstance(leads, ast.Constant) and not leads.value):
                continue
            if isinstance(code, ast.Constant):
                found.setdefault(code.value, f"{path.name}:{node.lineno}")
            elif isinstance(code, ast.IfExp):
                found.setdefault(ast.literal_eval(code.orelse), f"{path.name}:{node.lineno}")
            else:
                assert ast.unparse(code) in PASSED_ON, ast.unparse(code)
    return found


def test_every_removable_refusal_has_a_case() -> None:
    known = {code for case in CASES for code in case.codes}
    codes = removable()
    assert len(codes) > 50, "the search found next to nothing"
    assert {code: place for code, place in codes.items() if code not in known | set(PREVENTED)} == {}, "no case"
    assert not known & set(PREVENTED) and set(PREVENTED) <= set(codes), "prevented, and yet met or unknown"
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.fixture(scope="module")
def stages(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], tuple[Path, date]]:
    """Homes in which one matter stands at a step, made when first wanted."""
    return {}


def prepared(case: Case, template: Path, folder: Path, stages: dict[tuple[str, str, str], tuple[Path, date]]) -> tuple[Path, date]:
    key = (case.profile, case.category, case.stage)
    if key not in stages:
        home = folder / "-".join(("stage", *key))
        guide = hamlet.opened(template, home)
        if case.stage:
            found = hamlet.matter(guide, case.profile, case.category)
            if case.stage != "first":
                hamlet.reach(guide, found, case.stage)
        guide.desk.close()
        stages[key] = home, guide.clock.day
    return stages[key]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_shown_and_resolved_by_its_button(
    case: Case, template: Path, stages: dict[tuple[str, str, str], tuple[Path, date]], qtbot: QtBot, qapp: QApplication,
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(FilesEditor, "ask", FilesEditor.ask)  # put back what a case sets
    home, day = prepared(case, template, tmp_path_factory.getbasetemp(), stages)
    guide = hamlet.opened(home, tmp_path / "home", day)
    arranged = case.arrange(guide)
    guide.desk.close()
    clock: Clock = guide.clock
    with clocked_window(qtbot, qapp, tmp_path / "home", clock) as window:
        window.resize(1366, 768)
        met = Met(Hands(window, qtbot, clock, keyboard=case.keyboard), tmp_path)
        case.act(met, arranged)
    assert met.followed == met.removed == set(case.codes)
