"""Every row of a roster gets its verdict, with a reason a secretary can act on."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.base.text import check_digit
from consult_desk.interchange.roster import PersonEntry, RosterRow, SeatEntry, read_roster
from tests.interchange.books import PEOPLE, SEATS, book, csv_text, id_number, person, seat

TODAY = date(2026, 1, 5)
ROUNDED = "后几位已经丢失"


def rows(*given: list[Any], header: tuple[str, ...] = PEOPLE) -> tuple[RosterRow, ...]:
    return read_roster(book(given, header), "名册.xlsx", today=TODAY).rows


def one(**cells: Any) -> RosterRow:
    return rows(person(**cells))[0]


def one_seat(**cells: Any) -> RosterRow:
    return rows(seat(**cells), header=SEATS)[0]


def test_a_right_row_is_read_whole() -> None:
    row = one(联系电话="139 0000 1234", 备注="低保户\n已核对")
    assert (row.line, row.verdict, row.reasons, row.name) == (2, "ok", (), "张三")
    assert row.entry == PersonEntry(
        "张三", "男", date(1980, 1, 5), id_number(), "1001", "户主", "一组", "139 0000 1234", True, "低保户\n已核对"
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (id_number()[:17] + "0", "校验码"),
        (float(id_number()[:17] + "0"), ROUNDED),
        (110101198001051000, ROUNDED),
        ("1.10101E+17", ROUNDED),
        ("1.10101198001051e17", ROUNDED),
        ("999901198001050000"[:15] + "000", ROUNDED),
        (110105491231002, "15 位"),
        ("110105491231002", "15 位的旧号"),
        (12345.0, "5 位的数字"),
        (True, "位的数字或日期"),
        (date(1980, 1, 5), "位的数字或日期"),
        (id_number().replace("9", "９"), "全角"),
        (id_number() + "\u200b", "19 个字符"),
        ("\u202e" + id_number(), "19 个字符"),
        (id_number("19800230"[:6] + "30"), "出生日期"),
        ("#N/A", "18 位"),
    ],
)
def test_a_wrong_or_rounded_id_number_is_refused_and_never_imported(number: Any, words: str) -> None:
    row = one(身份证号=number)
    assert row.verdict == "refused" and row.entry is None
    assert any(words in reason for reason in row.reasons)
    assert not any(id_number() in reason for reason in row.reasons)


def test_rounding_is_explained_with_the_cure() -> None:
    assert "设成“文本”格式" in " ".join(one(身份证号=1.10101e17).reasons)


def test_a_lower_case_x_and_surrounding_space_are_mended() -> None:
    number = next(n for n in (id_number(order=o) for o in range(1, 99, 2)) if n.endswith("X"))
    row = one(身份证号=f"\t{number.lower()} ")
    assert row.verdict == "ok"
    assert isinstance(row.entry, PersonEntry) and row.entry.id_number == number


def test_a_valid_number_ending_in_zeros_is_to_be_looked_at() -> None:
    number = next(
        n
        for birth in range(19800101, 19800132)
        for n in (id_number(str(birth), order) for order in range(100, 1000, 100))
        if n.endswith("000")
    )
    birth, sex = f"{number[6:10]}-{number[10:12]}-{number[12:14]}", "女"
    row = one(身份证号=number, 出生日期=birth, 性别=sex)
    assert row.verdict == "warn" and "000" in row.reasons[0]


@pytest.mark.parametrize(
    "written",
    [
        "1980-01-05",
        "1980-1-5",
        "1980/1/5",
        "1980.01.05",
        "1980年1月5日",
        "１９８０年１月５日",
        "19800105",
        19800105,
        "1980-01-05 00:00:00",
        date(1980, 1, 5),
        datetime(1980, 1, 5, 13, 30),  # noqa: DTZ001 - Excel knows no time zones
        "",
    ],
)
def test_dates_in_every_usual_form(written: Any) -> None:
    row = one(出生日期=written)
    assert row.verdict == "ok"
    assert isinstance(row.entry, PersonEntry) and row.entry.birth == date(1980, 1, 5)


def test_a_bare_excel_day_number_is_read_with_a_warning() -> None:
    row = one(出生日期=29225)
    assert row.verdict == "warn" and "1980-01-05" in row.reasons[0]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("80-1-5", "看不懂"),
        ("1980年1月", "看不懂"),
        (1980.1, "看不懂"),
        ("1980-02-30", "真实存在"),
        ("1980-13-01", "真实存在"),
        ("1981-01-05", "不一致"),
        ("#REF!", "看不懂"),
        (True, "看不懂"),
    ],
)
def test_dates_that_mean_nothing_or_contradict_the_id_are_refused(written: Any, words: str) -> None:
    row = one(出生日期=written)
    assert row.verdict == "refused" and words in row.reasons[0]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"姓名": ""}, "没有填写姓名"),
        ({"姓名": "张\x01三"}, "U+0001"),
        ({"姓名": "张_x0007_三"}, "U+0007"),
        ({"姓名": "张\u202e三"}, "U+202E"),
        ({"姓名": "张\u200b三"}, "U+200B"),
        ({"姓名": "１２３"}, "没有文字"),
        ({"姓名": 123}, "不是文字"),
        ({"姓名": "#N/A"}, "公式出错"),
        ({"性别": "女"}, "请核对哪一个错了"),
        ({"性别": "未知"}, "请填“男”或“女”"),
        ({"身份证号": "", "性别": ""}, "没有填写性别"),
        ({"身份证号": "", "出生日期": ""}, "没有填写出生日期"),
        ({"身份证号": "", "出生日期": "1899-12-31"}, "早于 1900"),
        ({"身份证号": "", "出生日期": "2026-01-06"}, "今天之后"),
        ({"户籍在本村": "可能"}, "“是”或“否”"),
        ({"村民小组": "", "户号": ""}, "没有填写村民小组"),
        ({"户号": "1" * 31}, "户号太长"),
        ({"备注": "坏\x02"}, "U+0002"),
    ],
)
def test_rows_that_cannot_be_used_say_why(cells: dict[str, Any], words: str) -> None:
    row = one(**cells)
    assert row.verdict == "refused" and row.entry is None
    assert words in row.reasons[0]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"身份证号": ""}, "没有身份证号"),
        ({"户号": ""}, "没有户号"),
        ({"联系电话": "找他儿子"}, "不像电话"),
        ({"与户主关系": "#N/A"}, "出错提示"),
        ({"姓名": "=HYPERLINK(\"http://x\",\"张三\")"}, "当作文字"),
        ({"姓名": "＠张三"}, "当作文字"),
        ({"身份证号": "", "出生日期": "1912-01-01"}, "114 岁"),
    ],
)
def test_rows_to_look_at_are_still_read(cells: dict[str, Any], words: str) -> None:
    row = one(**cells)
    assert row.verdict == "warn" and isinstance(row.entry, PersonEntry)
    assert any(words in reason for reason in row.reasons)


def test_formulas_typed_as_text_stay_text() -> None:
    row = one(备注="=1+1", 与户主关系="+cmd|' /C calc'!A0")
    assert isinstance(row.entry, PersonEntry)
    assert (row.entry.note, row.entry.relation) == ("=1+1", "+cmd|' /C calc'!A0")


def test_minors_are_noted_and_stay_ok() -> None:
    young = one(身份证号=id_number("20080106"), 出生日期="")
    assert young.verdict == "ok" and "未满十八周岁" in young.reasons[0]
    grown = one(身份证号=id_number("20080105"), 出生日期="")
    assert grown.reasons == ()
    undated = read_roster(book([person(身份证号=id_number("20250105"), 出生日期="")]), "a.xlsx").rows[0]
    assert undated.reasons == ()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1", "一组"),
        (1.0, "一组"),
        ("１组", "一组"),
        ("第一组", "一组"),
        ("第一村民小组", "一组"),
        ("一小组", "一组"),
        ("12组", "十二组"),
        ("20", "二十组"),
        ("35", "三十五组"),
        ("10", "十组"),
        ("上湾村民小组", "上湾组"),
        ("三社", "三社"),
        ("组", "组"),
    ],
)
def test_one_group_has_one_spelling(written: Any, kept: str) -> None:
    entry = one(村民小组=written).entry
    assert isinstance(entry, PersonEntry) and entry.group == kept


@pytest.mark.parametrize(("written", "kept"), [(12.0, "12"), ("０１２", "012"), (" a 1 ", "A1"), ("01-003", "01-003")])
def test_one_household_has_one_spelling(written: Any, kept: str) -> None:
    person_entry, seat_entry = one(户号=written).entry, one_seat(户号=written).entry
    assert isinstance(person_entry, PersonEntry) and person_entry.household_no == kept
    assert isinstance(seat_entry, SeatEntry) and seat_entry.household_no == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [("", True), ("√", True), ("Y", True), (True, True), (1, True), ("否", False), ("外来", False), (False, False)],
)
def test_registration_is_read_as_people_tick_it(written: Any, kept: bool) -> None:
    entry = one(户籍在本村=written).entry
    assert isinstance(entry, PersonEntry) and entry.registered is kept


def test_notes_that_excel_turned_into_dates_stay_readable() -> None:
    entry = one(备注=datetime(2025, 9, 1, 8, 0)).entry  # noqa: DTZ001 - Excel knows no time zones
    assert isinstance(entry, PersonEntry) and entry.note == "2025-09-01"


def test_phones_written_as_numbers_are_whole() -> None:
    entry = one(联系电话=13900001234).entry
    assert isinstance(entry, PersonEntry) and entry.phone == "13900001234"


def test_personal_numbers_never_show_in_a_traceback() -> None:
    row = one(联系电话="13900001234")
    assert id_number() not in repr(row) and "13900001234" not in repr(row) and "张三" in repr(row.entry)
    assert id_number() not in repr(one_seat())


def test_a_right_seat_is_read_whole() -> None:
    row = one_seat(备注="换届选举")
    assert (row.verdict, row.reasons) == ("ok", ())
    assert row.entry == SeatEntry(
        "张三", id_number(), "1001", "villagers_committee", "主任", date(2024, 1, 10), date(2029, 1, 9), "换届选举"
    )


@pytest.mark.parametrize(
    ("body", "post", "key", "kept"),
    [
        ("党员", "正式党员", "party_member", "正式党员"),
        ("中共党员", "党员", "party_member", "正式党员"),
        ("党员", "预备党员", "party_member", "预备党员"),
        ("支委会", "书记", "party_committee", "书记"),
        ("村委会", "副主任", "villagers_committee", "副主任"),
        ("村民代表", "", "villager_reps", "代表"),
        ("监委会", "委员", "supervision_committee", "委员"),
        ("村集体经济组织理事会", "理事长", "collective_board", "理事长"),
        ("集体经济组织成员", "", "collective_members", "成员"),
        ("成员代表", "", "collective_reps", "代表"),
        ("议事会", "", "council", "成员"),
        ("居委会", "主任", "residents_committee", "主任"),
        ("居民代表", "", "resident_reps", "代表"),
    ],
)
def test_bodies_under_their_usual_names(body: str, post: str, key: str, kept: str) -> None:
    entry = one_seat(组织=body, 职务=post).entry
    assert isinstance(entry, SeatEntry) and (entry.body, entry.post) == (key, kept)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"组织": ""}, "没有填写组织"),
        ({"组织": "红白理事会"}, "不认识“红白理事会”"),
        ({"职务": ""}, "没有填写职务"),
        ({"组织": "党员", "职务": ""}, "正式党员"),
        ({"组织": "党员", "职务": "积极分子"}, "没有表决权"),
        ({"任期起": ""}, "没有填写任期起"),
        ({"任期止": "2024-01-09"}, "早于任期起"),
        ({"姓名": ""}, "没有填写姓名"),
    ],
)
def test_seats_that_cannot_be_used_say_why(cells: dict[str, Any], words: str) -> None:
    row = one_seat(**cells)
    assert row.verdict == "refused" and row.entry is None and words in row.reasons[0]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"任期止": "2026-01-04"}, "届满"),
        ({"任期止": ""}, "没有填写任期止"),
        ({"身份证号": "", "户号": ""}, "只能按姓名找人"),
    ],
)
def test_seats_to_look_at_are_still_read(cells: dict[str, Any], words: str) -> None:
    row = one_seat(**cells)
    assert row.verdict == "warn" and row.entry is not None and words in row.reasons[0]


def test_membership_of_the_party_has_no_end() -> None:
    assert one_seat(组织="党员", 职务="正式党员", 任期止="").verdict == "ok"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.text(max_size=12), min_size=10, max_size=10), min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_there_is_a_verdict(cells: list[list[str]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([PEOPLE, *[[c.replace("\0", "") for c in row] for row in cells], person()])
    data = buffer.getvalue().encode("utf-8", "replace")
    preview = read_roster(data, "a.csv", today=TODAY)
    assert all((row.entry is None) == (row.verdict == "refused") for row in preview.rows)
    assert all(row.reasons for row in preview.rows if row.verdict != "ok")


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 999), st.dates(date(1920, 1, 1), date(2007, 1, 1)))
def test_a_right_number_alone_gives_sex_and_birth(order: int, birth: date) -> None:
    first = f"999901{birth:%Y%m%d}{order:03d}"
    text = csv_text([person(身份证号=first + check_digit(first), 出生日期="", 性别="")])
    entry = read_roster(text.encode(), "a.csv", today=TODAY).rows[0].entry
    assert isinstance(entry, PersonEntry)
    assert (entry.birth, entry.sex) == (birth, "男" if order % 2 else "女")
