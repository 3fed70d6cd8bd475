"""What each command does; answers go to stdout, sentences for people or JSON for programs."""

import argparse
import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from consult_desk.base import places
from consult_desk.base.clock import beijing_now
from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited
from consult_desk.cli.calling import answered, arguments, described, printed

FILE_LIMIT = 200_000_000


class Usage(Exception):
    """The command line itself is wrong; the words say how to write it."""


def run(chosen: argparse.Namespace) -> int:
    """Run the command that was chosen and return its exit code."""
    handlers: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: window,
        "do": do,
        "see": see,
        "rules": rules,
        "check-profile": check_profiles,
        "import-roster": import_roster,
        "verify": verify,
        "sample": sample,
        "demo": demo,
    }
    return handlers[chosen.command](chosen)


def _home(chosen: argparse.Namespace) -> Path:
    return chosen.home if chosen.home is not None else places.default_home()


def _desk(chosen: argparse.Namespace, *, create: bool = False) -> Any:
    from consult_desk.desk import DATABASE, Desk

    home = _home(chosen)
    if create and not (home / DATABASE).exists():
        return Desk.create(home, who=chosen.who)
    return Desk(home, who=chosen.who)


def _verbs(kind: str) -> Mapping[str, Callable[..., Any]]:
    from consult_desk.actions import ACTIONS
    from consult_desk.views.listed import VIEWS

    return {verb.__name__: verb for verb in (ACTIONS if kind == "do" else VIEWS)}


def _listed(kind: str, as_json: bool) -> int:
    told = [described(verb) for verb in _verbs(kind).values()]
    if as_json:
        print(printed(told))
        return 0
    for one in told:
        print(f"{one['name']}：{str(one['about']).splitlines()[0]}")
        for name, parameter in dict(one["parameters"]).items():  # type: ignore[call-overload]
            default = f"，可省略，默认 {parameter['default']!r}" if "default" in parameter else ""
            print(f"    {name}：{json.dumps(parameter['type'], ensure_ascii=False)}{default}")
    return 0


def _verb(chosen: argparse.Namespace, kind: str) -> tuple[Callable[..., Any], dict[str, Any]]:
    verbs = _verbs(kind)
    if chosen.name is None:
        raise Usage(f"consult-desk {kind} 名称 JSON；用 --list 列出全部")
    if chosen.name not in verbs:
        raise Usage(f"没有名为“{chosen.name}”的{'动作' if kind == 'do' else '视图'}；用 --list 列出全部")
    return verbs[chosen.name], arguments(verbs[chosen.name], _parsed(chosen.arguments))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Usage(f"参数不是正确的 JSON：{error}") from error


def do(chosen: argparse.Namespace) -> int:
    """Run one action."""
    if chosen.list:
        return _listed("do", chosen.json)
    verb, given = _verb(chosen, "do")
    with closing(_desk(chosen, create=verb.__name__ == "found_village")) as desk:
        done = desk.do(verb, **given)
    print(printed({"result": done.result, "touched": sorted(done.touched), "entries": done.entries}))
    return 0


def see(chosen: argparse.Namespace) -> int:
    """Show one view."""
    if chosen.list:
        return _listed("see", chosen.json)
    verb, given = _verb(chosen, "see")
    with closing(_desk(chosen)) as desk:
        print(printed(desk.ask(verb, **given)))
    return 0


def rules(chosen: argparse.Namespace) -> int:
    """Judge facts by a profile: one case, or a file of cases, one answer line each in the same order."""
    from consult_desk.rules.days import load_calendar
    from consult_desk.rules.profile import load_profiles

    own = chosen.home / "profiles" if chosen.home is not None else None
    extra = sorted(p.parent for p in own.glob("*/profile.toml")) if own is not None else []
    profiles = load_profiles(places.resource("profiles"), extra)
    calendar = load_calendar(places.resource("holidays"))
    if chosen.batch is not None:
        for line in _lines(chosen.batch):
            print(json.dumps(_judged(profiles, calendar, line), ensure_ascii=False))
        return 0
    if None in (chosen.profile, chosen.step, chosen.on, chosen.given):
        raise Usage("rules check 要写 --profile --step --on --given，或者 --batch 文件")
    case = {"profile": chosen.profile, "step": chosen.step, "on": chosen.on, "given": _parsed(chosen.given)}
    answer = _judged(profiles, calendar, json.dumps(case))
    if chosen.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for words in _spoken(answer):
            print(words)
    return 0 if answer.get("met") else 1


def _lines(path: Path) -> Iterator[str]:
    text = read_limited(path, max_bytes=FILE_LIMIT).decode("utf-8-sig", errors="replace")
    # Not splitlines(): a text inside JSON may hold U+2028 and other marks that it would take for line ends.
    return (line for line in text.split("\n") if line.strip())


def _judged(profiles: Mapping[str, Any], calendar: Any, line: str) -> dict[str, Any]:
    from consult_desk.rules.check import check

    try:
        case = json.loads(line)
        profile, step, on, given = (case[name] for name in ("profile", "step", "on", "given"))
        if not isinstance(given, dict):
            raise ValueError("given 要写成 JSON 对象 {…}")
        if profile not in profiles:
            known = "、".join(sorted(profiles))
            raise Refused(Obstacle(f"没有名为“{profile}”的规则方案", f"现有方案：{known}", code="unknown_profile"))
        return check(profiles[profile], step, date.fromisoformat(on), given, calendar).as_json()
    except Refused as refused:
        return {"met": False, "quorum": None, "pass": None, "refused": [o.sentence() for o in refused.obstacles]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        words = f"这一行要写成 JSON 对象，含 profile、step、on（例如 2026-03-27）、given：{error}"
        return {"met": False, "quorum": None, "pass": None, "refused": [words]}


def _spoken(answer: Mapping[str, Any]) -> Iterator[str]:
    names = {"quorum": "到会", "pass": "表决"}
    for name, verdict in answer.items():
        if isinstance(verdict, Mapping) and "words" in verdict:
            mark = "符合" if verdict["met"] else "不符合"
            yield f"{names.get(name, name)}：{mark}。{verdict['words']}（{verdict['reference']}）"
    yield from answer.get("refused", ())


def check_profiles(chosen: argparse.Namespace) -> int:
    """Load profile folders and run their cases; every fault listed."""
    from consult_desk.rules.cases import check_profiles as check

    outcomes = check(chosen.paths, places.resource("profiles"))
    good = all(outcome.passed for outcome in outcomes)
    if chosen.json:
        print(printed(outcomes))
        return 0 if good else 1
    for outcome in outcomes:
        right = sum(1 for case in outcome.cases if case.passed)
        print(f"{'通过' if outcome.passed else '不通过'} {outcome.key or outcome.path}：案例 {right}/{len(outcome.cases)}")
        for fault in outcome.faults:
            print(f"  · {fault}")
        for case in outcome.cases:
            for fault in case.faults:
                print(f"  · 案例“{case.title}”：{fault}")
    return 0 if good else 1


def import_roster(chosen: argparse.Namespace) -> int:
    """Preview a roster with a verdict per row; write it with --apply."""
    from consult_desk.interchange.roster import read_roster

    data = read_limited(chosen.file, max_bytes=FILE_LIMIT)
    preview = read_roster(data, chosen.file.name, today=beijing_now().date())
    verdicts = {"ok": "合格", "warn": "请看", "refused": "不收"}
    counts = {title: preview.count(key) for key, title in verdicts.items()}
    outcome = None
    if chosen.apply:
        from consult_desk.actions.people import import_roster as write

        with closing(_desk(chosen)) as desk:
            outcome = desk.do(write, data=data, name=chosen.file.name).result
    if chosen.json:
        rows = [{"line": r.line, "verdict": r.verdict, "reasons": r.reasons} for r in preview.rows]
        print(printed({"kind": preview.kind, "counts": counts, "rows": rows, "written": outcome}))
    else:
        print(f"{preview.title}：" + "，".join(f"{title} {n} 行" for title, n in counts.items()))
        for row in preview.rows:
            for reason in row.reasons:
                print(f"  第 {row.line} 行（{verdicts[row.verdict]}）{row.name}：{reason}")
        for line in (*preview.notes, *preview.hidden):
            print(f"  {line}")
        if preview.columns_ignored:
            print(f"  没有用到的列：{'、'.join(preview.columns_ignored)}")
        if outcome is None:
            print("这是预览，还没有写入；加 --apply 写入合格的行。")
        else:
            print(f"已写入 {outcome.applied} 行，原来就有 {outcome.known} 行，没有写入 {outcome.left_out} 行。")
    return 1 if preview.count("refused") and not chosen.apply else 0


def verify(chosen: argparse.Namespace) -> int:
    """Check notices, exported journals and homes. 0 only when every one is good."""
    answers = [_verified(chosen, path) for path in chosen.files]
    if chosen.json:
        print(printed(answers))
    else:
        for answer in answers:
            words = answer["words"] if answer["kind"] in answer["words"] else f"{answer['kind']}。{answer['words']}"
            print(f"{answer['file']}：{words}")
            for detail in answer["details"]:
                print(f"  · {detail}")
    return 0 if all(a["good"] for a in answers) else 1


def _verified(chosen: argparse.Namespace, path: Path) -> dict[str, Any]:
    from consult_desk.desk import DATABASE, Desk

    if not path.exists():
        raise Trouble(f"找不到 {path}。请核对文件名和位置。")
    if path.is_dir() and (path / DATABASE).exists():
        from consult_desk.views.journal import check_home

        with closing(Desk(path)) as desk:
            home = desk.ask(check_home)
        kind = "记录完好" if home.good else "记录被改动过"
        return {"file": str(path), "kind": kind, "words": home.words, "details": home.faults, "good": home.good}
    if path.is_dir() or path.name == "journal.jsonl":
        from consult_desk.archive.verify_journal import verify_folder

        folder = path if path.is_dir() else path.parent
        code, words, faults = verify_folder(folder)
        kind = ("记录完好", "记录被改动过", "无法检查")[code]
        return {"file": str(path), "kind": kind, "words": words, "details": faults, "good": code == 0}
    data = read_limited(path, max_bytes=FILE_LIMIT)
    if (_home(chosen) / DATABASE).exists():
        from consult_desk.views.checking import check_file

        with closing(Desk(_home(chosen))) as desk:
            verdict = desk.ask(check_file, data=data)
        return {"file": str(path), **answered(verdict)}
    from consult_desk.documents.verify import examine

    alone = examine(data, None, frozenset())
    return {"file": str(path), **answered(alone)}


def sample(chosen: argparse.Namespace) -> int:
    """Build the practice village in a new or empty folder."""
    from consult_desk.sample import build_sample

    if chosen.folder.exists() and not (chosen.folder.is_dir() and not any(chosen.folder.iterdir())):
        raise Trouble(f"{chosen.folder} 里已经有东西，练习村不会和它混在一起。程序没有改动它；请另写一个新文件夹的名字。")
    today = None
    if chosen.today is not None:
        try:
            today = date.fromisoformat(chosen.today)
        except ValueError as error:
            raise Usage(f"--today 要写成 2026-06-20 的样子：{error}") from error
    made = build_sample(chosen.folder, today=today, say=lambda words: None if chosen.json else print(words))
    print(printed(made) if chosen.json else f"练习村已建在 {chosen.folder}")
    return 0


def demo(chosen: argparse.Namespace) -> int:
    """The main job from two rosters to two signed notices, with the verdicts of independent programs."""
    from consult_desk.demo import show

    return show(chosen.out, window=not chosen.no_window)


def window(chosen: argparse.Namespace) -> int:
    """Open the window."""
    try:
        app = importlib.import_module("ui.app")
    except ImportError as error:
        raise Trouble(f"窗口打不开：缺少图形组件（{error}）。请安装系统图形库后再试，或者使用命令行。") from error
    return int(app.run(chosen.home))
