"""Counts days: notice before meetings, postings, answers, and the order of events, with the holidays of the year."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from ..base.errors import Refused
from .profile import StepRule
from .quorum import before_the_rule
from .values import DateOrder
from .verdict import Verdict, joined

COUNTINGS = ("exclusive", "inclusive")
CIVIL_CODE = "民法典第二百零一条、第二百零三条"
HOLIDAY_RULE = "民法典第二百零三条"


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. years: those with published holidays; in others only weekends are free.

    off: free days that are not weekends. work: weekend days that are worked.
    """

    years: frozenset[int] = frozenset()
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def covers(self, day: date) -> bool:
        """Whether the holidays of that year are known."""
        return day.year in self.years

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        if day in self.work:
            return True
        return day.weekday() < 5 and day not in self.off

    def next_workday(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day


def _days(raw: object, where: str) -> frozenset[date]:
    if not isinstance(raw, list) or not all(isinstance(day, date) and not isinstance(day, datetime) for day in raw):
        raise Refused(f"{where} 应当是日期的列表")
    return frozenset(raw)


def load_calendar(folder: Path) -> Calendar:
    """The calendar from YYYY.toml files (year, source, reference, off, work); Refused naming file and fault."""
    years: set[int] = set()
    off: set[date] = set()
    work: set[date] = set()
    for path in sorted(folder.glob("*.toml")):
        try:
            raw = tomllib.loads(path.read_bytes().decode())
        except (OSError, ValueError) as error:
            raise Refused(f"节假日文件 {path.name} 读不出来：{error}") from error
        unknown = set(raw) ^ {"year", "source", "reference", "off", "work"}
        if unknown:
            raise Refused(f"节假日文件 {path.name} 多了或者少了：{'、'.join(sorted(unknown))}")
        year = raw["year"]
        if str(year) != path.stem or isinstance(year, bool) or not isinstance(year, int):
            raise Refused(f"节假日文件 {path.name} 的 year 应当和文件名一致，现在是 {year!r}")
        found_off, found_work = _days(raw["off"], f"{path.name} 的 off"), _days(raw["work"], f"{path.name} 的 work")
        for day in found_off | found_work:
            if day.year != year or (day in found_off) == (day.weekday() >= 5):
                raise Refused(f"节假日文件 {path.name} 里的 {day} 不对：off 写放假的周一至周五，work 写上班的周末")
        years.add(year)
        off |= found_off
        work |= found_work
    return Calendar(frozenset(years), frozenset(off), frozenset(work))


def add_days(start: date, days: int, counting: str = "exclusive") -> date:
    """The last day of a period: exclusive leaves the starting day out (民法典第二百零一条), inclusive counts it.

    Refused where the counting is unknown, the number is negative or the calendar ends.
    """
    if counting not in COUNTINGS:
        raise Refused(f"天数的算法只能是 exclusive（当日不算）或 inclusive（当日算），现在是 {counting!r}")
    if days < 0:
        raise Refused(f"天数不能是负数：{days}")
    shift = days if counting == "exclusive" else max(0, days - 1)
    try:
        return start + timedelta(days=shift)
    except OverflowError:
        raise Refused(f"日期 {start} 加上 {days} 天超出了日历范围") from None


def _day(day: date) -> str:
    return day.isoformat()


def _way(counting: str) -> str:
    return "当日不算" if counting == "exclusive" else "首尾都算"


def earliest_meeting(step: StepRule, on: date, given_on: date, counting: str = "exclusive") -> date:
    """The first day on which the meeting may be held after a notice given on that day."""
    rule = step.notice_on(on)
    return add_days(given_on, 0 if rule is None else rule.days, counting)


def judge_notice(
    step: StepRule,
    on: date,
    given_on: date | None,
    meets_on: date,
    *,
    special_reason: str = "",
    counting: str = "exclusive",
    written: bool | None = None,
    posted: bool | None = None,
) -> Verdict:
    """Whether the notice came early enough. special_reason: why it came late, where the law allows it.

    written, posted: how it was given; None where it is not asked now. counted: days between notice and meeting.
    """
    rule = step.notice_on(on)
    if rule is None:
        return before_the_rule(step, "notice", "提前通知", on)
    if given_on is None:
        return Verdict(False, f"还没有发出会议通知，应当提前 {rule.days} 天通知", rule.reference, rule.days)
    if given_on > meets_on:
        words = f"通知日期 {_day(given_on)} 在开会日期 {_day(meets_on)} 之后，不可能，请核对"
        return Verdict(False, words, rule.reference, rule.days)
    earliest = add_days(given_on, rule.days, counting)
    counted = (meets_on - given_on).days + (counting == "inclusive")
    words = f"{_day(given_on)} 通知，{_day(meets_on)} 开会，提前 {counted} 天（{_way(counting)}）"
    words += f"，应当提前 {rule.days} 天"
    met = meets_on >= earliest
    if not met and rule.special_allowed and special_reason.strip():
        met, words = True, f"{words}；因特殊情况临时通知：{special_reason.strip()}"
    elif not met:
        words += f"，还差 {rule.days - counted} 天，最早 {_day(earliest)} 开会"
    for asked, done, lack in (
        (rule.written, written, "书面通知本人"),
        (rule.posted, posted, "张榜公布"),
    ):
        if asked and done is False:
            met, words = False, f"{words}；还应当{lack}"
    return Verdict(met, words, joined((rule.reference, CIVIL_CODE)), rule.days, None, counted)


def _until(days: int, posted_on: date, calendar: Calendar, counting: str) -> tuple[date, date]:
    plain = add_days(posted_on, days, counting)
    return plain, calendar.next_workday(plain) if days else plain


def posting_until(step: StepRule, on: date, posted_on: date, calendar: Calendar, counting: str = "exclusive") -> date:
    """The last day on which the posting must still be up; a free last day runs to the next working day."""
    rule = step.publicity_on(on)
    return _until(0 if rule is None else rule.days, posted_on, calendar, counting)[1]


def judge_posting(
    step: StepRule,
    on: date,
    posted_on: date,
    removed_on: date | None,
    today: date,
    calendar: Calendar,
    counting: str = "exclusive",
) -> Verdict:
    """Whether the posting stayed up long enough; removed_on None: it is still up today.

    counted: days it was up until removed (or until today). required: days asked.
    """
    rule = step.publicity_on(on)
    if rule is None:
        return before_the_rule(step, "publicity", "公开期限", on)
    if removed_on is not None and removed_on < posted_on:
        words = f"撤下日期 {_day(removed_on)} 在张贴日期 {_day(posted_on)} 之前，不可能，请核对"
        return Verdict(False, words, rule.reference, rule.days)
    if posted_on > today or (removed_on is not None and removed_on > today):
        words = f"张贴或者撤下的日期在今天（{_day(today)}）之后，请核对"
        return Verdict(False, words, rule.reference, rule.days)
    plain, until = _until(rule.days, posted_on, calendar, counting)
    last = today if removed_on is None else removed_on
    counted = (last - posted_on).days + (counting == "inclusive")
    if not rule.days:
        words = f"{_day(posted_on)} 张贴，已公开 {counted} 天；当时的规定没有写最少天数"
        return Verdict(True, words, rule.reference, 0, None, counted)
    met = last >= until
    words = (
        f"{_day(posted_on)} 张贴，应当公开 {rule.days} 天（{_way(counting)}），到 {_day(until)} 为止，"
        f"{'今天是' if removed_on is None else '撤下是'} {_day(last)}，公开了 {counted} 天"
    )
    if until > plain:
        words += f"；第 {rule.days} 天 {_day(plain)} 是休息日，顺延到下一个工作日"
    if not calendar.covers(plain) or not calendar.covers(until):
        words += f"；{plain.year} 年的节假日安排本程序还没有，只按周末推算"
    if not met:
        words += f"，还差 {(until - last).days} 天"
    reference = joined((rule.reference, CIVIL_CODE if counting == "exclusive" else HOLIDAY_RULE))
    return Verdict(met, words, reference, rule.days, None, counted)


def _judge_limit(what: str, limit: int, reference: str, from_day: date, done_on: date) -> Verdict:
    last, counted = add_days(from_day, limit), (done_on - from_day).days
    if counted < 0:
        words = f"{what}的日期 {_day(done_on)} 在 {_day(from_day)} 之前，不可能，请核对"
        return Verdict(False, words, reference, limit)
    words = f"{what}：从 {_day(from_day)} 起 {limit} 天内，最迟 {_day(last)}，实际 {_day(done_on)}"
    if done_on > last:
        words += f"，晚了 {counted - limit} 天"
    return Verdict(done_on <= last, words, reference, limit, None, counted)


def judge_posted_in_time(step: StepRule, on: date, event_on: date, posted_on: date) -> Verdict:
    """Whether the posting went up soon enough after the event."""
    rule = step.publicity_on(on)
    if rule is None or not rule.within_days:
        return Verdict(True, f"“{step.title}”没有写明几天内公布，应当及时公布", "" if rule is None else rule.reference)
    return _judge_limit("公布", rule.within_days, rule.reference, event_on, posted_on)


def judge_convened_in_time(step: StepRule, on: date, demanded_on: date, meets_on: date) -> Verdict:
    """Whether the meeting that people demanded was held soon enough."""
    rule = step.convening_on(on)
    if rule is None or not rule.within_days:
        return Verdict(True, f"“{step.title}”没有写明几天内召集", "" if rule is None else rule.reference)
    return _judge_limit("召集会议", rule.within_days, rule.reference, demanded_on, meets_on)


def judge_earliest_posting(step: StepRule, on: date, accepted_on: date | None, posted_on: date) -> Verdict:
    """Whether the posting began no earlier than the day after the acceptance of the work."""
    if not step.earliest_posting_on(on):
        return before_the_rule(step, "earliest_posting", "验收后才能公开", on)
    reference = step.reference_on("earliest_posting", on)
    if accepted_on is None:
        return Verdict(False, "还没有登记验收日期，验收第二天起才能公示", reference)
    earliest = add_days(accepted_on, 1)
    words = f"{_day(accepted_on)} 验收，最早 {_day(earliest)} 公示，实际 {_day(posted_on)}"
    return Verdict(posted_on >= earliest, words + ("" if posted_on >= earliest else "，太早"), reference)


ANSWERERS: Mapping[str, str] = {
    "reply_days": "答复群众异议",
    "government_days": "乡镇政府答复",
    "supervision_objection_days": "监督委员会提出异议",
    "supervision_reply_days": "答复监督委员会",
}


def reply_until(step: StepRule, on: date, received_on: date, which: str = "reply_days") -> date | None:
    """The last day to answer an objection, None where no number is named. which: a field of ObjectionRule."""
    rule = step.objection_on(on)
    limit = 0 if rule is None else {name: getattr(rule, name) for name in ANSWERERS}[which]
    return add_days(received_on, limit) if limit else None


def judge_reply(step: StepRule, on: date, received_on: date, replied_on: date, which: str = "reply_days") -> Verdict:
    """Whether an objection was answered in time. which: a field of ObjectionRule."""
    if reply_until(step, on, received_on, which) is None:
        return Verdict(True, f"没有写明{ANSWERERS[which]}的天数，应当及时办理", step.reference_on("objection", on))
    limit = getattr(step.objection_on(on), which)
    return _judge_limit(ANSWERERS[which], limit, step.reference_on("objection", on), received_on, replied_on)


def judge_order(events: Sequence[tuple[str, date]]) -> Verdict:
    """Whether events happened in the order given (the same day is allowed)."""
    wrong = [
        f"“{later}”的日期 {_day(second)} 早于“{earlier}”的日期 {_day(first)}"
        for (earlier, first), (later, second) in pairwise(events)
        if second < first
    ]
    return Verdict(not wrong, "；".join(wrong) if wrong else "日期先后顺序正确", "")


def judge_date_order(rules: Sequence[DateOrder], events: Mapping[str, date], reference: str = "") -> Verdict:
    """Whether all events given keep the orders that a profile asks for; events not given are not judged."""
    wrong = []
    for rule in rules:
        first, second = events.get(rule.earlier), events.get(rule.later)
        if first is None or second is None:
            continue
        if second < first or (rule.strict and second == first):
            asked = "之后（不能同一天）" if rule.strict else "当天或者之后"
            wrong.append(f"{rule.later}（{_day(second)}）应当在 {rule.earlier}（{_day(first)}）{asked}")
    return Verdict(not wrong, "；".join(wrong) if wrong else "日期先后顺序正确", reference)
