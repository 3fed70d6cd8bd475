"""The journal leaves the house: export it for strangers; erase a body lawfully without breaking the chain."""

from pathlib import Path

from sqlalchemy import delete, select

from consult_desk.actions.passage import reason_of
from consult_desk.base.chain import ERASE
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import write_atomic
from consult_desk.base.text import clean_line
from consult_desk.desk import Tx
from consult_desk.model import JournalBody, Paper, PaperFile
from consult_desk.model.journaling import entry_rows, head_rows, take_head, village_uid


def export_journal(tx: Tx, folder: str) -> int:
    """导出记录链：写到一个新文件夹，附说明和独立检查程序，任何人不装本程序也能核对。

    Returns the number of files. Raises Refused when the folder is not empty.
    """
    from consult_desk.archive.journal_export import export

    target = Path(clean_line(folder, "文件夹", max_chars=1000)).expanduser().resolve()
    if target.exists() and any(target.iterdir()):
        raise Refused(Obstacle(f"文件夹 {target} 里已经有文件", "请另选一个空文件夹，以免混在一起", code="not_empty"))
    take_head(tx.session, now=tx.now, reason="导出记录链")
    papers: dict[str, bytes] = {}
    query = select(Paper, PaperFile).join(PaperFile, PaperFile.paper_id == Paper.id).order_by(PaperFile.id)
    for paper, file in tx.session.execute(query):
        name = f"{paper.kind}-{paper.id}-v{paper.number}-{file.stage}.{paper.form}"
        papers[name] = tx.file(file.sha256)
    files = export(entry_rows(tx.session), head_rows(tx.session), papers)
    for name, data in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data)
    return len(files)


def erase_body(tx: Tx, seq: int, reason: str, approved_by: list[str]) -> None:
    """依法删除一条记录的内容（个人信息、法院判决）：写明理由，两人批准；记录链仍然可以核对。

    Raises Refused without two different names, or for an entry that has no body any more.
    """
    names = sorted({clean_line(n, "批准人") for n in approved_by})
    if len(names) != 2 or len(approved_by) != 2:
        raise Refused(Obstacle("删除内容要有两个不同的人批准", "请填写两个批准人的姓名", code="two_persons"))
    village = village_uid(tx.session)
    if tx.session.get(JournalBody, (village, seq)) is None:
        raise Refused(Obstacle(f"第 {seq} 条记录没有内容可删", "请核对序号", code="no_body"))
    tx.session.execute(delete(JournalBody).where(JournalBody.village == village, JournalBody.seq == seq))
    tx.note(ERASE, f"journal:{seq}", {"seq": seq, "reason": reason_of(reason), "approved_by": names})
