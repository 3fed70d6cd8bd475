"""A village's own overlay: which figures of a profile may be made stricter, and the files that do so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .bases import BASES
from .dated import Share
from .days import ANSWERERS
from .fields import TOWNSHIP_ROLES
from .profile import RuleProfile
from .requirement import Group, Requirement, leaves
from .step_rule import StepRule
from .values import CompositionRule, NoticeRule, ObjectionRule, PublicityRule
from .wording import RULE_TITLES, share_words

SHARES = tuple(
    Share(Fraction(n, d), strict)
    for n, d, strict in (
        (1, 10, False), (1, 5, False), (1, 4, False), (1, 3, False), (1, 2, False), (1, 2, True), (3, 5, False), (2, 3, False),
        (2, 3, True), (3, 4, False), (4, 5, False), (9, 10, False), (1, 1, False),
    )
)  # fmt: skip
REP_MEETINGS = ("rep_meeting", "resident_rep_meeting")
WOMEN = "women_reps"
Answer = str | int | bool


@dataclass(frozen=True)
class Figure:
    """One figure of a step that an own overlay may make stricter.

    key: step.rule.field, for shares with the place of the leaf or the base (resolve.quorum.0). kind: more (days or
    heads, at least), fewer (days, at most), share, flag, role. floor: what the profile below asks, in words, ""
    where it is silent. least: that as a number, 0 where it is silent. choices: (value, words) of a share or role,
    none of them laxer.
    """

    key: str
    step: str
    step_title: str
    title: str
    kind: str
    unit: str
    floor: str
    reference: str
    least: int = 0
    choices: tuple[tuple[str, str], ...] = ()


def _code(share: Share) -> str:
    """2/3 for 以上, >1/2 for 超过."""
    return f"{'>' if share.strict else ''}{share.fraction.numerator}/{share.fraction.denominator}"


def share_of(code: str) -> Share:
    """The share of a code as choices have it: 2/3 or >1/2."""
    numerator, _slash, denominator = code.removeprefix(">").partition("/")
    return Share(Fraction(int(numerator), int(denominator)), code.startswith(">"))


def _stricter(floor: Share | None) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_code(s), share_words(s)) for s in SHARES if floor is None or (s != floor and s.no_laxer_than(floor))
    )


def figures(profile: RuleProfile, day: date) -> tuple[Figure, ...]:
    """Every figure of the profile on a day that may be made stricter, in the order of its steps."""
    return tuple(figure for step in profile.steps for figure in _of_step(step, day))


def _of_step(step: StepRule, day: date) -> Iterator[Figure]:
    for name in ("quorum", "pass"):
        rule = step.quorum_on(day) if name == "quorum" else step.pass_on(day)
        yield from _shares(step, day, name, rule)
    if step.kind == "deliberation":
        yield from _notice(step, day)
    if step.body in REP_MEETINGS or step.composition_on(day) is not None:
        yield from _composition(step, day)
    convening = step.convening_on(day)
    if convening is not None:
        yield _days(step, day, "convening", "within_days", "群众提议后最迟几天内开会", convening.within_days, fewer=True)
    if step.kind == "posting":
        posting = step.publicity_on(day) or PublicityRule(0)
        yield _days(step, day, "publicity", "days", "至少公开几天", posting.days)
        yield _days(step, day, "publicity", "within_days", "事后最迟几天内公布", posting.within_days, fewer=True)
        answers = step.objection_on(day) or ObjectionRule()
        for field in ("reply_days", "government_days"):
            yield _days(step, day, "objection", field, f"{ANSWERERS[field]}最迟几天", getattr(answers, field), fewer=True)
    yield from _permissions(step, day)


def _shares(step: StepRule, day: date, name: str, rule: Requirement | None) -> Iterator[Figure]:
    if rule is None:
        return
    reference = step.reference_on(name, day)
    what = "到会" if name == "quorum" else "同意"
    for number, leaf in enumerate(leaves(rule)):
        found = _stricter(leaf.share)
        if found:
            title = f"{BASES[leaf.of]}{what}"
            yield _figure(step, f"{name}.{number}", title, "share", share_words(leaf.share), reference, choices=found)
    if name == "quorum" and step.body in REP_MEETINGS and WOMEN not in {leaf.of for leaf in leaves(rule)}:
        yield _figure(step, f"{name}.{WOMEN}", f"{BASES[WOMEN]}到会", "share", "", "", choices=_stricter(None))


def _notice(step: StepRule, day: date) -> Iterator[Figure]:
    rule = step.notice_on(day) or NoticeRule(0)
    yield _days(step, day, "notice", "days", "至少提前几天通知", rule.days)
    reference = step.reference_on("notice", day)
    for field, title in (("written", "要书面通知到本人"), ("posted", "要同时张榜公布")):
        if not getattr(rule, field):
            yield _figure(step, f"notice.{field}", title, "flag", "不要求" if reference else "", reference)
    if rule.special_allowed:
        yield _figure(step, "notice.no_special", "特殊情况也不能临时通知", "flag", "有特殊情况的，可以临时通知", reference)


def _composition(step: StepRule, day: date) -> Iterator[Figure]:
    rule = step.composition_on(day) or CompositionRule()
    reference = step.reference_on("composition", day)
    for field, title in (("reps_at_least", "代表占组成人员"), ("women_at_least", "妇女代表占组成人员")):
        share: Share | None = getattr(rule, field)
        found = tuple((code, words) for code, words in _stricter(share) if not code.startswith(">"))
        floor = share_words(share) if share else ""
        yield _figure(step, f"composition.{field}", title, "share", floor, reference if share else "", choices=found)
    for field, title in (("reps_min", "代表至少几人"), ("women_min", "妇女代表至少几人")):
        least: int = getattr(rule, field)
        floor = f"至少 {least} 人" if least else ""
        yield _figure(step, f"composition.{field}", title, "more", floor, reference if least else "", unit="人", least=least)


def _permissions(step: StepRule, day: date) -> Iterator[Figure]:
    if step.kind != "deliberation":
        return
    if step.body == "rep_meeting" and not step.authorization_on(day):
        yield _figure(step, "authorization.required", "要先有村民会议的授权", "flag", "", "")
    if step.body not in ("party_committee", "party_member_meeting") and not step.prior_research_on(day):
        yield _figure(step, "prior_research.required", "要先经党组织研究讨论", "flag", "", "")
    role = step.township_on(day)
    if role and role != TOWNSHIP_ROLES[-1]:
        above = TOWNSHIP_ROLES[TOWNSHIP_ROLES.index(role) + 1 :]
        reference = step.reference_on("township", day)
        found = tuple((one, f"由乡镇{one}") for one in above)
        yield _figure(step, "township.role", RULE_TITLES["township"], "role", f"由乡镇{role}", reference, choices=found)


def _days(step: StepRule, day: date, rule: str, field: str, title: str, days: int, *, fewer: bool = False) -> Figure:
    floor = (f"最迟 {days} 天" if fewer else f"至少 {days} 天") if days else ""
    reference = step.reference_on(rule, day) if days else ""
    return _figure(step, f"{rule}.{field}", title, "fewer" if fewer else "more", floor, reference, unit="天", least=days)


def _figure(
    step: StepRule, key: str, title: str, kind: str, floor: str, reference: str, *, unit: str = "", least: int = 0,
    choices: tuple[tuple[str, str], ...] = (),
) -> Figure:  # fmt: skip
    return Figure(f"{step.key}.{key}", step.key, step.title, title, kind, unit, floor, reference, least, choices)


def _requirement(rule: Requirement, chosen: Mapping[int, Share], document: str, at: Iterator[int]) -> object:
    """The requirement with some of its shares replaced, as data of the file; the others keep their article."""
    if isinstance(rule, Group):
        return {f"{rule.mode}_of": [_requirement(part, chosen, document, at) for part in rule.parts]}
    number = next(at)
    share = chosen.get(number, rule.share)
    return _leaf(share, rule.of, document if number in chosen else rule.reference)


def _leaf(share: Share, base: str, reference: str) -> dict[str, object]:
    fraction = f"{share.fraction.numerator}/{share.fraction.denominator}"
    return {"over" if share.strict else "at_least": fraction, "of": base, "reference": reference}


def _counter() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


def _share_value(rule: Requirement, fields: Mapping[str, Answer], document: str) -> dict[str, object]:
    chosen = {int(name): share_of(str(code)) for name, code in fields.items() if name.isdigit()}
    main = _requirement(rule, chosen, document, _counter())
    if WOMEN in fields:
        women = _leaf(share_of(str(fields[WOMEN])), WOMEN, document)
        main = {"all_of": [main, women]} if chosen else women
    value = dict(main)  # type: ignore[call-overload]
    # At the top the article of the entry is that of the one leaf.
    return {k: v for k, v in value.items() if k != "reference"}


def _value(step: StepRule, name: str, fields: Mapping[str, Answer], day: date, document: str) -> dict[str, object]:
    rule = step.quorum_on(day) if name == "quorum" else step.pass_on(day) if name == "pass" else None
    if rule is not None:
        return _share_value(rule, fields, document)
    value: dict[str, object] = dict(fields)
    if name == "notice":
        below = step.notice_on(day) or NoticeRule(0)
        value.setdefault("days", below.days)
        if below.special_allowed and not value.pop("no_special", False):
            value["special_allowed"] = True
    if name == "publicity":
        below_posting = step.publicity_on(day)
        value.setdefault("days", below_posting.days if below_posting is not None else 0)
    return value


def overlay_data(
    base: RuleProfile, key: str, title: str, region: str, since: date, document: str, answers: Mapping[str, Answer],
    checked: date,
) -> dict[str, object]:
    """The overlay as the data of its file. answers: key of a figure to what is asked instead; nothing else changes.

    document: the local document with its article. checked: the day on which it was read.
    """
    raw: dict[str, object] = {
        "key": key, "title": title, "region": region, "scope": base.scope, "kind": "overlay", "extends": base.key,
        "confidence": "local", "source": document,
    }  # fmt: skip
    asked: dict[str, dict[str, dict[str, Answer]]] = {}
    for name, answer in answers.items():
        step, rule, field = name.split(".", 2)
        asked.setdefault(step, {}).setdefault(rule, {})[field] = answer
    for step, rules in asked.items():
        raw[step] = {
            rule: {"value": _values(base.step(step), rule, fields, since, document, checked)}
            for rule, fields in rules.items()
        }
    return raw


def _values(
    step: StepRule, rule: str, fields: Mapping[str, Answer], since: date, document: str, checked: date
) -> list[dict[str, object]]:
    """One value from the first day on, and one for each later change below: what is not asked anew goes on as there."""
    later = [entry.since for entry in step.rules.get(rule, ()) if entry.since > since]
    return [
        {"since": day, **_value(step, rule, fields, day, document), "reference": document, "checked": checked}
        for day in (since, *later)
    ]


def write_toml(raw: Mapping[str, object]) -> str:
    """The data as TOML: plain values, then tables; inner tables and lists in one line each."""
    plain = [f"{key} = {write_value(value)}" for key, value in raw.items() if not isinstance(value, dict)]
    parts = ["\n".join(plain)]
    for step, rules in raw.items():
        if isinstance(rules, dict):
            parts.append(f"[{step}]")
            parts += [_rule(f"{step}.{name}", rule) for name, rule in rules.items()]
    return "\n\n".join(parts) + "\n"


def _rule(place: str, rule: Mapping[str, object]) -> str:
    values = rule["value"]
    lines = [f'[{place}]\ntitle = {write_value(RULE_TITLES[place.partition(".")[2]])}']
    for value in values if isinstance(values, list) else ():
        lines.append(f"[[{place}.value]]\n" + "\n".join(f"{key} = {write_value(one)}" for key, one in value.items()))
    return "\n".join(lines)


def write_value(value: object) -> str:
    """One value as TOML, in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {write_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(write_value(one) for one in value) + "]"
    # Every JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
