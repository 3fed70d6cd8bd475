"""Numbers of papers (发文字号): a pattern for each series, the next number, never one that was used."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from consult_desk.documents.wording import fault_in, fill, names_in

SHORT, VILLAGE, YEAR, NUMBER = "简称", "村名", "年", "号"
PLACES = (SHORT, VILLAGE, YEAR, NUMBER)
YEARLY, NEVER = "yearly", "never"
RESTARTS = {YEARLY: "每年从头编", NEVER: "一直往下编"}
MOST = 60


def numbering_fault(pattern: str, restart: str) -> str:
    """What is wrong with a pattern, "" for nothing."""
    if len(pattern) > MOST:
        return f"太长了，最多 {MOST} 个字"
    if "[" in pattern or "]" in pattern:
        return "里不能用方括号 [ ]，年份请用六角括号〔{年}〕"
    if fault := fault_in(pattern, PLACES):
        return fault
    if "\n" in pattern or not pattern.strip() == pattern:
        return "应当写成一行，两头不留空格"
    if names_in(pattern).count(NUMBER) != 1:
        return "里要有一个 {号}，而且只有一个"
    if names_in(pattern).count(YEAR) > 1:
        return "里的 {年} 只能有一个"
    if restart == YEARLY and YEAR not in names_in(pattern):
        return "每年从头编，就要写上 {年}，不然两年的文号会一样"
    before, _number, after = pattern.partition(f"{{{NUMBER}}}")
    if re.search(rf"([0-9]|\{{{YEAR}\}}|\{{{SHORT}\}}|\{{{VILLAGE}\}})$", before) or re.match(r"[0-9{]", after):
        return "里的 {号} 前后要有别的字隔开，写成〔{年}〕{号}号 的样子"
    return ""


@dataclass(frozen=True)
class Series:
    """One series of numbers. start: the first number at least; restart: YEARLY or NEVER."""

    key: str
    title: str
    pattern: str
    start: int = 1
    restart: str = YEARLY

    def next(self, short_name: str, village: str, year: int, used: Iterable[str]) -> str:
        """The number after the highest one given so far. used: every number of any paper, also superseded ones."""
        return self.at(short_name, village, year, max(self.start, self.last(short_name, village, year, used) + 1))

    def at(self, short_name: str, village: str, year: int, number: int) -> str:
        """The number with that figure; no leading zero."""
        return fill(self.pattern, {SHORT: short_name, VILLAGE: village, YEAR: str(year), NUMBER: str(number)})

    def last(self, short_name: str, village: str, year: int, used: Iterable[str]) -> int:
        """The highest figure given so far, 0 for none."""
        figures = {SHORT: re.escape(short_name), VILLAGE: re.escape(village), NUMBER: "([1-9][0-9]{0,8})"}
        figures[YEAR] = str(year) if self.restart == YEARLY else "[0-9]{4}"
        parts = re.split(r"\{([^{}]*)\}", self.pattern)
        shape = "".join(figures[part] if at % 2 else re.escape(part) for at, part in enumerate(parts))
        expression = re.compile(shape)
        return max((int(found[1]) for one in used if (found := expression.fullmatch(one))), default=0)
