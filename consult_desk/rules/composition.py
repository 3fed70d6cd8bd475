"""Judges who sits in a representative body, who may demand a meeting, and who may propose a matter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from ..base.errors import Refused
from .bases import BASES
from .counting import Wording, judge_requirement
from .dated import Share
from .profile import StepRule
from .quorum import before_the_rule
from .requirement import Group, Leaf, Requirement
from .tally import whole_fault
from .verdict import Verdict, joined

_PROPOSERS = Wording("共", "联名", "", "总数", "联名人数")
BODY_TITLES = {
    "party_org": "村党组织",
    "villagers_committee": "村民委员会",
    "supervision_committee": "村务监督委员会",
    "collective": "村集体经济组织",
    "residents_committee": "居民委员会",
}
_COUNTS = {"members": "组成人员", "reps": "代表", "women_reps": "妇女代表"}


def judge_composition(step: StepRule, on: date, counts: Mapping[str, int]) -> Verdict:
    """Whether the body is made up as the law asks.

    counts: whole numbers `members` (all of the body), `reps`, `women_reps`. What is missing is named in the words;
    Refused where they cannot be true.
    """
    rule = step.composition_on(on)
    if rule is None:
        return before_the_rule(step, "composition", "人员组成", on)
    wrong = [
        words
        for name, label in _COUNTS.items()
        if name in counts and (words := whole_fault(f"{label}人数", counts[name]))
    ]
    for part, whole in () if wrong else (("reps", "members"), ("women_reps", "reps"), ("women_reps", "members")):
        if part in counts and whole in counts and counts[part] > counts[whole]:
            wrong.append(
                f"{_COUNTS[part]} {counts[part]} 人，比{_COUNTS[whole]} {counts[whole]} 人还多，不可能，请核对名册"
            )
    if wrong:
        raise Refused(*wrong)
    parts = [
        _share_part(label, name, share, counts, rule.reference)
        for label, name, share in (
            ("代表占组成人员", "reps", rule.reps_at_least),
            ("妇女代表占组成人员", "women_reps", rule.women_at_least),
        )
        if share is not None
    ]
    parts += [
        _heads_part(label, counts.get(name), least, rule.reference)
        for label, name, least in (("代表", "reps", rule.reps_min), ("妇女代表", "women_reps", rule.women_min))
        if least
    ]
    first = next((part for part in parts if not part.met), parts[0])
    return Verdict(
        all(part.met for part in parts),
        "；".join(part.words for part in parts),
        rule.reference,
        first.required,
        first.due,
        first.counted,
        first.base,
        tuple(parts),
    )


def _share_part(label: str, name: str, share: Share, counts: Mapping[str, int], reference: str) -> Verdict:
    members, here = counts.get("members"), counts.get(name)
    if not members or here is None:
        lacking = "、".join(
            f"“{what}人数”" for what, number in (("组成人员", members), (_COUNTS[name], here)) if number in (None, 0)
        )
        return Verdict(False, f"没有填写{lacking}，无法判断{label}的份额", reference, base=name)
    required, met = share.required(members), share.met(here, members)
    words = f"{label}：组成人员 {members} 人，需 {required} 人（{share.words()}），现有 {here} 人"
    if not met:
        words += f"，还差 {required - here} 人"
    return Verdict(met, words, reference, required, members, here, name)


def _heads_part(label: str, here: int | None, least: int, reference: str) -> Verdict:
    name = "reps" if label == "代表" else "women_reps"
    if here is None:
        return Verdict(False, f"没有填写“{label}人数”，至少要有 {least} 人", reference, least, base=name)
    words = f"{label}至少 {least} 人，现有 {here} 人"
    if here < least:
        words += f"，还差 {least - here} 人"
    return Verdict(here >= least, words, reference, least, None, here, name)


def _joint(any_of: tuple[Leaf, ...], proposers: Mapping[str, int], due: Mapping[str, int]) -> Verdict:
    wrong = []
    for leaf in any_of:
        for what, number in (("联名人数", proposers.get(leaf.of)), ("总数", due.get(leaf.of))):
            if number is not None and (words := whole_fault(f"“{BASES[leaf.of]}”的{what}", number)):
                wrong.append(words)
    for leaf in () if wrong else any_of:
        joint, total = proposers.get(leaf.of), due.get(leaf.of)
        if joint is not None and total is not None and joint > total:
            wrong.append(f"联名的{BASES[leaf.of]} {joint} 人，比总数 {total} 人还多，不可能，请核对")
    if wrong:
        raise Refused(*wrong)
    requirement: Requirement = any_of[0] if len(any_of) == 1 else Group("any", any_of)
    return judge_requirement(requirement, due, proposers, _PROPOSERS, named=True)


def judge_convening(step: StepRule, on: date, proposers: Mapping[str, int], due: Mapping[str, int]) -> Verdict:
    """Whether so many people may demand the meeting; either way the committee itself may call it.

    proposers, due: whole numbers per base name (villagers, villagers_reps, residents, …). Refused where they
    cannot be true.
    """
    rule = step.convening_on(on)
    if rule is None or not rule.any_of:
        return before_the_rule(step, "convening", "提议召开会议", on)
    return _joint(rule.any_of, proposers, due)


def judge_proposers(
    step: StepRule, on: date, bodies: Collection[str], proposers: Mapping[str, int], due: Mapping[str, int]
) -> Verdict:
    """Whether the matter comes from those who may propose it: one of the bodies, or so many people jointly."""
    rule = step.proposers_on(on)
    if rule is None:
        return before_the_rule(step, "proposers", "提出议题", on)
    for body in rule.bodies:
        if body in bodies:
            return Verdict(True, f"由{BODY_TITLES[body]}提出，符合规定", rule.reference, base=body)
    named = "、".join(BODY_TITLES[body] for body in rule.bodies)
    if not rule.any_of:
        return Verdict(False, f"议题应当由{named}提出", rule.reference)
    joint = _joint(rule.any_of, proposers, due)
    if joint.met or not rule.bodies:
        return joint
    words = f"议题应当由{named}提出，或者由村民、代表联名提出：{joint.words}"
    return Verdict(
        False,
        words,
        joined((rule.reference, joint.reference)),
        joint.required,
        joint.due,
        joint.counted,
        joint.base,
        joint.parts,
    )
