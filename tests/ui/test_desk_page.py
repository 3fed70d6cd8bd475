"""The desk through the window: every line leads to where it is done, goes when it is done, and calm days are calm."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from consult_desk import actions as act
from consult_desk.actions.execution import Part
from consult_desk.actions.meetings import Hearing, Place
from consult_desk.sample.guide import Clock
from tests.journeys import hamlet
from tests.ui.fixtures import QUIET, clocked_window, settle, words
from ui.pages.desk import DeskPage
from ui.pages.desk_parts import days_words
from ui.pages.disclosures import DisclosuresPage
from ui.widgets.due_list import Due, DueList
from ui.window import Window
from ui.words import set_language

pytestmark = QUIET


@dataclass(frozen=True)
class Busy:
    """A hamlet in which everything is waiting: its folder and day, and the numbers of its matters."""

    home: Path
    day: date
    hanging: int
    posting: int
    resolved: int
    proposed: int
    working: int
    planned: int


@pytest.fixture(scope="module", name="hamlet_home")
def hamlet_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quiet hamlet, made once."""
    home = tmp_path_factory.mktemp("desk") / "hamlet"
    hamlet.build(home)
    return home


@pytest.fixture(scope="module", name="busy")
def busy_made(hamlet_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Busy:
    """Made once; copy its home before changing it."""
    home = tmp_path_factory.mktemp("busy") / "home"
    guide = hamlet.opened(hamlet_home, home)
    working = hamlet.matter(guide)
    hamlet.reach(guide, working, "disclose_result")
    parts = [Part("清淤", 60, guide.clock.day + timedelta(days=60)), Part("护坡", 40)]
    guide.desk.do(act.execution.start_execution, working, executor="村民委员会", parts=parts)
    resolved = hamlet.matter(guide)
    hamlet.reach(guide, resolved, "disclose_resolution")
    hanging = hamlet.matter(guide, "cq")
    hamlet.reach(guide, hanging, "disclose_resolution")
    guide.issue("resolution", hanging, sign=False)
    posting, until = guide.post(hanging, "disclose_resolution", guide.clock.day)
    guide.clock.go(until)
    guide.desk.do(act.disclosures.record_objection, hanging, name="易兴旺", channel="书面", content="单价偏高")
    proposed, other = hamlet.matter(guide), hamlet.matter(guide)
    moment = guide.clock.moment + timedelta(days=4)
    planned = guide.desk.do(
        act.meetings.plan_meeting, body="party_committee", title="支委会", places=[Place("会议室", moment)],
        items=[Hearing(other, "propose")], convener="村党支部", chair="周明德", recorder="单守田",
    ).result  # fmt: skip
    day = guide.clock.day
    guide.desk.close()
    return Busy(home, day, hanging, posting, resolved, proposed, working, planned)


@pytest.fixture(name="window")
def busy_window(qtbot: QtBot, qapp: QApplication, busy: Busy, tmp_path: Path) -> Iterator[Window]:
    """A window on a copy of the busy hamlet, its desk shown."""
    home = Path(shutil.copytree(busy.home, tmp_path / "home"))
    with clocked_window(qtbot, qapp, home, Clock(busy.day)) as window:
        yield window


def desk(window: Window) -> DeskPage:
    page = window.pages["desk"]
    assert isinstance(page, DeskPage)
    return page


def line(listed: DueList, said: str) -> tuple[Due, QPushButton]:
    """The line that says this, and its button; all lines are shown first."""
    if listed.more.isVisibleTo(listed):
        listed.more.click()
    for row, button in zip(listed.rows, listed.buttons, strict=True):
        if said in f"{row.what}　{row.about}":
            return row, button
    raise AssertionError(f"no line “{said}” among {[row.what for row in listed.rows]}")


def test_the_desk_is_shown_first_and_says_how_much_waits(window: Window) -> None:
    page = desk(window)
    assert window.stack.currentWidget() is page and next(iter(window.side.buttons)) == "desk"
    assert page.name.text() == f"今天有 {page.shown.urgent} 件事等着办" and page.shown.urgent > 4
    assert not page.calm.isVisible() and page.now.isVisible() and page.ahead.isVisible() and page.missing.isVisible()
    assert {key: c.number.text() for key, c in page.counters.items()} == {
        "matters": "5", "meetings": str(dict(page.shown.counters)["meetings"]), "hanging": "1", "objections": "1",
    }  # fmt: skip


def test_every_line_leads_to_where_it_is_done(window: Window, qtbot: QtBot, busy: Busy) -> None:
    """Each kind of line once: pages by their key and what they are told, forms by their action and what they are told."""
    page = desk(window)
    hanging, resolved = {"posting_id": busy.posting}, {"kind": "resolution", "subject_id": busy.resolved}
    wanted = (
        (page.now, "公告期满了", "登记撤下", "take_down", {**hanging, "matter_id": busy.hanging}),
        (page.now, "“决议公开”的公告还没有出具", "出公告", "issue", resolved),
        (page.now, "还没有安排“村党组织提议”的会议", "安排会议", "planning", {"matter_id": busy.proposed}),
        (page.ahead, "易兴旺在", "去答复", "reply_objection", {"objection_id": 1}),
        (page.ahead, "最迟", "去看会议", "meeting", {"meeting_id": busy.planned}),
        (page.ahead, "村民会议还没有开", "安排会议", "planning", {"body": "villager_assembly"}),
        (page.missing, "决议公告还没有签名", "去签名", "paper", None),
        (page.missing, "张贴的公告还没有照片", "放照片", "disclosures", hanging),
        (page.missing, "还没有签字页的扫描件", "放扫描件", "attach_scan", None),
    )
    for listed, said, words_of, goal, where in wanted:
        row, button = line(listed, said)
        assert row.button == words_of, said
        button.click()
        settle(qtbot, window)
        if window.has_deed(goal):
            assert window.deed is not None and window.deed.deed.key == goal, said
            assert where is None or window.deed.where == where, said
            window.deed.reject()
        else:
            assert window.trail[-1][0] == goal, said
            assert where is None or window.trail[-1][1] == where, said
            window.open_page("desk")
        settle(qtbot, window)
    open_page = window.pages["disclosures"]
    assert isinstance(open_page, DisclosuresPage) and open_page.chosen[0] == busy.posting


def test_what_is_done_goes_from_the_desk_at_once(window: Window, qtbot: QtBot) -> None:
    page = desk(window)
    _row, button = line(page.now, "公告期满了")
    before = page.shown.urgent
    button.click()
    settle(qtbot, window)
    assert window.deed is not None
    window.deed.submit.click()
    assert "撤下的日期不能再改" in window.deed.ask.text() and window.deed.submit.text() == "确认，登记撤下"
    window.deed.submit.click()
    settle(qtbot, window)
    assert not [row for row in page.now.rows if "公告期满了" in row.what]
    # The board without its notice is to be photographed next; the missing photograph of the hanging one is past.
    assert page.shown.urgent == before - 1
    assert line(page.missing, "撤下时的照片")


def test_the_keyboard_is_on_the_first_line_and_enter_goes_there(window: Window, qtbot: QtBot) -> None:
    page = desk(window)
    first = page.now.buttons[0]
    assert window.focusWidget() is first
    assert page.now.rows[0].what in first.accessibleName() and page.now.rows[0].days in first.accessibleName()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert window.deed is not None and window.deed.deed.key == "take_down"


def test_days_are_said_in_words_and_not_by_colour_alone() -> None:
    said = [days_words(days) for days in (None, -2, 0, 1, 3, 40)]
    assert [text for text, _tone in said] == ["现在能办", "已超过 2 天", "就是今天", "就是明天", "还有 3 天", "还有 40 天"]
    assert [tone for _text, tone in said] == ["good", "bad", "warn", "warn", "warn", ""]


def test_a_calm_day_says_so_and_proposes_what_to_do(
    qtbot: QtBot, qapp: QApplication, hamlet_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(hamlet_home, tmp_path / "home"))
    with clocked_window(qtbot, qapp, home, Clock(date(2026, 3, 7))) as window:
        page = desk(window)
        assert page.name.text() == "今天没有等着办的事" and "休息日" in page.day.text()
        assert page.calm.isVisible() and "辛苦了" in page.calm_words.text()
        assert "2026年3月31日（还有 24 天）" in page.calm_more.text()
        assert not page.now.isVisible() and not page.missing.isVisible()
        assert page.nothing_yet.isVisible()
        plan = next(b for b in page.calm.findChildren(QPushButton) if b.text() == "安排会议")
        plan.click()
        settle(qtbot, window)
        assert window.trail[-1][0] == "planning"


def test_the_picture_of_the_year_can_be_heard_and_read_as_a_table(window: Window, qtbot: QtBot) -> None:
    page = desk(window)
    settle(qtbot, window)
    spoken = [bars.accessibleDescription() for _head, _small, bars in page.groups]
    assert "决议公开 2 件" in spoken[0] and "100%" in spoken[1] and "天" in spoken[2]
    page.as_table.click()
    assert page.pictures.currentWidget() is page.table and window.kept("desk.table", False) is True
    model = page.table.rows
    told = {(model.rows[n][0], model.rows[n][1]): model.rows[n][2] for n in range(model.rowCount())}
    assert told["事项走到哪一步", "决议公开"] == "2 件"
    assert "实到" in told["到会率", "村民代表会议"]
    assert page.as_table.text() == "看成图"


def test_narrow_pages_put_the_numbers_below(window: Window, qtbot: QtBot) -> None:
    page = desk(window)
    beside = page.counters["matters"].mapTo(page, page.counters["matters"].rect().topLeft()).x()
    assert beside > page.width() // 2
    window.resize(900, 768)
    settle(qtbot, window)
    below = page.counters["matters"].mapTo(page, page.counters["matters"].rect().topLeft())
    assert below.x() < page.width() // 3 and below.y() > page.missing.mapTo(page, page.missing.rect().topLeft()).y()


def test_the_desk_speaks_english(window: Window, qtbot: QtBot) -> None:
    from dataclasses import replace

    try:
        window.wear(replace(window.settings(), language="en"))
        settle(qtbot, window)
        page = desk(window)
        assert page.name.text().endswith("things to do today")
        assert "Can be done now" in words(page) and page.counters["objections"].title == "Objections to answer"
    finally:
        set_language("zh")
