"""The report of a fault: where in the program it was, and nothing about the people whose data it was working on.

What an exception says may hold a name, a number or a path out of the village's records. So of each line only this is
kept: lines of program code that stand in the file the report names, words the program itself contains, and short
numbers. Everything else becomes a mark that says what kind of thing stood there.
"""

import linecache
import platform
import re
from functools import cache
from pathlib import Path, PureWindowsPath

from PySide6.QtCore import qVersion

from consult_desk.base.text import mask_personal
from ui.words import tr

_FRAME = re.compile(r'^(\s*(?:\|\s*)*)File "(.+)", line (\d+)(?:, in (.+))?$')
_ROOT = Path(__file__).resolve().parents[1]
_CODE = re.compile(r"^[\w.<>]+$", re.ASCII)
_PATH = re.compile(r"""(?:[A-Za-z]:\\|\\\\|~?/)[^\s'"<>|:*?]*[\\/][^'"<>|:*?\n]*""")
_NUMBER = re.compile(r"\d(?:[ \u3000._\-\u2010-\u2015\uff0d]?\d){6,}[Xx\uff38\uff58]?|\d{5,}")
_DAY = re.compile(r"(?<!\d)\d{4}\s?[-./\u5e74]\s?\d{1,2}\s?[-./\u6708]\s?\d{1,2}\u65e5?|date(?:time)?\([\d, ]+[^)]*\)")
_QUOTED = re.compile(r"""(['"])((?:\\.|(?!\1).)*)\1""")
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z](?:[^\W\d_a-zA-Z]|[\u00b7\u2027\u30fb\u200c\u200d\u180e\u0f0b])*")
_PARAMETERS = re.compile(r"\[(parameters|SQL):.*", re.DOTALL)
# A word this short may be somebody's name, whatever else it means.
_NAME_CHARS = 4


def report(trace: str) -> str:
    """A report of a fault, to be read by strangers: the machine, the lines of the program, no personal data."""
    machine = f"Python {platform.python_version()} · Qt {qVersion()} · {platform.system()} {platform.machine()}"
    return f"{tr('议事台出错报告')}\n{machine}\n\n{masked(trace)}"


def masked(trace: str) -> str:
    """A trace without what came from the village's records."""
    kept: list[str] = []
    code = ""  # the line of the program that may follow
    for line in trace.splitlines():
        frame = _FRAME.match(line)
        if frame:
            indent, path, number, function = frame.groups()
            code = linecache.getline(path, int(number)).strip()
            place = f", in {function}" if function and _CODE.match(function) else ""
            kept.append(f'{indent}File "{_place(path)}", line {number}{place}')
        elif code and line.strip() == code:
            kept.append(line)
        elif code and set(line.strip()) <= set("^~"):
            kept.append(line)
        else:
            code = ""
            kept.append(_message(line))
    return mask_personal("\n".join(kept))


def _message(line: str) -> str:
    """A line of words: only the program's own stay."""
    line = _PARAMETERS.sub(lambda m: f"[{m[1]}: …]", line)
    line = _PATH.sub(lambda m: f"[{tr('路径')}]/{_own(_last(m[0]))}", line)
    line = _DAY.sub(f"[{tr('日期')}]", line)
    line = _NUMBER.sub(f"[{tr('号码')}]", line)
    line = _QUOTED.sub(lambda m: f"{m[1]}{_own(m[2])}{m[1]}", line)
    return _FOREIGN.sub(lambda m: m[0] if _is_ours(m[0]) else f"[{tr('文字')}]", line)


def _own(words: str) -> str:
    """What stood in quotes, if every word of it is one of the program."""
    if "[" in words and "]" in words:
        return words  # marked already
    parts = re.findall(r"[^\W\d]\w*", words)
    return words if all(_is_ours(part) for part in parts) else f"[{tr('文字')}]"


def _is_ours(word: str) -> bool:
    if word.isascii():
        return word in _program()
    return len(word) > _NAME_CHARS and word in _program()


def _last(path: str) -> str:
    return PureWindowsPath(path.rstrip()).name


def _place(path: str) -> str:
    """A file of a trace without the folders that name a person: from the program or its libraries on, else its name."""
    whole = PureWindowsPath(path)
    parts: tuple[str, ...] = whole.parts[-1:]
    if whole.is_relative_to(PureWindowsPath(_ROOT)):
        parts = whole.relative_to(PureWindowsPath(_ROOT)).parts
    elif "site-packages" in whole.parts:
        parts = whole.parts[whole.parts.index("site-packages") :]
    short = "/".join(parts)
    return short if short.isascii() else f"[{tr('文字')}]"


@cache
def _program() -> frozenset[str]:
    """Every word in the program's own files; where only byte code is installed, none, and more is masked."""
    words: set[str] = set()
    for path in (*(_ROOT / "ui").rglob("*.py"), *(_ROOT / "consult_desk").rglob("*.py")):
        if "sample" in path.as_posix():
            continue  # the names of the practice village are names too
        text = path.read_text(encoding="utf-8", errors="replace")
        words.update(re.findall(r"[A-Za-z_]\w*", text, re.ASCII))
        words.update(_FOREIGN.findall(text))
    return frozenset(words)
