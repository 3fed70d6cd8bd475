"""The optional font pack for the rare characters of GB 18030-2022 level 3: where it lies and what it holds."""

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from consult_desk.base.errors import Trouble
from consult_desk.base.places import default_home, resource

FOLDER = "字库"
_MARK = "rare:"
_named: list[Path] = []
_memories: list[Callable[[], None]] = []


def look_in(home: Path) -> None:
    """Also look for the pack in the folder 字库 of that home; safe to call again."""
    if home / FOLDER not in _named:
        _named.append(home / FOLDER)
        forget()


def forget() -> None:
    """Look anew: a pack was put in or taken out."""
    files.cache_clear()
    for clear in _memories:
        clear()


def forgetting(*clears: Callable[[], None]) -> None:
    """What else is to be forgotten when the pack changes: whoever keeps what he drew with says so once."""
    _memories.extend(clears)


def folders() -> list[Path]:
    """Where a pack may lie: 字库 in the home, beside the bundled fonts, and the folder for everybody on the computer."""
    found = [*_named, default_home() / FOLDER, resource("fonts") / "rare"]
    if sys.platform == "win32":
        found.append(Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "ConsultDesk" / FOLDER)
    else:
        found.append(Path("/usr/share/consult-desk/fonts"))
    return found


@cache
def files() -> dict[str, Path]:
    """The fonts of the pack by the names they are drawn under, in the order they are asked; of one name the first."""
    found: dict[str, Path] = {}
    for folder in folders():
        try:
            listed = sorted(folder.glob("*.ttf"))
        except OSError:
            continue
        for path in listed:
            found.setdefault(_MARK + path.stem, path)
    return found


def path_of(name: str) -> Path:
    """The file behind a name. Raises Trouble when it was taken away."""
    path = files().get(name)
    if path is None or not path.is_file():
        raise Trouble(f"补字字库里的“{name.removeprefix(_MARK)}”不见了。请把字库放回“{FOLDER}”文件夹，再重新生成文书。")
    return path


def is_packed(name: str) -> bool:
    """Whether a font of that name is of the pack, not of the bundle."""
    return name.startswith(_MARK)
