"""How a village wants its papers: the defaults, its own folder, every fault with file and line, numbers never reused."""

import subprocess
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from consult_desk.base import places
from consult_desk.base.errors import Refused
from consult_desk.documents.heading_image import heading_jpeg
from consult_desk.documents.layout import SHEETS
from consult_desk.documents.merge_fields import known_fields, merge_fields, nameless, text_fields
from consult_desk.documents.numbering import Series, numbering_fault
from consult_desk.documents.page import Page
from consult_desk.documents.paper import PAPERS, assert_readback, facts_from_json, facts_to_json, paper
from consult_desk.documents.template_reading import with_value
from consult_desk.documents.templates import FILE, PaperTemplates, current_templates, load_templates
from consult_desk.documents.wording import Heard, Worded, fault_in, fill
from tests.documents import sample_facts

DEFAULTS = places.resource("paper_templates", "defaults.toml")
HOSTILE = ("{0.__class__}", "%s%n", "${x}", "{文号}", "[可省]", "<b>张三</b>")


def own(folder: Path, text: str = "") -> PaperTemplates:
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_templates(DEFAULTS, folder)


def faults(folder: Path, text: str) -> str:
    """What is said of an own file; everything else is as it came then."""
    found = own(folder, text)
    assert found.kinds == load_templates(DEFAULTS, folder / "nowhere").kinds
    assert not found.wording and found.heading is None
    return "\n".join(one.sentence() for one in found.faults)


# ------------------------------------------------------------------ numbers


def test_numbers_are_what_they_were_and_go_on_after_the_highest() -> None:
    found = load_templates(DEFAULTS, Path("nowhere"))
    used = ["青石村公〔2026〕2号", "青石村公〔2026〕10号", "青石村公〔2025〕44号", "青石村会〔2026〕90号", "青石村公〔2026〕011号"]
    expected = {
        "resolution": "青石村公〔2026〕11号", "result": "青石村公〔2026〕11号", "meeting_notice": "青石村会〔2026〕91号",
        "objection_reply": "青石村答〔2026〕1号",
    }  # fmt: skip
    for kind, number in expected.items():
        series = found.series_of(kind)
        assert series is not None and series.next("青石村", "青石村", 2026, used) == number
    assert found.series_of("attendance_sheet") is None


def test_a_number_is_never_given_twice_whatever_happens_to_the_papers_between() -> None:
    series = Series("a", "公告", "{简称}〔{年}〕{号}号", start=5)
    given: list[str] = []
    for _ in range(20):
        given.append(series.next("青石", "青石村", 2026, given))
    assert given[0] == "青石〔2026〕5号" and len(set(given)) == 20
    assert series.next("青石", "青石村", 2026, [given[-1]]) == "青石〔2026〕25号"  # others were lost: still after the last
    assert series.next("青石", "青石村", 2027, given) == "青石〔2027〕5号"


def test_two_series_with_one_pattern_share_their_numbers() -> None:
    one, two = Series("a", "甲", "{简称}〔{年}〕{号}号"), Series("b", "乙", "青石〔{年}〕{号}号")
    first = one.next("青石", "青石村", 2026, [])
    assert two.next("青石", "青石村", 2026, [first]) == "青石〔2026〕2号"


def test_a_series_that_never_restarts_goes_on_over_the_years() -> None:
    series = Series("a", "公告", "{村名}字〔{年}〕{号}号", restart="never")
    assert series.next("青石", "青石村", 2027, ["青石村字〔2026〕7号"]) == "青石村字〔2027〕8号"


def test_short_names_are_taken_literally() -> None:
    series = Series("a", "公告", "{简称}〔{年}〕{号}号")
    assert series.next("a.c(", "x", 2026, ["abc(〔2026〕7号"]) == "a.c(〔2026〕1号"


@pytest.mark.parametrize(
    "pattern, words",
    [
        ("{简称}公", "{号}"), ("{号}{号}", "只有一个"), ("{简称}{号}号", "{年}"), ("{年}{号}", "隔开"), ("20{号}〔{年}〕", "隔开"),
        ("{年}〔{号}9", "隔开"), ("{0.__class__}〔{年}〕{号}号", "不认识"), ("{简称〔{年}〕{号}号", "大括号"),
        ("〔{年}〕{号}号}", "大括号"),
        ("甲" * 61, "太长"), ("[{年}]〔{号}〕", "方括号"), (" 〔{年}〕{号}号", "空格"), ("〔{年}〕\n{号}号", "一行"),
    ],
)  # fmt: skip
def test_patterns_that_would_not_number_are_refused(pattern: str, words: str) -> None:
    assert words in numbering_fault(pattern, "yearly")


# ------------------------------------------------------------------ the folder


def test_no_folder_and_an_empty_file_change_nothing(tmp_path: Path) -> None:
    plain = load_templates(DEFAULTS, tmp_path / "nowhere")
    assert own(tmp_path / "own").kinds == plain.kinds and not own(tmp_path / "own").faults
    assert set(plain.kinds) == {"any", *(kind.key for kind in PAPERS)}


def test_what_the_village_sets_holds_and_the_rest_stays(tmp_path: Path) -> None:
    found = own(
        tmp_path / "own",
        '[numbering.notice]\npattern = "{简称}〔{年}〕{号}号"\nstart = 12\n[numbering.letters]\ntitle = "函"\n'
        'pattern = "{简称}函〔{年}〕{号}号"\n[kind.any]\nnames = "pinyin"\n[kind.result]\nstyle = "board"\nsheet = "A3"\n'
        '[kind.attendance_sheet]\nnumbering = "letters"\nsigners = ["supervisor"]\n',
    )
    assert not found.faults
    assert found.series["notice"].start == 12 and found.series["notice"].title == "公告"
    assert found.kind("result").style == "board" and found.kind("result").sheet == "A3"
    assert found.kind("resolution").style == "official" and found.kind("resolution").numbering == "notice"
    assert {found.kind(kind.key).names for kind in PAPERS} == {"pinyin"}
    assert found.kind("attendance_sheet").signers == ("supervisor",)


@pytest.mark.parametrize(
    "text, line, words",
    [
        ("[numbering.notice]\npattern = 公\n", 2, "读不懂"), ("# 甲\n\n[colour]\nred = 1\n", 3, "不认识"),
        ('[kind.result]\nstyle = "board"\npaper = "A3"\n', 3, "paper 不认识"), ("[kind.poem]\n", 1, "不认识"),
        ('[kind.result]\n# 大纸\nsheet = "A2"\n', 3, "“A3”"), ("[kind.result]\nheading = 1\n", 2, "true 或 false"),
        ('[kind.ballot]\nstyle = "red"\n', 2, "只能是"), ('[kind.result]\nsigners = ["mayor"]\n', 2, "发布单位"),
        ('[numbering.notice]\nstart = 0\n', 2, "1 到"), ('[numbering.notice]\nrestart = "monthly"\n', 2, "每年从头编"),
        ('[numbering.new]\ntitle = "新"\n', 1, "{号}"), ('[wording.resolution]\ntitle = "{事项}公告"\n', 2, "{事项名称}"),
        ('[wording.resolution]\nopening = "开了会。"\n', 2, "少了"), ('[wording.ballot]\ntitle = "票"\n', 1, "不认识"),
        ('[wording.resolution.town]\ntitle = "票"\n', 1, "不认识"), ('[wording.resolution]\ntitle = "一\\n二"\n', 2, "一行"),
        ('[wording.resolution]\nclosing = "{决策过程}"\n', 2, "不认识"), ('[wording.resolution]\nclosing = 3\n', 2, "文字"),
        ('[heading]\nfile = "../a.png"\n', 2, "文件名"), ('[heading]\nfile = "没有.png"\n', 2, "找不到"),
        ("kind = 3\n", 1, "小节"), ('[roles]\nmayor = "村长"\n', 1, "不认识"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_named_with_its_line_and_the_defaults_stand(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    said = faults(tmp_path / "own", text)
    assert f"{FILE} 第 {line} 行" in said and words in said


def test_every_fault_is_told_and_other_troubles_too(tmp_path: Path) -> None:
    said = faults(tmp_path / "own", '[kind.result]\nsheet = "A2"\nstyle = "x"\n[kind.poem]\n')
    assert said.count("第") >= 3
    (tmp_path / "own" / FILE).write_bytes("[kind.result]\n# 中文".encode("gbk"))
    assert "UTF-8" in "".join(one.sentence() for one in load_templates(DEFAULTS, tmp_path / "own").faults)
    (tmp_path / "own" / FILE).write_bytes(b"#" * 300_000)
    assert load_templates(DEFAULTS, tmp_path / "own").faults
    assert faults(tmp_path / "own", "a = " + "[" * 5000)


def test_word_templates_are_found_by_title_and_by_key(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    own(folder)
    for name in ("决议公告.docx", "result.docx", "~$议公告.docx", "诗.docx", "实施结果公告.docx"):
        (folder / name).write_bytes(b"x")
    found = load_templates(DEFAULTS, folder)
    assert set(found.words) == {"resolution", "result"}
    said = "".join(one.sentence() for one in found.faults)
    assert "诗.docx" in said and "同一种文书" in said and "~$" not in said


def test_the_folder_is_read_again_when_a_file_changes(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    own(folder, '[kind.result]\nsheet = "A3"\n')
    first = current_templates(DEFAULTS, folder)
    assert current_templates(DEFAULTS, folder) is first and first.kind("result").sheet == "A3"
    (folder / FILE).write_text('[kind.result]\nsheet = "A4" # 小纸\n', encoding="utf-8")
    assert current_templates(DEFAULTS, folder).kind("result").sheet == "A4"


def test_a_value_is_set_without_touching_anything_else(tmp_path: Path) -> None:
    text = '# 我们村的\n[kind.result]\nsheet = "A4"  # 一直用这个 "A4"\n\n[numbering.notice] # 公告\nstart = 3\n'
    for place, value in ((("kind", "result", "sheet"), "A3"), (("kind", "result", "style"), "board"),
                         (("numbering", "notice", "pattern"), '"{简称}"\\〔{年}〕{号}号'), (("kind", "any", "heading"), False),
                         (("kind", "result", "signers"), ("issuer",))):  # fmt: skip
        text = with_value(text, place, value)
    assert '# 我们村的' in text and '# 一直用这个 "A4"' in text and "[numbering.notice] # 公告" in text
    found = own(tmp_path / "own", text)
    assert not found.faults and found.kind("result").sheet == "A3" and found.series["notice"].start == 3
    assert found.kind("result").signers == ("issuer",) and found.series["notice"].pattern.startswith('"{简称}"')
    with pytest.raises(ValueError):
        with_value('[kind.result]\nsigners = [\n  "issuer",\n]\n', ("kind", "result", "signers"), ("supervisor",))


# ------------------------------------------------------------------ heading picture


def picture(shape: str = "bar", size: tuple[int, int] = (900, 150), kind: str = "PNG", **more: Any) -> bytes:
    made = Image.new("RGBA", size, (255, 255, 255, 0))
    draw = ImageDraw.Draw(made)
    if shape == "bar":
        draw.rectangle((10, 10, size[0] - 10, size[1] - 10), fill="darkred")
    elif shape == "seal":
        middle, radius = size[0] // 2, size[1] // 2 - 4
        draw.ellipse((middle - radius, 4, middle + radius, size[1] - 4), outline="red", width=8)
    buffer = BytesIO()
    (made if kind == "PNG" else made.convert("RGB")).save(buffer, kind, **more)
    return buffer.getvalue()


def test_a_heading_is_read_again_without_what_it_carries() -> None:
    exif = Image.Exif()
    exif[0x9286] = "GPS 43.8, 125.3 王文书"
    data = heading_jpeg(picture(kind="JPEG", exif=exif), 156)
    with Image.open(BytesIO(data)) as made:
        assert made.format == "JPEG" and not made.getexif() and made.mode == "RGB"
        assert made.width / made.height > 2
    assert "王文书".encode() not in data
    with Image.open(BytesIO(heading_jpeg(picture(), 78))) as narrow, Image.open(BytesIO(heading_jpeg(picture(), 156))) as wide:
        assert abs(narrow.width / wide.width - 2) < 0.02 and narrow.height == wide.height


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims to be so large."""
    import struct

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 10)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data, words",
    [
        (lambda: picture("seal"), "公章"), (lambda: picture(size=(300, 300)), "横条"), (lambda: picture("none"), "空白"),
        (lambda: b"<svg><script/></svg>", "打不开"), (lambda: b"GIF89a" + b"\0" * 50, "打不开"), (lambda: b"", "打不开"),
        (lambda: picture()[:200], "打不开"), (lambda: png_of(30_000, 30_000), "像素|打不开"), 
        (lambda: b"\x89PNG" * 2_000_000, "5 MB"), (lambda: b"%PDF-1.7\n" + picture(kind="JPEG"), "打不开"),
    ],
)  # fmt: skip
def test_what_is_no_heading_is_refused(data: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        heading_jpeg(data())


def test_a_heading_stands_over_the_title_and_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "抬头.png").write_bytes(picture())
    found = own(folder, '[heading]\nfile = "抬头.png"\nwidth_mm = 120\n')
    assert not found.faults and found.heading is not None and found.heading.width_mm == 120
    facts = sample_facts.resolution()
    facts = replace(facts, imprint=replace(facts.imprint, heading=found.heading.data.hex()))
    pdf, kind = tmp_path / "a.pdf", paper("resolution")
    pdf.write_bytes(kind.draw(facts))
    assert_readback(kind, facts, pdf.read_bytes())
    run = ["pdftoppm", "-r", "40", "-png", "-gray", str(pdf), str(tmp_path / "p")]
    subprocess.run(run, check=True, timeout=60)
    pages = sorted(tmp_path.glob("p-*.png"))
    with Image.open(pages[0]) as first:
        top = first.crop((0, 0, first.width, first.height // 3))
        assert top.convert("L").getextrema()[0] < 90  # the bar is there
    listed = subprocess.run(["pdfimages", "-list", str(pdf)], capture_output=True, text=True, check=True, timeout=60)
    assert [line.split()[0] for line in listed.stdout.splitlines()[2:]] == ["1"]


# ------------------------------------------------------------------ words


def test_patterns_are_filled_literally_and_leave_out_what_is_empty() -> None:
    assert fill("[根据{依据}，]{会议}[（{编号}）]开了。", {"依据": "", "会议": "大会", "编号": "3"}) == "大会（3）开了。"
    for hostile in HOSTILE:
        assert fill("甲{乙}丙[{乙}]", {"乙": hostile}) == f"甲{hostile}丙{hostile}"
    for wrong in ("{甲", "甲}", "[甲", "甲]", "[[{乙}]]", "{乙!r}", "{乙:>9}", "{}", "{乙[0]}", "{乙.__class__}", "\x07"):
        assert fault_in(wrong, ["乙"]), wrong
    assert not fault_in("甲{乙}[，{乙}]", ["乙"])


def spoken(facts: Any, key: str) -> dict[str, str]:
    """What a paper says in the places a village may word."""

    class Deaf:
        def __getattr__(self, _name: str) -> Any:
            return lambda *_a, **_k: None

    heard, kind = Heard(), paper(key)
    deaf: Page = Deaf()  # type: ignore[assignment]
    assert kind.compose is not None
    kind.compose(Worded(deaf, {}, heard), facts)  # type: ignore[arg-type]
    return heard.parts


@pytest.mark.parametrize("poor", [False, True])
@pytest.mark.parametrize("key", ["meeting_notice", "resolution", "result", "objection_reply"])
def test_the_patterns_in_the_defaults_are_what_the_program_says(key: str, poor: bool) -> None:
    facts = getattr(sample_facts, f"poor_{key}" if poor else key)()
    found, said = load_templates(DEFAULTS, Path("nowhere")), spoken(facts, key)
    for part in ("addressee", "opening"):
        if part in said:
            assert fill(found.usual_pattern(key, part), text_fields(facts)) == said[part]
    assert said["title"].endswith(found.usual_pattern(key, "title").rpartition("}")[2])


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_paper_in_own_words_says_them_and_still_all_its_facts(tmp_path: Path, hostile: str) -> None:
    found = own(
        tmp_path / "own",
        '[wording.resolution]\ntitle = "{村名}公示（{事项名称}）"\naddressee = "各村民小组："\nclosing = "特此公告。欢迎监督。"\n'
        'opening = "{会议日期}{会议}[（依据{法律依据}）]议定“{事项名称}”[，编号{事项编号}]。"\n'
        '[wording.resolution.community]\naddressee = "各楼栋："\n',
    )
    assert not found.faults
    kind, facts = paper("resolution"), sample_facts.resolution()
    facts = replace(facts, matter=hostile, imprint=replace(facts.imprint, wording=found.worded("resolution", ("village",))))
    facts = facts_from_json(kind, facts_to_json(facts))
    for form in ("pdf", "docx"):
        assert_readback(kind, facts, kind.draw(facts, form))
    assert f"青石村公示（{hostile}）" in kind.must_say(facts) and "特此公告。欢迎监督。" in kind.must_say(facts)
    assert dict(found.worded("resolution", ("community",)))["addressee"] == "各楼栋："
    assert all(sheet in SHEETS for sheet in (facts.imprint.sheet,))


# ------------------------------------------------------------------ fields


def test_every_field_of_every_kind_has_a_name_of_its_own() -> None:
    for kind in PAPERS:
        assert not nameless(kind.facts), f"name these in resources/paper_templates/fields.toml: {nameless(kind.facts)}"


@pytest.mark.parametrize("key", ["meeting_notice", "resolution", "result", "objection_reply", "minutes", "attendance_sheet"])
def test_fields_have_the_shape_they_are_known_by(key: str) -> None:
    facts = getattr(sample_facts, key)()
    known, found = known_fields(type(facts)), merge_fields(facts)
    assert set(known) == set(found)
    for name, shape in known.items():
        value = found[name]
        if shape is None:
            assert isinstance(value, str), name
        elif isinstance(shape, tuple):
            assert all(isinstance(row, dict) and tuple(row) == shape for row in value), name
        else:
            assert all(isinstance(one, str) for one in value), name
