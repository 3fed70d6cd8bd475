"""A mis-tap can be taken back until somebody counted on it in a vote."""

from datetime import timedelta

from consult_desk import actions as act
from consult_desk.sample.guide import Guide, Votes
from tests.journeys.hamlet import gathered, matter, reach, refused

WHY = "点错了同名的人"


def test_a_check_in_is_undone_until_a_vote_counted_it(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "resolve")
    meeting, item = gathered(guide, found, absent=3)
    undo, come = act.attendance.undo_check_in, act.attendance.check_in
    refused(guide, lambda: guide.desk.do(undo, meeting, person_id=17, reason=WHY), "not_present")
    refused(guide, lambda: guide.desk.do(undo, meeting, person_id=6, reason="错"), "reason")
    assert guide.desk.do(undo, meeting, person_id=6, reason=WHY).result["rep_meeting_members"] == 11
    seat = next(s for s in guide.meeting(meeting).seats if s.person == 6)
    assert (seat.state, seat.reason) == ("", "")
    assert guide.desk.do(come, meeting, person_ids=[6]).result["rep_meeting_members"] == 12
    guide.record(item, Votes(11))
    voted = refused(guide, lambda: guide.desk.do(undo, meeting, person_id=6, reason=WHY), "absent_voter")
    assert voted[0].leads_to == "record_departure" and "第 1 项已经表决" in voted[0].words
    guide.clock.moment += timedelta(minutes=10)
    guide.desk.do(come, meeting, person_ids=[17], arrived_at=guide.clock.moment)
    guide.desk.do(undo, meeting, person_id=17, reason=WHY)
    guide.desk.do(act.votes.conclude_item, item)


def test_whoever_comes_back_before_the_next_vote_counts_again(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "resolve")
    meeting, item = gathered(guide, found)
    undo, leave = act.attendance.undo_departure, act.attendance.record_departure
    back = "十分钟后回到会场"
    refused(guide, lambda: guide.desk.do(undo, meeting, person_id=6, reason=back), "not_left")
    guide.clock.moment += timedelta(minutes=10)
    guide.desk.do(leave, meeting, person_id=6, left_at=guide.clock.moment)
    refused(guide, lambda: guide.desk.do(undo, meeting, person_id=6, reason="回"), "reason")
    assert guide.desk.do(undo, meeting, person_id=6, reason=back).result["rep_meeting_members"] == 15
    guide.desk.do(leave, meeting, person_id=7, left_at=guide.clock.moment)
    guide.clock.moment += timedelta(minutes=10)
    guide.desk.do(act.votes.record_vote, item, method="show_of_hands", yes=14, taken_at=guide.clock.moment)
    gone = refused(guide, lambda: guide.desk.do(undo, meeting, person_id=7, reason=back), "voted_without")
    assert "列席" in gone[0].fix
