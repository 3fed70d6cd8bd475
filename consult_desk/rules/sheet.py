"""A profile as its file says it, before it is laid over another: what is silent there is None here."""

from __future__ import annotations

from dataclasses import dataclass, field

from .dated import Dated
from .requirement import Requirement
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

RuleValue = (
    Requirement
    | NoticeRule
    | PublicityRule
    | AuthorizationRule
    | CompositionRule
    | ConveningRule
    | ProposersRule
    | ProxyRule
    | RemoteRule
    | ExcludedRule
    | EarliestPostingRule
    | TownshipRule
    | ResearchRule
    | ObjectionRule
)
OptionValue = bool | int | str | tuple[DateOrder, ...]


@dataclass(frozen=True)
class RuleSheet:
    """One rule of a step. special: a special law that stands instead of the general one (村组法第二十六条)."""

    dated: Dated[RuleValue]
    special: bool = False


@dataclass(frozen=True)
class StepSheet:
    """One step; None and missing rules are taken from the profile below."""

    key: str
    title: str | None
    body: str | None
    body_title: str | None
    kind: str | None
    parallel: bool | None
    rules: dict[str, RuleSheet] = field(default_factory=dict)


@dataclass(frozen=True)
class ProfileSheet:
    """One profile file. order: step keys, None to keep the order of the profile below."""

    key: str
    source_id: str
    title: str
    region: str
    scope: str
    kind: str
    extends: str
    confidence: str
    source: str
    order: tuple[str, ...] | None
    terms: dict[str, str]
    options: dict[str, Dated[OptionValue]]
    steps: dict[str, StepSheet]
