"""Deeds of papers: issue one, make or adopt a certificate, sign, save a copy."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consult_desk.actions import papers as act
from consult_desk.views import issuing, papers, signers
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr

ROLES = (("issuer", later("发布单位")), ("supervisor", later("村务监督委员会")))


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
        sheets = tuple((key, tr(title)) for key, title in picture[0].sheets)
        fields.append(Field("sheet", tr("纸张"), "choice", needed=False, choices=sheets, default=sheets[0][0]))
    if any(one.corrects for one in picture):
        every = all(one.corrects for one in picture)
        help_words = tr("这是更正版才要写：前一版哪里不对。会印在新版上，前一版仍然留着。")
        fields.append(Field("correction", tr("更正的原因"), "lines", needed=every, help=help_words, lines=2, high=200))
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
    if values.get("correction"):
        given["correction"] = values["correction"]
    return given


def _issued(paper_id: Any, desktop: Desktop, _where: Where) -> None:
    desktop.open_page("paper", paper_id=paper_id)
    desktop.say(tr("已经出具。核对无误后，请签名、打印。"))


def _final_issue(values: dict[str, Any], _picture: Any, _where: Where) -> str:
    return tr("出具以后文书就编了号、存了档，不能再改；写错了只能出更正版，两版都会留着。")


def _role(where: Where) -> Field:
    return Field("role", tr("谁的证书"), "choice", default=where.get("role"), choices=tuple((k, tr(w)) for k, w in ROLES))


def _make_fields(picture: signers.SignersView, where: Where) -> Sequence[Field]:
    role = where.get("role", "issuer" if picture.of("issuer") is None else "supervisor")
    return (
        _role({"role": role}),
        Field("name", tr("证书上的名字"), default=picture.names[role], high=64, help=tr("会写进每一个签名里，照公章上的名称写")),
        Field("passphrase", tr("口令"), "secret", help=tr("至少 6 个字符，签名时要输。点“显示”看清楚再定；忘了只能重新做一张。")),
    )


def _made(_fingerprint: Any, desktop: Desktop, _where: Where) -> None:
    desktop.say(tr("证书已经做好，可以签名了。请把口令记在只有保管人看得到的地方。"))


def _final_make(_values: dict[str, Any], _picture: Any, _where: Where) -> str:
    return tr("自己做的证书只能证明“签后没有改动、是同一把钥匙签的”，不等于盖章，也不能证明是谁签的。")


def _adopt_fields(_picture: Any, where: Where) -> Sequence[Field]:
    return (
        _role(where),
        Field("file", tr("证书文件"), "files", high=1, help=tr("签发机构给的 .p12 或 .pfx 文件，选一个")),
        Field("passphrase", tr("证书文件的口令"), "secret"),
    )


def _adopt_arguments(values: dict[str, Any], _where: Where) -> dict[str, Any]:
    return {"role": values["role"], "data": Path(values["file"][0]), "passphrase": values["passphrase"]}


def _token_fields(picture: Sequence[signers.DeviceCertificate], where: Where) -> Sequence[Field]:
    choices = tuple(
        (f"{c.fingerprint} {c.module}", tr("{label}（UKey：{token}）", label=c.label, token=c.token))
        for c in picture
        if c.fits
    )
    pin = Field("passphrase", tr("UKey 的口令（PIN）"), "secret", help=tr("现在试一次，不会保存；连错几次 UKey 会锁住"))
    if "fingerprint" in where:
        return (_role(where), pin)
    none = tr("没有找到能用的证书。请插好 UKey、装好它的驱动，再从“签名证书”页里选驱动文件。")
    return (
        _role(where),
        Field(
            "which", tr("UKey 里的哪张证书"), "choice", choices=choices, default=choices[0][0] if choices else None,
            help="" if choices else none,
        ),
        pin,
    )  # fmt: skip


def _token_arguments(values: dict[str, Any], where: Where) -> dict[str, Any]:
    if "fingerprint" in where:
        fingerprint, module = where["fingerprint"], where["module"]
    else:
        fingerprint, _blank, module = str(values["which"]).partition(" ")
    return {"role": values["role"], "module": module, "fingerprint": fingerprint, "passphrase": values["passphrase"]}


def _sign_fields(picture: papers.PaperView, where: Where) -> Sequence[Field]:
    lines = [line for line in picture.signing if line.state == "ready"] or list(picture.signing)
    wanted = where.get("role") or (lines[0].role if lines else None)
    token = any(line.token for line in lines if line.role == wanted)
    choices = tuple((line.role, tr(line.title)) for line in lines)
    known = "；".join(tr("{role}：{words}", role=tr(line.title), words=tr(line.words)) for line in lines)
    secret = (
        Field("passphrase", tr("UKey 的口令（PIN）"), "secret", help=tr("先插好 UKey。连错几次会锁住。"))
        if token
        else Field("passphrase", tr("签名口令"), "secret", help=tr("做证书时定的那个口令，留意大小写和输入法"))
    )
    role = Field("role", tr("用谁的名义签"), "choice", choices=choices, default=wanted, help=known)
    driver = Field(
        "module", tr("UKey 的驱动文件"), needed=False, help=tr("换了电脑、驱动不在原来的位置时才填"), high=500
    )  # fmt: skip
    return (role, secret, driver) if token else (role, secret)


def _final_sign(_values: dict[str, Any], picture: papers.PaperView, _where: Where) -> str:
    return tr("签名以后这份《{title}》一个字都不能再改，改了就验证得出来。", title=picture.title)


def _signed(_digest: Any, desktop: Desktop, where: Where) -> None:
    desktop.say(tr("已经签好，并且自查过签名完好。"))


def _save_fields(picture: papers.PaperView, _where: Where) -> Sequence[Field]:
    name = "".join("_" if c in '\\/:*?"<>|' else c for c in picture.title)
    return (
        Field("copy", tr("哪一种"), "choice", choices=tuple((k, tr(w)) for k, w in picture.copies), default="issued"),
        Field("form", tr("格式"), "choice", choices=tuple((f, FORMS[f]) for f in picture.forms), default=picture.form),
        Field("path", tr("存到哪里"), default=str(Path.home() / f"{name}.{picture.form}"), high=1000),
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
        act.make_identity, later("制作签名证书"), later("制作"), _make_fields, view=signers.signers, final=_final_make,
        done=_made, intro=later("没有签发机构的证书时，可以自己做一张，用来证明公告签后没有改动。"),
    ),
    Deed(
        act.adopt_identity, later("登记证书文件"), later("登记"), _adopt_fields, arguments=_adopt_arguments, done=_made,
        intro=later("登记签发机构给的证书文件（PKCS#12）。文件存进村里的资料，仍旧用口令锁着。"),
    ),
    Deed(
        act.adopt_token, later("登记 UKey"), later("登记"), _token_fields, view=signers.signing_devices,
        arguments=_token_arguments, done=_made,
        intro=later("钥匙不离开 UKey，每次签名都要插着它、输口令。"),
    ),
    Deed(
        act.sign_paper, later("签名"), later("签名"), _sign_fields, view=papers.paper_page, final=_final_sign, done=_signed,
        intro=later("先发布单位签，再由村务监督委员会签。签名另存一份，原来的文件不动。"),
    ),
    Deed(
        act.save_paper, later("另存文书"), later("保存"), _save_fields, view=papers.paper_page, done=_saved,
        intro=later("张贴件不带个人信息，内部件是全的、不能张贴。"),
    ),
)  # fmt: skip
