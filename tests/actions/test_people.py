"""The village is founded, its people are seated and leave; each mistake has its own sentence."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Trouble
from consult_desk.desk import Desk
from consult_desk.interchange.sample_village import build_rosters
from consult_desk.sample.guide import Clock, Guide
from consult_desk.views.people import authorizations, body_members, roster, village_card
from tests.journeys.hamlet import FOUNDED, START, refused

PERSON = {"name": "霍水生", "sex": "男", "birth": date(1990, 1, 1), "household_no": "009", "group": "二组"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"sex": "无"}, "sex"),
        ({"birth": date(2027, 1, 1)}, "future_date"),
        ({"name": "周明德", "birth": date(1961, 5, 1)}, "known_person"),
        ({"id_number": "123"}, None),
        ({"name": "12"}, None),
    ],
)
def test_people_that_are_refused(guide: Guide, given: dict[str, Any], code: str | None) -> None:
    work = {**PERSON, **given}
    if code is None:
        with pytest.raises(Exception, match=r"[\u4e00-\u9fff]"):
            guide.desk.do(act.people.add_person, **work)
        return
    refused(guide, lambda: guide.desk.do(act.people.add_person, **work), code)


def test_one_village_to_a_desk(tmp_path: Path) -> None:
    """A desk is founded once, of a known kind, under a known profile."""
    desk = Desk.create(tmp_path / "home", now=Clock(START))
    found = {"name": "石桥村", "township": "柳河镇"}
    for given, code in (({"kind": "planet"}, "kind"), ({"profile": "atlantis"}, "unknown_profile")):
        with pytest.raises(act.people.Refused) as caught:
            desk.do(act.people.found_village, **found, **given)
        assert caught.value.obstacles[0].code == code
    with pytest.raises(act.people.Refused) as caught:
        desk.ask(village_card)
    assert caught.value.obstacles[0].code == "no_village"
    desk.do(act.people.found_village, **found)
    with pytest.raises(act.people.Refused) as caught:
        desk.do(act.people.found_village, **found)
    assert caught.value.obstacles[0].code == "village_exists"
    with pytest.raises(Trouble, match="已经有议事台的数据"):
        Desk.create(tmp_path / "home")
    desk.close()


def test_seats(guide: Guide) -> None:
    """Terms in order, known bodies, and nobody supervises the committee he sits in (第三十七条)."""
    seat, term = act.people.seat_person, {"post": "委员", "since": date(2026, 1, 1)}
    refused(guide, lambda: guide.desk.do(seat, 21, body="council_of_elders", **term), "unknown_body")
    refused(guide, lambda: guide.desk.do(seat, 99, body="council", **term), "unknown_person")
    refused(guide, lambda: guide.desk.do(seat, 21, body="council", until=date(2025, 1, 1), **term), "order")
    barred = refused(guide, lambda: guide.desk.do(seat, 4, body="supervision_committee", **term), "supervisor")
    assert "第三十七条" in barred[0].reference and "单守田" not in barred[0].words
    refused(guide, lambda: guide.desk.do(seat, 18, body="villagers_committee", **term), "supervisor")
    made = guide.desk.do(seat, 21, body="council", **term).result
    assert guide.desk.ask(body_members, "council").members == ((21, "冼国柱", "委员", None),)
    end = act.people.end_seat
    refused(guide, lambda: guide.desk.do(end, made, until=date(2025, 1, 1)), "order")
    refused(guide, lambda: guide.desk.do(end, 9999, until=date(2026, 1, 1)), "order")
    guide.desk.do(end, made, until=date(2026, 2, 1))
    assert guide.desk.ask(body_members, "council").members == ()
    assert len(guide.desk.ask(body_members, "council", on=date(2026, 1, 15)).members) == 1
    refused(guide, lambda: guide.desk.ask(body_members, "elders"), "unknown_body")


def test_who_left_is_no_longer_due(guide: Guide) -> None:
    people = guide.desk.ask(village_card).people
    guide.desk.do(act.people.remove_person, 24, until=date(2026, 2, 28), reason="迁往县城")
    assert guide.desk.ask(village_card).people == people - 1
    assert guide.desk.ask(roster, search="郗万年").total == 0


def test_authorisations(guide: Guide) -> None:
    grant = {"scope": "公益", "given_on": FOUNDED, "until": date(2027, 1, 1), "source": "村民会议"}
    record = act.people.record_authorization
    refused(guide, lambda: guide.desk.do(record, categories=["magic"], **grant), "category")
    refused(guide, lambda: guide.desk.do(record, categories=[], **grant), "category")
    back = {**grant, "until": date(2025, 1, 1)}
    refused(guide, lambda: guide.desk.do(record, categories=["other"], **back), "order")
    early = {"posted_on": date(2025, 1, 1), **grant}
    refused(guide, lambda: guide.desk.do(record, categories=["other"], **early), "order")
    guide.desk.do(record, categories=["other"], posted_on=FOUNDED, filed_on=FOUNDED, **grant)
    first = guide.desk.ask(authorizations)[0]
    assert first.in_force and first.categories in (("other",), ("public_welfare", "other"))


def test_rosters_are_imported_twice_without_harm(tmp_path: Path) -> None:
    """A second import of the same files writes nothing new; seats of unknown people refuse the whole file."""
    desk = Desk.create(tmp_path / "home", now=Clock(START))
    desk.do(act.people.found_village, name="青石村", township="柳河镇")
    people, seats = build_rosters().items()
    with pytest.raises(act.people.Refused) as caught:
        desk.do(act.people.import_roster, data=seats[1], name=seats[0])
    assert caught.value.obstacles[0].code == "seat_person_unknown"
    outcomes = [desk.do(act.people.import_roster, data=d, name=n).result for n, d in (people, seats, people, seats)]
    assert [o.kind for o in outcomes] == ["people", "seats"] * 2
    assert [o.applied for o in outcomes[2:]] == [0, 0] and outcomes[2].known == outcomes[0].applied > 400
    assert desk.ask(village_card).people == outcomes[0].applied
    desk.close()


def test_an_imported_seat_keeps_the_law_of_supervision(guide: Guide) -> None:
    """A workbook cannot seat a committee member as his own supervisor either."""
    head = "姓名,身份证号,户号,组织,职务,任期起,任期止,备注\n"
    row = "葛志强,,004,村务监督委员会,委员,2026-01-01,,\n".replace("葛志强,,004", "曾小满,,002")
    refused(
        guide, lambda: guide.desk.do(act.people.import_roster, data=(head + row).encode(), name="任职.csv"), "supervisor"
    )
