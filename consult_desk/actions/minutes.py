"""Minutes: the recorder's wording of their free parts, and scans of the papers that came back signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import read_limited
from consult_desk.base.text import clean_line, clean_text
from consult_desk.desk import Tx
from consult_desk.flow import gavel
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import require
from consult_desk.model import MeetingFile, MinutesText
from consult_desk.views.imprints import meeting_row
from consult_desk.views.minutes_words import parts
from consult_desk.views.scans import SCAN_KINDS

MOST_BYTES = 50_000_000


def edit_minutes(tx: Tx, meeting_id: int, words: Mapping[str, str]) -> int:
    """修改会议记录里可以改的文字：开头、各项的讨论情况、结尾、备注；人数、票数和结果照登记的写，不能改。

    words: part (opening, closing, remarks, discussion.1 …) to its text; "" goes back to what the program composes.
    Returns how many parts changed. Raises Refused for a part that may not be edited.
    """
    meeting = meeting_row(tx, meeting_id)
    require(gavel.wording(meeting))
    known = parts(Gathering(tx.session, meeting))
    unknown = [part for part in words if part not in known]
    if unknown:
        raise Refused(
            Obstacle(f"会议记录的“{'、'.join(unknown)}”不能改", f"能改的部分：{'、'.join(known)}", code="fixed_part")
        )
    query = select(MinutesText).where(MinutesText.meeting_id == meeting.id)
    before = {row.part: row for row in tx.session.scalars(query)}
    changed = 0
    for part, text in words.items():
        new, row = clean_text(text, "会议记录"), before.get(part)
        if new == (row.words if row else ""):
            continue
        if row is None:
            tx.session.add(MinutesText(meeting_id=meeting.id, part=part, words=new, **tx.stamp()))
        else:
            row.words, row.entered_at, row.entered_on, row.event_on = new, tx.now, tx.today, tx.today
        changed += 1
    return changed


@dataclass(frozen=True)
class Scan:
    """One file of a scan: its name and its content, or where it lies."""

    file_name: str
    data: bytes | Path


def attach_scan(tx: Tx, meeting_id: int, kind: str, title: str, data: list[Scan]) -> int:
    """添加签过字的纸的扫描件或照片（可以几页）：签到册、签字页、表决票……按内容指纹保存。

    kind: attendance_sheet, signature_page, ballot, notice, proxy or other. Returns how many were kept. Raises Refused
    over 50 MB, for an empty file, or for the same file a second time, Trouble for one that cannot be read.
    """
    meeting = meeting_row(tx, meeting_id)
    require(gavel.scanning(meeting))
    if kind not in SCAN_KINDS:
        raise Refused(Obstacle(f"不认识的扫描件种类“{kind}”", f"可选：{'、'.join(SCAN_KINDS)}", code="scan_kind"))
    name = clean_line(title, "名称")
    query = select(MeetingFile).where(MeetingFile.meeting_id == meeting.id)
    known = {row.sha256: row.title for row in tx.session.scalars(query)}
    for number, scan in enumerate(data, 1):
        file_name = clean_line(scan.file_name.replace("\\", "/").rsplit("/", 1)[-1], "文件名")
        tx.progress.step(number, len(data), "正在保存扫描件")
        content = scan.data if isinstance(scan.data, bytes) else read_limited(scan.data, max_bytes=MOST_BYTES)
        if not content or len(content) > MOST_BYTES:
            words = f"“{file_name}”是空的，或者超过 50 MB"
            raise Refused(Obstacle(words, "请核对文件，大文件请压缩或拆分", code="file_size"))
        digest = tx.keep_file(content)
        if digest in known:
            words = f"“{file_name}”已经添加过，叫“{known[digest]}”"
            raise Refused(Obstacle(words, "不用重复添加，请去掉这个文件", code="known_file"))
        known[digest] = f"{name} 第{number}页" if len(data) > 1 else name
        row = MeetingFile(
            meeting_id=meeting.id, kind=kind, title=known[digest], file_name=file_name, sha256=digest,
            size=len(content), **tx.stamp(),
        )  # fmt: skip
        tx.session.add(row)
    if not data:
        raise Refused(Obstacle("没有选文件", "请选择扫描件或照片", code="no_file"))
    tx.session.flush()
    return len(data)
