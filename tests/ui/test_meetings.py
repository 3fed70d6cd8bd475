"""Before a meeting, through the window: the calendar, calling it, announcing it, opening it."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.fixtures import QUIET, clocked_window, settle, type_text, words
from tests.ui.meeting_village import Opened, meeting_village_made, meeting_window_opened  # noqa: F401
from ui.deed import DeedDialog
from ui.pages.meeting import MeetingPage
from ui.pages.meeting_plan import PlanningPage
from ui.pages.meetings import MeetingsPage

pytestmark = QUIET


def button(widget: QWidget, text: str) -> QPushButton:
    """The button that says so and can be seen."""
    found = [b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(widget)]
    assert found, f"no button “{text}” among {[b.text() for b in widget.findChildren(QPushButton) if b.isVisibleTo(widget)]}"
    return found[0]


def meetings(opened: Opened, qtbot: QtBot) -> MeetingsPage:
    opened.window.open_page("meetings")
    settle(qtbot, opened.window)
    page = opened.window.pages["meetings"]
    assert isinstance(page, MeetingsPage)
    return page


def planning(opened: Opened, qtbot: QtBot, **where: object) -> PlanningPage:
    opened.window.open_page("planning", **where)
    settle(qtbot, opened.window)
    page = opened.window.pages["planning"]
    assert isinstance(page, PlanningPage)
    return page


def meeting(opened: Opened, qtbot: QtBot, number: int, tab: str = "") -> MeetingPage:
    opened.window.open_page("meeting", meeting_id=number)
    settle(qtbot, opened.window)
    page = opened.window.pages["meeting"]
    assert isinstance(page, MeetingPage)
    if tab:
        page.show_tab(tab)
        settle(qtbot, opened.window)
    return page


def dialog(opened: Opened, qtbot: QtBot) -> DeedDialog:
    settle(qtbot, opened.window)
    assert opened.window.deed is not None and opened.window.deed.form is not None
    return opened.window.deed


def press(qtbot: QtBot, opened: Opened, target: QPushButton) -> None:
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton)
    settle(qtbot, opened.window)


def shut(ask: DeedDialog) -> bool:
    """Whether the form is done and gone."""
    return not isValid(ask) or not ask.isVisible()


def test_arrows_go_from_day_to_day_and_enter_opens_the_meeting(meeting_window: Opened, qtbot: QtBot) -> None:
    page, village = meetings(meeting_window, qtbot), meeting_window.village
    grid = page.calendar.grid
    assert grid.hasFocus() and grid.day == village.day
    for _ in range(4):
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert "2026年3月村民代表会议" in page.day.text() and "已通知" in grid.accessibleDescription()
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.day.month == 4
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.day == village.day
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    for _ in range(4):
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    settle(qtbot, meeting_window.window)
    shown = meeting_window.window.pages["meeting"]
    assert meeting_window.window.stack.currentWidget() is shown
    assert shown.where["meeting_id"] == village.announced


def test_enter_on_a_free_day_calls_a_meeting_on_it(meeting_window: Opened, qtbot: QtBot) -> None:
    page, village = meetings(meeting_window, qtbot), meeting_window.village
    page.calendar.grid.go(village.day + timedelta(days=9))
    assert button(page, "安排在这一天开会").isVisible()
    qtbot.keyClick(page.calendar.grid, Qt.Key.Key_Return)
    settle(qtbot, meeting_window.window)
    plan = meeting_window.window.pages["planning"]
    assert isinstance(plan, PlanningPage) and plan.form is not None
    assert plan.form.values()["starts_at"].date() == village.day + timedelta(days=9)
    back = village.day - timedelta(days=300)
    page.calendar.grid.go(back)
    page.calendar.grid.taken.emit(back)
    assert meeting_window.window.stack.currentWidget() is plan, "a day gone by takes no meeting"


def test_the_list_is_filtered_by_state_body_and_words(meeting_window: Opened, qtbot: QtBot) -> None:
    page = meetings(meeting_window, qtbot)
    every = page.table.rows.rowCount()
    press(qtbot, meeting_window, button(page, "待开"))
    assert [r.state for r in page.table.rows.rows] == ["noticed"]
    press(qtbot, meeting_window, button(page, "全部"))
    page.bodies.setCurrentIndex(page.bodies.findData("party_committee"))
    assert {r.body for r in page.table.rows.rows} == {"party_committee"}
    page.bodies.setCurrentIndex(0)
    assert page.table.rows.rowCount() == every
    type_text(page.search, "没有这个会")
    assert page.nothing.isVisible() and page.table.rows.rowCount() == 0


def test_meetings_the_law_asks_for_are_seen_and_lead_to_their_planning(meeting_window: Opened, qtbot: QtBot) -> None:
    page = meetings(meeting_window, qtbot)
    said = words(page.regular)
    assert "2026年第一季度的村民代表会议定在" in said and "第三十条" in said
    assert "2026年的村民会议还没有开" in said and "第二十五条" in said
    press(qtbot, meeting_window, button(page.regular, "去安排"))
    plan = meeting_window.window.pages["planning"]
    assert isinstance(plan, PlanningPage) and plan.shown is not None and plan.shown.body == "villager_assembly"


def test_a_meeting_is_called_in_two_sittings(meeting_window: Opened, qtbot: QtBot) -> None:
    page, village = planning(meeting_window, qtbot), meeting_window.village
    assert page.form is not None and page.shown is not None and page.shown.body == "party_committee"
    assert [row.matter for row in page.agenda.chosen()] == [village.waiting]
    page.form.fill({"place": ""})
    press(qtbot, meeting_window, page.submit)
    assert "地点" in page.words.text() and meeting_window.window.stack.currentWidget() is page
    page.form.fill({"place": "村委会会议室"})
    press(qtbot, meeting_window, page.more.add)
    line = page.more.lines[0]
    press(qtbot, meeting_window, page.submit)
    assert line.fault.isVisible()
    start = page.form.values()["starts_at"]
    line.moment.put(start + timedelta(hours=5))
    type_text(line.place, "二组小学")
    press(qtbot, meeting_window, page.submit)
    shown = meeting_window.window.pages["meeting"]
    assert isinstance(shown, MeetingPage) and meeting_window.window.stack.currentWidget() is shown
    assert shown.shown is not None and [place for _id, place, _at in shown.shown.sittings] == ["村委会会议室", "二组小学"]
    assert "第 2 场" in shown.facts.text() and shown.chip.text() == "已安排"


def test_a_meeting_half_entered_is_found_again(meeting_window: Opened, qtbot: QtBot, qapp: QApplication) -> None:
    page = planning(meeting_window, qtbot)
    assert page.form is not None
    page.form.fill({"title": "防汛专题会"})
    press(qtbot, meeting_window, page.more.add)
    type_text(page.more.lines[0].place, "二组小学")
    qtbot.wait(350)
    settle(qtbot, meeting_window.window)
    home = meeting_window.window.home
    assert home is not None
    with clocked_window(qtbot, qapp, home, meeting_window.clock) as second:
        again = planning(Opened(second, meeting_window.clock, meeting_window.village), qtbot)
        assert again.form is not None and again.form.values()["title"] == "防汛专题会"
        assert [line.place.text() for line in again.more.lines] == ["二组小学"]


def test_what_cannot_be_heard_says_why_with_its_article(meeting_window: Opened, qtbot: QtBot) -> None:
    page = planning(meeting_window, qtbot)
    assert not page.agenda.blocked.isVisibleTo(page)
    press(qtbot, meeting_window, page.agenda.why)
    said = words(page.agenda.blocked)
    assert "现在走到“村民代表会议决议”，还不能上“村党组织提议”的会" in said and "第十二条" in said
    chosen = next(b for b in page.bodies.buttons() if b.property("body") == "two_committees")
    qtbot.mouseClick(chosen, Qt.MouseButton.LeftButton)
    settle(qtbot, meeting_window.window)
    assert page.shown is not None and page.shown.body == "two_committees"
    assert [row.step for row in page.agenda.chosen()] == ["consult"]


def test_a_refused_call_keeps_its_reasons_and_its_words(meeting_window: Opened, qtbot: QtBot) -> None:
    """A demand of too few villagers is refused with the article; without the demand the meeting is called."""
    page = planning(meeting_window, qtbot, matter_id=meeting_window.village.assembly)
    assert page.form is not None and page.shown is not None
    day = page.shown.earliest
    page.form.fill({"demanded_by": "villagers", "demanders": 1, "place": "村文化广场", "chair": "周明德", "recorder": "单守田"})
    press(qtbot, meeting_window, page.submit)
    said = words(page.reasons)
    assert "依据：" in said and page.form.values()["place"] == "村文化广场"
    assert "没有安排成" in page.words.text()
    page.form.fill({"demanded_by": ""})
    press(qtbot, meeting_window, page.submit)
    shown = meeting_window.window.pages["meeting"]
    assert isinstance(shown, MeetingPage) and shown.shown is not None and shown.shown.on == day


def test_a_day_too_early_is_said_with_its_arithmetic(meeting_window: Opened, qtbot: QtBot) -> None:
    page = planning(meeting_window, qtbot, matter_id=meeting_window.village.assembly)
    assert page.form is not None and page.shown is not None
    assert "应当提前 10 天" in page.notice.text() and "选的日期太早" not in page.notice.text()
    moment = page.form.values()["starts_at"]
    page.form.fill({"starts_at": moment - timedelta(days=1)})
    assert "选的日期太早" in page.notice.text() and page.notice.property("role") == "warn"


def test_a_notice_too_late_is_refused_until_the_reason_is_special(meeting_window: Opened, qtbot: QtBot) -> None:
    page = planning(meeting_window, qtbot, matter_id=meeting_window.village.assembly)
    assert page.form is not None
    moment = page.form.values()["starts_at"] - timedelta(days=5)
    page.form.fill({"starts_at": moment, "place": "村文化广场", "chair": "周明德", "recorder": "单守田"})
    press(qtbot, meeting_window, page.submit)
    shown = meeting_window.window.pages["meeting"]
    assert isinstance(shown, MeetingPage)
    settle(qtbot, meeting_window.window)
    assert "太早" in shown.hint.text() and "最早的合法日期" in words(shown)
    press(qtbot, meeting_window, button(shown, "登记发出会议通知"))
    ask = dialog(meeting_window, qtbot)
    press(qtbot, meeting_window, ask.submit)
    assert "还差 5 天" in words(ask.reasons) and "第二十五条" in words(ask.reasons)
    type_text(ask.findChildren(QPlainTextEdit)[0], "汛期抢险，需要马上决定")
    press(qtbot, meeting_window, ask.submit)
    assert shut(ask) and shown.chip.text() == "已通知"
    assert "特殊情况" in words(shown)


def test_a_paper_refused_leads_to_the_form_it_waits_for(meeting_window: Opened, qtbot: QtBot) -> None:
    """The notice cannot be printed before its day is entered; the button under the reason opens that form."""
    press(qtbot, meeting_window, planning(meeting_window, qtbot).submit)
    page = meeting_window.window.pages["meeting"]
    assert isinstance(page, MeetingPage)
    page.show_tab("papers")
    notice = next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "出具会议通知")
    press(qtbot, meeting_window, notice)
    assert page.part is not None and "还没有登记发出" in words(page.part)
    press(qtbot, meeting_window, button(page.part, "登记发出会议通知"))
    ask = dialog(meeting_window, qtbot)
    press(qtbot, meeting_window, ask.submit)
    assert shut(ask) and page.chip.text() == "已通知"
    page.show_tab("papers")
    notice = next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "出具会议通知")
    press(qtbot, meeting_window, notice)
    assert meeting_window.window.trail[-1][0] == "paper"


def test_the_notice_is_delivered_person_by_person_and_to_all(meeting_window: Opened, qtbot: QtBot) -> None:
    page = meeting(meeting_window, qtbot, meeting_window.village.announced, "notice")
    press(qtbot, meeting_window, button(page, "登记通知送达"))
    ask = dialog(meeting_window, qtbot)
    press(qtbot, meeting_window, ask.submit)
    assert ask.isVisible() and "没有填好" in ask.words.text()
    assert ask.form is not None
    ask.form.fill({"person_ids": [1, 4], "method": "电话通知", "receipt": "通话记录"})
    press(qtbot, meeting_window, ask.submit)
    assert page.shown is not None
    assert [(r.name, r.method, r.receipt) for r in page.shown.given] == [
        ("周明德", "电话通知", "通话记录"), ("曾小满", "电话通知", "通话记录"),
    ]  # fmt: skip
    press(qtbot, meeting_window, button(page, "全体已送达"))
    press(qtbot, meeting_window, dialog(meeting_window, qtbot).submit)
    assert page.shown.delivered == 15 and "还有 0 人没有登记" in words(page)


def test_opening_says_what_becomes_final_and_freezes_the_list(meeting_window: Opened, qtbot: QtBot) -> None:
    number = meeting_window.village.announced
    page = meeting(meeting_window, qtbot, number, "seats")
    assert not page.console.isVisible() and "不能从应到人数中剔除" in words(page)
    meeting_window.on(meeting_window.village.day + timedelta(days=4))
    page.stale = True
    page.freshen()
    settle(qtbot, meeting_window.window)
    assert page.console.isVisible() and page.first_focus() is page.console
    press(qtbot, meeting_window, button(page, "宣布开会"))
    ask = dialog(meeting_window, qtbot)
    press(qtbot, meeting_window, ask.submit)
    assert "15 人应到" in ask.ask.text() and ask.submit.text() == "确认，宣布开会"
    press(qtbot, meeting_window, ask.give_up)
    assert ask.isVisible() and not ask.ask.isVisible()
    press(qtbot, meeting_window, ask.submit)
    press(qtbot, meeting_window, ask.submit)
    assert meeting_window.window.trail[-1] == ("console", {"meeting_id": number})
    page = meeting(meeting_window, qtbot, number, "seats")
    assert page.shown is not None and page.shown.state == "open" and "宣布开会时定下）" in words(page)


def test_a_void_meeting_needs_a_reason_and_frees_its_matter(meeting_window: Opened, qtbot: QtBot) -> None:
    page = meeting(meeting_window, qtbot, meeting_window.village.announced)
    press(qtbot, meeting_window, button(page, "作废这次会议"))
    ask = dialog(meeting_window, qtbot)
    assert ask.form is not None
    ask.form.fill({"reason": "改"})
    press(qtbot, meeting_window, ask.submit)
    press(qtbot, meeting_window, ask.submit)
    assert "理由太短" in words(ask.reasons)
    ask.form.fill({"reason": "台风，改到下周"})
    press(qtbot, meeting_window, ask.submit)
    assert "不能恢复" in ask.ask.text()
    press(qtbot, meeting_window, ask.submit)
    assert page.chip.text() == "已作废" and "台风" in page.hint.text()


def test_the_assembly_s_authorisation_is_entered_and_made_known(meeting_window: Opened, qtbot: QtBot) -> None:
    window = meeting_window.window
    window.open_deed("record_authorization")
    ask = dialog(meeting_window, qtbot)
    assert ask.form is not None
    given = meeting_window.village.day
    ask.form.fill({
        "scope": "村集体所得的使用", "categories": ["collective_funds"], "given_on": given,
        "until": given - timedelta(days=1), "source": "村民会议2026年第1次会议",
    })  # fmt: skip
    press(qtbot, meeting_window, ask.submit)
    assert "授权期限的结束早于开始" in words(ask.reasons)
    ask.form.fill({"until": given + timedelta(days=300)})
    press(qtbot, meeting_window, ask.submit)
    assert shut(ask)
    window.open_deed("publish_authorization")
    told = dialog(meeting_window, qtbot)
    assert told.form is not None and told.form.values()["authorization_id"] == 2
    told.form.fill({"posted_on": given, "filed_on": given})
    press(qtbot, meeting_window, told.submit)
    assert shut(told)
