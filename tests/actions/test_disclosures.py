"""On the wall and in the field: posting, evidence, correction of notices, execution, acceptance, seals."""

from datetime import timedelta
from typing import Any

import pytest

from consult_desk import actions as act
from consult_desk.actions.execution import Part
from consult_desk.sample.guide import PASSPHRASE, Guide
from consult_desk.views.checking import check_file
from consult_desk.views.papers import paper_page
from tests.journeys.hamlet import START, advance, matter, reach, refused


@pytest.fixture
def resolved(guide: Guide) -> int:
    """A matter that stands before its first posting."""
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    return found


def test_posting_and_evidence(guide: Guide, resolved: int) -> None:
    post, add = act.disclosures.post_notice, act.disclosures.add_evidence
    step = {"step": "disclose_resolution"}
    refused(guide, lambda: guide.desk.do(post, resolved, places=["公开栏"], **step), "no_paper")
    guide.issue("resolution", resolved, sign=False)
    refused(guide, lambda: guide.desk.do(post, resolved, places=[], **step), "no_place")
    day = guide.clock.day
    refused(guide, lambda: guide.desk.do(post, resolved, places=["栏"], posted_on=day - timedelta(days=9), **step),
            "order", "printed_date")
    posting, _until = guide.post(resolved, "disclose_resolution", day)
    refused(guide, lambda: guide.desk.do(post, resolved, places=["公开栏"], **step), "already_hanging")
    photo, jpeg = act.disclosures.Photo, b"\xff\xd8\xff jpeg"
    near = {"kind": "near", "taken_by": "单守田"}
    refused(guide, lambda: guide.desk.do(add, posting, kind="selfie", data=[photo("a", jpeg)], taken_by="单"), "evidence_kind")
    refused(guide, lambda: guide.desk.do(add, posting, data=[photo("a.jpg", b"")], **near), "file_size")
    mixed = [photo("good.jpg", jpeg), photo("a.exe", b"MZ")]
    refused(guide, lambda: guide.desk.do(add, posting, data=mixed, **near), "not_photo")
    refused(guide, lambda: guide.desk.do(add, posting, data=[], **near), "no_file")
    refused(guide, lambda: guide.desk.do(add, 99, data=[photo("a.jpg", jpeg)], **near), "unknown_posting")
    early = {**near, "on": day - timedelta(days=1)}
    refused(guide, lambda: guide.desk.do(add, posting, data=[photo("a.jpg", jpeg)], **early), "order")
    several = [photo("C:\\照片\\near.jpg", jpeg), photo("near2.png", b"\x89PNG\r\n\x1a\n"), photo("again.jpg", jpeg)]
    assert guide.desk.do(add, posting, data=several, **near).result == 2
    refused(guide, lambda: guide.desk.do(add, posting, data=several, **near), "known_file")
    down = act.disclosures.take_down
    refused(guide, lambda: guide.desk.do(down, posting, removed_on=day - timedelta(days=1)), "order")
    row = guide.matter(resolved).postings[0]
    assert (row.state, row.days_left) == ("张贴中", (row.until_on - day).days)
    guide.clock.go(row.until_on)
    assert {o.code for o in guide.matter(resolved).waiting} == {"not_removed"}


def test_a_corrected_notice_supersedes_and_hangs_its_own_term(guide: Guide, resolved: int) -> None:
    """The old stays and says 已被更正; the wall must show the new one before the step is done."""
    first = guide.issue("resolution", resolved)
    posting, until = guide.post(resolved, "disclose_resolution", guide.clock.day)
    old = guide.desk.ask(paper_page, first).data
    assert guide.desk.ask(check_file, old).kind == "原件一致"
    guide.clock.go(until)
    refused(guide, lambda: guide.issue("resolution", resolved), "reason")
    second = guide.desk.do(
        act.papers.issue_paper, "resolution", resolved, posted_from=until, correction="联系电话印错了"
    ).result
    verdict = guide.desk.ask(check_file, old)
    assert verdict.kind == "已被更正" and "2" in verdict.words
    sign = {"role": "issuer", "passphrase": PASSPHRASE}
    refused(guide, lambda: guide.desk.do(act.signing.sign_paper, first, **sign), "superseded")
    guide.take_down(posting, until)
    waiting = guide.matter(resolved).waiting
    assert {o.code for o in waiting} == {"paper_superseded"} and "第2版" in waiting[0].words
    guide.clock.go(until)
    hung, until = guide.post(resolved, "disclose_resolution", guide.clock.day)
    guide.take_down(hung, until)
    assert guide.matter(resolved).step == "disclose_result"
    rows = {p.paper: (p.version, p.superseded) for p in guide.matter(resolved).papers}
    assert rows == {second: (2, False), first: (1, True)}


def test_an_open_objection_holds_the_posting(guide: Guide, resolved: int) -> None:
    guide.issue("resolution", resolved, sign=False)
    posting, until = guide.post(resolved, "disclose_resolution", guide.clock.day)
    objection = guide.desk.do(
        act.disclosures.record_objection, resolved, name="易兴旺", channel="书面", content="单价偏高"
    ).result
    guide.take_down(posting, until)
    assert {o.code for o in guide.matter(resolved).waiting} == {"open_objection"}
    reply = {"finding": "rejected", "reply": "单价经过比选", "handler": "单守田"}
    guide.desk.do(act.disclosures.reply_objection, objection, replied_on=until - timedelta(days=1), **reply)
    view = guide.matter(resolved)
    assert view.step == "disclose_result" and view.steps[4].on == until


def test_execution_and_acceptance(guide: Guide, resolved: int) -> None:
    start, part = act.execution.start_execution, act.execution.complete_milestone
    finish, accept = act.execution.finish_execution, act.execution.accept_work
    halves = {"executor": "村民委员会", "parts": [Part("清淤", 60), Part("护坡", 40)]}
    refused(guide, lambda: guide.desk.do(start, resolved, **halves), "not_posted")
    refused(guide, lambda: guide.desk.do(part, resolved, 1), "no_execution")
    advance(guide, resolved)
    day = guide.clock.day
    assert {o.code for o in guide.matter(resolved).waiting} == {"no_execution"}
    refused(guide, lambda: guide.issue("result", resolved, sign=False), "no_execution")
    for parts in ([], [Part("清淤", 60)], [Part("清淤", 100), Part("护坡", 0)]):
        refused(guide, lambda p=parts: guide.desk.do(start, resolved, executor="村委会", parts=p), "weights")
    refused(guide, lambda: guide.desk.do(start, resolved, started_on=START, **halves), "order")
    guide.desk.do(start, resolved, **halves)
    refused(guide, lambda: guide.desk.do(start, resolved, **halves), "already_started")
    guide.clock.go(day + timedelta(days=9))
    refused(guide, lambda: guide.desk.do(part, resolved, 3), "unknown_part")
    refused(guide, lambda: guide.desk.do(part, resolved, 1, done_on=START), "order")
    assert guide.desk.do(part, resolved, 1, done_on=day + timedelta(days=4)).result == 60
    refused(guide, lambda: guide.desk.do(part, resolved, 1), "already_done")
    open_part = refused(guide, lambda: guide.desk.do(finish, resolved), "open_parts")
    assert "护坡" in open_part[0].words
    late = {"outstanding": "护坡明年再做"}
    refused(guide, lambda: guide.desk.do(finish, resolved, finished_on=day + timedelta(days=3), **late), "order")
    refused(guide, lambda: guide.desk.do(finish, resolved, actual=-1, **late), "budget")
    seen = {"by": ["查正清"], "finding": "合格"}
    refused(guide, lambda: guide.desk.do(accept, resolved, **seen), "not_finished")
    guide.desk.do(finish, resolved, actual=3_100_000, **late)
    refused(guide, lambda: guide.desk.do(accept, resolved, accepted_on=day + timedelta(days=5), **seen), "order")
    refused(guide, lambda: guide.desk.do(accept, resolved, by=[], finding="合格"), "no_acceptor")
    guide.desk.do(accept, resolved, by=["查正清"], finding="护坡塌了一段，返工", passed=False)
    refused(guide, lambda: guide.issue("result", resolved, sign=False), "no_acceptance")
    guide.desk.do(finish, resolved, actual=3_150_000, **late)
    guide.desk.do(accept, resolved, **seen)
    refused(guide, lambda: guide.desk.do(accept, resolved, **seen), "already_accepted")
    refused(guide, lambda: guide.desk.do(finish, resolved), "already_accepted")
    paper = guide.issue("result", resolved, sign=False)
    facts = guide.desk.ask(paper_page, paper).facts
    assert facts["difference"] == "超支1,500.00元" and facts["outstanding"] == "护坡明年再做" and facts["progress"] == 60


def test_a_result_hangs_after_its_acceptance(guide: Guide, resolved: int) -> None:
    """The national rule: not before the acceptance; the finance practice: not before the day after it."""
    advance(guide, resolved)
    day = guide.clock.day + timedelta(days=1)
    guide.execute(resolved, day, day + timedelta(days=2), day + timedelta(days=3), 1)
    guide.issue("result", resolved, sign=False)
    post = {"step": "disclose_result", "places": ["村务公开栏"]}
    early = guide.clock.day - timedelta(days=1)
    codes = ("before_acceptance", "printed_date")
    refused(guide, lambda: guide.desk.do(act.disclosures.post_notice, resolved, posted_on=early, **post), *codes)
    guide.post(resolved, "disclose_result", guide.clock.day)


def test_the_dates_of_the_finance_practice(guide: Guide) -> None:
    """Award after the posting ended, result from the day after acceptance, both ends counted."""
    found = matter(guide, "practice-project-funds")
    reach(guide, found, "township_review")
    ended = guide.clock.day
    row = guide.matter(found).postings[0]
    assert (row.until_on - row.posted_on).days >= 14
    same = {"executor": "村委会", "parts": [Part("疏浚", 100)], "started_on": ended}
    wrong = refused(guide, lambda: guide.desk.do(act.execution.start_execution, found, **same), "date_order")
    assert "确定施工方" in wrong[0].words and "不能同一天" in wrong[0].words and "报账口径" in wrong[0].reference
    advance(guide, found)
    day = guide.clock.day + timedelta(days=1)
    guide.execute(found, day, day + timedelta(days=2), day + timedelta(days=3), 1)
    guide.issue("result", found, sign=False)
    post = {"step": "disclose_result", "places": ["村务公开栏"]}
    codes = ("date_order", "before_acceptance")
    refused(guide, lambda: guide.desk.do(act.disclosures.post_notice, found, **post), *codes)


def test_land_contract_waits_for_the_township(guide: Guide) -> None:
    """Two thirds of all adults, and the township's approval before the notice."""
    found = matter(guide, "cn-land-contract", category="land_contract")
    reach(guide, found, "disclose_resolution")
    assert "需 17 人" in guide.matter(found).steps[3].words
    wait = refused(guide, lambda: guide.issue("resolution", found, sign=False), "township")
    assert "批准" in wait[0].words and "农村土地承包法" in wait[0].reference and wait[0].leads_to == "record_review"
    answer = {"step": "township_review", "by": "柳河镇人民政府", "opinion": "批准", "document": "柳政〔2026〕3号"}
    early = {"on": START, **answer}
    refused(guide, lambda: guide.desk.do(act.matters.record_review, found, **early), "order")
    guide.desk.do(act.matters.record_review, found, agreed=False, **answer)
    refused(guide, lambda: guide.issue("resolution", found, sign=False), "township")
    guide.desk.do(act.matters.record_review, found, **answer)
    reach(guide, found, "")
    assert guide.matter(found).state == "done"


@pytest.mark.parametrize(
    ("given", "code"),
    [({"copies": 0}, "copies"), ({"keeper": " 周明德 "}, "keeper"), ({"document": " "}, "")],
)
def test_seals(guide: Guide, given: dict[str, Any], code: str) -> None:
    """Who approves does not keep the seal; a use is entered with its number of copies."""
    found = matter(guide)
    whole: dict[str, Any] = {"document": "决议公告", "copies": 2, "approver": "周明德", "keeper": "单守田"}
    use = act.execution.log_seal_use
    refused(guide, lambda: guide.desk.do(use, found, **{**whole, **given}), code)
    assert guide.desk.do(use, found, **whole).result == 1
