"""The bundled fonts: which face a character is drawn with, how wide it is, and refusal of characters nobody has."""

import threading
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.places import resource
from consult_desk.documents import font_pack

# ReportLab's font objects remember what the open document used: one drawing at a time.
DRAWING = threading.RLock()


class Role(Enum):
    """What a run of text is for; the value names the bundled file."""

    FANG = "FandolFang-Regular"  # 仿宋, body
    TITLE = "NotoSerifSC-Bold"  # stands in for 小标宋
    SONG = "NotoSerifSC-Regular"  # 宋体, page numbers
    HEI = "NotoSansSC-Medium"  # 黑体, first-level headings
    KAI = "DeskKai-Regular"  # 楷体, second-level headings


# Helps out when the face of the role lacks a character; its weight is that of 仿宋.
_RARE = "NotoSerifSC-Light"


# The characters of these faces stand lower in their square than those of the others, in em: raised to one line.
RISE = {"FandolFang-Regular": 0.065, "DeskKai-Regular": 0.035}
# Marks upon one letter that are drawn; they all stand in the same place, so that no line grows higher.
MOST_MARKS = 8


@cache
def face(name: str) -> Any:
    """The ReportLab font of that file name, loaded once per process. Raises Trouble when it is missing or damaged."""
    with DRAWING:
        from reportlab.pdfbase import pdfmetrics, ttfonts

        _prepare_reportlab()
        packed = font_pack.is_packed(name)
        path = font_pack.path_of(name) if packed else resource("fonts", f"{name}.ttf")
        try:
            font = ttfonts.TTFont(name, str(path), asciiReadable=False)
        except Exception as error:  # a damaged file makes its reader fall in any way
            if isinstance(error, MemoryError):
                raise
            again = f"请换一份好的字库，或把它移出“{font_pack.FOLDER}”文件夹" if packed else "请重新安装议事台"
            file = f"{name.rpartition(':')[2]}.ttf"
            raise Trouble(f"字体文件“{file}”读不出来，文书画不出来。村里的资料没有受影响，{again}。") from error
        _lend(font.face)
        pdfmetrics.registerFont(font)
        return font


class _Outlines:
    """The outlines of a font, cut without first being copied: 10 MB for each subset of each paper."""

    def __init__(self, view: memoryview) -> None:
        self._view = view

    def __getitem__(self, part: slice) -> bytes:
        return bytes(self._view[part])


def _lend(face: Any) -> None:
    """Let ReportLab take single outlines from the font instead of copying all of them for every subset."""
    copied = face.get_table
    start, length = face.get_table_pos("glyf")
    outlines = _Outlines(memoryview(face._ttf_data)[start : start + length])
    face.get_table = lambda tag: outlines if tag == "glyf" else copied(tag)


@cache
def _prepare_reportlab() -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import ttfonts

    # The program draws no pictures and follows no addresses; shut the doors that ReportLab leaves open.
    rl_config.trustedSchemes = []
    rl_config.trustedHosts = []
    rl_config.useA85 = 0  # pages as letters only are for mail of the nineties, and slow
    ttfonts.makeToUnicodeCMap = to_unicode_cmap


def to_unicode_cmap(fontname: str, subset: Iterable[int]) -> str:
    """The table by which readers copy text out of a PDF: glyph codes to UTF-16BE.

    WORKAROUND for ReportLab 5.1, which writes characters beyond U+FFFF as five hex digits, so that 𬱖 is copied
    as something else. At most 100 entries per block (PDF 32000-1, 9.10.3).
    """
    codes = list(subset)
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        f"<< /Registry ({fontname})",
        f"/Ordering ({fontname})",
        "/Supplement 0",
        ">> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(codes) - 1:02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(codes), 100):
        block = codes[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        for offset, code in enumerate(block, start):
            lines.append(f"<{offset:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>")
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def has(name: str, char: str) -> bool:
    """Whether the font of that file name has a glyph for the character."""
    return ord(char) in face(name).face.charToGlyph


@lru_cache(maxsize=1 << 16)
def choose(role: Role, cluster: str) -> str:
    """Name of the first font of the role's chain that has the character and the marks upon it.

    The chain: the face of the role, the light face with every character of GB 18030 level 2, the pack. Raises Refused
    naming the character and its code point when none has: a notice never shows a box.
    """
    if role is Role.KAI and cluster in "“”‘’":
        return Role.FANG.value  # the Kai face has only the narrow Latin ones
    lost = [char for char in cluster if _invisible(char)]
    if not lost and len(cluster) > MOST_MARKS + 1:
        raise Refused(_overloaded(cluster))
    if not lost:
        for name in (role.value, _RARE):
            lost = [char for char in cluster if not has(name, char)]
            if not lost:
                return name
        for name in font_pack.files():
            lost = [char for char in cluster if not has(name, char)] or lost
            if all(has(name, char) for char in cluster):
                return name
    raise Refused(uncovered(lost[0]))


@lru_cache(maxsize=1 << 16)
def shape(role: Role, cluster: str) -> tuple[str, float, bool]:
    """The font of a character, its advance in em, and whether it stands on the grid. Raises Refused as choose does."""
    name = choose(role, cluster)
    width = advance(name, cluster[0])
    wide = width >= 0.85 and ord(cluster[0]) > 0x24F
    return name, max(1.0, round(width, 1)) if wide else width, wide


@lru_cache(maxsize=1 << 12)
def is_mark(char: str) -> bool:
    """Whether a character stands upon the one before it."""
    return unicodedata.category(char) in ("Mn", "Me")


def _invisible(char: str) -> bool:
    code = ord(char)
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return selector or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _pictorial(code: int) -> bool:
    return 0x1F000 <= code <= 0x1FAFF or code in (0x20E3, 0x2B50, 0x2B55)


def uncovered(char: str) -> Obstacle:
    """What to say about a character that no font has."""
    named = f"U+{ord(char):04X}"
    if _invisible(char):
        return Obstacle(
            f"文书里有一个看不见的特殊字符（{named}），印出来会缺字", "请找到这个字段，删掉后重新输入", code="no_glyph"
        )
    if _pictorial(ord(char)):
        return Obstacle(f"文书里有表情符号“{char}”（{named}），文书上印不出来", "请删掉它，或改用文字", code="no_glyph")
    if 0xE000 <= ord(char) <= 0xF8FF or ord(char) >= 0xF0000:
        return Obstacle(
            f"文书里有一个自造字（{named}），它在每台电脑上都可能是不同的字",
            f"请改用有国家标准编码的字；只有自造字的，请把做了这个字的字库放进“{font_pack.FOLDER}”文件夹", code="no_glyph",
        )  # fmt: skip
    if 0x20000 <= ord(char) <= 0x3FFFD or 0x3400 <= ord(char) <= 0x9FFF:
        return Obstacle(
            f"字体里没有“{char}”（{named}）这个字，印出来会是空白或方框",
            f"请核对是不是输错了；没有输错的，请安装补字字库：把字库文件（rare-*.ttf）放进“{font_pack.FOLDER}”文件夹，再重新生成",
            code="no_glyph",
        )
    return Obstacle(
        f"字体里没有“{char}”（{named}）这个字符，印出来会是空白或方框", "请核对是不是输错了，改用文字或常用的符号",
        code="no_glyph",
    )  # fmt: skip


def _overloaded(cluster: str) -> Obstacle:
    return Obstacle(
        f"“{cluster[0]}”（U+{ord(cluster[0]):04X}）上面叠了 {len(cluster) - 1} 个符号，最多能印 {MOST_MARKS} 个",
        "请删掉多余的符号", code="no_glyph",
    )  # fmt: skip


@cache
def advance(name: str, char: str) -> float:
    """Advance width of a character in that font, in em."""
    return float(face(name).face.charWidths.get(ord(char), face(name).face.defaultWidth)) / 1000


font_pack.forgetting(choose.cache_clear, shape.cache_clear, face.cache_clear)
