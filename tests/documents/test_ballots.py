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
from tests.documents.sample_meetings import LONG


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
    assert [words.count("反对") for words in found] == [4, 2, 1, 1]
    assert all(words.count("是无效票") == words.count("发票单位盖章处") == words.count("反对") for words in found)
    assert "村内主干道硬化工程" in found[0] and "第8条" in found[2]


@pytest.mark.parametrize("numbered", [False, True])
def test_the_slips_say_their_facts_and_come_back_from_json(numbered: bool) -> None:
    kind, facts = paper("ballot"), sample_facts.ballot(numbered=numbered)
    data = kind.draw(facts)
    assert_readback(kind, facts, data)
    assert facts_from_json(kind, facts_to_json(facts)) == facts and kind.draw(facts) == data


def test_a_sheet_of_four_small_slips_says_every_fact_by_itself() -> None:
    facts = replace(sample_facts.ballot(practice=False), items=sample_facts.ballot().items[:1])
    assert_readback(paper("ballot"), facts, ballot.draw(facts))


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


LONG_TEXTS = {"3000": LONG, "4500": ("修路。" * 1500,), "lines": ("修路。",) * 80, "15000": ("修路。" * 5000,)}


@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=list(LONG_TEXTS))
def test_a_long_text_goes_on_over_the_back_and_is_never_cut(text: tuple[str, ...]) -> None:
    facts = sample_facts.ballot(practice=False)
    facts = replace(facts, items=(replace(facts.items[0], text=text, copies=2),))
    data = ballot.draw(facts)
    assert_readback(paper("ballot"), facts, data)
    found = sheets(facts)
    # An even number of sheets for each slip: two slips never share one that is printed on both sides.
    assert len(found) % 4 == 0 and found[: len(found) // 2] == found[len(found) // 2 :]
    assert [words.count("弃权") for words in found[: len(found) // 2]] == [*[0] * (len(found) // 2 - 1), 1]
    assert "".join(found).count(readback.squeezed(text[0])) >= 1
    turned = readback.squeezed(readback.read_text(data).split("\f")[1])
    assert turned.count("（转背面）") >= 2 and turned.count("（接正面）") == turned.count("（转背面）")


def test_every_slip_carries_the_same_code_and_no_number_of_its_page() -> None:
    facts = sample_facts.ballot(practice=False)
    facts = replace(facts, imprint=replace(facts.imprint, code="CD1.7F3A2C.G12.BALLOT.1"))
    furniture = readback.squeezed(readback.read_text(ballot.draw(facts)).split("\f")[1])
    assert furniture.count("CD1.7F3A2C.G12.BALLOT.1") == sum(item.copies for item in facts.items) and "BALLOT.1.1" not in furniture


def test_the_code_on_a_slip_reads_and_names_no_page(tmp_path: Path) -> None:
    import zxingcpp

    from consult_desk.documents.form_code import FormCode

    facts = sample_facts.ballot()
    facts = replace(facts, imprint=replace(facts.imprint, code="CD1.7F3A2C.G12.BALLOT.1"), items=facts.items[:1])
    found = zxingcpp.read_barcodes(looks.render(ballot.draw(facts), tmp_path, 150)[0])
    assert [one.text for one in found] == ["CD1.7F3A2C.G12.BALLOT.1"] * 4
    code = FormCode.parse(found[0].text)
    assert code is not None and (code.subject_id, code.kind, code.page) == (12, "ballot", 0)


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
