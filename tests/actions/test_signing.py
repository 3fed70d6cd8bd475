"""Papers are signed by up to four, in any order, with one passphrase for several; each refusal says what to do."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from consult_desk import actions as act
from consult_desk.base.errors import Trouble
from consult_desk.base.settings import Settings, save_settings
from consult_desk.documents.identity import make_practice_identity
from consult_desk.documents.signatures import read_signatures
from consult_desk.documents.time_server import NoTimeStamp
from consult_desk.model import Paper, PaperFile
from consult_desk.sample.guide import PASSPHRASE, Guide
from consult_desk.views.checking import check_file
from consult_desk.views.journal import check_home
from consult_desk.views.paper_copies import paper_copy
from consult_desk.views.papers import paper_page, papers
from consult_desk.views.signers import signers, signing_devices
from consult_desk.views.signing import papers_to_sign
from tests.documents.soft_token import MODULE, PIN, needs_token, soft_token
from tests.documents.time_servers import Answer, issuer, time_server
from tests.journeys.hamlet import matter, reach, refused

SIGN = act.signing.sign_paper
FOUR = ("party", "issuer", "supervisor", "township")
TEMPLATE = '[kind.resolution]\nsigners = ["party", "issuer", "supervisor", "township"]\n'


def issued(guide: Guide, *, four: bool = False) -> int:
    """An unsigned resolution notice, to be signed by two, or by all four."""
    if four:
        folder = guide.desk.home / "文书模板"
        folder.mkdir(exist_ok=True)
        (folder / "文书.toml").write_text(TEMPLATE, encoding="utf-8")
        for role in ("party", "township"):
            guide.desk.do(act.signing.make_identity, role=role, name=f"{role}的练习证书", passphrase=PASSPHRASE)
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    return guide.issue("resolution", found, sign=False)


@pytest.fixture
def paper(guide: Guide) -> int:
    """An unsigned resolution notice to be signed by two."""
    return issued(guide)


def level(guide: Guide, digest: str) -> str | None:
    """What is kept of the level of a signed file."""
    return guide.desk.ask(lambda look: look.session.scalar(select(PaperFile.level).where(PaperFile.sha256 == digest)))


def test_signing_in_any_order(guide: Guide, paper: int) -> None:
    """Each once, each a file of its own; the old files stay, and what is missing is told."""
    key = {"passphrase": PASSPHRASE}
    refused(guide, lambda: guide.desk.do(SIGN, paper, role="mayor", **key), "role")
    refused(guide, lambda: guide.desk.do(SIGN, paper, role="township", **key), "not_a_signer")
    refused(guide, lambda: guide.desk.do(SIGN, 99, role="issuer", **key), "unknown_paper")
    refused(guide, lambda: guide.desk.do(SIGN, paper, role="issuer"), "locked")
    with pytest.raises(Trouble, match="口令"):
        guide.desk.do(SIGN, paper, role="issuer", passphrase="不是这个口令")
    plain = guide.desk.ask(paper_page, paper).data
    once = guide.desk.do(SIGN, paper, role="supervisor", **key).result
    half = guide.desk.ask(check_file, guide.desk.ask(paper_page, paper).data)
    assert half.good and half.kind == "原件一致" and "还缺 1 个签名" in half.words and "发布单位" in half.details[0]
    refused(guide, lambda: guide.desk.do(SIGN, paper, role="supervisor", **key), "signed")
    twice = guide.desk.do(SIGN, paper, role="issuer", **key).result
    view = guide.desk.ask(paper_page, paper)
    assert len(view.signed_by) == 2 and len({once, twice}) == 2 and view.data.startswith(plain[:1000])
    for digest in (once, twice):
        data = guide.desk.ask(lambda look, digest=digest: look.file(digest))
        assert guide.desk.ask(check_file, data).good and level(guide, digest) == "B-B"
    assert "还缺" not in guide.desk.ask(check_file, view.data).words
    assert guide.desk.ask(check_home).good


def test_a_ballot_is_signed_by_hand(guide: Guide, paper: int) -> None:
    sheet = guide.issue("attendance_sheet", 4, sign=False)
    refused(guide, lambda: guide.desk.do(SIGN, sheet, role="issuer", passphrase=PASSPHRASE), "by_hand")
    assert guide.desk.ask(paper_page, sheet).signing == ()


def test_four_sign_in_any_order_and_their_marks_are_seen(guide: Guide) -> None:
    paper = issued(guide, four=True)
    assert guide.desk.ask(lambda look: look.session.get_one(Paper, paper).signers) == " ".join(FOUR)
    shown = [line.title for line in guide.desk.ask(paper_page, paper).signing]
    assert shown == ["村党组织", "发布单位", "村务监督委员会", "乡镇（街道）"]
    for count, role in enumerate(("township", "supervisor", "issuer", "party"), 1):
        guide.desk.do(SIGN, paper, role=role, passphrase=PASSPHRASE)
        (row,) = [r for r in guide.desk.ask(papers).rows if r.paper == paper]
        assert (row.signatures, row.state_title == "已签名") == (count, count == 4)
        assert (paper in [r.paper for r in guide.desk.ask(papers, state="unsigned").rows]) == (count < 4)
    view = guide.desk.ask(paper_page, paper)
    states = read_signatures(view.data)
    assert len(states) == 4 and all(one.sound for one in states)
    verdict = guide.desk.ask(check_file, view.data)
    assert verdict.answer == "原件一致" and "还缺" not in verdict.words
    assert view.looks != view.data and b"/ByteRange" not in view.looks
    assert guide.desk.ask(paper_copy, paper).shown == view.looks and guide.desk.ask(paper_copy, paper).data == view.data


def test_one_passphrase_signs_several_papers_of_a_matter(guide: Guide, paper: int) -> None:
    """sign_papers: all or none."""
    notice, sheet = guide.issue("meeting_notice", 4, sign=False), guide.issue("attendance_sheet", 4, sign=False)
    both, many = act.signing.sign_papers, {"role": "issuer", "passphrase": PASSPHRASE}
    waiting = guide.desk.ask(papers_to_sign)
    assert [one.paper for one in waiting.papers] == [notice, paper] and waiting.roles == ("issuer", "supervisor")
    assert [one.paper for one in guide.desk.ask(papers_to_sign, paper).papers] == [paper]
    refused(guide, lambda: guide.desk.do(both, [], **many), "no_papers")
    refused(guide, lambda: guide.desk.do(both, list(range(101)), **many), "many_papers")
    refused(guide, lambda: guide.desk.do(both, [paper, sheet], **many), "by_hand")
    assert guide.desk.do(both, [paper, notice, paper], **many).result == 2
    assert [one.missing for one in guide.desk.ask(papers_to_sign).papers] == [("supervisor",), ("supervisor",)]
    refused(guide, lambda: guide.desk.do(both, [notice], **many), "signed")
    guide.desk.do(both, [paper, notice], role="supervisor", passphrase=PASSPHRASE)
    assert guide.desk.ask(papers_to_sign).papers == ()


def test_the_key_stays_open_for_a_quarter_of_an_hour(guide: Guide, paper: int) -> None:
    notice = guide.issue("meeting_notice", 4, sign=False)
    guide.desk.do(SIGN, paper, role="issuer", passphrase=PASSPHRASE)
    found = guide.desk.ask(signers)
    (mine,) = found.unlocked
    assert mine.role == "issuer" and mine.open_until == guide.clock() + timedelta(minutes=15)
    guide.clock.moment += timedelta(minutes=14)
    guide.desk.do(SIGN, notice, role="issuer")
    guide.clock.moment += timedelta(minutes=14)
    assert guide.desk.ask(signers).unlocked, "each signature starts the quarter of an hour anew"
    guide.clock.moment += timedelta(minutes=1)
    assert not guide.desk.ask(signers).unlocked
    refused(guide, lambda: guide.desk.do(SIGN, paper, role="supervisor"), "locked")


def test_the_key_is_locked_by_hand_and_when_the_desk_closes(guide: Guide, paper: int) -> None:
    """lock_signing answers how many it locked."""
    guide.desk.do(SIGN, paper, role="issuer", passphrase=PASSPHRASE)
    assert guide.desk.do(act.signing.lock_signing).result == 1
    assert guide.desk.do(act.signing.lock_signing).result == 0
    refused(guide, lambda: guide.desk.do(SIGN, paper, role="supervisor"), "locked")
    guide.desk.do(SIGN, paper, role="supervisor", passphrase=PASSPHRASE)
    keys = guide.desk.keys
    guide.desk.close()
    assert keys.lock() == 0


def test_a_clock_that_goes_back_locks(guide: Guide, paper: int) -> None:
    guide.desk.do(SIGN, paper, role="issuer", passphrase=PASSPHRASE)
    guide.clock.moment -= timedelta(seconds=1)
    assert not guide.desk.ask(signers).unlocked


def test_no_passphrase_and_no_key_is_written_anywhere(guide: Guide, paper: int) -> None:
    guide.desk.do(act.signing.sign_papers, [paper], role="issuer", passphrase=PASSPHRASE)
    guide.desk.do(SIGN, paper, role="supervisor", passphrase=PASSPHRASE)
    identity = next(iter(guide.desk.keys._kept.values()))[0]
    assert PASSPHRASE not in repr(guide.desk.keys) and PASSPHRASE not in repr(vars(guide.desk)) and "key=" not in repr(identity)
    numbers = identity.key.private_numbers()  # type: ignore[union-attr]
    secret = numbers.private_value.to_bytes(32, "big")  # type: ignore[union-attr]
    for path in guide.desk.home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert PASSPHRASE.encode() not in data and secret not in data and secret.hex().encode() not in data, path


def test_identities(guide: Guide) -> None:
    """A certificate is adopted once, in a known role; the key leaves no plain trace in the journal."""
    data = make_practice_identity("另一张证书", PASSPHRASE)
    adopt = act.signing.adopt_identity
    refused(guide, lambda: guide.desk.do(adopt, role="mayor", data=data, passphrase=PASSPHRASE), "role")
    guide.desk.do(adopt, role="issuer", data=data, passphrase=PASSPHRASE)
    refused(guide, lambda: guide.desk.do(adopt, role="issuer", data=data, passphrase=PASSPHRASE), "known_signer")
    with pytest.raises(Trouble):
        guide.desk.do(adopt, role="issuer", data=b"not a certificate", passphrase=PASSPHRASE)
    assert PASSPHRASE.encode() not in (guide.desk.home / "desk.db").read_bytes()


def test_the_roles_are_called_as_it_is_usual_there(guide: Guide) -> None:
    titles = guide.desk.ask(signers).roles
    assert tuple(titles) == FOUR and titles["supervisor"] == "村务监督委员会"
    assert guide.desk.ask(signers).names["party"].startswith("中共")
    with guide.desk.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE village SET kind = 'community'")
    assert guide.desk.ask(signers).roles["supervisor"] == "居务监督委员会"


def with_server(guide: Guide, url: str) -> None:
    save_settings(guide.desk.home, Settings(timestamp_url=url))


def test_a_time_server_stamps_the_signature(guide: Guide, paper: int) -> None:
    with time_server() as url:
        with_server(guide, url)
        digest = guide.desk.do(SIGN, paper, role="issuer", passphrase=PASSPHRASE).result
        bare = guide.desk.do(SIGN, paper, role="supervisor", passphrase=PASSPHRASE, untimed=True).result
    assert (level(guide, digest), level(guide, bare)) == ("B-T", "B-B")
    view = guide.desk.ask(paper_page, paper)
    assert "带时间戳" in view.signing[0].words and "带时间戳" not in view.signing[1].words
    assert guide.desk.ask(check_file, view.data).good and guide.desk.ask(signers).timed


BAD: dict[str, tuple[Answer, str]] = {
    "an error": (lambda _r: (500, "application/timestamp-reply", b""), "没有给出时间戳"),
    "a page": (lambda _r: (200, "text/html", b"<html>"), "没有给出时间戳"),
    "a redirect": (lambda _r: (302, "application/timestamp-reply", b""), "没有给出时间戳"),
    "too much": (lambda _r: (200, "application/timestamp-reply", bytes(100_000)), "没有给出时间戳"),
    "rubbish": (lambda _r: (200, "application/timestamp-reply", b"0\x03\x02\x01"), "不能用"),
    "a refusal": (lambda _r: (200, "application/timestamp-reply", bytes.fromhex("30053003020102")), "拒绝"),
}


def test_a_failing_time_server_loses_nothing(guide: Guide, paper: int) -> None:
    before = guide.desk.ask(paper_page, paper)
    for answer, words in BAD.values():
        with time_server(answer) as url:
            with_server(guide, url)
            with pytest.raises(NoTimeStamp, match=words) as caught:
                guide.desk.do(SIGN, paper, role="issuer", passphrase=PASSPHRASE)
            assert "这次不加时间戳" in caught.value.words
    for url in ("http://127.0.0.1:1/", "ftp://example.org/", "tsa", "http://[", "http://"):
        with_server(guide, url)
        with pytest.raises(NoTimeStamp, match="时间戳服务器"):
            guide.desk.do(SIGN, paper, role="issuer", passphrase=PASSPHRASE)
    assert guide.desk.ask(paper_page, paper).data == before.data
    guide.desk.do(SIGN, paper, role="issuer", untimed=True)  # the passphrase is not asked for again
    assert guide.desk.ask(paper_page, paper).signing[0].state == "signed"


def files(folder: Path, data: list[bytes]) -> list[Path]:
    """Each in a file of its own."""
    for number, one in enumerate(data):
        (folder / f"{number}.crl").write_bytes(one)
    return [folder / f"{number}.crl" for number in range(len(data))]


def test_revocation_lists_go_along_and_are_renewed(guide: Guide, paper: int, tmp_path: Path) -> None:
    """renew_proofs; adopt_identity with proofs."""
    data, leaf = issuer().p12("青石村村民委员会")
    adopted = {"role": "issuer", "data": data, "passphrase": "secret6"}
    fingerprint = guide.desk.do(
        act.signing.adopt_identity, **adopted, proofs=files(tmp_path, issuer().lists())
    ).result
    row = guide.desk.ask(signers).of("issuer")
    assert row is not None and "有效到2035年1月1日" in row.proofs and not row.self_signed
    with time_server() as url:
        with_server(guide, url)
        digest = guide.desk.do(SIGN, paper, role="issuer", passphrase="secret6").result
    assert level(guide, digest) == "B-LT"
    assert guide.desk.ask(check_file, guide.desk.ask(paper_page, paper).data).good
    renew: Callable[..., int] = act.signing.renew_proofs
    assert guide.desk.do(renew, fingerprint, files(tmp_path, issuer().lists())).result == 2
    assert not guide.desk.ask(signers).unlocked, "what was opened before does not know the new lists"
    refused(guide, lambda: guide.desk.do(renew, "0" * 64, files(tmp_path, issuer().lists())), "no_signer")
    refused(guide, lambda: guide.desk.do(renew, fingerprint, files(tmp_path, issuer().lists()[:1])), "proofs")
    refused(guide, lambda: guide.desk.do(renew, fingerprint, [tmp_path / "0.crl"] * 21), "proofs")
    (tmp_path / "x").write_bytes(b"neither")
    with pytest.raises(Trouble, match="不是证书吊销列表"):
        guide.desk.do(renew, fingerprint, [tmp_path / "x"])
    with pytest.raises(Trouble, match="吊销"):
        guide.desk.do(renew, fingerprint, files(tmp_path, issuer().lists(leaf)))


def test_a_certificate_adopted_without_its_issuers_says_so(guide: Guide, tmp_path: Path) -> None:
    data, _leaf = issuer().p12("另一村民委员会")
    fingerprint = guide.desk.do(act.signing.adopt_identity, role="issuer", data=data, passphrase="secret6").result
    row = guide.desk.ask(signers).of("issuer")
    assert row is not None and "没有带吊销列表" in row.proofs
    refused(
        guide, lambda: guide.desk.do(act.signing.renew_proofs, fingerprint, files(tmp_path, issuer().lists())), "no_chain"
    )


@needs_token
def test_a_token_signs_and_a_file_goes_on_signing_for_the_other(guide: Guide, paper: int) -> None:
    """adopt_token keeps which token, never the PIN."""
    wanted = soft_token()["rsa"]
    (row,) = [r for r in guide.desk.ask(signing_devices, module=MODULE) if r.fingerprint == wanted]
    token = {"module": MODULE, "fingerprint": row.fingerprint, "passphrase": PIN}
    assert row.fits and row.token == "青石村UKey"
    refused(guide, lambda: guide.desk.do(act.signing.adopt_token, role="mayor", **token), "role")
    with pytest.raises(Trouble, match="PIN"):
        guide.desk.do(act.signing.adopt_token, role="issuer", **{**token, "passphrase": "000000"})
    guide.desk.do(act.signing.adopt_token, role="issuer", **token)
    refused(guide, lambda: guide.desk.do(act.signing.adopt_token, role="issuer", **token), "known_signer")
    known = guide.desk.ask(signers)
    current = known.of("issuer")
    assert current is not None and current.token and not current.self_signed and len(known.rows) == 3
    assert guide.desk.ask(paper_page, paper).signing[0].token
    with pytest.raises(Trouble, match="驱动"):
        guide.desk.do(SIGN, paper, role="issuer", passphrase=PIN, module="/nowhere/x.so")
    guide.desk.do(SIGN, paper, role="issuer", passphrase=PIN)
    guide.desk.do(SIGN, paper, role="supervisor", passphrase=PASSPHRASE)
    view = guide.desk.ask(paper_page, paper)
    assert [line.state for line in view.signing] == ["signed", "signed"]
    assert guide.desk.ask(check_file, view.data).kind == "原件一致"
    assert guide.desk.ask(check_home).good
    assert PIN.encode() not in (guide.desk.home / "desk.db").read_bytes()
    bodies = [path.read_bytes() for path in (guide.desk.home / "files").rglob("*") if path.is_file()]
    assert any(json.loads(b).get("pkcs11") == MODULE for b in bodies if b.startswith(b"{"))


@needs_token
def test_a_token_that_goes_away_takes_its_key_along(
    guide: Guide, paper: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from consult_desk.documents import token_key

    notice = guide.issue("meeting_notice", 4, sign=False)
    token = {"module": MODULE, "fingerprint": soft_token()["ecdsa"], "passphrase": PIN}
    guide.desk.do(act.signing.adopt_token, role="issuer", **token)
    guide.desk.do(SIGN, paper, role="issuer", passphrase=PIN)
    guide.desk.do(SIGN, notice, role="issuer")  # still plugged in: no PIN asked for
    assert guide.desk.ask(signers).unlocked
    monkeypatch.setattr(token_key, "certificates_on", lambda _module: ())
    assert not guide.desk.ask(signers).unlocked
    refused(guide, lambda: guide.desk.do(SIGN, paper, role="issuer"), "signed")


@needs_token
def test_a_token_pulled_out_while_signing_locks(guide: Guide, paper: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from consult_desk.documents.token_key import TokenKey

    token = {"module": MODULE, "fingerprint": soft_token()["ecdsa"], "passphrase": PIN}
    guide.desk.do(act.signing.adopt_token, role="issuer", **token)
    first = guide.issue("meeting_notice", 4, sign=False)
    guide.desk.do(SIGN, first, role="issuer", passphrase=PIN)

    def gone(_key: TokenKey, _data: bytes) -> bytes:
        raise Trouble("UKey 拔掉了，没有签成。请插好后再签一次。")

    monkeypatch.setattr(TokenKey, "sign", gone)
    with pytest.raises(Trouble, match="拔掉"):
        guide.desk.do(SIGN, paper, role="issuer")
    refused(guide, lambda: guide.desk.do(SIGN, paper, role="issuer"), "locked")


