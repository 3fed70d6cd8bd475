"""Hostile text in every field of every kind of paper, in every form: shown as it is, or refused by the character's name.

The numbers are those of the list of hostile inputs: 1 to 8, 12 to 14 and 16 to 18 on paper, 9 to 11 and 15 at the entry.
"""

import dataclasses
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from itertools import cycle, islice, repeat
from typing import Any

import pypdfium2
import pytest

from consult_desk.base.errors import Refused
from consult_desk.base.text import clean_line, clean_name, clean_text
from consult_desk.documents import readback
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PDF, SHEET, PaperKind
from consult_desk.documents.paper import PAPERS, paper
from consult_desk.documents.setter import BODY, set_paragraph
from tests.documents import sample_extremes, sample_facts

_WATCHED = {"open", "socket.connect", "socket.getaddrinfo", "os.system", "subprocess.Popen", "webbrowser.open", "ctypes.dlopen"}
_CHOICES = {"党员群众建议"}  # ticked in a list of the form, never typed
_TICKED = {"finding", "followed"}  # likewise
_seen: list[tuple[str, str]] | None = None


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is not None and event in _WATCHED:
        _seen.append((event, str(arguments[0])))


sys.addaudithook(_hook)


@contextmanager
def nothing_opened() -> Iterator[None]:
    """What is done inside opens no socket, starts no program and reads no file but the program's own."""
    global _seen
    _seen = []
    try:
        yield
        seen = list(_seen)
    finally:
        _seen = None
    assert [one for one in seen if one[0] != "open"] == []
    assert [path for _event, path in seen if "passwd" in path or "://" in path or path.startswith("/etc")] == []


def hostile(value: Any, texts: Iterator[str]) -> Any:
    """The facts with the next of the texts behind every string that is printed."""
    if isinstance(value, Imprint):
        return dataclasses.replace(value, village=value.village + next(texts), number=value.number + next(texts))
    if isinstance(value, str):
        made_by_program = re.fullmatch(r"[0-9a-f]{64}|CD[0-9]?[.-].*", value)
        return value if made_by_program or value in _CHOICES else value + next(texts)
    if isinstance(value, tuple):
        return tuple(hostile(one, texts) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = [f.name for f in dataclasses.fields(value) if not f.metadata.get("unsaid") and f.name not in _TICKED]
        return dataclasses.replace(value, **{name: hostile(getattr(value, name), texts) for name in kept})
    return value


def text_of(data: bytes, form: str) -> str:
    if form != SHEET:
        return readback.squeezed(readback.read_text(data))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith("sharedStrings.xml")]
        assert not any(b"<f>" in archive.read(name) or b"<hyperlink" in archive.read(name) for name in archive.namelist())
    return readback.squeezed(unescape("".join(parts)))


ITEMS = {
    1: "<b>张三</b>",
    2: '<img src="file:///etc/passwd"><img src="http://127.0.0.1:9/x">',
    3: '<a href="file:///etc/passwd">点此</a>',
    4: "<table>" * 18,
    5: "赞成<反对&3<5",
    6: "<para><br><!--x--><unknown>&copy;AT&T",
    7: '<font color="white">白</font><font size="0.1">小</font>',
    8: "<font color='[[[getattr(pow,\"__class__\")for(x)in[1]]]]'>x</font>",
    12: "é１２\uf9dc",  # with a compatibility ideograph: what slipped in is not exchanged on paper
    13: "䶮㑇𬱖",
    16: "';DROP/**/TABLE表;--%_\\",
    18: "{0.__class__}%s%n${x}{{y}}{%z%}",
}


@dataclasses.dataclass
class Shown:
    """One file, its facts, and the text read back from it."""

    kind: PaperKind
    form: str
    data: bytes
    facts: Any
    said: str


@pytest.fixture(scope="module")
def shown() -> list[Shown]:
    """Every kind in every form, with the items in its fields in turn, until each was read back from every form at once."""
    found = []
    with nothing_opened():
        for kind in PAPERS:
            missing = set(ITEMS.values())
            for start in range(len(ITEMS)):
                facts = hostile(sample_extremes.poor(kind), islice(cycle(ITEMS.values()), start, None))
                drawn = [(form, kind.draw(facts, form)) for form in kind.forms]
                found += [Shown(kind, form, data, facts, text_of(data, form)) for form, data in drawn]
                missing -= {text for text in missing if all(readback.squeezed(text) in one.said for one in found[-len(drawn) :])}
                if not missing:
                    break
    return found


@pytest.mark.parametrize("item", ITEMS)
def test_item_is_shown_literally_by_every_kind_in_every_form(item: int, shown: list[Shown]) -> None:
    text = readback.squeezed(ITEMS[item])
    having = {(one.kind.key, one.form) for one in shown if text in one.said}
    assert having == {(kind.key, form) for kind in PAPERS for form in kind.forms}


def test_every_fact_is_read_back_whole_whatever_stands_in_it(shown: list[Shown]) -> None:
    for one in shown:
        if one.form != SHEET:
            # A cell longer than a page goes on beside the others, and is then read in parts.
            said = [words for words in one.kind.must_say(one.facts) if len(words) < 60]
            assert readback.compare(said, one.data) == (), (one.kind.key, one.form)


def test_02_and_03_nothing_on_the_pages_can_be_clicked_or_is_a_picture(shown: list[Shown]) -> None:
    for one in shown:
        if one.form == PDF:
            with pypdfium2.PdfDocument(one.data) as document:
                for page in document:
                    assert pypdfium2.raw.FPDFPage_GetAnnotCount(page.raw) == 0
                    kinds = {thing.type for thing in page.get_objects()}
                    assert pypdfium2.raw.FPDF_PAGEOBJ_FORM not in kinds and pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


@pytest.mark.parametrize("char", ["\x00", "\x01", "\x0b", "\x1f", "\x7f", "\x85"])
def test_09_control_characters_are_refused_at_the_entry_and_on_paper(char: str) -> None:
    with pytest.raises(Refused, match=f"U\\+{ord(char):04X}"):
        clean_line(f"张{char}三", "姓名")
    assert_refused_everywhere(char)


def test_10_a_lone_surrogate_is_refused_at_the_entry_and_on_paper() -> None:
    with pytest.raises(Refused, match="残缺"):
        clean_text("张\ud800", "内容")
    assert_refused_everywhere("\ud800")


@pytest.mark.parametrize("char", ["\u202e", "\u200b", "\ufeff", "\u00ad"])
def test_11_invisible_and_turning_characters_are_refused_in_names_and_marked_in_texts(char: str) -> None:
    with pytest.raises(Refused, match=f"U\\+{ord(char):04X}"):
        clean_name(f"张{char}三")
    assert clean_text(f"同{char}意", "内容") == f"同〔U+{ord(char):04X}〕意"
    assert_refused_everywhere(char)


def assert_refused_everywhere(char: str) -> None:
    """Every kind that is drawn refuses it, naming it, in one sentence with something to do."""
    for kind in PAPERS:
        if PDF not in kind.forms:
            continue
        with pytest.raises(Refused) as refused:
            kind.draw(hostile(sample_extremes.poor(kind), repeat(f"张{char}三")), PDF)
        (obstacle,) = refused.value.obstacles
        assert f"U+{ord(char):04X}" in obstacle.words, kind.key
        assert obstacle.fix


def test_12_twins_are_stored_composed() -> None:
    assert clean_name("Re\u0301mi") == clean_name("R\u00e9mi") == "R\u00e9mi"


def test_13_rare_characters_that_no_font_has_are_refused_before_printing() -> None:
    assert_refused_everywhere("𠮷")
    assert_refused_everywhere("\ue123")


@pytest.mark.parametrize("text", ["村里商议“一事一议”，2026年3月15日。" * 4800, "村" * 20_000, "x" * 20_000])
def test_14_a_text_without_end_is_kept_whole(text: str) -> None:
    facts = dataclasses.replace(sample_facts.poor_resolution(), resolution=(text,))
    assert text in readback.squeezed(readback.read_text(paper("resolution").draw(facts)))


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000 \n"])
def test_15_nothing_is_refused_where_something_is_required(text: str) -> None:
    with pytest.raises(Refused, match="没有填写"):
        clean_line(text, "标题")
    with pytest.raises(Refused, match="没有填写"):
        clean_text(text, "内容", required=True)
    assert clean_text("一", "内容", required=True) == "一"


@pytest.mark.parametrize("char", ["😀", "👍", "🀄"])
def test_17_pictures_in_text_are_refused_everywhere(char: str) -> None:
    assert_refused_everywhere(char)


def test_17_stacked_marks_stay_on_a_line_of_the_same_height() -> None:
    stacked = "e" + "\u0301\u0300" * 4
    line = set_paragraph(f"村{stacked}民", BODY, 400)[0]
    plain = set_paragraph("村e民", BODY, 400)[0]
    assert [cell.style.size for cell in line.cells] == [cell.style.size for cell in plain.cells]
    assert line.width == pytest.approx(plain.width, abs=3.0)
    facts = dataclasses.replace(sample_facts.poor_resolution(), resolution=(f"村{stacked}民", "同意"))
    data = paper("resolution").draw(facts)
    assert f"村{stacked}民" in readback.squeezed(readback.read_text(data))


def test_17_more_marks_than_can_be_read_are_refused_by_their_letter() -> None:
    with pytest.raises(Refused, match=r"U\+0065.*100 个符号"):
        set_paragraph("e" + "\u0301" * 100, BODY, 400)
