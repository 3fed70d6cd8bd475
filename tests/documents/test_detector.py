"""The detector: what it finds, what it leaves alone, and what is left after it was treated."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_desk.base.text import check_digit
from consult_desk.documents.detector import Decision, Finding, find, settled, treated, undecided

ID_NUMBER, OLD_ID, CARD, PHONE = "11010519491231002X", "110105491231002", "6222021234567890128", "13812345678"


@dataclass(frozen=True)
class Facts:
    matter: str
    text: tuple[str, ...]
    contact: str = ""


def kinds(text: str, *minors: str) -> list[tuple[str, str, bool]]:
    return [(one.kind, one.found, one.certain) for one in find((text,), minors)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"身份证{ID_NUMBER}。", ("id", ID_NUMBER, True)),
        (f"身份证{ID_NUMBER[:-1]}7。", ("id", f"{ID_NUMBER[:-1]}7", False)),
        (f"老证号{OLD_ID}", ("id", OLD_ID, False)),
        (f"账号{CARD}", ("card", CARD, True)),
        (f"电话{PHONE}", ("phone", PHONE, True)),
        ("电话138-1234-5678", ("phone", "138-1234-5678", True)),
        ("电话１３８１２３４５６７８", ("phone", "１３８１２３４５６７８", True)),
        ("座机0431-55500137", ("phone", "0431-55500137", False)),
        ("住北沟组12号", ("address", "12号", True)),
        ("住幸福路3号楼2单元501室", ("address", "3号楼2单元501室", True)),
        ("其父住院三个月", ("health", "住院", False)),
        ("系低保户", ("hardship", "低保户", False)),
        ("据信访人说", ("complaint", "信访人", False)),
        ("其女9岁", ("minor", "9岁", False)),
        ("其女九岁", ("minor", "九岁", False)),
        ("住三组十五号。", ("address", "十五号", True)),
        ("北沟组12-1号，", ("address", "12-1号", True)),
        ("三组15号交款", ("address", "15号", False)),
        ("人民路3号改造", ("address", "3号", False)),
        ("锦绣小区12-3-401", ("address", "12-3-401", True)),
        ("患糖尿病", ("health", "糖尿病", False)),
        ("建档立卡户", ("hardship", "建档立卡", False)),
        ("（0431）55500137", ("phone", "（0431）55500137", False)),
        ("周明德同意，其余反对", ("vote", "周明德", False)),
        ("1985年5月出生", ("birth", "1985年5月出生", False)),
        ("邮箱：zhang.san@example.com。", ("contact", "zhang.san@example.com", False)),
        ("QQ：12345678", ("contact", "QQ：12345678", False)),
        ("微信号abc12345", ("contact", "微信号abc12345", False)),
        ("车牌吉A12345", ("contact", "吉A12345", False)),
    ],
)
def test_finds(text: str, expected: tuple[str, str, bool]) -> None:
    assert kinds(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "预算186,000.00元", "青石村公〔2026〕3号", "事项编号2026-003", "2026年3月15日上午9时", "长1.86公里、宽4.5米",
        "3号机组", "第28条", "应到45人", "年满18周岁以上的村民", "张德福、韩秀芝", "订单202603150000123", "第5组15户施工",
        "村委会电话0431-55500137", "国道3号桥", "东街2号标段", "村3号水井", "1号路", "13812345678.00元", "2单元15户", "1号楼15户",
        "3号楼2026年完工", "经党员大会审议同意", "村民代表同意38人", "八十岁老人", "10岁以下", "QQ群", "5号机组",
        "核对码MP6U-QQGH-KXMY-H4VX-7ZPL", "MP6U QQ23 4567",
    ],
)  # fmt: skip
def test_leaves_alone(text: str) -> None:
    assert kinds(text) == []


def test_children_are_found_by_name_and_their_family_name_stays() -> None:
    facts = ("奖励霍小满同学。",)
    (found,) = find(facts, ["霍小满"])
    assert found.kind == "minor" and found.certain and treated(facts, [found]) == ("奖励霍某同学。",)


def test_of_a_child_with_a_double_family_name_both_characters_stay() -> None:
    facts = ("奖励欧阳小满同学。",)
    assert treated(facts, find(facts, ["欧阳小满"])) == ("奖励欧阳某同学。",)


@pytest.mark.parametrize(
    "text",
    [
        "举报人王建国家住三组。", "举报人名叫王建国。", "举报人：王建国。", "王建国是举报人。", "信访人（王建国）说。",
        "检举人为王建国、李秀芝。",
    ],
)  # fmt: skip
def test_masking_never_leaves_the_name_of_who_complained(text: str) -> None:
    facts = Facts("修路", ("先施工。", f"{text}后来王建国又说过。其余按序。"))
    found = find(facts)
    (word,) = (one for one in found if one.kind == "complaint" and not one.maskable)
    assert word in undecided(found, [Decision(word.key, "masked")]), "a mask over the word leaves the name beside it"
    assert "王建国" not in "".join(treated(facts, found).text), "undecided, as a draft or a copy of an older paper shows it"
    decided = treated(facts, found, [Decision(one.key, "masked") for one in found]).text
    assert "王建国" not in "".join(decided) and "其余按序" in decided[1]
    removed = treated(facts, found, [Decision(one.key, "removed") for one in found]).text
    assert removed == ("先施工。", "其余按序。")


def test_how_one_person_voted_is_asked_about_each() -> None:
    facts = ("张三同意、李四反对，王五弃权。",)
    found = find(facts)
    assert [one.found for one in found] == ["张三", "李四", "王五"] and len(undecided(found, [])) == 3
    assert treated(facts, found) == ("某某同意、某某反对，某某弃权。",)


@dataclass(frozen=True)
class Sheet:
    pairs: tuple[tuple[str, str], ...]


def test_of_a_pair_nothing_moves_when_a_sentence_goes() -> None:
    facts = Sheet((("备注", "系低保户。"), ("经办", "周明德")))
    (found,) = find(facts)
    assert treated(facts, [found], [Decision(found.key, "removed")]).pairs == (("备注", ""), ("经办", "周明德"))


def test_what_is_published_on_purpose_is_not_looked_at() -> None:
    assert find(Facts("修路", ("好。",), contact=f"张小梅{PHONE}")) == ()
    assert find(Facts("低保户评议", ("好。",))) == (), "a title says what the paper is about"


def test_a_decision_is_followed_and_a_reason_is_needed_to_keep() -> None:
    facts = Facts("修路", (f"先施工。低保户周家{PHONE}优先；其余按序。", "系低保户。"))
    phone, first, second = sorted(find(facts), key=lambda one: (one.kind != "phone", one.place))
    found = (first, phone, second)
    assert set(undecided(found, [])) == {first, second}
    assert first in undecided(found, [Decision(first.key, "kept", "因为")])
    assert undecided(found, [Decision(first.key, "removed"), Decision(second.key, "kept", "评议要写")]) == (second,)
    decisions = [Decision(first.key, "removed"), Decision(second.key, "removed")]
    assert treated(facts, found, decisions).text == ("先施工。其余按序。",)
    kept = [Decision(first.key, "kept", "评议公示要写"), Decision(second.key, "masked")]
    assert treated(facts, found, kept).text == ("先施工。低保户周家138****5678优先；其余按序。", "系××。")
    assert [d.decision for _f, d in settled(found, kept)] == ["kept", "masked", "masked"]


def test_keys_tell_nothing_and_stay() -> None:
    facts = Facts("修路", (f"电话{PHONE}，又{PHONE}。",))
    keys = [one.key for one in find(facts)]
    assert len(set(keys)) == 2 and keys == [one.key for one in find(facts)]
    other = Facts("修路", ("电话13987654321，又13987654321。",))
    assert keys == [one.key for one in find(other)], "a key made of the number could be guessed back"
    assert all(PHONE not in one.shown for one in find(facts))


digits = st.text("0123456789", min_size=8, max_size=8)
separators = st.sampled_from(["", "-", " "])
around = st.text("村民甲乙，。：（）一二三 \n", max_size=12)


@given(digits, separators, around, around, st.booleans())
def test_no_mobile_number_survives(tail: str, gap: str, before: str, after: str, full: bool) -> None:
    number = f"13{tail[0]}{gap}{tail[1:5]}{gap}{tail[4:8]}"
    shown = "".join(chr(ord(c) + 0xFEE0) if full and c.isdigit() else c for c in number)
    facts = (f"{before}{shown}{after}",)
    (left,) = treated(facts, find(facts))
    assert (shown not in left and tail[1:5] not in left.replace(tail[4:8], "", 1)) or tail[1:5] == tail[4:8]


@given(st.integers(100000, 659999), st.dates(), st.integers(0, 999), around, around)
def test_no_id_number_survives(region: int, born: object, order: int, before: str, after: str) -> None:
    year = f"19{str(born)[2:4]}{str(born)[5:7]}{str(born)[8:10]}"
    first = f"{region}{year}{order:03d}"
    number = first + check_digit(first)
    facts = (f"{before}{number}{after}",)
    found: tuple[Finding, ...] = find(facts)
    (left,) = treated(facts, found)
    assert number not in left and number[:14] not in left


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_treating_twice_changes_nothing(text: str) -> None:
    once = treated((text,), find((text,)))
    assert treated(once, find(once)) == once


def test_a_long_text_is_looked_through() -> None:
    """A pattern that went back and forth would not come to an end here."""
    assert find(("1" * 100_000, "138 " * 25_000, "1-" * 50_000)) == ()
    assert len(find(("住院" * 50_000,))) == 50_000
    assert len(find(("幸福路1号。" * 10_000,))) == 10_000
    assert len(find(("举报人王建国。" * 5_000,))) == 10_000
    assert find(("一" * 50_000, "王" * 50_000, "1号楼" * 20_000, "a" * 50_000)) == ()
