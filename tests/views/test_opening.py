"""What a new matter is offered, and what its page knows besides steps."""

from datetime import date

from consult_desk import actions as act
from consult_desk.sample.guide import Guide
from consult_desk.views.matter_sheet import matter_sheet
from consult_desk.views.opening import opening
from consult_desk.views.vocabulary import CATEGORIES, PROPOSER_TITLES
from tests.journeys.hamlet import advance, matter, reach


def test_a_village_is_offered_its_own_rules_first_and_special_ones_by_category(guide: Guide) -> None:
    view = guide.desk.ask(opening)
    keys = [row.key for row in view.procedures]
    assert keys[0] == "cn-village-reps" and "cn-collective-reps" not in keys and "cn-community-reps" not in keys
    proposed = dict(view.proposed)
    assert set(proposed) == set(CATEGORIES) and proposed["public_welfare"] == "cn-village-reps"
    assert proposed["land_contract"] == "cn-land-contract"
    assert "residents_committee" not in dict(view.proposers) and set(dict(view.proposers)) < set(PROPOSER_TITLES)
    assert view.groups == ("一组", "二组") and view.procedures[0].steps[0][0] == "村党组织提议"


def test_the_sheet_tells_people_and_what_is_still_unsupervised(guide: Guide) -> None:
    found = matter(guide)
    guide.desk.do(act.matters.join_proposal, found, [2, 3])
    advance(guide, found)
    sheet = guide.desk.ask(matter_sheet, found)
    assert [name for _id, name in sheet.joiners] == ["单守田", "查正清"]
    assert sheet.supervisors == ("佘铁柱", "牟长河", "易兴旺") and ("周明德", "村民委员会主任") in sheet.officers
    assert [key for key, _title in sheet.taken] == ["propose"] and sheet.unseen == ("consult",)
    assert sheet.budget == 3_000_000 and sheet.work is None and sheet.meeting is None


def test_the_sheet_follows_the_work(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "disclose_result")
    began = guide.clock.day
    guide.execute(found, began, date.fromordinal(began.toordinal() + 4), date.fromordinal(began.toordinal() + 5), 2_900_000)
    work = guide.desk.ask(matter_sheet, found).work
    assert work is not None and (work.progress, work.actual, len(work.parts)) == (100, 2_900_000, 3)
    assert work.acceptances[0].passed and work.parts[0].weight == 30
