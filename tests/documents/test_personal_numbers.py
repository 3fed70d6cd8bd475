"""Numbers of persons: found in every spelling a person uses, left alone where they are something else."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_desk.base.text import check_digit
from consult_desk.documents.detector import find, treated
from consult_desk.documents.personal_numbers import luhn, numbers

HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
SPELLINGS = [
    "", " ", "-", "–", "—", "\u3000", "\u00a0", "  ", " - ", ".", "·", "\n", "\r\n", "\u200b", "\u2060 ", "/", "_", "，", "、", ",",
    ") (",
]  # fmt: skip
GROUPS = {
    "id": ((6, 8, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (17, 1)),
    "phone": ((3, 4, 4), (3, 3, 5), (3, 8), (7, 4), (5, 6)),
    "card": ((4, 4, 4, 4), (6, 10), (4, 4, 8), (8, 8)),
}


@st.composite
def persons_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """The sort of a number and its digits."""
    sort = draw(st.sampled_from(["id", "phone", "card"]))
    some = draw(st.text("0123456789", min_size=18, max_size=18))
    if sort == "phone":
        return sort, f"1{draw(st.sampled_from('3456789'))}{some[:9]}"
    if sort == "id":
        day = draw(st.dates(date(1920, 1, 1), date(2029, 12, 31)))
        first = f"{draw(st.integers(110000, 659999))}{day:%Y%m%d}{some[:3]}"
        return sort, first + check_digit(first)
    first = f"62{some[: draw(st.sampled_from([13, 14, 15, 16]))]}"
    return sort, next(f"{first}{last}" for last in "0123456789" if luhn(f"{first}{last}"))


@st.composite
def spelt(draw: st.DrawFn) -> tuple[str, str]:
    """The digits of a number, and the number as somebody writes it."""
    sort, digits = draw(persons_numbers())
    groups = draw(st.sampled_from([*GROUPS[sort], (1,) * len(digits)]))
    parts, start = [], 0
    for size in groups:
        parts.append(digits[start : start + size])
        start += size
    parts = [part for part in (*parts, digits[start:]) if part]
    words = draw(st.sampled_from(SPELLINGS)).join(parts)
    how = draw(st.sampled_from(["half", "full", "chinese", "circled"]))
    if how == "full":
        words = "".join(chr(ord(char) + 0xFEE0) if char.isascii() and char.isalnum() else char for char in words)
    elif how == "chinese":
        words = words.translate(CHINESE)
    elif how == "circled":
        words = words.translate(str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨"))
    return digits, words


def read(text: str) -> str:
    """All digits left in a text, as one who wants the number reads them."""
    plain = text.translate(HALF).translate(str.maketrans("〇一二三四五六七八九①②③④⑤⑥⑦⑧⑨", "0123456789123456789"))
    return "".join(char for char in plain if char in "0123456789Xx").upper()


before = st.sampled_from(["", "张三家", "电话：", "身份证号", "TEL", "卡号 ", "（", "共3项，", "三组 "])
after = st.sampled_from(["", "，好。", "；", "）", " 本人", "等"])


@given(before, spelt(), after)
def test_no_number_of_a_person_stays_readable_in_any_spelling(head: str, number: tuple[str, str], tail: str) -> None:
    digits, words = number
    text = f"{head}{words}{tail}"
    found = find((text,))
    assert found, text
    (left,) = treated((text,), found)
    assert digits not in read(left)


@given(persons_numbers(), st.integers(1, 17))
def test_a_number_broken_by_the_end_of_a_paragraph_is_found(number: tuple[str, str], at: int) -> None:
    digits = number[1]
    facts = ("前面的话。", f"电话{digits[:at]}", f"{digits[at:]}，后面的话。")
    assert digits not in read("".join(treated(facts, find(facts))))


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("电话008613812345678", True), ("+86 138 1234 5678", True), ("加微信13812345678", True), ("幺三八一二三四五六七八", True),
        ("合同编号13812345678", False), ("第13812345678号", False), ("A13812345678", False), ("138\n12345678", False),
        ("15 200 300 400", False), ("11010519491231002×", True), ("账号070812011090000012345", False), ("(0431)55500137", False),
        ("0431 5550 0137", False), ("043155500137", False), ("13812345678元旦前打", True), ("电话13812345678元", True),
    ],
)  # fmt: skip
def test_sure_only_where_nothing_else_is_likely(text: str, certain: bool) -> None:
    (found,) = numbers(text)
    assert found.certain == certain


@pytest.mark.parametrize(
    "text",
    [
        "13812345678.00元", "投资1,234,567,890,123元", "2026-03-15 2026-04-15", "账目2026-0316-0012", "青石村公〔2026〕13号",
        "20261231138123456781", "二〇二六年三月十五日", "订单202603150000123", "2026.3.15至2026.12.31", "186,000.00",
        "第3、5、8、13组",
        "11010519491332002X", "统一代码91220101MA14XYZ123", "00000000000000000", "里程K0+138.12345",
    ],
)  # fmt: skip
def test_leaves_alone_what_is_no_persons_number(text: str) -> None:
    assert list(numbers(text)) == []


def test_two_numbers_side_by_side_are_two() -> None:
    text = "13812345678、13912345679，11010519491231002X 6222021234567890128"
    assert [(one.kind, one.digits) for one in sorted(numbers(text), key=lambda one: one.start)] == [
        ("phone", "13812345678"), ("phone", "13912345679"), ("id", "11010519491231002X"), ("card", "6222021234567890128"),
    ]  # fmt: skip


@given(st.text("0123456789X xX-.一二三〇\n，（", max_size=120))
def test_none_lies_over_another(text: str) -> None:
    found = sorted(numbers(text), key=lambda one: one.start)
    assert all(one.stop <= two.start for one, two in pairwise(found))
