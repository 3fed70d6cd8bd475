"""Pictures that were brought: what became of them in a sentence, and one that waits to be filed by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from consult_desk.actions import homecoming as act
from ui.words import later, tr

COUNTED = {
    act.FILED: later("收好 {n} 页"), act.REPLACED: later("换下旧图 {n} 页"), act.KNOWN: later("已经有的 {n} 页"),
    act.UNREAD: later("没有认出来 {n} 页"), act.REFUSED: later("打不开 {n} 个"),
}  # fmt: skip


@dataclass(frozen=True)
class HeldPicture:
    """A picture waiting to be filed. placed(): it was. To a draft it is its number only: the content is nobody's business."""

    number: int
    file_name: str
    source: str
    data: bytes = field(repr=False)
    placed: Callable[[], None] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.source[:12]}-{self.number}"


def summary(arrivals: Sequence[act.Arrival]) -> str:
    """How many of each, in one sentence."""
    counts = [(words, sum(1 for one in arrivals if one.outcome == outcome)) for outcome, words in COUNTED.items()]
    said = [tr(words, n=n) for words, n in counts if n]
    return tr("这一次：{parts}", parts=" · ".join(said))
