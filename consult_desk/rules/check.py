"""One question to a profile: given these facts on this day, what does each rule of the step say?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ..base.errors import Refused
from .bases import BASES, COUNTED_APART, HOUSEHOLD_BASES, unit
from .composition import judge_composition, judge_convening, judge_proposers
from .counting import judge_requirement
from .days import (
    Calendar,
    judge_convened_in_time,
    judge_date_order,
    judge_earliest_posting,
    judge_notice,
    judge_posted_in_time,
    judge_posting,
    judge_reply,
)
from .facts import Facts, read_facts
from .permission import judge_authorization, judge_matter, judge_research
from .profile import RuleProfile, StepRule
from .quorum import before_the_rule, judge_pass, judge_quorum, pass_wording
from .requirement import Group, bases_of
from .tally import Tally
from .verdict import Verdict

_MEMBERS = {
    "rep_meeting": "rep_meeting_members",
    "resident_rep_meeting": "resident_rep_meeting_members",
    "collective_rep_assembly": "collective_reps_all",
}


@dataclass(frozen=True)
class Answer:
    """The verdicts of one step on one day, by name; None under a name: the step has no such rule."""

    profile: str
    step: str
    on: date
    verdicts: Mapping[str, Verdict | None]

    @property
    def judged(self) -> tuple[Verdict, ...]:
        """The verdicts that were given."""
        return tuple(verdict for verdict in self.verdicts.values() if verdict is not None)

    @property
    def met(self) -> bool:
        """Whether something was judged and all of it is met."""
        return bool(self.judged) and all(verdict.met for verdict in self.judged)

    @property
    def words(self) -> str:
        """Every sentence, or that there was nothing to judge."""
        if not self.judged:
            return "这一步没有人数要求，给出的情况里也没有可以判断的内容"
        return "；".join(verdict.words for verdict in self.judged)

    @property
    def quorum(self) -> Verdict | None:
        """Whether enough came."""
        return self.verdicts["quorum"]

    @property
    def passing(self) -> Verdict | None:
        """Whether enough agreed."""
        return self.verdicts["pass"]

    @property
    def composition(self) -> Verdict | None:
        """Whether the body is made up rightly, None where it was not asked."""
        return self.verdicts.get("composition")

    def as_json(self) -> dict[str, object]:
        """Plain JSON data: profile, step, on, met, words, then one entry per verdict (null: no such rule)."""
        return {
            "profile": self.profile,
            "step": self.step,
            "on": self.on.isoformat(),
            "met": self.met,
            "words": self.words,
            **{name: verdict and verdict.as_json() for name, verdict in self.verdicts.items()},
        }


def _present(step: StepRule, on: date, facts: Facts) -> dict[str, int]:
    """Numbers present per base of the quorum: as given for the base, else the one number for all."""
    rule = step.quorum_on(on)
    found = dict(facts.present_by)
    one = facts.numbers.get("present")
    if rule is None or one is None:
        return found
    open_bases = [base for base in bases_of(rule) if base not in found and base not in COUNTED_APART]
    either_or = isinstance(rule, Group) and rule.mode == "any"
    fitting = [base for base in open_bases if one <= facts.due.get(base, one)]
    # People counted in the hall cannot be counted as that many households: such an alternative is left aside.
    judged = [base for base in fitting if base in facts.due] + [base for base in found if base in facts.due]
    found.update(dict.fromkeys(fitting if either_or and judged else open_bases, one))
    return found


def _quorum(step: StepRule, on: date, facts: Facts) -> Verdict | None:
    if not step.has_rule("quorum"):
        return None
    return judge_quorum(step, on, facts.due, _present(step, on, facts))


def _attendees(facts: Facts, quorum: Verdict | None, bases: tuple[str, ...]) -> int | None:
    """Heads at the meeting: the one number, else people before households, which each send one voice."""
    if "present" in facts.numbers:
        return facts.numbers["present"]
    if "attendees" in facts.present_by:
        return facts.present_by["attendees"]
    people = [n for base, n in facts.present_by.items() if base not in HOUSEHOLD_BASES | COUNTED_APART]
    if people:
        return max(people)
    for base in ("" if quorum is None else quorum.base, *bases):
        if base in facts.present_by:
            return facts.present_by[base]
    return None


def _pass(step: StepRule, on: date, facts: Facts, quorum: Verdict | None) -> Verdict | None:
    if not step.has_rule("pass"):
        return None
    rule = step.pass_on(on)
    if rule is None:
        return before_the_rule(step, "pass", "表决通过", on)
    attendees = _attendees(facts, quorum, bases_of(rule))
    numbers = facts.numbers
    if "for" not in numbers:
        due = dict(facts.due) if attendees is None else {**facts.due, "attendees": attendees}
        return judge_requirement(rule, due, {}, pass_wording(rule))
    tally = Tally(numbers["for"], numbers.get("against", 0), numbers.get("abstain", 0))
    return judge_pass(step, on, facts.due, attendees, tally)


def _composition(step: StepRule, on: date, facts: Facts) -> Verdict:
    counts = {"reps": facts.numbers["reps"]}
    members = _MEMBERS.get(step.body, "")
    if members in facts.due:
        counts["members"] = facts.due[members]
    if "women_reps" in facts.due:
        counts["women_reps"] = facts.due["women_reps"]
    return judge_composition(step, on, counts)


def _notice(step: StepRule, on: date, facts: Facts) -> Verdict:
    return judge_notice(
        step,
        on,
        facts.days["notice_on"],
        facts.days.get("meets_on", on),
        special_reason=facts.texts.get("special_reason", ""),
        written=facts.flags.get("notice_written"),
        posted=facts.flags.get("notice_posted"),
    )


def _posting(profile: RuleProfile, step: StepRule, on: date, facts: Facts, calendar: Calendar) -> Verdict:
    removed = facts.days.get("removed_on")
    today = facts.days.get("today", removed or on)
    return judge_posting(step, on, facts.days["posted_on"], removed, today, calendar, profile.counting_on(on))


def _extras(
    profile: RuleProfile, step: StepRule, on: date, facts: Facts, calendar: Calendar
) -> dict[str, Callable[[], Verdict]]:
    """The judges whose facts were given, by the name their verdict has in the answer."""
    days, flags, due = facts.days, facts.flags, facts.due
    asked: dict[str, tuple[bool, Callable[[], Verdict]]] = {
        "composition": ("reps" in facts.numbers, lambda: _composition(step, on, facts)),
        "convening": (
            bool(facts.convened_by) and facts.proposed_by is None,
            lambda: judge_convening(step, on, facts.convened_by, due),
        ),
        "convened_in_time": (
            "demanded_on" in days,
            lambda: judge_convened_in_time(step, on, days["demanded_on"], days.get("meets_on", on)),
        ),
        "proposers": (
            facts.proposed_by is not None,
            lambda: judge_proposers(step, on, facts.proposed_by or (), facts.convened_by, due),
        ),
        "notice": ("notice_on" in days, lambda: _notice(step, on, facts)),
        "posting": ("posted_on" in days, lambda: _posting(profile, step, on, facts, calendar)),
        "posted_in_time": (
            "event_on" in days and "posted_on" in days,
            lambda: judge_posted_in_time(step, on, days["event_on"], days["posted_on"]),
        ),
        "earliest_posting": (
            "accepted_on" in days and "posted_on" in days,
            lambda: judge_earliest_posting(step, on, days["accepted_on"], days["posted_on"]),
        ),
        "reply": (
            "received_on" in days and "replied_on" in days,
            lambda: judge_reply(
                step, on, days["received_on"], days["replied_on"], facts.texts.get("reply_of", "reply_days")
            ),
        ),
        "authorization": (
            "authorized" in flags,
            lambda: judge_authorization(step, on, flags["authorized"]),
        ),
        "research": ("researched" in flags, lambda: judge_research(step, on, flags["researched"])),
        "matter": ("matter" in facts.texts, lambda: judge_matter(step, on, facts.texts["matter"])),
        "order": (
            bool(facts.events),
            lambda: judge_date_order(
                profile.date_order_on(on), facts.events, profile.option_reference_on("date_order", on)
            ),
        ),
    }
    return {name: judge for name, (given, judge) in asked.items() if given}


def _within_reach(facts: Facts, bases: tuple[str, ...]) -> None:
    """Refuse more people present than the one base that pass counts, where no quorum has looked at it."""
    one = facts.numbers.get("present")
    for base in bases:
        total = facts.due.get(base)
        if one is not None and total is not None and base != "attendees" and one > total:
            raise Refused(f"实到 {one} {unit(base)}，比“{BASES[base]}”{total} {unit(base)}还多，不可能，请核对")


def check(
    profile: RuleProfile,
    step_key: str,
    on: date,
    given: Mapping[str, object],
    calendar: Calendar | None = None,
) -> Answer:
    """What the rules of a step say about the facts given.

    given: whole numbers per base name; `present` (one number for every base asked) or `present_by` (per base,
    which comes first); `for`, `against`, `abstain`. Further facts bring further verdicts: `reps` (with
    `women_reps`) composition, `convened_by` convening, `notice_on` notice, `posted_on` and `removed_on` posting,
    `authorized`, `researched`, `matter`, `proposed_by`, `received_on` and `replied_on`, `dates`.
    Raises Refused for unknown steps and names, and for facts that cannot be true.
    """
    step = profile.step(step_key)
    facts = read_facts(given)
    quorum = _quorum(step, on, facts)
    rule = step.pass_on(on)
    if quorum is None and rule is not None:
        _within_reach(facts, bases_of(rule))
    verdicts: dict[str, Verdict | None] = {"quorum": quorum, "pass": _pass(step, on, facts, quorum)}
    for name, judge in _extras(profile, step, on, facts, calendar or Calendar()).items():
        verdicts[name] = judge()
    return Answer(profile.key, step.key, on, MappingProxyType(verdicts))
