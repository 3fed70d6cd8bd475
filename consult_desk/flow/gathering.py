"""A meeting as the rules see it: the frozen list, who is present at a moment, and the votes of one item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult_desk.flow.due import count
from consult_desk.model import AgendaItem, Attendance, DueEntry, Meeting, Proxy, Recusal, Sitting, Vote
from consult_desk.rules.tally import Tally


@dataclass
class Gathering:
    """One meeting with all that was recorded of it."""

    session: Session
    meeting: Meeting

    @cached_property
    def sittings(self) -> Sequence[Sitting]:
        """Sittings in the order of their beginning."""
        query = select(Sitting).where(Sitting.meeting_id == self.meeting.id).order_by(Sitting.starts_at, Sitting.id)
        return self.session.scalars(query).all()

    @cached_property
    def items(self) -> Sequence[AgendaItem]:
        """Agenda in order."""
        query = select(AgendaItem).where(AgendaItem.meeting_id == self.meeting.id).order_by(AgendaItem.number)
        return self.session.scalars(query).all()

    @cached_property
    def entries(self) -> Sequence[DueEntry]:
        """The frozen due list."""
        query = (
            select(DueEntry)
            .options(joinedload(DueEntry.person))
            .where(DueEntry.meeting_id == self.meeting.id)
            .order_by(DueEntry.id)
        )
        return self.session.scalars(query).all()

    @cached_property
    def attendances(self) -> Sequence[Attendance]:
        """Who came, is on leave or absent."""
        query = (
            select(Attendance)
            .options(joinedload(Attendance.person))
            .where(Attendance.meeting_id == self.meeting.id)
            .order_by(Attendance.id)
        )
        return self.session.scalars(query).all()

    @cached_property
    def proxies(self) -> Sequence[Proxy]:
        """Written proxies."""
        return self.session.scalars(select(Proxy).where(Proxy.meeting_id == self.meeting.id)).all()

    def present(self, *, sitting_id: int | None = None, at: datetime | None = None) -> frozenset[int]:
        """Ids of the persons present (in one sitting, at one moment), with those whom a present holder represents.

        Without a moment, whoever came and has not left counts. A giver who came after all counts for himself.
        """
        came = {a.person_id for a in self.attendances if a.state == "present"}
        here = {
            a.person_id
            for a in self.attendances
            if a.state == "present"
            and (sitting_id is None or a.sitting_id == sitting_id)
            and (a.left_at is None if at is None else a.left_at is None or a.left_at > at)
            and (at is None or a.arrived_at is None or a.arrived_at <= at)
        }
        return frozenset(here | {p.giver_id for p in self.proxies if p.holder_id in here and p.giver_id not in came})

    def votes(self, item: AgendaItem) -> Sequence[Vote]:
        """Counts of an item in force, one per sitting."""
        query = select(Vote).where(Vote.item_id == item.id, ~Vote.superseded).order_by(Vote.id)
        return self.session.scalars(query).all()

    def recused(self, item: AgendaItem) -> frozenset[int]:
        """Ids of those who stand aside for an item."""
        return frozenset(self.session.scalars(select(Recusal.person_id).where(Recusal.item_id == item.id)))

    def present_for(self, item: AgendaItem) -> frozenset[int]:
        """Everybody present when the item was voted, over all sittings; nobody counts twice."""
        votes = self.votes(item)
        if not votes:
            return self.present()
        return frozenset().union(*(self.present(sitting_id=v.sitting_id, at=v.taken_at) for v in votes))

    def due_counts(self) -> dict[str, int]:
        """How many are due for each base."""
        return count(self.meeting.body, self.entries)

    def present_counts(self, item: AgendaItem | None = None) -> dict[str, int]:
        """How many of the due list are present for each base, at the vote of an item or as it stands."""
        here = self.present() if item is None else self.present_for(item)
        return count(self.meeting.body, self.entries, here)

    def entitled(self, item: AgendaItem, sitting_id: int, at: datetime | None) -> frozenset[int]:
        """Ids of those who may vote on an item in a sitting: due, with a vote, present, and not standing aside."""
        voters = {e.person_id for e in self.entries if e.counted and e.has_vote}
        return (self.present(sitting_id=sitting_id, at=at) & voters) - self.recused(item)

    def tally(self, item: AgendaItem) -> tuple[Tally, int]:
        """Votes of all sittings together, and how many entitled persons were present at them."""
        votes = self.votes(item)
        total = Tally(sum(v.yes for v in votes), sum(v.no for v in votes), sum(v.abstain for v in votes))
        return total, sum(v.attendees for v in votes)

    def voters_present(self, item: AgendaItem) -> int:
        """How many with a vote were there when the item was voted, those who stood aside too: 到会人员 of the law."""
        voters = {e.person_id for e in self.entries if e.counted and e.has_vote}
        return len(self.present_for(item) & voters)

    def changed_since(self, vote: Vote, item: AgendaItem) -> bool:
        """Whether arrivals, departures or proxies entered later make the count of that vote untrue."""
        return len(self.entitled(item, vote.sitting_id, vote.taken_at)) != vote.attendees

    def unvoted(self, item: AgendaItem) -> tuple[Sitting, ...]:
        """Sittings in which people came but the item has no vote yet."""
        done = {v.sitting_id for v in self.votes(item)}
        came = {a.sitting_id for a in self.attendances if a.state == "present"}
        return tuple(s for s in self.sittings if s.id in came and s.id not in done)
