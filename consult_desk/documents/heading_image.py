"""The picture a village puts over its papers instead of the red head: re-encoded, without metadata, never a seal."""

import warnings
from io import BytesIO

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.documents.gbt9704 import MM, WIDTH

MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
LEAST_SHAPE = 2.0  # a heading lies; a seal is as high as wide
_MOST_WIDE = 2_000  # pixels kept: 300 dpi on the width of the type area
NARROW, WIDE = 60, 156  # millimetres


def heading_jpeg(data: bytes, width_mm: int = WIDE) -> bytes:
    """A picture as the JPEG that stands over a paper, as wide as the type area, the picture width_mm of it.

    Raises Refused for anything but PNG and JPEG by content, too large ones, and pictures that are not at least twice
    as wide as high once white edges are cut off: those are seals, stamps, portraits.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > MOST_BYTES:
        raise _refused(f"抬头图片超过 {MOST_BYTES // 1_000_000} MB", "请缩小后再选")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise _refused("抬头图片的像素太多了", "请缩小到 4000 像素宽以内再选")
                turned = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, Warning) as error:
        raise _refused("抬头图片打不开，只能用 PNG 或 JPEG", "请用画图软件另存为 PNG 再选") from error
    flat = Image.new("RGB", turned.size, "white")
    flat.paste(turned, mask=turned.getchannel("A"))
    edges = ImageOps.invert(flat).point(lambda value: 255 if value > 12 else 0).getbbox()
    if edges is None:
        raise _refused("抬头图片是空白的", "请另选一张")
    flat = flat.crop(edges)
    if flat.width < LEAST_SHAPE * flat.height:
        words = "抬头图片不是横条，宽至少要是高的 2 倍；公章、印章、照片不能放进文书"
        raise _refused(words, "请选写着村名、单位名的横条图片")
    if flat.width > _MOST_WIDE:
        flat = flat.resize((_MOST_WIDE, max(1, round(flat.height * _MOST_WIDE / flat.width))))
    whole = round(flat.width * (WIDTH / MM) / max(NARROW, min(WIDE, width_mm)))
    made = Image.new("RGB", (max(whole, flat.width), flat.height), "white")
    made.paste(flat, ((made.width - flat.width) // 2, 0))
    buffer = BytesIO()
    made.save(buffer, "JPEG", quality=92, dpi=(300, 300))
    return buffer.getvalue()


def _refused(words: str, fix: str) -> Refused:
    return Refused(Obstacle(words, fix, code="heading_image"))
