"""The desk: what needs the secretary today, in order, and the numbers of the house."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from consult_desk.base.errors import Obstacle
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.model import (
    Evidence,
    Matter,
    Meeting,
    MeetingFile,
    Minutes,
    Objection,
    Paper,
    PaperFile,
    Posting,
    SealUse,
)
from consult_desk.views.deadlines import deadlines
from consult_desk.views.duties import Duty, duty, of_matters

MOST = 40  # of each kind of lack
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
    signed = select(PaperFile.paper_id).where(PaperFile.paper_id == Paper.id, PaperFile.stage > 0)
    sealed = select(SealUse.id).where(SealUse.matter_id == Paper.subject_id, SealUse.event_on >= Paper.event_on)
    known = signed.correlate(Paper).exists() | sealed.correlate(Paper).exists()
    going = select(Matter.id).where(Matter.state.in_(("open", "suspended")))
    query = select(Paper, known).where(
        Paper.subject == "matter", Paper.subject_id.in_(going), Paper.kind.in_(NOTICES)
    )
    # The newest of a kind only: what a later one corrects needs no signature any more.
    newest = {(p.kind, p.subject_id): (p, done) for p, done in look.session.execute(query.order_by(Paper.number))}
    bare = sorted((p for p, done in newest.values() if not done), key=lambda p: p.id)[:MOST]
    found = []
    for paper in bare:
        matter = look.session.get_one(Matter, paper.subject_id)
        words = f"{chinese_date(paper.event_on)}出具的{NOTICES[paper.kind]}还没有签名，也没有用印登记"
        obstacle = Obstacle(words, "请签名；盖纸质公章的，请登记用印", "", "sign_paper", "unsigned")
        where = {"paper_id": paper.id, "matter_id": matter.id}
        found.append(duty(look, "paper", f"{matter.label} {matter.title}", obstacle, "paper", where))
    return found


def _without_photos(look: Look) -> list[Duty]:
    """Notices that hang without a photograph, and those taken down lately without one of the empty board."""
    def pictured(*kinds: str) -> ColumnElement[bool]:
        query = select(Evidence.id).where(Evidence.posting_id == Posting.id, Evidence.kind.in_(kinds))
        return query.correlate(Posting).exists()

    hanging = (Posting.state == "hanging") & ~pictured("near", "far", "posting")
    gone = (Posting.removed_on >= look.today - RECENT) & ~pictured("removal")
    query = select(Posting, Matter).join(Matter, Matter.id == Posting.matter_id).where(or_(hanging, gone))
    found = []
    for posting, matter in look.session.execute(query.order_by(Posting.event_on.desc(), Posting.id.desc()).limit(MOST)):
        if posting.state == "hanging":
            kind, words = "near", f"{chinese_date(posting.event_on)}张贴的公告还没有照片"
        else:
            kind, words = "removal", f"{chinese_date(posting.removed_on or look.today)}撤下的公告还没有撤下时的照片"
        obstacle = Obstacle(words, "请拍照，把照片拖到公开页", "", "add_evidence", "no_photo")
        where = {"posting_id": posting.id, "kind": kind}
        found.append(duty(look, "photo", f"{matter.label} {matter.title}", obstacle, "disclosures", where))
    return found


def _minutes(look: Look) -> list[Duty]:
    """Meetings that are over and have no confirmed minutes."""
    written = select(Minutes.id).where(Minutes.meeting_id == Meeting.id)
    query = select(Meeting).where(Meeting.state == "closed", ~written.correlate(Meeting).exists())
    found = []
    for one in look.session.scalars(query.order_by(Meeting.event_on, Meeting.id).limit(MOST)):
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
    for one in look.session.scalars(query.order_by(Meeting.event_on, Meeting.id).limit(MOST)):
        words = f"{chinese_date(one.event_on)}的会议记录还没有签字页的扫描件"
        obstacle = Obstacle(words, "请打印签字页，签字后扫描或拍照添加", "", "attach_scan", "unsigned_minutes")
        where = {"meeting_id": one.id, "kind": "signature_page"}
        found.append(duty(look, "scan", one.title, obstacle, "meeting", where))
    return found
