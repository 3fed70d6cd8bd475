"""How far each base of a quorum is: due, present, needed, missing, and when it was reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from consult_desk.flow.due import count
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation
from consult_desk.flow.steps import deliberation
from consult_desk.model import AgendaItem
from consult_desk.rules.bases import BASES, unit
from consult_desk.rules.quorum import judge_quorum
from consult_desk.rules.requirement import Group, leaves
from consult_desk.rules.verdict import Verdict

OTHERS = {"reps": "村民代表", "women_reps": "妇女村民代表", "party_members_total": "党员总数（含预备党员）"}


@dataclass(frozen=True)
class Base:
    """One base: persons or households due, present, needed and missing. share: 三分之二以上 …

    reached_at: when its number was reached first, None while it was not or nobody noted the time.
    """

    key: str
    title: str
    unit: str
    share: str
    due: int
    present: int
    needed: int
    missing: int
    met: bool
    reached_at: datetime | None
    reference: str


@dataclass(frozen=True)
class Meter:
    """Every base of one quorum. any: one of them suffices; others: title, due, present of bases counted besides."""

    bases: tuple[Base, ...]
    any: bool
    met: bool
    words: str
    reference: str
    others: tuple[tuple[str, int, int], ...]

    @property
    def missing(self) -> int:
        """How many are missing in the base that is nearest (any) or farthest (all)."""
        if self.met or not self.bases:
            return 0
        lacks = [base.missing for base in self.bases]
        return min(lacks) if self.any else max(lacks)

    @property
    def reached_at(self) -> datetime | None:
        """When the whole quorum was reached, None while it is not or nobody noted the time."""
        moments = [base.reached_at for base in self.bases if base.met]
        known = [moment for moment in moments if moment is not None]
        if not self.met or len(known) < len(moments):
            return None
        return min(known, default=None) if self.any else max(known, default=None)


def meter_of(situation: Situation, item: AgendaItem, gathering: Gathering, zone: tzinfo | None) -> Meter:
    """The meter of an item: as it stands, or as it stood when the item was voted; all sittings count together."""
    due, here = gathering.due_counts(), count(gathering.meeting.body, gathering.entries, counted(gathering, item))
    step, day = situation.profile.step(item.step), gathering.meeting.event_on
    verdicts = [judge_quorum(step, day, due, here)]
    if item.merged:
        narrow = [r.verdict for r in deliberation.rulings(situation, item, gathering) if r.kind == "quorum"]
        verdicts += narrow[1:]
    shares: dict[str, str] = {}
    either = False
    for key in (item.step, *(("propose",) if item.merged else ())):
        rule = situation.profile.step(key).quorum_on(day)
        if rule is not None:
            shares.update({leaf.of: leaf.share.words() for leaf in leaves(rule)})
            either = either or (isinstance(rule, Group) and rule.mode == "any")
    arrivals = _arrivals(gathering)
    bases = tuple(
        _base(leaf, shares.get(leaf.base, ""), _reached(gathering, arrivals, leaf, zone))
        for verdict in verdicts
        for leaf in _leaves(verdict)
        if leaf.base
    )
    used = {base.key for base in bases}
    return Meter(
        bases=bases,
        any=either,
        met=all(v.met for v in verdicts),
        words="；".join(v.words for v in verdicts),
        reference="；".join(dict.fromkeys(v.reference for v in verdicts if v.reference)),
        others=tuple(
            (title, due[key], here.get(key, 0)) for key, title in OTHERS.items() if key not in used and due.get(key)
        ),
    )


def counted(gathering: Gathering, item: AgendaItem) -> frozenset[int]:
    """Everybody who counts for an item so far: at the vote where a sitting has voted, as it stands where not yet."""
    moments = {vote.sitting_id: vote.taken_at for vote in gathering.votes(item)}
    return frozenset().union(*(gathering.present(sitting_id=s.id, at=moments.get(s.id)) for s in gathering.sittings))


def _leaves(verdict: Verdict) -> tuple[Verdict, ...]:
    return tuple(leaf for part in verdict.parts for leaf in _leaves(part)) if verdict.parts else (verdict,)


def _base(leaf: Verdict, share: str, reached_at: datetime | None) -> Base:
    needed, here = leaf.required or 0, leaf.counted or 0
    return Base(
        key=leaf.base, title=BASES[leaf.base], unit=unit(leaf.base), share=share, due=leaf.due or 0, present=here,
        needed=needed, missing=max(0, needed - here), met=leaf.met, reached_at=reached_at, reference=leaf.reference,
    )  # fmt: skip


def _arrivals(gathering: Gathering) -> tuple[tuple[datetime | None, int], ...]:
    """Who came, in the order of coming; the moment is None where it was typed in on a later day without one."""
    came = [a for a in gathering.attendances if a.state == "present"]
    moments = [(a.arrived_at or (None if a.late else a.entered_at), a.person_id) for a in came]
    return tuple(sorted(moments, key=lambda pair: (pair[0] is not None, pair[0], pair[1])))


def _reached(
    gathering: Gathering, arrivals: Sequence[tuple[datetime | None, int]], leaf: Verdict, zone: tzinfo | None
) -> datetime | None:
    """The moment at which the base first had its number: arrivals only add, so it is found by halving."""
    holders = [(p.holder_id, p.giver_id) for p in gathering.proxies]

    def enough(first: int) -> bool:
        here = {person for _moment, person in arrivals[:first]}
        here |= {giver for holder, giver in holders if holder in here}
        found = count(gathering.meeting.body, gathering.entries, frozenset(here)).get(leaf.base, 0)
        return found >= (leaf.required or 0)

    low, high = 1, len(arrivals)
    if not arrivals or not leaf.required or not enough(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    moment = arrivals[low - 1][0]
    return moment.astimezone(zone) if moment is not None else None
