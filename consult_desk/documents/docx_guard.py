"""What a Word file from outside may contain, judged on its raw parts before any reader opens it."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from stat import S_ISLNK
from typing import Any
from xml.parsers import expat

from consult_desk.base.errors import Obstacle, Refused

MAX_FILE = 20_000_000
_MAX_MEMBERS = 2_000
_MAX_MEMBER = 20_000_000
_MAX_TOTAL = 50_000_000
_MAX_RATIO = 100
_FREE_RATIO_BELOW = 1_000_000
_MAX_ELEMENTS = 400_000
_MAX_DEPTH = 200
_CHUNK = 1 << 16

MAIN = "word/document.xml"
_TYPES = "[Content_Types].xml"
_RESAVE = "请用 WPS 或 Word 打开，另存为“Word 文档（*.docx）”，再拿来"
_OLE = b"\xd0\xcf\x11\xe0"

_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_FETCHING = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|RD|DATABASE|MACROBUTTON|EMBED)\b", re.IGNORECASE
)
# What Word would run or fetch, by the end of its relationship type or a word in its content type.
_FOREIGN = {
    "oleobject": "嵌入的对象（OLE）", "package": "嵌入的文件", "afchunk": "嵌入的外来内容（altChunk）", "subdocument": "子文档",
    "control": "控件（ActiveX）", "vbaproject": "宏", "attachedtoolbars": "工具栏", "webextension": "网页插件",
    "webextensiontaskpanes": "网页插件", "frame": "网页框架", "mailmergesource": "邮件合并的数据源",
    "mailmergeheadersource": "邮件合并的数据源", "keymapcustomizations": "自定义快捷键", "wordvbadata": "宏",
}  # fmt: skip


def open_docx(data: bytes) -> dict[str, bytes]:
    """Name to content of every part of a Word file, after every limit was held against the streams themselves.

    Nothing is unpacked to disk, fetched or run. Raises Refused with one sentence: not a .docx, encrypted, macros,
    external relations, embedded objects, a bomb, damaged.
    """
    if len(data) > MAX_FILE:
        raise _refused(f"这个 Word 文件超过 {MAX_FILE // 1_000_000} MB，太大了", "请缩小里面的图片，另存后再拿来", "docx_large")
    if data.startswith(_OLE):
        raise _refused("这是旧格式（.doc）的文件，或者加了密码，没有打开", _RESAVE, "docx_old")
    if not data.startswith(b"PK"):
        raise _refused("这不是 Word 文档（.docx）", _RESAVE, "not_docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise _damaged() from error
    except (RuntimeError, NotImplementedError, KeyError, ValueError) as error:
        raise _refused("这个 Word 文件的写法不常见，或者加了密码，没有打开", _RESAVE, "docx_odd") from error
    if _TYPES not in parts or MAIN not in parts:
        raise _refused("这不是 Word 文档（.docx），里面没有正文", _RESAVE, "not_docx")
    for name, content in parts.items():
        if _is_xml(name, content):
            _look_through(content)
    _relations(parts)
    return parts


def pack_docx(parts: Mapping[str, bytes]) -> bytes:
    """Parts put together again as a Word file, with fixed times: the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(parts, key=lambda name: name != _TYPES):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, parts[name])
    return out.getvalue()


def _refused(words: str, fix: str, code: str) -> Refused:
    return Refused(Obstacle(words, fix, code=code))


def _damaged() -> Refused:
    fix = f"请重新复制一份，或{_RESAVE.removeprefix('请')}"
    return _refused("这个 Word 文件是损坏的或没有传完整，没有打开", fix, "docx_damaged")


def _too_big() -> Refused:
    return _refused("这个 Word 文件展开后太大，不像一份文书，没有打开", _RESAVE, "docx_bomb")


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS:
        raise _too_big()
    names = [member.filename.casefold() for member in members]
    if len(set(names)) != len(names):
        raise _refused("这个 Word 文件里有重名的部件，分不清哪个是真的，没有打开", _RESAVE, "docx_twins")
    parts: dict[str, bytes] = {}
    total = 0
    for member in members:
        if not _plain_name(member):
            raise _refused("这个 Word 文件里有不该有的路径，为安全起见没有打开", _RESAVE, "docx_path")
        if member.flag_bits & 1:
            raise _refused("这个 Word 文件加了密码，没有打开", "请去掉密码，另存后再拿来", "docx_locked")
        if member.is_dir():
            continue
        content = _read(archive, member, _MAX_TOTAL - total)
        total += len(content)
        parts[member.filename] = content
    return parts


def _plain_name(member: zipfile.ZipInfo) -> bool:
    # zipfile itself turns backslashes into slashes on Windows and cuts names at NUL: the raw name is judged.
    name = member.orig_filename
    steps = name.rstrip("/").split("/")
    return (
        not any(char in name for char in "\\:\0") and not name.startswith("/") and all(s not in ("", ".", "..") for s in steps)
        and not S_ISLNK(member.external_attr >> 16) and len(name) <= 255
    )  # fmt: skip


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """The content, counted as it comes out of the stream: what the header says of sizes may be a lie."""
    room = min(_MAX_MEMBER, left)
    packed = max(member.compress_size, 1)
    pieces: list[bytes] = []
    size = 0
    with archive.open(member) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > room or (size > _FREE_RATIO_BELOW and size > _MAX_RATIO * packed):
                raise _too_big()
            pieces.append(piece)
    return b"".join(pieces)


def _is_xml(name: str, content: bytes) -> bool:
    if name.lower().endswith((".xml", ".rels", ".vml")):
        return True
    # A part may hide under any name; fonts and pictures never begin like this.
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _look_through(content: bytes) -> None:
    head = content[:400].removeprefix(b"\xef\xbb\xbf").lstrip()
    found = _ENCODING.match(head)
    if found is not None and found[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise _refused("这个 Word 文件的文字编码不常见，没有打开", _RESAVE, "docx_odd")
    if b"\x00" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _refused("这个 Word 文件里有不该有的内容（DOCTYPE），为安全起见没有打开", _RESAVE, "docx_doctype")
    if content.count(b"<") > 2 * _MAX_ELEMENTS:
        raise _too_big()
    _Walk().through(content)


class _Walk:
    """Reads one part as XML: well-formed, not too deep, nothing that fetches."""

    def __init__(self) -> None:
        self.depth = self.elements = 0
        self.code: list[list[str]] = []
        self.inside = False

    def through(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise _damaged() from error

    def _doctype(self, *_said: Any) -> None:
        raise _refused("这个 Word 文件里有不该有的内容（DOCTYPE），为安全起见没有打开", _RESAVE, "docx_doctype")

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > _MAX_DEPTH or self.elements > _MAX_ELEMENTS:
            raise _too_big()
        name = tag.rpartition(" ")[2]
        if name == "altChunk":
            raise _foreign(_FOREIGN["afchunk"])
        if name in ("object", "OLEObject", "control"):
            raise _foreign(_FOREIGN["oleobject"])
        if name == "fldSimple":
            _harmless("".join(v for k, v in attributes.items() if k.rpartition(" ")[2] == "instr"))
        elif name == "fldChar":
            kind = next((v for k, v in attributes.items() if k.rpartition(" ")[2] == "fldCharType"), "")
            if kind == "begin":
                self.code.append([])
            elif kind in ("separate", "end") and self.code:
                _harmless("".join(self.code[-1]))
                if kind == "end":
                    self.code.pop()
        self.inside = name == "instrText"

    def _end(self, _tag: str) -> None:
        self.depth -= 1
        self.inside = False

    def _text(self, words: str) -> None:
        # The code of a field may be cut into many runs; it is judged whole.
        if self.inside:
            if self.code:
                self.code[-1].append(words)
            else:
                _harmless(words)


def _harmless(code: str) -> None:
    if found := _FETCHING.match(code):
        raise _foreign(f"会读取外部内容的域（{found[1].upper()}）")


def _foreign(what: str) -> Refused:
    return _refused(f"这个 Word 文件里有{what}，为安全起见没有打开", "请在 WPS 或 Word 里把它删掉，另存后再拿来", "docx_foreign")


def _relations(parts: Mapping[str, bytes]) -> None:
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in parts):
        raise _foreign("宏")
    if any(name.lower().startswith(("word/embeddings/", "word/activex/")) for name in parts):
        raise _foreign(_FOREIGN["oleobject"])
    if any("macroenabled" in said.get("ContentType", "").lower() for _tag, said in _elements(parts[_TYPES])):
        raise _foreign("宏")
    main = ""
    for name, content in parts.items():
        if not name.lower().endswith(".rels"):
            continue
        for tag, said in _elements(content):
            kind = said.get("Type", "").rpartition("/")[2]
            if tag != "Relationship":
                continue
            if kind.lower() in _FOREIGN:
                raise _foreign(_FOREIGN[kind.lower()])
            if said.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
                raise _foreign(_outside(kind))
            if name == "_rels/.rels" and kind == "officeDocument":
                main = said.get("Target", "").lstrip("/")
    if main != MAIN:
        raise _refused("这个 Word 文件的写法不常见，没有打开", _RESAVE, "docx_odd")


def _elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element of a part that was looked through: name and attributes, character references resolved."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, said: found.append((tag.rpartition(" ")[2], dict(said)))
    parser.Parse(content, True)
    return found


def _outside(kind: str) -> str:
    return {"attachedTemplate": "外部的模板", "image": "外部的图片"}.get(kind, "指向外部的内容")
