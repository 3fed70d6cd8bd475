"""Compares papers by their looks: rendered small by pdftoppm, held to pictures in tests/golden."""

import subprocess
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
RESOLUTION = 40


def render(pdf: bytes, folder: Path, resolution: int = RESOLUTION) -> list[Image.Image]:
    """The pages as grey pictures."""
    (folder / "paper.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-gray", "-png", "-r", str(resolution), "paper.pdf", "page"], cwd=folder, check=True, timeout=60
    )
    pages = []
    for path in sorted(folder.glob("page-*.png")):
        with Image.open(path) as picture:
            pages.append(picture.convert("L"))
        path.unlink()
    return pages


def sheet(pages: list[Image.Image]) -> Image.Image:
    """All pages side by side, in 16 greys so that the file stays small."""
    whole = Image.new("L", (sum(p.width for p in pages), pages[0].height), 255)
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    return whole.point([value // 17 * 17 for value in range(256)])


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures of one size differ after a slight blur: greatest share of any 20-pixel square, 0 to 255."""
    soft = [picture.filter(ImageFilter.BoxBlur(2)) for picture in (one, other)]
    changed = ImageChops.difference(*soft)
    return max(
        ImageStat.Stat(changed.crop((x, y, x + 20, y + 20))).mean[0]
        for x in range(0, changed.width, 20)
        for y in range(0, changed.height, 20)
    )
