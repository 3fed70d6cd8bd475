"""Leads a matter through its steps as a secretary would, day by day, on a clock that the practice village owns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from consult_desk import actions as act
from consult_desk.actions.execution import Part
from consult_desk.actions.meetings import Hearing, Place
from consult_desk.actions.votes import Outcome
from consult_desk.base.clock import BEIJING
from consult_desk.desk import Desk
from consult_desk.views.matters import MatterView, matter_page
from consult_desk.views.meetings import MeetingView, meeting_page

PASSPHRASE = "练习口令-不要用于真实文书"  # noqa: S105 - of the practice village, printed in its guide
TITLES = {
    "party_committee": "党支部委员会会议",
    "two_committees": "村“两委”联席会议",
    "party_member_meeting": "党员大会",
    "rep_meeting": "村民代表会议",
    "villager_assembly": "村民会议",
}
PLACES = {"rep_meeting": "村文化礼堂", "party_member_meeting": "党群服务中心", "villager_assembly": "村文化广场"}


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, day: date, zone: tzinfo = BEIJING) -> None:
        """Begin at nine in the morning of a day."""
        self.zone = zone
        self.moment = datetime(day.year, day.month, day.day, 9, tzinfo=zone)

    def __call__(self) -> datetime:
        """The moment it stands at."""
        return self.moment

    def go(self, day: date, hour: int = 9) -> datetime:
        """Stand at an hour of a day."""
        self.moment = datetime(day.year, day.month, day.day, hour, tzinfo=self.zone)
        return self.moment

    @property
    def day(self) -> date:
        """The day it stands at."""
        return self.moment.date()


@dataclass(frozen=True)
class Votes:
    """A count; secret: by ballot, with one ballot per person present."""

    yes: int
    no: int = 0
    abstain: int = 0
    secret: bool = False


class Guide:
    """A secretary at a desk: every method is one thing done, by the same actions as the window."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        """Work at a desk that was opened with this clock."""
        self.desk = desk
        self.clock = clock

    def matter(self, matter_id: int) -> MatterView:
        """The matter as it stands."""
        return self.desk.ask(matter_page, matter_id)

    def meeting(self, meeting_id: int) -> MeetingView:
        """The meeting as it stands."""
        return self.desk.ask(meeting_page, meeting_id)

    def call(
        self,
        body: str,
        hearings: Sequence[Hearing],
        on: date,
        *,
        notice_on: date | None = None,
        places: Sequence[str] = (),
        special_reason: str = "",
    ) -> int:
        """Plan a meeting and give its notice on a day; the clock then stands at the meeting's day."""
        self.clock.go(notice_on or on, 8)
        day = datetime(on.year, on.month, on.day, 9, tzinfo=self.clock.zone)
        meeting: int = self.desk.do(
            act.meetings.plan_meeting,
            body=body,
            title=f"{on.year}年{on.month}月{TITLES.get(body, body)}",
            places=[Place(p, day) for p in (places or (PLACES.get(body, "村委会会议室"),))],
            items=list(hearings),
            convener="村民委员会" if body in ("rep_meeting", "villager_assembly") else "村党支部",
            chair="周明德",
            recorder="单守田",
        ).result
        self.desk.do(act.meetings.issue_notice, meeting, special_reason=special_reason)
        self.clock.go(on)
        return meeting

    def gather(self, meeting_id: int, absent: int = 0, leave: str = "外出务工") -> MeetingView:
        """Open a meeting: all but the last `absent` persons come, those are on leave with a reason."""
        self.desk.do(act.meetings.open_meeting, meeting_id)
        seats = [s.person for s in self.meeting(meeting_id).seats if s.state != "excluded"]
        coming, away = (seats[:-absent], seats[-absent:]) if absent else (seats, [])
        self.desk.do(act.attendance.check_in, meeting_id, person_ids=coming)
        if away:
            self.desk.do(act.attendance.record_leave, meeting_id, person_ids=away, reason=leave)
        return self.meeting(meeting_id)

    def vote(self, item_id: int, votes: Votes) -> Outcome:
        """Vote on an item and announce the result."""
        self.record(item_id, votes)
        outcome: Outcome = self.desk.do(act.votes.conclude_item, item_id).result
        return outcome

    def record(self, item_id: int, votes: Votes) -> None:
        """Record the count of a vote."""
        cast = votes.yes + votes.no + votes.abstain
        if votes.secret:
            self.desk.do(
                act.votes.record_vote, item_id, method="secret_ballot", yes=votes.yes, no=votes.no,
                abstain=votes.abstain, issued=cast, returned=cast, valid=cast, invalid=0, tellers="曾小满",
                callers="赵玉梅", scrutineers="查正清",
            )
        else:
            self.desk.do(
                act.votes.record_vote, item_id, method="show_of_hands", yes=votes.yes, no=votes.no,
                abstain=votes.abstain,
            )

    def hold(
        self,
        body: str,
        step: str,
        matters: Sequence[int],
        on: date,
        votes: Votes | None,
        *,
        absent: int = 0,
        notice_on: date | None = None,
        speeches: Sequence[tuple[str, str]] = (),
        called: Callable[[int], None] = lambda _meeting: None,
    ) -> int:
        """A whole meeting at one step: called, held, voted (None: all agree), closed, minutes confirmed.

        called: told of the meeting on its day, before it opens.
        """
        meeting_id = self.call(body, [Hearing(m, step) for m in matters], on, notice_on=notice_on)
        called(meeting_id)
        present = self.gather(meeting_id, absent).present
        for item in self.meeting(meeting_id).items:
            for speaker, words in speeches:
                self.desk.do(act.attendance.record_speech, item.item, speaker=speaker, words=words)
            self.vote(item.item, votes or Votes(present))
        self.close(meeting_id)
        for matter in matters:
            self.supervise(matter, step)
        return meeting_id

    def close(self, meeting_id: int) -> None:
        """Close the meeting and confirm its minutes."""
        self.desk.do(act.meetings.close_meeting, meeting_id)
        self.desk.do(act.votes.confirm_minutes, meeting_id, confirmed_by="周明德、单守田")

    def supervise(self, matter_id: int, step: str) -> None:
        """The supervision committee's entry for a step."""
        self.desk.do(
            act.matters.record_supervision, matter_id, step=step, persons="查正清、李𬱖", finding="程序合规，现场列席"
        )

    def issue(self, kind: str, subject_id: int, *, sign: bool = True) -> int:
        """Issue a paper, signed by issuer and supervision committee where it hangs on the wall."""
        hangs_from = self.clock.day if kind in ("resolution", "result") else None
        paper: int = self.desk.do(act.papers.issue_paper, kind, subject_id, posted_from=hangs_from).result
        if sign:
            for role in ("issuer", "supervisor"):
                self.desk.do(act.signing.sign_paper, paper, role=role, passphrase=PASSPHRASE)
        return paper

    def post(self, matter_id: int, step: str, on: date) -> tuple[int, date]:
        """Put the notice of a step up. Returns the posting and the last day it must hang."""
        self.clock.go(on)
        hung = self.desk.do(
            act.disclosures.post_notice, matter_id, step=step, places=["村务公开栏", "二组小卖部外墙"], posted_by="单守田"
        ).result
        return hung.posting, hung.until

    def take_down(self, posting: int, on: date) -> str:
        """Take a notice down on a day."""
        self.clock.go(on, 18)
        words: str = self.desk.do(act.disclosures.take_down, posting).result
        return words

    def execute(self, matter_id: int, started: date, finished: date, accepted: date, actual: int) -> None:
        """Carry the resolution out in three parts and accept it."""
        self.clock.go(started)
        parts = [Part("材料采购", 30), Part("清淤和开挖", 30), Part("护坡砌筑", 40)]
        self.desk.do(
            act.execution.start_execution, matter_id, executor="村民委员会", parts=parts, contractor="柳河镇水利工程队"
        )
        middle = started + (finished - started) // 2
        for number, day in ((1, started), (2, middle), (3, finished)):
            self.clock.go(day)
            self.desk.do(act.execution.complete_milestone, matter_id, number)
        self.desk.do(act.execution.finish_execution, matter_id, actual=actual)
        self.clock.go(accepted)
        self.desk.do(
            act.execution.accept_work,
            matter_id,
            by=["查正清", "李𬱖", "欧阳立春"],
            finding="渠道通水正常，护坡平整，工程量与合同一致，同意验收",
        )
