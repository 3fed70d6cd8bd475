"""A whole matter through the window: what a person does, step by step, told once and done by mouse or by keyboard."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from consult_desk.base.text import check_digit
from consult_desk.sample.guide import PASSPHRASE
from tests.interchange.books import PEOPLE, SEATS, book
from tests.journeys.hamlet import COMMITTEE, NAMES, REPS, WOMEN
from tests.journeys.hands import Hands
from tests.ui.fixtures import type_text, words
from ui.pages.console import ConsolePage
from ui.pages.meeting_plan import PlanningPage
from ui.welcome import Welcome

START = date(2026, 3, 2)
TITLE = "三组水渠疏浚"
TEXT = "一、疏浚三组水渠八百米。\n二、投资不超过三万元，从村集体经济收益中列支。"


def roster_files(folder: Path) -> tuple[Path, Path]:
    """The people of the hamlet and the seats they hold, as two workbooks."""
    people, seats = [], []
    for n, name in enumerate(NAMES, 1):
        birth = date(1960 + n, 5, 1)
        first = f"999901{birth:%Y%m%d}{n * 2 + (0 if n in WOMEN else 1):03d}"
        people.append([
            name, "女" if n in WOMEN else "男", first + check_digit(first), f"{birth:%Y-%m-%d}", f"{(n - 1) // 3 + 1:03d}",
            "户主" if n % 3 == 1 else "家庭成员", "一组" if n <= 12 else "二组", "", "是", "",
        ])  # fmt: skip
        held = [("党支部委员会", "书记" if n == 1 else "委员")] if n in (1, 2, 3) else []
        held += [("村民委员会", "主任" if n == 1 else "委员")] if n in (1, 4, 5) else []
        held += [("党员", "正式党员")] if n in (*range(1, 4), *range(10, 14)) else []
        held += [("村民代表", "代表")] if n in REPS else []
        held += [("村务监督委员会", "委员")] if n in (18, 19, 20) else []
        seats += [[name, people[-1][2], people[-1][4], body, post, "2025-01-01", "2029-12-31", ""] for body, post in held]
    assert COMMITTEE
    paths = (folder / "村民名册.xlsx", folder / "任职名册.xlsx")
    paths[0].write_bytes(book(people, PEOPLE))
    paths[1].write_bytes(book(seats, SEATS))
    return paths


def found(hands: Hands, people: Path, monkeypatch: Any) -> None:
    """The first start: one's own village in three pages, with its people and the passphrase of its signature."""
    from ui.list_editors import FilesEditor

    window = hands.window
    welcome = window.stack.currentWidget()
    assert isinstance(welcome, Welcome)
    hands.press(welcome.found)
    founding = welcome.founding
    assert founding is not None
    hands.fill(founding.names.form, name="石桥村", kind="村", township="柳河镇")
    hands.press(founding.forward)
    assert founding.rules.wanted, "a profile is proposed"
    hands.press(founding.forward)
    monkeypatch.setattr(FilesEditor, "ask", staticmethod(lambda *_a: ([str(people)], "")))
    editor = founding.roster.form.editors["roster"]
    hands.press(editor.control)  # type: ignore[arg-type]
    hands.qtbot.waitUntil(lambda: "24" in founding.roster.glance.text(), timeout=10_000)
    hands.fill(founding.roster.form, passphrase=PASSPHRASE, again=PASSPHRASE)
    hands.press(founding.forward)
    assert "石桥村" in words(founding.summary)
    hands.press(founding.forward)
    hands.qtbot.waitUntil(lambda: window.home is not None and bool(window.pages), timeout=30_000)
    hands.wait()


def seat(hands: Hands, seats: Path, monkeypatch: Any) -> None:
    """The second roster file through its page: looked at first, then written."""
    from ui.pages.roster_import import RosterImportPage

    monkeypatch.setattr(RosterImportPage, "ask_file", staticmethod(lambda *_a: (str(seats), "")))
    hands.go("people")
    hands.click("导入名册")
    page = hands.window.pages["roster_import"]
    assert isinstance(page, RosterImportPage)
    hands.press(page.choose)
    hands.qtbot.waitUntil(lambda: page.preview is not None, timeout=10_000)
    assert page.preview is not None and not page.preview.counts.get("refused"), page.preview.counts
    hands.press(page.write)
    hands.wait()


def propose(hands: Hands) -> None:
    """The new matter."""
    hands.go("matters")
    hands.click("新建事项")
    page: Any = hands.window.pages["matter_new"]
    hands.fill(page.form, title=TITLE, category="公益", text=TEXT, budget="30000", fund_source="村集体经济收益")
    hands.press(page.submit)
    assert hands.window.trail[-1][0] == "matter"


def call(hands: Hands, body: str, on: date) -> None:
    """Plan the meeting of a body for a day and record its notice, today."""
    hands.go("meetings")
    hands.click("安排会议")
    page = hands.window.pages["planning"]
    assert isinstance(page, PlanningPage)
    offered = {b.property("body"): b for b in page.bodies.buttons()}
    assert body in offered, f"{body} is not among {list(offered)}"
    button = offered[body]
    if not button.isChecked():
        hands.pick(page.bodies, button.text())
    assert page.form is not None and [row.title for row in page.agenda.chosen()] == [TITLE]
    hands.fill(page.form, place="村委会会议室", chair="周明德", recorder="单守田")
    editor: Any = page.form.editors["starts_at"]
    hands.write(editor.line, f"{on.year}-{on.month}-{on.day}")
    hands.write(editor.clock, "9:00")
    hands.press(page.submit)
    assert hands.window.trail[-1][0] == "meeting", words(page)
    hands.deed("登记发出会议通知", given_on=hands.clock.day)


def hold(hands: Hands, body: str, on: date, *, yes: int, no: int = 0, absent: int = 0) -> None:
    """Call a meeting, open it on its day, check everybody in but the last, vote by hands, announce, close, confirm."""
    call(hands, body, on)
    hands.until(on)
    hands.press(hands.window.pages["meeting"].console)
    page = hands.window.pages["console"]
    assert isinstance(page, ConsolePage)
    hands.press(page.begin)
    hands.submit()
    assert page.picture is not None
    field = page.parts["checkin"].field  # type: ignore[attr-defined]
    seats = [s for s in page.picture.seats if s.state != "excluded"]
    hands.touch(field)
    for one in seats[: len(seats) - absent]:
        type_text(field, one.name)
        QTest.keyClick(field, Qt.Key.Key_Return)
        hands.wait()
    part(hands, page, "F4")
    if body == "rep_meeting":
        authorize(hands, page)
    counts = page.parts["vote"].count.fields  # type: ignore[attr-defined]
    for pile, number in (("yes", yes), ("no", no), ("abstain", 0)):
        number_in(hands, counts[pile], number)
    hands.press(page.parts["vote"].save)  # type: ignore[attr-defined]
    assert page.part is page.parts["result"], words(page)
    hands.press(page.parts["result"].announce)  # type: ignore[attr-defined]
    if hands.open_deed() is not None:
        hands.submit()
    hands.press(page.parts["result"].close_meeting)  # type: ignore[attr-defined]
    hands.submit()
    hands.press(page.head.back)
    hands.deed("确认会议记录")


def authorize(hands: Hands, page: ConsolePage) -> None:
    """The vote is refused while no authorisation is recorded; its button leads to the form that removes the reason."""
    vote: Any = page.parts["vote"]
    assert "没有村民会议对这类事项的授权" in words(vote.reasons)
    hands.click_within(vote.reasons, 0)
    hands.fill(
        hands.form(), scope="公益事业", categories="公益", given_on=date(2025, 6, 2), until=date(2027, 6, 1),
        source="村民会议2025年第1次会议",
    )  # fmt: skip
    hands.submit()
    assert words(vote.reasons) == "", words(vote.reasons)


def part(hands: Hands, page: ConsolePage, key: str) -> None:
    """Go to a part of the console by its tab, or its key."""
    if hands.keyboard:
        QTest.keyClick(page, getattr(Qt.Key, f"Key_{key}"))
        hands.wait()
    else:
        hands.press(next(b for b in page.tabs.buttons() if key in b.text()))


def number_in(hands: Hands, line: QLineEdit, number: int) -> None:
    """Type a number into a field."""
    hands.touch(line)
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(line, str(number))
    hands.wait()


def matter_page(hands: Hands) -> Any:
    """The page of the one matter."""
    hands.go("matters")
    hands.open_row(hands.window.pages["matters"].table, TITLE)  # type: ignore[attr-defined]
    return hands.window.pages["matter"]


def supervise(hands: Hands) -> None:
    """What the supervision committee saw of the step just taken."""
    page = matter_page(hands)
    hands.tab(page.tabs, "监督")
    hands.deed("登记村务监督", finding="现场列席，程序合规")


def deliberate(hands: Hands) -> None:
    """The four deliberations, each on a day of its own; the representatives lack two and one votes against."""
    for body, on, yes, no, absent in (
        ("party_committee", START, 3, 0, 0),
        ("two_committees", START + timedelta(days=1), 5, 0, 0),
        ("party_member_meeting", START + timedelta(days=2), 7, 0, 0),
        ("rep_meeting", START + timedelta(days=13), 9, 1, 2),
    ):
        hold(hands, body, on, yes=yes, no=no, absent=absent)
        supervise(hands)


def issue(hands: Hands) -> None:
    """Issue the notice of the step the matter stands at, and sign it as the village."""
    page = matter_page(hands)
    hands.deed("出具文书")
    assert hands.window.trail[-1][0] == "paper", words(hands.place())
    hands.deed("现在签名（发布单位）…", passphrase=PASSPHRASE)
    assert "已签名" in words(hands.place()) or "✓" in words(hands.place())
    assert page is not None


def post(hands: Hands) -> date:
    """Record that the notice hangs from today; answers the day it may come down."""
    page = matter_page(hands)
    hands.deed("登记张贴", posted_by="单守田")
    hands.wait()
    hanging = [p for p in page.shown.postings if p.hanging]
    until: date = hanging[-1].until_on
    return until


def take_down(hands: Hands, until: date) -> None:
    """Not a day too early: refused with its arithmetic; then on the day."""
    hands.until(until - timedelta(days=1), 18)
    page = matter_page(hands)
    assert "还差" in words(page.waiting)
    hands.until(until, 18)
    matter_page(hands)
    hands.deed("登记撤下")


def object_and_answer(hands: Hands) -> None:
    """A villager objects while the notice hangs; the reply goes out within its days."""
    page = matter_page(hands)
    hands.tab(page.tabs, "公开")
    hands.deed("登记异议", name="佘铁柱", channel="当面", content="水渠改道会不会占我家的地？")
    page = matter_page(hands)
    assert "佘铁柱" in " ".join(o.name for o in page.shown.objections)
    hands.tab(page.tabs, "公开")
    hands.deed(
        "答复异议", finding="不成立", reply="经现场查看，水渠在原线疏浚，不改道，不占用承包地。", handler="任立春", effect="不影响",
    )  # fmt: skip
    assert all(o.reply for o in matter_page(hands).shown.objections)


def carry_out(hands: Hands) -> None:
    """Begin, two parts, finished, accepted."""
    page = matter_page(hands)
    hands.tab(page.tabs, "实施")
    parts = [{"title": "材料采购", "weight": "40"}, {"title": "疏浚", "weight": "60"}]
    hands.deed("开始实施", executor="石桥村村民委员会", parts=parts)
    hands.until(hands.clock.day + timedelta(days=3))
    for _ in parts:
        hands.tab(matter_page(hands).tabs, "实施")
        hands.deed("做完了")
    hands.tab(matter_page(hands).tabs, "实施")
    hands.deed("登记完工", actual="29000")
    hands.until(hands.clock.day + timedelta(days=1))
    hands.tab(matter_page(hands).tabs, "实施")
    hands.deed("验收", finding="长度、深度与方案一致，质量合格", passed="通过")


def finish(hands: Hands) -> None:
    """Everything after the resolution: hung up, objected to, answered, taken down, carried out, its result disclosed."""
    hands.until(hands.clock.day + timedelta(days=1))
    issue(hands)
    until = post(hands)
    object_and_answer(hands)
    take_down(hands, until)
    supervise(hands)
    carry_out(hands)
    hands.until(hands.clock.day + timedelta(days=1))
    issue(hands)
    until = post(hands)
    take_down(hands, until)
    supervise(hands)
    assert "已办结" in words(matter_page(hands)) or matter_page(hands).shown.state == "done"
