"""Deeds of the look of papers: numbers, styles, heading picture, Word templates; edited Word comes back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consult_desk.actions import returning
from consult_desk.actions import templates as act
from consult_desk.views import templates as see
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr

SAVED = later("文书样式已经改好，以后出的文书就这样印；已经出的不变。")


def _shown(_result: Any, desktop: Desktop, _where: Where) -> None:
    desktop.open_page("templates")
    desktop.say(tr(SAVED))


def _folder_made(path: Any, desktop: Desktop, _where: Where) -> None:
    desktop.open_page("templates")
    desktop.say(tr("文件夹在 {path}，里面有说明。", path=path))


def _nothing(_picture: Any, _where: Where) -> Sequence[Field]:
    return ()


def _series(picture: see.TemplatesView, where: Where) -> see.SeriesRow:
    return next((one for one in picture.series if one.key == where.get("series")), picture.series[0])


def _numbering_fields(picture: see.TemplatesView, where: Where) -> Sequence[Field]:
    one = _series(picture, where)
    help_words = tr("{places} 会换成村的简称、村名、年份和号数，其他的字照印", places=see.PLACES)
    return (
        Field("pattern", tr("文号的写法"), help=help_words, default=one.pattern, high=60),
        Field("start", tr("从几号开始"), "number", tr("接着纸上的编时填；用过的号不会再用"), one.start, low=1, high=99999),
        Field(
            "restart", tr("过年以后"), "choice", default=one.restart,
            choices=tuple((key, tr(title)) for key, title in picture.restarts),
        ),
    )  # fmt: skip


def _numbering_arguments(values: dict[str, Any], where: Where) -> dict[str, Any]:
    return {"series": where["series"], **values}


def _numbered(following: Any, desktop: Desktop, _where: Where) -> None:
    desktop.open_page("templates")
    desktop.say(tr("文号已经改好，下一个号是 {number}。", number=following))


def _kind(picture: see.TemplatesView, where: Where) -> see.KindRow:
    return next((one for one in picture.kinds if one.kind == where.get("kind")), picture.kinds[0])


def _style_fields(picture: see.TemplatesView, where: Where) -> Sequence[Field]:
    one = _kind(picture, where)
    fields = [
        Field(
            "numbering", tr("文号"), "choice", default=one.numbering, needed=False,
            choices=tuple((key, tr(title)) for key, title in picture.numberings),
        ),
        Field("style", tr("样式"), "choice", default=one.style, choices=tuple((key, tr(title)) for key, title in one.styles)),
        Field("sheet", tr("纸张"), "choice", default=one.sheet, choices=tuple((key, tr(title)) for key, title in picture.sheets)),
        Field(
            "names", tr("名单的排法"), "choice", default=one.names,
            choices=tuple((key, tr(title)) for key, title in picture.name_orders),
        ),
        Field("heading", tr("有抬头图时，用抬头图代替红头"), "switch", default=one.heading, needed=False),
        Field(
            "signers", tr("谁电子签名"), "choices", default=list(one.signers), needed=False,
            choices=tuple((key, tr(title)) for key, title in picture.roles),
        ),
    ]  # fmt: skip
    return fields


def _style_arguments(values: dict[str, Any], where: Where) -> dict[str, Any]:
    given = {**values, "numbering": values.get("numbering") or "", "signers": list(values.get("signers") or ())}
    return {"kind": where["kind"], **given}


def _heading_fields(picture: see.TemplatesView, _where: Where) -> Sequence[Field]:
    help_words = tr("PNG 或 JPEG，横条形，不超过 5 MB。公章、印章不能放进文书，盖章处总是空的")
    return (
        Field("file", tr("抬头图片"), "files", help=help_words, high=1),
        Field("width_mm", tr("印多宽（毫米）"), "number", tr("60 到 156，156 是通栏"), picture.heading_width, low=60, high=156),
    )


def _heading_arguments(values: dict[str, Any], _where: Where) -> dict[str, Any]:
    return {"data": Path(values["file"][0]), "width_mm": values["width_mm"]}


def _word_kinds(picture: see.TemplatesView) -> tuple[tuple[str, str], ...]:
    return tuple((one.kind, tr(one.title)) for one in picture.kinds if one.has_word)


def _which(picture: see.TemplatesView, where: Where) -> Field:
    choices = _word_kinds(picture)
    default = where.get("kind") if where.get("kind") in dict(choices) else choices[0][0]
    return Field("kind", tr("哪种文书"), "choice", default=default, choices=choices)


def _adopt_fields(picture: see.TemplatesView, where: Where) -> Sequence[Field]:
    return (
        _which(picture, where),
        Field("file", tr("Word 模板"), "files", help=tr("做好的 .docx 文件；有写错的字段会告诉您，不会启用"), high=1),
    )


def _adopt_arguments(values: dict[str, Any], _where: Where) -> dict[str, Any]:
    return {"kind": values["kind"], "data": Path(values["file"][0])}


def _example_fields(picture: see.TemplatesView, where: Where) -> Sequence[Field]:
    which = _which(picture, where)
    title = dict(which.choices).get(which.default, "")
    default = str(Path.home() / tr("{kind}（示例模板）.docx", kind=title))
    return (which, Field("path", tr("存到哪里"), default=default, high=1000))


def _exported(path: Any, desktop: Desktop, _where: Where) -> None:
    desktop.say(tr("示例模板存到了 {path}", path=path))


def _retired_fields(_picture: see.TemplatesView, _where: Where) -> Sequence[Field]:
    return ()


def _back_fields(_picture: Any, _where: Where) -> Sequence[Field]:
    return (
        Field("file", tr("改过的 Word 文件"), "files", help=tr("从议事台另存出去、用 WPS 或 Word 改过的 .docx"), high=1),
        Field("reason", tr("改了什么、为什么"), "lines", help=tr("至少五个字，会记进新一版的说明里"), lines=2, high=200),
    )


def _back_arguments(values: dict[str, Any], where: Where) -> dict[str, Any]:
    given: dict[str, Any] = {"data": Path(values["file"][0]), "reason": values["reason"]}
    if where.get("paper_id") is not None:
        given["paper_id"] = where["paper_id"]
    return given


def _taken_back(paper_id: Any, desktop: Desktop, _where: Where) -> None:
    desktop.open_page("paper", paper_id=paper_id)
    desktop.say(tr("已经收回，成为新的一版；原来的各版都留着。"))


def _final_back(_values: dict[str, Any], _picture: Any, _where: Where) -> str:
    return tr("收回以后就是这份文书新的一版，存了档，不能再删。文件里的文字以您改的为准，请先自己看一遍。")


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.make_template_folder, later("建立文书模板文件夹"), later("建立"), _nothing, done=_folder_made,
        intro=later("在数据文件夹里建一个“文书模板”文件夹，放进说明。里面已有的文件不动。"),
    ),
    Deed(
        act.set_numbering, later("改文号"), later("保存"), _numbering_fields, view=see.paper_templates,
        arguments=_numbering_arguments, done=_numbered, intro=later("只影响以后出的文书；用过的号不会再用。"),
    ),
    Deed(
        act.set_paper_style, later("改文书的样式"), later("保存"), _style_fields, view=see.paper_templates,
        arguments=_style_arguments, done=_shown, intro=later("只影响以后出的文书。"),
    ),
    Deed(
        act.set_heading, later("换抬头图"), later("换上"), _heading_fields, view=see.paper_templates,
        arguments=_heading_arguments, done=_shown, intro=later("印在文书最上面，代替红头。图片里的拍摄时间、地点会去掉。"),
    ),
    Deed(
        act.remove_heading, later("不用抬头图"), later("印回红头"), _nothing, done=_shown,
        intro=later("图片移到“旧模板”文件夹里留着。"),
    ),
    Deed(
        act.save_example_template, later("导出示例模板"), later("导出"), _example_fields, view=see.paper_templates,
        done=_exported, intro=later("里面有这种文书的全部字段，在 Word 里搬到自己的版式上。同名的文件不会被覆盖。"),
    ),
    Deed(
        act.adopt_word_template, later("启用 Word 模板"), later("检查并启用"), _adopt_fields, view=see.paper_templates,
        arguments=_adopt_arguments, done=_shown,
        intro=later("以后这种文书另存为 Word 时按它排版；正式的 PDF 不受影响。换下的旧模板留着。"),
    ),
    Deed(
        act.retire_word_template, later("停用 Word 模板"), later("停用"), _retired_fields, done=_shown,
        intro=later("以后照程序的版式；文件移到“旧模板”文件夹，不删除。"),
    ),
    Deed(
        returning.take_back_word, later("收回改过的 Word"), later("收回"), _back_fields, arguments=_back_arguments,
        final=_final_back, done=_taken_back,
        intro=later("还有修订标记、批注、隐藏文字的，请先在 WPS 或 Word 里处理掉。原来的各版都留着。"),
    ),
)  # fmt: skip
