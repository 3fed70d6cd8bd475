"""The parts that papers are composed of: masthead, title, sections, vote box, signature block, foot."""

from collections.abc import Sequence
from datetime import date

from consult_desk.base.text import base32_code, chinese_date
from consult_desk.documents import gbt9704, qr
from consult_desk.documents.fonts import Role
from consult_desk.documents.gbt9704 import GREY, LEADING, LEFT, MM, PITCH, RIGHT, WIDTH
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.pdf import Pen, Piece, blank, lines_of
from consult_desk.documents.setter import BODY, HEADING, Style, measure, plain, set_line, set_paragraph
from consult_desk.documents.title import break_title

_NUMERALS = "一二三四五六七八九十"


def masthead(imprint: Imprint) -> list[Piece]:
    """Issuers in red, number of the paper, red rule. Many issuers share the width by growing smaller."""
    pieces: list[Piece] = []
    many = len(imprint.issuers) > 1
    for issuer in imprint.issuers:
        size = 30.0 if many else 36.0
        natural = measure(issuer, plain(Role.TITLE, size))
        size = min(size, size * 0.98 * WIDTH / natural)
        pitch = size * (1.12 if natural * 1.12 < 0.8 * WIDTH else 1.0)
        line = set_line(issuer, Style(Role.TITLE, size, pitch, gbt9704.RED))
        pieces += lines_of([line], keep=True, leading=size * 1.42, align="centre", grid=False)
    if imprint.number:
        pieces += lines_of([set_line(imprint.number, BODY)], keep=True, align="centre", grid=False, space=8.0)

    def rule(pen: Pen, top: float) -> None:
        pen.rule(LEFT, top - 4, RIGHT, top - 4, gbt9704.RULE_RED, gbt9704.RED)

    pieces.append(Piece(8.0, rule, keep=True, space=2.0))
    return pieces


def title(words: str, imprint: Imprint) -> list[Piece]:
    """The title in 2号 on balanced lines, and below it which version corrects which."""
    style = plain(Role.TITLE, gbt9704.SIZE_2)
    lines = [set_line(line, style) for line in break_title(words, style, 0.9 * WIDTH)]
    pieces = lines_of(lines, keep=True, leading=1.5 * gbt9704.SIZE_2, align="centre", grid=False, space=20.0)
    if note := version_words(imprint):
        small = plain(Role.KAI, gbt9704.SIZE_4)
        set_note = [set_line(line, small) for line in break_title(note, small, WIDTH - 4 * PITCH)]
        pieces += lines_of(set_note, keep=True, leading=1.5 * small.size, align="centre", grid=False, space=6.0)
    pieces.append(blank(0.6, keep=True))
    return pieces


def version_words(imprint: Imprint) -> str:
    """第2版，更正…：原因, or "" for a first version."""
    if imprint.version <= 1 and not imprint.supersedes:
        return ""
    reason = f"：{imprint.correction}" if imprint.correction else ""
    return f"（第{imprint.version}版，更正{imprint.supersedes}{reason}）"


def addressee(words: str) -> list[Piece]:
    """全体村民：, flush left."""
    return lines_of(set_paragraph(words, BODY, WIDTH), keep=True)


def paragraph(text: str) -> list[Piece]:
    """A paragraph of body text, two characters in; line ends inside begin new ones."""
    pieces: list[Piece] = []
    for part in lines_in([text]):
        pieces += lines_of(set_paragraph(part, BODY, WIDTH, first_indent=2 * PITCH))
    return pieces


def heading(number: int, words: str) -> list[Piece]:
    """一、黑体, never last on a page."""
    lines = set_paragraph(f"{numeral(number)}、{words}", HEADING, WIDTH, first_indent=2 * PITCH)
    return lines_of(lines, keep=True)


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_NUMERALS[tens - 1]}十")
    return head + (_NUMERALS[ones - 1] if ones else "")


def labelled(pairs: Sequence[tuple[str, str]]) -> list[Piece]:
    """Lines such as 异议电话：0431-…, label in 黑体, hanging below its value; pairs without a value are left out."""
    pieces: list[Piece] = []
    for label, value in pairs:
        if value:
            spans = [(f"{label}：", Role.HEI), (value, Role.FANG)]
            pieces += lines_of(set_paragraph(spans, BODY, WIDTH, first_indent=2 * PITCH))
    return pieces


def figures(cells: Sequence[tuple[str, str, str]]) -> list[Piece]:
    """A box of large figures side by side: (label, number, unit)."""
    height = 2 * LEADING
    step = WIDTH / len(cells)

    def draw(pen: Pen, top: float) -> None:
        pen.box(LEFT, top - height + 2, WIDTH, height - 4, (0.972, 0.966, 0.95))
        for at, (label, number, unit) in enumerate(cells):
            middle = LEFT + (at + 0.5) * step
            pen.words(label, plain(Role.HEI, gbt9704.SIZE_4S, GREY), middle, top - 20, "centre")
            small = plain(Role.FANG, gbt9704.SIZE_4S)
            room = step - 16 - measure(unit, small)
            big = plain(Role.TITLE, gbt9704.SIZE_2)
            big = plain(Role.TITLE, big.size * min(1.0, room / measure(number, big)))
            start = middle - (measure(number, big) + 3 + measure(unit, small)) / 2
            pen.words(number, big, start, top - 47)
            pen.words(unit, small, start + measure(number, big) + 3, top - 47)
            if at:
                pen.rule(LEFT + at * step, top - 12, LEFT + at * step, top - height + 12, 0.4, (0.75, 0.72, 0.66))
        for y in (top - 2, top - height + 2):
            pen.rule(LEFT, y, RIGHT, y, 0.9)

    return [Piece(height, draw, keep=True, grid=True)]


def late_note(late: Sequence[str]) -> list[Piece]:
    """What was entered after the day it happened, in plain sight."""
    pieces: list[Piece] = []
    for words in late:
        spans = [("补录说明：", Role.HEI), (words, Role.KAI)]
        pieces += lines_of(set_paragraph(spans, BODY, WIDTH, first_indent=2 * PITCH))
    return pieces


def signature(issuers: Sequence[str], issued_on: date) -> list[Piece]:
    """Issuers side by side, each over an empty square of 45 mm for its stamp, then the date. Nothing is drawn inside."""
    pieces: list[Piece] = [blank(0.4, keep=True)]
    for start in range(0, len(issuers), 3):
        pieces.append(_seals(issuers[start : start + 3]))
    column = WIDTH / max(2, (len(issuers) - 1) % 3 + 1)
    day = set_line(chinese_date(issued_on), BODY)
    pieces += lines_of([day], align="centre", x=RIGHT - column, width=column, grid=False, keep=True, space=2.0)
    return pieces


def _seals(issuers: Sequence[str]) -> Piece:
    side = gbt9704.SEAL_AREA
    column = WIDTH / max(2, len(issuers))
    hint = set_line("（盖章处）", plain(Role.KAI, gbt9704.SIZE_5S, GREY))
    names = []
    for issuer in issuers:
        size = gbt9704.SIZE_3
        size = min(size, size * (column - 4 - hint.width) / measure(issuer, plain(Role.FANG, size)))
        names.append(set_line(issuer, plain(Role.FANG, size)))
    first = RIGHT - column * len(issuers)

    def draw(pen: Pen, top: float) -> None:
        for at, name in enumerate(names):
            middle = first + (at + 0.5) * column
            left = middle - (name.width + hint.width) / 2
            pen.line(name, left, top - LEADING / 2 - 6)
            pen.line(hint, left + name.width, top - LEADING / 2 - 6)
            bottom = top - LEADING - side
            for dx, dy in ((-1, 0), (1, 0), (-1, 1), (1, 1)):
                _corner(pen, middle + dx * side / 2, bottom + dy * side, -dx, 1 - dy * 2)

    return Piece(LEADING + side, draw, keep=True)


def _corner(pen: Pen, x: float, y: float, across: int, up: int) -> None:
    arm = 3 * MM
    pen.rule(x, y, x + across * arm, y, 0.4, GREY)
    pen.rule(x, y, x, y + up * arm, 0.4, GREY)


def check_words(imprint: Imprint) -> str:
    """How anybody checks that the record behind the paper is still the same."""
    return (
        f"核对方法：请村里用议事台打开台账第{imprint.head_size}条记录，把那里显示的核对码与上面的逐字比较；"
        "或者在议事台“核对文书”里打开本文书的电子版。完全一致，说明出具本文书以后，此前的记录没有改动。"
    )


def foot(imprint: Imprint) -> list[Piece]:
    """版记: check code and QR of the journal head the paper was drawn at, and how to check them."""
    if not imprint.head:
        return [Piece(0.0, lambda _pen, _top: None)]
    side = 24 * MM
    text_width = WIDTH - side - 8 * MM
    groups = base32_code(imprint.head).split("-")
    rows = ["-".join(groups[:7]) + "-", "-".join(groups[7:])]
    small = plain(Role.FANG, gbt9704.SIZE_5S)
    how = set_paragraph(check_words(imprint), small, text_width)
    code = plain(Role.SONG, gbt9704.SIZE_5)
    height = max(side + 14, 46 + 12 * len(how))

    def draw(pen: Pen, top: float) -> None:
        pen.rule(LEFT, top, RIGHT, top, gbt9704.RULE_OUTER)
        pen.rule(LEFT, top - height, RIGHT, top - height, gbt9704.RULE_OUTER)
        pen.words(f"核对码（台账第{imprint.head_size}条）", plain(Role.HEI, gbt9704.SIZE_5S), LEFT + 2, top - 12)
        for at, row in enumerate(rows):
            pen.words(row, code, LEFT + 2, top - 25 - at * 13)
        for at, line in enumerate(how):
            pen.line(line, LEFT + 2, top - 52 - at * 12)
        qr.draw(pen, qr.head_words(imprint), RIGHT - side - 2, top - (height + side) / 2, side)

    return [Piece(height, draw, space=6.0, bottom=True)]


def lines_in(texts: Sequence[str]) -> tuple[str, ...]:
    """Every line of every text: what must be read back, where a text may run over several paragraphs."""
    return tuple(part.strip() for text in texts for part in text.split("\n") if part.strip())


def imprint_said(imprint: Imprint) -> tuple[str, ...]:
    """What every paper must say of its imprint."""
    code = (base32_code(imprint.head), check_words(imprint)) if imprint.head else ()
    return (
        *imprint.issuers, imprint.number, version_words(imprint), chinese_date(imprint.issued_on), *code, *imprint.late,
    )  # fmt: skip
