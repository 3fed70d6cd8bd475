"""The papers of meetings: slips for each person, records of items, tallies, summary, resolution; rich, poor and extreme."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from consult_desk.documents import readback
from consult_desk.documents.kinds import personal_notice as notices
from consult_desk.documents.page import Strokes
from consult_desk.documents.paper import assert_readback, facts_from_json, facts_to_json, paper
from tests.documents import looks, sample_facts
from tests.documents import sample_meetings as sample

EVERY = {**sample.SAMPLES, **sample.SLIPS}
EXTREME = tuple(sample.extreme())


def pages(data: bytes) -> list[str]:
    """What each page says, white space and furniture aside."""
    found = []
    with pikepdf.Pdf.open(BytesIO(data)) as document:
        for page in document.pages:
            one = pikepdf.Pdf.new()
            one.pages.append(page)
            buffer = BytesIO()
            one.save(buffer)
            found.append(readback.squeezed(readback.read_text(buffer.getvalue()).split("\f")[0]))
    return found


@pytest.mark.parametrize("name", sample.SLIPS)
def test_the_slips_say_their_facts_in_both_forms_and_look_as_they_looked(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    key, made = sample.SLIPS[name]
    kind, facts = paper(key), made()
    for form in kind.forms:
        assert_readback(kind, facts, kind.draw(facts, form))
    assert facts_from_json(kind, facts_to_json(facts)) == facts and kind.draw(facts) == kind.draw(facts)
    picture = looks.sheet(looks.render(kind.draw(facts), tmp_path))
    path = looks.GOLDEN / f"{name}.png"
    if request.config.getoption("--rewrite-golden"):
        picture.save(path, optimize=True)
    with Image.open(path) as golden:
        assert golden.size == picture.size
        assert looks.difference(golden.convert("L"), picture) < 12


def test_each_person_gets_a_slip_with_a_receipt_two_on_a_sheet() -> None:
    facts = sample.personal_notice(5)
    found = pages(notices.draw(facts))
    assert [words.count("回执") for words in found] == [2, 2, 1]
    for at, person in enumerate(facts.people):
        words = found[at // 2]
        assert words.count(readback.squeezed(person.name)) == 2 and "签名或按手印" in words
    assert "当面送达，2026年3月6日" in found[0] and "短信或微信□" in found[0]


def test_the_receipt_carries_the_code_of_its_sheet() -> None:
    facts = sample.personal_notice(4)
    facts = replace(facts, imprint=replace(facts.imprint, code="CD1.7F3A2C.G12.PERSONAL-NOTICE.1"))
    furniture = readback.squeezed(readback.read_text(notices.draw(facts)).split("\f")[1])
    assert "练习" not in furniture and "—1—" not in furniture
    import zxingcpp

    from consult_desk.documents.form_code import FormCode

    with pikepdf.Pdf.open(BytesIO(notices.draw(facts))) as document:
        assert len(document.pages) == 2
    found = zxingcpp.read_barcodes(_picture(notices.draw(facts), 1))
    codes = [FormCode.parse(one.text) for one in found]
    assert [(code.kind, code.page, code.pages) for code in codes if code] == [("personal_notice", 2, 2)] * 2


def _picture(data: bytes, number: int) -> Image.Image:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return looks.render(data, Path(folder), 150)[number]


def test_a_long_agenda_takes_a_sheet_of_its_own_and_then_its_back() -> None:
    agenda = tuple(f"关于第{n}号事项“村内主干道硬化及路灯安装、排水沟清淤”的决议" for n in range(1, 16))
    one, two = sample.personal_notice(1), sample.personal_notice(2)
    long = agenda * 4
    for facts, count in ((replace(two, agenda=agenda), 2), (replace(one, agenda=long), 2), (replace(two, agenda=long), 4)):
        data = notices.draw(facts)
        assert_readback(paper("personal_notice"), facts, data)
        assert len(pages(data)) == count


@pytest.mark.parametrize("name", EXTREME)
def test_long_texts_and_hundreds_of_names_break_well(name: str) -> None:
    kind, facts = paper(name), sample.extreme()[name]
    data = kind.draw(facts, "pdf")
    assert_readback(kind, facts, data)
    found = pages(data)
    assert all(len(words) > 60 for words in found), [len(words) for words in found]
    # What is signed, stamped or dated never stands alone: something of the paper itself is on the last page.
    assert len(found[-1]) > 150


@pytest.mark.parametrize("name", [name for name in EVERY if name.endswith("_poor")])
def test_a_poor_paper_is_short_and_never_a_signature_alone(name: str) -> None:
    key, made = EVERY[name]
    found = pages(paper(key).draw(made(), "pdf"))
    assert len(found) <= 2 and all(len(words) > 100 for words in found)


@pytest.mark.parametrize("name", sample.SAMPLES)
def test_every_form_says_every_fact(name: str) -> None:
    key, made = sample.SAMPLES[name]
    kind, facts = paper(key), made()
    for form in ("pdf", "docx"):
        assert_readback(kind, facts, kind.draw(facts, form))
    assert kind.returns == (key != "summary_minutes")


def test_a_long_plan_goes_on_in_its_box_line_by_line() -> None:
    """No half-empty pages: every page of a form that goes on is filled."""
    found = pages(paper("consultation_record").draw(sample.consultation_record()))
    full = [words for words in found if "第12条" in words or "第20条" in words]
    assert all(len(words) > 900 for words in full)
    assert "".join(found).count("商议记录") == 2


def test_the_record_of_party_members_tells_members_voters_and_why_some_do_not_count() -> None:
    text = readback.squeezed(readback.read_text(paper("deliberation_record").draw(sample.deliberation_record())))
    assert "党员总数62人有表决权58人未计入应到3人" in text and "鲁达（流动党员，关系已转出）" in text
    assert "乡镇干部王建设（柳河镇党委委员、包村干部）" in text and "送交环节村民代表会议决议" in text
    other = readback.squeezed(readback.read_text(paper("consultation_record").draw(sample.consultation_record())))
    assert "党员总数" not in other and "修改后的方案" in other


def test_what_nobody_recorded_is_left_as_room_to_write() -> None:
    text = readback.squeezed(readback.read_text(paper("consultation_record").draw(sample.poor_consultation_record())))
    for name in ("意见、询问和答复", "意见采纳情况和理由", "乡镇干部", "主持人签名", "记录人签名"):
        assert name in text
    summary = readback.squeezed(readback.read_text(paper("summary_minutes").draw(sample.poor_summary_minutes())))
    assert "承办单位或负责人：＿＿＿" in summary and "完成期限：＿＿＿＿年" in summary


def test_strokes_are_drawn_on_paper_and_said_with_their_number_in_text() -> None:
    kind, facts = paper("tally_sheet"), sample.tally_sheet()
    assert Strokes(19).words == "正正正（19）" and Strokes(0).words == ""
    text = readback.squeezed(readback.read_text(kind.draw(facts, "docx")))
    assert "正正正（19）" in text and f"{'正' * 15}（75）" in text and "326票" in text
    drawn = readback.squeezed(readback.read_text(kind.draw(facts)))
    assert "正正" not in drawn.replace("画“正”字", "") and "合计同意37票" in drawn
    blank = readback.squeezed(readback.read_text(kind.draw(sample.poor_tally_sheet())))
    assert "同意反对弃权" in blank and "0票" not in blank and "发出票收回票有效票无效票" in blank


def test_the_sum_of_the_sittings_in_a_tally_is_what_they_add_up_to() -> None:
    item = sample.tally_sheet().items[0]
    assert item.total is not None
    for name in ("attendees", "issued", "returned", "valid", "invalid", "yes", "no", "abstain"):
        assert sum(getattr(count, name) for count in item.counts) == getattr(item.total, name)


@pytest.mark.parametrize(
    ("key", "facts"), [("tally_sheet", sample.tally_sheet), ("attendance_sheet", sample_facts.attendance_sheet)]
)
def test_lists_and_tallies_open_as_workbooks(key: str, facts: Callable[[], Any]) -> None:
    from python_calamine import load_workbook

    book = load_workbook(BytesIO(paper(key).draw(facts(), "xlsx")))
    cells = {cell for row in book.get_sheet_by_index(0).to_python() for cell in row}
    wanted = {"正正正（19）", "19票", "37票", "韩秀芝、李䶮"} if key == "tally_sheet" else {"欧阳建国", 45, "请假：外出务工"}
    assert wanted <= cells


def test_a_summary_has_its_mark_and_no_stamp_a_resolution_has_room_for_stamps() -> None:
    summary = readback.squeezed(readback.read_text(paper("summary_minutes").draw(sample.summary_minutes())))
    assert summary.startswith("青石村村民代表会议纪要") and "盖章处" not in summary
    order = [summary.index(name) for name in ("出席：", "请假：", "缺席：", "列席：")]
    assert order == sorted(order) and order[0] > summary.index("生活垃圾清运收费标准")
    board = replace(sample.summary_minutes(), imprint=sample_facts.imprint(style="board"))
    assert "青石村村民代表会议纪要" not in readback.read_text(paper("summary_minutes").draw(board))
    assert_readback(paper("summary_minutes"), board, paper("summary_minutes").draw(board))
    text = readback.read_text(paper("resolution_document").draw(sample.resolution_document()))
    assert text.count("（盖章处）") == 2 and "监票人（签字）" in readback.squeezed(text)


def test_a_column_for_those_who_sign_for_others_only_where_there_are_any() -> None:
    facts = sample_facts.attendance_sheet(6)
    assert "代理人签名按手印" not in readback.squeezed(readback.read_text(paper("attendance_sheet").draw(facts)))
    given = replace(facts, lines=(replace(facts.lines[0], proxy="易兴旺"), *facts.lines[1:]))
    text = readback.squeezed(readback.read_text(paper("attendance_sheet").draw(given)))
    assert "代理人签名按手印" in text and "易兴旺" in text
    assert_readback(paper("attendance_sheet"), given, paper("attendance_sheet").draw(given))


def test_facts_kept_before_there_were_proxies_can_still_be_drawn() -> None:
    kind = paper("attendance_sheet")
    kept = json.loads(facts_to_json(sample_facts.attendance_sheet(3)))
    for line in kept["lines"]:
        del line["proxy"]
    facts = facts_from_json(kind, json.dumps(kept))
    assert facts == sample_facts.attendance_sheet(3) and kind.draw(facts)


def test_the_minutes_have_a_head_form_and_names_in_columns() -> None:
    kind, facts = paper("minutes_pdf"), sample_facts.minutes()
    for form in ("pdf", "docx"):
        text = readback.squeezed(readback.read_text(kind.draw(facts, form)))
        assert "会议名称2026年第一次村民代表会议会议日期2026年3月15日" in text
        assert "应到45人实到41人请假2人" in text and "到会人员：" in text
        assert "委托到会李四委托李五" in text
