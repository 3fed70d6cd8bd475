"""会议通知（送达每人）: a slip for each person called, to be cut apart, with a receipt that stays in the office."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents import gbt9704, slips
from consult_desk.documents.fonts import Role
from consult_desk.documents.form_code import page_text
from consult_desk.documents.gbt9704 import MM, PAGE_HEIGHT
from consult_desk.documents.imprint import Imprint, version_words
from consult_desk.documents.kind import PDF, WORD, PaperKind
from consult_desk.documents.page import Page, lines_in, numeral
from consult_desk.documents.pdf import FORM_CODE, Pen, Piece, draw_pages
from consult_desk.documents.setter import measure, plain, set_line, set_paragraph
from consult_desk.documents.slips import Strip, stacked

# Slips across and down a sheet and the size of the text on them; the agenda decides which.
_GRIDS = ((1, 2, 14.0), (1, 2, 12.0), (1, 1, 16.0), (1, 1, 14.0), (1, 1, 12.0))
_RECEIPT = 35 * MM
_LINE = 23.0
METHODS = "当面□　电话□　短信或微信□　其他□"


@dataclass(frozen=True)
class Called:
    """One person called: name, seat (代表、委员…), group, and how the notice reached him where that is recorded."""

    name: str
    seat: str
    group: str
    delivered: str = ""


@dataclass(frozen=True)
class PersonalNoticeFacts:
    """The notices of one meeting. sittings: (place, moment). agenda: a line per item. given_on: day of the notice."""

    imprint: Imprint
    meeting: str
    sittings: tuple[tuple[str, str], ...]
    agenda: tuple[str, ...]
    convener: str
    chair: str
    given_on: date
    special_reason: str
    contact: str
    people: tuple[Called, ...]


def draw(facts: PersonalNoticeFacts) -> bytes:
    """The sheets as PDF/A-2b. Raises Refused for a character no font has."""
    notices = [_Notice(facts, person) for person in facts.people]
    sheets = _sheets(notices)
    pieces = [_sheet(facts, sheet, number, len(sheets)) for number, sheet in enumerate(sheets, 1)]
    return draw_pages(pieces, title=f"{facts.meeting} 会议通知", practice=False, folio=False).data


def compose(page: Page, facts: PersonalNoticeFacts) -> None:
    """For editing: a page for each person."""
    for person in facts.people:
        page.part("会议通知")
        page.lines([(_addressed(person).removesuffix("："), ""), ("", f"　　{_opening(facts)}"), *_body(facts)])
        page.lines([("", _signed(facts))])
        page.note("－－－－－－－－－－　沿此线裁开，回执交回　－－－－－－－－－－")
        page.lines([("回执", _received(facts, person)), *_to_fill(person)])


def said(facts: PersonalNoticeFacts) -> tuple[str, ...]:
    """What the notices must say."""
    words = [facts.meeting, facts.imprint.number, version_words(facts.imprint), _opening(facts), *facts.imprint.issuers]
    words += [chinese_date(facts.given_on), *(value for _label, value in _body(facts))]
    for person in facts.people:
        words += [_addressed(person), _received(facts, person), *lines_in([person.delivered])]
    return tuple(words)


def _addressed(person: Called) -> str:
    more = "，".join(words for words in (person.seat, person.group) if words)
    return f"{person.name}{f'（{more}）' if more else ''}："


def _opening(facts: PersonalNoticeFacts) -> str:
    convened = f"由{facts.convener}召集，" if facts.convener else ""
    chaired = f"{facts.chair}主持，" if facts.chair else ""
    return f"{convened}{chaired}定于以下时间、地点召开{facts.meeting}，请您准时参加。不能参加的，请提前说明原因。"


def _body(facts: PersonalNoticeFacts) -> list[tuple[str, str]]:
    many = len(facts.sittings) > 1
    found: list[tuple[str, str]] = []
    for number, (place, moment) in enumerate(facts.sittings, 1):
        which = f"第{numeral(number)}场" if many else ""
        found.append((f"{which}时间、地点", f"{moment}，{place}"))
    agenda = "；".join(f"{n}. {item}" for n, item in enumerate(facts.agenda, 1)) if len(facts.agenda) > 1 else ""
    found.append(("议程", agenda or "".join(facts.agenda)))
    found += [("临时召集原因", facts.special_reason), ("联系方式", facts.contact)]
    return [(label, value) for label, value in found if value]


def _signed(facts: PersonalNoticeFacts) -> str:
    return f"{'、'.join(facts.imprint.issuers)}　{chinese_date(facts.given_on)}"


def _received(facts: PersonalNoticeFacts, person: Called) -> str:
    return f"{facts.meeting}的会议通知，{person.name}已收到。"


def _to_fill(person: Called) -> list[tuple[str, str]]:
    return [
        ("送达方式", person.delivered or METHODS), ("参加", "能参加□　不能参加□，原因：＿＿＿＿＿＿＿＿"),
        ("签名或按手印", "＿＿＿＿＿＿＿＿　　　　　年　　月　　日"),
    ]  # fmt: skip


class _Notice:
    """One slip with its receipt."""

    def __init__(self, facts: PersonalNoticeFacts, person: Called) -> None:
        self.facts, self.person = facts, person
        self.own = slips.setting(self._strips, lambda _room: _RECEIPT + 6, _GRIDS)

    def _strips(self, room: float, size: float) -> list[Strip]:
        facts, body, leading = self.facts, plain(Role.FANG, size), 1.5 * size
        strips = stacked(slips.centred("会议通知", plain(Role.TITLE, 20.0), room), 30.0, centre=True)
        for words in (facts.imprint.number, version_words(facts.imprint)):
            strips += stacked(slips.centred(words, plain(Role.KAI, 11.0), room) if words else [], 17.0, centre=True)
        strips += stacked(set_paragraph(_addressed(self.person), plain(Role.HEI, size), room), leading)
        strips += stacked(set_paragraph(_opening(facts), body, room, first_indent=2 * size), leading)
        for label, value in _body(facts):
            spans = [(f"{label}：", Role.HEI), (value, Role.FANG)]
            strips += stacked(set_paragraph(spans, body, room, first_indent=2 * size), leading)
        signed = set_line(_signed(facts), body)
        if signed.width > room:
            return [*strips, *stacked(set_paragraph(_signed(facts), body, room, first_indent=2 * size), leading)]
        signed.indent = room - signed.width
        return [*strips, Strip(signed, 1.3 * leading)]

    def draw(self, pen: Pen, page: int, left: float, top: float, code: str) -> None:
        """One sheet of the slip; code: what the small code on the receipt says."""
        own = self.own
        if self.facts.imprint.practice:
            slips.practice(pen, own, left, top)
        slips.draw(pen, own, page, left, top, f"{self.facts.meeting}　会议通知　{self.person.name}")
        if page == len(own.pages) - 1:
            self._receipt(pen, left, top - own.height, code)

    def _receipt(self, pen: Pen, left: float, bottom: float, code: str) -> None:
        """What is cut off and kept: who, how, whether he comes, signature and day."""
        edge = bottom + slips.MARGIN + _RECEIPT
        with pen.artifact():
            slips.dashes(pen, edge, left + slips.MARGIN, left + self.own.width - slips.MARGIN)
        room, y = self.own.width - 2 * slips.MARGIN, edge - 16
        label, body = plain(Role.HEI, 12.0), plain(Role.FANG, 12.0)
        words = _received(self.facts, self.person)
        lines = set_paragraph([("回执　", Role.HEI), (words, Role.FANG)], body, room - FORM_CODE - 12)
        for line in lines:
            pen.line(line, left + slips.MARGIN, y)
            y -= 17.0
        step = min(_LINE, (y - bottom - slips.MARGIN - 8) / 2)
        for name, value in _to_fill(self.person):
            pen.words(f"{name}：", label, left + slips.MARGIN, y)
            pen.words(value, body, left + slips.MARGIN + measure(f"{name}：", label), y)
            y -= step
        slips.code(pen, code, left + self.own.width - slips.MARGIN, edge - FORM_CODE - 8, said=" ")


def _sheets(notices: list[_Notice]) -> list[list[tuple[_Notice, int, int]]]:
    """Which slips stand on which sheet: (slip, its sheet, place on the sheet); slips of different size never share one."""
    sheets: list[list[tuple[_Notice, int, int]]] = []
    for notice in notices:
        own = notice.own
        last = sheets[-1] if sheets else []
        if own.each > 1 and last and last[0][0].own.each == own.each and len(last) < own.each:
            last.append((notice, 0, len(last)))
        else:
            sheets += [[(notice, page, 0)] for page in range(len(own.pages))]
    return sheets


def _sheet(facts: PersonalNoticeFacts, slots: list[tuple[_Notice, int, int]], number: int, sheets: int) -> Piece:
    code = page_text(facts.imprint.code, number, sheets) if facts.imprint.code else ""

    def draw_sheet(pen: Pen, _top: float) -> None:
        for notice, page, at in slots:
            notice.draw(pen, page, 0.0, PAGE_HEIGHT - at * notice.own.height, code)
        slips.cuts(pen, slots[0][0].own)

    return Piece(gbt9704.HEIGHT, draw_sheet)


KIND = PaperKind(
    "personal_notice", "会议通知（送达每人）", PersonalNoticeFacts, compose, own={PDF: draw}, forms=(PDF, WORD), returns=True,
    styles=("official",), said=said,
)  # fmt: skip
