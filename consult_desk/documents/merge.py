"""Fills a village's own Word template: {{事项名称}} or a MERGEFIELD, lists as repeated rows, every value literal."""

import copy
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.documents.docx_guard import open_docx, pack_docx

LIST = "list"
NUMBER = "序号"  # of the entry, in every repeated row
# What a field is: None for text, LIST for texts one below another, a tuple for rows with these columns.
Shape = str | tuple[str, ...] | None
Value = str | Sequence[str] | Sequence[Mapping[str, str]]

_FIELD = re.compile(r"[{｛]{2}\s*([#＃]?)\s*([^{}｛｝]{1,60}?)\s*[}｝]{2}")
_STRAY = re.compile(r"[{｛]{2}|[}｝]{2}")
_MERGEFIELD = re.compile(r'^\s*MERGEFIELD\s+(?:"([^"]{1,60})"|(\S{1,60}))', re.IGNORECASE)
_BLANK_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


@dataclass(frozen=True)
class Used:
    """One field as a template has it. mark: begins a repeated row; place: the words around it."""

    name: str
    mark: bool
    place: str


@dataclass(frozen=True)
class Checked:
    """What was found in a template: the fields it has, what is wrong with it, known fields it does not use, pictures."""

    used: tuple[Used, ...]
    faults: tuple[Obstacle, ...]
    unused: tuple[str, ...]
    pictures: int


def check_template(template: bytes, known: Mapping[str, Shape]) -> Checked:
    """Look a template through without filling it. known: every field with its shape. Raises Refused as open_docx does."""
    open_docx(template)
    document = _opened(template)
    used: list[Used] = []
    faults: list[Obstacle] = []
    for root in _roots(document):
        _unfold(root)
        for unit, paragraphs in _units(root):
            found = [one for p in paragraphs for one in _fields(p, faults)]
            used += found
            _judge(unit, found, known, faults)
    names = {one.name for one in used}
    pictures = sum(1 for root in _roots(document) for one in root.iter() if _tag(one) in ("blip", "imagedata"))
    return Checked(tuple(used), tuple(faults), tuple(name for name in known if name not in names), pictures)


def merge(template: bytes, values: Mapping[str, Value], known: Mapping[str, Shape]) -> bytes:
    """The template with its fields filled, as a Word file without anybody's name in its properties.

    values: for every known name a text, texts, or rows. Raises Refused naming every field the template misspells,
    with the known ones, and what open_docx refuses.
    """
    checked = check_template(template, known)
    if checked.faults:
        raise Refused(*checked.faults)
    document = _opened(template)
    for root in _roots(document):
        _unfold(root)
        work = [(p, scope) for unit in list(_units(root)) for p, scope in _repeated(*unit, values, known)]
        # Every paragraph is filled once: what a value says is never looked at again.
        for paragraph, scope in work:
            _fill(paragraph, scope, values)
    return _settled(document)


def _opened(template: bytes) -> Any:
    from docx import Document

    try:
        return Document(BytesIO(template))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        fix = "请用 WPS 或 Word 打开，另存为“Word 文档（*.docx）”，再拿来"
        raise Refused(Obstacle("这个 Word 文件打不开", fix, code="docx_odd")) from error


def _roots(document: Any) -> Iterator[Any]:
    """Body, heads and feet."""
    yield document.element.body
    for part in document.part.package.iter_parts():
        if str(part.partname).startswith(("/word/header", "/word/footer")) and hasattr(part, "element"):
            yield part.element


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


# ------------------------------------------------------------------ fields


def _unfold(root: Any) -> None:
    """MERGEFIELDs become {{name}} in the type of their result."""
    for simple in list(root.iter(_w("fldSimple"))):
        if found := _MERGEFIELD.match(simple.get(_w("instr"), "")):
            runs = list(simple.iter(_w("r")))
            simple.addprevious(_run(runs[0] if runs else None, found[1] or found[2]))
            simple.getparent().remove(simple)
    for paragraph in list(root.iter(_w("p"))):
        _unfold_runs(paragraph)


def _unfold_runs(paragraph: Any) -> None:
    """Fields that are cut into runs: begin, code, separate, result, end."""
    open_runs: list[Any] = []
    code, result, depth = "", None, 0
    separated = False
    for run in [r for r in paragraph.iter(_w("r")) if _owner(r) is paragraph]:
        kinds = [c.get(_w("fldCharType")) for c in run.iter(_w("fldChar"))]
        if "begin" in kinds:
            depth += 1
            if depth == 1:
                open_runs, code, result, separated = [], "", None, False
        if depth:
            open_runs.append(run)
            if depth == 1 and not separated:
                code += "".join(c.text or "" for c in run.iter(_w("instrText")))
            if separated and result is None and "end" not in kinds:
                result = run
            separated = separated or "separate" in kinds
        if "end" in kinds and depth:
            depth -= 1
            if depth == 0 and (found := _MERGEFIELD.match(code)):
                open_runs[0].addprevious(_run(result if result is not None else open_runs[0], found[1] or found[2]))
                for old in open_runs:
                    old.getparent().remove(old)


def _run(like: Any, name: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement("w:r")
    properties = like.find(_w("rPr")) if like is not None else None
    if properties is not None:
        made.append(copy.deepcopy(properties))
    text = OxmlElement("w:t")
    text.text = "{{" + name + "}}"
    made.append(text)
    return made


def _owner(element: Any) -> Any:
    """The paragraph an element stands in, not one around a text box."""
    above = element.getparent()
    while above is not None and _tag(above) != "p":
        above = above.getparent()
    return above


def _texts(paragraph: Any) -> list[Any]:
    return [t for t in paragraph.iter(_w("t")) if _owner(t) is paragraph]


def _said(paragraph: Any) -> str:
    return "".join(t.text or "" for t in _texts(paragraph))


def _fields(paragraph: Any, faults: list[Obstacle]) -> list[Used]:
    words = _said(paragraph)
    found = [Used(one[2], bool(one[1]), words[:60]) for one in _FIELD.finditer(words)]
    if stray := _STRAY.search(_FIELD.sub("", words)):
        words = f"“{words[:40]}”里有单独的“{stray[0]}”，不成一个字段"
        faults.append(Obstacle(words, "字段写成 {{事项名称}} 的样子，两边各两个大括号", code="field_broken"))
    return found


def _units(root: Any) -> list[tuple[Any, list[Any]]]:
    """What may be repeated: table rows that have a marked field, and every other paragraph by itself."""
    units: list[tuple[Any, list[Any]]] = []
    rows: set[Any] = set()
    for paragraph in root.iter(_w("p")):
        row = paragraph.getparent()
        while row is not None and _tag(row) != "tr":
            row = row.getparent()
        if row is None:
            units.append((paragraph, [paragraph]))
        elif row not in rows:
            within = list(row.iter(_w("p")))
            if any(one[1] for p in within for one in _FIELD.finditer(_said(p))):
                rows.add(row)
                units.append((row, within))
            else:
                units.append((paragraph, [paragraph]))
    return units


def _judge(unit: Any, found: Sequence[Used], known: Mapping[str, Shape], faults: list[Obstacle]) -> None:
    marks = list(dict.fromkeys(one.name for one in found if one.mark))
    lists = list(dict.fromkeys(one.name for one in found if not one.mark and known.get(one.name) == LIST))
    if len(marks) > 1 or (not marks and len(lists) > 1):
        words = f"“{found[0].place[:40]}”这一行同时有两个名单：{'、'.join(marks or lists)}"
        faults.append(Obstacle(words, "一行只能按一个名单重复，请分成两行", code="field_two_lists"))
    columns: set[str] = {NUMBER} if marks or lists else set()
    for name in marks:
        shape = known.get(name, "")
        columns |= set(shape) if isinstance(shape, tuple) else {name}
    for one in found:
        if one.mark and one.name in known and known[one.name] is None:
            fix = f"它只有一个值，请写成 {{{{{one.name}}}}}"
            faults.append(Obstacle(f"“{one.name}”不是名单，不能写 #", fix, code="field_not_list"))
        elif not one.mark and one.name not in columns and isinstance(known.get(one.name), tuple):
            fix = f"请在要重复的那一行写 {{{{#{one.name}}}}}，这一行里再写它的各栏：{'、'.join(known[one.name] or ())}"
            faults.append(Obstacle(f"“{one.name}”是名单，要占一行", fix, code="field_rows"))
        elif one.name not in known and one.name not in columns:
            faults.append(_unknown(one, sorted(columns), known))


def _unknown(one: Used, columns: Sequence[str], known: Mapping[str, Shape]) -> Obstacle:
    near = difflib.get_close_matches(one.name, [*columns, *known], 1, 0.4)
    guess = f"是不是“{near[0]}”？" if near else ""
    here = f"这一行还可以用：{'、'.join(columns)}。" if columns else ""
    return Obstacle(
        f"模板里的字段“{one.name}”不认识（在“{one.place[:40]}”）", f"{guess}{here}这种文书的字段有：{'、'.join(known)}",
        code="field_unknown",
    )  # fmt: skip


# ------------------------------------------------------------------ filling


def _repeated(
    unit: Any, paragraphs: Sequence[Any], values: Mapping[str, Value], known: Mapping[str, Shape]
) -> list[tuple[Any, Mapping[str, str]]]:
    """The paragraphs to fill, each with what is its own, after rows were repeated."""
    fields = [one for p in paragraphs for one in _FIELD.finditer(_said(p))]
    name = next((one[2] for one in fields if one[1]), "") or next((o[2] for o in fields if known.get(o[2]) == LIST), "")
    if not name:
        return [(p, {}) for p in paragraphs]
    entries = [one if isinstance(one, Mapping) else {name: one} for one in values[name]]
    copies = [_copied(unit) for _ in entries[1:]]
    if not entries:
        _remove(unit)
        return []
    for made in reversed(copies):
        unit.addnext(made)
    work: list[tuple[Any, Mapping[str, str]]] = []
    for number, (one, entry) in enumerate(zip((unit, *copies), entries, strict=True), 1):
        inside = [one] if _tag(one) == "p" else list(one.iter(_w("p")))
        work += [(p, {NUMBER: str(number), **entry}) for p in inside]
    return work


def _copied(unit: Any) -> Any:
    made = copy.deepcopy(unit)
    for one in made.iter():  # numbers by which Word knows a paragraph apart are not given twice
        for name in [n for n in one.attrib if str(n).endswith(("}paraId", "}textId"))]:
            del one.attrib[name]
    return made


def _remove(unit: Any) -> None:
    above = unit.getparent()
    alone = sum(1 for one in above if _tag(one) == _tag(unit)) == 1 or (_tag(above) == "tc" and unit.getnext() is None)
    if _tag(unit) == "tr" and alone:  # a table without rows is no table
        unit, above = above, above.getparent()
    elif _tag(unit) == "p" and (alone or unit.find(f"{_w('pPr')}/{_w('sectPr')}") is not None):
        for text in _texts(unit):  # a cell needs a paragraph, and a section its last one
            text.text = ""
        return
    above.remove(unit)


def _fill(paragraph: Any, scope: Mapping[str, str], values: Mapping[str, Value]) -> None:
    from consult_desk.documents.word import checked

    texts = _texts(paragraph)
    words = [t.text or "" for t in texts]
    for one in reversed(list(_FIELD.finditer("".join(words)))):
        value = "" if one[1] else scope[one[2]] if one[2] in scope else values[one[2]]
        _put(words, one.start(), one.end(), checked(str(value)))
    for text, said in zip(texts, words, strict=True):
        if said != (text.text or ""):
            _write(text, said)


def _put(words: list[str], start: int, end: int, value: str) -> None:
    """Put a value where a field stood, in the type of the run it begins in."""
    at, first = 0, True
    for number, part in enumerate(words):
        low, high = max(start - at, 0), min(end - at, len(part))
        at += len(part)
        if low < high:
            words[number] = part[:low] + (value if first else "") + part[high:]
            first = False


def _write(text: Any, said: str) -> None:
    from docx.oxml import OxmlElement

    space = "{http://www.w3.org/XML/1998/namespace}space"
    lines = said.split("\n")
    text.text = lines[0]
    text.set(space, "preserve")
    for line in reversed(lines[1:]):
        more = OxmlElement("w:t")
        more.text = line
        more.set(space, "preserve")
        text.addnext(more)
        text.addnext(OxmlElement("w:br"))


def _settled(document: Any) -> bytes:
    from consult_desk.documents.word import MADE

    properties = document.core_properties
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category", "title"):
        setattr(properties, name, "")
    properties.created, properties.modified, properties.last_printed = MADE, MADE, MADE
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":  # names of the company and the manager
            part._blob = _BLANK_PROPERTIES
    buffer = BytesIO()
    document.save(buffer)
    return pack_docx(open_docx(buffer.getvalue()))
