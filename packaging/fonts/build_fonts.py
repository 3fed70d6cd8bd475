"""Builds resources/fonts from the packages named below; run it again and the same bytes come out.

    python packaging/fonts/build_fonts.py [FOLDER WITH THE PACKAGES]

Missing packages are fetched with `npm pack` and `apt-get download` (Debian 12). Needs fontTools, npm, dpkg-deb.
Every input is held to the SHA-256 written here, every output to resources/fonts/SHA256SUMS (--write-sums renews it).
"""

import argparse
import bz2
import gzip
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

OUT = Path(__file__).resolve().parents[2] / "resources" / "fonts"

NPM = {
    "expo-google-fonts-noto-serif-sc-0.4.3.tgz": (
        "@expo-google-fonts/noto-serif-sc@0.4.3", "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
    ),
    "expo-google-fonts-noto-sans-sc-0.4.3.tgz": (
        "@expo-google-fonts/noto-sans-sc@0.4.3", "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    ),
}  # fmt: skip
DEBIAN = {
    "texlive-lang-chinese_2022.20230122-1_all.deb": (
        "texlive-lang-chinese", "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
    ),
    "fonts-lxgw-wenkai_1.250+repack-1_all.deb": (
        "fonts-lxgw-wenkai", "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    ),
    "unicode-data_15.0.0-1_all.deb": (
        "unicode-data", "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
}  # fmt: skip

# Signs besides the characters: Latin, punctuation, currency, circled numbers, boxes, kana, full-width forms.
SIGNS = (
    (0x20, 0x24F), (0x2B0, 0x2FF), (0x370, 0x3FF), (0x400, 0x451), (0x2000, 0x206F), (0x20A0, 0x20BF),
    (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x25FF), (0x2600, 0x27BF),
    (0x3000, 0x312F), (0x3190, 0x319F), (0x3200, 0x33FF), (0xFE30, 0xFE6F), (0xFF00, 0xFFEF),
)  # fmt: skip
# Fixed, so that the same input gives the same bytes: 2026-01-01 in seconds since 1904.
STAMP = 3_850_070_400

# LXGW and 霞鹜 are reserved names under the OFL: a subset must be called something else.
KAI_NAMES = {
    1: "Desk Kai", 2: "Regular", 3: "1.250;Desk Kai Regular", 4: "Desk Kai", 6: "DeskKai-Regular", 16: "Desk Kai",
    17: "Regular",
}  # fmt: skip

FONT_EXCEPTION = """\
FandolFang-Regular.ttf in this folder is FandolFang-Regular.otf 0.3 (2015-07-18) of the Fandol fonts by Clerk Ma and
Jie Su, taken from Debian's texlive-lang-chinese 2022.20230122-1, with its outlines converted from cubic (CFF) to
quadratic (glyf) curves by packaging/fonts/build_fonts.py of Consult Desk in 2026. Its README says: "These fonts's
licensing is GPL + GPL font exception." The exception stands at the end of the licence below and is extended to the
converted font. The font is a separate file, merely aggregated with Consult Desk.

"""


def main() -> int:
    """Fetch, check, build, check. Returns 0 when every byte is as expected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="?", type=Path, help="folder with the packages, kept if given")
    parser.add_argument("--write-sums", action="store_true", help="write SHA256SUMS anew instead of comparing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.packages or Path(scratch)
        fetch(folder)
        build(folder, Path(scratch) / "unpacked")
    return sums(write=arguments.write_sums)


def fetch(folder: Path) -> None:
    """Bring every package into the folder and hold it to its SHA-256. Raises SystemExit on another one."""
    for name, (package, expected) in (NPM | DEBIAN).items():
        path = folder / name
        if not path.exists():
            tool = ["npm", "pack", package] if name in NPM else ["apt-get", "download", package]
            subprocess.run(tool, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 fixed commands
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != expected:
            raise SystemExit(f"{name}: {found}, expected {expected}")


def build(folder: Path, unpacked: Path) -> None:
    """Unpack the packages and write the fonts and their licences."""
    (unpacked / "debian").mkdir(parents=True)
    for name in DEBIAN:
        subprocess.run(["dpkg-deb", "-x", folder / name, unpacked / "debian"], check=True)  # noqa: S603, S607
    for name in NPM:
        with tarfile.open(folder / name) as archive:
            archive.extractall(unpacked / name.split("-0.")[0], filter="data")
    serif = unpacked / "expo-google-fonts-noto-serif-sc" / "package"
    sans = unpacked / "expo-google-fonts-noto-sans-sc" / "package"
    share = unpacked / "debian" / "usr" / "share"
    wanted = characters(share / "unicode")
    OUT.mkdir(parents=True, exist_ok=True)

    subset(serif / "700Bold" / "NotoSerifSC_700Bold.ttf", wanted, OUT / "NotoSerifSC-Bold.ttf")
    subset(serif / "400Regular" / "NotoSerifSC_400Regular.ttf", wanted, OUT / "NotoSerifSC-Regular.ttf")
    subset(serif / "300Light" / "NotoSerifSC_300Light.ttf", None, OUT / "NotoSerifSC-Light.ttf")
    subset(sans / "500Medium" / "NotoSansSC_500Medium.ttf", wanted, OUT / "NotoSansSC-Medium.ttf")
    subset(sans / "400Regular" / "NotoSansSC_400Regular.ttf", wanted, OUT / "NotoSansSC-Regular.ttf", screen=True)
    kai = share / "fonts" / "truetype" / "lxgw-wenkai" / "LXGWWenKai-Regular.ttf"
    subset(kai, wanted, OUT / "DeskKai-Regular.ttf", names=KAI_NAMES)
    fandol = share / "texlive" / "texmf-dist" / "fonts" / "opentype" / "public" / "fandol"
    quadratic(fandol / "FandolFang-Regular.otf", OUT / "FandolFang-Regular.ttf")

    (OUT / "LICENSE-NotoSerifSC.txt").write_bytes((serif / "LICENSE_FONT").read_bytes())
    (OUT / "LICENSE-NotoSansSC.txt").write_bytes((sans / "LICENSE_FONT").read_bytes())
    copying = gzip.decompress((share / "doc" / "texlive-doc" / "fonts" / "fandol" / "COPYING.gz").read_bytes())
    (OUT / "LICENSE-FandolFang.txt").write_bytes(FONT_EXCEPTION.encode() + copying)
    open_font = (serif / "LICENSE_FONT").read_text().split("-" * 59, 1)[1]
    head = (
        "Copyright 2021-2022 LXGW, with Reserved Font Name '霞鹜' and 'LXGW'.\n"
        "Desk Kai is a subset of LXGW WenKai 1.250, renamed as the licence asks; no glyph was changed.\n\n"
        "This Font Software is licensed under the SIL Open Font License, Version 1.1.\n\n"
    )
    (OUT / "LICENSE-DeskKai.txt").write_text(head + "-" * 59 + open_font)


def characters(unicode_folder: Path) -> set[int]:
    """通用规范汉字表 (8105, Unihan kTGH), GB 2312 (6763) and the signs."""
    wanted = {ord(c) for row in range(0xA1, 0xF8) for c in _gb2312_row(row)}
    for low, high in SIGNS:
        wanted.update(range(low, high + 1))
    standard = set()
    for path in sorted(unicode_folder.glob("Unihan_*.txt.bz2")):
        for line in bz2.open(path, "rt", encoding="utf-8"):
            if found := re.match(r"U\+([0-9A-F]+)\tkTGH\t", line):
                standard.add(int(found[1], 16))
    if len(standard) != 8105:
        raise SystemExit(f"kTGH has {len(standard)} characters, expected 8105")
    return wanted | standard


def _gb2312_row(row: int) -> str:
    return bytes(b for cell in range(0xA1, 0xFF) for b in (row, cell)).decode("gb2312", "ignore")


def subset(
    source: Path, wanted: set[int] | None, target: Path, *, names: dict[int, str] | None = None, screen: bool = False
) -> None:
    """Keep the wanted code points (None: all). A font for the screen keeps its kerning and marks."""
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"] if screen else []
    options.hinting = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    # Variant selectors are of no use without shaping.
    font["cmap"].tables = [t for t in font["cmap"].tables if t.format in (4, 12)]
    cutter = Subsetter(options)
    cutter.populate(unicodes=sorted(wanted if wanted is not None else font.getBestCmap()))
    cutter.subset(font)
    if names:
        table = font["name"]
        table.names = [n for n in table.names if n.nameID in (0, 5, 13, 14) and n.langID in (0, 0x409)]
        for name_id, words in names.items():
            table.setName(words, name_id, 3, 1, 0x409)
    save(font, target)


def quadratic(source: Path, target: Path) -> None:
    """Turn cubic outlines into quadratic ones within one unit of 1000, because ReportLab embeds no others."""
    font = TTFont(source, recalcTimestamp=False)
    glyphs = font.getGlyphSet()
    order = font.getGlyphOrder()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"] = newTable("loca")
    glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = outlines
    font["glyf"] = glyf
    metrics = font["hmtx"]
    for name in order:
        outlines[name].recalcBounds(glyf)
        metrics[name] = (metrics[name][0], getattr(outlines[name], "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    zeros = (
        "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions "
        "maxPoints maxContours maxCompositePoints maxCompositeContours maxComponentElements maxComponentDepth"
    )
    for field in zeros.split():
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    post = font["post"]
    post.formatType = 3.0
    for tag in ("CFF ", "VORG", "BASE", "GSUB", "GPOS", "GDEF", "vhea", "vmtx", "DSIG"):
        if tag in font:
            del font[tag]
    font.sfntVersion = "\000\001\000\000"
    save(font, target)


def save(font: TTFont, target: Path) -> None:
    """Write with fixed dates."""
    font["head"].created = font["head"].modified = STAMP
    font.save(target, reorderTables=True)
    print(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size / 1e6:.1f} MB")


def sums(*, write: bool) -> int:
    """Compare what was built with SHA256SUMS, or write it. Returns the exit code."""
    files = sorted(p for p in OUT.iterdir() if p.suffix == ".ttf" or p.name.startswith("LICENSE-"))
    text = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files)
    path = OUT / "SHA256SUMS"
    if write:
        path.write_text(text)
    if path.read_text() == text:
        print("resources/fonts is as expected")
        return 0
    print("resources/fonts differs from SHA256SUMS", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
