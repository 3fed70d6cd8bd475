"""Papers are issued from the record, saved and checked; what is not due is not drawn."""

import subprocess
from pathlib import Path

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Trouble
from consult_desk.documents import readback
from consult_desk.sample.guide import PASSPHRASE, Guide, Votes
from consult_desk.views.checking import check_file
from consult_desk.views.issuing import issuing_page
from consult_desk.views.journal import check_home, journal_entries, journal_state
from consult_desk.views.paper_copies import paper_copy, preview_paper
from consult_desk.views.papers import paper_page, papers
from tests.journeys.hamlet import START, matter, reach, refused

ID_NUMBER = "110105194912310003"


def pdf_text(data: bytes) -> str:
    """What another program reads in a PDF, line ends and blanks away."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True, timeout=60)
    return "".join(done.stdout.decode().split())


@pytest.fixture
def paper(guide: Guide) -> int:
    """An unsigned resolution notice."""
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    return guide.issue("resolution", found, sign=False)


def test_what_is_not_a_paper(guide: Guide, paper: int) -> None:
    refused(guide, lambda: guide.issue("poem", 1, sign=False), "unknown_paper")
    refused(guide, lambda: guide.issue("resolution", 99, sign=False), "unknown_matter")
    refused(guide, lambda: guide.issue("minutes", 99, sign=False), "unknown_meeting")
    refused(guide, lambda: guide.desk.ask(paper_page, 99), "unknown_paper")
    minutes = guide.issue("minutes", 4, sign=False)
    sign = {"role": "issuer", "passphrase": PASSPHRASE}
    refused(guide, lambda: guide.desk.do(act.signing.sign_paper, minutes, **sign), "not_pdf")
    assert guide.desk.ask(paper_page, minutes).form == "docx"
    stranger = guide.desk.ask(check_file, b"%PDF-1.7 nothing")
    assert not stranger.good and stranger.kind in ("无法验证", "不是本村原件")
    changed = guide.desk.ask(paper_page, paper).data.replace(b"/Type", b"/Tyqe", 1)
    assert not guide.desk.ask(check_file, changed).good


def test_the_list_finds_papers_by_words_kind_and_state(guide: Guide, paper: int) -> None:
    notice = guide.issue("meeting_notice", 4, sign=False)
    every = guide.desk.ask(papers)
    assert [r.paper for r in every.rows] == [notice, paper] and every.total == 2
    assert guide.desk.ask(papers, limit=1, offset=1).rows == every.rows[1:]
    assert [r.paper for r in guide.desk.ask(papers, search="水渠").rows] == [paper]
    assert [r.paper for r in guide.desk.ask(papers, search=every.rows[0].number).rows] == [notice]
    assert guide.desk.ask(papers, search="%").total == 0
    assert [r.paper for r in guide.desk.ask(papers, kind="resolution").rows] == [paper]
    assert guide.desk.ask(papers, state="unsigned").total == 2 and guide.desk.ask(papers, state="signed").total == 0
    guide.desk.do(act.signing.sign_paper, paper, role="issuer", passphrase=PASSPHRASE)
    assert guide.desk.ask(papers, state="signed").rows[0].state_title == "没有签齐"
    again = {"kind": "resolution", "subject_id": 1, "correction": "金额写错了一位"}
    newer = guide.desk.do(act.papers.issue_paper, **again).result
    old, new = guide.desk.ask(paper_page, paper), guide.desk.ask(paper_page, newer)
    assert (old.superseded_by, new.supersedes, new.version) == (newer, paper, 2)
    assert "更正" in old.signing[1].words and new.correction == again["correction"]
    assert [r.paper for r in guide.desk.ask(papers, state="superseded").rows] == [paper]
    assert paper not in [r.paper for r in guide.desk.ask(papers, state="current").rows]
    refused(guide, lambda: guide.desk.ask(papers, state="lost"), "state")


def test_a_draft_is_seen_before_it_is_issued_and_keeps_nothing(guide: Guide) -> None:
    """preview_paper draws what would be issued, says what stands in the way, and leaves no trace."""
    found = matter(guide)
    early = guide.desk.ask(preview_paper, "resolution", found)
    assert early.data == b"" and any(o.code == "not_this_step" for o in early.obstacles)
    reach(guide, found, "disclose_resolution")
    entries = guide.desk.ask(journal_state).entries
    draft = guide.desk.ask(preview_paper, "resolution", found)
    assert draft.obstacles == () and draft.version == 1 and draft.earlier == ""
    said = pdf_text(draft.data)
    assert "草稿" in said and "石桥村公" not in said and "核对码" not in said and "三组水渠疏浚" in said
    assert guide.desk.ask(journal_state).entries == entries and guide.desk.ask(papers).total == 0
    ready = guide.desk.ask(issuing_page, matter_id=found)
    assert [(c.kind, bool(c.obstacles)) for c in ready][:2] == [("resolution", False), ("resolution_document", False)]
    assert [c.kind for c in ready if c.kind == "result" and c.obstacles] == ["result"]
    paper = guide.issue("resolution", found, sign=False)
    assert "草稿" not in pdf_text(guide.desk.ask(paper_page, paper).data)
    again = guide.desk.ask(preview_paper, "resolution", found)
    assert again.version == 2 and "1号" in again.earlier
    assert "resolution" not in {c.kind for c in guide.desk.ask(issuing_page)}
    assert guide.desk.ask(issuing_page, kind="resolution", subject_id=found)[0].corrects == again.earlier
    refused(guide, lambda: guide.desk.ask(preview_paper, "poem", 1), "unknown_paper")
    refused(guide, lambda: guide.desk.ask(issuing_page, matter_id=99), "unknown_matter")


def test_the_posted_copy_hides_what_is_nobodys_business_and_the_internal_one_says_what_it_is(
    guide: Guide, tmp_path: Path
) -> None:
    text = f"一、补助发给洪石头，身份证{ID_NUMBER}，电话13912345678。\n二、村委会电话0431-55500137。"
    found: int = guide.desk.do(
        act.matters.open_matter, title="临时救助", category="public_welfare", origin="suggestion", text=text,
        fund_source="村集体经济收益",
    ).result
    reach(guide, found, "disclose_resolution")
    paper = guide.issue("resolution", found)
    view = guide.desk.ask(paper_page, paper)
    assert view.hidden == ("隐去了 1 处身份证号", "隐去了 1 处手机号")
    posted, inside = (pdf_text(guide.desk.ask(paper_copy, paper, copy=c).data) for c in ("issued", "internal"))
    assert ID_NUMBER not in posted and "13912345678" not in posted and f"{'*' * 14}{ID_NUMBER[-4:]}" in posted
    assert "139****5678" in posted and "0431-55500137" in posted and "洪石头" in posted
    assert ID_NUMBER in inside and "13912345678" in inside and "内部件不得张贴" in inside
    assert guide.desk.ask(paper_copy, paper, copy="posted").data == view.data
    assert guide.desk.ask(check_file, view.data).kind == "原件一致"
    word = tmp_path / "决议.docx"
    guide.desk.do(act.papers.save_paper, paper, path=str(word), form="docx")
    said = readback.read_text(word.read_bytes())
    assert "临时救助" in said and ID_NUMBER not in said
    refused(guide, lambda: guide.desk.ask(paper_copy, paper, copy="secret"), "no_copy")
    refused(guide, lambda: guide.desk.ask(paper_copy, paper, form="odt"), "no_copy")


def test_posted_minutes_leave_reasons_and_speeches_out(guide: Guide) -> None:
    found = matter(guide)
    guide.clock.go(START)
    meeting = guide.call("party_committee", [act.meetings.Hearing(found, "propose")], START)
    guide.desk.do(act.meetings.open_meeting, meeting)
    people = [s.person for s in guide.meeting(meeting).seats]
    guide.desk.do(act.attendance.check_in, meeting, person_ids=people[:2])
    guide.desk.do(act.attendance.record_leave, meeting, person_ids=people[2:], reason="胃病住院")
    item = guide.meeting(meeting).items[0].item
    guide.desk.do(act.attendance.record_speech, item, speaker="单守田", words="先把三组的修了再说。")
    guide.vote(item, Votes(2))
    guide.close(meeting)
    paper = guide.issue("minutes", meeting, sign=False)
    inside = pdf_text(guide.desk.ask(paper_copy, paper, copy="internal", form="pdf").data)
    posted = pdf_text(guide.desk.ask(paper_copy, paper, copy="posted", form="pdf").data)
    assert "胃病住院" in inside and "先把三组" in inside and "内部件" in inside
    assert "胃病" not in posted and "先把三组" not in posted and "已请假" in posted and "张贴件" in posted
    assert "实到2人" in posted and "通过" in posted


def test_saving(guide: Guide, paper: int, tmp_path: Path) -> None:
    target = tmp_path / "公告.pdf"
    path = guide.desk.do(act.papers.save_paper, paper, path=str(target)).result
    assert Path(path).read_bytes() == guide.desk.ask(paper_page, paper).data
    with pytest.raises(Trouble):
        guide.desk.do(act.papers.save_paper, paper, path=str(tmp_path / "nowhere" / "公告.pdf"))


def test_a_kept_file_that_is_gone_or_changed(guide: Guide, paper: int) -> None:
    """A damaged file is told, never handed out."""
    digest = guide.matter(1).papers[0].sha256
    kept = guide.desk.home / "files" / digest[:2] / digest
    whole = kept.read_bytes()
    kept.write_bytes(whole + b" ")
    with pytest.raises(Trouble, match="已被改动"):
        guide.desk.ask(paper_page, paper)
    assert not guide.desk.ask(check_home).good
    kept.unlink()
    with pytest.raises(Trouble, match="不见了"):
        guide.desk.ask(paper_page, paper)
    kept.write_bytes(whole)
    assert guide.desk.ask(check_home).good


def test_the_journal_leaves_the_house_and_forgets_lawfully(guide: Guide, paper: int, tmp_path: Path) -> None:
    """Every paper fixes the journal's head; an export goes into an empty folder; erasing needs two names."""
    stand = guide.desk.ask(journal_state)
    assert stand.heads >= 1 and stand.since_head > 0 and f"{stand.since_head} 条" in stand.words
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_bytes(b"x")
    export, erase = act.journal.export_journal, act.journal.erase_body
    refused(guide, lambda: guide.desk.do(export, folder=str(tmp_path / "full")), "not_empty")
    assert guide.desk.do(export, folder=str(tmp_path / "out")).result > 3
    two = {"reason": "法院判决删除个人信息", "approved_by": ["周明德", "洪石头"]}
    for names in (["周明德"], ["周明德", "周明德"], ["周明德", "洪石头", "查正清"]):
        refused(guide, lambda n=names: guide.desk.do(erase, 5, **{**two, "approved_by": n}), "two_persons")
    refused(guide, lambda: guide.desk.do(erase, 999_999, **two), "no_body")
    refused(guide, lambda: guide.desk.do(erase, 5, **{**two, "reason": "删"}), "reason")
    guide.desk.do(erase, 5, **two)
    refused(guide, lambda: guide.desk.do(erase, 5, **two), "no_body")
    entries = guide.desk.ask(journal_entries, limit=3)
    assert entries.total == guide.desk.ask(journal_state).entries and len(entries.rows) == 3
    assert entries.rows[0].kind == "erase_body" or entries.rows[0].seq == entries.total
    (erased,) = guide.desk.ask(journal_entries, search="5").rows
    assert erased.erased and erased.seq == 5 and not entries.rows[0].erased
    assert guide.desk.ask(journal_entries, search="单守").total == entries.total
    assert guide.desk.ask(journal_entries, search="%").total == 0
