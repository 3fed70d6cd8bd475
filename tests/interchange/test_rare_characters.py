"""Rare characters are found by code point, by radical and strokes, and by their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_desk.interchange.rare_characters import MOST, find, table


@pytest.mark.parametrize("asked", ["U+3ADA", "u+3ada", "3ADA", " Ｕ＋３ＡＤＡ ", "\\u3ada", "&#x3ADA;", "㫚"])
def test_a_code_point_in_every_usual_form(asked: str) -> None:
    first = find(asked)[0]
    assert (first.char, first.code, first.radical, first.strokes) == ("㫚", "U+3ADA", "日", 8)


@pytest.mark.parametrize(
    ("asked", "first"),
    [("日斤", "昕"), ("⿰日斤", "昕"), ("日 + 斤", "昕"), ("龙天", "䶮"), ("亩心", "𠅤"), ("吉吉", "喆"), ("人木", "休")],
)
def test_parts_find_what_they_make(asked: str, first: str) -> None:
    assert find(asked)[0].char == first


def test_parts_in_another_order_find_it_too() -> None:
    assert "昕" in [one.char for one in find("斤日")[:6]]


@pytest.mark.parametrize("asked", ["日4", "日部4画", "日4笔", "日４"])
def test_radical_and_strokes(asked: str) -> None:
    found = find(asked)
    assert "昕" in [one.char for one in found] and {one.radical for one in found} == {"日"}


def test_a_form_of_a_radical_is_that_radical() -> None:
    assert find("亻4") == find("人4") and "龺" not in [one.char for one in find("亻4")]


def test_strokes_beside_a_part_that_is_no_radical() -> None:
    assert "乾" in [one.char for one in find("龺3")]


def test_two_characters_by_their_codes() -> None:
    assert [one.char for one in find("U+9F9A U+4DAE")] == ["龚", "䶮"]


@pytest.mark.parametrize("asked", ["", "  ", "D800", "U+202E", "110000", "abc", "？？", "E000", "\ud800"])
def test_what_is_no_character_finds_nothing(asked: str) -> None:
    assert find(asked) == ()


def test_a_character_of_no_font_is_still_found_by_its_code() -> None:
    assert [(one.char, one.parts) for one in find("U+30EDE")] == [("\U00030ede", "")]


@given(st.text(max_size=12))
def test_whatever_is_asked_there_is_an_answer(asked: str) -> None:
    assert len(find(asked)) <= MOST


def test_the_table_holds_what_the_fonts_print() -> None:
    assert len(table().radicals) == 214
    assert sum(shape.radical > 0 for shape in table().shapes.values()) == 27_938
