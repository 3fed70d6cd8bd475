"""Finds the form code on a scanned or photographed page, however it lies, and turns the page upright by it."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consult_desk.documents.form_code import FormCode

if TYPE_CHECKING:
    from PIL.Image import Image

SECONDS = 2.0  # spent on one page at most, but for the look that has begun
MOST = 4200  # pixels of the long side that are looked at: more of them say nothing more of a page
USUAL = 2400  # pixels of the long side at which codes of an A4 page are read best
STEADY = 1.2  # degrees: what is turned less was not turned at all
Point = tuple[float, float]


@dataclass(frozen=True)
class Sighting:
    """One form code on a picture: the code, its four corners in the picture's pixels from its own upper left on."""

    code: FormCode
    corners: tuple[Point, Point, Point, Point]

    @property
    def angle(self) -> float:
        """How far the page is turned clockwise, -180 < angle <= 180."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.corners
        across = (bx - ax + cx - dx, by - ay + cy - dy)
        return math.degrees(math.atan2(across[1], across[0]))

    @property
    def middle(self) -> Point:
        """Where the code lies."""
        return sum(x for x, _y in self.corners) / 4, sum(y for _x, y in self.corners) / 4

    @property
    def side(self) -> float:
        """How large it is."""
        (ax, ay), (bx, by), _c, _d = self.corners
        return math.hypot(bx - ax, by - ay)


def sightings(picture: "Image", seconds: float = SECONDS) -> tuple[Sighting, ...]:
    """Every form code on a picture, each place once; other codes are passed over.

    More than one means that two sheets lie on the picture. seconds: no new look at it begins after so long.
    """
    ends = time.monotonic() + seconds
    found: list[Sighting] = []
    for look, scale in _looks(picture):
        news = [one for one in _read(look, scale) if not _known(one, found)]
        found += news
        # One more look after the first that found something: a second sheet may be harder to read.
        if (found and not news) or time.monotonic() > ends:
            break
    return tuple(found)


def _known(one: Sighting, found: list[Sighting]) -> bool:
    return any(math.dist(one.middle, other.middle) < max(one.side, other.side) for other in found)


def _read(look: "Image", scale: float) -> Iterator[Sighting]:
    import zxingcpp

    for barcode in zxingcpp.read_barcodes(look, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]), try_invert=False):
        code = FormCode.parse(barcode.text)
        if code is not None and code.page:
            place = barcode.position
            corners = [
                (point.x / scale, point.y / scale)
                for point in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
            ]
            yield Sighting(code, (corners[0], corners[1], corners[2], corners[3]))


def _looks(picture: "Image") -> Iterator[tuple["Image", float]]:
    """The picture in ways it may be read, the quickest first, each with its scale."""
    from PIL import ImageFilter, ImageOps
    from PIL.Image import Resampling

    from consult_desk.documents.pictures import within

    grey = within(picture.convert("L"), MOST)
    whole, longest = grey.width / picture.width, max(grey.size)

    def scaled(one: "Image", scale: float) -> "Image":
        size = (max(1, round(one.width * scale)), max(1, round(one.height * scale)))
        return one.resize(size, Resampling.BICUBIC, reducing_gap=3)

    usual = min(1.0, USUAL / longest)
    yield (scaled(grey, usual) if usual < 1 else grey), whole * usual
    if usual < 1:
        yield grey, whole
    small, twice = longest < 1.5 * USUAL, min(3.0, max(1.5, 1.5 * USUAL / longest))
    if small:
        larger = scaled(grey, twice)
        yield larger, whole * twice
    # Out of focus: what is lost of the edges is put back, at two sizes.
    half = scaled(grey, 0.5)
    yield half.filter(ImageFilter.UnsharpMask(2, 600, 1)), whole * 0.5
    yield grey.filter(ImageFilter.UnsharpMask(4, 600, 1)), whole
    if small:
        yield larger.filter(ImageFilter.UnsharpMask(round(2 * twice), 300, 2)), whole * twice
    # Grainy, washed out.
    yield ImageOps.autocontrast(half, cutoff=3), whole * 0.5
    yield grey.filter(ImageFilter.MedianFilter(3)), whole


def upright(picture: "Image", sighting: Sighting) -> "Image":
    """The picture turned so that its page reads upright: by quarters without loss, then by what is left over."""
    from consult_desk.documents.pictures import within

    quarters = round(sighting.angle / 90)
    rest = sighting.angle - 90 * quarters
    if abs(rest) < STEADY:
        return turned(picture, -quarters)
    # What is made smaller for keeping anyway is turned sooner once it is small.
    return _straight(within(turned(picture, -quarters)), rest)


def turned(picture: "Image", quarters: int) -> "Image":
    """The picture turned by that many quarters clockwise, without loss."""
    from PIL import Image

    ways = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
    return picture.transpose(ways[quarters % 4]) if quarters % 4 else picture


def _straight(picture: "Image", angle: float) -> "Image":
    from PIL import Image

    if picture.mode == "1":
        grey = picture.convert("L").rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
        return grey.convert("1", dither=Image.Dither.NONE)
    white = 255 if picture.mode == "L" else (255, 255, 255)
    return picture.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=white)
