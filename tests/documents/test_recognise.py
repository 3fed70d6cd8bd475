"""The form code is found on what printers, scanners and telephones make of a page, and never names another page."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from consult_desk.documents.form_code import FormCode
from consult_desk.documents.paper import paper
from consult_desk.documents.recognise import Sighting, sightings, turned, upright
from tests.documents import distortions as d
from tests.documents import sample_facts

STEM = FormCode("7F3A2C", "meeting", 12, "attendance_sheet", 1).stem


@cache
def sheet() -> bytes:
    """A real attendance sheet of several pages, a sign-in code beside every name."""
    facts = sample_facts.attendance_sheet(30)
    imprint = replace(facts.imprint, code=STEM, code_words="青石村　签到册　第1版")
    return paper("attendance_sheet").draw(replace(facts, imprint=imprint))


@cache
def page(number: int, dpi: int = 150) -> Image.Image:
    return d.rendered(sheet(), number, dpi)


def only(picture: Image.Image) -> Sighting:
    (found,) = sightings(picture, seconds=60)  # however busy the computer is
    return found


def askew(one: Sighting, wanted: float) -> float:
    return abs((one.angle - wanted + 180) % 360 - 180)


CASES: dict[str, Callable[[int], Image.Image]] = {
    "300 dpi": lambda n: d.rendered(sheet(), n, 300, grey=True),
    "100 dpi": lambda n: page(n, 100),
    "black and white": lambda n: page(n).convert("1", dither=Image.Dither.NONE),
    "askew, q30": lambda n: d.sent(d.turned(page(n), 3), 30),
    "upside down": lambda n: page(n).rotate(180),
    "on a table, tilted": lambda n: d.photographed(page(n), (3000, 2250), angle=93, tilt=0.2),
    "in the dark": lambda n: d.noisy(d.shaded(d.photographed(page(n), (2250, 3000), angle=4), 0.3), 12),
    "out of focus": lambda n: d.blurred(page(n, 200), 2.5),
    "as a messenger sends it": lambda n: d.sent(d.photographed(page(n), (1080, 1440), angle=-5, tilt=0.1), 60),
    "only the lower half": lambda n: page(n).crop((0, 900, page(n).width, page(n).height)),
}  # fmt: skip


@pytest.mark.parametrize("name", list(CASES))
@pytest.mark.parametrize("number", [1, 2])
def test_the_page_is_recognised_and_turned_upright(name: str, number: int) -> None:
    picture = CASES[name](number)
    found = only(picture)
    assert (found.code.stem, found.code.page) == (STEM, number)
    again = only(upright(picture, found))
    assert again.code == found.code and askew(again, 0) < 3


@pytest.mark.parametrize("angle", [-170, -90, -45, -12, 7, 33, 90, 118, 180])
def test_the_angle_is_that_of_the_page(angle: int) -> None:
    found = only(d.turned(page(1), angle))
    assert askew(found, angle) < 2.5


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    number=st.integers(1, 3), angle=st.floats(-180, 180), tilt=st.floats(0, 0.35), blur=st.floats(0, 3),
    noise=st.floats(0, 30), dark=st.floats(0.2, 1), quality=st.integers(10, 95), high=st.integers(700, 2000),
)  # fmt: skip
def test_a_code_is_never_read_as_another(
    number: int, angle: float, tilt: float, blur: float, noise: float, dark: float, quality: int, high: int
) -> None:
    """However bad the picture: this page, or nothing."""
    picture = d.photographed(page(number), (high, high * 4 // 3), angle=angle, tilt=tilt, fill=0.9)
    picture = d.sent(d.noisy(d.shaded(d.blurred(picture, blur), dark), noise), quality)
    assert {(one.code.stem, one.code.page) for one in sightings(picture)} <= {(STEM, number)}


def qr(words: str) -> Image.Image:
    """A code of somebody else, as large as ours."""
    import segno

    rows = [[0 if dark else 255 for dark in row] for row in segno.make(words, micro=False).matrix]
    small = Image.frombytes("L", (len(rows[0]), len(rows)), bytes(v for row in rows for v in row))
    return ImageOps.expand(small, 4, 255).resize((150, 150), Image.Resampling.NEAREST)


OTHERS = (
    "CONSULTDESK HEAD 128 ABCD-EFGH", "CD-P12-M7", "https://example.org/CD1.7F3A2C.G12.MINUTES.1.1.3", "CD1.7F3A2C.G12.MINUTES.1",
    "CD1.7F3A2C.G12.MINUTES.1.4.3", "CD1.7f3a2c.G12.MINUTES.1.1.3", "CD2.7F3A2C.G12.MINUTES.1.1.3", "x" * 300,
)  # fmt: skip


def test_other_codes_are_passed_over() -> None:
    """Heads, sign-in codes, addresses, codes that only look like ours, with the page's own among them."""
    crowded = page(1).convert("L")
    for at, words in enumerate(OTHERS):
        crowded.paste(qr(words), (60 + at % 4 * 280, 300 + at // 4 * 300))
    assert only(crowded).code.page == 1
    blank = Image.new("L", (1240, 1754), 255)
    for at, words in enumerate(OTHERS):
        blank.paste(qr(words), (60 + at % 4 * 280, 300 + at // 4 * 300))
    assert sightings(blank) == ()


def test_two_sheets_on_one_picture_are_seen_as_two() -> None:
    both = Image.new("L", (2600, 1800), 90)
    both.paste(page(1).convert("L"), (20, 20))
    both.paste(page(2).convert("L"), (1320, 20))
    assert {one.code.page for one in sightings(both)} == {1, 2}
    both.paste(page(1).convert("L"), (1320, 20))
    assert [one.code.page for one in sightings(both)] == [1, 1], "twice the same page is two sheets too"


def test_quarters_and_empty_pictures() -> None:
    mark = Image.new("L", (30, 20), 255)
    mark.putpixel((0, 0), 0)
    places = [turned(mark, quarters).getpixel(at) for quarters, at in ((0, (0, 0)), (1, (19, 0)), (2, (29, 19)), (-1, (0, 29)))]
    assert places == [0, 0, 0, 0] and turned(mark, 4) is mark
    for size in ((1, 1), (3500, 1), (1, 3500), (40, 40)):
        assert sightings(Image.new("RGB", size)) == ()
    assert sightings(d.wood((800, 600))) == ()


def test_a_black_and_white_page_stays_one_when_it_is_turned() -> None:
    fax = d.turned(page(1, 200).convert("L"), 91.6).convert("1", dither=Image.Dither.NONE)
    straight = upright(fax, only(fax))
    assert straight.mode == "1" and straight.height > straight.width


def test_a_scan_of_600_dpi_is_turned_by_its_own_pixels() -> None:
    large = d.turned(d.rendered(sheet(), 1, 600, grey=True), 92)
    found = only(large)
    wide, tall = found.middle
    small = only(large.resize((large.width // 3, large.height // 3)))
    assert abs(wide / 3 - small.middle[0]) < 5 and abs(tall / 3 - small.middle[1]) < 5
    assert askew(only(upright(large, found)), 0) < 1.5
