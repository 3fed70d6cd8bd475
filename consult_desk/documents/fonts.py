"""The bundled fonts: which face a character is drawn with, how wide it is, and refusal of characters nobody has."""

import threading
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import cache
from typing import Any

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.places import resource

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


@cache
def face(name: str) -> Any:
    """The ReportLab font of that file name, loaded once per process. Raises Trouble when it is missing or damaged."""
    with DRAWING:
        from reportlab.pdfbase import pdfmetrics, ttfonts

        _prepare_reportlab()
        try:
            font = ttfonts.TTFont(name, str(resource("fonts", f"{name}.ttf")))
        except (OSError, ttfonts.TTFError) as error:
            raise Trouble(
                f"字体文件“{name}.ttf”读不出来，文书画不出来。村里的资料没有受影响，请重新安装议事台。"
            ) from error
        pdfmetrics.registerFont(font)
        return font


@cache
def _prepare_reportlab() -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import ttfonts

    # The program draws no pictures and follows no addresses; shut the doors that ReportLab leaves open.
    rl_config.trustedSchemes = []
    rl_config.trustedHosts = []
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


@cache
def choose(role: Role, cluster: str) -> str:
    """File name of the first font of the role's chain that has the character and the marks upon it.

    Raises Refused naming the character and its code point when none has: a notice never shows a box.
    """
    if role is Role.KAI and cluster in "“”‘’":
        return Role.FANG.value  # the Kai face has only the narrow Latin ones
    lost = [char for char in cluster if _invisible(char)]
    for name in (role.value, _RARE) if not lost else ():
        lost = [char for char in cluster if not has(name, char)]
        if not lost:
            return name
    raise Refused(uncovered(lost[0]))


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def uncovered(char: str) -> Obstacle:
    """What to say about a character that no bundled font has."""
    code = f"U+{ord(char):04X}"
    if _invisible(char):
        return Obstacle(
            f"文书里有一个看不见的特殊字符（{code}），印出来会缺字", "请找到这个字段，删掉后重新输入", code="no_glyph"
        )
    return Obstacle(
        f"字体里没有“{char}”（{code}）这个字，印出来会是空白或方框",
        "请核对是不是输错了；确是人名、地名用字的，请把这个字的写法和编码报给技术人员补字",
        code="no_glyph",
    )


@cache
def advance(name: str, char: str) -> float:
    """Advance width of a character in that font, in em."""
    return float(face(name).face.charWidths.get(ord(char), face(name).face.defaultWidth)) / 1000
