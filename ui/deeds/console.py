"""Deeds of a meeting that goes on, also for what is typed in afterwards."""

from typing import Any

from consult_desk.actions import attendance, votes
from consult_desk.views.console import ConsoleView, Seat, console
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.widgets.tally import METHODS
from ui.words import later, tr

WHY = later("点错了，本人还没有到")
BACK = later("已经回到会场")


def _shown(seat: Seat) -> tuple[int, str]:
    # The initials come first: in a list that drops down one types them to find a name.
    return seat.person, "　".join(part for part in (seat.initials, seat.name, seat.group, seat.seat) if part)


def _seats(view: ConsoleView, *states: str) -> tuple[tuple[int, str], ...]:
    return tuple(_shown(seat) for seat in view.seats if seat.state in states)


def _person(view: ConsoleView, where: Where, title: str, *states: str) -> Field:
    return Field("person_id", title, "choice", choices=_seats(view, *states), default=where.get("person_id"))


def _check_in(view: ConsoleView, where: Where) -> list[Field]:
    voted = any(hall.voted for hall in view.halls if hall.sitting == where.get("sitting_id"))
    chosen = [where["person_id"]] if "person_id" in where else []
    fields = [
        Field("person_ids", tr("谁到会了"), "choices", choices=_seats(view, "", "leave", "absent", "proxy"), default=chosen),
        Field("arrived_at", tr("到会的时间"), "moment", needed=voted,
              help=tr("表决以后才到的人，写明时间，不会算进前面的表决"), default=view.now if voted else None),
    ]  # fmt: skip
    if len(view.halls) > 1:
        choices = tuple((hall.sitting, hall.place) for hall in view.halls)
        fields.insert(0, Field("sitting_id", tr("哪一场"), "choice", choices=choices, default=where.get("sitting_id")))
    if view.may_remote:
        fields.append(Field("remote", tr("线上参加"), "switch", needed=False))
    return fields


def _leave(view: ConsoleView, where: Where) -> list[Field]:
    chosen = [where["person_id"]] if "person_id" in where else []
    how = ((False, tr("请假")), (True, tr("缺席（没有请假）")))
    return [
        Field("person_ids", tr("谁没有来"), "choices", choices=_seats(view, "", "leave", "absent", "present"), default=chosen),
        Field("absent", tr("请假还是缺席"), "choice", choices=how, default=False),
        Field("reason", tr("原因"), needed=False, help=tr("请假要写原因，例如外出务工；只记在会议记录里，不会投影")),
    ]


def _leave_given(values: dict[str, Any], where: Where) -> dict[str, Any]:
    return {"meeting_id": where["meeting_id"], **values}


def _departure(view: ConsoleView, where: Where) -> list[Field]:
    return [
        _person(view, where, tr("谁离会了"), "present", "left"),
        Field("left_at", tr("离会的时间"), "moment", default=view.now),
    ]


def _undo(view: ConsoleView, where: Where) -> list[Field]:
    return [
        _person(view, where, tr("撤销谁的签到"), "present"),
        Field("reason", tr("理由（至少五个字）"), default=tr(WHY), help=tr("签到和撤销都会留在日志里")),
    ]


def _returned(view: ConsoleView, where: Where) -> list[Field]:
    return [
        _person(view, where, tr("谁回来了"), "left"),
        Field("reason", tr("理由（至少五个字）"), default=tr(BACK), help=tr("离会以后如果已经表决过，就不能再撤销")),
    ]


def _proxy(view: ConsoleView, where: Where) -> list[Field]:
    return [
        Field("giver_id", tr("谁委托"), "choice", choices=_seats(view, "", "leave", "absent"), default=where.get("person_id")),
        Field("holder_id", tr("委托给谁"), "choice", choices=_seats(view, "", "present"), help=tr("只能是同一户的家庭成员")),
        Field("document", tr("委托书"), help=tr("委托书的编号或日期")),
    ]


def _recuse(view: ConsoleView, where: Where) -> list[Field]:
    return [
        _person(view, where, tr("谁回避"), "", "present", "leave", "proxy"),
        Field("reason", tr("回避的原因"), help=tr("例如：承包人的近亲属。仍算到会，不参加本项表决")),
    ]


def _speech(view: ConsoleView, _where: Where) -> list[Field]:
    return [Field("speaker", tr("发言人")), Field("words", tr("说了什么"), "lines", lines=5)]


def _vote(view: ConsoleView, where: Where) -> list[Field]:
    """The form for what was counted on paper and is typed in afterwards; a roll call is answered in the console."""
    voted = view.item is not None and any(b.count for b in view.item.ballots if b.sitting == where.get("sitting_id"))
    methods = tuple((key, tr(words)) for key, words, _press in METHODS if key != "roll_call")
    ballots = tr("只有无记名投票要填")
    fields = [Field("method", tr("表决方式"), "choice", choices=methods, default="show_of_hands")]
    if len(view.halls) > 1:
        choices = tuple((hall.sitting, hall.place) for hall in view.halls)
        fields.append(Field("sitting_id", tr("哪一场"), "choice", choices=choices, default=where.get("sitting_id")))
    fields += [Field(key, tr(words), "number", low=0) for key, words in (
        ("yes", later("同意")), ("no", later("反对")), ("abstain", later("弃权")),
    )]  # fmt: skip
    fields += [Field(key, tr(words), "number", low=0, needed=False, help=ballots) for key, words in (
        ("issued", later("发出票")), ("returned", later("收回票")), ("valid", later("有效票")), ("invalid", later("无效票")),
    )]  # fmt: skip
    fields += [Field(key, tr(words), needed=False, help=ballots) for key, words in (
        ("scrutineers", later("监票人")), ("tellers", later("计票人")), ("callers", later("唱票人")),
    )]  # fmt: skip
    needs = any(hall.needs_moment for hall in view.halls)
    fields.append(Field("taken_at", tr("表决的时间"), "moment", needed=needs, help=tr("有人晚到或者中途离会时一定要填")))
    if voted:
        fields.append(Field("correction", tr("更正的理由（至少五个字）")))
    return fields


def _announcing(_values: dict[str, Any], view: ConsoleView, _where: Where) -> str:
    title = view.item.line.title if view.item is not None else ""
    return tr("宣布“{title}”的表决结果。宣布以后票数和那时候的到会人数都不能再改；要改变决定，只能退回重新表决。", title=title)


def _announced(_outcome: votes.Outcome, desktop: Desktop, where: Where) -> None:
    """The console shows the verdict in large type."""
    desktop.open_page("console", meeting_id=where["meeting_id"], item_id=where["item_id"], part="result")


def _none(_view: ConsoleView, _where: Where) -> list[Field]:
    return []


def _asked(where: Where) -> dict[str, Any]:
    return {key: where[key] for key in ("meeting_id", "item_id") if key in where}


DEEDS: tuple[Deed, ...] = (
    Deed(attendance.check_in, later("补登到会时间"), later("登记到会"), _check_in, console, _asked,
         intro=later("表决以后才到的人，或者会后补录的签到，在这里写明到会时间。")),
    Deed(attendance.record_leave, later("登记请假或缺席"), later("登记"), _leave, console, _asked, _leave_given),
    Deed(attendance.record_departure, later("登记离会"), later("登记离会"), _departure, console, _asked,
         intro=later("离会以后的表决不再算他；已经参加过的表决不变。")),
    Deed(attendance.undo_check_in, later("撤销签到"), later("撤销签到"), _undo, console, _asked,
         intro=later("点错了人才撤销；参加过表决的不能撤销，只能登记离会。")),
    Deed(attendance.undo_departure, later("回到会场"), later("撤销离会"), _returned, console, _asked,
         intro=later("登记错了，或者下一次表决以前回来了，撤销离会。")),
    Deed(attendance.record_proxy, later("登记书面委托"), later("登记委托"), _proxy, console, _asked),
    Deed(attendance.recuse, later("登记回避"), later("登记回避"), _recuse, console, _asked,
         intro=later("和本项议程有利害关系的人回避：仍算到会，不参加本项表决。")),
    Deed(attendance.add_observer, later("登记列席"), later("登记列席"), lambda _view, _where: [
        Field("name", tr("姓名")), Field("role", tr("身份"), help=tr("例如：驻村干部、监督委员会委员、村民")),
    ]),
    Deed(attendance.record_speech, later("记录发言"), later("记下"), _speech, console, _asked),
    Deed(votes.record_vote, later("补录表决结果"), later("登记票数"), _vote, console, _asked,
         intro=later("会后照计票单补录举手、无记名投票的票数；记名表决请在会议控制台逐人登记。")),
    Deed(votes.conclude_item, later("宣布结果"), later("宣布结果"), _none, console, _asked, final=_announcing,
         done=_announced, intro=later("程序再核对一遍到会、通知、授权和票数，然后宣布。")),
)  # fmt: skip
