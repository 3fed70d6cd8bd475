"""Lays a local profile over the one it extends: stricter or additional values only, laxer ones are refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar, cast

from .bases import BASES
from .dated import EVIDENCE, Dated, DatedValue, Share
from .fields import TOWNSHIP_ROLES
from .requirement import Group, Leaf, Requirement, bases_of, leaves
from .sheet import OptionValue, ProfileSheet, RuleSheet, RuleValue, StepSheet
from .values import (
    AuthorizationRule,
    CompositionRule,
    ConveningRule,
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
from .verdict import joined

V = TypeVar("V")


class Laxer(ValueError):
    """The upper value asks less than the lower one: words name both figures."""


def _laxer(what: str, local: object, floor: object) -> Laxer:
    return Laxer(f"{what}：本方案是{local}，上位规定是{floor}，地方和本村的规定只能更严，不能更宽")


def _more_days(what: str, local: int, floor: int) -> int:
    if local < floor:
        raise _laxer(what, f" {local} 天", f" {floor} 天")
    return local


def _fewer_days(what: str, local: int, ceiling: int) -> int:
    if local and ceiling and local > ceiling:
        raise _laxer(what, f" {local} 天", f" {ceiling} 天")
    return local or ceiling


def check_shares(local: Requirement, floor: Requirement) -> None:
    """Raise Laxer where the local rule asks a smaller share of the same base than the floor does."""
    for leaf in leaves(local):
        for below in leaves(floor):
            if leaf.of == below.of and not leaf.share.no_laxer_than(below.share):
                raise _laxer(BASES[leaf.of], leaf.share.words(), below.share.words())


def _conjuncts(requirement: Requirement) -> tuple[Requirement, ...]:
    if isinstance(requirement, Group) and requirement.mode == "all":
        return requirement.parts
    return (requirement,)


def _covered(part: Requirement, by: Requirement) -> bool:
    """Whether meeting `by` (already no laxer share by share) always meets `part`."""
    if isinstance(part, Leaf):
        return isinstance(by, Leaf) and by.of == part.of
    if not isinstance(by, Group) or {by.mode, part.mode} != {"any"}:
        return False
    plain = all(isinstance(branch, Leaf) for branch in (*by.parts, *part.parts))
    return plain and set(bases_of(by)) <= set(bases_of(part))


def merge_requirements(local: Requirement, floor: Requirement) -> Requirement:
    """Both together; a requirement of the floor that a local one of the same base covers is left out."""
    check_shares(local, floor)
    added = _conjuncts(local)
    kept = tuple(part for part in _conjuncts(floor) if not any(_covered(part, by) for by in added))
    parts = kept + added
    return parts[0] if len(parts) == 1 else Group("all", parts)


def _notice(local: NoticeRule, floor: NoticeRule) -> NoticeRule:
    if local.special_allowed and not floor.special_allowed:
        raise _laxer("遇有特殊情况临时通知", "允许", "不允许")
    return NoticeRule(
        _more_days("通知期", local.days, floor.days),
        local.special_allowed,
        local.written or floor.written,
        local.posted or floor.posted,
    )


def _publicity(local: PublicityRule, floor: PublicityRule) -> PublicityRule:
    return PublicityRule(
        _more_days("公开期限", local.days, floor.days),
        _fewer_days("公布时限", local.within_days, floor.within_days),
    )


def _authorization(local: AuthorizationRule, floor: AuthorizationRule) -> AuthorizationRule:
    if floor.required and not local.required:
        raise _laxer("村民会议授权", "不需要", "需要")
    return AuthorizationRule(local.required, local.void_without or floor.void_without)


def _share_of(what: str, local: Share | None, floor: Share | None) -> Share | None:
    if local is None or floor is None:
        return local or floor
    if not local.no_laxer_than(floor):
        raise _laxer(what, local.words(), floor.words())
    return local


def _heads(what: str, local: int, floor: int) -> int:
    if 0 < local < floor:
        raise _laxer(what, f" {local} 人", f" {floor} 人")
    return max(local, floor)


def _composition(local: CompositionRule, floor: CompositionRule) -> CompositionRule:
    return CompositionRule(
        _share_of("代表所占份额", local.reps_at_least, floor.reps_at_least),
        _share_of("妇女代表所占份额", local.women_at_least, floor.women_at_least),
        _heads("代表人数", local.reps_min, floor.reps_min),
        _heads("妇女代表人数", local.women_min, floor.women_min),
    )


def _easier(what: str, local: tuple[Leaf, ...], floor: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """People's right to demand: a local rule may lower the number needed or add a way, never raise it."""
    known = {leaf.of: leaf for leaf in floor}
    for leaf in local:
        below = known.get(leaf.of)
        if below is not None and not below.share.no_laxer_than(leaf.share):
            raise _laxer(f"{what}的{BASES[leaf.of]}联名", leaf.share.words(), below.share.words())
        known[leaf.of] = leaf
    return tuple(known.values())


def _convening(local: ConveningRule, floor: ConveningRule) -> ConveningRule:
    return ConveningRule(
        _easier("提议召开会议", local.any_of, floor.any_of),
        _fewer_days("召集时限", local.within_days, floor.within_days),
    )


def _proposers(local: ProposersRule, floor: ProposersRule) -> ProposersRule:
    bodies = tuple(dict.fromkeys((*floor.bodies, *local.bodies)))
    return ProposersRule(bodies, _easier("提出议题", local.any_of, floor.any_of))


def _proxy(local: ProxyRule, floor: ProxyRule) -> ProxyRule:
    if local.allowed and not floor.allowed:
        raise _laxer("委托他人参加", "允许", "不允许")
    return local


def _remote(local: RemoteRule, floor: RemoteRule) -> RemoteRule:
    if local.allowed and not floor.allowed:
        raise _laxer("在线参加", "允许", "不允许")
    return local


def _excluded(local: ExcludedRule, floor: ExcludedRule) -> ExcludedRule:
    return ExcludedRule({**floor.matters, **local.matters})


def _earliest(local: EarliestPostingRule, floor: EarliestPostingRule) -> EarliestPostingRule:
    return local


def _township(local: TownshipRule, floor: TownshipRule) -> TownshipRule:
    if TOWNSHIP_ROLES.index(local.role) < TOWNSHIP_ROLES.index(floor.role):
        raise _laxer("乡镇的权限", local.role, floor.role)
    return local


def _research(local: ResearchRule, floor: ResearchRule) -> ResearchRule:
    if floor.required and not local.required:
        raise _laxer("先经党组织研究讨论", "不需要", "需要")
    return local


def _objection(local: ObjectionRule, floor: ObjectionRule) -> ObjectionRule:
    return ObjectionRule(
        _fewer_days("答复异议", local.reply_days, floor.reply_days),
        _fewer_days("政府答复异议", local.government_days, floor.government_days),
        _fewer_days("监督委员会提出异议", local.supervision_objection_days, floor.supervision_objection_days),
        _fewer_days("答复监督委员会", local.supervision_reply_days, floor.supervision_reply_days),
    )


_MERGE: Mapping[type, Callable[..., RuleValue]] = {
    NoticeRule: _notice,
    PublicityRule: _publicity,
    AuthorizationRule: _authorization,
    CompositionRule: _composition,
    ConveningRule: _convening,
    ProposersRule: _proposers,
    ProxyRule: _proxy,
    RemoteRule: _remote,
    ExcludedRule: _excluded,
    EarliestPostingRule: _earliest,
    TownshipRule: _township,
    ResearchRule: _research,
    ObjectionRule: _objection,
}


def merge_values(local: RuleValue, floor: RuleValue) -> RuleValue:
    """Two values of the same kind of rule as one that asks for both; raises Laxer where the local one asks less."""
    if isinstance(local, Leaf | Group):
        return merge_requirements(local, cast("Requirement", floor))
    return _MERGE[type(local)](local, floor)


def merge_option(name: str, local: OptionValue, floor: OptionValue) -> OptionValue:
    """The local option; a limit of days may only shrink, orders of dates add up."""
    if name == "process_max_days":
        return _fewer_days("议事过程", cast("int", local), cast("int", floor))
    if isinstance(local, tuple):
        return tuple(dict.fromkeys((*cast("tuple[object, ...]", floor), *local)))  # type: ignore[arg-type]
    return local


def merge_dated(local: Dated[V], floor: Dated[V], merge: Callable[[V, V], V]) -> Dated[V]:
    """Both timelines as one: on every day what either asks, together."""
    days = sorted({entry.since for entry in (*local, *floor)})
    return Dated(tuple(_entry(local, floor, day, merge) for day in days))


def _entry(local: Dated[V], floor: Dated[V], day: date, merge: Callable[[V, V], V]) -> DatedValue[V]:
    above, below = local.entry_on(day), floor.entry_on(day)
    if above is None or below is None:
        only = cast("DatedValue[V]", above or below)
        return replace(only, since=day)
    try:
        value = merge(above.value, below.value)
    except Laxer as laxer:
        raise Laxer(f"{day} 起，{laxer}") from laxer
    reference = joined((above.reference, below.reference))
    if isinstance(value, Leaf | Group):
        reference = joined(tuple(leaf.reference for leaf in leaves(value)))
    elif not isinstance(value, bool | int | str | tuple):
        value = replace(value, reference=reference)  # type: ignore[type-var]
    return DatedValue(
        value,
        day,
        reference,
        min((found for found in (above.checked, below.checked) if found), default=None),
        joined((above.note, below.note)),
        max(above.evidence, below.evidence, key=EVIDENCE.index),
    )


def _special(local: Dated[RuleValue], floor: Dated[RuleValue]) -> Dated[RuleValue]:
    """A special law instead of the general one from its first day on; the same base may still not sink."""
    first = local.values[0].since
    for day in sorted({entry.since for entry in (*local, *floor) if entry.since >= first}):
        below = floor.on(day)
        if below is not None:
            try:
                check_shares(cast("Requirement", local.on(day)), cast("Requirement", below))
            except Laxer as laxer:
                raise Laxer(f"{day} 起，{laxer}") from laxer
    return Dated(tuple(entry for entry in floor if entry.since < first) + local.values)


def lay_over(local: ProfileSheet, floor: ProfileSheet, fault: Callable[[str, str], None]) -> ProfileSheet:
    """`local` completed by `floor`; everything laxer is told to `fault(place, words)`."""
    order = local.order if local.order is not None else floor.order
    for dropped in [key for key in floor.steps if key not in (order or ())]:
        fault("steps", f"少了上位方案的步骤“{floor.steps[dropped].title}”（{dropped}），地方方案只能增加步骤")
    steps = dict(floor.steps)
    for key, step in local.steps.items():
        steps[key] = _lay_step(step, floor.steps[key], local.kind, fault) if key in floor.steps else step
    options = dict(floor.options)
    for name, dated in local.options.items():
        options[name] = dated
        if name in floor.options:
            try:
                options[name] = merge_dated(dated, floor.options[name], partial(merge_option, name))
            except Laxer as laxer:
                fault(f"options.{name}", str(laxer))
    return replace(local, order=order, terms={**floor.terms, **local.terms}, options=options, steps=steps)


def _lay_step(local: StepSheet, floor: StepSheet, kind: str, fault: Callable[[str, str], None]) -> StepSheet:
    rules = dict(floor.rules)
    for name, rule in local.rules.items():
        place = f"{local.key}.{name}"
        below = floor.rules.get(name)
        try:
            rules[name] = RuleSheet(_lay_rule(rule, below, kind))
        except Laxer as laxer:
            fault(place, str(laxer))
    for what, above, under in (("body", local.body, floor.body), ("kind", local.kind, floor.kind)):
        if above is not None and above != under:
            fault(f"{local.key}.{what}", f"上位方案是 {under}，不能改成 {above}")
    return StepSheet(
        key=local.key,
        title=local.title if local.title is not None else floor.title,
        body=floor.body,
        body_title=local.body_title if local.body_title is not None else floor.body_title,
        kind=floor.kind,
        parallel=local.parallel if local.parallel is not None else floor.parallel,
        rules=rules,
    )


def _lay_rule(rule: RuleSheet, below: RuleSheet | None, kind: str) -> Dated[RuleValue]:
    if rule.special and (kind != "special_matter" or not isinstance(rule.dated.values[0].value, Leaf | Group)):
        raise Laxer("只有专项事项的方案、只有到会和通过的份额，可以用特别法代替一般规定（special）")
    if below is None:
        for entry in rule.dated:
            if isinstance(entry.value, ProxyRule | RemoteRule) and entry.value.allowed:
                raise _laxer("委托或者在线参加", "允许", "没有允许")
        return rule.dated
    return _special(rule.dated, below.dated) if rule.special else merge_dated(rule.dated, below.dated, merge_values)
