"""A roster file is recognised by what is in it; what cannot be trusted is refused in one sentence."""

from datetime import date
from typing import Any

import pytest

from consult_desk.base.errors import Refused
from consult_desk.interchange import grids
from consult_desk.interchange.roster import PersonEntry, RosterPreview, read_roster
from tests.interchange.books import (
    PEOPLE,
    SEATS,
    book,
    csv_text,
    id_number,
    person,
    seat,
    with_member,
)

TODAY = date(2026, 1, 5)


def read(data: bytes, name: str = "名册.xlsx") -> RosterPreview:
    return read_roster(data, name, today=TODAY)


def refusal(data: bytes, name: str = "名册.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        read(data, name)
    return str(refused.value)


# ------------------------------------------------------------------ recognised


def test_both_kinds_are_told_apart_by_their_headings() -> None:
    assert (read(book([person()])).kind, read(book([seat()], SEATS)).kind) == ("people", "seats")


def test_synonyms_a_title_above_and_foreign_columns() -> None:
    header = "序号|姓　名*|性别|公民身份号码|出生年月(年-月-日)|户编号|户主关系|组别|手机：|民族".split("|")
    row = [1, "张三", "男", id_number(), "", "1001", "户主", "1组", "13900001234", "汉"]
    data = book([header, row], ("青石村村民名册",))
    preview = read(data)
    assert preview.columns_ignored == ("序号", "民族")
    assert [(r.line, r.verdict) for r in preview.rows] == [(3, "ok")]
    entry = preview.rows[0].entry
    assert isinstance(entry, PersonEntry) and (entry.group, entry.phone) == ("一组", "13900001234")


def test_empty_rows_are_passed_over_and_lines_keep_their_numbers() -> None:
    preview = read(book([[None] * 10, person(), ["", " "], person(姓名="李四", 身份证号=id_number(order=3))]))
    assert [row.line for row in preview.rows] == [3, 5]
    assert preview.words() == "村民名册共 2 行：可以导入 2 行（其中 1 行请核对），不能导入 0 行"


@pytest.mark.parametrize("missing", ["姓名", "户号", "村民小组"])
def test_a_missing_required_column_is_named_with_those_found(missing: str) -> None:
    place = PEOPLE.index(missing)
    header, row = list(PEOPLE), person()
    header[place], row[place] = "民族", "汉"
    words = refusal(book([row], header))
    assert f"缺少“{missing}”列" in words and "民族" in words and "身份证号" in words


def test_without_id_numbers_sex_and_birth_are_required() -> None:
    assert "“身份证号”（或者“性别”和“出生日期”两列）" in refusal(book([["张三", "1", "一组"]], ("姓名", "户号", "组")))
    preview = read(book([["张三", "男", "1980-1-5", "1", "一组"]], ("姓名", "性别", "生日", "户号", "组")))
    assert preview.rows[0].verdict == "warn"


def test_a_column_twice_a_bare_heading_and_no_heading_are_refused() -> None:
    assert "出现了两次" in refusal(book([[*person(), "李四"]], (*PEOPLE, "名字")))
    assert "只有表头" in refusal(book([]))
    assert "没有找到名册的表头" in refusal(book([["甲", "乙"]], ("品名", "数量")))
    assert "“姓名、户号、村民小组”" in refusal(book([], ()))


def test_a_merged_title_and_a_picture_do_no_harm() -> None:
    def decorate(_: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 9, "青石村村民名册")

    data = with_member(book([PEOPLE, person()], (), change=decorate), "xl/media/image1.png", b"\x89PNG\r\n\x00")
    (row,) = read(data).rows
    assert (row.line, row.verdict) == (3, "ok")


def test_merged_cells_speak_for_every_row_they_span() -> None:
    def merge(_: Any, sheet: Any) -> None:
        sheet.merge_range(1, 4, 2, 4, "1001")

    data = book([person(), person(姓名="李四", 身份证号=id_number(order=3), 户号="", 与户主关系="弟弟")], change=merge)
    entries = [row.entry for row in read(data).rows]
    assert [e.household_no for e in entries if isinstance(e, PersonEntry)] == ["1001", "1001"]


def test_hidden_rows_and_sheets_are_named() -> None:
    def hide(out: Any, sheet: Any) -> None:
        sheet.set_row(2, None, None, {"hidden": True})
        secret = out.add_worksheet("旧名册")
        secret.write_string(0, 0, "姓名")
        secret.hide()
        out.add_worksheet("说明").write_string(0, 0, "填表说明")
        out.add_worksheet("空表")
        out.add_chartsheet("图表").set_chart(chart(out))

    def chart(out: Any) -> Any:
        new = out.add_chart({"type": "column"})
        new.add_series({"values": "=名册!$E$2:$E$3"})
        return new

    preview = read(book([person(), person(姓名="李四", 身份证号=id_number(order=3))], change=hide))
    assert preview.hidden == ("工作表“旧名册”是隐藏的，没有读取", "第 3 行在表格里是隐藏的，共 1 行，也读入了")
    assert preview.notes == ("工作表“说明”没有读取，一次只读一张表",)
    assert [row.verdict for row in preview.rows] == ["ok", "warn"]


def test_a_workbook_whose_only_roster_is_hidden_says_so() -> None:
    def hide(out: Any, sheet: Any) -> None:
        other = out.add_worksheet("说明")
        other.activate()
        other.set_first_sheet()
        sheet.hide()

    assert "工作表“名册”是隐藏的" in refusal(book([person()], change=hide))


def test_formulas_are_read_by_result_and_refused_without_one() -> None:
    def formulas(_: Any, sheet: Any) -> None:
        sheet.write_formula(1, 0, '="张"&"三"', None, "张三")
        sheet.write_formula(2, 0, '="李"&"四"', None, "")

    rows = read(book([person(), person(身份证号=id_number(order=3))], change=formulas)).rows
    assert [row.verdict for row in rows] == ["warn", "refused"]
    assert "公式算出来" in rows[0].reasons[0] and "粘贴为数值" in rows[1].reasons[0]
    assert rows[0].name == "张三"


# -------------------------------------------------------------- rows among rows


def test_one_id_number_twice_is_refused_naming_the_first_row() -> None:
    rows = read(book([person(), person(备注="再登记")])).rows
    assert [row.verdict for row in rows] == ["ok", "refused"]
    assert "第 2 行" in rows[1].reasons[0]


def test_one_id_number_under_two_names_is_refused_for_both() -> None:
    rows = read(book([person(), person(姓名="李四")])).rows
    assert [row.verdict for row in rows] == ["refused", "refused"]
    assert all("姓名却不一样" in row.reasons[0] and row.entry is None for row in rows)


def test_two_of_one_name_are_fine_with_numbers_and_warned_without() -> None:
    both = read(book([person(), person(身份证号=id_number(order=3), 户号="1002")])).rows
    assert [row.verdict for row in both] == ["ok", "ok"]
    one = read(book([person(), person(身份证号="", 户号="1002")])).rows
    assert [row.verdict for row in one] == ["warn", "warn"]
    assert "第 2、3 行同名" in one[0].reasons[0]


def test_a_household_has_one_group_and_one_head() -> None:
    others: dict[str, Any] = {"姓名": "李四", "身份证号": id_number(order=3)}
    moved = read(book([person(), person(**others, 村民小组="2组", 与户主关系="弟弟")])).rows
    assert moved[1].verdict == "refused" and "第 2 行属于一组" in moved[1].reasons[0]
    heads = read(book([person(), person(**others)])).rows
    assert heads[1].verdict == "warn" and "已经有户主" in heads[1].reasons[0]
    silent = read(book([person(), person(**others, 村民小组="", 与户主关系="弟弟")])).rows[1]
    assert silent.verdict == "ok" and isinstance(silent.entry, PersonEntry) and silent.entry.group == "一组"


def test_households_without_a_head_are_counted() -> None:
    people = [person(姓名=f"李{n}", 身份证号=id_number(order=2 * n + 1), 户号=str(n), 与户主关系="") for n in range(12)]
    (note,) = read(book(people)).notes
    assert "有 12 户没有写明户主" in note and note.count("、") == 9


def test_one_seat_twice_is_refused_and_several_seats_of_one_person_are_not() -> None:
    rows = read(book([seat(), seat(组织="党员", 职务="正式党员"), seat()], SEATS)).rows
    assert [row.verdict for row in rows] == ["ok", "ok", "refused"]
    assert "第 2 行是同一个人的同一个职务" in rows[2].reasons[0]
    names = read(book([seat(), seat(姓名="李四", 组织="党支部", 职务="书记")], SEATS)).rows
    assert [row.verdict for row in names] == ["refused", "refused"]


def test_reasons_stay_short_however_many_rows_agree() -> None:
    text = csv_text([person(身份证号="", 户号=str(n)) for n in range(3000)])
    rows = read(text.encode(), "a.csv").rows
    assert max(len(reason) for row in rows for reason in row.reasons) < 120


# ------------------------------------------------------------------------- CSV


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_csv_in_every_coding_that_offices_write(codec: str) -> None:
    prefix = "\ufeff" if codec == "utf-16-le" else ""
    preview = read((prefix + csv_text([person(姓名="龚䶮𬱖")])).encode(codec), "a.csv")
    assert preview.rows[0].name == "龚䶮𬱖" and preview.rows[0].verdict == "ok"
    assert "编码读取" in preview.notes[0] and preview.sheet == ""


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_with_the_usual_delimiters_quotes_and_ragged_rows(delimiter: str) -> None:
    text = csv_text([person(备注='"甲""乙"'), person(姓名="李四", 身份证号=id_number(order=3))[:7]])
    rows = read(text.replace(",", delimiter).encode(), "a.csv").rows
    assert [row.verdict for row in rows] == ["ok", "warn"]
    assert isinstance(rows[0].entry, PersonEntry) and rows[0].entry.note == '甲"乙'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (csv_text([person(备注='"没有结束')]).encode(), "引号没有成对"),
        (csv_text([person(备注='"' + "长" * 200_000 + '"')]).encode(), "引号没有成对，或者有一格过长"),
        (csv_text([person(备注="\0")]).encode(), "认不出来"),
        (csv_text([person()]).encode("utf-16-le"), "认不出来"),
        ("姓名,户号\n".encode() + "张三".encode("gb18030") + b"\xff\n", "认不出来"),
        (b"\xff\xfe\x00", "认不出来"),
        (b"," * 200, "上限"),
        (b"\n" * 200_001, "上限"),
        (b"", "是空的"),
        (b"x" * (grids.MAX_FILE + 1), "超过 30 MB"),
    ],
    ids=["quote", "long-cell", "nul", "utf-16-bare", "mixed", "utf-16-torn", "columns", "rows", "empty", "large"],
)
def test_csv_that_cannot_be_trusted_is_refused(data: bytes, words: str) -> None:
    assert words in refusal(data, "a.csv")
