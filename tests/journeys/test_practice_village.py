"""The practice village: 432 people and four matters that went their way through the same actions as real ones."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from consult_desk.desk import Desk
from consult_desk.sample import build_sample
from consult_desk.sample.guide import Clock, Guide
from consult_desk.sample.village import Sample
from consult_desk.views.checking import check_file
from consult_desk.views.journal import check_home
from consult_desk.views.ledger import ledger
from consult_desk.views.papers import paper_page
from consult_desk.views.people import village_card

TODAY = date(2026, 8, 3)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Built once."""
    said: list[str] = []
    built = build_sample(tmp_path_factory.mktemp("sample") / "home", today=TODAY, say=said.append)
    assert said == ["名册已导入", "第一件事项的决议已公开期满", "第一件事项已办结", "四件事项已就绪"]
    return built


@pytest.fixture(scope="module")
def guide(sample: Sample) -> Iterator[Guide]:
    """A desk in it, on its last day."""
    clock = Clock(TODAY)
    desk = Desk(sample.home, now=clock)
    yield Guide(desk, clock)
    desk.close()


def test_four_matters_at_four_stages(guide: Guide, sample: Sample) -> None:
    rows = {r.matter: r for r in guide.desk.ask(ledger).rows}
    assert [rows[m].step for m in (sample.finished, sample.hanging, sample.deliberating, sample.proposed)] == [
        "", "disclose_resolution", "deliberate", "propose",
    ]
    assert all(c is not None and c.on and c.supervised for c in rows[sample.finished].cells)
    card = guide.desk.ask(village_card)
    assert card.people == 432 and card.practice


def test_the_finished_matter_is_whole(guide: Guide, sample: Sample) -> None:
    """Six steps with their articles; both notices signed twice and verified as originals."""
    view = guide.matter(sample.finished)
    assert view.state == "done" and view.progress == 100
    assert all(s.state == "done" and s.reference and s.supervision for s in view.steps)
    papers = {kind: guide.desk.ask(paper_page, number) for kind, number in sample.papers.items()}
    assert {kind: len(p.signed_by) for kind, p in papers.items()} == {
        "meeting_notice": 2, "attendance_sheet": 0, "minutes": 0, "resolution": 2, "result": 2,
    }
    for kind in ("meeting_notice", "attendance_sheet", "resolution", "result"):
        verdict = guide.desk.ask(check_file, papers[kind].data)
        assert verdict.good and verdict.kind == "原件一致", (kind, verdict)
    assert guide.desk.ask(check_home).good


def test_the_hanging_matter_waits_for_its_days(guide: Guide, sample: Sample) -> None:
    view = guide.matter(sample.hanging)
    hung = view.postings[0]
    assert hung.state == "张贴中" and hung.posted_on < TODAY < hung.until_on
    assert {o.code for o in view.waiting} == {"publicity"} and hung.days_left == (hung.until_on - TODAY).days
    assert hung.until_on - hung.posted_on >= timedelta(days=15)


def test_it_is_never_built_over_something(sample: Sample) -> None:
    before = Path(sample.home, "desk.db").stat().st_size
    with pytest.raises(Exception, match="已经有议事台的数据"):
        build_sample(sample.home)
    assert Path(sample.home, "desk.db").stat().st_size == before
