"""One question with all its facts: what the command line asks, and every odd thing that may be handed in."""

import json
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.base.errors import Refused
from consult_desk.rules.check import Answer, check
from consult_desk.rules.profile import RuleProfile

from .conftest import refusal

DAY = date(2026, 3, 5)
MEMBERS = "rep_meeting_members"


def ask(shipped: Mapping[str, RuleProfile], key: str, step: str, **given: object) -> Answer:
    facts = {"for" if name == "for_" else name: fact for name, fact in given.items()}
    return check(shipped[key], step, DAY, facts)


def test_the_answer_as_json(shipped: Mapping[str, RuleProfile]) -> None:
    answer = ask(shipped, "cn-village-reps", "resolve", rep_meeting_members=45, present=41, for_=39, against=1)
    found = json.loads(json.dumps(answer.as_json(), ensure_ascii=False))
    assert (found["profile"], found["step"], found["on"], found["met"]) == ("cn-village-reps", "resolve", "2026-03-05", True)
    assert {"met", "words", "required", "reference"} <= set(found["quorum"]) & set(found["pass"])
    assert found["quorum"]["required"] == 30 and found["pass"]["required"] == 21
    assert answer.quorum is not None and answer.passing is not None and answer.composition is None
    assert answer.words == f"{answer.quorum.words}；{answer.passing.words}"


def test_either_or_lists_its_parts(shipped: Mapping[str, RuleProfile]) -> None:
    answer = ask(shipped, "cn-village-assembly", "resolve", adults_18=801, households=260, present=401)
    parts = answer.as_json()["quorum"]["parts"]  # type: ignore[index,call-overload]
    assert [part["base"] for part in parts] == ["adults_18", "households"]


def test_a_posting_has_neither_quorum_nor_pass(shipped: Mapping[str, RuleProfile]) -> None:
    answer = ask(shipped, "cn-village-reps", "disclose_result")
    assert answer.as_json()["quorum"] is None and answer.as_json()["pass"] is None
    assert not answer.met and answer.words.startswith("这一步没有人数要求")


def test_one_number_present_serves_every_base_it_fits(shipped: Mapping[str, RuleProfile]) -> None:
    few = ask(shipped, "cn-village-assembly", "resolve", adults_18=801, households=260, present=200)
    assert few.quorum is not None and few.quorum.met and few.quorum.base == "households"
    many = ask(shipped, "cn-village-assembly", "resolve", adults_18=801, households=260, present=400)
    assert many.quorum is not None and not many.quorum.met and many.quorum.base == "adults_18"
    assert "“应到会有表决权的党员”应到 24 人，实到却有 26 人" in refusal(
        lambda: ask(shipped, "tpl-4plus2", "deliberate", party_members_total=30, party_voters_due=24, present=26)
    )
    assert "多出" in refusal(lambda: ask(shipped, "cn-village-assembly", "resolve", adults_18=10, households=5, present=11))
    given_apart = ask(
        shipped, "cn-village-assembly", "resolve", adults_18=801, households=260, present=420, present_by={"households": 1}
    )
    assert given_apart.quorum is not None and given_apart.quorum.base == "adults_18"
    only = ask(shipped, "cn-village-assembly", "resolve", households=260, present=200)
    assert only.quorum is not None and only.quorum.met


def test_attendees_are_people_before_households(shipped: Mapping[str, RuleProfile]) -> None:
    numbers = {"adults_18": 801, "households": 260}
    step = ("cn-village-assembly", "resolve")
    both = {"adults_18": 300, "households": 180}
    answer = ask(shipped, *step, **numbers, present_by=both, for_=151)
    assert answer.quorum is not None and answer.quorum.base == "households"
    assert answer.passing is not None and answer.passing.due == 300 and answer.passing.met
    homes = ask(shipped, *step, **numbers, present_by={"households": 180}, for_=91)
    assert homes.passing is not None and homes.passing.due == 180 and homes.passing.met
    told = ask(shipped, *step, **numbers, present_by={**both, "attendees": 200}, for_=101)
    assert told.passing is not None and told.passing.due == 200 and told.passing.met


def test_women_are_never_taken_from_the_one_number(shipped: Mapping[str, RuleProfile]) -> None:
    answer = ask(shipped, "sd", "resolve", rep_meeting_members=45, women_reps=15, present=45)
    assert answer.quorum is not None and not answer.quorum.met and answer.quorum.required == 30
    both = ask(shipped, "sd", "resolve", rep_meeting_members=45, women_reps=15, present=30, present_by={"women_reps": 10})
    assert both.quorum is not None and both.quorum.met


def test_missing_votes_and_heads(shipped: Mapping[str, RuleProfile]) -> None:
    quiet = ask(shipped, "cn-village-reps", "resolve", rep_meeting_members=45, present=41)
    assert quiet.passing is not None
    assert quiet.passing.words == "到会 41 人，需 21 人同意（过半数），没有填写同意票数"
    empty = ask(shipped, "cn-village-reps", "resolve", rep_meeting_members=45)
    assert empty.passing is not None and "“到会人员”的实到人数" in empty.passing.words
    unheard = ask(shipped, "cn-village-reps", "resolve", for_=5)
    assert unheard.passing is not None and not unheard.passing.met


def test_further_facts_bring_further_verdicts(shipped: Mapping[str, RuleProfile]) -> None:
    answer = ask(
        shipped, "sd", "resolve",
        rep_meeting_members=45, reps=36, women_reps=15, villagers_reps=36, convened_by={"villagers_reps": 8},
        notice_on="2026-02-20", notice_written=True, notice_posted=True, demanded_on="2026-02-10",
        authorized=True, researched=True, matter="planning",
    )  # fmt: skip
    names = ("composition", "convening", "notice", "convened_in_time", "authorization", "research", "matter")
    assert {name: answer.verdicts[name] and answer.verdicts[name].met for name in names} == dict.fromkeys(names, True)  # type: ignore[union-attr]
    seatless = ask(shipped, "cn-village-assembly", "resolve", reps=5)
    assert seatless.composition is not None and seatless.composition.met
    lone = ask(shipped, "cn-village-reps", "resolve", reps=5)
    assert lone.composition is not None and not lone.composition.met


def test_authorisation_and_research_where_nothing_is_asked(shipped: Mapping[str, RuleProfile]) -> None:
    answer = ask(shipped, "cn-village-reps", "propose", authorized=False, researched=False)
    assert [verdict.met for verdict in answer.judged if verdict.required is None] == [False, False, True, True]
    sure = ask(shipped, "cn-village-reps", "resolve", authorized=True).verdicts["authorization"]
    assert sure is not None and sure.met


ODD: list[tuple[dict[str, object], str]] = [
    ({"members": 45}, "不认识的项“members”"),
    ({"attendees": 45}, "不认识的项“attendees”"),
    ({MEMBERS: 45.0}, "应当是整数"),
    ({MEMBERS: "45"}, "应当是整数"),
    ({MEMBERS: True}, "应当是整数"),
    ({MEMBERS: None}, "应当是整数"),
    ({MEMBERS: -1}, "不能是负数"),
    ({MEMBERS: 10**30}, "太大"),
    ({"present_by": 3}, "present_by 应当是"),
    ({"present_by": {"somebody": 3}}, "present_by 里有不认识的项“somebody”"),
    ({"present_by": {MEMBERS: []}}, "应当是整数"),
    ({"proposed_by": "party_org"}, "proposed_by 应当是名称的列表"),
    ({"proposed_by": [1]}, "proposed_by 应当是名称的列表"),
    ({"dates": []}, "dates 应当是"),
    ({"dates": {"award": "soon"}}, "“award”应当是 2026-01-10 这样的日期"),
    ({"posted_on": "2026-02-30"}, "“posted_on”应当是"),
    ({"posted_on": 5}, "“posted_on”应当是"),
    ({"authorized": "yes"}, "“authorized”应当是 true 或 false"),
    ({"special_reason": 3}, "“special_reason”应当是文字"),
    ({"reply_of": "nobody"}, "reply_of 只能是"),
]


@pytest.mark.parametrize(("odd", "words"), ODD)
def test_odd_facts_are_refused(shipped: Mapping[str, RuleProfile], odd: dict[str, object], words: str) -> None:
    assert words in refusal(lambda: check(shipped["cn-village-reps"], "resolve", DAY, odd))


def test_all_faults_are_named(shipped: Mapping[str, RuleProfile]) -> None:
    said = refusal(lambda: check(shipped["cn-village-reps"], "resolve", DAY, {MEMBERS: -1, "for": 1.5, "x": 1}))
    assert "负数" in said and "“同意票数”应当是整数" in said and "不认识的项“x”" in said


NAMES = st.sampled_from(
    [MEMBERS, "adults_18", "households", "party_voters_due", "party_members_total", "women_reps", "present", "for",
     "against", "abstain", "reps", "present_by", "convened_by", "posted_on", "removed_on", "dates", "nonsense"]
)  # fmt: skip
VALUES = st.one_of(
    st.integers(-3, 60), st.booleans(), st.none(), st.floats(), st.text(max_size=4), st.just("2026-03-01"),
    st.dictionaries(st.sampled_from([MEMBERS, "households", "award", "x"]), st.integers(-1, 40), max_size=2),
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.data(), st.dictionaries(NAMES, VALUES, max_size=6), st.dates(date(2008, 1, 1), date(2030, 1, 1)))
def test_nothing_but_an_answer_or_a_refusal_comes_out(
    shipped: Mapping[str, RuleProfile], data: st.DataObject, given: dict[str, object], on: date
) -> None:
    profile = shipped[data.draw(st.sampled_from(sorted(shipped)))]
    step = data.draw(st.sampled_from([step.key for step in profile.steps]))
    try:
        answer = check(profile, step, on, given)
    except Refused as refused:
        assert str(refused)
    else:
        assert json.dumps(answer.as_json()) and answer.words
