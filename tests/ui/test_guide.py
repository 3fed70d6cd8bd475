"""The user guide is what the window says, and nobody forgot to write it anew."""

import importlib.util
from types import ModuleType

from pytestqt.qtbot import QtBot

from tests.house.tree import ROOT
from tests.ui.fixtures import QUIET, home_copied, opened_window, small_village_made  # noqa: F401
from ui.help import topics
from ui.window import Window

pytestmark = QUIET


def guide() -> ModuleType:
    spec = importlib.util.spec_from_file_location("guide", ROOT / "packaging" / "guide.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_guide_is_up_to_date(opened: Window, qtbot: QtBot) -> None:
    module = guide()
    wanted = module.compose(module.mapped(opened))
    assert (ROOT / "docs" / "用户手册.md").read_text(encoding="utf-8") == wanted, "run `make guide`"


def test_the_guide_holds_every_help_text_the_tour_and_the_keys(opened: Window, qtbot: QtBot) -> None:
    module = guide()
    said = module.compose(module.mapped(opened), frozenset({"matters"}))
    assert all(topic.title in said for topic in topics())
    assert "欢迎来到练习村" in said and "| F1 |" in said and "回到刚才那一页" in said
    assert "](page:" not in said and "(matters.png)" in said


def test_chapters_are_counted_as_in_chinese() -> None:
    number = guide().number
    assert [number(n) for n in (1, 9, 10, 11, 20, 21, 34)] == ["一", "九", "十", "十一", "二十", "二十一", "三十四"]
