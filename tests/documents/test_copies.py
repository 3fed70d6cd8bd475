"""Copies of papers: what is hidden on the wall, what is marked, the other form; practice is unmistakable on every page."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_desk.documents import copies, detector, readback
from consult_desk.documents.paper import PAPERS, paper
from tests.documents import sample_facts
from tests.documents.sample_extremes import usual

ID_NUMBER, CARD = "110105194912310003", "6222021234567890128"
FACTS: dict[str, Callable[[], Any]] = {kind.key: partial(usual, kind) for kind in PAPERS}


def pages(data: bytes) -> list[str]:
    """The text of each page as another program reads it, blanks away."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True, timeout=60)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def practised(kind: str, practice: bool = True) -> Any:
    facts = FACTS[kind]()
    return replace(facts, imprint=replace(facts.imprint, practice=practice))


def marked_as_practice(data: bytes) -> None:
    """练习 on every page: in a PDF on each, in Word in the heads of odd and even pages, as words and as a shape."""
    if data[:5] == b"%PDF-":
        said = pages(data)
        assert said and all("练习" in page or ("练" in page and "习" in page) for page in said)
        return
    with ZipFile(BytesIO(data)) as package:
        heads = [package.read(n).decode() for n in package.namelist() if re.fullmatch(r"word/header\d\.xml", n)]
    marked = [head for head in heads if "练　习" in head]
    assert len(marked) == 2 and all("textpath" in head for head in marked)


@pytest.mark.parametrize("kind", [kind.key for kind in PAPERS])
def test_practice_is_unmistakable_on_every_page(kind: str) -> None:
    marked_as_practice(paper(kind).draw(practised(kind)))
    plain = paper(kind).draw(practised(kind, practice=False))
    if plain[:5] == b"%PDF-":
        assert not any("练习" in page for page in pages(plain))


@pytest.mark.parametrize(("kind", "form"), [(one.key, form) for one in PAPERS for form in one.forms[1:] if form != "xlsx"])
def test_the_other_form_says_the_same_and_is_marked_too(kind: str, form: str) -> None:
    data = paper(kind).draw(practised(kind), form)
    marked_as_practice(data)
    assert paper(kind).draw(practised(kind), form) == data, "the same facts give the same bytes"
    said = readback.squeezed(readback.read_text(data))
    facts = FACTS[kind]()
    wanted = [str(getattr(facts, name)) for name in ("matter", "meeting", "matter_number", "budget") if hasattr(facts, name)]
    wanted = wanted or [facts.imprint.village]
    assert wanted and all(readback.squeezed(one) in said for one in wanted if one)


def test_minutes_as_pdf_say_every_speech_count_and_name() -> None:
    facts = sample_facts.minutes()
    said = readback.squeezed(readback.read_text(paper("minutes").draw(facts, "pdf")))
    for item in facts.items:
        assert readback.squeezed(item.title) in said and readback.squeezed(item.decision) in said
        assert all(str(count) in said for _label, count in item.counts)
    assert all(readback.squeezed(name) in said for name in (*facts.present_names, facts.chair, facts.recorder))


@pytest.mark.parametrize("mark", sorted(copies.MARKS))
def test_a_mark_stands_at_the_head_of_every_page(mark: str) -> None:
    words = "".join(copies.MARKS[mark].split())
    facts = sample_facts.resolution()
    data = copies.stamped(paper("resolution").draw(facts), mark, practice=False)
    said = pages(data)
    assert len(said) == len(pages(paper("resolution").draw(facts))) > 1 and all(words in page for page in said)
    assert all(("草" in page and "稿" in page) for page in said) == (mark == copies.DRAFT)
    word = copies.stamped(paper("minutes").draw(sample_facts.minutes()), mark, practice=False)
    with ZipFile(BytesIO(word)) as package:
        heads = "".join(package.read(n).decode() for n in package.namelist() if "header" in n)
    assert copies.MARKS[mark].split("　")[0] in heads
    with pikepdf.open(BytesIO(data)) as document:
        assert len(document.pages) == len(said)


def masked(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what is hidden with no question asked, and what kinds that was."""
    findings = [one for one in detector.find((text,)) if one.certain]
    return detector.treated((text,), findings)[0], tuple(one.kind_title for one in findings)


def test_numbers_are_hidden_but_for_their_end_and_others_stay() -> None:
    text, found = masked(f"身份证{ID_NUMBER}，卡{CARD}，手机13912345678、139 1234 5678；座机0431-55500137，文号2026001。")
    assert found == ("身份证号", "银行卡号", "手机号", "手机号")
    assert f"{'*' * 14}0003" in text and f"{'*' * 15}{CARD[-4:]}" in text and text.count("139****5678") == 2
    assert "0431-55500137" in text and "2026001" in text
    full_width = ID_NUMBER.translate({n: n + 0xFEE0 for n in range(48, 58)})
    wide, found = masked(f"电话１３９１２３４５６７８，＋86 139－1234－5678；证{full_width}")
    assert found == ("手机号", "手机号", "身份证号") and wide.count("139****5678") == 2 and wide.endswith("*0003")
    wrong = CARD[:-1] + str((int(CARD[-1]) + 1) % 10)
    for harmless in (wrong, "186,000.00元", "2026年3月16日", "12345678901", "abc13912345678x"):
        assert masked(harmless) == (harmless, ()), harmless


@given(st.text(alphabet="0123456789０１３８９Ｘ－　Xx年元-+. 张三，", max_size=60))
def test_hiding_twice_hides_nothing_more(text: str) -> None:
    once, _found = masked(text)
    assert masked(once) == (once, ()) and len(once) <= len(text) + 4


def test_contacts_are_published_on_purpose() -> None:
    facts = replace(sample_facts.resolution(), channels=(("受理电话", "13912345678"),), resolution=("电话13912345678。",))
    shown, hidden = copies.posted_facts("resolution", facts)
    assert shown.channels == facts.channels and shown.resolution == ("电话139****5678。",)
    assert hidden == ("隐去了 1 处手机号",)
    plain = sample_facts.resolution()
    assert copies.posted_facts("resolution", plain) == (plain, ())


def test_reasons_are_nobody_s_business() -> None:
    facts = sample_facts.attendance_sheet()
    lines = (replace(facts.lines[0], remark="请假：住院"), replace(facts.lines[1], remark="已委托（李四）"), *facts.lines[2:])
    shown, hidden = copies.posted_facts("attendance_sheet", replace(facts, lines=lines, excluded=(("王五", "服刑"),)))
    assert [line.remark for line in shown.lines[:2]] == ["请假", "已委托"] and shown.excluded == (("王五", "不计入应到"),)
    assert hidden == ("请假和不计入应到的原因不写",)
    minutes, said = copies.posted_facts("minutes", sample_facts.minutes())
    assert all(reason == "已请假" for _name, reason in minutes.leave) and not any(i.speeches for i in minutes.items)
    assert len(said) == 2 and [i.counts for i in minutes.items] == [i.counts for i in sample_facts.minutes().items]
