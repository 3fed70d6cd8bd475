"""The papers of matters, disclosures and registers, from a whole matter's record through the desk, read back."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw

from consult_desk import actions as act
from consult_desk.actions.disclosures import Photo
from consult_desk.base.text import base32_code
from consult_desk.documents import readback
from consult_desk.documents.form_code import FormCode
from consult_desk.documents.kinds.decision_register import DecisionRegisterFacts
from consult_desk.documents.kinds.ledger import LedgerFacts
from consult_desk.documents.paper import facts_from_json, paper
from consult_desk.sample.guide import Guide
from consult_desk.views.checking import check_file
from consult_desk.views.disclosure_paper_facts import changes, masked_name
from consult_desk.views.issuing import issuing_page
from consult_desk.views.ledger import ledger
from consult_desk.views.paper_copies import paper_copy, preview_paper
from consult_desk.views.paper_facts import facts_of, paper_row
from consult_desk.views.papers import paper_page
from consult_desk.views.register_facts import year_title
from tests.documents import sample_facts
from tests.journeys.hamlet import matter, reach, refused


def text_of(guide: Guide, paper_id: int) -> str:
    """What the issued paper says, blanks away."""
    return readback.squeezed(readback.read_text(guide.desk.ask(paper_page, paper_id).data))


def kept(guide: Guide, paper_id: int) -> Any:
    """The facts an issued paper was kept with."""
    row = guide.desk.ask(lambda look: (paper_row(look, paper_id).kind, paper_row(look, paper_id).facts))
    return facts_from_json(paper(row[0]), row[1])


def photo(colour: str, place: bytes = b"") -> bytes:
    """A photograph as a camera makes it, with a place in its metadata."""
    picture = Image.effect_noise((1800, 1350), 40).convert("RGB")
    ImageDraw.Draw(picture).rectangle((200, 200, 900, 900), fill=colour)
    exif = Image.Exif()
    exif[0x010E] = place.decode() or "无"
    out = BytesIO()
    picture.save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue()


def test_the_register_says_each_step_and_the_same_reason_on_all_six_sheets(guide: Guide) -> None:
    found = matter(guide)
    early: DecisionRegisterFacts = guide.desk.ask(facts_of, "decision_register", found)
    assert len(early.sheets) == 6 and all(sheet.due is None and not sheet.result for sheet in early.sheets)
    reach(guide, found, "")
    issued = guide.issue("decision_register", found, sign=False)
    facts, view = kept(guide, issued), guide.desk.ask(paper_page, issued)
    with pikepdf.Pdf.open(BytesIO(view.data)) as document:
        pages = [readback.squeezed(readback.read_text(_one(document, n))) for n in range(len(document.pages))]
    assert len(pages) == 6
    for said in pages:
        assert "■党员群众建议□干部提议□上级交办" in said and "三组水渠疏浚" in said and "2026-001" in said
    steps = guide.matter(found).steps
    assert [sheet.title for sheet in facts.sheets] == [step.title for step in steps]
    for number, (sheet, step) in enumerate(zip(facts.sheets, steps, strict=True)):
        assert readback.squeezed(sheet.title) in pages[number]
        if number < 4:
            assert f"应到{sheet.due}人" in pages[number] and f"同意{sheet.present}票" in pages[number]
            assert f"{step.on.year}年{step.on.month}月{step.on.day}日" in sheet.when
        else:
            assert "村务公开栏" in sheet.publicity and "程序合规" in sheet.opinion and "没有收到异议" in pages[number]
    assert "实际支出：29,000.00元" in pages[5]
    code = FormCode.parse(guide.desk.ask(lambda look: paper_row(look, issued).code))
    assert code is not None and (code.subject, code.subject_id, code.kind) == ("matter", found, "decision_register")


def _one(document: pikepdf.Pdf, number: int) -> bytes:
    single = pikepdf.Pdf.new()
    single.pages.append(document.pages[number])
    out = BytesIO()
    single.save(out)
    return out.getvalue()


def test_the_proposal_form_is_room_to_write_before_the_committee_met_and_says_it_after(guide: Guide) -> None:
    found: int = guide.desk.do(
        act.matters.open_matter, title="三组水渠疏浚", category="public_welfare", origin="suggestion", proposer="villagers",
        text="一、疏浚水渠。\n二、不超过三万元。", budget=3_000_000, fund_source="村集体经济收益", background="渠道淤塞三年",
        conflicts="无",
    ).result
    guide.desk.do(act.matters.join_proposal, found, person_ids=[3, 4, 5])
    before = guide.desk.ask(facts_of, "proposal_form", found)
    assert before.held_on is None and before.yes is None and before.opinion == "" and len(before.joiners) == 3
    assert before.joint_base is not None and before.joint_base > 20
    reach(guide, found, "consult")
    said = text_of(guide, guide.issue("proposal_form", found, sign=False))
    for words in (
        "三组水渠疏浚", "公益事业的兴办", "■党员群众建议", "村民联名", "渠道淤塞三年", "不超过三万元", "30,000.00元",
        "村集体经济收益", "查正清、曾小满、任立春", "同意3票", "反对0票", "弃权0票", "到会比例100.0%", "党组织书记签名",
    ):  # fmt: skip
        assert readback.squeezed(words) in said, words


def test_the_supervision_opinion_waits_for_a_step_and_then_says_who_saw_what(guide: Guide) -> None:
    found = matter(guide)
    refused(guide, lambda: guide.issue("supervision_opinion", found, sign=False), "nothing_supervised")
    reach(guide, found, "deliberate")
    said = text_of(guide, guide.issue("supervision_opinion", found, sign=False))
    assert said.count("查正清、李𬱖") == 2 and said.count("程序合规，现场列席") == 2 and "村务监督意见书" in said
    assert [c.kind for c in guide.desk.ask(issuing_page, matter_id=found) if not c.obstacles][:1] == ["proposal_form"]


def test_photographs_come_in_by_their_hash_small_and_without_their_place(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    guide.issue("resolution", found, sign=False)
    posting, _until = guide.post(found, "disclose_resolution", guide.clock.day)
    refused(guide, lambda: guide.issue("photo_sheet", posting, sign=False), "no_photo")
    refused(guide, lambda: guide.issue("photo_sheet", 99, sign=False), "unknown_posting")
    for number, kind in enumerate(("near", "far", "posting", "posting") * 2):
        shot = photo(("red", "green", "blue", "gray", "white", "black", "navy", "olive")[number], b"GPS-44.1-125.2")
        guide.desk.do(act.disclosures.add_evidence, posting, kind=kind, data=[Photo(f"{number}.jpg", shot)], taken_by="单守田")
    issued = guide.issue("photo_sheet", posting, sign=False)
    view, facts = guide.desk.ask(paper_page, issued), kept(guide, issued)
    said = text_of(guide, issued)
    assert "照片（8张）" in said and said.count("单守田摄") == 8 and "村务公开栏" in said and "二组小卖部外墙" in said
    assert len(facts.photos) == 8 and "byte" not in json.dumps(view.facts)
    assert len(view.data) < 2_000_000 and b"GPS-44" not in view.data
    assert _shapes(view.data) and max(max(one) for one in _shapes(view.data)) <= 1600
    assert guide.desk.ask(check_file, view.data).kind == "原件一致"
    inside = guide.desk.ask(paper_copy, issued, copy="internal").data
    assert _shapes(inside) == _shapes(view.data)
    word = guide.desk.ask(paper_copy, issued, form="docx").data
    assert len(word) > 400_000 and b"GPS-44" not in word
    assert len(_shapes(guide.desk.ask(preview_paper, "photo_sheet", posting).data)) == 8


def _shapes(data: bytes) -> list[tuple[int, int]]:
    with pikepdf.Pdf.open(BytesIO(data)) as document:
        return [
            (int(thing.Width), int(thing.Height)) for thing in document.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]  # fmt: skip


def test_a_correction_names_the_old_notice_and_both_wordings(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    first = guide.issue("resolution", found, sign=False)
    refused(guide, lambda: guide.issue("correction_notice", first, sign=False), "first_version")
    guide.post(found, "disclose_resolution", guide.clock.day)
    again = {"kind": "resolution", "subject_id": found, "correction": "联系电话漏写了"}
    second: int = guide.desk.do(act.papers.issue_paper, **again).result
    issued = guide.issue("correction_notice", second, sign=False)
    said, old = text_of(guide, issued), guide.desk.ask(paper_page, first)
    for words in (old.number, "第1版", base32_code(old.head), "联系电话漏写了", "第2版", "更正公告"):
        assert readback.squeezed(words) in said, words
    minutes = guide.issue("minutes", 1, sign=False)
    refused(guide, lambda: guide.issue("correction_notice", minutes, sign=False), "not_posted_kind")
    refused(guide, lambda: guide.issue("correction_notice", 99, sign=False), "unknown_paper")


def test_a_correction_of_what_never_hung_is_refused(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    guide.issue("resolution", found, sign=False)
    second: int = guide.desk.do(
        act.papers.issue_paper, "resolution", found, correction="预算写错了一位"
    ).result
    refused(guide, lambda: guide.issue("correction_notice", second, sign=False), "never_hung")


def test_changes_are_told_by_the_names_people_know() -> None:
    from dataclasses import replace

    was = sample_facts.resolution()
    now = replace(was, budget="168,000.00元", resolution=(was.resolution[0], "工程预算168,000.00元。", was.resolution[2]))
    found = {one.name: (one.old, one.new) for one in changes(was, now)}
    assert found == {
        "预算": ("186,000.00元", "168,000.00元"), "决议内容": (was.resolution[1], "工程预算168,000.00元。"),
    }  # fmt: skip
    assert changes(was, replace(was, imprint=replace(was.imprint, version=2))) == ()


@pytest.mark.parametrize(
    ("name", "shown"), [("王小花", "王某某"), ("李䶮", "李某"), ("欧阳建国", "欧阳某某"), ("阿依古丽·买买提", "阿某某")]
)
def test_names_of_objectors_are_masked(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_the_objection_form_never_says_the_name_and_follows_the_answer(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    guide.issue("resolution", found, sign=False)
    guide.post(found, "disclose_resolution", guide.clock.day)
    objection: int = guide.desk.do(
        act.disclosures.record_objection, found, name="洪石头", channel="口头", content="占了我家的地"
    ).result
    open_form = text_of(guide, guide.issue("objection_form", objection, sign=False))
    assert "洪某某" in open_form and "洪石头" not in open_form and "占了我家的地" in open_form
    assert "□异议成立□异议不成立" in open_form and "□满意" in open_form and "2026-001" in open_form
    guide.desk.do(
        act.disclosures.reply_objection, objection, finding="rejected", reply="没有占用，已现场丈量", handler="单守田"
    )
    done = guide.desk.do(
        act.papers.issue_paper, "objection_form", objection, correction="登记了答复，重新打印"
    ).result
    said = text_of(guide, done)
    assert "■异议不成立" in said and "没有占用，已现场丈量" in said and "■不影响，继续办理" in said and "洪石头" not in said
    assert [key for key, _title in guide.desk.ask(paper_page, done).copies] == ["issued"], "it says itself: 不张贴"
    refused(guide, lambda: guide.issue("objection_form", 99, sign=False), "unknown_objection")


def test_the_authorization_says_scope_kinds_and_term(guide: Guide) -> None:
    said = text_of(guide, guide.issue("authorization", 1, sign=False))
    for words in (
        "村民会议授权村民代表会议", "公益事业。", "公益事业的兴办和筹资筹劳方案", "其他涉及村民利益的事项", "2027年6月1日止",
        "村民会议2025年第1次会议",
    ):  # fmt: skip
        assert words in said, words
    refused(guide, lambda: guide.issue("authorization", 99, sign=False), "unknown_authorization")


def test_registers_of_a_year_in_order_and_the_workbook_equals_the_ledger(guide: Guide) -> None:
    refused(guide, lambda: guide.issue("ledger", 2026, sign=False), "empty_year")
    first, second = matter(guide), matter(guide)
    reach(guide, first, "")
    refused(guide, lambda: guide.issue("seal_log", 2026, sign=False), "empty_year")
    for day, document in ((date(2026, 3, 20), "决议公告"), (date(2026, 3, 10), "会议通知")):
        guide.desk.do(
            act.execution.log_seal_use, first, document=document, copies=2, approver="周明德", keeper="单守田", on=day
        )
    log = kept(guide, guide.issue("seal_log", 2026, sign=False))
    assert [use.document for use in log.uses] == ["会议通知", "决议公告"] and log.total == 4
    issued = guide.issue("ledger", 2026, sign=False)
    facts: LedgerFacts = kept(guide, issued)
    view = guide.desk.ask(ledger, year=2026, order="number", descending=False)
    assert [line.matter for line in facts.matters] == [row.title for row in view.rows] and len(facts.matters) == 2
    days = [line[:10] for line in facts.matters[0].days]
    assert days == sorted(days) and all(days)
    assert guide.desk.ask(year_title, 2026) in guide.desk.ask(issuing_page, kind="ledger", subject_id=2026)[0].subject_title
    rows = _sheet(guide.desk.ask(paper_copy, issued, form="xlsx").data)
    head = next(at for at, row in enumerate(rows) if row[0] == "序号")
    for line, row, one in zip(facts.matters, rows[head + 1 :], view.rows, strict=False):
        assert row[1:3] == [one.label, one.title] and row[3:9] == list(line.days)
        for shown, cell in zip(row[3:7], one.cells, strict=False):
            assert shown[:10] == (f"{cell.on:%Y-%m-%d}" if cell is not None and cell.on else "")
        assert row[11] == one.state_title
    assert second


def _sheet(data: bytes) -> list[list[str]]:
    from python_calamine import CalamineWorkbook

    return [[str(cell) for cell in row] for row in CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()]
