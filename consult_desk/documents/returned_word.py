"""A Word file that went out, was edited and came back: whose it is, what it says, what in it must be resolved first."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from consult_desk.documents.docx_guard import MAIN, open_docx, pack_docx
from consult_desk.documents.form_code import FormCode
from consult_desk.documents.imprint import Imprint

PROPERTY = "ConsultDeskCode"
_CUSTOM = "docProps/custom.xml"
_CORE = "docProps/core.xml"
_BLANK_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_BLANK_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_TYPES, _RELS = "[Content_Types].xml", "_rels/.rels"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CODE = re.compile(r"CD1\.[0-9A-F]{6}\.[MGOPAVC][1-9][0-9]{0,8}\.[A-Z][A-Z0-9-]{1,39}\.[1-9][0-9]{0,3}")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TRACKED = {
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange",
    "tblGridChange", "cellIns", "cellDel", "cellMerge", "numberingChange", "tblPrExChange",
}  # fmt: skip
# Fields whose result Word works out from the document alone and that our own papers have.
_HARMLESS = re.compile(r"^\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION)\b", re.IGNORECASE)
_TINY = 8  # half-points: 4 pt


def _custom(stem: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
        f'fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{PROPERTY}"><vt:lpwstr>{escape(stem)}</vt:lpwstr>'
        "</property></Properties>"
    ).encode()


def with_code(data: bytes, stem: str) -> bytes:
    """A Word file of ours that carries the form code of its paper, so that it finds its way home."""
    parts = open_docx(data)
    if _CUSTOM not in parts:
        override = f'<Override PartName="/{_CUSTOM}" ContentType="{_CUSTOM_TYPE}"/>'
        relation = f'<Relationship Id="rIdConsultDesk" Type="{_CUSTOM_REL}" Target="{_CUSTOM}"/>'
        parts[_TYPES] = _added(parts[_TYPES], "Types", override)
        parts[_RELS] = _added(parts[_RELS], "Relationships", relation)
    parts[_CUSTOM] = _custom(stem)
    return pack_docx(parts)


def settled(parts: Mapping[str, bytes], stem: str) -> bytes:
    """A Word file that came back, as it is kept: with the code of its new version, without anybody's name in it."""
    kept = {name: content for name, content in parts.items() if name not in (_CUSTOM, "docProps/app.xml", _CORE)}
    if "docProps/app.xml" in parts:
        kept["docProps/app.xml"] = _BLANK_APP
    if _CORE in parts:
        kept[_CORE] = _BLANK_CORE
    for name in ("word/people.xml",):
        if name in kept:
            kept[name] = re.sub(rb'(\bw15:(?:author|userId|providerId)=")[^"]*', rb"\1", kept[name])
    if _CUSTOM in parts:  # declared already, by us or by another program
        kept[_CUSTOM] = _custom(stem)
        return pack_docx(kept)
    return with_code(pack_docx(kept), stem)


def text_paper(imprint: Imprint, title: str, text: str) -> bytes:
    """The words of an edited Word file as PDF, to look at: its own layout is only in Word."""
    from consult_desk.documents.pdf_page import PdfPage

    page = PdfPage(replace(imprint, head="", head_size=0, heading="", signers=(), wording=()))
    page.title(title)
    page.note("这是手工改过的 Word 文件里的文字，只供查看；版式以 Word 为准，要打印请用 Word 打开。")
    for line in text.split("\n"):
        if line.strip():
            page.paragraph(line.replace("\t", "　"))
    return page.finish(title)


def _added(part: bytes, name: str, element: str) -> bytes:
    end = f"</{name}>".encode()
    if part.rstrip().endswith(end):
        head = part[: part.rindex(end)]
        return head + element.encode() + end
    return part  # another prefix or an empty element: the file goes without


def code_of(parts: Mapping[str, bytes]) -> FormCode | None:
    """The form code that a Word file carries in its properties, or else in its words; None for none or several."""
    for texts in (parts.get(_CUSTOM, b"").decode("utf-8", "replace"), said_in(parts)):
        found = set(_CODE.findall(texts))
        if len(found) == 1:
            return FormCode.parse(found.pop())
    return None


def said_in(parts: Mapping[str, bytes]) -> str:
    """What a Word file says: the body, then heads and feet; what is deleted or a field's code is not said."""
    texts = [body_of(parts)]
    for name in sorted(parts):
        if re.fullmatch(r"word/(header|footer)[0-9]*\.xml", name):
            texts.append(_text(parts[name]))
    return "\n".join(filter(None, (text.strip("\n") for text in texts)))


def body_of(parts: Mapping[str, bytes]) -> str:
    """What the body alone says."""
    return _text(parts[MAIN])


def _text(part: bytes) -> str:
    said: list[str] = []
    root = _root(part)
    counted = {t for one in root.iter(f"{_W}fldSimple") if _page_number(one.get(f"{_W}instr", "")) for t in one.iter(f"{_W}t")}
    code: list[str] | None = None  # of a page number: which one it shows was worked out by a program
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name == "fldChar":
            kind = element.get(f"{_W}fldCharType")
            code = [] if kind == "begin" else None if kind == "end" else code
        elif name == "instrText" and code is not None:
            code.append(element.text or "")
        elif name == "t" and element.tag.startswith(_W):
            if element not in counted and not (code is not None and _page_number("".join(code))):
                said.append(element.text or "")
        elif name in ("tab", "ptab") and element.getparent().tag == f"{_W}r":
            said.append("\t")
        elif name in ("br", "cr", "p"):
            said.append("\n")
    lines = [line.rstrip() for line in "".join(said).split("\n")]
    return re.sub(r"\n{2,}", "\n", "\n".join(lines))


def _page_number(code: str) -> bool:
    return _HARMLESS.match(code) is not None


def _root(part: bytes) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(part)


# -------------------------------------------------------------- what must be resolved


def unresolved(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """What stands in a Word file that cannot be taken in as plain text, each in words with how often; () for nothing.

    Tracked changes, comments, hidden, white or tiny text, text boxes, foot- and endnotes, fields: never lost and
    never shown in silence.
    """
    roots = [_root(parts[MAIN])]
    roots += [_root(parts[name]) for name in sorted(parts) if re.fullmatch(r"word/(header|footer)[0-9]*\.xml", name)]
    hidden_styles = _hidden_styles(parts)
    counts = {
        "修订标记": _count(roots, lambda one: _name(one) in _TRACKED),
        "批注": _comments(parts),
        "隐藏的文字": _count(roots, lambda one: _hidden(one, hidden_styles)),
        "白色的文字": _count(roots, _white),
        "小得看不见的文字": _count(roots, _tiny),
        "文本框": _count(roots, lambda one: _name(one) == "txbxContent" and bool("".join(one.itertext()).strip())),
        "脚注": _notes(parts, "word/footnotes.xml", "footnote"),
        "尾注": _notes(parts, "word/endnotes.xml", "endnote"),
        "域（自动计算的内容）": _fields(roots),
    }
    return tuple(f"{name} {count} 处" for name, count in counts.items() if count)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if str(element.tag).startswith(_W) else ""


def _count(roots: list[Any], wanted: Any) -> int:
    return sum(1 for root in roots for one in root.iter() if wanted(one))


def _on(properties: Any, name: str) -> bool:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found is not None and found.get(f"{_W}val", "true").lower() not in ("0", "false", "off", "none")


def _shown(run: Any) -> bool:
    return any((one.text or "").strip() for one in run.iter(f"{_W}t"))


def _hidden(element: Any, styles: frozenset[str]) -> bool:
    if _name(element) != "r" or not _shown(element):
        return False
    properties = element.find(f"{_W}rPr")
    style = properties.find(f"{_W}rStyle") if properties is not None else None
    above = element.getparent().find(f"{_W}pPr/{_W}pStyle") if _name(element.getparent()) == "p" else None
    used = {one.get(f"{_W}val") for one in (style, above) if one is not None}
    return _on(properties, "vanish") or _on(properties, "specVanish") or _on(properties, "webHidden") or bool(used & styles)


def _hidden_styles(parts: Mapping[str, bytes]) -> frozenset[str]:
    if "word/styles.xml" not in parts:
        return frozenset()
    styles = _root(parts["word/styles.xml"]).iter(f"{_W}style")
    return frozenset(one.get(f"{_W}styleId", "") for one in styles if _on(one.find(f"{_W}rPr"), "vanish"))


def _white(element: Any) -> bool:
    if _name(element) != "r" or not _shown(element):
        return False
    properties = element.find(f"{_W}rPr")
    colour = properties.find(f"{_W}color") if properties is not None else None
    value = colour.get(f"{_W}val", "") if colour is not None else ""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        return False
    return min(int(value[at : at + 2], 16) for at in (0, 2, 4)) >= 0xE8


def _tiny(element: Any) -> bool:
    if _name(element) != "r" or not _shown(element):
        return False
    size = element.find(f"{_W}rPr/{_W}sz")
    value = size.get(f"{_W}val", "") if size is not None else ""
    return value.isdigit() and int(value) < _TINY


def _comments(parts: Mapping[str, bytes]) -> int:
    if "word/comments.xml" not in parts:
        return 0
    return sum(1 for one in _root(parts["word/comments.xml"]).iter() if _name(one) == "comment")


def _notes(parts: Mapping[str, bytes], part: str, tag: str) -> int:
    if part not in parts:
        return 0
    return sum(1 for one in _root(parts[part]).iter(f"{_W}{tag}") if "".join(t.text or "" for t in one.iter(f"{_W}t")).strip())


def _fields(roots: list[Any]) -> int:
    found = 0
    for root in roots:
        found += sum(1 for one in root.iter(f"{_W}fldSimple") if not _HARMLESS.match(one.get(f"{_W}instr", "")))
        code: list[str] | None = None
        for one in root.iter(f"{_W}fldChar", f"{_W}instrText"):
            if _name(one) == "instrText" and code is not None:
                code.append(one.text or "")
            elif one.get(f"{_W}fldCharType") == "begin":
                code = []
            elif code is not None:
                found += not _HARMLESS.match("".join(code))
                code = None
    return found
