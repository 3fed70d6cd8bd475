"""Sheets that are cut apart: slips of one size, dashed lines between them, long texts going on over whole sheets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consult_desk.documents import qr
from consult_desk.documents.fonts import Role
from consult_desk.documents.gbt9704 import GREY, MM, PAGE_HEIGHT, PAGE_WIDTH, PALE
from consult_desk.documents.pdf import FORM_CODE, Pen
from consult_desk.documents.setter import Line, Style, plain, set_paragraph
from consult_desk.documents.title import break_title

MARGIN = 9 * MM
_TURN = 18.0  # at both ends of a sheet that goes on
_LEAST = 4  # lines on the last sheet of a text that goes on


@dataclass(frozen=True)
class Strip:
    """One strip of a slip, as high as that many points: a set line, or a rule where there is none."""

    line: Line | None
    height: float
    centre: bool = False


@dataclass(frozen=True)
class Setting:
    """How a slip is set: so many across and down a sheet, its size, and its strips sheet by sheet.

    Sheets are even in number when there are several, so that two slips never share a sheet printed on both sides.
    """

    across: int
    down: int
    width: float
    height: float
    pages: tuple[tuple[Strip, ...], ...]

    @property
    def each(self) -> int:
        """How many slips stand on a sheet."""
        return self.across * self.down


def setting(
    strips: Callable[[float, float], Sequence[Strip]], tail: Callable[[float], float], grids: Sequence[tuple[int, int, float]]
) -> Setting:
    """The most slips on a sheet that leave everything room; what has none on a whole sheet goes on over its back.

    strips: set for a width and a size of type in points. tail: height of what stands at the foot of the last sheet, by
    width. grids: slips across, down, and the size of the type there, the one that is wanted most first.
    """
    room = PAGE_WIDTH - 2 * MARGIN
    for across, down, size in grids:
        width, height = PAGE_WIDTH / across, PAGE_HEIGHT / down
        room = width - 2 * MARGIN
        made = tuple(strips(room, size))
        if sum(one.height for one in made) + tail(room) <= height - 2 * MARGIN:
            return Setting(across, down, width, height, (made,))
    # As few sheets as the smallest type needs, in the largest type that needs no more.
    sizes = [size for across, down, size in grids if across * down == 1]
    ways = [_over_sheets(strips(room, size), tail(room)) for size in sizes]
    pages = next(way for way in ways if len(way) == min(len(other) for other in ways))
    return Setting(1, 1, PAGE_WIDTH, PAGE_HEIGHT, pages)


def _over_sheets(strips: Sequence[Strip], tail: float) -> tuple[tuple[Strip, ...], ...]:
    room = PAGE_HEIGHT - 2 * MARGIN - 2 * _TURN
    count = 2
    while sum(one.height for one in strips) + tail > count * room - 20:
        count += 2
    found: list[tuple[Strip, ...]] = []
    rest = list(strips)
    for left in range(count, 1, -1):
        # Over two sheets the first is filled; over four and more all are filled alike.
        wanted = room if count == 2 else (sum(one.height for one in rest) + tail) / left
        taken = 0
        used = 0.0
        while taken < len(rest) - _LEAST * (left - 1) and used + rest[taken].height <= min(room, wanted + 10):
            used += rest[taken].height
            taken += 1
        found.append(tuple(rest[:taken]))
        rest = rest[taken:]
    return (*found, tuple(rest))


def centred(words: str, style: Style, room: float) -> list[Line]:
    """Words on balanced lines."""
    return [line for part in break_title(words, style, room) for line in set_paragraph(part, style, room, justify=False)]


def stacked(lines: Sequence[Line], height: float, *, centre: bool = False) -> list[Strip]:
    """Lines as strips of one height."""
    return [Strip(line, height, centre) for line in lines]


def draw(pen: Pen, own: Setting, page: int, left: float, top: float, words: str) -> float:
    """Draw the strips of one sheet of a slip. words: what says at the head of a further sheet whose it is.

    Returns where they end.
    """
    x, y, room = left + MARGIN, top - MARGIN, own.width - 2 * MARGIN
    many = len(own.pages)
    if many > 1:
        small = plain(Role.KAI, 10.0, GREY)
        with pen.artifact():
            if page:
                pen.words(f"{words}（接{'正面' if page % 2 else '上页'}）", small, x, y - 10)
            if page < many - 1:
                side = "背面" if page % 2 == 0 else "下页"
                pen.words(f"（转{side}）", small, x + room, top - own.height + MARGIN, "right")
        y -= _TURN if page else 0.0
    for one in own.pages[page]:
        if one.line is None:
            pen.rule(x, y - one.height / 2, x + room, y - one.height / 2, 0.8)
        else:
            size = one.line.cells[0].style.size if one.line.cells else one.height
            shift = (room - one.line.width) / 2 if one.centre else 0.0
            pen.line(one.line, x + shift, y - one.height / 2 - 0.36 * size)
        y -= one.height
    return y


def practice(pen: Pen, own: Setting, left: float, top: float) -> None:
    """练习 across one slip."""
    style = plain(Role.HEI, 66, PALE)
    with pen.artifact(), pen.turned(left + own.width / 2, top - own.height / 2, 40):
        pen.words("练习", Style(style.role, style.size, 96, style.colour), 0, -24, "centre")


def code(pen: Pen, words: str, right: float, bottom: float, *, said: str = "") -> None:
    """A small form code with its lower right corner there, and the words in it for people to its left."""
    if words:
        with pen.artifact():
            qr.draw(pen, words, right - FORM_CODE, bottom, FORM_CODE, mask=2)
            pen.words(said or words, plain(Role.SONG, 6.0, GREY), right - FORM_CODE - 3, bottom, "right")


def cuts(pen: Pen, own: Setting) -> None:
    """Dashed lines to cut along."""
    with pen.artifact():
        for across in range(1, own.across):
            dashes(pen, across * own.width, 4 * MM, PAGE_HEIGHT - 4 * MM, upright=True)
        for down in range(1, own.down):
            dashes(pen, PAGE_HEIGHT - down * own.height, 4 * MM, PAGE_WIDTH - 4 * MM)


def dashes(pen: Pen, at: float, start: float, end: float, *, upright: bool = False) -> None:
    """One dashed line, lying at height `at`, or upright at that distance from the left edge."""
    dash, gap = 2 * MM, 1.6 * MM
    while start < end:
        if upright:
            pen.rule(at, start, at, min(end, start + dash), 0.4, GREY)
        else:
            pen.rule(start, at, min(end, start + dash), at, 0.4, GREY)
        start += dash + gap
