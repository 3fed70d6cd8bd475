"""Hostile Word files are refused with one sentence before any reader opens them; sound ones go through."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable

import pytest

from consult_desk.base.errors import Refused
from consult_desk.documents.docx_guard import MAIN, open_docx

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
PARTS = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS}


def document(inside: str = "<w:p><w:r><w:t>村务</w:t></w:r></w:p>", head: str = "") -> str:
    """The main part with this body."""
    return f'{head}<w:document xmlns:w="{WORD}"><w:body>{inside}</w:body></w:document>'


def packed(*, main: str | bytes | None = None, **more: str | bytes) -> bytes:
    """A Word file of the usual parts, with this main part and more by name."""
    return packed_of({**PARTS, MAIN: main if main is not None else document(), **more})


def packed_of(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(kind: str, target: str, mode: str = 'TargetMode="External"') -> str:
    return RELS.replace("officeDocument\" Target=\"word/document.xml\"", f'{kind}" Target="{target}" {mode}')


def twins() -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, content in (*PARTS.items(), (MAIN, document()), (MAIN, document("<w:p/>"))):
            archive.writestr(name, content)
    return buffer.getvalue()


def link() -> bytes:
    buffer = io.BytesIO(packed())
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo("word/media/link.png")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/hosts")
    return buffer.getvalue()


def lying_size() -> bytes:
    """The directory says 10 bytes, the stream holds more."""
    data = bytearray(packed())
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


def locked() -> bytes:
    data = bytearray(packed())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        struct.pack_into("<H", data, at + place, 1)
    return bytes(data)


def broken_stream() -> bytes:
    data = bytearray(packed())
    start = data.find(b"PK\x03\x04") + 30 + len("[Content_Types].xml")
    data[start : start + 8] = b"\xff" * 8
    return bytes(data)


LAUGHS = '<!DOCTYPE d [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDE</w:instrText></w:r>'
    '<w:r><w:instrText>PICTURE "http://192.0.2.1/x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "doctype": (lambda: packed(main=document(head='<!DOCTYPE d SYSTEM "file:///etc/passwd">')), "docx_doctype"),
    "laughs": (lambda: packed(main=document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", head=LAUGHS)), "docx_doctype"),
    "doctype in a part of another name": (
        lambda: packed(**{"word/media/p.png": f"<!-- -->{LAUGHS}<d>&b;</d>"}), "docx_doctype",
    ),
    "utf-16": (lambda: packed(main=document(head="\ufeff").encode("utf-16")), "docx_doctype"),
    "utf-7": (lambda: packed(main=document(head='<?xml version="1.0" encoding="UTF-7"?>')), "docx_odd"),
    "two million paragraphs": (lambda: packed(main=document("<w:p/>" * 2_000_000)), "docx_bomb"),
    "a part of 25 MB": (lambda: packed(**{"word/media/a.bin": bytes(range(256)) * 100_000}), "docx_bomb"),
    "a part that unpacks 1000 times": (lambda: packed(**{"word/media/a.bin": b"\0" * 5_000_000}), "docx_bomb"),
    "too many parts": (lambda: packed(**{f"word/media/{n}.png": "x" for n in range(2_100)}), "docx_bomb"),
    "too deep": (lambda: packed(main=document("<w:p>" * 300 + "</w:p>" * 300)), "docx_bomb"),
    "truncated": (lambda: packed()[:-200], "docx_damaged"),
    "no zip at all": (lambda: b"PK" + b"\x07" * 500, "docx_damaged"),
    "empty": (lambda: b"", "not_docx"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not_docx"),
    "a .doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "docx_old"),
    "a zip without a document": (lambda: packed_of({"readme.txt": "hello"}), "not_docx"),
    "broken stream": (broken_stream, "docx_damaged"),
    "lying size": (lying_size, "docx_damaged"),
    "encrypted member": (locked, "docx_locked"),
    "not well-formed": (lambda: packed(main=document("<w:p>")), "docx_damaged"),
    "twins": (twins, "docx_twins"),
    "twins but for case": (lambda: packed(**{"WORD/Document.xml": document()}), "docx_twins"),
    "path upwards": (lambda: packed(**{"../../x": "x"}), "docx_path"),
    "absolute path": (lambda: packed(**{"/etc/x": "x"}), "docx_path"),
    "drive": (lambda: packed(**{"C:/x": "x"}), "docx_path"),
    "backslash": (lambda: packed(**{"..\\x": "x"}), "docx_path"),
    "link": (link, "docx_path"),
    "external template": (
        lambda: packed(**{"word/_rels/settings.xml.rels": relations("attachedTemplate", "http://192.0.2.1/t.dotm")}),
        "docx_foreign",
    ),
    "external picture": (
        lambda: packed(**{"word/_rels/document.xml.rels": relations("image", "file:///etc/passwd")}), "docx_foreign",
    ),
    "external spelt with references": (
        lambda: packed(
            **{"word/_rels/document.xml.rels": relations("image", "x", 'TargetMode="&#69;xternal"')}
        ), "docx_foreign",
    ),
    "altChunk": (lambda: packed(main=document('<w:altChunk xmlns:r="x" r:id="r1"/>')), "docx_foreign"),
    "altChunk by relation": (
        lambda: packed(**{"word/_rels/document.xml.rels": relations("aFChunk", "a.html", "")}), "docx_foreign",
    ),
    "object": (lambda: packed(main=document("<w:p><w:r><w:object/></w:r></w:p>")), "docx_foreign"),
    "embedded file": (lambda: packed(**{"word/embeddings/oleObject1.bin": b"x"}), "docx_foreign"),
    "macros": (lambda: packed(**{"word/vbaProject.bin": b"x"}), "docx_foreign"),
    "macro type": (
        lambda: packed(**{"[Content_Types].xml": TYPES.replace("document.main+xml", "document.macroEnabled.main+xml")}),
        "docx_foreign",
    ),
    "field that fetches": (lambda: packed(main=document(FIELD)), "docx_foreign"),
    "simple field that runs": (
        lambda: packed(main=document('<w:p><w:fldSimple w:instr=" DDEAUTO c:\\\\cmd.exe "/></w:p>')), "docx_foreign",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_word_files_are_refused(name: str) -> None:
    make, code = HOSTILE[name]
    with pytest.raises(Refused) as caught:
        open_docx(make())
    (obstacle,) = caught.value.obstacles
    assert obstacle.code == code and obstacle.words and obstacle.fix


def test_a_sound_file_goes_through_with_links_and_page_numbers() -> None:
    page = '<w:p><w:fldSimple w:instr=" PAGE "/></w:p><w:p><w:r><w:t>3&lt;5 &amp; 张三</w:t></w:r></w:p>'
    linked = relations("hyperlink", "https://example.org")
    parts = open_docx(packed(main=document(page), **{"word/_rels/document.xml.rels": linked, "word/media/": b""}))
    assert MAIN in parts and "word/media/" not in parts and parts[MAIN].endswith(b"</w:document>")


def test_what_the_program_itself_writes_goes_through() -> None:
    from docx import Document

    buffer = io.BytesIO()
    made = Document()
    made.add_table(rows=400, cols=8)
    made.save(buffer)
    assert MAIN in open_docx(buffer.getvalue())


def test_every_cut_of_a_file_is_refused_or_whole() -> None:
    """No truncation ends otherwise than in one sentence."""
    whole = packed()
    for end in range(0, len(whole), 37):
        with pytest.raises(Refused):
            open_docx(whole[:end])
