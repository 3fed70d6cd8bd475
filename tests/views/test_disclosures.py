"""The notice boards and objections as they are shown: what is to hang, until when and why, the proof, the answers."""

from datetime import date, timedelta

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Refused
from consult_desk.documents import readback
from consult_desk.sample.guide import Guide
from consult_desk.views.disclosures import disclosures, evidence_photo, posting_page
from consult_desk.views.objections import objectable, objection_page, objections
from consult_desk.views.papers import paper_page
from tests.journeys.hamlet import matter, reach, refused

JPEG = b"\xff\xd8\xff\xe0 picture"


@pytest.fixture
def resolved(guide: Guide) -> int:
    """A matter that stands before its first posting."""
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    return found


def state(guide: Guide) -> list[tuple[str, int]]:
    return [(row.state, row.days_left) for row in guide.desk.ask(disclosures).rows]


def test_a_notice_goes_from_waiting_to_served(guide: Guide, resolved: int) -> None:
    assert state(guide) == [("waiting", 0)]
    before = guide.desk.ask(posting_page, matter_id=resolved)
    assert (before.paper, before.paper_kind, before.row.posting) == (0, "resolution", 0)
    assert before.places == ("村务公开栏",)
    move = before.move("issue_paper")
    assert move is not None and move.allowed
    post = before.move("post_notice")
    assert post is not None and [o.code for o in post.obstacles] == ["no_paper"]
    paper = guide.issue("resolution", resolved)
    hanging, until = guide.post(resolved, "disclose_resolution", guide.clock.day)
    view = guide.desk.ask(posting_page, posting_id=hanging)
    assert (view.paper, view.signatures, view.until_on) == (paper, 2, until)
    assert view.places == ("村务公开栏", "二组小卖部外墙") and view.posted_by == "单守田"
    assert guide.desk.ask(posting_page, matter_id=resolved) == view
    assert state(guide) == [("hanging", (until - guide.clock.day).days)]
    early = view.move("take_down")
    assert early is not None and [o.code for o in early.obstacles] == ["publicity"]
    guide.clock.go(until)
    assert state(guide) == [("over", 0)]
    guide.take_down(hanging, until)
    assert state(guide) == [("served", 0)]
    assert dict(guide.desk.ask(disclosures).counts) == {"waiting": 0, "hanging": 0, "over": 0, "served": 1, "cut_short": 0}
    assert guide.desk.ask(posting_page, posting_id=hanging).moves == ()


def test_the_last_day_on_a_holiday_moves_and_the_arithmetic_says_so(guide: Guide, resolved: int) -> None:
    """15 days from 2026-04-20 end on 5 May, the last day of a holiday; the notice hangs till the 6th."""
    guide.clock.go(date(2026, 4, 20))
    guide.issue("resolution", resolved, sign=False)
    hanging, until = guide.post(resolved, "disclose_resolution", guide.clock.day)
    assert until == date(2026, 5, 6)
    view = guide.desk.ask(posting_page, posting_id=hanging)
    assert "2026-05-05 是休息日，顺延到下一个工作日" in view.words and "民法典" in view.reference
    guide.clock.go(date(2026, 5, 5))
    refused(guide, lambda: guide.desk.do(act.disclosures.take_down, hanging), "publicity")
    guide.clock.go(date(2026, 5, 6))
    guide.desk.do(act.disclosures.take_down, hanging)
    assert guide.desk.ask(posting_page, posting_id=hanging).row.state == "served"


def test_cut_short_waits_to_be_put_up_again(guide: Guide, resolved: int) -> None:
    guide.issue("resolution", resolved, sign=False)
    hanging, _until = guide.post(resolved, "disclose_resolution", guide.clock.day)
    guide.desk.do(act.disclosures.take_down, hanging, early_reason="被风刮走了")
    assert [row.state for row in guide.desk.ask(disclosures).rows] == ["waiting", "cut_short"]
    assert guide.desk.ask(posting_page, posting_id=hanging).removed_reason == "被风刮走了"
    assert [row.state for row in guide.desk.ask(disclosures, state="cut_short").rows] == ["cut_short"]
    assert guide.desk.ask(disclosures, search="没有这件事").total == 0
    assert guide.desk.ask(disclosures, search="2026-001").total == 2


def test_photographs_are_kept_by_kind_and_read_back(guide: Guide, resolved: int) -> None:
    guide.issue("resolution", resolved, sign=False)
    hanging, _until = guide.post(resolved, "disclose_resolution", guide.clock.day)
    photos = [act.disclosures.Photo("近.jpg", JPEG), act.disclosures.Photo("近二.jpg", JPEG + b"2")]
    assert guide.desk.do(act.disclosures.add_evidence, hanging, "near", photos, "单守田").result == 2
    guide.desk.do(act.disclosures.add_evidence, hanging, "far", photos[:1], "单守田")
    view = guide.desk.ask(posting_page, posting_id=hanging)
    assert view.row.photos == (2, 1, 0, 0)
    first = view.photos[0]
    assert (first.kind, first.file_name, first.taken_by, first.late) == ("near", "近.jpg", "单守田", False)
    assert guide.desk.ask(evidence_photo, first.evidence) == ("近.jpg", JPEG)
    with pytest.raises(Refused, match="99"):
        guide.desk.ask(evidence_photo, 99)


def test_a_matter_without_a_notice_has_no_page(guide: Guide) -> None:
    found = matter(guide)
    with pytest.raises(Refused, match="没有要张贴的公告"):
        guide.desk.ask(posting_page, matter_id=found)
    with pytest.raises(Refused, match="9"):
        guide.desk.ask(posting_page, posting_id=9)


def test_objections_stand_by_their_day_and_are_printed_once_answered(guide: Guide) -> None:
    found = matter(guide, profile="cq")
    reach(guide, found, "disclose_resolution")
    guide.issue("resolution", found, sign=False)
    guide.post(found, "disclose_resolution", guide.clock.day)
    choice = guide.desk.ask(objectable, matter_id=found)[0]
    record = act.disclosures.record_objection
    content = "单价偏高\n请说明"
    one = guide.desk.do(record, found, name="易兴旺", channel="书面", content=content).result
    two = guide.desk.do(record, found, name="冼国柱", channel="电话", content="占了我家的地").result
    rows = guide.desk.ask(objections).rows
    assert [row.objection for row in rows] in ([one, two], [two, one])
    assert rows[0].due_on == choice.due and rows[0].days_left == 3 and "重庆" in choice.reference
    assert guide.desk.ask(objections, search="占了").total == 1 and guide.desk.ask(objections).open == 2
    page = guide.desk.ask(objection_page, two)
    assert page.suspendable and [key for key, _title in page.steps] == ["propose", "consult", "deliberate", "resolve"]
    refused(guide, lambda: guide.desk.do(act.papers.issue_paper, "objection_reply", one), "open_objection")
    guide.desk.do(
        act.disclosures.reply_objection, one, finding="rejected", reply="单价经过比选。\n结果贴在公开栏。", handler="单守田"
    )
    printed = guide.desk.do(act.papers.issue_paper, "objection_reply", one).result
    rows = guide.desk.ask(objections).rows
    assert [(row.objection, row.state, row.paper) for row in rows] == [(two, "open", 0), (one, "rejected", printed)]
    assert guide.desk.ask(objections, state="answered").total == 1
    text = readback.squeezed(readback.read_text(guide.desk.ask(paper_page, printed).data))
    for words in ("易兴旺：", "单价偏高", "异议不成立", "结果贴在公开栏", "单守田", "（盖章处）"):
        assert words in text, words
    with pytest.raises(Refused, match="77"):
        guide.desk.ask(objection_page, 77)


def test_an_upheld_objection_says_what_follows(guide: Guide, resolved: int) -> None:
    guide.issue("resolution", resolved, sign=False)
    guide.post(resolved, "disclose_resolution", guide.clock.day)
    one = guide.desk.do(
        act.disclosures.record_objection, resolved, name="易兴旺", channel="书面", content="少算了一户"
    ).result
    guide.clock.go(guide.clock.day + timedelta(days=2))
    guide.desk.do(
        act.disclosures.reply_objection, one, finding="upheld", reply="情况属实", handler="单守田", effect="suspend"
    )
    printed = guide.desk.do(act.papers.issue_paper, "objection_reply", one).result
    text = readback.squeezed(readback.read_text(guide.desk.ask(paper_page, printed).data))
    assert "异议成立" in text and "暂停这件事项的实施" in text
    assert guide.matter(resolved).state == "suspended"
    assert guide.desk.ask(objections).rows[0].effect.startswith("暂停")
