"""签到册: one row per person due, with room for a signature or a finger-print."""

from dataclasses import dataclass

from consult_desk.documents.gbt9704 import MM
from consult_desk.documents.imprint import Imprint, imprint_said
from consult_desk.documents.kind import PDF, SHEET, WORD, PaperKind
from consult_desk.documents.page import Cell, Code, Column, Page, numeral, stretched

_HEAD = (Column("序号", 12), Column("姓名", 24, fit=True))
_SEAT = (Column("身份", 20), Column("组别", 22, fit=True), Column("性别", 12))
_PROXY = (Column("身份", 17), Column("组别", 15, fit=True), Column("性别", 12), Column("代理人", 18, fit=True))
_SIGN = (Column("签名", 25), Column("按手印", 15.5), Column("备注", 12.5), Column("扫码", 13))
_SIGN_PROXY = (Column("签名", 20), Column("按手印", 15.5), Column("备注", 11), Column("扫码", 10.5))
_ROW = 14 * MM  # a thumb needs no less
_HOW_TO_SIGN = "由本人签名，不会写字的按手印；未到会的不得代签，有书面委托的由代理人签。"


@dataclass(frozen=True)
class AttendanceLine:
    """One person due: seat (代表、委员…), group (一组), sex, status printed in the remark column (请假 …).

    code: what the small code beside the name says to a scanner, "" for none. proxy: who comes and signs in his place.
    """

    number: int
    name: str
    seat: str
    group: str
    sex: str
    remark: str
    code: str = ""
    proxy: str = ""


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


def compose(page: Page, facts: AttendanceSheetFacts) -> None:
    """The sheets, each sitting on pages of its own."""
    for number, (place, moment) in enumerate(facts.sittings, 1):
        which = f"（第{numeral(number)}场）" if len(facts.sittings) > 1 else ""
        page.part(f"{facts.meeting}签到册{which}")
        _sheet(page, facts, place, moment)


def _sheet(page: Page, facts: AttendanceSheetFacts, place: str, moment: str) -> None:
    words = (("时间", moment), ("地点", place), ("应到", f"{facts.due}人"), ("到会要求", facts.quorum_words))
    page.lines([(label, value) for label, value in words if value])
    proxies = any(one.proxy for one in facts.lines)
    rows: list[tuple[Cell, ...]] = []
    for one in facts.lines:
        whose: tuple[Cell, ...] = (str(one.number), stretched(one.name), one.seat, one.group, one.sex)
        rows.append((*whose, *((one.proxy,) if proxies else ()), "", "", one.remark, Code(one.code)))
    columns = (*_HEAD, *_PROXY, *_SIGN_PROXY) if proxies else (*_HEAD, *_SEAT, *_SIGN)
    page.note(_HOW_TO_SIGN)
    page.table(columns, rows, row_height=_ROW, size=11.5)
    page.lines([("未计入应到" if n == 0 else "", f"{name}：{reason}") for n, (name, reason) in enumerate(facts.excluded)])
    page.late()
    page.signature(stamp=False)
    page.foot()


def said(facts: AttendanceSheetFacts) -> tuple[str, ...]:
    """What the sheet must say."""
    words = [facts.meeting, *(part for pair in facts.sittings for part in pair), f"应到：{facts.due}人"]
    words.append(facts.quorum_words)
    for one in facts.lines:
        words += [str(one.number), one.name, one.seat, one.group, one.sex, one.remark, one.proxy]
    for name, reason in facts.excluded:
        words.append(f"{name}：{reason}")
    return (*words, *imprint_said(facts.imprint))


KIND = PaperKind(
    "attendance_sheet", "签到册", AttendanceSheetFacts, compose, forms=(PDF, WORD, SHEET), returns=True,
    styles=("official",), said=said,
)  # fmt: skip
