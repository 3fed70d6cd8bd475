"""Where a line of Chinese may break and where not: punctuation (GB/T 15834), numbers with their units, Latin words."""

import re
from collections.abc import Sequence
from enum import IntEnum

# 禁则: what may not begin and what may not end a line (GB/T 15834-2011, 5.1).
NO_START = frozenset("、。，．：；！？）】》」』〉”’〕］｝〗〞…—～·‧•⋯／/%‰％℃°,.:;!?)]}’”々ー—")
NO_END = frozenset("（【《「『〈“‘〔［｛〖〝([{￥$№／/")
CLOSERS = frozenset("、。，．：；）】》」』〉”’〕］｝〗〞")
OPENERS = frozenset("（【《「『〈“‘〔［｛〖〝")
# Of the closers, those that are cut to half a square where they end a line; a comma keeps its square on the grid.
BRACKETS = frozenset("）】》」』〉”’〕］｝〗〞")

_UNITS = (
    "亿元|万元|元|亿|万|平方公里|公里|千米|平方米|立方米|厘米|毫米|米|公顷|公斤|千克|吨|"
    "分钟|小时|周岁|户次|人次|[人票户亩个份名条项％℃㎡号日月天年时分秒岁届次期组栋楼室批类章款只头株盏处座套台辆页角]"
)
# What stays together: dates, times, numbers of documents, amounts with their unit, Latin words and addresses.
_TOGETHER = re.compile(
    r"\d+年\d+月(?:\d+日)?|\d+年|\d+月\d+日|\d+时\d+分|〔\d+〕\d+号|第\d+(?:-\d+)?[届次期组条款项章号页批季]"
    rf"|[!-~\u00a1-\u024f]+(?:(?<=\d)(?:{_UNITS}))?"
)
_SEAM = re.compile(r"(?<=[年月])(?=\d)|(?<=[/?&=._@#%:;+~-])(?<!://)(?=[0-9A-Za-z])")
_LETTER = re.compile(r"[A-Za-z]|\d[年月]\d")
# Chinese print puts no space between a character and a number beside it: 应到 45 人 is set 应到45人.
_LOOSE = re.compile(r"(?<=[\u3400-\u9fff：，。]) (?=[0-9])|(?<=[0-9]) (?=[\u3400-\u9fff])")


class Break(IntEnum):
    """How good a place is for a line to end, the best last."""

    NEVER = 0  # a forbidden line start or end, or the middle of …… and ——
    TORN = 1  # inside a word or number
    SEAM = 2  # inside an address or a date, where it has a joint
    FREE = 3


def tight(text: str) -> str:
    """Text without the spaces between a Chinese character and a number beside it."""
    return _LOOSE.sub("", text)


def breaks(text: str) -> list[Break]:
    """For each character of the text how good a line end the place before it is. Spaces stay with what is before them."""
    found = [Break.FREE] * len(text)
    for whole in _TOGETHER.finditer(text):
        start, end = whole.span()
        found[start + 1 : end] = [Break.TORN] * (end - start - 1)
        if _LETTER.search(text, start, end):
            for seam in _SEAM.finditer(text, start + 1, end):
                found[seam.start()] = Break.SEAM
    before = " "  # the last character that is no space
    for at, char in enumerate(text):
        joint = found[at] is Break.SEAM  # after the stroke of an address
        if at == 0 or char == " " or (not joint and (char in NO_START or before in NO_END)):
            found[at] = Break.NEVER
        if char != " ":
            before = char
    return found


def units(kinds: Sequence[Break]) -> list[int]:
    """For each character where the stretch ends that a free break cuts off after it."""
    ends = [len(kinds)] * (len(kinds) + 1)
    for at in range(len(kinds) - 1, -1, -1):
        ends[at] = at + 1 if at + 1 == len(kinds) or kinds[at + 1] is Break.FREE else ends[at + 1]
    return ends
