"""Cites several articles as a jurist would: each law once, its articles in order."""

import re
from collections.abc import Iterable

_ARTICLE = re.compile(r"^(?P<law>.+?)(?P<articles>第[零一二三四五六七八九十百]+条.*)$")
_NUMBER = re.compile(r"第([零一二三四五六七八九十百]+)条")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}


def article_number(numeral: str) -> int:
    """The value of a Chinese numeral up to 999: 二十八 is 28, 二百零三 is 203."""
    total = current = 0
    for char in numeral:
        if char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = _DIGITS[char]
    return total + current


def cite(references: Iterable[str]) -> str:
    """References (each perhaps several, joined by "；") as one: 某法第二十八条、第三十条；另一法第五条."""
    laws: dict[str, list[str]] = {}
    for reference in references:
        for one in filter(None, (part.strip() for part in reference.split("；"))):
            match = _ARTICLE.match(one)
            law, articles = (match["law"], match["articles"]) if match else (one, "")
            held = laws.setdefault(law, [])
            held.extend(a for a in articles.split("、") if a and a not in held)
    return "；".join(law + "、".join(sorted(articles, key=_order)) for law, articles in laws.items())


def _order(article: str) -> int:
    match = _NUMBER.search(article)
    return article_number(match[1]) if match else 0
