"""Names in order of strokes and of pinyin, and in columns."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_desk.documents import gbt9704
from consult_desk.documents.layout import layout_of
from consult_desk.documents.name_order import ORDERS, PINYIN, columns, ordered, rank, strokes, surname
from consult_desk.documents.pdf import draw_pages
from consult_desk.documents.pdf_lists import names as name_pieces
from consult_desk.documents.readback import read_text, squeezed
from consult_desk.documents.setter import BODY
from tests.documents.sample_extremes import names as many_names

# As official lists print them: 按姓氏笔画为序.
BY_STROKES = "丁 于 马 王 韦 邓 石 龙 叶 田 白 冯 吕 朱 任 刘 孙 杜 李 杨 吴 何 张 陈 林 周 郑 赵 胡 徐 高 黄 曹 韩 谢 魏".split()


def test_surnames_stand_as_official_lists_have_them() -> None:
    assert ordered(reversed(BY_STROKES)) == BY_STROKES


@pytest.mark.parametrize(("char", "count"), [("丁", 2), ("王", 4), ("李", 7), ("䶮", 9), ("𬱖", 11), ("村", 7), ("x", 0)])
def test_strokes_are_counted_as_on_the_mainland(char: str, count: int) -> None:
    assert strokes(char) == count


def test_one_number_of_strokes_is_ordered_by_the_strokes_themselves() -> None:
    assert ordered(["邓", "文", "毛", "贝", "王"]) == ["王", "贝", "毛", "文", "邓"]  # 横 竖 撇 点 折


def test_one_family_name_goes_on_with_the_second_character_and_the_shorter_name_first() -> None:
    assert ordered(["张建国", "张三丰", "张一", "张三", "王五"]) == ["王五", "张一", "张三", "张三丰", "张建国"]


def test_a_compound_family_name_stands_behind_the_simple_one_with_its_character() -> None:
    assert ordered(["欧阳一", "欧震", "司马光", "司一"]) == ["司一", "司马光", "欧震", "欧阳一"]
    assert [surname(n) for n in ("欧阳建国", "欧阳", "阿依古丽·买买提", "张三")] == ["欧阳", "欧", "阿依古丽", "张"]


def test_pinyin_reads_family_names_as_family_names() -> None:
    names = ["曾国", "单田", "仇和", "查良", "张三", "章一", "安宁", "欧阳建国", "尉迟恭", "Alan"]
    assert ordered(names, PINYIN) == ["安宁", "欧阳建国", "仇和", "单田", "尉迟恭", "曾国", "查良", "张三", "章一", "Alan"]


def test_a_given_name_is_not_read_as_a_family_name() -> None:
    assert ordered(["王单", "王善"], PINYIN) == ["王单", "王善"]  # dan, shan


def test_names_of_minorities_and_rare_characters_have_their_place() -> None:
    found = ordered(["王㛃", "阿依古丽·买买提", "李䶮", "阿布都·热合曼", "张𬱖"])
    assert found == ["王㛃", "李䶮", "张𬱖", "阿布都·热合曼", "阿依古丽·买买提"]


@given(st.lists(st.text(st.sampled_from("张王李欧阳司马·䶮𬱖𠮷a单"), min_size=1, max_size=5)), st.sampled_from(sorted(ORDERS)))
def test_every_order_keeps_every_name_and_does_not_depend_on_what_came_first(names: list[str], how: str) -> None:
    found = ordered(names, how)
    assert sorted(found) == sorted(names)
    assert ordered(reversed(names), how) == found


def test_an_unknown_order_is_an_error() -> None:
    with pytest.raises(ValueError, match="random"):
        ordered(["张三"], "random")


def test_a_character_nobody_lists_stands_last() -> None:
    assert rank("x") > rank("龘") >= 0


def test_columns_stand_under_each_other_and_within_the_width() -> None:
    found = columns(many_names(400), 26 * gbt9704.PITCH, BODY)
    assert sum(len(row) for row in found.rows) == 400
    for row in found.rows:
        for x, line in row:
            assert x / found.step == pytest.approx(round(x / found.step))
            assert x + line.width <= 26 * gbt9704.PITCH + 0.1
        for (x, line), (following, _) in pairwise(row):
            assert x + line.width < following
    assert found.count == 5


def test_a_name_wider_than_the_page_stands_alone() -> None:
    found = columns(["张三", "阿" * 40, "李四"], 26 * gbt9704.PITCH, BODY)
    assert [len(row) for row in found.rows][1] == 1


def test_400_names_go_on_over_pages() -> None:
    names = ordered(many_names(400))
    sheets = draw_pages(name_pieces(names, layout_of(), BODY), title="t", practice=False)
    assert sheets.pages == -(-len(columns(names, 26 * gbt9704.PITCH, BODY).rows) // 22)
    assert squeezed("".join(names)) in squeezed(read_text(sheets.data))
