"""A hamlet small enough to be built through actions in a second: 8 households, 24 adults, every body seated."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import DATABASE, Desk
from consult_desk.rules.profile import StepRule
from consult_desk.sample.guide import PASSPHRASE, Clock, Guide

FOUNDED = date(2025, 6, 2)
START = date(2026, 3, 2)
NAMES = (
    "周明德 单守田 查正清 曾小满 任立春 解秀英 仇玉兰 朴雪梅 区桂香 华春燕 柳大成 葛志强 翟福生 召有田 尹守信 洪石头 "
    "田满仓 佘铁柱 牟长河 易兴旺 冼国柱 谌立业 蔺家和 郗万年"
).split()
WOMEN = range(6, 11)
COMMITTEE, REPS = range(1, 6), range(6, 18)
ADULTS = range(1, 25)
TEXT = "一、疏浚三组水渠八百米。\n二、投资不超过三万元，从村集体经济收益中列支。"


def build(home: Path) -> None:
    """Found the hamlet on 2025-06-02 and seat every body; person n has the id n, households of three in two groups."""
    clock = Clock(FOUNDED)
    desk = Desk.create(home, now=clock, who="单守田")
    desk.do(
        act.people.found_village, name="石桥村", township="柳河镇", contact="单守田", address="村委会",
        supervision_contact="曾小满", board_places="村务公开栏",
    )
    for n, name in enumerate(NAMES, 1):
        sex = "女" if n in WOMEN else "男"
        desk.do(
            act.people.add_person, name=name, sex=sex, birth=date(1960 + n, 5, 1), household_no=f"{(n - 1) // 3 + 1:03d}",
            group="一组" if n <= 12 else "二组",
        )
    for n, birth in enumerate((date(2007, 9, 1), date(2012, 1, 1)), 1):
        desk.do(act.people.add_person, name=f"周小{'军花'[n - 1]}", sex="男", birth=birth, household_no="001", group="一组")
    seats: list[tuple[int, str, str]] = [(1, "party_committee", "书记"), (1, "villagers_committee", "主任")]
    seats += [(n, "party_committee", "委员") for n in (2, 3)] + [(n, "villagers_committee", "委员") for n in (4, 5)]
    seats += [(1, "residents_committee", "主任")] + [(n, "residents_committee", "委员") for n in (4, 5)]
    seats += [(n, "party_member", "正式党员") for n in (*range(1, 4), *range(10, 14))] + [(14, "party_member", "预备党员")]
    seats += [(n, body, "代表") for n in REPS for body in ("villager_reps", "resident_reps")]
    seats += [(n, "supervision_committee", "委员") for n in (18, 19, 20)]
    seats += [(n, "collective_board", "理事") for n in (1, 4, 5)]
    seats += [(n, "collective_members", "成员") for n in (*ADULTS, 26)]
    seats += [(n, "collective_reps", "成员代表") for n in range(1, 22)]
    for person, body, post in seats:
        households = 1 if body == "villager_reps" and person < 14 else 0
        desk.do(
            act.people.seat_person, person, body=body, post=post, since=date(2025, 1, 1), until=date(2029, 12, 31),
            households=households,
        )
    desk.do(
        act.people.record_authorization, scope="公益事业", categories=["public_welfare", "other"], given_on=FOUNDED,
        until=date(2027, 6, 1), source="村民会议2025年第1次会议",
    )
    for role, name in (("issuer", "石桥村村民委员会"), ("supervisor", "石桥村村务监督委员会")):
        desk.do(act.signing.make_identity, role=role, name=name, passphrase=PASSPHRASE)
    desk.close()


def opened(template: Path, home: Path, day: date = START) -> Guide:
    """A copy of the hamlet at a desk of its own, on that day."""
    shutil.copytree(template, home)
    clock = Clock(day)
    return Guide(Desk(home, now=clock, who="单守田"), clock)


def matter(guide: Guide, profile: str = "cn-village-reps", category: str = "public_welfare", **more: Any) -> int:
    """Open a matter under a profile."""
    found: int = guide.desk.do(
        act.matters.open_matter, title="三组水渠疏浚", category=category, origin="suggestion", text=TEXT, budget=3_000_000,
        fund_source="村集体经济收益", profile=profile, **more,
    ).result
    return found


def rule(guide: Guide, matter_id: int) -> StepRule:
    """The rule of the step a matter stands at."""
    view = guide.matter(matter_id)
    profile = next(p for p in guide.desk.profiles.values() if p.fingerprint == view.profile_fingerprint)
    return profile.step(view.step)


def advance(guide: Guide, matter_id: int, *, sign: bool = False) -> str:
    """Take the step a matter stands at as the rules ask; answers the key of that step."""
    step = rule(guide, matter_id)
    day = guide.clock.day
    match step.kind:
        case "deliberation":
            notice = step.notice_on(day)
            on = day + timedelta(days=1 if notice is None else notice.days)
            guide.hold(step.body, step.key, [matter_id], on, None, notice_on=day)
        case "review":
            guide.clock.go(day + timedelta(days=1))
            guide.desk.do(act.matters.record_review, matter_id, step=step.key, by="村民小组", opinion="同意，望早日实施")
            guide.supervise(matter_id, step.key)
        case _:
            if step.key == "disclose_result":
                began = day + timedelta(days=1)
                guide.execute(matter_id, began, began + timedelta(days=4), began + timedelta(days=5), 2_900_000)
            guide.clock.go(guide.clock.day + timedelta(days=1))
            if step.key in ("disclose_resolution", "disclose_result"):
                guide.issue("resolution" if step.key == "disclose_resolution" else "result", matter_id, sign=sign)
            posting, until = guide.post(matter_id, step.key, guide.clock.day)
            guide.take_down(posting, until)
            guide.supervise(matter_id, step.key)
    return step.key


def reach(guide: Guide, matter_id: int, step: str) -> None:
    """Take steps until the matter stands at `step` ("": until it is done)."""
    for _ in range(12):
        if guide.matter(matter_id).step == step:
            return
        advance(guide, matter_id)
    raise AssertionError(f"never came to {step}")


def gathered(guide: Guide, matter_id: int, *, absent: int = 0, merged: bool = False, **called: Any) -> tuple[int, int]:
    """Call the body of the matter's step for tomorrow (or as its notice asks) and open the meeting: (meeting, item)."""
    from consult_desk.actions.meetings import Hearing

    step = rule(guide, matter_id)
    body, key = ("two_committees", "consult") if merged else (step.body, step.key)
    notice = step.notice_on(guide.clock.day)
    on = guide.clock.day + timedelta(days=1 if notice is None else notice.days)
    meeting = guide.call(body, [Hearing(matter_id, key, merged)], on, notice_on=guide.clock.day, **called)
    guide.gather(meeting, absent=absent)
    return meeting, guide.meeting(meeting).items[0].item


def state(guide: Guide) -> tuple[int, str]:
    """Size of the journal and a digest of every row of every table."""
    with sqlite3.connect(guide.desk.home / DATABASE) as database:
        text = "\n".join(database.iterdump())
        size = database.execute("select count(*) from journal").fetchone()[0]
    return size, hashlib.sha256(text.encode()).hexdigest()


def refused(guide: Guide, work: Callable[[], object], *codes: str) -> tuple[Obstacle, ...]:
    """Do what must be refused with these codes: it says so in Chinese, and nothing is written."""
    before = state(guide)
    with pytest.raises(Refused) as caught:
        work()
    assert state(guide) == before, "a refusal wrote something"
    found = caught.value.obstacles
    assert {o.code for o in found} == set(codes), [o.sentence() for o in found]
    for obstacle in found:
        assert any("\u4e00" <= char <= "\u9fff" for char in obstacle.words), obstacle
    return found


def told(obstacles: tuple[Obstacle, ...], code: str) -> Obstacle:
    """The obstacle of that code."""
    return next(o for o in obstacles if o.code == code)
