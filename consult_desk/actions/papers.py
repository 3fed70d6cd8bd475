"""Papers: issue one from the record, sign it, correct it by a new version, hand it out."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from consult_desk.actions.passage import reason_of
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import read_limited, write_atomic
from consult_desk.base.text import clean_line
from consult_desk.desk import Tx
from consult_desk.flow.step import require
from consult_desk.model import Paper, PaperFile, Signer
from consult_desk.model.journaling import take_head
from consult_desk.views.ballot_facts import ballot_facts
from consult_desk.views.imprints import form_code, form_words
from consult_desk.views.paper_copies import paper_copy
from consult_desk.views.paper_facts import (
    SUBJECTS,
    earlier_paper,
    facts_of,
    in_layout,
    in_the_way,
    newest_file,
    paper_row,
)
from consult_desk.views.signers import ROLES, token_of

if TYPE_CHECKING:
    from consult_desk.documents.identity import Identity

MOST_KEY_BYTES = 1_000_000
SERIES = {"meeting_notice": "会", "resolution": "公", "result": "公", "objection_reply": "答"}


def issue_paper(
    tx: Tx, kind: str, subject_id: int, posted_from: date | None = None, correction: str = "", style: str = "", sheet: str = ""
) -> int:
    """出具文书：会议通知、签到册、表决票、会议记录、签字页、决议公告、实施结果公告。

    kind: a key of SUBJECTS, which says whether it is of a meeting or of a matter. posted_from:
    first day of the posting printed on a notice. correction: reason for a new version; the old one stays and is
    marked as superseded. style: official, board or wide, sheet: A4 or A3, "" for what is usual. Raises Refused with
    what is missing, Trouble when the drawn paper does not say the facts.
    """
    require(in_the_way(tx, kind, subject_id))
    facts = in_layout(facts_of(tx, kind, subject_id, posted_from), kind, style, sheet)
    return _issue(tx, kind, subject_id, facts, correction)


def issue_ballots(
    tx: Tx, meeting_id: int, spare: int = 0, numbered: bool = False, correction: str = ""
) -> int:
    """印制表决票：每项议程一种，每位有表决权的应到人员一张；记名表决的可以编号，无记名的不编号。

    spare: how many more of each. numbered: running numbers, only for votes that are not secret. correction: why they
    are printed again. Returns the number of the paper. Raises Refused after the meeting.
    """
    return _issue(tx, "ballot", meeting_id, ballot_facts(tx, meeting_id, spare, numbered), correction)


def _issue(tx: Tx, kind: str, subject_id: int, facts: Any, correction: str) -> int:
    from consult_desk.documents import readback
    from consult_desk.documents.copies import posted_facts
    from consult_desk.documents.paper import assert_readback, facts_to_json, paper
    from consult_desk.documents.signing import prepare

    earlier = earlier_paper(tx, kind, subject_id)
    supersedes = ""
    if earlier is not None:
        correction = reason_of(correction)
        supersedes = f"{earlier.document_number or earlier.title} 第{earlier.number}版".strip()
    tx.session.flush()
    head = take_head(tx.session, now=tx.now, reason=f"出具{paper(kind).title}")
    if head is None:
        raise Refused(Obstacle("记录链还是空的，不能出具文书", "请先登记事项", code="no_journal"))
    number = _next_number(tx, kind)
    chosen = paper(kind)
    version = (earlier.number + 1) if earlier else 1
    code = form_code(tx, chosen.key, SUBJECTS[kind], subject_id, version)
    imprint = replace(
        facts.imprint, number=number, version=version, supersedes=supersedes, correction=correction.strip(),
        head=head.sha256, head_size=head.size, code=code,
        code_words=form_words(tx, chosen.title, SUBJECTS[kind], subject_id, version),
    )
    facts = replace(facts, imprint=imprint)
    # The whole facts are kept; what hangs on the wall is drawn without what is nobody's business.
    shown = posted_facts(kind, facts)[0] if chosen.posted else facts
    drawn = chosen.drawn(shown)
    data = drawn.data
    assert_readback(chosen, shown, data)
    text = readback.read_text(data) if chosen.form == "pdf" else ""
    if chosen.form == "pdf":
        data = prepare(data)
    row = Paper(
        kind=kind, subject=SUBJECTS[kind], subject_id=subject_id, number=imprint.version, document_number=number,
        title=_title(tx, chosen.title, facts), form=chosen.form, facts=facts_to_json(facts), text=text,
        supersedes_id=earlier.id if earlier else None, correction=imprint.correction, head=head.sha256,
        head_size=head.size, posted_from=getattr(facts, "posted_from", None),
        posted_until=getattr(facts, "posted_until", None), code=code, pages=drawn.pages or None, **tx.stamp(),
    )
    tx.session.add(row)
    tx.session.flush()
    tx.session.add(PaperFile(paper_id=row.id, stage=0, sha256=tx.keep_file(data), size=len(data), signed_at=None))
    tx.session.flush()
    return row.id


def _title(tx: Tx, kind_title: str, facts: Any) -> str:
    about = getattr(facts, "matter", "") or getattr(facts, "meeting", "") or tx.village.name
    return f"{kind_title}：{about}"


def _next_number(tx: Tx, kind: str) -> str:
    if kind not in SERIES:
        return ""
    stem = f"{tx.village.short_name}{SERIES[kind]}〔{tx.today.year}〕"
    used = tx.session.scalar(select(func.count()).select_from(Paper).where(Paper.document_number.startswith(stem)))
    return f"{stem}{(used or 0) + 1}号"


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


def save_paper(tx: Tx, paper_id: int, path: str, copy: str = "issued", form: str = "") -> str:
    """把文书另存到指定位置（先写完再换名）：正式件、内部件或张贴件，PDF 或 Word。

    copy, form: see paper_copy. Returns the full path.
    """
    found = paper_copy(tx, paper_id, copy, form)
    target = Path(clean_line(path, "文件路径", max_chars=1000)).expanduser().resolve()
    write_atomic(target, found.data)
    return str(target)
