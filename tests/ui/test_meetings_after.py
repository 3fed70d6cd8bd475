"""After a meeting, through the window: minutes worded and confirmed, papers issued, signed ones put back in."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from consult_desk.views import minutes as see
from tests.ui.fixtures import QUIET, clocked_window, settle, type_text, words
from tests.ui.meeting_village import Opened, meeting_village_made, meeting_window_opened  # noqa: F401
from tests.ui.test_meetings import button, dialog, meeting, press, shut
from ui.pages.meeting import MeetingPage
from ui.pages.meeting_minutes import Wording
from ui.widgets.scan_view import ScanDialog, picture

pytestmark = QUIET


def discussion(page: MeetingPage) -> Wording:
    return page.minutes.wordings["discussion.1"]


def test_the_minutes_are_composed_worded_and_confirmed(meeting_window: Opened, qtbot: QtBot) -> None:
    page = meeting(meeting_window, qtbot, meeting_window.village.closed)
    part = page.minutes
    assert part.isVisible() and discussion(page).words() == "查正清：先看资金来源，再定工期。"
    fixed = words(part)
    assert "照登记写，不能改" in fixed and "同意 3，反对 0，弃权 0" in fixed
    assert not part.save.isEnabled() and not discussion(page).back.isVisible()
    type_text(discussion(page).editor, "（会上讨论）")
    assert "1 处文字还没有保存" in part.state.text() and discussion(page).back.isVisible()
    press(qtbot, meeting_window, part.save)
    assert discussion(page).words().startswith("（会上讨论）") and not part.save.isEnabled()
    press(qtbot, meeting_window, button(part, "确认会议记录"))
    ask = dialog(meeting_window, qtbot)
    assert ask.form is not None and ask.form.values() == {"chair": "周明德", "recorder": "单守田"}
    press(qtbot, meeting_window, ask.submit)
    assert "第 1 版确认后就冻结" in ask.ask.text()
    press(qtbot, meeting_window, ask.submit)
    assert shut(ask) and "第 1 版已由周明德、单守田确认" in part.state.text()
    meeting_window.on(meeting_window.village.day, 15)
    press(qtbot, meeting_window, discussion(page).back)
    press(qtbot, meeting_window, part.save)
    assert "第 1 版确认以后又" in page.next.text() and "再确认一次" in part.state.text()
    press(qtbot, meeting_window, button(part, "确认会议记录"))
    again = dialog(meeting_window, qtbot)
    assert again.form is not None
    again.form.fill({"reason": "讨论情况照发言原话写"})
    press(qtbot, meeting_window, again.submit)
    press(qtbot, meeting_window, again.submit)
    assert "第 2 版" in part.state.text() and page.next.text() == "会议记录第 2 版已经确认"


def test_what_is_typed_into_the_minutes_survives_a_kill(
    meeting_window: Opened, qtbot: QtBot, qapp: QApplication
) -> None:
    page = meeting(meeting_window, qtbot, meeting_window.village.closed)
    type_text(page.minutes.wordings["remarks"].editor, "村民二十余人旁听。")
    qtbot.wait(450)
    settle(qtbot, meeting_window.window)
    home = meeting_window.window.home
    assert home is not None and len(list((home / "drafts").glob("*.json"))) == 1
    with clocked_window(qtbot, qapp, home, meeting_window.clock) as second:
        second.open_page("meeting", meeting_id=meeting_window.village.closed)
        settle(qtbot, second)
        found = second.pages["meeting"]
        assert isinstance(found, MeetingPage)
        assert found.minutes.wordings["remarks"].words() == "村民二十余人旁听。" and found.minutes.save.isEnabled()
        press(qtbot, Opened(second, meeting_window.clock, meeting_window.village), found.minutes.save)
        assert not list((home / "drafts").glob("*.json"))
        kept: list[see.MinutesView] = []
        second.bridge.ask(see.minutes_page, kept.append, meeting_window.village.closed)
        settle(qtbot, second)
        assert kept[0].sections[-1].words == "村民二十余人旁听。"


def test_papers_before_the_meeting(meeting_window: Opened, qtbot: QtBot) -> None:
    page = meeting(meeting_window, qtbot, meeting_window.village.announced, "papers")
    said = words(page)
    assert "签到册" in said and "会议记录签字页" not in said
    press(qtbot, meeting_window, next(b for b in page.findChildren(type(page.back)) if b.accessibleName() == "出具签到册"))
    paper = meeting_window.window.pages["paper"]
    assert meeting_window.window.stack.currentWidget() is paper
    page = meeting(meeting_window, qtbot, meeting_window.village.announced, "papers")
    press(qtbot, meeting_window, button(page, "印制表决票"))
    ask = dialog(meeting_window, qtbot)
    assert ask.form is not None and ask.form.values()["spare"] == 3
    press(qtbot, meeting_window, ask.submit)
    assert shut(ask) and meeting_window.window.trail[-1][0] == "paper"
    page = meeting(meeting_window, qtbot, meeting_window.village.announced, "papers")
    assert page.shown is not None and {p.kind for p in page.shown.papers} == {"attendance_sheet", "ballot"}
    press(qtbot, meeting_window, button(page, "重新印制"))
    reprint = dialog(meeting_window, qtbot)
    press(qtbot, meeting_window, reprint.submit)
    assert reprint.isVisible() and "没有填好" in reprint.words.text()


def test_a_signature_page_waits_for_the_confirmation_and_its_button_leads_there(
    meeting_window: Opened, qtbot: QtBot
) -> None:
    page = meeting(meeting_window, qtbot, meeting_window.village.closed, "papers")
    sign = next(b for b in page.findChildren(type(page.back)) if b.accessibleName() == "出具会议记录签字页")
    press(qtbot, meeting_window, sign)
    assert "签字页要写明是哪一版记录" in words(page)
    window = meeting_window.window
    press(qtbot, meeting_window, [b for b in page.part.findChildren(type(page.back)) if b.text() == "确认会议记录"][-1])
    ask = dialog(meeting_window, qtbot)
    press(qtbot, meeting_window, ask.submit)
    press(qtbot, meeting_window, ask.submit)
    for name in ("出具会议记录签字页", "出具会议记录（Word）", "出具会议记录（PDF）"):
        page = meeting(meeting_window, qtbot, meeting_window.village.closed, "papers")
        press(qtbot, meeting_window, next(b for b in page.findChildren(type(page.back)) if b.accessibleName() == name))
        assert window.trail[-1][0] == "paper", name
    page = meeting(meeting_window, qtbot, meeting_window.village.closed, "papers")
    assert page.shown is not None
    assert {(p.kind, p.form) for p in page.shown.papers} == {
        ("minutes", "docx"), ("minutes_pdf", "pdf"), ("signature_page", "pdf"),
    }  # fmt: skip


def test_signed_paper_is_put_back_in_and_looked_at(meeting_window: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    scan = tmp_path / "签字页.png"
    image = QImage(QSize(2400, 1200), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    assert image.save(str(scan))
    odd = tmp_path / "附件.bin"
    odd.write_bytes(b"MZ not a picture")
    page = meeting(meeting_window, qtbot, meeting_window.village.closed, "scans")
    assert "还没有扫描件" in words(page)
    press(qtbot, meeting_window, button(page, "添加扫描件"))
    ask = dialog(meeting_window, qtbot)
    assert ask.form is not None
    ask.form.fill({"kind": "signature_page", "title": "签字页", "files": [scan, odd]})
    press(qtbot, meeting_window, ask.submit)
    assert shut(ask) and "签字页 第1页" in words(page) and "签字页 第2页" in words(page)
    press(qtbot, meeting_window, button(page, "查看"))
    shown = meeting_window.window.findChildren(ScanDialog)[-1]
    assert shown.isVisible() and "签字页.png" in shown.words.text()
    target = tmp_path / "存.png"
    shown.ask = lambda *_a: (str(target), "")  # type: ignore[assignment]
    press(qtbot, meeting_window, shown.save)
    assert target.read_bytes() == scan.read_bytes()
    shown.accept()
    small = picture(scan.read_bytes())
    assert small is not None and (small.width(), small.height()) == (1600, 800)
    assert picture(odd.read_bytes()) is None and picture(b"\x89PNG broken") is None
    press(qtbot, meeting_window, button(page, "添加扫描件"))
    twice = dialog(meeting_window, qtbot)
    assert twice.form is not None
    twice.form.fill({"kind": "other", "title": "再来一次", "files": [scan]})
    press(qtbot, meeting_window, twice.submit)
    assert "已经添加过" in words(twice.reasons)


def test_every_control_of_the_page_has_a_name(meeting_window: Opened, qtbot: QtBot) -> None:
    for number in (meeting_window.village.announced, meeting_window.village.closed):
        for tab in ("agenda", "seats", "notice", "papers", "minutes", "scans"):
            page = meeting(meeting_window, qtbot, number, tab)
            controls = [*page.findChildren(type(page.back)), *page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
            unnamed = [c for c in controls if not c.accessibleName() and not getattr(c, "text", str)()]
            assert not unnamed, (tab, unnamed)
