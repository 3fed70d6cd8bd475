"""Edited Word is never overwritten and comes back as a version; what cannot be taken in is refused and listed."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from consult_desk import actions as act
from consult_desk.base.errors import Refused
from consult_desk.documents.docx_guard import MAIN, open_docx
from consult_desk.documents.returned_word import code_of, said_in, unresolved, with_code
from consult_desk.sample.guide import PASSPHRASE, Guide
from consult_desk.views.journal import check_home
from consult_desk.views.paper_copies import paper_copy
from consult_desk.views.papers import paper_page, papers
from consult_desk.views.returning import returned_word, whose_word
from tests.documents.test_docx_hostile import HOSTILE, packed
from tests.journeys.hamlet import matter, reach, refused

REASON = "补写水泥标号"
ADDED = "水泥标号为C30，由村务监督委员会现场抽检。"


@pytest.fixture
def paper(guide: Guide) -> int:
    """An unsigned resolution notice."""
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    return guide.issue("resolution", found, sign=False)


def word(guide: Guide, paper: int) -> bytes:
    return guide.desk.ask(paper_copy, paper, form="docx").data


def edited(data: bytes, change: Callable[[Any], object] | None = None) -> bytes:
    """The file after somebody worked on it, with that person's name in its properties."""
    document = Document(io.BytesIO(data))
    document.core_properties.author = document.core_properties.last_modified_by = "王文书"
    if change is None:
        document.add_paragraph(ADDED)
    else:
        change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def take(guide: Guide, data: bytes, paper: int | None = None, reason: str = REASON) -> int:
    return int(guide.desk.do(act.returning.take_back_word, data, reason, paper).result)


def test_an_edited_file_comes_back_as_the_next_version(guide: Guide, paper: int) -> None:
    before = guide.desk.ask(paper_page, paper)
    brought = edited(word(guide, paper))
    seen = guide.desk.ask(returned_word, brought)
    assert seen.paper == paper and not seen.obstacles and (seen.gone, seen.new) == (0, len(ADDED)) and seen.next_version == 2
    assert any(p.kind == "new" and "C30" in p.text for p in seen.pieces)
    version = take(guide, brought)
    view = guide.desk.ask(paper_page, version)
    assert (view.version, view.form, view.supersedes, view.correction) == (2, "docx", paper, REASON)
    assert view.number == before.number and view.facts["matter"] == before.facts["matter"]
    assert "水泥标号为C30" in said_in(open_docx(view.data))
    old = guide.desk.ask(paper_page, paper)
    assert old.superseded_by == version and old.data == before.data and old.facts == before.facts
    assert guide.desk.ask(check_home).good


def test_what_is_kept_names_nobody_and_finds_home_again(guide: Guide, paper: int) -> None:
    first = take(guide, edited(word(guide, paper)))
    kept = guide.desk.ask(paper_copy, first).data
    assert not any("王文书".encode() in part for part in open_docx(kept).values())
    assert guide.desk.ask(whose_word, kept) == first
    again = take(guide, edited(kept, lambda d: d.add_paragraph("再补一句。")))
    view = guide.desk.ask(paper_page, again)
    assert view.version == 3 and view.supersedes == first
    assert {r.version for r in guide.desk.ask(papers).rows if r.kind == "resolution"} == {1, 2, 3}


def test_a_copy_that_is_marked_is_none_to_take_back(guide: Guide, paper: int) -> None:
    """An internal copy holds what must not hang; it cannot become the paper that hangs."""
    inside = guide.desk.ask(paper_copy, paper, "internal", "docx").data
    refused(guide, lambda: take(guide, edited(inside)), "marked_copy")


def test_what_is_nobodys_business_cannot_come_into_a_notice_by_hand(guide: Guide, paper: int) -> None:
    personal = edited(word(guide, paper), lambda d: d.add_paragraph("联系人张三，手机13912345678，低保户。"))
    found = refused(guide, lambda: take(guide, personal), "personal_in_word")
    assert len(found) == 2 and "13912345678" not in "".join(one.sentence() for one in found)
    hidden = edited(word(guide, paper), lambda d: d.add_paragraph("联系人张三，手机139****5678。"))
    assert guide.desk.ask(paper_page, take(guide, hidden)).version == 2


def test_only_the_type_was_changed(guide: Guide, paper: int) -> None:
    def larger(document: Any) -> None:
        for run in document.paragraphs[-1].runs:
            run.font.size = Pt(22)

    brought = edited(word(guide, paper), larger)
    seen = guide.desk.ask(returned_word, brought)
    assert (seen.gone, seen.new) == (0, 0) and not seen.obstacles
    assert guide.desk.ask(paper_page, take(guide, brought)).version == 2


def test_an_edited_version_can_be_looked_at_but_not_signed_or_drawn_anew(guide: Guide, paper: int) -> None:
    version = take(guide, edited(word(guide, paper)))
    shown = guide.desk.ask(paper_copy, version, form="pdf").data
    from consult_desk.documents.readback import read_text

    assert shown.startswith(b"%PDF") and "水泥标号为C30" in "".join(read_text(shown).split())
    view = guide.desk.ask(paper_page, version)
    assert view.forms == ("docx", "pdf") and [key for key, _title in view.copies] == ["issued"]
    refused(guide, lambda: guide.desk.ask(paper_copy, version, copy="internal"), "no_copy")
    sign = {"role": "issuer", "passphrase": PASSPHRASE}
    refused(guide, lambda: guide.desk.do(act.signing.sign_paper, version, **sign), "not_pdf")
    refused(guide, lambda: guide.desk.do(act.signing.sign_paper, paper, **sign), "superseded")


def test_issuing_again_over_an_edited_version_asks(guide: Guide, paper: int) -> None:
    take(guide, edited(word(guide, paper)))
    subject = guide.desk.ask(paper_page, paper).subject_id
    issue = {"kind": "resolution", "subject_id": subject, "correction": "按记录重新出一版"}
    refused(guide, lambda: guide.desk.do(act.papers.issue_paper, **issue), "edited_before")
    newer = guide.desk.do(act.papers.issue_paper, **issue, over_edited=True).result
    assert guide.desk.ask(paper_page, newer).version == 3 and guide.desk.ask(paper_page, newer).form == "pdf"


def test_what_is_not_this_papers_is_refused(guide: Guide, paper: int) -> None:
    notice = guide.issue("meeting_notice", 4, sign=False)
    brought = edited(word(guide, paper))
    refused(guide, lambda: take(guide, brought, notice), "other_paper")
    refused(guide, lambda: take(guide, word(guide, paper)), "unchanged")
    refused(guide, lambda: take(guide, brought, reason="改"), "reason")
    refused(guide, lambda: take(guide, brought, 99), "unknown_paper")
    stranger = edited(with_code(word(guide, paper), "CD1.000000.M1.RESOLUTION.1"))
    assert guide.desk.ask(whose_word, stranger) is None and guide.desk.ask(whose_word, b"nothing") is None
    refused(guide, lambda: take(guide, stranger), "whose_word")
    take(guide, brought)
    refused(guide, lambda: take(guide, edited(brought)), "old_version")
    refused(guide, lambda: take(guide, edited(word(guide, paper), _empty), paper), "old_version", "empty_word")


def _empty(document: Any) -> None:
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)


def _run(document: Any, inside: str) -> None:
    document.paragraphs[-1]._p.append(parse_xml(inside.replace(">", f" {nsdecls('w')}>", 1)))


def _white(document: Any) -> None:
    document.add_paragraph().add_run("看不见").font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)


def _hidden_by_style(document: Any) -> None:
    style = document.styles.add_style("暗", 1)
    style.font.hidden = True
    document.add_paragraph("藏着的话", style=style)


LEFT: dict[str, tuple[Callable[[Any], object], str]] = {
    "inserted": (lambda d: _run(d, '<w:ins w:id="1" w:author="王"><w:r><w:t>加的</w:t></w:r></w:ins>'), "修订标记 1 处"),
    "deleted": (lambda d: _run(d, '<w:del w:id="1" w:author="王"><w:r><w:delText>删的</w:delText></w:r></w:del>'), "修订标记 1 处"),
    "comment": (lambda d: d.add_comment(d.paragraphs[0].runs, "这句再想想", "王"), "批注 1 处"),
    "hidden": (lambda d: setattr(d.add_paragraph().add_run("藏").font, "hidden", True), "隐藏的文字 1 处"),
    "hidden by style": (_hidden_by_style, "隐藏的文字 1 处"),
    "white": (_white, "白色的文字 1 处"),
    "tiny": (lambda d: setattr(d.add_paragraph().add_run("小").font, "size", Pt(1)), "小得看不见的文字 1 处"),
    "field": (lambda d: _run(d, '<w:fldSimple w:instr=" DATE "><w:r><w:t>今天</w:t></w:r></w:fldSimple>'), "域"),
    "text box": (
        lambda d: _run(d, "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"),
        "文本框 1 处",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_what_must_be_resolved_is_listed(name: str) -> None:
    change, words = LEFT[name]
    plain = Document()
    plain.add_paragraph("正文").add_run("。")
    buffer = io.BytesIO()
    plain.save(buffer)
    assert not unresolved(open_docx(buffer.getvalue()))
    assert words in "，".join(unresolved(open_docx(edited(buffer.getvalue(), change))))


def test_foot_and_endnotes_are_listed() -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r>'
        "<w:t>注一</w:t></w:r></w:p></w:footnote><w:footnote w:id=\"0\"><w:p/></w:footnote></w:footnotes>"
    )
    ends = notes.replace("footnote", "endnote")
    found = unresolved(open_docx(packed(**{"word/footnotes.xml": notes, "word/endnotes.xml": ends})))
    assert found == ("脚注 1 处", "尾注 1 处")


def test_tracked_changes_and_hostile_files_change_nothing(guide: Guide, paper: int) -> None:
    refused(guide, lambda: take(guide, edited(word(guide, paper), LEFT["inserted"][0])), "unresolved")
    refused(guide, lambda: take(guide, edited(word(guide, paper), LEFT["comment"][0])), "unresolved")
    refused(guide, lambda: take(guide, edited(word(guide, paper), _empty)), "empty_word")
    for make, code in HOSTILE.values():
        with pytest.raises(Refused) as caught:
            guide.desk.do(act.returning.take_back_word, make(), REASON, paper)
        assert caught.value.obstacles[0].code == code
    assert guide.desk.ask(papers).total == 1


def test_a_file_from_the_disk_is_read_and_left_alone(guide: Guide, paper: int, tmp_path: Path) -> None:
    path = tmp_path / "改过的.docx"
    path.write_bytes(edited(word(guide, paper)))
    before = path.read_bytes()
    assert guide.desk.ask(whose_word, path) == paper
    guide.desk.do(act.returning.take_back_word, path, REASON)
    assert path.read_bytes() == before


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_another_program_keeps_the_code(guide: Guide, paper: int, tmp_path: Path) -> None:
    """The code survives when LibreOffice saves the file anew, and the words are the same."""
    source = tmp_path / "a.docx"
    source.write_bytes(word(guide, paper))
    run = ["soffice", f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}", "--headless", "--convert-to", "docx", "--outdir",
           str(tmp_path / "out"), str(source)]  # fmt: skip
    subprocess.run(run, check=True, capture_output=True, timeout=120)
    brought = (tmp_path / "out" / "a.docx").read_bytes()
    assert guide.desk.ask(whose_word, brought) == paper
    seen = guide.desk.ask(returned_word, brought)
    assert (seen.gone, seen.new) == (0, 0) and not seen.obstacles


def test_the_code_stands_in_properties_or_words() -> None:
    stem = "CD1.7F3A2C.M12.RESOLUTION.1"
    parts = open_docx(packed(main=open_docx(packed())[MAIN].replace("村务".encode(), f"编码 {stem}.1.3".encode())))
    found = code_of(parts)
    assert found is not None and found.stem == stem
    assert code_of(open_docx(with_code(packed(), stem))) == found
    two = open_docx(packed())[MAIN].replace("村务".encode(), f"{stem} {stem[:-1]}2".encode())
    assert code_of(open_docx(packed(main=two))) is None and code_of(open_docx(packed())) is None


# ------------------------------------------------------------------ saving


def save(guide: Guide, paper: int, path: Path, **more: Any) -> Path:
    return Path(guide.desk.do(act.papers.save_paper, paper, str(path), **more).result)


def test_a_file_edited_since_is_never_written_over(guide: Guide, paper: int, tmp_path: Path) -> None:
    path = tmp_path / "公告.docx"
    save(guide, paper, path, form="docx")
    save(guide, paper, path, form="docx")  # the same again
    save(guide, paper, path, form="docx", copy="internal")  # another copy over what we wrote ourselves
    mine = edited(path.read_bytes())
    path.write_bytes(mine)
    for copy in ("issued", "internal"):
        refused(guide, lambda copy=copy: save(guide, paper, path, form="docx", copy=copy), "edited_file")
    with pytest.raises(Refused, match=r"公告 第2份\.docx"):
        save(guide, paper, path, form="docx")
    second = save(guide, paper, path, form="docx", beside=True)
    third = save(guide, paper, path, form="docx", beside=True)
    assert (second.name, third.name) == ("公告 第2份.docx", "公告 第3份.docx") and path.read_bytes() == mine


def test_versions_and_strangers(guide: Guide, paper: int, tmp_path: Path) -> None:
    """An older version we wrote is written over; a stranger's file, a folder, a changed PDF are not."""
    path, pdf = tmp_path / "公告.docx", tmp_path / "公告.pdf"
    save(guide, paper, path, form="docx")
    save(guide, paper, pdf)
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    refused(guide, lambda: save(guide, paper, pdf), "edited_file")
    version = take(guide, edited(word(guide, paper)))
    assert save(guide, version, path) == path.resolve()
    path.write_bytes(b"shopping list")
    refused(guide, lambda: save(guide, version, path), "edited_file")
    (tmp_path / "夹.docx").mkdir()
    refused(guide, lambda: save(guide, version, tmp_path / "夹.docx"), "edited_file")
    assert path.read_bytes() == b"shopping list"


def test_a_place_that_takes_no_file_is_refused(guide: Guide, paper: int, tmp_path: Path) -> None:
    """A Chinese name of more than 85 characters does not fit on most disks."""
    (tmp_path / "绕.docx").symlink_to(tmp_path / "绕.docx")
    for path in (tmp_path / ("长" * 90 + ".docx"), tmp_path / "绕.docx", Path("/")):
        refused(guide, lambda path=path: save(guide, paper, path, form="docx"), "file_place")
        refused(guide, lambda path=path: guide.desk.do(act.templates.save_example_template, "minutes", str(path)), "file_place")
