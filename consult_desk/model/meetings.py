"""Meetings: notice, sittings, agenda, who was due, who came, what was said and how it was voted."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_desk.model.base import Base, Event, Row
from consult_desk.model.matters import Matter
from consult_desk.model.people import Person


class Meeting(Row, Event, Base):
    """One meeting of one body, in one or more sittings. event_on: day of the first sitting.

    state: planned, noticed, open, closed, void. demanded_by / demanders / demanded_on: who asked for it, how many, when.
    """

    __tablename__ = "meeting"
    title: Mapped[str]
    body: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned")
    convener: Mapped[str]
    chair: Mapped[str]
    recorder: Mapped[str]
    demanded_by: Mapped[str] = mapped_column(default="")
    demanders: Mapped[int] = mapped_column(default=0)
    demanded_on: Mapped[date | None]
    notice_given_on: Mapped[date | None]
    notice_entered_on: Mapped[date | None]
    special_reason: Mapped[str] = mapped_column(default="")
    notice_posted: Mapped[bool] = mapped_column(default=False)
    notice_written: Mapped[bool] = mapped_column(default=False)
    due_frozen: Mapped[bool] = mapped_column(default=False)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))


class Sitting(Row, Base):
    """One place and moment of a meeting (分片召开)."""

    __tablename__ = "sitting"
    __table_args__ = (Index("ix_sitting_meeting_id", "meeting_id"),)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    place: Mapped[str]
    starts_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AgendaItem(Row, Base):
    """An item that ties a matter to a step; merged: proposal and conference heard as one (一肩挑).

    outcome: "", passed, not_passed.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "number"), Index("ix_agenda_item_matter_id", "matter_id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    meeting: Mapped[Meeting] = relationship()
    number: Mapped[int]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    matter: Mapped[Matter] = relationship()
    step: Mapped[str]
    merged: Mapped[bool] = mapped_column(default=False)
    text_number: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(default="")


class NoticeDelivery(Row, Event, Base):
    """How and when one person got the notice."""

    __tablename__ = "notice_delivery"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    method: Mapped[str]
    receipt: Mapped[str] = mapped_column(default="")


class Exclusion(Row, Event, Base):
    """A person who will not be counted as due, entered before the meeting opens, with the reason."""

    __tablename__ = "exclusion"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]


class DueEntry(Row, Base):
    """One line of the due list, frozen on the day of the meeting; reason: why not counted, or ""."""

    __tablename__ = "due_entry"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship()
    seat: Mapped[str]
    has_vote: Mapped[bool]
    counted: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    representative: Mapped[bool] = mapped_column(default=False)
    woman: Mapped[bool] = mapped_column(default=False)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    households: Mapped[int] = mapped_column(default=0)


class Attendance(Row, Event, Base):
    """One person at one meeting. state: present, leave, absent, "" (a check-in undone); reason for leave, absence."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship()
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    remote: Mapped[bool] = mapped_column(default=False)


class Proxy(Row, Event, Base):
    """A written proxy: giver is represented by holder, where the profile allows it."""

    __tablename__ = "proxy"
    __table_args__ = (UniqueConstraint("meeting_id", "giver_id"),)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document: Mapped[str]


class Recusal(Row, Event, Base):
    """A person who stands aside for one item (回避)."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship()
    reason: Mapped[str]


class Observer(Row, Event, Base):
    """Somebody who sits in without a vote (列席)."""

    __tablename__ = "observer"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    name: Mapped[str]
    role: Mapped[str]


class Speech(Row, Event, Base):
    """What one speaker said on one item."""

    __tablename__ = "speech"
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    number: Mapped[int]
    speaker: Mapped[str]
    words: Mapped[str]


class Vote(Row, Event, Base):
    """The count of one vote in one sitting. method: show_of_hands, roll_call, secret_ballot.

    Ballot figures are None unless the ballot was secret; no row ever tells how a person voted in secret.
    attendees: entitled persons present at the vote. superseded: a later count corrects this one.
    """

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint("yes >= 0 AND no >= 0 AND abstain >= 0", name="counts_positive"),
        CheckConstraint("yes + no + abstain <= attendees", name="not_over_attendees"),
        CheckConstraint("returned IS NULL OR returned <= issued", name="returned_not_over_issued"),
        CheckConstraint("valid IS NULL OR valid + invalid = returned", name="valid_and_invalid"),
        Index("ix_vote_item_id", "item_id"),
    )
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    method: Mapped[str]
    attendees: Mapped[int]
    yes: Mapped[int]
    no: Mapped[int]
    abstain: Mapped[int]
    issued: Mapped[int | None]
    returned: Mapped[int | None]
    valid: Mapped[int | None]
    invalid: Mapped[int | None]
    tellers: Mapped[str] = mapped_column(default="")
    callers: Mapped[str] = mapped_column(default="")
    scrutineers: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[datetime | None]
    correction: Mapped[str] = mapped_column(default="")
    superseded: Mapped[bool] = mapped_column(default=False)


class RollCall(Row, Base):
    """How one person voted by name; exists only for roll calls."""

    __tablename__ = "roll_call"
    __table_args__ = (UniqueConstraint("vote_id", "person_id"),)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship()
    choice: Mapped[str]


class Minutes(Row, Event, Base):
    """The confirmed minutes of a meeting, frozen; a correction is the next version with its reason."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    facts: Mapped[str]
    confirmed_by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")


class MinutesText(Row, Event, Base):
    """The recorder's wording of one free part of the minutes; "" stands for what the program composes.

    part: opening, closing, remarks, or discussion.2 for the second item of the agenda.
    """

    __tablename__ = "minutes_text"
    __table_args__ = (UniqueConstraint("meeting_id", "part"),)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    part: Mapped[str]
    words: Mapped[str]


class MeetingFile(Row, Event, Base):
    """A scan or photo of a signed paper of a meeting, kept by its content hash. kind: the paper it shows."""

    __tablename__ = "meeting_file"
    __table_args__ = (Index("ix_meeting_file_meeting_id", "meeting_id"),)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    kind: Mapped[str]
    title: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
