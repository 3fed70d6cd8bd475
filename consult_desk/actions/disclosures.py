"""Disclosures: put a notice up, prove it, take it down after its days, answer objections."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import select

from consult_desk.actions.passage import keep_rulings, move_back, pass_step, reason_of, situation_of
from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited
from consult_desk.base.text import clean_line, clean_text
from consult_desk.desk import Tx
from consult_desk.flow import engine
from consult_desk.flow.step import Situation, date_order, order, require, standing
from consult_desk.flow.steps import posting as posting_step
from consult_desk.flow.steps.deliberation import Ruling
from consult_desk.model import Evidence, Execution, Objection, Posting, PostingPlace
from consult_desk.rules.days import judge_reply, posting_until, reply_until
from consult_desk.views.disclosures import EVIDENCE_KINDS, posting_row
from consult_desk.views.imprints import matter_row


@dataclass(frozen=True)
class Hung:
    """What a posting answers: its number, the first day it may come down, and the arithmetic."""

    posting: int
    until: date
    words: str


def post_notice(
    tx: Tx, matter_id: int, step: str, places: list[str], posted_on: date | None = None, posted_by: str = ""
) -> Hung:
    """登记张贴：哪一步的公告、贴在哪里、哪一天。

    Raises Refused when the notice is not issued, its printed dates differ, or the step is not at hand.
    """
    matter = matter_row(tx, matter_id)
    situation = situation_of(tx, matter)
    stamp = tx.stamp(posted_on)
    day = stamp["event_on"]
    if not places:
        raise Refused(Obstacle("没有写张贴的地点", "请写明至少一处，例如村务公开栏", code="no_place"))
    require(posting_step.putting_up(situation, step, day))
    rule = situation.profile.step(step)
    until = posting_until(rule, day, day, tx.calendar, situation.profile.counting_on(day))
    paper = situation.paper(posting_step.PAPER_OF.get(step, ""))
    row = Posting(
        matter_id=matter.id, step=step, round=matter.round, paper_id=paper.id if paper else None, until_on=until,
        removed_on=None, removed_entered_on=None, posted_by=posted_by.strip(), **stamp,
    )
    tx.session.add(row)
    tx.session.flush()
    moment = tx.now if day == tx.today else datetime.combine(day, time(8), tx.now.tzinfo)
    for place in places:
        tx.session.add(
            PostingPlace(posting_id=row.id, place=clean_line(place, "地点"), posted_at=moment, removed_at=None)
        )
    tx.session.flush()
    words = posting_step.judge(situation, row, max(day, tx.today)).words
    late = posting_step.lateness(situation, row)
    return Hung(row.id, until, f"{words}{'；' + late if late else ''}")


@dataclass(frozen=True)
class Photo:
    """One photograph: the name of its file and its content, or where it lies."""

    file_name: str
    data: bytes | Path


MOST_BYTES = 30_000_000
# How the files of cameras and telephones begin: JPEG, PNG, GIF, BMP, TIFF; WebP and HEIC say it a little later.
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def _is_photo(data: bytes) -> bool:
    return data.startswith(_BEGINNINGS) or data[8:12] == b"WEBP" or data[4:8] == b"ftyp"


def _content(path: Path) -> bytes:
    """What a file holds; nothing where it cannot be read or is too large."""
    try:
        return read_limited(path, max_bytes=MOST_BYTES)
    except (Refused, Trouble):
        return b""


def add_evidence(
    tx: Tx, posting_id: int, kind: str, data: list[Photo], taken_by: str, on: date | None = None
) -> int:
    """添加张贴照片（可以几张）：near 近景、far 远景、posting 张贴时、removal 撤下时。按内容指纹保存。

    Returns how many were kept; one that is there already is passed over. Raises Refused for no photo, an empty file,
    one over 30 MB, something that is no photograph, or photographs that all are there already.
    """
    row = posting_row(tx, posting_id)
    if kind not in EVIDENCE_KINDS:
        words = f"不认识的照片类型“{kind}”"
        raise Refused(Obstacle(words, f"可选：{'、'.join(EVIDENCE_KINDS)}", code="evidence_kind"))
    if not data:
        raise Refused(Obstacle("没有选照片", "请选择一张或几张照片", code="no_file"))
    who, stamp = clean_line(taken_by, "拍摄人"), tx.stamp(on)
    if stamp["event_on"] < row.event_on:
        raise Refused(Obstacle("拍照日期早于张贴日期", "请核对日期", code="order"))
    faults, kept = [], 0
    query = select(Evidence.sha256).where(Evidence.posting_id == row.id, Evidence.kind == kind)
    known = set(tx.session.scalars(query))
    for number, photo in enumerate(data, 1):
        tx.progress.step(number, len(data), "正在保存照片")
        name = clean_line(photo.file_name.replace("\\", "/").rsplit("/", 1)[-1], "文件名")
        content = photo.data if isinstance(photo.data, bytes) else _content(photo.data)
        if not content or len(content) > MOST_BYTES:
            faults.append(Obstacle(f"“{name}”是空的、读不出来，或者超过 30 MB", "请核对文件", code="file_size"))
        elif not _is_photo(content):
            faults.append(Obstacle(f"“{name}”不是照片", "请选择 JPG、PNG 等照片文件", code="not_photo"))
        elif (digest := tx.keep_file(content)) not in known:
            known.add(digest)
            kept += 1
            tx.session.add(
                Evidence(posting_id=row.id, kind=kind, file_name=name, sha256=digest, taken_by=who, **stamp)
            )
    if not kept and not faults:
        faults.append(Obstacle("这些照片已经添加过了", "不用重复添加", code="known_file"))
    require(faults)
    tx.session.flush()
    return kept


def take_down(tx: Tx, posting_id: int, removed_on: date | None = None, early_reason: str = "") -> str:
    """登记撤下公告。期满且异议都已答复，这一步就完成；提前撤下要写明原因，不算数，要重新张贴。

    Returns the words of the publicity period. Raises Refused when the days are not over.
    """
    row = posting_row(tx, posting_id)
    if row.state != "hanging":
        raise Refused(Obstacle("这份公告已经撤下", "请核对张贴记录", code="not_hanging"))
    matter = matter_row(tx, row.matter_id)
    situation = situation_of(tx, matter)
    day = tx.stamp(removed_on)["event_on"]
    if day < row.event_on:
        raise Refused(Obstacle("撤下日期早于张贴日期", "请核对日期", code="order"))
    row.removed_on, row.removed_entered_on = day, tx.today
    verdict = posting_step.judge(situation, row, tx.today)
    if not verdict.met and not early_reason.strip():
        raise Refused(
            Obstacle(
                verdict.words,
                "请贴满期限再撤；如果确实提前掉落或被撤，请写明原因并重新张贴",
                verdict.reference,
                "post_notice",
                "publicity",
            )
        )
    if verdict.met:
        require(date_order(situation, f"{row.step}.end", day))
    row.state = "served" if verdict.met else "cut_short"
    row.removed_reason = "" if verdict.met else reason_of(early_reason)
    moment = datetime.combine(day, time(18), tx.now.tzinfo)
    for place in tx.session.scalars(select(PostingPlace).where(PostingPlace.posting_id == row.id)):
        place.removed_at = moment
    keep_rulings(tx, "posting", row.id, [Ruling("publicity", verdict, f'{{"posted_on":"{row.event_on}"}}')], day)
    tx.session.flush()
    finish_if_done(tx, situation, row.step, day)
    return verdict.words


def finish_if_done(tx: Tx, situation: Situation, step: str, day: date) -> bool:
    """Pass the posting step once nothing is missing any more. Returns whether it did."""
    matter = situation.matter
    if matter.step != step or posting_step.waiting(situation, step, tx.today):
        return False
    if step == "disclose_resolution" and standing(situation):
        return False
    last = situation.postings(step)[-1]
    verdict = posting_step.judge(situation, last, tx.today)
    # Done is done when the notice is down and the last answer given, whichever was typed in last.
    done_on = max(day, last.removed_on or day)
    pass_step(tx, matter, step, done_on, verdict.words, verdict.reference)
    return True


def record_objection(
    tx: Tx, matter_id: int, name: str, channel: str, content: str, received_on: date | None = None
) -> int:
    """登记异议：谁、怎么提的、内容。答复期限按规则方案计算。Raises Refused for a matter that is over."""
    matter = matter_row(tx, matter_id)
    situation = situation_of(tx, matter)
    if matter.state in ("done", "withdrawn"):
        require(standing(situation))
    stamp = tx.stamp(received_on)
    if stamp["event_on"] < matter.event_on:
        raise Refused(Obstacle("收到异议的日期早于提出事项的日期", "请核对日期", code="order"))
    step = situation.rule
    hanging = [p for s in situation.line if s.kind == "posting" for p in situation.postings(s.key)]
    due = reply_until(step, stamp["event_on"], stamp["event_on"]) if step is not None else None
    row = Objection(
        matter_id=matter.id, posting_id=hanging[-1].id if hanging else None, name=clean_line(name, "姓名"),
        channel=clean_line(channel, "渠道"), content=clean_text(content, "异议内容", required=True), due_on=due,
        replied_on=None, **stamp,
    )
    tx.session.add(row)
    tx.session.flush()
    return row.id


def reply_objection(
    tx: Tx, objection_id: int, finding: str, reply: str, handler: str, effect: str = "none", to_step: str = "",
    replied_on: date | None = None,
) -> None:
    """答复异议：结论 upheld 成立 / rejected 不成立；成立时可以 suspend 暂停实施，或 send_back 退回某一步。

    to_step: where to send the matter back to. Raises Refused for an answered objection or an effect without ground.
    """
    row = tx.session.get(Objection, objection_id)
    if row is None or row.finding:
        raise Refused(Obstacle("没有这条异议，或者已经答复过了", "请核对异议登记表", code="unknown_objection"))
    if finding not in ("upheld", "rejected") or effect not in ("none", "suspend", "send_back"):
        raise Refused(Obstacle("结论或处理方式填写不对", "结论：upheld、rejected；处理：none、suspend、send_back", code="finding"))
    if finding == "rejected" and effect != "none":
        raise Refused(Obstacle("异议不成立，就不能暂停或退回", "请核对结论", code="finding"))
    day = tx.stamp(replied_on)["event_on"]
    if day < row.event_on:
        raise Refused(Obstacle("答复日期早于收到异议的日期", "请核对日期", code="order"))
    matter = matter_row(tx, row.matter_id)
    situation = situation_of(tx, matter)
    row.finding, row.effect, row.replied_on = finding, effect, day
    row.reply, row.handler = clean_text(reply, "答复", required=True), clean_line(handler, "经办人")
    tx.session.flush()
    kept = situation.rule
    if kept is not None and row.due_on is not None:
        verdict = judge_reply(kept, row.event_on, row.event_on, day)
        given = f'{{"received_on":"{row.event_on}","replied_on":"{day}"}}'
        keep_rulings(tx, "objection", row.id, [Ruling("reply", verdict, given)], day)
    if effect == "suspend":
        require(standing(situation))
        move_back(tx, matter, "suspended", "", f"异议成立：{row.reply}", day)
        matter.state = "suspended"
        execution = tx.session.scalar(select(Execution).where(Execution.matter_id == matter.id))
        if execution is not None and execution.state == "running":
            execution.state = "suspended"
    elif effect == "send_back":
        require((*engine.sending_back(situation, to_step or "resolve"), *order(situation, day)))
        move_back(tx, matter, "sent_back", to_step or "resolve", f"异议成立：{row.reply}", day)
        matter.state = "open"
    elif matter.step:
        rule = situation.profile.step(matter.step)
        if rule.kind == "posting":
            finish_if_done(tx, situation, rule.key, day)
