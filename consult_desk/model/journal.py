"""The journal: a hash chain over every change, its salted bodies apart, and the heads that leave the house."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult_desk.model.base import Base


class JournalEntry(Base):
    """One link of the chain (see base/chain.py for the hashed fields)."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("village", "prev"),)
    village: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_utc: Mapped[str]
    at_local: Mapped[str]
    clock_note: Mapped[str] = mapped_column(default="")
    actor: Mapped[str]
    kind: Mapped[str]
    subject_id: Mapped[str]
    subject_version: Mapped[int]
    body_sha256: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    algo: Mapped[str]


class JournalBody(Base):
    """What an entry says: canonical JSON and its salt; may be erased lawfully without breaking the chain."""

    __tablename__ = "journal_body"
    __table_args__ = (
        ForeignKeyConstraint(["village", "seq"], ["journal.village", "journal.seq"], name="fk_journal_body_entry"),
    )
    village: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(32))
    body: Mapped[str]


class JournalHead(Base):
    """A head: size and root of the journal at one moment, chained to the head before."""

    __tablename__ = "journal_head"
    village: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    root: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    previous: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    sm3: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str]
