"""签到册: one row per person due, with room for a signature or a finger-print."""

from dataclasses import dataclass

from consult_desk.base.text import chinese_date
from consult_desk.documents import gbt9704, qr
from consult_desk.documents.blocks import foot, heading, imprint_said, late_note, numeral, paragraph, title
from consult_desk.documents.fonts import Role
from consult_desk.documents.gbt9704 import RIGHT, WIDTH
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.pdf import Pen, Piece, draw_pages, lines_of, tie
from consult_desk.documents.setter import plain, set_paragraph
from consult_desk.documents.tables import Column, table

_COLUMNS = (
    Column("序号", 12), Column("姓名", 27, fit=True), Column("身份", 23), Column("组别", 23, fit=True),
    Column("性别", 11), Column("签名或按手印", 30), Column("备注", 16), Column("扫码", 14),
)  # fmt: skip
_CODE = 9.5 * gbt9704.MM
_HOW_TO_SIGN = "请本人签名；不会写字的由本人按手印，并由在场工作人员在备注栏写明。未到会的不得代签。"


@dataclass(frozen=True)
class AttendanceLine:
    """One person due: seat (代表、委员…), group (一组), sex, status printed in the remark column (请假 …).

    code: what the small code beside the name says to a scanner, "" for none.
    """

    number: int
    name: str
    seat: str
    group: str
    sex: str
    remark: str
    code: str = ""


@dataclass(frozen=True)
class AttendanceSheetFacts:
    """One list for each sitting, everybody on each: (place, moment) in order.

    excluded: (name, reason) of those not counted as due. quorum_words: what is needed.
    """

    imprint: Imprint
    meeting: str
    sittings: tuple[tuple[str, str], ...]
    due: int
    quorum_words: str
    lines: tuple[AttendanceLine, ...]
    excluded: tuple[tuple[str, str], ...]


def draw(facts: AttendanceSheetFacts) -> bytes:
    """The sheets as PDF/A-2b, each sitting on pages of its own. Raises Refused for a character no font has."""
    pieces: list[Piece] = []
    for number, (place, moment) in enumerate(facts.sittings, 1):
        which = f"（第{numeral(number)}场）" if len(facts.sittings) > 1 else ""
        pieces += _sheet(facts, which, place, moment)
    return draw_pages(pieces, title=f"{facts.meeting} 签到册", practice=facts.imprint.practice)


def _sheet(facts: AttendanceSheetFacts, which: str, place: str, moment: str) -> list[Piece]:
    imprint = facts.imprint
    pieces = title(f"{facts.meeting}签到册{which}", imprint)
    small = plain(Role.FANG, gbt9704.SIZE_4)
    for label, value in (
        ("时间", moment), ("地点", place), ("应到", f"{facts.due}人"), ("到会要求", facts.quorum_words),
    ):  # fmt: skip
        if value:
            spans = [(f"{label}：", Role.HEI), (value, Role.FANG)]
            pieces += lines_of(set_paragraph(spans, small, WIDTH), leading=1.6 * small.size, grid=False, keep=True)
    rows = [
        (str(one.number), stretched(one.name), one.seat, one.group, one.sex, "", one.remark, "") for one in facts.lines
    ]
    head, *_none = table(_COLUMNS, [], size=11.5)
    pieces.append(head)
    for row, one in zip(rows, facts.lines, strict=True):
        _head, first, *more = table(_COLUMNS, [row], row_height=13 * gbt9704.MM, size=11.5)
        pieces += [_coded(first, one.code), *more]
        for piece in (first, *more):
            piece.head = head
    if len(rows) > 1:
        pieces[-2].keep = True
    if facts.excluded:
        pieces += heading(1, "未计入应到人数的")
        for name, reason in facts.excluded:
            pieces += paragraph(f"{name}：{reason}")
    pieces += late_note(imprint.late)
    note = set_paragraph(_HOW_TO_SIGN, plain(Role.KAI, gbt9704.SIZE_4S), WIDTH)
    tie(pieces, 1)
    pieces += lines_of(note, leading=18.0, grid=False, space=6.0, keep=True)
    issued = f"{'、'.join(imprint.issuers)}　{chinese_date(imprint.issued_on)}"
    pieces += lines_of(
        set_paragraph(issued, small, WIDTH, justify=False), leading=22.0, grid=False, align="right", keep=True
    )
    return pieces + foot(imprint)


def _coded(piece: Piece, code: str) -> Piece:
    """The row with its code in the last column."""
    if not code:
        return piece
    ruled, middle = piece.draw, RIGHT - WIDTH * _COLUMNS[-1].share / sum(c.share for c in _COLUMNS) / 2

    def draw_row(pen: Pen, top: float) -> None:
        ruled(pen, top)
        qr.draw(pen, code, middle - _CODE / 2, top - piece.height / 2 - _CODE / 2, _CODE, mask=2)

    piece.draw = draw_row
    return piece


def said(facts: AttendanceSheetFacts) -> tuple[str, ...]:
    """What the sheet must say."""
    words = [facts.meeting, *(part for pair in facts.sittings for part in pair), f"应到：{facts.due}人"]
    words.append(facts.quorum_words)
    for one in facts.lines:
        words += [str(one.number), one.name, one.seat, one.group, one.sex, one.remark]
    for name, reason in facts.excluded:
        words.append(f"{name}：{reason}")
    return (*words, *imprint_said(facts.imprint))


def stretched(name: str) -> str:
    """张三 as 张　三, so that names of two characters are as wide as those of three."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 and not name.isascii() else name
