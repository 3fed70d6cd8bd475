"""Judges whether enough people came, and whether enough of them agreed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..base.errors import Refused
from .bases import BASES, unit
from .counting import Wording, judge_requirement
from .dated import Dated
from .profile import StepRule
from .requirement import Requirement, bases_of
from .sheet import RuleValue
from .tally import Tally, faults, whole_fault
from .verdict import Verdict

_QUORUM = Wording("应到", "实到", "", "应到数", "实到数")
_PASS = Wording("应到", "同意", "同意", "总数", "同意票数")
_HALL = Wording("到会", "同意", "同意", "实到人数", "同意票数")


def before_the_rule(step: StepRule, name: str, what: str, on: date) -> Verdict:
    """The refusal in words where a rule exists, but not yet on that day, or where the step never has it."""
    dated: Dated[RuleValue] | None = step.rules.get(name)
    if dated is None:
        return Verdict(True, f"“{step.title}”没有{what}的要求", "")
    first = dated.values[0]
    words = (
        f"{on.isoformat()} 时“{step.title}”还没有{what}的规定：本方案的规定从 {first.since.isoformat()} 起"
        f"（{first.reference}），在这之前的会议不能按它判断"
    )
    return Verdict(False, words, "")


def _refuse_impossible(due: Mapping[str, int], counted: Mapping[str, int], bases: tuple[str, ...]) -> None:
    found = []
    for base in bases:
        for what, number in (("应到数", due.get(base)), ("实到数", counted.get(base))):
            if number is not None and (words := whole_fault(f"“{BASES[base]}”的{what}", number)):
                found.append(words)
    if not found:
        for base in bases:
            total, here = due.get(base), counted.get(base)
            if total is not None and here is not None and here > total:
                found.append(
                    f"“{BASES[base]}”应到 {total} {unit(base)}，实到却有 {here} {unit(base)}，"
                    f"多出 {here - total} {unit(base)}，不可能，请核对名册和签到"
                )
    if found:
        raise Refused(*found)


def judge_quorum(step: StepRule, on: date, due: Mapping[str, int], present: Mapping[str, int]) -> Verdict:
    """Whether enough came on that day.

    due, present: whole numbers per base name. Refused where they cannot be true (present above due, negative).
    A base not given is named in the words; in an either-or the others decide.
    """
    rule = step.quorum_on(on)
    if rule is None:
        return before_the_rule(step, "quorum", "到会人数", on)
    _refuse_impossible(due, present, bases_of(rule))
    return judge_requirement(rule, due, present, _QUORUM)


def pass_wording(rule: Requirement) -> Wording:
    """到会 … where those present are the whole, 应到 … where the whole is all who may vote."""
    return _HALL if bases_of(rule) == ("attendees",) else _PASS


def judge_pass(step: StepRule, on: date, due: Mapping[str, int], attendees: int | None, tally: Tally) -> Verdict:
    """Whether enough agreed on that day.

    due: whole numbers per base name. attendees: heads present (None where nobody counted them); those who
    abstain or do not vote stay in the number. Refused where the votes cannot be true.
    """
    rule = step.pass_on(on)
    if rule is None:
        return before_the_rule(step, "pass", "表决通过", on)
    wrong = list(faults(tally, attendees))
    totals = dict(due)
    totals.pop("attendees", None)
    if attendees is not None:
        totals["attendees"] = attendees
    for base in () if wrong else bases_of(rule):
        total = totals.get(base)
        if total is None:
            continue
        if words := whole_fault(f"“{BASES[base]}”的总数", total):
            wrong.append(words)
        elif base != "attendees" and tally.cast > total:
            wrong.append(
                f"同意 {tally.yes} + 反对 {tally.no} + 弃权 {tally.abstain} = {tally.cast}，"
                f"比“{BASES[base]}”{total} {unit(base)}还多，不可能，请重新核对"
            )
    if wrong:
        raise Refused(*wrong)
    return judge_requirement(rule, totals, dict.fromkeys(bases_of(rule), tally.yes), pass_wording(rule))
