"""One cell at a time: what a person typed or Excel made of it, turned into a value or a reason."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from consult_desk.base.errors import Refused
from consult_desk.base.text import check_id_number, clean_line, clean_name, clean_text
from consult_desk.interchange.grids import Cell

_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[Ee]\+?[0-9]+")
_DATE = re.compile(
    r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?:[ T]00:00(?::00(?:\.0+)?)?)?"
)
_PHONE = re.compile(r"[0-9+][0-9 ()+/、,;-]{4,39}")
_EXCEL_DAYS = range(3_654, 73_051)  # 1910 to 2099: below and above, a bare number is no birth date or term
_EXCEL_EPOCH = date(1899, 12, 30)
_ROUNDED = (
    "身份证号被 Excel 当成了数字，后几位已经丢失（变成 0 或 E+17），无法还原。"
    "请先把这一列设成“文本”格式，再对照证件重新填写号码"
)
_YES = {"是", "在", "有", "√", "✓", "✔", "1", "y", "yes", "true", "本村", "本村户籍", "在册", "户籍在册", "在本村"}
_NO = {"否", "不在", "无", "×", "✗", "✘", "0", "n", "no", "false", "外村", "外来", "不在册", "非本村", "不在本村"}
_NUMERALS = "零一二三四五六七八九十"


@dataclass
class Reasons:
    """What was found on one row: refused stops it, warned asks for a look, noted only tells."""

    refused: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """refused, warn or ok."""
        return "refused" if self.refused else "warn" if self.warned else "ok"

    def all(self) -> tuple[str, ...]:
        """The gravest first."""
        return (*self.refused, *self.warned, *self.noted)


def shown(cell: Cell) -> str:
    """The cell as a person sees it, nothing cleaned: 12.0 is 12, a date is 2026-01-05."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return str(cell.date())
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), cell).strip() if isinstance(cell, str) else str(cell)


def read_name(cell: Cell, reasons: Reasons) -> str:
    """A person's name; a refusal when it is empty, an Excel error or not a name."""
    text = shown(cell)
    if not text:
        reasons.refused.append("没有填写姓名")
    elif text in _ERRORS or not isinstance(cell, str):
        reasons.refused.append("姓名这一格不是文字，可能是公式出错或填错了列")
    else:
        if text[0] in "=+-@＝＋－＠":
            reasons.warned.append("姓名以运算符号开头，会按原样当作文字，请核对")
        return _cleaned(lambda: clean_name(text), reasons)
    return ""


def read_line(cell: Cell, what: str, reasons: Reasons, *, max_chars: int = 60) -> str:
    """Optional short text; "" when empty."""
    text = shown(cell)
    if text in _ERRORS:
        reasons.warned.append(f"{what}这一格是 Excel 的出错提示，没有读入")
        return ""
    return _cleaned(lambda: clean_line(text, what, max_chars=max_chars), reasons) if text else ""


def read_note(cell: Cell, reasons: Reasons) -> str:
    """Optional text of several lines."""
    return _cleaned(lambda: clean_text(shown(cell), "备注", max_chars=500), reasons)


def read_id_number(cell: Cell, reasons: Reasons) -> str:
    """An 18-character citizen ID number, "" when empty; never a number that Excel has rounded."""
    if not isinstance(cell, str):
        digits = shown(cell)
        if isinstance(cell, float | int) and not isinstance(cell, bool) and abs(cell) >= 1e15:
            reasons.refused.append(_ROUNDED)
        else:
            reasons.refused.append(f"身份证号应为 18 位，这一格是 {len(digits)} 位的数字或日期，请设成“文本”格式后重填")
        return ""
    text = shown(cell)
    if not text:
        return ""
    if _SCIENTIFIC.fullmatch(text):
        reasons.refused.append(_ROUNDED)
        return ""
    if not text.isascii() and unicodedata.normalize("NFKC", text).isascii():
        reasons.refused.append("身份证号里有全角数字或字母，请改成半角后再导入")
        return ""
    if len(text) == 15 and text.isdigit():
        reasons.refused.append("身份证号是 15 位的旧号，请对照现在的证件填写 18 位号码")
        return ""
    number = text.upper()
    rounded = number.endswith("000") and number.isdigit() and len(number) == 18
    try:
        check_id_number(number)
    except Refused as refusal:
        reasons.refused.append(_ROUNDED if rounded else refusal.obstacles[0].words)
        return ""
    if rounded:
        reasons.warned.append("身份证号以 000 结尾，可能是 Excel 改过的，请对照证件核对")
    return number


def read_date(cell: Cell, what: str, reasons: Reasons) -> date | None:
    """A day from an Excel date, an Excel day number or one of the usual spellings; None when empty or refused."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = unicodedata.normalize("NFKC", shown(cell)).strip()
    if not text:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell in _EXCEL_DAYS:
        day = _EXCEL_EPOCH + timedelta(days=int(cell))
        reasons.warned.append(f"{what}是一个数字，按 Excel 日期读成 {day}，请核对")
        return day
    match = _DATE.fullmatch(text)
    if match:
        try:
            return date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))
        except ValueError:
            reasons.refused.append(f"{what}不是真实存在的日期，请核对年月日")
            return None
    reasons.refused.append(f"{what}看不懂，请写成 2026-01-05 这样的年月日")
    return None


def read_phone(cell: Cell, reasons: Reasons) -> str:
    """A telephone number as typed, half-width; anything else is left out with a warning."""
    text = unicodedata.normalize("NFKC", shown(cell)).strip()
    if text and not _PHONE.fullmatch(text):
        reasons.warned.append("联系电话不像电话号码，没有读入这一格")
        return ""
    return text


def read_registered(cell: Cell, reasons: Reasons) -> bool:
    """Whether the household register is in the village; yes when left empty."""
    text = unicodedata.normalize("NFKC", shown(cell)).strip().lower()
    if text and text not in _YES | _NO:
        reasons.refused.append("“户籍在本村”这一格请填“是”或“否”")
    return text not in _NO


def household_key(cell: Cell, reasons: Reasons) -> str:
    """A household number as one spelling: half-width, upper case, no spaces; 12.0 is 12."""
    return unicodedata.normalize("NFKC", read_line(cell, "户号", reasons, max_chars=30)).replace(" ", "").upper()


def group_key(cell: Cell, reasons: Reasons) -> str:
    """A group as one spelling: 1、1组、第一组、一小组、第一村民小组 are all 一组; a named group keeps its name."""
    text = unicodedata.normalize("NFKC", read_line(cell, "村民小组", reasons, max_chars=30)).replace(" ", "")
    if not text:
        return ""
    core = re.sub(r"(村民小组|村民组|小组|组)$", "", text).removeprefix("第")
    if not core:
        return text
    if re.fullmatch(r"[0-9]{1,2}", core) and int(core) > 0:
        core = _numeral(int(core))
    return core if core.endswith(("社", "队", "屯", "寨", "庄")) else f"{core}组"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def _cleaned(clean: Callable[[], str], reasons: Reasons) -> str:
    try:
        return clean()
    except Refused as refusal:
        reasons.refused.append(refusal.obstacles[0].words)
        return ""
