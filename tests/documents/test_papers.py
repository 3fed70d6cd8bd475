"""The papers: what they say, how they look, where the stamp goes, what is never on them."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pikepdf
import pytest
from PIL import Image

from consult_desk.base.errors import Refused, Trouble
from consult_desk.documents import gbt9704, pdfa, readback
from consult_desk.documents.paper import PAPERS, assert_readback, facts_from_json, facts_to_json, paper
from tests.documents import looks, sample_facts, sample_matters, sample_meetings

SAMPLES: dict[str, tuple[str, Callable[[], Any]]] = {
    "meeting_notice": ("meeting_notice", sample_facts.meeting_notice),
    "attendance_sheet": ("attendance_sheet", sample_facts.attendance_sheet),
    "resolution": ("resolution", sample_facts.resolution),
    "resolution_poor": ("resolution", sample_facts.poor_resolution),
    "result": ("result", sample_facts.result),
    "result_poor": ("result", sample_facts.poor_result),
    "meeting_notice_poor": ("meeting_notice", sample_facts.poor_meeting_notice),
    "minutes": ("minutes", sample_facts.minutes),
    "minutes_pdf": ("minutes_pdf", sample_facts.minutes),
    "signature_page": ("signature_page", sample_facts.signature_page),
    "objection_reply": ("objection_reply", sample_facts.objection_reply),
    "objection_reply_poor": ("objection_reply", sample_facts.poor_objection_reply),
    **sample_meetings.SAMPLES,
    **sample_matters.SAMPLES,
}
DRAWN = [name for name in SAMPLES if name != "minutes"]

HOSTILE = [
    "<b>张三</b>", '<img src="file:///etc/passwd">', '<img src="http://127.0.0.1:9/x.png">', '<a href="file:///etc">点此</a>',
    "<table>" * 40, "赞成<反对 & 3<5", "<para><br><!-- x --><unknown>&copy;", '<font color="white">白</font>',
    "<font color='[[[getattr(pow,\"__class__\")]]]'>", "'; DROP TABLE 表; --", "%s%n{0.__class__}${x}", r"\n\x00(a)\)",
    "AT&T", "A\u0301村",
]  # fmt: skip


def drawn(name: str) -> bytes:
    key, facts = SAMPLES[name]
    return paper(key).draw(facts())


@pytest.mark.parametrize("name", SAMPLES)
def test_every_fact_can_be_read_back(name: str) -> None:
    key, facts = SAMPLES[name]
    kind = paper(key)
    assert len(kind.said(facts())) > 8
    assert_readback(kind, facts(), kind.draw(facts()))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_facts_give_the_same_bytes(name: str) -> None:
    assert drawn(name) == drawn(name)


@pytest.mark.parametrize("name", SAMPLES)
def test_facts_go_through_json_unchanged(name: str) -> None:
    key, facts = SAMPLES[name]
    text = facts_to_json(facts())
    assert facts_from_json(paper(key), text) == facts()
    assert facts_to_json(facts_from_json(paper(key), text)) == text


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"imprint": 3}', "null"])
def test_damaged_facts_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="决议公告"):
        facts_from_json(paper("resolution"), text)


def test_facts_of_the_wrong_type_are_refused() -> None:
    text = facts_to_json(sample_facts.resolution()).replace('"yes":37', '"yes":true')
    with pytest.raises(Refused, match="决议公告"):
        facts_from_json(paper("resolution"), text)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    assert len({kind.key for kind in PAPERS}) == len(PAPERS)
    with pytest.raises(Refused, match="meeting_notice"):
        paper("certificate")


def test_a_paper_that_does_not_say_its_facts_is_trouble() -> None:
    facts = sample_facts.resolution()
    data = paper("resolution").draw(replace(facts, yes=36))
    with pytest.raises(Trouble, match="同意37票"):
        assert_readback(paper("resolution"), facts, data)


@pytest.mark.parametrize("name", DRAWN)
def test_looks_as_it_looked(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    picture = looks.sheet(looks.render(drawn(name), tmp_path))
    path = looks.GOLDEN / f"{name}.png"
    if request.config.getoption("--rewrite-golden"):
        looks.GOLDEN.mkdir(exist_ok=True)
        picture.save(path, optimize=True)
    with Image.open(path) as golden:
        assert golden.size == picture.size
        assert looks.difference(golden.convert("L"), picture) < 12


@pytest.mark.parametrize("name", DRAWN)
def test_another_program_copies_out_the_same_text(name: str, tmp_path: Path) -> None:
    data = drawn(name)
    (tmp_path / "paper.pdf").write_bytes(data)
    found = subprocess.run(
        ["pdftotext", "-raw", "paper.pdf", "-"], cwd=tmp_path, capture_output=True, check=True, timeout=60
    ).stdout.decode()
    assert sorted(readback.squeezed(found)) == sorted(readback.squeezed(readback.read_text(data)))


@pytest.mark.parametrize("name", DRAWN)
def test_no_page_is_empty_or_says_only_the_foot(name: str) -> None:
    with pikepdf.Pdf.open(BytesIO(drawn(name))) as document:
        for page in document.pages:
            shown = sum(str(one.operator) in ("Tj", "TJ") for one in pikepdf.parse_content_stream(page))
            assert shown > 12


@pytest.mark.parametrize("name", DRAWN)
def test_is_pdfa_without_names_dates_or_links_in_its_properties(name: str) -> None:
    data = drawn(name)
    assert pdfa.finish(data, title="x")
    with pikepdf.Pdf.open(BytesIO(data)) as document:
        assert set(document.trailer.Info.keys()) == {"/Title", "/Producer"}
        properties = str(document.trailer.Info.Title) + document.Root.Metadata.read_bytes().decode()
        assert not any(person in properties for person in ("张德福", "韩秀芝", "李䶮"))
        assert "/Annots" not in document.pages[0]
        assert "/XObject" not in document.pages[0].Resources


@pytest.mark.parametrize("name", DRAWN)
def test_passes_as_pdfa_2b(name: str, tmp_path: Path) -> None:
    from pikepdf import pdfa as validator

    (tmp_path / "a.pdf").write_bytes(drawn(name))
    assert validator.validate_written(tmp_path / "a.pdf", "2b").passed


@pytest.mark.parametrize(
    ("issuers", "words"),
    [
        (("青石村村民委员会",), "全体村民："), (("和平社区居民委员会",), "全体居民："),
        (("青石村股份经济合作社",), "全体成员："), (("青石村村民委员会", "青石村股份经济合作社"), "全体村民："),
    ],
)  # fmt: skip
def test_a_notice_addresses_those_it_concerns(issuers: tuple[str, ...], words: str) -> None:
    facts = replace(sample_facts.poor_resolution(), imprint=sample_facts.imprint(issuers=issuers))
    assert words in readback.read_text(paper("resolution").draw(facts))


def grid(data: bytes, folder: Path, page: int) -> list[tuple[float, float, str]]:
    (folder / "grid.pdf").write_bytes(data)
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "grid.pdf", "-"]
    text = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=60).stdout.decode()
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>(\S+?)</word>', text)
    return [(float(x), float(y), words) for x, y, _right, words in found]


def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    facts = replace(sample_facts.resolution(), resolution=("村" * 2000,))
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, words in grid(paper("resolution").draw(facts), tmp_path, 3):
        if "村村" in words:
            rows.setdefault(y, []).append((x, words))
    tops = sorted(rows)
    assert len(tops) == 22
    for one, following in pairwise(tops):
        assert (following - one) / gbt9704.MM == pytest.approx(225 / 22, abs=0.05)
    for row in rows.values():
        assert sum(len(words) for _x, words in row) == 28
        assert min(x for x, _words in row) / gbt9704.MM == pytest.approx(28, abs=0.05)


def test_the_stamp_has_45_empty_millimetres(tmp_path: Path) -> None:
    page = looks.render(drawn("resolution"), tmp_path, 72)[-1]
    inked = page.point([255 if value < 250 else 0 for value in range(256)])
    side = int(gbt9704.SEAL_AREA) - 4
    middles = [int(gbt9704.LEFT + gbt9704.WIDTH * share) for share in (0.25, 0.75)]
    for middle in middles:
        left = middle - side // 2
        free = [y for y in range(page.height - side) if inked.crop((left, y, left + side, y + side)).getbbox() is None]
        assert free
    assert readback.read_text(drawn("resolution")).count("（盖章处）") == 2


@pytest.mark.parametrize("name", DRAWN)
def test_every_page_has_its_number_outside(name: str) -> None:
    text = readback.read_text(drawn(name))
    said, furniture = (readback.squeezed(part) for part in text.split("\f"))
    with pikepdf.Pdf.open(BytesIO(drawn(name))) as document:
        count = len(document.pages)
    assert [f"—{n}—" in furniture for n in range(1, count + 1)] == [True] * count
    assert "—1—" not in said


def test_the_head_of_the_table_is_repeated_on_every_page(tmp_path: Path) -> None:
    data = drawn("attendance_sheet")
    with pikepdf.Pdf.open(BytesIO(data)) as document:
        assert len(document.pages) == 4
    for page in (1, 2, 3):
        assert "签名按手印" in "".join(words for _x, _y, words in grid(data, tmp_path, page))


def test_names_of_two_characters_are_spaced() -> None:
    from consult_desk.documents.page import stretched

    assert [stretched(n) for n in ("张三", "李䶮", "张德福", "Al", "张")] == ["张　三", "李　䶮", "张德福", "Al", "张"]


def test_only_practice_papers_are_marked_so() -> None:
    assert "练习" in readback.read_text(drawn("resolution_poor"))
    assert "练习" not in readback.read_text(drawn("resolution"))


def test_a_new_version_says_what_it_corrects_and_why() -> None:
    text = readback.squeezed(readback.read_text(drawn("result")))
    assert "（第2版，更正青石村公〔2026〕9号第1版：实际支出少计一笔检测费）" in text


def test_what_was_entered_late_is_printed() -> None:
    assert "补录说明：“党员大会审议”发生于2026年3月8日" in readback.squeezed(readback.read_text(drawn("resolution")))


def test_a_paper_not_yet_issued_has_no_check_code() -> None:
    facts = sample_facts.resolution()
    data = paper("resolution").draw(replace(facts, imprint=replace(facts.imprint, head="", head_size=0)))
    assert "核对码" not in readback.read_text(data)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_literally(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("urllib.request.urlopen", lambda *a, **_k: opened.append(str(a)))
    facts = replace(
        sample_facts.resolution(), matter=text, resolution=(text, text), places=(text,),
        channels=((text, text),), executor=text,
    )  # fmt: skip
    kind = paper("resolution")
    data = kind.draw(facts)
    assert_readback(kind, facts, data)
    assert readback.squeezed(readback.read_text(data)).count(readback.squeezed(text)) >= 7
    assert opened == []


def test_hostile_names_are_printed_literally_on_the_sheet_and_in_word() -> None:
    for text in HOSTILE:
        sheet = sample_facts.attendance_sheet(3)
        facts = replace(sheet, lines=tuple(replace(one, name=text, remark=text) for one in sheet.lines))
        assert_readback(paper("attendance_sheet"), facts, paper("attendance_sheet").draw(facts))
        minutes = replace(sample_facts.minutes(), chair=text, absent=(text,))
        assert_readback(paper("minutes"), minutes, paper("minutes").draw(minutes))


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x7f", "\ud800", "\u202e", "😀"])
def test_what_cannot_be_printed_is_refused_before_anything_is_drawn(char: str) -> None:
    facts = replace(sample_facts.resolution(), executor=f"张{char}三")
    with pytest.raises(Refused, match=f"U\\+{ord(char):04X}"):
        paper("resolution").draw(facts)


def test_doors_to_files_and_addresses_are_shut() -> None:
    drawn("resolution_poor")
    from reportlab import rl_config

    assert rl_config.trustedSchemes == []
    assert rl_config.trustedHosts == []


def test_a_text_of_20000_characters_keeps_every_one_of_them() -> None:
    text = "村" * 20_000
    data = paper("resolution").draw(replace(sample_facts.poor_resolution(), resolution=(text,)))
    assert text in readback.squeezed(readback.read_text(data))


def test_a_cell_longer_than_a_page_goes_on_over_the_next() -> None:
    facts = sample_facts.resolution()
    steps = (replace(facts.steps[0], outcome="应到会，" * 200), *facts.steps[1:])
    kind = paper("resolution")
    assert_readback(kind, replace(facts, steps=steps), kind.draw(replace(facts, steps=steps)))


def test_four_issuers_stand_in_two_rows() -> None:
    facts = sample_facts.resolution()
    many = replace(facts.imprint, issuers=("甲村民委员会", "乙村民委员会", "丙村民委员会", "丁村村务监督委员会很长很长的名称"))
    data = paper("resolution").draw(replace(facts, imprint=many))
    assert readback.read_text(data).count("（盖章处）") == 4


def test_two_threads_do_not_disturb_each_other() -> None:
    alone = drawn("resolution_poor")
    found: list[bytes] = []
    threads = [Thread(target=lambda: found.append(drawn("resolution_poor"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 4


def test_dates_are_written_without_zeros() -> None:
    facts = replace(sample_facts.resolution(), posted_from=date(2026, 3, 5), posted_until=date(2026, 3, 20))
    text = readback.squeezed(readback.read_text(paper("resolution").draw(facts)))
    assert "公示期从2026年3月5日起至2026年3月20日止，公示15日" in text
