"""Deeds of papers: issue one, save a copy."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consult_desk.actions import papers as act
from consult_desk.views import issuing, papers
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr


def issue_fields(picture: Sequence[issuing.IssueChoice], _where: Where) -> Sequence[Field]:
    """Which paper, from which day it hangs, why it is issued again."""
    choices = tuple((f"{one.kind}:{one.subject_id}", _issue_words(one)) for one in picture)
    ready = [choice for choice, one in zip(choices, picture, strict=True) if not one.obstacles]
    fields = [
        Field(
            "which", tr("出哪一份"), "choice", choices=choices,
            default=(ready or choices)[0][0] if choices else None,
            help="" if choices else tr("现在没有可以出的文书。会议安排好、事项走到公开这一步，就能出了。"),
        )
    ]  # fmt: skip
    if any(one.posted for one in picture):
        help_words = tr("印在公告上的公示第一天；空着就是今天")
        fields.append(Field("posted_from", tr("从哪天开始公示"), "day", needed=False, help=help_words))
    styles = dict(style for one in picture for style in one.styles)
    if len(styles) > 1:
        usual = (("", tr("平常的样式")), *((key, tr(title)) for key, title in styles.items()))
        help_words = tr("公文：红头，照国家公文格式；公示栏：字大、没有红头，站着也看得清")
        fields.append(Field("style", tr("样式"), "choice", needed=False, choices=usual, default="", help=help_words))
    if any(len(one.sheets) > 1 for one in picture):
        sheets = (("", tr("平常的纸张")), *((key, tr(title)) for key, title in picture[0].sheets))
        fields.append(Field("sheet", tr("纸张"), "choice", needed=False, choices=sheets, default=""))
    if any(one.corrects for one in picture):
        every = all(one.corrects for one in picture)
        help_words = tr("这是更正版才要写：前一版哪里不对。会印在新版上，前一版仍然留着。")
        fields.append(Field("correction", tr("更正的原因"), "lines", needed=every, help=help_words, lines=2, high=200))
    if any(one.edited for one in picture):
        help_words = tr("前一版是手工改过的 Word。新的一版按记录重画，手工改的内容不会带过来。")
        fields.append(Field("over_edited", tr("不要手工改的内容，按记录重新出"), "switch", help_words, False, needed=False))
    return fields


def _issue_words(one: issuing.IssueChoice) -> str:
    title = tr("{kind}：{subject}", kind=tr(one.kind_title), subject=one.subject_title)
    if one.obstacles:
        return tr("{title}（还不能出：{why}）", title=title, why=one.obstacles[0].words)
    return tr("{title}（更正版，第 {n} 版）", title=title, n=one.version) if one.corrects else title


def issue_arguments(values: dict[str, Any], _where: Where) -> dict[str, Any]:
    """The choice as kind and subject."""
    kind, _colon, subject = str(values["which"]).partition(":")
    given: dict[str, Any] = {"kind": kind, "subject_id": int(subject)}
    if values.get("posted_from") is not None and kind in ("resolution", "result"):
        given["posted_from"] = values["posted_from"]
    for key in ("style", "sheet"):
        if values.get(key):
            given[key] = values[key]
    if values.get("over_edited"):
        given["over_edited"] = True
    if values.get("correction"):
        given["correction"] = values["correction"]
    return given


def _issued(paper_id: Any, desktop: Desktop, _where: Where) -> None:
    desktop.open_page("paper", paper_id=paper_id)
    desktop.say(tr("已经出具。核对无误后，请签名、打印。"))


def _final_issue(values: dict[str, Any], _picture: Any, _where: Where) -> str:
    return tr("出具以后文书就编了号、存了档，不能再改；写错了只能出更正版，两版都会留着。")


def _save_fields(picture: papers.PaperView, _where: Where) -> Sequence[Field]:
    name = "".join("_" if c in '\\/:*?"<>|' else c for c in picture.title)
    return (
        Field("copy", tr("哪一种"), "choice", choices=tuple((k, tr(w)) for k, w in picture.copies), default="issued"),
        Field("form", tr("格式"), "choice", choices=tuple((f, FORMS[f]) for f in picture.forms), default=picture.form),
        Field("path", tr("存到哪里"), default=str(Path.home() / f"{name}.{picture.form}"), high=1000),
        Field("beside", tr("那里的文件有人改过时，另存成“第2份”"), "switch", default=True, needed=False),
    )


FORMS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


def _saved(path: Any, desktop: Desktop, _where: Where) -> None:
    desktop.say(tr("已经存到 {path}", path=path))


DEEDS: tuple[Deed, ...] = (
    Deed(
        act.issue_paper, later("出具文书"), later("出具"), issue_fields, view=issuing.issuing_page,
        arguments=issue_arguments, final=_final_issue, done=_issued,
        intro=later("程序按记录画出文书，编号、存档。想先看样子，到“文书”里点“出具文书”，边填边看。"),
    ),
    Deed(
        act.save_paper, later("另存文书"), later("保存"), _save_fields, view=papers.paper_page, done=_saved,
        intro=later("张贴件不带个人信息，内部件是全的、不能张贴。"),
    ),
)  # fmt: skip
