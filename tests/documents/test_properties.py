"""What a file says about itself: its title and this program, nobody's name; and nothing hidden survives anywhere in it."""

import dataclasses
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pikepdf import Pdf, Stream

from consult_desk.documents import copies, readback
from consult_desk.documents.detector import OPEN_FIELDS
from consult_desk.documents.kind import PaperKind
from consult_desk.documents.paper import PAPERS
from tests.documents.sample_extremes import usual

PLANTED = ("110105 19491231 002X", "138.1234.5678", "6222 0212 3456 7890 128")
READABLE = ("11010519491231002X", "13812345678", "6222021234567890128")
FORMS = [pytest.param(kind, form, id=f"{kind.key}-{form}") for kind in PAPERS for form in kind.forms]


def properties(data: bytes) -> dict[str, str]:
    """What a file says about itself: name of the property and value, of those that say anything."""
    if data[:5] == b"%PDF-":
        with Pdf.open(BytesIO(data)) as document:
            said = {str(key): str(value) for key, value in document.docinfo.items()}
            xml = document.Root.Metadata.read_bytes().decode()
            return {**said, **dict(re.findall(r"<(pdf:\w+|xmp:\w+|dc:creator)>(.*?)</", xml, re.DOTALL))}
    found = {}
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("docProps/"):
                found |= dict(re.findall(r"<([\w:]+)(?: [^>]*)?>([^<]+)</", package.read(name).decode()))
    return found


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_a_file_says_its_title_and_this_program_and_nothing_else(kind: PaperKind, form: str) -> None:
    allowed = {
        "/Title", "/Producer", "pdf:Producer", "dc:title", "dcterms:created", "dcterms:modified", "cp:revision", "Application",
        # XlsxWriter writes these about the sheets themselves.
        "DocSecurity", "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "AppVersion", "vt:lpstr", "vt:i4",
    }  # fmt: skip
    said = properties(kind.draw(usual(kind), form))
    assert set(said) <= allowed
    assert said.get("/Producer", said.get("Application")) == ("Microsoft Excel" if form == "xlsx" else "Consult Desk")
    assert not {value for name, value in said.items() if name.startswith("dcterms")} - {"2000-01-01T00:00:00Z"}


def planted(value: Any, words: str) -> Any:
    """The facts with a number of a person at the end of every text that a person may have typed."""
    if isinstance(value, str):
        return f"{value}，{words}" if value else value
    if isinstance(value, tuple):
        return tuple(planted(one, words) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value) if field.name not in OPEN_FIELDS]
        return replace(value, **{name: planted(getattr(value, name), words) for name in names})
    return value


def everything_in(data: bytes) -> str:
    """All text of a file without blanks: what is read from its pages, its streams and objects, the parts of a package."""
    texts = []
    if data[:5] == b"%PDF-":
        texts.append(readback.read_text(data))
        with Pdf.open(BytesIO(data)) as document:
            for one in document.objects:
                texts.append(one.read_bytes().decode("latin-1") if isinstance(one, Stream) else repr(one))
    else:
        with zipfile.ZipFile(BytesIO(data)) as package:
            texts += [re.sub("<[^>]*>", "", package.read(name).decode("utf-8", "ignore")) for name in package.namelist()]
    return re.sub(r"[\s.]", "", "".join(texts))


@pytest.mark.parametrize("words", PLANTED)
@pytest.mark.parametrize(("kind", "form"), [one for one in FORMS if one.values[0].posted])  # type: ignore[union-attr]
def test_nothing_planted_is_left_anywhere_in_what_hangs(kind: PaperKind, form: str, words: str) -> None:
    facts = planted(usual(kind), words)
    shown, _hidden = copies.posted_facts(kind.key, facts)
    number = READABLE[PLANTED.index(words)]
    assert number in everything_in(kind.draw(facts, form)), "the search must be able to find it"
    assert number not in everything_in(kind.draw(shown, form))
