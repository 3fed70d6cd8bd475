"""The facts of the papers beside a notice: photographs, the form of an objection, the correction of a posted notice."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import extract, func, select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.text import base32_code, chinese_date
from consult_desk.desk import Look
from consult_desk.documents.kinds.correction_notice import Change, CorrectionNoticeFacts
from consult_desk.documents.kinds.objection_form import ObjectionFormFacts
from consult_desk.documents.kinds.photo_sheet import PhotoLine, PhotoSheetFacts
from consult_desk.flow.step import Situation
from consult_desk.flow.steps import posting as rules
from consult_desk.model import Event, Evidence, Objection, Paper, Posting, PostingPlace, VerdictRecord
from consult_desk.views.disclosures import EVIDENCE_KINDS, posting_row
from consult_desk.views.imprints import blank_imprint, late_lines, matter_row, moment_words
from consult_desk.views.objection_facts import FINDINGS, objection_row

FOLLOW_UPS: Mapping[str, str] = {"none": "不影响，继续办理", "suspend": "暂停实施", "send_back": "退回重新办理、重新表决"}
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "尉迟", "皇甫", "东方", "慕容", "令狐", "司徒", "夏侯", "长孙", "宇文", "端木", "公孙")
# Not what was wrong: the days of the posting are told by themselves.
_OWN_SECTION = frozenset({"公示开始日期", "公示截止日期", "公示天数"})


def masked_name(name: str) -> str:
    """王某某 for 王小花: the family name, and one 某 for each further character, at most two."""
    family = 2 if name[:2] in _COMPOUND and len(name) > 2 else 1
    return name[:family] + "某" * max(1, min(2, len(name.split("·")[0]) - family))


def photographed(look: Look, posting_id: int) -> tuple[Obstacle, ...]:
    """Why there is no sheet of photographs: none was added."""
    row = posting_row(look, posting_id)
    if look.session.scalar(select(func.count()).select_from(Evidence).where(Evidence.posting_id == row.id)):
        return ()
    return (Obstacle("这次张贴还没有照片，出不了照片单", "请先添加近景、远景照片", "", "add_evidence", "no_photo"),)


def posting_title(look: Look, posting_id: int) -> str:
    """Which posting it is, in one line."""
    row = posting_row(look, posting_id)
    return f"{matter_row(look, row.matter_id).title}（{chinese_date(row.event_on)}张贴）"


def photo_sheet_facts(look: Look, posting_id: int) -> PhotoSheetFacts:
    """What the 公示照片单 of a posting says. Raises Refused while there are no photographs."""
    row = posting_row(look, posting_id)
    if obstacles := photographed(look, posting_id):
        raise Refused(*obstacles)
    session, matter = look.session, matter_row(look, row.matter_id)
    situation = Situation(session, matter, look.today, look.calendar)
    paper = session.get(Paper, row.paper_id) if row.paper_id else None
    order = {kind: at for at, kind in enumerate(("posting", "near", "far", "removal"))}
    photos = session.scalars(select(Evidence).where(Evidence.posting_id == row.id).order_by(Evidence.id)).all()
    places = session.scalars(select(PostingPlace).where(PostingPlace.posting_id == row.id).order_by(PostingPlace.id))
    late: list[tuple[str, Event]] = [("张贴公告", row), *((EVIDENCE_KINDS[photo.kind] + "照片", photo) for photo in photos)]
    return PhotoSheetFacts(
        imprint=blank_imprint(look, None, late_lines(late)), matter=matter.title, matter_number=matter.label,
        notice=f"{paper.title}　第{paper.number}版" if paper else "", notice_number=paper.document_number if paper else "",
        step=situation.profile.step(row.step).title, posted_on=row.event_on, until_on=row.until_on, removed_on=row.removed_on,
        posted_by=row.posted_by, places=tuple(_place(look, one) for one in places),
        period_words=rules.judge(situation, row, look.today).words,
        photos=tuple(
            PhotoLine(f"{EVIDENCE_KINDS[p.kind]}　{chinese_date(p.event_on)}　{p.taken_by} 摄", p.sha256)
            for p in sorted(photos, key=lambda one: (order.get(one.kind, 9), one.id))
        ),
    )  # fmt: skip


def _place(look: Look, row: PostingPlace) -> str:
    end = f"至{moment_words(row.removed_at, look)}" if row.removed_at else "起"
    return f"{row.place}：{moment_words(row.posted_at, look)}{end}"


def objection_form_facts(look: Look, objection_id: int) -> ObjectionFormFacts:
    """What the 异议登记表 of an objection says, as far as it was looked into."""
    row = objection_row(look, objection_id)
    session, matter = look.session, matter_row(look, row.matter_id)
    year = row.event_on.year
    of_year = select(func.count()).select_from(Objection).where(
        Objection.id <= row.id, extract("year", Objection.event_on) == year
    )
    posting = session.get(Posting, row.posting_id) if row.posting_id else None
    paper = session.get(Paper, posting.paper_id) if posting is not None and posting.paper_id else None
    query = select(VerdictRecord).where(VerdictRecord.subject == "objection", VerdictRecord.subject_id == row.id)
    verdict = session.scalar(query.order_by(VerdictRecord.id.desc()).limit(1))
    return ObjectionFormFacts(
        imprint=blank_imprint(look, None, late_lines([("收到异议", row)])),
        number=f"{year}-{session.scalar(of_year) or 1:03d}", objector=masked_name(row.name), matter=matter.title,
        matter_number=matter.label, notice=f"{paper.title}　{paper.document_number}".strip() if paper else "",
        received_on=row.event_on, channel=row.channel, content=tuple(row.content.split("\n")), handler=row.handler,
        due_on=row.due_on, finding=f"异议{FINDINGS[row.finding]}" if row.finding else "",
        reply=tuple(row.reply.split("\n")) if row.reply else (), replied_on=row.replied_on,
        due_words=verdict.words if verdict is not None else "", followed=FOLLOW_UPS[row.effect] if row.finding else "",
        follow_ups=tuple(FOLLOW_UPS.values()),
    )  # fmt: skip


def _papers(look: Look, paper_id: int) -> tuple[Paper, Paper | None]:
    """A notice and the version it corrects."""
    new = look.session.get(Paper, paper_id)
    if new is None:
        raise Refused(Obstacle(f"没有第 {paper_id} 号文书", "请在文书列表里选择", code="unknown_paper"))
    return new, look.session.get(Paper, new.supersedes_id) if new.supersedes_id else None


def corrected_title(look: Look, paper_id: int) -> str:
    """Which notice is corrected, in one line."""
    new, _old = _papers(look, paper_id)
    return f"{new.title}　第{new.number}版"


def correcting(look: Look, paper_id: int) -> tuple[Obstacle, ...]:
    """Why there is nothing to correct: no notice, a first version, or an earlier one that never hung."""
    new, old = _papers(look, paper_id)
    if new.kind not in ("resolution", "result"):
        fix = "请在文书列表里选决议公告或结果公告的更正版"
        return (Obstacle(f"“{new.title}”不是张贴的公告，不用出更正公告", fix, code="not_posted_kind"),)
    if old is None:
        fix = "公告写错了，请先出具更正版，再出更正公告"
        return (Obstacle(f"“{new.title}”是第一版，没有可以更正的", fix, "", "issue_paper", "first_version"),)
    hung = select(func.count()).select_from(Posting).where(Posting.paper_id == old.id)
    if not look.session.scalar(hung):
        return (Obstacle(f"第{old.number}版没有张贴过，不用出更正公告", "请直接张贴更正后的公告", "", "post_notice", "never_hung"),)
    return ()


def correction_notice_facts(look: Look, paper_id: int) -> CorrectionNoticeFacts:
    """What the 更正公告 says of the version that corrects a posted notice. Raises Refused where none was posted."""
    from consult_desk.documents.paper import facts_from_json, paper

    new, old = _papers(look, paper_id)
    if old is None or correcting(look, paper_id):
        raise Refused(*correcting(look, paper_id))
    kind = paper(new.kind)
    was, now = (facts_from_json(kind, one.facts) for one in (old, new))
    return CorrectionNoticeFacts(
        imprint=blank_imprint(look, None, now.imprint.late), matter=now.matter, matter_number=now.matter_number,
        notice=kind.title, notice_number=old.document_number, old_version=old.number, old_on=old.event_on,
        old_code=base32_code(old.head), new_number=new.document_number, new_version=new.number, new_on=new.event_on,
        changes=changes(was, now), reason=new.correction, posted_from=now.posted_from, posted_until=now.posted_until,
        posting_days=now.posting_days, posting_reference=now.posting_reference, places=now.places, channels=now.channels,
        supervision=now.supervision, anew=(was.posted_from, was.posted_until) != (now.posted_from, now.posted_until),
    )  # fmt: skip


def changes(was: Any, now: Any) -> tuple[Change, ...]:
    """What two facts of one kind say differently, by the names people know the fields by; of long texts the paragraphs."""
    from consult_desk.documents.merge_fields import OF_IMPRINT, merge_fields

    before, after = merge_fields(was), merge_fields(now)
    found = []
    for name, value in after.items():
        if name in OF_IMPRINT or name in _OWN_SECTION or before.get(name) == value:
            continue
        old, new = _lines(before.get(name, "")), _lines(value)
        found.append(Change(
            name, "\n".join(line for line in old if line not in new), "\n".join(line for line in new if line not in old),
        ))  # fmt: skip
    return tuple(found)


def _lines(value: Any) -> list[str]:
    if isinstance(value, str):
        return [line for line in value.split("\n") if line]
    return ["，".join(filter(None, one.values())) if isinstance(one, Mapping) else str(one) for one in value]
