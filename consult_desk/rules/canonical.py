"""The canonical text of a profile: the same rules give the same text, whatever the file looked like."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import cast

from .dated import Dated, Share
from .requirement import Group, Leaf
from .sheet import OptionValue, ProfileSheet, RuleValue
from .step_rule import StepRule
from .values import DateOrder


def _plain(value: object) -> object:
    """A value as JSON data in the shape of the TOML file; fields at their default are left out."""
    if isinstance(value, Share):
        return f"{value.fraction.numerator}/{value.fraction.denominator}"
    if isinstance(value, Leaf):
        return {
            "over" if value.share.strict else "at_least": _plain(value.share),
            "of": value.of,
            "reference": value.reference,
        }
    if isinstance(value, Group):
        return {f"{value.mode}_of": [_plain(part) for part in value.parts]}
    if isinstance(value, DateOrder):
        return f"{value.earlier} {'<' if value.strict else '<='} {value.later}"
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value


def _payload(value: object) -> dict[str, object]:
    if not is_dataclass(value) or isinstance(value, Leaf | Group):
        return cast("dict[str, object]", _plain(value))
    return {
        field.name: _plain(found)
        for field in fields(value)
        if field.name != "reference" and (found := getattr(value, field.name)) not in (None, ())
    }


def _values(dated: Dated[RuleValue] | Dated[OptionValue], wrap: bool) -> dict[str, object]:
    return {
        "value": [
            {
                "since": entry.since.isoformat(),
                "reference": entry.reference,
                **({"checked": entry.checked.isoformat()} if entry.checked else {}),
                **({"note": entry.note} if entry.note else {}),
                "evidence": entry.evidence,
                **({"is": _plain(entry.value)} if wrap else _payload(entry.value)),
            }
            for entry in dated
        ]
    }


def canonical_text(sheet: ProfileSheet, steps: Sequence[StepRule]) -> str:
    """JSON text with sorted keys in the shape of the TOML file, everything inherited written out."""
    raw: dict[str, object] = {
        name: getattr(sheet, name)
        for name in ("key", "source_id", "title", "region", "scope", "kind", "extends", "confidence", "source")
    }
    raw["steps"] = [step.key for step in steps]
    raw["terms"] = sheet.terms
    raw["options"] = {name: _values(dated, wrap=True) for name, dated in sheet.options.items()}
    for step in steps:
        raw[step.key] = {
            "title": step.title,
            "body": step.body,
            "body_title": step.body_title,
            "kind": step.kind,
            "parallel": step.parallel,
            **{name: _values(dated, wrap=False) for name, dated in step.rules.items()},
        }
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
