"""Shares in exact fractions, and values that hold from a day on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

T = TypeVar("T")

_DIGITS = "零一二三四五六七八九"
_FRACTION = re.compile(r"([1-9][0-9]{0,2})/([1-9][0-9]{0,2})")
EVIDENCE = ("found", "memory", "inferred")


def parse_fraction(text: str) -> Fraction:
    """ "2/3" to Fraction(2, 3); ValueError unless it is a fraction above 0 and at most 1 in that form."""
    match = _FRACTION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    fraction = Fraction(int(match[1]), int(match[2]))
    if fraction > 1:
        raise ValueError(text)
    return fraction


def _numeral(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    return str(number)


@dataclass(frozen=True)
class Share:
    """A share of a whole: 以上 includes the number (民法典第一千二百五十九条), 过半数 and 超过 do not.

    fraction: above 0 and at most 1. strict: True for 超过, False for 以上.
    """

    fraction: Fraction
    strict: bool

    @classmethod
    def at_least(cls, fraction: Fraction) -> Share:
        """以上: the number itself suffices."""
        return cls(fraction, strict=False)

    @classmethod
    def over(cls, fraction: Fraction) -> Share:
        """超过: the number itself does not suffice."""
        return cls(fraction, strict=True)

    def required(self, due: int) -> int:
        """The smallest whole number that meets the share of `due`."""
        whole = due * self.fraction.numerator
        if self.strict:
            return whole // self.fraction.denominator + 1
        return -(-whole // self.fraction.denominator)

    def met(self, counted: int, due: int) -> bool:
        """Whether `counted` of `due` meets the share, in whole numbers only."""
        left, right = counted * self.fraction.denominator, due * self.fraction.numerator
        return left > right if self.strict else left >= right

    def no_laxer_than(self, other: Share) -> bool:
        """Whether whatever meets this share of a base also meets the other share of it."""
        if self.fraction == other.fraction:
            return self.strict or not other.strict
        return self.fraction > other.fraction

    def words(self) -> str:
        """三分之二以上, 过半数, 半数以上, 超过三分之二, 全部."""
        if self.fraction == 1:
            return "全部"
        if self.fraction == Fraction(1, 2):
            return "过半数" if self.strict else "半数以上"
        said = f"{_numeral(self.fraction.denominator)}分之{_numeral(self.fraction.numerator)}"
        return f"超过{said}" if self.strict else f"{said}以上"


@dataclass(frozen=True)
class DatedValue(Generic[T]):
    """One value, the day from which it holds, and where it stands.

    since: first day. reference: article, in Chinese. checked: day on which somebody last compared it with the
    text, None if not noted. note: free Chinese. evidence: one of EVIDENCE.
    """

    value: T
    since: date
    reference: str
    checked: date | None = None
    note: str = ""
    evidence: str = "found"


@dataclass(frozen=True)
class Dated(Generic[T]):
    """Values in the order of their days; each holds until the next begins."""

    values: tuple[DatedValue[T], ...]

    def entry_on(self, day: date) -> DatedValue[T] | None:
        """The value with its reference that holds on `day`, None before the first."""
        found = None
        for entry in self.values:
            if entry.since <= day:
                found = entry
        return found

    def on(self, day: date) -> T | None:
        """The bare value that holds on `day`, None before the first."""
        entry = self.entry_on(day)
        return None if entry is None else entry.value

    def __iter__(self) -> Iterator[DatedValue[T]]:
        return iter(self.values)
