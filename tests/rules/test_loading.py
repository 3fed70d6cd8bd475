"""A profile that is not exactly right does not load, and everything wrong with it is said at once."""

from pathlib import Path

import pytest

from consult_desk.rules.profile import RuleProfile, load_folders, load_profiles

from .conftest import BASE, Bench, refusal, rule, value

Q = 'at_least = "2/3"\nof = "rep_meeting_members"'


def test_a_complete_profile_loads(bench: Bench) -> None:
    profile = bench(rule("resolve.quorum", value(Q, "2020-01-01"), value(Q, "2026-01-01", "某法第二条")))["base"]
    assert [entry.reference for entry in profile.step("resolve").rules["quorum"]] == ["某法第一条", "某法第二条"]
    assert profile.has("post") and not profile.has("propose")


WRONG = [
    (rule("resolve.quorum", f"since = 2020-01-01\n{Q}\n"), "没有写依据"),
    (rule("resolve.quorum", value(Q, reference="  ")), "没有写依据"),
    (rule("resolve.quorum", value(Q + "\nquroum = 1")), "quroum：不认识的项"),
    (rule("resolve.qourum", value(Q)), "resolve.qourum：不认识的项"),
    (rule("resolve.quorum", value(Q, "2026-01-01"), value(Q, "2020-01-01")), "日期没有按先后排列"),
    (rule("resolve.quorum", value(Q, "2026-01-01"), value(Q, "2026-01-01")), "日期没有按先后排列"),
    (rule("resolve.quorum", value(Q, "2026-01-01T00:00:00")), "应当是 2026-01-01 这样的日期"),
    (rule("resolve.quorum", value(Q, '"2026-13-01"')), "应当是 2026-01-01 这样的日期"),
    (rule("resolve.quorum", value(Q, '"2026"')), "应当是 2026-01-01 这样的日期"),
    (rule("resolve.quorum", value(Q + '\nchecked = "昨天"')), "checked"),
    (rule("resolve.quorum", value(Q + '\nevidence = "guess"')), "evidence"),
    (rule("resolve.quorum", value(Q + "\nnote = 3")), "note"),
    (rule("resolve.quorum", value('at_least = 0.67\nof = "rep_meeting_members"')), "份额要写成"),
    (rule("resolve.quorum", value('at_least = "0.67"\nof = "rep_meeting_members"')), "份额要写成"),
    (rule("resolve.quorum", value('over = "1/1"\nof = "rep_meeting_members"')), "份额要写成"),
    (rule("resolve.quorum", value('of = "rep_meeting_members"')), "必须写且只写一个"),
    (rule("resolve.quorum", value(Q + '\nover = "1/2"')), "必须写且只写一个"),
    (rule("resolve.quorum", value('at_least = "2/3"\nof = "everybody"')), "不是已知的人数基数"),
    (rule("resolve.quorum", value('at_least = "2/3"')), "不是已知的人数基数"),
    (rule("resolve.quorum", value("any_of = []")), "至少有两项"),
    (rule("resolve.quorum", value('any_of = ["x", "y"]')), "{ at_least = …, of = … }"),
    (rule("resolve.quorum", value('all_of = [{ at_least = "1/2", of = "households", since = 1 }, {}]')), "不认识的项"),
    (rule("resolve.quorum", value("")), "不是已知的人数基数"),
    (rule("resolve.notice", value("days = true")), "days 应当是 0 到 9999 的整数"),
    (rule("resolve.notice", value("days = 3.0")), "days 应当是 0 到 9999 的整数"),
    (rule("resolve.notice", value("days = -1")), "days 应当是 0 到 9999 的整数"),
    (rule("resolve.notice", value("written = true")), "没有写 days"),
    (rule("resolve.notice", value('days = 3\nwritten = "yes"')), "written 应当是 true 或 false"),
    (rule("resolve.composition", value("")), "没有写 reps_at_least"),
    (rule("resolve.convening", value("any_of = []")), "应当是不空的列表"),
    (rule("resolve.convening", value('any_of = ["x"]')), "{ at_least = …, of = … }"),
    (
        rule(
            "resolve.convening",
            value('any_of = [{ at_least = "1/5", of = "villagers" }, { at_least = "1/4", of = "villagers" }]'),
        ),
        "同一基数写了两次",
    ),
    (rule("resolve.proposers", value("bodies = []")), "应当是不空的列表"),
    (rule("resolve.proposers", value('bodies = ["company"]')), "只能是"),
    (rule("resolve.proxy", value('allowed = "anybody"')), "只能是"),
    (rule("resolve.proxy", value("allowed = 1")), "只能是"),
    (rule("resolve.excluded_matters", value("matters = {}")), "不空的“键 = 名称”表"),
    (rule("resolve.excluded_matters", value('matters = { "章程" = "章程" }')), "键要用小写英文"),
    (rule("resolve.excluded_matters", value('matters = { charter = "" }')), "应当是文字"),
    (rule("resolve.township", value('role = "点头"')), "只能是"),
    (rule("options.date_order", value("is = []")), "应当是不空的列表"),
    (rule("options.date_order", value('is = ["a > b"]')), "事件 <= 事件"),
    (rule("options.date_order", value("is = [1]")), "事件 <= 事件"),
    (rule("options.date_order", value('is = ["A <= b"]')), "事件 <= 事件"),
    (rule("options.counting", value('is = "twice"')), "只能是"),
    (rule("options.counting", value("")), "没有写 is"),
    (rule("options.colour", value("is = true")), "不认识这个选项"),
    ("options = 3", "options：应当是一张表"),
    ("[resolve.quorum]\ntitle = '到会'", "没有写任何值"),
    ("[resolve.quorum]\nextra = 1\nvalue = [3]", "不认识的项"),
    ("[resolve.quorum]\nspecial = 1", "special：应当是 true 或 false"),
    ("[resolve.quorum]\nvalue = []", "没有写任何值"),
    ("[unlisted]\ntitle = '某步'", "steps 里没有列出这一步"),
    ("[terms]\nvillage = 3", "terms.village"),
]


@pytest.mark.parametrize(("text", "words"), WRONG, ids=range(len(WRONG)))
def test_faults_are_named(bench: Bench, text: str, words: str) -> None:
    base = BASE
    if text.startswith("options = "):
        base, text = text + "\n" + BASE, ""
    said = refusal(lambda: bench(text, base=base))
    assert words in said and "base/profile.toml" in said


HEADS = [
    ('key = "base"', 'key = "other"', "应当和文件夹同名"),
    ('key = "base"', "", "key：没有写"),
    ('title = "国家"', "title = 3", "title：应当是文字"),
    ('scope = "village"', 'scope = "moon"', "scope：只能是"),
    ('kind = "baseline"', 'kind = "joke"', "kind：只能是"),
    ('steps = ["resolve", "post"]', "", "没有写步骤的顺序"),
    ('steps = ["resolve", "post"]', "steps = []", "应当是步骤名的列表"),
    ('steps = ["resolve", "post"]', "steps = [1]", "应当是步骤名的列表"),
    ('steps = ["resolve", "post"]', 'steps = ["resolve", "post", "post"]', "同一步骤写了两次"),
    ('steps = ["resolve", "post"]', 'steps = ["resolve", "post", "gone"]', "没有写它的内容"),
    ('body = "rep_meeting"', 'body = "club"', "resolve.body：只能是"),
    ('body = "rep_meeting"', "", "resolve.body：没有写"),
    ('kind = "deliberation"', 'kind = "chat"', "resolve.kind：只能是"),
    ('kind = "deliberation"', 'kind = "deliberation"\nparallel = 1', "parallel：应当是 true 或 false"),
    ('title = "公开"', 'title = ""', "title：应当是文字"),
]


@pytest.mark.parametrize(("old", "new", "words"), HEADS)
def test_faults_of_the_head_are_named(bench: Bench, old: str, new: str, words: str) -> None:
    assert words in refusal(lambda: bench(base=BASE.replace(old, new, 1)))


def test_every_fault_is_listed_not_the_first(bench: Bench) -> None:
    text = rule("resolve.quorum", value("at_least = 1\nof = 'households'")) + rule("resolve.notice", value("days = 1.5"))
    said = refusal(lambda: bench(text))
    assert "份额要写成" in said and "0 到 9999" in said


def test_broken_files_are_named(tmp_path: Path) -> None:
    assert "没有找到任何规则方案" in refusal(lambda: load_profiles(tmp_path))
    assert "读不出来" in refusal(lambda: load_folders([tmp_path / "gone"]))
    (tmp_path / "bad").mkdir()
    for text in (b"key = ", b"\xff\xfe"):
        (tmp_path / "bad" / "profile.toml").write_bytes(text)
        assert "不是正确的 TOML 文件" in refusal(lambda: load_profiles(tmp_path))


def test_extra_folders_join_and_the_same_key_twice_is_refused(tmp_path: Path) -> None:
    for place in ("one", "two"):
        (tmp_path / place / "base").mkdir(parents=True)
        (tmp_path / place / "base" / "profile.toml").write_text(BASE, encoding="utf-8")
    assert list(load_profiles(tmp_path / "none", [tmp_path / "one" / "base"])) == ["base"]
    assert "已经有一个了" in refusal(lambda: load_profiles(tmp_path / "one", [tmp_path / "two" / "base"]))


@pytest.mark.parametrize("text", ["", "[1]", "{", "null", "[" * 100_000])
def test_a_damaged_pinned_text_is_refused(text: str) -> None:
    assert "已损坏" in refusal(lambda: RuleProfile.thaw(text))


def test_a_changed_pinned_text_is_read_as_strictly_as_a_file(bench: Bench) -> None:
    text = bench(rule("resolve.quorum", value(Q)))["base"].text
    assert "份额要写成" in refusal(lambda: RuleProfile.thaw(text.replace('"2/3"', "0.5")))
    assert RuleProfile.thaw(text.replace('"2/3"', '"1/3"')).text != text


def test_an_unknown_step_is_refused_with_those_that_exist(bench: Bench) -> None:
    assert "post（公开）" in refusal(lambda: bench()["base"].step("propose"))
