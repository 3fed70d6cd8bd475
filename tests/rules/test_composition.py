"""Who sits in the body, who may demand a meeting, who may propose."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.rules.composition import judge_composition, judge_convening, judge_proposers
from consult_desk.rules.profile import RuleProfile

from .conftest import Bench, refusal, rule, value

DAY = date(2026, 3, 5)


@settings(deadline=None, max_examples=80)
@given(st.integers(1, 90), st.data())
def test_four_fifths_and_one_third(shipped: Mapping[str, RuleProfile], members: int, data: st.DataObject) -> None:
    reps = data.draw(st.integers(0, members))
    women = data.draw(st.integers(0, reps))
    step = shipped["cn-village-reps"].step("resolve")
    verdict = judge_composition(step, DAY, {"members": members, "reps": reps, "women_reps": women})
    others, men = members - reps, members - women
    assert [part.met for part in verdict.parts] == [reps >= 4 * others, women + women >= men]
    assert verdict.met == all(part.met for part in verdict.parts)


def test_words_and_missing_numbers(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["cn-village-reps"].step("resolve")
    verdict = judge_composition(step, DAY, {"members": 45, "reps": 35, "women_reps": 15})
    assert verdict.words.startswith("代表占组成人员：组成人员 45 人，需 36 人（五分之四以上），现有 35 人，还差 1 人")
    assert verdict.required == 36 and verdict.base == "reps"
    assert "没有填写“妇女代表人数”" in judge_composition(step, DAY, {"members": 45, "reps": 36}).words
    assert "没有填写“组成人员人数”、“代表人数”" in judge_composition(step, DAY, {}).words
    assert "没有填写“组成人员人数”" in judge_composition(step, DAY, {"members": 0, "reps": 0, "women_reps": 0}).words
    few = judge_composition(shipped["cn-collective-reps"].step("resolve"), DAY, {"reps": 20})
    assert "代表至少 21 人，现有 20 人，还差 1 人" in few.words and "没有填写“妇女代表人数”，至少要有 1 人" in few.words


def test_impossible_seats_are_refused(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["cn-village-reps"].step("resolve")
    assert "代表 46 人，比组成人员 45 人还多" in refusal(lambda: judge_composition(step, DAY, {"members": 45, "reps": 46}))
    assert "妇女代表 9 人" in refusal(lambda: judge_composition(step, DAY, {"reps": 8, "women_reps": 9}))
    assert "不能是负数" in refusal(lambda: judge_composition(step, DAY, {"members": -1, "reps": 5}))


def test_steps_without_composition(shipped: Mapping[str, RuleProfile]) -> None:
    assert judge_composition(shipped["cn-village-reps"].step("propose"), DAY, {}).met
    early = judge_composition(shipped["cn-community-reps"].step("resolve"), date(2025, 12, 31), {})
    assert not early.met and "2026-01-01" in early.words


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 500), st.data())
def test_one_tenth_of_the_villagers_may_demand(
    shipped: Mapping[str, RuleProfile], villagers: int, data: st.DataObject
) -> None:
    joint = data.draw(st.integers(0, villagers))
    step = shipped["cn-village-assembly"].step("resolve")
    verdict = judge_convening(step, DAY, {"villagers": joint}, {"villagers": villagers})
    assert verdict.met == (joint >= villagers - 9 * joint)


def test_convening_in_words(shipped: Mapping[str, RuleProfile], bench: Bench) -> None:
    reps = shipped["cn-village-reps"].step("resolve")
    verdict = judge_convening(reps, DAY, {"villagers_reps": 7}, {"villagers_reps": 40})
    assert verdict.words == "村民代表：共 40 人，需 8 人，联名 7 人，还差 1 人（五分之一以上）"
    assert "比总数 40 人还多" in refusal(lambda: judge_convening(reps, DAY, {"villagers_reps": 41}, {"villagers_reps": 40}))
    assert "应当是整数" in refusal(lambda: judge_convening(reps, DAY, {"villagers_reps": True}, {}))
    assert "没有填写" in judge_convening(reps, DAY, {}, {}).words
    assert judge_convening(shipped["cn-village-reps"].step("propose"), DAY, {}, {}).met
    only_days = bench(rule("resolve.convening", value("within_days = 5")))["base"].step("resolve")
    assert not judge_convening(only_days, date(2019, 1, 1), {}, {}).met


def test_proposers(shipped: Mapping[str, RuleProfile], bench: Bench) -> None:
    step = shipped["ha"].step("propose")
    assert judge_proposers(step, DAY, ["party_org"], {}, {}).words == "由村党组织提出，符合规定"
    joint = judge_proposers(step, DAY, [], {"villagers": 80}, {"villagers": 800})
    assert joint.met and joint.base == "villagers"
    lacking = judge_proposers(step, DAY, ["company"], {"villagers": 79}, {"villagers": 800})
    assert not lacking.met and lacking.required == 80 and "村务监督委员会" in lacking.words
    assert judge_proposers(shipped["cn-village-reps"].step("propose"), DAY, [], {}, {}).met
    bodies = bench(rule("resolve.proposers", value('bodies = ["party_org"]')))["base"].step("resolve")
    assert judge_proposers(bodies, DAY, [], {}, {}).words == "议题应当由村党组织提出"
    people = bench(rule("resolve.proposers", value('any_of = [{ at_least = "1/10", of = "villagers" }]')))["base"]
    assert not judge_proposers(people.step("resolve"), DAY, [], {"villagers": 1}, {"villagers": 11}).met
