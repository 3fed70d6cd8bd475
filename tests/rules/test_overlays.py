"""Local rules may only be stricter: laxer ones are refused naming both figures, the others add up."""

from datetime import date

import pytest

from consult_desk.rules.bases import BASES
from consult_desk.rules.profile import StepRule

from .conftest import Bench, refusal, rule, value

DAY = date(2026, 3, 5)
MEMBERS = 'at_least = "2/3"\nof = "rep_meeting_members"'
EITHER = 'any_of = [{ over = "1/2", of = "adults_18" }, { at_least = "2/3", of = "households" }]'


def shares(share: str, base: str, word: str = "at_least") -> str:
    return f'{word} = "{share}"\nof = "{base}"'


LAXER = [
    ("quorum", MEMBERS, shares("1/2", "rep_meeting_members"), ("半数以上", "三分之二以上")),
    ("quorum", MEMBERS, 'any_of = [{ at_least = "1/2", of = "rep_meeting_members" }, { at_least = "2/3", of = "households" }]',
     ("半数以上", "三分之二以上")),
    ("quorum", EITHER, shares("1/2", "adults_18"), ("半数以上", "过半数")),
    ("pass", shares("1/2", "attendees", "over"), shares("1/2", "attendees"), ("半数以上", "过半数")),
    ("notice", "days = 10", "days = 7", (" 7 天", " 10 天")),
    ("notice", "days = 10", "days = 10\nspecial_allowed = true", ("允许", "不允许")),
    ("publicity", "days = 15", "days = 7", (" 7 天", " 15 天")),
    ("publicity", "days = 15\nwithin_days = 5", "days = 15\nwithin_days = 10", (" 10 天", " 5 天")),
    ("authorization", "required = true", "required = false", ("不需要", "需要")),
    ("composition", 'reps_at_least = "4/5"', 'reps_at_least = "3/4"', ("四分之三以上", "五分之四以上")),
    ("composition", 'women_at_least = "1/3"', 'women_at_least = "1/4"', ("四分之一以上", "三分之一以上")),
    ("composition", "reps_min = 35", "reps_min = 30", (" 30 人", " 35 人")),
    ("convening", 'any_of = [{ at_least = "1/5", of = "villagers_reps" }]',
     'any_of = [{ at_least = "1/3", of = "villagers_reps" }]', ("三分之一以上", "五分之一以上")),
    ("convening", "within_days = 5", "within_days = 9", (" 9 天", " 5 天")),
    ("proposers", 'any_of = [{ at_least = "1/10", of = "villagers" }]',
     'any_of = [{ at_least = "1/5", of = "villagers" }]', ("五分之一以上", "十分之一以上")),
    ("proxy", 'allowed = ""', 'allowed = "same_household"', ("允许", "不允许")),
    ("remote", "allowed = false", "allowed = true", ("允许", "不允许")),
    ("proxy", None, 'allowed = "same_household"', ("允许", "没有允许")),
    ("remote", None, "allowed = true", ("允许", "没有允许")),
    ("township", 'role = "批准"', 'role = "备案"', ("备案", "批准")),
    ("prior_research", "required = true", "required = false", ("不需要", "需要")),
    ("objection", "reply_days = 3", "reply_days = 5", (" 5 天", " 3 天")),
    ("objection", "government_days = 3", "government_days = 5", (" 5 天", " 3 天")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "floor", "local", "figures"), LAXER, ids=range(len(LAXER)))
def test_a_laxer_rule_is_refused_with_both_figures(
    bench: Bench, name: str, floor: str | None, local: str, figures: tuple[str, str]
) -> None:
    rules = "" if floor is None else rule(f"resolve.{name}", value(floor))
    said = refusal(lambda: bench(rules, rule(f"resolve.{name}", value(local))))
    assert f"本方案是{figures[0]}，上位规定是{figures[1]}" in said
    assert f"local/profile.toml 的 resolve.{name}" in said


def test_a_floor_that_rises_later_catches_the_local_rule_then(bench: Bench) -> None:
    floor = rule("post.publicity", value("days = 0", "2010-01-01"), value("days = 15", "2026-01-01"))
    local = rule("post.publicity", value("days = 10", "2013-01-01"))
    said = refusal(lambda: bench(floor, local))
    assert "2026-01-01 起" in said and " 10 天" in said and " 15 天" in said
    raised = rule("post.publicity", value("days = 10", "2013-01-01"), value("days = 15", "2026-01-01", "国法"))
    step = bench(floor, raised)["local"].step("post")
    days = [(step.publicity_on(day) or _none()).days for day in (date(2012, 1, 1), date(2020, 1, 1), date(2026, 1, 1))]
    assert days == [0, 10, 15]


def _none() -> object:
    raise AssertionError("no value")


def local_step(bench: Bench, name: str, floor: str, local: str) -> StepRule:
    return bench(rule(f"resolve.{name}", value(floor)), rule(f"resolve.{name}", value(local, reference="地方办法")))[
        "local"
    ].step("resolve")


@pytest.mark.parametrize(
    ("floor", "local", "words"),
    [
        (MEMBERS, shares("3/4", "rep_meeting_members"), "村民代表会议组成人员四分之三以上"),
        (MEMBERS, shares("2/3", "women_reps"), "村民代表会议组成人员三分之二以上，并且妇女村民代表三分之二以上"),
        (EITHER, EITHER, "十八周岁以上村民过半数，或者本村的户三分之二以上"),
        (EITHER, shares("2/3", "women_reps"), "（十八周岁以上村民过半数，或者本村的户三分之二以上），并且妇女村民代表三分之二以上"),
        (MEMBERS, EITHER, "村民代表会议组成人员三分之二以上，并且（十八周岁以上村民过半数，或者本村的户三分之二以上）"),
        (
            'all_of = [{ at_least = "1/2", of = "households" }, { at_least = "1/2", of = "women_reps" }]',
            shares("2/3", "women_reps"),
            "本村的户半数以上，并且妇女村民代表三分之二以上",
        ),
    ],
)
def test_stricter_or_both(bench: Bench, floor: str, local: str, words: str) -> None:
    found = local_step(bench, "quorum", floor, local).quorum_on(DAY)
    assert found is not None and found.words() == words


def test_other_kinds_add_up(bench: Bench) -> None:
    notice = local_step(bench, "notice", "days = 5\nspecial_allowed = true\nposted = true", "days = 7\nwritten = true")
    rule_found = notice.notice_on(DAY)
    assert rule_found is not None
    assert (rule_found.days, rule_found.special_allowed, rule_found.written, rule_found.posted) == (7, False, True, True)
    assert rule_found.reference == "地方办法；某法第一条" == notice.reference_on("notice", DAY)
    seats = local_step(bench, "composition", 'reps_at_least = "4/5"\nwomen_min = 1', "reps_min = 35").composition_on(DAY)
    assert seats is not None and seats.reps_at_least is not None
    assert (seats.reps_at_least.words(), seats.reps_min, seats.women_min) == ("五分之四以上", 35, 1)
    raised = local_step(bench, "composition", 'reps_at_least = "4/5"', 'reps_at_least = "5/6"').composition_on(DAY)
    assert raised is not None and raised.reps_at_least is not None and raised.reps_at_least.words() == "六分之五以上"


def test_rights_widen_and_limits_shrink(bench: Bench) -> None:
    both = local_step(
        bench,
        "convening",
        'any_of = [{ at_least = "1/5", of = "villagers_reps" }]\nwithin_days = 9',
        'any_of = [{ at_least = "1/6", of = "villagers_reps" }, { at_least = "1/10", of = "villagers" }]\nwithin_days = 5',
    ).convening_on(DAY)
    assert both is not None and both.within_days == 5
    assert [leaf.words() for leaf in both.any_of] == ["村民代表六分之一以上", "村民十分之一以上"]
    who = local_step(bench, "proposers", 'bodies = ["party_org"]', 'bodies = ["collective"]').proposers_on(DAY)
    assert who is not None and who.bodies == ("party_org", "collective")
    answers = local_step(bench, "objection", "reply_days = 5", "reply_days = 3\ngovernment_days = 9").objection_on(DAY)
    assert answers is not None and (answers.reply_days, answers.government_days) == (3, 9)


def test_rules_without_figures_merge(bench: Bench) -> None:
    assert local_step(bench, "authorization", "required = true", "required = true\nvoid_without = true").authorization_on(DAY)
    assert local_step(bench, "prior_research", "required = true", "required = true").prior_research_on(DAY)
    assert local_step(bench, "township", 'role = "备案"', 'role = "审核"').township_on(DAY) == "审核"
    assert local_step(bench, "proxy", 'allowed = "same_household"', 'allowed = ""').proxy_on(DAY) == ""
    assert local_step(bench, "remote", "allowed = true", "allowed = false").remote_on(DAY) is False
    kept = local_step(bench, "excluded_matters", 'matters = { a = "甲" }', 'matters = { b = "乙" }')
    assert kept.excluded_matters_on(DAY) == {"a": "甲", "b": "乙"}
    earliest = local_step(bench, "earliest_posting", 'after = "acceptance"', 'after = "acceptance"')
    assert earliest.earliest_posting_on(DAY) == "after_acceptance"
    banned = bench("", rule("resolve.remote", value("allowed = false")))["local"].step("resolve")
    assert not banned.remote_on(DAY)


def test_steps_may_be_added_renamed_but_never_dropped_or_turned(bench: Bench) -> None:
    extra = '[suggest]\ntitle = "建议"\nbody = "villagers"\nbody_title = "村民"\nkind = "review"\n'
    renamed = '[post]\ntitle = "张贴"\nparallel = true\n'
    found = bench("", extra + renamed, head='steps = ["suggest", "resolve", "post"]')["local"]
    assert [(step.key, step.title) for step in found.steps] == [
        ("suggest", "建议"),
        ("resolve", "代表会议决议"),
        ("post", "张贴"),
    ]
    assert found.step("post").parallel
    assert "少了上位方案的步骤“公开”（post）" in refusal(lambda: bench("", "", head='steps = ["resolve"]'))
    assert "不能改成 review" in refusal(lambda: bench("", '[post]\nkind = "review"'))
    assert "不能改成 council" in refusal(lambda: bench("", '[post]\nbody = "council"'))


def test_special_law_stands_instead_only_for_special_matters(bench: Bench) -> None:
    floor = rule("resolve.pass", value(shares("1/2", "attendees", "over"), "2010-01-01"))
    special = "[resolve.pass]\nspecial = true\n" + rule(
        "resolve.pass", value(shares("2/3", "assembly_members_or_reps"), "2019-01-01", "土地法")
    )
    assert "只有专项事项" in refusal(lambda: bench(floor, special))
    step = bench(floor, special, kind="special_matter")["local"].step("resolve")
    assert [entry.reference for entry in step.rules["pass"]] == ["某法第一条", "土地法"]
    assert step.bases(DAY) == ("assembly_members_or_reps",)
    lower = "[resolve.pass]\nspecial = true\n" + rule("resolve.pass", value(shares("1/3", "attendees")))
    assert "2020-01-01 起" in refusal(lambda: bench(floor, lower, kind="special_matter"))
    days = "[resolve.notice]\nspecial = true\n" + rule("resolve.notice", value("days = 3"))
    assert "special" in refusal(lambda: bench(rule("resolve.notice", value("days = 5")), days, kind="special_matter"))
    early = "[resolve.pass]\nspecial = true\n" + rule(
        "resolve.pass", value(shares("2/3", "assembly_members_or_reps"), "2000-01-01", "土地法")
    )
    kept = bench(floor, early, kind="special_matter")["local"].step("resolve")
    assert [entry.reference for entry in kept.rules["pass"]] == ["土地法"]


def test_options_merge(bench: Bench) -> None:
    floor = rule("options.process_max_days", value("is = 20")) + rule("options.date_order", value('is = ["a <= b"]'))
    local = (
        rule("options.process_max_days", value("is = 15"))
        + rule("options.date_order", value('is = ["a <= b", "b < c"]'))
        + rule("options.counting", value('is = "inclusive"'))
    )
    found = bench(floor, local)["local"]
    assert found.process_max_days_on(DAY) == 15 and found.counting_on(DAY) == "inclusive"
    assert [(o.earlier, o.later, o.strict) for o in found.date_order_on(DAY)] == [("a", "b", False), ("b", "c", True)]
    assert found.option_reference_on("counting", DAY) == "某法第一条"
    assert found.option_reference_on("counting", date(2000, 1, 1)) == ""
    said = refusal(lambda: bench(floor, rule("options.process_max_days", value("is = 30"))))
    assert " 30 天" in said and " 20 天" in said
    both = bench(rule("options.counting", value('is = "inclusive"')), rule("options.counting", value('is = "exclusive"')))
    assert both["local"].counting_on(DAY) == "exclusive"


def test_unknown_and_circular_floors(bench: Bench) -> None:
    assert "找不到方案 'base'" in refusal(lambda: bench(base="x = ", local=""))
    circular = 'key = "base"\ntitle = "甲"\nscope = "village"\nkind = "overlay"\nextends = "local"\n'
    assert "绕成了圈" in refusal(lambda: bench(base=circular, local=""))


def test_a_local_value_before_the_floor_stands_alone_until_then(bench: Bench) -> None:
    step = bench(
        rule("resolve.notice", value("days = 5", "2020-01-01")),
        rule("resolve.notice", value("days = 7\nchecked = 2026-01-01\nnote = '甲'\nevidence = 'memory'", "2015-01-01")),
    )["local"].step("resolve")
    entries = list(step.rules["notice"])
    assert [(entry.since.year, entry.evidence, entry.note) for entry in entries] == [(2015, "memory", "甲"), (2020, "memory", "甲")]
    assert step.bases(DAY) == () and step.quorum_on(DAY) is None and step.pass_on(DAY) is None
    assert step.reference_on("quorum", DAY) == "" and set(BASES) >= {"attendees"}
