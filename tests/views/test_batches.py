"""All papers of a meeting or a matter in one picture: what is printed, how often, what has to be issued first."""

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Refused
from consult_desk.sample.guide import Guide
from consult_desk.views.batches import BatchView, matter_batch, meeting_batch
from tests.journeys.hamlet import advance, gathered, matter, reach


def kinds(view: BatchView, *, ticked: bool | None = None) -> list[str]:
    return [one.kind for one in view.rows if ticked is None or one.ticked is ticked]


def test_before_a_meeting_everything_is_offered_and_ticked(guide: Guide) -> None:
    found = matter(guide)
    meeting, _item = gathered(guide, found)
    view = guide.desk.ask(meeting_batch, meeting)
    assert view.subject == "meeting" and {"meeting_notice", "attendance_sheet", "ballot"} <= set(kinds(view, ticked=True))
    assert all(one.paper is None and one.pages == 0 and one.copies == 1 for one in view.rows)
    issued = guide.desk.do(act.papers.issue_paper, "attendance_sheet", meeting).result
    view = guide.desk.ask(meeting_batch, meeting)
    sheet = next(one for one in view.rows if one.kind == "attendance_sheet")
    assert sheet.paper == issued and sheet.pages >= 1 and sheet.sheet == "A4" and sheet.ticked and not sheet.single
    assert kinds(view).count("attendance_sheet") == 1


def test_ballots_keep_their_size_and_have_one_side(guide: Guide) -> None:
    meeting, _item = gathered(guide, matter(guide))
    ballot = next(one for one in guide.desk.ask(meeting_batch, meeting).rows if one.kind == "ballot")
    assert ballot.exact and ballot.single


def test_only_the_newest_version_is_printed(guide: Guide) -> None:
    meeting, _item = gathered(guide, matter(guide))
    guide.desk.do(act.papers.issue_paper, "attendance_sheet", meeting)
    second = guide.desk.do(act.papers.issue_paper, "attendance_sheet", meeting, correction="印错了一页，重新印").result
    sheets = [one for one in guide.desk.ask(meeting_batch, meeting).rows if one.kind == "attendance_sheet"]
    assert [one.paper for one in sheets] == [second] and sheets[0].version == 2


def test_after_a_meeting_what_was_for_before_is_not_ticked(guide: Guide) -> None:
    found = matter(guide)
    advance(guide, found)
    view = guide.desk.ask(meeting_batch, 1)
    assert "minutes" not in kinds(view) or "minutes_pdf" not in kinds(view), "the same content is not printed twice"
    assert not set(kinds(view, ticked=True)) & {"meeting_notice", "attendance_sheet", "ballot"}
    assert "signature_page" in kinds(view, ticked=True)
    word = guide.desk.do(act.papers.issue_paper, "minutes", 1).result
    view = guide.desk.ask(meeting_batch, 1)
    minutes = next(one for one in view.rows if one.kind in ("minutes", "minutes_pdf"))
    assert minutes.paper == word and minutes.pages >= 1, "a Word paper is printed too"


def test_what_cannot_be_issued_says_why_and_is_not_ticked(guide: Guide) -> None:
    found = matter(guide)
    view = guide.desk.ask(matter_batch, found)
    assert {"resolution", "result"} <= set(kinds(view))
    assert all(one.obstacles and not one.ticked for one in view.rows if one.kind in ("resolution", "result"))


def test_a_matter_brings_the_papers_of_its_meetings_unticked(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    paper = guide.issue("resolution", found, sign=False)
    guide.issue("attendance_sheet", 1, sign=False)
    view = guide.desk.ask(matter_batch, found)
    assert (view.subject, view.rows[0].kind, view.rows[0].paper, view.rows[0].ticked) == ("matter", "resolution", paper, True)
    assert view.rows[0].single, "what hangs on the wall has one side"
    sheet = next(one for one in view.rows if one.kind == "attendance_sheet")
    assert sheet.about != view.title and not sheet.ticked


def test_the_answer_to_an_objection_is_printed_for_both(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    guide.issue("resolution", found, sign=False)
    guide.post(found, "disclose_resolution", guide.clock.day)
    guide.desk.do(act.disclosures.record_objection, found, name="易兴旺", channel="书面", content="单价偏高")
    guide.desk.do(act.disclosures.reply_objection, 1, "rejected", "单价按三家报价的最低价定。", "单守田")
    guide.desk.do(act.papers.issue_paper, "objection_reply", 1)
    reply = next(one for one in guide.desk.ask(matter_batch, found).rows if one.kind == "objection_reply")
    assert reply.copies == 2 and reply.ticked


@pytest.mark.parametrize("view", [meeting_batch, matter_batch])
def test_an_unknown_one_is_refused(guide: Guide, view: object) -> None:
    with pytest.raises(Refused):
        guide.desk.ask(view, 999)
