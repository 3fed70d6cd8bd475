"""Scans of the papers of a meeting that came back signed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look
from consult_desk.model import MeetingFile

SCAN_KINDS = {
    "attendance_sheet": "签到册", "signature_page": "签字页", "ballot": "表决票", "notice": "通知回执", "proxy": "委托书",
    "other": "其他",
}  # fmt: skip


@dataclass(frozen=True)
class ScanRow:
    """One scan of a signed paper."""

    file: int
    kind: str
    kind_title: str
    title: str
    file_name: str
    size: int
    on: date


def scan_rows(look: Look, meeting_id: int) -> tuple[ScanRow, ...]:
    """Scans of a meeting, oldest first."""
    rows = look.session.scalars(select(MeetingFile).where(MeetingFile.meeting_id == meeting_id).order_by(MeetingFile.id))
    return tuple(
        ScanRow(r.id, r.kind, SCAN_KINDS.get(r.kind, r.kind), r.title, r.file_name, r.size, r.event_on) for r in rows
    )


def meeting_file(look: Look, file_id: int) -> tuple[str, bytes]:
    """一份扫描件：文件名和内容。Raises Refused when there is none."""
    row = look.session.get(MeetingFile, file_id)
    if row is None:
        raise Refused(Obstacle(f"没有第 {file_id} 号扫描件", "请在会议里选择", code="unknown_file"))
    return row.file_name, look.file(row.sha256)
