"""Rules through the window: read on two dates, compared, run, made stricter, a laxer one refused, adopted, retired."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

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
from tests.ui.village import CHINA, DITCH
from ui import look
from ui.page import Page
from ui.pages.overlay import OverlayPage
from ui.pages.rule_compare import RuleComparePage
from ui.pages.rule_profile import RuleProfilePage
from ui.pages.rules import RulesPage
from ui.window import Window

pytestmark = QUIET
P = TypeVar("P", bound=Page)


def go(window: Window, qtbot: QtBot, kind: type[P], **where: str) -> P:
    window.open_page(kind.key, **where)
    settle(qtbot, window)
    page = window.pages[kind.key]
    assert isinstance(page, kind) and window.stack.currentWidget() is page
    return page


def press(qtbot: QtBot, window: Window, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def test_a_profile_is_found_by_place_and_read_with_the_keyboard(opened: Window, qtbot: QtBot) -> None:
    rules = go(opened, qtbot, RulesPage)
    first = rules.table.rows.rows[0]
    assert first.in_use and first.matters == 3 and "不受以后改动影响" in rules.count.text()
    type_text(rules.search, "山东")
    assert [row.key for row in rules.table.rows.rows] == ["sd"]
    qtbot.keyClick(rules.search, Qt.Key.Key_Return)
    qtbot.keyClick(rules.table, Qt.Key.Key_Return)
    settle(qtbot, opened)
    page = opened.pages["rule_profile"]
    assert isinstance(page, RuleProfilePage) and page.name.text() == "山东省（国家基线＋实施办法）"
    said = words(page)
    assert "妇女村民代表三分之二以上（≥ 2/3）" in said and "上位方案：村民代表会议组成人员三分之二以上（≥ 2/3）" in said
    assert "由谁办：村民代表会议" in said and "2026-11-22 核对过原文" in said
    assert "以“四议两公开（国家基线·村民代表会议）”为底" in said
    type_text(rules.search, "没有这个省")
    assert rules.table.isHidden() and not rules.nothing.isHidden()


def test_the_article_changes_with_the_day(opened: Window, qtbot: QtBot) -> None:
    page = go(opened, qtbot, RuleProfilePage, profile="cn-village-reps")
    for typed, there, gone in (
        ("2025-12-31", "村民委员会组织法（2018修正）第二十六条", "2025修正"),
        ("2026-1-1", "村民委员会组织法（2025修正）第三十条", "2018修正"),
    ):
        page.day.line.clear()
        type_text(page.day.line, typed)
        settle(qtbot, opened)
        assert there in words(page) and gone not in words(page), typed
    assert "至少公开 15 天" in words(page)
    page.changes.setCurrentIndex(page.changes.findText("2010-10-28"))
    page.changes.activated.emit(page.changes.currentIndex())
    settle(qtbot, opened)
    assert page.on == date(2010, 10, 28) and "应当及时公布，没有写最少天数" in words(page)
    assert "2010-10-28 起，到 2025-12-31 为止" in words(page)
    assert "这一天还没有规定，本方案的规定从 2018-10-28 起。" in words(page), "what begins later says when"


def test_two_profiles_are_compared_with_signs(opened: Window, qtbot: QtBot) -> None:
    page = go(opened, qtbot, RuleComparePage, one="cn-village-reps", other="sd")
    said = words(page)
    assert "有 3 项规定不同" in said and said.count("≠ 不同") == 3 and "＝ 一样" in said
    page.only.click()
    settle(qtbot, opened)
    said = words(page)
    assert said.count("≠ 不同") == 3 and "＝ 一样" not in said and "开会前至少 5 天通知；书面通知到本人；同时张榜公布" in said
    page.right.setCurrentIndex(page.right.findData("cn-village-reps"))
    page.right.activated.emit(page.right.currentIndex())
    settle(qtbot, opened)
    assert "都一样" in page.summary.text()


def test_the_cases_of_a_profile_are_run(opened: Window, qtbot: QtBot) -> None:
    page = go(opened, qtbot, RuleProfilePage, profile="cn-village-reps")
    page.tabs.setFocus()
    qtbot.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.case_part.isVisible() and not page.text.isVisible()
    press(qtbot, opened, page.run)
    assert "个案例全部算对" in page.cases.summary.text() and page.run.isEnabled()
    model = page.cases.table.rows
    assert model.rowCount() > 10 and model.cell(model.index(0, 0)).text == "✓ 对"
    assert "党组织委员会委员 5 人，实到 2" in page.cases.whole.text() and "到会人数不够" in page.cases.whole.text()


def fill(page: OverlayPage, **head: str) -> None:
    assert page.head is not None
    page.head.fill({"title": "清溪村四议两公开办法", "document": "清溪村村民自治章程第十二条", **head})


def test_an_overlay_is_made_from_the_form(opened: Window, qtbot: QtBot) -> None:
    assert opened.home is not None
    base = go(opened, qtbot, RuleProfilePage, profile="cn-village-reps")
    press(qtbot, opened, base.make)
    page = opened.pages["overlay"]
    assert isinstance(page, OverlayPage)
    press(qtbot, opened, page.check)
    assert "2 项没有填好" in page.words.text()
    fill(page)
    press(qtbot, opened, page.check)
    assert "没有一项比上位规定更严" in words(page.reasons)
    press(qtbot, opened, page.buttons["disclose_resolution"])
    form = page.steps["disclose_resolution"]
    assert form.isVisible() and not page.steps["resolve"].isVisible()
    assert "上位规定：至少 15 天（村民委员会组织法（2025修正）第三十五条）" in words(form)
    type_text(form.widget("disclose_resolution.publicity.days"), "7")
    assert "已填 1 项" in page.buttons["disclose_resolution"].text()
    press(qtbot, opened, page.check)
    assert "本方案是 7 天，上位规定是 15 天" in words(page.reasons) and not page.trial.isVisible()
    assert not (opened.home / "profiles").exists()
    form.fill({"disclose_resolution.publicity.days": 20})
    page.steps["resolve"].fill({"resolve.quorum.0": "3/4"})
    press(qtbot, opened, page.check)
    said = words(page.trial)
    assert page.trial.isVisible() and "有 2 项比上位规定更严" in said
    assert "四分之三以上（≥ 3/4）" in said and "4 个案例全部算对" in said
    press(qtbot, opened, page.trial.save)
    read = opened.pages["rule_profile"]
    assert isinstance(read, RuleProfilePage) and opened.stack.currentWidget() is read
    assert read.where == {"profile": "own-1"} and "至少公开 20 天" in words(read) and read.chip.text() == "本村方案"
    assert (opened.home / "profiles" / "own-1" / "cases.toml").exists()
    opened.go_back()
    settle(qtbot, opened)
    assert page.head is not None and page.head.values()["title"] == "", "the draft is gone once it is saved"


def test_what_was_typed_into_an_overlay_survives_a_kill(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    with clocked_window(qtbot, qapp, home) as window:
        page = go(window, qtbot, OverlayPage)
        fill(page, base="sd")
        settle(qtbot, window)
        page.steps["resolve"].fill({"resolve.notice.days": 9})
        qtbot.wait(350)
        settle(qtbot, window)
    with clocked_window(qtbot, qapp, home) as window:
        page = go(window, qtbot, OverlayPage)
        given = page.given()
        assert (given["base"], given["title"]) == ("sd", "清溪村四议两公开办法")
        assert given["answers"] == {"resolve.notice.days": 9}


def test_an_own_profile_is_adopted_and_retired(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    with clocked_window(qtbot, qapp, home, lambda: datetime(2026, 3, 6, 10, tzinfo=CHINA)) as window:
        page = go(window, qtbot, OverlayPage)
        fill(page)
        page.steps["resolve"].fill({"resolve.notice.days": 3})
        press(qtbot, window, page.check)
        press(qtbot, window, page.trial.save)
        read = window.pages["rule_profile"]
        assert isinstance(read, RuleProfilePage)
        press(qtbot, window, read.adopt)
        dialog = window.deed
        assert dialog is not None and dialog.form is not None and dialog.form.values() == {"profile": "own-1"}
        dialog.submit.click()
        assert "已经提出的事项还按原来的方案" in dialog.ask.text()
        dialog.submit.click()
        settle(qtbot, window)
        assert "本村新事项现在按它办" in read.facts.text() and not read.adopt.isVisible()
        press(qtbot, window, read.retire)
        dialog = window.deed
        assert dialog is not None and dialog.form is not None
        dialog.form.fill({"reason": "只是试一试"})
        dialog.submit.click()
        dialog.submit.click()
        settle(qtbot, window)
        assert "是本村正在用的方案" in words(dialog.reasons)
        lead = next(b for b in dialog.reasons.findChildren(QPushButton))
        assert lead.text() == "选定本村用的方案"
        press(qtbot, window, lead)
        dialog = window.deed
        assert dialog is not None and dialog.form is not None
        dialog.form.fill({"profile": "cn-village-reps"})
        dialog.submit.click()
        dialog.submit.click()
        settle(qtbot, window)
        press(qtbot, window, read.retire)
        dialog = window.deed
        assert dialog is not None
        dialog.submit.click()
        dialog.submit.click()
        settle(qtbot, window)
        rules = window.pages["rules"]
        assert isinstance(rules, RulesPage) and "own-1" not in {row.key for row in rules.table.rows.rows}
        assert (home / "retired-profiles" / "own-1" / "profile.toml").exists()


def test_a_matter_shows_the_rules_it_carries_whatever_becomes_of_them(
    qtbot: QtBot, qapp: QApplication, home: Path
) -> None:
    from consult_desk.actions import matters, rules
    from consult_desk.desk import Desk

    answers = {"disclose_resolution.publicity.days": 20}
    desk = Desk(home, now=lambda: datetime(2026, 3, 6, 10, tzinfo=CHINA))
    made = ("cn-village-reps", "清溪村办法", "清溪村", date(2026, 3, 1), "清溪村章程第三条", answers)
    desk.do(rules.make_overlay, *made)
    found = desk.do(matters.open_matter, "修路", "public_welfare", "cadre", "修路一公里。", profile="own-1").result
    desk.close()
    with clocked_window(qtbot, qapp, home) as window:
        window.open_page("rule_profile", matter_id=found)
        settle(qtbot, window)
        page = window.pages["rule_profile"]
        assert isinstance(page, RuleProfilePage) and "现在的方案和它一样" in page.pinned.text()
        text = (home / "profiles" / "own-1" / "profile.toml").read_text()
        (home / "profiles" / "own-1" / "profile.toml").write_text(text.replace("days = 20", "days = 25"))
        window.open_page("rule_profile", profile="own-1")
        settle(qtbot, window)
        assert "至少公开 25 天" in words(page) and "至少公开 20 天" not in words(page)
        window.open_page("rule_profile", matter_id=found)
        settle(qtbot, window)
        assert "至少公开 20 天" in words(page) and "现在的方案已经和它不同" in page.pinned.text()
        assert not page.adopt.isVisible() and not page.retire.isVisible()


def test_an_own_profile_that_became_laxer_is_said_with_its_button(opened: Window, qtbot: QtBot) -> None:
    assert opened.home is not None
    folder = opened.home / "profiles" / "own-1"
    folder.mkdir(parents=True)
    head = 'key = "own-1"\ntitle = "老办法"\nscope = "village"\nkind = "overlay"\nextends = "cn-village-reps"\n'
    value = "[[disclose_resolution.publicity.value]]\nsince = 2020-01-01\ndays = 10\nreference = '老章程'\n"
    (folder / "profile.toml").write_text(head + value)
    rules = go(opened, qtbot, RulesPage)
    assert "“老办法”现在不能用" in words(rules.faulty) and "本方案是 10 天，上位规定是 15 天" in words(rules.faulty)
    assert rules.table.rows.rowCount() > 20
    press(qtbot, opened, next(b for b in rules.faulty.findChildren(QPushButton)))
    dialog = opened.deed
    assert dialog is not None and dialog.form is not None
    dialog.form.fill({"reason": "上位规定变严了"})
    dialog.submit.click()
    dialog.submit.click()
    settle(qtbot, opened)
    assert not rules.faulty.isVisible() and (opened.home / "retired-profiles" / "own-1").exists()


def test_a_profile_that_is_gone_is_refused_in_words(opened: Window, qtbot: QtBot) -> None:
    go(opened, qtbot, RuleProfilePage, profile="own-9")
    assert "没有名为“own-9”的规则方案" in words(opened.message) and DITCH not in words(opened.message)


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_no_page_of_rules_is_cut_off(opened: Window, qtbot: QtBot, factor: float) -> None:
    opened.wear(replace(opened.settings(), font_px=round(look.BASE_PX * factor)))
    settle(qtbot, opened)
    opened.resize(1366, 768)
    faults = []
    for kind, where in (
        (RulesPage, {}), (RuleProfilePage, {"profile": "practice-project-funds"}), (RuleComparePage, {"one": "sd", "other": "cq"}),
        (OverlayPage, {}),
    ):  # fmt: skip
        page = go(opened, qtbot, kind, **where)
        qtbot.wait(150)
        faults += cut_off(page, page.key)  # type: ignore[arg-type]
    assert (opened.width(), opened.height()) == (1366, 768) and not faults
