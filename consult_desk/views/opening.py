"""What a new matter can be: categories, origins, proposers, and the rules it would follow with their steps."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from consult_desk.desk import Look
from consult_desk.model import Group, Village
from consult_desk.rules.profile import RuleProfile
from consult_desk.views.vocabulary import CATEGORIES, ORIGIN_TITLES, PROPOSER_TITLES

# Which procedures belong to which kind of body.
SCOPES: Mapping[str, tuple[str, ...]] = {
    "village": ("village", "group"), "gacha": ("village", "group"), "community": ("community",), "collective": ("collective",),
}
# Categories with a procedure of their own in the law, where the body itself has none for them.
SPECIAL: Mapping[tuple[str, str], str] = {
    ("village", "land_contract"): "cn-land-contract", ("gacha", "land_contract"): "cn-land-contract",
    ("collective", "charter"): "cn-collective-assembly", ("collective", "membership"): "cn-collective-assembly",
}  # fmt: skip
NOT_HERE = {"community": {"villagers_committee", "villagers", "supervision_committee"}}


@dataclass(frozen=True)
class ProcedureRow:
    """A rule profile as something to choose: its steps as (title, who acts) and the categories its bodies may not decide."""

    key: str
    title: str
    source: str
    steps: tuple[tuple[str, str], ...]
    barred: tuple[str, ...]
    group: bool


@dataclass(frozen=True)
class OpeningView:
    """Choices for a new matter, each (key, title); proposed: the profile for each category."""

    categories: tuple[tuple[str, str], ...]
    origins: tuple[tuple[str, str], ...]
    proposers: tuple[tuple[str, str], ...]
    procedures: tuple[ProcedureRow, ...]
    proposed: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]


def opening(look: Look) -> OpeningView:
    """新建事项时可选的类别、事由、提议人和规则方案，每一类建议用哪个方案。"""
    village = look.village
    look.profile(village.profile_key)  # says why where the village's own one does not load any more
    scopes = SCOPES[village.kind]
    fit = [
        p for p in look.profiles.values()
        if p.key == village.profile_key or (p.scope in scopes and p.kind in ("baseline", "special_matter"))
    ]  # fmt: skip
    fit.sort(key=lambda p: (p.key != village.profile_key, p.scope, p.title))
    rows = tuple(_row(look, p) for p in fit)
    absent = NOT_HERE.get(village.kind, {"residents_committee"})
    return OpeningView(
        tuple(CATEGORIES.items()), tuple(ORIGIN_TITLES.items()),
        tuple((k, t) for k, t in PROPOSER_TITLES.items() if k not in absent), rows,
        tuple((category, _proposed(village, rows, category)) for category in CATEGORIES),
        tuple(look.session.scalars(select(Group.name).order_by(Group.id))),
    )  # fmt: skip


def _row(look: Look, profile: RuleProfile) -> ProcedureRow:
    barred = {key for step in profile.steps for key in step.excluded_matters_on(look.today)}
    steps = tuple((s.title, s.body_title) for s in profile.steps if not s.parallel)
    return ProcedureRow(profile.key, profile.title, profile.source, steps, tuple(sorted(barred)), profile.scope == "group")


def _proposed(village: Village, rows: tuple[ProcedureRow, ...], category: str) -> str:
    known = {row.key for row in rows}
    special = SPECIAL.get((village.kind, category), "")
    own = next(row for row in rows if row.key == village.profile_key)
    if special in known and (category in own.barred or category == "land_contract"):
        return special
    if category in own.barred:
        return next((row.key for row in rows if category not in row.barred and not row.group), own.key)
    return own.key
