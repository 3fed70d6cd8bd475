"""Papers: what was issued, from which facts, in which version, and the files it consists of."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_desk.model.base import Base, Event, Row


class Paper(Row, Event, Base):
    """One issued paper. subject: "matter", "meeting" … with its id. It never changes; a later one supersedes it.

    code: stem of the form code printed on every page. signers: roles a signature field was made for, with blanks
    between. edited: a Word file that came back edited by hand. All three and pages are None on papers of the second
    release.
    """

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
    code: Mapped[str | None] = mapped_column(index=True)
    pages: Mapped[int | None]
    signers: Mapped[str | None]
    edited: Mapped[bool | None]


class PaperFile(Row, Base):
    """The bytes of a paper after drawing (stage 0) and after each signature, by content hash.

    level: PAdES level of the signature (B-B, B-T, B-LT), None on files of the second release and on unsigned ones.
    """

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
    level: Mapped[str | None]


class PaperScan(Row, Event, Base):
    """One page of a printed paper that came home signed, as a picture re-encoded without metadata.

    page: which page of the paper, from 1. source: SHA-256 of the file it came in. found_by: code or hand. void: a
    better picture of the same page took its place, or it was filed by mistake.
    """

    __tablename__ = "paper_scan"
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    paper: Mapped[Paper] = relationship()
    page: Mapped[int]
    sha256: Mapped[str]
    size: Mapped[int]
    source: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]
    found_by: Mapped[str]
    void: Mapped[bool] = mapped_column(default=False)


class PaperFinding(Row, Base):
    """Something personal that the detector found before a paper was issued for the wall, and what was decided.

    place: path of the field within the facts. kind: id, phone, card, address, minor, health, hardship. words: what
    was found, itself masked. decision: masked, removed, kept; reason: why it stays, required when kept.
    """

    __tablename__ = "paper_finding"
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    place: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str]
    decision: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")


class SealUse(Row, Event, Base):
    """One use of the official seal as logged on paper (用印登记)."""

    __tablename__ = "seal_use"
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    document: Mapped[str]
    copies: Mapped[int]
    approver: Mapped[str]
    keeper: Mapped[str]
