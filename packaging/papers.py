"""Draws every kind of paper in every layout and form, of a rich and of a poor matter, and lays the pages out to be looked at.

    make papers            into papers-output/: the files, and contact sheets as pictures
    make accept            the same, and lets other programs judge every file
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from consult_desk.base.places import resource  # noqa: E402
from consult_desk.documents.form_code import FormCode, village_tag  # noqa: E402
from consult_desk.documents.kind import PDF, PaperKind  # noqa: E402
from consult_desk.documents.paper import PAPERS, assert_readback  # noqa: E402
from tests.documents.sample_extremes import poor, rich  # noqa: E402

THUMB = 230  # dots a page is wide on a contact sheet
ACROSS = 8


@dataclass(frozen=True)
class Made:
    """One file: which kind, of which matter, in which layout."""

    kind: PaperKind
    matter: str
    style: str
    path: Path


def drawn(out: Path, only: str) -> Iterator[Made]:
    """Every file, written one after another."""
    for kind in PAPERS:
        if only and kind.key != only:
            continue
        for matter, facts in (("rich", rich(kind)), ("poor", poor(kind))):
            for style in kind.styles:
                shown = _with_code(kind, facts, style)
                for form in kind.forms:
                    if form != PDF and style != kind.styles[0]:
                        continue
                    data = kind.draw(shown, form, _photo)
                    if form == kind.form:
                        assert_readback(kind, shown, data)
                    path = out / f"{kind.key}-{matter}-{style}.{form}"
                    path.write_bytes(data)
                    yield Made(kind, matter, style, path)


def _photo(digest: str) -> bytes:
    """A picture in place of the photograph kept under that hash: sky, wall, and a notice on it."""
    from io import BytesIO

    picture = Image.new("RGB", (800, 600), (190, 205, 220))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 180, 800, 600), fill=(170, 140, 115))
    pen.rectangle((280, 230, 280 + 20 * (len(digest) % 3) + 200, 510), fill=(250, 248, 240), outline=(120, 90, 70), width=6)
    for line in range(6):
        pen.rectangle((310, 270 + 35 * line, 450, 280 + 35 * line), fill=(90, 90, 90))
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _with_code(kind: PaperKind, facts: Any, style: str) -> Any:
    code = FormCode(village_tag("sample"), "matter", 12, kind.key, facts.imprint.version).stem
    words = f"{facts.imprint.village}　事项2026-003　{kind.title}"
    return replace(facts, imprint=replace(facts.imprint, style=style, code=code, code_words=words))


def contact_sheets(files: list[Made], out: Path) -> list[Path]:
    """One picture for each kind: all pages of all its PDFs, small, under their names."""
    import pypdfium2

    font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), 17)
    sheets = []
    for kind in PAPERS:
        rows: list[tuple[str, list[Image.Image]]] = []
        for one in files:
            if one.kind is not kind or one.path.suffix != ".pdf":
                continue
            with pypdfium2.PdfDocument(one.path) as document:
                pages = [page.render(scale=THUMB / page.get_width()).to_pil().convert("RGB") for page in document]
            rows.append((f"{kind.title}　{one.matter}　{one.style}　{len(pages)} 页", pages))
        if rows:
            path = out / f"contact-{kind.key}.png"
            _sheet(rows, font).save(path, optimize=True)
            sheets.append(path)
    return sheets


def _sheet(rows: list[tuple[str, list[Image.Image]]], font: Any) -> Image.Image:
    lines: list[tuple[str, list[Image.Image]]] = []
    for words, pages in rows:
        shown = pages if len(pages) <= 2 * ACROSS else [*pages[: 2 * ACROSS - 2], *pages[-2:]]
        for start in range(0, len(shown), ACROSS):
            lines.append((words if start == 0 else "", shown[start : start + ACROSS]))
    height = sum(max(page.height for page in pages) + 34 for _words, pages in lines)
    across = max(len(pages) for _words, pages in lines)
    whole = Image.new("RGB", (across * (THUMB + 8) + 8, height + 8), (150, 150, 150))
    pen, y = ImageDraw.Draw(whole), 4
    for words, pages in lines:
        pen.text((8, y), words, fill=(0, 0, 0), font=font)
        for at, page in enumerate(pages):
            whole.paste(page, (8 + at * (THUMB + 8), y + 26))
        y += max(page.height for page in pages) + 34
    return whole


def main() -> int:
    """Draw, lay out, and judge when asked to. 0: everything drawn and accepted."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, default=ROOT / "papers-output")
    ask.add_argument("--only", default="", help="key of one kind")
    ask.add_argument("--accept", action="store_true", help="let other programs judge every file")
    given = ask.parse_args()
    shutil.rmtree(given.out, ignore_errors=True)
    given.out.mkdir(parents=True)
    files = list(drawn(given.out, given.only))
    sheets = contact_sheets(files, given.out)
    print(f"{len(files)} 份文件，{len(sheets)} 张总览图，在 {given.out}")
    if not given.accept:
        return 0
    from packaging_accept import judge  # type: ignore[import-not-found]

    return int(judge([one.path for one in files], given.out))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent / "accept"))
    raise SystemExit(main())
