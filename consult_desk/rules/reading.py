"""Reads one profile strictly, from TOML or from frozen JSON, and lists every fault it finds, not the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import cast

from .dated import EVIDENCE, Dated, DatedValue
from .fields import KINDS, NAME, OPTIONS, RULE_NAMES, SHARE_KINDS, FieldFault, read_requirement
from .sheet import OptionValue, ProfileSheet, RuleSheet, RuleValue, StepSheet

SCOPES = ("village", "community", "collective", "group")
PROFILE_KINDS = ("baseline", "overlay", "template", "special_matter", "practice")
STEP_KINDS = ("deliberation", "review", "posting", "supervision")
BODIES = (
    "party_committee",
    "party_organization",
    "two_committees",
    "party_member_meeting",
    "rep_meeting",
    "villager_assembly",
    "group_meeting",
    "resident_assembly",
    "resident_rep_meeting",
    "collective_assembly",
    "collective_rep_assembly",
    "collective_board",
    "villagers_committee",
    "residents_committee",
    "supervision_committee",
    "township",
    "township_government",
    "council",
    "stationed_cadres",
    "villagers",
    "villager_group",
)
_HEAD = ("key", "source_id", "title", "region", "scope", "kind", "extends", "confidence", "source")
_STEP_HEAD = ("title", "body", "body_title", "kind", "parallel")
_VALUE_HEAD = ("since", "reference", "checked", "note", "evidence")


class Reader:
    """Reads one profile. `where` names the file in every fault; `faults` gathers them."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[str] = []

    def fault(self, place: str, words: str) -> None:
        """Note one fault at a place of the file."""
        self.faults.append(f"{self.where} 的 {place}：{words}" if place else f"{self.where}：{words}")

    def profile(self, raw: Mapping[str, object]) -> ProfileSheet:
        """The whole profile; what cannot be read is left out and stands in `faults`."""
        head = {name: self._text(raw, name, "", default="") for name in _HEAD}
        for name in ("key", "title", "scope", "kind"):
            if not head[name]:
                self.fault(name, "没有写")
        self._choice("scope", head["scope"], SCOPES)
        self._choice("kind", head["kind"], PROFILE_KINDS)
        order = self._order(raw.get("steps"), extends=head["extends"])
        options: dict[str, Dated[OptionValue]] = {}
        for name, option in self._table(raw.get("options", {}), "options").items():
            if name not in OPTIONS:
                self.fault(f"options.{name}", "不认识这个选项")
                continue
            found = self._dated(option, f"options.{name}", ("is",), partial(self._option, name))
            options[name] = cast("Dated[OptionValue]", found)
        terms = {
            name: self._text({name: word}, name, "terms.")
            for name, word in self._table(raw.get("terms", {}), "terms").items()
        }
        steps = {
            name: self._step(name, self._table(table, name))
            for name, table in raw.items()
            if name not in (*_HEAD, "steps", "options", "terms")
        }
        return ProfileSheet(order=order, terms=terms, options=options, steps=steps, **head)

    def _order(self, raw: object, extends: str) -> tuple[str, ...] | None:
        if raw is None:
            if not extends:
                self.fault("steps", "没有写步骤的顺序")
            return None
        if not isinstance(raw, list) or not raw or not all(isinstance(key, str) and NAME.fullmatch(key) for key in raw):
            self.fault("steps", "应当是步骤名的列表")
            return None
        if len(set(raw)) != len(raw):
            self.fault("steps", "同一步骤写了两次")
        return tuple(raw)

    def _step(self, key: str, raw: Mapping[str, object]) -> StepSheet:
        rules: dict[str, RuleSheet] = {}
        for name, table in raw.items():
            if name in _STEP_HEAD:
                continue
            if name not in RULE_NAMES:
                self.fault(f"{key}.{name}", "不认识的项")
                continue
            rules[name] = self._rule(f"{key}.{name}", name, self._table(table, f"{key}.{name}"))
        kind, body = (self._optional(raw, name, key) for name in ("kind", "body"))
        if kind is not None:
            self._choice(f"{key}.kind", kind, STEP_KINDS)
        if body is not None:
            self._choice(f"{key}.body", body, BODIES)
        parallel = raw.get("parallel")
        if parallel is not None and not isinstance(parallel, bool):
            self.fault(f"{key}.parallel", "应当是 true 或 false")
            parallel = None
        return StepSheet(
            key=key,
            title=self._optional(raw, "title", key),
            body=body,
            body_title=self._optional(raw, "body_title", key),
            kind=kind,
            parallel=parallel,
            rules=rules,
        )

    def _rule(self, place: str, name: str, raw: Mapping[str, object]) -> RuleSheet:
        special = raw.get("special", False)
        if not isinstance(special, bool):
            self.fault(f"{place}.special", "应当是 true 或 false")
        rest = {item: table for item, table in raw.items() if item != "special"}
        if name in SHARE_KINDS:
            fields: tuple[str, ...] = ("at_least", "over", "of", "all_of", "any_of")
        else:
            fields = tuple(KINDS[name].fields)
        found = self._dated(rest, place, fields, partial(self._value, name))
        return RuleSheet(cast("Dated[RuleValue]", found), special is True)

    def _dated(
        self,
        raw: object,
        place: str,
        fields: tuple[str, ...],
        read: Callable[[Mapping[str, object], str], object],
    ) -> Dated[object]:
        table = self._table(raw, place)
        for name in set(table) - {"title", "value"}:
            self.fault(f"{place}.{name}", "不认识的项")
        entries = table.get("value")
        if not isinstance(entries, list) or not entries:
            self.fault(f"{place}.value", "没有写任何值")
            return Dated(())
        found: list[DatedValue[object]] = []
        for number, item in enumerate(entries, 1):
            entry = self._entry(self._table(item, f"{place}.value"), f"{place} 第 {number} 个值", fields, read)
            if entry is None:
                continue
            if found and entry.since <= found[-1].since:
                self.fault(
                    f"{place} 第 {number} 个值",
                    f"日期没有按先后排列：{entry.since} 写在 {found[-1].since} 之后",
                )
            found.append(entry)
        return Dated(tuple(found))

    def _entry(
        self,
        raw: Mapping[str, object],
        place: str,
        fields: tuple[str, ...],
        read: Callable[[Mapping[str, object], str], object],
    ) -> DatedValue[object] | None:
        before = len(self.faults)
        for name in sorted(set(raw) - {*_VALUE_HEAD, *fields}):
            self.fault(f"{place}.{name}", "不认识的项")
        since = self._day(raw.get("since"), f"{place}.since")
        checked = self._day(raw["checked"], f"{place}.checked") if "checked" in raw else None
        reference = self._text(raw, "reference", f"{place}.", missing="没有写依据（法规名称和条文），不能载入")
        note = self._text(raw, "note", f"{place}.", default="")
        evidence = self._text(raw, "evidence", f"{place}.", default="found")
        self._choice(f"{place}.evidence", evidence, EVIDENCE)
        if since is None or len(self.faults) > before:
            return None
        try:
            value = read({name: raw[name] for name in fields if name in raw}, reference)
        except FieldFault as fault:
            self.fault(place, str(fault))
            return None
        return DatedValue(value, since, reference, checked, note, evidence)

    def _option(self, name: str, entry: Mapping[str, object], reference: str) -> object:
        if "is" not in entry:
            raise FieldFault("没有写 is")
        return OPTIONS[name](entry["is"], reference)

    def _value(self, name: str, entry: Mapping[str, object], reference: str) -> object:
        if name in SHARE_KINDS:
            return read_requirement(entry, reference)
        kind = KINDS[name]
        missing = [field for field in kind.needed if field not in entry]
        if missing or not entry:
            raise FieldFault(f"没有写 {'、'.join(missing or kind.fields)}")
        read = {}
        for field, raw in entry.items():
            try:
                read[field] = kind.fields[field](raw, reference)
            except FieldFault as fault:
                raise FieldFault(f"{field} {fault}") from fault
        return kind.make(**read, reference=reference)

    def _day(self, raw: object, place: str) -> date | None:
        if isinstance(raw, str):
            try:
                raw = date.fromisoformat(raw) if len(raw) == 10 else None
            except ValueError:
                raw = None
        if not isinstance(raw, date) or isinstance(raw, datetime):
            self.fault(place, "应当是 2026-01-01 这样的日期")
            return None
        return raw

    def _text(
        self,
        raw: Mapping[str, object],
        name: str,
        place: str,
        default: str | None = None,
        missing: str = "应当是文字，不能空着",
    ) -> str:
        found = raw.get(name, default)
        if found == "" and default == "":
            return ""
        if not isinstance(found, str) or not found.strip():
            self.fault(f"{place}{name}", missing)
            return ""
        return found

    def _optional(self, raw: Mapping[str, object], name: str, key: str) -> str | None:
        return self._text(raw, name, f"{key}.") if name in raw else None

    def _choice(self, place: str, word: str, allowed: tuple[str, ...]) -> None:
        if word and word not in allowed:
            self.fault(place, f"只能是 {'、'.join(allowed)} 之一，现在是 {word!r}")

    def _table(self, raw: object, place: str) -> Mapping[str, object]:
        if isinstance(raw, Mapping):
            return raw
        self.fault(place, "应当是一张表")
        return {}
