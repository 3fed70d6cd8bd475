"""What hangs on the wall: nothing personal without a decision, and every decision on record."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Refused
from consult_desk.desk import Look
from consult_desk.documents import readback
from consult_desk.documents.copies import findings_of
from consult_desk.documents.detector import Decision
from consult_desk.documents.paper import facts_from_json, paper
from consult_desk.model import JournalBody, Paper, PaperFinding
from consult_desk.sample.guide import Guide
from consult_desk.views.findings import earlier_decisions
from consult_desk.views.paper_copies import paper_copy, preview_paper
from consult_desk.views.papers import paper_page
from tests.journeys.hamlet import matter, reach

PHONE, HIDDEN = "13812345678", "138****5678"
TEXT = f"同意由周明德牵头，有事打电话{PHONE}。其中低保户周家优先施工；其余按顺序。"


def about(guide: Guide, text: str) -> int:
    """A matter with that text, resolved."""
    done = guide.desk.do(
        act.matters.open_matter, title="三组水渠疏浚", category="public_welfare", origin="suggestion", text=text,
        budget=3_000_000, fund_source="村集体经济收益", profile="cn-village-reps",
    )  # fmt: skip
    found = int(done.result)
    reach(guide, found, "disclose_resolution")
    return found


@pytest.fixture
def resolved(guide: Guide) -> int:
    """A matter resolved with a mobile number and a word about hardship in its text."""
    return about(guide, TEXT)


def open_findings(guide: Guide, found: int) -> list[str]:
    return [row.key for row in guide.desk.ask(preview_paper, "resolution", found).findings if not row.decision]


def issue(guide: Guide, found: int, *decisions: Decision, correction: str = "") -> int:
    done = guide.desk.do(act.papers.issue_paper, "resolution", found, decisions=list(decisions), correction=correction)
    return int(done.result)


def said(guide: Guide, paper_id: int, copy: str = "issued", form: str = "") -> str:
    return readback.squeezed(readback.read_text(guide.desk.ask(paper_copy, paper_id, copy, form).data))


def test_what_needs_judgement_is_refused_until_it_is_decided(guide: Guide, resolved: int) -> None:
    with pytest.raises(Refused) as refused:
        issue(guide, resolved)
    words = "".join(o.words for o in refused.value.obstacles)
    assert "决议内容" in words and "困难情况" in words and PHONE not in words
    (key,) = open_findings(guide, resolved)
    with pytest.raises(Refused):
        issue(guide, resolved, Decision(key, "kept", "因为"))
    paper_id = issue(guide, resolved, Decision(key, "removed"))
    text = said(guide, paper_id)
    assert "低保户" not in text and "其余按顺序" in text and HIDDEN in text and PHONE not in text
    assert PHONE not in said(guide, paper_id, form="docx") and "低保户" not in said(guide, paper_id, form="docx")
    assert PHONE in said(guide, paper_id, "internal") and "低保户" in said(guide, paper_id, "internal")


def test_what_is_kept_stays_with_its_reason_on_record(guide: Guide, resolved: int) -> None:
    (key,) = open_findings(guide, resolved)
    paper_id = issue(guide, resolved, Decision(key, "kept", "评议公示按规定要写"))
    assert "低保户" in said(guide, paper_id)

    def kept(look: object) -> list[tuple[str, str, str]]:
        rows = look.session.query(PaperFinding).filter_by(paper_id=paper_id).all()  # type: ignore[attr-defined]
        return sorted((row.kind, row.decision, row.reason) for row in rows)

    assert guide.desk.ask(kept) == [("hardship", "kept", "评议公示按规定要写"), ("phone", "masked", "")]
    assert "低保户" in said(guide, paper_id, form="docx"), "a copy follows the decisions of its paper"


def test_a_new_version_begins_with_the_old_decisions(guide: Guide, resolved: int) -> None:
    (key,) = open_findings(guide, resolved)
    issue(guide, resolved, Decision(key, "masked"))
    assert open_findings(guide, resolved) == []
    second = issue(guide, resolved, correction="日期写错了一处")
    assert "低保户" not in said(guide, second)


def test_of_two_words_in_one_line_each_has_its_own_decision_in_every_copy(guide: Guide) -> None:
    found = about(guide, "周家是低保户，优先施工。李家是贫困户，随后施工。")
    first, second = open_findings(guide, found)
    paper_id = issue(guide, found, Decision(first, "masked"), Decision(second, "kept", "评议公示按规定要写"))
    for form in ("pdf", "docx"):
        text = said(guide, paper_id, form=form)
        assert "低保户" not in text and "贫困户" in text


def test_a_decision_to_keep_one_word_is_none_about_another(guide: Guide) -> None:
    found = about(guide, "周家是低保户，优先施工。其余按顺序。")
    (key,) = open_findings(guide, found)
    first = guide.desk.ask(paper_page, issue(guide, found, Decision(key, "kept", "评议公示按规定要写")))

    def inherited(look: Look, words: str) -> list[str]:
        facts = facts_from_json(paper("resolution"), look.session.get_one(Paper, first.paper).facts)
        changed = replace(facts, resolution=tuple(one.replace("低保户", words) for one in facts.resolution))
        earlier = look.session.get_one(Paper, first.paper)
        return [one.decision for one in earlier_decisions(look, earlier, findings_of("resolution", changed))]

    assert guide.desk.ask(inherited, "低保户") == ["kept"]
    assert guide.desk.ask(inherited, "贫困户") == []


def test_who_has_grown_up_stays_hidden_in_copies_of_old_papers(guide: Guide) -> None:
    birth = guide.clock.day.replace(year=guide.clock.day.year - 17)
    child = {"name": "霍小满", "sex": "女", "birth": birth, "household_no": "001", "group": "一组"}
    guide.desk.do(act.people.add_person, **child)
    paper_id = issue(guide, about(guide, "给霍小满等学生修一段上学的路。"))
    guide.clock.go(guide.clock.day.replace(year=guide.clock.day.year + 2))
    assert "霍小满" not in said(guide, paper_id, form="docx")


def test_the_draft_shows_what_will_hang(guide: Guide, resolved: int) -> None:
    draft = guide.desk.ask(preview_paper, "resolution", resolved)
    assert [row.kind_title for row in draft.findings] == ["困难情况", "手机号"]
    first = draft.findings[0]
    assert (first.field, first.found, first.decision) == ("决议内容 第1段", "低保户", "") and first.why
    assert PHONE not in readback.read_text(draft.data)
    decided = guide.desk.ask(preview_paper, "resolution", resolved, decisions=[Decision(first.key, "removed")])
    assert decided.obstacles == () and "低保户" not in readback.read_text(decided.data)


def test_no_finding_brings_a_number_into_what_is_kept_about_it(guide: Guide, resolved: int) -> None:
    (key,) = open_findings(guide, resolved)
    guide.desk.do(act.papers.issue_paper, "resolution", resolved, decisions=[Decision(key, "masked")])

    def bodies(look: object) -> Iterator[str]:
        rows = look.session.query(JournalBody).all()  # type: ignore[attr-defined]
        return [row.body for row in rows if row.body and "paper_finding" in row.body]  # type: ignore[return-value]

    told = list(guide.desk.ask(bodies))
    assert told and not any(PHONE in body for body in told)


def test_what_hangs_is_not_even_called_by_a_number(guide: Guide) -> None:
    """The name of a saved file comes from the title of its paper, and goes wherever the file goes."""
    done = guide.desk.do(
        act.matters.open_matter, title=f"李大山（电话{PHONE}）门前修路", category="public_welfare", origin="suggestion",
        text="同意。", budget=3_000_000, fund_source="村集体经济收益", profile="cn-village-reps",
    )  # fmt: skip
    reach(guide, int(done.result), "disclose_resolution")
    paper_id = issue(guide, int(done.result))
    view = guide.desk.ask(paper_page, paper_id)
    assert PHONE not in view.title and HIDDEN in view.title and PHONE.encode() not in view.data
    assert PHONE not in guide.desk.ask(paper_copy, paper_id).name


def test_a_quiet_paper_asks_nothing(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    paper_id = issue(guide, found)
    assert guide.desk.ask(paper_page, paper_id).hidden == ()


def test_children_are_named_by_their_family_name_only(guide: Guide, tmp_path: Path) -> None:
    child = guide.desk.do(
        act.people.add_person, name="霍小满", sex="女", birth=guide.clock.day.replace(year=guide.clock.day.year - 9),
        household_no="001", group="一组",
    )  # fmt: skip
    assert child.result
    found = about(guide, "给霍小满等学生修一段上学的路。")
    paper_id = issue(guide, found)
    assert "霍小满" not in said(guide, paper_id) and "霍某等学生" in said(guide, paper_id)


def test_every_copy_of_every_form_can_be_had_and_says_what_it_is(guide: Guide) -> None:
    """A workbook has no page to be stamped on; its first row says that it is not for the wall."""
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    paper_id = guide.issue("attendance_sheet", 1, sign=False)
    view = guide.desk.ask(paper_page, paper_id)
    assert set(view.forms) == {"pdf", "docx", "xlsx"} and len(view.copies) == 3
    for copy, _title in view.copies:
        for form in view.forms:
            data = guide.desk.ask(paper_copy, paper_id, copy, form).data
            if form == "xlsx":
                rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
                assert ("不得张贴" in str(rows[0][0])) == (copy == "internal")
