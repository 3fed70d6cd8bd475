"""Signing in the window: one passphrase for several papers, the lock, the switch for a server that does not answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from consult_desk.base.settings import Settings, save_settings
from consult_desk.sample.guide import PASSPHRASE
from tests.journeys.fixtures import template  # noqa: F401
from tests.ui.fixtures import QUIET, settle, words
from tests.ui.test_papers import fill_deed, gone, issued, page, village_resolved, window_opened  # noqa: F401
from ui.pages.signers import SignersPage
from ui.window import Window

pytestmark = QUIET


def test_one_passphrase_signs_until_it_is_locked(window: Window, qtbot: QtBot) -> None:
    """sign_paper, sign_papers, lock_signing."""
    first = issued(window, qtbot)
    issued(window, qtbot, "meeting_notice", 4)
    shown = page(window, qtbot, "signers")
    assert isinstance(shown, SignersPage)
    settle(qtbot, window, lambda: "签名锁着" in shown.state.text())
    assert not shown.lock.isEnabled() and "乡镇（街道）" in words(shown)
    qtbot.mouseClick(shown.many, Qt.MouseButton.LeftButton)
    fill_deed(window, qtbot, passphrase=PASSPHRASE)
    assert gone(window)
    settle(qtbot, window, lambda: "签名已解锁：发布单位" in shown.state.text())
    window.open_deed("sign_paper", paper_id=first, role="supervisor")
    fill_deed(window, qtbot, passphrase=PASSPHRASE)
    window.open_deed("sign_papers", role="supervisor")
    settle(qtbot, window, lambda: window.deed is not None and window.deed.form is not None)
    assert window.deed is not None and "已经解锁" in words(window.deed)
    fill_deed(window, qtbot)
    assert gone(window)
    shown = page(window, qtbot, "signers")
    settle(qtbot, window, lambda: shown.lock.isEnabled())
    qtbot.mouseClick(shown.lock, Qt.MouseButton.LeftButton)
    settle(qtbot, window, lambda: "签名锁着" in shown.state.text())
    assert not shown.lock.isEnabled()


def test_a_time_server_that_does_not_answer_leaves_a_way(window: Window, qtbot: QtBot) -> None:
    paper = issued(window, qtbot)
    assert window.bridge.home is not None
    save_settings(window.bridge.home, Settings(timestamp_url="http://127.0.0.1:1/tsa"))
    window.open_deed("sign_paper", paper_id=paper, role="issuer")
    fill_deed(window, qtbot, passphrase=PASSPHRASE)
    assert window.deed is not None and "这次不加时间戳" in window.deed.words.text()
    fill_deed(window, qtbot, untimed=True)
    assert gone(window)
    shown = page(window, qtbot, "paper", paper_id=paper)
    settle(qtbot, window, lambda: "✓ 发布单位" in words(shown.facts))
    assert any("其他文书一起签" in b.text() for b in shown.facts.findChildren(QPushButton))


def test_the_passphrase_is_not_kept_with_what_was_typed(window: Window, qtbot: QtBot) -> None:
    paper = issued(window, qtbot)
    window.open_deed("sign_paper", paper_id=paper, role="issuer")
    settle(qtbot, window, lambda: window.deed is not None and window.deed.form is not None)
    fill_deed(window, qtbot, passphrase="不是这个口令也不留下")
    assert window.deed is not None
    window.deed.reject()
    settle(qtbot, window)
    home = window.bridge.home
    assert home is not None
    for path in home.rglob("*"):
        assert not path.is_file() or "不是这个口令也不留下".encode() not in path.read_bytes(), path
