"""Judges what must be there before a body decides: authorisation, Party research, and a matter it may decide."""

from __future__ import annotations

from datetime import date

from .profile import StepRule
from .quorum import before_the_rule
from .verdict import Verdict


def judge_authorization(step: StepRule, on: date, authorized: bool) -> Verdict:
    """Whether the assembly's authorisation is there where the body needs it."""
    rule = step.authorization_rule_on(on)
    if rule is None:
        return before_the_rule(step, "authorization", "村民会议授权", on)
    if authorized or not rule.required:
        words = "村民会议已经授权" if authorized else "不需要村民会议授权"
        return Verdict(True, words, rule.reference)
    words = f"还没有登记村民会议的授权，“{step.body_title}”不能决定这件事"
    if rule.void_without:
        words += "；未经授权作出的决定无效"
    return Verdict(False, words, rule.reference)


def judge_research(step: StepRule, on: date, researched: bool) -> Verdict:
    """Whether the Party organisation discussed the matter first where the law asks for it."""
    if not step.prior_research_on(on):
        return Verdict(True, "当时的法律没有要求先经党组织研究讨论", "")
    reference = step.reference_on("prior_research", on)
    words = "已先经党组织研究讨论" if researched else "重要事项应当先经党组织研究讨论，还没有研究讨论的记录"
    return Verdict(researched, words, reference)


def judge_matter(step: StepRule, on: date, matter: str) -> Verdict:
    """Whether the body may decide a matter of that key (a key of the rule, or any other)."""
    matters = step.excluded_matters_on(on)
    reference = step.reference_on("excluded_matters", on)
    if matter in matters:
        return Verdict(False, f"“{step.body_title}”不能决定“{matters[matter]}”，应当提交成员大会", reference)
    return Verdict(True, f"“{step.body_title}”可以决定这件事", reference)
