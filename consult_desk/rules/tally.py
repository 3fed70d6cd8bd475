"""Votes: totals of a show of hands and of ballots, and what cannot be true about them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """Totals of one vote, in heads."""

    yes: int
    no: int
    abstain: int

    @property
    def cast(self) -> int:
        """All votes together."""
        return self.yes + self.no + self.abstain


@dataclass(frozen=True)
class Ballots:
    """Totals of a secret ballot, in ballot papers."""

    issued: int
    returned: int
    valid: int
    invalid: int
    yes: int
    no: int
    abstain: int

    @property
    def tally(self) -> Tally:
        """The votes on the valid ballots."""
        return Tally(self.yes, self.no, self.abstain)


def whole_fault(what: str, number: object) -> str:
    """ "" for a whole number of 0 or more, otherwise the sentence that says what is wrong."""
    if isinstance(number, bool) or not isinstance(number, int):
        return f"{what}应当是整数，现在填的是 {number!r}"
    if number < 0:
        return f"{what}不能是负数，现在填的是 {number}"
    if number > 100_000_000:
        return f"{what}太大了，请核对：{number}"
    return ""


def faults(votes: Tally | Ballots, present: int | None) -> tuple[str, ...]:
    """What cannot be true, in sentences with the arithmetic; empty when all is possible.

    present: heads present, None where nobody counted them.
    """
    named: list[tuple[str, object]] = [] if present is None else [("实到人数", present)]
    if isinstance(votes, Ballots):
        named += [("发出票数", votes.issued), ("收回票数", votes.returned)]
        named += [("有效票数", votes.valid), ("无效票数", votes.invalid)]
    named += [("同意票数", votes.yes), ("反对票数", votes.no), ("弃权票数", votes.abstain)]
    wrong = tuple(words for what, number in named if (words := whole_fault(what, number)))
    if wrong:
        return wrong
    return _ballot_faults(votes, present) if isinstance(votes, Ballots) else _tally_faults(votes, present)


def _sum(votes: Tally) -> str:
    return f"同意 {votes.yes} + 反对 {votes.no} + 弃权 {votes.abstain} = {votes.cast}"


def _tally_faults(votes: Tally, present: int | None) -> tuple[str, ...]:
    if present is not None and votes.cast > present:
        return (f"{_sum(votes)}，比实到 {present} 人多 {votes.cast - present}，不可能，请重新核对票数",)
    return ()


def _ballot_faults(votes: Ballots, present: int | None) -> tuple[str, ...]:
    found = []
    if present is not None and votes.issued > present:
        found.append(f"发出 {votes.issued} 张票，比实到 {present} 人多 {votes.issued - present} 张，请核对")
    if votes.returned > votes.issued:
        more = votes.returned - votes.issued
        found.append(f"收回 {votes.returned} 张票，比发出的 {votes.issued} 张多 {more} 张，选票有问题")
    if votes.valid + votes.invalid != votes.returned:
        found.append(
            f"有效 {votes.valid} + 无效 {votes.invalid} = {votes.valid + votes.invalid} 张，"
            f"和收回的 {votes.returned} 张对不上"
        )
    if votes.tally.cast != votes.valid:
        found.append(f"{_sum(votes.tally)} 张，和有效票 {votes.valid} 张对不上")
    return tuple(found)
