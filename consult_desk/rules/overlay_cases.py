"""Cases for a village's own overlay: each stricter figure just met, and just missed, for people to read and run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from .bases import BASES, unit
from .days import add_days
from .overlay import WOMEN, Answer, Figure, share_of, write_value
from .profile import RuleProfile
from .requirement import Leaf, Requirement
from .step_rule import StepRule

Case = dict[str, object]
DUE, WOMEN_DUE = 60, 30
SCALE = 600
_MEMBERS = {
    "rep_meeting": "rep_meeting_members",
    "resident_rep_meeting": "resident_rep_meeting_members",
    "collective_rep_assembly": "collective_reps_all",
}


def overlay_cases(
    profile: RuleProfile, since: date, asked: Sequence[Figure], answers: Mapping[str, Answer]
) -> tuple[Case, ...]:
    """Two cases for each figure that was answered. profile: the overlay, laid over its base. asked: its figures."""
    known = {figure.key: figure for figure in asked}
    found: list[Case] = []
    for key, answer in answers.items():
        step_key, rule, field = key.split(".", 2)
        make = _SHARE if rule in ("quorum", "pass") else _OTHERS.get(f"{rule}.{field}")
        if make is not None:
            figure, step = known[key], profile.step(step_key)
            for on, given, expect, words in make(profile, step, since, field if rule != "pass" else f"pass.{field}", answer):
                title = words if figure.kind == "share" else f"{figure.title}：{words}"
                found.append({"title": title, "on": on, "step": step_key, "given": given, "expect": expect})
    return tuple(found)


Found = Iterator[tuple[date, Mapping[str, object], Mapping[str, object], str]]
Make = Callable[[RuleProfile, StepRule, date, str, Answer], Found]


def _leaves(rule: Requirement) -> list[tuple[Leaf, dict[str, bool]]]:
    """Each leaf with what must hold beside it (True) or must not (False) for it alone to decide."""
    if isinstance(rule, Leaf):
        return [(rule, {})]
    found = []
    for number, part in enumerate(rule.parts):
        beside = [other for n, other in enumerate(rule.parts) if n != number]
        fixed = {leaf.of: rule.mode == "all" for other in beside for leaf, _more in _leaves(other)}
        found += [(leaf, {**fixed, **more}) for leaf, more in _leaves(part)]
    return found


def _due(base: str) -> int:
    return WOMEN_DUE if base == WOMEN else DUE


def _share(profile: RuleProfile, step: StepRule, since: date, field: str, answer: Answer) -> Found:
    share = share_of(str(answer))
    if field.startswith("pass."):
        rule = step.pass_on(since)
        if isinstance(rule, Leaf) and rule.share == share:
            yield from _pass(rule, since)
        return
    rule = step.quorum_on(since)
    for leaf, beside in _leaves(rule) if rule is not None else ():
        if leaf.share != share or (field == WOMEN) != (leaf.of == WOMEN) or leaf.of in beside:
            continue
        due, present = {leaf.of: _due(leaf.of)}, {}
        for base, full in beside.items():
            due[base] = _due(base)
            present[base] = _due(base) if full else 0
        needed = leaf.share.required(_due(leaf.of))
        for here, met in ((needed, True), (needed - 1, False)):
            given = {**due, "present_by": {**present, leaf.of: here}}
            words = f"{BASES[leaf.of]} {_due(leaf.of)} {unit(leaf.of)}，到 {here} {unit(leaf.of)}"
            yield since, given, {"quorum": met}, words
        return


def _pass(leaf: Leaf, since: date) -> Found:
    needed = leaf.share.required(DUE)
    for yes, met in ((needed, True), (needed - 1, False)):
        given: dict[str, object] = {} if leaf.of == "attendees" else {leaf.of: DUE}
        given |= {"present": DUE, "for": yes, "against": DUE - yes}
        words = f"{BASES[leaf.of]} {DUE} {unit(leaf.of)}，同意 {yes} {unit(leaf.of)}"
        yield since, given, {"pass": met, "pass_required": needed}, words


def _notice(profile: RuleProfile, step: StepRule, since: date, field: str, answer: Answer) -> Found:
    rule = step.notice_on(since)
    days = 0 if rule is None else rule.days
    on = since + timedelta(days=days + 30)
    good: dict[str, object] = {"notice_on": on - timedelta(days=days), "notice_written": True, "notice_posted": True}
    if field == "days" and days:
        yield on, good, {"notice": True, "notice_required": days}, f"提前 {days} 天通知"
        late = {**good, "notice_on": on - timedelta(days=days - 1)}
        yield on, late, {"notice": False}, f"提前 {days - 1} 天通知"
    elif field in ("written", "posted"):
        words = ("书面通知了本人", "没有书面通知本人") if field == "written" else ("张榜了", "没有张榜")
        for done, said in zip((True, False), words, strict=True):
            yield on, {**good, f"notice_{field}": done}, {"notice": done}, said
    elif field == "no_special" and days:
        given = {**good, "notice_on": on - timedelta(days=days - 1), "special_reason": "汛情紧急"}
        yield on, given, {"notice": False}, f"有特殊情况，提前 {days - 1} 天通知"


def _posting(profile: RuleProfile, step: StepRule, since: date, field: str, answer: Answer) -> Found:
    days, counting = int(answer), profile.counting_on(since)
    if not days:
        return
    # A period that ends on a free day runs on; one that ends on a Wednesday does not.
    starts = (since + timedelta(days=n) for n in range(7))
    start = next(day for day in starts if add_days(day, days, counting).weekday() == 2)
    until = add_days(start, days, counting)
    for removed, met in ((until, True), (until - timedelta(days=1), False)):
        if removed >= start:
            given = {"posted_on": start, "removed_on": removed}
            yield since, given, {"posting": met, "posting_required": days}, f"{start} 张贴，{removed} 撤下"


def _limit(first: str, last: str, expected: str, words: str) -> Make:
    """A figure of days within which something happens, counted from another thing."""

    def make(profile: RuleProfile, step: StepRule, since: date, field: str, answer: Answer) -> Found:
        for days, met in ((int(answer), True), (int(answer) + 1, False)):
            given: dict[str, object] = {first: since, last: since + timedelta(days=days)}
            if expected == "reply":
                given["reply_of"] = field
            yield since, given, {expected: met}, words.format(days=days)

    return make


def _shares_of_members(profile: RuleProfile, step: StepRule, since: date, field: str, answer: Answer) -> Found:
    members, rule = _MEMBERS.get(step.body), step.composition_on(since)
    if members is None or rule is None:
        return
    size = max(SCALE, 10 * max(rule.reps_min, rule.women_min))
    needed = share_of(str(answer)).required(size)
    for here, met in ((needed, True), (needed - 1, False)):
        given = {members: size, "reps": size, "women_reps": here}
        if field == "reps_at_least":
            given |= {"reps": here, "women_reps": here}
        who = "代表" if field == "reps_at_least" else "妇女代表"
        yield since, given, {"composition": met}, f"组成人员 {size} 人，{who} {here} 人"


def _heads(profile: RuleProfile, step: StepRule, since: date, field: str, answer: Answer) -> Found:
    rule, least = step.composition_on(since), int(answer)
    members = _MEMBERS.get(step.body)
    if rule is None or least < 2:
        return
    for here, met in ((least, True), (least - 1, False)):
        whole = here if field == "reps_min" else max(here, rule.reps_min)
        if field == "women_min" and rule.women_at_least is not None and rule.women_at_least.required(whole) > here:
            return
        given: dict[str, object] = {"reps": whole, "women_reps": whole if field == "reps_min" else here}
        if members is not None:
            given[members] = whole
        who = "代表" if field == "reps_min" else "妇女代表"
        yield since, given, {"composition": met}, f"{who} {here} 人"


def _flag(given: str, expected: str, words: tuple[str, str]) -> Make:
    def make(profile: RuleProfile, step: StepRule, since: date, field: str, answer: Answer) -> Found:
        for done, said in zip((True, False), words, strict=True):
            yield since, {given: done}, {expected: done}, said

    return make


def _township(profile: RuleProfile, step: StepRule, since: date, field: str, answer: Answer) -> Found:
    yield since, {}, {"township": answer}, str(answer)


_SHARE: Make = _share
_OTHERS: Mapping[str, Make] = {
    "notice.days": _notice,
    "notice.written": _notice,
    "notice.posted": _notice,
    "notice.no_special": _notice,
    "publicity.days": _posting,
    "publicity.within_days": _limit("event_on", "posted_on", "posted_in_time", "事后第 {days} 天公布"),
    "objection.reply_days": _limit("received_on", "replied_on", "reply", "第 {days} 天答复"),
    "objection.government_days": _limit("received_on", "replied_on", "reply", "第 {days} 天答复"),
    "convening.within_days": _limit("demanded_on", "meets_on", "convened_in_time", "提议后第 {days} 天开会"),
    "composition.reps_at_least": _shares_of_members,
    "composition.women_at_least": _shares_of_members,
    "composition.reps_min": _heads,
    "composition.women_min": _heads,
    "authorization.required": _flag("authorized", "authorization", ("登记了授权", "没有登记授权")),
    "prior_research.required": _flag("researched", "research", ("党组织先研究过", "党组织没有先研究")),
    "township.role": _township,
}


def write_cases(cases: Sequence[Case]) -> str:
    """The cases as the text of a cases.toml."""
    head = "# 本村方案的案例：每一个更严的数字，刚好够的和差一点的。可以自己再加。\n"
    parts = ["[[case]]\n" + "\n".join(f"{key} = {write_value(value)}" for key, value in case.items()) for case in cases]
    return head + "\n" + "\n\n".join(parts) + "\n"
