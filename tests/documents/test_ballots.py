"""表决票: as many as asked, several on a sheet, nothing that tells one from another unless the vote is by name."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from consult_desk.documents import readback
from consult_desk.documents.kinds import ballot
from consult_desk.documents.paper import assert_readback, facts_from_json, facts_to_json, paper
from tests.documents import looks, sample_facts


def sheets(facts: ballot.BallotFacts) -> list[str]:
    """What each sheet says, white space aside."""
    found = []
    with pikepdf.Pdf.open(BytesIO(ballot.draw(facts))) as document:
        for page in document.pages:
            one = pikepdf.Pdf.new()
            one.pages.append(page)
            buffer = BytesIO()
            one.save(buffer)
            found.append(readback.squeezed(readback.read_text(buffer.getvalue()).split("\f")[0]))
    return found


def test_four_short_slips_fit_a_sheet_and_a_long_text_takes_a_whole_one() -> None:
    found = sheets(sample_facts.ballot())
    assert [words.count("不同意") for words in found] == [4, 2, 1, 1]
    assert all(words.count("是无效票") == words.count("不同意") for words in found)
    assert "村内主干道硬化工程" in found[0] and "第8条" in found[2]


@pytest.mark.parametrize("numbered", [False, True])
def test_the_slips_say_their_facts_and_come_back_from_json(numbered: bool) -> None:
    kind, facts = paper("ballot"), sample_facts.ballot(numbered=numbered)
    data = kind.draw(facts)
    assert_readback(kind, facts, data)
    assert facts_from_json(kind, facts_to_json(facts)) == facts and kind.draw(facts) == data


def test_slips_of_a_secret_vote_are_all_the_same() -> None:
    item = replace(sample_facts.ballot().items[0], copies=8)
    first, second = sheets(replace(sample_facts.ballot(practice=False), items=(item,)))
    assert first == second and "№" not in first
    named = sheets(replace(sample_facts.ballot(), items=(replace(item, numbered=True),)))
    assert "№1-001" in named[0] and "№1-008" in named[1] and named[0] != named[1]


def test_slips_carry_no_page_number_and_practice_shows_on_each() -> None:
    text = readback.read_text(ballot.draw(sample_facts.ballot()))
    furniture = readback.squeezed(text.split("\f")[1])
    assert "—" not in furniture and furniture.count("练习") == 8
    plain = readback.read_text(ballot.draw(sample_facts.ballot(practice=False)))
    assert "练习" not in readback.squeezed(plain)


def test_a_text_too_long_for_any_slip_is_known_beforehand() -> None:
    assert ballot.fits(sample_facts.ballot().items[1].text)
    assert not ballot.fits(("修路。" * 1500,)) and not ballot.fits(("修路。",) * 80)


def test_the_slips_look_as_they_looked(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    picture = looks.sheet(looks.render(ballot.draw(sample_facts.ballot()), tmp_path))
    path = looks.GOLDEN / "ballot.png"
    if request.config.getoption("--rewrite-golden"):
        picture.save(path, optimize=True)
    with Image.open(path) as golden:
        assert golden.size == picture.size
        assert looks.difference(golden.convert("L"), picture) < 12


def test_the_slips_are_pdfa(tmp_path: Path) -> None:
    from pikepdf import pdfa as validator

    (tmp_path / "a.pdf").write_bytes(ballot.draw(sample_facts.ballot(numbered=True)))
    assert validator.validate_written(tmp_path / "a.pdf", "2b").passed
