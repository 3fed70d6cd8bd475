"""Deeds of the journal: hand it out to be checked, erase a body lawfully."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consult_desk.actions import journal as act
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr


def _export_fields(_picture: Any, _where: Where) -> Sequence[Field]:
    usual = str(Path.home() / "consult-desk-journal")
    return (Field("folder", tr("导出到哪个文件夹"), default=usual, high=1000, help=tr("要是空的或者还没有的文件夹")),)


def _exported(files: Any, desktop: Desktop, _where: Where) -> None:
    desktop.say(tr("已经导出 {n} 个文件，里面有说明和核对程序，不装议事台也能核对。", n=files))


def _erase_fields(_picture: Any, where: Where) -> Sequence[Field]:
    return (
        Field("seq", tr("第几条记录"), "number", default=where.get("seq"), low=1),
        Field("reason", tr("为什么要删"), "lines", lines=3, high=500, help=tr("写明依据，例如法院判决的文号、本人的要求")),
        Field("first", tr("批准人"), high=50, help=tr("要两个不同的人批准")),
        Field("second", tr("另一位批准人"), high=50),
    )


def _erase_arguments(values: dict[str, Any], _where: Where) -> dict[str, Any]:
    return {"seq": values["seq"], "reason": values["reason"], "approved_by": [values["first"], values["second"]]}


def _final_erase(values: dict[str, Any], _picture: Any, _where: Where) -> str:
    return tr(
        "第 {seq} 条记录的内容会永远删掉，找不回来；删除这件事、理由和批准人会记下来，记录链仍然可以核对。", seq=values["seq"]
    )


def _erased(_none: Any, desktop: Desktop, _where: Where) -> None:
    desktop.say(tr("内容已经删掉，删除的理由和批准人记进了记录链。"))


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.export_journal, later("导出记录链"), later("导出"), _export_fields, done=_exported,
        intro=later("把全部记录和文书写到一个文件夹，交给上级或者任何人，他们不装本程序也能核对有没有改动。"),
    ),
    Deed(
        act.erase_body, later("依法删除一条记录的内容"), later("删除内容"), _erase_fields, arguments=_erase_arguments,
        final=_final_erase, done=_erased,
        intro=later("只在法律要求时用：个人信息依法删除、法院判决。只删内容，不动记录链。"),
    ),
)  # fmt: skip
