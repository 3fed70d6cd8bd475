"""What somebody who helps must know of this desk: how large its folder is, and which names cannot be printed."""

import os
from dataclasses import dataclass

from sqlalchemy import select, text

from consult_desk.base.errors import Refused
from consult_desk.desk import Look
from consult_desk.documents.fonts import Role, choose
from consult_desk.model import Person
from consult_desk.rules.days import Calendar

FACES = (Role.FANG, Role.SONG, Role.HEI, Role.KAI)
MOST_NAMES = 5


@dataclass(frozen=True)
class Unprintable:
    """A character of the roster that the bundled fonts lack. names: some of the people whose names have it."""

    char: str
    code: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Diagnosis:
    """The folder, its size in bytes and files, the database's version, the characters of all names."""

    home: str
    size: int
    files: int
    free: int
    database: str
    holidays: tuple[int, ...]
    characters: int
    unprintable: tuple[Unprintable, ...]


def diagnosis(look: Look) -> Diagnosis:
    """数据文件夹有多大、数据库的版本、名册里的字能不能都印出来。"""
    size = files = 0
    for folder, _inside, names in os.walk(look.home):
        for name in names:
            try:
                size += os.lstat(os.path.join(folder, name)).st_size
            except OSError:
                continue  # taken away while we looked
            files += 1
    names_of: dict[str, list[str]] = {}
    for name in look.session.scalars(select(Person.name).distinct()):
        for char in name:
            found = names_of.setdefault(char, [])
            if len(found) < MOST_NAMES:
                found.append(name)
    missing = (Unprintable(c, f"U+{ord(c):04X}", tuple(n)) for c, n in sorted(names_of.items()) if not _printable(c))
    version = look.session.scalar(text("select sqlite_version()")) if look.session.bind is not None else ""
    return Diagnosis(
        str(look.home), size, files, _free(look), f"SQLite {version}", _years(look.calendar), len(names_of), tuple(missing)
    )


def _printable(char: str) -> bool:
    try:
        for role in FACES:
            choose(role, char)
    except Refused:
        return False
    return True


def _free(look: Look) -> int:
    import shutil

    return shutil.disk_usage(look.home).free


def _years(calendar: Calendar) -> tuple[int, ...]:
    return tuple(sorted(calendar.years))
