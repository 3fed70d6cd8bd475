"""Setting and drawing side by side in one run: a notice against bare pages, a long text against one ten times shorter.

    python -m tests.bench.bench_setter
"""

import statistics
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

from consult_desk.documents import fonts, gbt9704, pdfa
from consult_desk.documents.paper import paper
from consult_desk.documents.readback import read_text
from consult_desk.documents.setter import BODY, set_paragraph
from tests.documents import sample_facts

_TEXT = "村里开会，商议2026年3月15日的“一事一议”；预算186,000.00元（不向村民筹资）。"


def median(work: Callable[[], Any], runs: int = 9) -> float:
    """Median seconds, after one run that does not count."""
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def bare(pages: list[list[str]]) -> bytes:
    """The same words on as many pages, line by line without any setting, finished in the same way: the floor."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1, initialFontName=fonts.Role.FANG.value)
    for lines in pages:
        canvas.setFont(fonts.Role.FANG.value, 16)
        for at, line in enumerate(lines):
            canvas.drawString(80, 760 - 29 * at, line)
        canvas.showPage()
    canvas.save()
    return pdfa.finish(buffer.getvalue(), title="t")


def main() -> None:
    """Print the figures."""
    for key, facts in (("meeting_notice", sample_facts.meeting_notice()), ("resolution", sample_facts.resolution())):
        kind = paper(key)
        drawn = kind.drawn(facts)
        lines = [line for line in read_text(drawn.data).split("\n") if line.strip()]
        share = -(-len(lines) // drawn.pages)
        pages = [lines[at * share : (at + 1) * share] for at in range(drawn.pages)]
        ours, floor = median(lambda kind=kind, facts=facts: kind.draw(facts)), median(lambda pages=pages: bare(pages))
        print(f"{kind.title}: {1000 * ours:.1f} ms, {drawn.pages} pages; bare pages {1000 * floor:.1f} ms; {ours / floor:.1f} x")
    for count in (2_000, 20_000, 100_000):
        text = (_TEXT * (count // len(_TEXT) + 1))[:count]
        seconds = median(lambda text=text: set_paragraph(text, BODY, gbt9704.WIDTH), 3)
        print(f"{count} characters set in {1000 * seconds:.0f} ms, {1e6 * seconds / count:.1f} us each")


if __name__ == "__main__":
    main()
