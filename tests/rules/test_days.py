"""Days of notice, posting and answer, against an oracle that walks day by day; holidays; order."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.rules.days import (
    Calendar,
    add_days,
    earliest_meeting,
    judge_convened_in_time,
    judge_date_order,
    judge_earliest_posting,
    judge_notice,
    judge_order,
    judge_posted_in_time,
    judge_posting,
    judge_reply,
    load_calendar,
    posting_until,
    reply_until,
)
from consult_desk.rules.profile import RuleProfile
from consult_desk.rules.values import DateOrder

from .conftest import refusal

DAY = date(2026, 3, 5)
HOLIDAYS = Path(__file__).resolve().parents[2] / "resources" / "holidays"
DAYS = st.dates(date(2026, 1, 1), date(2026, 11, 30))


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(HOLIDAYS)


def walk(start: date, days: int, counting: str) -> date:
    """Cross off one day after the other."""
    crossed, day = (1 if counting == "inclusive" else 0), start
    while crossed < days:
        day, crossed = day + timedelta(days=1), crossed + 1
    return day


@settings(deadline=None, max_examples=80)
@given(DAYS, st.integers(0, 60), st.sampled_from(["exclusive", "inclusive"]))
def test_counting_days(start: date, days: int, counting: str) -> None:
    assert add_days(start, days, counting) == walk(start, days, counting)


def test_what_cannot_be_counted_is_refused() -> None:
    assert "只能是" in refusal(lambda: add_days(DAY, 3, "both"))
    assert "不能是负数" in refusal(lambda: add_days(DAY, -1))
    assert "超出了日历范围" in refusal(lambda: add_days(date(9999, 12, 30), 10))


@settings(deadline=None, max_examples=80)
@given(DAYS, st.integers(0, 30))
def test_a_posting_ends_on_a_working_day(
    shipped: Mapping[str, RuleProfile], calendar: Calendar, posted: date, up: int
) -> None:
    step = shipped["cn-village-reps"].step("disclose_resolution")
    last = walk(posted, 15, "exclusive")
    while last in calendar.off or (last.weekday() in (5, 6) and last not in calendar.work):
        last += timedelta(days=1)
    assert posting_until(step, posted, posted, calendar) == last
    removed = posted + timedelta(days=up)
    verdict = judge_posting(step, posted, posted, removed, removed, calendar)
    assert verdict.met == (removed >= last) and verdict.counted == up and verdict.required == 15


@settings(deadline=None, max_examples=60)
@given(DAYS, st.integers(0, 20))
def test_ten_days_of_notice(shipped: Mapping[str, RuleProfile], given_on: date, ahead: int) -> None:
    step, meets = shipped["cn-village-assembly"].step("resolve"), given_on + timedelta(days=ahead)
    verdict = judge_notice(step, meets, given_on, meets)
    assert verdict.met == (ahead >= 10) and verdict.counted == ahead
    assert earliest_meeting(step, meets, given_on) == walk(given_on, 10, "exclusive")


def test_notice_in_words(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["cn-village-assembly"].step("resolve")
    late = judge_notice(step, DAY, date(2026, 2, 24), DAY)
    assert late.words == (
        "2026-02-24 通知，2026-03-05 开会，提前 9 天（当日不算），应当提前 10 天，还差 1 天，最早 2026-03-06 开会"
    )
    assert late.reference == "村民委员会组织法（2025修正）第二十五条；民法典第二百零一条、第二百零三条"
    assert judge_notice(step, DAY, date(2026, 2, 24), DAY, counting="inclusive").met
    assert not judge_notice(step, DAY, None, DAY).met
    assert "不可能" in judge_notice(step, DAY, date(2026, 3, 6), DAY).words
    assert judge_notice(step, DAY, DAY, DAY, special_reason=" 抗洪 ").words.endswith("临时通知：抗洪")
    assert not judge_notice(step, DAY, DAY, DAY, special_reason="  ").met
    assert judge_notice(shipped["cn-village-reps"].step("resolve"), DAY, None, DAY).met
    assert earliest_meeting(shipped["cn-village-reps"].step("resolve"), DAY, DAY) == DAY
    shandong = shipped["sd"].step("resolve")
    asked = judge_notice(shandong, DAY, date(2026, 2, 1), DAY, written=True, posted=False)
    assert not asked.met and asked.words.endswith("还应当张榜公布")
    assert judge_notice(shandong, DAY, date(2026, 2, 1), DAY).met


def test_posting_in_words(shipped: Mapping[str, RuleProfile], calendar: Calendar) -> None:
    step = shipped["cn-village-reps"].step("disclose_result")
    posted = date(2026, 9, 18)  # the fifteenth day is a Saturday inside the October holidays
    verdict = judge_posting(step, DAY, posted, date(2026, 10, 3), date(2026, 11, 1), calendar)
    assert verdict.words == (
        "2026-09-18 张贴，应当公开 15 天（当日不算），到 2026-10-08 为止，撤下是 2026-10-03，公开了 15 天；"
        "第 15 天 2026-10-03 是休息日，顺延到下一个工作日，还差 5 天"
    )
    running = judge_posting(step, DAY, date(2026, 3, 9), None, date(2026, 3, 24), calendar)
    assert running.met and "今天是 2026-03-24" in running.words
    later = judge_posting(step, DAY, date(2027, 3, 8), date(2027, 3, 23), date(2027, 4, 1), calendar)
    assert later.met and "2027 年的节假日安排本程序还没有，只按周末推算" in later.words
    assert "不可能" in judge_posting(step, DAY, DAY, date(2026, 3, 4), DAY, calendar).words
    assert "之后，请核对" in judge_posting(step, DAY, date(2026, 3, 6), None, DAY, calendar).words
    assert "之后，请核对" in judge_posting(step, DAY, DAY, date(2026, 3, 7), DAY, calendar).words
    both_ends = judge_posting(step, DAY, date(2026, 3, 9), date(2026, 3, 23), DAY + timedelta(90), calendar, "inclusive")
    assert both_ends.met and "首尾都算" in both_ends.words and "二百零一条" not in both_ends.reference


def test_postings_without_a_number(shipped: Mapping[str, RuleProfile], calendar: Calendar) -> None:
    old = date(2025, 12, 31)
    verdict = judge_posting(shipped["cn-village-reps"].step("disclose_result"), old, old, old, old, calendar)
    assert verdict.met and verdict.required == 0 and "没有写最少天数" in verdict.words
    assert judge_posting(shipped["cn-village-reps"].step("resolve"), DAY, DAY, None, DAY, calendar).met
    assert posting_until(shipped["cn-village-reps"].step("resolve"), DAY, DAY, calendar) == DAY
    saturday = date(2025, 12, 27)
    assert posting_until(shipped["cn-village-reps"].step("disclose_result"), old, saturday, calendar) == saturday


def test_limits(shipped: Mapping[str, RuleProfile]) -> None:
    chongqing, plain = shipped["cq"].step("disclose_result"), shipped["cn-village-reps"]
    assert judge_posted_in_time(chongqing, DAY, DAY, DAY + timedelta(10)).met
    late = judge_posted_in_time(chongqing, DAY, DAY, DAY + timedelta(11))
    assert not late.met and late.words.endswith("晚了 1 天")
    assert "不可能" in judge_posted_in_time(chongqing, DAY, DAY, DAY - timedelta(1)).words
    open_end = judge_posted_in_time(plain.step("disclose_result"), DAY, DAY, DAY)
    assert open_end.met and open_end.reference == "村民委员会组织法（2025修正）第三十五条"
    assert judge_posted_in_time(plain.step("resolve"), DAY, DAY, DAY).reference == ""
    assert not judge_convened_in_time(shipped["bj"].step("resolve"), DAY, DAY, DAY + timedelta(6)).met
    assert judge_convened_in_time(plain.step("resolve"), DAY, DAY, DAY + timedelta(60)).reference != ""
    assert judge_convened_in_time(plain.step("propose"), DAY, DAY, DAY).reference == ""


def test_answers_to_objections(shipped: Mapping[str, RuleProfile]) -> None:
    chongqing = shipped["cq"].step("disclose_resolution")
    ends = [reply_until(chongqing, DAY, DAY, which) for which in ("reply_days", "government_days")]
    assert ends == [date(2026, 3, 8), date(2026, 3, 15)]
    assert reply_until(shipped["zj"].step("disclose_result"), DAY, DAY, "government_days") is None
    assert reply_until(shipped["nm"].step("disclose_result"), DAY, DAY) is None
    assert judge_reply(shipped["nm"].step("disclose_result"), DAY, DAY, DAY).met
    assert not judge_reply(shipped["sh"].step("disclose_result"), DAY, DAY, DAY + timedelta(16)).met


def test_results_are_posted_after_acceptance(shipped: Mapping[str, RuleProfile]) -> None:
    step = shipped["practice-project-funds"].step("disclose_result")
    assert judge_earliest_posting(step, DAY, DAY, DAY + timedelta(1)).met
    assert judge_earliest_posting(step, DAY, DAY, DAY).words.endswith("太早")
    assert not judge_earliest_posting(step, DAY, None, DAY).met
    assert judge_earliest_posting(shipped["nm"].step("disclose_result"), DAY, None, DAY).met


@settings(deadline=None, max_examples=60)
@given(st.lists(DAYS, max_size=6))
def test_events_in_order(days: list[date]) -> None:
    verdict = judge_order([(f"第{number}步", day) for number, day in enumerate(days)])
    assert verdict.met == (days == sorted(days))


def test_orders_of_a_profile() -> None:
    rules = (DateOrder("a", "b", strict=True), DateOrder("b", "c", strict=False))
    same = judge_date_order(rules, {"a": DAY, "b": DAY, "c": DAY}, "某口径")
    assert not same.met and same.words == "b（2026-03-05）应当在 a（2026-03-05）之后（不能同一天）" and same.reference
    back = judge_date_order(rules, {"b": DAY, "c": date(2026, 3, 4)})
    assert not back.met and back.words.endswith("当天或者之后")
    assert judge_date_order(rules, {"a": DAY, "b": date(2026, 3, 6), "c": date(2026, 3, 6)}).met


def test_the_shipped_holidays(calendar: Calendar) -> None:
    assert {2024, 2025, 2026} <= calendar.years and not calendar.covers(date(2027, 1, 4))
    assert calendar.next_workday(date(2026, 10, 1)) == date(2026, 10, 8)
    assert calendar.is_workday(date(2026, 2, 14)) and not calendar.is_workday(date(2026, 2, 16))
    assert calendar.next_workday(DAY) == DAY


GOOD = 'year = 2026\nsource = "s"\nreference = "r"\noff = [2026-01-01]\nwork = [2026-01-04]\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("year = ", "读不出来"),
        (GOOD + "extra = 1\n", "多了或者少了：extra"),
        (GOOD.replace('source = "s"\n', ""), "多了或者少了：source"),
        (GOOD.replace("2026\n", "2025\n", 1), "和文件名一致"),
        (GOOD.replace("year = 2026", 'year = "2026"'), "和文件名一致"),
        (GOOD.replace("[2026-01-01]", "[2026-01-03]"), "2026-01-03 不对"),
        (GOOD.replace("[2026-01-04]", "[2026-01-05]"), "2026-01-05 不对"),
        (GOOD.replace("[2026-01-01]", "[2025-01-01]"), "2025-01-01 不对"),
        (GOOD.replace("[2026-01-01]", "[2026-01-01T00:00:00]"), "日期的列表"),
        (GOOD.replace("[2026-01-01]", "3"), "日期的列表"),
    ],
)
def test_a_wrong_holiday_file_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "2026.toml").write_text(text, encoding="utf-8")
    assert words in refusal(lambda: load_calendar(tmp_path))


def test_a_right_holiday_file_loads(tmp_path: Path) -> None:
    (tmp_path / "2026.toml").write_text(GOOD, encoding="utf-8")
    assert load_calendar(tmp_path) == Calendar(frozenset({2026}), frozenset({date(2026, 1, 1)}), frozenset({date(2026, 1, 4)}))
