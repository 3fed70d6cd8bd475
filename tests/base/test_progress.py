"""A long job reports its steps and leaves when asked to."""

import pytest

from consult_desk.base.errors import Cancelled
from consult_desk.base.progress import Progress


class Impatient:
    """Watches two steps, then has had enough."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, words: str) -> None:
        self.seen.append((done, total, words))
        if len(self.seen) == 2:
            raise Cancelled


def count_to(total: int, progress: Progress) -> None:
    for done in range(1, total + 1):
        progress.step(done, total, f"第 {done} 张")


def test_whoever_watches_can_stop_the_work() -> None:
    watcher = Impatient()
    with pytest.raises(Cancelled):
        count_to(3, watcher)
    assert watcher.seen == [(1, 3, "第 1 张"), (2, 3, "第 2 张")]
