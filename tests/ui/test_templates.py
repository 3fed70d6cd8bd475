"""The look of papers through the window, and edited Word on its way back; what is wrong is said in words."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from consult_desk.actions.papers import issue_paper
from consult_desk.actions.templates import make_template_folder
from consult_desk.documents.templates import FILE, FOLDER
from consult_desk.views.paper_copies import paper_copy
from consult_desk.views.papers import paper_page
from tests.documents.test_templates import picture
from tests.journeys.fixtures import template  # noqa: F401
from tests.ui.fixtures import QUIET, clocked_window, settle, words
from tests.ui.test_papers import drop, fill_deed, gone, page, village_resolved  # noqa: F401
from tests.ui.village import Clock
from ui.pages.paper import PaperPage
from ui.pages.templates import TemplatesPage
from ui.pages.templates_return import WordReturnPage
from ui.window import Window

pytestmark = QUIET


@pytest.fixture(name="window")
def window_opened(qtbot: QtBot, qapp: QApplication, resolved: Path, tmp_path: Path) -> Iterator[Window]:
    from datetime import date

    home = Path(shutil.copytree(resolved, tmp_path / "home"))
    with clocked_window(qtbot, qapp, home, Clock(date.fromisoformat((home / "day.txt").read_text()))) as opened:
        yield opened


def answered(window: Window, qtbot: QtBot, view: Any, *args: Any, **more: Any) -> Any:
    found: list[Any] = []
    window.bridge.ask(view, found.append, *args, **more)
    settle(qtbot, window, lambda: bool(found))
    return found[0]


def issued(window: Window, qtbot: QtBot) -> int:
    found: list[int] = []
    window.bridge.do(issue_paper, found.append, "resolution", 1)
    settle(qtbot, window, lambda: bool(found))
    return found[0]


def press(qtbot: QtBot, where: Any, name: str) -> None:
    button = next(b for b in where.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def looks(window: Window, qtbot: QtBot) -> TemplatesPage:
    found = page(window, qtbot, "templates")
    assert isinstance(found, TemplatesPage)
    return found


def edited(data: bytes, path: Path) -> Path:
    document = Document(io.BytesIO(data))
    document.add_paragraph("水泥标号为C30。")
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def test_the_page_is_reached_and_shows_the_next_number(window: Window, qtbot: QtBot) -> None:
    papers = page(window, qtbot, "papers")
    qtbot.mouseClick(papers.templates, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.stack.currentWidget() is window.pages["templates"]
    shown = looks(window, qtbot)
    assert "〕1号" in words(shown) and "决议公告" in words(shown) and not shown.faulty.isVisible()
    settings = page(window, qtbot, "settings")
    assert settings.templates.isEnabled()


def test_numbers_and_styles_are_set_without_a_file(window: Window, qtbot: QtBot) -> None:
    shown = looks(window, qtbot)
    press(qtbot, shown, "改公告的文号")
    fill_deed(window, qtbot, pattern="{简称}村〔{年}〕{号}号", start=7)
    settle(qtbot, window, lambda: gone(window))
    assert "村〔2026〕7号" in words(shown).replace(" ", "") or "〕7号" in words(shown)
    press(qtbot, shown, "改决议公告的样式")
    fill_deed(window, qtbot, style="board", sheet="A3")
    settle(qtbot, window, lambda: gone(window))
    paper = answered(window, qtbot, paper_page, issued(window, qtbot))
    assert paper.number.endswith("〕7号") and paper.facts["imprint"]["style"] == "board"
    assert paper.facts["imprint"]["sheet"] == "A3"


def test_a_wrong_pattern_stays_in_the_form_with_its_reason(window: Window, qtbot: QtBot) -> None:
    shown = looks(window, qtbot)
    press(qtbot, shown, "改公告的文号")
    fill_deed(window, qtbot, pattern="{简称}公")
    assert not gone(window) and "{号}" in words(window.deed)
    window.deed.reject()  # type: ignore[union-attr]


def test_a_heading_is_chosen_shown_and_taken_off(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    shown = looks(window, qtbot)
    file = tmp_path / "我们村.png"
    file.write_bytes(picture())
    assert not shown.remove_heading.isEnabled()
    press(qtbot, shown, "换抬头图")
    fill_deed(window, qtbot, file=[str(file)], width_mm=130)
    settle(qtbot, window, lambda: gone(window) and shown.picture.isVisible())
    assert "130" in shown.heading_words.text() and shown.remove_heading.isEnabled()
    file.write_bytes(picture("seal"))
    press(qtbot, shown, "换抬头图")
    fill_deed(window, qtbot, file=[str(file)])
    assert not gone(window) and "公章" in words(window.deed)
    window.deed.reject()  # type: ignore[union-attr]
    press(qtbot, shown, "不用抬头图")
    fill_deed(window, qtbot)
    settle(qtbot, window, lambda: gone(window) and not shown.picture.isVisible())


def test_a_faulty_folder_is_said_and_opened(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    done: list[Any] = []
    window.bridge.do(make_template_folder, done.append)
    settle(qtbot, window, lambda: bool(done))
    (Path(done[0]) / FILE).write_text('[kind.resolution]\nsheet = "A9"\n', encoding="utf-8")
    shown = looks(window, qtbot)
    opened: list[str] = []
    shown.open_folder = opened.append  # type: ignore[method-assign]
    assert shown.faulty.isVisible() and "第 2 行" in words(shown)
    press(qtbot, shown, "打开文书模板文件夹")
    assert opened and opened[0].endswith(FOLDER)
    (Path(done[0]) / FILE).write_text("", encoding="utf-8")
    press(qtbot, shown, "重新检查文书模板文件夹")
    settle(qtbot, window, lambda: not shown.faulty.isVisible())


def test_an_example_goes_out_and_a_template_comes_in(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    shown = looks(window, qtbot)
    example = tmp_path / "示例.docx"
    press(qtbot, shown, "导出示例模板")
    fill_deed(window, qtbot, kind="resolution", path=str(example))
    settle(qtbot, window, lambda: gone(window))
    assert "{{事项名称}}" in "".join(c.text for t in Document(str(example)).tables for r in t.rows for c in r.cells)
    press(qtbot, shown, "启用 Word 模板")
    fill_deed(window, qtbot, kind="resolution", file=[str(example)])
    settle(qtbot, window, lambda: gone(window) and not shown.no_words.isVisible())
    press(qtbot, shown, "停用决议公告的 Word 模板")
    fill_deed(window, qtbot)
    settle(qtbot, window, lambda: gone(window) and shown.no_words.isVisible())


# ------------------------------------------------------------------ edited Word comes back


def test_a_dropped_word_file_finds_its_paper_and_becomes_a_version(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    paper = issued(window, qtbot)
    file = edited(answered(window, qtbot, paper_copy, paper, form="docx").data, tmp_path / "改过.docx")
    drop(window, file)
    shown = window.pages["word_return"]
    assert isinstance(shown, WordReturnPage)
    settle(qtbot, window, lambda: shown.compared.isVisible())
    assert "水泥标号为C30。" in shown.difference.toPlainText() and shown.submit.isVisible()
    shown.form.fill({"reason": "补写水泥标号"})
    qtbot.mouseClick(shown.submit, Qt.MouseButton.LeftButton)
    assert shown.submit.text() == "确认收回"
    qtbot.mouseClick(shown.submit, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: window.stack.currentWidget() is window.pages["paper"])
    new = window.pages["paper"]
    assert isinstance(new, PaperPage)
    settle(qtbot, window, lambda: new.preview.document.pageCount() >= 1)
    assert new.shown.version == 2 and new.shown.supersedes == paper and "补写水泥标号" in words(new.facts)
    again = page(window, qtbot, "issue", matter_id=1)
    settle(qtbot, window, lambda: again.form is not None and "over_edited" in again.form.editors)
    again.form.fill({"which": "resolution:1", "correction": "按记录重新出"})
    qtbot.mouseClick(again.submit, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(again.submit, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: "手工改" in words(again.reasons))


def test_what_must_be_resolved_is_said_and_nothing_can_be_pressed(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    paper = issued(window, qtbot)
    file = edited(answered(window, qtbot, paper_copy, paper, form="docx").data, tmp_path / "改过.docx")
    document = Document(str(file))
    document.add_comment(document.paragraphs[0].runs, "再想想", "王")
    document.save(str(file))
    shown = page(window, qtbot, "paper", paper_id=paper)
    press(qtbot, shown, "收回改过的 Word")
    back = window.pages["word_return"]
    assert isinstance(back, WordReturnPage)
    back.choose = lambda *_args: (str(file), "")  # type: ignore[method-assign]
    qtbot.mouseClick(back.pick, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: back.compared.isVisible())
    assert "批注 1 处" in words(back.reasons) and not back.submit.isVisible()
    file.write_bytes(b"PK nothing")
    qtbot.mouseClick(back.pick, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: "损坏" in words(back.reasons))
    assert not back.compared.isVisible()


def test_saving_over_an_edited_file_says_where_it_went(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    paper = issued(window, qtbot)
    file = edited(answered(window, qtbot, paper_copy, paper, form="docx").data, tmp_path / "公告.docx")
    before = file.read_bytes()
    shown = page(window, qtbot, "paper", paper_id=paper)
    assert isinstance(shown, PaperPage)
    shown.choose = lambda *_args: (str(file), "")  # type: ignore[method-assign]
    shown._save("issued", "docx")
    settle(qtbot, window, lambda: (tmp_path / "公告 第2份.docx").exists())
    assert file.read_bytes() == before
