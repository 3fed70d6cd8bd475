"""The facts of the papers that go through many hands: the slips to vote with, the page where the minutes are signed."""

from hashlib import sha256

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.documents.kinds.ballot import BallotFacts, BallotItem
from consult_desk.documents.kinds.minutes import MinutesFacts
from consult_desk.documents.kinds.signature_page import SignaturePageFacts
from consult_desk.flow import gavel
from consult_desk.flow.due import BODY_TITLES, due_lines
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import require
from consult_desk.model import Minutes
from consult_desk.views.imprints import blank_imprint, meeting_row

MOST_SLIPS = 4000


def ballot_facts(look: Look, meeting_id: int, spare: int = 0, numbered: bool = False) -> BallotFacts:
    """What the 表决票 of a meeting say. spare: how many more than voters. Raises Refused once the meeting is over."""
    meeting = meeting_row(look, meeting_id)
    if meeting.state in ("closed", "void"):
        raise Refused(Obstacle("会议已经结束或者作废，不用再印表决票", "请核对会议", code="meeting_state"))
    if not 0 <= spare <= MOST_SLIPS:
        raise Refused(Obstacle("备用票的张数不对", f"请填 0 到 {MOST_SLIPS}", code="spare"))
    gathering = Gathering(look.session, meeting)
    if meeting.due_frozen:
        voters = sum(1 for e in gathering.entries if e.counted and e.has_vote)
    else:
        out = gavel.left_out(look.session, meeting.id)
        lines = due_lines(look.session, meeting.body, meeting.event_on, group_id=meeting.group_id, exclusions=out)
        voters = sum(1 for line in lines if line.counted and line.has_vote)
    return BallotFacts(
        imprint=blank_imprint(look, meeting.event_on),
        meeting=meeting.title,
        body=BODY_TITLES.get(meeting.body, meeting.body),
        held_on=chinese_date(meeting.event_on),
        items=tuple(
            BallotItem(
                item.number, item.matter.label, item.matter.title, tuple(item.matter.text.split("\n")), voters + spare,
                numbered,
            )
            for item in gathering.items
            if not item.outcome
        ),
    )


def signature_page_facts(look: Look, meeting_id: int) -> SignaturePageFacts:
    """What the 签字页 of the newest confirmed minutes says. Raises Refused before they are confirmed."""
    from consult_desk.documents.paper import facts_from_json, paper

    meeting = meeting_row(look, meeting_id)
    query = select(Minutes).where(Minutes.meeting_id == meeting.id).order_by(Minutes.number.desc()).limit(1)
    row = look.session.scalar(query)
    if row is None:
        require(gavel.confirming(meeting))
        lacking = Obstacle(
            "会议记录还没有确认，签字页要写明是哪一版记录", "请主持人、记录人核对后确认", "", "confirm_minutes", "not_confirmed"
        )
        raise Refused(lacking)
    facts: MinutesFacts = facts_from_json(paper("minutes"), row.facts)
    known = {"主持人": meeting.chair, "记录人": meeting.recorder}
    return SignaturePageFacts(
        imprint=blank_imprint(look),
        meeting=meeting.title,
        held_on=meeting.event_on,
        minutes_number=row.number,
        digest=sha256(row.facts.encode()).hexdigest(),
        confirmed_by=row.confirmed_by,
        decisions=tuple(item.decision for item in facts.items),
        signers=(*((role, known.get(role, "")) for role in facts.signers), *(("到会人员", n) for n in facts.present_names)),
    )
