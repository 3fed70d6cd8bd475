"""The end of a PDF paper: places for stamps and electronic signatures, the check code."""

from collections.abc import Sequence

from consult_desk.base.text import base32_code
from consult_desk.documents import gbt9704, qr
from consult_desk.documents.fonts import Role
from consult_desk.documents.gbt9704 import GREY, MM, SIZE_5, SIZE_5S
from consult_desk.documents.imprint import Imprint, check_words
from consult_desk.documents.layout import Layout
from consult_desk.documents.pdf import Pen, Piece
from consult_desk.documents.setter import measure, plain, set_line, set_paragraph

_MARK_HEIGHT = 20 * MM


def stamps(issuers: Sequence[str], over: float, layout: Layout) -> Piece:
    """A row of issuers over the places for their stamps. over: the middle of the date, over which a single one stands."""
    side = gbt9704.SEAL_AREA / layout.magnify
    column = layout.width / max(2, len(issuers))
    hint = set_line("（盖章处）", plain(Role.KAI, layout.size(SIZE_5S), GREY))
    alone = len(issuers) == 1
    names = []
    for issuer in issuers:
        size = layout.body
        room = layout.width - 2 * (layout.right - over) if alone else column - 4 - hint.width
        size = min(size, size * room / measure(issuer, plain(Role.FANG, size)))
        names.append(set_line(issuer, plain(Role.FANG, size)))
    first = over - column / 2 if alone else layout.right - column * len(issuers)

    def draw(pen: Pen, top: float) -> None:
        for at, name in enumerate(names):
            middle = first + (at + 0.5) * column
            left = middle - (name.width + (0.0 if alone else hint.width)) / 2
            left = min(left, layout.right - name.width)
            pen.line(name, left, top - layout.leading / 2 - 6)
            after = left + name.width
            pen.line(hint, after if after + hint.width <= layout.right else left - hint.width, top - layout.leading / 2 - 6)
            bottom = top - layout.leading - side
            for dx, dy in ((-1, 0), (1, 0), (-1, 1), (1, 1)):
                _corner(pen, middle + dx * side / 2, bottom + dy * side, -dx, 1 - dy * 2)

    return Piece(layout.leading + side, draw, keep=True)


def marks(signers: Sequence[tuple[str, str]], layout: Layout) -> Piece:
    """A frame for each who signs electronically, its words drawn when the signature is made."""
    gap = 4 * MM
    width = (layout.width - gap * (len(signers) - 1)) / max(2, len(signers))
    places = {}
    for at, (role, _title) in enumerate(signers):
        x = layout.left + at * (width + gap)
        places[role] = (x + 2.0, _MARK_HEIGHT - 2.0, width - 4.0, _MARK_HEIGHT - 17.0)

    def draw(pen: Pen, top: float) -> None:
        for at, (_role, title) in enumerate(signers):
            x = layout.left + at * (width + gap)
            words = f"电子签名：{title}"
            small = plain(Role.HEI, min(SIZE_5S, SIZE_5S * (width - 6) / measure(words, plain(Role.HEI, SIZE_5S))), GREY)
            pen.words(words, small, x + 3, top - 11)
            for x1, y1, x2, y2 in (
                (x, top, x + width, top), (x, top - _MARK_HEIGHT, x + width, top - _MARK_HEIGHT),
                (x, top, x, top - _MARK_HEIGHT), (x + width, top, x + width, top - _MARK_HEIGHT),
            ):  # fmt: skip
                pen.rule(x1, y1, x2, y2, 0.4, GREY)

    return Piece(_MARK_HEIGHT, draw, keep=True, space=8.0, marks=places)


def check(imprint: Imprint, layout: Layout) -> Piece:
    """版记: check code and QR of the journal head the paper was drawn at, and how to check them."""
    side = 24 * MM
    text_width = layout.width - side - 8 * MM
    groups = base32_code(imprint.head).split("-")
    rows = ["-".join(groups[:7]) + "-", "-".join(groups[7:])]
    how = set_paragraph(check_words(imprint), plain(Role.FANG, SIZE_5S), text_width)
    code = plain(Role.SONG, SIZE_5)
    height = max(side + 14, 46 + 12 * len(how))
    left, right = layout.left, layout.right

    def draw(pen: Pen, top: float) -> None:
        pen.rule(left, top, right, top, gbt9704.RULE_OUTER)
        pen.rule(left, top - height, right, top - height, gbt9704.RULE_OUTER)
        pen.words(f"核对码（台账第{imprint.head_size}条）", plain(Role.HEI, SIZE_5S), left + 2, top - 12)
        for at, row in enumerate(rows):
            pen.words(row, code, left + 2, top - 25 - at * 13)
        for at, line in enumerate(how):
            pen.line(line, left + 2, top - 52 - at * 12)
        qr.draw(pen, qr.head_words(imprint), right - side - 2, top - (height + side) / 2, side)

    return Piece(height, draw, space=6.0, bottom=True)


def _corner(pen: Pen, x: float, y: float, across: int, up: int) -> None:
    arm = 3 * MM
    pen.rule(x, y, x + across * arm, y, 0.4, GREY)
    pen.rule(x, y, x, y + up * arm, 0.4, GREY)
