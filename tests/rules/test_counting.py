"""Quorum and votes against an oracle that walks the numbers, and the sentences they speak."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.rules.profile import RuleProfile
from consult_desk.rules.quorum import judge_pass, judge_quorum
from consult_desk.rules.tally import Ballots, Tally, faults
from consult_desk.rules.verdict import Verdict

from .conftest import refusal

DAY = date(2026, 3, 5)
MEMBERS = "rep_meeting_members"


@settings(deadline=None, max_examples=80)
@given(st.integers(1, 400), st.data())
def test_two_thirds_of_the_members(shipped: Mapping[str, RuleProfile], due: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(0, due))
    verdict = judge_quorum(shipped["cn-village-reps"].step("resolve"), DAY, {MEMBERS: due}, {MEMBERS: present})
    absent = due - present
    assert verdict.met == (present >= absent + absent)  # two are there for each one who is not
    assert verdict.required == next(n for n in range(due + 1) if n >= (due - n) + (due - n))
    assert (verdict.due, verdict.counted, verdict.base) == (due, present, MEMBERS)
    assert ("还差" in verdict.words) != verdict.met


@settings(deadline=None, max_examples=80)
@given(st.integers(1, 300), st.integers(1, 120), st.data())
def test_half_of_the_villagers_or_two_thirds_of_the_households(
    shipped: Mapping[str, RuleProfile], adults: int, homes: int, data: st.DataObject
) -> None:
    here, doors = data.draw(st.integers(0, adults)), data.draw(st.integers(0, homes))
    step = shipped["cn-village-assembly"].step("resolve")
    verdict = judge_quorum(
        step, DAY, {"adults_18": adults, "households": homes}, {"adults_18": here, "households": doors}
    )
    by_people, by_doors = here > adults - here, doors >= 2 * (homes - doors)
    assert verdict.met == (by_people or by_doors)
    assert [part.met for part in verdict.parts] == [by_people, by_doors]
    if verdict.met:
        assert verdict.base == ("adults_18" if by_people else "households")
    else:
        lacks = [(part.required or 0) - (part.counted or 0) for part in verdict.parts]
        assert verdict.base == ("adults_18" if lacks[0] <= lacks[1] else "households")


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200), st.integers(0, 50))
def test_votes_of_those_present(
    shipped: Mapping[str, RuleProfile], yes: int, no: int, abstain: int, silent: int
) -> None:
    hall = yes + no + abstain + silent
    verdict = judge_pass(shipped["cn-village-reps"].step("resolve"), DAY, {}, hall, Tally(yes, no, abstain))
    assert verdict.met == (yes > no + abstain + silent)
    if hall:
        assert verdict.required == next(n for n in range(hall + 2) if n > hall - n)


@settings(deadline=None, max_examples=80)
@given(st.integers(1, 200), st.data())
def test_votes_of_all_who_are_due(shipped: Mapping[str, RuleProfile], due: int, data: st.DataObject) -> None:
    hall = data.draw(st.integers(0, due))
    yes = data.draw(st.integers(0, hall))
    step = shipped["cn-village-reps"].step("deliberate")
    verdict = judge_pass(step, DAY, {"party_voters_due": due}, hall, Tally(yes, hall - yes, 0))
    assert verdict.met == (yes > due - yes)


def test_words_of_a_quorum(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["cn-village-reps"].step("resolve")
    words, article = "应到 45 人，需 30 人，实到 29 人，还差 1 人（三分之二以上）", "村民委员会组织法（2025修正）第三十条"
    short = judge_quorum(step, DAY, {MEMBERS: 45}, {MEMBERS: 29})
    assert short == Verdict(False, words, article, 30, 45, 29, MEMBERS)
    assert judge_quorum(step, DAY, {MEMBERS: 45}, {}).words == "应到 45 人，需 30 人（三分之二以上），没有填写实到数"
    assert judge_quorum(step, DAY, {MEMBERS: 0}, {MEMBERS: 0}).words == "“村民代表会议组成人员”的应到数是 0，无法判断"
    assert judge_pass(step, DAY, {}, 41, Tally(39, 1, 1)).words == "到会 41 人，需 21 人同意（过半数），同意 39 人"


def test_words_of_an_either_or(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["cn-village-assembly"].step("resolve")
    both = {"adults_18": 801, "households": 260}
    met = judge_quorum(step, DAY, both, {"adults_18": 401, "households": 1})
    assert met.words == "十八周岁以上村民：应到 801 人，需 401 人，实到 401 人（过半数），已符合其中一项"
    near = judge_quorum(step, DAY, both, {"adults_18": 300, "households": 173})
    assert near.words.endswith("还差 1 户（三分之二以上）；满足其中一项即可，目前都不够") and near.required == 174
    one = judge_quorum(step, DAY, {"households": 260}, {"households": 173})
    assert "没有填写" not in one.words and not one.met
    none = judge_quorum(step, DAY, {}, {})
    assert "“十八周岁以上村民”" in none.words and "“本村的户”" in none.words and none.required is None


def test_impossible_presence_is_refused(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["cn-village-reps"].step("resolve")
    assert "多出 1 人" in refusal(lambda: judge_quorum(step, DAY, {MEMBERS: 45}, {MEMBERS: 46}))
    assert "不能是负数" in refusal(lambda: judge_quorum(step, DAY, {MEMBERS: 45}, {MEMBERS: -1}))
    assert "应当是整数" in refusal(lambda: judge_quorum(step, DAY, {MEMBERS: True}, {MEMBERS: 1}))
    assert "应当是整数" in refusal(lambda: judge_quorum(step, DAY, {MEMBERS: 45}, {MEMBERS: 30.0}))  # type: ignore[dict-item]
    assert "太大" in refusal(lambda: judge_quorum(step, DAY, {MEMBERS: 10**9}, {MEMBERS: 1}))


def test_impossible_votes_are_refused(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["cn-village-reps"].step("deliberate")
    due = {"party_voters_due": 24}
    assert "比实到 12 人多 1" in refusal(lambda: judge_pass(step, DAY, due, 12, Tally(13, 0, 0)))
    assert "还多，不可能" in refusal(lambda: judge_pass(step, DAY, due, 30, Tally(25, 0, 0)))
    assert "不能是负数" in refusal(lambda: judge_pass(step, DAY, {"party_voters_due": -1}, 12, Tally(0, 0, 0)))
    assert judge_pass(step, DAY, {}, 12, Tally(1, 0, 0)).words.startswith("没有填写“应到会有表决权的党员”的总数")


def test_a_step_without_such_a_rule_asks_nothing(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["cn-collective-reps"].step("resolve")
    assert judge_quorum(step, DAY, {}, {}) == Verdict(True, "“成员代表大会决定”没有到会人数的要求", "")


def test_before_its_first_day_a_rule_refuses_in_words(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["cn-community-reps"].step("resolve")
    verdict = judge_pass(step, date(2025, 12, 31), {}, 20, Tally(20, 0, 0))
    assert not verdict.met and "从 2026-01-01 起" in verdict.words and verdict.reference == ""


def test_faults_of_votes() -> None:
    assert faults(Tally(20, 10, 5), 35) == () == faults(Tally(20, 10, 5), None)
    assert faults(Tally(20, 10, 5), 34) == ("同意 20 + 反对 10 + 弃权 5 = 35，比实到 34 人多 1，不可能，请重新核对票数",)
    assert faults(Tally(-1, True, 0), -2) == (  # type: ignore[arg-type]
        "实到人数不能是负数，现在填的是 -2",
        "同意票数不能是负数，现在填的是 -1",
        "反对票数应当是整数，现在填的是 True",
    )


def test_faults_of_ballots() -> None:
    good = Ballots(issued=40, returned=39, valid=37, invalid=2, yes=30, no=5, abstain=2)
    assert faults(good, 40) == () == faults(good, None)
    assert faults(good, 39) == ("发出 40 张票，比实到 39 人多 1 张，请核对",)
    bad = Ballots(issued=40, returned=41, valid=37, invalid=2, yes=30, no=5, abstain=3)
    assert faults(bad, 40) == (
        "收回 41 张票，比发出的 40 张多 1 张，选票有问题",
        "有效 37 + 无效 2 = 39 张，和收回的 41 张对不上",
        "同意 30 + 反对 5 + 弃权 3 = 38 张，和有效票 37 张对不上",
    )
    assert faults(Ballots(1, 1, -1, 2, 0, 0, 0), 1) == ("有效票数不能是负数，现在填的是 -1",)


@pytest.mark.parametrize("votes", [Tally(1, 2, 3), Ballots(9, 8, 6, 2, 1, 2, 3)])
@settings(deadline=None, max_examples=30)
@given(present=st.integers(0, 12))
def test_no_more_votes_than_heads(votes: Tally | Ballots, present: int) -> None:
    needed = votes.issued if isinstance(votes, Ballots) else 6
    assert bool(faults(votes, present)) == (present < needed)
