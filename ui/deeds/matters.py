"""Deeds of a matter on its way: open it, change it, send it back, record opinions and supervision."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consult_desk.actions import matters as act
from consult_desk.views import opening as new
from consult_desk.views.matter_sheet import MatterSheet, matter_sheet
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr

REASON = later("写清楚为什么，至少五个字；理由会记进经过")


def reason_field(help_words: str = "") -> Field:
    """Why; it stays in the history."""
    return Field("reason", tr("理由"), "lines", help=help_words or tr(REASON), low=5, lines=2)


def day_field(key: str = "on", title: str = "") -> Field:
    """The day it happened; today when left empty."""
    return Field(key, title or tr("日期"), "day", needed=False, help=tr("不填就是今天；补登以前的事请填当天的日期"))


def opening_fields(picture: new.OpeningView, where: Where) -> Sequence[Field]:
    """What a new matter asks for."""
    procedures = tuple((row.key, row.title) for row in picture.procedures)
    groups = tuple((name, name) for name in picture.groups)
    return [
        Field("title", tr("事项名称"), help=tr("一句话说清办什么事，例如：三组灌溉渠清淤及护坡加固"), high=80),
        Field(
            "category", tr("属于哪一类"), "choice", choices=tuple((k, tr(t)) for k, t in picture.categories),
            help=tr("照村民委员会组织法列的类别选；选了类别，下面会建议照哪个办法办"),
        ),
        Field(
            "profile", tr("照哪个办法办"), "choice", choices=procedures, default=procedures[0][0],
            help=tr("本村定的办法排在最前；立了事项以后，办法随事项固定，不再变"),
        ),
        Field(
            "origin", tr("怎么提出来的"), "choice", choices=tuple((k, tr(t)) for k, t in picture.origins), default="suggestion",
            help=tr("群众建议的和上级交办的，走同样的步骤"),
        ),
        Field(
            "proposer", tr("由谁提议"), "choice", choices=tuple((k, tr(t)) for k, t in picture.proposers), default="party_org",
        ),
        Field("background", tr("背景"), "lines", needed=False, lines=3, help=tr("为什么要办：现在是什么情况，群众怎么说")),
        Field(
            "text", tr("方案"), "lines", lines=10,
            help=tr("要交给大家议的文字。六样写全：办什么、在哪里、办多少、谁来办、花多少钱从哪里出、什么时候办完"),
        ),
        Field("budget", tr("预算"), "money", needed=False, help=tr("不花钱就不填")),
        Field("fund_source", tr("资金来源"), needed=False, help=tr("填了预算就要写，例如：村集体经济收益、上级补助")),
        Field("executor", tr("准备由谁承办"), needed=False, help=tr("例如：村民委员会；以后还可以改")),
        Field("deadline", tr("准备什么时候办完"), "day", needed=False),
        Field(
            "conflicts", tr("谁和这件事有利害关系"), "lines", needed=False, lines=2,
            help=tr("例如承包人的亲属；开会表决时他们要回避"),
        ),
        *(
            [Field("group", tr("哪个村民小组的事"), "choice", choices=groups, needed=False, help=tr("只由一个小组议的事才填"))]
            if groups else []
        ),
        day_field("opened_on", tr("提出日期")),
    ]  # fmt: skip


def opening_words(values: dict[str, Any], picture: new.OpeningView, where: Where) -> str:
    """What becomes final when a matter is opened: the rules it follows."""
    row = next(r for r in picture.procedures if r.key == values["profile"])
    steps = " → ".join(tr(title) for title, _body in row.steps)
    return tr(
        "立了以后照“{title}”办，要走：{steps}。办法固定下来，以后不能换；题目和方案在决议以前还能改。", title=row.title, steps=steps
    )


def _opened(result: Any, desktop: Desktop, where: Where) -> None:
    desktop.open_page("matter", matter_id=result)
    desktop.say(tr("事项已经提出，有了编号。接下来照“下一步”办。"))


def _joiners(picture: MatterSheet, where: Where) -> Sequence[Field]:
    names = "、".join(name for _id, name in picture.joiners)
    known = tr("已经联名 {n} 人：{names}", n=len(picture.joiners), names=names) if names else tr("还没有人联名")
    return [Field("person_ids", tr("联名的人"), "people", help=known)]


def _joined(result: Any, desktop: Desktop, where: Where) -> None:
    desktop.say(tr("联名已经登记，现在共 {n} 人", n=result))


def _attaching(picture: Any, where: Where) -> Sequence[Field]:
    return [
        Field("files", tr("文件"), "files", high=1, help=tr("照片、扫描件、合同都可以，一个不超过 50 MB；一次登记一个")),
        Field("title", tr("这是什么"), help=tr("例如：现场照片、施工合同、预算表"), high=80),
    ]


def _attach(values: dict[str, Any], where: Where) -> dict[str, Any]:
    files: list[Path] = values["files"]
    return {"matter_id": where["matter_id"], "title": values["title"], "file_name": files[0].name, "data": files[0]}


def _revising(picture: MatterSheet, where: Where) -> Sequence[Field]:
    return [
        Field(
            "text", tr("方案"), "lines", lines=14, default=picture.text,
            help=tr("直接在原来的文字上改；旧的文字会留着，改了哪里看得见"),
        ),
        reason_field(tr("例如：党员大会上提出工期太长，改为三个月")),
        day_field("revised_on"),
    ]  # fmt: skip


def _revised(result: Any, desktop: Desktop, where: Where) -> None:
    desktop.open_page("matter", matter_id=where["matter_id"], tab=tr("方案"))
    desktop.say(tr("已经存为第 {n} 版，改了哪里在“方案”里看得见", n=result))


def _amending(picture: MatterSheet, where: Where) -> Sequence[Field]:
    return [
        Field("title", tr("事项名称"), default=picture.title, high=80),
        Field("background", tr("背景"), "lines", default=picture.background, needed=False, lines=3),
        Field("budget", tr("预算"), "money", default=picture.budget, needed=False),
        Field("fund_source", tr("资金来源"), default=picture.fund_source, needed=False),
        Field("executor", tr("承办人"), default=picture.executor, needed=False),
        Field("deadline", tr("办结期限"), "day", default=picture.deadline, needed=False),
        reason_field(),
        day_field(),
    ]  # fmt: skip


def _sending_back(picture: MatterSheet, where: Where) -> Sequence[Field]:
    steps = tuple((key, tr(title)) for key, title in picture.taken)
    chosen = steps[-1][0] if len(steps) == 1 else None
    return [
        Field("to_step", tr("退回到哪一步"), "choice", choices=steps, default=chosen, help=tr("从那一步起，后面的都要重新办")),
        reason_field(),
        day_field(),
    ]


def _back_words(values: dict[str, Any], picture: MatterSheet, where: Where) -> str:
    title = tr(dict(picture.taken).get(values["to_step"], ""))
    return tr("退回以后，从“{title}”起都要重新开会、重新表决。以前的记录留着，不会删掉。", title=title)


def _why(picture: Any, where: Where) -> Sequence[Field]:
    return [reason_field(), day_field()]


def _reviewing(picture: MatterSheet, where: Where) -> Sequence[Field]:
    township = picture.reviewing and picture.reviewing[0][0] == "township_review"
    by = tr("{name}人民政府", name=picture.township) if township else None
    return [
        Field(
            "step", tr("哪一步的意见"), "choice", choices=tuple((k, tr(t)) for k, t in picture.reviewing),
            default=picture.reviewing[0][0] if picture.reviewing else None,
        ),
        Field("by", tr("谁的意见"), default=by, help=tr("单位或者人的全称")),
        Field("opinion", tr("意见"), "lines", lines=3, help=tr("照原文写")),
        Field("agreed", tr("是否同意"), "choice", choices=((True, tr("同意")), (False, tr("不同意")))),
        Field("document", tr("批复文号"), needed=False, help=tr("有文件的才填")),
        day_field(),
    ]  # fmt: skip


def _supervising(picture: MatterSheet, where: Where) -> Sequence[Field]:
    step = where.get("step") or next(iter(picture.unseen), picture.seen[-1][0] if picture.seen else None)
    names = tuple((name, name) for name in picture.supervisors)
    more = tr("几个人用顿号隔开") if names else tr("名册里还没有村务监督委员会成员，请写明是谁")
    here = Field(
        "members", tr("到场的监督委员会成员"), "choices", choices=names, default=list(picture.supervisors), needed=False
    )
    return [
        Field("step", tr("监督的是哪一步"), "choice", choices=tuple((k, tr(t)) for k, t in picture.seen), default=step),
        *([here] if names else []),
        Field("others", tr("其他监督人员"), needed=not names, help=more),
        Field(
            "finding", tr("监督意见"), "lines", lines=3, high=200, help=tr("看到了什么，合不合程序。例如：现场列席，程序合规"),
        ),
        Field("note", tr("备注"), needed=False),
        day_field(),
    ]  # fmt: skip


def _supervised(values: dict[str, Any], where: Where) -> dict[str, Any]:
    persons = "、".join(filter(None, (*values.get("members", ()), values["others"])))
    return {
        "matter_id": where["matter_id"], "step": values["step"], "persons": persons, "finding": values["finding"],
        "note": values["note"], "on": values["on"],
    }


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.open_matter, later("新建事项"), later("提出事项"), opening_fields, new.opening, final=opening_words, done=_opened,
        intro=later("要办一件大家的事，先在这里提出来；写到一半关掉也不要紧，草稿会留着。"),
    ),
    Deed(
        act.join_proposal, later("登记联名提议人"), later("登记联名"), _joiners, matter_sheet, done=_joined,
        intro=later("联名提议的，把签了名的人登记进来。"),
    ),
    Deed(
        act.attach_file, later("添加附件"), later("添加"), _attaching, arguments=_attach,
        intro=later("文件会原样存一份；以后原文件删了，这里的还在。"),
    ),
    Deed(
        act.revise_text, later("修改方案"), later("存为新的一版"), _revising, matter_sheet, done=_revised,
        intro=later("决议以前都可以改。每改一次存一版，旧的不会丢。"),
    ),
    Deed(
        act.amend_matter, later("更正题目、预算等"), later("更正"), _amending, matter_sheet,
        intro=later("改哪一样就改哪一样，没动的照旧；改之前的内容留在经过里。"),
    ),
    Deed(
        act.send_back, later("退回前面的步骤"), later("退回"), _sending_back, matter_sheet, final=_back_words,
        intro=later("方案要大改、或者前面的步骤办错了，就退回去重新办。"),
    ),
    Deed(
        act.withdraw_matter, later("撤回事项"), later("撤回"), _why, intro=later("不办了。记录会留着，以后要办请重新提出。"),
        final=lambda values, picture, where: tr("撤回以后这件事项就停在这里，不能再恢复；要再办只能重新提出。"),
    ),
    Deed(
        act.request_revote, later("重新表决"), later("重新表决"), _why,
        intro=later("没有通过、或者异议成立的，写明理由以后可以再开会表决一次。"),
        final=lambda values, picture, where: tr("原来的表决结果留着，要另外开会、另外表决，以新的结果为准。"),
    ),
    Deed(
        act.resume_matter, later("恢复办理"), later("恢复"), _why, intro=later("异议处理完了，从停下的地方接着办。"),
    ),
    Deed(
        act.record_review, later("登记意见"), later("登记意见"), _reviewing, matter_sheet,
        intro=later("把有关方面的书面意见登记进来；同意的，事项往下走。"),
        final=lambda values, picture, where: tr("意见登记以后不能再改。"),
    ),
    Deed(
        act.record_supervision, later("登记村务监督"), later("登记监督"), _supervising, matter_sheet, arguments=_supervised,
        intro=later("村务监督委员会在这一步看到了什么，由到场的成员说，照实登记。"),
        final=lambda values, picture, where: tr("监督记录登记以后不能再改，只能再补一条。"),
    ),
)  # fmt: skip
