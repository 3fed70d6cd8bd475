"""Execution: who carries the resolution out, in which parts, for how much, and who accepted it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult_desk.model.base import Base, Event, Row


class Execution(Row, Event, Base):
    """The carrying out of one matter; money in fen. state: running, suspended, finished."""

    __tablename__ = "execution"
    __table_args__ = (
        UniqueConstraint("matter_id"),
        CheckConstraint("actual IS NULL OR actual >= 0", name="actual_positive"),
        CheckConstraint("finished_on IS NULL OR finished_on >= event_on", name="finished_after_started"),
    )
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    executor: Mapped[str]
    contractor: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="running")
    actual: Mapped[int | None]
    finished_on: Mapped[date | None]
    outstanding: Mapped[str] = mapped_column(default="")


class Milestone(Row, Base):
    """One part of the work with its weight in per cent; the weights of a matter add up to 100."""

    __tablename__ = "milestone"
    __table_args__ = (CheckConstraint("weight > 0 AND weight <= 100", name="weight_range"),)
    execution_id: Mapped[int] = mapped_column(ForeignKey("execution.id"))
    number: Mapped[int]
    title: Mapped[str]
    weight: Mapped[int]
    planned_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_entered_on: Mapped[date | None]


class Acceptance(Row, Event, Base):
    """The acceptance (验收) of the work: by whom, with what finding, passed or not."""

    __tablename__ = "acceptance"
    execution_id: Mapped[int] = mapped_column(ForeignKey("execution.id"))
    by: Mapped[str]
    finding: Mapped[str]
    passed: Mapped[bool]
