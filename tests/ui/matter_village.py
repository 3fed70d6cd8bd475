"""A hamlet whose matters stand at the places the window's tests need."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from consult_desk import actions as act
from consult_desk.sample.guide import Clock, Votes
from tests.journeys.hamlet import TEXT, advance, matter, opened, rule

PROPOSED = "村口小桥加固"


@dataclass(frozen=True)
class Standing:
    """The ids of the matters by where they stand, and the day it is."""

    home: Path
    clock: Clock
    fresh: int
    consult: int
    rejected: int
    suspended: int
    review: int
    work: int


def build(template: Path, home: Path) -> Standing:
    """Six matters: new, proposed, voted down, suspended by an objection, waiting for an opinion, resolved and posted."""
    guide = opened(template, home)
    work, suspended = matter(guide), matter(guide)
    for _ in range(4):
        step = rule(guide, work)
        notice, day = step.notice_on(guide.clock.day), guide.clock.day
        on = day + timedelta(days=1 if notice is None else notice.days)
        guide.hold(step.body, step.key, [work, suspended], on, None, notice_on=day)
    advance(guide, work)
    guide.issue("resolution", suspended, sign=False)
    guide.post(suspended, "disclose_resolution", guide.clock.day)
    objection = guide.desk.do(
        act.disclosures.record_objection, suspended, name="柳大成", channel="书面", content="渠线占了我家的地。"
    ).result
    guide.desk.do(
        act.disclosures.reply_objection, objection, finding="upheld", reply="渠线确有改动", handler="单守田", effect="suspend"
    )
    rejected, consult, review = matter(guide), matter(guide), matter(guide, "tpl-5yi5gongkai")
    step = rule(guide, rejected)
    on = guide.clock.day + timedelta(days=1)
    guide.hold(step.body, step.key, [rejected], on, Votes(0, 3), notice_on=guide.clock.day)
    advance(guide, consult)
    fresh: int = guide.desk.do(
        act.matters.open_matter, title=PROPOSED, category="public_welfare", origin="suggestion", text=TEXT
    ).result
    guide.desk.close()
    return Standing(home, guide.clock, fresh, consult, rejected, suspended, review, work)
