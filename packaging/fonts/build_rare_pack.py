"""Builds the optional font pack: the characters of GB 18030-2022 level 3 (and more) that the bundled fonts do not have.

    python packaging/fonts/build_rare_pack.py FOLDER [--package FILE.deb] [--only CHARACTERS]

Made from HanaMinA and HanaMinB of Debian's fonts-hanazono, fetched with `apt-get download` (Debian 12) unless given, held to
the SHA-256 written here. Writes rare-*.ttf and their licence into FOLDER; copied into the folder 字库 of the village's data
they are found. --only: a small pack of these characters in one file, as the tests use it. Needs fontTools and dpkg-deb.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from build_fonts import OUT, subset
from fontTools.ttLib import TTFont

PACKAGE = "fonts-hanazono_20170904-2.1_all.deb"
SHA256 = "a6943366b4f5a6cec34221f8b4eb22555a628f0ee6ef4e3d3401cabe9363aeae"
# Each file below the 65,535 glyphs a font may have, and small enough to be read only when one of its characters comes up.
PARTS = {
    "rare-1-basic": (0x0080, 0xFFFF),
    "rare-2-b1": (0x20000, 0x25FFF),
    "rare-3-b2": (0x26000, 0x2A6DF),
    "rare-4-cf": (0x2A700, 0x2FA1F),
}
IDEOGRAPHS = ((0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x20000, 0x3FFFD))


def main() -> int:
    """Fetch, check, build. Returns 0."""
    arguments = argparse.ArgumentParser(description="Build the font pack of rare characters.")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--package", type=Path)
    arguments.add_argument("--only", default="")
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        package = given.package or Path(scratch) / PACKAGE
        if not package.exists():
            subprocess.run(["apt-get", "download", "fonts-hanazono"], cwd=scratch, check=True)  # noqa: S607
        found = hashlib.sha256(package.read_bytes()).hexdigest()
        if found != SHA256:
            raise SystemExit(f"{package.name}: {found}, expected {SHA256}")
        unpacked = Path(scratch) / "unpacked"
        subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True)  # noqa: S603, S607
        share = unpacked / "usr" / "share"
        build(share / "fonts" / "truetype" / "hanazono", given.folder, given.only)
        licence = (share / "doc" / "fonts-hanazono" / "copyright").read_bytes()
        head = b"The fonts rare-*.ttf are subsets of HanaMinA and HanaMinB, renamed; no outline was changed.\n\n"
        (given.folder / "LICENSE-rare.txt").write_bytes(head + licence)
    return 0


def build(source: Path, folder: Path, only: str) -> None:
    """Write the files; each character comes from the first of the two fonts that has it."""
    have = set(TTFont(OUT / "NotoSerifSC-Light.ttf", lazy=True).getBestCmap())
    fonts = {name: set(TTFont(source / name, lazy=True).getBestCmap()) for name in ("HanaMinB.ttf", "HanaMinA.ttf")}
    total = 0
    for name, (low, high) in {"rare-sample": (0, 0x3FFFD)}.items() if only else PARTS.items():
        for file, characters in fonts.items():
            wanted = {
                code for code in characters - have
                if low <= code <= high and any(a <= code <= b for a, b in IDEOGRAPHS) and (not only or chr(code) in only)
            }  # fmt: skip
            if not wanted:
                continue
            target = name if file == "HanaMinB.ttf" or only else f"{name}-a"
            names = {1: "Desk Rare", 2: "Regular", 3: f"Desk Rare {target}", 4: f"Desk Rare {target}", 6: f"DeskRare-{target}"}
            subset(source / file, wanted, folder / f"{target}.ttf", names=names)
            have |= wanted
            total += len(wanted)
    print(f"{total} characters")


if __name__ == "__main__":
    sys.exit(main())
