"""Every procedure that ships, from its first step to done; and what only some of them ask for."""


import pytest

from consult_desk import actions as act
from consult_desk.sample.guide import Guide
from consult_desk.views.journal import check_home
from tests.journeys.hamlet import advance, matter

WHOLE = (
    "cn-village-reps", "cn-village-assembly", "cn-village-group", "cn-community-reps", "cn-community-assembly",
    "cn-collective-assembly", "cn-collective-reps", "cn-collective-nonmember", "cn-yishiyiyi", "zj", "cq", "bj", "ha",
    "nm", "tpl-4plus2", "tpl-5yi5gongkai", "tpl-6yi2gongkai", "tpl-4yi2gongkai1jiandu", "tpl-community",
    "practice-project-funds",
)


@pytest.mark.parametrize("profile", WHOLE)
def test_a_matter_runs_to_the_end(guide: Guide, profile: str) -> None:
    """Every step in order, each with its words and article, dates that never go back, and a whole journal."""
    found = matter(guide, profile, group="一组" if profile == "cn-village-group" else "")
    steps = [s for s in guide.desk.profiles[profile].steps if not s.parallel]
    for step in steps:
        if profile == "cn-yishiyiyi" and step.key == "disclose_resolution":
            guide.desk.do(act.matters.record_review, found, step="township_review", by="柳河镇人民政府", opinion="同意")
        assert guide.matter(found).step == step.key
        assert advance(guide, found) == step.key
    view = guide.matter(found)
    assert (view.state, view.step, view.waiting) == ("done", "", ())
    assert [s.state for s in view.steps] == ["done"] * len(steps)
    days = [s.on for s in view.steps]
    assert days == sorted(d for d in days if d is not None)
    assert all(s.words for s in view.steps) and not any(s.late for s in view.steps)
    assert all(s.reference for s in view.steps if s.kind != "review")
    assert guide.desk.ask(check_home).good
