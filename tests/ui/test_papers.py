"""Papers through the window: draft, issue, sign, save, print, verify by drop; what is wrong is said in words."""

import shutil
import sqlite3
import subprocess
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from consult_desk.actions.papers import issue_paper
from consult_desk.documents import readback
from consult_desk.sample.guide import PASSPHRASE
from tests.documents.soft_token import MODULE, PIN, needs_token, soft_token
from tests.journeys import hamlet
from tests.journeys.fixtures import template  # noqa: F401
from tests.ui.fixtures import QUIET, clocked_window, settle, type_text, words
from tests.ui.village import Clock
from ui.pages.checking import VERDICTS, CheckingPage
from ui.pages.issue import IssuePage
from ui.pages.journal import JournalPage
from ui.pages.paper import PaperPage
from ui.pages.papers import PapersPage
from ui.pages.signers import SignersPage
from ui.window import Window

pytestmark = QUIET
PHONE = "13912345678"


@pytest.fixture(name="resolved", scope="module")
def village_resolved(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """The hamlet with a matter that may be disclosed; copy it, never change it."""
    home = tmp_path_factory.mktemp("resolved") / "home"
    guide = hamlet.opened(template, home)
    found = hamlet.matter(guide)
    hamlet.reach(guide, found, "disclose_resolution")
    (home / "day.txt").write_text(guide.clock.day.isoformat())
    guide.desk.close()
    return home


@pytest.fixture(name="window")
def window_opened(qtbot: QtBot, qapp: QApplication, resolved: Path, tmp_path: Path) -> Iterator[Window]:
    from datetime import date

    home = Path(shutil.copytree(resolved, tmp_path / "home"))
    day = date.fromisoformat((home / "day.txt").read_text())
    with clocked_window(qtbot, qapp, home, Clock(day)) as opened:
        yield opened


def page(window: Window, qtbot: QtBot, key: str, **where: Any) -> Any:
    window.open_page(key, **where)
    settle(qtbot, window)
    return window.pages[key]


def issued(window: Window, qtbot: QtBot, kind: str = "resolution", subject: int = 1, **more: Any) -> int:
    found: list[int] = []
    window.bridge.do(issue_paper, found.append, kind, subject, **more)
    settle(qtbot, window, lambda: bool(found))
    return found[0]


def fill_deed(window: Window, qtbot: QtBot, **values: Any) -> None:
    """Fill the deed that is open, submit it, confirm it."""
    deed = window.deed
    assert deed is not None
    settle(qtbot, window, lambda: deed.form is not None)
    assert deed.form is not None
    deed.form.fill(values)
    qtbot.mouseClick(deed.submit, Qt.MouseButton.LeftButton)
    if deed.ask.isVisible():
        qtbot.mouseClick(deed.submit, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def gone(window: Window) -> bool:
    """Whether the deed was done and its dialog closed."""
    return window.deed is None or not isValid(window.deed) or not window.deed.isVisible()


def drop(window: Window, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, data, left, none))


def pdf_text(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, timeout=60)
    return "".join(done.stdout.decode().split())


def test_from_draft_to_a_signed_saved_and_verified_notice(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    draft = page(window, qtbot, "issue", matter_id=1)
    assert isinstance(draft, IssuePage)
    settle(qtbot, window, lambda: draft.preview.document.pageCount() >= 1)
    assert "草稿" in draft.note.text() and draft.submit.isEnabled()
    qtbot.mouseClick(draft.submit, Qt.MouseButton.LeftButton)
    assert "不能再改" in draft.words.text() and draft.submit.text() == "确认出具"
    qtbot.mouseClick(draft.submit, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: window.stack.currentWidget() is window.pages["paper"])
    shown = window.pages["paper"]
    assert isinstance(shown, PaperPage)
    settle(qtbot, window, lambda: shown.preview.document.pageCount() >= 1)
    said = words(shown.facts)
    assert "石桥村公〔2026〕1号" in said and "○ 发布单位" in said and "○ 村务监督委员会" in said
    sign = next(b for b in shown.facts.findChildren(QPushButton) if "现在签名" in b.text())
    qtbot.mouseClick(sign, Qt.MouseButton.LeftButton)
    fill_deed(window, qtbot, passphrase="不是这个口令")
    assert window.deed is not None and window.deed.isVisible() and "口令不对" in window.deed.words.text()
    fill_deed(window, qtbot, passphrase=PASSPHRASE)
    settle(qtbot, window, lambda: "✓ 发布单位" in words(shown.facts))
    window.open_deed("sign_paper", paper_id=1, role="supervisor")
    fill_deed(window, qtbot, passphrase=PASSPHRASE)
    settle(qtbot, window, lambda: "✓ 村务监督委员会" in words(shown.facts))
    target = tmp_path / "公告.pdf"
    shown.choose = lambda *_args: (str(target), "")  # type: ignore[method-assign,assignment]
    action = shown.save.menu().actions()[0]
    assert action.text() == "张贴件（正式），PDF…"
    action.trigger()
    settle(qtbot, window, target.exists)
    drop(window, target)
    settle(qtbot, window, lambda: window.pages["checking"].isVisible())
    checking = window.pages["checking"]
    assert isinstance(checking, CheckingPage)
    settle(qtbot, window, lambda: checking.verdict.isVisible())
    assert checking.kind.text() == "✓ 原件一致" and "放心使用" in checking.deed.text()
    changed = tmp_path / "改过.pdf"
    changed.write_bytes(target.read_bytes().replace(b"/Type", b"/Tyqe", 1))
    drop(window, changed)
    settle(qtbot, window, lambda: checking.kind.text() == "✕ 已被改动")
    assert "改过.pdf" in words(checking) and "不要按它办事" in checking.deed.text()
    stranger = tmp_path / "别的.pdf"
    stranger.write_bytes(b"%PDF-1.7 nothing")
    drop(window, stranger)
    settle(qtbot, window, lambda: checking.kind.text() == "？ 无法验证")


def test_what_may_not_be_issued_says_why_and_leads_on(window: Window, qtbot: QtBot) -> None:
    draft = page(window, qtbot, "issue", kind="result", subject_id=1)
    settle(qtbot, window, lambda: bool(draft.reasons.shown))
    assert not draft.submit.isEnabled() and draft.preview.document.pageCount() == 0
    assert "还不能出" in words(draft.reasons) and "还画不出来" in draft.note.text()


def test_a_superseded_paper_leads_to_the_newer_one_and_is_told_when_verified(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    old = issued(window, qtbot)
    shown = page(window, qtbot, "paper", paper_id=old)
    first = tmp_path / "第一版.pdf"
    first.write_bytes(shown.shown.data)
    new = issued(window, qtbot, correction="金额写错了一位")
    settle(qtbot, window, lambda: "已经被更正" in words(shown.facts))
    link = next(b for b in shown.facts.findChildren(QPushButton) if b.text() == "去看更正版")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: shown.shown.paper == new)
    assert "金额写错了一位" in words(shown.facts)
    checking = page(window, qtbot, "checking", path=str(first))
    settle(qtbot, window, lambda: checking.kind.text() == "✓ 已被第 2 版更正")
    assert "以更正版为准" in checking.deed.text()


def test_every_verdict_of_the_core_is_explained() -> None:
    from consult_desk.documents import verify

    core = {verify.ORIGINAL, verify.ALTERED, verify.FOREIGN, verify.SUPERSEDED, verify.UNKNOWN}
    assert set(VERDICTS) == core
    assert all(meaning and deed for _sign, _tone, meaning, deed in VERDICTS.values())


def test_the_copies_differ_and_say_what_they_are(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    paper = issued(window, qtbot, "attendance_sheet", 4)
    shown = page(window, qtbot, "paper", paper_id=paper)
    by_copy = {b.property("copy"): b for b in shown.copies.buttons()}
    assert set(by_copy) == {"issued", "internal", "posted"}
    for copy, mark in (("internal", "内部件不得张贴"), ("posted", "张贴件个人信息已隐去")):
        qtbot.mouseClick(by_copy[copy], Qt.MouseButton.LeftButton)
        settle(qtbot, window)
        assert shown.copy == copy and shown.hidden.text().startswith(mark[:3])
        (tmp_path / f"{copy}.pdf").write_bytes(shown._data)
        assert mark in pdf_text(tmp_path / f"{copy}.pdf")
    word = tmp_path / "签到册.docx"
    shown.choose = lambda *_args: (str(word), "")
    next(a for a in shown.save.menu().actions() if a.text() == "正式件，Word…").trigger()
    settle(qtbot, window, word.exists)
    assert "签到册" in readback.read_text(word.read_bytes())


def test_the_list_is_searched_filtered_and_opened_by_keyboard(window: Window, qtbot: QtBot) -> None:
    issued(window, qtbot)
    for meeting in (1, 2, 3):
        issued(window, qtbot, "attendance_sheet", meeting)
    shown = page(window, qtbot, "papers")
    assert isinstance(shown, PapersPage)
    settle(qtbot, window, lambda: shown.table.rows.rowCount() == 4)
    assert "共 4 份" in shown.count.text()
    type_text(shown.search, "决议公告")
    settle(qtbot, window, lambda: shown.table.rows.rowCount() == 1)
    shown.search.clear()
    unsigned = next(b for b in shown.states.buttons() if b.property("state") == "unsigned")
    qtbot.mouseClick(unsigned, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: shown.table.rows.rowCount() == 1)
    assert shown.table.rows.cell(shown.table.rows.index(0, 3)).text == "○ 还没有签名"
    superseded = next(b for b in shown.states.buttons() if b.property("state") == "superseded")
    qtbot.mouseClick(superseded, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: shown.nothing.isVisible())
    qtbot.mouseClick(shown.states.buttons()[0], Qt.MouseButton.LeftButton)
    shown.kind.setCurrentIndex(shown.kind.findData("attendance_sheet"))
    settle(qtbot, window, lambda: shown.table.rows.rowCount() == 3)
    shown.table.setFocus()
    qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    settle(qtbot, window, lambda: window.stack.currentWidget() is window.pages["paper"])


def test_more_papers_are_fetched_as_they_come_into_sight(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from consult_desk.views import papers as see

    numbers = [issued(window, qtbot, "attendance_sheet", 1)]
    numbers += [issued(window, qtbot, "attendance_sheet", 1, correction=f"补印第{n}次，字迹不清") for n in range(4)]
    monkeypatch.setattr(see.papers, "__defaults__", ("", "", "", 2, 0))
    shown = page(window, qtbot, "papers")
    settle(qtbot, window, lambda: shown.table.rows.rowCount() >= 2)
    for _ in range(5):
        shown.table.rows.fetchMore(shown.table.rootIndex())
        settle(qtbot, window)
    assert [row.paper for row in shown.table.rows.rows] == numbers[::-1]


def test_the_print_button_opens_the_dialog_of_the_system(window: Window, qtbot: QtBot) -> None:
    shown = page(window, qtbot, "paper", paper_id=issued(window, qtbot))
    qtbot.mouseClick(shown.print, Qt.MouseButton.LeftButton)
    assert isinstance(shown.dialog, QPrintDialog) and shown.dialog.isVisible()
    assert shown.dialog.maxPage() == shown.preview.document.pageCount()
    shown.dialog.reject()


@needs_token
def test_a_token_is_found_adopted_and_signs(window: Window, qtbot: QtBot) -> None:
    wanted = soft_token()["ecdsa"]
    paper = issued(window, qtbot)
    known = page(window, qtbot, "signers")
    assert isinstance(known, SignersPage) and "现在用这一张" in words(known)
    known.choose = lambda *_args: (MODULE, "")  # type: ignore[method-assign,assignment]
    qtbot.mouseClick(known.driver, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: "找到" in known.found.text())
    button = next(b for b in known.findChildren(QPushButton) if b.property("fingerprint") == wanted)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    fill_deed(window, qtbot, role="issuer", passphrase="000000")
    assert window.deed is not None and "PIN" in window.deed.words.text()
    fill_deed(window, qtbot, passphrase=PIN)
    settle(qtbot, window, lambda: "在 UKey 里" in words(known))
    window.open_deed("sign_paper", paper_id=paper, role="issuer")
    fill_deed(window, qtbot, passphrase=PIN)
    shown = page(window, qtbot, "paper", paper_id=paper)
    settle(qtbot, window, lambda: "✓ 发布单位" in words(shown.facts))
    qtbot.mouseClick(shown.check, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: shown.verdict.isVisible())
    assert "原件一致" in words(shown.verdict)


def test_deeds_of_papers_and_of_the_journal(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    """issue_paper, save_paper, make_identity, adopt_identity, export_journal, erase_body, each through its form."""
    from consult_desk.documents.identity import make_practice_identity

    window.open_deed("issue_paper", matter_id=1)
    fill_deed(window, qtbot)
    settle(qtbot, window, lambda: window.stack.currentWidget() is window.pages["paper"])
    window.open_deed("save_paper", paper_id=1)
    fill_deed(window, qtbot, copy="internal", path=str(tmp_path / "内部.pdf"))
    assert "内部件不得张贴" in pdf_text(tmp_path / "内部.pdf")
    window.open_deed("make_identity", role="supervisor")
    fill_deed(window, qtbot, passphrase="短")
    assert window.deed is not None and "6" in words(window.deed.reasons)
    fill_deed(window, qtbot, passphrase="足够长的口令")
    assert gone(window)
    (tmp_path / "章.p12").write_bytes(make_practice_identity("石桥村村民委员会", "口令六个字啊"))
    window.open_deed("adopt_identity")
    fill_deed(window, qtbot, role="issuer", file=[tmp_path / "章.p12"], passphrase="口令六个字啊")
    window.open_deed("export_journal")
    fill_deed(window, qtbot, folder=str(tmp_path / "链"))
    assert len(list((tmp_path / "链").iterdir())) > 3
    window.open_deed("erase_body", seq=5)
    fill_deed(window, qtbot, reason="法院判决删除个人信息", first="周明德", second="周明德")
    assert window.deed is not None and "两个不同的人" in words(window.deed.reasons)
    fill_deed(window, qtbot, second="洪石头")
    assert gone(window)


def test_the_record_is_checked_read_and_found_changed(window: Window, qtbot: QtBot) -> None:
    shown = page(window, qtbot, "journal")
    assert isinstance(shown, JournalPage)
    settle(qtbot, window, lambda: shown.table.rows.rowCount() > 50)
    newest = [shown.table.rows.cell(shown.table.rows.index(0, n)).text for n in range(4)]
    assert int(newest[0]) == shown.table.rows.total and newest[3] == "单守田"
    assert any("一" <= char <= "龥" for char in newest[2]), "what was done is said in words"
    qtbot.mouseClick(shown.check, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: shown.verdict.isVisible())
    assert "✓ 完好" in words(shown.verdict)
    type_text(shown.search, "5")
    settle(qtbot, window, lambda: shown.table.rows.rowCount() == 1)
    qtbot.mouseClick(shown.erase, Qt.MouseButton.LeftButton)
    fill_deed(window, qtbot, reason="法院判决删除个人信息", first="周明德", second="洪石头")
    settle(qtbot, window, lambda: "依法删除" in shown.table.rows.cell(shown.table.rows.index(0, 2)).text)
    home = window.home
    assert home is not None
    with sqlite3.connect(home / "desk.db") as database:
        database.execute("UPDATE matter SET title = '别的事'")
    database.close()
    qtbot.mouseClick(shown.check, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: "✕ 有改动" in words(shown.verdict))
    assert "怎么办" in words(shown.verdict)


def test_a_form_is_as_high_as_its_fields_ask_for(window: Window, qtbot: QtBot) -> None:
    window.resize(1366, 768)
    window.open_deed("set_numbering", series="notice")
    settle(qtbot, window)
    assert window.deed is not None and window.deed.form is not None
    bar = window.deed.area.verticalScrollBar()
    assert bar.maximum() == 0 or window.deed.height() >= window.deed.room.height() - 1
    window.deed.reject()


def test_the_list_of_papers_fits_in_large_type_and_long_words(window: Window, qtbot: QtBot) -> None:
    window.resize(1366, 768)
    for font_px, language in ((24, "zh"), (24, "en"), (16, "zh")):
        window.wear(replace(window.settings(), font_px=font_px, language=language))
        shown = page(window, qtbot, "papers")
        assert shown.minimumSizeHint().width() < 1366 * 2 // 3
        assert all(shown.rect().contains(b.mapTo(shown, b.rect().bottomRight())) for b in (shown.home, shown.issue))


def test_a_paper_is_issued_by_keyboard_alone(window: Window, qtbot: QtBot) -> None:
    """Ctrl+N on the list, Tab to the button, Enter twice; the draft stays what it was while one thinks."""
    shown = page(window, qtbot, "papers")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window, lambda: window.stack.currentWidget() is window.pages["issue"])
    draft = window.pages["issue"]
    assert isinstance(draft, IssuePage) and shown is not draft
    settle(qtbot, window, lambda: draft.preview.document.pageCount() >= 1)
    for _ in range(30):
        if window.focusWidget() is draft.submit:
            break
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is draft.submit
    qtbot.keyClick(draft.submit, Qt.Key.Key_Return)
    assert draft.words.isVisible()
    qtbot.keyClick(draft.submit, Qt.Key.Key_Return)
    settle(qtbot, window, lambda: window.stack.currentWidget() is window.pages["paper"])
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, window, lambda: window.stack.currentWidget() is draft)
