"""How long work tells whoever watches how far it is, and learns that it should stop."""

from typing import Protocol


class Progress(Protocol):
    """The watcher of one long job: a bar in the window, a line on the terminal, nothing in a test."""

    def step(self, done: int, total: int, words: str) -> None:
        """Report `done` of `total` pieces (0 <= done <= total) and what is being done, in Chinese.

        Raises Cancelled when the person has asked to stop; the job then leaves everything as it was.
        """
        ...


class Silent:
    """Nobody watches and nobody stops the job."""

    def step(self, done: int, total: int, words: str) -> None:
        """Tell nobody."""
