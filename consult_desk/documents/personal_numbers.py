"""Numbers of persons in running text, however they are spelt: ID numbers, telephones, bank cards.

A person writes 138 1234 5678, 138-1234-5678 or 一三八一二三四五六七八, in full width, or with the line end in the middle. So the
text is read as chains of digits with at most a few separators between them; a number begins where digits begin and ends
where they end, so that no part of a longer number is taken for one.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import check_digit

ID, PHONE, LINE, CARD = "id", "phone", "line", "card"
MOST_GAP = 4
_CHINESE = {
    char: value
    for value, chars in enumerate(("〇零○", "一壹幺", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_CROSSES = frozenset("XxＸｘХх×")
_SEPARATORS = frozenset(" \t\r\n\u3000.．·•‧・,，、/／_＿()（）[]【】~～−")
# GB/T 2260, the first two digits: provinces.
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_PREFIXES = ("", "86", "0086", "086", "0", "12593", "17951")  # of countries, of long distance, of cheap calls
_MONEY = re.compile(r"(?:[.．][0-9０-９]{1,2}(?![0-9０-９]))?[ \u3000]?[十百千万亿]{0,2}(?:元(?![旦宵])|平方|立方|亩|公里|吨|斤)")
_MOBILE, _CARD, _AREA = re.compile("1[3-9][0-9]{9}"), re.compile("(?:[34569]|2[2-7])[0-9]+"), re.compile("0[1-9]")
_CALLED = re.compile("电话|手机|联系|微信|号码|卡号|账号|帐号|账户|开户|tel", re.IGNORECASE)
_ACCOUNT = re.compile("卡号|账号|帐号|账户")
_REFERENCE = re.compile("编号|单号|合同|订单|票据|发票|流水|凭证|代码|文号|许可证|项目|工程|第$|[〕\\]]$")
_LETTER, _APART, _BROKEN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]"), re.compile(r"[\s,，、()（）]"), re.compile(r"[\n,，、()（）]")
_LOOK_BACK, _LONGEST = 10, 24


@dataclass(frozen=True)
class Number:
    """A number of a person. start, stop: in the text. digits: without separators. certain: no other reading is likely."""

    start: int
    stop: int
    kind: str
    digits: str
    certain: bool


@dataclass(frozen=True, slots=True)
class _Token:
    at: int
    digit: str  # "0" to "9", or "X" in the last place of an ID number
    first: bool  # of digits that stand together
    gap: str  # what stands between it and the one before


def numbers(text: str) -> Iterator[Number]:
    """Every number of a person in the text, the certain ones of a chain first; none lies over another."""
    for chain in _chains(text):
        taken = [False] * len(chain)
        readings = [
            (at, length, found)
            for at, token in enumerate(chain) if token.first
            for length, found in _Place(text, chain, at).readings()
        ]  # fmt: skip
        for at, length, found in sorted(readings, key=lambda one: not one[2].certain):
            if not any(taken[at : at + length]):
                taken[at : at + length] = [True] * length
                yield found


def _chains(text: str) -> Iterator[list[_Token]]:
    chain: list[_Token] = []
    sort, gap, separators = "", "", 0
    for at, char in enumerate(text):
        digit, new = _digit(char)
        if digit and (digit != "X" or chain):
            together = bool(chain) and not gap and new == sort
            chain.append(_Token(at, digit, not together, gap))
            sort, gap, separators = new, "", 0
            continue
        if not chain:
            continue
        invisible = unicodedata.category(char) == "Cf"
        gap += char
        separators += not invisible
        if not invisible and (separators > MOST_GAP or not _separates(char)):
            yield chain
            chain, gap, separators = [], "", 0
    if chain:
        yield chain


def _digit(char: str) -> tuple[str, str]:
    """The digit a character writes and its sort, ("", "") for none; circled and raised digits write digits too."""
    if char in _CROSSES:
        return "X", "cross"
    if char in _CHINESE:
        return str(_CHINESE[char]), "chinese"
    value = unicodedata.digit(char, None)
    return ("", "") if value is None else (str(value), "digits")


def _separates(char: str) -> bool:
    return char in _SEPARATORS or unicodedata.category(char) in ("Pd", "Zs")


class _Place:
    """A place in a chain where digits begin, and how they can be read."""

    def __init__(self, text: str, chain: list[_Token], at: int) -> None:
        self.text, self.chain, self.at = text, chain, at
        self.digits = "".join(token.digit for token in chain[at : at + _LONGEST])
        self.runs = self._runs()
        self.before = text[max(0, chain[at].at - _LOOK_BACK) : chain[at].at]
        self.called = bool(_CALLED.search(self.before))

    def readings(self) -> Iterator[tuple[int, Number]]:
        """Number of tokens and what they may be."""
        digits, runs = self.digits, self.runs
        if self._whole(18) and digits[0] != "0" and "X" not in digits[:17] and _birthday(digits[6:14]):
            fits = check_digit(digits[:17]) == digits[17]
            if fits or digits[:2] in _PROVINCES:
                yield self._number(18, ID, digits[:18], fits)
        for prefix in _PREFIXES:
            length = len(prefix) + 11
            mobile = digits[len(prefix) : length]
            if digits.startswith(prefix) and _MOBILE.fullmatch(mobile) and self._whole(length) and not self._money(length):
                yield self._number(length, PHONE, mobile, self._usual(length) and not self._reference(length))
        for length in range(19, 15, -1):
            card = digits[:length]
            if self._whole(length) and _CARD.fullmatch(card) and luhn(card) and not self._money(length):
                grouped = runs[:3] == [4, 4, 4] or runs[0] == length or set(runs[:length]) == {1}
                yield self._number(length, CARD, card, grouped and not self._reference(length))
                break
        if runs[0] == 15 and digits[:2] in _PROVINCES and "X" not in digits[:15] and _birthday(f"19{digits[6:12]}"):
            yield self._number(15, ID, digits[:15], False)
        if length := self._land_line():
            yield self._number(length, LINE, digits[:length], False)
        if 12 <= runs[0] <= 21 and _ACCOUNT.search(self.before):
            yield self._number(runs[0], CARD, digits[: runs[0]], False)

    def _number(self, length: int, kind: str, digits: str, certain: bool) -> tuple[int, Number]:
        return length, Number(self.chain[self.at].at, self._stop(length), kind, digits, certain)

    def _stop(self, length: int) -> int:
        return self.chain[self.at + length - 1].at + 1

    def _whole(self, length: int) -> bool:
        """Whether digits end after so many."""
        end = self.at + length
        return end <= len(self.chain) and (end == len(self.chain) or self.chain[end].first)

    def _runs(self) -> list[int]:
        """How many digits stand together, group by group, from here on."""
        groups: list[int] = []
        for token in self.chain[self.at : self.at + _LONGEST]:
            if token.first:
                groups.append(0)
            groups[-1] += 1
        if not self._whole(min(_LONGEST, len(self.chain) - self.at)):
            groups[-1] = 99  # it goes on: nothing ends here
        return groups

    def _land_line(self) -> int:
        """How long a telephone with its area is: 0431-88888888, (0431) 8888 8888, 043188888888; 0 where none is.

        Not a day among days: what comes before must be no more than a blank, a comma, a bracket.
        """
        digits, runs = self.digits, self.runs
        if not _AREA.match(digits) or "X" in digits[:12] or (self.at and not _APART.search(self.chain[self.at].gap)):
            return 0
        area = 3 if digits[1] in "12" else 4
        for rest in (8, 7):
            if not self._whole(area + rest):
                continue
            if runs[0] == area + rest or (runs[0] == area and (runs[1] == rest or runs[1:3] == [rest - 4, 4])):
                return area + rest
        return 0

    def _usual(self, length: int) -> bool:
        """Whether a mobile number is written as people write it: in few groups, on one line, no letter at its sides."""
        gaps = {token.gap for token in self.chain[self.at + 1 : self.at + length] if token.first}
        groups = sum(token.first for token in self.chain[self.at : self.at + length])
        usual = groups == length or (groups <= 4 and self.runs[0] >= 2 and max(self.runs[:groups]) >= 4)
        start, stop = self.chain[self.at].at, self._stop(length)
        beside = bool(_LETTER.match(self.text[start - 1 : start])) and not self.called
        return usual and not any(_BROKEN.search(gap) for gap in gaps) and not beside and not _LETTER.match(self.text, stop)

    def _money(self, length: int) -> bool:
        """An amount is nobody's number, unless it says that it is a telephone."""
        return bool(_MONEY.match(self.text, self._stop(length))) and not self.called

    def _reference(self, length: int) -> bool:
        """Of a contract, a bill, a project, rather than of a person."""
        stop = self._stop(length)
        return not self.called and bool(_REFERENCE.search(self.before) or self.text[stop : stop + 1] == "号")


def _birthday(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1850 <= born.year <= 2100


def luhn(digits: str) -> bool:
    """Whether the last digit fits the others, as on every bank card (GB/T 14504)."""
    doubled = [int(d) if at % 2 == 0 else sum(divmod(2 * int(d), 10)) for at, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
