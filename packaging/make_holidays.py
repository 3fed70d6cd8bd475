"""Writes resources/holidays/YYYY.toml from the chinesecalendar library, one file per year that it covers.

Run it each year when the State Council has published the next year's holidays and the library has them:
python packaging/make_holidays.py. The rules read only the files, never the library.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from chinese_calendar import constants

FIRST_YEAR = 2010  # the village law of 2010 is the oldest one that profiles know
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "holidays"


def _dates(name: str, days: Iterable[date]) -> str:
    return f"{name} = [\n" + "".join(f"  {day.isoformat()},\n" for day in sorted(days)) + "]\n"


def year_text(year: int) -> str:
    """The file of one year: working days that are free, weekend days that are worked."""
    off = [day for day in constants.holidays if day.year == year and day.weekday() < 5]
    work = [day for day in constants.workdays if day.year == year and day.weekday() >= 5]
    return (
        f"year = {year}\n"
        f'source = "chinesecalendar {version("chinesecalendar")}"\n'
        f'reference = "国务院办公厅关于{year}年部分节假日安排的通知"\n' + _dates("off", off) + _dates("work", work)
    )


def main() -> None:
    """Write every year; with --check write nothing and fail where a file differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare")
    check = parser.parse_args().check
    years = sorted({day.year for day in constants.holidays if day.year >= FIRST_YEAR})
    for year in years:
        path, text = FOLDER / f"{year}.toml", year_text(year)
        if not check:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            raise SystemExit(f"{path.name} differs from the library")
    print(f"{years[0]}-{years[-1]}: {len(years)} years")


if __name__ == "__main__":
    main()
