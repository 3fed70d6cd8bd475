"""Builds resources/radicals/stroke_order.txt from the packages named below; run it again and the same bytes come out.

    python packaging/characters/build_stroke_order.py [FOLDER WITH THE PACKAGES]

The order is that of 姓氏笔画: number of strokes, then the strokes themselves as 横竖撇点折 (GB 13000.1 字符集汉字字序规范),
then the place in 通用规范汉字表, then radical and code point. Missing packages are fetched with `apt-get download` (Debian 12).
"""

import bz2
import hashlib
import re
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

OUT = Path(__file__).resolve().parents[2] / "resources" / "radicals" / "stroke_order.txt"
UNICODE = "unicode-data_15.0.0-1_all.deb"
STROKES = "rime-data-stroke_0.0~git20230204.c8bc405-1_amd64.deb"
SUMS = {
    UNICODE: ("unicode-data", "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc"),
    STROKES: ("rime-data-stroke", "8f8e776aa20b8b81cab039a081a080b6fb01c605ca3e4edb832b362925276060"),
}
_KINDS = {"h": "1", "s": "2", "p": "3", "n": "4", "z": "5"}


def main() -> int:
    """Fetch, check, build. Returns 0."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(scratch)
        unpacked = Path(scratch) / "unpacked"
        for name, (package, expected) in SUMS.items():
            path = folder / name
            if not path.exists():
                subprocess.run(["apt-get", "download", package], cwd=folder, check=True)  # noqa: S603, S607
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            if found != expected:
                raise SystemExit(f"{name}: {found}, expected {expected}")
            subprocess.run(["dpkg-deb", "-x", path, unpacked], check=True)  # noqa: S603, S607
        share = unpacked / "usr" / "share"
        build(share / "unicode", (share / "rime-data" / "stroke.dict.yaml").read_text(encoding="utf-8"))
    return 0


def build(unicode_folder: Path, strokes: str) -> None:
    """Write one line for each number of strokes: the number, a space, the characters in order."""
    counts, tables, radicals = unihan(unicode_folder)
    written: dict[str, list[str]] = {}
    for line in strokes.splitlines():
        found = re.fullmatch(r"(.)\t([hspnz]+)", line)
        if found:
            written.setdefault(found[1], []).append("".join(_KINDS[kind] for kind in found[2]))
    keys = {char: _key(char, count, written.get(char, ()), tables, radicals) for char, count in counts.items()}
    order = sorted(counts, key=keys.__getitem__)
    lines: dict[int, list[str]] = {}
    for char in order:
        lines.setdefault(counts[char], []).append(char)
    OUT.write_text("".join(f"{count} {''.join(chars)}\n" for count, chars in sorted(lines.items())), encoding="utf-8")
    standard = [char for char in order if char in tables and tables[char] <= 3500]
    pairs = [(a, b) for a, b in pairwise(standard) if counts[a] == counts[b]]
    right = sum(tables[a] < tables[b] for a, b in pairs)
    print(f"{len(order)} characters; {right} of {len(pairs)} neighbours of 一级字表 stand as in the table")


def _key(
    char: str, count: int, codes: "list[str] | tuple[str, ...]", tables: dict[str, int], radicals: dict[str, tuple[int, int]]
) -> tuple[int, str, int, tuple[int, int], int]:
    fitting = [code for code in codes if len(code) == count]
    # Where mainland and Taiwan write differently there are several; the mainland one is listed last.
    strokes = (fitting or list(codes) or ["6"])[-1]
    return count, strokes, tables.get(char, 99_999), radicals.get(char, (999, 0)), ord(char)


def unihan(folder: Path) -> tuple[dict[str, int], dict[str, int], dict[str, tuple[int, int]]]:
    """Character to its strokes as counted on the mainland, to its place in 通用规范汉字表, to its radical and the rest."""
    counts: dict[str, int] = {}
    tables: dict[str, int] = {}
    radicals: dict[str, tuple[int, int]] = {}
    for path in sorted(folder.glob("Unihan_*.txt.bz2")):
        for line in bz2.open(path, "rt", encoding="utf-8"):
            found = re.match(r"U\+([0-9A-F]+)\t(kTotalStrokes|kTGH|kRSUnicode)\t(\S+)", line)
            if not found:
                continue
            char, value = chr(int(found[1], 16)), found[3]
            if found[2] == "kTotalStrokes":
                counts[char] = int(value)
            elif found[2] == "kTGH":
                tables[char] = int(value.partition(":")[2])
            else:
                radical, _, rest = value.partition(".")
                radicals[char] = (int(radical.strip("'")), int(rest))
    return counts, tables, radicals


if __name__ == "__main__":
    sys.exit(main())
