"""A village far larger than any: 10,000 matters and 100,000 people, written by plain SQL so that a bench need not wait."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from consult_desk.desk import Desk
from consult_desk.sample.guide import Clock
from consult_desk.sample.village import open_ditch, prepare_village

MARCH = date(2026, 3, 2)
MATTERS, PEOPLE, HOMES = 10_000, 100_000, 30_000
STEPS = ("propose", "consult", "deliberate", "resolve", "disclose_resolution")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英"


def build_big(home: Path, matters: int = MATTERS, people: int = PEOPLE) -> Path:
    """Make it in a new folder; the journal knows of the pattern rows only. Returns the folder."""
    clock = Clock(MARCH)
    guide = prepare_village(home, clock)
    open_ditch(guide)
    guide.desk.close()
    desk = Desk(home, now=clock)
    try:
        _people(desk.engine, people)
        _matters(desk.engine, matters)
    finally:
        desk.close()
    return home


def _pattern(engine: Engine, table: str) -> dict[str, object]:
    with engine.connect() as connection:
        row = connection.execute(text(f'SELECT * FROM "{table}" ORDER BY id LIMIT 1')).mappings().one()
    return dict(row)


def _insert(engine: Engine, table: str, rows: list[dict[str, object]]) -> None:
    names = list(rows[0])
    into = ", ".join(f'"{n}"' for n in names)
    values = ", ".join(f":{n}" for n in names)
    with engine.execution_options(writes=True).begin() as connection:
        for start in range(0, len(rows), 5000):
            connection.execute(text(f'INSERT INTO "{table}" ({into}) VALUES ({values})'), rows[start : start + 5000])


def _people(engine: Engine, count: int) -> None:
    home, person = _pattern(engine, "household"), _pattern(engine, "person")
    first = 1_000_000
    homes = min(HOMES, max(1, count // 3))
    _insert(engine, "household", [
        {**home, "id": first + n, "uid": f"h{n:031}", "number": f"B{n}"} for n in range(homes)
    ])  # fmt: skip
    rows = []
    for n in range(count):
        name = SURNAMES[n % len(SURNAMES)] + GIVEN[n // 7 % len(GIVEN)] + GIVEN[n // 169 % len(GIVEN)]
        rows.append({
            **person, "id": first + n, "uid": f"p{n:031}", "name": name, "pinyin": f"ceshi{n:06}", "initials": f"c{n % 26:02}",
            "birth": (date(1940, 1, 1) + timedelta(days=n % 28_000)).isoformat(), "household_id": first + n % homes,
            "id_number": "", "phone": "",
        })  # fmt: skip
    _insert(engine, "person", rows)


def _matters(engine: Engine, count: int) -> None:
    matter = _pattern(engine, "matter")
    first = 1_000_000
    _insert(engine, "matter", [
        {**matter, "id": first + n, "uid": f"m{n:031}", "number": n + 2, "title": f"第{n}号事项：道路、渠道和路灯维修"}
        for n in range(count)
    ])  # fmt: skip
    records = [
        {
            "id": first + n * 8 + place, "uid": f"s{n:026}{place:05}", "version": 1, "matter_id": first + n, "step": step,
            "title": step, "round": 1, "outcome": "passed", "words": "通过", "reference": "依据", "item_id": None,
            "void": False, "event_on": MARCH.isoformat(), "entered_on": MARCH.isoformat(),
            "entered_at": "2026-03-02 01:00:00.000000",
        }
        for n in range(count)
        for place, step in enumerate(STEPS[: n % 6])
    ]
    _insert(engine, "step_record", records)
