"""Whatever a village does in whatever order, the record stays consistent: hypothesis tries thousands of buttons."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from consult_desk import actions as act
from consult_desk.actions.execution import Part
from consult_desk.actions.meetings import Hearing, Place
from consult_desk.base.errors import Refused
from consult_desk.desk import Desk, Look
from consult_desk.flow.gathering import Gathering
from consult_desk.model import AgendaItem
from consult_desk.sample.guide import Clock, Guide
from consult_desk.views.journal import check_home
from consult_desk.views.meetings import meetings
from tests.journeys import hamlet

TEMPLATE: list[Path] = []
BODIES = ("party_committee", "two_committees", "party_member_meeting", "rep_meeting")
STEPS = ("propose", "consult", "deliberate", "resolve")
SMALL = st.integers(0, 16)


class Village(RuleBasedStateMachine):
    """A secretary who presses buttons at random; what is refused must leave nothing behind."""

    def __init__(self) -> None:
        super().__init__()
        if not TEMPLATE:
            TEMPLATE.append(Path(tempfile.mkdtemp()) / "hamlet")
            hamlet.build(TEMPLATE[0])
        self.folder = Path(tempfile.mkdtemp())
        clock = Clock(hamlet.START)
        home = shutil.copytree(TEMPLATE[0], self.folder / "home")
        self.guide = Guide(Desk(home, now=clock), clock)
        self.meetings = 0

    @initialize(profile=st.sampled_from(["cn-village-reps", "tpl-4plus2"]))
    def propose(self, profile: str) -> None:
        self.matter = hamlet.matter(self.guide, profile)

    def press(self, verb: Callable[..., object], *args: object, **given: object) -> Any:
        """Do it, or be refused with reasons and without a trace."""
        try:
            return self.guide.desk.do(verb, *args, **given).result
        except Refused as refusal:
            assert refusal.obstacles and all(o.words for o in refusal.obstacles)
            return None

    @rule(days=st.sampled_from([0, 1, 3, 16]))
    def wait(self, days: int) -> None:
        self.guide.clock.go(self.guide.clock.day + timedelta(days=days), 12)

    @rule(number=st.integers(0, 3), merged=st.booleans(), ago=st.integers(0, 3), places=st.integers(1, 2))
    def call(self, number: int, merged: bool, ago: int, places: int) -> None:
        """Call a body, more often than not the one whose turn it is."""
        step = self.guide.matter(self.matter).step
        at = STEPS.index(step) if step in STEPS and number else number
        day = self.guide.clock.day - timedelta(days=ago // 3)
        made = self.press(
            act.meetings.plan_meeting, body=BODIES[at], title="会", convener="村党支部", chair="周明德", recorder="单守田",
            places=[Place(f"{n}号会场", Clock(day + timedelta(days=n)).moment) for n in range(places)],
            items=[Hearing(self.matter, STEPS[at], merged and not number)],
        )
        if made is not None:
            self.meetings = made
            self.press(act.meetings.issue_notice, made)
            self.press(act.meetings.open_meeting, made)

    @rule(skip=st.sampled_from([0, 0, 0, 1, 2, 6]), second=st.booleans())
    def come(self, skip: int, second: bool) -> None:
        if self.meetings:
            view = self.guide.meeting(self.meetings)
            ids = [s.person for s in view.seats if s.state != "excluded"][skip:]
            sitting = view.sittings[-1 if second else 0][0]
            self.press(act.attendance.check_in, self.meetings, person_ids=ids, sitting_id=sitting)

    @rule()
    def do_it_properly(self) -> None:
        """The next step as it should be, as far as what was done before allows it."""
        if self.guide.matter(self.matter).step:
            with suppress(Refused):
                hamlet.advance(self.guide, self.matter)
            self.meetings = max((m.meeting for m in self.guide.desk.ask(meetings)), default=0)

    @rule(person=st.integers(1, 17), late=st.booleans())
    def go(self, person: int, late: bool) -> None:
        if self.meetings:
            at = self.guide.clock.moment - timedelta(minutes=5 if late else 170)
            self.press(act.attendance.record_departure, self.meetings, person, left_at=at)

    @rule(person=st.integers(1, 17))
    def stand_aside(self, person: int) -> None:
        if self.meetings:
            item = self.guide.meeting(self.meetings).items[0].item
            self.press(act.attendance.recuse, item, person, reason="近亲属")

    @rule(yes=SMALL, no=SMALL, full=st.booleans(), second=st.booleans(), again=st.sampled_from(["", "重新清点举手人数"]))
    def vote(self, yes: int, no: int, full: bool, second: bool, again: str) -> None:
        if self.meetings:
            view = self.guide.meeting(self.meetings)
            yes, no = (view.present, 0) if full else (yes, no)
            sitting = view.sittings[-1 if second else 0][0]
            moment = self.guide.clock.moment - timedelta(hours=1)
            self.press(
                act.votes.record_vote, view.items[0].item, "show_of_hands", yes, no, 0, sitting_id=sitting,
                taken_at=moment if again else None, correction=again,
            )

    @rule(close=st.booleans())
    def announce(self, close: bool) -> None:
        if self.meetings:
            item = self.guide.meeting(self.meetings).items[0].item
            self.press(act.votes.conclude_item, item)
            if close:
                self.press(act.meetings.close_meeting, self.meetings)

    @rule(button=st.sampled_from(["void", "back", "withdraw", "revote", "resume", "revise"]), rare=st.integers(0, 3))
    def turn(self, button: str, rare: int) -> None:
        if button == "void" and self.meetings:
            self.press(act.meetings.void_meeting, self.meetings, reason="改期再开会")
        elif button == "back" and not rare:
            self.press(act.matters.send_back, self.matter, to_step="consult", reason="方案不完善")
        elif button == "withdraw" and not rare:
            self.press(act.matters.withdraw_matter, self.matter, reason="情况有变化")
        elif button == "revote":
            self.press(act.matters.request_revote, self.matter, reason="说明后再表决")
        elif button == "resume":
            self.press(act.matters.resume_matter, self.matter, reason="问题已解决")
        elif button == "revise":
            self.press(act.matters.revise_text, self.matter, text=f"第{self.guide.clock.moment}稿", reason="按意见修改")

    @rule(ago=st.integers(0, 2), hang=st.booleans())
    def disclose(self, ago: int, hang: bool) -> None:
        """Whatever the wall needs: a notice, its posting, its end, and the work between the two."""
        day, step = self.guide.clock.day - timedelta(days=ago), self.guide.matter(self.matter).step
        kind = "result" if step == "disclose_result" else "resolution"
        self.press(act.papers.issue_paper, kind, self.matter, posted_from=day, correction="重新公告一次")
        self.press(act.disclosures.post_notice, self.matter, step=step or "disclose_result", places=["栏"], posted_on=day)
        self.press(act.execution.start_execution, self.matter, executor="村委会", parts=[Part("疏浚", 100)], started_on=day)
        self.press(act.execution.finish_execution, self.matter, outstanding="无")
        self.press(act.execution.accept_work, self.matter, by=["查正清"], finding="合格")
        if hang:
            self.guide.clock.go(day + timedelta(days=20))
            for row in self.guide.matter(self.matter).postings:
                self.press(act.disclosures.take_down, row.posting)

    @rule(upheld=st.booleans(), effect=st.sampled_from(["none", "suspend", "send_back"]))
    def object(self, upheld: bool, effect: str) -> None:
        made = self.press(
            act.disclosures.record_objection, self.matter, name="易兴旺", channel="口头", content="账目不清"
        )
        if made is not None:
            finding = "upheld" if upheld else "rejected"
            done = {"reply": "已核对", "handler": "单守田", "finding": finding, "effect": effect if upheld else "none"}
            self.press(act.disclosures.reply_objection, made, **done)

    @invariant()
    def counts_hold(self) -> None:
        """Votes never exceed those present, those present never those due, at any stage."""
        self.guide.desk.ask(sound)

    def teardown(self) -> None:
        """The journal replays to exactly these rows, and what is done was done in order."""
        view = self.guide.matter(self.matter)
        days = [s.on for s in view.steps if s.state == "done" and s.on]
        assert days == sorted(days)
        if view.state == "done":
            assert len(days) == len(view.steps) and not view.step
        verdict = self.guide.desk.ask(check_home)
        assert verdict.good, verdict.faults
        self.guide.desk.close()
        shutil.rmtree(self.folder)


def sound(look: Look) -> None:
    """Every vote in force fits its meeting."""
    for item in look.session.query(AgendaItem):
        gathering = Gathering(look.session, item.meeting)
        due = sum(1 for e in gathering.entries if e.counted and e.has_vote)
        tally, attendees = gathering.tally(item)
        assert tally.cast <= attendees
        assert len(gathering.present()) <= len(gathering.entries)
        if item.outcome:
            assert attendees <= gathering.voters_present(item) <= due
            assert not any(gathering.changed_since(v, item) for v in gathering.votes(item))


TestRandomDays = Village.TestCase
TestRandomDays.settings = settings(
    max_examples=6, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
