"""The runner of cases tells a wrong case from a right one, and check-profile lists every fault."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from consult_desk.rules.cases import check_profiles, run_cases
from consult_desk.rules.profile import RuleProfile

from .conftest import BASE, refusal, rule, value

QUORUM = rule("resolve.quorum", value('at_least = "2/3"\nof = "rep_meeting_members"'))
GIVEN = "on = 2026-03-05\nstep = 'resolve'\ngiven = { rep_meeting_members = 45, present = 29 }\n"


def case(expect: str, body: str = GIVEN, title: str = "title = '某案'\n") -> str:
    return f"[[case]]\n{title}{body}expect = {expect}\n"


def run(shipped: Mapping[str, RuleProfile], tmp_path: Path, text: str) -> tuple[bool, str]:
    path = tmp_path / "cases.toml"
    path.write_text(text, encoding="utf-8")
    (outcome,) = run_cases(shipped["cn-village-reps"], path)
    return outcome.passed, "；".join(outcome.faults)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (case("{ quorum = true }"), "quorum 应当是“是”，算出来是“否”"),
        (case("{ quorum_required = 29 }"), "算出来是“30”"),
        (case("{ quorum_words = '还差 2 人' }"), "还差 1 人"),
        (case("{ quorum_words = 3 }"), "quorum_words"),
        (case("{ quorum = 'none' }"), "应当是“none”"),
        (case("{ composition = true }"), "没有这条规则"),
        (case("{ composition_required = 1 }"), "没有这条规则"),
        (case("{ met = 1 }"), "met 应当是“1”"),
        (case("{ colour = true }"), "不认识的项“colour”"),
        (case("{ refused = '不可能' }"), "应当拒绝"),
        (case("{ quorum = true }", GIVEN.replace("29", "46")), "被拒绝了"),
        (case("{ refused = '别的' }", GIVEN.replace("29", "46")), "被拒绝了"),
        (case("{}"), "expect 是空的"),
        (case("{ until = 2026-03-24 }"), "posted_on"),
        (case("{ quorum = true }", GIVEN + "extra = 1\n"), "不认识：extra"),
        (case("3"), "案例要写"),
        (case("{ quorum = false }", GIVEN.replace("2026-03-05", "'soon'")), "on应当是"),
        (case("{ quorum = false }", title=""), "没有写 title"),
    ],
)
def test_wrong_cases_fail_with_the_difference(
    shipped: Mapping[str, RuleProfile], tmp_path: Path, text: str, words: str
) -> None:
    passed, said = run(shipped, tmp_path, text)
    assert not passed and words in said


def test_right_cases_pass(shipped: Mapping[str, RuleProfile], tmp_path: Path) -> None:
    assert run(shipped, tmp_path, case("{ quorum = false, met = false, quorum_words = '还差 1 人', convening = 'none' }"))[0]
    assert run(shipped, tmp_path, case("{ refused = '不可能' }", GIVEN.replace("29", "46")))[0]


@pytest.mark.parametrize("text", ["", "case = 3", "case = []", "[[case]]\n[other]", "x ="])
def test_a_file_without_cases_is_refused(shipped: Mapping[str, RuleProfile], tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(text, encoding="utf-8")
    assert "cases.toml" in refusal(lambda: run_cases(shipped["nm"], path))


def folder(tmp_path: Path, key: str, profile: str, cases: str) -> Path:
    path = tmp_path / key
    path.mkdir()
    (path / "profile.toml").write_text(profile, encoding="utf-8")
    (path / "cases.toml").write_text(cases, encoding="utf-8")
    return path


def test_a_folder_elsewhere_is_checked_among_the_shipped(tmp_path: Path, shipped_folder: Path) -> None:
    sound = folder(tmp_path, "base", BASE + QUORUM, case("{ quorum = false }") + case("{ quorum = true }"))
    (found,) = check_profiles([sound], shipped_folder)
    assert (found.key, found.passed, [one.passed for one in found.cases]) == ("base", False, [True, False])
    local = 'key = "mine"\ntitle = "本县"\nscope = "village"\nkind = "overlay"\nextends = "cn-village-reps"\n'
    lax = local + rule("disclose_result.publicity", value("days = 7")) + rule("resolve.notice", value("days = 1.5"))
    folder(tmp_path, "mine", lax, case("{ quorum = false }"))
    broken = next(one for one in check_profiles([tmp_path], shipped_folder) if one.key == "mine")
    assert not broken.passed and broken.cases == () and "0 到 9999" in broken.faults[0]
    (tmp_path / "mine" / "profile.toml").write_text(lax.replace("days = 1.5", "days = 2"), encoding="utf-8")
    (again,) = check_profiles([tmp_path / "mine"], shipped_folder)
    assert len(again.faults) == 1 and " 7 天" in again.faults[0] and " 15 天" in again.faults[0]


def test_a_copy_of_a_shipped_profile_is_checked_in_its_place(tmp_path: Path, shipped_folder: Path) -> None:
    text = (shipped_folder / "nm" / "profile.toml").read_text(encoding="utf-8").replace("嘎查村民代表会议决议", "决议")
    (found,) = check_profiles([folder(tmp_path, "nm", text, case("{ quorum = false }"))], shipped_folder)
    assert found.passed


def test_a_folder_that_is_not_there_says_so(tmp_path: Path, shipped_folder: Path) -> None:
    (found,) = check_profiles([tmp_path / "gone"], shipped_folder)
    assert not found.passed and "读不出来" in found.faults[0]
