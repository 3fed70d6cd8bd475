"""Rules said in plain Chinese, for people who read a profile: what each asks, with its fractions and days."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .bases import BASES
from .composition import BODY_TITLES
from .dated import Share
from .days import ANSWERERS
from .requirement import Group, Leaf, Requirement
from .sheet import OptionValue, RuleValue
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

RULE_TITLES: Mapping[str, str] = {
    "quorum": "到会人数",
    "pass": "表决通过",
    "notice": "会议通知",
    "publicity": "公开期限",
    "objection": "异议答复",
    "composition": "人员组成",
    "convening": "群众要求开会",
    "proposers": "谁可以提出",
    "proxy": "委托他人参加",
    "remote": "在线参加",
    "authorization": "村民会议授权",
    "prior_research": "党组织先研究",
    "excluded_matters": "不能决定的事项",
    "earliest_posting": "最早公示日",
    "township": "乡镇的权限",
}
OPTION_TITLES: Mapping[str, str] = {
    "merge_propose_consult": "提议和商议合并",
    "process_max_days": "议事过程天数",
    "counting": "天数怎么算",
    "exclude_unreachable": "联系不上的村民",
    "date_order": "日期先后",
}
MOMENT_TITLES: Mapping[str, str] = {
    "award": "定标",
    "contract": "签合同",
    "acceptance": "验收",
    "invoice": "开发票",
    "township_review": "乡镇批复",
}

_PLACE = re.compile(r"^[^：]*?/profile\.toml 的 (?:(?P<step>\w+)\.(?P<rule>\w+))?[^：]*：")


def plain_fault(words: str, steps: Mapping[str, str]) -> str:
    """A fault of the loader for people: the step and the rule instead of file and key. steps: step key to title."""
    found = _PLACE.match(words)
    if found is None:
        return words
    step, rule, rest = found["step"] or "", found["rule"] or "", words[found.end() :]
    return f"“{steps[step]}”的{RULE_TITLES.get(rule, rule)}，{rest}" if step in steps else rest


def share_words(share: Share) -> str:
    """三分之二以上（≥ 2/3），过半数（> 1/2），全部."""
    fraction = share.fraction
    if fraction == 1:
        return share.words()
    return f"{share.words()}（{'>' if share.strict else '≥'} {fraction.numerator}/{fraction.denominator}）"


def requirement_words(rule: Requirement) -> str:
    """Who, and how many of them, with the fraction in figures."""
    if isinstance(rule, Leaf):
        return f"{BASES[rule.of]}{share_words(rule.share)}"
    said = (requirement_words(part) if isinstance(part, Leaf) else f"（{requirement_words(part)}）" for part in rule.parts)
    return ("，并且" if rule.mode == "all" else "，或者").join(said)


def _notice(rule: NoticeRule) -> list[str]:
    said = [f"开会前至少 {rule.days} 天通知" if rule.days else "应当通知，没有写天数"]
    said += ["书面通知到本人"] if rule.written else []
    said += ["同时张榜公布"] if rule.posted else []
    return said + (["有特殊情况的，可以临时通知"] if rule.special_allowed else [])


def _publicity(rule: PublicityRule) -> list[str]:
    said = [f"至少公开 {rule.days} 天" if rule.days else "应当及时公布，没有写最少天数"]
    return said + ([f"事后 {rule.within_days} 天内公布"] if rule.within_days else [])


def _authorization(rule: AuthorizationRule) -> list[str]:
    said = ["要先有村民会议的授权" if rule.required else "不需要村民会议授权"]
    return said + (["没有授权作出的决定无效"] if rule.void_without else [])


def _composition(rule: CompositionRule) -> list[str]:
    said = [f"代表占组成人员的{share_words(rule.reps_at_least)}"] if rule.reps_at_least else []
    said += [f"妇女代表占组成人员的{share_words(rule.women_at_least)}"] if rule.women_at_least else []
    said += [f"代表至少 {rule.reps_min} 人"] if rule.reps_min else []
    return said + ([f"妇女代表至少 {rule.women_min} 人"] if rule.women_min else [])


def _joint(leaves: tuple[Leaf, ...], what: str) -> list[str]:
    return [f"{requirement_words(leaf)}{what}" for leaf in leaves]


def _convening(rule: ConveningRule) -> list[str]:
    said = _joint(rule.any_of, "联名提议就应当召开")
    return said + ([f"提议后 {rule.within_days} 天内召开"] if rule.within_days else [])


def _proposers(rule: ProposersRule) -> list[str]:
    bodies = "、".join(BODY_TITLES[body] for body in rule.bodies)
    return ([f"可以由{bodies}提出"] if bodies else []) + _joint(rule.any_of, "可以联名提出")


def _objection(rule: ObjectionRule) -> list[str]:
    found = [(title, getattr(rule, name)) for name, title in ANSWERERS.items()]
    return [f"{title}：{days} 天内" for title, days in found if days]


_SAY: Mapping[type, Callable[[Any], list[str]]] = {
    NoticeRule: _notice,
    PublicityRule: _publicity,
    AuthorizationRule: _authorization,
    CompositionRule: _composition,
    ConveningRule: _convening,
    ProposersRule: _proposers,
    ObjectionRule: _objection,
    ProxyRule: lambda rule: ["可以书面委托同一户的家庭成员" if rule.allowed else "不能委托他人"],
    RemoteRule: lambda rule: ["可以在线参加" if rule.allowed else "不能在线参加"],
    ExcludedRule: lambda rule: list(rule.matters.values()),
    EarliestPostingRule: lambda rule: ["验收第二天起才能公示"],
    TownshipRule: lambda rule: [f"由乡镇{rule.role}"],
    ResearchRule: lambda rule: ["要先经党组织研究讨论" if rule.required else "不要求先经党组织研究讨论"],
}


def rule_words(value: RuleValue) -> str:
    """What a rule asks, in one line."""
    if isinstance(value, Leaf | Group):
        return requirement_words(value)
    return "；".join(_SAY[type(value)](value))


def option_words(name: str, value: OptionValue, step_titles: Mapping[str, str]) -> str:
    """What an option of a profile says, in one line. step_titles: step key to title."""
    if isinstance(value, tuple):
        return "；".join(_order(order, step_titles) for order in value)
    if name == "process_max_days":
        return f"从提议到决议一般不超过 {value} 天，超过的提醒"
    if name == "counting":
        return "开始那天也算一天" if value == "inclusive" else "开始那天不算"
    if name == "merge_propose_consult":
        return "书记主任“一肩挑”的，可以合并" if value else "不能合并"
    return "外出又联系不上的，报会议同意后可以不计入应到" if value else "一律计入应到"


def _order(order: DateOrder, titles: Mapping[str, str]) -> str:
    after = "要晚于" if order.strict else "不早于"
    return f"{_moment(order.later, titles)}{after}{_moment(order.earlier, titles)}"


def _moment(name: str, titles: Mapping[str, str]) -> str:
    step, _dot, edge = name.partition(".")
    title = titles.get(step) or MOMENT_TITLES.get(step, step)
    return f"{title}{ {'start': '开始', 'end': '结束'}.get(edge, '') }"
