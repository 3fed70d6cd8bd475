"""People: the village, its groups and households, its bodies, and who sat where from when until when."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_desk.model.base import Base, Event, Row


class Village(Row, Base):
    """The one village, community or collective this desk belongs to."""

    __tablename__ = "village"
    name: Mapped[str]
    township: Mapped[str]
    kind: Mapped[str]
    short_name: Mapped[str]
    profile_key: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    supervision_contact: Mapped[str] = mapped_column(default="")
    board_places: Mapped[str] = mapped_column(default="村务公开栏")
    practice: Mapped[bool] = mapped_column(default=False)


class RosterImport(Row, Event, Base):
    """One roster file that was read in: what it wrote can be told, and taken back while nothing was built on it.

    fingerprint: SHA-256 of the file, which is not kept itself: it holds more personal data than the roster needs.
    """

    __tablename__ = "roster_import"
    kind: Mapped[str]
    file_name: Mapped[str]
    fingerprint: Mapped[str]
    applied: Mapped[int]
    known: Mapped[int]
    left_out: Mapped[int]
    undone_on: Mapped[date | None]
    undone_reason: Mapped[str] = mapped_column(default="")


class Group(Row, Base):
    """A natural group (村民小组)."""

    __tablename__ = "group"
    name: Mapped[str] = mapped_column(unique=True)


class Household(Row, Base):
    """A household (户), belonging to one group."""

    __tablename__ = "household"
    number: Mapped[str] = mapped_column(unique=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"))
    group: Mapped[Group] = relationship()


class Person(Row, Base):
    """One person once, whatever seats he holds. until: day he left the village roster, or None."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_pinyin_id", "pinyin", "id"), Index("ix_person_id_number", "id_number"),
        Index("ix_person_household_id", "household_id"),
    )  # fmt: skip
    name: Mapped[str]
    pinyin: Mapped[str] = mapped_column(default="")
    initials: Mapped[str] = mapped_column(default="")
    sex: Mapped[str]
    birth: Mapped[date]
    id_number: Mapped[str] = mapped_column(default="")
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    household: Mapped[Household | None] = relationship()
    relation: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    registered: Mapped[bool] = mapped_column(default=True)
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    import_id: Mapped[int | None] = mapped_column(ForeignKey("roster_import.id"))

    def adult_on(self, day: date) -> bool:
        """Aged 18 or more on that day (村民委员会组织法 第二十五条: 十八周岁以上)."""
        birthday = (self.birth.month, self.birth.day)
        return day.year - self.birth.year - (birthday > (day.month, day.day)) >= 18


class Membership(Row, Base):
    """A seat in a body with its term; households: how many households a representative speaks for, or 0."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="term_order"),
        UniqueConstraint("person_id", "body", "post", "since"),
        Index("ix_membership_body", "body"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship()
    body: Mapped[str]
    post: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    households: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    import_id: Mapped[int | None] = mapped_column(ForeignKey("roster_import.id"))


class Authorization(Row, Event, Base):
    """What the assembly authorised the representatives to decide, for how long (村委会组织法 第二十八条)."""

    __tablename__ = "authorization"
    scope: Mapped[str]
    categories: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    source: Mapped[str]
    posted_on: Mapped[date | None]
    filed_on: Mapped[date | None]


class Signer(Row, Base):
    """A signing certificate the village recognises as its own; role: issuer or supervisor."""

    __tablename__ = "signer"
    role: Mapped[str]
    label: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(unique=True)
    self_signed: Mapped[bool]
    since: Mapped[date]
    until: Mapped[date | None]
    file_sha256: Mapped[str] = mapped_column(default="")
