"""Mistakes are corrected with a reason; what stood before stays in the record."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from consult_desk.actions.matters import amend_matter
from consult_desk.actions.people import correct_person
from consult_desk.base.errors import Refused
from consult_desk.desk import Desk
from consult_desk.sample.guide import Clock, Guide
from consult_desk.sample.village import open_ditch
from consult_desk.views.journal import check_home
from consult_desk.views.people import roster


@pytest.fixture
def guide(tmp_path: Path, practice_village: Path) -> Iterator[Guide]:
    home = shutil.copytree(practice_village, tmp_path / "home")
    clock = Clock(date(2026, 3, 2))
    made = Guide(Desk(home, now=clock), clock)
    yield made
    made.desk.close()


def test_a_matter_is_amended_with_a_reason_and_says_what_changed(guide: Guide) -> None:
    matter = open_ditch(guide)
    changes = guide.desk.do(
        amend_matter, matter, reason="预算单位看错了", budget=1_860_000, title="三组灌溉渠清淤加固"
    ).result
    assert changes == [
        "题目由“三组灌溉渠清淤及护坡加固”改为“三组灌溉渠清淤加固”",
        "预算（分）由“18600000”改为“1860000”",
    ]
    page = guide.matter(matter)
    assert page.title == "三组灌溉渠清淤加固"
    assert page.budget == "18,600.00元"
    assert "更正：预算单位看错了" in page.history[0]
    assert guide.desk.ask(check_home).good


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": "短"}, "unchanged"),
        ({"reason": "短", "budget": 5}, "reason"),
        ({"reason": "看错了一位数", "budget": -1}, "budget"),
        ({"reason": "看错了资金来源", "fund_source": ""}, "fund_source"),
        ({"reason": "其实没有改动", "executor": "村民委员会"}, "unchanged"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused_and_changes_nothing(
    guide: Guide, given: dict[str, object], code: str
) -> None:
    matter = open_ditch(guide)
    before = guide.matter(matter)
    with pytest.raises(Refused) as refused:
        guide.desk.do(amend_matter, matter, **given)  # type: ignore[arg-type]
    assert refused.value.obstacles[0].code == code
    assert guide.matter(matter) == before


def test_a_person_is_corrected_with_a_reason(guide: Guide) -> None:
    row = guide.desk.ask(roster, search="单守田").rows[0]
    changed = guide.desk.do(correct_person, row.person, reason="户口本上是守甸", name="单守甸").result
    assert changed == ["name"]
    again = guide.desk.ask(roster, search="shanshoudian").rows
    assert [r.name for r in again] == ["单守甸"]
    assert guide.desk.ask(check_home).good


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": "短"}, "reason"),
        ({"reason": "没有要改的地方"}, "unchanged"),
        ({"reason": "性别登记错了", "sex": "不详"}, "sex"),
        ({"reason": "生日登记错了", "birth": date(2030, 1, 1)}, "future_date"),
    ],
)
def test_a_correction_of_a_person_that_cannot_be_is_refused(guide: Guide, given: dict[str, object], code: str) -> None:
    row = guide.desk.ask(roster, search="单守田").rows[0]
    with pytest.raises(Refused) as refused:
        guide.desk.do(correct_person, row.person, **given)  # type: ignore[arg-type]
    assert refused.value.obstacles[0].code == code
    assert guide.desk.ask(roster, search="单守田").rows == (row,)
