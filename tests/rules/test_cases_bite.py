"""Every figure of every profile has a case that notices when the figure changes by one."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult_desk.rules.cases import check_folder

from .conftest import SHIPPED

WHOLE = re.compile(r"([a-z_]+) = (\d+)")
SHARE = re.compile(r'\b(at_least|over) = "(\d+/\d+)"')
PART = re.compile(r'((?:reps|women)_at_least) = "(\d+)/(\d+)"')
FLAG = re.compile(r"([a-z_]+) = (true|false)")
# The same verdicts either way: two thirds of all are always more than half of those present; a step beside others.
EQUAL = {"special = true", "parallel = true"}


def changed(line: str) -> Iterator[str]:
    """The line with its figure a little higher, a little lower, or turned around."""
    if line in EQUAL:
        return
    if found := WHOLE.fullmatch(line):
        yield f"{found[1]} = {int(found[2]) + 1}"
        if int(found[2]):
            yield f"{found[1]} = {int(found[2]) - 1}"
    elif found := PART.fullmatch(line):
        for step in (1, -1):
            yield f'{found[1]} = "{int(found[2]) * 10 + step}/{int(found[3]) * 10}"'
    elif found := FLAG.fullmatch(line):
        yield f"{found[1]} = {'false' if found[2] == 'true' else 'true'}"
    elif line == "since = 2026-01-01":
        yield "since = 2026-01-02"
    for share in SHARE.finditer(line):
        other = "over" if share[1] == "at_least" else "at_least"
        yield f'{line[: share.start()]}{other} = "{share[2]}"{line[share.end() :]}'


@pytest.mark.parametrize("key", sorted(path.parent.name for path in SHIPPED.glob("*/profile.toml")))
def test_a_changed_figure_fails_a_case(key: str, tmp_path: Path) -> None:
    folder = tmp_path / key
    shutil.copytree(SHIPPED / key, folder)
    lines = (folder / "profile.toml").read_text(encoding="utf-8").splitlines()
    assert check_folder(folder, SHIPPED).passed
    unnoticed = []
    for number, line in enumerate(lines):
        for other in changed(line):
            text = "\n".join([*lines[:number], other, *lines[number + 1 :]])
            (folder / "profile.toml").write_text(text, encoding="utf-8")
            if check_folder(folder, SHIPPED).passed:
                unnoticed.append(f"{number + 1}: {line} -> {other}")
    assert unnoticed == []
