"""The sRGB colour profile of the PDF/A output intent, built from the numbers of IEC 61966-2-1 (ICC version 2)."""

from functools import cache
from struct import pack

_CURVE_POINTS = 1024
# Colorants adapted to D50, and the D50 white of the profile connection space, in units of 1/65536.
_RED = (28578, 14581, 912)
_GREEN = (25241, 46981, 6362)
_BLUE = (9376, 3972, 46799)
_WHITE = (63190, 65536, 54061)


def _linear(point: int) -> int:
    value = point / (_CURVE_POINTS - 1)
    light = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return round(light * 65535)


def _xyz(numbers: tuple[int, int, int]) -> bytes:
    return b"XYZ \0\0\0\0" + pack(">3i", *numbers)


def _description(text: bytes) -> bytes:
    body = b"desc\0\0\0\0" + pack(">I", len(text) + 1) + text + b"\0"
    return body + pack(">IIHB", 0, 0, 0, 0) + bytes(67)


@cache
def srgb_profile() -> bytes:
    """The profile as bytes (about 2.5 kB), the same on every machine; PDF/A-1 validators want version 2."""
    curve = b"curv\0\0\0\0" + pack(">I", _CURVE_POINTS)
    curve += b"".join(pack(">H", _linear(point)) for point in range(_CURVE_POINTS))
    contents = [
        (b"desc", _description(b"sRGB IEC61966-2-1")),
        (b"cprt", b"text\0\0\0\0Public domain numbers\0"),
        (b"wtpt", _xyz(_WHITE)),
        (b"rXYZ", _xyz(_RED)),
        (b"gXYZ", _xyz(_GREEN)),
        (b"bXYZ", _xyz(_BLUE)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    table, body, places = b"", b"", dict[bytes, int]()
    start = 128 + 4 + 12 * len(contents)
    for name, data in contents:
        if data not in places:
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += name + pack(">II", places[data], len(data))
    size = start + len(body)
    header = pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += pack(">6H4s4sI4s4s", 2026, 1, 1, 0, 0, 0, b"acsp", b"\0\0\0\0", 0, b"\0\0\0\0", b"\0\0\0\0")
    header += bytes(8) + pack(">I3i", 0, *_WHITE) + bytes(4 + 44)
    return header + pack(">I", len(contents)) + table + body
