"""A village's own Word template: fields found however Word cut them, lists repeated, values literal, faults named."""

import io
from typing import Any

import pytest
from docx import Document

from consult_desk.base.errors import Refused
from consult_desk.documents.docx_guard import MAIN, open_docx
from consult_desk.documents.merge import LIST, Shape, check_template, merge

KNOWN: dict[str, Shape] = {
    "事项名称": None, "日期": None, "决议内容": LIST, "到会人员": LIST, "过程": ("步骤", "日期"), "空表": ("步骤",),
}  # fmt: skip
VALUES: dict[str, Any] = {
    "事项名称": "村内主干道硬化工程", "日期": "2026年3月15日", "决议内容": ("同意修路。", "预算十万元。"),
    "到会人员": ("张德福", "李䶮", "张𬱖"),
    "过程": ({"步骤": "提议", "日期": "2月20日"}, {"步骤": "决议", "日期": "3月15日"}), "空表": (),
}  # fmt: skip


def template(*paragraphs: str | list[str], rows: list[list[str]] | None = None) -> Any:
    """A document: each paragraph a text, or its runs."""
    made = Document()
    for words in paragraphs:
        paragraph = made.add_paragraph()
        for run in [words] if isinstance(words, str) else words:
            paragraph.add_run(run)
    if rows:
        table = made.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    return made


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def merged(document: Any, **values: Any) -> Any:
    return Document(io.BytesIO(merge(saved(document), {**VALUES, **values}, KNOWN)))


def lines(document: Any) -> list[str]:
    return [p.text for p in document.paragraphs]


def cells(document: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def test_a_field_cut_over_runs_is_filled_in_the_type_of_its_first_run() -> None:
    made = template(["关于{", "{事项", "名称}", "}的公告"], "{{ 日期 }}，｛｛事项名称｝｝")
    made.paragraphs[0].runs[1].bold = True
    filled = merged(made)
    assert lines(filled) == ["关于村内主干道硬化工程的公告", "2026年3月15日，村内主干道硬化工程"]
    first = filled.paragraphs[0].runs
    assert first[0].text == "关于村内主干道硬化工程" and first[-1].text == "的公告"


@pytest.mark.parametrize(
    "hostile",
    ["{{日期}}", "{0.__class__}", "%s%n ${x}", "<b>张三</b>", "赞成<反对 & 3<5", "{{#过程}}", "𬱖䶮", "  两端有空格  "],
)
def test_values_stand_literally(hostile: str) -> None:
    """What a value says is never a field, a format or markup."""
    filled = merged(template("事项：{{事项名称}}。", rows=[["{{#过程}}{{步骤}}", "{{日期}}"]]), 事项名称=hostile,
                    过程=({"步骤": hostile, "日期": hostile},))  # fmt: skip
    assert lines(filled) == [f"事项：{hostile}。"]
    assert cells(filled) == [[hostile, hostile]]


def test_lines_of_a_value_become_lines_of_the_paragraph() -> None:
    filled = merged(template("说明：{{事项名称}}。完"), 事项名称="甲\n乙\n丙")
    assert lines(filled) == ["说明：甲\n乙\n丙。完"]


def test_a_value_with_a_control_character_is_refused() -> None:
    with pytest.raises(Refused, match="U\\+0007"):
        merged(template("{{事项名称}}"), 事项名称="响\x07")


def test_rows_are_repeated_with_their_own_values_and_numbers() -> None:
    rows = [["序", "步骤", "日期"], ["{{序号}}", "{{#过程}}{{步骤}}", "{{日期}}"], ["合计", "", "{{日期}}"]]
    filled = merged(template("头", rows=rows))
    assert cells(filled) == [
        ["序", "步骤", "日期"], ["1", "提议", "2月20日"], ["2", "决议", "3月15日"], ["合计", "", "2026年3月15日"],
    ]  # fmt: skip


def test_texts_are_repeated_as_paragraphs_and_in_rows() -> None:
    filled = merged(template("{{决议内容}}", "尾", rows=[["{{序号}}", "{{#到会人员}}{{到会人员}}"]]))
    assert lines(filled) == ["同意修路。", "预算十万元。", "尾"]
    assert cells(filled) == [["1", "张德福"], ["2", "李䶮"], ["3", "张𬱖"]]


def test_an_empty_list_leaves_nothing_behind() -> None:
    filled = merged(template("头", "{{决议内容}}", rows=[["过程"], ["{{#空表}}{{步骤}}"]]), 决议内容=())
    assert lines(filled) == ["头"] and cells(filled) == [["过程"]]
    filled = merged(template("头", rows=[["{{#空表}}{{步骤}}"]]))
    assert lines(filled) == ["头"] and not filled.tables


def test_a_list_in_a_cell_keeps_the_cell_whole_when_it_is_empty() -> None:
    filled = merged(template(rows=[["名单：", "{{到会人员}}"]]), 到会人员=())
    assert cells(filled) == [["名单：", ""]]
    filled = merged(template(rows=[["名单：", "{{到会人员}}"]]))
    assert cells(filled) == [["名单：", "张德福\n李䶮\n张𬱖"]]


def field(document: Any, name: str, *, simple: bool = False) -> None:
    """A MERGEFIELD as Word writes it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = document.add_paragraph("甲")._p
    code = f' MERGEFIELD "{name}" \\* MERGEFORMAT '.replace('"', "&quot;")
    shown = f"<w:r><w:rPr><w:b/></w:rPr><w:t>«{name}»</w:t></w:r>"
    if simple:
        paragraph.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}">{shown}</w:fldSimple>'))
    else:
        half = len(code) // 2
        runs = (
            '<w:fldChar w:fldCharType="begin"/>', f'<w:instrText xml:space="preserve">{code[:half]}</w:instrText>',
            f'<w:instrText xml:space="preserve">{code[half:]}</w:instrText>', '<w:fldChar w:fldCharType="separate"/>',
        )  # fmt: skip
        for one in (*(f"<w:r>{run}</w:r>" for run in runs), shown, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'):
            paragraph.append(parse_xml(one.replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))
    document.paragraphs[-1].add_run("乙")


@pytest.mark.parametrize("simple", [False, True])
def test_fields_of_words_own_kind_are_filled(simple: bool) -> None:
    made = template("头")
    field(made, "事项名称", simple=simple)
    filled = merged(made)
    assert lines(filled) == ["头", "甲村内主干道硬化工程乙"]
    assert any(run.bold and run.text == VALUES["事项名称"] for run in filled.paragraphs[1].runs)


def test_page_numbers_of_a_template_stay() -> None:
    made = template("{{日期}}")
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    simple = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>'
    made.sections[0].footer.paragraphs[0]._p.append(parse_xml(simple))
    made.sections[0].header.paragraphs[0].text = "{{事项名称}}"
    filled = merged(made)
    assert filled.sections[0].header.paragraphs[0].text == VALUES["事项名称"]
    assert "PAGE" in filled.sections[0].footer._element.xml


@pytest.mark.parametrize(
    "words, code, said",
    [
        ("{{事项名}}", "field_unknown", "是不是“事项名称”"), ("{{步骤}}", "field_unknown", "不认识"),
        ("{{过程}}", "field_rows", "{{#过程}}"), ("{{#日期}}", "field_not_list", "只有一个值"),
        ("{{事项名称", "field_broken", "不成一个字段"), ("{{决议内容}}{{到会人员}}", "field_two_lists", "两个名单"),
        ("{{#过程}}{{#空表}}", "field_two_lists", "两个名单"), ("{{#过程}}{{年}}", "field_unknown", "步骤"),
        ("{{事项名称.__class__}}", "field_unknown", "不认识"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_named(words: str, code: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        merged(template(words))
    assert caught.value.obstacles[0].code == code and said in caught.value.obstacles[0].sentence()


def test_every_fault_is_named_not_the_first() -> None:
    checked = check_template(saved(template("{{甲}}", "{{乙}}{{日期}}")), KNOWN)
    assert len(checked.faults) == 2 and "事项名称" in checked.unused and "日期" not in checked.unused
    assert checked.pictures == 0


def test_a_hostile_template_is_not_opened() -> None:
    from tests.documents.test_docx_hostile import document, packed

    with pytest.raises(Refused, match="DOCTYPE"):
        merge(packed(main=document(head='<!DOCTYPE d SYSTEM "file:///etc/passwd">')), VALUES, KNOWN)


def test_nobodys_name_stays_in_the_properties_and_the_same_gives_the_same() -> None:
    made = template("{{日期}}")
    made.core_properties.author = made.core_properties.last_modified_by = "王文书"
    first, second = (merge(saved(made), VALUES, KNOWN) for _ in range(2))
    assert first == second
    assert not any("王文书".encode() in part for part in open_docx(first).values())
    assert VALUES["日期"].encode() in open_docx(first)[MAIN]
