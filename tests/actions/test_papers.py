"""Papers are issued from the record, signed twice, saved and checked; what is not due is not drawn."""

from pathlib import Path

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Trouble
from consult_desk.documents.identity import make_practice_identity
from consult_desk.sample.guide import PASSPHRASE, Guide
from consult_desk.views.journal import check_home, journal_state
from consult_desk.views.papers import check_file, paper_page
from tests.journeys.hamlet import matter, reach, refused


@pytest.fixture
def paper(guide: Guide) -> int:
    """An unsigned resolution notice."""
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    return guide.issue("resolution", found, sign=False)


def test_signing_in_order(guide: Guide, paper: int) -> None:
    """Issuer first, then the supervision committee, each once, each a file of its own; the old files stay."""
    sign = act.papers.sign_paper
    key = {"passphrase": PASSPHRASE}
    refused(guide, lambda: guide.desk.do(sign, paper, role="supervisor", **key), "issuer_first")
    refused(guide, lambda: guide.desk.do(sign, paper, role="mayor", **key), "role")
    refused(guide, lambda: guide.desk.do(sign, 99, role="issuer", **key), "unknown_paper")
    with pytest.raises(Trouble, match="口令"):
        guide.desk.do(sign, paper, role="issuer", passphrase="不是这个口令")
    plain = guide.desk.ask(paper_page, paper).data
    once = guide.desk.do(sign, paper, role="issuer", **key).result
    refused(guide, lambda: guide.desk.do(sign, paper, role="issuer", **key), "signed")
    twice = guide.desk.do(sign, paper, role="supervisor", **key).result
    view = guide.desk.ask(paper_page, paper)
    assert len(view.signed_by) == 2 and len({once, twice}) == 2 and view.data.startswith(plain[:1000])
    for digest in (once, twice):
        data = guide.desk.ask(lambda look, digest=digest: look.file(digest))
        assert guide.desk.ask(check_file, data).good
    assert guide.desk.ask(check_home).good


def test_what_is_not_a_paper(guide: Guide, paper: int) -> None:
    refused(guide, lambda: guide.issue("poem", 1, sign=False), "unknown_paper")
    refused(guide, lambda: guide.issue("resolution", 99, sign=False), "unknown_matter")
    refused(guide, lambda: guide.issue("minutes", 99, sign=False), "unknown_meeting")
    refused(guide, lambda: guide.desk.ask(paper_page, 99), "unknown_paper")
    minutes = guide.issue("minutes", 4, sign=False)
    sign = {"role": "issuer", "passphrase": PASSPHRASE}
    refused(guide, lambda: guide.desk.do(act.papers.sign_paper, minutes, **sign), "not_pdf")
    assert guide.desk.ask(paper_page, minutes).form == "docx"
    stranger = guide.desk.ask(check_file, b"%PDF-1.7 nothing")
    assert not stranger.good and stranger.kind in ("无法验证", "不是本村原件")
    changed = guide.desk.ask(paper_page, paper).data.replace(b"/Type", b"/Tyqe", 1)
    assert not guide.desk.ask(check_file, changed).good


def test_identities(guide: Guide) -> None:
    """A certificate is adopted once, in a known role; the key leaves no plain trace in the journal."""
    data = make_practice_identity("另一张证书", PASSPHRASE)
    adopt = act.papers.adopt_identity
    refused(guide, lambda: guide.desk.do(adopt, role="mayor", data=data, passphrase=PASSPHRASE), "role")
    guide.desk.do(adopt, role="issuer", data=data, passphrase=PASSPHRASE)
    refused(guide, lambda: guide.desk.do(adopt, role="issuer", data=data, passphrase=PASSPHRASE), "known_signer")
    with pytest.raises(Trouble):
        guide.desk.do(adopt, role="issuer", data=b"not a certificate", passphrase=PASSPHRASE)
    assert PASSPHRASE.encode() not in (guide.desk.home / "desk.db").read_bytes()


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
