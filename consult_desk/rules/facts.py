"""The facts of one question, sorted and checked: what cannot be a number, a day or a known name is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar, cast

from ..base.errors import Obstacle, Refused
from .bases import BASES
from .days import ANSWERERS
from .tally import whole_fault

T = TypeVar("T")
_VOTES = {"for": "同意票数", "against": "反对票数", "abstain": "弃权票数"}
_NUMBERS = {"present": "实到人数", "reps": "代表人数", **_VOTES}
_MAPS = ("present_by", "convened_by")
_DATES = (
    "notice_on",
    "meets_on",
    "posted_on",
    "removed_on",
    "today",
    "accepted_on",
    "event_on",
    "demanded_on",
    "received_on",
    "replied_on",
)
_FLAGS = ("authorized", "researched", "notice_written", "notice_posted")
_TEXTS = ("special_reason", "matter", "reply_of")


@dataclass(frozen=True)
class Facts:
    """What `given` says, sorted and checked: numbers per base, votes, days, yes-or-no facts."""

    due: Mapping[str, int]
    numbers: Mapping[str, int]
    present_by: Mapping[str, int]
    convened_by: Mapping[str, int]
    proposed_by: tuple[str, ...] | None
    days: Mapping[str, date]
    flags: Mapping[str, bool]
    texts: Mapping[str, str]
    events: Mapping[str, date]


def as_day(raw: object, what: str) -> date:
    """A date, or text like 2026-01-10; Refused otherwise."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if isinstance(raw, str) and len(raw) == 10:
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    raise Refused(f"{what}应当是 2026-01-10 这样的日期，现在是 {raw!r}")


def read_facts(given: Mapping[str, object]) -> Facts:
    """The facts of `given`; Refused listing every fault, in Chinese."""
    return _Given(given).facts()


class _Given:
    """Sorts `given`, noting every fault."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.given = given
        self.faults: list[Obstacle] = []

    def facts(self) -> Facts:
        known = {*BASES, *_NUMBERS, *_MAPS, *_DATES, *_FLAGS, *_TEXTS, "proposed_by", "dates"} - {"attendees"}
        for name in self.given:
            if name not in known:
                self.faults.append(Obstacle(f"不认识的项“{name}”", f"可用的名称：{'、'.join(sorted(known))}"))
        found = Facts(
            due=self._numbers(self.given, dict(BASES)),
            numbers=self._numbers(self.given, _NUMBERS),
            present_by=self._map("present_by"),
            convened_by=self._map("convened_by"),
            proposed_by=self._bodies(),
            days=self._days(self.given, _DATES),
            flags=self._typed(_FLAGS, bool, "应当是 true 或 false"),
            texts=self._typed(_TEXTS, str, "应当是文字"),
            events=self._events(),
        )
        if found.texts.get("reply_of", "reply_days") not in ANSWERERS:
            self.faults.append(Obstacle(f"reply_of 只能是 {'、'.join(ANSWERERS)} 之一"))
        if self.faults:
            raise Refused(*self.faults)
        return found

    def _numbers(self, raw: Mapping[object, object] | Mapping[str, object], names: Mapping[str, str]) -> dict[str, int]:
        found = {}
        for name, label in names.items():
            if name not in raw or (name == "attendees" and raw is self.given):
                continue
            number = cast("Mapping[str, object]", raw)[name]
            if words := whole_fault(f"“{label}”", number):
                self.faults.append(Obstacle(words))
            else:
                found[name] = cast("int", number)
        return found

    def _map(self, name: str) -> dict[str, int]:
        raw = self.given.get(name, {})
        if not isinstance(raw, Mapping):
            self.faults.append(Obstacle(f"{name} 应当是“名称: 人数”的表"))
            return {}
        for base in raw:
            if base not in BASES:
                self.faults.append(Obstacle(f"{name} 里有不认识的项“{base}”"))
        return self._numbers(raw, BASES)

    def _bodies(self) -> tuple[str, ...] | None:
        raw = self.given.get("proposed_by")
        if raw is None:
            return None
        if not isinstance(raw, list) or not all(isinstance(body, str) for body in raw):
            self.faults.append(Obstacle("proposed_by 应当是名称的列表"))
            return None
        return tuple(raw)

    def _days(self, raw: Mapping[str, object], names: tuple[str, ...]) -> dict[str, date]:
        found = {}
        for name in names:
            if name in raw:
                try:
                    found[name] = as_day(raw[name], f"“{name}”")
                except Refused as refused:
                    self.faults.extend(refused.obstacles)
        return found

    def _events(self) -> dict[str, date]:
        raw = self.given.get("dates", {})
        if not isinstance(raw, Mapping) or not all(isinstance(name, str) for name in raw):
            self.faults.append(Obstacle("dates 应当是“事件: 日期”的表"))
            return {}
        return self._days(raw, tuple(raw))

    def _typed(self, names: tuple[str, ...], kind: type[T], words: str) -> dict[str, T]:
        found = {}
        for name in names:
            raw = self.given.get(name)
            if isinstance(raw, kind):
                found[name] = raw
            elif name in self.given:
                self.faults.append(Obstacle(f"“{name}”{words}"))
        return found
