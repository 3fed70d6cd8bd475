"""表决票: one slip for each vote and matter, several on a sheet to be cut apart; it never says whose it is."""

from contextlib import nullcontext
from dataclasses import dataclass

from consult_desk.documents import gbt9704, slips
from consult_desk.documents.fonts import Role
from consult_desk.documents.gbt9704 import GREY, MM, PAGE_HEIGHT
from consult_desk.documents.imprint import Imprint, version_words
from consult_desk.documents.kind import PDF, PaperKind
from consult_desk.documents.page import lines_in
from consult_desk.documents.pdf import FORM_CODE, Pen, Piece, draw_pages
from consult_desk.documents.setter import Line, plain, set_paragraph
from consult_desk.documents.slips import Setting, Strip, stacked

CHOICES = ("同意", "反对", "弃权")
HOW_TO_MARK = "请在一个方框内画“√”。一个都不画或者画两个以上的，是无效票。"
ISSUER = "发票单位盖章处"
# Slips across and down a sheet and the size of the text on them; the text of the matter decides which.
_GRIDS = ((2, 2, 12.0), (1, 2, 12.0), (1, 1, 16.0), (1, 1, 14.0), (1, 1, 12.0))
_SMALL = 10.0
_BOX = 10 * MM
_FOOT = FORM_CODE + 6  # the stamp and the code
_HOW = 13.0  # from line to line of how to mark


@dataclass(frozen=True)
class BallotItem:
    """One matter to vote on: number on the agenda and of the matter, title, text paragraph by paragraph, how many slips.

    numbered: slips carry a running number; only for votes that are not secret.
    """

    number: int
    matter_number: str
    title: str
    text: tuple[str, ...]
    copies: int
    numbered: bool


@dataclass(frozen=True)
class BallotFacts:
    """The slips of one meeting. body: who votes (村民代表会议). held_on: the day in Chinese."""

    imprint: Imprint
    meeting: str
    body: str
    held_on: str
    items: tuple[BallotItem, ...]


def draw(facts: BallotFacts) -> bytes:
    """The sheets as PDF/A-2b. Raises Refused for a character no font has."""
    pieces: list[Piece] = []
    for item in facts.items:
        slip = _Slip(facts, item)
        for first in range(0, item.copies, slip.own.each):
            numbers = range(first, min(first + slip.own.each, item.copies))
            pieces += [slip.sheet(numbers, page) for page in range(len(slip.own.pages))]
    return draw_pages(pieces, title=f"{facts.meeting} 表决票", practice=False, folio=False).data


def said(facts: BallotFacts) -> tuple[str, ...]:
    """What the slips must say."""
    words = [facts.imprint.village, facts.meeting, facts.body, facts.held_on, HOW_TO_MARK, ISSUER, *CHOICES]
    words += [version_words(facts.imprint), facts.imprint.code]
    for item in facts.items:
        words += [item.title, item.matter_number, *lines_in(item.text)]
        words += [_serial(item, n) for n in (1, item.copies) if item.numbered]
    return tuple(words)


def _how(room: float) -> list[Line]:
    return set_paragraph(HOW_TO_MARK, plain(Role.KAI, _SMALL), room)


def _serial(item: BallotItem, number: int) -> str:
    return f"№ {item.number}-{number:03d}"


class _Slip:
    """One slip, set once and drawn many times: the largest number on a sheet that leaves the text room."""

    def __init__(self, facts: BallotFacts, item: BallotItem) -> None:
        self.facts, self.item = facts, item
        self.own: Setting = slips.setting(self._strips, self._tail, _GRIDS)
        self.how = _how(self.own.width - 2 * slips.MARGIN)

    def _tail(self, room: float) -> float:
        return _FOOT + len(_how(room)) * _HOW + _BOX + 20

    def _strips(self, room: float, size: float) -> list[Strip]:
        facts, item = self.facts, self.item
        small, body = plain(Role.KAI, _SMALL), plain(Role.FANG, size)
        strips = stacked(slips.centred(f"{facts.meeting}表决票", plain(Role.TITLE, 15.0), room), 21.0, centre=True)
        for words in (f"{facts.imprint.village}　{facts.body}　{facts.held_on}", version_words(facts.imprint)):
            strips += stacked(slips.centred(words, small, room) if words else [], 14.0, centre=True)
        strips.append(Strip(None, 7.0))
        label = f"第{item.number}项　事项编号{item.matter_number}"
        strips += stacked(set_paragraph(label, plain(Role.HEI, _SMALL), room), 16.0)
        strips += stacked(set_paragraph(item.title, plain(Role.HEI, size + 1), room, justify=False), 1.6 * size)
        for part in lines_in(item.text):
            strips += stacked(set_paragraph(part, body, room, first_indent=2 * size), 1.5 * size)
        return strips

    def sheet(self, numbers: range, page: int) -> Piece:
        """One sheet with the slips of these numbers, from 0."""

        def draw_sheet(pen: Pen, _top: float) -> None:
            for at, number in enumerate(numbers):
                left, top = at % self.own.across * self.own.width, PAGE_HEIGHT - at // self.own.across * self.own.height
                self._draw(pen, left, top, number + 1, page)
            slips.cuts(pen, self.own)

        return Piece(gbt9704.HEIGHT, draw_sheet)

    def _draw(self, pen: Pen, left: float, top: float, number: int, page: int) -> None:
        """Slip `number` (from 1) with its upper left corner there."""
        own, imprint = self.own, self.facts.imprint
        right, bottom = left + own.width - slips.MARGIN, top - own.height + slips.MARGIN
        if imprint.practice:
            slips.practice(pen, own, left, top)
        if self.item.numbered:
            serial = _serial(self.item, number), plain(Role.SONG, _SMALL, GREY), right, top - slips.MARGIN + 8, "right"
            with nullcontext() if page == 0 else pen.artifact():
                pen.words(*serial)
        last = page == len(own.pages) - 1
        if not last:  # the text stands last here and first on the back, so that it reads on
            slips.code(pen, imprint.code, right, bottom + 14)
        slips.draw(pen, own, page, left, top, f"{self.facts.meeting}表决票　第{self.item.number}项")
        if last:
            self._foot(pen, left + slips.MARGIN, right, bottom)

    def _foot(self, pen: Pen, left: float, right: float, bottom: float) -> None:
        """Boxes to mark, how to mark them, room for the issuer's stamp, and the code, the same on every slip."""
        y = bottom + _FOOT
        for at, line in enumerate(self.how, 1):
            pen.line(line, left, y + (len(self.how) - at) * _HOW + 2)
        y += len(self.how) * _HOW + 8
        step = (right - left) / len(CHOICES)
        pen.rule(left, y + _BOX + 8, right, y + _BOX + 8, 0.5)
        for at, words in enumerate(CHOICES):
            x = left + (at + 0.5) * step - (_BOX + 32) / 2
            for x1, y1, x2, y2 in ((x, y, x + _BOX, y), (x + _BOX, y, x + _BOX, y + _BOX),
                                   (x + _BOX, y + _BOX, x, y + _BOX), (x, y + _BOX, x, y)):  # fmt: skip
                pen.rule(x1, y1, x2, y2, 1.0)
            pen.words(words, plain(Role.HEI, 13.0), x + _BOX + 5, y + _BOX / 2 - 5)
        pen.words(f"{ISSUER}：", plain(Role.FANG, _SMALL), left, bottom + FORM_CODE / 2 - 4)
        slips.code(pen, self.facts.imprint.code, right, bottom)


KIND = PaperKind("ballot", "表决票", BallotFacts, own={PDF: draw}, forms=(PDF,), styles=("official",), said=said)
