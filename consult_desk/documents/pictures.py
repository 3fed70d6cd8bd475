"""Photographs and scans that somebody brings: decoded within limits, turned upright, written anew without metadata."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.documents.scanned_pdf import LONGEST, MOST_PIXELS, PdfSheets

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 50_000_000
QUALITY = 85
JPEG, PNG, PDF = "jpeg", "png", "pdf"
COLOURED = 28  # how far apart red, green and blue are where something is meant to be coloured, such as a stamp

_ADVICE = "请换成 JPG、PNG 照片或 PDF 扫描件"
_HEIC = (
    "这是苹果、华为手机的 HEIC 格式，这里打不开",
    "苹果手机请在“设置－相机－格式”里选“兼容性最佳”，安卓手机请在相机设置里关掉“HEIF 高效格式”，再拍一次；"
    "已经拍好的，在手机上另存为 JPG 再传",
)
# How files begin that people take for pictures, and what to tell them.
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"II*\x00", "这是 TIFF 图片，这里打不开", "请在扫描程序里改存为 PDF 或 JPG"),
    (b"MM\x00*", "这是 TIFF 图片，这里打不开", "请在扫描程序里改存为 PDF 或 JPG"),
    (b"GIF8", "这是 GIF 图片，这里打不开", _ADVICE),
    (b"BM", "这是 BMP 图片，这里打不开", _ADVICE),
    (b"PK\x03\x04", "这是压缩包或者办公文件，不是图片", "请把里面的照片拿出来，一起拖进来"),
    (b"<", "这是网页或者矢量图，不是照片", _ADVICE),
)


def kind_of(data: bytes) -> str:
    """What a file is by its first bytes, whatever its name says: jpeg, png, pdf, or "" for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return PDF if data[:64].lstrip().startswith(b"%PDF-") else ""


def checked_kind(data: bytes, name: str) -> str:
    """What a file is. name: what it is called, for the sentence. Raises Refused for what is never opened here."""
    if not data:
        raise Refused(Obstacle(f"“{name}”是空的", "请重新扫描或拍照", code="file_size"))
    if len(data) > MOST_BYTES:
        words = f"“{name}”有 {len(data) // 1_000_000} MB，超过 {MOST_BYTES // 1_000_000} MB"
        raise Refused(Obstacle(words, "请把分辨率调到 200–300 dpi 再扫描，或者分成几个文件", code="file_size"))
    kind = kind_of(data)
    if not kind:
        words, fix = _stranger(data)
        raise Refused(Obstacle(f"“{name}”打不开：{words}", fix, code="not_picture"))
    return kind


def _stranger(data: bytes) -> tuple[str, str]:
    if data[4:8] == b"ftyp":
        return _HEIC if data[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1") else ("这是录像或别的格式", _ADVICE)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "这是 WebP 图片，这里打不开", "请在手机上另存为 JPG 再传"
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for start, words, fix in _OTHERS:
        if head.startswith(start):
            return words, fix
    return "认不出它是什么文件", _ADVICE


@contextmanager
def opened(data: bytes, name: str) -> Iterator["Sheets"]:
    """The pages of a JPEG, PNG or PDF, decoded one at a time. Raises Refused in one sentence for anything else."""
    kind = checked_kind(data, name)
    if kind != PDF:
        yield Sheets(1, lambda _number: decoded(data, name))
        return
    with PdfSheets(data, name) as pages:
        yield Sheets(len(pages), pages.page)


class Sheets:
    """How many pages there are, and each as a picture. page(number): from 1; Refused where it cannot be read."""

    def __init__(self, count: int, page: Any) -> None:
        self._count, self._page = count, page

    def __len__(self) -> int:
        return self._count

    def page(self, number: int) -> "Image":
        """That page, from 1."""
        found: Image = self._page(number)
        return found


def decoded(data: bytes, name: str) -> "Image":
    """A JPEG or PNG as pixels, upright as the camera meant it: mode 1 where it is black and white only, L or RGB.

    Raises Refused for one that claims too many pixels, is damaged or cut off.
    """
    from PIL import Image, ImageFile, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _too_large(name, picture.width, picture.height)
                picture.load()
                return plain(ImageOps.exif_transpose(picture))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except Exception as error:
        # Whatever a hostile or damaged file does to the decoder, it is one sentence for the person who brought it.
        words = f"“{name}”读不出来：文件不完整，或者已经损坏"
        raise Refused(Obstacle(words, "请重新扫描或拍照，从手机传过来时选“原图”", code="damaged")) from error


def _too_large(name: str, width: int = 0, height: int = 0) -> Refused:
    size = f"（{width}×{height}）" if width else ""
    words = f"“{name}”的像素太多{size}，超过 {MOST_PIXELS // 1_000_000} 百万"
    return Refused(Obstacle(words, "请把扫描的分辨率调到 200–300 dpi，拍照不要用“全像素”模式", code="too_many_pixels"))


def plain(picture: "Image") -> "Image":
    """Pixels and nothing else: on white where it was transparent, in mode 1, L or RGB."""
    from PIL import Image

    if picture.mode == "1":
        return _bare(picture)
    if picture.mode in ("LA", "RGBA", "PA", "La", "RGBa") or (picture.mode == "P" and "transparency" in picture.info):
        over = picture.convert("RGBA")
        picture = Image.new("RGB", over.size, (255, 255, 255))
        picture.paste(over, mask=over.getchannel("A"))
    if picture.mode.startswith("I") or picture.mode == "F":
        low, high = picture.getextrema()
        return _bare(_levelled(picture, 65535 if max(abs(float(low)), float(high)) > 255 else 255))  # type: ignore[arg-type]
    return _bare(picture if picture.mode in ("L", "RGB") else picture.convert("RGB"))


def _levelled(picture: "Image", top: int) -> "Image":
    """Sixteen bits of grey as eight."""
    return picture.convert("F").point(lambda value: value * (255 / top) + 0).convert("L")


def _bare(picture: "Image") -> "Image":
    """A copy that has lost everything but its pixels."""
    from PIL import Image

    return Image.frombytes(picture.mode, picture.size, picture.tobytes())


def encoded(picture: "Image") -> bytes:
    """The picture as a file of its own: PNG where it is black and white only, else JPEG, grey unless it is coloured.

    The same pixels give the same bytes. picture: of mode 1, L or RGB, as `plain` makes it.
    """
    from PIL import Image

    small = within(picture)
    out = BytesIO()
    if small.mode == "1":
        small.save(out, "PNG", optimize=False, compress_level=9)
        return out.getvalue()
    if small.mode == "RGB" and not coloured(small):
        small = small.convert("L")
    bare = Image.frombytes(small.mode, small.size, small.tobytes())
    bare.save(out, "JPEG", quality=QUALITY, optimize=False, progressive=False)
    return out.getvalue()


def within(picture: "Image", longest: int = LONGEST) -> "Image":
    """The picture no longer than that on its long side; a black and white one becomes grey when it is made smaller."""
    from PIL import Image

    if max(picture.size) <= longest:
        return picture
    scale = longest / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return (picture.convert("L") if picture.mode == "1" else picture).resize(size, Image.Resampling.BICUBIC, reducing_gap=2)


def coloured(picture: "Image") -> bool:
    """Whether there is anything coloured on it, a red stamp or blue ink, rather than the tint of paper and lamp."""
    from PIL import Image, ImageChops

    small = picture.resize((min(picture.width, 500), min(picture.height, 500)), Image.Resampling.BOX)
    red, green, blue = small.split()
    apart = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    counts = apart.histogram()
    return sum(counts[COLOURED:]) > 0.0002 * small.width * small.height


def clean_photo(data: bytes, name: str) -> bytes:
    """A photograph written anew: upright, no larger than LONGEST, without place, time and maker. Raises Refused."""
    if checked_kind(data, name) == PDF:
        raise Refused(Obstacle(f"“{name}”是 PDF，不是照片", "请选择 JPG 或 PNG 照片", code="not_picture"))
    return encoded(decoded(data, name))
