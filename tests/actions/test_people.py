"""The village is founded, its people are seated and leave; each mistake has its own sentence."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consult_desk import actions as act
from consult_desk.actions.rosters import BUILT
from consult_desk.base.errors import Cancelled, Trouble
from consult_desk.base.text import check_digit
from consult_desk.desk import Desk
from consult_desk.interchange.sample_village import build_rosters
from consult_desk.model import Base
from consult_desk.sample.guide import Clock, Guide
from consult_desk.views.people import authorizations, body_members, roster, roster_choices, village_card
from consult_desk.views.person import households, person_page
from consult_desk.views.rosters import roster_imports, roster_preview
from tests.journeys.hamlet import FOUNDED, START, advance, matter, refused

PEOPLE_HEAD = "姓名,性别,身份证号,出生日期,户号,村民小组\n"
SEATS_HEAD = "姓名,身份证号,户号,组织,职务,任期起,任期止\n"

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


def test_a_number_says_birth_and_sex(guide: Guide) -> None:
    """An ID number that belongs to another birthday, another sex or another person is not taken."""
    first = "99990119900101001"
    number = first + check_digit(first)
    add, correct = act.people.add_person, act.people.correct_person
    refused(guide, lambda: guide.desk.do(add, **{**PERSON, "birth": date(1990, 1, 2)}, id_number=number), "birth")
    refused(guide, lambda: guide.desk.do(add, **{**PERSON, "sex": "女"}, id_number=number), "sex")
    made = guide.desk.do(add, **PERSON, id_number=number).result
    refused(guide, lambda: guide.desk.do(correct, made, "改生日改生日", birth=date(1990, 1, 2), id_number=number), "birth")
    guide.desk.do(correct, 24, "登记错了生日", birth=date(1990, 1, 1))
    refused(guide, lambda: guide.desk.do(correct, 24, "补上身份证号", id_number=number), "number_taken")
    refused(guide, lambda: guide.desk.do(correct, 24, "补号", id_number=number), "reason")


def test_a_person_moves_and_a_household_changes_its_group(guide: Guide) -> None:
    """周小军 leaves 001 for a new household; 001 as a whole goes to the other group; a group is never mixed."""
    boy, correct = 25, act.people.correct_person
    refused(guide, lambda: guide.desk.do(correct, boy, "分户单独立户", household_no="005", group="一组"), "other_group")
    assert guide.desk.do(correct, boy, "分户单独立户", household_no="009", group="二组").result == ["household"]
    row = guide.desk.ask(person_page, boy).row
    assert (row.household, row.group) == ("009", "二组")
    assert guide.desk.do(correct, boy, "又搬回父母家", household_no="001").result == ["household"]
    assert guide.desk.do(correct, 1, "整户划到二组", household_no="001", group="二组").result == ["group"]
    assert {p.group for p in guide.desk.ask(person_page, 1).family} == {"二组"}
    refused(guide, lambda: guide.desk.do(correct, 1, "什么也没有变", household_no="001", group="二组"), "unchanged")
    newcomer = {**PERSON, "household_no": "001", "group": "一组"}
    refused(guide, lambda: guide.desk.do(act.people.add_person, **newcomer), "other_group")


def test_the_same_seat_is_not_taken_twice(guide: Guide) -> None:
    seat = {"body": "council", "post": "成员", "since": date(2026, 1, 1)}
    guide.desk.do(act.people.seat_person, 21, **seat)
    refused(guide, lambda: guide.desk.do(act.people.seat_person, 21, **seat), "known_seat")
    refused(guide, lambda: guide.desk.do(act.people.seat_person, 21, **{**seat, "body": "party_member"}), "post")


def imported(guide: Guide, text: str, name: str = "补录.csv", **more: Any) -> Any:
    """Import a CSV and return the outcome."""
    return guide.desk.do(act.people.import_roster, data=text.encode(), name=name, **more).result


NEWCOMERS = PEOPLE_HEAD + "霍水生,男,,1990-01-01,090,三组\n霍水莲,女,,1992-01-01,090,三组\n"


def test_an_import_is_taken_back_whole(guide: Guide) -> None:
    """People, their household and their group go; the journal and the list of imports keep that they were there."""
    before = guide.desk.ask(roster).total
    outcome = imported(guide, NEWCOMERS)
    assert (outcome.applied, outcome.known, outcome.left_out) == (2, 0, 0)
    found = guide.desk.ask(roster, search="霍水").rows
    assert guide.desk.ask(person_page, found[0].person).imported == "2026-03-02 从“补录.csv”导入"
    undo = act.people.undo_import
    refused(guide, lambda: guide.desk.do(undo, 99, reason="文件选错了"), "unknown_import")
    refused(guide, lambda: guide.desk.do(undo, outcome.import_id, reason="错了"), "reason")
    assert guide.desk.do(undo, outcome.import_id, reason="选错了文件").result == 2
    assert guide.desk.ask(roster).total == before and guide.desk.ask(households, search="090").total == 0
    assert "三组" not in guide.desk.ask(roster_choices).groups
    refused(guide, lambda: guide.desk.do(undo, outcome.import_id, reason="再撤一次"), "undone")
    kept = guide.desk.ask(roster_imports)[0]
    assert (kept.applied, kept.undone_on, kept.undone_reason) == (2, START, "选错了文件")
    assert imported(guide, NEWCOMERS).applied == 2, "after the undo the same file can be read in again"


def test_an_import_stays_once_something_rests_on_it(guide: Guide) -> None:
    """Who was seated since then, or stands on the due list of a meeting, cannot be taken away with his import."""
    people = imported(guide, NEWCOMERS).import_id
    person = guide.desk.ask(roster, search="霍水生").rows[0].person
    seats = imported(guide, SEATS_HEAD + "霍水生,,090,党支部委员会,委员,2026-01-01,2028-12-31\n", "任职.csv").import_id
    undo = act.people.undo_import
    reasons = refused(guide, lambda: guide.desk.do(undo, people, reason="选错了文件"), "used_membership")
    assert "1 人（霍水生）已经登记了任职" in reasons[0].words and "先撤销那次任职名册的导入" in reasons[0].fix
    guide.desk.do(undo, seats, reason="任职写错了")
    seats = imported(guide, SEATS_HEAD + "霍水生,,090,党支部委员会,委员,2026-01-01,2028-12-31\n", "任职.csv").import_id
    advance(guide, matter(guide))
    refused(guide, lambda: guide.desk.do(undo, seats, reason="任职写错了"), "used_due_entry")
    codes = "used_membership", "used_due_entry", "used_attendance"
    refused(guide, lambda: guide.desk.do(undo, people, reason="选错了文件"), *codes)
    assert guide.desk.ask(person_page, person).row.name == "霍水生"


def test_every_table_that_names_a_person_is_asked_before_an_undo() -> None:
    tables = Base.metadata.sorted_tables
    naming = {t.name for t in tables for c in t.columns for key in c.foreign_keys if key.column.table.name == "person"}
    assert naming == set(BUILT)


def test_lines_that_contradict_the_roster_are_left_out_when_seen(guide: Guide) -> None:
    """The preview names the lines; without leaving them out nothing is written, with it the rest is."""
    text = NEWCOMERS + "周新来,男,,1991-05-01,001,二组\n"
    unfit = guide.desk.ask(roster_preview, text.encode(), "补录.csv").unfit
    assert unfit == (4,)
    reasons = refused(guide, lambda: imported(guide, text), "other_group")
    assert reasons[0].words.startswith("第 4 行：") and guide.desk.ask(roster, search="霍水").total == 0
    outcome = imported(guide, text, leave_out=unfit)
    assert (outcome.applied, outcome.left_out) == (2, 1)


def test_nothing_new_is_no_import(guide: Guide) -> None:
    imported(guide, NEWCOMERS)
    again = imported(guide, NEWCOMERS)
    assert (again.applied, again.known, again.import_id) == (0, 2, 0) and len(guide.desk.ask(roster_imports)) == 1


def test_a_person_without_household_belongs_to_none(guide: Guide) -> None:
    imported(guide, PEOPLE_HEAD + "霍水生,男,,1990-01-01,,三组\n霍水莲,女,,1992-01-01,,三组\n")
    first, second = guide.desk.ask(roster, search="霍水").rows
    assert (first.household, second.household) == ("", "") and guide.desk.ask(person_page, first.person).family == ()


def test_a_stopped_import_writes_nothing(guide: Guide) -> None:
    class Stopper:
        def step(self, done: int, total: int, words: str) -> None:
            if "写入" in words:
                raise Cancelled

    guide.desk.progress = Stopper()
    with pytest.raises(Cancelled):
        imported(guide, NEWCOMERS)
    assert guide.desk.ask(roster, search="霍水").total == 0 and guide.desk.ask(roster_imports) == ()
