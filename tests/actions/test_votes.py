"""Counts that cannot be are refused with the arithmetic; corrections keep the old count and say why."""

from typing import Any

import pytest
from sqlalchemy import select

from consult_desk import actions as act
from consult_desk.desk import Look
from consult_desk.model import RollCall, VerdictRecord, Vote
from consult_desk.sample.guide import Guide, Votes
from consult_desk.views.meeting_facts import minutes_facts
from tests.journeys.hamlet import gathered, matter, reach, refused

BALLOT = {"method": "secret_ballot", "tellers": "曾小满", "callers": "任立春", "scrutineers": "查正清"}


@pytest.fixture
def item(guide: Guide) -> int:
    """A resolution before twelve of fifteen."""
    found = matter(guide)
    reach(guide, found, "resolve")
    return gathered(guide, found, absent=3)[1]


def record(guide: Guide, item: int, **counts: Any) -> Any:
    return guide.desk.do(act.votes.record_vote, item, **counts)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"issued": 13, "returned": 12, "valid": 12, "invalid": 0, "yes": 12}, "发出 13 张票，比实到 12 人多 1 张"),
        ({"issued": 12, "returned": 13, "valid": 12, "invalid": 1, "yes": 12}, "收回 13 张票，比发出的 12 张多 1 张"),
        ({"issued": 12, "returned": 12, "valid": 11, "invalid": 0, "yes": 11}, "有效 11 + 无效 0 = 11 张"),
        ({"issued": 12, "returned": 12, "valid": 11, "invalid": 1, "yes": 12}, "和有效票 11 张对不上"),
        ({"issued": 12, "returned": 12, "valid": 11, "invalid": 1, "yes": 7, "no": 3}, "和有效票 11 张对不上"),
        ({"issued": 12, "returned": 12, "valid": 13, "invalid": -1, "yes": 13}, "不能是负数"),
        ({"issued": 12, "returned": 12, "valid": 12, "invalid": 0, "yes": 13, "no": -1}, "不能是负数"),
    ],
)
def test_impossible_ballots(guide: Guide, item: int, counts: dict[str, int], said: str) -> None:
    wrong = refused(guide, lambda: record(guide, item, **BALLOT, **counts), "impossible_count")
    assert any(said in o.words for o in wrong)


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({"method": "show_of_hands", "yes": 10, "no": 2, "abstain": 1}, "impossible_count"),
        ({"method": "show_of_hands", "yes": -1}, "impossible_count"),
        ({"method": "cheering", "yes": 3}, "method"),
        ({"method": "show_of_hands", "yes": 3, "choices": {4: "yes"}}, "choices"),
        ({"method": "roll_call", "choices": {4: "maybe"}}, "choice"),
        ({"method": "roll_call", "choices": {17: "yes"}}, "absent_voter"),
        ({"method": "roll_call", "choices": {24: "yes"}}, "absent_voter"),
        ({**BALLOT, "yes": 12}, "ballots"),
        ({**BALLOT, "tellers": " ", "issued": 12, "returned": 12, "valid": 12, "invalid": 0, "yes": 12}, "tellers"),
    ],
)
def test_votes_that_are_refused(guide: Guide, item: int, counts: dict[str, Any], code: str) -> None:
    assert refused(guide, lambda: record(guide, item, **counts), code)[0].fix


def test_a_roll_call_is_kept_by_person(guide: Guide, item: int) -> None:
    choices = {1: "yes", 4: "no", 6: "abstain", 7: "yes"}
    record(guide, item, method="roll_call", choices=choices)

    def kept(look: Look) -> dict[int, str]:
        return {r.person_id: r.choice for r in look.session.scalars(select(RollCall))}

    assert guide.desk.ask(kept) == choices
    assert not guide.desk.do(act.votes.conclude_item, item).result.passed


def test_a_secret_ballot_is_never_kept_by_person(guide: Guide, item: int) -> None:
    """Spoiled ballots, tellers, caller and scrutineers are kept; how anybody voted is not."""
    record(guide, item, **BALLOT, issued=12, returned=11, valid=10, invalid=1, yes=8, no=1, abstain=1)
    assert guide.desk.ask(lambda look: look.session.scalars(select(RollCall)).all()) == []
    outcome = guide.desk.do(act.votes.conclude_item, item).result
    assert outcome.passed and "需 7 人同意" in outcome.words and "同意 8 人" in outcome.words
    agenda = guide.desk.ask(minutes_facts, 4).items[0]
    assert dict(agenda.tellers) == {"监票人": "查正清", "计票人": "曾小满", "唱票人": "任立春"}
    assert dict(agenda.counts)["无效票"] == 1 and agenda.method == "无记名投票"


def test_a_correction_keeps_the_old_count(guide: Guide, item: int) -> None:
    """A second count of a sitting needs a reason; the first stays as a superseded row."""
    guide.record(item, Votes(12))
    refused(guide, lambda: guide.record(item, Votes(11, 1)), "reason")
    record(guide, item, method="show_of_hands", yes=11, no=1, correction="举手时漏数一人反对")

    def rows(look: Look) -> list[tuple[int, bool, str]]:
        return [(v.yes, v.superseded, v.correction) for v in look.session.scalars(select(Vote).order_by(Vote.id))][-2:]

    assert guide.desk.ask(rows) == [(12, True, ""), (11, False, "举手时漏数一人反对")]
    assert guide.meeting(4).items[0].votes == ("举手：同意 11，反对 1，弃权 0（到会 12 人）",)


def test_nothing_is_announced_without_a_vote(guide: Guide, item: int) -> None:
    refused(guide, lambda: guide.desk.do(act.votes.conclude_item, item), "no_vote")
    refused(guide, lambda: guide.desk.do(act.votes.conclude_item, 99), "unknown_item")


def test_what_was_judged_is_kept_in_the_words_of_the_day(guide: Guide, item: int) -> None:
    guide.vote(item, Votes(12))

    def kept(look: Look) -> dict[str, str]:
        query = select(VerdictRecord).where(VerdictRecord.subject == "item", VerdictRecord.subject_id == item)
        return {v.kind: v.reference for v in look.session.scalars(query) if v.met}

    verdicts = guide.desk.ask(kept)
    assert set(verdicts) == {"quorum", "pass", "composition", "authorization", "research"}
    assert "第二十九条" in verdicts["composition"] and "第二十八条" in verdicts["research"]


def test_minutes_are_confirmed_after_the_meeting_and_corrected_with_a_reason(guide: Guide, item: int) -> None:
    confirm = act.votes.confirm_minutes
    refused(guide, lambda: guide.desk.do(confirm, 4, confirmed_by="周明德"), "not_closed")
    refused(guide, lambda: guide.issue("minutes", 4, sign=False), "not_confirmed")
    guide.vote(item, Votes(12))
    guide.desk.do(act.attendance.record_speech, item, speaker="易兴旺", words="请把账目\n按月贴出来")
    guide.close(4)
    refused(guide, lambda: guide.desk.do(confirm, 4, confirmed_by="周明德"), "reason")
    first = guide.issue("minutes", 4, sign=False)
    assert guide.desk.do(confirm, 4, confirmed_by="周明德", reason="补写列席人员").result == 2
    second = guide.desk.do(act.papers.issue_paper, "minutes", 4, correction="补写列席人员").result
    papers = {p.paper: (p.version, p.superseded) for p in guide.meeting(4).papers}
    assert papers == {first: (1, True), second: (2, False)} and guide.meeting(4).minutes == 2
    speech = {"speaker": "易兴旺", "words": "再说一句"}
    refused(guide, lambda: guide.desk.do(act.attendance.record_speech, item, **speech), "not_open")
