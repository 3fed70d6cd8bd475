"""Rows of the ruled forms that papers are made of: labels and values in pairs, boxes to tick, room to write by hand."""

from collections.abc import Sequence

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.page import Box, label

DAY = "　　　年　　月　　日"
SIX = (23, 28, 23, 28, 23, 31)


def wide(name: str, words: str, lines: float = 1.0, *, span: int = 5) -> list[Box]:
    """A label and one box beside it; lines: room at least, so that what the record does not know can be written."""
    return [label(name), Box(words, span, lines=lines, top=lines > 2.0)]


def pairs(*given: tuple[str, str], span: int = 1, lines: float = 1.0) -> list[Box]:
    """Labels and short values side by side."""
    return [box for name, words in given for box in (label(name), Box(words, span, lines=lines, align="centre"))]


def ticked(titles: Sequence[str], chosen: str = "") -> str:
    """■党员群众建议　□干部提议: every choice with a box, the chosen one filled."""
    return "　".join(f"{'■' if title == chosen else '□'}{title}" for title in titles)


def signing(role: str, lines: float = 2.0) -> list[Box]:
    """Room for one hand and its day: 书记签名 [      ] 签名日期 [  年 月 日]."""
    return [label(role), Box("", 2, lines=lines), label("签名日期"), Box(DAY, 2, lines=lines, align="centre")]


def hands(*roles: tuple[str, str], lines: float = 1.8) -> list[Box]:
    """Room for two hands side by side, each beside the printed name, where it is known."""
    return [box for role, name in roles for box in (label(role), Box(name, 2, lines=lines))]


def issuing(imprint: Imprint) -> list[list[Box]]:
    """Late entries, whose paper it is, and its day."""
    rows = [wide("补录说明", "\n".join(imprint.late))] if imprint.late else []
    issuers = Box("、".join(imprint.issuers), 3)
    return [*rows, [label("填表单位"), issuers, label("填表日期"), Box(chinese_date(imprint.issued_on), align="centre")]]


def counted(number: int | None, unit: str) -> str:
    """45人; an empty place to write the number before its unit where it is not known."""
    return f"　　　{unit}" if number is None else f"{number}{unit}"


def ratio(part: int | None, whole: int | None) -> str:
    """91.1%: how many of those due came."""
    if part is None or not whole:
        return "　　　%"
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"
