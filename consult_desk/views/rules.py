"""Rules as they are shown: which profiles there are, what each asks for on a day with its article, how two differ."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from consult_desk.base import places
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look
from consult_desk.model import Matter, Village
from consult_desk.rules import case_words, wording
from consult_desk.rules.cases import CaseOutcome, run_cases
from consult_desk.rules.dated import Dated
from consult_desk.rules.profile import RuleProfile
from consult_desk.rules.step_rule import StepRule

KINDS = {
    "baseline": "国家基线", "overlay": "地方规定", "template": "通行模板", "special_matter": "专项事项", "practice": "地方做法",
}  # fmt: skip
OWN = "本村方案"
SCOPES = {"village": "村", "community": "社区", "collective": "农村集体经济组织", "group": "村民小组"}
CONFIDENCES = {
    "high": "已和原文核对",
    "medium": "多处来源一致，部分未和原文核对",
    "low": "未和原文核对，用前请先核对",
    "local": "本村照本地文件填写",
}
EVIDENCE = {"memory": "按常识暂定，未见原文", "inferred": "按惯例暂定，法律没有写明数字"}


def is_own(look: Look, profile: str) -> bool:
    """Whether a profile is the village's own, not one that came with the program."""
    return (look.home / "profiles" / profile / "profile.toml").is_file()


def kind_title(look: Look, profile: RuleProfile) -> str:
    """What kind of profile it is, in Chinese."""
    return OWN if is_own(look, profile.key) else KINDS[profile.kind]


@dataclass(frozen=True)
class ProfileRow:
    """One rule profile in the list. matters: how many have pinned it. in_use: new matters of this village take it."""

    key: str
    title: str
    region: str
    kind: str
    extends: str
    kind_title: str
    extends_title: str
    scope_title: str
    own: bool
    matters: int
    in_use: bool


def rule_profiles(look: Look) -> tuple[ProfileRow, ...]:
    """全部规则方案。"""
    counted = select(Matter.profile_key, func.count()).group_by(Matter.profile_key)
    matters = {key: number for key, number in look.session.execute(counted)}
    used = look.session.scalar(select(Village.profile_key))
    return tuple(
        ProfileRow(
            p.key, p.title, p.region, p.kind, p.extends, kind_title(look, p), _title(look, p.extends), SCOPES[p.scope],
            is_own(look, p.key), matters.get(p.key, 0), p.key == used,
        )
        for _key, p in sorted(look.profiles.items())
    )  # fmt: skip


@dataclass(frozen=True)
class FaultyProfile:
    """An own overlay that does not load any more. title: as its file says it, its key where that cannot be read."""

    key: str
    title: str
    in_use: bool
    reasons: tuple[Obstacle, ...]


def faulty_profiles(look: Look) -> tuple[FaultyProfile, ...]:
    """现在不能用的本村方案，以及为什么：多半是上位规定后来变严了。"""
    used = look.session.scalar(select(Village.profile_key))
    return tuple(_faulty(look, key, key == used) for key in look.faulty)


def _faulty(look: Look, key: str, used: bool) -> FaultyProfile:
    try:
        raw = tomllib.loads((look.home / "profiles" / key / "profile.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raw = {}
    title, below = raw.get("title"), look.profiles.get(str(raw.get("extends")))
    steps = {step.key: step.title for step in below.steps} if below is not None else {}
    reasons = tuple(replace(o, words=wording.plain_fault(o.words, steps)) for o in look.faulty[key])
    return FaultyProfile(key, title if isinstance(title, str) and title.strip() else key, used, reasons)


def _title(look: Look, key: str) -> str:
    return look.profiles[key].title if key in look.profiles else ""


@dataclass(frozen=True)
class RuleText:
    """One rule of a step on a day. local: differs from the profile below, whose words are floor ("": it is silent).

    until: the day before the next value begins, None where none is known. evidence: "" where the text was read.
    """

    name: str
    title: str
    words: str
    references: tuple[str, ...]
    since: date
    until: date | None
    checked: date | None
    evidence: str
    note: str
    local: bool
    floor: str


@dataclass(frozen=True)
class StepText:
    """One step of a profile on a day. added: the profile below has no such step. coming: its rules begin later."""

    key: str
    title: str
    body: str
    beside: bool
    added: bool
    rules: tuple[RuleText, ...]
    coming: date | None


@dataclass(frozen=True)
class ProfilePage:
    """A profile as a page to read. changes: all days on which one of its values begins.

    pinned_by: title of the matter that carries this text, "" where it is the profile as it is now. changed_since: it
    is not the same any more.
    """

    row: ProfileRow
    on: date
    source: str
    confidence: str
    terms: tuple[str, ...]
    fingerprint: str
    steps: tuple[StepText, ...]
    options: tuple[RuleText, ...]
    changes: tuple[date, ...]
    pinned_by: str
    changed_since: bool


def profile_page(look: Look, profile: str = "", on: date | None = None, matter_id: int | None = None) -> ProfilePage:
    """一个规则方案的全文：某一天每一步谁来办、多少人、几天、依据哪一条、哪些是地方规定。

    matter_id: the profile as that matter has carried it since it was proposed, whatever became of it since. Raises
    Refused for an unknown profile or matter.
    """
    day = on or look.today
    matter = None if matter_id is None else look.session.get(Matter, matter_id)
    if matter_id is not None and matter is None:
        raise Refused(Obstacle(f"没有第 {matter_id} 号事项", "请从台账里选", code="unknown_matter"))
    rules = look.profile(profile) if matter is None else RuleProfile.thaw(matter.profile_text)
    below, now = look.profiles.get(rules.extends), look.profiles.get(rules.key)
    row = next((r for r in rule_profiles(look) if r.key == rules.key), None) or ProfileRow(
        rules.key, rules.title, rules.region, rules.kind, rules.extends, KINDS[rules.kind], _title(look, rules.extends),
        SCOPES[rules.scope], False, 1, False,
    )  # fmt: skip
    dated: list[Dated[Any]] = [*rules.options.values(), *(d for s in rules.steps for d in s.rules.values())]
    changes = sorted({entry.since for one in dated for entry in one})
    return ProfilePage(
        row, day, rules.source, CONFIDENCES.get(rules.confidence, rules.confidence),
        tuple(sorted(set(rules.terms.values()))), rules.fingerprint,
        tuple(_step_text(step, below, day) for step in rules.steps), tuple(_options(rules, below, day)), tuple(changes),
        "" if matter is None else matter.title, now is None or now.fingerprint != rules.fingerprint,
    )  # fmt: skip


def _step_text(step: StepRule, below: RuleProfile | None, day: date) -> StepText:
    under = below.step(step.key) if below is not None and below.has(step.key) else None
    floors = under.rules if under is not None else {}
    found = (
        _rule_text(name, wording.RULE_TITLES[name], dated, floors.get(name), below is not None, day)
        for name in wording.RULE_TITLES
        if (dated := step.rules.get(name)) is not None
    )
    rules = tuple(text for text in found if text is not None)
    later = [dated.values[0].since for dated in step.rules.values() if dated.values[0].since > day]
    return StepText(
        step.key, step.title, step.body_title, step.parallel, below is not None and under is None, rules,
        min(later, default=None) if not rules else None,
    )  # fmt: skip


def _options(rules: RuleProfile, below: RuleProfile | None, day: date) -> Iterator[RuleText]:
    titles = {step.key: step.title for step in rules.steps}
    for name, dated in rules.options.items():
        under = below.options.get(name) if below is not None else None
        text = _rule_text(name, wording.OPTION_TITLES[name], dated, under, below is not None, day, titles)
        if text is not None:
            yield text


def _rule_text(
    name: str, title: str, dated: Dated[Any], under: Dated[Any] | None, overlaid: bool, day: date,
    titles: Mapping[str, str] | None = None,
) -> RuleText | None:  # fmt: skip
    entry = dated.entry_on(day)
    if entry is None:
        return None

    def say(value: Any) -> str:
        return wording.rule_words(value) if titles is None else wording.option_words(name, value, titles)

    floor = under.entry_on(day) if under is not None else None
    words = say(entry.value)
    local = overlaid and (floor is None or say(floor.value) != words or floor.reference != entry.reference)
    later = [one.since for one in dated if one.since > day]
    until = date.fromordinal(min(later).toordinal() - 1) if later else None
    return RuleText(
        name, title, words, tuple(dict.fromkeys(entry.reference.split("；"))), entry.since, until, entry.checked,
        EVIDENCE.get(entry.evidence, ""), entry.note, local, say(floor.value) if local and floor is not None else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """One rule in two profiles: what each says, "" where it is silent. differs: they do not ask the same."""

    title: str
    left: str
    right: str
    left_references: tuple[str, ...]
    right_references: tuple[str, ...]
    differs: bool


@dataclass(frozen=True)
class ComparedStep:
    """One step in two profiles; a title is "" where the profile has no such step."""

    left_title: str
    right_title: str
    left_body: str
    right_body: str
    rules: tuple[Compared, ...]

    @property
    def differs(self) -> bool:
        """Whether anything of the step differs: its words, its body, or a rule."""
        names = (self.left_title, self.left_body) != (self.right_title, self.right_body)
        return names or any(rule.differs for rule in self.rules)


@dataclass(frozen=True)
class Comparison:
    """Two profiles side by side on a day."""

    left: str
    right: str
    on: date
    steps: tuple[ComparedStep, ...]

    @property
    def differences(self) -> int:
        """How many rules differ."""
        return sum(1 for step in self.steps for rule in step.rules if rule.differs)


def compare_profiles(look: Look, one: str, other: str, on: date | None = None) -> Comparison:
    """两个规则方案在某一天的逐项对比。"""
    day = on or look.today
    left, right = look.profile(one), look.profile(other)
    keys = dict.fromkeys([*(s.key for s in left.steps), *(s.key for s in right.steps)])
    steps = [_compared_step(_found(left, key, day), _found(right, key, day)) for key in keys]
    options = _compare(tuple(_options(left, None, day)), tuple(_options(right, None, day)), wording.OPTION_TITLES)
    if options:
        steps.append(ComparedStep("其他规定", "其他规定", "", "", options))
    return Comparison(left.title, right.title, day, tuple(steps))


def _found(profile: RuleProfile, key: str, day: date) -> StepText | None:
    return _step_text(profile.step(key), None, day) if profile.has(key) else None


def _compared_step(left: StepText | None, right: StepText | None) -> ComparedStep:
    rules = _compare(left.rules if left else (), right.rules if right else (), wording.RULE_TITLES)
    return ComparedStep(
        left.title if left else "", right.title if right else "", left.body if left else "", right.body if right else "",
        rules,
    )  # fmt: skip


def _compare(left: tuple[RuleText, ...], right: tuple[RuleText, ...], order: Mapping[str, str]) -> tuple[Compared, ...]:
    one, other = ({text.name: text for text in side} for side in (left, right))
    found = []
    for name in order:
        a, b = one.get(name), other.get(name)
        if a or b:
            words = (a.words if a else "", b.words if b else "")
            references = (a.references if a else (), b.references if b else ())
            found.append(Compared(order[name], *words, *references, words[0] != words[1]))
    return tuple(found)


@dataclass(frozen=True)
class CaseRow:
    """One case of a profile: what is given on which day, what it expects, what the rules found. fault: what differs."""

    title: str
    on: date | None
    step_title: str
    given: str
    expected: str
    found: str
    passed: bool
    fault: str


def case_row(profile: RuleProfile, outcome: CaseOutcome) -> CaseRow:
    """An outcome in the words of a reader."""
    step = profile.step(outcome.step).title if profile.has(outcome.step) else outcome.step
    return CaseRow(
        outcome.title, outcome.on, step, case_words.given_words(outcome.given), case_words.outcome_words(outcome.expected),
        case_words.outcome_words(outcome.found), outcome.passed, "；".join(outcome.faults),
    )  # fmt: skip


def profile_cases(look: Look, profile: str) -> tuple[CaseRow, ...]:
    """运行一个规则方案自带的案例。Raises Refused when it has none that can be read."""
    rules = look.profile(profile)
    folder: Path = look.home / "profiles" / profile if is_own(look, profile) else places.resource("profiles", profile)

    def tell(done: int, total: int) -> None:
        look.progress.step(done, total, f"正在核对案例 {done}/{total}")

    return tuple(case_row(rules, outcome) for outcome in run_cases(rules, folder / "cases.toml", tell))


@dataclass(frozen=True)
class RuleLine:
    """One step of a profile on a day, in words."""

    step: str
    title: str
    body: str
    quorum: str
    passing: str
    notice_days: int | None
    publicity_days: int | None
    references: tuple[str, ...]
    remarks: tuple[str, ...]


def rule_page(look: Look, profile: str, on: date | None = None) -> tuple[RuleLine, ...]:
    """一个规则方案在某一天的规定：每一步谁来开、多少人、几天、依据。"""
    day = on or look.today
    lines = []
    for step in look.profile(profile).steps:
        quorum, passing = step.quorum_on(day), step.pass_on(day)
        notice, publicity = step.notice_on(day), step.publicity_on(day)
        entries = [e for name in step.rules if (e := step.entry_on(name, day)) is not None]
        remarks = dict.fromkeys(EVIDENCE[e.evidence] for e in entries if e.evidence in EVIDENCE)
        references = dict.fromkeys(r for name in step.rules if (r := step.reference_on(name, day)))
        lines.append(
            RuleLine(
                step.key, step.title, step.body_title, quorum.words() if quorum else "",
                passing.words() if passing else "", notice.days if notice else None,
                publicity.days if publicity else None, tuple(references), tuple(remarks),
            )
        )
    return tuple(lines)
