"""The fields of every kind of rule, and how one field is read from TOML or JSON, strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .bases import BASES
from .dated import Share, parse_fraction
from .requirement import Group, Leaf, Requirement
from .values import (
    AuthorizationRule,
    CompositionRule,
    ConveningRule,
    DateOrder,
    EarliestPostingRule,
    ExcludedRule,
    NoticeRule,
    ObjectionRule,
    ProposersRule,
    ProxyRule,
    PublicityRule,
    RemoteRule,
    ResearchRule,
    TownshipRule,
)

NAME = re.compile(r"[a-z][a-z0-9_]*")
TOWNSHIP_ROLES = ("备案", "审核", "批准")
PROPOSING_BODIES = (
    "party_org",
    "villagers_committee",
    "supervision_committee",
    "collective",
    "residents_committee",
)
MOMENTS = re.compile(r"[a-z][a-z0-9_]*(?:\.(?:start|end))?")


class FieldFault(ValueError):
    """A field that cannot be read: words in Chinese."""


def read_text(raw: object, reference: str) -> str:
    """Text of at least one visible character."""
    if not isinstance(raw, str) or not raw.strip():
        raise FieldFault("应当是文字，不能空着")
    return raw


def read_whole(raw: object, reference: str) -> int:
    """A whole number from 0 to 9999; floats and true/false are refused."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= 9999:
        raise FieldFault(f"应当是 0 到 9999 的整数，现在是 {raw!r}")
    return raw


def read_flag(raw: object, reference: str) -> bool:
    """true or false."""
    if not isinstance(raw, bool):
        raise FieldFault(f"应当是 true 或 false，现在是 {raw!r}")
    return raw


def read_fraction_share(raw: object, reference: str) -> Share:
    """A share of 以上 written "2/3"."""
    return _share({"at_least": raw})


def one_of(*allowed: str) -> Callable[[object, str], str]:
    """A reader that accepts only these words."""

    def read(raw: object, reference: str) -> str:
        if not isinstance(raw, str) or raw not in allowed:
            raise FieldFault(f"只能是 {'、'.join(allowed)} 之一，现在是 {raw!r}")
        return raw

    return read


def _share(raw: Mapping[str, object]) -> Share:
    strict = "over" in raw
    if strict == ("at_least" in raw):
        raise FieldFault("at_least（以上）和 over（超过）必须写且只写一个")
    figure = raw["over" if strict else "at_least"]
    try:
        fraction = parse_fraction(figure) if isinstance(figure, str) else None
    except ValueError:
        fraction = None
    if fraction is None or (strict and fraction == 1):
        raise FieldFault(f'份额要写成 "2/3" 这样大于 0、不超过 1 的分数，现在是 {figure!r}')
    return Share(fraction, strict)


def read_requirement(raw: object, reference: str) -> Requirement:
    """{at_least|over, of[, reference]} or {all_of|any_of: [at least two requirements]}."""
    if not isinstance(raw, Mapping):
        raise FieldFault("应当写成 { at_least = …, of = … } 的样子")
    for mode in ("all", "any"):
        parts = raw.get(f"{mode}_of")
        if parts is not None:
            if len(raw) != 1 or not isinstance(parts, list) or len(parts) < 2:
                raise FieldFault(f"{mode}_of 应当单独写，并且至少有两项")
            return Group(mode, tuple(read_requirement(part, reference) for part in parts))
    return read_leaf(raw, reference)


def read_leaf(raw: object, reference: str) -> Leaf:
    """{at_least|over = "2/3", of = base[, reference = article]}."""
    if not isinstance(raw, Mapping):
        raise FieldFault("应当写成 { at_least = …, of = … } 的样子")
    unknown = set(raw) - {"at_least", "over", "of", "reference"}
    if unknown:
        raise FieldFault(f"不认识的项：{'、'.join(sorted(unknown))}")
    base = raw.get("of")
    if not isinstance(base, str) or base not in BASES:
        raise FieldFault(f"of 不是已知的人数基数：{base!r}")
    return Leaf(_share(raw), base, read_text(raw.get("reference", reference), ""))


def read_leaves(raw: object, reference: str) -> tuple[Leaf, ...]:
    """A list of leaves, each of another base."""
    if not isinstance(raw, list) or not raw:
        raise FieldFault("应当是不空的列表")
    found = tuple(read_leaf(part, reference) for part in raw)
    if len({leaf.of for leaf in found}) != len(found):
        raise FieldFault("同一基数写了两次")
    return found


def read_bodies(raw: object, reference: str) -> tuple[str, ...]:
    """A list of proposing bodies."""
    if not isinstance(raw, list) or not raw:
        raise FieldFault("应当是不空的列表")
    return tuple(one_of(*PROPOSING_BODIES)(part, reference) for part in raw)


def read_titles(raw: object, reference: str) -> dict[str, str]:
    """A table from key to Chinese title."""
    if not isinstance(raw, Mapping) or not raw:
        raise FieldFault("应当是不空的“键 = 名称”表")
    for name in raw:
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise FieldFault(f"键要用小写英文：{name!r}")
    return {name: read_text(title, reference) for name, title in raw.items()}


def read_order(raw: object, reference: str) -> tuple[DateOrder, ...]:
    """A list of "event < event" (a later day) or "event <= event" (the same day or later)."""
    if not isinstance(raw, list) or not raw:
        raise FieldFault("应当是不空的列表")
    found = []
    for line in raw:
        words = line.split() if isinstance(line, str) else []
        if len(words) != 3 or words[1] not in ("<", "<=") or not all(map(MOMENTS.fullmatch, words[::2])):
            raise FieldFault(f'要写成 "事件 <= 事件" 或 "事件 < 事件"，现在是 {line!r}')
        found.append(DateOrder(words[0], words[2], words[1] == "<"))
    return tuple(found)


@dataclass(frozen=True)
class Kind:
    """One kind of rule: the record it makes, its fields with their readers, and those that must be given."""

    make: Callable[..., object]
    fields: Mapping[str, Callable[[object, str], object]]
    needed: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "notice": Kind(
        NoticeRule,
        {"days": read_whole, "special_allowed": read_flag, "written": read_flag, "posted": read_flag},
        ("days",),
    ),
    "publicity": Kind(PublicityRule, {"days": read_whole, "within_days": read_whole}, ("days",)),
    "authorization": Kind(AuthorizationRule, {"required": read_flag, "void_without": read_flag}, ("required",)),
    "composition": Kind(
        CompositionRule,
        {
            "reps_at_least": read_fraction_share,
            "women_at_least": read_fraction_share,
            "reps_min": read_whole,
            "women_min": read_whole,
        },
    ),
    "convening": Kind(ConveningRule, {"any_of": read_leaves, "within_days": read_whole}),
    "proposers": Kind(ProposersRule, {"bodies": read_bodies, "any_of": read_leaves}),
    "proxy": Kind(ProxyRule, {"allowed": one_of("", "same_household")}, ("allowed",)),
    "remote": Kind(RemoteRule, {"allowed": read_flag}, ("allowed",)),
    "excluded_matters": Kind(ExcludedRule, {"matters": read_titles}, ("matters",)),
    "earliest_posting": Kind(EarliestPostingRule, {"after": one_of("acceptance")}, ("after",)),
    "township": Kind(TownshipRule, {"role": one_of(*TOWNSHIP_ROLES)}, ("role",)),
    "prior_research": Kind(ResearchRule, {"required": read_flag}, ("required",)),
    "objection": Kind(
        ObjectionRule,
        {
            "reply_days": read_whole,
            "government_days": read_whole,
            "supervision_objection_days": read_whole,
            "supervision_reply_days": read_whole,
        },
    ),
}
SHARE_KINDS = ("quorum", "pass")
RULE_NAMES = (*SHARE_KINDS, *KINDS)

OPTIONS: Mapping[str, Callable[[object, str], object]] = {
    "merge_propose_consult": read_flag,
    "process_max_days": read_whole,
    "counting": one_of("exclusive", "inclusive"),
    "exclude_unreachable": read_flag,
    "date_order": read_order,
}
