"""Forms: what is typed in the usual ways is understood, faults are said at the field, drafts survive, deeds end well."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consult_desk.actions import matters
from consult_desk.base.clock import BEIJING
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look, Tx
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
from ui.crash import CrashDialog
from ui.day_editors import read_day
from ui.deed import Deed, DeedDialog
from ui.drafts import Drafts
from ui.form import Field, Form
from ui.window import Window

pytestmark = QUIET
DAY = date(2026, 3, 5)
DEED = Deed(
    matters.revise_text,
    "修改方案文字",
    "登记修改",
    lambda picture, where: (
        Field("text", "新的文字", "lines", help="写完整的新文字"),
        Field("reason", "为什么改", low=5),
        Field("revised_on", "哪一天改的", "day", needed=False),
    ),
    final=lambda values, picture, where: f"原来的文字会留作旧版本，新的文字有 {len(values['text'])} 个字。",
)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-3-5", DAY), ("2026.03.05", DAY), ("２０２６年３月５日", DAY), ("20260305", DAY), ("3-5", DAY), ("3月5日", DAY),
        ("今天", date(2026, 11, 22)), ("昨天", date(2026, 11, 21)), ("2026-2-30", None), ("", None), ("2026", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(typed: str, day: date | None) -> None:
    assert read_day(typed, date(2026, 11, 22)) == day


@given(st.dates(date(1980, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back_as_it_is_shown(day: date) -> None:
    assert read_day(f"{day.year}-{day.month}-{day.day}", DAY) == day
    assert read_day(f"{day.year}年{day.month}月{day.day}日", DAY) == day


def form_of(window: Window, *fields: Field, draft: str = "") -> Form:
    form = Form(window.bridge, fields, draft)
    form.setParent(window)
    form.show()
    return form


@pytest.mark.parametrize(
    ("typed", "fen", "said"),
    [("186000", 18_600_000, "18.6 万元"), ("18.6万", 18_600_000, "18.6 万元"), ("１２３.５", 12_350, "123.50 元"),
     ("1,000元", 100_000, "1000.00 元"), ("-3", None, ""), ("1.234", None, ""), ("abc", None, "")],
)  # fmt: skip
def test_money_is_read_in_yuan_and_said_back(opened: Window, typed: str, fen: int | None, said: str) -> None:
    form = form_of(opened, Field("budget", "预算", "money"))
    type_text(form.widget("budget"), typed)
    assert form.values()["budget"] == fen
    assert said in words(form)
    assert (form.faults() == []) == (fen is not None)


@given(fen=st.integers(0, 10**12))
def test_money_survives_the_field(qapp: QApplication, fen: int) -> None:
    from ui.editors import MoneyEditor

    editor = MoneyEditor(Field("m", "金额", "money"))
    editor.put(fen)
    assert editor.value() == fen


def test_each_fault_is_said_at_its_field_and_leaves_when_mended(opened: Window) -> None:
    form = form_of(
        opened, Field("n", "份数", "number", low=1, high=9),
        Field("c", "结论", "choice", choices=((True, "同意"), (False, "不同意"))), Field("d", "日期", "day"),
        Field("t", "时间", "moment"), Field("free", "备注", needed=False, low=3),
    )  # fmt: skip
    assert len(form.faults()) == 4
    form.fill({"free": "短"})
    assert "备注：太短了，请至少写 3 个字" in form.faults()
    form.fill({"free": ""})
    assert "这一项还没有填" in words(form) and "请选一项" in words(form)
    assert "备注（可以不填）" in words(form)
    form.fill({"n": 12, "c": False, "d": DAY, "t": datetime(2026, 3, 5, 9, 30, tzinfo=BEIJING)})
    assert form.faults() == ["份数：不能大于 9"]
    form.fill({"n": 9})
    assert form.faults() == [] and "不能大于" not in words(form)
    assert form.values() == {"n": 9, "c": False, "d": DAY, "t": datetime(2026, 3, 5, 9, 30, tzinfo=BEIJING), "free": ""}
    assert "2026年3月5日 星期四" in words(form)


def test_people_are_found_by_initials_and_taken_by_enter(opened: Window, qtbot: QtBot) -> None:
    form = form_of(opened, Field("who", "谁", "person"), Field("all", "还有谁", "people"))
    form.faults()
    line = form.widget("who")
    name = next(row.name for row in roster_of(opened, qtbot))
    type_text(line, name[:1])
    editor = form.editors["who"]
    qtbot.waitUntil(lambda: editor.matches.count() > 0, timeout=5000)  # type: ignore[attr-defined]
    assert form.faults(), "typed but not chosen"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert isinstance(form.values()["who"], int)
    type_text(line, "没有这个人")
    qtbot.waitUntil(lambda: "名册里没有找到" in words(form), timeout=5000)


def roster_of(window: Window, qtbot: QtBot) -> Any:
    from consult_desk.views import people

    found: list[Any] = []
    window.bridge.ask(people.roster, found.append)
    settle(qtbot, window, lambda: bool(found))
    return found[0].rows


def test_what_is_typed_survives_and_can_be_cleared_and_brought_back(opened: Window, qtbot: QtBot) -> None:
    assert opened.home is not None
    tick = Field("tick", "勾选", "choices", choices=((1, "一"), (2, "二")))
    fields = (Field("text", "文字", "lines"), Field("pass", "口令", "secret"), tick)
    form = form_of(opened, *fields, draft="d")
    type_text(form.widget("text"), "清淤两公里，")
    form.fill({"pass": "秘密口令", "tick": [2]})
    qtbot.wait(300)
    settle(qtbot, opened)
    kept = (opened.home / "drafts").glob("*.json")
    text = next(kept).read_text(encoding="utf-8")
    assert "清淤两公里" in text and "秘密口令" not in text
    again = form_of(opened, *fields, draft="d")
    assert again.found_draft and again.values() == {"text": "清淤两公里，", "pass": "", "tick": [2]}
    typed = again.start_over()
    assert again.values()["text"] == "" and again.values()["tick"] == []
    again.bring_back(typed)
    assert again.values()["text"] == "清淤两公里，"
    again.finish()
    settle(qtbot, opened)
    assert Drafts(opened.home).find("d") == {}


@pytest.mark.parametrize(
    "damage", [b"", b"[]", b"{", b'{"key": "d", "values": 3}', b'{"key": "d", "values": {"text": 7}}', b"\xff"]
)
def test_a_damaged_draft_counts_as_none(opened: Window, qtbot: QtBot, damage: bytes) -> None:
    assert opened.home is not None
    drafts = Drafts(opened.home)
    drafts.keep("d", {"text": "x"})
    next((opened.home / "drafts").glob("*.json")).write_bytes(damage)
    form = form_of(opened, Field("text", "文字"), draft="d")
    assert form.values() == {"text": ""} and not form.found_draft


def dialog_of(window: Window, qtbot: QtBot, deed: Deed = DEED, **where: Any) -> DeedDialog:
    dialog = DeedDialog(window, window, deed, where)
    dialog.begin()
    settle(qtbot, window, lambda: dialog.form is not None)
    return dialog


def test_a_deed_says_what_becomes_final_then_is_done(opened: Window, qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot, matter_id=1)
    assert dialog.form is not None
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    assert "还有 2 项没有填好" in dialog.words.text()
    type_text(dialog.form.widget("text"), "清淤三公里。")
    type_text(dialog.form.widget("reason"), "群众提出要求")
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    assert dialog.ask.isVisible() and "6 个字" in dialog.ask.text() and dialog.isVisible()
    assert dialog.give_up.hasFocus(), "what becomes final is not one careless Enter away"
    qtbot.mouseClick(dialog.give_up, Qt.MouseButton.LeftButton)
    assert not dialog.ask.isVisible() and dialog.isVisible()
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    settle(qtbot, opened)
    assert (dialog.words.text(), words(dialog.reasons)) == ("", "")
    assert not dialog.isVisible() and "已经登记" in words(opened.message)


def test_a_refusal_stays_in_the_dialog_with_its_reasons(opened: Window, qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot, matter_id=1)
    assert dialog.form is not None
    dialog.form.fill({"text": "清淤三公里。", "reason": "群众提出要求", "revised_on": date(2099, 1, 1)})
    dialog.submit.click()
    dialog.submit.click()
    settle(qtbot, opened, lambda: dialog.reasons_area.isVisible())
    assert "还没有到" in words(dialog.reasons) and dialog.submit.isEnabled()
    assert words(opened.message) == "", "nobody else is told"
    dialog.reject()
    settle(qtbot, opened)
    second = dialog_of(opened, qtbot, matter_id=1)
    assert second.form is not None and second.form.values()["reason"] == "群众提出要求", "the draft is found again"
    assert second.draft_note.isVisible()


def test_who_leaves_a_deed_under_way_stops_it_and_learns_how_it_ended(opened: Window, qtbot: QtBot) -> None:
    from threading import Event

    begun = Event()

    def slow(tx: Tx) -> None:
        """慢慢来。"""
        begun.set()
        for n in range(1000):
            tx.progress.step(n, 1000, "正在清点")
            Event().wait(0.005)

    deed = Deed(slow, "清点", "清点", lambda _p, _w: (Field("note", "说明"),))
    dialog = dialog_of(opened, qtbot, deed)
    assert dialog.form is not None
    dialog.form.fill({"note": "清点一次"})
    dialog.submit.click()
    qtbot.waitUntil(begun.is_set, timeout=5000)
    dialog.give_up.click()
    assert dialog.isVisible(), "it is not known yet whether it was done"
    qtbot.waitUntil(lambda: "已经停下" in dialog.words.text(), timeout=5000)
    assert dialog.submit.isEnabled()
    dialog.close()
    assert not dialog.isVisible()


def test_a_deed_whose_picture_is_refused_says_why_and_offers_nothing(opened: Window, qtbot: QtBot) -> None:
    def shut(look: Look) -> None:
        """不给看。"""
        raise Refused(Obstacle("没有这件事项"))

    dialog = DeedDialog(opened, opened, replace(DEED, view=shut, view_args=lambda _where: {}), {"matter_id": 1})
    dialog.begin()
    qtbot.waitUntil(lambda: "没有这件事项" in words(dialog.reasons), timeout=5000)
    assert not dialog.submit.isEnabled()
    dialog.reject()


def test_a_fault_of_the_program_does_not_lock_anybody_into_a_deed(opened: Window, qtbot: QtBot) -> None:
    def broken(tx: Tx) -> None:
        """坏了。"""
        raise ZeroDivisionError

    dialog = dialog_of(opened, qtbot, Deed(broken, "清点", "清点", lambda _p, _w: (Field("note", "说明"),)))
    assert dialog.form is not None
    dialog.form.fill({"note": "清点一次"})
    with qtbot.waitSignal(opened.bridge.crashed, timeout=5000):
        dialog.submit.click()
    assert dialog.submit.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()
    for report in opened.findChildren(CrashDialog):
        report.accept()


def test_more_files_than_are_taken_are_a_fault(opened: Window, tmp_path: Path) -> None:
    files = [tmp_path / "甲.png", tmp_path / "乙.png"]
    for path in files:
        path.write_bytes(b"x")
    form = form_of(opened, Field("file", "文件", "files", high=1))
    form.fill({"file": files})
    assert form.faults() == ["文件：一次只能交 1 个文件，多的请选中后按 Delete 去掉"]
    form.fill({"file": files[:1]})
    assert form.faults() == []


def test_long_work_shows_how_far_it_is_and_can_be_stopped(opened: Window, qtbot: QtBot) -> None:
    reached: list[int] = []

    def slow(tx: Tx) -> None:
        """慢慢来。"""
        import time

        for n in range(2000):
            tx.progress.step(n, 2000, "正在清点")
            reached.append(n)
            time.sleep(0.005)

    ended: list[Exception] = []
    opened.bridge.attempt(slow, lambda _n: None, ended.append)
    qtbot.waitUntil(lambda: opened.message.stop.isVisible(), timeout=5000)
    assert opened.message.doing.text() == "正在清点" and opened.message.bar.maximum() == 2000
    qtbot.mouseClick(opened.message.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(ended), timeout=5000)
    assert type(ended[0]).__name__ == "Cancelled" and len(reached) < 2000
    settle(qtbot, opened)
    assert not opened.message.bar.isVisible()


def test_the_window_and_its_arrangement_survive_a_restart(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    with clocked_window(qtbot, qapp, home) as window:
        window.resize(900, 690)
        window.keep("ledger.columns", ["title"])
    with clocked_window(qtbot, qapp, home) as window:
        assert window.kept("ledger.columns", None) == ["title"]
        assert window.height() == 690, "the screen of the tests is too narrow to tell widths apart"
    (home / "window.json").write_bytes(b"[1")
    with clocked_window(qtbot, qapp, home) as window:
        assert window.kept("ledger.columns", "none") == "none"


def test_a_refusal_leads_where_it_is_removed(opened: Window, qtbot: QtBot) -> None:
    from ui.leads import lead

    found = lead(opened, Obstacle("没有到会", leads_to="check_in"), meeting_id=2)
    assert found is not None and found[0] == "去会议控制台"
    assert lead(opened, Obstacle("没有办法"), matter_id=1) is None
    without = lead(opened, Obstacle("没有到会", leads_to="check_in"))
    assert without is not None
    without[1]()
    assert opened.stack.currentWidget() is opened.pages["meetings"]


