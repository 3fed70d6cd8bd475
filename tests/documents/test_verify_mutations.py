"""Ten thousand random changes to a paper of four signers, judged without its hash: by signatures and text alone."""

import random

import pytest

from consult_desk.documents import verify
from consult_desk.documents.signatures import does_not_fit
from consult_desk.documents.verify import ALTERED, FOREIGN, UNKNOWN, examine
from tests.documents.signed_papers import four_known, four_pins, four_signed, known

SEED = 20261123
CHUNKS, EACH = 10, 1_000
KINDS = ("bit", "run", "insert", "delete", "cut", "swap", "repeat", "zero", "swapped digits")


def mutated(pdf: bytes, dice: random.Random) -> bytes:
    """The file with one random change."""
    kind = dice.choice(KINDS)
    place = dice.randrange(len(pdf))
    size = min(dice.choice((1, 2, 7, 64, 900)), len(pdf) - place)
    piece = pdf[place : place + size]
    match kind:
        case "bit":
            return pdf[:place] + bytes([pdf[place] ^ 1 << dice.randrange(8)]) + pdf[place + 1 :]
        case "run":
            return pdf[:place] + dice.randbytes(size) + pdf[place + size :]
        case "insert":
            return pdf[:place] + dice.randbytes(size) + pdf[place:]
        case "delete":
            return pdf[:place] + pdf[place + size :]
        case "cut":
            return pdf[:place]
        case "swap":
            other = dice.randrange(len(pdf) - size)
            first, second = sorted((place, other))
            middle = pdf[first + size : second] if second >= first + size else b""
            return pdf[:first] + pdf[second : second + size] + middle + pdf[first : first + size] + pdf[second + size :]
        case "repeat":
            return pdf[:place] + piece + pdf[place:]
        case "zero":
            return pdf[:place] + bytes(size) + pdf[place + size :]
        case _:  # a digit for a digit: tables, ranges and hex stay well formed
            digits = [at for at in range(place, min(place + 3_000, len(pdf))) if pdf[at : at + 1].isdigit()]
            at = dice.choice(digits or [place])
            return pdf[:at] + str(dice.randrange(10)).encode() + pdf[at + 1 :]


def refused(pdf: bytes, forged: bytes) -> None:
    verdict = examine(forged, four_known(), four_pins())
    assert not verdict.good and verdict.kind in (ALTERED, FOREIGN, UNKNOWN)
    assert verdict.words.endswith("。")


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_ten_thousand_changes_are_refused_without_the_hash(chunk: int) -> None:
    pdf, dice = four_signed(), random.Random(SEED + chunk)
    tried = 0
    while tried < EACH:
        forged = mutated(pdf, dice)
        if forged != pdf:
            refused(pdf, forged)
            tried += 1
    assert examine(pdf, four_known(), four_pins()).good


def test_most_are_found_at_the_first_look_and_none_by_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look at the last signature is only quick: without it the full examination refuses the same files."""
    pdf, dice = four_signed(), random.Random(SEED)
    changes = [forged for forged in (mutated(pdf, dice) for _ in range(160)) if forged != pdf]
    assert not does_not_fit(pdf) and sum(does_not_fit(forged) for forged in changes) > len(changes) * 0.8
    monkeypatch.setattr(verify, "does_not_fit", lambda _pdf: False)
    for forged in changes:
        refused(pdf, forged)


def test_changes_in_the_gaps_are_refused_without_the_first_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside the four blocks, which no signature covers by itself."""
    from io import BytesIO

    from pyhanko.pdf_utils.reader import PdfFileReader

    pdf, dice = four_signed(), random.Random(SEED)
    ranges = [tuple(int(n) for n in one.byte_range) for one in PdfFileReader(BytesIO(pdf)).embedded_signatures]
    monkeypatch.setattr(verify, "does_not_fit", lambda _pdf: False)
    for _, start, end, _rest in ranges:
        for _ in range(12):
            place = dice.randrange(start + 1, end - 1)
            old = pdf[place : place + 1]
            new = dice.choice([one for one in b"0123456789ABCDEFabcdef" if bytes([one]) != old])
            refused(pdf, pdf[:place] + bytes([new]) + pdf[place + 1 :])


def test_with_the_hash_nothing_changed_is_ever_the_original() -> None:
    pdf, dice = four_signed(), random.Random(SEED)
    paper = known(pdf, signatures=4)
    for _ in range(500):
        forged = mutated(pdf, dice)
        assert forged == pdf or not examine(forged, paper, four_pins()).good
