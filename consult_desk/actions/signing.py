"""Signing: whose certificate, kept where; open its key, sign papers in one of their roles, lock it again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited
from consult_desk.base.settings import load_settings
from consult_desk.base.text import clean_line
from consult_desk.desk import Tx
from consult_desk.documents.kept_signer import KeptSigner
from consult_desk.model import Paper, PaperFile, Signer
from consult_desk.views.paper_facts import newest_file, paper_row
from consult_desk.views.signers import ROLES, current_signer, kept_signer, role_titles
from consult_desk.views.signing import roles_of

if TYPE_CHECKING:
    from consult_desk.documents.identity import Identity

MOST_KEY_BYTES = 1_000_000
MOST_PROOFS = 20
MOST_AT_ONCE = 100


def make_identity(tx: Tx, role: str, name: str, passphrase: str) -> str:
    """制作练习签名（自签证书，只能校验完整性，不等于盖章）。

    role: party, issuer, supervisor or township. Returns the fingerprint. The key is kept encrypted with the passphrase.
    """
    from consult_desk.documents.identity import make_practice_identity

    return adopt_identity(tx, role, make_practice_identity(name, passphrase), passphrase)


def adopt_identity(tx: Tx, role: str, data: bytes | Path, passphrase: str, proofs: Sequence[Path] = ()) -> str:
    """登记签名证书（PKCS#12 文件），签发机构的证书和吊销列表可以一起登记。

    data: the file, or where it lies. proofs: files with certificates of the issuers and lists of revoked ones. Returns
    the fingerprint. Raises Trouble for a wrong passphrase or damaged file, Refused for a role nobody knows.
    """
    from consult_desk.documents.identity import open_identity

    if isinstance(data, Path):
        data = read_limited(data, max_bytes=MOST_KEY_BYTES)
    _known_role(role)
    identity = open_identity(data, passphrase)
    kept = KeptSigner(p12=data, fingerprint=identity.fingerprint, certificate=identity.certificate)
    if proofs:
        kept = _with_proofs(replace(kept, chain=identity.chain), proofs)
    _adopt(tx, role, identity, kept)
    return identity.fingerprint


def adopt_token(
    tx: Tx, role: str, module: str, fingerprint: str, passphrase: str, proofs: Sequence[Path] = ()
) -> str:
    """登记 UKey 里的签名证书（PKCS#11）：钥匙不离开 UKey，签名时要插着它。

    module: path of the token's driver. fingerprint: which certificate on it. passphrase: its PIN, tried once now.
    proofs: as for a file. Returns the name in the certificate. Raises Trouble when the token or its PIN is not right.
    """
    from consult_desk.documents.token_key import open_token

    _known_role(role)
    path = clean_line(module, "UKey 驱动文件", max_chars=1000)
    _new(tx, fingerprint)
    identity = open_token(path, fingerprint, passphrase)
    kept = KeptSigner(module=path, fingerprint=fingerprint, certificate=identity.certificate, chain=identity.chain)
    _adopt(tx, role, identity, _with_proofs(kept, proofs) if proofs else replace(kept, chain=()))
    return identity.label


def renew_proofs(tx: Tx, fingerprint: str, files: Sequence[Path]) -> int:
    """换上新的吊销列表：签发机构隔一阵出一份新的，带在以后的签名里，多年后不联网也能查证。

    files: lists of revoked certificates, OCSP answers and certificates of the issuers. Returns how many proofs are kept.
    Raises Trouble for other files, Refused when they do not speak of this certificate.
    """
    signer = tx.session.scalar(select(Signer).where(Signer.fingerprint == fingerprint))
    if signer is None:
        raise Refused(Obstacle("没有登记过这张证书", "请先登记证书", "", "adopt_identity", "no_signer"))
    kept = kept_signer(tx, signer)
    if not kept.certificate:
        raise Refused(
            Obstacle("登记这张证书时没有带签发机构的文件", "请重新登记一次证书，把这些文件一起选上", code="no_chain")
        )
    kept = _with_proofs(kept, files)
    from consult_desk.documents.revocation import lasting

    if lasting(kept.certificate, kept.chain, kept.proofs, tx.now) is None:
        words = "这些文件不能证明证书现在有效：不是它的签发机构出的、缺上一级的，或者已经过期"
        raise Refused(Obstacle(words, "请向签发机构要现在有效的吊销列表和各级机构的证书，一起选上", code="proofs"))
    signer.file_sha256 = tx.keep_file(kept.written())
    tx.keys.drop(fingerprint)
    return len(kept.proofs)


def _with_proofs(kept: KeptSigner, files: Sequence[Path]) -> KeptSigner:
    from consult_desk.documents.revocation import MOST_BYTES, read_proofs

    if len(files) > MOST_PROOFS:
        raise Refused(Obstacle(f"一次选了 {len(files)} 个文件，太多了", f"最多选 {MOST_PROOFS} 个", code="proofs"))
    chain, proofs = read_proofs(read_limited(one, max_bytes=MOST_BYTES) for one in files)
    return kept.with_proofs(chain, proofs)


def _adopt(tx: Tx, role: str, identity: "Identity", kept: KeptSigner) -> None:
    _new(tx, identity.fingerprint)
    tx.session.add(
        Signer(
            role=role, label=identity.label, fingerprint=identity.fingerprint, self_signed=identity.self_signed,
            since=tx.today, until=None, file_sha256=tx.keep_file(kept.written()),
        )
    )  # fmt: skip


def _known_role(role: str) -> None:
    if role not in ROLES:
        raise Refused(Obstacle(f"不认识的签名角色“{role}”", f"可选：{'、'.join(ROLES)}", code="role"))


def _new(tx: Tx, fingerprint: str) -> None:
    if tx.session.scalar(select(Signer).where(Signer.fingerprint == fingerprint)) is not None:
        raise Refused(Obstacle("这张证书已经登记过", "直接使用即可", code="known_signer"))


def lock_signing(tx: Tx) -> int:
    """锁定签名：忘掉内存里的签名钥匙，再签要重新输口令。返回锁上了几把。"""
    return tx.keys.lock()


def sign_paper(
    tx: Tx, paper_id: int, role: str, passphrase: str = "", module: str = "", untimed: bool = False
) -> str:
    """签名：各方不分先后；每次签名都另存一份，原文件不变。

    passphrase: of the certificate file, or the PIN of the token; "" while the key is open from an earlier signature.
    module: where the token's driver lies on this computer, "" for where it lay when the token was adopted. untimed:
    without a time stamp though a server is set. Returns the SHA-256 of the signed file. Raises Refused for a paper that
    is not a PDF, has no place for that role, is signed already in it, or superseded, a role without a certificate, or a
    locked key; Trouble for a wrong passphrase, a missing token, no time stamp.
    """
    (digest,) = _sign(tx, [paper_id], role, passphrase, module, untimed)
    return digest


def sign_papers(
    tx: Tx, paper_ids: Sequence[int], role: str, passphrase: str = "", module: str = "", untimed: bool = False
) -> int:
    """一次签好几份文书：口令输一次，要么全签上，要么一份都不签。返回签了几份。

    As sign_paper, for each of the papers.
    """
    if not paper_ids:
        raise Refused(Obstacle("没有选要签名的文书", "请至少选一份", code="no_papers"))
    if len(paper_ids) > MOST_AT_ONCE:
        raise Refused(Obstacle(f"一次选了 {len(paper_ids)} 份，太多了", f"一次最多签 {MOST_AT_ONCE} 份", code="many_papers"))
    return len(_sign(tx, list(dict.fromkeys(paper_ids)), role, passphrase, module, untimed))


def _sign(tx: Tx, paper_ids: Sequence[int], role: str, passphrase: str, module: str, untimed: bool) -> list[str]:
    papers = [_to_be_signed(tx, one, role) for one in paper_ids]
    signer = current_signer(tx, role)
    if signer is None:
        words = f"还没有登记{role_titles(tx)[role]}的签名证书"
        raise Refused(Obstacle(words, "请先登记证书，或制作练习签名", "", "make_identity", "no_signer"))
    identity = _opened(tx, signer, passphrase, module)
    digests = []
    for done, paper in enumerate(papers):
        tx.progress.step(done, len(papers), f"正在签名：{paper.title}")
        digests.append(_signed(tx, paper, role, identity, "" if untimed else load_settings(tx.home).timestamp_url))
        tx.keys.keep(identity, tx.now)
    return digests


def _to_be_signed(tx: Tx, paper_id: int, role: str) -> Paper:
    row = paper_row(tx, paper_id)
    if row.form != "pdf":
        raise Refused(Obstacle("只有 PDF 文书可以签名", "会议记录请打印后由本人签字", code="not_pdf"))
    if tx.session.scalar(select(Paper.id).where(Paper.supersedes_id == row.id)) is not None:
        raise Refused(Obstacle("这份文书已被新的版本更正，不能再签名", "请签最新的一版", code="superseded"))
    _known_role(role)
    titles, places = role_titles(tx), roles_of(row)
    if not places:
        raise Refused(Obstacle(f"《{row.title}》不用电子签名", "请打印后由本人签字", code="by_hand"))
    if role not in places:
        others = "、".join(titles[one] for one in places)
        fix = f"这份由{others}签；以后要{titles[role]}也签的，请在“文书模板”里写上，再出更正版"
        raise Refused(Obstacle(f"《{row.title}》没有给{titles[role]}留签名的位置", fix, code="not_a_signer"))
    signed = tx.session.scalars(select(PaperFile.role).where(PaperFile.paper_id == row.id, PaperFile.stage > 0))
    if role in set(signed):
        raise Refused(Obstacle(f"{titles[role]}已经签过名", "不用重复签名", code="signed"))
    return row


def _opened(tx: Tx, signer: Signer, passphrase: str, module: str) -> "Identity":
    """The identity: opened with the passphrase, or still open. A passphrase that is given is always tried."""
    from consult_desk.documents.identity import open_identity
    from consult_desk.documents.token_key import open_token

    if not passphrase:
        found = tx.keys.get(signer.fingerprint, tx.now)
        if found is None:
            raise Refused(Obstacle("签名锁着，还不能签", "请输入签名口令", "", "sign_paper", "locked"))
        return found
    kept = kept_signer(tx, signer)
    if kept.p12:
        identity = open_identity(kept.p12, passphrase)
    else:
        identity = open_token(module or kept.module, signer.fingerprint, passphrase)
    identity = kept.vouched(identity)
    tx.keys.keep(identity, tx.now)
    return identity


def _signed(tx: Tx, paper: Paper, role: str, identity: "Identity", time_server: str) -> str:
    from consult_desk.documents.identity import RemoteKey
    from consult_desk.documents.signing import signed
    from consult_desk.documents.time_server import NoTimeStamp

    last, title = newest_file(tx, paper.id), role_titles(tx)[role]
    try:
        made = signed(
            tx.file(last.sha256), identity, role, signed_at=tx.now, certify=last.stage == 0, reason=f"{title}签名",
            role=title, time_server=time_server,
        )  # fmt: skip
    except NoTimeStamp:
        raise
    except Trouble:
        if isinstance(identity.key, RemoteKey):  # pulled out, most likely: its PIN is asked for again
            tx.keys.drop(identity.fingerprint)
        raise
    digest = tx.keep_file(made.data)
    tx.session.add(
        PaperFile(
            paper_id=paper.id, stage=last.stage + 1, sha256=digest, size=len(made.data), role=role, signer=identity.label,
            fingerprint=identity.fingerprint, signed_at=tx.now, level=made.state.level,
        )
    )  # fmt: skip
    tx.session.flush()
    return digest
