"""The roster as it is shown: narrowed, page by page, one person, households, bodies composed now and if, files read."""

from datetime import date

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Refused
from consult_desk.base.settings import Settings, save_settings
from consult_desk.sample.guide import Guide
from consult_desk.views.bodies import assembly, bodies, body_page
from consult_desk.views.characters import glyph_cover
from consult_desk.views.people import roster, roster_choices
from consult_desk.views.person import households, person_page
from consult_desk.views.rosters import empty_rosters, roster_preview
from tests.interchange.books import SEATS, csv_text, id_number, person, seat

NUMBER = id_number("19900101", 1)


def test_the_roster_is_narrowed(guide: Guide) -> None:
    ask = guide.desk.ask
    assert ask(roster, group="二组").total == 12 and ask(roster, group="一组").total == 14
    assert ask(roster, adults=True).total == 25 and ask(roster).total == 26
    guide.clock.go(date(2025, 8, 31))
    assert ask(roster, adults=True).total == 24, "周小军 is of age on his birthday, 2025-09-01"
    assert ask(roster, seat="supervision_committee").total == 3 and ask(roster, seat="any").total == 25
    guide.clock.go(date(2026, 3, 2))
    guide.desk.do(act.people.correct_person, 1, "户口已经迁出", registered=False)
    assert ask(roster, registered=True).total == 25
    assert next(r.name for r in ask(roster, start="z").rows) == "曾小满"
    choices = ask(roster_choices)
    assert choices.groups == ("一组", "二组") and choices.letters[0] == "C" and "A" not in choices.letters
    assert ("villagers_committee", "村民委员会") in choices.seats and "council" not in dict(choices.seats)


def test_numbers_are_found_and_masked_until_the_settings_show_them(guide: Guide) -> None:
    made = guide.desk.do(
        act.people.add_person, "霍水生", "男", date(1990, 1, 1), "009", "二组", id_number=NUMBER, phone="13900001234"
    ).result
    for word in (NUMBER[:6], NUMBER[-4:], "009", "1234"):
        assert made in [r.person for r in guide.desk.ask(roster, search=word).rows], word
    row = guide.desk.ask(roster, search="霍水生").rows[0]
    assert (row.id_number, row.phone) == (f"999901********{NUMBER[-4:]}", "139****1234")
    save_settings(guide.desk.home, Settings(show_id_numbers=True))
    assert guide.desk.ask(person_page, made).row.id_number == NUMBER


def test_a_person_with_household_seats_and_history(guide: Guide) -> None:
    guide.desk.do(act.people.correct_person, 4, "户口簿上是另一个字", name="曾小曼")
    held = next(s for s in guide.desk.ask(person_page, 4).seats if s.body == "residents_committee")
    guide.desk.do(act.people.end_seat, held.membership, until=date(2026, 1, 31))
    page = guide.desk.ask(person_page, 4)
    assert page.row.name == "曾小曼" and page.row.pinyin == "zengxiaoman"
    assert [p.person for p in page.family] == [4, 5, 6]
    assert [(day, what, why) for day, what, why, _who in page.history] == [
        (date(2025, 6, 2), "登记入册", ""), (date(2026, 3, 2), "更正资料", "户口簿上是另一个字"),
    ]  # fmt: skip
    states = {s.body: s.state for s in page.seats}
    assert states["residents_committee"] == "over" and states["villagers_committee"] == "now"
    with pytest.raises(Refused):
        guide.desk.ask(person_page, 999)


def test_households_by_number(guide: Guide) -> None:
    first = guide.desk.ask(households, limit=3)
    assert [h.number for h in first.rows] == ["001", "002", "003"] and first.total == 8
    assert [h.number for h in guide.desk.ask(households, after=first.after, limit=9).rows] == [f"00{n}" for n in range(4, 9)]
    assert [h.number for h in guide.desk.ask(households, search="周小军").rows] == ["001"]
    assert len(first.rows[0].members) == 5 and guide.desk.ask(households, group="二组").total == 4


def test_bodies_are_judged_now_and_if(guide: Guide) -> None:
    """村组法 第二十九条: reps at least 4/5, women reps at least 1/3 of the members; three committee members, twelve reps."""
    card = next(c for c in guide.desk.ask(bodies) if c.body == "villager_reps")
    assert (card.members, card.women, card.ends, card.faults) == (12, 5, date(2029, 12, 31), 0)
    page = guide.desk.ask(body_page, "villager_reps")
    assert [one.met for one in page.composed] == [True, True] and page.would == ()
    assert "代表占组成人员" in page.composed[0].words and "第二十九条" in page.composed[0].reference
    man = guide.desk.ask(body_page, "villager_reps", joins=22).would
    assert [one.met for one in man] == [True, False] and "现有 5 人，还差 1 人" in man[1].words
    fewer = guide.desk.ask(body_page, "villager_reps", leaves=page.seats[0].membership).would
    assert not fewer[0].met
    wider = guide.desk.ask(body_page, "villagers_committee", joins=23).would
    assert not wider[0].met, "a fourth of the committee makes twelve representatives too few"
    assert guide.desk.ask(body_page, "council").seats == ()
    everybody = guide.desk.ask(assembly)
    assert (everybody.adults, everybody.women, everybody.households) == (25, 5, 8)
    with pytest.raises(Refused):
        guide.desk.ask(body_page, "elders")


def test_a_file_is_judged_against_the_roster(guide: Guide) -> None:
    rows = [
        person(姓名="霍水生", 身份证号=NUMBER, 出生日期="1990-01-01", 户号="009", 村民小组="二组"),
        person(姓名="周明德", 身份证号="", 出生日期="1961-05-01", 户号="001"),
        person(姓名="周新来", 身份证号="", 出生日期="1991-05-01", 户号="002", 村民小组="二组"),
        person(姓名="没有号", 身份证号="", 出生日期="1981-05-01", 户号="010"),
        person(姓名="坏号", 身份证号="123"),
    ]
    view = guide.desk.ask(roster_preview, csv_text(rows).encode(), "村民.csv")
    assert [r.verdict for r in view.rows] == ["ok", "known", "refused", "warn", "refused"]
    assert view.unfit == (4,) and view.counts == {"ok": 1, "known": 1, "refused": 2, "warn": 1}
    assert (view.writes(False), view.writes(True)) == (1, 2)
    assert "户号 002 在名册里属于一组，这一行写的是二组" in view.rows[2].reasons[0]
    assert NUMBER not in repr(view)
    seats = [
        seat(姓名="冼国柱", 身份证号="", 户号="007", 组织="议事会", 职务="成员"),
        seat(姓名="曾小满", 身份证号="", 户号="002", 组织="村务监督委员会", 职务="委员"),
        seat(姓名="无此人", 身份证号="", 户号="002", 组织="村民委员会", 职务="委员"),
    ]
    view = guide.desk.ask(roster_preview, csv_text(seats, SEATS).encode(), "任职.csv")
    assert [r.verdict for r in view.rows] == ["ok", "refused", "refused"] and view.unfit == (3, 4)
    assert "第三十七条" in view.rows[1].reasons[0] and "没有这个人" in view.rows[2].reasons[0]


def test_glyphs_the_papers_can_print(guide: Guide) -> None:
    plain, rare, nobody = guide.desk.ask(glyph_cover, "王㛃\U00030ede")
    assert plain.printable and all(one.own for one in plain.drawn) and plain.words == ""
    assert rare.printable and [d.face for d in rare.drawn if not d.own] == ["仿宋"] and "宋体补上" in rare.words
    assert not nobody.printable and "U+30EDE" in nobody.words


def test_a_filled_template_is_read(guide: Guide) -> None:
    """The empty workbooks carry the headings the reader looks for; without a row they say so."""
    for name, data in guide.desk.ask(empty_rosters).items():
        with pytest.raises(Refused, match="只有表头"):
            guide.desk.ask(roster_preview, data, name)
