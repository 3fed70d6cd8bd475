"""One step of a procedure: which rule is in force on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from .dated import Dated, DatedValue
from .requirement import Requirement, bases_of
from .sheet import RuleValue
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

R = TypeVar("R")


@dataclass(frozen=True)
class StepRule:
    """One step with its rules. Accessors `…_on(day)` give the rule in force on that day, None where there is none."""

    key: str
    title: str
    body: str
    body_title: str
    kind: str
    parallel: bool
    rules: Mapping[str, Dated[RuleValue]]

    def has_rule(self, name: str) -> bool:
        """Whether the step has such a rule on any day."""
        return name in self.rules

    def entry_on(self, name: str, day: date) -> DatedValue[RuleValue] | None:
        """The rule's value of the day with reference, note and evidence."""
        return self.rules[name].entry_on(day) if name in self.rules else None

    def reference_on(self, name: str, day: date) -> str:
        """The article behind a rule on a day, "" where the rule has no value then."""
        entry = self.entry_on(name, day)
        return "" if entry is None else entry.reference

    def _on(self, name: str, day: date, kind: type[R]) -> R | None:
        entry = self.entry_on(name, day)
        return None if entry is None else cast("R", entry.value)

    def quorum_on(self, day: date) -> Requirement | None:
        """Who must be present."""
        return cast("Requirement | None", self._on("quorum", day, object))

    def pass_on(self, day: date) -> Requirement | None:
        """Who must agree; base "attendees" means those present."""
        return cast("Requirement | None", self._on("pass", day, object))

    def notice_on(self, day: date) -> NoticeRule | None:
        """Notice before the meeting."""
        return self._on("notice", day, NoticeRule)

    def publicity_on(self, day: date) -> PublicityRule | None:
        """How long a posting stays up."""
        return self._on("publicity", day, PublicityRule)

    def authorization_rule_on(self, day: date) -> AuthorizationRule | None:
        """The authorisation rule with its article."""
        return self._on("authorization", day, AuthorizationRule)

    def authorization_on(self, day: date) -> bool:
        """Whether the assembly's authorisation is needed."""
        rule = self.authorization_rule_on(day)
        return rule is not None and rule.required

    def composition_on(self, day: date) -> CompositionRule | None:
        """Who must sit in the body."""
        return self._on("composition", day, CompositionRule)

    def convening_on(self, day: date) -> ConveningRule | None:
        """Who may demand the meeting."""
        return self._on("convening", day, ConveningRule)

    def proposers_on(self, day: date) -> ProposersRule | None:
        """Who may propose the matter."""
        return self._on("proposers", day, ProposersRule)

    def proxy_on(self, day: date) -> str:
        """ "" (no proxy) or "same_household"."""
        rule = self._on("proxy", day, ProxyRule)
        return "" if rule is None else rule.allowed

    def remote_on(self, day: date) -> bool:
        """Whether taking part online counts as present."""
        rule = self._on("remote", day, RemoteRule)
        return rule is not None and rule.allowed

    def excluded_matters_on(self, day: date) -> Mapping[str, str]:
        """Matters (key to title) that this body may not decide."""
        rule = self._on("excluded_matters", day, ExcludedRule)
        return {} if rule is None else rule.matters

    def earliest_posting_on(self, day: date) -> str:
        """ "" or "after_acceptance": the posting begins at the earliest the day after acceptance."""
        rule = self._on("earliest_posting", day, EarliestPostingRule)
        return "" if rule is None else f"after_{rule.after}"

    def township_on(self, day: date) -> str:
        """ "" or what the township does: 备案, 审核, 批准."""
        rule = self._on("township", day, TownshipRule)
        return "" if rule is None else rule.role

    def prior_research_on(self, day: date) -> bool:
        """Whether the Party organisation must have discussed the matter before."""
        rule = self._on("prior_research", day, ResearchRule)
        return rule is not None and rule.required

    def objection_on(self, day: date) -> ObjectionRule | None:
        """Days to answer objections to a posting."""
        return self._on("objection", day, ObjectionRule)

    def bases(self, day: date) -> tuple[str, ...]:
        """Every base that quorum and pass count, without attendees, which is the number present."""
        asked = [bases_of(rule) for rule in (self.quorum_on(day), self.pass_on(day)) if rule is not None]
        return tuple(dict.fromkeys(base for part in asked for base in part if base != "attendees"))
