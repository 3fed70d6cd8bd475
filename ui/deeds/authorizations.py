"""Deeds of the assembly's authorisation: what the representatives may decide, and that it was made known."""

from collections.abc import Sequence
from typing import Any

from consult_desk.actions import people as act
from consult_desk.views import people as see
from consult_desk.views.vocabulary import CATEGORIES
from ui.deed import Deed, Where
from ui.form import Field
from ui.words import later, tr


def _given(_picture: Any, _where: Where) -> Sequence[Field]:
    return (
        Field("scope", tr("授权的范围"), help=tr("照村民会议决议上的话写"), high=200),
        Field("categories", tr("授权哪几类事项"), "choices", choices=tuple((k, tr(t)) for k, t in CATEGORIES.items())),
        Field("given_on", tr("授权的日期"), "day", help=tr("村民会议作出授权决议的那天")),
        Field("until", tr("授权到哪一天为止"), "day"),
        Field("source", tr("哪次村民会议"), help=tr("例如“2026年第1次村民会议决议第二项”"), high=80),
        Field("posted_on", tr("公布的日期"), "day", needed=False),
        Field("filed_on", tr("报乡镇备案的日期"), "day", needed=False),
    )


def _unpublished(picture: tuple[see.AuthorizationRow, ...], where: Where) -> Sequence[Field]:
    waiting = [row for row in picture if row.posted_on is None or row.filed_on is None]
    found = []
    if "authorization_id" not in where:
        choices = tuple((row.authorization, f"{row.scope}　{row.since:%Y-%m-%d} - {row.until:%Y-%m-%d}") for row in waiting)
        first = choices[0][0] if choices else None
        found.append(Field("authorization_id", tr("哪一项授权"), "choice", choices=choices, default=first))
    return (
        *found,
        Field("posted_on", tr("公布的日期"), "day", needed=False),
        Field("filed_on", tr("报乡镇备案的日期"), "day", needed=False),
    )


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.record_authorization, later("登记村民会议的授权"), later("登记授权"), _given,
        intro=later("村民会议授权以后，村民代表会议才能决定这些事项；授权有期限。"),
    ),
    Deed(
        act.publish_authorization, later("登记授权已公布、已备案"), later("登记"), _unpublished, view=see.authorizations,
        intro=later("山东等地规定，没有公布和备案的授权不能用。"),
    ),
)
