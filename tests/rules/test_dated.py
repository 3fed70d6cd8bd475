"""Shares against a brute-force oracle without fractions, and values that hold from a day on."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.rules.dated import Dated, DatedValue, Share, parse_fraction

SHARES = st.tuples(st.integers(1, 7), st.integers(1, 9), st.booleans()).filter(
    lambda s: s[0] < s[1] or (s[0] == s[1] and not s[2])
)


def enough(counted: int, due: int, parts: int, of: int, strict: bool) -> bool:
    """Give every head `of` marks and every due head `parts` marks, and see which heap is higher."""
    ours, theirs = sum(of for _ in range(counted)), sum(parts for _ in range(due))
    return ours > theirs if strict else not theirs > ours


@settings(deadline=None, max_examples=120)
@given(SHARES, st.integers(1, 300), st.integers(0, 310))
def test_share_agrees_with_brute_force(share: tuple[int, int, bool], due: int, counted: int) -> None:
    parts, of, strict = share
    mine = Share(Fraction(parts, of), strict)
    smallest = next(n for n in range(due + 2) if enough(n, due, parts, of, strict))
    assert mine.required(due) == smallest
    assert mine.met(counted, due) == enough(counted, due, parts, of, strict) == (counted >= smallest)


@settings(deadline=None, max_examples=120)
@given(SHARES, SHARES)
def test_no_laxer_means_required_is_never_smaller(one: tuple[int, int, bool], two: tuple[int, int, bool]) -> None:
    first, second = (Share(Fraction(s[0], s[1]), s[2]) for s in (one, two))
    never_smaller = all(first.required(due) >= second.required(due) for due in range(1, 200))
    assert first.no_laxer_than(second) == never_smaller


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 10**9))
def test_big_numbers_stay_exact(due: int) -> None:
    share = Share.at_least(Fraction(2, 3))
    assert share.met(share.required(due), due) and not share.met(share.required(due) - 1, due)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Share.at_least(Fraction(2, 3)), "三分之二以上"),
        (Share.over(Fraction(1, 2)), "过半数"),
        (Share.at_least(Fraction(1, 2)), "半数以上"),
        (Share.over(Fraction(2, 3)), "超过三分之二"),
        (Share.at_least(Fraction(1)), "全部"),
        (Share.at_least(Fraction(1, 10)), "十分之一以上"),
        (Share.at_least(Fraction(11, 12)), "十二分之十一以上"),
        (Share.at_least(Fraction(13, 20)), "二十分之十三以上"),
        (Share.at_least(Fraction(77, 100)), "100分之七十七以上"),
    ],
)
def test_shares_are_said_as_the_law_says_them(share: Share, words: str) -> None:
    assert share.words() == words


@pytest.mark.parametrize("text", ["", "0/3", "3/2", "2/0", "1/3 ", "0.5", "1", "-1/2", "1/3\n", "２/３", "1000/2000"])
def test_what_is_not_a_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_fraction(text)


@settings(deadline=None, max_examples=60)
@given(st.sets(st.dates(date(2000, 1, 1), date(2030, 1, 1)), max_size=6), st.dates(date(1999, 1, 1), date(2031, 1, 1)))
def test_the_value_of_a_day_is_the_latest_not_after_it(days: set[date], day: date) -> None:
    dated = Dated(tuple(DatedValue(since.isoformat(), since, "某法") for since in sorted(days)))
    expected = max((since.isoformat() for since in days if since <= day), default=None)
    assert dated.on(day) == expected
    assert [entry.since for entry in dated] == sorted(days)
