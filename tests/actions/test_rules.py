"""A village's own rules: made stricter, never laxer; adopted for what is new; retired when nothing rests on them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Trouble
from consult_desk.sample.guide import Guide
from consult_desk.views.journal import journal_state
from consult_desk.views.opening import opening
from consult_desk.views.overlays import overlay_form, try_overlay
from consult_desk.views.people import village_card
from consult_desk.views.rules import faulty_profiles, profile_cases, profile_page, rule_profiles
from tests.journeys.hamlet import matter, refused

SINCE = date(2026, 3, 1)
HEAD: dict[str, Any] = {
    "base": "cn-village-reps", "title": "石桥村四议两公开办法", "region": "石桥村", "since": SINCE,
    "document": "石桥村村民自治章程第十二条",
}  # fmt: skip
ANSWERS = {
    "disclose_resolution.publicity.days": 20, "resolve.quorum.0": "3/4", "resolve.notice.days": 5, "resolve.notice.posted": True,
}  # fmt: skip


def make(guide: Guide, **more: Any) -> str:
    key: str = guide.desk.do(act.rules.make_overlay, **{**HEAD, "answers": ANSWERS, **more}).result
    return key


def test_an_overlay_is_made_tried_and_used_by_new_matters_only(guide: Guide) -> None:
    before = matter(guide)
    entries = guide.desk.ask(journal_state).entries
    form = guide.desk.ask(overlay_form, "cn-village-reps", SINCE)
    floor = next(f for f in form.figures if f.key == "disclose_resolution.publicity.days")
    assert (floor.floor, floor.kind) == ("至少 15 天", "more") and "第三十五条" in floor.reference
    trial = guide.desk.ask(try_overlay, **HEAD, answers=ANSWERS)
    assert trial.passed and not (guide.desk.home / "profiles").exists(), "a trial leaves nothing behind"
    assert [(s.floor, s.local) for s in trial.stricter][-1] == ("至少 15 天", "至少 20 天")
    key = make(guide)
    assert key == trial.key == "own-1"
    page = guide.desk.ask(profile_page, key)
    rule = next(r for s in page.steps if s.key == "disclose_resolution" for r in s.rules if r.name == "publicity")
    assert rule.local and (rule.words, rule.floor) == ("至少公开 20 天", "至少公开 15 天")
    assert page.row.own and page.row.kind_title == "本村方案" and page.row.extends_title == "四议两公开（国家基线·村民代表会议）"
    assert all(c.passed for c in guide.desk.ask(profile_cases, key)) and len(guide.desk.ask(profile_cases, key)) >= 6
    assert guide.desk.ask(journal_state).entries == entries + 2, "the action and the texts of the files"
    guide.desk.do(act.rules.adopt_profile, key)
    after = matter(guide, profile="")
    pinned = {guide.matter(m).profile_fingerprint for m in (before, after)}
    assert len(pinned) == 2 and {r.key: r.matters for r in guide.desk.ask(rule_profiles)}[key] == 1


def test_a_laxer_overlay_is_refused_with_both_figures_and_leaves_nothing(guide: Guide) -> None:
    reasons = refused(guide, lambda: make(guide, answers={**ANSWERS, "disclose_resolution.publicity.days": 7}), "laxer")
    assert reasons[0].words.startswith("“决议公开”的公开期限，") and "本方案是 7 天，上位规定是 15 天" in reasons[0].words
    assert "不低于上位规定" in reasons[0].fix and not (guide.desk.home / "profiles").exists()
    share = refused(guide, lambda: make(guide, answers={"resolve.quorum.0": "1/2"}), "laxer")[0]
    assert "半数以上" in share.words and "三分之二以上" in share.words


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"answers": {}}, "nothing_stricter"),
        ({"answers": {"disclose_resolution.publicity.days": 15}}, "nothing_stricter"),
        ({"answers": {"resolve.magic.days": 3}}, "unknown_figure"),
        ({"answers": {"resolve.notice.days": "5"}}, "bad_figure"),
        ({"answers": {"resolve.notice.days": True}}, "bad_figure"),
        ({"answers": {"resolve.quorum.0": "0.75"}}, "bad_figure"),
        ({"answers": {"resolve.quorum.0": "5/4"}}, "bad_figure"),
        ({"answers": {"resolve.notice.posted": "yes"}}, "bad_figure"),
        ({"title": "重庆市（国家基线＋实施办法）"}, "known_title"),
        ({"since": date(206, 3, 1)}, "odd_date"),
        ({"base": "atlantis"}, "unknown_profile"),
    ],
)
def test_what_cannot_be_an_overlay_is_refused_in_words(guide: Guide, more: dict[str, Any], code: str) -> None:
    refused(guide, lambda: make(guide, **more), code)
    assert not (guide.desk.home / "profiles").exists()


def test_an_overlay_is_retired_only_when_nothing_rests_on_it(guide: Guide) -> None:
    retire = act.rules.retire_overlay
    first = make(guide)
    above = make(guide, base=first, title="石桥村更严的办法", answers={"disclose_resolution.publicity.days": 25})
    guide.desk.do(act.rules.adopt_profile, first)
    matter(guide, profile="")
    reasons = refused(guide, lambda: guide.desk.do(retire, first, "试用"), "pinned", "in_use", "extended")
    assert "石桥村更严的办法" in reasons[2].words and reasons[1].leads_to == "adopt_profile"
    refused(guide, lambda: guide.desk.do(retire, "sd", "不用"), "shipped_profile")
    guide.desk.do(retire, above, "镇里有了新规定")
    assert above not in guide.desk.profiles and (guide.desk.home / "retired-profiles" / above / "cases.toml").exists()
    assert make(guide, title="第三个办法") == "own-3", "the name of a retired one is never used again"


def test_only_a_profile_for_the_village_is_adopted(guide: Guide) -> None:
    adopt = act.rules.adopt_profile
    for key, code in (
        ("cn-village-reps", "already_done"), ("cn-land-contract", "special_matter"), ("cn-village-group", "special_matter"),
        ("cn-community-reps", "other_scope"), ("nowhere", "unknown_profile"),
    ):  # fmt: skip
        refused(guide, lambda key=key: guide.desk.do(adopt, key), code)
    assert guide.desk.do(adopt, "sd").touched == {"Village"}


def test_a_folder_that_cannot_be_made_is_a_trouble(guide: Guide) -> None:
    (guide.desk.home / "profiles").write_bytes(b"a file in the way")
    with pytest.raises(Trouble, match="没有保存"):
        make(guide)
    assert Path(guide.desk.home / "profiles").is_file() and guide.desk.ask(journal_state).entries > 0


def test_an_overlay_that_became_laxer_stops_nothing_but_itself(guide: Guide) -> None:
    """The law below may become stricter with a new version of the program; the village goes on, told why."""
    first = make(guide)
    above = make(guide, base=first, title="石桥村更严的办法", answers={"disclose_resolution.publicity.days": 25})
    guide.desk.do(act.rules.adopt_profile, first)
    going = matter(guide, profile="")
    sound = make(guide, title="石桥村另一个办法")
    path = guide.desk.home / "profiles" / first / "profile.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("days = 20", "days = 9"), encoding="utf-8")
    assert set(guide.desk.faulty) == {first, above} and {"sd", sound} <= set(guide.desk.profiles)
    assert guide.desk.ask(village_card).profile_title == first and guide.matter(going).profile == "石桥村四议两公开办法"
    found = {f.key: f for f in guide.desk.ask(faulty_profiles)}
    assert found[first].in_use and found[first].title == "石桥村四议两公开办法"
    assert "“决议公开”的公开期限，2026-03-01 起" in found[first].reasons[0].words
    assert "本方案是 9 天，上位规定是 15 天" in found[first].reasons[0].words
    for work in (lambda: matter(guide, profile=""), lambda: guide.desk.ask(opening)):
        reasons = refused(guide, work, "faulty_profile", "profile_fault")
        assert reasons[0].leads_to == "adopt_profile" and "上位规定是 15 天" in reasons[1].words
    refused(guide, lambda: guide.desk.do(act.rules.retire_overlay, first, "变宽了"), "in_use")
    guide.desk.do(act.rules.adopt_profile, "cn-village-reps")
    guide.desk.do(act.rules.retire_overlay, above, "以它为底的变宽了")
    guide.desk.do(act.rules.retire_overlay, first, "变宽了")
    assert guide.desk.faulty == {} and guide.matter(going).steps, "the matter carries its rules itself"


def test_what_is_not_committed_leaves_no_file_and_moves_none(guide: Guide) -> None:
    """The folder of an overlay and its journal entry come together or not at all."""
    key = make(guide)
    folder = guide.desk.home / "profiles"
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    with guide.desk.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    for work in (
        lambda: make(guide, title="石桥村另一个办法"),
        lambda: guide.desk.do(act.rules.retire_overlay, key, "不再使用"),
    ):
        with pytest.raises(Trouble, match="没有保存"):
            work()
        assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before
        assert [path.name for path in folder.iterdir()] == [key], "no empty folder stays behind"
