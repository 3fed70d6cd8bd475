"""How well form codes are read on what comes back: a table of distortions, the share recognised, milliseconds a page.

    python -m tests.bench.bench_scans [pages]
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from consult_desk.documents.form_code import FormCode
from consult_desk.documents.paper import paper
from consult_desk.documents.pictures import encoded, opened
from consult_desk.documents.recognise import sightings, upright
from tests.documents import distortions as d
from tests.documents import sample_facts

Make = Callable[[bytes, int, int], Image.Image]  # PDF, page, seed

CASES: dict[str, Make] = {
    "scan 300 dpi": lambda pdf, page, n: d.rendered(pdf, page, 300, grey=True),
    "scan 200 dpi, turned by a quarter": lambda pdf, page, n: d.rendered(pdf, page).rotate(90 * n, expand=True),
    "scan 150 dpi, askew": lambda pdf, page, n: d.turned(d.rendered(pdf, page, 150), (-4, -2, 2, 4)[n % 4]),
    "scan 100 dpi": lambda pdf, page, n: d.rendered(pdf, page, 100),
    "scan 100 dpi, askew, JPEG q30": lambda pdf, page, n: d.sent(d.turned(d.rendered(pdf, page, 100), 1 + n), 30),
    "scan 80 dpi": lambda pdf, page, n: d.rendered(pdf, page, 80),
    "fax, black and white, 200 dpi": lambda pdf, page, n: d.rendered(pdf, page, 200, grey=True).convert(
        "1", dither=Image.Dither.NONE
    ),
    "fax, black and white, 100 dpi": lambda pdf, page, n: d.rendered(pdf, page, 100, grey=True).convert(
        "1", dither=Image.Dither.NONE
    ),
    "photo 12 Mpx": lambda pdf, page, n: d.photographed(d.rendered(pdf, page), angle=90 * n + 3, tilt=0.05, seed=n),
    "photo 12 Mpx, tilted, any way round": lambda pdf, page, n: d.photographed(
        d.rendered(pdf, page), angle=37 * n, tilt=0.25, seed=n
    ),
    "photo 12 Mpx, dark side, noise": lambda pdf, page, n: d.noisy(
        d.shaded(d.photographed(d.rendered(pdf, page), angle=90 * n + 5, tilt=0.1, seed=n), 0.25), 16
    ),
    "photo 12 Mpx, out of focus by 2 px": lambda pdf, page, n: d.blurred(
        d.photographed(d.rendered(pdf, page), angle=90 * n + 5, tilt=0.1, seed=n), 2
    ),
    "photo 12 Mpx, out of focus by 3.5 px": lambda pdf, page, n: d.blurred(
        d.photographed(d.rendered(pdf, page), angle=90 * n + 5, tilt=0.1, seed=n), 3.5
    ),
    "photo 3 Mpx": lambda pdf, page, n: d.photographed(
        d.rendered(pdf, page), (2048, 1536), angle=90 * n + 3, tilt=0.1, seed=n
    ),
    "photo sent by a messenger 1.4 Mpx, q60": lambda pdf, page, n: d.sent(
        d.photographed(d.rendered(pdf, page), (1440, 1080), angle=90 * (n % 2) + 88, tilt=0.1, seed=n), 60
    ),
    "photo sent 1.4 Mpx upright, q60": lambda pdf, page, n: d.sent(
        d.photographed(d.rendered(pdf, page), (1080, 1440), angle=n, tilt=0.1, seed=n), 60
    ),
    "photo sent 0.8 Mpx, q50": lambda pdf, page, n: d.sent(
        d.photographed(d.rendered(pdf, page), (768, 1024), angle=n, tilt=0.05, seed=n), 50
    ),
    "nothing of ours on it": lambda pdf, page, n: d.wood((4000, 3000), n),
    "photo of half the sheet": lambda pdf, page, n: d.photographed(d.rendered(pdf, page).crop((0, 1200, 1654, 2339)), angle=4 * n),
    "all at once: 3 Mpx, tilted, dark, noise, q30": lambda pdf, page, n: d.sent(
        d.noisy(d.shaded(d.photographed(d.rendered(pdf, page), (1536, 2048), angle=4 * n, tilt=0.15, seed=n), 0.4), 10), 30
    ),
}  # fmt: skip


def printed(people: int) -> tuple[bytes, str]:
    """A real attendance sheet of many pages, and its stem."""
    facts = sample_facts.attendance_sheet(people)
    stem = FormCode("7F3A2C", "meeting", 12, "attendance_sheet", 1).stem
    facts = replace(facts, imprint=replace(facts.imprint, code=stem, code_words="签到册 第1版"))
    return paper("attendance_sheet").draw(facts), stem


def main(pages: int = 8) -> None:
    """Print the table."""
    pdf, stem = printed(18 * pages)
    print(f"{'':46}recognised  wrong  upright  median ms  worst ms")
    for name, make in CASES.items():
        good = wrong = straight = 0
        times = []
        for page in range(1, pages + 1):
            picture = make(pdf, page, page)
            began = time.perf_counter()
            found = sightings(picture)
            times.append(1000 * (time.perf_counter() - began))
            good += len(found) == 1 and found[0].code.page == page
            wrong += any(one.code.stem != stem or one.code.page != page for one in found)
            if len(found) == 1:
                again = sightings(upright(picture, found[0]))
                straight += len(again) == 1 and abs(again[0].angle) < 2.5
        took = f"{statistics.median(times):9.0f}  {max(times):8.0f}"
        print(f"{name:46}{good:6}/{pages}  {wrong:5}  {straight:7}  {took}", flush=True)


def whole(pages: int = 8) -> None:
    """Print how long a page takes from the file that came to the file that is kept."""
    pdf, _stem = printed(18 * pages)
    files = {
        "photos of 12 Mpx": [d.jpeg(d.photographed(d.rendered(pdf, n), angle=90 * n + 3, seed=n)) for n in range(1, pages + 1)],
        "a PDF at 200 dpi": [d.pdf_of([d.rendered(pdf, n) for n in range(1, pages + 1)])],
        "a grey PDF at 300 dpi": [d.pdf_of([d.rendered(pdf, n, 300, grey=True) for n in range(1, pages + 1)], 300)],
    }
    for name, found in files.items():
        began, size, kept = time.perf_counter(), sum(map(len, found)), 0
        for data in found:
            with opened(data, name) as sheets:
                for number in range(1, len(sheets) + 1):
                    picture = sheets.page(number)
                    kept += len(encoded(upright(picture, sightings(picture)[0])))
        took = 1000 * (time.perf_counter() - began) / pages
        print(f"{name:46}{took:6.0f} ms a page, {size / pages / 1e6:.2f} MB came, {kept / pages / 1e6:.2f} MB kept", flush=True)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
    whole(*(int(word) for word in sys.argv[1:2]))
