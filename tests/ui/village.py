"""A small village for the window's tests: one matter proposed by its committee, one waiting, one hostile."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from consult_desk.actions import attendance, matters, meetings, people, votes
from consult_desk.desk import Desk

CHINA = timezone(timedelta(hours=8))
HOSTILE = '<img src="file:///x.png"><table><tr><td><table><tr><td>夹带</td></tr></table></td></tr></table> & <b>粗</b>'
DITCH = "三组灌溉渠清淤及护坡加固"


class Clock:
    """The day it is, moved by hand."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 10, tzinfo=CHINA)


def build(home: Path) -> None:
    """Make it in a new folder: matter 1 has been proposed on 2026-03-05, matter 2 waits, matter 3 is hostile."""
    clock = Clock(date(2026, 3, 1))
    desk = Desk.create(home, now=clock)
    desk.do(people.found_village, "清溪村", "柳林镇", practice=True)
    members = []
    for number, name in enumerate(("周明德", "林秀兰", "李𬱖")):
        done = desk.do(
            people.add_person, name, "男", date(1970, 1, number + 1), f"1-{number}", "一组", relation="户主"
        )
        members.append(done.result)
        desk.do(people.seat_person, done.result, "party_committee", "委员", date(2024, 1, 1))
    first = desk.do(
        matters.open_matter, DITCH, "public_welfare", "suggestion", "清淤两公里。\n护坡加固三百米。",
        budget=18_600_000, fund_source="集体经济收益",
    ).result  # fmt: skip
    desk.do(matters.open_matter, "文化广场路灯更换", "public_welfare", "cadre", "更换路灯二十盏。")
    desk.do(matters.open_matter, HOSTILE[:80], "other", "cadre", HOSTILE, background=HOSTILE)
    starts = datetime(2026, 3, 5, 9, tzinfo=CHINA)
    meeting = desk.do(
        meetings.plan_meeting, "party_committee", "支委会", [meetings.Place("村委会会议室", starts)],
        [meetings.Hearing(first, "propose")], "周明德", "周明德", "林秀兰",
    ).result  # fmt: skip
    desk.do(meetings.issue_notice, meeting)
    clock.day = date(2026, 3, 5)
    desk.do(meetings.open_meeting, meeting)
    desk.do(attendance.check_in, meeting, members)
    desk.do(votes.record_vote, 1, "show_of_hands", yes=3)
    desk.do(votes.conclude_item, 1)
    desk.do(meetings.close_meeting, meeting)
    second = desk.do(
        meetings.plan_meeting, "party_committee", "支委会（人没到齐）", [meetings.Place("村委会会议室", starts)],
        [meetings.Hearing(2, "propose")], "周明德", "周明德", "林秀兰",
    ).result  # fmt: skip
    desk.do(meetings.issue_notice, second)
    desk.do(meetings.open_meeting, second)
    desk.do(attendance.check_in, second, members[:1])
    desk.close()
