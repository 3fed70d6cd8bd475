"""Reads a finished paper back as plain text, so that what it says can be compared with what it was to say."""

from collections.abc import Sequence
from io import BytesIO


def read_text(data: bytes) -> str:
    """All text of a PDF or Word file, page by page. Raises what the reader raises for a damaged file."""
    return _pdf(data) if data[:5] == b"%PDF-" else _docx(data)


def _pdf(data: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def _docx(data: bytes) -> str:
    from docx import Document

    document = Document(BytesIO(data))
    parts = [document.element.body, *(s.footer._element for s in document.sections)]
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
    """The strings that cannot be found in a paper, white space aside."""
    text = squeezed(read_text(data))
    return tuple(one for one in said if squeezed(one) not in text)
