"""Tables: what the desk remembers, in SQLAlchemy and nothing else."""

from consult_desk.model.base import Base, Event, Row
from consult_desk.model.disclosures import Evidence, Objection, Posting, PostingPlace
from consult_desk.model.execution import Acceptance, Execution, Milestone
from consult_desk.model.journal import JournalBody, JournalEntry, JournalHead
from consult_desk.model.matters import (
    Attachment,
    JointProposer,
    Matter,
    Movement,
    Review,
    StepRecord,
    Supervision,
    TextVersion,
    VerdictRecord,
)
from consult_desk.model.meetings import (
    AgendaItem,
    Attendance,
    DueEntry,
    Exclusion,
    Meeting,
    MeetingFile,
    Minutes,
    MinutesText,
    NoticeDelivery,
    Observer,
    Proxy,
    Recusal,
    RollCall,
    Sitting,
    Speech,
    Vote,
)
from consult_desk.model.papers import Paper, PaperFile, PaperFinding, PaperScan, SealUse
from consult_desk.model.people import Authorization, Group, Household, Membership, Person, RosterImport, Signer, Village

__all__ = [
    "Acceptance", "AgendaItem", "Attachment", "Attendance", "Authorization", "Base", "DueEntry", "Event",
    "Evidence", "Exclusion", "Execution", "Group", "Household", "JointProposer", "JournalBody", "JournalEntry",
    "JournalHead", "Matter", "Meeting", "MeetingFile", "Membership", "Milestone", "Minutes",
    "MinutesText", "Movement", "NoticeDelivery",
    "Objection", "Observer", "Paper", "PaperFile", "PaperFinding", "PaperScan", "Person", "Posting", "PostingPlace",
    "Proxy", "Recusal",
    "Review", "RollCall", "RosterImport", "Row", "SealUse", "Signer", "Sitting", "Speech", "StepRecord", "Supervision",
    "TextVersion", "VerdictRecord", "Village", "Vote",
]
