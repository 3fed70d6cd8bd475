"""The difference of two versions of a matter's text, character by character where lines changed."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look
from consult_desk.model import TextVersion

WORD = re.compile(r"[A-Za-z0-9.%]+|.", re.DOTALL)  # a number is one word: 300 does not become 3<+5>00
SHORT = 1  # equal runs of so few words between two changes belong to the change
MOST = 4_000_000  # pairs of words worth comparing; longer changes are shown whole


@dataclass(frozen=True)
class Piece:
    """A run of text. kind: same, gone (only in the older) or new (only in the newer)."""

    kind: str
    text: str


@dataclass(frozen=True)
class DifferenceView:
    """Two versions side by side in one text; gone and new: how many characters left and came."""

    older: int
    newer: int
    pieces: tuple[Piece, ...]
    gone: int
    new: int


def text_difference(look: Look, matter_id: int, older: int, newer: int) -> DifferenceView:
    """方案两个版本之间逐字的差别。older, newer: numbers of the versions."""
    query = select(TextVersion.number, TextVersion.text).where(TextVersion.matter_id == matter_id)
    texts = {number: text for number, text in look.session.execute(query)}
    for number in (older, newer):
        if number not in texts:
            raise Refused(Obstacle(f"没有第 {number} 版", f"现有 {len(texts)} 版", code="unknown_version"))
    found = pieces(texts[older], texts[newer])
    count = {kind: sum(len(p.text.replace("\n", "")) for p in found if p.kind == kind) for kind in ("gone", "new")}
    return DifferenceView(older, newer, found, count["gone"], count["new"])


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """What stayed, went and came, in the order of reading; together they give both texts."""
    found: list[Piece] = []
    for kind, text in _runs(before, after):
        if text and found and found[-1].kind == kind:
            found[-1] = Piece(kind, found[-1].text + text)
        elif text:
            found.append(Piece(kind, text))
    return tuple(found)


def _runs(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[i:j]), "".join(new[k:m])
        if tag == "equal":
            yield "same", gone
        elif tag == "replace":
            yield from _words(WORD.findall(gone), WORD.findall(came))
        else:
            yield "gone", gone
            yield "new", came


def _words(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    if len(old) * len(new) > MOST:
        yield "gone", "".join(old)
        yield "new", "".join(new)
        return
    gone, came = "", ""
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" and (j - i > SHORT or not (gone or came) or j == len(old)):
            yield "gone", gone
            yield "new", came
            yield "same", "".join(old[i:j])
            gone, came = "", ""
        else:
            gone, came = gone + "".join(old[i:j]), came + "".join(new[k:m])
    yield "gone", gone
    yield "new", came
