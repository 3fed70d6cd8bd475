"""Text as people type and read it: cleaned at entry, dates, money and names written, numbers checked, masked."""

import base64
import re
import unicodedata
from datetime import date
from functools import lru_cache

from consult_desk.base.errors import Refused

_ID_FORM = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
# 18- and 15-digit ID numbers, mobile and land-line numbers, not inside a longer number, hash or identifier.
_PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])(?:(?P<id>[0-9]{17}[0-9Xx]|[0-9]{15})|(?P<phone>1[0-9]{10}|0[0-9]{9,11}|0[0-9]{2,3}-[0-9]{7,8}))"
    r"(?![0-9A-Za-z])"
)
# Joiners that Mongolian and other scripts need inside a text; other invisible ones get a mark.
_JOINERS = {"\u200c", "\u200d", "\u180e"}

# What pypinyin reads wrongly when the character is a family name.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao", "盖": "ge",
    "缪": "miao", "召": "shao", "洗": "xian", "翟": "zhai", "乐": "yue", "员": "yun", "覃": "qin", "秘": "bi",
    "种": "chong", "重": "chong", "折": "she", "繁": "po", "薄": "bo", "卜": "bu", "阚": "kan", "隗": "wei",
    "祭": "zhai", "都": "du", "能": "nai", "句": "gou", "佴": "nai", "黑": "he",
}  # fmt: skip
_COMPOUND_SURNAMES = {"尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "澹台": ("tan", "tai")}


def clean_line(s: str, what: str, *, max_chars: int = 200) -> str:
    """One line of text, NFC, without surrounding space.

    Raises Refused naming `what` when it is empty, longer than max_chars characters, or holds control,
    invisible, text-direction or broken characters.
    """
    line = unicodedata.normalize("NFC", s).strip()
    if not line:
        raise Refused(f"{what}没有填写")
    for char in line:
        _refuse_unprintable(char, what)
    if len(line) > max_chars:
        raise Refused(f"{what}太长了：最多 {max_chars} 个字，现在有 {len(line)} 个字")
    return line


def clean_name(s: str) -> str:
    """A person's name. Spaces that only stretch a Chinese name ("张　三") go; rare characters stay.

    Raises Refused as clean_line does, and for names without any letter or character, such as "123".
    """
    name = clean_line(s, "姓名", max_chars=50)
    if not any(unicodedata.category(c)[0] == "L" or _is_ideograph(c) for c in name):
        raise Refused(f"姓名“{name}”里没有文字，请核对是不是填错了列")
    parts = name.split()
    if all(_is_ideograph(c) for part in parts for c in part):
        return "".join(parts)
    return " ".join(parts)


def clean_text(s: str, what: str, *, required: bool = False, max_chars: int = 100_000) -> str:
    """Text of many lines, NFC, every line end one "\\n", blank lines at both ends removed.

    Invisible and text-direction characters become a visible mark such as 〔U+202E〕, so that nobody reads
    something else than what is kept. Raises Refused naming `what`: required but empty, too long, control
    characters.
    """
    text = unicodedata.normalize("NFC", s)
    text = re.sub(r"\r\n|[\r\x85\u2028\u2029]", "\n", text).strip()
    if required and not text:
        raise Refused(f"{what}没有填写")
    kept = []
    for char in text:
        if char in "\n\t":
            kept.append(char)
        elif unicodedata.category(char) == "Cf":
            kept.append(char if char in _JOINERS else f"〔U+{ord(char):04X}〕")
        else:
            _refuse_unprintable(char, what)
            kept.append(char)
    if len(kept) > max_chars:
        raise Refused(f"{what}太长了：最多 {max_chars} 个字，现在有 {len(kept)} 个字")
    return "".join(kept)


def chinese_date(d: date) -> str:
    """2026年3月5日, as GB/T 9704 writes dates: no leading zeros."""
    return f"{d.year}年{d.month}月{d.day}日"


def money(fen: int) -> str:
    """An amount kept in fen as yuan with thousands separators: 18600000 is 186,000.00元."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}元"


def check_id_number(s: str) -> str:
    """The citizen ID number itself when right: 17 ASCII digits and a check digit, with a real birth date.

    Raises Refused saying which of length, form, date or check digit (GB 11643-1999) is wrong. It repairs
    nothing.
    """
    if not _ID_FORM.fullmatch(s):
        raise Refused(
            f"身份证号应为 18 位半角数字（末位可以是大写 X），现在有 {len(s)} 个字符"
            "，或者含有别的字符，请对照证件核对"
        )
    birth_of(s)
    if check_digit(s[:17]) != s[17]:
        raise Refused("身份证号的末位校验码不对，说明至少有一位抄错了，请对照证件核对")
    return s


def check_digit(first_17: str) -> str:
    """The 18th character of an ID number (GB 11643-1999, ISO 7064 MOD 11-2) from the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def birth_of(id_number: str) -> date:
    """The birth date inside an 18-digit ID number. Raises Refused when no such day exists or it is before 1900."""
    digits = id_number[6:14]
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        day = None
    if day is None or day.year < 1900:
        raise Refused("身份证号第 7 至 14 位不是一个真实的出生日期，请对照证件核对")
    return day


def sex_of(id_number: str) -> str:
    """男 or 女, as the 17th digit of an 18-digit ID number says (odd is male)."""
    return "男" if int(id_number[16]) % 2 else "女"


def mask_id(s: str) -> str:
    """An ID number with all but the first six and last four characters hidden; shorter ones entirely."""
    return f"{s[:6]}{'*' * (len(s) - 10)}{s[-4:]}" if len(s) >= 15 else "*" * len(s)


def mask_phone(s: str) -> str:
    """A telephone number with all but the first three and last four characters hidden; short ones wholly."""
    return f"{s[:3]}{'*' * (len(s) - 7)}{s[-4:]}" if len(s) >= 11 else "*" * len(s)


def mask_personal(text: str) -> str:
    """Any text (log, report, error) with every ID and telephone number in it masked beyond recognition.

    Less is left than by mask_id: six digits of address and a birth date point at a person in a small village.
    """
    return _PERSONAL.sub(lambda m: "[证件号]" if m["id"] else "[电话]", text)


def base32_code(hex64: str) -> str:
    """A SHA-256 (64 hex digits) as 52 characters A-Z2-7 in 13 groups of four, to read aloud and type in."""
    raw = bytes.fromhex(hex64)
    if len(raw) != 32:
        raise ValueError("a SHA-256 has 64 hex digits")
    code = base64.b32encode(raw).decode().rstrip("=")
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def pinyin(name: str) -> tuple[str, str]:
    """Full letters and initials of a name for sorting and searching: 曾小红 is ("zengxiaohong", "zxh").

    Lower case, nothing between syllables; surnames are read as surnames. A character without a reading stands
    for itself, each Latin letter too; spaces and dots are left out.
    """
    compact = "".join(c for c in name if c.isalnum() or _is_ideograph(c))
    syllables = [_reading(c) for c in compact]
    if compact[:2] in _COMPOUND_SURNAMES:
        syllables[:2] = _COMPOUND_SURNAMES[compact[:2]]
    elif compact[:1] in _SURNAMES:
        syllables[0] = _SURNAMES[compact[0]]
    return "".join(syllables), "".join(s[0] for s in syllables)


@lru_cache(maxsize=8192)
def _reading(char: str) -> str:
    # Imported late: 50 ms and 20 MB that reading a roster needs and opening a matter does not.
    from pypinyin import lazy_pinyin

    return (lazy_pinyin(char) or [char])[0].lower()


def _refuse_unprintable(char: str, what: str) -> None:
    category = unicodedata.category(char)
    if category == "Cs":
        raise Refused(f"{what}里有一个残缺的字（无法显示），请删掉后重新输入")
    if category in ("Cc", "Cf", "Zl", "Zp"):
        raise Refused(f"{what}里有看不见的特殊字符（U+{ord(char):04X}），请删掉后重新输入")


def _is_ideograph(char: str) -> bool:
    # By range, not by category: GB 18030 names characters that this Python's tables do not know yet.
    code = ord(char)
    return (
        0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFD
        or char == "〇"
        or 0xE000 <= code <= 0xF8FF  # private use: old police systems keep rare characters there
    )
