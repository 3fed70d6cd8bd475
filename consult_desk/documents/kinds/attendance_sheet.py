"""签到册: one row per person due, with room for a signature or a finger-print."""

from dataclasses import dataclass

from consult_desk.documents.imprint import Imprint


@dataclass(frozen=True)
class AttendanceLine:
    """One person due: seat (代表、委员…), group (一组), sex, status printed in the remark column (请假 …)."""

    number: int
    name: str
    seat: str
    group: str
    sex: str
    remark: str


@dataclass(frozen=True)
class AttendanceSheetFacts:
    """A sheet for one sitting. excluded: (name, reason) of those not counted as due. quorum_words: what is needed."""

    imprint: Imprint
    meeting: str
    place: str
    moment: str
    due: int
    quorum_words: str
    lines: tuple[AttendanceLine, ...]
    excluded: tuple[tuple[str, str], ...]
