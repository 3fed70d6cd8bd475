"""表决票: one slip for each vote and matter, several on a sheet to be cut apart; it never says whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult_desk.documents import gbt9704
from consult_desk.documents.fonts import Role
from consult_desk.documents.gbt9704 import GREY, MM, PAGE_HEIGHT, PAGE_WIDTH, PALE
from consult_desk.documents.imprint import Imprint, version_words
from consult_desk.documents.kind import PDF, PaperKind
from consult_desk.documents.page import lines_in
from consult_desk.documents.pdf import Pen, Piece, draw_pages
from consult_desk.documents.setter import Line, Style, plain, set_paragraph
from consult_desk.documents.title import break_title

CHOICES = ("同意", "不同意", "弃权")
HOW_TO_MARK = "请在一个方框内画“√”。一个都不画或者画两个以上的，是无效票。"
# Slips across and down a sheet, the most room first needed; the text of the matter decides which.
_GRIDS = ((2, 2), (1, 2), (1, 1))
_MARGIN = 9 * MM
_BODY, _SMALL = 12.0, 10.0


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
        each = slip.across * slip.down
        for first in range(0, item.copies, each):
            pieces.append(_sheet(slip, range(first, min(first + each, item.copies))))
    return draw_pages(pieces, title=f"{facts.meeting} 表决票", practice=False, folio=False).data


def said(facts: BallotFacts) -> tuple[str, ...]:
    """What the slips must say."""
    words = [facts.imprint.village, facts.meeting, facts.body, facts.held_on, HOW_TO_MARK, *CHOICES]
    words.append(version_words(facts.imprint))
    for item in facts.items:
        words += [item.title, item.matter_number, *lines_in(item.text)]
        words += [_serial(item, n) for n in (1, item.copies) if item.numbered]
    return tuple(words)


def fits(text: Sequence[str]) -> bool:
    """Whether a text has room on a slip as large as a whole sheet."""
    room, body = PAGE_WIDTH - 2 * _MARGIN, plain(Role.FANG, _BODY)
    lines = sum(len(set_paragraph(part, body, room, first_indent=2 * _BODY)) for part in lines_in(text))
    return lines * 1.5 * _BODY < PAGE_HEIGHT - 2 * _MARGIN - 280


def _serial(item: BallotItem, number: int) -> str:
    return f"№ {item.number}-{number:03d}"


class _Slip:
    """One slip, set once and drawn many times: the largest number on a sheet that leaves the text room."""

    def __init__(self, facts: BallotFacts, item: BallotItem) -> None:
        self.facts, self.item = facts, item
        for self.across, self.down in _GRIDS:
            self.width, self.height = PAGE_WIDTH / self.across, PAGE_HEIGHT / self.down
            self._set(self.width - 2 * _MARGIN)
            if self._tall() <= self.height - 2 * _MARGIN:
                return

    def _set(self, room: float) -> None:
        facts, item = self.facts, self.item
        head, small = plain(Role.TITLE, 15.0), plain(Role.KAI, _SMALL)
        self.head = _centred(f"{facts.meeting}表决票", head, room)
        facing = [f"{facts.imprint.village}　{facts.body}　{facts.held_on}", version_words(facts.imprint)]
        self.under = [line for words in facing if words for line in _centred(words, small, room)]
        label = f"第{item.number}项　事项编号{item.matter_number}"
        self.label = set_paragraph(label, plain(Role.HEI, _SMALL), room)
        self.title = set_paragraph(item.title, plain(Role.HEI, 13.0), room, justify=False)
        body = plain(Role.FANG, _BODY)
        self.text = [
            line for part in lines_in(item.text) for line in set_paragraph(part, body, room, first_indent=2 * _BODY)
        ]
        self.how = set_paragraph(HOW_TO_MARK, small, room)

    def _tall(self) -> float:
        lines = ((self.head, 21.0), (self.under, 14.0), (self.label, 16.0), (self.title, 19.0), (self.text, 1.5 * _BODY))
        return sum(len(part) * leading for part, leading in lines) + 96.0 + 13.0 * len(self.how)

    def draw(self, pen: Pen, left: float, top: float, number: int) -> None:
        """Draw slip `number` (from 1) with its upper left corner at left, top."""
        if self.facts.imprint.practice:
            with pen.artifact(), pen.turned(left + self.width / 2, top - self.height / 2, 40):
                style = plain(Role.HEI, 66, PALE)
                pen.words("练习", Style(style.role, style.size, 96, style.colour), 0, -24, "centre")
        x, y, room = left + _MARGIN, top - _MARGIN, self.width - 2 * _MARGIN
        for lines, leading, centred in ((self.head, 21.0, True), (self.under, 14.0, True)):
            y = _down(pen, lines, x, y, leading, room if centred else 0.0)
        y -= 4
        pen.rule(x, y, x + room, y, 0.8)
        y = _down(pen, self.label, x, y - 4, 16.0, 0.0)
        y = _down(pen, self.title, x, y, 19.0, 0.0)
        _down(pen, self.text, x, y - 2, 1.5 * _BODY, 0.0)
        self._choices(pen, x, top - self.height + _MARGIN + 13.0 * len(self.how) + 8, room)
        _down(pen, self.how, x, top - self.height + _MARGIN + 13.0 * len(self.how), 13.0, 0.0)
        if self.item.numbered:
            pen.words(_serial(self.item, number), plain(Role.SONG, _SMALL, GREY), x + room, top - _MARGIN + 8, "right")

    def _choices(self, pen: Pen, left: float, bottom: float, room: float) -> None:
        """Three empty boxes side by side, each over its word."""
        step, side = room / len(CHOICES), 11 * MM
        pen.rule(left, bottom + side + 27, left + room, bottom + side + 27, 0.5)
        for at, words in enumerate(CHOICES):
            middle = left + (at + 0.5) * step
            pen.words(words, plain(Role.HEI, 13.0), middle, bottom + side + 10, "centre")
            x, y = middle - side / 2, bottom
            for x1, y1, x2, y2 in ((x, y, x + side, y), (x + side, y, x + side, y + side),
                                   (x + side, y + side, x, y + side), (x, y + side, x, y)):  # fmt: skip
                pen.rule(x1, y1, x2, y2, 1.0)


def _centred(words: str, style: Style, room: float) -> list[Line]:
    return [line for part in break_title(words, style, room) for line in set_paragraph(part, style, room, justify=False)]


def _down(pen: Pen, lines: Sequence[Line], x: float, y: float, leading: float, room: float) -> float:
    """Draw lines one under another from y; room: width to centre in, 0 for flush left. Returns where they end."""
    for line in lines:
        size = line.cells[0].style.size if line.cells else leading
        pen.line(line, x + (room - line.width) / 2 if room else x, y - leading / 2 - 0.36 * size)
        y -= leading
    return y


def _sheet(slip: _Slip, numbers: range) -> Piece:
    def draw_sheet(pen: Pen, _top: float) -> None:
        for at, number in enumerate(numbers):
            slip.draw(pen, at % slip.across * slip.width, PAGE_HEIGHT - at // slip.across * slip.height, number + 1)
        with pen.artifact():
            _cuts(pen, slip)

    return Piece(gbt9704.HEIGHT, draw_sheet)


def _cuts(pen: Pen, slip: _Slip) -> None:
    """Dashed lines to cut along."""
    dash, gap = 2 * MM, 1.6 * MM
    for across in range(1, slip.across):
        y = 4 * MM
        while y < PAGE_HEIGHT - 4 * MM:
            pen.rule(across * slip.width, y, across * slip.width, y + dash, 0.4, GREY)
            y += dash + gap
    for down in range(1, slip.down):
        x = 4 * MM
        while x < PAGE_WIDTH - 4 * MM:
            pen.rule(x, PAGE_HEIGHT - down * slip.height, x + dash, PAGE_HEIGHT - down * slip.height, 0.4, GREY)
            x += dash + gap


KIND = PaperKind("ballot", "表决票", BallotFacts, own={PDF: draw}, forms=(PDF,), styles=("official",), said=said)
