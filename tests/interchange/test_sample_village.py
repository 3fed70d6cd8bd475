"""The practice village has exactly the people and seats that its constants promise."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from consult_desk.base.text import check_id_number, sex_of
from consult_desk.interchange import sample_village as sample
from consult_desk.interchange.roster import PersonEntry, RosterPreview, SeatEntry, read_roster

DAYS = (date(2025, 6, 1), date(2026, 1, 5), date(2026, 12, 31))
BOOKS = sample.build_rosters()


def preview(name: str, day: date = DAYS[1]) -> RosterPreview:
    return read_roster(BOOKS[name], name, today=day)


PEOPLE = [row.entry for row in preview("村民名册.xlsx").rows if isinstance(row.entry, PersonEntry)]
SEATS = [row.entry for row in preview("组织任职名册.xlsx").rows if isinstance(row.entry, SeatEntry)]
BY_NUMBER = {person.id_number: person for person in PEOPLE}


def holders(body: str, post: str = "") -> list[PersonEntry]:
    return [BY_NUMBER[s.id_number] for s in SEATS if s.body == body and post in ("", s.post)]


def test_the_same_seed_gives_the_same_bytes_and_another_other_people() -> None:
    assert sample.build_rosters() == BOOKS
    other = sample.build_rosters(seed=7)
    assert other["村民名册.xlsx"] != BOOKS["村民名册.xlsx"]
    assert len(read_roster(other["村民名册.xlsx"], "a").rows) == sample.PERSON_COUNT


@pytest.mark.parametrize("name", ["村民名册.xlsx", "组织任职名册.xlsx"])
def test_every_row_is_ready_to_import(name: str) -> None:
    read = preview(name)
    assert {row.verdict for row in read.rows} == {"ok"}
    assert (read.columns_ignored, read.hidden, read.notes) == ((), (), ())


@pytest.mark.parametrize("day", DAYS)
def test_the_counts_hold_on_every_day_of_the_practice(day: date) -> None:
    minors = sum((p.birth.year + 18, p.birth.month, p.birth.day) > (day.year, day.month, day.day) for p in PEOPLE)
    assert (len(PEOPLE), minors) == (432, 86) == (sample.PERSON_COUNT, sample.MINOR_COUNT)
    households = {p.household_no: p.group for p in PEOPLE}
    assert len(households) == 204 == sample.HOUSEHOLD_COUNT
    assert Counter(households.values()) == dict.fromkeys(sample.GROUPS, 68)
    assert sum(not p.registered for p in PEOPLE) == 6 == sample.UNREGISTERED_COUNT
    assert all(p.birth <= day for p in PEOPLE)


def test_every_household_has_one_head_who_is_of_age() -> None:
    heads = [p for p in PEOPLE if p.relation == "户主"]
    assert len(heads) == len({p.household_no for p in heads}) == sample.HOUSEHOLD_COUNT
    assert all(p.birth.year <= 2004 for p in heads)


def test_the_people_are_nobody() -> None:
    assert {p.id_number[:6] for p in PEOPLE} == {"999901"}
    assert {p.phone[:4] for p in PEOPLE if p.phone} == {"0000"}
    assert len(BY_NUMBER) == len(PEOPLE)
    for p in PEOPLE:
        assert check_id_number(p.id_number) == p.id_number and sex_of(p.id_number) == p.sex


def test_names_are_rare_double_and_compound() -> None:
    names = Counter(p.name for p in PEOPLE)
    assert [name for name, count in names.items() if count > 1] == [sample.NAMESAKE] and names[sample.NAMESAKE] == 2
    assert all(names[name] == 1 for name in sample.RARE_NAMES) and len(sample.RARE_NAMES) == 8
    assert any(name.startswith("欧阳") for name in names) and sum(len(name) == 2 for name in names) > 40


def test_the_bodies_hold_whom_they_should() -> None:
    assert len(holders("party_member", "正式党员")) == 32 == sample.FULL_MEMBER_COUNT
    assert len(holders("party_member", "预备党员")) == 3 == sample.PROBATIONARY_COUNT
    assert len(holders("party_committee")) == len(holders("villagers_committee")) == 5 == sample.COMMITTEE_COUNT
    assert len(holders("supervision_committee")) == 3 == sample.SUPERVISOR_COUNT
    assert len(holders("collective_board")) == 5 == sample.BOARD_COUNT
    assert len(SEATS) == 93
    for post, body in (("书记", "party_committee"), ("主任", "villagers_committee"), ("理事长", "collective_board")):
        assert [p.name for p in holders(body, post)] == [sample.SECRETARY]
    two_committees = {p.id_number for p in holders("party_committee") + holders("villagers_committee")}
    assert len(two_committees) == 9


def test_the_representatives_meeting_is_composed_as_the_law_asks() -> None:
    reps, committee = holders("villager_reps"), holders("villagers_committee")
    assert len(reps) == 40 == sample.REPRESENTATIVE_COUNT
    assert sum(p.sex == "女" for p in reps) == 16 == sample.WOMEN_REPRESENTATIVE_COUNT
    assert not {p.id_number for p in reps} & {p.id_number for p in committee}
    members = len(reps) + len(committee)
    assert members == 45 and 5 * len(reps) >= 4 * members and 3 * 16 >= members
    assert Counter(p.group for p in reps) == {"一组": 14, "二组": 13, "三组": 13}
    assert len({p.household_no for p in reps}) == 40
    assert any(p.sex == "女" for p in committee)


def test_supervisors_sit_in_no_committee_and_live_with_nobody_who_does() -> None:
    committees = holders("party_committee") + holders("villagers_committee")
    homes = {p.household_no for p in committees}
    assert not {p.household_no for p in holders("supervision_committee")} & homes


def test_terms_and_the_age_of_those_who_hold_a_seat() -> None:
    for s in SEATS:
        person = BY_NUMBER[s.id_number]
        assert (s.name, s.household_no) == (person.name, person.household_no) and person.registered
        if s.body == "party_member":
            assert s.until is None and s.from_.year - person.birth.year > 18
        else:
            assert (s.from_, s.until) == (sample.TERM_SINCE, sample.TERM_UNTIL)
            assert person.birth.year <= 1998


def test_the_secretary_comes_first_among_the_members() -> None:
    members = [s.from_ for s in SEATS if s.body == "party_member"]
    assert SEATS[0].name == sample.SECRETARY and len(members) == 35
    assert any(a != b for a, b in pairwise(members))
