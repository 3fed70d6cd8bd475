"""The village's look of papers: folder, numbers, styles, heading and Word templates, from setting to the paper."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from consult_desk import actions as act
from consult_desk.actions import templates as looks
from consult_desk.base.errors import Refused
from consult_desk.documents.docx_guard import open_docx
from consult_desk.documents.merge import merge
from consult_desk.documents.merge_fields import known_fields, merge_fields
from consult_desk.documents.name_order import ordered
from consult_desk.documents.paper import PAPERS
from consult_desk.documents.returned_word import said_in
from consult_desk.documents.templates import FILE, FOLDER
from consult_desk.flow.due import BODY_TITLES
from consult_desk.model import Paper
from consult_desk.sample.guide import Guide
from consult_desk.views.paper_copies import paper_copy, preview_paper
from consult_desk.views.papers import paper_page
from consult_desk.views.signers import ROLES
from consult_desk.views.templates import (
    check_word_template,
    export_template,
    paper_templates,
    try_heading,
    try_numbering,
)
from tests.documents import sample_facts
from tests.documents.test_templates import picture
from tests.journeys.hamlet import matter, reach, refused


@pytest.fixture
def subject(guide: Guide) -> int:
    """A matter whose resolution may be announced."""
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    return found


def do(guide: Guide, action: Callable[..., Any], *args: Any, **more: Any) -> Any:
    return guide.desk.do(action, *args, **more).result


def file(guide: Guide) -> Path:
    return guide.desk.home / FOLDER / FILE


def facts(guide: Guide, paper: int) -> dict[str, Any]:
    return dict(guide.desk.ask(paper_page, paper).facts)


def test_the_folder_is_made_on_request_and_what_is_there_stays(guide: Guide) -> None:
    assert not guide.desk.ask(paper_templates).there
    folder = Path(do(guide, looks.make_template_folder))
    assert {path.name for path in folder.iterdir()} == {FILE, "README.txt"}
    view = guide.desk.ask(paper_templates)
    assert view.there and not view.faults
    file(guide).write_text('[kind.result]\nsheet = "A3"\n', encoding="utf-8")
    do(guide, looks.make_template_folder)
    assert file(guide).read_text(encoding="utf-8") == '[kind.result]\nsheet = "A3"\n'


def test_every_commented_line_of_the_start_file_may_be_switched_on(guide: Guide) -> None:
    do(guide, looks.make_template_folder)
    text = file(guide).read_text(encoding="utf-8")
    lines = [line[2:] if line.startswith("# ") and ("=" in line or line[2] == "[") else line for line in text.splitlines()]
    file(guide).write_text("\n".join(lines), encoding="utf-8")
    (file(guide).parent / "抬头.png").write_bytes(picture())
    view = guide.desk.ask(paper_templates)
    assert not view.faults and view.heading_width == 140
    assert next(k for k in view.kinds if k.kind == "resolution").sheet == "A3"


def test_a_number_set_in_the_window_is_the_number_of_the_next_paper(guide: Guide, subject: int) -> None:
    first = guide.issue("resolution", subject, sign=False)
    pattern = "{简称}村〔{年}〕{号}号"
    following = do(guide, looks.set_numbering, "notice", pattern, 30)
    assert following == guide.desk.ask(try_numbering, "notice", pattern, 30, "yearly")
    row = next(r for r in guide.desk.ask(paper_templates).series if r.key == "notice")
    assert row.next_number == following and row.pattern == pattern and "决议公告" in row.kinds
    issue = {"kind": "resolution", "subject_id": subject, "correction": "文号换了写法"}
    numbers = [guide.desk.ask(paper_page, do(guide, act.papers.issue_paper, **issue)).number for _ in range(2)]
    assert numbers[0] == following and numbers[0].endswith("〕30号") and numbers[1].endswith("〕31号")
    assert guide.desk.ask(paper_page, first).number.endswith("〕1号")
    refused(guide, lambda: do(guide, looks.set_numbering, "notice", pattern, 30), "unchanged")
    refused(guide, lambda: do(guide, looks.set_numbering, "notice", "{简称}公", 1), "numbering")
    refused(guide, lambda: do(guide, looks.set_numbering, "poems", pattern, 1), "unknown_series")


def test_a_number_is_not_reused_though_papers_are_gone(guide: Guide, subject: int) -> None:
    """A superseded paper keeps its number; the count of papers says nothing."""
    guide.issue("resolution", subject, sign=False)
    issue = {"kind": "resolution", "subject_id": subject, "correction": "漏了一句话"}
    papers = [do(guide, act.papers.issue_paper, **issue) for _ in range(3)]
    numbers = [guide.desk.ask(paper_page, paper).number for paper in papers]
    assert len(set(numbers)) == 3 and numbers[-1].endswith("〕4号")


def test_a_style_set_in_the_window_is_the_style_of_the_paper(guide: Guide, subject: int) -> None:
    style = {"numbering": "notice", "style": "board", "sheet": "A3", "names": "pinyin", "signers": ["issuer"]}
    do(guide, looks.set_paper_style, "resolution", **style)
    assert guide.desk.ask(preview_paper, "resolution", subject).data
    paper = guide.issue("resolution", subject, sign=False)
    imprint = facts(guide, paper)["imprint"]
    assert (imprint["style"], imprint["sheet"], imprint["signers"]) == ("board", "A3", [["issuer", "发布单位"]])
    refused(guide, lambda: do(guide, looks.set_paper_style, "resolution", **style), "unchanged")
    with pytest.raises(Refused, match="只能是"):
        do(guide, looks.set_paper_style, "resolution", **{**style, "style": "wide"})
    refused(guide, lambda: do(guide, looks.set_paper_style, "poem"), "unknown_paper")


def test_a_heading_is_put_on_every_paper_and_taken_off_again(guide: Guide, subject: int) -> None:
    assert guide.desk.ask(try_heading, picture()).startswith(b"\xff\xd8")
    do(guide, looks.set_heading, picture(), 120)
    view = guide.desk.ask(paper_templates)
    assert view.heading and view.heading_width == 120
    paper = guide.issue("resolution", subject, sign=False)
    assert facts(guide, paper)["imprint"]["heading"] == view.heading.hex()
    do(guide, looks.set_heading, picture(size=(1200, 200)), 156)
    refused(guide, lambda: do(guide, looks.set_heading, picture("seal")), "heading_image")
    do(guide, looks.remove_heading)
    assert not guide.desk.ask(paper_templates).heading
    refused(guide, lambda: do(guide, looks.remove_heading), "no_heading")
    assert (file(guide).parent / "旧模板" / "抬头.jpg").exists()
    assert facts(guide, paper)["imprint"]["heading"], "what was issued stays"


def test_a_faulty_file_is_named_and_papers_go_on(guide: Guide, subject: int) -> None:
    do(guide, looks.make_template_folder)
    file(guide).write_text('[kind.resolution]\nstyle = "board"\nsheet = "A9"\n', encoding="utf-8")
    view = guide.desk.ask(paper_templates)
    assert [f"{FILE} 第 3 行" in one.words for one in view.faults] == [True]
    paper = guide.issue("resolution", subject, sign=False)
    assert facts(guide, paper)["imprint"]["style"] == "official"
    refused(guide, lambda: do(guide, looks.set_numbering, "notice", "{简称}〔{年}〕{号}号", 2), "template_file", "template_fault")
    refused(guide, lambda: do(guide, looks.set_heading, picture()), "template_file", "template_fault")
    assert not (file(guide).parent / "抬头.jpg").exists()


def test_own_words_by_kind_of_place_and_body(guide: Guide, subject: int) -> None:
    do(guide, looks.make_template_folder)
    text = (
        '[wording.resolution]\ntitle = "{村名}公示：{事项名称}"\nclosing = "特此公告。"\n'
        '[wording.resolution.rep_meeting]\nclosing = "经村民代表会议决定，特此公告。"\n'
    )
    file(guide).write_text(text, encoding="utf-8")
    paper = guide.issue("resolution", subject, sign=False)
    with_session = guide.desk.ask(lambda look: look.session.get(Paper, paper).text)
    said = "".join(with_session.split())
    assert "经村民代表会议决定，特此公告。" in said and f"{guide.desk.ask(lambda look: look.village.name)}公示：" in said


def test_the_file_is_as_it_was_when_an_action_fails(guide: Guide) -> None:
    do(guide, looks.make_template_folder)
    before = file(guide).read_bytes()

    def halfway(tx: Any) -> None:
        looks.set_numbering(tx, "notice", "{简称}〔{年}〕{号}号", 5)
        looks.set_heading(tx, picture())
        raise Refused("停")

    with pytest.raises(Refused, match="停"):
        guide.desk.do(halfway)
    assert file(guide).read_bytes() == before and not (file(guide).parent / "抬头.jpg").exists()


# ------------------------------------------------------------------ Word templates


def filled(words: str) -> bytes:
    document = Document()
    document.add_paragraph(words)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_an_own_template_replaces_the_word_form_only(guide: Guide, subject: int) -> None:
    paper = guide.issue("resolution", subject, sign=False)
    pdf = guide.desk.ask(paper_copy, paper).data
    assert do(guide, looks.adopt_word_template, "resolution", filled("我们村的公告：{{事项名称}}，{{文号}}")) == "决议公告.docx"
    said = said_in(open_docx(guide.desk.ask(paper_copy, paper, form="docx").data))
    shown = guide.desk.ask(paper_page, paper)
    assert said == f"我们村的公告：{shown.facts['matter']}，{shown.number}"
    assert guide.desk.ask(paper_copy, paper).data == pdf
    row = next(k for k in guide.desk.ask(paper_templates).kinds if k.kind == "resolution")
    assert row.word == "决议公告.docx" and not row.word_faults and "决议内容" in row.unused
    do(guide, looks.adopt_word_template, "resolution", filled("新的：{{事项名称}}"))
    assert (file(guide).parent / "旧模板" / "决议公告.docx").exists()
    do(guide, looks.retire_word_template, "resolution")
    assert "决议公告 第2份.docx" in {p.name for p in (file(guide).parent / "旧模板").iterdir()}
    assert "我们村的公告" not in said_in(open_docx(guide.desk.ask(paper_copy, paper, form="docx").data))
    refused(guide, lambda: do(guide, looks.retire_word_template, "resolution"), "no_template")


def test_a_template_that_misspells_is_not_taken_in(guide: Guide) -> None:
    check = guide.desk.ask(check_word_template, "resolution", filled("{{事项名}}"))
    assert check.faults and "事项名称" in check.faults[0].fix
    refused(guide, lambda: do(guide, looks.adopt_word_template, "resolution", filled("{{事项名}}")), "field_unknown")
    refused(guide, lambda: do(guide, looks.adopt_word_template, "resolution", filled("没有字段")), "no_fields")
    refused(guide, lambda: do(guide, looks.adopt_word_template, "resolution", b"PK"), "docx_damaged")
    assert not (guide.desk.home / FOLDER / "决议公告.docx").exists()


def test_a_faulty_template_in_the_folder_is_said_and_papers_are_still_issued(guide: Guide, subject: int) -> None:
    do(guide, looks.make_template_folder)
    folder = file(guide).parent
    (folder / "决议公告.docx").write_bytes(filled("{{没有这一项}}"))
    (folder / "会议记录.docx").write_bytes(b"not a file of Word")
    paper = guide.issue("resolution", subject, sign=False)
    with pytest.raises(Refused, match=r"决议公告\.docx") as caught:
        guide.desk.ask(paper_copy, paper, form="docx")
    assert [o.code for o in caught.value.obstacles] == ["word_template", "field_unknown"]
    minutes = guide.issue("minutes", 4, sign=False)
    assert "会议记录" in said_in(open_docx(guide.desk.ask(paper_page, minutes).data))


def test_minutes_are_issued_in_an_own_template_only_where_it_says_everything(guide: Guide, subject: int) -> None:
    do(guide, looks.adopt_word_template, "minutes", filled("只有会议名：{{会议}}"))
    minutes = guide.issue("minutes", 4, sign=False)
    assert "只有会议名" not in said_in(open_docx(guide.desk.ask(paper_page, minutes).data))


@pytest.mark.parametrize("kind", [one.key for one in PAPERS if "docx" in one.forms])
def test_the_example_of_every_kind_can_be_filled(guide: Guide, kind: str, tmp_path: Path) -> None:
    found = guide.desk.ask(export_template, kind)
    check = guide.desk.ask(check_word_template, kind, found.data)
    assert not check.faults and not check.unused and len(found.fields) > 10
    sample = "minutes" if kind == "minutes_pdf" else kind
    if hasattr(sample_facts, sample):
        one = getattr(sample_facts, sample)()
        values = merge_fields(one)
        said = said_in(open_docx(merge(found.data, values, known_fields(type(one)))))
        assert "{{" not in said and all(v in said for v in values.values() if isinstance(v, str) and "\n" not in v)


def test_an_example_is_saved_beside_what_is_there(guide: Guide, tmp_path: Path) -> None:
    path = tmp_path / "示例.docx"
    first, second = (Path(do(guide, looks.save_example_template, "resolution", str(path))) for _ in range(2))
    assert (first.name, second.name) == ("示例.docx", "示例 第2份.docx")
    refused(guide, lambda: do(guide, looks.save_example_template, "ballot", str(path)), "no_word")
    refused(guide, lambda: do(guide, looks.adopt_word_template, "ballot", filled("{{会议}}")), "no_word")


def test_names_stand_in_the_order_the_village_wants(guide: Guide, subject: int) -> None:
    def names(paper: int) -> list[str]:
        return [line["name"] for line in facts(guide, paper)["lines"]]

    as_in_roster = names(guide.issue("attendance_sheet", 4, sign=False))
    do(guide, looks.set_paper_style, "attendance_sheet", style="official", names="strokes")
    issue = {"kind": "attendance_sheet", "subject_id": 4, "correction": "按姓氏笔画重排"}
    paper = do(guide, act.papers.issue_paper, **issue)
    by_strokes = names(paper)
    assert sorted(by_strokes) == sorted(as_in_roster) and by_strokes == ordered(by_strokes, "strokes")
    assert by_strokes != as_in_roster
    assert [line["number"] for line in facts(guide, paper)["lines"]] == list(range(1, len(by_strokes) + 1))


def test_roles_and_bodies_of_the_defaults_are_those_of_the_program(guide: Guide) -> None:
    templates = guide.desk.ask(lambda look: look.templates)
    assert set(templates.roles) <= set(ROLES)
    assert set(templates.selectors) - {"village", "community", "collective"} <= set(BODY_TITLES)
