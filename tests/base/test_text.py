"""Text is cleaned without loss, numbers are checked exactly, personal data is masked."""

import hashlib
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.base.errors import Refused
from consult_desk.base.text import (
    base32_code,
    birth_of,
    check_digit,
    check_id_number,
    chinese_date,
    clean_line,
    clean_name,
    clean_text,
    mask_id,
    mask_personal,
    mask_phone,
    money,
    pinyin,
    sex_of,
)

patient = settings(deadline=None)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
numbers = st.builds(
    lambda area, day, order: (f := f"{area:06d}{day:%Y%m%d}{order:03d}") + check_digit(f),
    st.integers(100000, 999999),
    days,
    st.integers(0, 999),
)


@pytest.mark.parametrize(
    "name", ["龚䶮", "冯㛃", "李𬱖", "刘𫖯", "何𠅤", "唐𬀩", "孙堃", "㑇𠮷", "鿍", "欧阳立春", "阿依古丽·买买提"]
)
def test_rare_and_long_names_stay_as_they_are(name: str) -> None:
    assert clean_name(name) == name


def test_names_lose_only_the_spaces_that_stretch_them() -> None:
    assert clean_name(" 张　三 ") == "张三"
    assert clean_name("John  Smith") == "John Smith"
    assert clean_name("\ue000某") == "\ue000某"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("", "没有填写"),
        (" \n\u3000", "没有填写"),
        ("张\u202e三", "U+202E"),
        ("张\u200b三", "U+200B"),
        ("张\u00ad三", "U+00AD"),
        ("张\x00三", "U+0000"),
        ("张\x7f三", "U+007F"),
        ("张\n三", "U+000A"),
        ("张\u2028三", "U+2028"),
        ("张\ud800三", "残缺的字"),
        ("123", "没有文字"),
        ("１２３", "没有文字"),
        ("···", "没有文字"),
        ("张" * 51, "最多 50 个字"),
    ],
)
def test_names_that_would_deceive_or_break_are_refused(bad: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean_name(bad)
    assert words in str(refusal.value)
    assert "姓名" in str(refusal.value)


def test_a_line_is_kept_in_composed_form_and_names_its_field() -> None:
    assert clean_line("cafe\u0301", "名称") == "caf\u00e9"
    with pytest.raises(Refused, match="会议名称没有填写"):
        clean_line("  ", "会议名称")
    with pytest.raises(Refused, match="最多 3 个字，现在有 4 个字"):
        clean_line("一二三四", "标题", max_chars=3)


@pytest.mark.parametrize(
    "hostile", ["<b>张三</b>", "赞成<反对 & 3<5", "'; DROP TABLE", "{0.__class__}", "%s%n", "=1+1"]
)
def test_markup_and_code_are_only_text(hostile: str) -> None:
    assert clean_line(hostile, "内容") == hostile
    assert clean_text(hostile, "内容") == hostile


def test_texts_show_what_is_invisible_and_keep_what_scripts_need() -> None:
    assert clean_text("一\r\n二\r三\u2028四\n", "正文") == "一\n二\n三\n四"
    assert clean_text("甲\u202e乙\ufeff", "正文") == "甲〔U+202E〕乙〔U+FEFF〕"
    assert clean_text("ᠮᠣᠩ\u180eᠭ\u200d\tx", "正文") == "ᠮᠣᠩ\u180eᠭ\u200d\tx"
    assert clean_text("  ", "正文") == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [(" ", "没有填写"), ("a\x0bb", "U+000B"), ("\udfff", "残缺"), ("字" * 11, "最多 10 个字，现在有 11")],
)
def test_texts_refuse_what_no_paper_can_hold(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words.replace("+", r"\+")):
        clean_text(text, "正文", required=True, max_chars=10)


@patient
@given(st.text())
def test_cleaning_twice_changes_nothing_and_leaves_nothing_hidden(text: str) -> None:
    for clean in (lambda s: clean_line(s, "内容", max_chars=10_000), lambda s: clean_text(s, "内容"), clean_name):
        try:
            once = clean(text)
        except Refused as refusal:
            assert refusal.obstacles[0].words
            continue
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)
        hidden = {c for c in once if unicodedata.category(c) in ("Cc", "Cf", "Cs")}
        assert hidden <= set("\n\t\u200c\u200d\u180e")


def test_dates_and_money_read_as_in_a_notice() -> None:
    assert chinese_date(date(2026, 3, 5)) == "2026年3月5日"
    assert money(18_600_000) == "186,000.00元"
    assert money(5) == "0.05元"
    assert money(-123_456_789) == "-1,234,567.89元"
    assert money(2**63) == "92,233,720,368,547,758.08元"


@patient
@given(numbers)
def test_a_right_id_number_is_accepted_and_every_single_slip_found(number: str) -> None:
    assert check_id_number(number) == number
    assert f"{birth_of(number):%Y%m%d}" == number[6:14]
    assert sex_of(number) == ("男" if number[16] in "13579" else "女")
    for place in range(17):
        slipped = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        with pytest.raises(Refused):
            check_id_number(slipped)


def test_the_check_digit_of_the_standards_own_example() -> None:
    assert check_digit("11010519491231002") == "X"  # GB 11643-1999, 4.3


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("11010519491231002x", "大写 X"),
        ("11010519491231002X\n", "19 个字符"),
        ("１1010519491231002X", "半角"),
        ("1101051949123100٢X", "半角"),
        ("110105491231002", "15 个字符"),
        ("110105194912310021", "校验码"),
        ("110105194902300025", "出生日期"),
        ("110105189912310023", "出生日期"),
        ("1.10105194912E+17", "18 位"),
        ("", "18 位"),
    ],
)
def test_a_wrong_id_number_is_refused_with_what_is_wrong(bad: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_id_number(bad)
    assert words in str(refusal.value)


def test_masks_keep_just_enough_to_recognise() -> None:
    assert mask_id("11010519491231002X") == "110105********002X"
    assert mask_id("12345") == "*****"
    assert mask_id("") == ""
    assert mask_phone("13900001234") == "139****1234"
    assert mask_phone("8881234") == "*******"


def test_logs_hold_no_personal_number() -> None:
    text = "张三 11010519491231002X，旧号110105491231002;13900001234/07311234567 0731-1234567"
    assert mask_personal(text) == "张三 [证件号]，旧号[证件号];[电话]/[电话] [电话]"
    assert mask_personal("E11010519491231002x\n") == "E11010519491231002x\n"
    digest = hashlib.sha256(b"").hexdigest()
    assert mask_personal(digest) == digest


@patient
@given(numbers, st.sampled_from(["", " ", "，", "(", "\n", "号"]))
def test_no_id_number_survives_masking(number: str, border: str) -> None:
    assert number not in mask_personal(f"某人{border}{number}{border}完")


def test_a_hash_is_read_aloud_in_thirteen_groups() -> None:
    code = base32_code(hashlib.sha256(b"x").hexdigest())
    assert [len(group) for group in code.split("-")] == [4] * 13
    assert base32_code("00" * 32) == "-".join(["AAAA"] * 13)
    with pytest.raises(ValueError, match="64 hex digits"):
        base32_code("00")


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("曾小红", "zengxiaohong", "zxh"),
        ("单守田", "shanshoutian", "sst"),
        ("解春燕", "xiechunyan", "xcy"),
        ("仇大勇", "qiudayong", "qdy"),
        ("区 立", "ouli", "ol"),
        ("查正清", "zhazhengqing", "zzq"),
        ("朴水", "piaoshui", "ps"),
        ("盖文", "gewen", "gw"),
        ("欧阳立春", "ouyanglichun", "oylc"),
        ("尉迟红", "yuchihong", "ych"),
        ("龚䶮", "gongyan", "gy"),
        ("刘𫖯", "liufu", "lf"),
        ("吕布", "lvbu", "lb"),
        ("John 李", "johnli", "johnl"),
        ("·", "", ""),
    ],
)
def test_surnames_are_read_as_surnames(name: str, full: str, initials: str) -> None:
    assert pinyin(name) == (full, initials)
