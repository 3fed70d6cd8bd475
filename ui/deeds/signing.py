"""Deeds of signing: make or adopt a certificate, renew its proofs, sign one paper or several."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from consult_desk.actions import signing as act
from consult_desk.views import signers, signing
from ui.deed import Deed, Where
from ui.form import Field
from ui.page import Desktop
from ui.words import later, tr


def _role(where: Where) -> Field:
    choices = tuple((key, tr(words)) for key, words in signers.ROLES.items())
    return Field("role", tr("谁的证书"), "choice", default=where.get("role", "issuer"), choices=choices)


def _make_fields(picture: signers.SignersView, where: Where) -> Sequence[Field]:
    role = where.get("role") or next((key for key in ("issuer", "supervisor") if picture.of(key) is None), "issuer")
    return (
        _role({"role": role}),
        Field(
            "name", tr("证书上的名字"), default=picture.names[role][:64], high=64, help=tr("会写进每一个签名里，照公章上的名称写"),
        ),
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
        _proofs(needed=False),
    )


def _proofs(*, needed: bool) -> Field:
    help_words = tr("签发机构给的吊销列表（.crl）和各级机构的证书（.cer）；带上以后，多年后不联网也能查证")
    return Field("proofs", tr("签发机构的文件"), "files", needed=needed, high=20, help=help_words)


def _adopt_arguments(values: dict[str, Any], _where: Where) -> dict[str, Any]:
    proofs = [Path(one) for one in values.get("proofs") or ()]
    return {
        "role": values["role"], "data": Path(values["file"][0]), "passphrase": values["passphrase"],
        **({"proofs": proofs} if proofs else {}),
    }  # fmt: skip


def _renew_fields(_picture: Any, _where: Where) -> Sequence[Field]:
    return (_proofs(needed=True),)


def _renew_arguments(values: dict[str, Any], where: Where) -> dict[str, Any]:
    return {"fingerprint": where["fingerprint"], "files": [Path(one) for one in values["proofs"]]}


def _renewed(_count: Any, desktop: Desktop, _where: Where) -> None:
    desktop.say(tr("已经换上。以后的签名都带着它；请再输一次签名口令。"))


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


def _secret(open_until: datetime | None, *, token: bool) -> Field:
    """The passphrase; not asked for while the key is open."""
    if open_until is not None:
        words = tr("已经解锁，不用再输；到 {time} 自动锁上", time=f"{open_until:%H:%M}")
        return Field("passphrase", tr("签名口令"), "secret", needed=False, help=words)
    if token:
        return Field("passphrase", tr("UKey 的口令（PIN）"), "secret", help=tr("先插好 UKey。连错几次会锁住。"))
    help_words = tr("做证书时定的那个口令，留意大小写和输入法。输一次，15 分钟内再签不用输")
    return Field("passphrase", tr("签名口令"), "secret", help=help_words)


def _extras(*, token: bool, timed: bool) -> tuple[Field, ...]:
    driver = Field(
        "module", tr("UKey 的驱动文件"), needed=False, help=tr("换了电脑、驱动不在原来的位置时才填"), high=500
    )  # fmt: skip
    help_words = tr("连不上时间戳服务器、又急着签时才勾。签名一样有效，只是没有别人证明签的时间")
    untimed = Field("untimed", tr("这次不加时间戳"), "switch", needed=False, default=False, help=help_words)
    return (*((driver,) if token else ()), *((untimed,) if timed else ()))


def _sign_fields(picture: signing.PaperSigning, where: Where) -> Sequence[Field]:
    lines = [line for line in picture.lines if line.state == "ready"]
    wanted = next((line for line in lines if line.role == where.get("role")), lines[0] if lines else None)
    choices = tuple((line.role, tr(line.title)) for line in lines)
    known = "；".join(tr("{role}：{words}", role=tr(line.title), words=tr(line.words)) for line in picture.lines)
    token = wanted is not None and wanted.token
    # One of them may still be locked: then the passphrase is needed, and the core says so where it was left out.
    open_until = wanted.open_until if wanted is not None else None
    role = Field(
        "role", tr("用谁的名义签"), "choice", choices=choices, default=wanted.role if wanted is not None else None, help=known
    )  # fmt: skip
    return (role, _secret(open_until, token=token), *_extras(token=token, timed=picture.timed))


def _final_sign(_values: dict[str, Any], picture: signing.PaperSigning, _where: Where) -> str:
    return tr("签名以后这份《{title}》一个字都不能再改，改了就验证得出来。", title=picture.title)


def _signed(_digest: Any, desktop: Desktop, where: Where) -> None:
    desktop.say(tr("已经签好，并且自查过签名完好。"))


def _many_fields(picture: signing.SigningView, where: Where) -> Sequence[Field]:
    wanted = where.get("role") if where.get("role") in picture.roles else next(iter(picture.roles), None)
    signer = picture.known.of(wanted) if wanted else None
    waiting = [one for one in picture.papers if wanted in one.missing]
    papers = tuple((str(one.paper), f"{one.number}　{one.title}".strip("　")) for one in waiting)
    none = tr("现在没有等这一方签名的文书，或者还没有登记它的证书。")
    titles = picture.known.roles
    role = Field(
        "role", tr("用谁的名义签"), "choice", default=wanted,
        choices=((wanted, tr(titles[wanted])),) if wanted else (), help="" if wanted else none,
    )  # fmt: skip
    chosen = Field(
        "papers", tr("签哪几份"), "choices", choices=papers, default=[key for key, _words in papers],
        help=tr("要么全签上，要么一份都不签"),
    )  # fmt: skip
    token = signer is not None and signer.token
    secret = _secret(signer.open_until if signer is not None else None, token=token)
    return (role, chosen, secret, *_extras(token=token, timed=picture.known.timed))


def _many_arguments(values: dict[str, Any], _where: Where) -> dict[str, Any]:
    given = {key: values[key] for key in ("passphrase", "module", "untimed") if values.get(key)}
    return {"paper_ids": [int(one) for one in values["papers"]], "role": values["role"], **given}


def _final_many(values: dict[str, Any], _picture: Any, _where: Where) -> str:
    return tr("签名以后这 {n} 份文书一个字都不能再改，改了就验证得出来。", n=len(values["papers"]))


def _signed_many(count: Any, desktop: Desktop, _where: Where) -> None:
    desktop.say(tr("{n} 份都签好了，并且自查过签名完好。", n=count))


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
        intro=later("钥匙不离开 UKey，签名时要插着它。"),
    ),
    Deed(
        act.sign_paper, later("签名"), later("签名"), _sign_fields, view=signing.paper_signing, final=_final_sign,
        done=_signed, intro=later("各方不分先后。签名另存一份，原来的文件不动；文书上会写明谁、什么时候签的，那不是公章。"),
    ),
    Deed(
        act.sign_papers, later("一次签好几份"), later("签名"), _many_fields, view=signing.papers_to_sign,
        arguments=_many_arguments, final=_final_many, done=_signed_many,
        intro=later("口令输一次，选中的文书都签上。"),
    ),
    Deed(
        act.renew_proofs, later("换吊销列表"), later("换上"), _renew_fields, arguments=_renew_arguments, done=_renewed,
        intro=later("吊销列表隔一阵会过期，请向签发机构要新的。签过的文书不受影响。"),
    ),
)  # fmt: skip
