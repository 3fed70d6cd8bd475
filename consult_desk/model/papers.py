"""Papers: what was issued, from which facts, in which version, and the files it consists of."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_desk.model.base import Base, Event, Row


class Paper(Row, Event, Base):
    """One issued paper. subject: "matter" or "meeting" with its id. It never changes; a later one supersedes it."""

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "subject_id", "number"),
        Index("ix_paper_subject_subject_id", "subject", "subject_id"),
    )
    kind: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    number: Mapped[int]
    document_number: Mapped[str]
    title: Mapped[str]
    form: Mapped[str]
    facts: Mapped[str] = mapped_column(deferred=True)
    text: Mapped[str] = mapped_column(deferred=True)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    correction: Mapped[str] = mapped_column(default="")
    head: Mapped[str]
    head_size: Mapped[int]
    posted_from: Mapped[date | None]
    posted_until: Mapped[date | None]


class PaperFile(Row, Base):
    """The bytes of a paper after drawing (stage 0) and after each signature, by content hash."""

    __tablename__ = "paper_file"
    __table_args__ = (UniqueConstraint("paper_id", "stage"), Index("ix_paper_file_sha256", "sha256"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    paper: Mapped[Paper] = relationship()
    stage: Mapped[int]
    sha256: Mapped[str]
    size: Mapped[int]
    role: Mapped[str] = mapped_column(default="")
    signer: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]


class SealUse(Row, Event, Base):
    """One use of the official seal as logged on paper (用印登记)."""

    __tablename__ = "seal_use"
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    document: Mapped[str]
    copies: Mapped[int]
    approver: Mapped[str]
    keeper: Mapped[str]
