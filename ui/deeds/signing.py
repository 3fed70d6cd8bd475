"""Deeds of signing: make or adopt a certificate, sign a paper."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consult_desk.actions import signing as act
from consult_desk.views import papers, signers
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr

ROLES = (("issuer", later("发布单位")), ("supervisor", later("村务监督委员会")))


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


DEEDS: tuple[Deed, ...] = (
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
)  # fmt: skip
