"""What printing, scanning and photographing do to a page: turned, tilted, blurred, dark on one side, on a wooden table."""

import random
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Picture = Image.Image


def rendered(pdf: bytes, page: int = 1, dpi: int = 200, *, grey: bool = False) -> Picture:
    """A page as a perfect scanner would see it."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        found: Picture = document[page - 1].render(scale=dpi / 72, grayscale=grey).to_pil()
        return found.convert("L" if grey else "RGB")


def wood(size: tuple[int, int], seed: int = 1) -> Picture:
    """A table top with grain and knots."""
    rough = random.Random(seed)
    wide, tall = size
    grain = Image.frombytes("L", (60, 40), rough.randbytes(2400)).resize((wide, max(40, tall // 12)), Image.Resampling.BICUBIC)
    grain = grain.resize(size, Image.Resampling.BICUBIC).point(lambda v: 90 + v // 3)
    draw = ImageDraw.Draw(grain)
    for y in range(0, tall, max(3, tall // 90)):
        shade = rough.randrange(70, 150)
        draw.line([(0, y), (wide // 3, y + rough.randrange(-9, 9)), (wide, y + rough.randrange(-15, 15))], fill=shade, width=2)
    return Image.merge("RGB", (grain.point(lambda v: min(255, v + 45)), grain, grain.point(lambda v: v * 2 // 3)))


def coefficients(to: Sequence[tuple[float, float]], source: Sequence[tuple[float, float]]) -> list[float]:
    """The eight numbers with which PIL finds where each pixel of the new picture comes from."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(to, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        best = max(range(at, 8), key=lambda n: abs(rows[n][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at:
                rows[other] = [a - rows[other][at] * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[8] for row in rows]


def photographed(
    page: Picture, size: tuple[int, int] = (4000, 3000), *, angle: float = 0.0, tilt: float = 0.0, fill: float = 0.92,
    seed: int = 1,
) -> Picture:  # fmt: skip
    """The page lying on a table. angle: turned clockwise; tilt: how much nearer one edge is; fill: of the picture's height."""
    import math

    wide, tall = page.size
    turn = math.radians(angle)
    across = abs(wide * math.cos(turn)) + abs(tall * math.sin(turn))
    down = abs(wide * math.sin(turn)) + abs(tall * math.cos(turn))
    scale = fill * min(size[0] / across, size[1] / down)
    corners = []
    for x, y in ((-wide / 2, -tall / 2), (wide / 2, -tall / 2), (wide / 2, tall / 2), (-wide / 2, tall / 2)):
        near = 1 - tilt * (0.5 - y / tall) - tilt * 0.4 * (0.5 - x / wide)
        x, y = x * scale * near, y * scale * near
        corners.append(
            (size[0] / 2 + x * math.cos(turn) - y * math.sin(turn), size[1] / 2 + x * math.sin(turn) + y * math.cos(turn))
        )
    numbers = coefficients(corners, [(0, 0), (wide, 0), (wide, tall), (0, tall)])
    shown = page.convert("RGB").transform(size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)
    mask = Image.new("L", page.size, 255).transform(size, Image.Transform.PERSPECTIVE, numbers)
    table = wood(size, seed)
    table.paste(shown, mask=mask)
    return table


def turned(page: Picture, angle: float) -> Picture:
    """As it comes out of a scanner into which it went askew, clockwise."""
    white = 255 if page.mode == "L" else (255, 255, 255)
    return page.rotate(-angle, Image.Resampling.BICUBIC, expand=True, fillcolor=white)


def blurred(page: Picture, radius: float) -> Picture:
    """Out of focus."""
    return page.filter(ImageFilter.GaussianBlur(radius))


def noisy(page: Picture, strength: float, seed: int = 1) -> Picture:
    """Taken in the evening."""
    rough = random.Random(seed)
    tile = Image.frombytes("L", (256, 256), bytes(min(255, max(0, round(rough.gauss(128, strength)))) for _ in range(65536)))
    noise = Image.new("L", page.size)
    for x in range(0, page.width, 256):
        for y in range(0, page.height, 256):
            noise.paste(tile.rotate(rough.choice((0, 90, 180, 270))), (x, y))
    bands = page.split()
    return Image.merge(page.mode, [ImageChops.add(band, noise, 1, -128) for band in bands])


def shaded(page: Picture, darkest: float) -> Picture:
    """With a lamp on one side: the other falls to `darkest` of the light."""
    low = round(255 * darkest)
    light = Image.linear_gradient("L").resize(page.size).point(lambda v: low + v * (255 - low) // 255)
    return Image.merge(page.mode, [ImageChops.multiply(band, light) for band in page.split()])


def sent(page: Picture, quality: int) -> Picture:
    """As a telephone program passes it on."""
    with Image.open(BytesIO(jpeg(page, quality))) as again:
        return again.convert(page.mode)


def jpeg(page: Picture, quality: int = 85, **more: object) -> bytes:
    """The picture as a JPEG file."""
    out = BytesIO()
    page.save(out, "JPEG", quality=quality, **more)
    return out.getvalue()


def png(page: Picture) -> bytes:
    """The picture as a PNG file."""
    out = BytesIO()
    page.save(out, "PNG", compress_level=1)
    return out.getvalue()


def pdf_of(pages: Sequence[Picture], dpi: int = 200) -> bytes:
    """A scanned PDF, a picture a page."""
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=list(pages[1:]), resolution=dpi)
    return out.getvalue()
