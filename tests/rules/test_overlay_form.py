"""What the form of an overlay offers: everything it offers is stricter, loads, and comes with cases that pass and bite."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from consult_desk.base import places
from consult_desk.base.errors import Refused
from consult_desk.rules.cases import run_cases
from consult_desk.rules.overlay import Answer, Figure, figures, overlay_data, write_toml
from consult_desk.rules.overlay_cases import overlay_cases, write_cases
from consult_desk.rules.profile import RuleProfile, load_folders, load_profiles, profile_folders

SHIPPED = places.resource("profiles")
PROFILES = load_profiles(SHIPPED)
SINCE = date(2026, 3, 1)


def stricter(figure: Figure) -> Answer:
    if figure.kind == "more":
        return figure.least + 5
    if figure.kind == "fewer":
        return max(1, figure.least - 1) if figure.least else 4
    return True if figure.kind == "flag" else figure.choices[0][0]


def made(base: RuleProfile, folder: Path, answers: dict[str, Answer], since: date = SINCE) -> RuleProfile:
    path = folder / "own-1"
    path.mkdir()
    raw = overlay_data(base, "own-1", "本村方案", "清溪村", since, "清溪村村民自治章程第三条", answers, since)
    (path / "profile.toml").write_text(write_toml(raw), encoding="utf-8")
    return load_folders([*profile_folders(SHIPPED), path])["own-1"]


@pytest.mark.parametrize("key", sorted(PROFILES))
def test_everything_offered_is_stricter_and_has_cases_that_pass(key: str, tmp_path: Path) -> None:
    base = PROFILES[key]
    offered = figures(base, SINCE)
    assert offered, "there is always something that may be made stricter"
    answers = {figure.key: stricter(figure) for figure in offered}
    laid = made(base, tmp_path, answers)
    assert laid.fingerprint != base.fingerprint and laid.extends == key
    cases = overlay_cases(laid, SINCE, offered, answers)
    (tmp_path / "cases.toml").write_text(write_cases(cases), encoding="utf-8")
    outcomes = run_cases(laid, tmp_path / "cases.toml")
    wrong = [(o.title, o.faults) for o in outcomes if not o.passed]
    assert not wrong and len(outcomes) >= len(offered)


def test_the_cases_bite_on_the_profile_below(tmp_path: Path) -> None:
    """A case of a stricter figure fails on the base: it tells the two apart."""
    base = PROFILES["cn-village-reps"]
    offered = figures(base, SINCE)
    for number, figure in enumerate(offered):
        answers = {figure.key: stricter(figure)}
        folder = tmp_path / str(number)
        folder.mkdir()
        laid = made(base, folder, answers)
        cases = overlay_cases(laid, SINCE, offered, answers)
        assert cases, figure.key
        (folder / "cases.toml").write_text(write_cases(cases), encoding="utf-8")
        assert not all(o.passed for o in run_cases(base, folder / "cases.toml")), figure.key


def test_what_is_not_asked_anew_stays_with_its_article(tmp_path: Path) -> None:
    base = PROFILES["cn-village-assembly"]
    floor = base.step("resolve").quorum_on(SINCE)
    assert floor is not None
    laid = made(base, tmp_path, {"resolve.quorum.1": "3/4", "disclose_result.publicity.within_days": 3}, date(2020, 5, 1))
    rule = laid.step("resolve").quorum_on(SINCE)
    assert rule is not None and rule.words() == "十八周岁以上村民过半数，或者本村的户四分之三以上"
    assert "清溪村村民自治章程" in laid.step("resolve").reference_on("quorum", SINCE)
    assert "第二十六条" in laid.step("resolve").reference_on("quorum", SINCE)
    notice = laid.step("resolve").notice_on(SINCE)
    assert notice is not None and notice.special_allowed and notice.days == 10
    days = [laid.step("disclose_result").publicity_on(day) for day in (date(2020, 6, 1), SINCE)]
    assert [(d.days, d.within_days) for d in days if d is not None] == [(0, 3), (15, 3)]


def test_a_laxer_number_names_both_figures(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="本方案是 7 天，上位规定是 15 天"):
        made(PROFILES["cn-village-reps"], tmp_path, {"disclose_result.publicity.days": 7})
    (tmp_path / "share").mkdir()
    with pytest.raises(Refused, match=r"半数以上.*三分之二以上"):
        made(PROFILES["cn-village-reps"], tmp_path / "share", {"resolve.quorum.0": "1/2"})


def test_the_file_is_toml_whatever_the_words_hold() -> None:
    words = '“引号” "双" \\ 反斜杠\t\x7f 𬱖'
    raw = overlay_data(PROFILES["sd"], "own-1", words, words, SINCE, words, {"resolve.notice.days": 9}, SINCE)
    back = tomllib.loads(write_toml(raw))
    assert (back["title"], back["source"], back["resolve"]["notice"]["value"][0]["days"]) == (words, words, 9)
