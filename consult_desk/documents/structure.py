"""Takes a foreign PDF apart with limits and refuses everything our own papers never contain."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

MAX_FILE = 10_000_000
MAX_OBJECTS = 20_000
MAX_REFERENCES = 60_000
MAX_PAGES = 500
MAX_UNPACKED = 100_000_000
_MAX_DEPTH = 40
_MAX_REVISIONS = 20
_JPEG = (pikepdf.Name.DCTDecode, pikepdf.Array([pikepdf.Name.DCTDecode]))
_LONGEST = 4000  # pixels of a photograph or a heading

_TABLE = re.compile(rb"xref[ \r\n]+(?:\d+ \d+[ \r\n]+(?:\d{10} \d{5} [nf][ \r\n]{1,2})*)*trailer")
_START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
_PREV = re.compile(rb"/Prev\s+(\d{1,10})(?=\s*(?:/|>>))")
_TOO_MUCH = "文件里的东西太多，不像公文"
_ACTIVE_KEYS = {
    "/AA": "自动运行的动作",
    "/OpenAction": "打开时自动运行的动作",
    "/JS": "脚本",
    "/JavaScript": "脚本",
    "/XFA": "动态表单",
    "/EF": "夹带的文件",
    "/EmbeddedFiles": "夹带的文件",
    "/AF": "夹带的文件",
    "/OCProperties": "可以隐藏的图层",
    "/RichMediaContent": "多媒体",
}
_ACTIVE_KINDS = {
    "/JavaScript": "脚本",
    "/Launch": "启动其他程序的动作",
    "/URI": "网址链接",
    "/SubmitForm": "提交表单的动作",
    "/ImportData": "导入数据的动作",
    "/GoToR": "打开其他文件的动作",
    "/GoToE": "打开夹带文件的动作",
    "/Rendition": "多媒体",
    "/Movie": "多媒体",
    "/Sound": "多媒体",
    "/Screen": "多媒体",
    "/RichMedia": "多媒体",
    "/3D": "多媒体",
    "/FileAttachment": "夹带的文件",
    "/Filespec": "夹带的文件",
    "/OCG": "可以隐藏的图层",
}
# Four letters come up in packed streams by chance, longer words do not.
_ACTIVE_WORDS = tuple(
    word.encode() for word in (*_ACTIVE_KEYS, *_ACTIVE_KINDS, "/Encrypt", "/XRefStm") if len(word) > 5 or word == "/XFA"
)


class Suspicious(Exception):
    """The file is too big, broken, or holds what our papers never hold; the message is one Chinese clause."""


def check_structure(pdf: bytes) -> None:
    """Refuse what must not be opened further; raises Suspicious, or whatever the parser raises.

    Limits come before parsing. Only classical cross-reference tables pass, as this program writes them, so no
    packed object can hide anything; only plain or once-deflated streams pass, unpacked here within a budget.
    """
    check_tables(pdf)
    _walk(pdf)


def check_tables(pdf: bytes) -> None:
    """The part of it that reads no object: size, header, the cross-reference tables. Raises Suspicious."""
    if not pdf:
        raise Suspicious("这是一个空文件")
    if len(pdf) > MAX_FILE:
        raise Suspicious(f"文件有 {len(pdf) // 1_000_000} 兆，超过 {MAX_FILE // 1_000_000} 兆，不像公文")
    if not pdf.startswith(b"%PDF-"):
        raise Suspicious("这不是 PDF 文件")
    # Every reference ends in R. A page list of a million references to one page costs the parser ten seconds.
    if pdf.count(b"R") > MAX_REFERENCES:
        raise Suspicious(_TOO_MUCH)
    _follow_tables(pdf)


def active_words(pdf: bytes) -> bool:
    """Whether the plain bytes name something active; a quick look that decides only how a bad file is told."""
    return any(word in pdf for word in _ACTIVE_WORDS)


def _follow_tables(pdf: bytes) -> None:
    found = _START.match(pdf, max(0, pdf.rfind(b"startxref")))
    if not found:
        raise Suspicious("文件结尾不完整")
    place: int | None = int(found[1])
    seen: set[int] = set()
    while place is not None:
        if place in seen or len(seen) >= _MAX_REVISIONS:
            raise Suspicious("文件目录绕成了圈")
        seen.add(place)
        table = _TABLE.match(pdf, place)
        if not table:
            raise Suspicious("文件目录不是议事台写出的样子")
        end = pdf.find(b"startxref", table.end())
        trailer = pdf[table.end() : end if end >= 0 else len(pdf)]
        if b"#" in trailer or b"%" in trailer or b"XRefStm" in trailer:
            raise Suspicious("文件目录不是议事台写出的样子")
        if b"/Encrypt" in trailer:
            raise Suspicious("文件加了密")
        steps = _PREV.findall(trailer)
        if len(steps) != trailer.count(b"/Prev") or len(steps) > 1:
            raise Suspicious("文件目录不是议事台写出的样子")
        place = int(steps[0]) if steps else None


def _walk(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf), attempt_recovery=False, suppress_warnings=True) as document:
        if len(document.objects) > MAX_OBJECTS:
            raise Suspicious(_TOO_MUCH)
        if not 0 < len(document.pages) <= MAX_PAGES:
            raise Suspicious("文件里没有页面，或者页数太多，不像公文")
        budget = MAX_UNPACKED
        for thing in document.objects:
            for part in _parts(thing, 0):
                _look(part)
            if isinstance(thing, pikepdf.Stream):
                budget -= _unpacked_size(thing, budget)


def _parts(thing: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """`thing` and the direct dictionaries inside it; what is referred to comes by itself."""
    if depth > _MAX_DEPTH:
        raise Suspicious("文件里的东西套得太深")
    held: list[object]
    if isinstance(thing, pikepdf.Array):
        held = list(thing.as_list())
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        held = [thing.get(key) for key in thing.keys()]
    else:
        return
    for one in held:
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield from _parts(one, depth + 1)


def _look(part: pikepdf.Object) -> None:
    for key in part.keys():
        if key in _ACTIVE_KEYS:
            raise Suspicious(f"文件里有{_ACTIVE_KEYS[key]}")
    for key in ("/S", "/Subtype", "/Type"):
        kind = part.get(key)
        if isinstance(kind, pikepdf.Name) and str(kind) in _ACTIVE_KINDS:
            raise Suspicious(f"文件里有{_ACTIVE_KINDS[str(kind)]}")
    field = part.get("/FT")
    if isinstance(field, pikepdf.Name) and str(field) != "/Sig":
        raise Suspicious("文件里有可以填写的表单")


def _photograph(stream: pikepdf.Stream, raw: bytes) -> int:
    """Size of a photograph once decoded, by what it says of itself; it is not decoded here."""
    sides: list[Any] = [stream.get("/Width"), stream.get("/Height")]
    sane = all(isinstance(side, int) and 0 < side <= _LONGEST for side in sides)
    if not sane or not raw.startswith(b"\xff\xd8\xff") or "/DecodeParms" in stream:
        raise Suspicious("文件里的图片不是议事台放进去的样子")
    return 3 * int(sides[0]) * int(sides[1])


def _unpacked_size(stream: pikepdf.Stream, budget: int) -> int:
    """Size of a stream once inflated; raises Suspicious over the budget or for any other packing."""
    if "/F" in stream:
        raise Suspicious("文件里有放在别处的内容")
    raw = stream.read_raw_bytes()
    packing = stream.get("/Filter")
    if packing is None:
        return len(raw)
    if packing in _JPEG and stream.get("/Subtype") == pikepdf.Name.Image:
        return _photograph(stream, raw)
    if packing != pikepdf.Name.FlateDecode or "/DecodeParms" in stream:
        raise Suspicious("文件里有议事台不用的压缩方式")
    size = len(zlib.decompressobj().decompress(raw, budget + 1))
    if size > budget:
        raise Suspicious("文件解开后大得不正常")
    return size
