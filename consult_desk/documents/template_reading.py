"""Reads 文书.toml strictly: every key known, every value judged, each fault with its line."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from consult_desk.base.errors import Obstacle

MOST_BYTES = 200_000
_HEADER = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=""")
_TRIPLE = re.compile(r'"""|' + "'''")


class TomlText:
    """The text of one TOML file, its values, and on which line each of them stands."""

    def __init__(self, name: str, text: str) -> None:
        """name: of the file, for the faults. Raises tomllib.TOMLDecodeError."""
        self.name, self.text = name, text
        self.values: dict[str, Any] = tomllib.loads(text)
        self.lines: dict[tuple[str, ...], int] = {}
        section: tuple[str, ...] = ()
        within = False
        for number, line in enumerate(text.splitlines(), 1):
            quotes = len(_TRIPLE.findall(line))
            if not within:
                if header := _HEADER.match(line):
                    section = tuple(part.strip().strip("\"'") for part in header[1].split("."))
                    self.lines.setdefault(section, number)
                elif key := _KEY.match(line):
                    self.lines.setdefault((*section, key[1].strip("\"'")), number)
            within = within != (quotes % 2 == 1)

    def line(self, place: Sequence[str]) -> int:
        """The line of a value, or of what it stands in; 0 when neither is found."""
        for end in range(len(place), 0, -1):
            if found := self.lines.get(tuple(place[:end])):
                return found
        return 0


class Strict:
    """Reads values of one file and gathers every fault."""

    def __init__(self, file: TomlText) -> None:
        self.file = file
        self.faults: list[Obstacle] = []

    def fault(self, place: Sequence[str], words: str) -> None:
        """Note what is wrong at a place."""
        line = self.file.line(place)
        where = f"{self.file.name} 第 {line} 行" if line else self.file.name
        fix = "请照“文书模板”里 README.txt 的说明改好这一行；改好以前这一个文件先不用"
        self.faults.append(Obstacle(f"{where}：{'.'.join(place)} {words}", fix, code="template_fault"))

    def table(self, raw: Any, place: Sequence[str]) -> Mapping[str, Any]:
        """A table, {} with a fault for anything else."""
        if isinstance(raw, dict):
            return raw
        self.fault(place, "应当是一个小节")
        return {}

    def only(self, raw: Mapping[str, Any], known: Sequence[str], place: Sequence[str]) -> None:
        """A fault for every key that is not known."""
        for name in raw:
            if name not in known:
                self.fault((*place, name), f"不认识，这里可以写：{'、'.join(known)}")

    def choice(self, raw: Any, known: Mapping[str, str], place: Sequence[str], default: str) -> str:
        """One of the known words."""
        if isinstance(raw, str) and raw in known:
            return raw
        told = "、".join(f"“{key}”（{title}）" if title != key else f"“{key}”" for key, title in known.items())
        self.fault(place, f"只能是 {told}")
        return default

    def whole(self, raw: Any, low: int, high: int, place: Sequence[str], default: int) -> int:
        """A whole number within bounds."""
        if isinstance(raw, int) and not isinstance(raw, bool) and low <= raw <= high:
            return raw
        self.fault(place, f"应当是 {low} 到 {high} 的整数")
        return default

    def flag(self, raw: Any, place: Sequence[str], default: bool) -> bool:
        """true or false."""
        if isinstance(raw, bool):
            return raw
        self.fault(place, "应当是 true 或 false")
        return default

    def text(self, raw: Any, most: int, place: Sequence[str], judge: Callable[[str], str] = lambda _words: "") -> str:
        """Text up to so many characters, as far as `judge` finds no fault in it."""
        if not isinstance(raw, str) or len(raw) > most:
            self.fault(place, f"应当是最多 {most} 个字的文字，两边加引号")
            return ""
        if words := judge(raw):
            self.fault(place, words)
            return ""
        return raw

    def several(self, raw: Any, known: Mapping[str, str], place: Sequence[str]) -> tuple[str, ...]:
        """A list of known words, each once."""
        if isinstance(raw, list) and all(isinstance(one, str) and one in known for one in raw) and len(set(raw)) == len(raw):
            return tuple(raw)
        told = "、".join(f"“{key}”（{title}）" for key, title in known.items())
        self.fault(place, f"应当是名单，每个只写一次，可以写：{told}")
        return ()


def with_value(text: str, place: Sequence[str], value: str | int | bool | Sequence[str]) -> str:
    """A TOML text with one value changed or added, everything else, comments included, as it was.

    place: section and key. Raises ValueError where the text is written in a way this cannot change by itself.
    """
    *section, key = place
    said = literal(value)
    file = TomlText("", text)
    lines = text.splitlines()
    at = file.lines.get(tuple(place))
    if at is not None:
        found = _KEY.match(lines[at - 1])
        if found is None:
            raise ValueError("the key is not on its line")
        lines[at - 1] = f"{lines[at - 1][: found.end()]} {said}{_comment(lines[at - 1][found.end() :])}"
    elif header := file.lines.get(tuple(section)):
        lines.insert(header, f"{key} = {said}")
    else:
        lines += ["", f"[{'.'.join(section)}]", f"{key} = {said}"]
    changed = "\n".join(lines) + "\n"
    wanted = file.values
    target: dict[str, Any] = wanted
    for name in section:
        target = target.setdefault(name, {})
    target[key] = list(value) if isinstance(value, tuple | list) else value
    try:
        as_read = tomllib.loads(changed)
    except tomllib.TOMLDecodeError as error:
        raise ValueError("the value runs over several lines") from error
    if as_read != wanted:
        raise ValueError("another value would change too")
    return changed


def literal(value: str | int | bool | Sequence[str]) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        return f"[{', '.join(literal(one) for one in value)}]"
    told = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{told}"'


def _comment(rest: str) -> str:
    """What stands behind a value on its line."""
    quote = ""
    for at, char in enumerate(rest):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "#":
            return f"  {rest[at:]}"
    return ""
