"""The parts of the minutes that the recorder may word: which they are, what the record says, what he wrote instead."""

from collections.abc import Sequence

from sqlalchemy import select

from consult_desk.desk import Look
from consult_desk.flow.gathering import Gathering
from consult_desk.model import AgendaItem, MinutesText, Speech

WHOLE = {"opening": "会议开始", "closing": "会议结束", "remarks": "备注"}


def parts(gathering: Gathering) -> dict[str, str]:
    """The parts of the minutes that may be worded freely, with their titles, in the order of the paper.

    {n} in a title stands for the number of the item, which is the end of the part's name.
    """
    discussions = {f"discussion.{item.number}": "第 {n} 项的讨论情况" for item in gathering.items}
    return {"opening": WHOLE["opening"], **discussions, "closing": WHOLE["closing"], "remarks": WHOLE["remarks"]}


def edited(look: Look, meeting_id: int) -> dict[str, str]:
    """What the recorder wrote instead of what the program composes."""
    rows = look.session.scalars(select(MinutesText).where(MinutesText.meeting_id == meeting_id))
    return {row.part: row.words for row in rows if row.words}


def speeches(look: Look, item: AgendaItem) -> Sequence[Speech]:
    """What was said on an item, in order."""
    return look.session.scalars(select(Speech).where(Speech.item_id == item.id).order_by(Speech.number)).all()


def composed(look: Look, gathering: Gathering) -> dict[str, str]:
    """The words of the free parts as the record has them."""
    meeting = gathering.meeting
    found = {
        "opening": f"会议由{meeting.convener}召集，{meeting.chair}主持，{meeting.recorder}记录。"
        "主持人宣布到会情况和会议议程，会议开始。",
        "closing": "会议议程进行完毕，主持人宣布散会。",
        "remarks": "",
    }
    for item in gathering.items:
        said = [f"{s.speaker}：{s.words}" for s in speeches(look, item)]
        found[f"discussion.{item.number}"] = "\n".join(said)
    return found
