"""Before there is a village: which places and rule profiles there are to choose from, and what a roster file holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from consult_desk.base import places
from consult_desk.interchange.roster import read_roster
from consult_desk.rules.profile import RuleProfile, StepRule, load_profiles

KINDS: Mapping[str, str] = MappingProxyType(
    {"village": "村", "community": "社区", "gacha": "嘎查", "collective": "农村集体经济组织"}
)
PROVINCES = tuple(
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 "
    "云南 西藏 陕西 甘肃 青海 宁夏 新疆".split()
)
_SCOPES = {"village": "village", "gacha": "village", "community": "community", "collective": "collective"}
_USUAL = {
    "village": "cn-village-reps", "gacha": "cn-village-reps", "community": "cn-community-reps",
    "collective": "cn-collective-reps",
}  # fmt: skip
# The order in which profiles are offered: what binds before what is only customary.
_ORDER = ("overlay", "baseline", "template", "practice")
_TOLD = 5  # faults of a roster that are quoted


@dataclass(frozen=True)
class OfferedStep:
    """One step in words: who meets, how many must come and agree, how many days, and the articles."""

    title: str
    body: str
    words: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class OfferedProfile:
    """A profile to choose. kind: overlay (of a province), baseline, template or practice. recommended: proposed."""

    key: str
    title: str
    region: str
    kind: str
    source: str
    steps: tuple[OfferedStep, ...]
    recommended: bool


@cache
def _profiles() -> Mapping[str, RuleProfile]:
    return load_profiles(places.resource("profiles"))


def province_of(text: str) -> str:
    """The province an address names or, for 苏木 and 旗, hints at; "" where it tells none."""
    found = sorted((text.index(name), name) for name in PROVINCES if name in text)
    if found:
        return found[0][1]
    return "内蒙古" if re.search(r"苏木|[^红国]旗", text) else ""


def offered_profiles(place: str, kind: str, on: date) -> tuple[OfferedProfile, ...]:
    """The profiles that fit, the recommended one first.

    place: a province or an address that names it, "" for unknown. kind: see KINDS. on: the day whose rules are shown.
    """
    province = place if place in PROVINCES else province_of(place)
    fitting = [p for p in _profiles().values() if p.scope == _SCOPES[kind] and p.kind in _ORDER and _local(p, province)]
    local = [p for p in fitting if p.kind == "overlay"]
    chosen = local[0].key if local else _USUAL[kind]
    fitting.sort(key=lambda p: (p.key != chosen, _ORDER.index(p.kind), p.key != _USUAL[kind], p.key))
    return tuple(_offered(p, p.key == chosen, on) for p in fitting)


def _local(profile: RuleProfile, province: str) -> bool:
    """Rules of one province are offered only there."""
    return profile.kind != "overlay" or (bool(province) and profile.region.startswith(province))


def _offered(profile: RuleProfile, recommended: bool, on: date) -> OfferedProfile:
    steps = tuple(_step(step, on) for step in profile.steps)
    return OfferedProfile(profile.key, profile.title, profile.region, profile.kind, profile.source, steps, recommended)


def _step(step: StepRule, on: date) -> OfferedStep:
    quorum, passing = step.quorum_on(on), step.pass_on(on)
    notice, publicity = step.notice_on(on), step.publicity_on(on)
    said = [
        f"{quorum.words()}到会" if quorum else "", f"{passing.words()}同意" if passing else "",
        f"提前 {notice.days} 日通知" if notice and notice.days else "",
        f"公示 {publicity.days} 日" if publicity and publicity.days else "",
    ]  # fmt: skip
    references = dict.fromkeys(r for name in step.rules if (r := step.reference_on(name, on)))
    return OfferedStep(step.title, step.body_title, "，".join(filter(None, said)), tuple(references))


@dataclass(frozen=True)
class RosterGlance:
    """What a roster file holds: its kind, rows that can be imported, that want a look, that cannot; the first faults."""

    title: str
    fit: int
    warned: int
    refused: int
    faults: tuple[str, ...]


def roster_glance(data: bytes, name: str, today: date) -> RosterGlance:
    """Look through a roster file without keeping anything. Raises Refused when the file as a whole is unfit."""
    preview = read_roster(data, name, today=today)
    faults = tuple(f"第 {row.line} 行 {row.name}：{'；'.join(row.reasons)}" for row in preview.rows if row.entry is None)
    counts = {verdict: sum(1 for row in preview.rows if row.verdict == verdict) for verdict in ("ok", "warn", "refused")}
    return RosterGlance(preview.title, counts["ok"], counts["warn"], counts["refused"], faults[:_TOLD])
