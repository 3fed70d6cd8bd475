"""Deeds of papers that come home: file scans, file one by hand, declare one void."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consult_desk.actions import homecoming as act
from consult_desk.actions.minutes import Scan
from consult_desk.views import homecoming as see
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.widgets.scan_held import summary
from ui.words import later, tr

TURNS = ((0, later("不用转")), (1, later("向右转")), (2, later("倒过来")), (3, later("向左转")))


def _files(_picture: Any, _where: Where) -> Sequence[Field]:
    help_words = tr("JPG、PNG 照片或者 PDF 扫描件，可以一次选很多个")
    return (Field("files", tr("扫描件或照片"), "files", help=help_words),)


def _scans(values: dict[str, Any], _where: Where) -> dict[str, Any]:
    return {"data": [Scan(Path(path).name, Path(path)) for path in values["files"]]}


def _filed(arrivals: Sequence[act.Arrival], desktop: Desktop, _where: Where) -> None:
    desktop.open_page("homecoming")
    desktop.say(summary(arrivals))


def _by_hand(picture: Sequence[see.FilingChoice], where: Where) -> Sequence[Field]:
    choices = tuple((one.paper, _title(one)) for one in picture)
    wanted = where.get("paper_id") if where.get("paper_id") in dict(choices) else (choices[0][0] if choices else None)
    first = next((one.missing[0] for one in picture if one.paper == wanted and one.missing), 1)
    none = tr("还没有出过文书。纸是议事台打印的，才能归到文书里。")
    fields = [
        Field("paper_id", tr("是哪份文书"), "choice", choices=choices, default=wanted, help="" if choices else none),
        Field("page", tr("第几页"), "number", default=where.get("page") or first, low=1, high=999, help=tr("看纸上的页码")),
        Field("turn", tr("图要转一下吗"), "choice", choices=tuple((n, tr(w)) for n, w in TURNS), default=0),
    ]
    if "picture" not in where:
        fields.insert(0, Field("files", tr("扫描件或照片"), "files", high=1, help=tr("一张照片，或者只有一页的 PDF")))
    return fields


def _title(one: see.FilingChoice) -> str:
    if not one.missing:
        return one.title
    pages = "、".join(str(page) for page in one.missing)
    return tr("{title}（还缺第 {pages} 页）", title=one.title, pages=pages)


def _one(values: dict[str, Any], where: Where) -> dict[str, Any]:
    given = {"paper_id": values["paper_id"], "page": values["page"], "turn": values["turn"]}
    held = where.get("picture")
    if held is not None:
        return {**given, "data": held.data, "file_name": held.file_name, "source": held.source}
    path = Path(values["files"][0])
    return {**given, "data": path, "file_name": path.name}


def _placed(arrival: act.Arrival, desktop: Desktop, where: Where) -> None:
    held = where.get("picture")
    if held is not None:
        held.placed()
    desktop.say(arrival.words)


def _void(_picture: Any, _where: Where) -> Sequence[Field]:
    return (Field("reason", tr("作废的原因"), "lines", lines=2, high=200, help=tr("例如：归错了页，拍得看不清。至少五个字")),)


def _voided(_none: Any, desktop: Desktop, _where: Where) -> None:
    desktop.say(tr("这一页已经作废，图像仍然留着。"))


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.file_scans, later("收回签过字的纸"), later("归档"), _files, arguments=_scans, done=_filed,
        intro=later("扫描件或照片按纸角的小方码认出来，归到那份文书的那一页。也可以直接拖到窗口里。"),
    ),
    Deed(
        act.file_scan_by_hand, later("手工归档"), later("归档"), _by_hand, view=see.filing_choices, arguments=_one,
        done=_placed, intro=later("码认不出来的纸，由您指明是哪份文书的第几页。码认得出来的，只能归到码说的那一页。"),
    ),
    Deed(
        act.void_scan, later("作废收回的一页"), later("作废"), _void, view=see.scan_picture, done=_voided,
        intro=later("归错了地方或者看不清的，可以作废；图像仍然留着，原因记入台账。"),
    ),
)  # fmt: skip
