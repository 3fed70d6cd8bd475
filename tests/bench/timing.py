"""Takes times and sets them in a table."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the table. median and ratio are "" where there is nothing to tell."""

    what: str
    median: str
    ratio: str
    how: str


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Median of `rounds` runs, in seconds."""
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def shown(time_taken: float) -> str:
    """Seconds as people read them."""
    return f"{time_taken:.2f} s" if time_taken >= 1 else f"{time_taken * 1000:.1f} ms"


def table(lines: list[Line]) -> str:
    """The lines as a Markdown table."""
    head = "| what | median | ratio | how measured |\n|---|---|---|---|"
    return "\n".join([head, *(f"| {one.what} | {one.median} | {one.ratio} | {one.how} |" for one in lines)])
