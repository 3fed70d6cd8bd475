"""Meetings that the law asks for regularly: which body, how often, since when, by which article."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from ..base.errors import Refused

MONTHS: Mapping[str, int] = {"quarter": 3, "half_year": 6, "year": 12}
_ORDINALS = "一二三四"


@dataclass(frozen=True)
class Regular:
    """One such meeting as the law has it on a day. every: quarter, half_year or year."""

    body: str
    title: str
    every: str
    reference: str

    def period(self, day: date) -> tuple[date, date, str]:
        """First and last day of the period a day lies in, and its name (2026年第三季度)."""
        months = MONTHS[self.every]
        number = (day.month - 1) // months
        first = date(day.year, number * months + 1, 1)
        following = first.month + months
        last = date(day.year + (following > 12), (following - 1) % 12 + 1, 1) - timedelta(days=1)
        names = {"quarter": f"第{_ORDINALS[number]}季度", "half_year": "上下"[number % 2] + "半年", "year": ""}
        return first, last, f"{day.year}年{names[self.every]}"


def regular_on(folder: Path, kind: str, day: date) -> tuple[Regular, ...]:
    """The regular meetings of a kind of village on a day. Raises Refused for a file that cannot be read."""
    found = []
    for kinds, body, title, values in _load(folder / "regular.toml"):
        in_force = [value for value in values if value[0] <= day]
        if kind in kinds and in_force:
            _since, every, reference = max(in_force)
            found.append(Regular(body, title, every, reference))
    return tuple(found)


_Entry = tuple[tuple[str, ...], str, str, tuple[tuple[date, str, str], ...]]


@cache
def _load(path: Path) -> tuple[_Entry, ...]:
    try:
        raw = tomllib.loads(path.read_bytes().decode())
        return tuple(
            (
                tuple(one["kinds"]), one["body"], one["title"],
                tuple((v["since"], _known(v["every"]), v["reference"]) for v in one["value"]),
            )
            for one in raw["meeting"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"定期会议的规定 {path.name} 读不出来：{error}") from error


def _known(every: str) -> str:
    if every not in MONTHS:
        raise ValueError(every)
    return every
