"""What a workbook may contain, judged on its raw parts before any reader builds a table from them."""

import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from consult_desk.base.errors import Refused

MAX_ROWS = 200_000
MAX_COLUMNS = 100
MAX_CELLS = 4_000_000
_MAX_MEMBERS = 2_000
_MAX_MEMBER = 128_000_000
_MAX_TOTAL = 200_000_000
_MAX_RATIO = 100
_FREE_RATIO_BELOW = 1_000_000
# One long shared text that every cell repeats is a bomb that no size on disk shows.
_MAX_REPEATED = 1_000_000_000

_RESAVE = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（*.xlsx）”，再导入"
_DAMAGED = f"这个表格文件是损坏的或没有传完整，一行也没有导入。请重新复制一份，或{_RESAVE.removeprefix('请')}"
_TOO_BIG = "这个表格展开后太大，不像村里的名册，没有打开。请只留下需要的列和行，另存后再导入"

# Tags are matched within bounds: an open "<c <c <c" would otherwise be searched again from every start.
_REF = re.compile(rb"""\sr\s*=\s*["']([^"'<]*)["']""")
_POSITION = re.compile(rb"([A-Z]{0,3})([0-9]{1,7})")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_SHARED_CELL = re.compile(rb"""\st\s*=\s*["']s["']""")
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\b(?=[^<>]{0,400}\shidden="(?:1|true)")[^<>]{0,400}?\sr="([0-9]{1,7})\""""
)
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\b[^<>]{0,200}?\sr="([A-Z]{1,3})([0-9]{1,7})"[^<>]{0,200}>\s{0,20}"""
    rb"""<(?:\w+:)?f\b(?:[^<>]{0,200}/>|[^<>]{0,200}>[^<]*</(?:\w+:)?f>)"""
    rb"""\s{0,20}(?:<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>)?"""
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^<>]{0,2000}>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^<>]{0,2000}>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*"([^"]*)\"""")


@dataclass(frozen=True)
class SheetParts:
    """What the raw sheet tells and a reader does not.

    hidden: line numbers of hidden rows. formulas: (line, column from 0) to True when a result is stored with it.
    """

    hidden: frozenset[int] = frozenset()
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)


def inspect_workbook(data: bytes) -> dict[str, SheetParts]:
    """Sheet name to its parts, after every limit has been held against the streams themselves.

    Raises Refused with one sentence: not an .xlsx, macros, encrypted, damaged, a bomb, too many rows or columns.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inspect(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise Refused(_DAMAGED) from error
    except (RuntimeError, NotImplementedError, KeyError, ValueError) as error:
        raise Refused(f"这个表格文件的写法不常见或加了密码，没有打开。{_RESAVE}") from error


def _inspect(archive: zipfile.ZipFile) -> dict[str, SheetParts]:
    members = archive.infolist()
    names = [m.filename for m in members]
    if len(members) > _MAX_MEMBERS or sum(m.file_size for m in members) > _MAX_TOTAL:
        raise Refused(_TOO_BIG)
    if len(set(names)) != len(names):
        raise Refused(_DAMAGED)
    if "xl/workbook.xml" not in names:
        raise Refused(f"这个文件不是 Excel 工作簿。{_RESAVE}")
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise Refused(f"这个表格带有宏（里面有程序），为安全起见没有打开。{_RESAVE}")
    for member in members:
        crowded = member.file_size > _MAX_RATIO * max(member.compress_size, 1)
        if member.file_size > _MAX_MEMBER or (crowded and member.file_size > _FREE_RATIO_BELOW):
            raise Refused(_TOO_BIG)
    paths = _sheet_paths(archive)
    parts: dict[str, SheetParts] = {}
    repeated, longest = 0, 0
    for member in members:
        # Reading to the end makes zipfile hold the declared size and the CRC against the stream.
        content = archive.read(member)
        if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            continue
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content:
            raise Refused(f"这个表格文件里有不该有的内容，为安全起见没有打开。{_RESAVE}")
        if member.filename == "xl/sharedStrings.xml":
            longest = max(len(piece) for piece in content.split(b"</si>"))
            continue
        # Every other part, wherever it lies and whatever it is called: a sheet may hide under any name.
        _measure(content)
        repeated += len(_SHARED_CELL.findall(content))
        if member.filename in paths:
            parts[paths[member.filename]] = _parts(content)
    if repeated * longest > _MAX_REPEATED:
        raise Refused(_TOO_BIG)
    return parts


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Member name of every sheet to the name people gave it."""
    targets: dict[str, str] = {}
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels").decode("utf-8")):
        relation = dict(_ATTRIBUTE.findall(tag))
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    paths: dict[str, str] = {}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml").decode("utf-8")):
        sheet = dict(_ATTRIBUTE.findall(tag))
        identity = next((v for k, v in sheet.items() if k.endswith(":id")), "")
        paths[targets.get(identity, "")] = html.unescape(sheet.get("name", ""))
    return paths


def _measure(content: bytes) -> None:
    """Hold rows and columns against the limits: a reader makes room for every cell up to the last one."""
    rows, columns, placed = 0, 0, 0
    for reference in _REF.findall(content):
        position = _POSITION.fullmatch(reference)
        if position is None:
            if b"&" in reference:
                raise Refused(_DAMAGED)
            continue
        rows = max(rows, int(position[2]))
        if position[1]:
            placed += 1
            columns = max(columns, column_number(position[1].decode()) + 1)
    rows = max(rows, len(_ROW.findall(content)))
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Refused(
            f"这个表格用到了第 {rows} 行、第 {columns} 列，超过了 {MAX_ROWS} 行、{MAX_COLUMNS} 列的上限。"
            "请把名册下方和右侧多余的行和列整行整列删除，保存后再导入"
        )
    if len(_CELL.findall(content)) > placed:
        raise Refused(f"这个表格没有标明格子的位置，读不准。{_RESAVE}")


def _parts(content: bytes) -> SheetParts:
    hidden = frozenset(int(line) for line in _HIDDEN_ROW.findall(content))
    formulas = {}
    if b"<f" in content or b":f" in content:
        for letters, line, value in _FORMULA.findall(content):
            formulas[int(line), column_number(letters.decode())] = bool(value)
    return SheetParts(hidden, formulas)


def column_number(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
