"""The first start through the window: one's own village in three pages, by mouse and by keyboard; practice thrown away."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from consult_desk.base import places
from consult_desk.base.errors import Refused
from consult_desk.desk import DATABASE, Desk
from consult_desk.interchange.sample_village import build_rosters
from consult_desk.views.people import village_card
from consult_desk.views.signers import signers
from tests.ui.fixtures import QUIET, settle, type_text, words
from tests.ui.village import Clock, build
from ui import homes, look, practice, welcome
from ui.app import dress
from ui.bridge import Bridge
from ui.drafts import Drafts
from ui.founding import DRAFT, Founding
from ui.strength import strength
from ui.welcome import Welcome
from ui.window import Window

pytestmark = QUIET


@pytest.fixture(name="computer")
def own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer nobody has used the program on."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.fixture(name="window")
def first_window(qtbot: QtBot, qapp: QApplication, computer: Path) -> Iterator[Window]:
    home = homes.last_home()
    window = Window(Bridge(now=Clock(date(2026, 3, 2))), dress(qapp, home))
    window.show()
    window.begin(home)
    settle(qtbot, window, lambda: isinstance(window.stack.currentWidget(), Welcome))
    yield window
    window.close()
    shiboken6.delete(window)
    look.put_on(qapp, look.Theme())


def greeting(window: Window) -> Welcome:
    shown = window.stack.currentWidget()
    assert isinstance(shown, Welcome)
    return shown


def founding(window: Window, qtbot: QtBot) -> Founding:
    hello = greeting(window)
    qtbot.mouseClick(hello.found, Qt.MouseButton.LeftButton)
    assert hello.founding is not None and hello.currentWidget() is hello.founding
    return hello.founding


def line(page: Founding, form: str, key: str) -> QLineEdit:
    found = getattr(page, form).form.widget(key)
    assert isinstance(found, QLineEdit)
    return found


def roster_file(folder: Path) -> Path:
    name, data = next(iter(build_rosters().items()))
    (folder / name).write_bytes(data)
    return folder / name


def test_one_s_own_village_with_its_roster(window: Window, qtbot: QtBot, computer: Path) -> None:
    page = founding(window, qtbot)
    qtbot.mouseClick(page.forward, Qt.MouseButton.LeftButton)
    assert page.at == 0 and "2 处没有填好" in page.fault.text(), "neither name nor township"
    type_text(line(page, "names", "name"), "青石村")
    type_text(line(page, "names", "township"), "河南省邓州市桑庄镇")
    assert page.names.form.values()["province"] == "河南"
    qtbot.mouseClick(page.forward, Qt.MouseButton.LeftButton)
    assert page.at == 1
    settle(qtbot, window)
    said = words(page.rules)
    assert "推荐：按河南的规定" in said and "来源：" in said and "第三十条" in said
    assert page.rules.wanted == "ha"
    qtbot.mouseClick(page.forward, Qt.MouseButton.LeftButton)
    page.roster.form.fill({"roster": [roster_file(computer)], "passphrase": "青石板路九号院子", "again": "青石板路八号院子"})
    settle(qtbot, window, lambda: "432 行" in page.roster.glance.text())
    assert "够强" in page.roster.strength.text()
    qtbot.mouseClick(page.forward, Qt.MouseButton.LeftButton)
    assert page.at == 2 and "两次输的口令不一样" in words(page.roster)
    page.roster.form.fill({"again": "青石板路九号院子"})
    qtbot.mouseClick(page.forward, Qt.MouseButton.LeftButton)
    assert page.at == 3
    settle(qtbot, window)
    said = words(page.summary)
    assert "青石村" in said and "河南省（国家基线＋实施办法）" in said and str(places.default_home()) in said
    assert "青石板路" not in said
    qtbot.mouseClick(page.forward, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: window.side.village.text() == "青石村")
    assert not window.band.isVisible() and window.home == places.default_home()
    settle(qtbot, window, lambda: homes.last_home() == window.home)
    window.bridge.ask(village_card, lambda card: found.append(card))
    found: list[object] = []
    settle(qtbot, window, lambda: bool(found))
    card = found[0]
    assert card.people == 432 and card.profile == "ha"  # type: ignore[attr-defined]
    window.bridge.ask(signers, lambda view: found.append(view))
    settle(qtbot, window, lambda: len(found) == 2)
    assert found[1].of("issuer").label.startswith("青石村村民委员会")  # type: ignore[attr-defined]


def test_everything_that_can_wait_waits_and_the_keyboard_suffices(window: Window, qtbot: QtBot) -> None:
    """Enter in a line goes on, Enter on a button presses it, arrows choose."""
    hello = greeting(window)
    assert window.focusWidget() is hello.practice
    for _ in range(20):
        if window.focusWidget() is hello.found:
            break
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(hello.found, Qt.Key.Key_Return)
    page = hello.founding
    assert page is not None and window.focusWidget() is page.names.form.widget("name")
    type_text(window.focusWidget(), "和平社区")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert isinstance(window.focusWidget(), QRadioButton)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert page.names.form.values()["kind"] == "community"
    type_text(line(page, "names", "township"), "和平街道")
    qtbot.keyClick(line(page, "names", "township"), Qt.Key.Key_Return)
    assert page.at == 1 and page.rules.wanted == "cn-community-reps"
    first = window.focusWidget()
    assert isinstance(first, QRadioButton) and first.isChecked()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert page.rules.wanted == "cn-community-assembly"
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.at == 2
    qtbot.keyClick(page.forward, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert page.at == 3 and "以后再做" in words(page.summary) and window.focusWidget() is page.forward
    qtbot.keyClick(page.back, Qt.Key.Key_Return)
    assert page.at == 2
    qtbot.keyClick(page.forward, Qt.Key.Key_Return)
    qtbot.keyClick(page.forward, Qt.Key.Key_Return)
    settle(qtbot, window, lambda: window.side.village.text() == "和平社区")


def test_what_was_typed_is_there_again_but_never_a_passphrase(window: Window, qtbot: QtBot) -> None:
    page = founding(window, qtbot)
    type_text(line(page, "names", "name"), "巴彦嘎查")
    type_text(line(page, "names", "township"), "巴彦苏木")
    page.roster.form.fill({"passphrase": "绝不保存这句话"})
    kept = Drafts(homes.drafts_home())
    settle(qtbot, window, lambda: bool(kept.find(DRAFT)))
    assert kept.find(DRAFT)["names"]["name"] == "巴彦嘎查"
    assert all("绝不保存" not in p.read_text(encoding="utf-8") for p in homes.drafts_home().rglob("*.json"))
    window._dress()
    settle(qtbot, window)
    again = founding(window, qtbot)
    assert again is not page and line(again, "names", "name").text() == "巴彦嘎查"
    assert line(again, "roster", "passphrase").text() == ""


def test_a_folder_with_other_things_is_refused_and_nothing_is_left(window: Window, qtbot: QtBot, computer: Path) -> None:
    full = computer / "full"
    full.mkdir()
    (full / "照片.jpg").write_bytes(b"x")
    page = founding(window, qtbot)
    page.names.form.fill({"name": "青石村", "township": "柳河镇"})
    for _ in range(2):
        page.next()
    page.roster.form.fill({"home": str(full)})
    page.next()
    page.next()
    settle(qtbot, window, lambda: page.reasons.isVisible())
    assert "已经有别的文件" in words(page.reasons) and list(full.iterdir()) == [full / "照片.jpg"]
    assert window.home is None and not list(computer.glob(".full*"))
    assert page.forward.isEnabled()


def test_the_practice_village_is_thrown_away_and_nothing_else(
    qtbot: QtBot, qapp: QApplication, computer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = practice.practice_home()
    build(folder)
    window = Window(Bridge(), dress(qapp, folder))
    window.show()
    window.begin(homes.last_home())
    settle(qtbot, window, lambda: isinstance(window.stack.currentWidget(), Welcome))
    hello = greeting(window)
    assert hello.practice.text() == "回到练习村"
    qtbot.mouseClick(hello.practice, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: window.side.village.text() == "清溪村")
    assert window.band.isVisible() and homes.last_home() == places.default_home(), "practice is never opened by itself"
    window.leave()
    settle(qtbot, window)
    asked: list[str] = []
    monkeypatch.setattr(welcome, "confirm", lambda _parent, words, _deed: asked.append(words) or len(asked) > 1)
    for _ in range(2):
        assert folder.exists()
        qtbot.mouseClick(greeting(window).away, Qt.MouseButton.LeftButton)
        settle(qtbot, window)
    assert "找不回来" in asked[0] and not folder.exists() and list(folder.parent.glob("*practice*")) == []
    assert greeting(window).practice.text() == "打开练习村" and not greeting(window).away.isVisible()
    window.close()
    shiboken6.delete(window)
    look.put_on(qapp, look.Theme())


def test_a_real_village_is_never_thrown_away(tmp_path: Path) -> None:
    home = tmp_path / "real"
    desk = Desk.create(home)
    from consult_desk.actions.people import found_village

    desk.do(found_village, name="青石村", township="柳河镇")
    desk.close()
    with pytest.raises(Refused, match="真实的村"):
        practice.throw_away(home)
    assert (home / DATABASE).exists()
    practice.throw_away(tmp_path / "nothing")


def test_the_last_village_is_opened_again(computer: Path) -> None:
    other = computer / "u盘"
    other.mkdir()
    homes.remember_home(other)
    assert homes.last_home() == other
    other.rmdir()
    assert homes.last_home() == places.default_home()
    assert homes.new_home() == places.default_home()
    places.default_home().mkdir()
    (places.default_home() / "x").write_bytes(b"")
    assert homes.new_home().name.endswith("-2")


@pytest.mark.parametrize(
    ("typed", "usable"),
    [("12345", False), ("aaaaaaaaaa", False), ("abc123", True), ("青石板路九号院", True), ("correct horse battery", True)],
)
def test_passphrases_are_weighed_in_words(typed: str, usable: bool) -> None:
    said, good = strength(typed)
    assert good is usable and said
