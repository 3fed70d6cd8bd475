"""do and see: every action and view by name, answers for people and programs, exit codes, and sentences in Chinese."""

import inspect
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from consult_desk.actions import ACTIONS
from consult_desk.base.errors import Cancelled, Refused
from consult_desk.cli import calling, commands, main
from consult_desk.views.listed import VIEWS
from tests.desk.homes import founded


@pytest.fixture
def home(tmp_path: Path) -> Path:
    founded(tmp_path / "村").close()
    return tmp_path / "村"


@dataclass
class Said:
    """What one command line answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class Speaker:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: object) -> Said:
        self.capsys.readouterr()
        code = main([str(word) for word in words])
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        return Said(code, captured.out, captured.err)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Speaker:
    return Speaker(capsys)


@pytest.mark.parametrize(("kind", "verbs"), [("do", ACTIONS), ("see", VIEWS)])
def test_every_verb_is_listed_with_its_parameters(say: Speaker, kind: str, verbs: Any) -> None:
    listed = say(kind, "--list")
    assert listed.code == 0
    told = {one["name"]: one for one in say("--json", kind, "--list").data}
    assert set(told) == {verb.__name__ for verb in verbs}
    for verb in verbs:
        lines = listed.out.splitlines()
        assert any(line.startswith(f"{verb.__name__}：") for line in lines)
        parameters = list(inspect.signature(verb).parameters.values())[1:]
        one = told[verb.__name__]
        assert list(one["parameters"]) == [p.name for p in parameters]
        for parameter in parameters:
            assert ("default" in one["parameters"][parameter.name]) == (parameter.default is not parameter.empty)
        assert any("\u4e00" <= c <= "\u9fff" for c in str(one["about"]).splitlines()[0]), verb.__name__


def test_lists_name_what_is_inside(say: Speaker) -> None:
    told = {one["name"]: one["parameters"] for one in say("do", "--list", "--json").data}
    assert told["plan_meeting"]["items"]["type"] == [{"matter": "int", "step": "str", "merged": "bool"}]
    assert told["import_roster"]["data"]["type"] == "path of a file"
    assert told["add_person"]["birth"]["type"] == "date"
    assert told["open_matter"]["budget"]["type"] == "int or null"


def test_a_village_is_founded_asked_and_changed(say: Speaker, tmp_path: Path) -> None:
    home = tmp_path / "新村"
    done = say("--home", home, "--who", "单守田", "do", "found_village", '{"name": "石桥村", "township": "柳河镇"}')
    assert done.code == 0
    assert done.data == {"result": 1, "touched": ["Village"], "entries": 2}
    given = {"name": "龚䶮", "sex": "男", "birth": "1971-02-03", "household_no": "1", "group": "一组"}
    assert say("--home", home, "do", "add_person", json.dumps(given)).code == 0
    seen = say("--home", home, "see", "roster").data
    assert [row["name"] for row in seen["rows"]] == ["龚䶮"] and seen["rows"][0]["birth"] == "1971-02-03"
    assert say("--home", home, "see", "check_home", "--json").data["good"] is True
    assert say("--home", home, "see", "roster", '{"after": ["gong", 0], "limit": 5}').data["total"] == 1


def test_a_refusal_is_one_a_shortage_of_means_three(say: Speaker, home: Path, tmp_path: Path) -> None:
    refused = say("--home", home, "do", "found_village", '{"name": "甲村", "township": "乙镇"}')
    assert refused.code == 1 and refused.out == "" and "已经建立了村" in refused.err
    told = say("--json", "--home", home, "do", "found_village", '{"name": "甲村", "township": "乙镇"}')
    assert told.code == 1 and told.data["met"] is False
    assert told.data["refused"][0]["code"] == "village_exists"
    missing = say("--home", tmp_path / "没有", "see", "roster")
    assert missing.code == 3 and missing.out == "" and "找不到数据文件" in missing.err
    assert not (tmp_path / "没有").exists()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["do"], "--list"),
        (["see", "nothing"], "没有名为“nothing”的视图"),
        (["do", "nothing"], "没有名为“nothing”的动作"),
        (["do", "roster"], "没有名为“roster”的动作"),
        (["see", "roster", "{"], "不是正确的 JSON"),
        (["see", "roster", "[" * 100_000], "不是正确的 JSON"),
    ],
)
def test_usage_is_two(say: Speaker, home: Path, words: list[str], part: str) -> None:
    said = say("--home", home, *words)
    assert said.code == 2 and part in said.err and said.out == ""


@pytest.mark.parametrize("words", [["nonsense"], ["--nonsense"], ["rules"], ["verify"], ["check-profile"]])
def test_a_line_that_is_no_command_is_two(say: Speaker, words: list[str]) -> None:
    said = say(*words)
    assert said.code == 2 and "usage" in said.err.lower()


def test_help_is_not_an_error(say: Speaker) -> None:
    said = say("--help")
    assert said.code == 0 and "议事台" in said.out


UNFIT: list[tuple[str, dict[str, Any], str]] = [
    ("add_person", {"name": "甲"}, "缺少参数“sex”"),
    ("roster", {"searhc": "甲"}, "不认识的参数“searhc”"),
    ("roster", {"limit": "5"}, "应当是整数"),
    ("roster", {"limit": True}, "应当是整数"),
    ("roster", {"limit": 10**30}, "太大"),
    ("roster", {"search": 5}, "应当是文字"),
    ("roster", {"search": "\ud800"}, "半个字符"),
    ("roster", {"after": ["a"]}, "2 项的列表"),
    ("roster", {"after": "ab"}, "2 项的列表"),
    ("body_members", {"body": "party_committee", "on": "2026-02-30"}, "2026-03-27"),
    ("body_members", {"body": "party_committee", "on": 5}, "这样的日期"),
    ("check_in", {"meeting_id": 1, "person_ids": 5}, "应当是列表"),
    ("found_village", {"name": "甲", "township": "乙", "practice": 1}, "true 或 false"),
    ("record_vote", {"item_id": 1, "method": "roll_call", "choices": []}, "应当是对象"),
    ("record_vote", {"item_id": 1, "method": "roll_call", "choices": {"甲": "yes"}}, "应当是编号"),
]
HEARING = {"body": "b", "title": "t", "places": [], "convener": "c", "chair": "c", "recorder": "r"}
UNFIT += [
    ("plan_meeting", HEARING | {"items": [5]}, "应当是对象"),
    ("plan_meeting", HEARING | {"items": [{"matter": 1}]}, "缺少：step"),
    ("plan_meeting", HEARING | {"items": [{"matter": 1, "step": "s", "x": 1}]}, "不认识的项：x"),
    ("plan_meeting", HEARING | {"items": [], "places": [{"place": "p", "starts_at": "soon"}]}, "2026-03-27T09:00"),
]


@pytest.mark.parametrize(("name", "given", "words"), UNFIT)
def test_arguments_that_do_not_fit_are_each_named(
    say: Speaker, home: Path, name: str, given: dict[str, Any], words: str
) -> None:
    kind = "see" if name in {view.__name__ for view in VIEWS} else "do"
    verbs = {verb.__name__: verb for verb in (*ACTIONS, *VIEWS)}
    if not set(given) <= {*inspect.signature(verbs[name]).parameters} and "不认识" not in words:
        given = {k: v for k, v in given.items() if k in inspect.signature(verbs[name]).parameters}
    said = say("--home", home, kind, name, json.dumps(given))
    assert said.code == 1
    assert words in said.err, said.err


def test_all_faults_are_told_at_once(say: Speaker, home: Path) -> None:
    said = say("--home", home, "do", "add_person", '{"name": 5, "age": 3}')
    assert said.code == 1
    assert all(words in said.err for words in ("“age”", "“name”", "“sex”", "“birth”", "“household_no”", "“group”"))
    said = say("--home", home, "do", "add_person", "[]")
    assert said.code == 1 and "JSON 对象" in said.err


def test_a_file_argument_is_a_path(say: Speaker, home: Path, tmp_path: Path) -> None:
    missing = say("--home", home, "see", "check_file", json.dumps({"data": str(tmp_path / "没有.pdf")}))
    assert missing.code == 3 and "没有.pdf" in missing.err
    folder = say("--home", home, "see", "check_file", json.dumps({"data": str(tmp_path)}))
    assert folder.code == 1 and "不是一个文件" in folder.err


def test_moments_keep_or_get_a_zone() -> None:
    aware = calling.fitted(datetime, "2026-03-05T09:00:00+08:00")
    assert aware == datetime(2026, 3, 5, 1, tzinfo=UTC)
    assert calling.fitted(datetime, "2026-03-05T09:00").tzinfo is not None
    assert calling.fitted(date | None, None) is None


def test_answers_become_plain_json() -> None:
    @dataclass
    class Answer:
        day: date
        data: bytes
        names: tuple[str, ...]
        counts: dict[int, int]

    told = calling.answered(Answer(date(2026, 3, 5), b"\0", ("甲",), {1: 2}))
    assert told == {"day": "2026-03-05", "data": "AA==", "names": ["甲"], "counts": {"1": 2}}


def test_cancelled_work_is_one_and_says_that_nothing_changed(
    say: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_chosen: object) -> int:
        raise Cancelled

    monkeypatch.setattr(commands, "run", stopped)
    said = say("see", "roster")
    assert said.code == 1 and "什么都没有改动" in said.err


def test_several_reasons_are_several_lines(say: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_chosen: object) -> int:
        raise Refused("一", "二")

    monkeypatch.setattr(commands, "run", refused)
    assert say("see", "roster").err.count("·") == 2


def test_the_window_without_its_libraries_is_a_sentence(say: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> Any:
        raise ImportError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setattr(commands.importlib, "import_module", missing)
    said = say()
    assert said.code == 3 and "窗口打不开" in said.err and "libEGL.so.1" in said.err


def test_the_window_gets_the_home_and_its_exit_code_is_ours(
    say: Speaker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class App:
        @staticmethod
        def run(home: Path | None) -> int:
            print(home)
            return 5

    monkeypatch.setattr(commands.importlib, "import_module", lambda _name: App)
    said = say("--home", tmp_path)
    assert said.code == 5 and said.out.strip() == str(tmp_path)
