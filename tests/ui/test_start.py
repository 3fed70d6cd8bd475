"""How the window starts: light, with fcitx reachable, greeting a person without data, surviving a fault."""

import subprocess
import sys
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.house.tree import ROOT
from tests.ui.fixtures import QUIET, home_copied, opened_window, settle, small_village_made, words  # noqa: F401
from ui import crash
from ui.app import dress, settle_input_method
from ui.bridge import Bridge
from ui.crash import CrashDialog
from ui.report import report
from ui.welcome import Welcome
from ui.widgets.plain_label import confirm, set_tip
from ui.window import Window

pytestmark = QUIET


def test_none_survives_more_calls_than_it_has_references() -> None:
    script = "import ui\nfrom PySide6.QtCore import QObject\no = QObject()\nfor i in range(60000): o.setObjectName('x')"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", ["fcitx", "fcitx5"])
def test_fcitx_is_reached_through_the_portal(module: str) -> None:
    environment = {"QT_IM_MODULE": module}
    settle_input_method(environment, "linux")
    assert environment == {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize("before", [{}, {"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULE": "compose"}])
def test_other_input_methods_are_left_alone(before: dict[str, str]) -> None:
    environment = dict(before)
    settle_input_method(environment, "linux")
    assert environment == before


def test_a_first_start_offers_two_ways(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    window = Window(Bridge(), dress(qapp, tmp_path))
    window.show()
    window.begin(tmp_path / "nothing")
    settle(qtbot, window, lambda: isinstance(window.stack.currentWidget(), Welcome))
    welcome = window.stack.currentWidget()
    assert isinstance(welcome, Welcome)
    assert [welcome.practice.text(), welcome.folder.text()] == ["打开练习村", "打开已有数据文件夹"]
    window.close()
    shiboken6.delete(window)


def test_standard_buttons_are_chinese(qapp: QApplication, tmp_path: Path) -> None:
    dress(qapp, tmp_path)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "取消" in box.buttons()[0].text()


def test_a_question_shows_hostile_words_as_they_are(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: list[tuple[str, int]] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append((box.text(), box.textFormat().value))
        box.buttons()[0].click()

    QTimer.singleShot(50, answer)
    assert confirm(parent, "<img src=x>撤下吗？", "登记撤下") in (True, False)
    assert seen == [("<img src=x>撤下吗？", 0)]
    set_tip(parent, "<b>粗</b>")
    assert parent.toolTip() == "<qt>&lt;b&gt;粗&lt;/b&gt;</qt>"


def test_a_report_masks_people() -> None:
    text = report("ValueError: 330102197001011237 打 13800138000")
    assert "330102197001011237" not in text and "13800138000" not in text and "ValueError" in text


def test_what_nobody_caught_reaches_the_dialog(opened: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    crash.install(opened.show_crash)
    try:
        raise RuntimeError("按钮里出了错")
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    dialog = opened.findChild(CrashDialog)
    assert dialog is not None and dialog.isVisible()
    assert "按钮里出了错" in dialog.text.toPlainText()
    assert "以前保存的记录没有受影响" in words(dialog)
    dialog.copy.click()
    assert "按钮里出了错" in QApplication.clipboard().text()
    dialog.accept()


def test_a_fault_of_the_core_reaches_the_dialog(opened: Window, qtbot: QtBot) -> None:
    opened.bridge.work(lambda: 1 // 0, lambda _n: None)
    qtbot.waitUntil(lambda: opened.findChild(CrashDialog) is not None, timeout=5000)
    dialog = opened.findChild(CrashDialog)
    assert dialog is not None and "ZeroDivisionError" in dialog.text.toPlainText()
    dialog.accept()
