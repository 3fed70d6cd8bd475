"""One matter from proposal to result with every paper it gives rise to, each issued on the day it is needed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from io import BytesIO

from consult_desk import actions as act
from consult_desk.actions.disclosures import Photo
from consult_desk.sample.guide import PASSPHRASE, Guide
from consult_desk.sample.village import open_ditch, resolve
from consult_desk.views.papers import paper_page

CORRECTED = "监督电话漏写了分机，换贴更正后的公告"


@dataclass(frozen=True)
class WholeMatter:
    """What was done. papers: numbers of all papers in the order they were issued. meetings: of the four deliberations."""

    matter: int
    meetings: tuple[int, ...]
    papers: tuple[int, ...]


class _Secretary:
    """Issues papers and signs what is to be signed."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.papers: list[int] = []

    def issue(self, kind: str, subject_id: int, correction: str = "") -> int:
        posted = self.guide.clock.day if kind in ("resolution", "result") else None
        do = self.guide.desk.do
        paper: int = do(
            act.papers.issue_paper, kind, subject_id, posted_from=posted, correction=correction
        ).result
        self.sign(paper)
        return paper

    def sign(self, paper: int) -> None:
        for line in self.guide.desk.ask(paper_page, paper).signing:
            self.guide.desk.do(act.signing.sign_paper, paper, role=line.role, passphrase=PASSPHRASE)
        self.papers.append(paper)

    def called(self, meeting: int) -> None:
        """Before a meeting: its notice and the sheet to sign; ballots and a notice for each person where they vote secretly."""
        body = self.guide.meeting(meeting).body
        self.issue("meeting_notice", meeting)
        self.issue("attendance_sheet", meeting)
        if body == "rep_meeting":
            self.issue("personal_notice", meeting)
            self.sign(self.guide.desk.do(act.papers.issue_ballots, meeting, spare=3).result)


def lead(guide: Guide, begin: date, say: Callable[[str], None] = lambda _words: None) -> WholeMatter:
    """Lead the main matter of the practice village from `begin` to its end, some eighty days. say: told of each stage."""
    desk, clerk = guide.desk, _Secretary(guide)
    do, issue = desk.do, clerk.issue
    issue("authorization", 1)
    matter = open_ditch(guide)
    say("二、四议：提议、商议、审议、决议")
    days = [begin + timedelta(days=n) for n in (3, 8, 15, 25)]
    meetings = resolve(guide, [matter], days, clerk.called)
    issue("proposal_form", matter)
    issue("consultation_record", meetings[1])
    issue("deliberation_record", meetings[2])
    for kind in ("tally_sheet", "minutes", "minutes_pdf", "signature_page", "summary_minutes"):
        issue(kind, meetings[3])
    issue("resolution_document", matter)
    say("三、决议公开：一处写错，更正后重新张贴；一位村民提出异议，当面答复")
    posted = guide.clock.go(days[3] + timedelta(days=1)).date()
    issue("resolution", matter)
    do(act.execution.log_seal_use, matter, document="决议公告", copies=2, approver="周明德", keeper="单守田")
    first, _until = guide.post(matter, "disclose_resolution", posted)
    guide.clock.go(posted + timedelta(days=1))
    again = issue("resolution", matter, CORRECTED)
    issue("correction_notice", again)
    do(act.disclosures.take_down, first, early_reason=CORRECTED)
    posting, until = guide.post(matter, "disclose_resolution", guide.clock.day)
    photograph(guide, posting)
    issue("photo_sheet", posting)
    guide.clock.go(guide.clock.day + timedelta(days=3))
    objection: int = do(
        act.disclosures.record_objection, matter, name="洪石头", channel="当面", content="三组水渠从我家地头过，护坡会不会占地？"
    ).result
    do(
        act.disclosures.reply_objection, objection, finding="rejected",
        reply="护坡在原渠岸内施工，不占承包地。已和本人到现场丈量，本人表示清楚了。", handler="单守田",
    )  # fmt: skip
    issue("objection_form", objection)
    issue("objection_reply", objection)
    guide.take_down(posting, until)
    guide.supervise(matter, "disclose_resolution")
    say("四、实施、验收，实施结果公开")
    guide.execute(matter, until + timedelta(days=1), until + timedelta(days=26), until + timedelta(days=29), 18_125_000)
    guide.clock.go(guide.clock.day + timedelta(days=1))
    issue("result", matter)
    do(act.execution.log_seal_use, matter, document="实施结果公告", copies=2, approver="周明德", keeper="单守田")
    posting, until = guide.post(matter, "disclose_result", guide.clock.day)
    guide.take_down(posting, until)
    guide.supervise(matter, "disclose_result")
    for kind in ("supervision_opinion", "decision_register"):
        issue(kind, matter)
    for kind in ("seal_log", "ledger"):
        issue(kind, begin.year)
    return WholeMatter(matter, tuple(meetings), tuple(clerk.papers))


def photograph(guide: Guide, posting: int) -> None:
    """Add a drawn picture of the board from near and from far."""
    for kind in ("near", "far"):
        shot = Photo(f"{kind}.jpg", board(near=kind == "near"))
        guide.desk.do(act.disclosures.add_evidence, posting, kind=kind, data=[shot], taken_by="单守田")


@cache
def board(near: bool) -> bytes:
    """A drawn notice board with sheets on it, as JPEG: no photograph of a real place."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (1200, 900), "#cfd8dc")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 680, 1200, 900), fill="#9e9689")
    left, top, right, bottom = (80, 60, 1120, 760) if near else (380, 300, 820, 600)
    pen.rectangle((left - 16, top - 16, right + 16, bottom + 16), fill="#7a4b2a")
    pen.rectangle((left, top, right, bottom), fill="#1f6e54")
    width, high = (right - left) / 4, (bottom - top) * 0.62
    for number in range(3):
        x, y = left + width * (0.35 + 1.2 * number), top + (bottom - top) * 0.16
        pen.rectangle((x, y, x + width, y + high), fill="#fdfdf8")
        for line in range(9):
            pen.line((x + width * 0.12, y + high * (0.2 + line * 0.08), x + width * 0.88, y + high * (0.2 + line * 0.08)),
                     fill="#888888", width=4 if near else 2)  # fmt: skip
    written = BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()
