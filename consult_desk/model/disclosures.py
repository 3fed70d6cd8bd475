"""Disclosures: what hung where from when to when, the proof of it, and what residents objected."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult_desk.model.base import Base, Event, Row


class Posting(Row, Event, Base):
    """One posting of one notice. event_on: day it was put up; until_on: first day it may come down.

    state: hanging, served, cut_short. removed_reason: why it came down early.
    """

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("removed_on IS NULL OR removed_on >= event_on", name="removed_after_posted"),
        Index("ix_posting_matter_id", "matter_id"),
    )
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    step: Mapped[str]
    round: Mapped[int]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    until_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="hanging", index=True)
    removed_on: Mapped[date | None]
    removed_entered_on: Mapped[date | None]
    removed_reason: Mapped[str] = mapped_column(default="")
    posted_by: Mapped[str] = mapped_column(default="")


class PostingPlace(Row, Base):
    """One of the places a notice hung at, with its own moments."""

    __tablename__ = "posting_place"
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"))
    place: Mapped[str]
    posted_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Evidence(Row, Event, Base):
    """A photograph of the notice; kind: near, far, posting, removal. Kept by its hash."""

    __tablename__ = "evidence"
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    kind: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    taken_by: Mapped[str]


class Objection(Row, Event, Base):
    """An objection with its reply. finding: "", upheld, rejected; effect: none, suspend, send_back."""

    __tablename__ = "objection"
    __table_args__ = (Index("ix_objection_matter_id", "matter_id"),)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"))
    name: Mapped[str]
    channel: Mapped[str]
    content: Mapped[str]
    due_on: Mapped[date | None]
    handler: Mapped[str] = mapped_column(default="")
    finding: Mapped[str] = mapped_column(default="")
    reply: Mapped[str] = mapped_column(default="")
    replied_on: Mapped[date | None]
    effect: Mapped[str] = mapped_column(default="none")
