"""Which folders there are on this computer: the village last opened, a good place for a new one."""

import json
from pathlib import Path

from consult_desk.base import places
from consult_desk.base.errors import Refused, Trouble
from consult_desk.base.files import read_limited, write_atomic


def _note() -> Path:
    home = places.default_home()
    return home.with_name(f"{home.name}-last.json")


def last_home() -> Path:
    """The folder of the village that was open last; the usual place where none was, or where it is gone."""
    try:
        kept = json.loads(read_limited(_note(), max_bytes=10_000))
    except (Refused, Trouble, ValueError, RecursionError):
        return places.default_home()
    home = Path(kept["home"]) if isinstance(kept, dict) and isinstance(kept.get("home"), str) else places.default_home()
    return home if home.is_dir() else places.default_home()


def remember_home(home: Path) -> None:
    """Open this one at the next start. A disk that does not take it is not worth a word."""
    try:
        write_atomic(_note(), json.dumps({"home": str(home.resolve())}, ensure_ascii=False).encode())
    except Trouble:
        return


def new_home() -> Path:
    """An empty place for a new village: the usual one, or one with a number behind."""
    usual = places.default_home()
    for number in range(1, 1000):
        home = usual if number == 1 else usual.with_name(f"{usual.name}-{number}")
        if not home.exists() or (home.is_dir() and not any(home.iterdir())):
            return home
    return usual


def drafts_home() -> Path:
    """Where what is typed before there is a village is kept."""
    home = places.default_home()
    return home.with_name(f"{home.name}-begun")
