"""Photographs within a paper: written anew small enough that a paper with eight of them can be sent about."""

from io import BytesIO

# Long side in pixels and quality, tried in turn until a photograph is small enough.
_TRIES = ((1600, 82), (1600, 72), (1400, 70), (1200, 66), (1000, 60), (800, 55))
MOST = 220_000  # bytes of one photograph


def small_photo(data: bytes, name: str) -> bytes:
    """The photograph as a JPEG without metadata, at most 1600 pixels long. Raises Refused for one that cannot be read.

    The same bytes give the same bytes. name: what it is called, for the sentence.
    """
    from consult_desk.documents.pictures import decoded, within

    picture = decoded(data, name)
    if picture.mode not in ("L", "RGB"):
        picture = picture.convert("L")
    written = b""
    for longest, quality in _TRIES:
        out = BytesIO()
        within(picture, longest).save(out, "JPEG", quality=quality, optimize=False, progressive=False)
        written = out.getvalue()
        if len(written) <= MOST:
            break
    return written
