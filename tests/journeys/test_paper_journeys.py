"""A notice for the wall from its finding to its correction, and Word that comes back edited: by mouse, by keyboard."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consult_desk import actions as act
from consult_desk.documents import readback
from consult_desk.sample.guide import Clock
from tests.journeys import hamlet
from tests.journeys import paper_hands as at
from tests.journeys.hands import Hands
from tests.ui.fixtures import QUIET, settle, words
from ui.pages.checking import CheckingPage
from ui.pages.paper import PaperPage
from ui.pages.printing import PrintingPage
from ui.pages.templates_return import WordReturnPage

pytestmark = QUIET
TITLE = "三组水渠疏浚"
TEXT = "一、疏浚三组水渠八百米，有事打电话13812345678。\n二、其中低保户周家优先施工；其余按顺序。"


@pytest.fixture(scope="module", name="resolved")
def village_resolved(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hamlet with a matter that may be disclosed, a telephone number and a hardship in its text."""
    home = tmp_path_factory.mktemp("resolved") / "home"
    guide = hamlet.opened(template, home)
    found = guide.desk.do(
        act.matters.open_matter, title=TITLE, category="public_welfare", origin="suggestion", text=TEXT,
        budget=3_000_000, fund_source="村集体经济收益", profile="cn-village-reps",
    ).result  # fmt: skip
    hamlet.reach(guide, found, "disclose_resolution")
    (home / "day.txt").write_text(guide.clock.day.isoformat())
    guide.desk.close()
    return home


@pytest.fixture(params=["mouse", "keyboard"])
def hands(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, resolved: Path, tmp_path: Path) -> Iterator[Hands]:
    home = Path(shutil.copytree(resolved, tmp_path / "home"))
    clock = Clock(date.fromisoformat((home / "day.txt").read_text()))
    with at.at_the_window(qtbot, qapp, home, clock, keyboard=request.param == "keyboard") as found:
        yield found


def matter_page(hands: Hands, tab: str) -> Any:
    """The matter's page, found through the ledger, a part of it in front."""
    hands.go("matters")
    hands.open_row(hands.window.pages["matters"].table, TITLE)  # type: ignore[attr-defined]
    page: Any = hands.window.pages["matter"]
    hands.tab(page.tabs, tab)
    return page


def verified(hands: Hands, path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the window says of a file: dropped on it, or chosen by the button."""
    monkeypatch.setattr(CheckingPage, "choose", staticmethod(lambda *_a: (str(path), "")))
    if hands.keyboard:
        hands.go("papers")
        hands.click("验证文件…")
        hands.click("选择文件…")
    else:
        at.drop(hands, path)
        settle(hands.qtbot, hands.window, lambda: hands.window.stack.currentWidget() is hands.window.pages["checking"])
    page = hands.window.pages["checking"]
    assert isinstance(page, CheckingPage)
    settle(hands.qtbot, hands.window, lambda: page.verdict.isVisible() and page.file.text() == path.name)
    return page.kind.text()


def issue_the_notice(hands: Hands, *, style: str = "公示栏", sheet: str = "A3") -> PaperPage:
    """From the matter's page: what should not hang stops it, is decided on its card, then it is issued."""
    matter_page(hands, "文书")
    hands.press(at.named(hands, "出具决议公告"))
    page = at.draft(hands)
    assert page.form is not None
    assert not page.submit.isEnabled() and "1 处要您决定" in page.cards.head.text()
    hands.fill(page.form, style=style, sheet=sheet)
    at.drawn(hands, page)
    assert not page.submit.isEnabled(), "a layout decides nothing"
    hardship, reason, phone, _none = page.cards.controls()
    at.choose(hands, hardship, "kept")
    hands.write(reason, "太短")
    at.drawn(hands, page)
    assert not page.submit.isEnabled(), "a reason is a sentence"
    at.choose(hands, hardship, "removed")
    assert phone.currentData() == "masked"  # type: ignore[attr-defined]
    at.drawn(hands, page)
    return at.issue(hands, page)


def test_a_notice_is_decided_issued_signed_verified_and_corrected(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = issue_the_notice(hands)
    assert "公告" in shown.name.text() and shown.shown.version == 1
    at.sign(hands, "发布单位", "村务监督委员会")
    first = tmp_path / "公告.pdf"
    at.save(hands, first, monkeypatch)
    with pikepdf.open(first) as pdf:
        assert [round(float(side)) for side in pdf.pages[0].mediabox][2:] == [842, 1191], "A3, as wanted"
    said = readback.squeezed(readback.read_text(first.read_bytes()))
    assert "138****5678" in said and "13812345678" not in said and "低保户" not in said
    assert verified(hands, first, monkeypatch) == "✓ 原件一致"
    changed = tmp_path / "改过.pdf"
    changed.write_bytes(first.read_bytes().replace(b"/Type", b"/Tyqe", 1))
    assert verified(hands, changed, monkeypatch) == "✕ 已被改动"
    # It hangs for two days before somebody sees that it is wrong.
    matter_page(hands, "公开")
    hands.deed("登记张贴", posted_by="单守田")
    hands.until(hands.clock.day + timedelta(days=2))
    page = matter_page(hands, "文书")
    assert page.shown.papers[0].paper == shown.shown.paper
    hands.press(next(b for b in page.findChildren(type(shown.print)) if b.isVisible() and b.text() in ("打开", "看文书", "看")))
    hands.click("写错了，出更正版…")
    again = at.draft(hands)
    assert again.form is not None and again.cards.still == 0, "what was decided about the same words holds"
    hands.write(again.form.widget("correction"), "施工的次序写错了")
    at.drawn(hands, again)
    corrected = at.issue(hands, again)
    assert corrected.shown.version == 2 and corrected.shown.supersedes == 1
    at.sign(hands, "发布单位", "村务监督委员会")
    hands.click("出更正公告…")
    notice = at.draft(hands)
    assert "更正公告" in notice.chosen.text()
    if notice.cards.still:  # the check code of the old version happened to look like a number of QQ
        code, why, *_none = notice.cards.controls()
        at.choose(hands, code, "kept")
        hands.write(why, "是核对码，不是号码")
        at.drawn(hands, notice)
    told = at.issue(hands, notice)
    assert told.shown.kind == "correction_notice"
    told_words = readback.squeezed(readback.read_text(told.shown.data))
    assert "施工的次序写错了" in told_words and "13812345678" not in told_words and "低保户" not in told_words
    assert verified(hands, first, monkeypatch) == "✓ 已被第 2 版更正"


def test_a_correction_of_what_never_hung_leads_back_to_the_matter(hands: Hands) -> None:
    issue_the_notice(hands)
    hands.click("写错了，出更正版…")
    again = at.draft(hands)
    assert again.form is not None
    hands.write(again.form.widget("correction"), "施工的次序写错了")
    at.drawn(hands, again)
    at.issue(hands, again)
    hands.click("出更正公告…")
    page = hands.window.pages["issue"]
    settle(hands.qtbot, hands.window, lambda: "没有张贴过" in words(page))
    assert not page.submit.isEnabled()  # type: ignore[attr-defined]
    hands.click_within(page.reasons, 0)  # type: ignore[attr-defined]
    assert hands.window.trail[-1][0] == "matter", "the notice is hung up from the page of its matter"


def test_word_edited_elsewhere_comes_back_as_a_version(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = issue_the_notice(hands, style="平常的样式", sheet="平常的纸张")
    old = shown.shown
    word = tmp_path / "公告.docx"
    monkeypatch.setattr(PaperPage, "choose", staticmethod(lambda *_a: (str(word), "")))
    next(a for a in shown.save.menu().actions() if a.text() == "张贴件（正式），Word…").trigger()
    settle(hands.qtbot, hands.window, word.exists)
    document = Document(str(word))
    document.add_paragraph("施工期间请绕行村委会门前的路。")
    document.save(str(word))
    edited = word.read_bytes()
    next(a for a in shown.save.menu().actions() if a.text() == "张贴件（正式），Word…").trigger()
    settle(hands.qtbot, hands.window, (tmp_path / "公告 第2份.docx").exists)
    assert word.read_bytes() == edited and "没有动它" in hands.window.message.words.text()
    if hands.keyboard:
        hands.click("收回改过的 Word…")
        monkeypatch.setattr(WordReturnPage, "choose", staticmethod(lambda *_a: (str(word), "")))
        hands.click("选改过的 Word 文件…")
    else:
        at.drop(hands, word)
    back = hands.window.pages["word_return"]
    assert isinstance(back, WordReturnPage)
    settle(hands.qtbot, hands.window, back.compared.isVisible)
    assert "绕行" in back.difference.toPlainText() and "第 1 版改的，收回后是第 2 版" in back.whose.text()
    hands.write(back.form.widget("reason"), "补写绕行的提醒")
    hands.press(back.submit)
    hands.press(back.submit)
    new = at.paper(hands).shown
    assert new.version == 2 and new.supersedes == old.paper and "补写绕行的提醒" in words(hands.place())
    hands.click("去看前一版")
    before = at.paper(hands).shown
    assert before.paper == old.paper and before.data == old.data, "the version before is kept as it was"
    assert word.read_bytes() == edited, "and so is the file that was edited"


def test_printing_in_one_go_leads_from_what_is_undecided_to_its_card(hands: Hands) -> None:
    matter_page(hands, "文书")
    hands.click("一次印齐…")
    page = hands.window.pages["printing"]
    assert isinstance(page, PrintingPage) and page.rows is not None
    wanted = {row.kind for row in page.rows.missing()}
    assert "resolution" in wanted
    hands.press(page.issue)
    hands.press(page.sure)
    settle(hands.qtbot, hands.window, lambda: bool(page.reasons.shown))
    assert {o.code for o in page.reasons.shown} == {"undecided_finding"}
    assert {row.kind for row in page.rows.missing()} == {"resolution"}, "the others were issued all the same"
    hands.click_within(page.reasons, 0)
    draft = at.draft(hands)
    assert draft._wanted() == "resolution:1"
    at.choose(hands, draft.cards.controls()[0], "removed")
    at.drawn(hands, draft)
    at.issue(hands, draft)
    hands.click("返回")
    hands.click("返回")
    assert hands.window.stack.currentWidget() is page
    settle(hands.qtbot, hands.window, lambda: page.rows is not None and not page.rows.missing())
    assert not page.reasons.isVisible() or not page.reasons.shown, "what was removed is not said any more"
    assert "resolution" in {one.row.kind for one in page.rows.orders()} and page.print.isEnabled()
