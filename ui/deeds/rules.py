"""Deeds of rules: which profile new matters take, and the end of an own one that nothing rests on."""

from collections.abc import Sequence
from typing import Any

from consult_desk.actions import rules as act
from consult_desk.views import rules as see
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr


def _offered(picture: tuple[see.ProfileRow, ...], where: Where) -> Sequence[Field]:
    scopes = {row.scope_title for row in picture if row.in_use}  # none where the village's own does not load any more
    rows = [r for r in picture if (not scopes or r.scope_title in scopes) and r.kind != "special_matter" and not r.in_use]
    wanted = where.get("profile")
    default = wanted if wanted in {r.key for r in rows} else None
    return (Field("profile", tr("新事项按哪个方案办"), "choice", default=default, choices=tuple((r.key, r.title) for r in rows)),)


def _adopting(values: dict[str, Any], picture: tuple[see.ProfileRow, ...], _where: Where) -> str:
    title = next((row.title for row in picture if row.key == values["profile"]), "")
    return tr("以后新提出的事项都按“{title}”办。已经提出的事项还按原来的方案，不会变。", title=title)


def _adopted(_result: Any, desktop: Desktop, _where: Where) -> None:
    desktop.say(tr("新事项从现在起按这个方案办"))


def _why(_picture: Any, _where: Where) -> Sequence[Field]:
    return (Field("reason", tr("为什么停用"), help=tr("例如“镇里有了新规定”，会记进经过"), high=200),)


def _retiring(_values: dict[str, Any], picture: tuple[see.ProfileRow, ...], where: Where) -> str:
    title = next((row.title for row in picture if row.key == where["profile"]), where["profile"])
    return tr("“{title}”停用后不能再选。它的文件移到 retired-profiles 文件夹里留着，不删除。", title=title)


def _retired(_result: Any, desktop: Desktop, _where: Where) -> None:
    desktop.open_page("rules")
    desktop.say(tr("已经停用"))


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.adopt_profile, later("选定本村用的方案"), later("定为本村方案"), _offered, view=see.rule_profiles,
        final=_adopting, done=_adopted, intro=later("只影响以后新提出的事项。"),
    ),
    Deed(
        act.retire_overlay, later("停用本村方案"), later("停用"), _why, view=see.rule_profiles,
        final=_retiring, done=_retired, intro=later("只有没有事项用过的本村方案才能停用。"),
    ),
)
