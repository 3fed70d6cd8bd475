"""Requirements on numbers of people: one share of one base, or several of which all or any must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .bases import BASES
from .dated import Share


@dataclass(frozen=True)
class Leaf:
    """A share of one base (a name of BASES), with the article that asks for it."""

    share: Share
    of: str
    reference: str

    def words(self) -> str:
        """十八周岁以上村民过半数."""
        return f"{BASES[self.of]}{self.share.words()}"


@dataclass(frozen=True)
class Group:
    """Several requirements: mode "all" (every one must hold) or "any" (one suffices)."""

    mode: str
    parts: tuple[Requirement, ...]

    def words(self) -> str:
        """The parts joined by 并且 or 或者."""
        said = (part.words() if isinstance(part, Leaf) else f"（{part.words()}）" for part in self.parts)
        return ("，并且" if self.mode == "all" else "，或者").join(said)


Requirement = Leaf | Group


def leaves(requirement: Requirement) -> Iterator[Leaf]:
    """Every leaf of the tree, left to right."""
    if isinstance(requirement, Leaf):
        yield requirement
        return
    for part in requirement.parts:
        yield from leaves(part)


def bases_of(requirement: Requirement) -> tuple[str, ...]:
    """The base names asked for, each once, left to right."""
    return tuple(dict.fromkeys(leaf.of for leaf in leaves(requirement)))
