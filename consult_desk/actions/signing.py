"""Signing: whose certificate, kept where; sign a paper in one of its roles."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import read_limited
from consult_desk.base.text import clean_line
from consult_desk.desk import Tx
from consult_desk.model import Paper, PaperFile, Signer
from consult_desk.views.paper_facts import newest_file, paper_row
from consult_desk.views.signers import ROLES, token_of

if TYPE_CHECKING:
    from consult_desk.documents.identity import Identity

MOST_KEY_BYTES = 1_000_000


def make_identity(tx: Tx, role: str, name: str, passphrase: str) -> str:
    """制作练习签名（自签证书，只能校验完整性，不等于盖章）。

    role: issuer or supervisor. Returns the fingerprint. The key is kept encrypted with the passphrase.
    """
    from consult_desk.documents.identity import make_practice_identity

    return adopt_identity(tx, role, make_practice_identity(name, passphrase), passphrase)


def adopt_identity(tx: Tx, role: str, data: bytes | Path, passphrase: str) -> str:
    """登记签名证书（PKCS#12 文件）。

    data: the file, or where it lies. Returns the fingerprint. Raises Trouble for a wrong passphrase or damaged file.
    """
    from consult_desk.documents.identity import open_identity

    if isinstance(data, Path):
        data = read_limited(data, max_bytes=MOST_KEY_BYTES)
    if role not in ROLES:
        raise Refused(Obstacle(f"不认识的签名角色“{role}”", f"可选：{'、'.join(ROLES)}", code="role"))
    identity = open_identity(data, passphrase)
    _new_role(tx, role, identity.fingerprint)
    tx.session.add(
        Signer(
            role=role, label=identity.label, fingerprint=identity.fingerprint, self_signed=identity.self_signed,
            since=tx.today, until=None, file_sha256=tx.keep_file(data),
        )
    )
    return identity.fingerprint


def adopt_token(tx: Tx, role: str, module: str, fingerprint: str, passphrase: str) -> str:
    """登记 UKey 里的签名证书（PKCS#11）：钥匙不离开 UKey，每次签名都要插着它、输口令。

    module: path of the token's driver. fingerprint: which certificate on it. passphrase: its PIN, tried once now.
    Returns the name in the certificate. Raises Trouble when the token or its PIN is not right.
    """
    from consult_desk.documents.token_key import open_token

    _new_role(tx, role, fingerprint)
    path = clean_line(module, "UKey 驱动文件", max_chars=1000)
    identity = open_token(path, fingerprint, passphrase)
    kept = {"pkcs11": path, "fingerprint": fingerprint, "certificate": identity.certificate.hex()}
    tx.session.add(
        Signer(
            role=role, label=identity.label, fingerprint=fingerprint, self_signed=identity.self_signed, since=tx.today,
            until=None, file_sha256=tx.keep_file(json.dumps(kept, sort_keys=True).encode()),
        )
    )
    return identity.label


def _new_role(tx: Tx, role: str, fingerprint: str) -> None:
    if role not in ROLES:
        raise Refused(Obstacle(f"不认识的签名角色“{role}”", f"可选：{'、'.join(ROLES)}", code="role"))
    if tx.session.scalar(select(Signer).where(Signer.fingerprint == fingerprint)) is not None:
        raise Refused(Obstacle("这张证书已经登记过", "直接使用即可", code="known_signer"))


def _opened(tx: Tx, signer: Signer, passphrase: str, module: str) -> "Identity":
    from consult_desk.documents.identity import open_identity
    from consult_desk.documents.token_key import open_token

    token = token_of(tx, signer)
    if token is None:
        return open_identity(tx.file(signer.file_sha256), passphrase)
    return open_token(module or token, signer.fingerprint, passphrase)


def sign_paper(tx: Tx, paper_id: int, role: str, passphrase: str, module: str = "") -> str:
    """签名：先发布单位，后村务监督委员会；每次签名都另存一份，原文件不变。

    passphrase: of the certificate file, or the PIN of the token. module: where the token's driver lies on this
    computer, "" for where it lay when the token was adopted. Returns the SHA-256 of the signed file. Raises Refused
    for a paper that is not a PDF, signed already in that role, superseded, or a role without a certificate; Trouble
    for a wrong passphrase.
    """
    from consult_desk.documents.signing import sign

    row = paper_row(tx, paper_id)
    if row.form != "pdf":
        raise Refused(Obstacle("只有 PDF 文书可以签名", "会议记录请打印后由本人签字", code="not_pdf"))
    if tx.session.scalar(select(Paper.id).where(Paper.supersedes_id == row.id)) is not None:
        raise Refused(Obstacle("这份文书已被新的版本更正，不能再签名", "请签最新的一版", code="superseded"))
    if role not in ROLES:
        raise Refused(Obstacle(f"不认识的签名角色“{role}”", f"可选：{'、'.join(ROLES)}", code="role"))
    signed = set(tx.session.scalars(select(PaperFile.role).where(PaperFile.paper_id == row.id, PaperFile.stage > 0)))
    if role in signed:
        raise Refused(Obstacle(f"{ROLES[role]}已经签过名", "不用重复签名", code="signed"))
    if role == "supervisor" and "issuer" not in signed:
        raise Refused(Obstacle("发布单位还没有签名", "请先由发布单位签名", "", "sign_paper", "issuer_first"))
    query = select(Signer).where(Signer.role == role, Signer.until.is_(None)).order_by(Signer.id.desc()).limit(1)
    signer = tx.session.scalar(query)
    if signer is None:
        raise Refused(
            Obstacle(f"还没有登记{ROLES[role]}的签名证书", "请先登记证书，或制作练习签名", "", "make_identity", "no_signer")
        )
    identity = _opened(tx, signer, passphrase, module)
    last = newest_file(tx, row.id)
    data = sign(
        tx.file(last.sha256), identity, role, signed_at=tx.now, certify=not signed, reason=f"{ROLES[role]}签名"
    )
    digest = tx.keep_file(data)
    tx.session.add(
        PaperFile(
            paper_id=row.id, stage=last.stage + 1, sha256=digest, size=len(data), role=role, signer=identity.label,
            fingerprint=identity.fingerprint, signed_at=tx.now,
        )
    )
    return digest
