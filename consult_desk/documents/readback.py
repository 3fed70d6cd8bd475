"""Reads a finished paper back: its text in the order it was drawn, and which facts it fails to say."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

_BFCHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SHOW = {"Tj", "TJ", "'", '"'}


def read_text(data: bytes) -> str:
    """All text of a PDF or Word file drawn by this program, in the order it was drawn.

    What belongs to the pages of a PDF (folios, watermark, repeated heads) comes last, after a form feed. Characters
    beyond U+FFFF come out whole. Raises what the reader raises for a damaged file.
    """
    return _pdf(data) if data[:5] == b"%PDF-" else _word(data)


def _pdf(data: bytes) -> str:
    from pikepdf import Pdf

    said: list[str] = []
    furniture: list[str] = []
    with Pdf.open(BytesIO(data)) as document:
        tables: dict[tuple[int, int], dict[int, str]] = {}
        for page in document.pages:
            for text, belongs_to_page in _page(page, tables):
                (furniture if belongs_to_page else said).append(text)
    return "\n".join([*said, "\f", *furniture])


def _page(page: Any, tables: dict[tuple[int, int], dict[int, str]]) -> Iterator[tuple[str, bool]]:
    from pikepdf import Name, parse_content_stream

    resources = page.obj.get(Name.Resources, {})
    faces = resources.get(Name.Font, {})
    table: dict[int, str] = {}
    marks: list[bool] = []
    for instruction in parse_content_stream(page):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "Tf":
            face = faces.get(str(operands[0]))
            key = face.objgen if face is not None else (0, 0)
            if key not in tables:
                tables[key] = _to_unicode(face)
            table = tables[key]
        elif name in ("BMC", "BDC"):
            marks.append(str(operands[0]) == "/Artifact")
        elif name == "EMC":
            marks[-1:] = []
        elif name in _SHOW:
            text = "".join(_decode(bytes(s), table) for s in _strings(operands))
            if text.strip():
                yield text, any(marks)


def _strings(operands: Any) -> Iterator[Any]:
    from pikepdf import Array, String

    for operand in operands:
        if isinstance(operand, Array):
            yield from (one for one in operand if isinstance(one, String))
        elif isinstance(operand, String):
            yield operand


def _decode(raw: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(byte, "\ufffd") for byte in raw)


def _to_unicode(face: Any) -> dict[int, str]:
    from pikepdf import Name

    if face is None or Name.ToUnicode not in face:
        return {}
    cmap = face.ToUnicode.read_bytes()
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, words in _BFCHAR.findall(block):
            found[int(code, 16)] = bytes.fromhex(words.decode()).decode("utf-16-be", "replace")
    return found


def _word(data: bytes) -> str:
    from docx import Document

    document = Document(BytesIO(data))
    parts: list[Any] = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
        parts += [section.even_page_header._element, section.even_page_footer._element]
    names = {"t", "tab", "br", "p"}
    lines: list[str] = []
    for part in parts:
        for element in part.iter():
            name = str(element.tag).rpartition("}")[2]
            if name in names:
                lines.append(element.text or "" if name == "t" else "\n")
    return "".join(lines)


def squeezed(text: str) -> str:
    """Text without any white space: lines are broken on paper where the facts do not break."""
    return "".join(text.split())


def compare(said: Sequence[str], data: bytes) -> tuple[str, ...]:
    """The strings that cannot be found in a paper, white space aside; () when it says everything."""
    text = squeezed(read_text(data))
    return tuple(one for one in said if squeezed(one) not in text)
