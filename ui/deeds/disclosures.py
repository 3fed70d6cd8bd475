"""Deeds of the notice boards: put a notice up, prove it, take it down, record an objection and answer it."""

from collections.abc import Sequence
from typing import Any

from consult_desk.actions import disclosures as act
from consult_desk.base.text import chinese_date
from consult_desk.views import disclosures as see
from consult_desk.views import objections as asked
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr

CHANNELS = (
    later("书面"), later("当面"), later("电话"), later("意见箱"), later("微信"), later("公开栏留言"), later("乡镇转来"),
)  # fmt: skip


def _post_fields(picture: see.PostingView, where: Where) -> Sequence[Field]:
    where.setdefault("step", picture.row.step)
    words = tr("公告上印的是 {day}，登记要和纸上一致", day=chinese_date(picture.printed_on)) if picture.paper else ""
    return [
        Field("places", tr("贴在哪里"), "places", default=list(picture.places), help=tr("一行一处，至少一处"), lines=3),
        Field("posted_on", tr("哪一天贴的"), "day", default=picture.printed_on, help=words),
        Field("posted_by", tr("谁贴的"), needed=False, high=40),
    ]


def _post_final(values: dict[str, Any], picture: see.PostingView, where: Where) -> str:
    day = values["posted_on"]
    if day == picture.printed_on:
        until = chinese_date(picture.until_on)
        return tr("登记以后张贴日期不能再改，公告要贴到 {until} 才能撤下。照片可以接着放。", until=until)
    return tr("登记以后张贴日期（{day}）不能再改，撤下的日子从这一天算起。", day=chinese_date(day))


def _posted(hung: act.Hung, desktop: Desktop, where: Where) -> None:
    desktop.open_page("disclosures", posting_id=hung.posting)
    desktop.say(tr("张贴已经登记，请把照片放进来。{words}", words=hung.words))


def _photo_fields(picture: see.PostingView, where: Where) -> Sequence[Field]:
    kinds = tuple((key, tr(title)) for key, title in see.EVIDENCE_KINDS.items())
    return [
        Field("kind", tr("是哪一种照片"), "choice", choices=kinds, default=where.get("kind")),
        Field("files", tr("照片"), "files", help=tr("JPG、PNG 等，每张不超过 30 MB，可以一次选几张")),
        Field("taken_by", tr("谁拍的"), default=picture.posted_by or None, high=40),
        Field("on", tr("哪一天拍的"), "day", needed=False, help=tr("空着就是今天")),
    ]


def _photo_arguments(values: dict[str, Any], where: Where) -> dict[str, Any]:
    given = {
        "posting_id": where["posting_id"], "kind": values["kind"], "taken_by": values["taken_by"],
        "data": [act.Photo(path.name, path) for path in values["files"]],
    }  # fmt: skip
    return {**given, "on": values["on"]} if values["on"] is not None else given


def _photographed(count: int, desktop: Desktop, where: Where) -> None:
    desktop.say(tr("放进了 {n} 张照片", n=count))


def _down_fields(picture: see.PostingView, where: Where) -> Sequence[Field]:
    words = f"{picture.words}（{picture.reference}）" if picture.reference else picture.words
    found = [Field("removed_on", tr("哪一天撤下的"), "day", default=picture.today, help=words)]
    if picture.row.days_left > 0:
        found.append(
            Field(
                "early_reason", tr("没有贴满就撤下的原因"), "lines", lines=2, needed=False,
                help=tr("被风刮走、被人撕掉的，写明原因，撤下以后要重新张贴；不写原因就要等期满"),
            )
        )
    return found


def _down_final(values: dict[str, Any], picture: see.PostingView, where: Where) -> str:
    day = values["removed_on"]
    if day < picture.until_on:
        return tr(
            "公告要贴到 {until}，{day} 撤下是提前撤下：这次张贴不算数，要重新张贴、重新计算天数。登记以后不能再改。",
            until=chinese_date(picture.until_on), day=chinese_date(day),
        )  # fmt: skip
    return tr("登记为 {day} 撤下，撤下的日期不能再改。没有未答复的异议，这一步就办完了。", day=chinese_date(day))


def _taken_down(words: str, desktop: Desktop, where: Where) -> None:
    desktop.say(tr("撤下已经登记。{words}", words=words))


def _objection_fields(picture: tuple[asked.ObjectableMatter, ...], where: Where) -> Sequence[Field]:
    found = []
    if "matter_id" not in where:
        choices = tuple((one.matter, f"{one.label} {one.title}") for one in picture)
        found.append(Field("matter_id", tr("对哪件事项"), "choice", choices=choices))
    words = tr("空着就是今天；答复的期限从这一天算起")
    only = picture[0] if len(picture) == 1 else None
    if only is not None and only.due is not None:
        day = chinese_date(only.due)
        words = tr("空着就是今天；今天收到的，最迟 {day} 答复（{reference}）", day=day, reference=only.reference)
    return [
        *found,
        Field("name", tr("谁提出的"), help=tr("写姓名；不愿意留名的写“匿名”"), high=40),
        Field("channel", tr("怎么提出的"), "choice", choices=tuple((c, tr(c)) for c in CHANNELS)),
        Field("content", tr("异议内容"), "lines", help=tr("照原话记，不要评论；内容会印在答复书上"), high=5000),
        Field("received_on", tr("哪一天收到的"), "day", needed=False, help=words),
    ]


def _objection_final(values: dict[str, Any], picture: Any, where: Where) -> str:
    return tr("异议登记以后不能删改，只能答复。请核对姓名和内容。")


def _objected(objection_id: int, desktop: Desktop, where: Where) -> None:
    desktop.open_page("disclosures", objection_id=objection_id)
    desktop.say(tr("异议已经登记，请按期调查、答复"))


def _reply_fields(picture: asked.ReplyView, where: Where) -> Sequence[Field]:
    effects = [("none", tr("不影响，事项继续办"))]
    if picture.suspendable:
        effects.append(("suspend", tr("异议成立：先暂停，处理完再恢复")))
    if picture.steps:
        effects.append(("send_back", tr("异议成立：退回前面的步骤重新办")))
    line = picture.line
    due = tr("空着就是今天")
    if line.due_on is not None:
        due = tr("空着就是今天；最迟 {day} 答复（{reference}）", day=chinese_date(line.due_on), reference=picture.reference)
    found = [
        Field(
            "finding", tr("结论"), "choice", choices=(("upheld", tr("异议成立")), ("rejected", tr("异议不成立"))),
            help=tr("{name}：{content}", name=line.name, content=line.content),
        ),
        Field("reply", tr("答复"), "lines", help=tr("写调查了什么、结果怎样、依据是什么；会印在答复书上"), high=5000, lines=6),
        Field("handler", tr("经办人"), high=40),
        Field("effect", tr("怎么处理"), "choice", choices=tuple(effects), default="none"),
    ]  # fmt: skip
    if picture.steps:
        found.append(
            Field(
                "to_step", tr("退回到哪一步"), "choice", choices=tuple((k, tr(t)) for k, t in picture.steps), needed=False,
                default=picture.steps[-1][0], help=tr("只有选了“退回”才用得上"),
            )
        )
    return [*found, Field("replied_on", tr("哪一天答复的"), "day", needed=False, help=due)]


def _reply_arguments(values: dict[str, Any], where: Where) -> dict[str, Any]:
    given = {key: values[key] for key in ("finding", "reply", "handler", "effect")}
    if values["effect"] == "send_back":
        given["to_step"] = values.get("to_step") or ""
    if values["replied_on"] is not None:
        given["replied_on"] = values["replied_on"]
    return {"objection_id": where["objection_id"], **given}


def _reply_final(values: dict[str, Any], picture: asked.ReplyView, where: Where) -> str:
    if values["effect"] == "suspend":
        return tr("登记以后答复不能再改，事项《{title}》马上暂停，恢复以前什么都不能办。", title=picture.line.title)
    if values["effect"] == "send_back":
        step = tr(dict(picture.steps).get(str(values.get("to_step")), ""))
        return tr(
            "登记以后答复不能再改，事项《{title}》退回到“{step}”，这一步和后面的步骤都要重新办。",
            title=picture.line.title, step=step,
        )  # fmt: skip
    return tr("登记以后结论和答复不能再改。")


def _replied(_none: None, desktop: Desktop, where: Where) -> None:
    desktop.open_page("disclosures", objection_id=where["objection_id"])
    desktop.say(tr("答复已经登记，可以出答复书，打印盖章后交给本人"))


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.post_notice, later("登记张贴"), later("登记张贴"), _post_fields, view=see.posting_page,
        view_args=lambda where: {"matter_id": where["matter_id"]}, final=_post_final, done=_posted,
        intro=later("公告贴出去以后登记：贴在哪里、哪一天。公示的天数从这一天算起。"),
    ),
    Deed(
        act.add_evidence, later("放入照片"), later("放入"), _photo_fields, view=see.posting_page,
        view_args=lambda where: {"posting_id": where["posting_id"]}, arguments=_photo_arguments, done=_photographed,
        intro=later("近景要看得清字，远景要看得出是哪里；张贴时和撤下时各拍一次。"),
    ),
    Deed(
        act.take_down, later("登记撤下"), later("登记撤下"), _down_fields, view=see.posting_page,
        view_args=lambda where: {"posting_id": where["posting_id"]}, final=_down_final, done=_taken_down,
        intro=later("贴满天数以后撤下、拍照，登记日期。"),
    ),
    Deed(
        act.record_objection, later("登记异议"), later("登记异议"), _objection_fields, view=asked.objectable,
        final=_objection_final, done=_objected, intro=later("有人对公开的内容有意见，不管怎么提的，都登记下来。"),
    ),
    Deed(
        act.reply_objection, later("答复异议"), later("登记答复"), _reply_fields, view=asked.objection_page,
        arguments=_reply_arguments, final=_reply_final, done=_replied,
        intro=later("调查以后写下结论和答复；成立的，说明怎么处理。"),
    ),
)  # fmt: skip
