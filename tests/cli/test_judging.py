"""rules check one by one and in batches, check-profile, and rosters from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from consult_desk.cli import main
from tests.cli.test_verbs import Speaker
from tests.desk.homes import founded
from tests.interchange.books import book, person

GIVEN = {"rep_meeting_members": 45, "present": 41, "for": 39, "against": 1, "abstain": 1}
CASE = {"profile": "cn-village-reps", "step": "resolve", "on": "2026-03-27", "given": GIVEN}


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Speaker:
    return Speaker(capsys)


def single(say: Speaker, *more: str, **changed: Any) -> Any:
    case = CASE | changed
    given = case["given"] if isinstance(case["given"], str) else json.dumps(case["given"])
    return say(
        "rules", "check", "--profile", case["profile"], "--step", case["step"], "--on", case["on"], "--given", given, *more
    )


def test_one_case_for_programs_and_for_people(say: Speaker) -> None:
    told = single(say, "--json")
    assert told.code == 0 and told.data["met"] is True
    for part, required in (("quorum", 30), ("pass", 21)):
        assert told.data[part]["met"] is True and told.data[part]["required"] == required
        assert "第三十条" in told.data[part]["reference"]
    spoken = single(say)
    assert spoken.code == 0
    assert "到会：符合。应到 45 人，需 30 人，实到 41 人" in spoken.out and "表决：符合" in spoken.out


def test_one_fewer_is_not_met_and_exits_with_one(say: Speaker) -> None:
    said = single(say, given=GIVEN | {"present": 29, "for": 29, "against": 0, "abstain": 0})
    assert said.code == 1 and "实到 29 人，还差 1 人" in said.out


def test_the_day_chooses_the_article(say: Speaker) -> None:
    old = single(say, "--json", on="2025-12-20").data["quorum"]["reference"]
    new = single(say, "--json", on="2026-01-10").data["quorum"]["reference"]
    assert "第二十六条" in old and "第三十条" in new


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"profile": "cn-moon"}, "没有名为“cn-moon”的规则方案"),
        ({"step": "dance"}, "dance"),
        ({"on": "2026-02-30"}, "2026-03-27"),
        ({"given": {"present": 41}}, "没有填写“村民代表会议组成人员”的应到数"),
        ({"given": GIVEN | {"for": 60}}, "60"),
        ({"given": []}, "given"),
    ],
)
def test_what_cannot_be_judged_says_why(say: Speaker, changed: dict[str, Any], words: str) -> None:
    said = single(say, **changed)
    assert said.code == 1
    assert words in said.out + said.err


def test_usage_of_rules_check(say: Speaker) -> None:
    assert single(say, given="{").code == 2
    # What stands behind the object cannot change the rest of the case.
    assert single(say, given=json.dumps(GIVEN) + ', "on": "2020-01-01"').code == 2
    said = say("rules", "check", "--profile", "cn-village-reps")
    assert said.code == 2 and "--given" in said.err


def test_a_batch_answers_every_line_in_order(say: Speaker, tmp_path: Path) -> None:
    few = CASE | {"given": GIVEN | {"present": 29, "for": 29, "against": 0, "abstain": 0}}
    lines = [
        json.dumps(CASE), json.dumps(few), "not json", json.dumps(CASE | {"profile": "cn-moon"}), "[]", "5", "null",
        json.dumps({"profile": "cn-village-reps"}), json.dumps(CASE | {"on": 5}), json.dumps(CASE | {"profile": []}),
        json.dumps(CASE | {"given": []}),
        json.dumps(CASE | {"given": {"present": -1}}), "[" * 50_000, json.dumps(CASE | {"step": "a\u2028b"}, ensure_ascii=False),
        json.dumps(CASE | {"given": GIVEN | {"for": "39"}}), json.dumps(CASE | {"given": GIVEN | {"for": 39.5}}),
        json.dumps(CASE, ensure_ascii=False),
    ]  # fmt: skip
    path = tmp_path / "cases.jsonl"
    path.write_text("\ufeff" + "\n".join(lines) + "\n\n", encoding="utf-8")
    said = say("rules", "check", "--batch", path)
    assert said.code == 0
    answers = [json.loads(line) for line in said.out.split("\n") if line]
    assert len(answers) == len(lines)
    assert [answer["met"] for answer in answers] == [True, *[False] * (len(lines) - 2), True]
    assert "还差 1 人" in answers[1]["quorum"]["words"]
    for answer in answers[2:-1]:
        assert answer["refused"] and any("\u4e00" <= c <= "\u9fff" for c in answer["refused"][0])
    assert "cn-moon" in answers[3]["refused"][0]


def test_a_batch_that_is_missing_or_no_text(say: Speaker, tmp_path: Path) -> None:
    assert say("rules", "check", "--batch", tmp_path / "没有.jsonl").code == 3
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00\n\x80")
    said = say("rules", "check", "--batch", tmp_path / "bytes.jsonl")
    assert said.code == 0 and len(said.out.splitlines()) == 2


def test_a_village_has_rules_of_its_own(say: Speaker, tmp_path: Path) -> None:
    from consult_desk.base import places

    home = tmp_path / "村"
    founded(home).close()
    text = (places.resource("profiles") / "sd" / "profile.toml").read_text()
    (home / "profiles" / "ours").mkdir(parents=True)
    (home / "profiles" / "ours" / "profile.toml").write_text(text.replace('key = "sd"', 'key = "ours"'))
    listed = say("--home", home, "see", "rule_profiles").data
    assert "ours" in {one["key"] if "key" in one else one["profile"] for one in listed}
    said = say("--home", home, "rules", "check", "--profile", "ours", "--step", "resolve", "--on", "2026-03-27",
               "--given", json.dumps(GIVEN), "--json")  # fmt: skip
    assert "没有名为" not in said.out


def test_shipped_profiles_pass_their_cases(say: Speaker) -> None:
    from consult_desk.base import places

    folder = places.resource("profiles") / "cn-village-reps"
    said = say("check-profile", folder)
    assert said.code == 0 and said.out.startswith("通过 cn-village-reps：案例 ")
    told = say("--json", "check-profile", folder).data
    assert told[0]["key"] == "cn-village-reps"


def test_a_profile_with_faults_lists_them(say: Speaker, tmp_path: Path) -> None:
    import shutil

    from consult_desk.base import places

    folder = tmp_path / "cn-village-reps"
    shutil.copytree(places.resource("profiles") / "cn-village-reps", folder)
    cases = (folder / "cases.toml").read_text()
    (folder / "cases.toml").write_text(cases.replace("met = true", "met = false"))
    said = say("check-profile", folder)
    assert said.code == 1 and "不通过" in said.out and "案例“" in said.out
    assert say("--json", "check-profile", folder).code == 1
    (folder / "profile.toml").write_text("wishes = 1\n")
    said = say("check-profile", folder)
    assert said.code == 1 and "wishes" in said.out + said.err
    assert say("check-profile", tmp_path / "没有").code in (1, 3)


def roster(tmp_path: Path, *rows: list[Any], name: str = "名册.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(book(rows))
    return path


def test_a_roster_is_previewed_and_then_written(say: Speaker, tmp_path: Path) -> None:
    home = tmp_path / "村"
    founded(home).close()
    path = roster(tmp_path, person(姓名="张三"), person(姓名="李四", 身份证号="110101199001011234", 户号="1002"))
    preview = say("--home", home, "import-roster", path)
    assert preview.code == 1
    assert "这是预览" in preview.out and "第 3 行（不收）李四" in preview.out and "合格 1 行" in preview.out
    assert say("--home", home, "see", "roster").data["total"] == 2
    written = say("--home", home, "--json", "import-roster", "--apply", path)
    assert written.code == 0
    assert written.data["written"]["applied"] == 1 and written.data["written"]["left_out"] == 1
    assert [row["verdict"] for row in written.data["rows"]] == ["ok", "refused"]
    again = say("--home", home, "import-roster", "--apply", path)
    assert again.code == 0 and "已写入 0 行，原来就有 1 行" in again.out
    assert say("--home", home, "see", "roster").data["total"] == 3
    good = roster(tmp_path, person(姓名="王五"), name="好.xlsx")
    assert say("--home", home, "import-roster", good).code == 0


def test_numbers_that_excel_rounded_are_never_taken(say: Speaker, tmp_path: Path) -> None:
    home = tmp_path / "村"
    founded(home).close()
    path = roster(tmp_path, person(身份证号=9.99901198001050e17))
    said = say("--home", home, "import-roster", path)
    assert said.code == 1 and "（不收）" in said.out and "身份证号" in said.out
    assert say("--home", home, "import-roster", "--apply", path).code == 0
    assert say("--home", home, "see", "roster").data["total"] == 2


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", "只是文字".encode()])
def test_a_damaged_roster_is_one_sentence(say: Speaker, tmp_path: Path, data: bytes) -> None:
    home = tmp_path / "村"
    founded(home).close()
    (tmp_path / "坏.xlsx").write_bytes(data)
    for more in ([], ["--apply"]):
        said = say("--home", home, "import-roster", tmp_path / "坏.xlsx", *more)
        assert said.code in (1, 3) and said.out == "" and said.err.startswith(("办不成", "出了问题"))
    assert say("--home", home, "import-roster", tmp_path / "没有.xlsx").code == 3


def test_a_roster_for_no_village_is_not_written(tmp_path: Path) -> None:
    assert main(["--home", str(tmp_path / "没有"), "import-roster", "--apply", str(roster(tmp_path, person()))]) == 3
