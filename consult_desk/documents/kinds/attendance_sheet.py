"""签到册: one row per person due, with room for a signature or a finger-print."""

from dataclasses import dataclass

from consult_desk.base.text import chinese_date
from consult_desk.documents import gbt9704
from consult_desk.documents.blocks import foot, heading, imprint_said, late_note, paragraph, title
from consult_desk.documents.fonts import Role
from consult_desk.documents.gbt9704 import WIDTH
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.pdf import draw_pages, lines_of, tie
from consult_desk.documents.setter import plain, set_paragraph
from consult_desk.documents.tables import Column, table

_COLUMNS = (
    Column("序号", 12), Column("姓名", 28, fit=True), Column("身份", 26), Column("组别", 26, fit=True),
    Column("性别", 11), Column("签名或按手印", 30), Column("备注", 23),
)  # fmt: skip
_HOW_TO_SIGN = "请本人签名；不会写字的由本人按手印，并由在场工作人员在备注栏写明。未到会的不得代签。"


@dataclass(frozen=True)
class AttendanceLine:
    """One person due: seat (代表、委员…), group (一组), sex, status printed in the remark column (请假 …)."""

    number: int
    name: str
    seat: str
    group: str
    sex: str
    remark: str


@dataclass(frozen=True)
class AttendanceSheetFacts:
    """A sheet for one sitting. excluded: (name, reason) of those not counted as due. quorum_words: what is needed."""

    imprint: Imprint
    meeting: str
    place: str
    moment: str
    due: int
    quorum_words: str
    lines: tuple[AttendanceLine, ...]
    excluded: tuple[tuple[str, str], ...]


def draw(facts: AttendanceSheetFacts) -> bytes:
    """The sheet as PDF/A-2b. Raises Refused for a character no font has."""
    imprint = facts.imprint
    pieces = title(f"{facts.meeting}签到册", imprint)
    small = plain(Role.FANG, gbt9704.SIZE_4)
    for label, value in (
        ("时间", facts.moment), ("地点", facts.place), ("应到", f"{facts.due}人"), ("到会要求", facts.quorum_words),
    ):  # fmt: skip
        if value:
            spans = [(f"{label}：", Role.HEI), (value, Role.FANG)]
            pieces += lines_of(set_paragraph(spans, small, WIDTH), leading=1.6 * small.size, grid=False, keep=True)
    rows = [
        (str(one.number), stretched(one.name), one.seat, one.group, one.sex, "", one.remark) for one in facts.lines
    ]
    pieces += table(_COLUMNS, rows, row_height=13 * gbt9704.MM, size=11.5)
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
    pieces += foot(imprint)
    return draw_pages(pieces, title=f"{facts.meeting} 签到册", practice=imprint.practice)


def said(facts: AttendanceSheetFacts) -> tuple[str, ...]:
    """What the sheet must say."""
    words = [facts.meeting, facts.place, facts.moment, f"应到：{facts.due}人", facts.quorum_words]
    for one in facts.lines:
        words += [str(one.number), one.name, one.seat, one.group, one.sex, one.remark]
    for name, reason in facts.excluded:
        words.append(f"{name}：{reason}")
    return (*words, *imprint_said(facts.imprint))


def stretched(name: str) -> str:
    """张三 as 张　三, so that names of two characters are as wide as those of three."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 and not name.isascii() else name
