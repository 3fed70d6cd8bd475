"""The difference of two texts: it gives both back, keeps numbers whole, and names the versions there are."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_desk import actions as act
from consult_desk.sample.guide import Guide
from consult_desk.views.text_difference import pieces, text_difference
from tests.journeys.hamlet import TEXT, matter, refused


def joined(found: object, *kinds: str) -> str:
    return "".join(p.text for p in found if p.kind in kinds)  # type: ignore[attr-defined]


@given(st.text(alphabet="渠长一二三0123.\n", max_size=60), st.text(alphabet="渠长一二三0123.\n", max_size=60))
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    found = pieces(before, after)
    assert joined(found, "same", "gone") == before and joined(found, "same", "new") == after
    assert all(one.kind != other.kind for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("清淤800米。", "清淤1200米。", [("same", "清淤"), ("gone", "800"), ("new", "1200"), ("same", "米。")]),
        ("一\n二\n", "一\n二\n三\n", [("same", "一\n二\n"), ("new", "三\n")]),
        ("工期一个月", "工期三个月", [("same", "工期"), ("gone", "一"), ("new", "三"), ("same", "个月")]),
    ],
)
def test_only_what_changed_is_marked(before: str, after: str, said: list[tuple[str, str]]) -> None:
    assert [(p.kind, p.text) for p in pieces(before, after)] == said


def test_any_two_versions_are_compared(guide: Guide) -> None:
    found = matter(guide)
    guide.desk.do(act.matters.revise_text, found, TEXT.replace("八百", "九百"), "群众建议加长一百米")
    guide.desk.do(act.matters.revise_text, found, TEXT.replace("八百", "一千"), "再次核实以后加长")
    view = guide.desk.ask(text_difference, found, 1, 3)
    assert (joined(view.pieces, "gone"), joined(view.pieces, "new")) == ("八百", "一千")
    assert (view.gone, view.new) == (2, 2)
    assert guide.desk.ask(text_difference, found, 2, 2).gone == 0
    refused(guide, lambda: guide.desk.ask(text_difference, found, 1, 9), "unknown_version")
