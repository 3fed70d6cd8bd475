"""Pictures that somebody brings: turned as meant, without metadata, never a bomb; what is not one is said in words."""

import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from consult_desk.base.errors import Refused
from consult_desk.documents import pictures
from consult_desk.documents.pictures import clean_photo, decoded, encoded, opened
from consult_desk.documents.scanned_pdf import PdfSheets, scanned
from tests.documents import sample_facts
from tests.documents.distortions import jpeg, pdf_of, png

FOUR = ((255, 0, 0), (0, 160, 0), (0, 0, 255), (240, 240, 0))


def quarters(size: tuple[int, int] = (80, 60)) -> Image.Image:
    """Red, green, blue, yellow: upper left, upper right, lower left, lower right."""
    picture = Image.new("RGB", size)
    draw = ImageDraw.Draw(picture)
    wide, tall = size[0] // 2, size[1] // 2
    for at, colour in enumerate(FOUR):
        x, y = at % 2 * wide, at // 2 * tall
        draw.rectangle((x, y, x + wide, y + tall), fill=colour)
    return picture


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    return isinstance(found, tuple) and all(abs(a - b) < 40 for a, b in zip(found, wanted, strict=True))


def opens(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
        picture.load()
        return picture


def refused(work: Callable[[], object]) -> str:
    """The sentence; there is exactly one reason, with what to do."""
    with pytest.raises(Refused) as caught:
        work()
    (one,) = caught.value.obstacles
    assert one.words and one.fix and one.code
    return one.sentence()


def pages_of(data: bytes, name: str = "扫描.pdf") -> list[Image.Image]:
    with opened(data, name) as sheets:
        return [sheets.page(n) for n in range(1, len(sheets) + 1)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_turned_as_the_camera_meant_it_and_says_nothing_of_the_camera(orientation: int) -> None:
    raw = quarters()
    back = {1: [], 2: ["FLIP_LEFT_RIGHT"], 3: ["ROTATE_180"], 4: ["FLIP_TOP_BOTTOM"], 5: ["TRANSPOSE"], 6: ["ROTATE_90"],
            7: ["TRANSVERSE"], 8: ["ROTATE_270"]}[orientation]  # fmt: skip
    for way in back:
        raw = raw.transpose(Image.Transpose[way])
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110] = orientation, "机器牌子", "型号"
    exif.get_ifd(0x8825)[2] = (45.0, 59.0, 1.0)
    data = jpeg(raw, 95, exif=exif, icc_profile=b"\x00" * 300, comment=b"13912345678")
    kept = clean_photo(data, "照片.jpg")
    picture = opens(kept)
    assert picture.size == (80, 60) and not picture.getexif() and all(key.startswith("jfif") for key in picture.info)
    for at, colour in enumerate(FOUR):
        assert near(picture.getpixel((20 + at % 2 * 40, 15 + at // 2 * 30)), colour)
    assert "机器牌子".encode() not in kept and b"13912345678" not in kept and b"ICC" not in kept and b"Exif" not in kept
    assert clean_photo(data, "x.jpg") == kept, "the same file gives the same bytes"


def test_what_is_kept_is_as_large_as_paper_needs() -> None:
    wide = opens(encoded(quarters((7000, 500))))
    assert wide.size == (3500, 250) and wide.mode == "RGB"
    grey = Image.new("RGB", (400, 300), (200, 196, 190))
    assert opens(encoded(grey)).mode == "L", "the tint of a lamp is no colour"
    ImageDraw.Draw(grey).ellipse((10, 10, 40, 40), outline=(200, 30, 30), width=4)
    assert opens(encoded(grey)).mode == "RGB", "a red stamp is"
    lines = Image.new("1", (400, 300), 1)
    kept = encoded(lines)
    assert pictures.kind_of(kept) == "png" and opens(kept).mode == "1"
    long = Image.new("1", (8000, 400), 1)
    assert opens(encoded(long)).size == (3500, 175)
    assert opens(encoded(Image.new("L", (65535, 1), 255))).size == (3500, 1)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_every_mode_comes_out_as_paper(mode: str) -> None:
    picture = Image.new(mode, (40, 30)) if mode == "I;16" else quarters((40, 30)).convert(mode)
    if mode == "I;16":
        picture.putpixel((0, 0), 65535)
    data = jpeg(picture) if mode == "CMYK" else png(picture)
    found = decoded(data, "x.png")
    assert found.mode in ("1", "L", "RGB") and found.size == (40, 30) and not found.info
    if mode == "I;16":
        assert found.getextrema() == (0, 255)
    clear = Image.new("RGBA", (9, 9), (0, 0, 0, 0))
    assert decoded(png(clear), "x.png").getpixel((4, 4)) == (255, 255, 255), "nothing is white, as paper is"


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims to be that large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100_000)), (b"IEND", b"")]
    told = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


@pytest.mark.parametrize("size", [(30_000, 30_000), (12_000, 12_000), (6_400, 6_400), (2**31 - 1, 2), (1, 2**31 - 1)])
def test_a_picture_that_claims_too_much_is_not_opened(size: tuple[int, int]) -> None:
    said = refused(lambda: decoded(bomb(*size), "大图.png"))
    assert "“大图.png”" in said and ("像素太多" in said or "损坏" in said)


def test_a_picture_of_forty_million_points_is() -> None:
    data = png(Image.new("1", (8000, 5000), 1))
    assert decoded(data, "x.png").size == (8000, 5000)


STRANGERS = {
    b"": "空的",
    b"\0\0\0\x18ftypheic\0\0": "兼容性最佳",
    b"\0\0\0\x18ftypmp42": "录像",
    b"II*\0" + b"x" * 90: "TIFF",
    b"MM\0*" + b"x" * 90: "TIFF",
    b"GIF89a" + b"x" * 90: "GIF",
    b"BM" + b"x" * 90: "BMP",
    b"RIFF\0\0\0\0WEBPVP8 ": "WebP",
    b"PK\x03\x04" + b"x" * 90: "压缩包",
    b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg'><script/></svg>": "矢量图",
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///x'>]><svg>&a;</svg>": "矢量图",
    b"MZ\x90\0": "认不出",
}


@pytest.mark.parametrize("data", list(STRANGERS), ids=list(STRANGERS.values()))
def test_what_is_no_picture_is_said_and_never_opened(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(Image, "open", never)
    assert STRANGERS[data] in refused(lambda: pages_of(data, "照片.jpg"))


def test_the_content_decides_not_the_name() -> None:
    with opened(png(quarters()), "其实是.pdf") as sheets:
        assert len(sheets) == 1 and near(sheets.page(1).getpixel((20, 15)), FOUR[0])
    # Begins as a photograph and carries a PDF: it is the photograph.
    both = jpeg(quarters()) + pdf_of([quarters()])
    assert len(pages_of(both)) == 1
    turned = pdf_of([quarters((800, 600))]) + jpeg(quarters())
    assert len(pages_of(turned)) == 1 and pictures.kind_of(turned) == "pdf"
    assert "PDF" in refused(lambda: clean_photo(turned, "照片.jpg"))


def test_a_file_that_is_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 1000)
    assert "超过" in refused(lambda: pages_of(b"\xff\xd8\xff" + b"x" * 1000))


@settings(max_examples=150)
@given(cut=st.floats(0, 1), flips=st.lists(st.integers(0, 10**6), max_size=12), form=st.sampled_from(("jpeg", "png")))
def test_damage_never_crashes(cut: float, flips: list[int], form: str) -> None:
    """Cut off or with bits flipped: a picture or one sentence, nothing else."""
    data = bytearray(jpeg(quarters()) if form == "jpeg" else png(quarters()))
    del data[max(8, int(len(data) * cut)) :]
    for flip in flips:
        data[flip // 8 % len(data)] ^= 1 << flip % 8
    try:
        found = pages_of(bytes(data))
    except Refused as error:
        assert len(error.obstacles) == 1
    else:
        assert encoded(found[0])


def test_the_pages_of_a_scanned_pdf_come_at_their_own_resolution() -> None:
    pages = [quarters((1240, 1754)), quarters((2480, 3508)).convert("L"), quarters((1754, 1240))]
    found = pages_of(pdf_of(pages[:1] + pages[2:], 150)) + pages_of(pdf_of(pages[1:2], 300))
    for page, (wide, tall) in zip(found, ((1240, 1754), (1754, 1240), (2474, 3500)), strict=True):
        assert abs(page.width - wide) <= 1 and abs(page.height - tall) <= 1
    assert near(found[0].getpixel((300, 300)), FOUR[0]) and near(found[1].getpixel((1500, 900)), FOUR[3])


def test_a_pdf_that_a_program_wrote_is_no_scan() -> None:
    from consult_desk.documents.paper import paper

    written = paper("signature_page").draw(sample_facts.signature_page())
    assert not scanned(written) and scanned(pdf_of([quarters((600, 800))])) and not scanned(b"%PDF-1.7 nothing")
    with opened(written, "签字页.pdf") as sheets:
        assert "电子文件" in refused(lambda: sheets.page(1))


def encrypted() -> bytes:
    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(pdf_of([quarters((600, 800))]))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="甲", user="乙"))
    return out.getvalue()


def of_objects(*objects: bytes) -> bytes:
    """A PDF of these objects: 1 the catalogue, 2 the pages, 3 the page, 4 its content, 5 what it shows."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def stream(words: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (words, len(data), data)


def inflating(megabytes: int) -> bytes:
    """That much white space, packed: one block over and over."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflate.compress(b" " * 1_000_000) + deflate.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * megabytes + deflate.flush()


CATALOGUE, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>"
SHOW = stream(b"", b"q 595 0 0 842 0 0 cm /I Do Q")
FLATE = b"/Filter/FlateDecode"
GREY_PICTURE = b"/Type/XObject/Subtype/Image/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a gigabyte of content": lambda: of_objects(CATALOGUE, PAGES, PAGE, stream(FLATE, inflating(900)), b"null"),
    "packed twice": lambda: of_objects(
        CATALOGUE, PAGES, PAGE, stream(b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(inflating(900))), b"null"
    ),
    "a huge picture": lambda: of_objects(
        CATALOGUE, PAGES, PAGE, SHOW, stream(GREY_PICTURE + b"/Width 30000/Height 30000", inflating(1))
    ),
    "a form that shows itself twice": lambda: of_objects(
        CATALOGUE, PAGES, PAGE, SHOW,
        stream(b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I 5 0 R>>>>", b"/I Do /I Do"),
    ),
    "pages that hold themselves": lambda: of_objects(
        CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 9>>", PAGE, stream(b"", b" "), b"null"
    ),
    "no pages": lambda: of_objects(CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>"),
    "locked": encrypted,
    "only a head": lambda: b"%PDF-1.7\n",
    "noise": lambda: b"%PDF-1.7\n" + random.Random(3).randbytes(50_000),
    "cut in half": lambda: pdf_of([quarters((600, 800))])[:2000],
    "too many pages": lambda: pdf_of([Image.new("1", (20, 30), 1)] * 201),
}  # fmt: skip


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_pdf_falls_alone(name: str) -> None:
    """Whatever it does to the reader happens in another process, within limits; here it is one sentence."""
    assert refused(lambda: pages_of(HOSTILE[name](), "怪.pdf"))


def test_after_a_page_that_cannot_be_read_the_others_can() -> None:
    with PdfSheets(pdf_of([quarters((600, 800))] * 2), "两页.pdf") as sheets:
        sheets._process.kill()
        sheets._process.join()
        assert sheets.page(2).size[0] > 100
        process = sheets._process
    assert not process.is_alive(), "nothing is left running"


def test_a_reader_that_does_not_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    from consult_desk.base.errors import Trouble
    from consult_desk.documents import scanned_pdf

    monkeypatch.setattr(scanned_pdf, "_READY", b"something else")
    with pytest.raises(Trouble, match="没有启动"):
        pages_of(pdf_of([quarters((600, 800))]))
    assert not scanned(pdf_of([quarters((600, 800))]))
