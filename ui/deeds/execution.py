"""Deeds of the carrying out: begin, part by part, finish, accept, use the seal."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from consult_desk.actions import execution as act
from consult_desk.views.matter_sheet import MatterSheet, matter_sheet
from ui.deed import Deed, Where
from ui.deeds.matters import day_field
from ui.editors import plain_digits
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr


def _starting(picture: MatterSheet, where: Where) -> Sequence[Field]:
    before = picture.work
    parts = [{"title": p.title, "weight": str(p.weight)} for p in before.parts] if before else []
    known = picture.executor or (before.executor if before else "")
    return [
        Field("executor", tr("实施主体"), default=known or tr("村民委员会")),
        Field("contractor", tr("承包方"), needed=False, default=before.contractor if before else None, help=tr("自己干的不填")),
        Field(
            "parts", tr("分几部分"), "rows", default=parts or [{"title": tr("全部工程"), "weight": "100"}],
            choices=(("title", tr("做什么")), ("weight", tr("占百分之几"))),
            help=tr("几部分加起来要正好 100；以后做完一部分登记一部分"),
        ),
        day_field("started_on", tr("开工日期")),
    ]  # fmt: skip


def _parts(values: dict[str, Any], where: Where) -> dict[str, Any]:
    weights = [plain_digits(row["weight"]).removesuffix("%") for row in values["parts"]]
    parts = [
        act.Part(row["title"], int(weight) if weight.isdigit() and len(weight) < 4 else 0)
        for row, weight in zip(values["parts"], weights, strict=True)
    ]
    return {"matter_id": where["matter_id"], **values, "parts": parts}


def _open_parts(picture: MatterSheet) -> tuple[tuple[int, str], ...]:
    work = picture.work
    still = [p for p in work.parts if p.done_on is None] if work else []
    return tuple((p.number, tr("{n}. {title}（{weight}%）", n=p.number, title=p.title, weight=p.weight)) for p in still)


def _completing(picture: MatterSheet, where: Where) -> Sequence[Field]:
    choices = _open_parts(picture)
    chosen = where.get("number") or (choices[0][0] if choices else None)
    return [
        Field("number", tr("做完了哪一部分"), "choice", choices=choices, default=chosen),
        day_field("done_on", tr("完成日期")),
    ]


def _completed(result: Any, desktop: Desktop, where: Where) -> None:
    desktop.say(tr("已经登记，现在完成 {n}%", n=result))


def _finishing(picture: MatterSheet, where: Where) -> Sequence[Field]:
    still = "、".join(title for _n, title in _open_parts(picture))
    return [
        Field(
            "actual", tr("实际花了多少"), "money", needed=False, default=picture.budget, help=tr("先照预算填好了，请改成实际的数"),
        ),
        Field(
            "outstanding", tr("遗留问题"), "lines", needed=False, lines=2,
            help=tr("还没做完的部分：{parts}。请说明怎么办", parts=still) if still else tr("没有就不填"),
        ),
        day_field("finished_on", tr("完工日期")),
    ]  # fmt: skip


def _accepting(picture: MatterSheet, where: Where) -> Sequence[Field]:
    people = (*picture.supervisors, *(name for name, _post in picture.officers), *picture.reps)
    names = tuple((name, name) for name in dict.fromkeys(people))
    return [
        *(
            [Field("members", tr("参加验收的人"), "choices", choices=names, default=list(picture.supervisors), needed=False)]
            if names else []
        ),
        Field(
            "others", tr("其他参加验收的人"), "places", needed=not names, lines=2, help=tr("一行一个，例如乡镇来的人、受益户代表"),
        ),
        Field("finding", tr("验收结论"), "lines", lines=3, high=500, help=tr("数量、质量对不对，钱花得对不对")),
        Field("passed", tr("通不通过"), "choice", choices=((True, tr("通过")), (False, tr("不通过，要返工")))),
        day_field("accepted_on", tr("验收日期")),
    ]  # fmt: skip


def _accepted(values: dict[str, Any], where: Where) -> dict[str, Any]:
    by = list(dict.fromkeys((*values.get("members", ()), *values["others"])))
    asked: date | None = values["accepted_on"]
    return {
        "matter_id": where["matter_id"], "by": by, "finding": values["finding"], "passed": values["passed"], "accepted_on": asked,
    }


def _sealing(picture: MatterSheet, where: Where) -> Sequence[Field]:
    last = picture.seals[-1] if picture.seals else None
    head = next((name for name, post in picture.officers if post.endswith(later("主任"))), None)
    return [
        Field("document", tr("盖在哪份文件上"), default=picture.papers[0] if picture.papers else None),
        Field("copies", tr("盖了几份"), "number", default=1, low=1, high=9999),
        Field("approver", tr("谁批准的"), default=last.approver if last else head),
        Field("keeper", tr("谁保管印章"), default=last.keeper if last else None, help=tr("批准的人和保管的人不能是同一个人")),
        day_field(),
    ]


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.start_execution, later("开始实施"), later("登记开工"), _starting, matter_sheet, arguments=_parts,
        intro=later("决议公开以后才能动工。写明谁来做、分几部分。"),
    ),
    Deed(
        act.complete_milestone, later("登记完成一部分"), later("登记完成"), _completing, matter_sheet, done=_completed,
        intro=later("做完一部分登记一部分，进度自己算。"),
        final=lambda values, picture, where: tr("登记完成以后不能再改回没完成。"),
    ),
    Deed(
        act.finish_execution, later("登记完工"), later("登记完工"), _finishing, matter_sheet,
        intro=later("全部做完了，写明实际花了多少钱。"),
    ),
    Deed(
        act.accept_work, later("验收"), later("登记验收"), _accepting, matter_sheet, arguments=_accepted,
        intro=later("由监督委员会、村民代表等一起看过，写下结论；通过了才能公开结果。"),
        final=lambda values, picture, where: tr("验收登记以后不能再改；不通过的，返工后可以再验一次。"),
    ),
    Deed(
        act.log_seal_use, later("登记用印"), later("登记用印"), _sealing, matter_sheet,
        intro=later("盖一次章登记一次：什么文件、几份、谁批准、谁保管。"),
        final=lambda values, picture, where: tr("用印登记以后不能再改。"),
    ),
)  # fmt: skip
