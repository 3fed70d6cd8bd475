"""Single flipped bits: each one that changes what a SELECT returns is found, or the file does not open; never a crash."""

import random
import sqlite3
from pathlib import Path

import pytest

from consult_desk.base.errors import Trouble
from consult_desk.desk import DATABASE, Desk
from consult_desk.model import Base
from consult_desk.views.journal import check_home
from tests.desk.homes import filled, person

FLIPS = 320
TABLES = [*Base.metadata.tables, "alembic_version"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flips") / "村"
    desk = filled(folder)
    for number in range(4):
        person(desk, f"村民{'甲乙丙丁'[number]}", household_no=f"2{number}")
    desk.close()
    return folder


def selected(path: Path) -> dict[str, list[tuple[object, ...]]] | str:
    """Everything a SELECT returns from the tables, or what SQLite says where it cannot."""
    connection = sqlite3.connect(path)
    try:
        # NOT INDEXED: the rows themselves. The indexes are held to the rows by integrity_check.
        query = 'SELECT * FROM "{}" NOT INDEXED'
        return {name: sorted(connection.execute(query.format(name)), key=repr) for name in TABLES}
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return str(error)
    finally:
        connection.close()


def found(home: Path) -> bool:
    try:
        desk = Desk(home)
    except Trouble:
        return True
    # Rules have no part in this; loading them anew for every bit would take most of the time.
    vars(desk).update(profiles={}, calendar=None)
    try:
        return not desk.ask(check_home).good
    except Trouble:
        return True
    finally:
        desk.close()


def used_bits(data: bytes, count: int, seed: int) -> list[int]:
    """Bits of bytes that hold something: empty space would make the test easy and long."""
    used = [place for place, byte in enumerate(data) if byte]
    chance = random.Random(seed)
    return sorted({chance.choice(used) * 8 + chance.randrange(8) for _ in range(count)})


def test_every_flipped_bit_that_can_be_read_is_found(home: Path) -> None:
    path = home / DATABASE
    whole = path.read_bytes()
    truth = selected(path)
    assert isinstance(truth, dict) and sum(len(rows) for rows in truth.values()) > 100
    assert not found(home)
    seen, missed = 0, []
    for bit in used_bits(whole, FLIPS, seed=2026):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        (home / f"{DATABASE}-journal").unlink(missing_ok=True)
        if selected(path) != truth:
            seen += 1
            if not found(home):
                missed.append(bit)
        elif bit % 8 == 0:
            # Nothing to find; whatever it says, it says it in words.
            found(home)
    path.write_bytes(whole)
    assert seen > 100
    assert missed == [], [(bit // 4096 // 8, bit // 8 % 4096, bit % 8) for bit in missed]
    assert not found(home)
