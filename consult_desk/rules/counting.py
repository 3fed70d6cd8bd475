"""Judges a requirement, one share or many, against numbers due and numbers counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .bases import BASES, unit
from .requirement import Leaf, Requirement
from .verdict import Verdict, joined


@dataclass(frozen=True)
class Wording:
    """How the sentences of one kind of judgement speak."""

    due: str
    counted: str
    tail: str
    missing_due: str
    missing_counted: str


def shortfall(verdict: Verdict) -> int | None:
    """How many are missing to meet the verdict's own number, None where it was not counted."""
    if verdict.required is None or verdict.counted is None:
        return None
    return max(0, verdict.required - verdict.counted)


def judge_requirement(
    requirement: Requirement,
    due: Mapping[str, int],
    counted: Mapping[str, int],
    say: Wording,
    *,
    named: bool = False,
) -> Verdict:
    """The verdict on a requirement; bases missing from `due` or `counted` are named in words.

    named: whether each sentence names its base. In "any" the first part met decides, else the nearest; in "all"
    the part that needs the greatest number is shown as `required`.
    """
    if isinstance(requirement, Leaf):
        return _leaf(requirement, due, counted, say, named)
    parts = tuple(judge_requirement(part, due, counted, say, named=True) for part in requirement.parts)
    return _any(parts) if requirement.mode == "any" else _all(parts)


def _leaf(leaf: Leaf, due: Mapping[str, int], counted: Mapping[str, int], say: Wording, named: bool) -> Verdict:
    label, heads = BASES[leaf.of], unit(leaf.of)
    total, here = due.get(leaf.of), counted.get(leaf.of)
    if total is None:
        return Verdict(False, f"没有填写“{label}”的{say.missing_due}，无法判断", leaf.reference, base=leaf.of)
    if total == 0:
        return Verdict(False, f"“{label}”的{say.missing_due}是 0，无法判断", leaf.reference, due=0, base=leaf.of)
    required = leaf.share.required(total)
    lead = f"{label}：" if named else ""
    start = f"{lead}{say.due} {total} {heads}，需 {required} {heads}{say.tail}"
    share = f"（{leaf.share.words()}）"
    if here is None:
        words = f"{start}{share}，没有填写{say.missing_counted}"
        return Verdict(False, words, leaf.reference, required, total, None, leaf.of)
    met = leaf.share.met(here, total)
    lack = "" if met else f"，还差 {required - here} {heads}"
    if say.tail:
        words = f"{start}{share}，{say.counted} {here} {heads}{lack}"
    else:
        words = f"{start}，{say.counted} {here} {heads}{lack}{share}"
    return Verdict(met, words, leaf.reference, required, total, here, leaf.of)


def _any(parts: tuple[Verdict, ...]) -> Verdict:
    met = next((part for part in parts if part.met), None)
    reference = joined(tuple(part.reference for part in parts))
    judged = [part for part in parts if shortfall(part) is not None]
    if met is not None:
        chosen, words = met, f"{met.words}，已符合其中一项"
    elif judged:
        chosen = min(judged, key=lambda part: shortfall(part) or 0)
        words = "；或者".join(part.words for part in (judged if len(judged) < len(parts) else parts))
        words += "；满足其中一项即可，目前都不够"
    else:
        chosen, words = parts[0], "；".join(part.words for part in parts) + "；至少填写其中一项"
    return Verdict(met is not None, words, reference, chosen.required, chosen.due, chosen.counted, chosen.base, parts)


def _all(parts: tuple[Verdict, ...]) -> Verdict:
    main = max(parts, key=lambda part: part.required or 0)
    return Verdict(
        all(part.met for part in parts),
        "；".join(part.words for part in parts),
        joined(tuple(part.reference for part in parts)),
        main.required,
        main.due,
        main.counted,
        main.base,
        parts,
    )
