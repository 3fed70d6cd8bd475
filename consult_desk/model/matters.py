"""Matters: what is to be decided, its text in versions, and every step it took or was sent back from."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_desk.model.base import Base, Event, Row
from consult_desk.model.people import Group, Person


class Matter(Row, Event, Base):
    """One matter (事项). step: key of the step it stands at, "" when it is over.

    state: open, suspended, withdrawn, rejected, done. budget in fen. The rule profile is pinned whole.
    """

    __tablename__ = "matter"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("budget IS NULL OR budget >= 0", name="budget_positive"),
        Index("ix_matter_state", "state"),
    )
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str]
    category: Mapped[str]
    origin: Mapped[str]
    background: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    budget: Mapped[int | None]
    fund_source: Mapped[str] = mapped_column(default="")
    conflicts: Mapped[str] = mapped_column(default="")
    proposer: Mapped[str]
    executor: Mapped[str] = mapped_column(default="")
    deadline: Mapped[date | None]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))
    group: Mapped[Group | None] = relationship()
    profile_key: Mapped[str]
    profile_fingerprint: Mapped[str]
    profile_text: Mapped[str] = mapped_column(deferred=True)
    step: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    round: Mapped[int] = mapped_column(default=1)

    @property
    def label(self) -> str:
        """Number as printed: 2026-003."""
        return f"{self.year}-{self.number:03d}"


class JointProposer(Row, Base):
    """A person who signed the joint proposal (联名提议)."""

    __tablename__ = "joint_proposer"
    __table_args__ = (UniqueConstraint("matter_id", "person_id"),)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship()


class Attachment(Row, Event, Base):
    """A file kept by its content hash under the home folder."""

    __tablename__ = "attachment"
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    title: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]


class TextVersion(Row, Event, Base):
    """The text as it was frozen when a step handed it on; diff: the difference to the version before."""

    __tablename__ = "text_version"
    __table_args__ = (UniqueConstraint("matter_id", "number"),)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    number: Mapped[int]
    step: Mapped[str]
    text: Mapped[str]
    diff: Mapped[str]
    reason: Mapped[str]


class StepRecord(Row, Event, Base):
    """One completed (or refused by vote) step of one round. outcome: passed, not_passed, done."""

    __tablename__ = "step_record"
    __table_args__ = (Index("ix_step_record_matter_id", "matter_id"),)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    matter: Mapped[Matter] = relationship()
    step: Mapped[str]
    title: Mapped[str]
    round: Mapped[int]
    outcome: Mapped[str]
    words: Mapped[str]
    reference: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    void: Mapped[bool] = mapped_column(default=False)


class Movement(Row, Event, Base):
    """A matter that moved against the stream: sent_back, withdrawn, rejected, revote, suspended, resumed, amended."""

    __tablename__ = "movement"
    __table_args__ = (Index("ix_movement_matter_id", "matter_id"),)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    kind: Mapped[str]
    from_step: Mapped[str]
    to_step: Mapped[str]
    reason: Mapped[str]


class Review(Row, Event, Base):
    """An opinion that a template asks for: suggest, evaluate, advise, township_review."""

    __tablename__ = "review"
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    step: Mapped[str]
    by: Mapped[str]
    opinion: Mapped[str]
    agreed: Mapped[bool]
    document: Mapped[str] = mapped_column(default="")


class Supervision(Row, Event, Base):
    """What the supervision committee saw at one step: persons, day (event_on), finding."""

    __tablename__ = "supervision"
    __table_args__ = (Index("ix_supervision_matter_id", "matter_id"),)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    step: Mapped[str]
    persons: Mapped[str]
    finding: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class VerdictRecord(Row, Event, Base):
    """A verdict as it was spoken: words, arithmetic and article of that day, and what it was given.

    subject: "item" or "posting" with its id; kind: quorum, pass, composition, notice, authorization, order,
    convening, publicity.
    """

    __tablename__ = "verdict"
    __table_args__ = (Index("ix_verdict_subject_subject_id", "subject", "subject_id"),)
    subject: Mapped[str]
    subject_id: Mapped[int]
    kind: Mapped[str]
    met: Mapped[bool]
    words: Mapped[str]
    reference: Mapped[str]
    given: Mapped[str]
