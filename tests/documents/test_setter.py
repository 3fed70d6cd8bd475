"""The line setter: the grid, forbidden line starts and ends, numbers kept whole, nothing read as markup."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.base.errors import Refused
from consult_desk.documents import fonts, gbt9704, setter
from consult_desk.documents.fonts import Role
from consult_desk.documents.setter import BODY, NO_END, NO_START, Style, measure, plain, set_line, set_paragraph
from consult_desk.documents.spacing import Break, breaks, tight
from consult_desk.documents.title import break_title

WIDTH = gbt9704.WIDTH
INDENT = 2 * gbt9704.PITCH
WORDS = st.sampled_from(
    [*"的一是在村民代表会议决公示道路硬化资金监督委员同意反对弃权", "2026年3月15日", "186,000.00元", "45人", "Wi-Fi", "100%"]
)
# Between marks of punctuation stands at least one word, as in any text people write.
MARKS = st.sampled_from(["，", "。", "、", "；", "：“", "”。", "（", "）", "……", "——", "》，《", "？！"])
SENTENCE = st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=14), MARKS), min_size=1, max_size=30).map(
    lambda parts: "".join("".join(words) + mark for words, mark in parts)
)


def lines(text: str, **changes: float) -> list[str]:
    return [line.text for line in set_paragraph(text, BODY, WIDTH, first_indent=INDENT, **changes)]


@settings(max_examples=150, deadline=None)
@given(SENTENCE)
def test_no_line_begins_or_ends_with_forbidden_punctuation(text: str) -> None:
    found = lines(text)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert [one for one in found[1:] if one[0] in NO_START] == []
    assert [one for one in found[:-1] if one[-1] in NO_END] == []


@settings(max_examples=100, deadline=None)
@given(SENTENCE)
def test_every_line_but_the_last_fills_the_width_and_none_is_wider(text: str) -> None:
    found = set_paragraph(text, BODY, WIDTH, first_indent=INDENT)
    for line in found:
        last = line.cells[-1]
        right = line.indent + last.x + last.trim_left + last.advance
        assert right <= WIDTH + 0.01
        if line is not found[-1]:
            assert right == pytest.approx(WIDTH, abs=0.01)


@settings(max_examples=60, deadline=None)
@given(SENTENCE)
def test_characters_never_overlap_or_run_backwards(text: str) -> None:
    for line in set_paragraph(text, BODY, WIDTH, first_indent=INDENT):
        left = [cell.x + cell.trim_left for cell in line.cells]
        assert left == sorted(left)


def test_plain_text_stands_on_the_grid_of_28() -> None:
    line = set_paragraph("村" * 60, BODY, WIDTH)[0]
    assert len(line.cells) == 28
    assert [round(c.x / gbt9704.MM, 3) for c in line.cells[:3]] == [0.0, 5.571, 11.143]


@pytest.mark.parametrize("whole", ["2026年3月15日", "1,186,000.00元", "0431-5550", "45人", "http://a.cn/b"])
def test_numbers_dates_and_words_are_not_torn(whole: str) -> None:
    for before in range(20, 30):
        assert any(whole in one for one in lines("村" * before + whole + "民" * 30))


def test_a_word_wider_than_the_line_is_cut_rather_than_lost() -> None:
    text = "x" * 300
    assert "".join(lines(text)) == text


def test_a_hundred_commas_are_cut_rather_than_lost() -> None:
    assert "".join(lines("，" * 100)) == "，" * 100


def test_pairs_of_punctuation_are_drawn_together() -> None:
    assert measure("》，", BODY) == pytest.approx(1.5 * gbt9704.PITCH)
    assert measure("（《", BODY) == pytest.approx(1.5 * gbt9704.PITCH)
    assert measure("，《", BODY) == pytest.approx(1.5 * gbt9704.PITCH)
    assert measure("村，", BODY) == pytest.approx(2 * gbt9704.PITCH)


def test_a_number_stands_close_to_its_characters() -> None:
    assert set_line("应到 45 人", BODY).text == "应到45人"
    assert set_line("A & B 3 < 5", BODY).text == "A & B 3 < 5"


def test_spaces_do_not_begin_a_line() -> None:
    found = lines("a " * 200)
    assert all(one[0] != " " for one in found)


def test_empty_text_is_one_empty_line() -> None:
    assert lines("") == [""]


def test_marks_stay_upon_their_letter() -> None:
    assert [(c.text, c.font) for c in set_line("e\u0301村", BODY).cells] == [
        ("e\u0301", "NotoSerifSC-Light"), ("村", "FandolFang-Regular"),
    ]


@pytest.mark.parametrize(
    ("char", "code"), [("\u2611", "U+2611"), ("😀", "U+1F600"), ("\u0000", "U+0000"), ("\u202e", "U+202E")]
)
def test_an_uncovered_character_is_refused_by_name(char: str, code: str) -> None:
    with pytest.raises(Refused, match="U\\+") as refused:
        set_line(f"张{char}三", BODY)
    assert code in str(refused.value)
    assert refused.value.obstacles[0].code == "no_glyph"
    assert refused.value.obstacles[0].fix


def test_an_uncovered_mark_is_refused_too() -> None:
    with pytest.raises(Refused, match="U\\+0489"):
        set_line("a\u0489", BODY)


@pytest.mark.parametrize("char", "䶮㛃𬱖𫖯𠅤𬀩㎡⑳✓")
def test_rare_characters_come_from_the_light_face(char: str) -> None:
    assert fonts.choose(Role.FANG, char) == "NotoSerifSC-Light"


def test_every_face_has_wide_quotation_marks() -> None:
    for role in Role:
        assert set_line("“", plain(role, 16)).width == 16


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于召开2026年第一次村民代表会议的通知", ["关于召开2026年第一次", "村民代表会议的通知"]),
        ("关于修路的决议公告", ["关于修路的决议公告"]),
    ],
)
def test_titles_break_by_sense(title: str, expected: list[str]) -> None:
    assert break_title(title, plain(Role.TITLE, 22), 0.9 * WIDTH) == expected


def test_titles_are_balanced_and_complete() -> None:
    title = "关于青石村北沟组至南坡组主干道硬化工程及两侧路灯安装项目资金筹集方案的决议公告"
    found = break_title(title, plain(Role.TITLE, 22), 0.9 * WIDTH)
    assert "".join(found) == title
    assert len(found) == 3
    assert all(not one.startswith("的") for one in found)
    widths = [len(one) for one in found]
    assert max(widths) - min(widths) <= 6


def test_a_title_of_no_sense_is_cut_anywhere() -> None:
    title = "9" * 300
    assert "".join(break_title(title, plain(Role.TITLE, 22), 0.9 * WIDTH)) == title


def test_a_span_changes_the_face_within_the_line() -> None:
    line = set_paragraph([("预算：", Role.HEI), ("无", Role.FANG)], Style(Role.FANG, 16, 16), WIDTH)[0]
    assert [c.font for c in line.cells] == ["NotoSansSC-Medium"] * 3 + ["FandolFang-Regular"]


ANYTHING = st.lists(
    st.sampled_from(
        [*"村民开会，。、：；！？（）《》“”‘’【】—…·／％ ", "……", "——", "：“", "”。", "》，《", "2026年3月5日", "45人", "Wi-Fi"]
    ),
    min_size=1, max_size=120,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(ANYTHING, st.sampled_from([WIDTH, WIDTH / 2]))
def test_whatever_is_written_no_line_is_too_wide_and_forbidden_places_come_only_where_nothing_else_fits(
    text: str, width: float
) -> None:
    found = set_paragraph(text, BODY, width, first_indent=INDENT)
    assert "".join(line.text for line in found).replace(" ", "") == tight(text).replace(" ", "")
    for line, following in pairwise([*found, found[-1]]):
        last = line.cells[-1]
        assert line.indent + last.x + last.trim_left + last.advance <= width + 0.01
        if line is not following and (following.text[0] in NO_START or line.text[-1] in NO_END):
            whole = line.text + following.text
            allowed = [at for at, kind in enumerate(breaks(whole)) if kind is Break.FREE and 0 < at <= len(line.text)]
            assert allowed == []


def test_an_opener_before_a_space_is_carried_over_too() -> None:
    for before in range(20, 30):
        assert all(one[-1] not in NO_END for one in lines("村" * before + "（ 说明 ）" + "民" * 30)[:-1])


def test_a_bracket_at_a_line_end_gives_half_its_square_and_one_at_the_start_begins_at_the_edge() -> None:
    start = set_paragraph("村" * 28 + "《组织法》" + "民" * 30, BODY, WIDTH)[1].cells[0]
    assert (start.text, start.trim_left, start.x + start.trim_left) == ("《", BODY.pitch / 2, 0.0)
    end = set_paragraph("村" * 27 + "》" + "民" * 30, BODY, WIDTH)[0].cells[-1]
    assert (end.text, end.trim_right) == ("》", BODY.pitch / 2)


@pytest.mark.parametrize("pair", ["……", "——"])
def test_ellipsis_and_dash_are_never_split_nor_opened(pair: str) -> None:
    for before in range(20, 32):
        for line in set_paragraph("村" * before + "，" + pair + "民" * 30, BODY, WIDTH):
            if pair[0] in line.text:
                at = line.text.index(pair)
                one, other = line.cells[at : at + 2]
                assert other.x - one.x == pytest.approx(BODY.pitch)


def test_an_address_is_broken_at_its_joints() -> None:
    found = lines("详见https://www.example.gov.cn/villages/qingshi/notices/2026/03/15/announcement-of-resolution.html，欢迎查阅")
    assert found[0].endswith("/") and "".join(found).endswith("欢迎查阅")
    assert lines("村" * 10 + "secretary@example.cn" + "民" * 5)[0].endswith("民" * 5)


@pytest.mark.parametrize("unit", [" ", "　", "，", "（", "x", "村", "https://a.cn/", "2026年3月15日", "a "])
def test_time_grows_with_the_text_and_not_with_its_square(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    fits = setter._Run._fits

    def counted(run: setter._Run, start: int, end: int, width: float) -> bool:
        nonlocal looked
        looked += 1
        return fits(run, start, end, width)

    monkeypatch.setattr(setter._Run, "_fits", counted)
    count = 20_000 // len(unit)
    set_paragraph(unit * count, BODY, WIDTH)
    assert looked <= 3 * len(unit) * count


def test_the_last_line_keeps_its_natural_width() -> None:
    found = set_paragraph("村" * 30, BODY, WIDTH)[-1]
    assert [cell.x for cell in found.cells] == pytest.approx([0.0, BODY.pitch])
