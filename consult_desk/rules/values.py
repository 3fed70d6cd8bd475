"""The kinds of rule other than shares of people, each a small frozen record with its article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .dated import Share
from .requirement import Leaf


@dataclass(frozen=True)
class NoticeRule:
    """Notice before a meeting. days: at least so many days before. special_allowed: 特殊情况可临时通知.

    written: each person in writing. posted: also posted in public.
    """

    days: int
    special_allowed: bool = False
    written: bool = False
    posted: bool = False
    reference: str = ""


@dataclass(frozen=True)
class PublicityRule:
    """Posting. days: it stays up at least so many days (0: the law names no minimum).

    within_days: it goes up within so many days after the event (0: no number named).
    """

    days: int
    within_days: int = 0
    reference: str = ""


@dataclass(frozen=True)
class AuthorizationRule:
    """Whether the representatives need the assembly's authorisation, and whether a decision without it is void."""

    required: bool
    void_without: bool = False
    reference: str = ""


@dataclass(frozen=True)
class CompositionRule:
    """Who sits in a representative body. Shares are of all its members, minima are heads; None and 0 ask nothing."""

    reps_at_least: Share | None = None
    women_at_least: Share | None = None
    reps_min: int = 0
    women_min: int = 0
    reference: str = ""


@dataclass(frozen=True)
class ConveningRule:
    """Who may demand a meeting: one share suffices. within_days: held within so many days of the demand (0: none)."""

    any_of: tuple[Leaf, ...] = ()
    within_days: int = 0
    reference: str = ""


@dataclass(frozen=True)
class ProposersRule:
    """Who may propose a matter: any of the bodies (keys), or so many people jointly."""

    bodies: tuple[str, ...] = ()
    any_of: tuple[Leaf, ...] = ()
    reference: str = ""


@dataclass(frozen=True)
class ProxyRule:
    """allowed: "" (nobody may send another) or "same_household" (in writing, a capable member of the household)."""

    allowed: str
    reference: str = ""


@dataclass(frozen=True)
class RemoteRule:
    """allowed: whether taking part by instant messaging counts as present."""

    allowed: bool
    reference: str = ""


@dataclass(frozen=True)
class ExcludedRule:
    """matters: key to Chinese title of matters that this body may not decide."""

    matters: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""


@dataclass(frozen=True)
class EarliestPostingRule:
    """after: "acceptance": the posting begins at the earliest on the day after the acceptance of the work."""

    after: str
    reference: str = ""


@dataclass(frozen=True)
class TownshipRule:
    """role: 备案, 审核 or 批准 by the township."""

    role: str
    reference: str = ""


@dataclass(frozen=True)
class ResearchRule:
    """required: the Party organisation must have discussed the matter before."""

    required: bool
    reference: str = ""


@dataclass(frozen=True)
class ObjectionRule:
    """Days to answer objections to a posting; 0 where no number is named.

    reply_days: the committee answers. government_days: the township answers. supervision_objection_days: within
    which the supervision committee objects. supervision_reply_days: the committee answers the supervisors.
    """

    reply_days: int = 0
    government_days: int = 0
    supervision_objection_days: int = 0
    supervision_reply_days: int = 0
    reference: str = ""


@dataclass(frozen=True)
class DateOrder:
    """Two events in order; strict: the later one must lie on a later day."""

    earlier: str
    later: str
    strict: bool
