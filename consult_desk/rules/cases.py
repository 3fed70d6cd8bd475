"""Runs the cases that lie beside a profile, written for jurists, and checks whole profile folders."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..base.errors import Refused
from .check import Answer, check
from .days import Calendar, posting_until
from .facts import as_day
from .profile import RuleProfile, load_folders, profile_folders

# What a case may expect of a verdict besides met (true or false), and what of the step or the profile itself.
_OF_VERDICT = ("required", "words", "reference")
_VERDICTS = (
    "quorum",
    "pass",
    "composition",
    "convening",
    "convened_in_time",
    "proposers",
    "notice",
    "posting",
    "posted_in_time",
    "earliest_posting",
    "reply",
    "authorization",
    "research",
    "matter",
    "order",
)


@dataclass(frozen=True)
class CaseOutcome:
    """One case: its title, whether it came out as written, and what differed, in Chinese.

    on, step, given: as the case has them. expected, found: by name, what it asks for and what the rules say.
    """

    title: str
    passed: bool
    faults: tuple[str, ...] = ()
    on: date | None = None
    step: str = ""
    given: Mapping[str, object] = field(default_factory=dict)
    expected: Mapping[str, object] = field(default_factory=dict)
    found: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class FolderOutcome:
    """One profile folder: faults that kept it from loading, or the outcomes of its cases."""

    path: Path
    key: str
    faults: tuple[str, ...]
    cases: tuple[CaseOutcome, ...]

    @property
    def passed(self) -> bool:
        """Whether it loaded, has cases, and all came out as written."""
        return not self.faults and all(case.passed for case in self.cases)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "没有这条规则" if value is None else str(value)


def _of_answer(answer: Answer, name: str) -> object:
    """What the answer holds under `quorum`, `quorum_required`, `quorum_words`, `quorum_reference`."""
    for part in _OF_VERDICT:
        if name.endswith(f"_{part}"):
            verdict = answer.verdicts.get(name.removesuffix(f"_{part}"))
            return None if verdict is None else getattr(verdict, part)
    verdict = answer.verdicts.get(name)
    return None if verdict is None else verdict.met


def _of_profile(profile: RuleProfile, step_key: str, on: date, name: str, given: Mapping[str, object]) -> object:
    step = profile.step(step_key)
    if name == "until":
        counting = profile.counting_on(on)
        return posting_until(step, on, as_day(given.get("posted_on"), "posted_on"), Calendar(), counting)
    return {
        "merge_propose_consult": profile.merge_propose_consult_on(on),
        "process_max_days": profile.process_max_days_on(on),
        "counting": profile.counting_on(on),
        "exclude_unreachable": profile.exclude_unreachable_on(on),
        "proxy": step.proxy_on(on),
        "remote": step.remote_on(on),
        "township": step.township_on(on),
        "research_needed": step.prior_research_on(on),
        "authorization_needed": step.authorization_on(on),
    }[name]


_PROFILE_NAMES = (
    "until",
    "merge_propose_consult",
    "process_max_days",
    "counting",
    "exclude_unreachable",
    "proxy",
    "remote",
    "township",
    "research_needed",
    "authorization_needed",
)
_ANSWER_NAMES = ("met", *_VERDICTS, *(f"{name}_{part}" for name in _VERDICTS for part in _OF_VERDICT))


def _compare(name: str, wanted: object, found: object) -> str:
    if wanted == "none":
        agrees = found is None
    elif name.endswith(("_words", "_reference")):
        agrees = isinstance(wanted, str) and isinstance(found, str) and wanted in found
    else:
        agrees = type(wanted) is type(found) and wanted == found
    return "" if agrees else f"{name} 应当是“{_shown(wanted)}”，算出来是“{_shown(found)}”"


def _run(profile: RuleProfile, title: str, raw: Mapping[str, object]) -> CaseOutcome:
    given, expect, step = raw.get("given", {}), raw.get("expect"), raw.get("step")
    unknown = set(raw) - {"title", "on", "step", "given", "expect", "note"}
    if unknown or not isinstance(given, Mapping) or not isinstance(expect, Mapping) or not isinstance(step, str):
        extra = f"（不认识：{'、'.join(sorted(unknown))}）" if unknown else ""
        return CaseOutcome(title, False, (f"案例要写 title、on、step、given、expect{extra}",))
    if not expect:
        return CaseOutcome(title, False, ("expect 是空的，什么也没有检查",))
    refused_words = expect.get("refused")
    faults: list[str] = []
    found: dict[str, object] = {}
    on = None
    try:
        on = as_day(raw.get("on"), "on")
        answer = check(profile, step, on, given)
        for name, wanted in expect.items():
            if name in _PROFILE_NAMES:
                value = _of_profile(profile, step, on, name, given)
            elif name in _ANSWER_NAMES:
                value = answer.met if name == "met" else _of_answer(answer, name)
            elif name == "refused":
                faults.append(f"应当拒绝（{wanted}），结果没有拒绝")
                continue
            else:
                faults.append(f"expect 里有不认识的项“{name}”")
                continue
            found[name] = value
            if words := _compare(name, wanted, value):
                faults.append(words)
    except Refused as refused:
        said = found["refused"] = str(refused)
        if not isinstance(refused_words, str) or refused_words not in said:
            faults.append(f"被拒绝了：{said}")
    return CaseOutcome(title, not faults, tuple(faults), on, step, given, expect, found)


def run_cases(
    profile: RuleProfile, path: Path, tell: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[CaseOutcome, ...]:
    """Every case of a cases.toml against a profile, in order. Refused where the file cannot be read.

    tell: called before each case with how many are done and how many there are.
    """
    try:
        raw = tomllib.loads(path.read_bytes().decode())
    except (OSError, ValueError) as error:
        raise Refused(f"{path.parent.name}/{path.name} 读不出来：{error}") from error
    cases = raw.get("case")
    if set(raw) != {"case"} or not isinstance(cases, list) or not cases:
        raise Refused(f"{path.parent.name}/{path.name} 里没有案例，每个案例以 [[case]] 开头")
    outcomes = []
    for number, case in enumerate(cases, 1):
        tell(number - 1, len(cases))
        title = case.get("title") if isinstance(case, Mapping) else None
        if not isinstance(title, str) or not title.strip():
            outcomes.append(CaseOutcome(f"第 {number} 个案例", False, ("没有写 title",)))
            continue
        outcomes.append(_run(profile, title, case))
    return tuple(outcomes)


def check_folder(path: Path, shipped: Path, own: Sequence[Path] = ()) -> FolderOutcome:
    """Load one profile folder among the shipped and own ones (in place of one of its name) and run its cases."""
    others = [folder for folder in (*profile_folders(shipped), *own) if folder.name != path.name]
    key = path.name
    try:
        profile = load_folders([*others, path])[key]
        return FolderOutcome(path, key, (), run_cases(profile, path / "cases.toml"))
    except Refused as refused:
        return FolderOutcome(path, key, tuple(obstacle.words for obstacle in refused.obstacles), ())


def check_profiles(paths: Sequence[Path], shipped: Path) -> tuple[FolderOutcome, ...]:
    """Check profile folders, or folders that hold several; every fault of each is listed."""
    outcomes: list[FolderOutcome] = []
    for path in paths:
        inner = () if (path / "profile.toml").is_file() else profile_folders(path)
        outcomes += [check_folder(folder, shipped) for folder in (inner or (path,))]
    return tuple(outcomes)
