"""Deeds of a meeting before it opens and after it closed: call it, announce it, open and close it, confirm its minutes."""

from collections.abc import Sequence
from typing import Any

from consult_desk.actions import meetings as act
from consult_desk.actions import minutes as minutes_act
from consult_desk.actions import papers, votes
from consult_desk.views import meetings as see
from consult_desk.views import planning as plan
from consult_desk.views.scans import SCAN_KINDS
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr

METHODS = (
    later("书面送到本人"), later("书面由成年家属代收"), later("电话通知"), later("短信"), later("微信"), later("当面口头通知"),
    later("张榜公布"), later("广播"),
)  # fmt: skip
REASONS = (later("长期外出，无法联系"), later("外出务工，不能到会"), later("丧失行为能力"), later("其他"))


def demand_fields(picture: plan.PlanningView) -> list[Field]:
    """Who demanded the meeting, where the rules know such a demand."""
    if not picture.demands:
        return []
    nobody = ("", tr("没有人联名提议，按计划召开"))
    return [
        Field("demanded_by", tr("谁提议召开的"), "choice", default="", choices=(nobody, *picture.demands), needed=False),
        Field("demanders", tr("联名人数"), "number", needed=False, low=1, help=tr("有人联名提议时填写")),
        Field("demanded_on", tr("提议的日期"), "day", needed=False, help=tr("有人联名提议时填写")),
    ]


def _plan_fields(picture: plan.PlanningView, where: Where) -> Sequence[Field]:
    may = [row for row in picture.rows if not row.obstacles]
    people = tuple((name, f"{name}　{posts}") for name, posts in picture.people)
    body = picture.body
    chosen = [key(body, row) for row in may if row.matter == where.get("matter_id")] or [key(body, row) for row in may]
    conveners = tuple((name, name) for name in dict.fromkeys((picture.convener, *(n for n, _posts in people))) if name)
    return [
        Field("title", tr("会议名称"), default=picture.title, high=80),
        Field(
            "items", tr("议程"), "choices", choices=tuple((key(body, r), f"{r.label} {r.title}") for r in may),
            default=chosen, help=tr("现在可以上{body}的事项；不能上的，到“会议”里点“安排会议”看原因", body=picture.body_title),
        ),
        Field("starts_at", tr("开会时间"), "moment", help=_earliest(picture)),
        Field("place", tr("地点"), default=picture.places[0] if picture.places else None),
        Field("convener", tr("召集人"), "choice", choices=conveners, default=picture.convener or None),
        Field("chair", tr("主持人"), "choice", choices=people, default=picture.chair or None),
        Field("recorder", tr("记录人"), "choice", choices=people, default=picture.recorder or None),
        *demand_fields(picture),
    ]  # fmt: skip


def _earliest(picture: plan.PlanningView) -> str:
    if picture.earliest <= picture.today:
        return ""
    return tr("今天发通知，最早 {day} 可以开会", day=f"{picture.earliest:%Y-%m-%d}")


def key(body: str, row: plan.HearableRow) -> str:
    """A tick on the agenda as plain text, for the draft."""
    return f"{body}/{row.matter}/{row.step}/{'merged' if row.merged else ''}"


def hearings(keys: Sequence[str]) -> dict[str, Any]:
    """The body and the items behind the ticks."""
    parts = [one.split("/") for one in keys]
    items = [act.Hearing(int(matter), step, bool(merged)) for _body, matter, step, merged in parts]
    return {"body": parts[0][0] if parts else "", "items": items}


def demand(values: dict[str, Any]) -> dict[str, Any]:
    """What the action is told of a demand."""
    if not values.get("demanded_by"):
        return {}
    return {
        "demanded_by": values["demanded_by"], "demanders": values.get("demanders") or 0,
        "demanded_on": values.get("demanded_on"),
    }  # fmt: skip


def _plan_arguments(values: dict[str, Any], where: Where) -> dict[str, Any]:
    return {
        **hearings(values["items"]), "title": values["title"],
        "places": [act.Place(values["place"], values["starts_at"])], "convener": values["convener"],
        "chair": values["chair"], "recorder": values["recorder"], **demand(values),
    }  # fmt: skip


def planned(meeting_id: int, desktop: Desktop, where: Where) -> None:
    """Go to the new meeting."""
    desktop.open_page("meeting", meeting_id=meeting_id)
    desktop.say(tr("会议已经安排好，下一步：登记发出通知"))


def _notice_fields(picture: see.MeetingView, where: Where) -> Sequence[Field]:
    words = "\n".join(f"{line.step}：{line.words}（{line.reference}）" for line in picture.notices)
    special = any(line.special for line in picture.notices)
    late = special and any(not line.met for line in picture.notices)
    found = [
        Field("given_on", tr("通知发出的日期"), "day", default=picture.today, help=words or tr("这次会议没有规定提前几天通知")),
        Field("written", tr("书面通知到本人"), "switch", default=True),
        Field("posted", tr("在公开栏张榜公布"), "switch", default=True),
    ]
    if special:
        title = tr("特殊情况的原因") if late else tr("如果是临时通知，写明特殊情况")
        found.append(Field("special_reason", title, "lines", needed=False, lines=2, help=tr("法律允许特殊情况临时通知")))
    return found


def _noticed(words: str, desktop: Desktop, where: Where) -> None:
    desktop.say(tr("通知已经登记。{words}", words=words) if words else tr("通知已经登记"))


def _delivery_fields(picture: see.MeetingView, where: Where) -> Sequence[Field]:
    known = {row.person for row in picture.given}
    waiting = [s for s in picture.seats if s.person not in known and s.state != "excluded"]
    every = [s.person for s in waiting] if where.get("everybody") else []
    return [
        Field("person_ids", tr("送达给谁"), "choices", choices=_seats(waiting), default=every),
        Field("method", tr("怎么送达的"), "choice", choices=tuple((m, tr(m)) for m in METHODS), default=METHODS[0]),
        Field("on", tr("哪一天送达"), "day", default=picture.today, needed=False),
        Field("receipt", tr("回执"), needed=False, help=tr("签收单、通话记录、截图存在哪里")),
    ]


def _seats(seats: Sequence[see.SeatView]) -> tuple[tuple[int, str], ...]:
    return tuple((s.person, f"{s.name}　{s.seat}　{s.group}".rstrip("　")) for s in seats)


def _delivered(count: int, desktop: Desktop, where: Where) -> None:
    desktop.say(tr("登记了 {n} 人的送达", n=count))


def _exclusion_fields(picture: see.MeetingView, where: Where) -> Sequence[Field]:
    seats = [s for s in picture.seats if s.state != "excluded"]
    return [
        Field("person_ids", tr("哪些人不计入应到"), "choices", choices=_seats(seats)),
        Field("reason", tr("原因"), "choice", choices=tuple((r, tr(r)) for r in REASONS)),
    ]


def _readmission_fields(picture: see.MeetingView, where: Where) -> Sequence[Field]:
    seats = [s for s in picture.seats if s.state == "excluded"]
    return [Field("person_ids", tr("恢复哪些人"), "choices", choices=_seats(seats), default=[s.person for s in seats])]


def _opens(values: dict[str, Any], picture: see.MeetingView, where: Where) -> str:
    return tr(
        "宣布开会后，应到名单就定下来：{n} 人应到，以后名册再改也不影响这次会议。现在宣布开会吗？", n=picture.due
    )


def _opened(counts: dict[str, int], desktop: Desktop, where: Where) -> None:
    desktop.open_page("console", meeting_id=where["meeting_id"])
    desktop.say(tr("已经宣布开会，请签到"))


def _closes(values: dict[str, Any], picture: see.MeetingView, where: Where) -> str:
    silent = [item for item in picture.items if not item.outcome]
    if silent:
        return tr("还有 {n} 项没有表决。散会后签到和表决都不能再登记，没有表决的事项下次再上会。现在散会吗？", n=len(silent))
    return tr("散会后签到和表决都不能再登记。现在散会吗？")


def _voids(values: dict[str, Any], picture: see.MeetingView, where: Where) -> str:
    return tr("《{title}》作废后不能恢复，记录保留，议程里的事项可以另外安排会议。现在作废吗？", title=picture.title)


def _confirm_fields(picture: see.MeetingView, where: Where) -> Sequence[Field]:
    names = dict.fromkeys((picture.chair, picture.recorder, *(s.name for s in picture.seats if s.state == "present")))
    choices = tuple((name, name) for name in names if name)
    found = [
        Field("chair", tr("主持人已经核对"), "choice", choices=choices, default=picture.chair),
        Field("recorder", tr("记录人已经核对"), "choice", choices=choices, default=picture.recorder),
    ]
    if picture.minutes:
        words = tr("上次确认的是第 {n} 版，这次是更正，请写明理由（至少五个字）", n=picture.minutes)
        found.append(Field("reason", tr("更正的理由"), "lines", help=words, lines=2))
    return found


def _confirm_arguments(values: dict[str, Any], where: Where) -> dict[str, Any]:
    names = dict.fromkeys((values["chair"], values["recorder"]))
    return {
        "meeting_id": where["meeting_id"], "confirmed_by": "、".join(names), "reason": values.get("reason") or "",
    }  # fmt: skip


def _confirms(values: dict[str, Any], picture: see.MeetingView, where: Where) -> str:
    return tr("会议记录第 {n} 版确认后就冻结，以后只能写明理由出新的一版。现在确认吗？", n=picture.minutes + 1)


def _confirmed(number: int, desktop: Desktop, where: Where) -> None:
    desktop.say(tr("会议记录第 {n} 版已经确认，可以出具 Word 和签字页了", n=number))


def _scan_fields(picture: see.MeetingView, where: Where) -> Sequence[Field]:
    return [
        Field("kind", tr("是什么纸"), "choice", choices=tuple((k, tr(t)) for k, t in SCAN_KINDS.items())),
        Field("title", tr("名称"), default=picture.title, help=tr("例如“签到册”，几页会自动编号"), high=80),
        Field("files", tr("扫描件或照片"), "files", help=tr("PDF 或者照片，每个不超过 50 MB，可以一次选几个")),
    ]


def _scan_arguments(values: dict[str, Any], where: Where) -> dict[str, Any]:
    scans = [minutes_act.Scan(path.name, path) for path in values["files"]]
    return {"meeting_id": where["meeting_id"], "kind": values["kind"], "title": values["title"], "data": scans}


def _scanned(count: int, desktop: Desktop, where: Where) -> None:
    desktop.say(tr("添加了 {n} 个扫描件", n=count))


def _ballot_fields(picture: see.MeetingView, where: Where) -> Sequence[Field]:
    known = any(paper.kind == "ballot" for paper in picture.papers)
    found = [
        Field("spare", tr("每项多印几张备用"), "number", default=3, low=0, high=200),
        Field(
            "numbered", tr("记名表决，票上印编号"), "switch", default=False,
            help=tr("无记名投票不能编号，否则就知道是谁投的"),
        ),
    ]  # fmt: skip
    if known:
        found.append(Field("correction", tr("为什么重新印"), "lines", lines=2, help=tr("旧的表决票作废，请写明理由")))
    return found


def printed(paper_id: int, desktop: Desktop, where: Where) -> None:
    """Show the new paper."""
    desktop.open_page("paper", paper_id=paper_id)


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.plan_meeting, later("安排会议"), later("安排会议"), _plan_fields, view=plan.planning_page,
        arguments=_plan_arguments, done=planned, intro=later("定好时间地点和议程，再发通知。"),
    ),
    Deed(
        act.issue_notice, later("登记发出会议通知"), later("登记通知"), _notice_fields, view=see.meeting_page,
        done=_noticed, intro=later("写明哪一天发出通知。提前的天数不够时，程序会说最早哪天可以开会。"),
    ),
    Deed(
        act.record_delivery, later("登记通知送达"), later("登记送达"), _delivery_fields, view=see.meeting_page,
        done=_delivered, intro=later("一次可以登记几个人；每个人怎么送达、哪一天、有没有回执。"),
    ),
    Deed(
        act.exclude_person, later("登记不计入应到的人"), later("登记"), _exclusion_fields, view=see.meeting_page,
        intro=later("只有规则允许的会议才能这样做，每个人都要有原因；名单和原因会印在签到册和会议记录上。"),
    ),
    Deed(
        act.readmit_person, later("恢复计入应到"), later("恢复"), _readmission_fields, view=see.meeting_page,
        intro=later("开会以前可以撤销原来的剔除。"),
    ),
    Deed(
        act.open_meeting, later("宣布开会"), later("宣布开会"), lambda _picture, _where: (), view=see.meeting_page,
        final=_opens, done=_opened, intro=later("人员开始入场时宣布开会，然后在会议控制台签到、表决。"),
    ),
    Deed(
        act.close_meeting, later("宣布散会"), later("宣布散会"), lambda _picture, _where: (), view=see.meeting_page,
        final=_closes, intro=later("议程都进行完以后宣布散会，然后整理会议记录。"),
    ),
    Deed(
        act.void_meeting, later("作废这次会议"), later("作废会议"),
        lambda _picture, _where: (Field("reason", tr("理由"), "lines", lines=2, help=tr("至少五个字")),),
        view=see.meeting_page, final=_voids, intro=later("会议没有开成、要改期的时候用。"),
    ),
    Deed(
        votes.confirm_minutes, later("确认会议记录"), later("确认会议记录"), _confirm_fields, view=see.meeting_page,
        arguments=_confirm_arguments, final=_confirms, done=_confirmed,
        intro=later("主持人、记录人看过全文、核对无误以后再确认。"),
    ),
    Deed(
        minutes_act.attach_scan, later("添加扫描件"), later("添加"), _scan_fields, view=see.meeting_page,
        arguments=_scan_arguments, done=_scanned, intro=later("把签过字的签到册、签字页扫描或拍照后放进来。"),
    ),
    Deed(
        papers.issue_ballots, later("印制表决票"), later("印制表决票"), _ballot_fields, view=see.meeting_page,
        done=printed, intro=later("每位有表决权的应到人员一张，每项议程一种，裁开后分发。"),
    ),
)  # fmt: skip
