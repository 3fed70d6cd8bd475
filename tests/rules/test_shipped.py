"""The shipped profiles: all load, all their cases come out, and they freeze and thaw unchanged."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from consult_desk.rules.cases import check_profiles, run_cases
from consult_desk.rules.profile import RuleProfile
from consult_desk.rules.quorum import judge_quorum

NATIONAL = (
    "cn-village-reps",
    "cn-village-assembly",
    "cn-village-group",
    "cn-community-reps",
    "cn-community-assembly",
    "cn-collective-assembly",
    "cn-collective-reps",
    "cn-land-contract",
)
OTHERS = (
    "cn-collective-nonmember",
    "cn-yishiyiyi",
    "practice-project-funds",
    "tpl-community",
    "tpl-4plus2",
    "tpl-5yi5gongkai",
    "tpl-6yi2gongkai",
    "tpl-4yi2gongkai1jiandu",
    "sd",
    "zj",
    "cq",
    "bj",
    "sh",
    "ha",
    "nm",
)
KEYS = sorted(NATIONAL + OTHERS)


def test_the_keys_are_exactly_these(shipped: Mapping[str, RuleProfile]) -> None:
    assert sorted(shipped) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_every_case_comes_out_as_written(key: str, shipped: Mapping[str, RuleProfile], shipped_folder: Path) -> None:
    outcomes = run_cases(shipped[key], shipped_folder / key / "cases.toml")
    assert [(case.title, case.faults) for case in outcomes if not case.passed] == []
    assert len(outcomes) >= (12 if key in NATIONAL else 4)
    assert len({case.title for case in outcomes}) == len(outcomes)


def test_check_profile_takes_the_whole_folder(shipped_folder: Path) -> None:
    outcomes = check_profiles([shipped_folder / "sd", shipped_folder / "nm"], shipped_folder)
    assert [(outcome.key, outcome.passed) for outcome in outcomes] == [("sd", True), ("nm", True)]


@pytest.mark.parametrize("key", KEYS)
def test_a_pinned_text_thaws_to_the_same_rules(key: str, shipped: Mapping[str, RuleProfile]) -> None:
    profile = shipped[key]
    thawed = RuleProfile.thaw(profile.text)
    assert thawed == profile
    assert thawed.fingerprint == profile.fingerprint and len(profile.fingerprint) == 64
    for step in profile.steps:
        assert {name: tuple(dated) for name, dated in thawed.step(step.key).rules.items()} == {
            name: tuple(dated) for name, dated in step.rules.items()
        }


def test_fingerprints_differ(shipped: Mapping[str, RuleProfile]) -> None:
    assert len({profile.fingerprint for profile in shipped.values()}) == len(shipped)


@pytest.mark.parametrize("key", KEYS)
def test_every_folder_explains_itself(key: str, shipped_folder: Path, shipped: Mapping[str, RuleProfile]) -> None:
    readme = (shipped_folder / key / "README.md").read_text(encoding="utf-8")
    assert shipped[key].title in readme and "check-profile" in readme


@pytest.mark.parametrize("key", KEYS)
def test_every_value_stands_somewhere(key: str, shipped: Mapping[str, RuleProfile]) -> None:
    profile = shipped[key]
    entries = [entry for step in profile.steps for dated in step.rules.values() for entry in dated]
    entries += [entry for dated in profile.options.values() for entry in dated]  # type: ignore[misc]
    assert entries and all(len(entry.reference) > 4 for entry in entries)


@pytest.mark.parametrize("key", KEYS)
def test_every_disclosure_of_a_committee_lasts_fifteen_days_since_2026(
    key: str, shipped: Mapping[str, RuleProfile]
) -> None:
    profile, day = shipped[key], date(2026, 1, 1)
    named = {"disclose_resolution", "disclose_result"}
    rules = [step.publicity_on(day) for step in profile.steps if step.key in named]
    least = 0 if profile.scope in ("collective", "group") else 15
    assert [rule.days if rule else None for rule in rules] == [least, least]


@pytest.mark.parametrize("key", [key for key in KEYS if not key.startswith(("cn-collective", "cn-village-group"))])
def test_no_profile_sinks_below_the_branch_rules(key: str, shipped: Mapping[str, RuleProfile]) -> None:
    step, day = shipped[key].step("deliberate"), date(2026, 3, 5)
    for due in range(1, 40):
        given = {"party_voters_due": due, "party_members_total": due}
        for present in range(due + 1):
            here = dict.fromkeys(given, present)
            if judge_quorum(step, day, given, here).met:
                assert present * 2 >= due


def test_the_same_step_cites_other_articles_on_other_days(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["cn-village-reps"].step("resolve")
    due, here = {"rep_meeting_members": 45}, {"rep_meeting_members": 30}
    before, after = (judge_quorum(step, day, due, here) for day in (date(2025, 12, 20), date(2026, 1, 10)))
    assert before.met and after.met
    assert before.reference == "村民委员会组织法（2018修正）第二十六条"
    assert after.reference == "村民委员会组织法（2025修正）第三十条"


def test_local_words_of_inner_mongolia(shipped: Mapping[str, RuleProfile]) -> None:
    assert shipped["nm"].term("township", "乡镇") == "苏木乡镇"
    assert shipped["zj"].term("township", "乡镇") == "乡镇"


def test_supervision_runs_beside_the_steps(shipped: Mapping[str, RuleProfile]) -> None:
    steps = shipped["tpl-4yi2gongkai1jiandu"].steps
    assert [step.key for step in steps if step.parallel] == ["supervise"]
