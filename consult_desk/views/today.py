"""The desk: what needs the secretary today, in order, and the numbers of the house."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from consult_desk.base.errors import Obstacle
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look, reads
from consult_desk.model import (
    Acceptance,
    AgendaItem,
    Attendance,
    Authorization,
    Evidence,
    Execution,
    Matter,
    Meeting,
    MeetingFile,
    Membership,
    Milestone,
    Minutes,
    Movement,
    Objection,
    Paper,
    PaperFile,
    Posting,
    Review,
    SealUse,
    Sitting,
    StepRecord,
    Supervision,
    Village,
)
from consult_desk.views.deadlines import deadlines
from consult_desk.views.duties import Duty, duty, of_matters

RECENT = timedelta(days=90)  # how long a lacking photo or scan is asked for
DONE_ON_THE_DAY = frozenset({"open_meeting", "close_meeting", "take_down"})
NOTICES = {"resolution": "决议公告", "result": "实施结果公告"}


@dataclass(frozen=True)
class TodayView:
    """The desk. now: can be done at once; ahead: by their days; missing: signatures, photos, minutes.

    matters_left: matters that wait for somebody and are not in `now`, for there are too many. workday: whether people
    work today. counters: key and number.
    """

    today: date
    workday: bool
    now: tuple[Duty, ...]
    ahead: tuple[Duty, ...]
    missing: tuple[Duty, ...]
    matters_left: int
    counters: tuple[tuple[str, int], ...]

    @property
    def urgent(self) -> int:
        """How many things wait for somebody today: what can be done now, and what is due today or was before."""
        return len(self.now) + sum(1 for one in self.ahead if one.days is not None and one.days <= 0) + len(self.missing)


@reads(
    Matter, StepRecord, Supervision, Movement, Review, Meeting, Sitting, AgendaItem, Attendance, Minutes, MeetingFile,
    Posting, Evidence, Objection, Execution, Milestone, Acceptance, Paper, PaperFile, SealUse, Membership, Authorization,
    Village,
)  # fmt: skip
def today(look: Look) -> TodayView:
    """工作台：今天要办的、快到期的、还缺签字盖章和照片的，各自到哪里办。"""
    matters, left = of_matters(look)
    dated = deadlines(look)
    # What its day has come for is no deadline any more; it can be done.
    come = [one for one in dated if one.obstacle.leads_to in DONE_ON_THE_DAY and (one.days or 0) <= 0]
    return TodayView(
        today=look.today,
        workday=look.calendar.is_workday(look.today),
        now=(*come, *matters),
        ahead=tuple(one for one in dated if one not in come),
        missing=tuple(_missing(look)),
        matters_left=left,
        counters=_counters(look),
    )


def _counters(look: Look) -> tuple[tuple[str, int], ...]:
    first = look.today.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    month = Meeting.event_on >= first, Meeting.event_on < following, Meeting.state != "void"

    def number(table: type[Matter] | type[Meeting] | type[Posting] | type[Objection], *wanted: object) -> int:
        return look.session.scalar(select(func.count()).select_from(table).where(*wanted)) or 0  # type: ignore[arg-type]

    return (
        ("matters", number(Matter, Matter.state.in_(("open", "suspended")))),
        ("meetings", number(Meeting, *month)),
        ("hanging", number(Posting, Posting.state == "hanging")),
        ("objections", number(Objection, Objection.finding == "")),
    )


def _missing(look: Look) -> list[Duty]:
    """Seals and signatures, photographs and minutes that are not there yet."""
    return [*_unsigned(look), *_without_photos(look), *_minutes(look), *_unscanned(look)]


def _unsigned(look: Look) -> list[Duty]:
    """Notices of matters under way that nobody signed and no seal was entered for."""
    newer = select(Paper.supersedes_id).where(Paper.supersedes_id.is_not(None))
    signed = select(PaperFile.paper_id).where(PaperFile.paper_id == Paper.id, PaperFile.stage > 0)
    sealed = select(SealUse.id).where(SealUse.matter_id == Matter.id, SealUse.event_on >= Paper.event_on)
    query = (
        select(Paper, Matter)
        .join(Matter, (Matter.id == Paper.subject_id) & (Paper.subject == "matter"))
        .where(Matter.state.in_(("open", "suspended")), Paper.kind.in_(NOTICES), Paper.id.not_in(newer))
        .where(~signed.correlate(Paper).exists(), ~sealed.correlate(Matter, Paper).exists())
    )
    found = []
    for paper, matter in look.session.execute(query.order_by(Paper.event_on, Paper.id)):
        words = f"{chinese_date(paper.event_on)}出具的{NOTICES[paper.kind]}还没有签名，也没有用印登记"
        obstacle = Obstacle(words, "请签名；盖纸质公章的，请登记用印", "", "sign_paper", "unsigned")
        where = {"paper_id": paper.id, "matter_id": matter.id}
        found.append(duty(look, "paper", f"{matter.label} {matter.title}", obstacle, "paper", where))
    return found


def _without_photos(look: Look) -> list[Duty]:
    """Notices that hang without a photograph, and those taken down lately without one of the empty board."""
    query = select(Posting, Matter).join(Matter, Matter.id == Posting.matter_id)
    recent = or_(Posting.state == "hanging", Posting.removed_on >= look.today - RECENT)
    rows = look.session.execute(query.where(recent).order_by(Posting.event_on, Posting.id)).all()
    kinds: dict[int, set[str]] = {}
    photos = select(Evidence.posting_id, Evidence.kind).where(Evidence.posting_id.in_([p.id for p, _m in rows]))
    for posting_id, kind in look.session.execute(photos):
        kinds.setdefault(posting_id, set()).add(kind)
    found = []
    for posting, matter in rows:
        there = kinds.get(posting.id, set())
        if posting.state == "hanging":
            lacks, kind = not there & {"near", "far", "posting"}, "near"
            words = f"{chinese_date(posting.event_on)}张贴的公告还没有照片"
        else:
            lacks, kind = "removal" not in there, "removal"
            words = f"{chinese_date(posting.removed_on or look.today)}撤下的公告还没有撤下时的照片"
        if lacks:
            obstacle = Obstacle(words, "请拍照，把照片拖到公开页", "", "add_evidence", "no_photo")
            where = {"posting_id": posting.id, "kind": kind}
            found.append(duty(look, "photo", f"{matter.label} {matter.title}", obstacle, "disclosures", where))
    return found


def _minutes(look: Look) -> list[Duty]:
    """Meetings that are over and have no confirmed minutes."""
    written = select(Minutes.id).where(Minutes.meeting_id == Meeting.id)
    query = select(Meeting).where(Meeting.state == "closed", ~written.correlate(Meeting).exists())
    found = []
    for one in look.session.scalars(query.order_by(Meeting.event_on, Meeting.id)):
        words = f"{chinese_date(one.event_on)}的会议记录还没有确认"
        obstacle = Obstacle(words, "请主持人、记录人核对后确认", "", "confirm_minutes", "no_minutes")
        found.append(duty(look, "minutes", one.title, obstacle, "meeting", {"meeting_id": one.id}))
    return found


def _unscanned(look: Look) -> list[Duty]:
    """Minutes confirmed lately of which no signed page was kept."""
    kept = select(MeetingFile.id).where(MeetingFile.meeting_id == Meeting.id, MeetingFile.kind == "signature_page")
    first = select(Minutes.meeting_id).where(Minutes.entered_on >= look.today - RECENT)
    query = select(Meeting).where(Meeting.state == "closed", Meeting.id.in_(first), ~kept.correlate(Meeting).exists())
    found = []
    for one in look.session.scalars(query.order_by(Meeting.event_on, Meeting.id)):
        words = f"{chinese_date(one.event_on)}的会议记录还没有签字页的扫描件"
        obstacle = Obstacle(words, "请打印签字页，签字后扫描或拍照添加", "", "attach_scan", "unsigned_minutes")
        where = {"meeting_id": one.id, "kind": "signature_page"}
        found.append(duty(look, "scan", one.title, obstacle, "meeting", where))
    return found
