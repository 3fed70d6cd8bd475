"""Settings through the window: drawn from their descriptions, worn at once, kept for the next start, faults in words."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consult_desk.base.settings import described, load_settings
from tests.ui.fixtures import (  # noqa: F401
    QUIET,
    clocked_window,
    home_copied,
    opened_window,
    settle,
    small_village_made,
    type_text,
    words,
)
from tests.ui.test_look import cut_off
from ui import diagnostics, look
from ui.pages.setting_folder import size_words
from ui.pages.setting_rows import PathEditor, SizeEditor
from ui.pages.settings import SettingsPage
from ui.printing import print_pdf
from ui.window import Window
from ui.words import language

pytestmark = QUIET


def settings_page(window: Window, qtbot: QtBot) -> SettingsPage:
    if not isinstance(window.stack.currentWidget(), SettingsPage):
        window.open_page("settings")
    settle(qtbot, window)
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage) and window.stack.currentWidget() is page
    return page


def test_every_described_setting_is_drawn(opened: Window, qtbot: QtBot) -> None:
    page = settings_page(opened, qtbot)
    assert list(page.rows) == [one.name for one in described()]
    said = words(page)
    for one in described():
        row = page.rows[one.name]
        assert one.help in words(row) and row.editor.control.accessibleName(), one.name
        assert row.editor.value() == getattr(opened.settings(), one.name) or one.kind == "size"
        assert one.group in said


def test_the_text_size_changes_live_and_survives_a_restart(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    with clocked_window(qtbot, qapp, home) as window:
        page = settings_page(window, qtbot)
        editor = page.rows["font_px"].editor
        assert isinstance(editor, SizeEditor) and [b.text() for b in editor.group.buttons()][-1] == "175 %"
        for number, factor in ((3, 1.5), (0, 1.0), (4, 1.75)):
            editor = settings_page(window, qtbot).rows["font_px"].editor
            assert isinstance(editor, SizeEditor)
            qtbot.mouseClick(editor.group.button(number), Qt.MouseButton.LeftButton)
            settle(qtbot, window)
            assert window.theme.factor == factor == look.theme().factor
        page = settings_page(window, qtbot)
        assert page.first_focus().hasFocus() and "已经保存：字号" in words(window.message), "one can go on where one was"
    with clocked_window(qtbot, qapp, home) as window:
        assert window.theme.factor == 1.75 and load_settings(home).font_px == 28


def test_colours_and_language_change_live(opened: Window, qtbot: QtBot) -> None:
    page = settings_page(opened, qtbot)
    page.rows["look"].editor.put("dark")
    settle(qtbot, opened)
    assert opened.theme.dark and load_settings(opened.home or Path()).look == "dark"
    page = settings_page(opened, qtbot)
    page.rows["look"].editor.put("system")
    settle(qtbot, opened)
    assert not opened.theme.dark, "a system that does not say is light"
    page = settings_page(opened, qtbot)
    page.rows["language"].editor.put("en")
    settle(qtbot, opened)
    page = settings_page(opened, qtbot)
    assert language() == "en" and "Changes take effect at once" in words(page) and "Text size" in words(page)
    page.rows["language"].editor.put("zh")
    settle(qtbot, opened)
    assert "改了马上生效" in words(settings_page(opened, qtbot))


def test_the_system_is_followed_while_the_program_runs(opened: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    for choice, dark in (("light", False), ("system", True)):
        opened.wear(replace(opened.settings(), look=choice))
        settle(qtbot, opened)
        with monkeypatch.context() as patched:
            patched.setattr(look, "is_dark", lambda wanted: wanted in ("dark", "system"))
            QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
            settle(qtbot, opened)
        assert opened.theme.dark == dark, choice


def test_the_operator_is_kept_when_the_typing_ends_and_signs_the_records(opened: Window, qtbot: QtBot) -> None:
    page = settings_page(opened, qtbot)
    row = page.rows["operator"]
    row.editor.control.setFocus()
    type_text(row.editor.control, "林秀兰")
    assert opened.settings().operator == ""
    qtbot.keyClick(row.editor.control, Qt.Key.Key_Return)
    settle(qtbot, opened)
    assert opened.settings().operator == "林秀兰" == opened.bridge.who
    type_text(row.editor.control, "\u202e")
    qtbot.keyClick(row.editor.control, Qt.Key.Key_Return)
    settle(qtbot, opened)
    assert "不能用的字符" in words(row) and load_settings(opened.home or Path()).operator == "林秀兰"


def test_a_path_that_is_not_there_is_said_and_can_be_taken_back(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    page = settings_page(opened, qtbot)
    row = page.rows["signer_module"]
    assert isinstance(row.editor, PathEditor)
    row.editor.line.setText(str(tmp_path / "no.so"))
    row.editor.line.editingFinished.emit()
    assert "现在找不到这个文件" in words(row)
    module = tmp_path / "token.so"
    module.write_bytes(b"")
    row.editor.line.setText(str(module))
    row.editor.line.editingFinished.emit()
    settle(qtbot, opened)
    assert opened.settings().signer_module == str(module) and "现在找不到" not in words(row)
    qtbot.mouseClick(row.editor.none, Qt.MouseButton.LeftButton)
    settle(qtbot, opened)
    assert opened.settings().signer_module == ""
    qtbot.mouseClick(page.signers, Qt.MouseButton.LeftButton)
    assert opened.stack.currentWidget() is opened.pages["signers"]


def test_the_printers_are_those_of_the_computer(opened: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["村委会打印机", "二楼"]))
    opened.wear(replace(opened.settings(), printer="旧打印机"))
    page = settings_page(opened, qtbot)
    choices = page.rows["printer"].editor.field.choices
    assert [value for value, _words in choices] == ["", "村委会打印机", "二楼", "旧打印机"] and "找不到" in choices[-1][1]
    page.rows["printer"].editor.put("二楼")
    settle(qtbot, opened)
    assert load_settings(opened.home or Path()).printer == "二楼"
    chosen: list[str] = []
    monkeypatch.setattr(QPrinter, "setPrinterName", lambda _self, name: chosen.append(name))
    for usual in ("二楼", "旧打印机", ""):
        print_pdf(page, b"%PDF", "公告", chosen.append, usual).reject()
    assert chosen == ["二楼"], "one that is gone is not offered"


def test_the_folder_is_shown_and_another_one_opened(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    assert opened.home is not None
    page = settings_page(opened, qtbot)
    assert page.folder.place.text() == str(opened.home) and "个文件" in page.folder.amount.text()
    page.folder.use(str(tmp_path))
    assert "没有议事台的数据" in words(page.folder)
    other = Path(shutil.copytree(opened.home, tmp_path / "另一个村"))
    page.folder.use(str(other))
    settle(qtbot, opened, lambda: opened.home == other)
    assert opened.home == other


def test_the_folder_is_moved_after_a_question(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    old = opened.home
    assert old is not None
    page = settings_page(opened, qtbot)
    disk = tmp_path / "移动硬盘"
    disk.mkdir()
    page.folder.offer(str(disk))
    assert page.folder.question.isVisible() and "原来的文件夹留着不动" in page.folder.ask.text()
    qtbot.mouseClick(page.folder.no, Qt.MouseButton.LeftButton)
    assert not page.folder.question.isVisible() and not list(disk.iterdir())
    page.folder.offer(str(disk))
    qtbot.mouseClick(page.folder.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, opened, lambda: opened.home == disk / old.name)
    assert (old / "desk.db").exists() and opened.side.village.text() == "清溪村"
    page = settings_page(opened, qtbot)
    page.folder.offer(str(disk))
    qtbot.mouseClick(page.folder.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, opened)
    assert "没有搬" in words(page.folder) and "就是现在的数据文件夹" in words(page.folder)


def test_the_diagnosis_can_be_copied_and_names_no_villager(opened: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    page = settings_page(opened, qtbot)
    assert "文书字体都能印出来" in page.names.text()
    page.copy.click()
    copied = QApplication.clipboard().text()
    assert "SQLite 3." in copied and "PySide6" in copied and "周明德" not in copied
    monkeypatch.setattr(diagnostics.sys, "platform", "linux")
    for wanted, said in (("", "没有指定"), ("nosuch", "没有它的插件"), ("ibus", "可以用")):
        monkeypatch.setenv("QT_IM_MODULE", wanted)
        assert said in diagnostics.input_method()


@pytest.mark.parametrize(("size", "said"), [(0, "1 KB"), (999, "1 KB"), (2_500_000, "2.5 MB"), (3 * 10**9, "3.0 GB")])
def test_sizes_are_said_as_people_say_them(size: int, said: str) -> None:
    assert size_words(size) == said


def test_settings_of_an_earlier_program_are_worn(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    (home / "settings.json").write_text(json.dumps({"font_px": 21, "look": "dark"}))
    with clocked_window(qtbot, qapp, home) as window:
        editor = settings_page(window, qtbot).rows["font_px"].editor
        assert isinstance(editor, SizeEditor) and editor.group.checkedButton().text() == "125 %" and window.theme.dark


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_the_settings_are_not_cut_off(opened: Window, qtbot: QtBot, factor: float) -> None:
    opened.wear(replace(opened.settings(), font_px=round(look.BASE_PX * factor), backup_folder="/media/没有"))
    settle(qtbot, opened)
    opened.resize(1366, 768)
    page = settings_page(opened, qtbot)
    page.folder.offer("/media/没有")
    qtbot.wait(150)
    assert not cut_off(page, "settings")  # type: ignore[arg-type]
    assert (opened.width(), opened.height()) == (1366, 768)
