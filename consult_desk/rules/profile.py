"""Rule profiles: the steps of a procedure with dated rules, loaded strictly, frozen for a matter and thawed later."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import cast

from ..base.errors import Obstacle, Refused
from .canonical import canonical_text
from .dated import Dated
from .merging import lay_over
from .reading import Reader
from .sheet import OptionValue, ProfileSheet, StepSheet
from .step_rule import StepRule as StepRule
from .values import DateOrder


@dataclass(frozen=True)
class RuleProfile:
    """A procedure: steps in order, options, local words, and the canonical text that a matter pins."""

    key: str
    source_id: str
    title: str
    region: str
    scope: str
    kind: str
    extends: str
    confidence: str
    source: str
    terms: Mapping[str, str]
    steps: tuple[StepRule, ...]
    options: Mapping[str, Dated[OptionValue]]
    text: str

    @property
    def fingerprint(self) -> str:
        """sha256 (hex) of the canonical text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def has(self, key: str) -> bool:
        """Whether the profile has this step."""
        return any(step.key == key for step in self.steps)

    def step(self, key: str) -> StepRule:
        """The step; Refused where the profile has none of that key."""
        for step in self.steps:
            if step.key == key:
                return step
        known = "、".join(f"{step.key}（{step.title}）" for step in self.steps)
        raise Refused(Obstacle(f"“{self.title}”没有“{key}”这一步", f"可用的步骤：{known}", code="unknown_step"))

    def term(self, word: str, default: str) -> str:
        """The local word for village, township, county or group."""
        return self.terms.get(word, default)

    def option_on(self, name: str, day: date) -> OptionValue | None:
        """The value of an option on a day."""
        return self.options[name].on(day) if name in self.options else None

    def option_reference_on(self, name: str, day: date) -> str:
        """The source of an option on a day, "" where it has no value."""
        entry = self.options[name].entry_on(day) if name in self.options else None
        return "" if entry is None else entry.reference

    def merge_propose_consult_on(self, day: date) -> bool:
        """Whether one who heads both committees may merge proposal and conference."""
        return self.option_on("merge_propose_consult", day) is True

    def process_max_days_on(self, day: date) -> int | None:
        """Days the whole process should normally not exceed: a reason to warn, not to refuse."""
        return cast("int | None", self.option_on("process_max_days", day))

    def counting_on(self, day: date) -> str:
        """ "exclusive" (民法典第二百零一条, the default) or "inclusive"."""
        return cast("str", self.option_on("counting", day) or "exclusive")

    def exclude_unreachable_on(self, day: date) -> bool:
        """Whether villagers away and unreachable may be left out of the number due, reported at the meeting."""
        return self.option_on("exclude_unreachable", day) is True

    def date_order_on(self, day: date) -> tuple[DateOrder, ...]:
        """Pairs of events in the order their dates must have."""
        return cast("tuple[DateOrder, ...]", self.option_on("date_order", day) or ())

    @classmethod
    def thaw(cls, text: str) -> RuleProfile:
        """The profile from its canonical text, as strict as a file; Refused where it is damaged."""
        try:
            raw = json.loads(text)
        except (ValueError, RecursionError):
            raw = None
        if not isinstance(raw, dict):
            raise Refused(Obstacle("随事项保存的规则文本已损坏，读不出来", "请从备份恢复", code="rules_damaged"))
        reader = Reader("随事项保存的规则")
        found = finish(reader.profile(raw), reader)
        if found is None:
            raise Refused(*reader.faults)
        return found


def _step(sheet: StepSheet, reader: Reader) -> StepRule:
    for name in ("title", "body", "body_title", "kind"):
        if getattr(sheet, name) is None:
            reader.fault(f"{sheet.key}.{name}", "没有写")
    return StepRule(
        sheet.key,
        sheet.title or "",
        sheet.body or "",
        sheet.body_title or "",
        sheet.kind or "",
        sheet.parallel is True,
        MappingProxyType({name: rule.dated for name, rule in sheet.rules.items()}),
    )


def finish(sheet: ProfileSheet, reader: Reader) -> RuleProfile | None:
    """A complete sheet as a profile; None where the reader has faults."""
    order = sheet.order or ()
    for key in order:
        if key not in sheet.steps:
            reader.fault(key, "steps 里有这一步，但没有写它的内容")
    for key in sheet.steps:
        if key not in order:
            reader.fault(key, "不认识的项，或者 steps 里没有列出这一步")
    steps = tuple(_step(sheet.steps[key], reader) for key in order if key in sheet.steps)
    if reader.faults:
        return None
    return RuleProfile(
        key=sheet.key,
        source_id=sheet.source_id,
        title=sheet.title,
        region=sheet.region,
        scope=sheet.scope,
        kind=sheet.kind,
        extends=sheet.extends,
        confidence=sheet.confidence,
        source=sheet.source,
        terms=MappingProxyType(dict(sheet.terms)),
        steps=steps,
        options=MappingProxyType(dict(sheet.options)),
        text=canonical_text(sheet, steps),
    )


def _read_folder(folder: Path, faults: list[str]) -> ProfileSheet | None:
    path = folder / "profile.toml"
    where = f"{folder.name}/profile.toml"
    try:
        raw = tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        faults.append(f"{where}：读不出来（{error.strerror}）")
        return None
    except (ValueError, RecursionError) as error:
        faults.append(f"{where}：不是正确的 TOML 文件（{error}）")
        return None
    reader = Reader(where)
    sheet = reader.profile(raw)
    if sheet.key != folder.name:
        reader.fault("key", f"应当和文件夹同名（{folder.name}），现在是 {sheet.key!r}")
    faults.extend(reader.faults)
    return None if reader.faults else sheet


def _resolve(
    key: str, sheets: Mapping[str, ProfileSheet], faults: list[str], above: tuple[str, ...]
) -> ProfileSheet | None:
    sheet = sheets[key]
    if not sheet.extends:
        return sheet
    where = f"{key}/profile.toml 的 extends"
    if sheet.extends in above:
        faults.append(f"{where}：方案互相引用，绕成了圈（{' → '.join((*above, sheet.extends))}）")
        return None
    if sheet.extends not in sheets:
        faults.append(f"{where}：找不到方案 {sheet.extends!r}，或者它没有载入")
        return None
    floor = _resolve(sheet.extends, sheets, faults, (*above, sheet.extends))
    if floor is None:
        return None
    reader = Reader(f"{key}/profile.toml")
    laid = lay_over(sheet, floor, reader.fault)
    faults.extend(reader.faults)
    return None if reader.faults else laid


def profile_folders(folder: Path) -> tuple[Path, ...]:
    """The sub-folders of a folder that hold a profile.toml, by name."""
    return tuple(sorted(path.parent for path in folder.glob("*/profile.toml")))


def load_profiles(folder: Path, extra: Sequence[Path] = ()) -> dict[str, RuleProfile]:
    """Every profile in the sub-folders of `folder`, and the folders of `extra`, by key.

    Raises Refused with one obstacle per fault, each naming file, key and, for local values laxer than the law,
    both figures.
    """
    found = profile_folders(folder)
    if not found and not extra:
        raise Refused(Obstacle(f"在 {folder} 里没有找到任何规则方案", "请重新安装程序", code="no_profiles"))
    return load_folders((*found, *extra))


def load_sound_profiles(
    folder: Path, own: Sequence[Path]
) -> tuple[dict[str, RuleProfile], dict[str, tuple[Obstacle, ...]]]:
    """Every profile of `folder`, and those of `own` that load; of the others, by the name of their folder, why not.

    A village's own overlay may stop loading when the law below becomes stricter; everything else goes on. Raises
    Refused where the profiles of `folder` themselves do not load.
    """
    try:
        return load_profiles(folder, own), {}
    except Refused:
        shipped = profile_folders(folder)
        load_profiles(folder)
    sound: list[Path] = []
    waiting, faulty = list(own), dict[str, tuple[Obstacle, ...]]()
    while True:
        faulty, left = {}, []
        for path in waiting:
            try:
                load_folders((*shipped, *sound, path))
                sound.append(path)
            except Refused as refused:
                faulty[path.name] = refused.obstacles
                left.append(path)
        if len(left) == len(waiting):
            break
        waiting = left  # one may rest on another that was found sound only now
    return load_folders((*shipped, *sound)), faulty


def load_folders(folders: Sequence[Path]) -> dict[str, RuleProfile]:
    """The profiles of these folders by key, each laid over the one it extends; Refused listing every fault."""
    faults: list[str] = []
    sheets: dict[str, ProfileSheet] = {}
    for path in folders:
        sheet = _read_folder(path, faults)
        if sheet is None:
            continue
        if sheet.key in sheets:
            faults.append(f"{path.name}/profile.toml：方案 {sheet.key!r} 已经有一个了")
        sheets[sheet.key] = sheet
    profiles: dict[str, RuleProfile] = {}
    for key in sheets:
        laid = _resolve(key, sheets, faults, (key,))
        if laid is None:
            continue
        reader = Reader(f"{key}/profile.toml")
        profile = finish(laid, reader)
        faults.extend(reader.faults)
        if profile is not None:
            profiles[key] = profile
    if faults:
        raise Refused(*(Obstacle(words, code="profile_fault") for words in dict.fromkeys(faults)))
    return profiles
