"""Which papers a meeting can have: what each is for, in which states of the meeting, and in meetings of which bodies."""

from dataclasses import dataclass

from consult_desk.views.meetings import MeetingView
from ui.words import later, tr

BEFORE, OVER = ("planned", "noticed", "open"), ("closed",)
DECIDING = (
    "rep_meeting", "villager_assembly", "group_meeting", "resident_rep_meeting", "resident_assembly",
    "collective_assembly", "collective_rep_assembly",
)  # fmt: skip


@dataclass(frozen=True)
class PaperOfMeeting:
    """states: of the meeting in which it is issued. bodies: only in meetings of these, () for all. each: one per matter."""

    kind: str
    title: str
    purpose: str
    states: tuple[str, ...]
    bodies: tuple[str, ...] = ()
    each: bool = False

    def due(self, view: MeetingView) -> bool:
        """Whether it is issued now."""
        return view.state in self.states and (not self.bodies or view.body in self.bodies)

    def said(self, view: MeetingView) -> str:
        """What it is for, and of which matters."""
        if not self.each or not view.items:
            return tr(self.purpose)
        titles = "、".join(item.title for item in view.items[:3]) + ("…" if len(view.items) > 3 else "")
        return tr("{purpose}：{titles}（{n} 件）", purpose=tr(self.purpose), titles=titles, n=len(view.items))


KINDS = (
    PaperOfMeeting("meeting_notice", later("会议通知"), later("张榜或者送到每个人手里"), (*BEFORE, *OVER)),
    PaperOfMeeting(
        "personal_notice", later("会议通知（送达每人）"), later("每人一张，带回执；裁开后送达，回执签名收回"), ("noticed", "open"),
    ),
    PaperOfMeeting(
        "attendance_sheet", later("签到册"), later("每场一份，名字旁边的小方码可以在控制台扫描签到"), (*BEFORE, *OVER),
    ),
    PaperOfMeeting("ballot", later("表决票"), later("裁开后分发；无记名的票不写是谁的"), BEFORE),
    PaperOfMeeting(
        "tally_sheet", later("计票单"), later("没表决的是空白表，带到会场画“正”字；表决后照登记填好"), (*BEFORE, *OVER),
        each=True,
    ),
    PaperOfMeeting(
        "consultation_record", later("商议记录"), later("每件事项一份，打印后当场签名"), OVER,
        ("two_committees", "collective_board"), each=True,
    ),
    PaperOfMeeting(
        "deliberation_record", later("审议记录"), later("每件事项一份，打印后当场签名"), OVER, ("party_member_meeting",), each=True,
    ),
    PaperOfMeeting("minutes", later("会议记录（Word）"), later("确认以后出具，打印后由主持人、记录人签字"), OVER),
    PaperOfMeeting("minutes_pdf", later("会议记录（PDF）"), later("和 Word 的内容一样，存档用"), OVER),
    PaperOfMeeting("signature_page", later("会议记录签字页"), later("主持人、记录人和到会人员签名"), OVER),
    PaperOfMeeting("summary_minutes", later("会议纪要"), later("议定了什么、谁来办、什么时候办完，照确认过的记录写"), OVER),
)  # fmt: skip
