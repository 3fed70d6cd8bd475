"""The four ways in which work ends badly, each with words for the person in front of the screen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Obstacle:
    """One reason why something may not happen now.

    words: what is missing, in a layman's Chinese, with the arithmetic. fix: what to do about it.
    reference: article that asks for it ("" where the reason is plain logic). leads_to: key of the action
    that removes the obstacle ("" where none does). code: stable key for tests and the window.
    """

    words: str
    fix: str = ""
    reference: str = ""
    leads_to: str = ""
    code: str = ""

    def sentence(self) -> str:
        """The obstacle in one line: words, fix and reference."""
        parts = [self.words.rstrip("。") + "。"]
        if self.fix:
            parts.append(self.fix.rstrip("。") + "。")
        if self.reference:
            parts.append(f"（依据：{self.reference}）")
        return "".join(parts)


class Refused(Exception):
    """The rules say no: nothing was changed, and `obstacles` says why."""

    def __init__(self, *obstacles: Obstacle | str) -> None:
        self.obstacles: tuple[Obstacle, ...] = tuple(
            o if isinstance(o, Obstacle) else Obstacle(o) for o in obstacles
        )
        super().__init__("\n".join(o.sentence() for o in self.obstacles))


class Trouble(Exception):
    """The surroundings failed (disk, file, passphrase, font): `words` says what, why it matters, what to do."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


class Cancelled(Exception):
    """The person asked to stop; nothing was changed."""
